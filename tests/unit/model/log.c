/* SPDX-License-Identifier: MIT */
/*
 * A log for the tests of a history: what trace/log.h promises and no more.
 * It drops a single event where a real log drops a block, which is the
 * hardest case for a history.
 */
#include "trace/log.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct text {
	char *bytes;
	size_t len;
};

struct trace_log {
	struct trace_event *events;
	size_t end, cap, max;
	struct text *texts;
	size_t text_count, text_cap;
};

struct trace_log *trace_log_new(size_t max_events)
{
	struct trace_log *log = mem_new(1, sizeof(*log));

	log->max = max_events ? max_events : SIZE_MAX;
	(void)trace_log_intern(log, "", 0);
	return log;
}

void trace_log_free(struct trace_log *log)
{
	for (size_t i = 0; i < log->text_count; i++)
		free(log->texts[i].bytes);
	free(log->texts);
	free(log->events);
	free(log);
}

void trace_log_append(struct trace_log *log, const struct trace_event *e)
{
	log->events = mem_grow(log->events, log->end, &log->cap,
			       sizeof(*log->events));
	log->events[log->end++] = *e;
}

size_t trace_log_first(const struct trace_log *log)
{
	return log->end > log->max ? log->end - log->max : 0;
}

size_t trace_log_end(const struct trace_log *log)
{
	return log->end;
}

const struct trace_event *trace_log_at(const struct trace_log *log, size_t i)
{
	/* Nobody may ask for what is gone, or not there yet. */
	if (i < trace_log_first(log) || i >= log->end)
		abort();
	return &log->events[i];
}

const struct trace_event *trace_log_span(const struct trace_log *log, size_t i,
					 size_t *ret_count)
{
	*ret_count = 1;
	return trace_log_at(log, i);
}

size_t trace_log_after(const struct trace_log *log, int64_t time_ns)
{
	size_t i = log->end;

	while (i > trace_log_first(log) && log->events[i - 1].time_ns > time_ns)
		i--;
	return i;
}

uint32_t trace_log_intern(struct trace_log *log, const char *text, size_t len)
{
	for (size_t i = 0; i < log->text_count; i++) {
		if (log->texts[i].len == len &&
		    !memcmp(log->texts[i].bytes, text, len))
			return (uint32_t)i;
	}
	log->texts = mem_grow(log->texts, log->text_count, &log->text_cap,
			      sizeof(*log->texts));
	log->texts[log->text_count] =
		(struct text){ mem_text_n(text, len), len };
	return (uint32_t)log->text_count++;
}

const char *trace_log_text(const struct trace_log *log, uint32_t text,
			   size_t *ret_len)
{
	const struct text *t = &log->texts[text < log->text_count ? text : 0];

	if (ret_len)
		*ret_len = t->len;
	return t->bytes;
}
