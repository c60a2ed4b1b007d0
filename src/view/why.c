/* SPDX-License-Identifier: MIT */
/*
 * A line or two for each wait, made anew for each frame from the state that is
 * shown.  Counting the lines and drawing them is one walk, so they cannot
 * disagree.
 *
 * A circle of one or more is drawn upright, so that any number fits:
 *
 *	╭▶ ada 4712  waits for fork-B            2.31 s
 *	│     fork-B is held by
 *	│  bob 4713  waits for fork-A            2.30 s
 *	│     fork-A is held by
 *	╰─ ada
 */
#include "view/why.h"

#include <inttypes.h>

#include "base/utf8.h"
#include "model/stuck.h"
#include "ui/command.h"
#include "ui/layout.h"
#include "ui/list.h"
#include "view/message.h"
#include "view/pane.h"
#include "view/state.h"
#include "view/wrap.h"

#define WIDTH  76
#define NARROW 50 /* columns below which there is no time */

/* Draw the lines as seen from the first one, or only count them. */
struct page {
	const struct view_player *player;
	const struct model_stuck *stuck;
	struct ui_canvas *canvas; /* NULL: count */
	struct ui_rect area;
	int row; /* of the next line, relative to the area */
};

static void add(struct page *p, int col, ui_style style, const char *text)
{
	if (p->canvas)
		ui_text_fit(p->canvas, p->area, p->row, col, p->area.cols - col,
			    style, text);
}

/* As many lines as it needs. */
static void add_words(struct page *p, int indent, ui_style style,
		      const char *words)
{
	struct ui_rect r = p->area;

	r.col += indent;
	r.cols -= indent + 1;
	p->row = view_wrap(p->canvas, r, p->row, style, words);
}

static void add_object(const struct page *p, const struct model_wait *w,
		       struct str *out)
{
	if (w->target)
		view_pane_who(p->player, w->target, out);
	else
		model_object_name(p->player->model, p->player->log, w->object,
				  out);
}

/* "ada 4712  waits for fork-B", and how long at the right. */
static void add_wait(struct page *p, int col, const struct model_wait *w)
{
	SCOPED_STR line = STR_INIT;
	SCOPED_STR time = STR_INIT;
	struct ui_rect row = p->area;

	view_pane_who(p->player, w->pid, &line);
	if (w->tid != w->pid)
		str_addf(&line, " (thread %u)", w->tid);
	if (w->target)
		str_add(&line, "  waits for the end of ");
	else if (w->verb == MP_VERB_ACQUIRE)
		str_add(&line, "  waits for ");
	else
		str_addf(&line, "  waits in %s of ", model_verb_name(w->verb));
	add_object(p, w, &line);
	if (w->bounded)
		str_add(&line, ", not for ever");
	if (p->area.cols >= NARROW)
		view_seconds(p->player->now_ns - w->since_ns, &time);
	row.cols -= time.len ? utf8_width(time.buf) + 2 : 1;
	if (p->canvas && p->row >= 0) {
		ui_text_fit(p->canvas, row, p->row, col, row.cols - col,
			    w->for_ever ? UI_ERROR : UI_WAITING, line.buf);
		row.cols = p->area.cols - 1;
		if (p->row < p->area.rows && time.len)
			ui_text_right(p->canvas, row, p->row, UI_FAINT,
				      time.buf);
	}
	p->row++;
}

/* ---- the circle ---- */

static void add_circle(struct page *p)
{
	const struct model_stuck *s = p->stuck;
	SCOPED_STR line = STR_INIT;

	for (size_t i = 0; i < s->circle_len; i++) {
		const struct model_wait *w = &s->waits[s->circle[i]];

		add(p, 1, UI_ERROR, i ? "│" : "╭▶");
		add_wait(p, 4, w);
		str_clear(&line);
		if (w->target) {
			str_add(&line, "and that cannot end before");
		} else {
			add_object(p, w, &line);
			str_add(&line, " is held by");
		}
		add(p, 1, UI_ERROR, "│");
		add(p, 7, UI_FAINT, line.buf);
		p->row++;
	}
	str_clear(&line);
	view_pane_who(p->player, s->waits[s->circle[0]].pid, &line);
	add(p, 1, UI_ERROR, "╰─");
	add(p, 4, UI_ERROR, line.buf);
	p->row++;
	add_words(p, 1, UI_NORMAL,
		  s->circle_len > 1
			  ? "Nobody outside of this circle can break it."
			  : "It waits for itself.");
	p->row++;
}

/* ---- the others ---- */

static void add_holders(struct page *p, const struct model_object *o,
			struct str *out)
{
	for (size_t i = 0; i < o->hold_count; i++) {
		if (i)
			str_add(out, ", ");
		view_pane_who(p->player, o->holds[i].pid, out);
	}
}

static const char *doing_of(const struct page *p, uint32_t pid)
{
	const struct model_process *process =
		model_process(p->player->model, pid);

	if (!process || process->state >= MODEL_ZOMBIE)
		return "has ended";
	if (process->waits && process->verb == MP_VERB_SLEEP)
		return "sleeps";
	if (process->waits)
		return "waits itself";
	return process->state == MODEL_STOPPED ? "is stopped" : "can go on";
}

/* What would end a wait for one of the things that processes share. */
static void add_object_reason(struct page *p, const struct model_object *o,
			      struct str *out)
{
	switch (o->kind) {
	case MODEL_SEMAPHORE:
		str_add(out, "there is none left; taken by ");
		add_holders(p, o, out);
		break;
	case MODEL_EVENT:
		str_add(out, "until somebody sets it");
		break;
	case MODEL_CONDITION:
		str_add(out, "until somebody notifies it");
		break;
	case MODEL_BARRIER:
		str_addf(out, "%zu of %" PRIu64 " have come: ", o->hold_count,
			 o->barrier.parties);
		add_holders(p, o, out);
		break;
	case MODEL_PIPE:
		str_add(out, "until the other end does its part");
		break;
	case MODEL_STREAM:
	case MODEL_MESSAGES:
		str_add(out, "until somebody at the other end reads, writes or "
			     "closes it");
		break;
	case MODEL_POOL:
		str_add(out, "until its workers are done");
		break;
	case MODEL_MANAGER:
	case MODEL_NAMESPACE:
	case MODEL_DICT:
	case MODEL_LIST:
		str_add(out, "until the server answers");
		break;
	case MODEL_LOCK:
	case MODEL_VALUE:
	case MODEL_MEMORY:
	case MODEL_THING:
	case MODEL_KIND_COUNT:
		str_add(out, "until it is let go");
		break;
	}
}

static void add_reason(struct page *p, const struct model_wait *w)
{
	const struct model *m = p->player->model;
	const struct model_object *o = model_object(m, w->object);
	SCOPED_STR line = STR_INIT;

	if (w->holder_tid) {
		add_object(p, w, &line);
		str_add(&line, " is held by ");
		view_pane_who(p->player, w->holder_pid, &line);
		str_addf(&line, ", which %s", doing_of(p, w->holder_pid));
	} else if (w->target) {
		view_pane_who(p->player, w->target, &line);
		str_addf(&line, " %s", doing_of(p, w->target));
	} else if (model_queue(m, w->object)) {
		str_add(&line, w->verb == MP_VERB_PUT
				       ? "it is full, until somebody gets"
			       : w->verb == MP_VERB_GET
				       ? "it is empty, until somebody puts"
				       : "until all that was put is done");
	} else if (o) {
		add_object_reason(p, o, &line);
	} else {
		return;
	}
	add_words(p, 6, UI_FAINT, line.buf);
}

static bool in_circle(const struct model_stuck *s, size_t wait)
{
	for (size_t i = 0; i < s->circle_len; i++)
		if (s->circle[i] == wait)
			return true;
	return false;
}

static void add_rest(struct page *p)
{
	const struct model_stuck *s = p->stuck;

	if (s->circle_len && s->circle_len < s->count)
		add_words(p, 1, UI_HEADING, "Who waits beside them");
	for (size_t i = 0; i < s->count; i++) {
		if (in_circle(s, i))
			continue;
		add_wait(p, 1, &s->waits[i]);
		add_reason(p, &s->waits[i]);
	}
}

/* ---- all of it ---- */

static void add_verdict(struct page *p)
{
	const struct model_stuck *s = p->stuck;
	bool holds = p->player->model->deadlock_ns >= 0;

	if (!s->count)
		add_words(p, 1, UI_NORMAL,
			  "Nobody waits for another: every process works, "
			  "sleeps, or has ended.");
	else if (s->for_ever && holds && s->circle_len)
		add_words(p, 1, UI_ERROR | UI_STYLE(UI_BOLD),
			  s->circle_len > 1 ? "DEADLOCK: each waits for the "
					      "next, and the last for the "
					      "first."
					    : "DEADLOCK.");
	else if (s->for_ever && holds)
		add_words(p, 1, UI_ERROR | UI_STYLE(UI_BOLD),
			  "DEADLOCK: all wait, and nobody is left who could "
			  "let one of them go on.");
	else if (p->player->lost)
		add_words(p, 1, UI_NORMAL,
			  "Events were lost, so whether this can end is not "
			  "known.");
	else
		add_words(p, 1, UI_NORMAL,
			  "Somebody can still go on, so these waits may end.");
	p->row++;
}

static void add_all(struct page *p)
{
	if (!p->player->model) {
		add_words(p, 1, UI_NORMAL,
			  "There is no run yet: nobody waits.");
		return;
	}
	add_verdict(p);
	if (p->stuck->circle_len && p->player->model->deadlock_ns >= 0)
		add_circle(p);
	add_rest(p);
}

static int count_lines(const struct view_why *w, const struct model_stuck *s,
		       int cols)
{
	struct page p = { .player = w->player,
			  .stuck = s,
			  .area = { 0, 0, 0, cols } };

	add_all(&p);
	return p.row;
}

static void look(const struct view_why *w, struct model_stuck *ret)
{
	*ret = (struct model_stuck){ 0 };
	if (w->player->model)
		model_stuck(w->player->model, ret);
}

static struct ui_rect box_for(const struct view_why *w,
			      const struct model_stuck *s, struct ui_rect all)
{
	int cols = all.cols < WIDTH ? all.cols : WIDTH;

	/* The frame, and the line that says how to leave. */
	return ui_rect_centre(all, count_lines(w, s, cols - 2) + 3, cols);
}

static struct ui_list list_for(const struct view_why *w,
			       const struct model_stuck *s, struct ui_rect box)
{
	struct ui_list list = { .first = w->scroll, .cursor = w->scroll };

	ui_list_resize(&list, (size_t)count_lines(w, s, box.cols - 2),
		       box.rows > 3 ? (size_t)box.rows - 3 : 0);
	return list;
}

void view_why_layout(struct view_why *w, int rows, int cols)
{
	struct model_stuck s;

	look(w, &s);
	w->scroll =
		list_for(w, &s,
			 box_for(w, &s, (struct ui_rect){ 0, 0, rows, cols }))
			.first;
	model_stuck_release(&s);
}

void view_why_draw(const struct view_why *w, struct ui_canvas *c)
{
	struct ui_rect all = ui_canvas_rect(c), box;
	struct model_stuck s;
	struct page p = { .player = w->player, .stuck = &s, .canvas = c };
	struct ui_list list;
	struct ui_rect in;
	char buf[48], key[16];

	look(w, &s);
	box = box_for(w, &s, all);
	list = list_for(w, &s, box);
	in = view_box(c, box.rows, box.cols, "Why is it stuck?",
		      ui_list_note(&list, buf));
	p.area = in;
	p.area.rows = (int)list.page;
	p.row = -(int)list.first;
	add_all(&p);
	ui_list_marks(&list, c, box);
	if (in.rows > p.area.rows)
		(void)ui_textf(c, in, in.rows - 1, 1, UI_FAINT,
			       "%s closes this; the keys of the run go on "
			       "working",
			       ui_command_key(UI_CMD_QUIT, key));
	model_stuck_release(&s);
}
