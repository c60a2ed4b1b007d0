/* SPDX-License-Identifier: MIT */
/*
 * Where processes meet: events, conditions and barriers.
 *
 * Who waits at one of them is a matter of the threads (thread.c); here is
 * what they wait for.
 *
 * Of a barrier's rounds the last ones are kept, and who has ever come to it,
 * so that it can be said who is missing.
 */
#include <errno.h>
#include <string.h>

#include "base/mem.h"
#include "model/fold.h"
#include "trace/object.h"

/* ---- events ---- */

void model_fold_event_new(struct model *m, const struct trace_event *e)
{
	(void)model_object_new(m, e, MODEL_EVENT);
}

void model_fold_event_set(struct model *m, const struct trace_event *e)
{
	struct model_object *o = model_fold_effect(m, e, MODEL_EVENT);

	if (!o)
		return;
	model_object_changed(m, o, e);
	o->event.set = e->verb == MP_VERB_EVENT_SET;
	if (!o->event.set)
		return;
	o->event.times = e->a;
	model_give(m, o, e);
}

/* ---- conditions ---- */

void model_fold_condition_new(struct model *m, const struct trace_event *e)
{
	struct model_object *o = model_object_new(m, e, MODEL_CONDITION);

	if (o)
		o->condition.lock = e->b;
}

void model_learn_lock(struct model *m, uint32_t tid, uint64_t lock)
{
	const struct model_thread *t = model_thread(m, tid);
	uint64_t i;

	if (!t || t->verb != MP_VERB_WAIT ||
	    !map_get(&m->by_id, t->object, &i) ||
	    m->objects[i].kind != MODEL_CONDITION ||
	    m->objects[i].condition.lock)
		return;
	m->objects[i].condition.lock = lock;
}

/*
 * mp calls those who came first and says how many wait.  Of the conditions of
 * the C library neither is known: there, one of several is called, and it is
 * not told which.
 */
static void call(struct model *m, struct model_object *o,
		 const struct trace_event *e)
{
	size_t waiting = model_threads_at(m, o->id);
	bool foreign = trace_object_kind(o->id) == TRACE_OBJECT_COND;

	if (!waiting && (foreign || !e->b)) {
		o->condition.lost++;
		o->condition.lost_ns = model_run_time(m);
	} else if (!foreign || e->a >= waiting) {
		o->condition.called += model_threads_call(m, o->id, e->a);
	}
}

void model_fold_notify(struct model *m, const struct trace_event *e)
{
	struct model_object *o = model_fold_effect(m, e, MODEL_CONDITION);

	if (!o)
		return;
	o->condition.notified++;
	model_object_changed(m, o, e);
	call(m, o, e);
	model_give(m, o, e);
}

/* For an event or on a condition: whoever set or notified it woke this one. */
void model_fold_wait(struct model *m, const struct trace_event *e)
{
	int64_t since = e->phase >= MP_HAPPENS && !e->err
				? model_waits_since(m, e)
				: -1;

	model_fold_operation(m, e);
	/* One of the C library's may never have been told to be made. */
	if (trace_object_kind(e->object) == TRACE_OBJECT_COND)
		(void)model_object_of(m, e, MODEL_CONDITION);
	if (since >= 0)
		model_take(m, model_object(m, e->object), e, since);
}

/* ---- barriers ---- */

void model_fold_barrier_new(struct model *m, const struct trace_event *e)
{
	struct model_object *o = model_object_new(m, e, MODEL_BARRIER);

	if (o)
		o->barrier.parties = e->a;
}

static struct model_meeting *meeting_of(struct model *m, struct model_object *o)
{
	if (o->barrier.meeting)
		return o->barrier.meeting;
	o->barrier.meeting = mem_new(1, sizeof(*o->barrier.meeting));
	/* Made before anybody watched: it is known from its first event on. */
	o->barrier.meeting->from_ns = o->maker ? o->made_ns : model_run_time(m);
	m->meetings++;
	return o->barrier.meeting;
}

static void note_party(struct model_meeting *meeting, uint32_t pid)
{
	for (uint32_t i = 0; i < meeting->party_count; i++)
		if (meeting->parties[i] == pid)
			return;
	if (meeting->party_count < MODEL_PARTIES_MAX)
		meeting->parties[meeting->party_count++] = pid;
}

/* Keep how the present round was. */
static void end_round(struct model *m, struct model_object *o, int32_t broken)
{
	struct model_meeting *meeting = meeting_of(m, o);
	struct model_round *r = meeting->rounds;

	if (meeting->round_count == MODEL_ROUNDS_MAX)
		memmove(r, r + 1, --meeting->round_count * sizeof(*r));
	r[meeting->round_count++] = (struct model_round){
		.phase = meeting->opened,
		.from_ns = meeting->from_ns,
		.to_ns = model_run_time(m),
		.last = o->hold_count ? o->holds[o->hold_count - 1].pid : 0,
		.broken = broken,
	};
	meeting->from_ns = model_run_time(m);
	if (broken)
		meeting->broken++;
	else
		meeting->opened++;
}

/* Another round has begun than the one that was seen. */
static void turn_to(struct model *m, struct model_object *o, uint64_t round,
		    int32_t broken)
{
	if (o->barrier.round == round)
		return;
	/* One that nobody came to was no round. */
	if (o->hold_count || broken)
		end_round(m, o, broken);
	model_hold_drop_all(m, o);
	o->barrier.round = round;
}

void model_fold_arrive(struct model *m, const struct trace_event *e)
{
	int64_t since =
		e->phase == MP_ENDS && !e->err ? model_waits_since(m, e) : -1;
	struct model_object *o;
	struct model_hold *h;

	model_fold_operation(m, e);
	/* One of the C library's may never have been told to be made. */
	if (trace_object_kind(e->object) == TRACE_OBJECT_COND)
		(void)model_object_of(m, e, MODEL_CONDITION);
	if (since >= 0)
		model_take(m, model_object(m, e->object), e, since);
	if (e->phase != MP_HAPPENS)
		return;
	o = model_object_of(m, e, MODEL_BARRIER);
	if (!o)
		return;
	model_object_changed(m, o, e);
	o->barrier.parties = e->aux;
	turn_to(m, o, e->b, 0);
	o->barrier.broken = 0;
	note_party(meeting_of(m, o), e->pid);
	h = model_hold_add(m, o, e->tid, e->pid);
	if (h)
		h->units = 1;
}

void model_fold_barrier(struct model *m, const struct trace_event *e)
{
	struct model_object *o = model_fold_effect(m, e, MODEL_BARRIER);

	if (!o)
		return;
	model_object_changed(m, o, e);
	if (e->verb == MP_VERB_BREAK)
		o->barrier.broken = (int32_t)(e->b & 0x7fffffff);
	else if (e->verb == MP_VERB_RESET)
		o->barrier.broken = 0;
	if (e->verb == MP_VERB_PASS)
		model_give(m, o, e);
	if (e->verb == MP_VERB_RESET)
		turn_to(m, o, e->a + 1, o->hold_count ? ECANCELED : 0);
	else if (e->verb != MP_VERB_ABORT)
		turn_to(m, o, e->a + 1, o->barrier.broken);
}
