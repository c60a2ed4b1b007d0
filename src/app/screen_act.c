/* SPDX-License-Identifier: MIT */
/*
 * The menu of what to do with the selected process.  It stays open after a
 * deed, so that what came of it can be watched and the next one follow; a step
 * is the business of the screen below.
 */
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "app/screen.h"
#include "app/session.h"
#include "base/mem.h"
#include "base/str.h"
#include "model/narrate.h"
#include "proc/act.h"
#include "view/act.h"

struct act {
	struct app_screen base;
	struct view_act view;
	struct view_player *player;
	struct app_session *session; /* NULL: a recording */
	struct str said;
};

static struct act *act_of(const struct app_screen *s)
{
	return (struct act *)(uintptr_t)s;
}

static const char *where(const struct app_screen *s)
{
	(void)s;
	return "x";
}

static pid_t pid_of(const struct act *a)
{
	return (pid_t)a->player->selected;
}

/* NULL: it has ended, or this is a recording. */
static struct app_run *run_of(const struct act *a)
{
	return a->session && app_session_alive(a->session) ? a->session->run
							   : NULL;
}

/* ---- what came of it ---- */

static void say_who(struct act *a)
{
	const struct model_process *p =
		model_process(a->player->model, a->player->selected);

	model_process_name(a->player->model, a->player->log,
			   a->player->selected, &a->said);
	if (model_process_has_name(a->player->model, p))
		str_addf(&a->said, " (%u)", a->player->selected);
}

static const char *because(int error)
{
	switch (error) {
	case -ESRCH:
		return "has ended";
	case -EAGAIN:
		return "is only just starting";
	case -EXDEV:
		return "is no process of this run";
	case -EPERM:
		return "belongs to another user";
	default:
		return "cannot be reached";
	}
}

static void say_failure(struct act *a, int error)
{
	say_who(a);
	str_addf(&a->said, " %s", because(error));
}

/* ---- deeds ---- */

static bool is_stopped(const struct act *a)
{
	const struct model_process *p =
		model_process(a->player->model, a->player->selected);

	return p && p->state == MODEL_STOPPED;
}

static void signal_it(struct act *a, int number)
{
	int error = app_run_signal(run_of(a), pid_of(a), number);

	if (error < 0) {
		say_failure(a, error);
		return;
	}
	str_addf(&a->said, "You sent SIG%s to ", sigabbrev_np(number));
	say_who(a);
	if (number == SIGTERM && is_stopped(a))
		str_add(&a->said, ": it gets it once it is continued");
}

static void renice(struct act *a, int by)
{
	int nice = a->view.nice + by, error;

	if (nice > PROC_NICE_MOST)
		nice = PROC_NICE_MOST;
	if (nice < PROC_NICE_LEAST)
		nice = PROC_NICE_LEAST;
	error = app_run_renice(run_of(a), pid_of(a), nice);
	if (error == -EACCES) {
		str_addf(&a->said,
			 "Refused: only root may raise a priority (nice %d to "
			 "%d)",
			 a->view.nice, nice);
	} else if (error < 0) {
		say_failure(a, error);
	} else {
		say_who(a);
		str_addf(&a->said, " has the nice value %d now", nice);
	}
}

static void follow(struct act *a)
{
	view_player_follow(a->player);
	say_who(a);
	str_add(&a->said,
		a->player->followed ? " is followed" : " is followed no more");
}

static void ask_nice(struct act *a)
{
	struct app_run *r = run_of(a);

	a->view.nice_known =
		r && pid_of(a) && !app_run_nice(r, pid_of(a), &a->view.nice);
}

static void perform(struct act *a, enum ui_command c)
{
	const char *why;

	view_act_point(&a->view, c);
	str_clear(&a->said);
	ask_nice(a);
	why = view_act_why_not(&a->view, c);
	if (why)
		str_addf(&a->said, "Not now: %s", why);
	else if (c == UI_CMD_ACT_FOLLOW)
		follow(a);
	else if (!run_of(a))
		str_add(&a->said, "Not now: the run is over");
	else if (c == UI_CMD_ACT_STOP)
		signal_it(a, SIGSTOP);
	else if (c == UI_CMD_ACT_CONTINUE)
		signal_it(a, SIGCONT);
	else if (c == UI_CMD_ACT_TERMINATE)
		signal_it(a, SIGTERM);
	else if (c == UI_CMD_ACT_KILL)
		signal_it(a, SIGKILL);
	else if (c == UI_CMD_ACT_NICER)
		renice(a, VIEW_ACT_NICE);
	else if (c == UI_CMD_ACT_LESS_NICE)
		renice(a, -VIEW_ACT_NICE);
	else if (a->base.below)
		(void)a->base.below->ops->command(a->base.below, UI_CMD_STEP);
}

/* ---- whom ---- */

static void choose(struct act *a, int by)
{
	uint32_t pid = view_act_neighbour(a->player, by);

	str_clear(&a->said);
	a->view.chosen = false;
	if (pid)
		a->player->selected = pid;
}

static bool command(struct app_screen *s, enum ui_command c)
{
	struct act *a = act_of(s);

	if (c >= UI_CMD_ACT_STOP && c <= UI_CMD_ACT_FOLLOW)
		perform(a, c);
	else if (c == UI_CMD_ACT_DO)
		perform(a, view_act_at_cursor(&a->view));
	else if (c == UI_CMD_ACT_UP || c == UI_CMD_ACT_DOWN)
		view_act_move(&a->view, c == UI_CMD_ACT_UP ? -1 : 1);
	else if (c == UI_CMD_ACT_OTHER || c == UI_CMD_ACT_BEFORE)
		choose(a, c == UI_CMD_ACT_OTHER ? 1 : -1);
	else if (c == UI_CMD_ACT_LEAVE)
		app_tui_pop(s->tui);
	else
		return false;
	return true;
}

static void mouse(struct app_screen *s, struct ui_mouse m)
{
	if (m.wheel_up || m.wheel_down)
		view_act_move(&act_of(s)->view, m.wheel_up ? -1 : 1);
}

/* Some process, if none is selected; when a run begins there may be none. */
static void choose_any(struct act *a)
{
	if (a->player->selected)
		return;
	a->player->selected = view_act_neighbour(a->player, 1);
	a->view.chosen = a->player->selected != 0;
}

static void draw(struct app_screen *s, struct ui_canvas *c)
{
	struct act *a = act_of(s);
	struct ui_rect all = ui_canvas_rect(c);

	choose_any(a);
	ask_nice(a);
	a->view.said = a->said.buf;
	view_act_layout(&a->view, all.rows, all.cols);
	view_act_draw(&a->view, c);
}

static void free_act(struct app_screen *s)
{
	str_release(&act_of(s)->said);
	free(act_of(s));
}

static const struct app_screen_ops ops = {
	.where = where,
	.command = command,
	.mouse = mouse,
	.draw = draw,
	.free = free_act,
};

struct app_screen *app_screen_act(struct view_player *player,
				  struct app_session *session)
{
	struct act *a = mem_new(1, sizeof(*a));

	a->base.ops = &ops;
	a->base.overlay = true;
	a->said = STR_INIT;
	a->player = player;
	a->view.player = player;
	a->session = session;
	choose_any(a);
	/* What is past cannot be acted on. */
	if (session && session->past && app_session_alive(session)) {
		app_session_live(session);
		str_add(&a->said, "Back in the present: the past cannot be "
				  "acted on");
	}
	return &a->base;
}
