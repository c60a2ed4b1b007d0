/* SPDX-License-Identifier: MIT */
/*
 * The part of a run's time that a pane shows: a column stands for an interval.
 * For the panes in time alone.
 */
#ifndef VIEW_WINDOW_H
#define VIEW_WINDOW_H

#include "view/player.h"

#define VIEW_WINDOW_MAX 512 /* columns */

/* @cells columns of @interval ns each, from number @first. */
struct view_window {
	int64_t interval;
	int64_t end_ns; /* nothing is known after it */
	int64_t now_ns; /* what is shown */
	long first;
	int cells;
};

/*
 * The window of @pane in @cells columns.  It follows the present; at an
 * earlier moment it stands still as long as that is within it.
 */
struct view_window view_window_of(const struct view_player *p,
				  enum lesson_pane pane, int cells);
/* Before drawing: note where it stands. */
void view_window_measure(struct view_player *p, enum lesson_pane pane,
			 int cells);

/* The run time at the begin of column @i. */
int64_t view_window_ns(const struct view_window *w, int i);
/* The column of a run time; it may be outside. */
long view_window_column(const struct view_window *w, int64_t ns);

/* Ticks and their times in @row, whose columns are the window's. */
void view_window_axis(const struct view_window *w, struct ui_canvas *c,
		      struct ui_rect row);
/*
 * If an earlier moment is looked at: mark its column in @area, and say in the
 * row @axis which it is.
 */
void view_window_cursor(const struct view_player *p,
			const struct view_window *w, struct ui_canvas *c,
			struct ui_rect area, struct ui_rect axis);

/*
 * At an earlier moment: add what happened last until then, in at most @cols
 * columns, "2.40 s  producer waits in put(tasks)".  Nothing if there is no
 * room for it, or the present is shown.
 */
void view_window_words(const struct view_player *p, int cols, struct str *out);

#endif
