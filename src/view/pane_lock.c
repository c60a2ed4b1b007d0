/* SPDX-License-Identifier: MIT */
/*
 * Locks: who holds each, since when and from where, and who waits for it in
 * which order.
 *
 *	fork-A   held by ‖ ada 4712     2.40 s  acquire fork-B, line 19
 *	         1st     ‖ bob 4713     2.31 s
 *	printer  free for 0.31 s                      taken 12x, held 43 %
 */
#include "view/things.h"

#include <inttypes.h>

#include "view/state.h"

#define WORD_COLS 7 /* "held by" */
#define WAIT_MAX  8
#define MAIN_COLS 56 /* for the holder and what it does */

static int rows(const struct view_things *t, const struct model_object *o)
{
	return 1 + view_things_wait_count(t, o->id, WAIT_MAX);
}

/*
 * "taken 12x, held 43 %": the share of its life.  Of a lock that was there
 * before anybody watched, or with events lost, neither is known.
 */
static void add_use(const struct view_player *p, const struct model_object *o,
		    struct str *out)
{
	int64_t life = p->now_ns - o->made_ns, held = o->lock.held_ns;

	if (o->maker && !p->model->lost && o->lock.taken) {
		str_addf(out, "taken %" PRIu64 "x", o->lock.taken);
		if (o->hold_count && p->now_ns > o->holds[0].since_ns)
			held += p->now_ns - o->holds[0].since_ns;
		if (life > 0 && held <= life && !o->removed)
			str_addf(out, ", held %.0f %%",
				 100 * (double)held / (double)life);
	}
	if (o->lock.deaths)
		str_addf(out, "%s%" PRIu64 " died with it",
			 out->len ? ", " : "", o->lock.deaths);
}

static void draw_free(const struct view_things *t, const struct model_object *o,
		      const struct view_block *b, int col)
{
	const struct view_player *p = t->player;
	bool fresh = view_pane_fresh(p, o->changed_ns);
	SCOPED_STR text = STR_INIT;

	str_add(&text,
		o->lock.taken || !o->maker ? "free" : "free, never held");
	if (o->changed_ns >= 0 && !o->removed)
		view_pane_add_time(p, o->changed_ns, &text);
	view_things_add_end(o, &text);
	(void)view_things_text(b, 0, col, fresh ? UI_CHANGED : UI_NORMAL,
			       text.buf);
}

static void draw_holder(const struct view_things *t,
			const struct model_object *o,
			const struct view_block *b, int col)
{
	const struct model_hold *h = &o->holds[0];
	const struct view_player *p = t->player;
	const struct model_process *holder = model_process(p->model, h->pid);
	bool dead = holder && holder->state >= MODEL_ZOMBIE;
	int line = view_things_line_of(p, h->pid, h->site);
	struct view_who who = {
		.col = col,
		.word_cols = WORD_COLS,
		.word = dead ? "left by" : "held by",
		.style = dead ? UI_ERROR : UI_NORMAL,
		.pid = h->pid,
		.tid = h->tid,
		.since_ns = h->since_ns,
		.doing = true,
	};
	SCOPED_STR deep = STR_INIT;
	SCOPED_STR rest = STR_INIT;

	if (view_pane_fresh(p, h->since_ns))
		who.style = UI_CHANGED;
	if (h->units > 1)
		str_addf(&deep, "%" PRIu64 " deep", h->units);
	if (line > 0)
		str_addf(&rest, "taken at line %d", line);
	who.most = deep.buf;
	who.rest = rest.buf;
	view_things_who(t, b, 0, &who);
}

static void draw(const struct view_things *t, const struct model_object *o,
		 const struct view_block *b)
{
	int col = view_things_name(t, o, b);
	struct view_who waits = { .col = col, .word_cols = WORD_COLS };
	struct view_block first;
	SCOPED_STR use = STR_INIT;

	add_use(t->player, o, &use);
	first = view_things_aside(b, col + (o->hold_count ? MAIN_COLS : 20),
				  use.buf);
	if (o->hold_count)
		draw_holder(t, o, &first, col);
	else
		draw_free(t, o, &first, col);
	(void)view_things_wait_rows(t, b, 1, o->id, waits);
}

static const struct view_look look = {
	.pane = LESSON_PANE_LOCK,
	.kinds = VIEW_KIND(LOCK),
	.one = "lock",
	.many = "locks",
	.rows = rows,
	.draw = draw,
};

VIEW_THINGS_PANE(lock, "Lock", look)
