/* SPDX-License-Identifier: MIT */
/*
 * A recording in lines: what `run' would have printed, all at once.
 */
#include <stdio.h>

#include "app/linear.h"
#include "app/replay.h"
#include "base/str.h"

struct lines {
	const struct app_replay *replay;
	bool json;
	struct str line;
};

static bool on_event(void *arg, const struct model *m,
		     const struct trace_event *e)
{
	struct lines *l = arg;
	const struct trace_log *log = app_replay_log(l->replay);

	str_clear(&l->line);
	if (l->json)
		model_event_json(m, log, e,
				 app_replay_place(l->replay,
						  model_process(m, e->pid),
						  e->site),
				 &l->line);
	else if (model_narrate(m, log, e, &l->line))
		str_add_char(&l->line, '\n');
	/* The reader of our lines may be gone: a pipe into head. */
	return fwrite(l->line.buf, 1, l->line.len, stdout) == l->line.len;
}

int app_linear_replay(const char *path, bool json)
{
	struct lines l = { .json = json, .line = STR_INIT };
	const struct trace_recording *recording;
	struct app_replay *replay;
	struct err e = ERR_NONE;
	int status = 0;

	if (app_replay_open(path, &replay, &e) < 0) {
		(void)fprintf(stderr, "procession: %s\n", e.text);
		return 2;
	}
	l.replay = replay;
	recording = app_replay_recording(replay);
	app_replay_each(replay, on_event, &l);
	if (!json)
		app_linear_ledger(history_head(app_replay_history(replay)),
				  app_replay_log(replay),
				  trace_recording_totals(recording));
	if (fflush(stdout) != 0)
		status = 1;
	if (*trace_recording_problem(recording)) {
		(void)fprintf(stderr, "procession: %s: %s\n", path,
			      trace_recording_problem(recording));
		status = 1;
	}
	str_release(&l.line);
	app_replay_close(replay);
	return status;
}
