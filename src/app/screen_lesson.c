/* SPDX-License-Identifier: MIT */
/*
 * A lesson: the steps, and the demo of the step.
 *
 * Leaving a step ends its demo: a student who pages on never leaves processes
 * behind.
 */
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "app/goto.h"
#include "app/lesson_inside.h"
#include "app/preview.h"
#include "app/screen.h"
#include "app/session.h"
#include "app/view_keys.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/near.h"
#include "base/str.h"
#include "model/narrate.h"
#include "view/player.h"

enum { SHOWN_MAX = 100 }; /* processes on a screen, that are sampled first */

static struct lesson_screen *lesson_of(const struct app_screen *s)
{
	return (struct lesson_screen *)(uintptr_t)s;
}

static const char *where(const struct app_screen *s)
{
	return view_player_where(&lesson_of(s)->view);
}

/*
 * What was said of a run that lives is no longer so.  How it failed must be
 * seen also where the text, and so its hint, is not; elsewhere it would only
 * be in the place of the keys.
 */
static void say_ending(struct lesson_screen *l)
{
	bool hinted = l->view.focus == LESSON_PANE_TEXT ||
		      view_player_visible(&l->view, LESSON_PANE_TEXT);

	app_lesson_say(l, "%s",
		       hinted && !l->view.present ? ""
						  : l->session.failure.buf);
}

static void changed(void *arg)
{
	struct lesson_screen *l = arg;
	bool ended = app_session_catch_up(&l->session);
	const char *record_problem;

	l->stepped = false;
	app_lesson_pay_step(l);
	app_lesson_ask_follow(l);
	if (ended)
		say_ending(l);
	record_problem = app_session_record_problem(&l->session);
	if (record_problem)
		app_lesson_say(l, "%s", record_problem);
	app_tui_dirty(l->base.tui);
}

/* ---- steps ---- */

static void visit(struct lesson_screen *l)
{
	const struct app_context *c = app_tui_context(l->base.tui);
	const struct lesson *lesson = l->o.lesson;
	struct progress_lesson done;

	if (!l->o.keep)
		return;
	(void)progress_visit(c->progress, lesson->topic, lesson->id,
			     lesson->steps[l->view.step].id, lesson->revision);
	progress_lesson(c->progress, lesson->topic, lesson->id, &done);
	if (!done.done && done.seen >= (int)lesson->step_count)
		(void)progress_done(c->progress, lesson->topic, lesson->id);
}

void app_lesson_go_to(struct lesson_screen *l, size_t step)
{
	const struct lesson *lesson = l->o.lesson;
	enum ui_language language =
		app_tui_context(l->base.tui)->options->language;

	app_lesson_repeat_close(l);
	app_session_close(&l->session);
	l->view.step = step;
	app_lesson_ask_open(l);
	if (lesson->steps[step].demo)
		app_session_open(&l->session, lesson->steps[step].demo->dir,
				 lesson->steps[step].demo);
	if (lesson->steps[step].demo && !l->language_chosen)
		l->view.language =
			l->session.has_source[language] ? language : UI_LANG_C;
	view_player_step_changed(&l->view);
	view_player_run_changed(&l->view);
	visit(l);
}

/*
 * The step of the path before or after this one; false: this one is not among
 * those.  @ret is this step where the path has no further one.
 */
static bool step_of_path(const struct lesson_screen *l, int by, size_t *ret)
{
	const struct lesson *lesson = l->o.lesson;
	size_t i = 0;

	while (i < l->o.step_count &&
	       strcmp(l->o.steps[i], lesson->steps[l->view.step].id) != 0)
		i++;
	if (i == l->o.step_count)
		return false;
	i += (size_t)by; /* before the first: past the last */
	*ret = i < l->o.step_count
		       ? (size_t)lesson_find_step(lesson, l->o.steps[i])
		       : l->view.step;
	return *ret < lesson->step_count;
}

void app_lesson_turn_page(struct lesson_screen *l, int by)
{
	size_t step = l->view.step, other;

	if (step_of_path(l, by, &other) && other != step)
		app_lesson_go_to(l, other);
	else if (step_of_path(l, by, &other))
		app_lesson_say(
			l, by < 0 ? "The path begins here; q goes back to it"
				  : "The path leads on to another lesson: "
				    "q goes back to it");
	else if (by < 0 && step == 0)
		app_lesson_say(
			l,
			"This is the first step; q goes back to the lessons");
	else if (by > 0 && step + 1 >= l->o.lesson->step_count)
		app_lesson_say(
			l,
			"This was the last step; q goes back to the lessons");
	else
		app_lesson_go_to(l, by < 0 ? step - 1 : step + 1);
}

/* ---- commands ---- */

static void next_language(struct lesson_screen *l)
{
	const char *problem = view_player_next_language(&l->view);

	l->language_chosen = true;
	if (problem)
		app_lesson_say(l, "%s", problem);
}

static void toggle_notes(struct lesson_screen *l)
{
	if (!*l->o.lesson->steps[l->view.step].notes) {
		app_lesson_say(l, "This step has no notes for the instructor");
		return;
	}
	l->view.notes = !l->view.notes;
	l->notes_chosen = true;
}

static bool view_command(struct lesson_screen *l, enum ui_command c)
{
	if (c == UI_CMD_SORT) {
		(void)app_view_command(&l->view, c);
		app_lesson_say(l, "Processes by %s",
			       view_sort_name(l->view.order.by));
	} else if (c == UI_CMD_FOLLOW && !l->view.selected) {
		app_lesson_say(
			l,
			"No process is selected: j and k in the processes pane "
			"do that, or a click");
	} else if (c == UI_CMD_LANGUAGE)
		next_language(l);
	else if (c == UI_CMD_NOTES)
		toggle_notes(l);
	else if (c == UI_CMD_NEXT)
		app_lesson_turn_page(l, 1);
	else if (c == UI_CMD_PREVIOUS)
		app_lesson_turn_page(l, -1);
	else
		return app_view_command(&l->view, c);
	return true;
}

static bool command(struct app_screen *s, enum ui_command c)
{
	struct lesson_screen *l = lesson_of(s);

	str_clear(&l->message);
	if (c != UI_CMD_STEP)
		l->owed = 0;
	return app_lesson_ask_command(l, c) || app_lesson_run_command(l, c) ||
	       app_lesson_place_command(l, c) || view_command(l, c);
}

/* To a step by its number or its id. */
static bool go_by_name(struct lesson_screen *l, const char *name, struct err *e)
{
	const struct lesson *lesson = l->o.lesson;
	struct near near = NEAR(name);
	char *end;
	long n = strtol(name, &end, 10);
	int step = *end ? lesson_find_step(lesson, name) : (int)n - 1;

	if (step >= 0 && (size_t)step < lesson->step_count) {
		app_lesson_go_to(l, (size_t)step);
		return true;
	}
	for (size_t i = 0; i < lesson->step_count; i++)
		near_offer(&near, lesson->steps[i].id);
	if (near.best)
		(void)err_set(e, -ENOENT,
			      "there is no step %s: did you mean %s?", name,
			      near.best);
	else
		(void)err_set(e, -ENOENT,
			      "there is no step %s: there are 1 to %zu", name,
			      lesson->step_count);
	return false;
}

static bool argument(struct app_screen *s, enum ui_command c, const char *text,
		     struct err *e)
{
	struct lesson_screen *l = lesson_of(s);

	str_clear(&l->message);
	if (c == UI_CMD_SPEED)
		return app_lesson_set_speed(l, text, e);
	if (c == UI_CMD_GOTO && strchr(text, '/'))
		return app_goto_lesson(s->tui, text, e) != NULL;
	if (c == UI_CMD_GOTO)
		return go_by_name(l, text, e);
	return app_view_argument(&l->view, c, text, e);
}

static void words(const struct app_screen *s, enum ui_command c,
		  struct str *out)
{
	const struct lesson_screen *l = lesson_of(s);

	for (size_t i = 0; c == UI_CMD_GOTO && i < l->o.lesson->step_count; i++)
		str_addf(out, "%s\n", l->o.lesson->steps[i].id);
	if (c == UI_CMD_GOTO)
		app_goto_words(s->tui, out);
	app_view_words(&l->view, c, out);
}

static enum ui_command key_at(const struct app_screen *s, int row, int col)
{
	return view_bars_key_at(&lesson_of(s)->view, row, col);
}

static bool pane(struct app_screen *s, int n, enum app_pane_does what,
		 struct str *say)
{
	return app_view_pane(&lesson_of(s)->view, n, what, say);
}

static bool search(struct app_screen *s, enum view_find how, const char *text,
		   struct str *say)
{
	str_clear(&lesson_of(s)->message);
	return view_player_find(&lesson_of(s)->view, how, text, say);
}

static bool key(struct app_screen *s, uint32_t key)
{
	return app_lesson_ask_key(lesson_of(s), key);
}

static void mouse(struct app_screen *s, struct ui_mouse m)
{
	struct lesson_screen *l = lesson_of(s);
	int64_t ns;

	app_view_mouse(&l->view, m);
	if (m.press)
		app_lesson_ask_click(l, m);
	if (m.press && l->session.run &&
	    view_player_time_at(&l->view, m.row, m.col, &ns))
		app_session_seek_to(&l->session, ns);
}

/* ---- the rest of a screen ---- */

/* What is looked at is sampled first. */
static void prefer_shown(struct lesson_screen *l)
{
	uint32_t shown[SHOWN_MAX];
	pid_t pids[SHOWN_MAX];
	size_t n = view_player_processes(&l->view, shown, SHOWN_MAX);

	if (!app_session_alive(&l->session))
		return;
	for (size_t i = 0; i < n; i++)
		pids[i] = (pid_t)shown[i];
	app_run_prefer(l->session.run, pids, n);
	app_run_inspect(l->session.run,
			view_player_visible(&l->view, LESSON_PANE_INSPECTOR)
				? (pid_t)view_player_inspected(&l->view)
				: 0);
}

static void draw(struct app_screen *s, struct ui_canvas *c)
{
	struct lesson_screen *l = lesson_of(s);
	struct ui_rect all = ui_canvas_rect(c);

	app_session_fill(&l->session, &l->view);
	app_flow_fill(&l->flow, &l->view);
	app_lesson_repeat_fill(l);
	/* They say what comes out: not beside the question what that will be.
	 */
	if (l->o.notes && !l->notes_chosen)
		l->view.notes = !app_flow_asked(&l->flow);
	l->view.present = app_tui_presents(s->tui);
	l->view.timer_ns = app_tui_timer_ns(s->tui);
	l->view.message = l->message.buf;
	view_player_layout(&l->view, all.rows, all.cols);
	prefer_shown(l);
	view_player_draw(&l->view, c);
}

/*
 * The file of a preview was saved: its new content, at the step of the old
 * one.  While it has errors the old one stays.
 */
static void reload(void *arg)
{
	struct lesson_screen *l = arg;
	struct app_preview *p = l->o.preview;

	if (!app_preview_reload(p, l->view.step)) {
		app_lesson_say(l, "%s", app_preview_problem(p));
		app_tui_dirty(l->base.tui);
		return;
	}
	app_lesson_repeat_close(l);
	app_session_close(&l->session);
	app_flow_close(&l->flow);
	l->view.lesson = l->o.lesson = app_preview_lesson(p);
	l->view.text_of = l->view.note_of = NULL;
	app_lesson_go_to(l, (size_t)app_preview_step(p));
	app_lesson_say(l, "The lesson has been loaded again");
	app_tui_dirty(l->base.tui);
}

static void begin_preview(struct lesson_screen *l)
{
	l->o.lesson = app_preview_lesson(l->o.preview);
	l->o.step = (size_t)app_preview_step(l->o.preview);
	app_preview_watch(l->o.preview, app_tui_loop(l->base.tui), reload, l);
}

static void shown(struct app_screen *s)
{
	struct lesson_screen *l = lesson_of(s);
	const struct app_context *c = app_tui_context(s->tui);

	if (l->begun) {
		visit(l); /* back from where a link led */
		return;
	}
	l->begun = true;
	if (l->o.preview)
		begin_preview(l);
	l->view.lesson = l->o.lesson;
	l->view.topic = l->o.topic_title;
	l->session.loop = app_tui_loop(s->tui);
	l->session.paths = c->paths;
	l->session.changed = changed;
	l->session.arg = l;
	l->session.speed = l->o.speed;
	l->session.record = l->o.record;
	l->session.schedule = l->o.schedule;
	l->session.command = l->o.command;
	app_lesson_go_to(l, l->o.step);
	if (l->o.run && l->session.demo)
		app_lesson_start(l, false);
}

static void name(const struct app_screen *s, struct str *out, struct str *title)
{
	const struct lesson_screen *l = lesson_of(s);
	const struct lesson_step *step = &l->o.lesson->steps[l->view.step];

	str_addf(out, "%s-%s", l->o.lesson->id, step->id);
	str_addf(title, "Procession: %s, %s", l->o.lesson->title, step->title);
}

static void suspend(struct app_screen *s, bool away)
{
	struct lesson_screen *l = lesson_of(s);

	if (!app_session_alive(&l->session))
		return;
	if (away)
		l->was_paused = app_run_paused(l->session.run);
	app_run_pause(l->session.run, away || l->was_paused);
}

static bool stop(struct app_screen *s)
{
	struct lesson_screen *l = lesson_of(s);

	if (l->repeat) {
		app_repeat_stop(l->repeat);
		return true;
	}
	if (!app_session_alive(&l->session))
		return false;
	app_session_live(&l->session);
	app_run_end(l->session.run, 1);
	app_lesson_say(l, "Ending the demo; Ctrl-C once more kills it");
	app_tui_dirty(s->tui);
	return true;
}

static bool moves(const struct app_screen *s)
{
	const struct app_session *session = &lesson_of(s)->session;

	return lesson_of(s)->repeat
		       ? false
		       : app_session_alive(session) && !session->past &&
				 !app_run_paused(session->run);
}

static void free_lesson_screen(struct app_screen *s)
{
	struct lesson_screen *l = lesson_of(s);

	if (l->o.preview)
		app_preview_watch(l->o.preview, NULL, NULL, NULL);
	app_lesson_repeat_close(l);
	str_release(&l->repeat_problem);
	app_session_close(&l->session);
	app_flow_close(&l->flow);
	view_player_release(&l->view);
	str_release(&l->message);
	free(l);
}

static const struct app_screen_ops ops = {
	.where = where,
	.command = command,
	.key = key,
	.argument = argument,
	.words = words,
	.key_at = key_at,
	.pane = pane,
	.search = search,
	.mouse = mouse,
	.draw = draw,
	.shown = shown,
	.name = name,
	.suspend = suspend,
	.stop = stop,
	.moves = moves,
	.free = free_lesson_screen,
};

struct app_screen *app_screen_lesson(const struct app_screen_lesson_options *o)
{
	struct lesson_screen *l = mem_new(1, sizeof(*l));

	l->base.ops = &ops;
	l->o = *o;
	l->message = STR_INIT;
	l->repeat_problem = STR_INIT;
	outcomes_init(&l->outcomes);
	return &l->base;
}
