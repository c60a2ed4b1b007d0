/* SPDX-License-Identifier: MIT */
/*
 * What a run is inside, for the files that make it up: run.c (its life and
 * its guard), run_tick.c (what is done again and again), run_ask.c (questions
 * and the gate).
 */
#ifndef APP_RUN_INSIDE_H
#define APP_RUN_INSIDE_H

#include "app/deadlock.h"
#include "app/guardian.h"
#include "app/inspect.h"
#include "app/kernel.h"
#include "app/leftovers.h"
#include "app/output.h"
#include "app/printed.h"
#include "app/recorder.h"
#include "app/run.h"
#include "app/schedule.h"
#include "base/str.h"
#include "proc/lines.h"

struct app_run {
	struct app_run_options o;
	char *program; /* o.program, for as long as the run */
	enum app_run_state state;
	struct str problem;

	struct trace_arena *arena;
	struct trace_log *log;
	struct history *history;
	struct proc_lines *lines;
	struct app_kernel *kernel;
	struct app_inspect *inspect;
	struct app_recorder *recorder; /* NULL: it is not recorded */
	struct app_guardian *guardian;
	struct app_output *out, *err;
	struct app_printed printed[2];
	uv_timer_t *tick;

	pid_t pid; /* of the first process; 0: not started */
	bool main_ended, exit_code_known;
	int exit_code;
	int why;                  /* a of the END event */
	size_t outlived;          /* ended because the first had */
	int64_t background_since; /* clock_now; 0: nothing of the kind */

	double speed;
	bool paused;
	int64_t paused_ns, paused_since;

	struct app_deadlock deadlock;
	struct app_schedule schedule;
	struct app_leftovers leftovers;
	size_t seen;   /* events of the log looked at */
	size_t told;   /* of these, all but samples */
	size_t images; /* of the model, made known to lines */
	size_t output_bytes;
	uint64_t tick_ms; /* how fast the tick is now */
	bool flood;       /* many events in the last tick */

	app_run_event_fn *on_event;
	void *on_event_arg;
};

/* Tell the owner that something has changed. */
void app_run_changed(struct app_run *r);
/* An event of the player's own, as of now. */
void app_run_post(struct app_run *r, struct trace_event e);
/* How fast the tick is from now on; @quiet: nothing came in the last. */
void app_run_set_pace(struct app_run *r, bool quiet);
void app_run_tick(uv_timer_t *timer);
/* Fold what is in the log and tell whoever wants each event. */
void app_run_fold(struct app_run *r);

#endif
