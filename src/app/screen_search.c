/* SPDX-License-Identifier: MIT */
/*
 * The line of `/`: what is found is gone to and marked while it is typed.
 * Enter leaves it there, Escape goes back to where it began.
 */
#include <stdint.h>
#include <stdlib.h>

#include "app/screen.h"
#include "base/mem.h"

struct search {
	struct app_screen base;
	struct ui_prompt prompt;
	struct str note; /* "3 of 12" */
};

static struct search *search_of(const struct app_screen *s)
{
	return (struct search *)(uintptr_t)s;
}

static void look(struct search *s, enum view_find how, const char *words)
{
	struct app_screen *below = s->base.below;

	str_clear(&s->note);
	(void)below->ops->search(below, how, words, &s->note);
}

static struct ui_history *history_of(struct search *s)
{
	return app_tui_history(s->base.tui, APP_HISTORY_SEARCH);
}

/* Nothing typed: the last words once more. */
static void enter(struct search *s)
{
	struct ui_history *h = history_of(s);
	struct app_tui *t = s->base.tui;
	SCOPED_STR say = STR_INIT;

	if (s->prompt.text.len)
		ui_history_add(h, s->prompt.text.buf);
	else if (h->count)
		look(s, VIEW_FIND_NEXT, h->lines[h->count - 1]);
	str_add(&say, s->note.buf);
	if (say.len)
		str_addf(&say, " · / Enter: the next · / Escape: no marks");
	app_tui_pop(t);
	if (say.len)
		app_tui_say(t, say.buf);
}

static void leave(struct search *s)
{
	look(s, VIEW_FIND_CANCEL, "");
	app_tui_pop(s->base.tui);
}

static bool key(struct app_screen *screen, uint32_t k)
{
	struct search *s = search_of(screen);
	const char *words = s->prompt.text.buf;

	if (k == '\t' || k == UI_KEY_BACKTAB) {
		look(s, k == '\t' ? VIEW_FIND_NEXT : VIEW_FIND_BACK, words);
		return true;
	}
	if (k == UI_KEY_PAGE_UP || k == UI_KEY_PAGE_DOWN) {
		/* A clicker turns pages whatever is typed. */
		look(s, VIEW_FIND_CANCEL, "");
		app_tui_pass(screen->tui, k);
		return true;
	}
	switch (ui_prompt_key(&s->prompt, k)) {
	case UI_PROMPT_IGNORED:
		return false;
	case UI_PROMPT_MOVED:
		break;
	case UI_PROMPT_CHANGED:
		look(s, VIEW_FIND_FIRST, s->prompt.text.buf);
		break;
	case UI_PROMPT_ENTERED:
		enter(s);
		break;
	case UI_PROMPT_LEFT:
		leave(s);
		break;
	}
	return true;
}

static void draw(struct app_screen *screen, struct ui_canvas *c)
{
	struct search *s = search_of(screen);
	struct ui_rect line = ui_canvas_rect(c);
	SCOPED_STR note = STR_INIT;

	line.row = line.rows - 1;
	line.rows = 1;
	if (s->prompt.text.len)
		str_addf(&note, "%s · Tab next · Enter stays · Escape back",
			 s->note.buf);
	else
		str_add(&note, "words to find · Enter: the last ones again");
	ui_prompt_draw(&s->prompt, c, line, "/", note.buf);
}

/*
 * Where nothing can be searched this screen is not shown: it says so and goes.
 */
static void shown(struct app_screen *screen)
{
	struct search *s = search_of(screen);
	struct app_screen *below = screen->below;
	struct app_tui *t = screen->tui;
	SCOPED_STR say = STR_INIT;

	ui_prompt_init(&s->prompt, history_of(s));
	if (below->ops->search(below, VIEW_FIND_BEGIN, "", &say))
		return;
	app_tui_pop(t);
	app_tui_say(t, say.buf);
}

static void free_search(struct app_screen *screen)
{
	struct search *s = search_of(screen);

	ui_prompt_release(&s->prompt);
	str_release(&s->note);
	free(s);
}

static const struct app_screen_ops ops = {
	.key = key,
	.draw = draw,
	.shown = shown,
	.free = free_search,
};

struct app_screen *app_screen_search(void)
{
	struct search *s = mem_new(1, sizeof(*s));

	s->base.ops = &ops;
	s->base.overlay = true;
	s->note = STR_INIT;
	return &s->base;
}
