/* SPDX-License-Identifier: MIT */
/*
 * From hand to hand: of whom a process has what it takes or waited for.
 *
 * Only what is certain: an item by its number, bytes by their place in the
 * pipe, a lock by who let it go while the other already waited.
 */
#include "model/fold.h"

void model_hand(struct model *m, const struct trace_event *e, uint32_t by,
		int64_t at_ns)
{
	size_t from = by ? model_find(m, by) : MODEL_NONE;
	size_t to = model_find(m, e->pid);

	if (from == MODEL_NONE || to == MODEL_NONE || from == to)
		return;
	/* The PID may be another's by now. */
	if (m->processes[from].started_ns > at_ns)
		return;
	m->handed = (struct model_handed){
		.from = (uint32_t)from,
		.to = (uint32_t)to,
		.verb = e->verb,
		.object = e->object,
		.from_ns = at_ns,
	};
	m->has_handed = true;
}

void model_hand_over(struct model *m, const struct trace_event *e, uint64_t to)
{
	size_t i = to && to <= UINT32_MAX ? model_find(m, (uint32_t)to)
					  : MODEL_NONE;
	size_t from = model_find(m, e->pid);

	if (i == MODEL_NONE || from == MODEL_NONE || i == from)
		return;
	m->handed = (struct model_handed){
		.from = (uint32_t)from,
		.to = (uint32_t)i,
		.verb = e->verb,
		.from_ns = model_run_time(m),
	};
	m->has_handed = true;
}

int64_t model_waits_since(const struct model *m, const struct trace_event *e)
{
	const struct model_thread *t = model_thread(m, e->tid);

	if (!t || !t->waits || t->verb != e->verb || t->object != e->object)
		return -1;
	return t->wait_since_ns;
}

void model_give(const struct model *m, struct model_object *o,
		const struct trace_event *e)
{
	o->given_by = e->pid;
	o->given_ns = model_run_time(m);
}

void model_take(struct model *m, const struct model_object *o,
		const struct trace_event *e, int64_t waited_since)
{
	if (o && o->given_by && waited_since >= 0 &&
	    waited_since <= o->given_ns)
		model_hand(m, e, o->given_by, o->given_ns);
}
