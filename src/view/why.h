/* SPDX-License-Identifier: MIT */
/*
 * Why is it stuck?  Who waits, for what, for whom, since when; a circle drawn
 * as one; and whether it is a deadlock.
 */
#ifndef VIEW_WHY_H
#define VIEW_WHY_H

#include "view/player.h"

struct view_why {
	const struct view_player *player; /* what it is about */
	size_t scroll;                    /* first line shown */
};

/* Keep the scroll in range for a screen of this size. */
void view_why_layout(struct view_why *w, int rows, int cols);
/* A box over whatever is drawn. */
void view_why_draw(const struct view_why *w, struct ui_canvas *c);

#endif
