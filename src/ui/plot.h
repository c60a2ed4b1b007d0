/* SPDX-License-Identifier: MIT */
/*
 * Charts in cells: axes with round ticks, lines through points, areas in time,
 * bars.
 *
 * Everything is told apart by its glyph first and by colour too.  Nothing is
 * drawn outside of the rectangle; where there is no room for axes, there are
 * none.
 */
#ifndef UI_PLOT_H
#define UI_PLOT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "ui/canvas.h"

/* ---- axes ---- */

struct ui_axis {
	const char *label; /* what it counts; "" or NULL: nothing */
	double min, max;   /* min < max; of a log axis above 0 */
	bool log;          /* each step is ten times the last */
	bool whole;        /* ticks at whole numbers only */
};

#define UI_TICKS_MAX 32

/*
 * At most @most round values in [min, max], from the least: 1, 2 or 5 times a
 * power of ten apart; of a log axis powers of ten.  Returns how many.
 */
size_t ui_axis_ticks(const struct ui_axis *a, size_t most,
		     double ret[UI_TICKS_MAX]);
/* Move the ends of the axis out to round values. */
void ui_axis_round(struct ui_axis *a, size_t most);
/* Where @value is on the axis: 0 at min, 1 at max; outside of it beyond. */
double ui_axis_part(const struct ui_axis *a, double value);

/* "0.5", "12", "20k", "1.5M", "250n": short, and exact to three digits. */
void ui_plot_number(double value, struct str *out);

/* ---- lines ---- */

struct ui_point {
	double x, y;
};

/* Points in the order of x. */
struct ui_series {
	const char *name;
	const struct ui_point *points;
	size_t count;
	bool expected; /* what should come out: hollow, behind the others */
	unsigned look; /* which glyph, among those of its kind */
};

/*
 * The glyphs and roles of the look @look; after UI_PLOT_LOOKS they come again.
 */
#define UI_PLOT_LOOKS 4
uint32_t ui_plot_mark(bool expected, unsigned look);
ui_style ui_plot_role(bool expected, unsigned look);

struct ui_lines {
	struct ui_axis x, y;
	const struct ui_series *series;
	size_t count;
};

/* Axes, every series with its points, and a legend above. */
void ui_plot_lines(const struct ui_lines *l, struct ui_canvas *c,
		   struct ui_rect in);

/* ---- in time ---- */

/* A column of an area: the values within an interval. */
struct ui_column {
	bool known, dim;
	double least, most;
};

struct ui_area {
	const char *name;
	struct ui_axis y;
	const struct ui_column *columns; /* one a cell */
	int count;
	ui_style role;
	int label_cols; /* at the left, for the numbers of y */
	double line;    /* a level to mark; below y.min: none */
	const char *line_name;
};

/* One strip: its name above, then full up to the least, shaded to the most. */
void ui_plot_area(const struct ui_area *a, struct ui_canvas *c,
		  struct ui_rect in);

/* ---- bars ---- */

struct ui_bar {
	const char *name;
	double value;
	bool has_expected;
	double expected; /* marked in the bar */
	ui_style role;
	const char *text; /* behind the bar; NULL: its value */
};

/*
 * A line each, those that fit, with the axis below where there is room; the
 * axis begins at a->min.
 */
void ui_plot_bars(const struct ui_axis *a, const struct ui_bar *bars,
		  size_t count, struct ui_canvas *c, struct ui_rect in);

#endif
