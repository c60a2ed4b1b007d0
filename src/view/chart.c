/* SPDX-License-Identifier: MIT */
/*
 * Charts of what was measured, and of what workers did.
 */
#include "view/chart.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/scope.h"
#include "model/narrate.h"
#include "ui/plot.h"
#include "view/pane.h"

#define EXPECTED_MAX 8
#define SETS_MAX     (2 * MODEL_SERIES_MAX + EXPECTED_MAX)
#define BARS_MAX     256

enum chart_of chart_of_word(const char *word)
{
	static const char *const words[] = {
		[CHART_MEASURED] = "measured",
		[CHART_QUEUES] = "queues",
		[CHART_PROCESSES] = "processes",
		[CHART_TASKS] = "tasks",
	};

	for (int i = 0; i <= CHART_TASKS; i++)
		if (!strcmp(words[i], word))
			return (enum chart_of)i;
	return CHART_MEASURED;
}

/* ---- collecting ---- */

/* Series with memory of their own. */
struct sets {
	struct ui_series series[SETS_MAX];
	struct ui_point *points[SETS_MAX];
	char *names[SETS_MAX];
	size_t count;
	unsigned looks[2]; /* measured, expected: given so far */
};

static void sets_release(struct sets *all)
{
	for (size_t i = 0; i < all->count; i++) {
		free(all->points[i]);
		free(all->names[i]);
	}
}

static int by_x(const void *a, const void *b)
{
	const struct ui_point *p = a, *q = b;

	return p->x < q->x ? -1 : p->x > q->x;
}

/* A set with room for @count points. */
static struct ui_series *add_set(struct sets *all, const char *name,
				 size_t count, bool expected)
{
	size_t i = all->count;

	if (i == SETS_MAX)
		return NULL;
	all->points[i] = mem_new(count + 1, sizeof(struct ui_point));
	all->names[i] = mem_text(name);
	all->series[i] = (struct ui_series){
		.name = all->names[i],
		.points = all->points[i],
		.expected = expected,
		.look = all->looks[expected]++,
	};
	all->count++;
	return &all->series[i];
}

/* Without a lesson the name must say it. */
static bool is_expected(const struct lesson_chart *chart, const char *name)
{
	for (size_t i = 0; chart && i < chart->expected_count; i++)
		if (!strcmp(chart->expected[i].name, name))
			return true;
	return !strcmp(name, "expected") || !strcmp(name, "ideal");
}

static void add_measured(struct sets *all, const struct model *m,
			 const struct trace_log *log,
			 const struct lesson_chart *chart, const char *suffix)
{
	for (size_t i = 0; i < m->series_count; i++) {
		const struct model_series *from = &m->series[i];
		const char *text = trace_log_text(log, from->name, NULL);
		bool expected = is_expected(chart, text);
		SCOPED_STR name = STR_INIT;
		struct ui_series *to;

		/* What should come out is the same for both runs. */
		if (expected && *suffix)
			continue;
		str_addf(&name, "%s%s", text, suffix);
		to = add_set(all, name.buf, from->count, expected);
		if (!to)
			return;
		for (size_t k = 0; k < from->count; k++)
			all->points[all->count - 1][to->count++] =
				(struct ui_point){ from->points[k].x,
						   from->points[k].y };
	}
}

static void add_given(struct sets *all, const struct lesson_chart *chart)
{
	for (size_t i = 0; chart && i < chart->expected_count; i++) {
		const struct lesson_expected *e = &chart->expected[i];
		struct ui_series *to;

		if (!e->x_count)
			continue;
		to = add_set(all, e->name, e->x_count, true);
		for (size_t k = 0; to && k < e->x_count && k < e->y_count; k++)
			all->points[all->count - 1][to->count++] =
				(struct ui_point){ strtod(e->x[k], NULL),
						   strtod(e->y[k], NULL) };
	}
}

static void collect(const struct view_player *p,
		    const struct lesson_chart *chart, struct sets *all)
{
	if (p->other)
		add_measured(all, history_head(p->other->history),
			     p->other->log, chart, ", before");
	add_measured(all, p->model, p->log, chart, "");
	add_given(all, chart);
}

/* ---- axes ---- */

static bool is_log(const struct lesson_chart *chart, const char *axis)
{
	for (size_t i = 0; chart && i < chart->log_count; i++)
		if (!strcmp(chart->log[i], axis))
			return true;
	return false;
}

static void stretch(struct ui_axis *a, double value, bool *known)
{
	if (!isfinite(value) || (a->log && value <= 0))
		return;
	if (!*known || value < a->min)
		a->min = value;
	if (!*known || value > a->max)
		a->max = value;
	a->whole = a->whole && value == floor(value);
	*known = true;
}

/* So that a single value is somewhere in the middle. */
static void widen(struct ui_axis *a)
{
	if (a->max > a->min)
		return;
	if (a->log) {
		a->min /= 10;
		a->max *= 10;
	} else {
		a->min -= 1;
		a->max += 1;
	}
}

static void find_axes(const struct sets *all, struct ui_axis *x,
		      struct ui_axis *y)
{
	bool known_x = false, known_y = false;

	x->whole = y->whole = true;
	for (size_t i = 0; i < all->count; i++) {
		for (size_t k = 0; k < all->series[i].count; k++) {
			stretch(x, all->series[i].points[k].x, &known_x);
			stretch(y, all->series[i].points[k].y, &known_y);
		}
	}
	if (!known_x)
		x->min = 1;
	if (!known_y)
		y->min = 1;
	/* How much larger something is can only be seen from 0 on. */
	if (!y->log && y->min > 0)
		y->min = 0;
	widen(x);
	if (y->log || y->max <= y->min)
		widen(y);
}

/* ---- lines ---- */

static void draw_lines(const struct lesson_chart *chart, struct sets *all,
		       struct ui_canvas *c, struct ui_rect in)
{
	struct ui_lines l = {
		.x = { .label = chart ? chart->x : "",
		       .log = is_log(chart, "x") },
		.y = { .label = chart ? chart->y : "",
		       .log = is_log(chart, "y") },
		.series = all->series,
		.count = all->count,
	};

	for (size_t i = 0; i < all->count; i++)
		qsort(all->points[i], all->series[i].count,
		      sizeof(struct ui_point), by_x);
	find_axes(all, &l.x, &l.y);
	ui_axis_round(&l.y, in.rows > 8 ? (size_t)(in.rows - 3) / 2 : 3);
	if (l.x.log)
		ui_axis_round(&l.x, 8);
	ui_plot_lines(&l, c, in);
}

/* ---- bars ---- */

struct bars {
	struct ui_bar bars[BARS_MAX];
	struct str names[BARS_MAX];
	size_t count;
};

static struct ui_bar *add_bar(struct bars *all, double value, unsigned look)
{
	struct ui_bar *bar;

	if (all->count == BARS_MAX)
		return NULL;
	bar = &all->bars[all->count];
	*bar = (struct ui_bar){ .value = value,
				.role = ui_plot_role(false, look) };
	all->names[all->count++] = STR_INIT;
	return bar;
}

/* The name was written into all->names. */
static void finish_bars(struct bars *all, struct ui_axis *a,
			struct ui_canvas *c, struct ui_rect in)
{
	size_t rows = in.rows >= 4 ? (size_t)in.rows - 1 : (size_t)in.rows;
	bool known = false, marks = false;

	a->whole = true;
	for (size_t i = 0; i < all->count; i++) {
		all->bars[i].name = all->names[i].buf;
		stretch(a, all->bars[i].value, &known);
		if (all->bars[i].has_expected)
			stretch(a, all->bars[i].expected, &known);
		marks |= all->bars[i].has_expected;
	}
	if (!a->log && a->min > 0)
		a->min = 0;
	/* Of the least of them something must be seen too. */
	if (a->log && known)
		a->min /= 2;
	if (a->max <= a->min)
		a->max = a->min + 1;
	if (a->log)
		ui_axis_round(a, 8);
	ui_plot_bars(a, all->bars, all->count, c, in);
	if (all->count > rows)
		(void)ui_textf(c, in, in.rows - 1, 0, UI_FAINT, "%zu more",
			       all->count - rows);
	else if (marks && all->count < rows)
		ui_text_fit(c, in, in.rows - 1, 0, in.cols, UI_FAINT,
			    "┃ expected");
	for (size_t i = 0; i < all->count; i++)
		str_release(&all->names[i]);
}

/* What is expected at @x. */
static void mark_expected(const struct sets *all, double x, struct ui_bar *bar)
{
	for (size_t i = 0; i < all->count; i++) {
		const struct ui_series *s = &all->series[i];

		for (size_t k = 0; s->expected && k < s->count; k++) {
			if (s->points[k].x != x)
				continue;
			bar->has_expected = true;
			bar->expected = s->points[k].y;
		}
	}
}

static void draw_bars(const struct lesson_chart *chart, struct sets *all,
		      struct ui_canvas *c, struct ui_rect in)
{
	SCOPED_FREE struct bars *bars = mem_new(1, sizeof(*bars));
	struct ui_axis a = { .label = chart ? chart->y : "",
			     .log = is_log(chart, "y") };

	for (size_t i = 0; i < all->count; i++) {
		const struct ui_series *s = &all->series[i];

		for (size_t k = 0; !s->expected && k < s->count; k++) {
			struct ui_bar *bar =
				add_bar(bars, s->points[k].y, s->look);
			struct str *name = &bars->names[bars->count - 1];

			if (!bar)
				break;
			str_add(name, s->name);
			if (s->count > 1) {
				str_add_char(name, ' ');
				ui_plot_number(s->points[k].x, name);
			}
			mark_expected(all, s->points[k].x, bar);
		}
	}
	finish_bars(bars, &a, c, in);
}

/* ---- histogram ---- */

/* How often the values of a series were in each of @n bins of @width. */
static void count_bins(const struct ui_series *s, double min, double width,
		       size_t *bins, size_t n)
{
	for (size_t i = 0; i < s->count; i++) {
		double at = floor((s->points[i].y - min) / width + 1e-9);

		if (at >= 0 && at < (double)n)
			bins[(size_t)at]++;
	}
}

static void name_bin(double from, double width, bool whole, struct str *out)
{
	ui_plot_number(from, out);
	if (whole && width <= 1)
		return;
	str_add(out, "–");
	ui_plot_number(whole ? from + width - 1 : from + width, out);
}

static void draw_histogram(const struct lesson_chart *chart,
			   const struct sets *all, struct ui_canvas *c,
			   struct ui_rect in)
{
	SCOPED_FREE struct bars *bars = mem_new(1, sizeof(*bars));
	struct ui_axis values = { .whole = true };
	struct ui_axis a = { .label = chart && *chart->x ? chart->x : "times" };
	size_t most = in.rows > 5 ? (size_t)in.rows - 1 : 4, bins[BARS_MAX];
	double ticks[UI_TICKS_MAX], width;
	bool known = false;
	size_t n;

	for (size_t i = 0; i < all->count; i++)
		for (size_t k = 0; k < all->series[i].count; k++)
			if (!all->series[i].expected)
				stretch(&values, all->series[i].points[k].y,
					&known);
	/* The greatest value is in the last bin. */
	values.max += values.whole ? 1 : 0;
	if (!(values.max > values.min))
		values.max = values.min + 1;
	if (most > UI_TICKS_MAX)
		most = UI_TICKS_MAX;
	ui_axis_round(&values, most);
	n = ui_axis_ticks(&values, most + 1, ticks);
	if (n < 2)
		return;
	width = ticks[1] - ticks[0];
	for (size_t i = 0; i < all->count; i++) {
		const struct ui_series *s = &all->series[i];

		if (s->expected)
			continue;
		memset(bins, 0, sizeof(bins));
		count_bins(s, ticks[0], width, bins, n);
		for (size_t k = 0; k < n; k++) {
			if (k == n - 1 && !bins[k])
				continue;
			if (!add_bar(bars, (double)bins[k], s->look))
				break;
			name_bin(ticks[k], width, values.whole,
				 &bars->names[bars->count - 1]);
		}
	}
	finish_bars(bars, &a, c, in);
}

void chart_measured(const struct view_player *p,
		    const struct lesson_chart *chart, struct ui_canvas *c,
		    struct ui_rect in)
{
	const char *kind = chart ? chart->kind : "";
	struct sets all = { .count = 0 };
	bool single = true;

	collect(p, chart, &all);
	for (size_t i = 0; i < all.count; i++)
		single &= all.series[i].count <= 1;
	if (!p->model->series_count && !all.count)
		ui_text_fit(c, in, 0, 0, in.cols, UI_FAINT,
			    "Nothing has been measured yet.");
	else if (!strcmp(kind, "histogram"))
		draw_histogram(chart, &all, c, in);
	else if (!strcmp(kind, "bars") || (!*kind && single))
		draw_bars(chart, &all, c, in);
	else
		draw_lines(chart, &all, c, in);
	sets_release(&all);
}

/* ---- workers ---- */

static void add_worker(const struct view_player *p, struct bars *bars,
		       const struct model *m, const struct model_hold *h,
		       bool other)
{
	struct ui_bar *bar = add_bar(bars, (double)h->units, other ? 1 : 0);
	struct str *name;

	if (!bar)
		return;
	name = &bars->names[bars->count - 1];
	model_process_name(m, other ? p->other->log : p->log, h->pid, name);
	if (other)
		str_add(name, ", before");
}

static void add_pools(const struct view_player *p, struct bars *bars,
		      const struct model *m, bool other)
{
	for (size_t i = 0; i < m->object_count; i++) {
		const struct model_object *o = &m->objects[i];

		if (o->kind != MODEL_POOL)
			continue;
		for (size_t k = 0; k < o->hold_count; k++)
			add_worker(p, bars, m, &o->holds[k], other);
	}
}

void chart_tasks(const struct view_player *p, const struct lesson_chart *chart,
		 struct ui_canvas *c, struct ui_rect in)
{
	SCOPED_FREE struct bars *bars = mem_new(1, sizeof(*bars));
	struct ui_axis a = { .label = chart && *chart->y ? chart->y : "tasks" };

	if (p->other)
		add_pools(p, bars, history_head(p->other->history), true);
	add_pools(p, bars, p->model, false);
	if (bars->count)
		finish_bars(bars, &a, c, in);
	else
		ui_text_fit(c, in, 0, 0, in.cols, UI_FAINT,
			    "No worker has done a task yet.");
}
