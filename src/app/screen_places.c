/* SPDX-License-Identifier: MIT */
/*
 * A list of places over a screen; what is chosen is gone to once it is gone.
 */
#include <stdint.h>
#include <stdlib.h>

#include "app/places.h"
#include "app/screen.h"
#include "base/mem.h"

struct places {
	struct app_screen base;
	struct app_places *places;
	struct view_places view;
	void (*go)(void *arg, const struct app_places *places, size_t i);
	void *arg;
};

static struct places *places_of(const struct app_screen *s)
{
	return (struct places *)(uintptr_t)s;
}

static const char *where(const struct app_screen *s)
{
	(void)s;
	return "i";
}

static void open_it(struct places *p)
{
	size_t i = view_places_at(&p->view);
	void (*go)(void *, const struct app_places *, size_t) = p->go;
	struct app_places *places = p->places;
	void *arg = p->arg;

	if (i >= p->view.count)
		return;
	p->places = NULL;
	app_tui_pop(p->base.tui);
	go(arg, places, i);
	app_places_free(places);
}

/* What is said of a place, a term's meaning, may lead on. */
static void list_links(struct places *p)
{
	size_t i = view_places_at(&p->view);
	struct app_tui *t = p->base.tui;
	struct app_places *links = app_places_links(
		app_tui_context(t), "Where this leads on to",
		i < p->view.count ? p->view.places[i].about : "");

	if (links->count) {
		app_tui_push(t, app_screen_places(links, 0, p->go, p->arg));
		return;
	}
	app_places_free(links);
	app_tui_say(t, "This leads nowhere else");
}

static bool command(struct app_screen *s, enum ui_command c)
{
	struct places *p = places_of(s);
	long page = (long)p->view.list.page;

	if (c == UI_CMD_OPEN)
		open_it(p);
	else if (c == UI_CMD_UP || c == UI_CMD_DOWN)
		ui_list_move(&p->view.list, c == UI_CMD_UP ? -1 : 1);
	else if (c == UI_CMD_PAGE_UP || c == UI_CMD_PAGE_DOWN)
		ui_list_move(&p->view.list, c == UI_CMD_PAGE_UP ? -page : page);
	else if (c == UI_CMD_FIRST)
		ui_list_select(&p->view.list, 0);
	else if (c == UI_CMD_LAST)
		ui_list_select(&p->view.list, p->view.list.count);
	else if (c == UI_CMD_LINKS)
		list_links(p);
	else
		return false;
	return true;
}

static bool search(struct app_screen *s, enum view_find how, const char *words,
		   struct str *say)
{
	if (how != VIEW_FIND_BEGIN)
		view_places_find(&places_of(s)->view, how, words, say);
	return true;
}

static void mouse(struct app_screen *s, struct ui_mouse m)
{
	struct places *p = places_of(s);
	size_t before = p->view.list.cursor;

	if (m.wheel_up || m.wheel_down)
		ui_list_move(&p->view.list, m.wheel_up ? -3 : 3);
	else if (m.press && view_places_click(&p->view, m.row, m.col) &&
		 before == p->view.list.cursor)
		open_it(p);
}

static void draw(struct app_screen *s, struct ui_canvas *c)
{
	struct places *p = places_of(s);
	struct ui_rect all = ui_canvas_rect(c);

	view_places_layout(&p->view, all.rows, all.cols);
	view_places_draw(&p->view, c);
}

static void free_screen(struct app_screen *s)
{
	struct places *p = places_of(s);

	if (p->places)
		app_places_free(p->places);
	view_places_release(&p->view);
	free(p);
}

static const struct app_screen_ops ops = {
	.where = where,
	.command = command,
	.search = search,
	.mouse = mouse,
	.draw = draw,
	.free = free_screen,
};

struct app_screen *app_screen_places(struct app_places *places, size_t at,
				     void (*go)(void *arg,
						const struct app_places *places,
						size_t i),
				     void *arg)
{
	struct places *p = mem_new(1, sizeof(*p));

	p->base.ops = &ops;
	p->base.overlay = true;
	p->places = places;
	p->go = go;
	p->arg = arg;
	p->view.title = places->title;
	p->view.none = places->none;
	p->view.places = places->views;
	p->view.count = places->count;
	view_places_begin(&p->view, at);
	return &p->base;
}
