/* SPDX-License-Identifier: MIT */
/*
 * What a key does: first it may belong to a line that is typed in, then to a
 * number, then it is a command of the screen on top.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "app/snapshot.h"
#include "app/tui_inside.h"
#include "view/message.h"

/* ---- commands ---- */

static void stop_or_quit(struct app_tui *t)
{
	for (struct app_screen *s = t->top; s; s = s->below) {
		if (s->ops->stop && s->ops->stop(s))
			return;
	}
	app_tui_stop(t, 0);
}

static void toggle_mouse(struct app_tui *t)
{
	t->mouse = !t->mouse;
	ui_term_use_mouse(t->mouse);
	app_tui_say(t, t->mouse ? "The mouse is taken: click and wheel work"
				: "The mouse is the terminal's: select text "
				  "with it; :mouse takes it again");
}

static void search(struct app_tui *t)
{
	if (t->top->ops->search)
		app_tui_push(t, app_screen_search());
	else
		app_tui_say(t, "There is nothing to search here");
}

/* Who says what is shown: the uppermost that knows. */
static void snapshot(struct app_tui *t)
{
	SCOPED_STR name = STR_INIT, title = STR_INIT;
	const struct app_screen *s = t->top;
	struct err e = ERR_NONE;

	while (s->below && !s->ops->name)
		s = s->below;
	if (s->ops->name)
		s->ops->name(s, &name, &title);
	/* Without what was said of the one before. */
	str_clear(&t->notice);
	app_tui_compose(t);
	if (app_snapshot(t->canvas,
			 &(struct app_snapshot){
				 .dir = t->context.options->snapshots,
				 .name = name.buf,
				 .title = title.buf,
				 .theme = ui_term_theme_now() },
			 &t->notice, &e) < 0)
		str_add(&t->notice, e.text);
}

static bool run_own(struct app_tui *t, enum ui_command c)
{
	/* What stands still is what is to be seen now, not at the last frame */
	if (c == UI_CMD_FREEZE)
		app_tui_compose(t);
	if (app_stage_command(&t->stage, c, t->canvas, uv_now(&t->loop)))
		; /* done */
	else if (c == UI_CMD_SNAPSHOT)
		snapshot(t);
	else if (c == UI_CMD_SUSPEND)
		app_tui_suspend(t);
	else if (c == UI_CMD_REDRAW)
		ui_term_redraw();
	else if (c == UI_CMD_STOP)
		stop_or_quit(t);
	else if (c == UI_CMD_PALETTE)
		app_tui_push(t, app_screen_palette(""));
	else if (c == UI_CMD_SEARCH)
		search(t);
	else if (c == UI_CMD_MOUSE)
		toggle_mouse(t);
	else
		return false;
	return true;
}

static void help(struct app_tui *t)
{
	struct app_screen *s = t->top;
	SCOPED_STR panes = STR_INIT;

	for (int n = 1; n < 10 && s->ops->pane &&
			s->ops->pane(s, n, APP_PANE_NUMBERS, &panes);
	     n++)
		str_add_char(&panes, '\n');
	if (s->ops->pane)
		(void)s->ops->pane(s, 1, APP_PANE_DROP, &panes);
	app_tui_push(t, app_screen_help(app_screen_where(t->top), panes.buf));
}

/* A command that says little without a word after it. */
static bool ask_word(struct app_tui *t, enum ui_command c)
{
	SCOPED_STR words = STR_INIT, text = STR_INIT;

	app_tui_words(t, t->top, c, &words);
	if (!words.len)
		return false;
	str_addf(&text, "%s ", ui_command_info(c)->name);
	app_tui_push(t, app_screen_palette(text.buf));
	return true;
}

static bool run_on_top(struct app_tui *t, enum ui_command c)
{
	return t->top->ops->command && t->top->ops->command(t->top, c);
}

static void run_command(struct app_tui *t, enum ui_command c)
{
	if (run_own(t, c) || run_on_top(t, c) || ask_word(t, c))
		; /* done */
	else if (c == UI_CMD_HELP)
		help(t);
	else if (c == UI_CMD_QUIT)
		app_tui_pop(t);
}

/*
 * While the window is too small to show what a key does, only leaving and
 * redrawing work: a blind key must not act.
 */
static bool allowed(const struct app_tui *t, enum ui_command c)
{
	struct ui_rect all = ui_canvas_rect(t->canvas);

	return !view_too_small(all.rows, all.cols) || c == UI_CMD_QUIT ||
	       c == UI_CMD_ASK_PASS || c == UI_CMD_STOP || c == UI_CMD_REDRAW ||
	       c == UI_CMD_SUSPEND;
}

static void say_elsewhere(struct app_tui *t, enum ui_command c)
{
	const struct ui_command_info *info = ui_command_info(c);
	SCOPED_STR text = STR_INIT;

	str_addf(&text, "%s works only", info->name);
	for (const char *at = info->where; *at; at++)
		str_addf(&text, "%s %s", at == info->where ? "" : ",",
			 ui_place_words(*at));
	app_tui_say(t, text.buf);
}

static int set_theme(const char *name, struct err *e)
{
	enum ui_theme theme;

	if (ui_theme_find(name, &theme) < 0)
		return err_set(e, -EINVAL,
			       "there is no theme %s: dark, light, contrast "
			       "or mono",
			       name);
	ui_term_theme(theme);
	return 0;
}

static bool do_with(struct app_tui *t, enum ui_command c, const char *argument,
		    struct err *e)
{
	if (c == UI_CMD_THEME)
		return set_theme(argument, e) == 0;
	return t->top->ops->argument &&
	       t->top->ops->argument(t->top, c, argument, e);
}

void app_tui_words(const struct app_tui *t, const struct app_screen *s,
		   enum ui_command c, struct str *out)
{
	(void)t;
	for (int i = 0; c == UI_CMD_THEME && i < UI_THEME_COUNT; i++)
		str_addf(out, "%s\n", ui_theme_name((enum ui_theme)i));
	if (s->ops->words)
		s->ops->words(s, c, out);
}

static void run_with(struct app_tui *t, enum ui_command c, const char *argument)
{
	struct err e = ERR_NONE;
	SCOPED_STR text = STR_INIT;

	if (do_with(t, c, argument, &e))
		return;
	if (e.code)
		str_add(&text, e.text);
	else
		str_addf(&text, "%s takes nothing after its name",
			 ui_command_info(c)->name);
	app_tui_say(t, text.buf);
}

void app_tui_run(struct app_tui *t, enum ui_command c, int times,
		 const char *argument)
{
	struct app_screen *on = t->top;

	app_tui_dirty(t);
	if (!allowed(t, c) || app_stage_hides(&t->stage, c))
		return;
	if (!ui_command_applies(c, app_screen_where(t->top))) {
		say_elsewhere(t, c);
		return;
	}
	if (*argument) {
		run_with(t, c, argument);
		return;
	}
	/* Whatever leaves the screen is not done again on another. */
	for (int i = 0; i < times && !t->stopping && t->top == on; i++)
		run_command(t, c);
}

/* ---- numbers ---- */

static bool pane_does(struct app_tui *t, int n, enum app_pane_does what,
		      struct str *say)
{
	return n && t->top->ops->pane &&
	       t->top->ops->pane(t->top, n, what, say);
}

static void drop_count(struct app_tui *t)
{
	SCOPED_STR none = STR_INIT;

	(void)uv_timer_stop(&t->digit);
	if (t->count.number && t->top)
		(void)pane_does(t, 1, APP_PANE_DROP, &none);
	t->count = (struct app_count){ 0 };
}

/* A digit alone shows or hides its pane. */
static void do_pane(struct app_tui *t)
{
	int n = app_count_pane(&t->count);
	SCOPED_STR say = STR_INIT;

	drop_count(t);
	if (pane_does(t, n, APP_PANE_TOGGLE, &say) && say.len)
		app_tui_say(t, say.buf);
	app_tui_dirty(t);
}

static void on_digit(uv_timer_t *timer)
{
	do_pane(timer->data);
}

void app_tui_draw_count(struct app_tui *t, struct ui_rect line)
{
	SCOPED_STR pane = STR_INIT, text = STR_INIT;

	(void)pane_does(t, app_count_pane(&t->count), APP_PANE_NUMBERS, &pane);
	app_count_words(&t->count, app_screen_where(t->top), pane.buf, &text);
	ui_fill(t->canvas, line, UI_FOOTER, ' ');
	(void)ui_text_fit(t->canvas, line, 0, 1, line.cols - 2, UI_NOTICE,
			  text.buf);
}

/* Whether @key went into the number, or ended it without a command. */
static bool take_count(struct app_tui *t, uint32_t key)
{
	SCOPED_STR none = STR_INIT;
	int pane = app_count_pane(&t->count);

	if (app_count_key(&t->count, key, app_screen_where(t->top))) {
		pane = app_count_pane(&t->count);
		(void)uv_timer_stop(&t->digit);
		if (pane_does(t, pane, APP_PANE_NUMBERS, &none))
			(void)uv_timer_start(&t->digit, on_digit, APP_COUNT_MS,
					     0);
		return true;
	}
	if (!t->count.number)
		return false;
	if (key == '\n' && pane_does(t, pane, APP_PANE_NUMBERS, &none)) {
		do_pane(t);
		return true;
	}
	if (key != 0x1B)
		return false;
	drop_count(t);
	return true;
}

/* ---- keys ---- */

static void on_mouse(struct app_tui *t)
{
	struct ui_mouse m = ui_term_mouse();
	enum ui_command c = UI_CMD_NONE;

	drop_count(t);
	if (m.press && t->top->ops->key_at)
		c = t->top->ops->key_at(t->top, m.row, m.col);
	if (c != UI_CMD_NONE)
		app_tui_run(t, c, 1, "");
	else if (t->top->ops->mouse)
		t->top->ops->mouse(t->top, m);
}

void app_tui_pass(struct app_tui *t, uint32_t key)
{
	enum ui_command c =
		ui_command_for(key, app_screen_where(t->top->below));

	app_tui_pop(t);
	if (c != UI_CMD_NONE)
		app_tui_run(t, c, 1, "");
}

static void on_command_key(struct app_tui *t, uint32_t key)
{
	enum ui_command c = ui_command_for(key, app_screen_where(t->top));
	int times = app_count_times(&t->count, c);

	drop_count(t);
	if (c != UI_CMD_NONE)
		app_tui_run(t, c, times, "");
}

void app_tui_key(struct app_tui *t, uint32_t key)
{
	if (key == UI_KEY_EOF) {
		app_tui_stop(t, 128 + SIGHUP);
		return;
	}
	app_tui_dirty(t);
	if (app_stage_wake(&t->stage))
		return;
	/* What is drawn anew is the same: what was said, a number begun. */
	if (ui_command_for(key, "*") == UI_CMD_REDRAW) {
		ui_term_redraw();
		return;
	}
	str_clear(&t->notice);
	/* The key before may have ended the run that the views speak of. */
	if (!t->composed && t->top)
		app_tui_compose(t);
	t->composed = false;
	if (key == UI_KEY_MOUSE && app_stage_still(&t->stage))
		return;
	if (key == UI_KEY_MOUSE)
		on_mouse(t);
	else if (t->top->ops->key && t->top->ops->key(t->top, key))
		; /* typed */
	else if (!take_count(t, key))
		on_command_key(t, key);
}

void app_tui_open_keys(struct app_tui *t)
{
	(void)uv_timer_init(&t->loop, &t->digit);
	t->digit.data = t;
}
