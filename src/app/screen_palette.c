/* SPDX-License-Identifier: MIT */
/*
 * The line of `:`: any command by its name.  What is chosen in the list is run
 * on the screen below, after this one has gone.
 */
#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "app/count.h"
#include "app/screen.h"
#include "base/mem.h"
#include "view/palette.h"

struct palette {
	struct app_screen base;
	struct ui_prompt prompt;
	struct view_palette view;
	struct str words;
};

static struct palette *palette_of(const struct app_screen *s)
{
	return (struct palette *)(uintptr_t)s;
}

static void update(struct palette *p)
{
	struct app_screen *below = p->base.below;
	const char *typed = p->prompt.text.buf;

	str_clear(&p->words);
	if (view_palette_has_argument(typed))
		app_tui_words(p->base.tui, below, view_palette_command(typed),
			      &p->words);
	p->view.typed = typed;
	p->view.where = app_screen_where(below);
	p->view.words = p->words.buf;
	view_palette_update(&p->view);
}

static void set_text(struct palette *p, const char *text)
{
	ui_prompt_set(&p->prompt, text);
	update(p);
}

/* What is chosen instead of what is typed, ready for what follows it. */
static void complete(struct palette *p)
{
	SCOPED_STR line = STR_INIT;

	view_palette_complete(&p->view, &line);
	if (!line.len)
		return;
	if (!view_palette_has_argument(line.buf))
		str_add_char(&line, ' ');
	set_text(p, line.buf);
}

/*
 * The line that Enter means: what is chosen, unless exactly a command is typed
 * or something follows it that is in no list, such as a number.
 */
static void line_of(const struct palette *p, struct str *out)
{
	const char *typed = p->prompt.text.buf;
	enum ui_command c = view_palette_command(typed);

	if (c == UI_CMD_NONE || p->view.list.cursor > 0 ||
	    (*view_palette_argument(typed) && p->view.fit_count))
		view_palette_complete(&p->view, out);
	if (!out->len)
		str_add(out, typed);
}

static int number_of(const char *text)
{
	size_t len = strspn(text, "0123456789");
	long n = len && len < 5 && !text[len] ? strtol(text, NULL, 10) : 0;

	return n > APP_COUNT_MAX ? APP_COUNT_MAX : (int)n;
}

static void run(struct app_tui *t, const char *line)
{
	enum ui_command c = view_palette_command(line);
	const char *argument = view_palette_argument(line);
	int times = number_of(argument);
	SCOPED_STR say = STR_INIT;

	if (c == UI_CMD_NONE && *line) {
		str_addf(&say, "There is no command \"%.*s\"",
			 (int)strcspn(line, " "), line);
		app_tui_say(t, say.buf);
	} else if (times > 0 && ui_command_info(c)->counted) {
		app_tui_run(t, c, times, "");
	} else if (c != UI_CMD_NONE) {
		app_tui_run(t, c, 1, argument);
	}
}

/* One that needs more is gone on with. */
static bool wants_more(struct palette *p, const char *line)
{
	struct app_screen *below = p->base.below;
	enum ui_command c = view_palette_command(line);
	SCOPED_STR words = STR_INIT, text = STR_INIT;

	if (c == UI_CMD_NONE || *view_palette_argument(line) ||
	    !ui_command_applies(c, app_screen_where(below)))
		return false;
	app_tui_words(p->base.tui, below, c, &words);
	if (!words.len)
		return false;
	str_addf(&text, "%s ", ui_command_info(c)->name);
	set_text(p, text.buf);
	return true;
}

static void enter(struct palette *p)
{
	struct app_tui *t = p->base.tui;
	SCOPED_STR line = STR_INIT;

	if (p->prompt.text.len || p->view.list.cursor)
		line_of(p, &line);
	while (line.len && line.buf[line.len - 1] == ' ')
		str_truncate(&line, line.len - 1);
	if (wants_more(p, line.buf))
		return;
	ui_history_add(app_tui_history(t, APP_HISTORY_PALETTE), line.buf);
	app_tui_pop(t);
	run(t, line.buf);
}

/* Keys of the list, before those of the line. */
static bool list_key(struct palette *p, uint32_t key)
{
	if (key == UI_KEY_UP || key == UI_KEY_BACKTAB)
		ui_list_move(&p->view.list, -1);
	else if (key == UI_KEY_DOWN)
		ui_list_move(&p->view.list, 1);
	else if (key == '\t')
		complete(p);
	else if (key == UI_KEY_PAGE_UP || key == UI_KEY_PAGE_DOWN)
		app_tui_pass(p->base.tui, key);
	else
		return false;
	return true;
}

static bool key(struct app_screen *s, uint32_t k)
{
	struct palette *p = palette_of(s);

	if (list_key(p, k))
		return true;
	/* Nothing left to delete: it goes. */
	if (k == UI_KEY_BACKSPACE && !p->prompt.text.len)
		k = 0x1B;
	switch (ui_prompt_key(&p->prompt, k)) {
	case UI_PROMPT_IGNORED:
		return false;
	case UI_PROMPT_MOVED:
		break;
	case UI_PROMPT_CHANGED:
		update(p);
		break;
	case UI_PROMPT_ENTERED:
		enter(p);
		break;
	case UI_PROMPT_LEFT:
		app_tui_pop(s->tui);
		break;
	}
	return true;
}

static void mouse(struct app_screen *s, struct ui_mouse m)
{
	if (m.wheel_up || m.wheel_down)
		ui_list_move(&palette_of(s)->view.list, m.wheel_up ? -1 : 1);
}

static void draw(struct app_screen *s, struct ui_canvas *c)
{
	struct palette *p = palette_of(s);
	struct ui_rect line = ui_canvas_rect(c);

	view_palette_layout(&p->view, line.rows);
	view_palette_draw(&p->view, c);
	line.row = line.rows - 1;
	line.rows = 1;
	ui_prompt_draw(&p->prompt, c, line, ":",
		       "Tab completes · Enter runs · Escape leaves");
}

static void shown(struct app_screen *s)
{
	struct palette *p = palette_of(s);

	p->prompt.history = app_tui_history(s->tui, APP_HISTORY_PALETTE);
	p->prompt.at = p->prompt.history->count;
	update(p);
}

static void free_palette(struct app_screen *s)
{
	struct palette *p = palette_of(s);

	ui_prompt_release(&p->prompt);
	str_release(&p->words);
	free(p);
}

static const struct app_screen_ops ops = {
	.key = key,
	.mouse = mouse,
	.draw = draw,
	.shown = shown,
	.free = free_palette,
};

struct app_screen *app_screen_palette(const char *text)
{
	struct palette *p = mem_new(1, sizeof(*p));

	p->base.ops = &ops;
	p->base.overlay = true;
	p->words = STR_INIT;
	ui_prompt_init(&p->prompt, NULL);
	ui_prompt_set(&p->prompt, text);
	return &p->base;
}
