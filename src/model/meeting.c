/* SPDX-License-Identifier: MIT */
/*
 * Where processes meet: events, conditions and barriers.
 *
 * Who waits at one of them is a matter of the threads (thread.c); here is
 * what they wait for.
 */
#include "model/fold.h"

/* ---- events ---- */

void model_fold_event_new(struct model *m, const struct trace_event *e)
{
	(void)model_object_new(m, e, MODEL_EVENT);
}

void model_fold_event_set(struct model *m, const struct trace_event *e)
{
	struct model_object *o;

	model_fold_operation(m, e);
	if (e->phase != MP_HAPPENS)
		return;
	o = model_object_of(m, e, MODEL_EVENT);
	if (!o)
		return;
	o->event.set = e->verb == MP_VERB_EVENT_SET;
	if (o->event.set)
		o->event.times = e->a;
}

/* ---- conditions ---- */

void model_fold_condition_new(struct model *m, const struct trace_event *e)
{
	struct model_object *o = model_object_new(m, e, MODEL_CONDITION);

	if (o)
		o->condition.lock = e->b;
}

void model_fold_notify(struct model *m, const struct trace_event *e)
{
	struct model_object *o;

	model_fold_operation(m, e);
	if (e->phase != MP_HAPPENS)
		return;
	o = model_object_of(m, e, MODEL_CONDITION);
	if (o)
		o->condition.notified++;
}

/* ---- barriers ---- */

void model_fold_barrier_new(struct model *m, const struct trace_event *e)
{
	struct model_object *o = model_object_new(m, e, MODEL_BARRIER);

	if (o)
		o->barrier.parties = e->a;
}

/* Another round has begun than the one that was seen. */
static void turn_to(struct model *m, struct model_object *o, uint64_t round)
{
	if (o->barrier.round == round)
		return;
	model_hold_drop_all(m, o);
	o->barrier.round = round;
}

void model_fold_arrive(struct model *m, const struct trace_event *e)
{
	struct model_object *o;
	struct model_hold *h;

	model_fold_operation(m, e);
	if (e->phase != MP_HAPPENS)
		return;
	o = model_object_of(m, e, MODEL_BARRIER);
	if (!o)
		return;
	o->barrier.parties = e->aux;
	turn_to(m, o, e->b);
	o->barrier.broken = 0;
	h = model_hold_add(m, o, e->tid, e->pid);
	if (h)
		h->units = 1;
}

void model_fold_barrier(struct model *m, const struct trace_event *e)
{
	struct model_object *o;

	model_fold_operation(m, e);
	if (e->phase != MP_HAPPENS)
		return;
	o = model_object_of(m, e, MODEL_BARRIER);
	if (!o)
		return;
	if (e->verb == MP_VERB_BREAK) {
		o->barrier.broken = (int32_t)(e->b & 0x7fffffff);
	} else if (e->verb == MP_VERB_RESET) {
		o->barrier.broken = 0;
	}
	if (e->verb != MP_VERB_ABORT)
		turn_to(m, o, e->a + 1);
}
