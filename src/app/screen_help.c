/* SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <stdlib.h>

#include "app/screen.h"
#include "base/mem.h"
#include "view/help.h"

struct help {
	struct app_screen base;
	struct view_help view;
	struct str panes;
	int rows, cols;
};

static struct help *help_of(const struct app_screen *s)
{
	return (struct help *)(uintptr_t)s;
}

static const char *where(const struct app_screen *s)
{
	(void)s;
	return "?";
}

static void scroll(struct help *h, long by)
{
	long to = (long)h->view.scroll + by;

	h->view.scroll = to < 0 ? 0 : (size_t)to;
	view_help_layout(&h->view, h->rows, h->cols);
}

static bool command(struct app_screen *s, enum ui_command c)
{
	struct help *h = help_of(s);
	long page = (long)view_help_page(h->rows, h->cols);

	if (c == UI_CMD_UP)
		scroll(h, -1);
	else if (c == UI_CMD_DOWN)
		scroll(h, 1);
	else if (c == UI_CMD_PAGE_UP)
		scroll(h, -page);
	else if (c == UI_CMD_PAGE_DOWN)
		scroll(h, page);
	else if (c == UI_CMD_FIRST)
		scroll(h, -10000);
	else if (c == UI_CMD_LAST)
		scroll(h, 10000);
	else if (c == UI_CMD_HELP)
		app_tui_pop(s->tui);
	else
		return false;
	return true;
}

static bool search(struct app_screen *s, enum view_find how, const char *words,
		   struct str *say)
{
	struct help *h = help_of(s);

	view_help_find(&h->view, how, words, h->rows, h->cols, say);
	return true;
}

static void mouse(struct app_screen *s, struct ui_mouse m)
{
	if (m.wheel_up || m.wheel_down)
		scroll(help_of(s), m.wheel_up ? -3 : 3);
}

static void draw(struct app_screen *s, struct ui_canvas *c)
{
	struct help *h = help_of(s);
	struct ui_rect all = ui_canvas_rect(c);

	h->rows = all.rows;
	h->cols = all.cols;
	view_help_layout(&h->view, all.rows, all.cols);
	view_help_draw(&h->view, c);
}

static void free_help(struct app_screen *s)
{
	str_release(&help_of(s)->panes);
	free(help_of(s));
}

static const struct app_screen_ops ops = {
	.where = where,
	.command = command,
	.search = search,
	.mouse = mouse,
	.draw = draw,
	.free = free_help,
};

struct app_screen *app_screen_help(const char *for_where, const char *panes)
{
	struct help *h = mem_new(1, sizeof(*h));

	h->base.ops = &ops;
	h->base.overlay = true;
	h->panes = STR_INIT;
	str_add(&h->panes, panes);
	h->view.where = for_where;
	h->view.panes = h->panes.buf;
	return &h->base;
}
