/* SPDX-License-Identifier: MIT */
/*
 * What is filled: bars of a line each, and areas in time.
 *
 *	worker-1 ██████████████▌   14
 *	worker-2 ███████████│██    13
 *
 * An eighth of a cell is told apart where the terminal can draw that.
 */
#include <math.h>

#include "base/utf8.h"
#include "ui/layout.h"
#include "ui/plot.h"

#define NAME_MAX_COLS 24
#define VALUE_COLS    8

static const uint32_t across[] = { U' ', U'▏', U'▎', U'▍',
				   U'▌', U'▋', U'▊', U'▉' };
static const uint32_t upwards[] = { U' ', U'▁', U'▂', U'▃',
				    U'▄', U'▅', U'▆', U'▇' };

/* In eighths of a cell, of @cells. */
static int eighths_of(const struct ui_axis *a, double value, int cells)
{
	double part = ui_axis_part(a, value);

	if (!(part > 0))
		return 0;
	return part >= 1 ? cells * 8 : (int)lround(part * cells * 8);
}

/* ---- bars ---- */

static int names_width(const struct ui_bar *bars, size_t count, int cols)
{
	int width = 1, most = cols / 3;

	for (size_t i = 0; i < count; i++) {
		int w = utf8_width(bars[i].name);

		width = w > width ? w : width;
	}
	if (most > NAME_MAX_COLS)
		most = NAME_MAX_COLS;
	return width < most ? width : most;
}

static void draw_bar(const struct ui_axis *a, const struct ui_bar *bar,
		     struct ui_canvas *c, struct ui_rect line, int names)
{
	struct ui_rect area = { line.row, line.col + names + 1, 1,
				line.cols - names - 1 - VALUE_COLS };
	SCOPED_STR text = STR_INIT;
	int eighths, end;

	ui_text_fit(c, line, 0, 0, names, UI_NORMAL, bar->name);
	if (area.cols < 1)
		return;
	eighths = eighths_of(a, bar->value, area.cols);
	/* Something is not nothing. */
	if (!eighths && bar->value > a->min)
		eighths = 1;
	ui_repeat(c, area, 0, 0, eighths / 8, bar->role, U'█');
	if (eighths % 8)
		ui_repeat(c, area, 0, eighths / 8, 1, bar->role,
			  across[eighths % 8]);
	end = (eighths + 7) / 8;
	if (bar->has_expected) {
		int at = (eighths_of(a, bar->expected, area.cols) + 7) / 8;

		at = at > 0 ? at - 1 : 0;
		ui_repeat(c, area, 0, at, 1, UI_NORMAL | UI_STYLE(UI_BOLD),
			  U'┃');
		end = at + 1 > end ? at + 1 : end;
	}
	if (bar->text)
		str_add(&text, bar->text);
	else
		ui_plot_number(bar->value, &text);
	(void)ui_text(c, line, 0, names + 1 + end + 1, UI_STRONG, text.buf);
}

static void draw_scale(const struct ui_axis *a, struct ui_canvas *c,
		       struct ui_rect line, int names)
{
	struct ui_rect area = { line.row, line.col + names + 1, 1,
				line.cols - names - 1 - VALUE_COLS };
	double ticks[UI_TICKS_MAX];
	int most = area.cols / 8 + 1, end = 0;
	size_t n = ui_axis_ticks(a, most < 2 ? 2 : (size_t)most, ticks);

	if (area.cols < 8)
		return;
	for (size_t i = 0; i < n; i++) {
		SCOPED_STR text = STR_INIT;
		int at = (eighths_of(a, ticks[i], area.cols) + 7) / 8;

		str_add(&text, "╵");
		ui_plot_number(ticks[i], &text);
		at = at > 0 ? at - 1 : 0;
		if (at < end)
			continue;
		end = ui_text(c, line, 0, names + 1 + at, UI_FAINT, text.buf) -
		      names;
	}
	if (a->label)
		ui_text_right(c, line, 0, UI_FAINT, a->label);
}

void ui_plot_bars(const struct ui_axis *a, const struct ui_bar *bars,
		  size_t count, struct ui_canvas *c, struct ui_rect in)
{
	int names = names_width(bars, count, in.cols);
	bool scale = in.rows >= 4;
	int rows = in.rows - scale;
	int i = 0;

	for (; i < rows && (size_t)i < count; i++) {
		struct ui_rect line = { in.row + i, in.col, 1, in.cols };

		draw_bar(a, &bars[i], c, line, names);
	}
	if (scale)
		draw_scale(a, c,
			   (struct ui_rect){ in.row + i, in.col, 1, in.cols },
			   names);
}

/* ---- areas ---- */

static void draw_column(const struct ui_area *a, struct ui_canvas *c,
			struct ui_rect area, int i)
{
	const struct ui_column *column = &a->columns[i];
	ui_style style = column->dim ? UI_FAINT : a->role;
	int least, most;

	if (!column->known)
		return;
	least = eighths_of(&a->y, column->least, area.rows);
	most = eighths_of(&a->y, column->most, area.rows);
	for (int row = 0; row < area.rows; row++) {
		int full = least - 8 * row, some = most - 8 * row;
		uint32_t rune = ' ';

		if (full >= 8)
			rune = U'█';
		else if (some > 0 && some > full)
			rune = some >= 8 ? U'░' : upwards[some];
		else if (full > 0)
			rune = upwards[full];
		else
			break;
		ui_repeat(c, area, area.rows - 1 - row, i, 1, style, rune);
	}
	/* Nothing is a value too. */
	if (!most)
		ui_repeat(c, area, area.rows - 1, i, 1, UI_FAINT, U'·');
}

static void draw_level(const struct ui_area *a, struct ui_canvas *c,
		       struct ui_rect area)
{
	int at = (eighths_of(&a->y, a->line, area.rows) + 7) / 8;
	int row = area.rows - (at > 0 ? at : 1);

	for (int i = 0; i < area.cols; i++) {
		const struct ui_cell *cell =
			ui_canvas_at(c, area.row + row, area.col + i);

		if (cell && cell->rune == ' ')
			ui_repeat(c, area, row, i, 1, UI_FAINT, U'╌');
	}
}

void ui_plot_area(const struct ui_area *a, struct ui_canvas *c,
		  struct ui_rect in)
{
	struct ui_rect area = in;
	bool marked = a->line > a->y.min;
	SCOPED_STR most = STR_INIT;

	ui_text_fit(c, in, 0, 0, in.cols, a->role | UI_STYLE(UI_BOLD), a->name);
	if (marked && a->line_name)
		ui_text_right(c, in, 0, UI_FAINT, a->line_name);
	area.row++;
	area.rows--;
	area.col += a->label_cols;
	area.cols -= a->label_cols;
	if (ui_rect_empty(area))
		return;
	for (int i = 0; i < a->count && i < area.cols; i++)
		draw_column(a, c, area, i);
	if (marked)
		draw_level(a, c, area);
	area.col = in.col;
	ui_plot_number(a->y.max, &most);
	if (a->label_cols < 2)
		return;
	area.cols = a->label_cols - 1;
	ui_text_right(c, area, 0, UI_FAINT, most.buf);
	if (area.rows > 1)
		ui_text_right(c, area, area.rows - 1, UI_FAINT, "0");
}
