/* SPDX-License-Identifier: MIT */
/*
 * What a lesson asks, on the screen: keys to answers, and what comes of them.
 */
#include "app/lesson_inside.h"

#include <time.h>

/* The time of day, ms since 1970: answers are noted with it. */
static int64_t clock_ms(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void app_lesson_ask_open(struct lesson_screen *l)
{
	const struct app_context *c = app_tui_context(l->base.tui);

	app_flow_close(&l->flow);
	l->flow.clock = clock_ms;
	l->flow.progress = l->o.keep ? c->progress : NULL;
	app_flow_open(&l->flow, l->o.lesson, l->view.step,
		      (uint64_t)clock_ms());
}

void app_lesson_ask_run(struct lesson_screen *l)
{
	if (l->session.run)
		app_flow_run(&l->flow, app_run_log(l->session.run),
			     app_run_history(l->session.run));
	else
		app_flow_no_run(&l->flow);
}

/*
 * What a callout speaks of is to be seen: with a pause in any case, but the
 * focus is not taken from a window that is open; otherwise not by who looks at
 * the past.  A run that is ending does not stand.
 */
static void look_at_callout(struct lesson_screen *l, bool pause)
{
	bool goes = l->session.run &&
		    app_run_state(l->session.run) < APP_RUN_ENDING;

	if (pause && goes) {
		app_run_pause(l->session.run, true);
		/* "It is running": no more, and its keys are needed. */
		str_clear(&l->message);
	}
	if (pause || !l->session.past)
		view_player_turn_to(
			&l->view, l->flow.callout.pane,
			pause && goes && app_tui_is_top(l->base.tui, &l->base));
}

void app_lesson_ask_follow(struct lesson_screen *l)
{
	bool over = l->session.run &&
		    app_run_state(l->session.run) == APP_RUN_ENDED;
	unsigned what = app_flow_catch_up(&l->flow, over);

	if (what & APP_FLOW_CALLED)
		look_at_callout(l, what & APP_FLOW_PAUSE);
	if (what & APP_FLOW_ASKS && app_flow_asked(&l->flow))
		view_player_focus(&l->view, LESSON_PANE_TEXT);
}

static void run(struct lesson_screen *l)
{
	struct app_session *s = &l->session;

	if (!s->demo)
		return;
	if (l->flow.fault)
		app_session_take_fault(s, l->flow.fault);
	if (app_flow_is_anew(&l->flow))
		app_lesson_start(l, false);
	else
		(void)app_lesson_run_command(l, UI_CMD_RUN);
}

static bool follow(struct lesson_screen *l, enum app_flow_does does)
{
	switch (does) {
	case APP_FLOW_NOTHING:
		break;
	case APP_FLOW_RUN:
		run(l);
		break;
	case APP_FLOW_SEEK:
		if (l->session.run)
			app_session_seek_to(&l->session, l->flow.moment.run_ns);
		break;
	case APP_FLOW_COMPARE:
		app_lesson_run_other(l);
		break;
	case APP_FLOW_NEXT:
		app_lesson_turn_page(l, 1);
		break;
	}
	return true;
}

/* A solution that is values is tried at once. */
static bool show(struct lesson_screen *l)
{
	enum app_flow_does does = app_flow_show(&l->flow);
	const struct lesson_exercise *e = l->flow.step->exercise;

	if (does == APP_FLOW_RUN && e && e->solution)
		app_session_take(&l->session, e->solution->with,
				 e->solution->with_count);
	return follow(l, does);
}

bool app_lesson_ask_command(struct lesson_screen *l, enum ui_command c)
{
	struct view_ask *a = app_flow_asked(&l->flow);

	if (c == UI_CMD_ASK_GIVE && a && a->quiet) {
		a->quiet = false;
		return true;
	}
	if (c == UI_CMD_ASK_GIVE)
		return follow(l, app_flow_give(&l->flow));
	if (c == UI_CMD_ASK_SKIP)
		return follow(l, app_flow_skip(&l->flow));
	if (c == UI_CMD_ASK_SHOW)
		return show(l);
	if (c == UI_CMD_ASK_HINT) {
		if (!app_flow_hint(&l->flow))
			app_lesson_say(l, "There is no hint left");
		return true;
	}
	if (c != UI_CMD_ASK_PASS)
		return false;
	if (a && view_ask_types(a))
		a->quiet = true;
	else
		app_tui_pop(l->base.tui);
	return true;
}

bool app_lesson_ask_key(struct lesson_screen *l, uint32_t key)
{
	if (!view_player_is_asked(&l->view) || !app_flow_key(&l->flow, key))
		return false;
	str_clear(&l->message);
	return true;
}

void app_lesson_ask_click(struct lesson_screen *l, struct ui_mouse m)
{
	struct view_ask *a = app_flow_asked(&l->flow);
	long line = view_player_ask_line(&l->view, m.row, m.col);

	if (a && line >= 0 &&
	    view_ask_click(a, &l->view.ask_rows, (size_t)line))
		app_flow_changed(&l->flow);
}
