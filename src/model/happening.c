/* SPDX-License-Identifier: MIT */
/*
 * Most happenings are one phase of one or more verbs; those are a table.  The
 * others are changes of the state that the event has made.
 */
#include "model/happening.h"

#include <string.h>

struct rule {
	uint8_t what; /* enum lesson_happening */
	uint8_t phase;
	uint16_t verb;
};

static const struct rule rules[] = {
	{ LESSON_HAPPENING_REAPS, MP_HAPPENS, MP_VERB_REAP },
	{ LESSON_HAPPENING_REAPS, MP_HAPPENS, MP_VERB_WAITPID },
	{ LESSON_HAPPENING_PUTS, MP_HAPPENS, MP_VERB_PUT },
	{ LESSON_HAPPENING_GETS, MP_HAPPENS, MP_VERB_GET },
	{ LESSON_HAPPENING_ACQUIRES, MP_HAPPENS, MP_VERB_ACQUIRE },
	{ LESSON_HAPPENING_RELEASES, MP_HAPPENS, MP_VERB_RELEASE },
	{ LESSON_HAPPENING_ARRIVES, MP_HAPPENS, MP_VERB_ARRIVE },
	{ LESSON_HAPPENING_PASSES, MP_HAPPENS, MP_VERB_PASS },
	{ LESSON_HAPPENING_BREAKS, MP_HAPPENS, MP_VERB_BREAK },
	{ LESSON_HAPPENING_SETS, MP_HAPPENS, MP_VERB_EVENT_SET },
	{ LESSON_HAPPENING_SETS, MP_HAPPENS, MP_VERB_VALUE_SET },
	{ LESSON_HAPPENING_SETS, MP_HAPPENS, MP_VERB_ITEM_SET },
	{ LESSON_HAPPENING_ADDS, MP_HAPPENS, MP_VERB_VALUE_ADD },
	{ LESSON_HAPPENING_ADDS, MP_HAPPENS, MP_VERB_ITEM_ADD },
	{ LESSON_HAPPENING_READS, MP_HAPPENS, MP_VERB_VALUE_GET },
	{ LESSON_HAPPENING_READS, MP_HAPPENS, MP_VERB_ITEM_GET },
	{ LESSON_HAPPENING_NOTIFIES, MP_HAPPENS, MP_VERB_NOTIFY },
	{ LESSON_HAPPENING_SENDS, MP_HAPPENS, MP_VERB_SEND },
	{ LESSON_HAPPENING_SENDS, MP_ENDS, MP_VERB_WRITE },
	{ LESSON_HAPPENING_SENDS, MP_ENDS, MP_VERB_MSG_SEND },
	{ LESSON_HAPPENING_RECEIVES, MP_HAPPENS, MP_VERB_RECV },
	{ LESSON_HAPPENING_RECEIVES, MP_ENDS, MP_VERB_READ },
	{ LESSON_HAPPENING_RECEIVES, MP_ENDS, MP_VERB_MSG_RECEIVE },
	{ LESSON_HAPPENING_SIGNALS, MP_ENDS, MP_VERB_TERMINATE },
	{ LESSON_HAPPENING_SIGNALS, MP_ENDS, MP_VERB_KILL },
	{ LESSON_HAPPENING_SIGNALS, MP_ENDS, MP_VERB_SEND_SIGNAL },
	{ LESSON_HAPPENING_HANDLES, MP_BEGINS, MP_VERB_HANDLER },
	{ LESSON_HAPPENING_TASK, MP_ENDS, MP_VERB_TASK },
	{ LESSON_HAPPENING_DEADLOCK, MP_HAPPENS, MP_VERB_DEADLOCK },
	{ LESSON_HAPPENING_LEFTOVER, MP_HAPPENS, MP_VERB_LEFT },
};

/* What was tried in vain has not happened: no bytes, no message. */
static bool took_place(const struct trace_event *e)
{
	if (e->phase != MP_ENDS || e->verb == MP_VERB_TASK)
		return true;
	return !e->err && (e->verb != MP_VERB_READ || e->a > 0);
}

static bool by_rule(const struct trace_event *e, enum lesson_happening what)
{
	for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++)
		if (rules[i].what == what && rules[i].verb == e->verb &&
		    rules[i].phase == e->phase)
			return took_place(e);
	return false;
}

/* A plain read or write says no more than that it begins: the state knows. */
static bool begins_to_wait(const struct model *m, const struct trace_event *e)
{
	const struct model_thread *t =
		e->phase == MP_BEGINS ? model_thread(m, e->tid) : NULL;

	return t && t->waits && t->verb == e->verb && t->object == e->object;
}

static bool is_shared_wait(const struct model *m, const struct trace_event *e)
{
	return e->object && e->verb != MP_VERB_SLEEP &&
	       e->verb != MP_VERB_JOIN && e->verb != MP_VERB_WAITPID &&
	       (e->phase == MP_WAITS || begins_to_wait(m, e));
}

static bool turns(const struct model *m, const struct trace_event *e,
		  uint16_t verb, bool full)
{
	const struct model_queue *q = model_queue(m, e->object);

	if (!q || e->verb != verb || e->phase != MP_HAPPENS)
		return false;
	return full ? q->capacity && q->count == q->capacity : !q->count;
}

static uint64_t lines_in(const struct trace_log *log,
			 const struct trace_event *e)
{
	size_t len = 0;
	const char *text = trace_log_text(log, e->text, &len);
	uint64_t lines = 0;

	for (size_t i = 0; i < len; i++)
		lines += text[i] == '\n';
	return lines;
}

/* Whether the kernel was seen to say that its state became another. */
static bool is_turn(const struct model_change *c, enum model_state now,
		    enum lesson_happening what)
{
	if (what == LESSON_HAPPENING_STOPS)
		return now == MODEL_STOPPED && c->from != now;
	if (what == LESSON_HAPPENING_CONTINUES)
		return now < MODEL_ZOMBIE && c->from == MODEL_STOPPED &&
		       now != MODEL_STOPPED;
	return now == MODEL_READY && c->from != now;
}

/* Whether @c is a start, an exit, a failure, a kill: what @what says. */
static bool is_change(const struct model *m, const struct model_change *c,
		      enum lesson_happening what)
{
	const struct model_process *p = &m->processes[c->process];
	bool ended = p->state >= MODEL_ZOMBIE &&
		     (c->from < MODEL_ZOMBIE || c->from == MODEL_STATE_COUNT);
	bool told = p->status_known && !c->status_known;

	if (what == LESSON_HAPPENING_STARTS)
		return c->from == MODEL_STATE_COUNT;
	if (what == LESSON_HAPPENING_EXITS)
		return ended;
	if (what == LESSON_HAPPENING_STOPS ||
	    what == LESSON_HAPPENING_CONTINUES ||
	    what == LESSON_HAPPENING_READY)
		return is_turn(c, p->state, what);
	return told && (what == LESSON_HAPPENING_KILLED ? p->exit_code < 0
							: p->exit_code != 0);
}

static size_t changes(const struct model *m, enum lesson_happening what,
		      struct model_subject *ret)
{
	size_t n = 0;

	for (size_t i = 0; i < m->changed_count; i++)
		if (is_change(m, &m->changed[i], what))
			ret[n++] = (struct model_subject){
				.pid = m->processes[m->changed[i].process].pid,
				.times = 1,
			};
	return n;
}

/* Whoever lives and is a child of one that has ended by this event. */
static size_t orphans(const struct model *m, struct model_subject *ret)
{
	struct model_subject parents[MODEL_SUBJECTS_MAX];
	size_t count = changes(m, LESSON_HAPPENING_EXITS, parents);
	size_t n = 0;

	for (size_t i = 0; i < count; i++)
		for (size_t k = 0;
		     k < m->process_count && n < MODEL_SUBJECTS_MAX; k++) {
			const struct model_process *p = &m->processes[k];

			if (p->ppid == parents[i].pid &&
			    p->state < MODEL_ZOMBIE)
				ret[n++] =
					(struct model_subject){ .pid = p->pid,
								.times = 1 };
		}
	return n;
}

static bool is_so(const struct model *m, const struct trace_event *e,
		  enum lesson_happening what)
{
	if (what == LESSON_HAPPENING_WAITS)
		return is_shared_wait(m, e);
	if (what == LESSON_HAPPENING_FULL)
		return turns(m, e, MP_VERB_PUT, true);
	if (what == LESSON_HAPPENING_EMPTY)
		return turns(m, e, MP_VERB_GET, false);
	/* What the kernel has seen, not the instant before a parent waits. */
	if (what == LESSON_HAPPENING_ZOMBIE)
		return e->verb == MP_VERB_SAMPLE && e->object == 'Z';
	return by_rule(e, what);
}

static bool is_of_state(enum lesson_happening what)
{
	return what == LESSON_HAPPENING_STARTS ||
	       what == LESSON_HAPPENING_EXITS ||
	       what == LESSON_HAPPENING_FAILS ||
	       what == LESSON_HAPPENING_KILLED ||
	       what == LESSON_HAPPENING_STOPS ||
	       what == LESSON_HAPPENING_CONTINUES ||
	       what == LESSON_HAPPENING_READY;
}

size_t model_happening(const struct model *m, const struct trace_log *log,
		       const struct trace_event *e, enum lesson_happening what,
		       struct model_subject ret[MODEL_SUBJECTS_MAX])
{
	if (is_of_state(what))
		return changes(m, what, ret);
	if (what == LESSON_HAPPENING_ORPHANED)
		return orphans(m, ret);
	if (what == LESSON_HAPPENING_WRITES) {
		ret[0] = (struct model_subject){ .pid = e->pid, .times = 0 };
		if (e->verb == MP_VERB_OUTPUT)
			ret[0].times = lines_in(log, e);
		return ret[0].times > 0;
	}
	if (!is_so(m, e, what))
		return 0;
	ret[0] = (struct model_subject){ .pid = e->pid,
					 .object = e->object,
					 .times = 1 };
	/* Of these the object says something else. */
	if (what == LESSON_HAPPENING_ZOMBIE ||
	    what == LESSON_HAPPENING_DEADLOCK)
		ret[0].object = 0;
	return 1;
}
