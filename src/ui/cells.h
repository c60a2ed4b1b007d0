/* SPDX-License-Identifier: MIT */
/*
 * What a canvas is made of; for the files of ui that write cells.
 *
 * The invariant that they keep: a cell of rune 0 follows a cell of a wide
 * character, and a wide character is followed by a cell of rune 0.  So whoever
 * writes half of a wide character blanks the other half, even where that half
 * lies outside of the clip: it is no longer a character.
 */
#ifndef UI_CELLS_H
#define UI_CELLS_H

#include "ui/canvas.h"

struct ui_canvas {
	int rows, cols;
	int cursor_row, cursor_col; /* -1: hidden */
	struct ui_cell *cells;      /* rows * cols, row by row */
};

/* NULL outside. */
static inline struct ui_cell *ui_cell_of(const struct ui_canvas *c, int row,
					 int col)
{
	if (row < 0 || col < 0 || row >= c->rows || col >= c->cols)
		return NULL;
	return &c->cells[(size_t)row * (size_t)c->cols + (size_t)col];
}

#endif
