/* SPDX-License-Identifier: MIT */
/*
 * Bytes as events.  Each event takes EVENT_BYTES; small numbers are likely, so
 * that events meet the same processes and queues, and every field can also be
 * wild.
 */
#include <string.h>

#include "model/narrate.h"
#include "trace/object.h"
#include "unit/model/story.h"

enum { EVENT_BYTES = 12 };

/* One byte to a number: mostly small, sometimes at the edge of something. */
static uint64_t number(uint8_t byte)
{
	static const uint64_t wild[] = {
		0,          UINT64_MAX,    INT64_MAX,  (uint64_t)INT64_MIN,
		UINT32_MAX, 1ULL << 32,    255,        256,
		4096,       4097,          1ULL << 63, 0x7ff8000000000000,
		65535,      1000000000ULL, 0x8000,     (uint64_t)-9,
	};

	return byte < 0xf0 ? byte % 24 : wild[byte & 15];
}

static uint64_t letter(uint8_t byte)
{
	return (uint64_t) "RSDTtZXxI?"[byte % 10];
}

/* Of a POSIX call, mostly one of a few objects of every kind. */
static uint64_t object_of(int verb, uint8_t byte)
{
	if (verb == MP_VERB_SAMPLE)
		return letter(byte);
	if (verb >= MP_VERB_FORK && verb <= MP_VERB_POLL_FDS && byte < 0xf0)
		return trace_object_id(byte % TRACE_OBJECT_COUNT,
				       byte / TRACE_OBJECT_COUNT % 3);
	return number(byte);
}

static struct trace_event event_of(const uint8_t *b, int64_t *time)
{
	*time += (int64_t)b[0] * 1000003;
	return (struct trace_event){
		.time_ns = *time,
		.pid = (uint32_t)number(b[1]),
		.tid = (uint32_t)number(b[1]) + (b[2] > 0xe0),
		.verb = b[2] > 0xfc ? (uint16_t)(b[2] * 257)
				    : b[2] % MP_VERB_COUNT,
		.phase = b[3] > 0xf8 ? b[3] : b[3] % 4,
		.kind = b[4] > 0xf8 ? b[4] : b[4] % 5,
		.err = b[5] > 0xc0 ? (int32_t)number(b[5]) : 0,
		.object = object_of(b[2] % MP_VERB_COUNT, b[6]),
		.a = number(b[7]),
		.b = number(b[8]),
		.site = b[9],
		.text = b[10] % 4,
		.aux = (uint32_t)number(b[11]),
	};
}

/* Every event is told too; what comes out is at least well-formed. */
static const char *words_fault(const struct model *m,
			       const struct trace_log *log,
			       const struct trace_event *e)
{
	struct model_place place = { .file = "a.c", .line = 1 };
	SCOPED_STR out = STR_INIT;
	const struct model_process *p = model_process(m, e->pid);

	if (!model_narrate(m, log, e, &out) && out.len)
		return "words about nothing";
	if (memchr(out.buf, 0x1b, out.len))
		return "an escape sequence in a sentence";
	str_clear(&out);
	model_event_json(m, log, e, place, &out);
	if (out.len < 4 || out.buf[0] != '{' ||
	    strcmp(out.buf + out.len - 2, "}\n") != 0 ||
	    memchr(out.buf, '\n', out.len) != out.buf + out.len - 1)
		return "JSON that is not one line";
	if (p)
		model_doing(m, log, p, &out);
	return "";
}

static const char *lanes_fault(const struct history *h)
{
	for (size_t i = 0; i < history_head(h)->process_count; i++) {
		const struct model_process *p = &history_head(h)->processes[i];
		size_t n;
		const struct history_span *spans = history_lane(h, i, &n);

		if (!n || spans[n - 1].to_ns != INT64_MAX ||
		    spans[n - 1].state != p->state)
			return "a lane does not end in the present";
		for (size_t k = 0; k + 1 < n; k++) {
			if (spans[k].to_ns != spans[k + 1].from_ns)
				return "a lane has a gap";
		}
	}
	return "";
}

static const char *history_fault(const struct trace_log *log, size_t probes)
{
	struct history *h = history_new(log);
	size_t end = trace_log_end(log), at = 0;
	struct model *m = model_new();
	const char *fault = "";

	while (history_catch_up(h, 7))
		;
	fault = lanes_fault(h);
	for (size_t i = 0; i <= probes && !*fault; i++) {
		size_t to = probes ? end * i / probes : end;
		int64_t run_ns;

		for (; at < to; at++)
			model_apply(m, trace_log_at(log, at));
		fault = model_difference(history_at(h, to), m);
		run_ns = model_run_time(m);
		if (!*fault && to < end && history_index_at(h, run_ns) < to)
			fault = "the index at its time is before it";
		/* Back, and forward again. */
		(void)history_at(h, to / 2);
		if (!*fault)
			fault = model_difference(history_at(h, to), m);
	}
	model_free(m);
	history_free(h);
	return fault;
}

const char *fold_bytes(const uint8_t *bytes, size_t len)
{
	struct trace_log *log = trace_log_new(0);
	struct model *m = model_new(), *copy = NULL;
	const char *fault = "";
	int64_t time = 0;

	/* Texts 1 to 3, one of them hostile. */
	(void)trace_log_intern(log, "main", 4);
	(void)trace_log_intern(log, "\033[2Jx\0\xff\n\"y", 10);
	(void)trace_log_intern(log, "tasks", 5);
	for (size_t i = 0; i + EVENT_BYTES <= len && !*fault;
	     i += EVENT_BYTES) {
		struct trace_event e = event_of(bytes + i, &time);

		trace_log_append(log, &e);
		model_apply(m, &e);
		fault = model_fault(m);
		if (!*fault)
			fault = words_fault(m, log, &e);
	}
	copy = model_clone(m);
	if (!*fault)
		fault = model_difference(m, copy);
	model_free(m);
	if (!*fault)
		fault = model_fault(copy);
	model_free(copy);
	if (!*fault)
		fault = history_fault(log, 9);
	trace_log_free(log);
	return fault;
}
