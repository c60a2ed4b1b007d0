/* SPDX-License-Identifier: MIT */
/*
 * The verdict, what ends a wait in words, and the whole of it.
 */
#include "view/graph.h"

#include <inttypes.h>

#include "base/utf8.h"
#include "ui/layout.h"
#include "view/pane.h"

void view_graph_time(const struct view_graph *g, const struct view_page *p,
		     const struct model_wait *w, int end)
{
	SCOPED_STR time = STR_INIT;

	view_seconds(g->player->now_ns - w->since_ns, &time);
	if (end + 2 + utf8_width(time.buf) < p->area.cols)
		view_page_right(p, UI_FAINT, time.buf);
}

void view_graph_who(const struct view_graph *g, const struct view_page *p,
		    uint32_t pid)
{
	struct ui_rect row = { p->area.row + p->row, p->area.col, 1,
			       p->area.cols };

	if (g->hit && p->row == g->hit_row)
		*g->hit = pid;
	if (!p->canvas || pid != g->player->selected)
		return;
	row = ui_rect_common(row, p->area);
	ui_restyle(p->canvas, row, UI_SELECTED);
	(void)ui_text(p->canvas, row, 0, 0, UI_SELECTED | UI_STYLE(UI_BOLD),
		      "▌");
}

/* ---- what would end a wait ---- */

void view_graph_add_what(const struct view_graph *g, const struct model_wait *w,
			 struct str *out)
{
	if (w->target) {
		str_add(out, "the end of ");
		view_pane_who(g->player, w->target, out);
	} else if (w->object) {
		model_object_name(g->player->model, g->player->log, w->object,
				  out);
	} else {
		str_add(out, model_verb_name(w->verb));
	}
}

static void add_holders(const struct view_graph *g,
			const struct model_object *o, struct str *out)
{
	for (size_t i = 0; i < o->hold_count; i++) {
		if (i)
			str_add(out, ", ");
		view_pane_who(g->player, o->holds[i].pid, out);
	}
}

static const char *doing_of(const struct view_graph *g, uint32_t pid)
{
	const struct model_process *process =
		model_process(g->player->model, pid);

	if (!process || process->state >= MODEL_ZOMBIE)
		return "has ended";
	for (size_t i = 0; i < g->stuck->circle_len; i++)
		if (g->stuck->waits[g->stuck->circle[i]].pid == pid)
			return "is in the circle";
	if (process->waits && process->verb == MP_VERB_SLEEP)
		return "sleeps";
	if (process->waits)
		return "waits itself";
	return process->state == MODEL_STOPPED ? "is stopped" : "can go on";
}

static void add_semaphore(const struct view_graph *g,
			  const struct model_object *o, struct str *out)
{
	str_addf(out, ": %" PRIu64 " left", o->semaphore.value);
	if (o->semaphore.signals || !o->hold_count) {
		str_add(out, ", until somebody gives one");
		return;
	}
	str_add(out, "; taken by ");
	add_holders(g, o, out);
}

static void add_barrier(const struct view_graph *g,
			const struct model_object *o, struct str *out)
{
	str_addf(out, ": %zu of %" PRIu64 " have come", o->hold_count,
		 o->barrier.parties);
	str_add(out, o->hold_count ? ": " : "");
	add_holders(g, o, out);
}

/* What would end a wait for one of the things that processes share. */
static void add_object_reason(const struct view_graph *g,
			      const struct model_object *o, struct str *out)
{
	switch (o->kind) {
	case MODEL_SEMAPHORE:
		add_semaphore(g, o, out);
		break;
	case MODEL_EVENT:
		str_add(out, ", until somebody sets it");
		break;
	case MODEL_CONDITION:
		str_add(out, ", until somebody notifies it");
		break;
	case MODEL_BARRIER:
		add_barrier(g, o, out);
		break;
	case MODEL_PIPE:
		str_add(out, ", until the other end does its part");
		break;
	case MODEL_STREAM:
	case MODEL_MESSAGES:
		str_add(out, ", until somebody at the other end reads, writes "
			     "or closes it");
		break;
	case MODEL_POOL:
		str_add(out, ", until its workers are done");
		break;
	case MODEL_MANAGER:
	case MODEL_NAMESPACE:
	case MODEL_DICT:
	case MODEL_LIST:
		str_add(out, ", until the server answers");
		break;
	case MODEL_LOCK:
	case MODEL_VALUE:
	case MODEL_MEMORY:
	case MODEL_THING:
	case MODEL_KIND_COUNT:
		str_add(out, ", until it is let go");
		break;
	}
}

void view_graph_add_reason(const struct view_graph *g,
			   const struct model_wait *w, struct str *out)
{
	const struct model *m = g->player->model;
	const struct model_object *o = model_object(m, w->object);

	view_graph_add_what(g, w, out);
	if (w->holder_tid) {
		str_add(out, " is held by ");
		view_pane_who(g->player, w->holder_pid, out);
		str_addf(out, ", which %s", doing_of(g, w->holder_pid));
	} else if (w->target) {
		str_addf(out, ", which %s", doing_of(g, w->target));
	} else if (model_queue(m, w->object)) {
		str_add(out, w->verb == MP_VERB_PUT
				     ? " is full, until somebody gets"
			     : w->verb == MP_VERB_GET
				     ? " is empty, until somebody puts"
				     : ", until all that was put is done");
	} else if (o) {
		add_object_reason(g, o, out);
	}
}

/* ---- all of it ---- */

/* Since the last one of the circle, or of all, began to wait. */
static int64_t closed_at(const struct model_stuck *s)
{
	size_t n = s->circle_len ? s->circle_len : s->count;
	int64_t at = 0;

	for (size_t i = 0; i < n; i++) {
		const struct model_wait *w =
			&s->waits[s->circle_len ? s->circle[i] : i];

		if (w->for_ever && w->since_ns > at)
			at = w->since_ns;
	}
	return at;
}

static void add_deadlock(const struct view_graph *g, struct view_page *p)
{
	const struct model_stuck *s = g->stuck;
	SCOPED_STR text = STR_INIT;

	str_add(&text, "DEADLOCK");
	view_pane_add_time(g->player, closed_at(s), &text);
	if (!s->circle_len)
		str_add(&text, ": all wait, and nobody is left who could let "
			       "one of them go on.");
	else if (s->circle_len > 1)
		str_add(&text, ": each waits for the next, and the last for "
			       "the first.");
	else
		str_add(&text, ": it waits for itself.");
	view_page_words(p, 1, UI_ERROR | UI_STYLE(UI_BOLD), text.buf);
}

static void add_verdict(const struct view_graph *g, struct view_page *p)
{
	const struct model_stuck *s = g->stuck;

	if (!s->count)
		view_page_words(p, 1, UI_NORMAL,
				"Nobody waits for another: every process "
				"works, sleeps, or has ended.");
	else if (s->for_ever && g->player->model->deadlock_ns >= 0)
		add_deadlock(g, p);
	else if (g->player->lost)
		view_page_words(p, 1, UI_NORMAL,
				"Events were lost, so whether this can end is "
				"not known.");
	else if (s->circle_len)
		view_page_words(p, 1, UI_NOTICE,
				"A circle of waits. It may end yet: one who "
				"was woken may not have said so.");
	else
		view_page_words(p, 1, UI_NORMAL,
				"Somebody can still go on, so these waits may "
				"end.");
	view_page_next(p);
}

void view_graph_fill(struct view_page *p, const void *graph)
{
	const struct view_graph *g = graph;

	if (!g->player->model) {
		view_page_words(p, 1, UI_NORMAL,
				"There is no run yet: nobody waits.");
		return;
	}
	add_verdict(g, p);
	if (g->stuck->circle_len)
		view_graph_circle(g, p);
	view_graph_trees(g, p);
}
