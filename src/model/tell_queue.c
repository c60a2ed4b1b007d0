/* SPDX-License-Identifier: MIT */
/*
 * Sentences about queues.
 */
#include <errno.h>
#include <string.h>

#include "model/narrate.h"
#include "model/tell.h"

/* "3 of 4", or "3" where the capacity is not known. */
static void fill(const struct telling *t, uint64_t length)
{
	const struct model_queue *q = model_queue(t->m, t->e->object);

	str_addf(t->out, "%llu", (unsigned long long)length);
	if (q && q->capacity)
		str_addf(t->out, " of %llu", (unsigned long long)q->capacity);
}

bool model_tell_queue_new(const struct telling *t)
{
	if (t->e->phase != MP_HAPPENS)
		return false;
	model_tell_who(t, t->e->pid);
	str_add(t->out, " makes the queue ");
	model_object_name(t->m, t->log, t->e->object, t->out);
	str_addf(t->out, " with room for %llu.", (unsigned long long)t->e->a);
	return true;
}

bool model_tell_queue_close(const struct telling *t)
{
	if (t->e->phase != MP_HAPPENS)
		return false;
	model_tell_who(t, t->e->pid);
	str_add(t->out, " closes the queue ");
	model_object_name(t->m, t->log, t->e->object, t->out);
	str_add_char(t->out, '.');
	return true;
}

/*
 * Full or empty is what the process found a moment ago, under the lock; by
 * the time it tells, another may have changed it.
 */
static void tell_wait(const struct telling *t)
{
	const struct model_queue *q = model_queue(t->m, t->e->object);

	model_tell_call(t, "waits in");
	if (t->e->verb == MP_VERB_GET) {
		str_add(t->out, q && q->count ? "the queue was empty."
					      : "the queue is empty.");
	} else if (q && q->capacity && q->count < q->capacity) {
		str_add(t->out, "the queue was full.");
	} else {
		str_add(t->out, "the queue is full, ");
		fill(t, q ? q->count : t->e->b);
		str_add_char(t->out, '.');
	}
}

static void tell_refusal(const struct telling *t)
{
	bool put = t->e->verb == MP_VERB_PUT;

	model_tell_call(t, "gives up");
	switch (t->e->err) {
	case EAGAIN:
		str_add(t->out,
			put ? "the queue is full." : "the queue is empty.");
		break;
	case ETIMEDOUT:
		str_add(t->out,
			put ? "the queue stayed full and the time is up."
			    : "the queue stayed empty and the time is "
			      "up.");
		break;
	case EPIPE:
		str_add(t->out, put ? "the queue is closed."
				    : "the queue is closed and empty.");
		break;
	default:
		str_addf(t->out, "%s.", strerror(t->e->err));
	}
}

bool model_tell_transfer(const struct telling *t)
{
	const struct trace_event *e = t->e;
	bool put = e->verb == MP_VERB_PUT;

	if (e->phase == MP_WAITS) {
		tell_wait(t);
		return true;
	}
	if (e->phase == MP_ENDS && e->err) {
		tell_refusal(t);
		return true;
	}
	if (e->phase != MP_HAPPENS)
		return false;
	model_tell_who(t, e->pid);
	str_add(t->out, put ? " puts " : " takes ");
	model_tell_value(t);
	str_add(t->out, put ? " into " : " from ");
	model_object_name(t->m, t->log, e->object, t->out);
	str_add(t->out, ": ");
	fill(t, e->aux);
	str_add_char(t->out, '.');
	return true;
}

bool model_tell_repair(const struct telling *t)
{
	const struct model_queue *q = model_queue(t->m, t->e->object);

	if (!q || t->e->phase != MP_HAPPENS)
		return false;
	model_tell_who(t, t->e->pid);
	str_add(t->out, " repairs the queue ");
	model_object_name(t->m, t->log, q->id, t->out);
	str_add(t->out, ", in which a process was killed: ");
	fill(t, q->count);
	if (q->lost)
		str_addf(t->out, ", lost so far: %llu",
			 (unsigned long long)q->lost);
	str_add_char(t->out, '.');
	return true;
}
