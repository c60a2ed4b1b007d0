/* SPDX-License-Identifier: MIT */
/*
 * The least fixed point of "can move": begin with those who plainly can, and
 * add whoever they can set free until nothing changes.  Each round is linear
 * in the waits, and each adds at least one, so the cost is that of the waits
 * squared at worst, and that of one round where somebody moves.
 */
#include "model/stuck.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/scope.h"
#include "model/fold.h"
#include "model/narrate.h"
#include "model/words.h"

struct search {
	const struct model *m;
	struct model_stuck *s;
	bool *moves;         /* by wait */
	bool *process_moves; /* by process: one of its threads does */
	struct map wait_of;  /* TID to wait */
	bool anybody;        /* moves at all */
};

/* ---- who waits ---- */

static int longer_first(const void *a, const void *b)
{
	const struct model_wait *x = a, *y = b;

	if (x->since_ns != y->since_ns)
		return x->since_ns < y->since_ns ? -1 : 1;
	return x->tid < y->tid ? -1 : x->tid > y->tid;
}

static bool is_alive(const struct model *m, uint32_t pid)
{
	const struct model_process *p = model_process(m, pid);

	return p && p->state < MODEL_ZOMBIE;
}

/* The thread that alone can end the wait of @t; 0: there is not one. */
static uint32_t sole_holder(const struct model *m, const struct model_thread *t)
{
	const struct model_object *o = model_object(m, t->object);

	if (t->verb != MP_VERB_ACQUIRE)
		return t->holder;
	if (!o || o->kind != MODEL_LOCK || o->hold_count != 1)
		return 0;
	return o->holds[0].tid;
}

static void add_wait(struct search *x, const struct model_thread *t)
{
	struct model_wait *w = &x->s->waits[x->s->count++];
	const struct model_thread *holder;

	*w = (struct model_wait){
		.tid = t->tid,
		.pid = t->pid,
		.verb = t->verb,
		.object = t->object,
		.since_ns = t->wait_since_ns,
		.bounded = t->bounded,
		.next = MODEL_NOBODY,
	};
	if (model_verb_has_target(t->verb) && t->target &&
	    t->target <= UINT32_MAX) {
		w->target = w->holder_pid = (uint32_t)t->target;
		return;
	}
	w->holder_tid = sole_holder(x->m, t);
	holder = model_thread(x->m, w->holder_tid);
	if (holder)
		w->holder_pid = holder->pid;
	else
		w->holder_tid = 0; /* dead: somebody will find out */
}

static void find_waits(struct search *x)
{
	const struct model *m = x->m;

	for (size_t i = 0; i < m->thread_count; i++)
		if (m->threads[i].waits)
			add_wait(x, &m->threads[i]);
	if (x->s->count)
		qsort(x->s->waits, x->s->count, sizeof(*x->s->waits),
		      longer_first);
	for (size_t i = 0; i < x->s->count; i++)
		map_set(&x->wait_of, x->s->waits[i].tid, i);
}

/* ---- who moves ---- */

/* Threads of @p that wait and have no time-out. */
static uint32_t count_bound(const struct model *m,
			    const struct model_process *p)
{
	uint32_t n = 0;

	for (uint32_t i = p->threads; i; i = m->threads[i - 1].next)
		n += m->threads[i - 1].waits && !m->threads[i - 1].bounded;
	return n;
}

static void find_free(struct search *x)
{
	for (size_t i = 0; i < x->m->process_count; i++) {
		const struct model_process *p = &x->m->processes[i];

		if (p->state >= MODEL_ZOMBIE)
			continue;
		x->process_moves[i] = p->letter == 'R' || p->letter == 'T' ||
				      !p->kernel_threads ||
				      p->kernel_threads > count_bound(x->m, p);
		x->anybody |= x->process_moves[i];
	}
}

static bool thread_moves(const struct search *x, uint32_t tid)
{
	uint64_t i;

	return !map_get(&x->wait_of, tid, &i) || x->moves[i];
}

static bool can_end(const struct search *x, const struct model_wait *w)
{
	/* It may have gone on, and the event be among those that were lost. */
	if (w->bounded || x->m->lost)
		return true;
	if (w->holder_tid)
		return thread_moves(x, w->holder_tid);
	if (w->target)
		return !is_alive(x->m, w->target) ||
		       x->process_moves[model_find(x->m, w->target)];
	/* A lock that nobody holds, or a dead one, is about to be taken. */
	if (w->verb == MP_VERB_ACQUIRE) {
		const struct model_object *o = model_object(x->m, w->object);

		if (o && o->kind == MODEL_LOCK)
			return true;
	}
	return x->anybody;
}

static bool set_free(struct search *x)
{
	bool more = false;

	for (size_t i = 0; i < x->s->count; i++) {
		const struct model_wait *w = &x->s->waits[i];
		size_t p = model_find(x->m, w->pid);

		if (x->moves[i] || !can_end(x, w))
			continue;
		x->moves[i] = more = x->anybody = true;
		if (p != MODEL_NONE)
			x->process_moves[p] = true;
	}
	return more;
}

/* ---- the circle ---- */

/* The wait of the one who alone can end @w. */
static size_t follow(const struct search *x, const struct model_wait *w)
{
	uint32_t tid = w->holder_tid ? w->holder_tid : w->target;
	uint64_t i;

	/* A process to be joined ends with its first thread at the earliest. */
	return tid && map_get(&x->wait_of, tid, &i) ? (size_t)i : MODEL_NOBODY;
}

static void keep_circle(struct model_stuck *s, size_t from)
{
	size_t at = from;

	s->circle = mem_new(s->count, sizeof(*s->circle));
	do {
		s->circle[s->circle_len++] = at;
		at = s->waits[at].next;
	} while (at != from);
}

/* From each in turn: follow; who is met twice in one walk is in a circle. */
static void find_circle(struct model_stuck *s)
{
	SCOPED_FREE size_t *walk = mem_new(s->count + 1, sizeof(*walk));

	for (size_t i = 0; i < s->count; i++) {
		size_t at = i;

		while (at != MODEL_NOBODY && s->waits[at].for_ever &&
		       !walk[at]) {
			walk[at] = i + 1;
			at = s->waits[at].next;
		}
		if (at != MODEL_NOBODY && s->waits[at].for_ever &&
		    walk[at] == i + 1) {
			keep_circle(s, at);
			return;
		}
	}
}

void model_stuck(const struct model *m, struct model_stuck *ret)
{
	struct search x = { .m = m, .s = ret };

	*ret = (struct model_stuck){ 0 };
	if (!m->by_tid.len)
		return;
	ret->waits = mem_new(m->by_tid.len, sizeof(*ret->waits));
	find_waits(&x);
	x.moves = mem_new(ret->count + 1, sizeof(*x.moves));
	x.process_moves =
		mem_new(m->process_count + 1, sizeof(*x.process_moves));
	find_free(&x);
	while (set_free(&x))
		;
	for (size_t i = 0; i < ret->count; i++) {
		ret->waits[i].for_ever = !x.moves[i];
		ret->waits[i].next = follow(&x, &ret->waits[i]);
		ret->for_ever += ret->waits[i].for_ever;
	}
	if (ret->for_ever)
		find_circle(ret);
	free(x.moves);
	free(x.process_moves);
	map_release(&x.wait_of);
}

void model_stuck_release(struct model_stuck *s)
{
	free(s->waits);
	free(s->circle);
	*s = (struct model_stuck){ 0 };
}

/* ---- in words ---- */

/* "ada (PID 4712) waits for fork-B, which bob (PID 4713) holds". */
static void one(const struct model *m, const struct trace_log *log,
		const struct model_wait *w, struct str *out)
{
	model_words_who(m, log, w->pid, out);
	if (w->target) {
		str_add(out, " waits for the end of ");
		model_words_who(m, log, w->target, out);
		return;
	}
	if (w->verb == MP_VERB_ACQUIRE)
		str_add(out, " waits for ");
	else
		str_addf(out, " waits in %s of ", model_verb_name(w->verb));
	model_object_name(m, log, w->object, out);
	if (w->holder_pid) {
		str_add(out, ", which ");
		model_words_who(m, log, w->holder_pid, out);
		str_add(out, w->verb == MP_VERB_ACQUIRE ? " holds" : " locks");
	}
}

/* More are counted, not named. */
#define NAMED_MAX 8

void model_stuck_words(const struct model *m, const struct trace_log *log,
		       const struct model_stuck *s, struct str *out)
{
	size_t n = s->circle_len ? s->circle_len : s->count, named = 0;

	if (!s->for_ever)
		return;
	str_add(out, s->circle_len
			     ? "DEADLOCK: "
			     : "DEADLOCK: nobody is left who could go on: ");
	for (size_t i = 0; i < n; i++) {
		const struct model_wait *w =
			&s->waits[s->circle_len ? s->circle[i] : i];

		if (!w->for_ever || named == NAMED_MAX)
			continue;
		if (named++)
			str_add(out, "; ");
		one(m, log, w, out);
	}
	n = s->circle_len ? s->circle_len : s->for_ever;
	if (n > named)
		str_addf(out, "; and %zu more", n - named);
	str_add_char(out, '.');
}
