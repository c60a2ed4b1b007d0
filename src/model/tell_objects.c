/* SPDX-License-Identifier: MIT */
/*
 * Sentences about what processes share beside queues.
 */
#include <errno.h>
#include <string.h>

#include "model/narrate.h"
#include "model/tell.h"
#include "model/words.h"

static void name(const struct telling *t)
{
	model_object_name(t->m, t->log, t->e->object, t->out);
}

/* "ada (PID 4712) releases printer". */
static void does(const struct telling *t, const char *verb)
{
	model_tell_who(t, t->e->pid);
	str_addf(t->out, " %s ", verb);
	name(t);
}

static bool is_semaphore(const struct telling *t)
{
	const struct model_object *o = model_object(t->m, t->e->object);

	return o && o->kind == MODEL_SEMAPHORE;
}

bool model_tell_failure(const struct telling *t)
{
	if (t->e->phase != MP_ENDS || !t->e->err)
		return false;
	model_tell_call(t, "gives up");
	str_addf(t->out, "%s.",
		 t->e->err == ETIMEDOUT ? "the time is up"
		 : t->e->err == EAGAIN  ? "it would have to wait"
					: strerror(t->e->err));
	return true;
}

/* ---- made ---- */

static void add_size(const struct telling *t)
{
	unsigned long long a = t->e->a;

	switch (t->e->verb) {
	case MP_VERB_SEMAPHORE_NEW:
		str_addf(t->out, ": %llu to be had", a);
		break;
	case MP_VERB_BARRIER_NEW:
		str_addf(t->out, " for %llu", a);
		break;
	case MP_VERB_VALUE_NEW:
		if (a != 1)
			str_addf(t->out, " of %llu cells", a);
		break;
	case MP_VERB_SHM_NEW:
		str_addf(t->out, " of %llu bytes", a);
		break;
	case MP_VERB_POOL_NEW:
		str_addf(t->out, " of %llu workers", a);
		break;
	/* The others have no size. */
	default:
		break;
	}
}

bool model_tell_new(const struct telling *t)
{
	const struct model_object *o = model_object(t->m, t->e->object);

	if (t->e->phase != MP_HAPPENS || !o)
		return false;
	model_tell_who(t, t->e->pid);
	/* Without a name it is called by its kind. */
	if (o->name)
		str_addf(t->out, " makes the %s ", model_kind_name(o->kind));
	else
		str_add(t->out, " makes ");
	name(t);
	add_size(t);
	str_add_char(t->out, '.');
	return true;
}

/* ---- locks and semaphores ---- */

static void waits_for_lock(const struct telling *t)
{
	const struct model_thread *holder =
		model_thread(t->m, (uint32_t)t->e->b);

	model_tell_call(t, "waits in");
	if (is_semaphore(t)) {
		str_add(t->out, "there is none left.");
	} else if (holder) {
		model_tell_who(t, holder->pid);
		str_add(t->out, " holds it.");
	} else {
		str_add(t->out, "it is held.");
	}
}

static void takes(const struct telling *t)
{
	const struct trace_event *e = t->e;

	if (is_semaphore(t)) {
		does(t, "takes one of");
		str_addf(t->out, ": %llu left", (unsigned long long)e->a);
	} else {
		does(t, "acquires");
		if (e->a > 1)
			str_addf(t->out, ", %llu deep",
				 (unsigned long long)e->a);
	}
	if (e->aux == 1)
		str_add(t->out, ", whose holder was killed");
}

static void gives(const struct telling *t)
{
	if (is_semaphore(t)) {
		does(t, "gives one back to");
		str_addf(t->out, ": %llu left", (unsigned long long)t->e->a);
		return;
	}
	does(t, "releases");
	if (t->e->a)
		str_addf(t->out, ", still %llu deep",
			 (unsigned long long)t->e->a);
}

bool model_tell_lock(const struct telling *t)
{
	const struct trace_event *e = t->e;

	if (e->phase == MP_WAITS) {
		waits_for_lock(t);
		return true;
	}
	if (e->phase != MP_HAPPENS)
		return model_tell_failure(t);
	if (e->verb == MP_VERB_ACQUIRE) {
		takes(t);
	} else if (e->verb == MP_VERB_RELEASE) {
		gives(t);
	} else {
		does(t, "gives back to");
		str_addf(t->out, " the %llu that ", (unsigned long long)e->b);
		model_tell_who(t, e->a);
		str_add(t->out, " died with");
	}
	str_add_char(t->out, '.');
	return true;
}

/* ---- events, conditions, barriers ---- */

static bool waits_to_meet(const struct telling *t)
{
	const struct model_object *o = model_object(t->m, t->e->object);

	model_tell_call(t, "waits in");
	if (o && o->kind == MODEL_EVENT)
		str_add(t->out, "it is not set.");
	else if (o && o->kind == MODEL_BARRIER)
		str_addf(t->out, "%zu of %llu are there.", o->hold_count,
			 (unsigned long long)o->barrier.parties);
	else
		str_add(t->out, "until it is notified.");
	return true;
}

static const char *why_broken(uint64_t err)
{
	switch (err) {
	case ETIMEDOUT:
		return "the time of one was up";
	case ECANCELED:
		return "it was aborted";
	case EOWNERDEAD:
		return "one who had come was killed";
	default:
		return "of an error";
	}
}

static bool meets(const struct telling *t)
{
	const struct trace_event *e = t->e;
	unsigned long long a = e->a;

	switch (e->verb) {
	case MP_VERB_EVENT_SET:
		does(t, "sets");
		break;
	case MP_VERB_EVENT_CLEAR:
		does(t, "clears");
		break;
	case MP_VERB_NOTIFY:
		does(t, "notifies");
		str_addf(t->out, ", on which %llu wait",
			 (unsigned long long)e->b);
		break;
	case MP_VERB_ARRIVE:
		does(t, "arrives at");
		str_addf(t->out, ", number %llu of %u", a + 1, e->aux);
		break;
	case MP_VERB_PASS:
		str_add(t->out, "All are there, and ");
		name(t);
		str_add(t->out, " opens");
		break;
	case MP_VERB_BREAK:
		name(t);
		str_addf(t->out, " breaks, because %s", why_broken(e->b));
		break;
	case MP_VERB_ABORT:
		does(t, "aborts");
		break;
	case MP_VERB_RESET:
		does(t, "resets");
		break;
	/* WAIT: that it goes on is told by what it does next. */
	default:
		return false;
	}
	str_add_char(t->out, '.');
	return true;
}

bool model_tell_meeting(const struct telling *t)
{
	if (t->e->phase == MP_WAITS)
		return waits_to_meet(t);
	return t->e->phase == MP_HAPPENS ? meets(t) : model_tell_failure(t);
}

/* ---- values and memory ---- */

/* "balance", "balance[3]". */
static void cell(const struct telling *t)
{
	const struct model_object *o = model_object(t->m, t->e->object);

	name(t);
	if (o && o->kind == MODEL_VALUE && o->value.len != 1)
		str_addf(t->out, "[%llu]", (unsigned long long)t->e->b);
}

bool model_tell_cell(const struct telling *t)
{
	if (t->e->phase == MP_WAITS) {
		model_tell_call(t, "waits in");
		str_add(t->out, "its lock is held.");
		return true;
	}
	if (t->e->phase != MP_HAPPENS)
		return model_tell_failure(t);
	model_tell_who(t, t->e->pid);
	str_add(t->out, t->e->verb == MP_VERB_VALUE_GET   ? " reads "
			: t->e->verb == MP_VERB_VALUE_SET ? " sets "
							  : " adds to ");
	cell(t);
	str_add(t->out, t->e->verb == MP_VERB_VALUE_GET   ? ": "
			: t->e->verb == MP_VERB_VALUE_SET ? " to "
							  : ", which is now ");
	model_tell_value(t);
	str_add_char(t->out, '.');
	return true;
}

bool model_tell_show(const struct telling *t)
{
	if (t->e->phase != MP_HAPPENS || !t->e->text)
		return false;
	model_tell_who(t, t->e->pid);
	str_add(t->out, " has ");
	model_words_text(t->log, t->e->text, t->out);
	str_add(t->out, " = ");
	model_tell_value(t);
	str_add_char(t->out, '.');
	return true;
}

bool model_tell_memory(const struct telling *t)
{
	if (t->e->phase != MP_HAPPENS)
		return model_tell_failure(t);
	model_tell_who(t, t->e->pid);
	str_add(t->out, t->e->verb == MP_VERB_SHM_ATTACH  ? " attaches "
			: t->e->verb == MP_VERB_SHM_CLOSE ? " lets go of "
							  : " unlinks ");
	if (t->e->text) {
		str_add(t->out, "the memory ");
		model_words_text(t->log, t->e->text, t->out);
	} else {
		model_object_name(t->m, t->log, t->e->object, t->out);
	}
	str_add_char(t->out, '.');
	return true;
}

/* ---- pipes ---- */

bool model_tell_message(const struct telling *t)
{
	bool sends = t->e->verb == MP_VERB_SEND;

	if (t->e->phase == MP_WAITS) {
		model_tell_call(t, "waits in");
		str_add(t->out, sends ? "there is no room." : "it is empty.");
		return true;
	}
	if (t->e->phase != MP_HAPPENS)
		return model_tell_failure(t);
	model_tell_who(t, t->e->pid);
	str_add(t->out, sends ? " sends " : " receives ");
	model_tell_value(t);
	str_add(t->out, sends ? " into " : " from ");
	name(t);
	str_addf(t->out, ", %llu bytes.", (unsigned long long)t->e->b);
	return true;
}

/* ---- pools ---- */

static bool tell_worker(const struct telling *t)
{
	if (t->e->phase != MP_HAPPENS)
		return false;
	name(t);
	if (t->e->verb == MP_VERB_WORKER_LOST) {
		str_add(t->out, " has lost its worker ");
		model_tell_who(t, t->e->a);
	} else {
		str_add(t->out, " has a new worker, ");
		model_tell_who(t, t->e->a);
	}
	str_add_char(t->out, '.');
	return true;
}

static bool tell_task(const struct telling *t)
{
	const struct trace_event *e = t->e;

	if (e->phase == MP_BEGINS) {
		model_tell_who(t, e->pid);
		str_addf(t->out, " begins task %llu of ",
			 (unsigned long long)e->a);
	} else if (e->phase == MP_ENDS && e->err) {
		model_tell_who(t, e->pid);
		str_addf(t->out, " fails with %d in task %llu of ", e->err,
			 (unsigned long long)e->a);
	} else {
		return false;
	}
	name(t);
	str_add_char(t->out, '.');
	return true;
}

bool model_tell_pool(const struct telling *t)
{
	const struct trace_event *e = t->e;

	switch (e->verb) {
	case MP_VERB_WORKER_LOST:
	case MP_VERB_WORKER_NEW:
		return tell_worker(t);
	case MP_VERB_TASK:
		return tell_task(t);
	case MP_VERB_CANCEL:
		if (e->phase != MP_HAPPENS)
			return false;
		model_tell_who(t, e->pid);
		str_addf(t->out, " cancels %llu of ", (unsigned long long)e->b);
		break;
	case MP_VERB_SUBMIT:
		if (e->phase != MP_ENDS || e->err)
			return model_tell_failure(t);
		model_tell_who(t, e->pid);
		str_addf(t->out, " submits %llu to ", (unsigned long long)e->b);
		break;
	case MP_VERB_POOL_CLOSE:
		if (e->phase != MP_ENDS || e->err)
			return model_tell_failure(t);
		model_tell_who(t, e->pid);
		str_add(t->out, " closes ");
		break;
	case MP_VERB_POOL_TERMINATE:
		if (e->phase != MP_ENDS || e->err)
			return model_tell_failure(t);
		model_tell_who(t, e->pid);
		str_add(t->out, " terminates ");
		break;
	/* RESULT, POOL_JOIN. */
	default:
		if (e->phase != MP_WAITS)
			return model_tell_failure(t);
		model_tell_who(t, e->pid);
		str_addf(t->out, " waits in %s of ", model_verb_name(e->verb));
		break;
	}
	name(t);
	str_add_char(t->out, '.');
	return true;
}
