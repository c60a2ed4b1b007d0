/* SPDX-License-Identifier: MIT */
#include "unit/model/story.h"

#include "base/clock.h"
#include "support/check_main.h"

#include <string.h>

#include "model/narrate.h"

void story_begin(struct story *s)
{
	s->log = trace_log_new(0);
	s->m = model_new();
}

void story_end(struct story *s)
{
	ck_assert_str_eq(model_fault(s->m), "");
	model_free(s->m);
	trace_log_free(s->log);
}

void story_tell(struct story *s, int64_t ms, struct trace_event e)
{
	e.time_ns = ms * CLOCK_MS;
	trace_log_append(s->log, &e);
	model_apply(s->m, &e);
}

uint32_t story_text(struct story *s, const char *text)
{
	return trace_log_intern(s->log, text, strlen(text));
}

const struct model_process *story_process(const struct story *s, uint32_t pid)
{
	const struct model_process *p = model_process(s->m, pid);

	ck_assert_msg(p != NULL, "there is no process %u", pid);
	return p;
}

const struct model_queue *story_queue(const struct story *s, uint64_t object)
{
	const struct model_queue *q = model_queue(s->m, object);

	ck_assert_msg(q != NULL, "there is no queue");
	return q;
}

static void start(struct story *s, int64_t ms, uint32_t pid, const char *name)
{
	uint32_t text = story_text(s, name);

	TELL(s, ms, MAIN, START, MP_BEGINS, .text = text);
	TELL(s, ms, MAIN, START, MP_ENDS, .text = text, .a = pid);
	TELL(s, ms, pid, NAME, MP_HAPPENS, .text = text, .a = MAIN);
}

void story_cast(struct story *s, int64_t ms)
{
	TELL(s, ms, MAIN, ATTACH, MP_HAPPENS,
	     .text = story_text(s, "/demos/producer_consumer"),
	     .a = 0x555500000000, .b = 0x10000);
	TELL(s, ms, MAIN, NAME, MP_HAPPENS, .text = story_text(s, "main"),
	     .a = 1);
	TELL(s, ms, MAIN, QUEUE_NEW, MP_HAPPENS, .text = story_text(s, "tasks"),
	     .object = TASKS, .a = 4, .b = MP_KIND_INT | 4 << 8);
	start(s, ms, PRODUCER, "producer");
	start(s, ms, CONSUMER, "consumer");
}

static void transfer(struct story *s, int64_t ms, struct trace_event e)
{
	e.tid = e.pid;
	e.kind = MP_KIND_INT;
	e.object = TASKS;
	e.phase = MP_BEGINS;
	story_tell(s, ms, e);
	e.phase = MP_HAPPENS;
	e.aux = (uint32_t)story_queue(s, TASKS)->count;
	e.aux += e.verb == MP_VERB_PUT ? 1 : UINT32_MAX;
	story_tell(s, ms, e);
	e.phase = MP_ENDS;
	story_tell(s, ms, e);
}

void story_put(struct story *s, int64_t ms, uint64_t sequence, int value)
{
	transfer(s, ms,
		 (struct trace_event){ .pid = PRODUCER,
				       .verb = MP_VERB_PUT,
				       .a = (uint64_t)value,
				       .b = sequence });
}

void story_get(struct story *s, int64_t ms, uint64_t sequence, int value)
{
	transfer(s, ms,
		 (struct trace_event){ .pid = CONSUMER,
				       .verb = MP_VERB_GET,
				       .a = (uint64_t)value,
				       .b = sequence });
}

void story_sample(struct story *s, int64_t ms, uint32_t pid, char letter)
{
	TELL(s, ms, pid, SAMPLE, MP_HAPPENS, .object = (uint64_t)letter, .a = 0,
	     .b = 0);
}

void story_items(const struct story *s, uint64_t object, struct str *out)
{
	const struct model_queue *q = story_queue(s, object);

	for (size_t i = 0; i < q->count; i++) {
		if (i)
			str_add_char(out, ' ');
		model_value_text(s->log, model_queue_item(q, i)->value, out);
	}
}
