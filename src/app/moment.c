/* SPDX-License-Identifier: MIT */
#include "app/moment.h"

#include <stdbool.h>

/* Samples come all the time and change little: not worth a stop. */
static bool says_something(const struct trace_event *e)
{
	/* What was written comes right after it. */
	return !model_is_sample(e) && e->verb != MP_VERB_PRINT;
}

size_t app_moment_event(const struct trace_log *log, size_t from, int by)
{
	size_t first = trace_log_first(log), last = trace_log_end(log);

	while (by < 0 && from > first + 1) {
		from--;
		if (says_something(trace_log_at(log, from - 1)))
			by++;
	}
	while (by > 0 && from < last) {
		from++;
		if (says_something(trace_log_at(log, from - 1)))
			by--;
	}
	return from;
}

size_t app_moment_time(const struct history *h, const struct trace_log *log,
		       int64_t ns)
{
	size_t end = history_index_at(h, ns), last = trace_log_end(log);

	if (end <= trace_log_first(log))
		end = trace_log_first(log) + 1;
	return end < last ? end : last;
}
