/* SPDX-License-Identifier: MIT */
/*
 * Help: what every key does here, made from the command list, and a legend of
 * the state marks.
 */
#ifndef VIEW_HELP_H
#define VIEW_HELP_H

#include <stddef.h>

#include "ui/canvas.h"
#include "view/find.h"

struct view_help {
	const char *where; /* letters of ui/commands.def: "h", "l", "dl", "v" */
	/* What the number of each pane does, from 1 on, one a line; "": none */
	const char *panes;
	size_t scroll;            /* first line shown */
	char find[VIEW_FIND_MAX]; /* what is marked; "": nothing */
	size_t find_at;           /* the line that was gone to */
	size_t began;             /* scroll before the search */
};

/* Keep the scroll in range for a screen of this size. */
void view_help_layout(struct view_help *h, int rows, int cols);
/* How many lines a page is on a screen of this size. */
size_t view_help_page(int rows, int cols);
/* Look for @words in all lines, as view_player_find does. */
void view_help_find(struct view_help *h, enum view_find how, const char *words,
		    int rows, int cols, struct str *say);
/* A box over whatever is drawn. */
void view_help_draw(const struct view_help *h, struct ui_canvas *c);

#endif
