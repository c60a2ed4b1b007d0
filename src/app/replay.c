/* SPDX-License-Identifier: MIT */
#include "app/replay.h"

#include <stdlib.h>
#include <time.h>

#include "base/clock.h"
#include "base/mem.h"

enum { READ_AT_ONCE = 8192 };

struct app_replay {
	struct trace_log *log;
	struct trace_recording *recording;
	struct history *history;
};

int app_replay_open(const char *path, struct app_replay **ret, struct err *e)
{
	struct app_replay *r = mem_new(1, sizeof(*r));
	int code;

	r->log = trace_log_new(0);
	code = trace_recording_open(path, r->log, &r->recording, e);
	if (code < 0) {
		app_replay_close(r);
		return code;
	}
	r->history = history_new(r->log);
	(void)trace_recording_read(r->recording, 1);
	*ret = r;
	return 0;
}

void app_replay_close(struct app_replay *r)
{
	if (!r)
		return;
	history_free(r->history);
	trace_log_free(r->log);
	trace_recording_close(r->recording);
	free(r);
}

bool app_replay_read(struct app_replay *r, size_t max)
{
	bool more = trace_recording_read(r->recording, max);

	while (history_catch_up(r->history, SIZE_MAX))
		;
	return more;
}

void app_replay_each(struct app_replay *r, app_replay_fn *fn, void *arg)
{
	size_t i = history_end(r->history);
	bool more;

	do {
		more = trace_recording_read(r->recording, READ_AT_ONCE);
		for (; i < trace_log_end(r->log); i++) {
			/* A copy: @fn may ask for other events. */
			struct trace_event e = *trace_log_at(r->log, i);

			(void)history_catch_up(r->history, 1);
			if (!fn(arg, history_head(r->history), &e))
				return;
		}
	} while (more);
}

const struct trace_recording *app_replay_recording(const struct app_replay *r)
{
	return r->recording;
}

const struct trace_log *app_replay_log(const struct app_replay *r)
{
	return r->log;
}

struct history *app_replay_history(struct app_replay *r)
{
	return r->history;
}

struct model_place app_replay_place(const struct app_replay *r,
				    const struct model_process *p,
				    uint64_t site)
{
	struct trace_line line;

	if (!p || !site ||
	    !trace_recording_line(r->recording, p->image, site, &line))
		return (struct model_place){ .file = NULL };
	return (struct model_place){ .file = line.file,
				     .line = line.line,
				     .function = line.function };
}

void app_replay_when(const struct app_replay *r, struct str *out)
{
	const char *started = trace_recording_fact(r->recording, "started");
	time_t seconds = (time_t)(strtoll(started, NULL, 10) / CLOCK_S);
	char text[64];
	struct tm tm;

	if (seconds <= 0 || !localtime_r(&seconds, &tm))
		return;
	if (strftime(text, sizeof(text), "%Y-%m-%d %H:%M", &tm))
		str_add(out, text);
}
