/* SPDX-License-Identifier: MIT */
#include "app/trial.h"

#include <signal.h>
#include <string.h>

#include "model/history.h"

enum { KILL_AFTER_MS = 300 }; /* run time since it began */

struct trial {
	const struct app_trial *o;
	struct app_run *run;
	uv_loop_t loop;
	uv_timer_t limit;
	bool killed;
};

static bool is_called(const struct trial *t, const struct model_process *p)
{
	size_t len = 0;
	const char *name = trace_log_text(app_run_log(t->run), p->name, &len);

	return p->name && len == strlen(t->o->kill) &&
	       memcmp(name, t->o->kill, len) == 0;
}

static void kill_chosen(struct trial *t, const struct model *m)
{
	int64_t now = model_run_time(m);

	for (size_t i = 0; i < m->process_count && !t->killed; i++) {
		const struct model_process *p = &m->processes[i];

		if (p->ended_ns >= 0 || !is_called(t, p) ||
		    now - p->started_ns < KILL_AFTER_MS * INT64_C(1000000))
			continue;
		t->killed = true;
		(void)app_run_signal(t->run, (pid_t)p->pid, SIGKILL);
	}
}

static void changed(void *arg)
{
	struct trial *t = arg;
	const struct model *m;

	if (!t->run || app_run_state(t->run) != APP_RUN_LIVE)
		return;
	m = history_head(app_run_history(t->run));
	if (m->deadlock_ns >= 0)
		app_run_end(t->run, 1);
	else if (t->o->kill && *t->o->kill && !t->killed)
		kill_chosen(t, m);
}

static void too_long(uv_timer_t *timer)
{
	struct trial *t = timer->data;

	if (t->run)
		app_run_end(t->run, 1);
}

/* Until it is over. */
static void follow(struct trial *t)
{
	(void)uv_timer_init(&t->loop, &t->limit);
	t->limit.data = t;
	(void)uv_timer_start(&t->limit, too_long,
			     (uint64_t)t->o->seconds * 1000, 0);
	while (app_run_state(t->run) != APP_RUN_ENDED)
		(void)uv_run(&t->loop, UV_RUN_ONCE);
	uv_close((uv_handle_t *)&t->limit, NULL);
}

int app_trial_run(const struct app_trial *o,
		  void (*judge)(void *arg, const struct app_run *run),
		  void *arg, struct str *problem)
{
	struct trial t = { .o = o };
	struct app_run_options options = {
		.loop = &t.loop,
		.paths = o->paths,
		.program = o->program,
		.args = o->args,
		.speed = o->speed,
		.schedule = o->schedule,
		.changed = changed,
		.arg = &t,
	};
	struct err e = ERR_NONE;
	int r;

	(void)uv_loop_init(&t.loop);
	r = app_run_start(&options, &t.run, &e);
	if (r < 0) {
		str_add(problem, e.text);
	} else {
		follow(&t);
		if (!app_run_pid(t.run)) {
			str_add(problem, app_run_problem(t.run));
			r = -1;
		} else {
			judge(arg, t.run);
		}
		app_run_free(t.run);
	}
	(void)uv_run(&t.loop, UV_RUN_DEFAULT);
	(void)uv_loop_close(&t.loop);
	return r < 0 ? -1 : 0;
}
