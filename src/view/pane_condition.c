/* SPDX-License-Identifier: MIT */
/*
 * Conditions: who has the lock, who was called and is on the way back to it,
 * who still waits for a call, and calls that nobody was there to hear.
 *
 *	ready  lock of ► cook 4711        0.21 s  sleep 0.2 s
 *	       called  ‖ waiter-1 4712    0.05 s  on its way back to the lock
 *	       1st     ‖ waiter-2 4713    0.31 s
 *	       1 of 5 calls found nobody, the last at 0.02 s
 */
#include "view/things.h"

#include <inttypes.h>

#include "view/state.h"

#define WORD_COLS 8
#define WAIT_MAX  12
#define MAIN_COLS 64

static int rows(const struct view_things *t, const struct model_object *o)
{
	return 1 + view_things_wait_count(t, o->id, WAIT_MAX) +
	       (o->condition.lost > 0);
}

static void add_use(const struct model_object *o, struct str *out)
{
	if (o->condition.notified)
		str_addf(out, "called %" PRIu64 "x, woke %" PRIu64,
			 o->condition.notified, o->condition.called);
}

static void draw_lock(const struct view_things *t, const struct model_object *o,
		      const struct view_block *b, int col)
{
	const struct view_player *p = t->player;
	const struct model_object *lock =
		model_object(p->model, o->condition.lock);
	const struct model_hold *h;
	SCOPED_STR text = STR_INIT;

	if (!lock || !lock->hold_count) {
		str_add(&text,
			lock ? "its lock is free" : "its lock is not known");
		view_things_add_end(o, &text);
		(void)view_things_text(b, 0, col, UI_NORMAL, text.buf);
		return;
	}
	h = &lock->holds[0];
	view_things_who(t, b, 0,
			&(struct view_who){
				.col = col,
				.word_cols = WORD_COLS,
				.word = "locked",
				.style = view_pane_fresh(p, h->since_ns)
						 ? UI_CHANGED
						 : UI_NORMAL,
				.pid = h->pid,
				.tid = h->tid,
				.since_ns = h->since_ns,
				.doing = true,
			});
}

/* The n-th of those who wait, or one that was called. */
static void draw_waiter(const struct view_things *t, const struct view_block *b,
			int row, struct view_who who,
			const struct model_thread *thread)
{
	who.pid = thread->pid;
	who.tid = thread->tid;
	who.since_ns = thread->wait_since_ns;
	if (thread->called) {
		who.word = "called";
		who.style = view_pane_fresh(t->player, thread->called_ns)
				    ? UI_CHANGED
				    : UI_NOTICE;
		who.since_ns = thread->called_ns;
		who.rest = "on its way back to the lock";
	}
	view_things_who(t, b, row, &who);
}

/* Those who were called first: they go on next. */
static int draw_waiters(const struct view_things *t,
			const struct model_object *o,
			const struct view_block *b, int col)
{
	const struct model_thread *const *at;
	size_t n = view_things_waiters(t, o->id, &at), place = 0;
	int row = 1, last = view_things_wait_count(t, o->id, WAIT_MAX);

	for (int called = 1; called >= 0; called--) {
		for (size_t i = 0; i < n && row <= last; i++) {
			SCOPED_STR word = STR_INIT;

			if (at[i]->called != (bool)called)
				continue;
			if (row == last && n > (size_t)last) {
				str_addf(&word, "and %zu more wait",
					 n - (size_t)last + 1);
				(void)view_things_text(b, row, col, UI_WAITING,
						       word.buf);
				return row + 1;
			}
			view_things_ordinal(++place, &word);
			draw_waiter(t, b, row++,
				    (struct view_who){ .col = col,
						       .word_cols = WORD_COLS,
						       .word = word.buf },
				    at[i]);
			place -= (size_t)called;
		}
	}
	return row;
}

static void draw_lost(const struct view_things *t, const struct model_object *o,
		      const struct view_block *b, int row, int col)
{
	SCOPED_STR text = STR_INIT;

	str_addf(&text,
		 "%" PRIu64 " of %" PRIu64 " calls found nobody, the last at ",
		 o->condition.lost, o->condition.notified);
	view_seconds(o->condition.lost_ns, &text);
	(void)view_things_text(b, row, col,
			       view_pane_fresh(t->player, o->condition.lost_ns)
				       ? UI_CHANGED
				       : UI_NOTICE,
			       text.buf);
}

static void draw(const struct view_things *t, const struct model_object *o,
		 const struct view_block *b)
{
	int col = view_things_name(t, o, b), row;
	struct view_block first;
	SCOPED_STR use = STR_INIT;

	add_use(o, &use);
	first = view_things_aside(b, col + MAIN_COLS, use.buf);
	draw_lock(t, o, &first, col);
	row = draw_waiters(t, o, b, col);
	if (o->condition.lost)
		draw_lost(t, o, b, row, col);
}

static const struct view_look look = {
	.pane = LESSON_PANE_CONDITION,
	.kinds = VIEW_KIND(CONDITION),
	.one = "condition",
	.many = "conditions",
	.rows = rows,
	.draw = draw,
};

VIEW_THINGS_PANE(condition, "Condition", look)
