/* SPDX-License-Identifier: MIT */
/*
 * How a run hangs together.
 *
 * The guard starts the demo and reaps what nobody else does.  The demo's
 * processes write events into the arena; every few milliseconds the tick takes
 * them over into the log and folds them.  For each process that an event
 * names the tick opens a pidfd (its end is an event) and adds it to the
 * sampler (its state is an event).  So whatever is shown later is in the log.
 *
 * The tick runs fast while events come and slows down when none do, so that
 * a quiet run costs next to nothing; writers wait when their ring is full, so
 * nothing is lost by that.
 */
#include "app/run.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/deadlock.h"
#include "app/guardian.h"
#include "app/kernel.h"
#include "app/leftovers.h"
#include "app/output.h"
#include "app/recorder.h"
#include "app/schedule.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "proc/lines.h"

enum {
	FLOOD_TICK_MS = 1, /* rings of writers at full speed fill in that */
	BUSY_TICK_MS = 4,
	IDLE_TICK_MS = 33,
	PAUSED_TICK_MS = 100,
	FLOOD_EVENTS = 1024,           /* in a tick */
	DRAIN_EVENTS = 32 * 1024,      /* at once, before keys are looked at */
	OUTPUT_KEPT = 4 * 1024 * 1024, /* bytes of output in a log */
	END_GRACE_MS = 500,            /* from SIGTERM to SIGKILL */
	BACKGROUND_GRACE_MS = 1000,    /* for what outlives the first process */
};

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
	struct app_recorder *recorder; /* NULL: it is not recorded */
	struct app_guardian *guardian;
	struct app_output *out, *err;
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

static void tick(uv_timer_t *timer);

static void changed(struct app_run *r)
{
	if (r->o.changed)
		r->o.changed(r->o.arg);
}

static void post(struct app_run *r, struct trace_event e)
{
	e.phase = MP_HAPPENS;
	trace_arena_post(r->arena, &e);
}

static void set_pace(struct app_run *r, bool quiet)
{
	uint64_t ms = r->flood    ? FLOOD_TICK_MS
		      : !quiet    ? BUSY_TICK_MS
		      : r->paused ? PAUSED_TICK_MS
				  : IDLE_TICK_MS;

	if (r->state == APP_RUN_ENDED)
		return;
	if (r->tick_ms != ms || !uv_is_active((uv_handle_t *)r->tick))
		(void)uv_timer_start(r->tick, tick, ms, ms);
	r->tick_ms = ms;
}

static void on_recorder(void *arg)
{
	changed(arg);
}

static void on_process_end(void *arg)
{
	set_pace(arg, false);
}

static void on_output(void *arg, int stream, const char *text, size_t len)
{
	struct app_run *r = arg;
	bool cut = r->output_bytes + len > OUTPUT_KEPT;

	if (cut && r->output_bytes >= OUTPUT_KEPT)
		return; /* said already */
	r->output_bytes = cut ? OUTPUT_KEPT : r->output_bytes + len;
	post(r, (struct trace_event){
			.verb = MP_VERB_OUTPUT,
			.kind = MP_KIND_TEXT,
			.a = (uint64_t)stream,
			.aux = cut,
			.text = trace_log_intern(r->log, text, len),
		});
	set_pace(r, false);
}

/* ---- the tick ---- */

static void learn_images(struct app_run *r)
{
	const struct model *m = history_head(r->history);

	while (r->images < m->image_count) {
		const struct model_image *image = &m->images[r->images];

		proc_lines_module(r->lines, (uint32_t)r->images, image->base,
				  image->size,
				  trace_log_text(r->log, image->path, NULL));
		r->images++;
	}
}

static void meet(struct app_run *r, const struct trace_event *e)
{
	if (e->verb == MP_VERB_UNTRACED)
		app_kernel_meet(r->kernel, (pid_t)e->a, true);
	if (e->verb != MP_VERB_NAME && e->verb != MP_VERB_ATTACH &&
	    (e->verb != MP_VERB_FORK || e->phase != MP_HAPPENS))
		return;
	app_kernel_meet(r->kernel, (pid_t)e->pid, true);
}

static void fold_one(struct app_run *r, const struct trace_event *e)
{
	(void)history_catch_up(r->history, 1);
	learn_images(r);
	app_recorder_event(r->recorder, history_head(r->history), e);
	if (r->on_event)
		r->on_event(r->on_event_arg, history_head(r->history), e);
}

/* Fold what is new in the log, event by event if somebody wants to see each. */
static void fold(struct app_run *r)
{
	size_t end = trace_log_end(r->log);

	for (; r->seen < end; r->seen++) {
		/* A copy: what is called may ask for other events. */
		struct trace_event e = *trace_log_at(r->log, r->seen);

		if (r->on_event || r->recorder)
			fold_one(r, &e);
		r->told +=
			e.verb != MP_VERB_SAMPLE && e.verb != MP_VERB_BLOCKED;
		meet(r, &e);
	}
	while (history_catch_up(r->history, SIZE_MAX))
		;
	learn_images(r);
}

/*
 * What goes on after the first process has ended is given a moment, then told
 * to end: a demo is over when its first process is.
 */
static void mind_background(struct app_run *r)
{
	if (r->o.to_the_end || !r->main_ended || r->state != APP_RUN_LIVE ||
	    r->paused)
		return;
	if (!r->background_since)
		r->background_since = clock_now();
	if (clock_now() - r->background_since < BACKGROUND_GRACE_MS * CLOCK_MS)
		return;
	r->outlived = model_alive(history_head(r->history));
	app_run_end(r, r->why);
}

static bool can_step(void *arg, uint32_t pid)
{
	struct app_run *r = arg;

	return trace_arena_can_step(r->arena, (pid_t)pid);
}

static void mind_schedule(struct app_run *r)
{
	struct app_schedule *s = &r->schedule;
	uint32_t pid;

	if (s->state != APP_SCHEDULE_RUNS || r->state != APP_RUN_LIVE)
		return;
	if (!r->paused) {
		s->state = APP_SCHEDULE_NONE;
		return;
	}
	pid = app_schedule_next(s, history_head(r->history), r->told,
				clock_now(), can_step, r);
	if (pid)
		(void)app_run_step(r, (pid_t)pid);
	if (s->state == APP_SCHEDULE_DIVERGED)
		post(r, (struct trace_event){
				.verb = MP_VERB_DIVERGED,
				.a = s->at + 1,
				.text = trace_log_intern(r->log, s->why.buf,
							 s->why.len),
			});
	if (s->state != APP_SCHEDULE_RUNS)
		app_run_pause(r, false);
}

static void mind_deadlock(struct app_run *r)
{
	struct trace_event e;

	if (r->state == APP_RUN_LIVE &&
	    app_deadlock_look(&r->deadlock, history_head(r->history), &e))
		post(r, e);
}

static void tick(uv_timer_t *timer)
{
	struct app_run *r = timer->data;
	size_t before = trace_log_end(r->log);
	bool more = false;

	if (r->state != APP_RUN_STARTING)
		app_kernel_tick(r->kernel, app_guardian_pid(r->guardian),
				history_head(r->history));
	app_output_tick(r->out);
	app_output_tick(r->err);
	(void)trace_arena_drain(r->arena, r->log, DRAIN_EVENTS, &more);
	fold(r);
	mind_background(r);
	mind_schedule(r);
	mind_deadlock(r);
	app_recorder_tick(r->recorder);
	r->flood = more || trace_log_end(r->log) - before > FLOOD_EVENTS;
	if (trace_log_end(r->log) != before)
		changed(r);
	set_pace(r, !more && trace_log_end(r->log) == before &&
			    r->schedule.state != APP_SCHEDULE_RUNS);
}

/* ---- the guard ---- */

static int exit_code_of(int status)
{
	return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

static void finish(struct app_run *r)
{
	struct trace_totals t;

	if (r->state == APP_RUN_ENDED)
		return;
	app_output_finish(r->out);
	app_output_finish(r->err);
	app_kernel_finish(r->kernel);
	(void)trace_arena_finish(r->arena, r->log);
	fold(r);
	app_leftovers_tell(&r->leftovers, history_head(r->history), r->arena,
			   r->log);
	trace_arena_totals(r->arena, &t);
	post(r, (struct trace_event){
			.verb = MP_VERB_END,
			.b = t.stalls,
			.a = (uint64_t)r->why,
			.text = trace_log_intern(r->log, r->problem.buf,
						 r->problem.len),
		});
	(void)trace_arena_finish(r->arena, r->log);
	fold(r);
	app_recorder_end(r->recorder,
			 &(struct trace_ending){
				 .exit_code_known = r->exit_code_known,
				 .exit_code = r->exit_code,
				 .pid = (uint32_t)r->pid,
				 .outlived = r->outlived,
				 .problem = r->problem.buf,
			 });
	(void)uv_timer_stop(r->tick);
	r->state = APP_RUN_ENDED;
	changed(r);
}

static void on_started(void *arg, pid_t pid)
{
	struct app_run *r = arg;

	r->pid = pid;
	if (r->state == APP_RUN_STARTING)
		r->state = APP_RUN_LIVE;
	app_kernel_meet(r->kernel, pid, false);
	app_kernel_check(r->kernel, pid, r->o.program);
	changed(r);
}

static void on_failed(void *arg, int error)
{
	struct app_run *r = arg;

	str_clear(&r->problem);
	str_addf(&r->problem, "%s cannot be executed: %s", r->o.program,
		 strerror(error));
	r->why = 2;
	changed(r);
}

static void on_reaped(void *arg, pid_t pid, int status, bool is_main)
{
	struct app_run *r = arg;

	app_kernel_reaped(r->kernel, pid, status);
	if (is_main) {
		r->pid = pid;
		r->main_ended = true;
		r->exit_code_known = true;
		r->exit_code = exit_code_of(status);
	}
	set_pace(r, false);
}

static void on_limit(void *arg, const char *which)
{
	struct app_run *r = arg;

	str_clear(&r->problem);
	str_addf(&r->problem, "the demo was ended: %s", which);
	r->why = 2;
	changed(r);
}

static void on_gone(void *arg)
{
	finish(arg);
}

static void on_guard_died(void *arg)
{
	struct app_run *r = arg;

	if (r->state == APP_RUN_ENDED)
		return;
	str_clear(&r->problem);
	str_add(&r->problem, "the guard of this run was killed, so the run "
			     "was ended");
	r->why = 2;
	finish(r);
}

static const struct app_guardian_events guardian_events = {
	.started = on_started,
	.failed = on_failed,
	.reaped = on_reaped,
	.limit = on_limit,
	.gone = on_gone,
	.died = on_guard_died,
};

/* ---- life ---- */

static int open_pipes(int out[2], int err[2], struct err *e)
{
	if (pipe2(out, O_CLOEXEC) < 0)
		return err_set(e, -errno, "cannot make a pipe: %s",
			       strerror(errno));
	if (pipe2(err, O_CLOEXEC) < 0) {
		int code = -errno;

		(void)close(out[0]);
		(void)close(out[1]);
		return err_set(e, code, "cannot make a pipe: %s",
			       strerror(-code));
	}
	return 0;
}

static int start_guardian(struct app_run *r, struct err *e)
{
	int out[2], err[2];
	int code = open_pipes(out, err, e);

	if (code < 0)
		return code;
	trace_arena_console(r->arena, out[1], err[1]);
	code = app_guardian_start(
		&(struct app_guardian_options){
			.loop = r->o.loop,
			.paths = r->o.paths,
			.program = r->o.program,
			.args = r->o.args,
			.arena = trace_arena_path(r->arena),
			.in = r->o.stdin_too ? STDIN_FILENO : -1,
			.out = out[1],
			.err = err[1],
			.events = &guardian_events,
			.arg = r,
		},
		&r->guardian, e);
	(void)close(out[1]);
	(void)close(err[1]);
	if (code < 0) {
		(void)close(out[0]);
		(void)close(err[0]);
		return code;
	}
	r->out = app_output_new(r->o.loop, out[0], 1, on_output, r);
	r->err = app_output_new(r->o.loop, err[0], 2, on_output, r);
	return 0;
}

static void free_handle(uv_handle_t *handle)
{
	free(handle);
}

int app_run_start(const struct app_run_options *o, struct app_run **ret,
		  struct err *e)
{
	struct app_run *r = mem_new(1, sizeof(*r));
	int code;

	r->o = *o;
	r->o.program = r->program = mem_text(o->program);
	r->problem = STR_INIT;
	r->speed = 1;
	r->tick = mem_new(1, sizeof(*r->tick));
	(void)uv_timer_init(o->loop, r->tick);
	r->tick->data = r;
	code = trace_arena_open(&r->arena, e);
	if (code < 0)
		goto fail;
	r->log = trace_log_new(0);
	r->history = history_new(r->log);
	r->lines = proc_lines_new();
	r->kernel =
		app_kernel_new(o->loop, r->arena, r->log, on_process_end, r);
	if (o->speed != 1)
		app_run_speed(r, o->speed);
	code = app_recorder_open(
		&(struct app_recorder_options){ o->loop, o->record, o->program,
						o->args, r->arena, r->log,
						r->lines, on_recorder, r },
		&r->recorder, e);
	if (code < 0)
		goto fail;
	app_leftovers_begin(&r->leftovers);
	code = start_guardian(r, e);
	if (code < 0)
		goto fail;
	app_schedule_begin(&r->schedule, o->schedule);
	if (o->schedule)
		app_run_pause(r, true);
	set_pace(r, false);
	*ret = r;
	return 0;
fail:
	app_run_free(r);
	return code;
}

void app_run_free(struct app_run *r)
{
	if (!r)
		return;
	r->o.changed = NULL;
	r->on_event = NULL;
	app_guardian_close(r->guardian);
	app_recorder_close(r->recorder);
	app_output_close(r->out);
	app_output_close(r->err);
	app_kernel_free(r->kernel);
	(void)uv_timer_stop(r->tick);
	uv_close((uv_handle_t *)r->tick, free_handle);
	history_free(r->history);
	proc_lines_free(r->lines);
	trace_log_free(r->log);
	if (r->arena)
		trace_arena_close(r->arena);
	app_schedule_release(&r->schedule);
	app_leftovers_release(&r->leftovers);
	str_release(&r->problem);
	free(r->program);
	free(r);
}

void app_run_end(struct app_run *r, int why)
{
	bool again = r->state == APP_RUN_ENDING;

	if (r->state == APP_RUN_ENDED)
		return;
	r->state = APP_RUN_ENDING;
	if (why)
		r->why = why;
	app_run_pause(r, false);
	app_guardian_end(r->guardian, again ? 0 : END_GRACE_MS);
	set_pace(r, false);
}

/* ---- questions and the gate ---- */

enum app_run_state app_run_state(const struct app_run *r)
{
	return r->state;
}

const char *app_run_problem(const struct app_run *r)
{
	return r->problem.buf;
}

const char *app_run_diverged(const struct app_run *r)
{
	return r->schedule.state == APP_SCHEDULE_DIVERGED ? r->schedule.why.buf
							  : "";
}

bool app_run_exit_code(const struct app_run *r, int *ret)
{
	if (r->exit_code_known)
		*ret = r->exit_code;
	return r->exit_code_known;
}

size_t app_run_outlived(const struct app_run *r)
{
	return r->outlived;
}

pid_t app_run_pid(const struct app_run *r)
{
	return r->pid;
}

void app_run_prefer(struct app_run *r, const pid_t *pids, size_t n)
{
	app_kernel_prefer(r->kernel, pids, n);
}

void app_run_pause(struct app_run *r, bool paused)
{
	int64_t now = trace_arena_now(r->arena);

	if (r->paused == paused || r->state == APP_RUN_ENDED)
		return;
	r->paused = paused;
	if (paused) {
		r->paused_since = now;
		trace_arena_pause(r->arena);
		post(r, (struct trace_event){ .verb = MP_VERB_PAUSE });
	} else {
		r->paused_ns += now - r->paused_since;
		post(r, (struct trace_event){ .verb = MP_VERB_RESUME });
		trace_arena_resume(r->arena);
	}
	r->background_since = 0;
	set_pace(r, false);
}

bool app_run_paused(const struct app_run *r)
{
	return r->paused;
}

void app_run_speed(struct app_run *r, double speed)
{
	struct trace_event e = { .verb = MP_VERB_SPEED,
				 .kind = MP_KIND_DOUBLE };

	r->speed = speed;
	memcpy(&e.a, &speed, sizeof(e.a));
	post(r, e);
	trace_arena_speed(r->arena, speed);
}

double app_run_get_speed(const struct app_run *r)
{
	return r->speed;
}

pid_t app_run_step(struct app_run *r, pid_t pid)
{
	pid_t who = trace_arena_next(r->arena, pid);

	/* First, so that it comes before what the step does. */
	if (who > 0)
		post(r, (struct trace_event){ .verb = MP_VERB_STEP,
					      .pid = (uint32_t)who,
					      .tid = (uint32_t)who });
	set_pace(r, false);
	return who > 0 ? trace_arena_step(r->arena, who) : 0;
}

int64_t app_run_time(const struct app_run *r)
{
	int64_t now;

	if (r->state == APP_RUN_ENDED)
		return model_run_time(history_head(r->history));
	now = r->paused ? r->paused_since : trace_arena_now(r->arena);
	return now - r->paused_ns;
}

struct history *app_run_history(struct app_run *r)
{
	return r->history;
}

const struct trace_log *app_run_log(const struct app_run *r)
{
	return r->log;
}

struct model_place app_run_place(struct app_run *r,
				 const struct model_process *p, uint64_t site)
{
	struct proc_line found;

	if (!p || !site)
		return (struct model_place){ .file = NULL };
	found = proc_lines_find(r->lines, p->image, site);
	return (struct model_place){
		.file = found.file,
		.line = found.line,
		.function = found.function,
		.why = proc_why_text(found.why),
		.caller_file = found.caller_file,
		.caller_line = found.caller_line,
	};
}

void app_run_totals(const struct app_run *r, struct trace_totals *ret)
{
	trace_arena_totals(r->arena, ret);
}

struct app_recorder *app_run_recorder(const struct app_run *r)
{
	return r->recorder;
}

const struct trace_arena *app_run_arena(const struct app_run *r)
{
	return r->arena;
}

void app_run_on_event(struct app_run *r, app_run_event_fn *fn, void *arg)
{
	r->on_event = fn;
	r->on_event_arg = arg;
}
