/* SPDX-License-Identifier: MIT */
/*
 * Charts in time: a strip for each number, one above the other, over one axis.
 *
 *	running                                           now 2
 *	   3 ▇▇▇▇    ▇▇
 *	   0 ▇▇▇▇▇▇▇▇▇▇▇▇▇▇
 *	waiting                                           now 1
 *	   3
 *	   0 ▂▂▂▇▇▇▇▂▂▂▂▂▂▂
 *	     ╵0.0 s    ╵0.5
 */
#include "view/chart.h"

#include <inttypes.h>

#include "base/utf8.h"
#include "model/narrate.h"
#include "ui/plot.h"
#include "view/state.h"
#include "view/window.h"

#define STRIPS_MAX 16
#define LEAST_ROWS 2 /* of a strip */

struct strip {
	const struct history *history;
	bool other; /* of the run before */
	bool queue; /* at is the number of a queue; else a look */
	size_t at;
	ui_style role;
	double level; /* to mark; 0: none */
	struct str name;
};

struct strips {
	struct strip strips[STRIPS_MAX];
	size_t count, left_out;
	double most; /* of all of them: they have one scale */
};

static bool value_in(const struct strip *s, int64_t from, int64_t to,
		     struct history_range *ret)
{
	return s->queue ? history_length(s->history, s->at, from, to, ret)
			: history_count(s->history, (unsigned)s->at, from, to,
					ret);
}

static struct strip *add_strip(struct strips *all, const struct strip *s)
{
	if (all->count == STRIPS_MAX) {
		all->left_out++;
		return NULL;
	}
	all->strips[all->count] = *s;
	all->strips[all->count].name = STR_INIT;
	return &all->strips[all->count++];
}

static void fill_columns(const struct strip *s, const struct view_window *w,
			 struct ui_column *columns)
{
	int64_t end_ns = model_run_time(history_head(s->history));

	/* Of the present run what is shown goes on to now. */
	if (!s->other && w->end_ns > end_ns)
		end_ns = w->end_ns;
	for (int i = 0; i < w->cells; i++) {
		int64_t from = view_window_ns(w, i);
		struct history_range r;

		columns[i] = (struct ui_column){ 0 };
		if (from > end_ns || !value_in(s, from, from + w->interval, &r))
			continue;
		columns[i] = (struct ui_column){
			.known = true,
			.dim = !s->other && from > w->now_ns,
			.least = r.least,
			.most = r.most,
		};
	}
}

static void draw_strip(const struct strips *all, const struct strip *s,
		       const struct view_window *w, struct ui_canvas *c,
		       struct ui_rect in)
{
	struct ui_column columns[VIEW_WINDOW_MAX];
	struct ui_area area = {
		.name = s->name.buf,
		.y = { .max = all->most, .whole = true },
		.columns = columns,
		.count = w->cells,
		.role = s->role,
		.label_cols = CHART_LABEL_COLS,
		.line = s->level,
		.line_name = s->level > 0 ? "╌ full" : NULL,
	};

	fill_columns(s, w, columns);
	ui_plot_area(&area, c, in);
}

/* The greatest value that is visible in any of them. */
static void find_most(struct strips *all, const struct view_window *w)
{
	int64_t from = view_window_ns(w, 0);
	int64_t to = view_window_ns(w, w->cells);

	all->most = 1;
	for (size_t i = 0; i < all->count; i++) {
		struct history_range r;

		if (value_in(&all->strips[i], from, to, &r) &&
		    r.most > all->most)
			all->most = r.most;
		if (all->strips[i].level > all->most)
			all->most = all->strips[i].level;
	}
}

static void draw_strips(const struct view_player *p, struct strips *all,
			struct ui_canvas *c, struct ui_rect in)
{
	struct view_window w = view_window_of(p, LESSON_PANE_CHART,
					      in.cols - CHART_LABEL_COLS);
	int rows = in.rows - 1, fit = rows / LEAST_ROWS;
	size_t n = all->count;
	struct ui_rect area = in;

	if ((size_t)fit < n)
		n = fit > 0 ? (size_t)fit : 0;
	find_most(all, &w);
	for (size_t i = 0; i < n; i++) {
		int from = rows * (int)i / (int)n;
		int to = rows * (int)(i + 1) / (int)n;

		draw_strip(all, &all->strips[i], &w, c,
			   (struct ui_rect){ in.row + from, in.col, to - from,
					     in.cols });
	}
	area.col += CHART_LABEL_COLS;
	area.cols = w.cells;
	area.rows = rows;
	view_window_axis(
		&w, c,
		(struct ui_rect){ in.row + rows, area.col, 1, area.cols });
	view_window_cursor(
		p, &w, c, area,
		(struct ui_rect){ in.row + rows, area.col, 1, area.cols });
	if (all->count - n + all->left_out)
		(void)ui_textf(c, in, 0, in.cols - 10, UI_FAINT, "%zu more",
			       all->count - n + all->left_out);
	for (size_t i = 0; i < all->count; i++)
		str_release(&all->strips[i].name);
}

static void name_run(const struct view_player *p, struct strip *s)
{
	if (p->other)
		str_add(&s->name, s->other ? ", the run before" : ", this run");
}

/* ---- queues ---- */

static void add_queue(const struct view_player *p, struct strips *all,
		      const struct model *m, size_t i, bool other)
{
	const struct model_queue *q = &m->queues[i];
	struct strip *s = add_strip(
		all, &(struct strip){
			     .history = other ? p->other->history : p->history,
			     .other = other,
			     .queue = true,
			     .at = i,
			     .role = UI_ITEM,
		     });

	if (!s)
		return;
	str_add(&s->name, "items in ");
	model_object_name(m, other ? p->other->log : p->log, q->id, &s->name);
	/* A limit that is far away would only flatten what there is. */
	if (q->capacity && q->greatest >= q->capacity / 4)
		s->level = (double)q->capacity;
	name_run(p, s);
	str_addf(&s->name, ": %zu", q->count);
	if (q->capacity)
		str_addf(&s->name, " of %" PRIu64, q->capacity);
	str_add(&s->name, other ? " at its end" : " now");
}

void chart_queues(const struct view_player *p, const struct lesson_chart *chart,
		  struct ui_canvas *c, struct ui_rect in)
{
	const struct model *before =
		p->other ? history_head(p->other->history) : NULL;
	struct strips all = { .count = 0 };

	(void)chart;
	for (size_t i = 0; i < p->model->queue_count; i++) {
		if (before && i < before->queue_count)
			add_queue(p, &all, before, i, true);
		add_queue(p, &all, p->model, i, false);
	}
	if (all.count)
		draw_strips(p, &all, c, in);
	else
		ui_text_fit(c, in, 0, 0, in.cols, UI_FAINT,
			    "There is no queue yet.");
}

/* ---- processes ---- */

static const struct view_state *look_state(unsigned look)
{
	return look == HISTORY_ASLEEP ? &view_asleep
				      : view_state((enum model_state)look);
}

/* Whether there was any that looked so, or one must be expected. */
static bool is_worth(const struct view_player *p, unsigned look)
{
	struct history_range r;

	if (look == MODEL_RUNNING || look == MODEL_WAITING)
		return true;
	if (history_count(p->history, look, 0, INT64_MAX, &r) && r.most)
		return true;
	return p->other &&
	       history_count(p->other->history, look, 0, INT64_MAX, &r) &&
	       r.most;
}

static size_t count_now(const struct model *m, unsigned look)
{
	size_t n = 0;

	for (size_t i = 0; i < m->process_count; i++) {
		struct history_span like = {
			.state = (uint8_t)m->processes[i].state,
			.verb = m->processes[i].verb,
		};

		n += history_look(&like) == look;
	}
	return n;
}

static void add_look(const struct view_player *p, struct strips *all,
		     unsigned look, bool other)
{
	const struct view_state *state = look_state(look);
	struct strip *s = add_strip(
		all, &(struct strip){
			     .history = other ? p->other->history : p->history,
			     .other = other,
			     .at = look,
			     .role = state->role,
		     });

	if (!s)
		return;
	str_addf(&s->name, "%s %s", state->mark, state->word);
	name_run(p, s);
	if (!other)
		str_addf(&s->name, ": %zu now", count_now(p->model, look));
}

void chart_processes(const struct view_player *p,
		     const struct lesson_chart *chart, struct ui_canvas *c,
		     struct ui_rect in)
{
	static const uint8_t order[] = { MODEL_RUNNING,  MODEL_WAITING,
					 HISTORY_ASLEEP, MODEL_READY,
					 MODEL_STOPPED,  MODEL_ZOMBIE };
	struct strips all = { .count = 0 };

	(void)chart;
	for (size_t i = 0; i < sizeof(order); i++) {
		if (!is_worth(p, order[i]))
			continue;
		if (p->other)
			add_look(p, &all, order[i], true);
		add_look(p, &all, order[i], false);
	}
	draw_strips(p, &all, c, in);
}
