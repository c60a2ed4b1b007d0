/* SPDX-License-Identifier: MIT */
/*
 * Semaphores: places that are taken or free, who has them, who waits.
 *
 *	places   [■][■][ ]  1 of 3 free
 *	         has     ► car-2 4713     1.31 s  its own work
 *	         has 2   z car-4 4715     0.31 s  sleep 2.3 s
 *	         1st     ‖ car-6 4717     0.20 s
 *	bell     0 given and not taken              given 3, taken 3
 *	         1st     ‖ main 4710      2.31 s
 *
 * One that is given by those who never took it is used as a signal.  Then
 * nobody can be said to have a place, and there are none: it is a count of
 * what was given and not taken yet.  A bounded one lends its places, whoever
 * gives them back: if one was given back by a process that had none, there
 * are more who have one than places.
 */
#include "view/things.h"

#include <inttypes.h>

#include "view/state.h"

#define WORD_COLS   7
#define HOLDERS_MAX 8
#define WAIT_MAX    8
#define PLACE_COLS  3 /* "[■]" */

static bool is_signal(const struct model_object *o)
{
	return !o->semaphore.most &&
	       (o->semaphore.signals || (!o->semaphore.first && o->maker));
}

static size_t holders(const struct model_object *o)
{
	if (is_signal(o))
		return 0;
	return o->hold_count < HOLDERS_MAX ? o->hold_count : HOLDERS_MAX;
}

static int rows(const struct view_things *t, const struct model_object *o)
{
	return 1 + (int)holders(o) + view_things_wait_count(t, o->id, WAIT_MAX);
}

/* As it was made, as far as that was seen; and never less than is known. */
static uint64_t places_of(const struct model_object *o)
{
	uint64_t seen = o->semaphore.value + model_held(o);

	if (o->semaphore.most)
		return o->semaphore.most;
	return o->semaphore.first > seen ? o->semaphore.first : seen;
}

static void draw_places(const struct view_block *b, int col, ui_style style,
			const struct model_object *o)
{
	uint64_t places = places_of(o), value = o->semaphore.value;
	int room = (b->area.cols - col) / 2;
	SCOPED_STR text = STR_INIT;

	if (places && places <= (uint64_t)(room > 0 ? room / PLACE_COLS : 0)) {
		for (uint64_t i = 0; i < places; i++)
			str_add(&text, i < places - value ? "[■]" : "[ ]");
		str_add(&text, "  ");
	}
	col = view_things_text(b, 0, col, UI_ITEM, text.buf);
	str_clear(&text);
	str_addf(&text, "%" PRIu64 " of %" PRIu64 " free", value, places);
	view_things_add_end(o, &text);
	(void)view_things_text(b, 0, col,
			       style == UI_NORMAL && !value ? UI_STRONG : style,
			       text.buf);
}

static void draw_signal(const struct view_block *b, int col, ui_style style,
			const struct model_object *o)
{
	uint64_t value = o->semaphore.value;
	int room = (b->area.cols - col) / 3;
	SCOPED_STR text = STR_INIT;

	if (value && value <= (uint64_t)(room > 0 ? room : 0)) {
		for (uint64_t i = 0; i < value; i++)
			str_add(&text, "●");
		str_add(&text, "  ");
	}
	col = view_things_text(b, 0, col, UI_ITEM, text.buf);
	str_clear(&text);
	str_addf(&text, "%" PRIu64 " given and not taken", value);
	view_things_add_end(o, &text);
	(void)view_things_text(b, 0, col, style, text.buf);
}

static void draw_holder(const struct view_things *t, const struct view_block *b,
			int row, int col, const struct model_hold *h)
{
	const struct view_player *p = t->player;
	const struct model_process *holder = model_process(p->model, h->pid);
	bool dead = holder && holder->state >= MODEL_ZOMBIE;
	SCOPED_STR word = STR_INIT;

	str_add(&word, dead ? "left by" : "has");
	if (h->units > 1 && !dead)
		str_addf(&word, " %" PRIu64, h->units);
	view_things_who(t, b, row,
			&(struct view_who){
				.col = col,
				.word_cols = WORD_COLS,
				.word = word.buf,
				.style = view_pane_fresh(p, h->since_ns)
						 ? UI_CHANGED
					 : dead ? UI_ERROR
						: UI_NORMAL,
				.pid = h->pid,
				.tid = h->tid,
				.since_ns = h->since_ns,
				.doing = true,
			});
}

/* What was taken and given, and how many units came back from the dead. */
static void add_use(const struct view_player *p, const struct model_object *o,
		    struct str *out)
{
	if (o->maker && !p->model->lost && is_signal(o))
		str_addf(out, "given %" PRIu64 ", taken %" PRIu64,
			 o->semaphore.given, o->semaphore.taken);
	else if (o->maker && !p->model->lost)
		str_addf(out, "taken %" PRIu64 "x", o->semaphore.taken);
	if (o->semaphore.recovered)
		str_addf(out, "%s%" PRIu64 " back from the dead",
			 out->len ? ", " : "", o->semaphore.recovered);
}

static void draw(const struct view_things *t, const struct model_object *o,
		 const struct view_block *b)
{
	int col = view_things_name(t, o, b), row = 1;
	struct view_who waits = { .col = col, .word_cols = WORD_COLS };
	ui_style style = view_pane_fresh(t->player, o->changed_ns) ? UI_CHANGED
								   : UI_NORMAL;
	struct view_block first;
	SCOPED_STR use = STR_INIT;

	add_use(t->player, o, &use);
	first = view_things_aside(b, col + 30, use.buf);
	if (is_signal(o))
		draw_signal(&first, col, style, o);
	else
		draw_places(&first, col, style, o);
	for (size_t i = 0; i < holders(o); i++, row++) {
		if (i + 1 == HOLDERS_MAX && o->hold_count > HOLDERS_MAX) {
			SCOPED_STR more = STR_INIT;

			str_addf(&more, "and %zu more have some",
				 o->hold_count - i);
			(void)view_things_text(b, row, col, UI_NORMAL,
					       more.buf);
		} else {
			draw_holder(t, b, row, col, &o->holds[i]);
		}
	}
	(void)view_things_wait_rows(t, b, row, o->id, waits);
}

static const struct view_look look = {
	.pane = LESSON_PANE_SEMAPHORE,
	.kinds = VIEW_KIND(SEMAPHORE),
	.one = "semaphore",
	.many = "semaphores",
	.rows = rows,
	.draw = draw,
};

VIEW_THINGS_PANE(semaphore, "Semaphore", look)
