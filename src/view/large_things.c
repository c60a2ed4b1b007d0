/* SPDX-License-Identifier: MIT */
/*
 * Locks, semaphores, events and barriers as thick boxes: how it stands with
 * each in large letters, then who waits for it.
 *
 *	┏━ lock fork-A ━━━━━━━━━━━━━━━━━━━┓
 *	┃ HELD BY ADA        ‖ bob waits  ┃
 *	┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┛
 */
#include "view/large.h"

#include <inttypes.h>

#include "ui/big.h"
#include "ui/layout.h"

#define BIG_ROWS   (UI_BIG_ROWS + 2)
#define SMALL_ROWS 3
#define NAMED      2 /* of those who wait; the others are counted */

static enum model_kind kind_of(enum lesson_pane pane)
{
	if (pane == LESSON_PANE_SEMAPHORE)
		return MODEL_SEMAPHORE;
	if (pane == LESSON_PANE_EVENT)
		return MODEL_EVENT;
	return pane == LESSON_PANE_BARRIER ? MODEL_BARRIER : MODEL_LOCK;
}

static bool is_shown(const struct model_object *o, enum lesson_pane pane)
{
	return o->kind == kind_of(pane) && !o->removed;
}

static size_t count_of(const struct view_player *p, enum lesson_pane pane)
{
	size_t n = 0;

	for (size_t i = 0; p->model && i < p->model->object_count; i++)
		n += is_shown(&p->model->objects[i], pane);
	return n;
}

static int rows_for(size_t count, struct ui_rect in)
{
	return count * BIG_ROWS <= (size_t)in.rows ? BIG_ROWS : SMALL_ROWS;
}

void view_large_things_measure(struct view_player *p, enum lesson_pane pane,
			       struct ui_rect in)
{
	size_t count = count_of(p, pane);

	ui_list_resize(&p->lists[pane], count,
		       (size_t)(in.rows / rows_for(count, in)));
}

/* How it stands; returns what it means for those who want it. */
static ui_style add_word(const struct view_player *p,
			 const struct model_object *o, struct str *out)
{
	switch (o->kind) {
	case MODEL_SEMAPHORE:
		str_addf(out, "%" PRIu64 " free", o->semaphore.value);
		return o->semaphore.value ? UI_GOOD : UI_WAITING;
	case MODEL_EVENT:
		str_add(out, o->event.set ? "set" : "not set");
		return o->event.set ? UI_GOOD : UI_WAITING;
	case MODEL_BARRIER:
		str_addf(out, "%zu/%" PRIu64 "%s", o->hold_count,
			 o->barrier.parties,
			 o->barrier.broken ? " broken" : " here");
		return o->barrier.broken ? UI_ERROR : UI_STRONG;
	case MODEL_LOCK:
		if (!o->hold_count) {
			str_add(out, "free");
			return UI_GOOD;
		}
		str_add(out, "held by ");
		view_pane_name(p, p->model, o->holds[0].pid, out);
		return UI_WAITING;
	case MODEL_THING:
	case MODEL_CONDITION:
	case MODEL_VALUE:
	case MODEL_PIPE:
	case MODEL_POOL:
	case MODEL_MEMORY:
	case MODEL_STREAM:
	case MODEL_MESSAGES:
	case MODEL_MANAGER:
	case MODEL_NAMESPACE:
	case MODEL_DICT:
	case MODEL_LIST:
	case MODEL_KIND_COUNT:
		break;
	}
	return UI_NORMAL;
}

/* "‖ ada, bob and 3 more wait" */
static void add_waiters(const struct view_player *p,
			const struct model_object *o, struct str *out)
{
	const struct model *m = p->model;
	size_t n = 0;

	for (size_t i = 0; i < m->process_count; i++) {
		const struct model_process *process = &m->processes[i];

		if (!process->waits || process->object != o->id)
			continue;
		if (n < NAMED) {
			str_add(out, n ? ", " : "‖ ");
			view_pane_name(p, m, process->pid, out);
		}
		n++;
	}
	if (n > NAMED)
		str_addf(out, " and %zu more", n - NAMED);
	if (n)
		str_add(out, n > 1 ? " wait" : " waits");
}

static void draw_box(const struct view_player *p, struct ui_canvas *c,
		     struct ui_rect r, const struct model_object *o)
{
	SCOPED_STR text = STR_INIT;
	ui_style style;
	struct ui_rect in;
	int col;

	str_addf(&text, "%s ", model_kind_name(o->kind));
	model_object_name(p->model, p->log, o->id, &text);
	in = view_large_box(c, r, UI_STRONG, text.buf);
	str_clear(&text);
	style = add_word(p, o, &text);
	/* The holder's name has room in large letters, or beside them. */
	if (o->kind == MODEL_LOCK && o->hold_count &&
	    ui_big_width(text.buf, UI_BIG_ROWS) > in.cols) {
		col = view_large_text(c, in, 0, in.cols, style, "held");
		str_clear(&text);
		str_add(&text, "by ");
		view_pane_name(p, p->model, o->holds[0].pid, &text);
		str_add(&text, "  ");
	} else {
		col = view_large_text(c, in, 0, in.cols, style, text.buf);
		str_clear(&text);
	}
	add_waiters(p, o, &text);
	ui_text_fit(c, in, (in.rows - 1) / 2, col + 3, in.cols - col - 3,
		    UI_WAITING | UI_STYLE(UI_BOLD), text.buf);
}

void view_large_things(const struct view_player *p, enum lesson_pane pane,
		       struct ui_canvas *c, struct ui_rect in)
{
	const struct ui_list *l = &p->lists[pane];
	int rows = rows_for(l->count, in), gap;
	size_t at = 0;

	if (view_pane_idle(p, c, in))
		return;
	if (!l->count) {
		ui_text_fit(c, in, 0, 0, in.cols, UI_FAINT, "None yet.");
		return;
	}
	gap = l->count * (size_t)(rows + 1) <= (size_t)in.rows;
	for (size_t i = 0; i < p->model->object_count; i++) {
		struct ui_rect r = in;

		if (!is_shown(&p->model->objects[i], pane) || at++ < l->first)
			continue;
		if (at > l->first + l->page)
			break;
		r.row += (int)(at - 1 - l->first) * (rows + gap);
		r.rows = rows;
		draw_box(p, c, r, &p->model->objects[i]);
	}
}
