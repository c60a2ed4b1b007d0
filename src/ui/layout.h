/* SPDX-License-Identifier: MIT */
/*
 * Rectangles: dividing, shrinking, cutting.  Pure arithmetic; no rectangle
 * that comes out has a negative size.
 */
#ifndef UI_LAYOUT_H
#define UI_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

#include "ui/canvas.h"

/* One part of a divided length. */
struct ui_part {
	int least;  /* what it needs before anybody gets more */
	int weight; /* its share of what is then left; 0: no more */
};

/*
 * Divide @total among @count parts: first each its least, the rest by weight.
 * If even that is too much, the last parts get less, down to 0.  Where all
 * weights are 0 the rest stays unused, otherwise the sizes add up to @total.
 */
void ui_split(int total, const struct ui_part *parts, size_t count,
	      int *ret_sizes);

/* Divide @r from top to bottom, or from left to right. */
void ui_split_rows(struct ui_rect r, const struct ui_part *parts, size_t count,
		   struct ui_rect *ret);
void ui_split_cols(struct ui_rect r, const struct ui_part *parts, size_t count,
		   struct ui_rect *ret);

/* @r without @rows at the top and at the bottom, and @cols at each side. */
struct ui_rect ui_rect_inset(struct ui_rect r, int rows, int cols);
/* What both have in common; of size 0 if nothing. */
struct ui_rect ui_rect_common(struct ui_rect a, struct ui_rect b);
/* Of at most @rows by @cols, in the middle of @r. */
struct ui_rect ui_rect_centre(struct ui_rect r, int rows, int cols);
bool ui_rect_has(struct ui_rect r, int row, int col);
bool ui_rect_empty(struct ui_rect r);

#endif
