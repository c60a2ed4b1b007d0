/* SPDX-License-Identifier: MIT */
#include "app/repeat.h"

#include <stdlib.h>

#include "app/args.h"
#include "base/mem.h"
#include "base/scope.h"
#include "base/str.h"
#include "model/history.h"

/* A run that does neither end nor get stuck for good is ended after these. */
enum { SECONDS_MAX = 60 };

#define SPEED 10

struct app_repeat {
	struct app_repeat_options o;
	char *program;
	char **args;
	struct app_run *run; /* NULL: between two */
	uv_timer_t *timer;   /* the next run, or the end of one too long */
	int runs;            /* judged */
	bool stopped;
	struct str problem;
};

static void begin(uv_timer_t *timer);
static void over(uv_timer_t *timer);

/* A run is not freed, and none begun, while it calls. */
static void soon(struct app_repeat *r, uv_timer_cb what)
{
	(void)uv_timer_start(r->timer, what, 0, 0);
}

static void changed(void *arg)
{
	struct app_repeat *r = arg;

	if (!r->run)
		return;
	if (app_run_state(r->run) == APP_RUN_ENDED)
		soon(r, over);
	else if (app_run_state(r->run) == APP_RUN_LIVE &&
		 history_head(app_run_history(r->run))->deadlock_ns >= 0)
		app_run_end(r->run, 1);
}

static void too_long(uv_timer_t *timer)
{
	struct app_repeat *r = timer->data;

	app_run_end(r->run, 1);
}

static void begin(uv_timer_t *timer)
{
	struct app_repeat *r = timer->data;
	struct err e = ERR_NONE;

	if (r->stopped || r->runs == r->o.times) {
		r->o.done(r->o.arg);
		return;
	}
	if (app_run_start(
		    &(struct app_run_options){
			    .loop = r->o.loop,
			    .paths = r->o.paths,
			    .program = r->program,
			    .args = r->args,
			    .speed = SPEED,
			    .schedule = r->o.schedule,
			    .changed = changed,
			    .arg = r,
		    },
		    &r->run, &e) < 0) {
		str_add(&r->problem, e.text);
		r->o.done(r->o.arg);
		return;
	}
	(void)uv_timer_start(r->timer, too_long, SECONDS_MAX * UINT64_C(1000),
			     0);
}

static void over(uv_timer_t *timer)
{
	struct app_repeat *r = timer->data;

	if (!app_run_pid(r->run)) {
		str_add(&r->problem, app_run_problem(r->run));
		r->stopped = true;
	} else if (!r->stopped) {
		r->runs++;
		r->o.judge(r->o.arg, r->run);
	}
	app_run_free(r->run);
	r->run = NULL;
	soon(r, begin);
}

struct app_repeat *app_repeat_new(const struct app_repeat_options *o)
{
	struct app_repeat *r = mem_new(1, sizeof(*r));

	r->o = *o;
	r->program = mem_text(o->program);
	r->args = app_args_copy(o->args);
	r->problem = STR_INIT;
	r->timer = mem_new(1, sizeof(*r->timer));
	(void)uv_timer_init(o->loop, r->timer);
	r->timer->data = r;
	soon(r, begin);
	return r;
}

static void closed(uv_handle_t *timer)
{
	free(timer);
}

void app_repeat_free(struct app_repeat *r)
{
	if (!r)
		return;
	if (r->run)
		app_run_free(r->run);
	uv_close((uv_handle_t *)r->timer, closed);
	app_args_free(r->args);
	free(r->program);
	str_release(&r->problem);
	free(r);
}

void app_repeat_stop(struct app_repeat *r)
{
	r->stopped = true;
	if (r->run)
		app_run_end(r->run, 1);
}

const char *app_repeat_problem(const struct app_repeat *r)
{
	return r->problem.buf;
}

char **app_repeat_args(const struct lesson_repeat *r,
		       const struct lesson_parameter *values, size_t count)
{
	char name[] = "fault";
	size_t n = 0;
	SCOPED_FREE struct lesson_parameter *all =
		mem_new(count + r->with_count + 1, sizeof(*all));

	/* A demo takes the last of those that are there twice. */
	for (size_t i = 0; i < count; i++)
		all[n++] = values[i];
	for (size_t i = 0; i < r->with_count; i++)
		all[n++] = r->with[i];
	if (*r->fault)
		all[n++] = (struct lesson_parameter){ name, r->fault };
	return app_args_new(all, n);
}
