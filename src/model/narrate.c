/* SPDX-License-Identifier: MIT */
/*
 * Events as sentences: who does what to what, and why it waits.
 *
 * What a reader would not miss is not told: that a call begins or ends well
 * (what it did is told), that the kernel was asked.  A death is told by whoever
 * first knows how it came.
 */
#include "model/narrate.h"

#include <string.h>

#include "base/clock.h"
#include "model/stuck.h"
#include "model/tell.h"
#include "model/words.h"

void model_tell_who(const struct telling *t, uint64_t pid)
{
	model_words_who(t->m, t->log, (uint32_t)pid, t->out);
}

void model_tell_call(const struct telling *t, const char *does)
{
	const struct trace_event *e = t->e;

	model_tell_who(t, e->pid);
	str_addf(t->out, " %s %s(", does, model_verb_name(e->verb));
	if (e->object)
		model_object_name(t->m, t->log, e->object, t->out);
	else if (e->a)
		model_process_name(t->m, t->log, (uint32_t)e->a, t->out);
	str_add(t->out, "): ");
}

void model_tell_value(const struct telling *t)
{
	model_value_text(t->log,
			 (struct model_value){ .kind = t->e->kind,
					       .bits = t->e->a,
					       .text = t->e->text },
			 t->out);
}

/* ---- the run ---- */

static bool tell_pause(const struct telling *t)
{
	str_add(t->out, "Paused.");
	return true;
}

static bool tell_resume(const struct telling *t)
{
	str_add(t->out, "Going on.");
	return true;
}

static bool tell_speed(const struct telling *t)
{
	str_addf(t->out, "The speed is %gx.", model_bits_double(t->e->a));
	return true;
}

static bool tell_step(const struct telling *t)
{
	model_tell_who(t, t->e->pid);
	str_add(t->out, " makes one step.");
	return true;
}

static bool tell_measure(const struct telling *t)
{
	if (t->e->phase != MP_HAPPENS)
		return false;
	model_tell_who(t, t->e->pid);
	str_add(t->out, " measures ");
	model_words_text(t->log, t->e->text, t->out);
	str_add(t->out, ": ");
	model_words_double(model_bits_double(t->e->b), t->out);
	str_add(t->out, " at ");
	model_words_double(model_bits_double(t->e->a), t->out);
	str_add_char(t->out, '.');
	return true;
}

static bool tell_signal(const struct telling *t)
{
	str_add(t->out, "You send ");
	model_words_signal((int)(t->e->a & 0xffff), t->out);
	str_add(t->out, " to ");
	model_tell_who(t, t->e->pid);
	str_add_char(t->out, '.');
	return true;
}

/* Whatever is asked for, the kernel keeps it between -20 and 19. */
static bool tell_renice(const struct telling *t)
{
	int64_t now = (int64_t)t->e->a, before = (int64_t)t->e->b;

	str_add(t->out, "You ask for another nice value of ");
	model_tell_who(t, t->e->pid);
	if (t->e->err)
		str_addf(t->out, ", but it stays %lld: %s.", (long long)now,
			 model_words_refusal(t->e->err));
	else
		str_addf(t->out, ": it was %lld and is %lld.",
			 (long long)before, (long long)now);
	return true;
}

static bool tell_lost(const struct telling *t)
{
	str_addf(t->out, "Events lost: %llu", (unsigned long long)t->e->a);
	if (t->e->pid) {
		str_add(t->out, ", of ");
		model_tell_who(t, t->e->pid);
	}
	str_add_char(t->out, '.');
	return true;
}

static bool tell_torn(const struct telling *t)
{
	model_tell_who(t, t->e->pid);
	str_add(t->out, " was killed while it told of an event, which is not "
			"known therefore.");
	return true;
}

static bool tell_diverged(const struct telling *t)
{
	str_add(t->out, "The schedule cannot be kept: ");
	model_words_text(t->log, t->e->text, t->out);
	str_addf(t->out, ".  The run goes on without it.");
	return true;
}

static bool tell_deadlock(const struct telling *t)
{
	struct model_stuck s;

	model_stuck(t->m, &s);
	model_stuck_words(t->m, t->log, &s, t->out);
	model_stuck_release(&s);
	return true;
}

static bool tell_end(const struct telling *t)
{
	static const char *const whys[] = {
		"The run is over", "The run is over: you ended it",
		"The run is over: it was cut short"
	};
	size_t len;

	str_add(t->out, whys[t->m->over_why]);
	(void)trace_log_text(t->log, t->e->text, &len);
	if (len) {
		str_add(t->out, ": ");
		model_words_text(t->log, t->e->text, t->out);
	}
	str_add_char(t->out, '.');
	return true;
}

/* ---- which verb is told how ---- */

typedef bool tell_fn(const struct telling *t);

static tell_fn *const tells[MP_VERB_COUNT] = {
	[MP_VERB_NAME] = model_tell_name,
	[MP_VERB_START] = model_tell_start,
	[MP_VERB_JOIN] = model_tell_join,
	[MP_VERB_REAP] = model_tell_reap,
	[MP_VERB_TERMINATE] = model_tell_signalling,
	[MP_VERB_KILL] = model_tell_signalling,
	[MP_VERB_SLEEP] = model_tell_sleep,
	[MP_VERB_QUEUE_NEW] = model_tell_queue_new,
	[MP_VERB_QUEUE_CLOSE] = model_tell_queue_close,
	[MP_VERB_PUT] = model_tell_transfer,
	[MP_VERB_GET] = model_tell_transfer,
	[MP_VERB_REPAIR] = model_tell_repair,
	[MP_VERB_LOCK_NEW] = model_tell_new,
	[MP_VERB_SEMAPHORE_NEW] = model_tell_new,
	[MP_VERB_EVENT_NEW] = model_tell_new,
	[MP_VERB_CONDITION_NEW] = model_tell_new,
	[MP_VERB_BARRIER_NEW] = model_tell_new,
	[MP_VERB_VALUE_NEW] = model_tell_new,
	[MP_VERB_PIPE_NEW] = model_tell_new,
	[MP_VERB_POOL_NEW] = model_tell_new,
	[MP_VERB_SHM_NEW] = model_tell_new,
	[MP_VERB_ACQUIRE] = model_tell_lock,
	[MP_VERB_RELEASE] = model_tell_lock,
	[MP_VERB_RECOVER] = model_tell_lock,
	[MP_VERB_EVENT_SET] = model_tell_meeting,
	[MP_VERB_EVENT_CLEAR] = model_tell_meeting,
	[MP_VERB_WAIT] = model_tell_meeting,
	[MP_VERB_NOTIFY] = model_tell_meeting,
	[MP_VERB_ARRIVE] = model_tell_meeting,
	[MP_VERB_PASS] = model_tell_meeting,
	[MP_VERB_BREAK] = model_tell_meeting,
	[MP_VERB_ABORT] = model_tell_meeting,
	[MP_VERB_RESET] = model_tell_meeting,
	[MP_VERB_VALUE_GET] = model_tell_cell,
	[MP_VERB_VALUE_SET] = model_tell_cell,
	[MP_VERB_VALUE_ADD] = model_tell_cell,
	[MP_VERB_SHM_ATTACH] = model_tell_memory,
	[MP_VERB_SHM_CLOSE] = model_tell_memory,
	[MP_VERB_SHM_UNLINK] = model_tell_memory,
	[MP_VERB_SEND] = model_tell_message,
	[MP_VERB_RECV] = model_tell_message,
	[MP_VERB_SUBMIT] = model_tell_pool,
	[MP_VERB_TASK] = model_tell_pool,
	[MP_VERB_RESULT] = model_tell_pool,
	[MP_VERB_POOL_CLOSE] = model_tell_pool,
	[MP_VERB_POOL_TERMINATE] = model_tell_pool,
	[MP_VERB_POOL_JOIN] = model_tell_pool,
	[MP_VERB_WORKER_LOST] = model_tell_pool,
	[MP_VERB_WORKER_NEW] = model_tell_pool,
	[MP_VERB_CANCEL] = model_tell_pool,
	[MP_VERB_SHOW] = model_tell_show,
	[MP_VERB_MANAGER_NEW] = model_tell_new,
	[MP_VERB_NAMESPACE_NEW] = model_tell_new,
	[MP_VERB_DICT_NEW] = model_tell_new,
	[MP_VERB_LIST_NEW] = model_tell_new,
	[MP_VERB_MANAGER_END] = model_tell_manager_end,
	[MP_VERB_ITEM_GET] = model_tell_item,
	[MP_VERB_ITEM_SET] = model_tell_item,
	[MP_VERB_ITEM_ADD] = model_tell_item,
	[MP_VERB_ITEM_DELETE] = model_tell_item,
	[MP_VERB_ITEM_POP] = model_tell_item,
	[MP_VERB_ITEM_FIND] = model_tell_item,
	[MP_VERB_ITEM_INSERT] = model_tell_item,
	[MP_VERB_ITEMS_LEN] = model_tell_item,
	[MP_VERB_ITEMS_COPY] = model_tell_item,
	[MP_VERB_ITEMS_SORT] = model_tell_item,
	[MP_VERB_ITEMS_CLEAR] = model_tell_item,
	[MP_VERB_MEASURE] = tell_measure,
	[MP_VERB_ATTACH] = model_tell_attach,
	[MP_VERB_SAMPLE] = model_tell_death,
	[MP_VERB_BLOCKED] = model_tell_blocked,
	[MP_VERB_EXITED] = model_tell_death,
	[MP_VERB_PAUSE] = tell_pause,
	[MP_VERB_RESUME] = tell_resume,
	[MP_VERB_SPEED] = tell_speed,
	[MP_VERB_STEP] = tell_step,
	[MP_VERB_SIGNAL] = tell_signal,
	[MP_VERB_RENICE] = tell_renice,
	[MP_VERB_LOST] = tell_lost,
	[MP_VERB_TORN] = tell_torn,
	[MP_VERB_DIVERGED] = tell_diverged,
	[MP_VERB_DEADLOCK] = tell_deadlock,
	[MP_VERB_END] = tell_end,
	[MP_VERB_LEFT] = model_tell_left,
};

static void add_time(const struct telling *t)
{
	str_addf(t->out, "%.3f s  ",
		 (double)model_run_time(t->m) / (double)CLOCK_S);
}

/* One line for each line that was written. */
static bool tell_output(const struct telling *t)
{
	size_t len, n;
	const char *bytes = trace_log_text(t->log, t->e->text, &len);

	if (len && bytes[len - 1] == '\n')
		len--;
	for (;;) {
		const char *end = memchr(bytes, '\n', len);

		n = end ? (size_t)(end - bytes) : len;
		add_time(t);
		if (t->e->pid)
			model_tell_who(t, t->e->pid);
		else
			str_add(t->out, "the demo");
		str_add(t->out,
			t->e->a == 2 ? " prints (error): " : " prints: ");
		model_words_plain(bytes, n, t->out);
		if (!end)
			break;
		str_add_char(t->out, '\n');
		bytes += n + 1;
		len -= n + 1;
	}
	if (t->e->aux)
		str_add(t->out, " [more, which is not kept]");
	return true;
}

bool model_narrate(const struct model *m, const struct trace_log *log,
		   const struct trace_event *e, struct str *out)
{
	const struct telling t = { m, log, e, out };
	size_t before = out->len;

	if (e->verb == MP_VERB_OUTPUT)
		return tell_output(&t);
	if (e->verb >= MP_VERB_COUNT)
		return false;
	add_time(&t);
	if (tells[e->verb] ? tells[e->verb](&t)
			   : model_words_posix(m, log, e, out))
		return true;
	str_truncate(out, before);
	return false;
}
