/* SPDX-License-Identifier: MIT */
#include "app/trial.h"

#include <signal.h>
#include <string.h>

#include "base/clock.h"
#include "model/history.h"

enum {
	KILL_AFTER_MS = 300, /* run time since it began */
	TICK_MS = 50,
	ACT_EVERY_MS = 500, /* real time: what was done before is seen */
};

struct trial {
	const struct app_trial *o;
	struct app_run *run;
	uv_loop_t loop;
	uv_timer_t limit, tick;
	bool killed;
	size_t acts_done;
	int64_t next_act; /* clock_now */
};

static bool is_called(const struct trial *t, const struct model_process *p,
		      const char *wanted)
{
	size_t len = 0;
	const char *name = trace_log_text(app_run_log(t->run), p->name, &len);

	return p->name && len == strlen(wanted) &&
	       memcmp(name, wanted, len) == 0;
}

/* Once there is a process called so that has lived for a while. */
static bool signal_to(struct trial *t, const struct model *m, const char *name,
		      int number)
{
	/* Now, and not when something was heard last. */
	int64_t now = app_run_time(t->run);

	for (size_t i = 0; i < m->process_count; i++) {
		const struct model_process *p = &m->processes[i];

		if (p->ended_ns >= 0 || !is_called(t, p, name) ||
		    now - p->started_ns < KILL_AFTER_MS * CLOCK_MS)
			continue;
		(void)app_run_signal(t->run, (pid_t)p->pid, number);
		return true;
	}
	return false;
}

static int number_of(const struct lesson_act *a)
{
	if (*a->stop)
		return SIGSTOP;
	if (*a->go_on)
		return SIGCONT;
	return *a->terminate ? SIGTERM : SIGKILL;
}

/*
 * A process takes a signal when it gets a CPU, which may be a second later: so
 * a stop is waited for, and that it goes on.
 */
static bool is_done(const struct trial *t, const struct model *m,
		    const struct lesson_act *a)
{
	const char *whom;

	(void)lesson_act_word(a, &whom);
	for (size_t i = 0; i < m->process_count; i++) {
		const struct model_process *p = &m->processes[i];

		if (p->ended_ns < 0 && is_called(t, p, whom) &&
		    ((*a->stop && p->state != MODEL_STOPPED) ||
		     (*a->go_on && p->state == MODEL_STOPPED)))
			return false;
	}
	return true;
}

static void act(struct trial *t, const struct model *m)
{
	const struct lesson_act *a = &t->o->acts[t->acts_done];
	const char *whom;

	(void)lesson_act_word(a, &whom);
	if (clock_now() < t->next_act ||
	    (t->acts_done && !is_done(t, m, a - 1)) ||
	    !signal_to(t, m, whom, number_of(a)))
		return;
	t->acts_done++;
	t->next_act = clock_now() + ACT_EVERY_MS * CLOCK_MS;
	if (t->acts_done == t->o->act_count)
		app_run_speed(t->run, t->o->speed);
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
		t->killed = signal_to(t, m, t->o->kill, SIGKILL);
	else if (t->acts_done < t->o->act_count)
		act(t, m);
}

static void too_long(uv_timer_t *timer)
{
	struct trial *t = timer->data;

	if (t->run)
		app_run_end(t->run, 1);
}

/* Of a process that is stopped nothing more is heard. */
static void look_again(uv_timer_t *timer)
{
	changed(timer->data);
}

/* Until it is over. */
static void follow(struct trial *t)
{
	(void)uv_timer_init(&t->loop, &t->limit);
	t->limit.data = t;
	(void)uv_timer_start(&t->limit, too_long,
			     (uint64_t)t->o->seconds * 1000, 0);
	t->next_act = clock_now() + ACT_EVERY_MS * CLOCK_MS;
	(void)uv_timer_init(&t->loop, &t->tick);
	t->tick.data = t;
	if (t->o->act_count)
		(void)uv_timer_start(&t->tick, look_again, TICK_MS, TICK_MS);
	while (app_run_state(t->run) != APP_RUN_ENDED)
		(void)uv_run(&t->loop, UV_RUN_ONCE);
	uv_close((uv_handle_t *)&t->limit, NULL);
	uv_close((uv_handle_t *)&t->tick, NULL);
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
		/* Acts are done at the pace at which a student does them. */
		.speed = o->act_count ? 1 : o->speed,
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
