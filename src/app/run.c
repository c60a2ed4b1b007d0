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
#include "app/run_inside.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum {
	OUTPUT_KEPT = 4 * 1024 * 1024, /* bytes of output in a log */
	END_GRACE_MS = 500,            /* from SIGTERM to SIGKILL */
};

static void on_recorder(void *arg)
{
	app_run_changed(arg);
}

static void on_process_end(void *arg)
{
	app_run_set_pace(arg, false);
}

static void on_output(void *arg, int stream, uint32_t pid, const char *text,
		      size_t len)
{
	struct app_run *r = arg;
	bool cut = r->output_bytes + len > OUTPUT_KEPT;

	if (cut && r->output_bytes >= OUTPUT_KEPT)
		return; /* said already */
	r->output_bytes = cut ? OUTPUT_KEPT : r->output_bytes + len;
	app_run_post(r, (struct trace_event){
				.verb = MP_VERB_OUTPUT,
				.pid = pid,
				.kind = MP_KIND_TEXT,
				.a = (uint64_t)stream,
				.aux = cut,
				.text = trace_log_intern(r->log, text, len),
			});
	app_run_set_pace(r, false);
}

static size_t whose_output(void *arg, int stream, const char *bytes, size_t len,
			   bool final, uint32_t *ret_pid)
{
	struct app_run *r = arg;
	size_t n = app_printed_whose(&r->printed[stream - 1], bytes, len, final,
				     ret_pid);

	/* What was told of it is to be taken over soon. */
	if (!n)
		app_run_set_pace(r, false);
	return n;
}

static const struct app_output_events output_events = {
	.text = on_output,
	.whose = whose_output,
};

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
	app_run_fold(r);
	app_output_settle(r->out, true);
	app_output_settle(r->err, true);
	app_leftovers_tell(&r->leftovers, history_head(r->history), r->arena,
			   r->log);
	trace_arena_totals(r->arena, &t);
	app_run_post(r, (struct trace_event){
				.verb = MP_VERB_END,
				.b = t.stalls,
				.a = (uint64_t)r->why,
				.text = trace_log_intern(r->log, r->problem.buf,
							 r->problem.len),
			});
	(void)trace_arena_finish(r->arena, r->log);
	app_run_fold(r);
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
	app_run_changed(r);
}

static void on_started(void *arg, pid_t pid)
{
	struct app_run *r = arg;

	r->pid = pid;
	if (r->state == APP_RUN_STARTING)
		r->state = APP_RUN_LIVE;
	app_kernel_meet(r->kernel, pid, false);
	app_kernel_check(r->kernel, pid, r->o.program);
	app_run_changed(r);
}

static void on_failed(void *arg, int error)
{
	struct app_run *r = arg;

	str_clear(&r->problem);
	str_addf(&r->problem, "%s cannot be executed: %s", r->o.program,
		 strerror(error));
	r->why = 2;
	app_run_changed(r);
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
	app_run_set_pace(r, false);
}

static void on_limit(void *arg, const char *which)
{
	struct app_run *r = arg;

	str_clear(&r->problem);
	str_addf(&r->problem, "the demo was ended: %s", which);
	r->why = 2;
	app_run_changed(r);
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
	int out[2] = { -1, -1 }, err[2] = { -1, -1 };
	int code = open_pipes(out, err, e);

	if (code < 0)
		return code;
	trace_arena_console(r->arena, out[1], err[1]);
	app_inspect_console(r->inspect, out[1], err[1]);
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
	r->out = app_output_new(r->o.loop, out[0], 1, &output_events, r);
	r->err = app_output_new(r->o.loop, err[0], 2, &output_events, r);
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
	r->inspect = app_inspect_new(r->arena, r->log, o->inspect);
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
	/* Before there is anybody who could slip through the gate. */
	app_schedule_begin(&r->schedule, o->schedule);
	if (o->schedule || o->paused)
		app_run_pause(r, true);
	code = start_guardian(r, e);
	if (code < 0)
		goto fail;
	app_run_set_pace(r, false);
	*ret = r;
	return 0;
fail:
	app_run_free(r);
	return code;
}

void app_run_end_and_keep(struct app_run *r, struct trace_log **log,
			  struct history **history)
{
	r->o.changed = NULL;
	r->on_event = NULL;
	app_guardian_close(r->guardian);
	app_recorder_close(r->recorder);
	app_output_close(r->out);
	app_output_close(r->err);
	app_inspect_free(r->inspect);
	app_kernel_free(r->kernel);
	(void)uv_timer_stop(r->tick);
	uv_close((uv_handle_t *)r->tick, free_handle);
	proc_lines_free(r->lines);
	if (r->arena)
		trace_arena_close(r->arena);
	*log = r->log;
	*history = r->history;
	app_printed_release(&r->printed[0]);
	app_printed_release(&r->printed[1]);
	app_schedule_release(&r->schedule);
	app_leftovers_release(&r->leftovers);
	str_release(&r->problem);
	free(r->program);
	free(r);
}

void app_run_free(struct app_run *r)
{
	struct trace_log *log;
	struct history *history;

	if (!r)
		return;
	app_run_end_and_keep(r, &log, &history);
	history_free(history);
	trace_log_free(log);
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
	app_run_set_pace(r, false);
}
