/* SPDX-License-Identifier: MIT */
/*
 * What a run does every few milliseconds: take events over, fold them, and see
 * to what they ask for.
 */
#include "app/run_inside.h"

#include "base/clock.h"

enum {
	FLOOD_TICK_MS = 1, /* rings of writers at full speed fill in that */
	BUSY_TICK_MS = 4,
	IDLE_TICK_MS = 33,
	PAUSED_TICK_MS = 100,
	FLOOD_EVENTS = 1024,        /* in a tick */
	DRAIN_EVENTS = 32 * 1024,   /* at once, before keys are looked at */
	BACKGROUND_GRACE_MS = 1000, /* for what outlives the first process */
};

void app_run_changed(struct app_run *r)
{
	if (r->o.changed)
		r->o.changed(r->o.arg);
}

void app_run_post(struct app_run *r, struct trace_event e)
{
	e.phase = MP_HAPPENS;
	trace_arena_post(r->arena, &e);
}

void app_run_set_pace(struct app_run *r, bool quiet)
{
	uint64_t ms = r->flood    ? FLOOD_TICK_MS
		      : !quiet    ? BUSY_TICK_MS
		      : r->paused ? PAUSED_TICK_MS
				  : IDLE_TICK_MS;

	if (r->state == APP_RUN_ENDED)
		return;
	if (r->tick_ms != ms || !uv_is_active((uv_handle_t *)r->tick))
		(void)uv_timer_start(r->tick, app_run_tick, ms, ms);
	r->tick_ms = ms;
}

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

static void hear_print(struct app_run *r, const struct trace_event *e)
{
	struct app_printed *p;

	if (e->verb != MP_VERB_PRINT)
		return;
	p = &r->printed[e->aux == 2];
	if (e->phase == MP_HAPPENS)
		app_printed_add(p, e->pid, e->a, e->b);
	else
		app_printed_cut(p, e->pid);
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
void app_run_fold(struct app_run *r)
{
	size_t end = trace_log_end(r->log);

	for (; r->seen < end; r->seen++) {
		/* A copy: what is called may ask for other events. */
		struct trace_event e = *trace_log_at(r->log, r->seen);

		if (r->on_event || r->recorder)
			fold_one(r, &e);
		r->told += !model_is_sample(&e);
		meet(r, &e);
		hear_print(r, &e);
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
		app_run_post(r, (struct trace_event){
					.verb = MP_VERB_DIVERGED,
					.a = s->at + 1,
					.text = trace_log_intern(
						r->log, s->why.buf, s->why.len),
				});
	if (s->state != APP_SCHEDULE_RUNS)
		app_run_pause(r, false);
}

static void mind_deadlock(struct app_run *r)
{
	struct trace_event e;

	if (r->state == APP_RUN_LIVE &&
	    app_deadlock_look(&r->deadlock, history_head(r->history), &e))
		app_run_post(r, e);
}

void app_run_tick(uv_timer_t *timer)
{
	struct app_run *r = timer->data;
	size_t before = trace_log_end(r->log);
	bool more = false;

	if (r->state != APP_RUN_STARTING)
		app_kernel_tick(r->kernel, app_guardian_pid(r->guardian),
				history_head(r->history));
	if (r->state != APP_RUN_STARTING)
		app_inspect_tick(r->inspect, history_head(r->history));
	app_output_tick(r->out);
	app_output_tick(r->err);
	(void)trace_arena_drain(r->arena, r->log, DRAIN_EVENTS, &more);
	app_run_fold(r);
	app_output_settle(r->out, false);
	app_output_settle(r->err, false);
	mind_background(r);
	mind_schedule(r);
	mind_deadlock(r);
	app_recorder_tick(r->recorder);
	r->flood = more || trace_log_end(r->log) - before > FLOOD_EVENTS;
	if (trace_log_end(r->log) != before)
		app_run_changed(r);
	app_run_set_pace(r, !more && trace_log_end(r->log) == before &&
				    r->schedule.state != APP_SCHEDULE_RUNS);
}
