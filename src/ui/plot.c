/* SPDX-License-Identifier: MIT */
/*
 * Lines through points, with axes and a legend.
 *
 *	speed-up                          ● measured  ○ ideal
 *	4┤                                        ○
 *	 │                     ○  -  -  -         ●
 *	2┤          ●  ·  ·
 *	 │ ●
 *	0┼──────────┬──────────┬──────────┬───────┬──
 *	 1          2          3          4       workers
 *
 * A point is never hidden by a line, nor what was measured by what is
 * expected: lines are drawn first, then expected points, then measured ones.
 */
#include "ui/plot.h"

#include <math.h>

#include "base/utf8.h"
#include "ui/layout.h"

#define TICK_ROWS 2 /* at least so many rows from tick to tick */
#define TICK_COLS 7

static const struct {
	uint32_t mark, line;
	ui_style role;
} looks[2][UI_PLOT_LOOKS] = {
	{ { U'●', U'·', UI_ITEM | UI_STYLE(UI_BOLD) },
	  { U'■', U'·', UI_NOTICE },
	  { U'▲', U'·', UI_LINK },
	  { U'▼', U'·', UI_MARKER } },
	{ { U'○', U'╌', UI_NORMAL },
	  { U'×', U'╌', UI_NORMAL },
	  { U'+', U'╌', UI_NORMAL },
	  { U'▹', U'╌', UI_NORMAL } },
};

uint32_t ui_plot_mark(bool expected, unsigned look)
{
	return looks[expected][look % UI_PLOT_LOOKS].mark;
}

ui_style ui_plot_role(bool expected, unsigned look)
{
	return looks[expected][look % UI_PLOT_LOOKS].role;
}

/* ---- axes ---- */

/* The part of the axis as one of @cells cells, which may be outside. */
static int cell_of(const struct ui_axis *a, double value, int cells)
{
	double part = ui_axis_part(a, value);

	if (!(part > -2))
		return -1;
	return part > 2 ? cells : (int)lround(part * (cells - 1));
}

static size_t ticks_for(const struct ui_axis *a, int cells, int each,
			double ret[UI_TICKS_MAX])
{
	int most = cells / each + 1;

	return ui_axis_ticks(a, most < 2 ? 2 : (size_t)most, ret);
}

/* Columns that the numbers of @a need. */
static int numbers_width(const struct ui_axis *a, int rows)
{
	double ticks[UI_TICKS_MAX];
	size_t n = ticks_for(a, rows, TICK_ROWS, ticks);
	int width = 1;

	for (size_t i = 0; i < n; i++) {
		SCOPED_STR text = STR_INIT;
		int w;

		ui_plot_number(ticks[i], &text);
		w = utf8_width(text.buf);
		width = w > width ? w : width;
	}
	return width;
}

/* The numbers and the line left of @area. */
static void draw_y(const struct ui_axis *a, struct ui_canvas *c,
		   struct ui_rect area, int width)
{
	struct ui_rect left = { area.row, area.col - width - 1, area.rows,
				width + 1 };
	double ticks[UI_TICKS_MAX];
	size_t n = ticks_for(a, area.rows, TICK_ROWS, ticks);

	for (int row = 0; row < area.rows; row++)
		ui_repeat(c, left, row, width, 1, UI_FRAME, U'│');
	for (size_t i = 0; i < n; i++) {
		SCOPED_STR text = STR_INIT;
		int row = area.rows - 1 - cell_of(a, ticks[i], area.rows);

		ui_plot_number(ticks[i], &text);
		(void)ui_text(c, left, row, width - utf8_width(text.buf),
			      UI_FAINT, text.buf);
		ui_repeat(c, left, row, width, 1, UI_FRAME, U'┤');
	}
}

/* The line below @area and the numbers below that. */
static void draw_x(const struct ui_axis *a, struct ui_canvas *c,
		   struct ui_rect area)
{
	struct ui_rect below = { area.row + area.rows, area.col - 1, 2,
				 area.cols + 1 };
	double ticks[UI_TICKS_MAX];
	size_t n = ticks_for(a, area.cols, TICK_COLS, ticks);
	int label = a->label ? utf8_width(a->label) : 0;
	int end = 0, last = below.cols - label - (label > 0);

	ui_repeat(c, below, 0, 0, 1, UI_FRAME, U'└');
	ui_repeat(c, below, 0, 1, area.cols, UI_FRAME, U'─');
	for (size_t i = 0; i < n; i++) {
		SCOPED_STR text = STR_INIT;
		int at = 1 + cell_of(a, ticks[i], area.cols), from, width;

		ui_plot_number(ticks[i], &text);
		width = utf8_width(text.buf);
		from = at - width / 2;
		if (from + width > below.cols)
			from = below.cols - width;
		ui_repeat(c, below, 0, at, 1, UI_FRAME, U'┬');
		if (from < end || from + width > last)
			continue;
		end = ui_text(c, below, 1, from, UI_FAINT, text.buf) + 1;
	}
	if (label)
		(void)ui_text_right(c, below, 1, UI_FAINT, a->label);
}

/* ---- series ---- */

struct place {
	int row, col;
};

static struct place place_of(const struct ui_lines *l, struct ui_rect area,
			     struct ui_point p)
{
	return (struct place){ area.rows - 1 - cell_of(&l->y, p.y, area.rows),
			       cell_of(&l->x, p.x, area.cols) };
}

static void draw_line(struct ui_canvas *c, struct ui_rect area, struct place a,
		      struct place b, const struct ui_series *s)
{
	int rows = b.row - a.row, cols = b.col - a.col;
	int steps = cols > 0 ? cols : 0;

	if ((rows < 0 ? -rows : rows) > steps)
		steps = rows < 0 ? -rows : rows;
	for (int i = 1; i < steps; i++)
		ui_repeat(c, area,
			  a.row + (int)lround((double)rows * i / steps),
			  a.col + (int)lround((double)cols * i / steps), 1,
			  ui_plot_role(s->expected, s->look),
			  looks[s->expected][s->look % UI_PLOT_LOOKS].line);
}

static void draw_series(const struct ui_lines *l, struct ui_canvas *c,
			struct ui_rect area, const struct ui_series *s,
			bool points)
{
	struct place before = { 0, 0 };

	for (size_t i = 0; i < s->count; i++) {
		struct place at = place_of(l, area, s->points[i]);

		if (points)
			ui_repeat(c, area, at.row, at.col, 1,
				  ui_plot_role(s->expected, s->look),
				  ui_plot_mark(s->expected, s->look));
		else if (i)
			draw_line(c, area, before, at, s);
		before = at;
	}
}

/* "speed-up            ● measured  ○ ideal" */
static void draw_head(const struct ui_lines *l, struct ui_canvas *c,
		      struct ui_rect in)
{
	int col = 0, need = 0;

	if (l->y.label)
		col = ui_text_fit(c, in, 0, 0, in.cols, UI_FAINT, l->y.label);
	for (size_t i = 0; i < l->count; i++)
		need += utf8_width(l->series[i].name) + 4;
	if (col + 2 < in.cols - need)
		col = in.cols - need;
	else
		col += col ? 2 : 0;
	for (size_t i = 0; i < l->count; i++) {
		const struct ui_series *s = &l->series[i];
		int width = utf8_width(s->name) + 2;

		if (col + width > in.cols)
			continue;
		ui_repeat(c, in, 0, col, 1, ui_plot_role(s->expected, s->look),
			  ui_plot_mark(s->expected, s->look));
		col = ui_text(c, in, 0, col + 2, UI_NORMAL, s->name) + 2;
	}
}

void ui_plot_lines(const struct ui_lines *l, struct ui_canvas *c,
		   struct ui_rect in)
{
	bool axes = in.rows >= 6 && in.cols >= 16;
	int width = axes ? numbers_width(&l->y, in.rows - 3) : 0;
	struct ui_rect area = in;

	draw_head(l, c, in);
	area.row++;
	area.rows--;
	if (axes) {
		area.rows -= 2;
		area.col += width + 1;
		area.cols -= width + 1;
		draw_y(&l->y, c, area, width);
		draw_x(&l->x, c, area);
	}
	if (ui_rect_empty(area))
		return;
	for (int pass = 0; pass < 4; pass++) {
		for (size_t i = 0; i < l->count; i++) {
			/* Lines before points, the expected before the rest. */
			if (l->series[i].expected == !(pass & 1))
				draw_series(l, c, area, &l->series[i],
					    pass >= 2);
		}
	}
}
