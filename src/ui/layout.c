/* SPDX-License-Identifier: MIT */
/*
 * Sizes are shared out twice: what the parts need, first come first served,
 * and what is left, by weight.  The second pass works with running totals
 * (where a part ends, not how large it is), so roundings never add up.
 */
#include "ui/layout.h"

#include "base/mem.h"
#include "base/scope.h"

static int at_least_0(int n)
{
	return n < 0 ? 0 : n;
}

void ui_split(int total, const struct ui_part *parts, size_t count,
	      int *ret_sizes)
{
	int left = at_least_0(total);
	long weights = 0;
	long passed = 0;
	int given = 0;

	for (size_t i = 0; i < count; i++) {
		int least = at_least_0(parts[i].least);

		ret_sizes[i] = least < left ? least : left;
		left -= ret_sizes[i];
		weights += at_least_0(parts[i].weight);
	}
	if (!weights)
		return;
	for (size_t i = 0; i < count; i++) {
		int upto;

		passed += at_least_0(parts[i].weight);
		upto = (int)(left * passed / weights);
		ret_sizes[i] += upto - given;
		given = upto;
	}
}

void ui_split_rows(struct ui_rect r, const struct ui_part *parts, size_t count,
		   struct ui_rect *ret)
{
	SCOPED_FREE int *sizes = mem_new(count, sizeof(*sizes));
	int row = r.row;

	ui_split(r.rows, parts, count, sizes);
	for (size_t i = 0; i < count; i++) {
		ret[i] = (struct ui_rect){ row, r.col, sizes[i],
					   at_least_0(r.cols) };
		row += sizes[i];
	}
}

void ui_split_cols(struct ui_rect r, const struct ui_part *parts, size_t count,
		   struct ui_rect *ret)
{
	SCOPED_FREE int *sizes = mem_new(count, sizeof(*sizes));
	int col = r.col;

	ui_split(r.cols, parts, count, sizes);
	for (size_t i = 0; i < count; i++) {
		ret[i] = (struct ui_rect){ r.row, col, at_least_0(r.rows),
					   sizes[i] };
		col += sizes[i];
	}
}

struct ui_rect ui_rect_inset(struct ui_rect r, int rows, int cols)
{
	return ui_rect_common(
		r, (struct ui_rect){ r.row + rows, r.col + cols,
				     at_least_0(r.rows - 2 * rows),
				     at_least_0(r.cols - 2 * cols) });
}

/* What two stretches share. */
static void overlap(const int start[2], const int len[2], int *ret_start,
		    int *ret_len)
{
	long end[2] = { (long)start[0] + len[0], (long)start[1] + len[1] };
	long least = end[0] < end[1] ? end[0] : end[1];

	*ret_start = start[0] > start[1] ? start[0] : start[1];
	*ret_len = least > *ret_start ? (int)(least - *ret_start) : 0;
}

struct ui_rect ui_rect_common(struct ui_rect a, struct ui_rect b)
{
	struct ui_rect r;

	overlap((int[]){ a.row, b.row }, (int[]){ a.rows, b.rows }, &r.row,
		&r.rows);
	overlap((int[]){ a.col, b.col }, (int[]){ a.cols, b.cols }, &r.col,
		&r.cols);
	return r;
}

static int smaller(int a, int b)
{
	return a < b ? a : b;
}

struct ui_rect ui_rect_centre(struct ui_rect r, int rows, int cols)
{
	rows = at_least_0(smaller(rows, r.rows));
	cols = at_least_0(smaller(cols, r.cols));
	return (struct ui_rect){ r.row + (r.rows - rows) / 2,
				 r.col + (r.cols - cols) / 2, rows, cols };
}

bool ui_rect_has(struct ui_rect r, int row, int col)
{
	return row >= r.row && row < (long)r.row + r.rows && col >= r.col &&
	       col < (long)r.col + r.cols;
}

bool ui_rect_empty(struct ui_rect r)
{
	return r.rows <= 0 || r.cols <= 0;
}
