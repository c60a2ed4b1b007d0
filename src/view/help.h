/* SPDX-License-Identifier: MIT */
/*
 * Help: what every key does here, made from the command list, and a legend of
 * the state marks.
 */
#ifndef VIEW_HELP_H
#define VIEW_HELP_H

#include <stddef.h>

#include "ui/canvas.h"

struct view_help {
	const char *where; /* letters of ui/commands.def: "h", "l", "dl", "v" */
	size_t scroll;     /* first line shown */
};

/* Keep the scroll in range for a screen of this size. */
void view_help_layout(struct view_help *h, int rows, int cols);
/* How many lines a page is on a screen of this size. */
size_t view_help_page(int rows, int cols);
/* A box over whatever is drawn. */
void view_help_draw(const struct view_help *h, struct ui_canvas *c);

#endif
