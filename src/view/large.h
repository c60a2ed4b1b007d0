/* SPDX-License-Identifier: MIT */
/*
 * Panes for people who sit far away: fewer things, larger, with more room
 * between them.
 *
 * Inside src/view only.  A pane that has no large form of its own is drawn as
 * always in half the rows, and the rows are set apart; lines that go down and
 * the bars of a timeline go on in between.
 */
#ifndef VIEW_LARGE_H
#define VIEW_LARGE_H

#include "view/pane.h"

/* In place of the pane's own measure and draw. */
void view_large_measure(struct view_player *p, enum lesson_pane pane,
			struct ui_rect in);
void view_large_draw(const struct view_player *p, enum lesson_pane pane,
		     struct ui_canvas *c, struct ui_rect in);

/* A thick frame with a title in its edge; returns the inside. */
struct ui_rect view_large_box(struct ui_canvas *c, struct ui_rect r,
			      ui_style style, const char *title);
/*
 * @text in letters as large as fit in the rows of @r and in @cols columns from
 * @col on.  Returns the column after it.
 */
int view_large_text(struct ui_canvas *c, struct ui_rect r, int col, int cols,
		    ui_style style, const char *text);

/* Those of panes that have one. */
void view_large_processes_measure(struct view_player *p, enum lesson_pane pane,
				  struct ui_rect in);
void view_large_processes(const struct view_player *p, enum lesson_pane pane,
			  struct ui_canvas *c, struct ui_rect in);
void view_large_things_measure(struct view_player *p, enum lesson_pane pane,
			       struct ui_rect in);
void view_large_things(const struct view_player *p, enum lesson_pane pane,
		       struct ui_canvas *c, struct ui_rect in);
void view_large_queue_measure(struct view_player *p, enum lesson_pane pane,
			      struct ui_rect in);
void view_large_queue(const struct view_player *p, enum lesson_pane pane,
		      struct ui_canvas *c, struct ui_rect in);

#endif
