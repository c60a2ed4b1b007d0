/* SPDX-License-Identifier: MIT */
/*
 * Events as JSON.  Which keys a verb has is a row of each of two tables; the
 * rest is how each group of keys is written.
 */
#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "model/facts.h"
#include "model/narrate.h"
#include "model/words.h"

/* Groups of keys. */
enum {
	KEY_OBJECT = 1 << 0,
	KEY_VALUE = 1 << 1,    /* kind, value */
	KEY_SEQUENCE = 1 << 2, /* sequence, length, where it happens */
	KEY_CAPACITY = 1 << 3,
	KEY_TARGET = 1 << 4,
	KEY_STATUS_A = 1 << 5,
	KEY_STATUS_B = 1 << 6, /* at the end, or where it happens */
	KEY_WAIT_STATUS = 1 << 7,
	KEY_TEXT = 1 << 8,
	KEY_STREAM = 1 << 9,
	KEY_SAMPLE = 1 << 10,
	KEY_REPAIR = 1 << 11,
	KEY_SPEED = 1 << 12,
	KEY_SIGNAL = 1 << 13,
	KEY_COUNT = 1 << 14,
	KEY_WHY = 1 << 15,
	KEY_BLOCKED = 1 << 16,
	KEY_NICE = 1 << 17,
	KEY_POINT = 1 << 18,
	KEY_FACTS = 1 << 19,
};

static const unsigned keys[MP_VERB_COUNT] = {
	[MP_VERB_NAME] = KEY_TEXT,
	[MP_VERB_START] = KEY_TARGET | KEY_TEXT,
	[MP_VERB_JOIN] = KEY_TARGET | KEY_STATUS_B,
	[MP_VERB_REAP] = KEY_TARGET | KEY_STATUS_B,
	[MP_VERB_TERMINATE] = KEY_TARGET,
	[MP_VERB_KILL] = KEY_TARGET,
	[MP_VERB_EXIT] = KEY_STATUS_A,
	[MP_VERB_SLEEP] = KEY_VALUE,
	[MP_VERB_QUEUE_NEW] = KEY_OBJECT | KEY_CAPACITY | KEY_TEXT,
	[MP_VERB_QUEUE_CLOSE] = KEY_OBJECT,
	[MP_VERB_PUT] = KEY_OBJECT | KEY_VALUE | KEY_SEQUENCE,
	[MP_VERB_GET] = KEY_OBJECT | KEY_VALUE | KEY_SEQUENCE,
	[MP_VERB_REPAIR] = KEY_OBJECT | KEY_REPAIR,
	[MP_VERB_MEASURE] = KEY_TEXT | KEY_POINT,
	[MP_VERB_ATTACH] = KEY_TEXT,
	[MP_VERB_SAMPLE] = KEY_SAMPLE,
	[MP_VERB_BLOCKED] = KEY_OBJECT | KEY_TEXT | KEY_BLOCKED,
	[MP_VERB_INSPECT] = KEY_FACTS,
	[MP_VERB_EXITED] = KEY_WAIT_STATUS,
	[MP_VERB_SOCKETPAIR] = KEY_OBJECT,
	[MP_VERB_PIPE] = KEY_OBJECT,
	[MP_VERB_MKFIFO] = KEY_OBJECT,
	[MP_VERB_OPEN] = KEY_OBJECT,
	[MP_VERB_HOLD] = KEY_OBJECT,
	[MP_VERB_DUP] = KEY_OBJECT,
	[MP_VERB_CLOSE] = KEY_OBJECT,
	[MP_VERB_WRITE] = KEY_OBJECT,
	[MP_VERB_READ] = KEY_OBJECT,
	[MP_VERB_MSG_OPEN] = KEY_OBJECT,
	[MP_VERB_MSG_SEND] = KEY_OBJECT,
	[MP_VERB_MSG_RECEIVE] = KEY_OBJECT,
	[MP_VERB_SEM_SET] = KEY_OBJECT,
	[MP_VERB_REMOVE] = KEY_OBJECT,
	[MP_VERB_OUTPUT] = KEY_TEXT | KEY_STREAM,
	[MP_VERB_SPEED] = KEY_SPEED,
	[MP_VERB_SIGNAL] = KEY_SIGNAL,
	[MP_VERB_RENICE] = KEY_NICE,
	[MP_VERB_LOST] = KEY_COUNT,
	[MP_VERB_DIVERGED] = KEY_TEXT,
	[MP_VERB_LEFT] = KEY_OBJECT,
	[MP_VERB_TASK_DONE] = KEY_OBJECT,
	[MP_VERB_QUEUE_JOIN] = KEY_OBJECT,
	[MP_VERB_POOL_NEW] = KEY_OBJECT | KEY_TEXT,
	[MP_VERB_POOL_CLOSE] = KEY_OBJECT,
	[MP_VERB_POOL_TERMINATE] = KEY_OBJECT,
	[MP_VERB_POOL_JOIN] = KEY_OBJECT,
	[MP_VERB_SUBMIT] = KEY_OBJECT,
	[MP_VERB_TASK] = KEY_OBJECT,
	[MP_VERB_RESULT] = KEY_OBJECT,
	[MP_VERB_WAIT_ANY] = KEY_OBJECT,
	[MP_VERB_WORKER_LOST] = KEY_OBJECT | KEY_STATUS_B,
	[MP_VERB_WORKER_NEW] = KEY_OBJECT,
	[MP_VERB_LOCK_NEW] = KEY_OBJECT | KEY_TEXT,
	[MP_VERB_ACQUIRE] = KEY_OBJECT,
	[MP_VERB_RELEASE] = KEY_OBJECT,
	[MP_VERB_RECOVER] = KEY_OBJECT,
	[MP_VERB_SEMAPHORE_NEW] = KEY_OBJECT | KEY_TEXT,
	[MP_VERB_EVENT_NEW] = KEY_OBJECT | KEY_TEXT,
	[MP_VERB_EVENT_SET] = KEY_OBJECT,
	[MP_VERB_EVENT_CLEAR] = KEY_OBJECT,
	[MP_VERB_WAIT] = KEY_OBJECT,
	[MP_VERB_CONDITION_NEW] = KEY_OBJECT | KEY_TEXT,
	[MP_VERB_NOTIFY] = KEY_OBJECT,
	[MP_VERB_BARRIER_NEW] = KEY_OBJECT | KEY_TEXT,
	[MP_VERB_ARRIVE] = KEY_OBJECT,
	[MP_VERB_PASS] = KEY_OBJECT,
	[MP_VERB_BREAK] = KEY_OBJECT,
	[MP_VERB_ABORT] = KEY_OBJECT,
	[MP_VERB_RESET] = KEY_OBJECT,
	[MP_VERB_VALUE_NEW] = KEY_OBJECT | KEY_TEXT,
	[MP_VERB_VALUE_GET] = KEY_OBJECT | KEY_VALUE,
	[MP_VERB_VALUE_SET] = KEY_OBJECT | KEY_VALUE,
	[MP_VERB_VALUE_ADD] = KEY_OBJECT | KEY_VALUE,
	[MP_VERB_PIPE_NEW] = KEY_OBJECT | KEY_TEXT,
	[MP_VERB_SEND] = KEY_OBJECT | KEY_VALUE,
	[MP_VERB_RECV] = KEY_OBJECT | KEY_VALUE,
	[MP_VERB_POLL] = KEY_OBJECT,
	[MP_VERB_CONN_CLOSE] = KEY_OBJECT,
	[MP_VERB_SHM_NEW] = KEY_OBJECT | KEY_TEXT,
	[MP_VERB_SHM_ATTACH] = KEY_OBJECT | KEY_TEXT,
	[MP_VERB_SHM_CLOSE] = KEY_OBJECT | KEY_TEXT,
	[MP_VERB_SHM_UNLINK] = KEY_OBJECT | KEY_TEXT,
	[MP_VERB_CANCEL] = KEY_OBJECT,
	[MP_VERB_SHOW] = KEY_TEXT | KEY_VALUE,
	[MP_VERB_MANAGER_NEW] = KEY_OBJECT | KEY_TEXT,
	[MP_VERB_NAMESPACE_NEW] = KEY_OBJECT | KEY_TEXT,
	[MP_VERB_DICT_NEW] = KEY_OBJECT | KEY_TEXT,
	[MP_VERB_LIST_NEW] = KEY_OBJECT | KEY_TEXT,
	[MP_VERB_MANAGER_END] = KEY_OBJECT,
	[MP_VERB_ITEM_GET] = KEY_OBJECT | KEY_TEXT,
	[MP_VERB_ITEM_SET] = KEY_OBJECT | KEY_TEXT,
	[MP_VERB_ITEM_ADD] = KEY_OBJECT | KEY_TEXT,
	[MP_VERB_ITEM_DELETE] = KEY_OBJECT | KEY_TEXT,
	[MP_VERB_ITEM_POP] = KEY_OBJECT | KEY_TEXT,
	[MP_VERB_ITEM_FIND] = KEY_OBJECT | KEY_TEXT,
	[MP_VERB_ITEM_INSERT] = KEY_OBJECT | KEY_TEXT,
	[MP_VERB_ITEMS_LEN] = KEY_OBJECT | KEY_TEXT,
	[MP_VERB_ITEMS_COPY] = KEY_OBJECT | KEY_TEXT,
	[MP_VERB_ITEMS_SORT] = KEY_OBJECT | KEY_TEXT,
	[MP_VERB_ITEMS_CLEAR] = KEY_OBJECT | KEY_TEXT,
};

/* Numbers that an event carries where it happens or ends, by their keys. */
struct numbers {
	const char *a, *b, *aux;
	bool at_end; /* it has them at MP_ENDS too */
};

static const struct numbers numbers[MP_VERB_COUNT] = {
	[MP_VERB_TASK_DONE] = { .a = "unfinished", .at_end = true },
	[MP_VERB_QUEUE_JOIN] = { .a = "unfinished", .at_end = true },
	[MP_VERB_LOCK_NEW] = { .a = "recursive" },
	[MP_VERB_ACQUIRE] = { .a = "count", .b = "thread" },
	[MP_VERB_RELEASE] = { .a = "count", .b = "thread" },
	[MP_VERB_RECOVER] = { .a = "target", .b = "count" },
	[MP_VERB_SEMAPHORE_NEW] = { .a = "count", .b = "most" },
	[MP_VERB_EVENT_SET] = { .a = "times" },
	[MP_VERB_NOTIFY] = { .a = "most", .b = "waiting" },
	[MP_VERB_BARRIER_NEW] = { .a = "parties" },
	[MP_VERB_ARRIVE] = { .a = "index", .b = "round" },
	[MP_VERB_PASS] = { .a = "round" },
	[MP_VERB_BREAK] = { .a = "round" },
	[MP_VERB_ABORT] = { .a = "round" },
	[MP_VERB_RESET] = { .a = "round" },
	[MP_VERB_VALUE_NEW] = { .a = "length" },
	[MP_VERB_VALUE_GET] = { .b = "index" },
	[MP_VERB_VALUE_SET] = { .b = "index" },
	[MP_VERB_VALUE_ADD] = { .b = "index" },
	[MP_VERB_PIPE_NEW] = { .a = "duplex" },
	[MP_VERB_SEND] = { .b = "bytes", .aux = "end" },
	[MP_VERB_RECV] = { .b = "bytes", .aux = "end" },
	[MP_VERB_POLL] = { .a = "ready", .aux = "end", .at_end = true },
	[MP_VERB_CONN_CLOSE] = { .aux = "end" },
	[MP_VERB_WAIT_ANY] = { .a = "ready", .b = "of", .at_end = true },
	[MP_VERB_SHM_NEW] = { .a = "bytes" },
	[MP_VERB_SHM_ATTACH] = { .a = "bytes" },
	[MP_VERB_MANAGER_NEW] = { .a = "target" },
	[MP_VERB_ITEM_GET] = { .b = "for" },
	[MP_VERB_ITEM_SET] = { .b = "for" },
	[MP_VERB_ITEM_ADD] = { .b = "for" },
	[MP_VERB_ITEM_DELETE] = { .b = "for" },
	[MP_VERB_ITEM_POP] = { .b = "for" },
	[MP_VERB_ITEM_FIND] = { .b = "for" },
	[MP_VERB_ITEM_INSERT] = { .b = "for" },
	[MP_VERB_ITEMS_LEN] = { .b = "for" },
	[MP_VERB_ITEMS_COPY] = { .b = "for" },
	[MP_VERB_ITEMS_SORT] = { .b = "for" },
	[MP_VERB_ITEMS_CLEAR] = { .b = "for" },
	[MP_VERB_POOL_NEW] = { .a = "workers" },
	[MP_VERB_SUBMIT] = { .a = "task",
			     .b = "tasks",
			     .aux = "chunk",
			     .at_end = true },
	[MP_VERB_TASK] = { .a = "task", .at_end = true },
	[MP_VERB_RESULT] = { .a = "task", .b = "tasks", .at_end = true },
	[MP_VERB_PRINT] = { .a = "bytes" },
	[MP_VERB_DIVERGED] = { .a = "letter" },
	[MP_VERB_DEADLOCK] = { .a = "threads", .b = "circle" },
	[MP_VERB_CANCEL] = { .a = "task", .b = "tasks" },
	[MP_VERB_SHOW] = { .b = "address" },
	[MP_VERB_WORKER_LOST] = { .a = "target", .aux = "place" },
	[MP_VERB_WORKER_NEW] = { .a = "target", .aux = "place" },
};

/* ---- writing ---- */

static void add_key(struct str *out, const char *key)
{
	str_add(out, ",\"");
	str_add(out, key);
	str_add(out, "\":");
}

static void add_int(struct str *out, const char *key, int64_t value)
{
	add_key(out, key);
	str_addf(out, "%lld", (long long)value);
}

static void add_uint(struct str *out, const char *key, uint64_t value)
{
	add_key(out, key);
	str_addf(out, "%llu", (unsigned long long)value);
}

static void add_string(struct str *out, const char *key, const char *bytes,
		       size_t len)
{
	add_key(out, key);
	str_add_char(out, '"');
	str_add_json(out, bytes, len);
	str_add_char(out, '"');
}

/* A word of ours, which needs no escapes. */
static void add_word(struct str *out, const char *key, const char *word)
{
	add_key(out, key);
	str_add_char(out, '"');
	str_add(out, word);
	str_add_char(out, '"');
}

static void add_text(struct str *out, const char *key,
		     const struct trace_log *log, uint32_t text)
{
	size_t len;
	const char *bytes = trace_log_text(log, text, &len);

	if (len)
		add_string(out, key, bytes, len);
}

/* JSON has no word for what is not finite. */
static void add_double(struct str *out, const char *key, double value)
{
	if (!isfinite(value)) {
		add_word(out, key,
			 isnan(value) ? "nan"
			 : value > 0  ? "inf"
				      : "-inf");
		return;
	}
	add_key(out, key);
	model_words_double(value, out);
}

static void add_seconds(struct str *out, const char *key, int64_t ns)
{
	str_addf(out, ",\"%s\":%lld.%09lld", key, (long long)(ns / CLOCK_S),
		 (long long)(ns % CLOCK_S));
}

/* ---- groups ---- */

static void add_hex(struct str *out, const struct trace_log *log, uint32_t text)
{
	size_t len;
	const char *bytes = trace_log_text(log, text, &len);

	add_key(out, "value");
	str_add_char(out, '"');
	for (size_t i = 0; i < len; i++)
		str_addf(out, "%02x", (unsigned char)bytes[i]);
	str_add_char(out, '"');
}

static void add_value(const struct trace_log *log, const struct trace_event *e,
		      struct str *out)
{
	const char *bytes;
	size_t len;

	switch ((enum mp_kind)e->kind) {
	case MP_KIND_INT:
		add_word(out, "kind", "int");
		add_int(out, "value", (int64_t)e->a);
		break;
	case MP_KIND_DOUBLE:
		add_word(out, "kind", "double");
		add_double(out, "value", model_bits_double(e->a));
		break;
	case MP_KIND_TEXT:
		bytes = trace_log_text(log, e->text, &len);
		add_word(out, "kind", "text");
		add_string(out, "value", bytes, strnlen(bytes, len));
		break;
	case MP_KIND_BYTES:
		add_word(out, "kind", "bytes");
		add_hex(out, log, e->text);
		break;
	case MP_KIND_NONE:
		break;
	}
}

static void add_object(const struct model *m, const struct trace_log *log,
		       const struct trace_event *e, struct str *out)
{
	const struct model_queue *q = model_queue(m, e->object);
	const struct model_object *o = model_object(m, e->object);
	SCOPED_STR name = STR_INIT;

	if (!e->object)
		return;
	if (q && q->name) {
		add_text(out, "object", log, q->name);
	} else if (o && o->name) {
		add_text(out, "object", log, o->name);
	} else {
		model_object_name(m, log, e->object, &name);
		add_string(out, "object", name.buf, name.len);
	}
}

static void add_sample(const struct trace_event *e, struct str *out)
{
	char letter = e->object < 0x80 ? (char)e->object : '?';

	add_string(out, "letter", &letter, 1);
	if (e->a <= INT64_MAX) {
		add_seconds(out, "cpu_time", (int64_t)e->a);
		add_uint(out, "cpu", e->aux & 0xffff);
	}
	if (e->b <= INT64_MAX)
		add_seconds(out, "ready_time", (int64_t)e->b);
	if (e->aux >> 16)
		add_uint(out, "threads", e->aux >> 16);
}

static void add_status(const struct model *m, const struct trace_event *e,
		       unsigned has, struct str *out)
{
	const struct model_process *p = model_process(m, e->pid);
	bool done = e->phase >= MP_HAPPENS && !e->err;

	if (has & KEY_STATUS_A && done)
		add_int(out, "status", (int64_t)e->a);
	if (has & KEY_STATUS_B && done)
		add_int(out, "status", (int64_t)e->b);
	if (has & KEY_WAIT_STATUS && p && p->status_known)
		add_int(out, "status", p->exit_code);
}

static void add_blocked(const struct trace_event *e, struct str *out)
{
	str_add(out, ",\"sampled\":true");
	if ((int64_t)e->a >= 0)
		add_uint(out, "call", e->a);
}

static void add_rare(const struct trace_event *e, unsigned has, struct str *out)
{
	static const char *const whys[] = { "itself", "user", "limit" };

	if (has & KEY_STREAM)
		add_word(out, "stream", e->a == 2 ? "stderr" : "stdout");
	if (has & KEY_SAMPLE)
		add_sample(e, out);
	if (has & KEY_BLOCKED)
		add_blocked(e, out);
	if (has & KEY_REPAIR) {
		add_uint(out, "puts", e->a);
		add_uint(out, "gets", e->b);
	}
	if (has & KEY_SPEED)
		add_double(out, "value", model_bits_double(e->a));
	if (has & KEY_SIGNAL)
		add_uint(out, "signal", e->a);
	if (has & KEY_NICE) {
		add_int(out, "nice", (int64_t)e->a);
		add_int(out, "before", (int64_t)e->b);
	}
	if (has & KEY_COUNT)
		add_uint(out, "count", e->a);
	if (has & KEY_WHY)
		add_word(out, "why", whys[e->a <= 2 ? e->a : 2]);
}

/* What the effect was; a call that failed had none. */
static void add_numbers(const struct trace_event *e, struct str *out)
{
	struct numbers key = e->verb < MP_VERB_COUNT ? numbers[e->verb]
						     : (struct numbers){ 0 };

	if (e->phase < MP_HAPPENS || e->err ||
	    (e->phase == MP_ENDS && !key.at_end))
		return;
	if (key.a)
		add_uint(out, key.a, e->a);
	if (key.b)
		add_uint(out, key.b, e->b);
	if (key.aux)
		add_uint(out, key.aux, e->aux);
}

static void add_details(const struct model *m, const struct trace_log *log,
			const struct trace_event *e, struct str *out)
{
	unsigned has = e->verb < MP_VERB_COUNT ? keys[e->verb] : 0;

	if (has & KEY_OBJECT)
		add_object(m, log, e, out);
	if (has & KEY_VALUE)
		add_value(log, e, out);
	if (has & KEY_SEQUENCE && e->phase == MP_HAPPENS) {
		add_uint(out, "sequence", e->b);
		add_uint(out, "length", e->aux);
	}
	if (has & KEY_CAPACITY)
		add_uint(out, "capacity", e->a);
	if (has & KEY_TARGET && e->a)
		add_uint(out, "target", e->a);
	if (has & KEY_TEXT)
		add_text(out, "text", log, e->text);
	if (has & KEY_POINT) {
		add_double(out, "x", model_bits_double(e->a));
		add_double(out, "y", model_bits_double(e->b));
	}
	if (has & KEY_FACTS && e->text) {
		add_key(out, "facts");
		model_facts_json(trace_log_text(log, e->text, NULL), out);
	}
	add_numbers(e, out);
	model_json_posix(m, log, e, out);
	add_status(m, e, has, out);
	add_rare(e, has, out);
}

/* ---- who and then what became of it ---- */

static void add_who(const struct model *m, const struct trace_log *log,
		    const struct trace_event *e, struct str *out)
{
	const struct model_process *p = model_process(m, e->pid);

	if (!e->pid)
		return;
	add_uint(out, "pid", e->pid);
	if (p && p->name) {
		add_text(out, "process", log, p->name);
	} else if (p && p->image < m->image_count) {
		SCOPED_STR name = STR_INIT;

		model_words_base(log, m->images[p->image].path, &name);
		add_string(out, "process", name.buf, name.len);
	}
}

static void add_state(const struct model *m, const struct trace_event *e,
		      struct str *out)
{
	for (size_t i = 0; i < m->changed_count; i++) {
		const struct model_change *c = &m->changed[i];
		const struct model_process *p = &m->processes[c->process];

		if (p->pid == e->pid && p->state != c->from)
			add_word(out, "state", model_state_name(p->state));
	}
}

void model_event_json(const struct model *m, const struct trace_log *log,
		      const struct trace_event *e, struct model_place place,
		      struct str *out)
{
	static const char *const phases[] = { "begins", "waits", "happens",
					      "ends" };
	int64_t time = model_run_time(m);
	const char *error;

	str_addf(out, "{\"time\":%lld.%09lld", (long long)(time / CLOCK_S),
		 (long long)(time % CLOCK_S));
	add_who(m, log, e, out);
	add_word(out, "verb", model_verb_name(e->verb));
	if (e->phase <= MP_ENDS)
		add_word(out, "phase", phases[e->phase]);
	add_details(m, log, e, out);
	error = (e->phase == MP_ENDS || e->verb == MP_VERB_RENICE) && e->err
			? strerrorname_np(e->err)
			: NULL;
	if (error)
		add_word(out, "error", error);
	if (place.function)
		add_string(out, "function", place.function,
			   strlen(place.function));
	if (place.file) {
		add_string(out, "file", place.file, strlen(place.file));
		add_int(out, "line", place.line);
	}
	add_state(m, e, out);
	str_add(out, "}\n");
}
