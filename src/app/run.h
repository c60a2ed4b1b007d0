/* SPDX-License-Identifier: MIT */
/*
 * One run of a demo: the guard and the processes under it, the arena their
 * events come through, the samples of the kernel, the output, the log and the
 * history that all of it is folded into.
 *
 * A run lives on a libuv loop and tells its owner when something has changed.
 * Everything that was started ends with it: app_run_free leaves no process.
 */
#ifndef APP_RUN_H
#define APP_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uv.h>

#include "app/paths.h"
#include "base/err.h"
#include "model/history.h"
#include "model/narrate.h"
#include "trace/arena.h"

struct app_record;
struct app_recorder;
struct app_run;

enum app_run_state {
	APP_RUN_STARTING, /* the demo has not been executed yet */
	APP_RUN_LIVE,
	APP_RUN_ENDING, /* it was told to end */
	APP_RUN_ENDED,  /* nothing of it lives; the log is complete */
};

struct app_run_options {
	uv_loop_t *loop;
	const struct app_paths *paths;
	const char *program; /* path of the executable */
	char *const *args;   /* name=value, NULL at the end */
	double speed;        /* 1: as it is */
	bool stdin_too;      /* standard input is the player's, not empty */
	bool to_the_end; /* over when all its processes are, not the first */
	const struct app_record *record; /* NULL: it is not recorded */
	bool paused;                     /* it stands before its first event */
	bool inspect; /* look at all processes' control blocks, in turn */
	const char *schedule; /* see app/schedule.h; NULL: none; borrowed */
	/* Called from the loop after new events or a new state. */
	void (*changed)(void *arg);
	void *arg;
};

/*
 * Start one.  Fails if the guard cannot be started; that the demo itself
 * cannot be executed shows later, as a state and in app_run_problem.
 */
int app_run_start(const struct app_run_options *o, struct app_run **ret,
		  struct err *e);

/*
 * End what is left of it and free everything.  Blocks until no process of it
 * lives: for an obedient or a killed tree some milliseconds, at most about
 * two seconds.
 */
void app_run_free(struct app_run *r);
/*
 * The same, but its log and its history are handed to the caller.  Of a long
 * recorded run, events that are only in the file can be read no more.  Free the
 * history first.
 */
void app_run_end_and_keep(struct app_run *r, struct trace_log **log,
			  struct history **history);

/*
 * Ask it to end: SIGTERM, and after a moment SIGKILL; asked again, SIGKILL at
 * once.  @why is the END event's a.  Does not wait.
 */
void app_run_end(struct app_run *r, int why);

enum app_run_state app_run_state(const struct app_run *r);
/* "" or why it could not start, or what cut it short. */
const char *app_run_problem(const struct app_run *r);
/* "" or where and why the schedule could not be kept. */
const char *app_run_diverged(const struct app_run *r);
/* Exit code of the first process; MODEL-like: -n for signal n. */
bool app_run_exit_code(const struct app_run *r, int *ret);
/* How many were ended because the first process had. */
size_t app_run_outlived(const struct app_run *r);
pid_t app_run_pid(const struct app_run *r);

/* What the screen shows: the kernel is asked about these first.  Copied. */
void app_run_prefer(struct app_run *r, const pid_t *pids, size_t n);

/*
 * Look at the control block of @pid some times a second, from now on; 0: of
 * none.
 */
void app_run_inspect(struct app_run *r, pid_t pid);

void app_run_pause(struct app_run *r, bool paused);
bool app_run_paused(const struct app_run *r);
void app_run_speed(struct app_run *r, double speed);
double app_run_get_speed(const struct app_run *r);
/*
 * The PID that made a step, or 0: nobody (of @pid, unless 0) could.  Who is
 * stopped cannot.
 */
pid_t app_run_step(struct app_run *r, pid_t pid);

/*
 * What the student does to one process; each is an event.  0 or: -ESRCH: it
 * has ended; -EXDEV: it is no process of the run; -EPERM: another user's.
 */
int app_run_signal(struct app_run *r, pid_t pid, int number);
/* -EACCES: the kernel keeps priorities that high for root. */
int app_run_renice(struct app_run *r, pid_t pid, int nice);
/* What it has now, as the kernel says. */
int app_run_nice(const struct app_run *r, pid_t pid, int *ret);

/* ns since the start without pauses, now. */
int64_t app_run_time(const struct app_run *r);

struct history *app_run_history(struct app_run *r);
const struct trace_log *app_run_log(const struct app_run *r);
/* Where @site of @p is; @p may be NULL.  The strings live as long as @r. */
struct model_place app_run_place(struct app_run *r,
				 const struct model_process *p, uint64_t site);
void app_run_totals(const struct app_run *r, struct trace_totals *ret);
/* NULL if it is not recorded. */
struct app_recorder *app_run_recorder(const struct app_run *r);
const struct trace_arena *app_run_arena(const struct app_run *r);

/* For an event consumer of its own (lines, JSON): called in log order. */
typedef void app_run_event_fn(void *arg, const struct model *m,
			      const struct trace_event *e);
void app_run_on_event(struct app_run *r, app_run_event_fn *fn, void *arg);

#endif
