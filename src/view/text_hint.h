/* SPDX-License-Identifier: MIT */
/*
 * What stands below the text of a step: what the lesson says at this moment of
 * the run, and what can be done now.
 */
#ifndef VIEW_TEXT_HINT_H
#define VIEW_TEXT_HINT_H

#include "base/str.h"
#include "ui/markdown.h"
#include "view/player.h"

struct view_hint {
	struct ui_doc called; /* by the lesson, in Markdown */
	struct str text;      /* below it */
	int rows;             /* of both */
};

/* A step to read has none, unless something is asked in it. */
bool view_hint_has(const struct view_player *p);
/* At @cols columns; view_hint_release. */
void view_hint_lay_out(const struct view_player *p, int cols,
		       struct view_hint *ret);
void view_hint_release(struct view_hint *h);
/* At the bottom of @in, which begins where the text ends. */
void view_hint_draw(const struct view_player *p, struct ui_canvas *c,
		    struct ui_rect in, const struct view_hint *h);

#endif
