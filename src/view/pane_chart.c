/* SPDX-License-Identifier: MIT */
/*
 * Numbers: what the demo has measured beside what should come out, how many
 * processes run and wait in time, how long queues were, how many tasks each
 * worker did.
 *
 * The lesson says which (lesson/lesson.h, struct lesson_chart); where it does
 * not, what was measured is shown if anything was, else the processes.
 */
#include "view/pane.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/scope.h"
#include "base/utf8.h"
#include "ui/plot.h"
#include "view/chart.h"
#include "view/window.h"

/* ---- what is drawn ---- */

static const struct lesson_chart *chart_of(const struct view_player *p)
{
	const struct lesson_demo *d = view_player_demo(p);

	return d ? d->chart : NULL;
}

static enum chart_of subject(const struct view_player *p)
{
	const struct lesson_chart *c = chart_of(p);

	if (c && *c->of)
		return chart_of_word(c->of);
	if (c && *c->kind)
		return CHART_MEASURED;
	return p->model && p->model->series_count ? CHART_MEASURED
						  : CHART_PROCESSES;
}

static void draw(const struct view_player *p, struct ui_canvas *c,
		 struct ui_rect in)
{
	static void (*const draws[])(const struct view_player *,
				     const struct lesson_chart *,
				     struct ui_canvas *, struct ui_rect) = {
		[CHART_MEASURED] = chart_measured,
		[CHART_QUEUES] = chart_queues,
		[CHART_PROCESSES] = chart_processes,
		[CHART_TASKS] = chart_tasks,
	};

	if (view_pane_idle(p, c, in) || !p->history)
		return;
	in.col++;
	in.cols -= 2;
	if (in.cols < 8 || in.rows < 1)
		return;
	draws[subject(p)](p, chart_of(p), c, in);
}

static bool in_time(const struct view_player *p)
{
	enum chart_of of = subject(p);

	return of == CHART_QUEUES || of == CHART_PROCESSES;
}

static void measure(struct view_player *p, struct ui_rect in)
{
	ui_list_resize(&p->lists[LESSON_PANE_CHART], 0, 0);
	view_window_measure(p, LESSON_PANE_CHART,
			    in.cols - 2 - CHART_LABEL_COLS);
}

static int64_t ns_at(const struct view_player *p, struct ui_rect in, int col)
{
	struct view_window w;

	if (!p->history || !in_time(p))
		return -1;
	w = view_window_of(p, LESSON_PANE_CHART,
			   in.cols - 2 - CHART_LABEL_COLS);
	col -= 1 + CHART_LABEL_COLS;
	return col >= 0 && col < w.cells ? view_window_ns(&w, col) : -1;
}

static void title(const struct view_player *p, struct str *out)
{
	static const char *const words[] = {
		[CHART_MEASURED] = "Chart",
		[CHART_QUEUES] = "Queues in time",
		[CHART_PROCESSES] = "Processes in time",
		[CHART_TASKS] = "Tasks per worker",
	};
	const struct lesson_chart *c = chart_of(p);

	str_add(out, c && *c->title ? c->title : words[subject(p)]);
}

static void note(const struct view_player *p, int cols, struct str *out)
{
	if (!p->model)
		return;
	if (in_time(p))
		view_window_words(p, cols - 2, out);
	if (!out->len)
		view_seconds(p->now_ns, out);
}

const struct view_pane view_pane_chart = {
	.rows = 11,
	.tab = "Chart",
	.title = title,
	.note = note,
	.measure = measure,
	.draw = draw,
	.ns_at = ns_at,
};
