/* SPDX-License-Identifier: MIT */
/*
 * Letters of three rows, or of five, for people who sit far away: capitals,
 * digits and a few signs.
 */
#ifndef UI_BIG_H
#define UI_BIG_H

#include "ui/canvas.h"

/* The rows of a letter, by which its size is chosen. */
#define UI_BIG_ROWS  3
#define UI_HUGE_ROWS 5

/* Columns of @text, or -1 if there is no such letter for one of it. */
int ui_big_width(const char *text, int rows);
/*
 * Draw @text in letters of @rows rows from column @col on, in the
 * middle of the rows of @clip.  Returns the column after it; @col if it cannot
 * be drawn.
 */
int ui_big(struct ui_canvas *c, struct ui_rect clip, int col, int rows,
	   ui_style style, const char *text);

#endif
