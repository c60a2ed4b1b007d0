/* SPDX-License-Identifier: MIT */
/*
 * The grid itself; text.c and frame.c write to it.
 */
#include "ui/canvas.h"

#include <stdlib.h>

#include "base/mem.h"
#include "ui/ascii.h"
#include "ui/cells.h"
#include "ui/layout.h"

static const struct ui_cell BLANK = { ' ', { 0, 0 }, UI_NORMAL };

struct ui_canvas *ui_canvas_new(int rows, int cols)
{
	struct ui_canvas *c = mem_new(1, sizeof(*c));

	ui_canvas_resize(c, rows, cols);
	return c;
}

void ui_canvas_free(struct ui_canvas *c)
{
	if (!c)
		return;
	free(c->cells);
	free(c);
}

void ui_canvas_resize(struct ui_canvas *c, int rows, int cols)
{
	c->rows = rows > 0 ? rows : 0;
	c->cols = cols > 0 ? cols : 0;
	free(c->cells);
	c->cells = mem_new((size_t)c->rows * (size_t)c->cols + 1,
			   sizeof(*c->cells));
	ui_canvas_clear(c);
}

struct ui_rect ui_canvas_rect(const struct ui_canvas *c)
{
	return (struct ui_rect){ 0, 0, c->rows, c->cols };
}

void ui_canvas_clear(struct ui_canvas *c)
{
	size_t count = (size_t)c->rows * (size_t)c->cols;

	for (size_t i = 0; i < count; i++)
		c->cells[i] = BLANK;
	c->cursor_row = c->cursor_col = -1;
}

const struct ui_cell *ui_canvas_at(const struct ui_canvas *c, int row, int col)
{
	return ui_cell_of(c, row, col);
}

/* Cells are put from left to right, so a left half waits for its right. */
void ui_canvas_put(struct ui_canvas *c, int row, int col,
		   const struct ui_cell *cell)
{
	struct ui_cell *at = ui_cell_of(c, row, col);

	if (at)
		*at = *cell;
}

void ui_canvas_copy(struct ui_canvas *to, const struct ui_canvas *from)
{
	struct ui_rect r =
		ui_rect_common(ui_canvas_rect(to), ui_canvas_rect(from));

	for (int row = 0; row < r.rows; row++)
		for (int col = 0; col < r.cols; col++)
			ui_canvas_put(to, row, col, ui_cell_of(from, row, col));
}

void ui_canvas_cursor(struct ui_canvas *c, int row, int col)
{
	bool inside = ui_cell_of(c, row, col) != NULL;

	c->cursor_row = inside ? row : -1;
	c->cursor_col = inside ? col : -1;
}

void ui_canvas_get_cursor(const struct ui_canvas *c, int *ret_row, int *ret_col)
{
	*ret_row = c->cursor_row;
	*ret_col = c->cursor_col;
}

void ui_restyle(struct ui_canvas *c, struct ui_rect rect, ui_style style)
{
	struct ui_rect can = ui_rect_common(rect, ui_canvas_rect(c));

	for (int row = can.row; row < can.row + can.rows; row++)
		for (int col = can.col; col < can.col + can.cols; col++)
			ui_cell_of(c, row, col)->style = style;
}

void ui_canvas_to_ascii(struct ui_canvas *c)
{
	size_t count = (size_t)c->rows * (size_t)c->cols;

	for (size_t i = 0; i < count; i++) {
		struct ui_cell *at = &c->cells[i];

		at->rune = at->rune ? (uint32_t)ui_ascii(at->rune) : ' ';
		at->mark[0] = at->mark[1] = 0;
	}
}

static void dump_row(const struct ui_canvas *c, int row, struct str *out)
{
	size_t used = out->len;

	for (int col = 0; col < c->cols; col++) {
		const struct ui_cell *at = ui_cell_of(c, row, col);

		if (!at->rune)
			continue;
		str_add_rune(out, at->rune);
		for (int i = 0; i < 2 && at->mark[i]; i++)
			str_add_rune(out, at->mark[i]);
		if (at->rune != ' ' || at->mark[0])
			used = out->len;
	}
	str_truncate(out, used);
	str_add_char(out, '\n');
}

void ui_canvas_dump(const struct ui_canvas *c, struct str *out)
{
	for (int row = 0; row < c->rows; row++)
		dump_row(c, row, out);
}
