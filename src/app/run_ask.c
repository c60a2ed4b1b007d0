/* SPDX-License-Identifier: MIT */
/*
 * Questions about a run, and its gate.
 */
#include "app/run_inside.h"

#include <string.h>

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

void app_run_inspect(struct app_run *r, pid_t pid)
{
	app_inspect_watch(r->inspect, pid);
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
		app_run_post(r, (struct trace_event){ .verb = MP_VERB_PAUSE });
	} else {
		r->paused_ns += now - r->paused_since;
		app_run_post(r, (struct trace_event){ .verb = MP_VERB_RESUME });
		trace_arena_resume(r->arena);
	}
	r->background_since = 0;
	app_inspect_now(r->inspect);
	app_run_set_pace(r, false);
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
	app_run_post(r, e);
	trace_arena_speed(r->arena, speed);
}

double app_run_get_speed(const struct app_run *r)
{
	return r->speed;
}

static bool is_not_stopped(void *arg, pid_t pid)
{
	const struct app_run *r = arg;
	const struct model_process *p =
		model_process(history_head(r->history), (uint32_t)pid);

	return !p || p->state != MODEL_STOPPED;
}

pid_t app_run_step(struct app_run *r, pid_t pid)
{
	pid_t who = trace_arena_next(r->arena, pid, is_not_stopped, r);

	/* First, so that it comes before what the step does. */
	if (who > 0)
		app_run_post(r, (struct trace_event){ .verb = MP_VERB_STEP,
						      .pid = (uint32_t)who,
						      .tid = (uint32_t)who });
	app_run_set_pace(r, false);
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
