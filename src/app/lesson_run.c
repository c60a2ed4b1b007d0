/* SPDX-License-Identifier: MIT */
/*
 * What the keys of a lesson do to the run of its demo.
 */
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "app/lesson_inside.h"
#include "app/preview.h"
#include "app/screen.h"
#include "app/session.h"
#include "app/trust.h"
#include "app/view_keys.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/near.h"
#include "base/scope.h"
#include "base/str.h"
#include "model/narrate.h"
#include "view/player.h"

static const double speeds[] = { 0.1, 0.2, 0.5, 1, 2, 5, 10 };

void app_lesson_say(struct lesson_screen *l, const char *format, ...)
{
	va_list args;

	str_clear(&l->message);
	va_start(args, format);
	str_addv(&l->message, format, args);
	va_end(args);
}

/*
 * A process needs a moment from one step to the gate before the next: of "5s"
 * each step is made when the one before has been seen.
 */
void app_lesson_pay_step(struct lesson_screen *l)
{
	struct app_session *s = &l->session;

	if (!l->owed || !app_session_alive(s) || !app_run_paused(s->run))
		return;
	if (app_run_step(s->run, (pid_t)l->view.selected) > 0) {
		l->owed--;
		l->stepped = true;
	}
}

static void trusted(void *arg)
{
	struct lesson_screen *l = arg;

	if (l->start_many)
		app_lesson_repeat(l);
	else
		app_lesson_start(l, l->start_paused);
}

bool app_lesson_trusts(struct lesson_screen *l)
{
	const struct app_context *c = app_tui_context(l->base.tui);
	const struct app_session *s = &l->session;
	struct err e = ERR_NONE;
	SCOPED_FREE char *program = NULL;
	SCOPED_FREE char *folder = NULL;

	if (s->command || !s->demo)
		return true;
	program = app_paths_demo(s->paths, s->dir, s->demo->program, &e);
	if (program)
		folder = app_trust_folder(s->paths, c->progress, s->dir,
					  program);
	if (!folder)
		return true;
	app_tui_push(l->base.tui,
		     app_screen_trust(folder, s->demo->program, trusted, l));
	return false;
}

void app_lesson_start(struct lesson_screen *l, bool paused)
{
	l->start_paused = paused;
	l->start_many = false;
	if (!app_lesson_trusts(l))
		return;
	if (l->repeat)
		app_repeat_stop(l->repeat);
	app_session_start(&l->session, paused);
	app_lesson_ask_run(l);
	view_player_run_changed(&l->view);
	(void)app_session_catch_up(&l->session);
}

static void run(struct lesson_screen *l)
{
	struct app_session *s = &l->session;

	if (!app_session_alive(s))
		app_lesson_start(l, false);
	else if (s->past)
		app_session_live(s);
	else if (app_run_paused(s->run))
		app_run_pause(s->run, false);
	else
		app_lesson_say(l, "It is running; R starts it again");
}

static void toggle_pause(struct lesson_screen *l)
{
	struct app_session *s = &l->session;

	if (!s->run)
		app_lesson_start(l, false);
	else if (s->past)
		app_session_live(s);
	else if (app_session_alive(s))
		app_run_pause(s->run, !app_run_paused(s->run));
	else
		app_lesson_say(l, "The run has ended; Enter runs it again");
}

/* Why nobody could make a step, in terms of the process that was asked. */
static void say_no_step(struct lesson_screen *l)
{
	const struct app_session *s = &l->session;
	const struct model *m = history_head(app_run_history(s->run));
	const struct trace_log *log = app_run_log(s->run);
	const struct model_process *p =
		l->view.selected ? model_process(m, l->view.selected) : NULL;
	SCOPED_STR name = STR_INIT, doing = STR_INIT;

	if (!p) {
		app_lesson_say(l, "No process stands before a step");
		return;
	}
	model_process_name(m, log, p->pid, &name);
	model_doing(m, log, p, &doing);
	if (p->state == MODEL_ENDED || p->state == MODEL_ZOMBIE)
		app_lesson_say(l, "%s has ended", name.buf);
	else if (p->state == MODEL_STOPPED)
		app_lesson_say(l,
			       "%s is stopped by a signal: x and c continue it",
			       name.buf);
	else if (p->waits)
		app_lesson_say(
			l, "%s waits (%s): another process must let it go on",
			name.buf, doing.buf);
	else
		app_lesson_say(l, "%s is between two steps: %s", name.buf,
			       doing.buf);
}

/* Called before the step's events have come: what was next is the step. */
static void say_step(struct lesson_screen *l, uint32_t who)
{
	const struct app_session *s = &l->session;
	const struct model *m = history_head(app_run_history(s->run));
	const struct trace_log *log = app_run_log(s->run);
	const struct model_process *p = model_process(m, who);
	SCOPED_STR name = STR_INIT, doing = STR_INIT;

	model_process_name(m, log, who, &name);
	if (p && p->verb != MP_VERB_NONE)
		model_doing(m, log, p, &doing);
	app_lesson_say(l, "%s made one step%s%s", name.buf,
		       doing.len ? ": " : "", doing.buf);
}

static void step(struct lesson_screen *l)
{
	struct app_session *s = &l->session;
	pid_t who;

	if (!app_session_alive(s) && s->past) {
		app_lesson_say(
			l,
			"The run has ended; . goes forward by an event, R runs "
			"it again");
		return;
	}
	if (!app_session_alive(s)) {
		app_lesson_start(l, true);
		app_lesson_say(
			l, "Paused at the start: s lets one process make one "
			   "step");
		return;
	}
	app_session_live(s);
	if (!app_run_paused(s->run)) {
		app_run_pause(s->run, true);
		app_lesson_say(
			l,
			"Paused: s lets one process make one step, Space goes "
			"on");
		return;
	}
	if (l->stepped) {
		l->owed++;
		return;
	}
	who = app_run_step(s->run, (pid_t)l->view.selected);
	if (who <= 0) {
		say_no_step(l);
		return;
	}
	l->stepped = true;
	say_step(l, (uint32_t)who);
}

static void change_speed(struct lesson_screen *l, int by)
{
	struct app_session *s = &l->session;
	const int count = sizeof(speeds) / sizeof(*speeds);
	int i = 0;

	while (i + 1 < count && speeds[i] < s->speed - 1e-9)
		i++;
	i += by;
	if (i < 0 || i >= count) {
		app_lesson_say(
			l, by < 0 ? "Slower than 0.1x is standing still: Space "
				    "pauses"
				  : "10x is the fastest");
		return;
	}
	s->speed = speeds[i];
	if (s->run && app_session_alive(s))
		app_run_speed(s->run, s->speed);
}

bool app_lesson_set_speed(struct lesson_screen *l, const char *argument,
			  struct err *e)
{
	struct app_session *s = &l->session;
	double speed = app_view_speed(argument, e);

	if (speed < 0)
		return false;
	s->speed = speed;
	if (s->run && app_session_alive(s))
		app_run_speed(s->run, speed);
	return true;
}

static void seek(struct lesson_screen *l, enum ui_command c)
{
	struct app_session *s = &l->session;

	if (!s->run) {
		app_lesson_say(
			l, "There is no run yet to go back in: Enter runs the "
			   "demo");
		return;
	}
	if (c == UI_CMD_BACK)
		app_session_seek_event(s, -1);
	else if (c == UI_CMD_FORWARD)
		app_session_seek_event(s, 1);
	else if (c == UI_CMD_BACK_SECOND)
		app_session_seek_time(s, -CLOCK_S);
	else if (c == UI_CMD_FORWARD_SECOND)
		app_session_seek_time(s, CLOCK_S);
	else if (c == UI_CMD_EARLIER)
		app_session_seek_time(s, -view_player_interval(&l->view));
	else if (c == UI_CMD_LATER)
		app_session_seek_time(s, view_player_interval(&l->view));
	else
		app_session_live(s);
}

static void apply_varied(void *arg)
{
	struct lesson_screen *l = arg;

	app_session_take_varied(&l->session);
	app_flow_chosen(&l->flow);
	app_lesson_start(l, false);
}

void app_lesson_run_other(struct lesson_screen *l)
{
	struct app_session *s = &l->session;

	s->compare = true;
	app_flow_compare(&l->flow, true);
	app_session_take_other(s);
	app_lesson_start(l, false);
	app_session_take_back(s);
	app_flow_compare(&l->flow, false);
	app_lesson_say(l, "Now %s: the run before stands beside it",
		       s->demo->compare->about);
}

static void compare(struct lesson_screen *l)
{
	struct app_session *s = &l->session;
	const char *why;

	if (s->demo->compare && !l->flow.compared) {
		if (app_flow_can_compare(&l->flow, &why))
			app_lesson_run_other(l);
		else
			app_lesson_say(l, "%s", why);
		return;
	}
	s->compare = !s->compare;
	if (!s->compare)
		app_lesson_say(l,
			       "This run alone; C brings the run before back");
	else if (!s->kept.history)
		app_lesson_say(
			l, "From the next run on, the run before stands beside "
			   "it: in the timeline and in charts");
	else
		app_lesson_say(l, "The run before stands beside this one: in "
				  "the timeline "
				  "and in charts");
}

static void vary(struct lesson_screen *l)
{
	struct app_session *s = &l->session;
	const struct view_vary what = {
		.demo = s->demo,
		.rows = app_vary_rows(&s->vary,
				      app_flow_offers_faults(&l->flow)),
		.ran = s->ran,
		.ran_count = s->ran_count,
	};

	if (!what.rows.count) {
		app_lesson_say(l, "This demo has nothing to change");
		return;
	}
	app_tui_push(l->base.tui,
		     app_screen_vary(&what, s->varied, apply_varied, l));
}

static void act(struct lesson_screen *l)
{
	if (!l->session.run || !l->view.model)
		app_lesson_say(l,
			       "There is no process yet: Enter runs the demo");
	else
		app_tui_push(l->base.tui,
			     app_screen_act(&l->view, &l->session));
}

bool app_lesson_run_command(struct lesson_screen *l, enum ui_command c)
{
	if (!l->session.demo)
		return false;
	if (c == UI_CMD_RUN)
		run(l);
	else if (c == UI_CMD_RESTART)
		app_lesson_start(l, false);
	else if (c == UI_CMD_PAUSE)
		toggle_pause(l);
	else if (c == UI_CMD_STEP)
		step(l);
	else if (c == UI_CMD_SLOWER || c == UI_CMD_FASTER)
		change_speed(l, c == UI_CMD_SLOWER ? -1 : 1);
	else if (c >= UI_CMD_BACK && c <= UI_CMD_LIVE)
		seek(l, c);
	else if (c == UI_CMD_WHY)
		app_tui_push(l->base.tui, app_screen_why(&l->view));
	else if (c == UI_CMD_COMPARE)
		compare(l);
	else if (c == UI_CMD_REPEAT)
		app_lesson_repeat(l);
	else if (c == UI_CMD_VARY)
		vary(l);
	else if (c == UI_CMD_ACT)
		act(l);
	else
		return false;
	return true;
}
