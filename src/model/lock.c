/* SPDX-License-Identifier: MIT */
/*
 * Locks and semaphores: who holds them.
 *
 * A lock is held by one thread, some levels deep.  A semaphore counts; who has
 * taken units of it and not given as many back is taken for their holder,
 * which is true wherever it guards something, and not where it is used as a
 * signal: then nobody is ever seen to give back what he took, and no one can
 * be said to hold up the others (stuck.c).
 *
 * That it is used so is known from the first unit that is given by a thread
 * which had taken none.
 *
 * What a dead holder had stays with it until somebody finds out.
 */
#include "model/fold.h"

void model_fold_lock_new(struct model *m, const struct trace_event *e)
{
	struct model_object *o = model_object_new(m, e, MODEL_LOCK);

	if (o)
		o->lock.recursive = e->a != 0;
}

void model_fold_semaphore_new(struct model *m, const struct trace_event *e)
{
	struct model_object *o = model_object_new(m, e, MODEL_SEMAPHORE);

	if (!o)
		return;
	o->semaphore.value = o->semaphore.first = e->a;
	o->semaphore.most = e->b;
}

/* What @e acquires or releases; NULL: nothing that can be. */
static struct model_object *taken(struct model *m, const struct trace_event *e)
{
	struct model_object *o = model_fold_effect(m, e, MODEL_THING);

	return o && o->kind <= MODEL_SEMAPHORE ? o : NULL;
}

/* The thread @e says it is about; its teller if it says none. */
static uint32_t thread_in(const struct trace_event *e)
{
	return e->b && e->b <= UINT32_MAX ? (uint32_t)e->b : e->tid;
}

/* Whoever holds the lock holds it no more. */
static void let_go(struct model *m, struct model_object *o)
{
	for (size_t i = 0; o->kind == MODEL_LOCK && i < o->hold_count; i++)
		o->lock.held_ns += model_run_time(m) - o->holds[i].since_ns;
	model_hold_drop_all(m, o);
}

static void take_lock(struct model *m, struct model_object *o,
		      const struct trace_event *e)
{
	uint32_t tid = thread_in(e);
	struct model_hold *h = model_hold_find(o, tid);

	o->lock.deaths += e->aux == 1;
	/* Whoever had it has it no more, seen or not. */
	if (!h) {
		let_go(m, o);
		o->lock.taken++;
		h = model_hold_add(m, o, tid, e->pid);
		if (h)
			h->site = e->site;
	}
	if (h)
		h->units = e->a ? e->a : 1;
}

static void take_unit(struct model *m, struct model_object *o,
		      const struct trace_event *e)
{
	struct model_hold *h = model_hold_add(m, o, thread_in(e), e->pid);

	if (h)
		h->units++;
	if (o->kind != MODEL_SEMAPHORE)
		return;
	o->semaphore.value = e->a;
	o->semaphore.taken++;
}

void model_fold_acquire(struct model *m, const struct trace_event *e)
{
	int64_t since = e->phase == MP_HAPPENS ? model_waits_since(m, e) : -1;
	struct model_object *o = taken(m, e);

	if (!o)
		return;
	model_object_changed(m, o, e);
	model_take(m, o, e, since);
	if (o->kind == MODEL_LOCK)
		take_lock(m, o, e);
	else
		take_unit(m, o, e);
}

static void give_lock(struct model *m, struct model_object *o,
		      const struct trace_event *e)
{
	struct model_hold *h = model_hold_find(o, thread_in(e));

	if (h && e->a)
		h->units = e->a;
	else
		let_go(m, o);
}

static void give_unit(struct model *m, struct model_object *o,
		      const struct trace_event *e)
{
	struct model_hold *h = model_hold_find(o, thread_in(e));

	if (o->kind == MODEL_SEMAPHORE) {
		o->semaphore.value = e->a;
		o->semaphore.given++;
		o->semaphore.signals += !h;
	}
	if (h && --h->units == 0)
		model_hold_drop(m, o, h);
}

void model_fold_release(struct model *m, const struct trace_event *e)
{
	struct model_object *o = taken(m, e);

	if (!o)
		return;
	model_object_changed(m, o, e);
	if (o->kind == MODEL_LOCK) {
		model_learn_lock(m, thread_in(e), o->id);
		give_lock(m, o, e);
	} else {
		give_unit(m, o, e);
	}
	if (o->kind == MODEL_SEMAPHORE || !o->hold_count)
		model_give(m, o, e);
}

void model_fold_recover(struct model *m, const struct trace_event *e)
{
	struct model_object *o = taken(m, e);

	if (!o)
		return;
	for (size_t i = o->hold_count; i--;)
		if (o->holds[i].pid == e->a)
			model_hold_drop(m, o, &o->holds[i]);
	if (o->kind == MODEL_SEMAPHORE) {
		o->semaphore.recovered += e->b;
		o->semaphore.value += e->b;
	}
}
