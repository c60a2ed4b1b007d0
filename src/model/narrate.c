/* SPDX-License-Identifier: MIT */
/*
 * Events as sentences: who does what to what, and why it waits.
 *
 * What a reader would not miss is not told: that a call begins or ends well
 * (what it did is told), that the kernel was asked.  A death is told by whoever
 * first knows how it came.
 */
#include "model/narrate.h"

#include <errno.h>
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

/* "3 of 4", or "3" where the capacity is not known. */
static void fill(const struct telling *t, uint64_t length)
{
	const struct model_queue *q = model_queue(t->m, t->e->object);

	str_addf(t->out, "%llu", (unsigned long long)length);
	if (q && q->capacity)
		str_addf(t->out, " of %llu", (unsigned long long)q->capacity);
}

/* ---- life ---- */

static bool tell_name(const struct telling *t)
{
	const struct model_process *parent =
		model_process(t->m, (uint32_t)t->e->a);

	model_tell_who(t, t->e->pid);
	str_add(t->out, " starts");
	if (parent) {
		str_add(t->out, ", a child of ");
		model_tell_who(t, parent->pid);
	}
	str_add_char(t->out, '.');
	return true;
}

static bool tell_attach(const struct telling *t)
{
	const char *path = trace_log_text(t->log, t->e->text, NULL);
	const char *slash = strrchr(path, '/');

	model_tell_who(t, t->e->pid);
	str_add(t->out, " runs the program ");
	path = slash ? slash + 1 : path;
	model_words_plain(path, strlen(path), t->out);
	str_add_char(t->out, '.');
	return true;
}

static bool tell_start(const struct telling *t)
{
	if (t->e->phase != MP_ENDS || !t->e->err)
		return false;
	model_tell_who(t, t->e->pid);
	str_add(t->out, " cannot start ");
	model_words_text(t->log, t->e->text, t->out);
	str_addf(t->out, ": %s.", strerror(t->e->err));
	return true;
}

/* ", which you sent", ", which main (PID 4710) sent". */
static void killer(const struct telling *t, const struct model_process *p)
{
	uint32_t by = model_killer(p);

	if (!by)
		return;
	str_add(t->out, ", which ");
	if (by == MODEL_PLAYER)
		str_add(t->out, "you");
	else if (by == p->pid)
		str_add(t->out, "it");
	else
		model_tell_who(t, by);
	str_add(t->out, " sent");
}

/* "it ended with exit status 0", "it was killed by SIGKILL, which you sent". */
static void ending(const struct telling *t, const struct model_process *p)
{
	if (!p->status_known) {
		str_add(t->out, "has ended");
	} else if (p->exit_code >= 0) {
		str_addf(t->out, "has ended with exit status %d", p->exit_code);
	} else {
		str_add(t->out, "was killed by ");
		model_words_signal(-p->exit_code, t->out);
		killer(t, p);
	}
}

static bool tell_reap(const struct telling *t)
{
	const struct model_process *p = model_process(t->m, (uint32_t)t->e->a);

	if (t->e->phase != MP_HAPPENS)
		return false;
	model_tell_who(t, t->e->pid);
	str_add(t->out, " reaps ");
	model_tell_who(t, t->e->a);
	if (p) {
		str_add(t->out, ", which ");
		ending(t, p);
	}
	str_add_char(t->out, '.');
	return true;
}

/*
 * Whether this event is the one to tell of the death of @p: the first that
 * knows how it ended or, if none does, the one that says it is gone.  (That a
 * process has ended is often known a moment before its status.)
 */
static bool is_the_news(const struct telling *t, const struct model_process *p)
{
	const struct model_change *c = t->m->changed;

	if (!p || !t->m->changed_count || p != &t->m->processes[c->process] ||
	    c->status_known)
		return false;
	return p->status_known ||
	       (p->state == MODEL_ENDED && c->from != MODEL_ENDED);
}

static bool tell_death(const struct telling *t)
{
	const struct model_process *p = model_process(t->m, t->e->pid), *parent;

	if (!is_the_news(t, p))
		return false;
	model_tell_who(t, p->pid);
	str_add_char(t->out, ' ');
	ending(t, p);
	parent = model_process(t->m, p->ppid);
	if (p->state == MODEL_ZOMBIE && parent &&
	    parent->state < MODEL_ZOMBIE) {
		str_add(t->out, ": a zombie until ");
		model_tell_who(t, parent->pid);
		str_add(t->out, " reaps it");
	}
	str_add_char(t->out, '.');
	return true;
}

/* Of one that tells something it is told by what it does next. */
static bool tell_blocked(const struct telling *t)
{
	const struct model_process *p = model_process(t->m, t->e->pid);

	if (!p || p->events || p->blocked != t->e->text)
		return false;
	model_tell_who(t, p->pid);
	str_add(t->out, " seems to be in ");
	model_words_blocked(t->m, t->log, p->blocked, p->blocked_at, t->out);
	str_add(t->out, ", as the kernel says.");
	return true;
}

static bool tell_join(const struct telling *t)
{
	const struct trace_event *e = t->e;

	if (e->phase == MP_WAITS) {
		model_tell_call(t, "waits in");
		str_addf(t->out, "PID %u has not ended.", (uint32_t)e->a);
		return true;
	}
	if (e->phase != MP_ENDS || !e->err)
		return false;
	model_tell_call(t, "gives up");
	if (e->err == ETIMEDOUT)
		str_addf(t->out, "PID %u has not ended and the time is up.",
			 (uint32_t)e->a);
	else
		str_addf(t->out, "%s.", strerror(e->err));
	return true;
}

static bool tell_signalling(const struct telling *t)
{
	const struct trace_event *e = t->e;

	if (e->phase == MP_ENDS && e->err) {
		model_tell_call(t, "fails in");
		str_addf(t->out, "%s.", strerror(e->err));
		return true;
	}
	if (e->phase != MP_HAPPENS)
		return false;
	model_tell_who(t, e->pid);
	str_addf(t->out, " sends %s to ",
		 e->verb == MP_VERB_KILL ? "SIGKILL" : "SIGTERM");
	model_tell_who(t, e->a);
	str_add_char(t->out, '.');
	return true;
}

static bool tell_sleep(const struct telling *t)
{
	if (t->e->phase != MP_BEGINS)
		return false;
	model_tell_who(t, t->e->pid);
	str_add(t->out, " sleeps for ");
	model_words_seconds((int64_t)t->e->a, t->out);
	str_add_char(t->out, '.');
	return true;
}

/* ---- queues ---- */

static bool tell_queue_new(const struct telling *t)
{
	if (t->e->phase != MP_HAPPENS)
		return false;
	model_tell_who(t, t->e->pid);
	str_add(t->out, " makes the queue ");
	model_object_name(t->m, t->log, t->e->object, t->out);
	str_addf(t->out, " with room for %llu.", (unsigned long long)t->e->a);
	return true;
}

static bool tell_queue_close(const struct telling *t)
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

static bool tell_transfer(const struct telling *t)
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

static bool tell_repair(const struct telling *t)
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
	[MP_VERB_NAME] = tell_name,
	[MP_VERB_START] = tell_start,
	[MP_VERB_JOIN] = tell_join,
	[MP_VERB_REAP] = tell_reap,
	[MP_VERB_TERMINATE] = tell_signalling,
	[MP_VERB_KILL] = tell_signalling,
	[MP_VERB_SLEEP] = tell_sleep,
	[MP_VERB_QUEUE_NEW] = tell_queue_new,
	[MP_VERB_QUEUE_CLOSE] = tell_queue_close,
	[MP_VERB_PUT] = tell_transfer,
	[MP_VERB_GET] = tell_transfer,
	[MP_VERB_REPAIR] = tell_repair,
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
	[MP_VERB_ATTACH] = tell_attach,
	[MP_VERB_SAMPLE] = tell_death,
	[MP_VERB_BLOCKED] = tell_blocked,
	[MP_VERB_EXITED] = tell_death,
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
