/* SPDX-License-Identifier: MIT */
/*
 * "Why is it stuck?" over a lesson.  What it does not know itself it hands to
 * the screen below, so that a run can be paused, stepped and wound back while
 * its waits are looked at.
 */
#include <stdint.h>
#include <stdlib.h>

#include "app/screen.h"
#include "base/mem.h"
#include "view/why.h"

struct why {
	struct app_screen base;
	struct view_why view;
	int rows, cols;
};

static struct why *why_of(const struct app_screen *s)
{
	return (struct why *)(uintptr_t)s;
}

static const char *where(const struct app_screen *s)
{
	(void)s;
	return "w";
}

static void scroll(struct why *w, long by)
{
	long to = (long)w->view.scroll + by;

	w->view.scroll = to < 0 ? 0 : (size_t)to;
	view_why_layout(&w->view, w->rows, w->cols);
}

static bool command(struct app_screen *s, enum ui_command c)
{
	if (c == UI_CMD_UP)
		scroll(why_of(s), -1);
	else if (c == UI_CMD_DOWN)
		scroll(why_of(s), 1);
	else if (c == UI_CMD_WHY)
		app_tui_pop(s->tui);
	else
		return s->below->ops->command(s->below, c);
	return true;
}

static void mouse(struct app_screen *s, struct ui_mouse m)
{
	if (m.wheel_up || m.wheel_down)
		scroll(why_of(s), m.wheel_up ? -3 : 3);
}

static void draw(struct app_screen *s, struct ui_canvas *c)
{
	struct why *w = why_of(s);
	struct ui_rect all = ui_canvas_rect(c);

	w->rows = all.rows;
	w->cols = all.cols;
	view_why_layout(&w->view, all.rows, all.cols);
	view_why_draw(&w->view, c);
}

static void free_why(struct app_screen *s)
{
	free(why_of(s));
}

static const struct app_screen_ops ops = {
	.where = where,
	.command = command,
	.mouse = mouse,
	.draw = draw,
	.free = free_why,
};

struct app_screen *app_screen_why(const struct view_player *player)
{
	struct why *w = mem_new(1, sizeof(*w));

	w->base.ops = &ops;
	w->base.overlay = true;
	w->view.player = player;
	return &w->base;
}
