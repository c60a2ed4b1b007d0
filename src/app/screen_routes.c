/* SPDX-License-Identifier: MIT */
/*
 * The paths on the screen: which there are, and what the open one leads
 * through.  One that is shown to an audience begins with the presenter's look,
 * which goes with this screen.
 */
#include <stdlib.h>
#include <string.h>

#include "app/route.h"
#include "app/screen.h"
#include "base/mem.h"

struct routes {
	struct app_screen base;
	const struct catalog_route *at; /* to begin with; NULL: none */
	struct view_routes view;
	struct view_route_part **parts;
	bool begun;
	bool presented; /* the look is from here */
};

static struct routes *routes_of(const struct app_screen *s)
{
	return (struct routes *)(uintptr_t)s;
}

static const char *where(const struct app_screen *s)
{
	(void)s;
	return "r";
}

static void shown(struct app_screen *s)
{
	struct routes *r = routes_of(s);
	const struct app_context *c = app_tui_context(s->tui);

	app_routes_free(c->catalog, r->parts);
	r->parts = app_routes_standing(c->catalog, c->progress);
	r->view.catalog = c->catalog;
	r->view.parts = r->parts;
	if (r->begun) {
		view_routes_go_on(&r->view);
		return;
	}
	r->begun = true;
	view_routes_begin(&r->view, 0);
	if (r->at)
		view_routes_open(&r->view,
				 (size_t)(r->at - c->catalog->routes));
}

/* ---- opening a part ---- */

static void present(struct routes *r)
{
	if (app_tui_presents(r->base.tui))
		return;
	app_tui_present(r->base.tui, true);
	r->presented = true;
}

static void open_lesson(struct routes *r, const struct catalog_route *route,
			const struct catalog_part *part)
{
	const struct app_context *c = app_tui_context(r->base.tui);

	if (!part->entry->lesson) {
		r->view.message = "This lesson cannot be played: procession "
				  "lint says why";
		return;
	}
	if (route->present)
		present(r);
	app_tui_push(r->base.tui,
		     app_screen_lesson(&(struct app_screen_lesson_options){
			     .topic_title = route->title,
			     .lesson = part->entry->lesson,
			     .step = app_route_step(part, c->progress),
			     .steps = part->steps,
			     .step_count = part->step_count,
			     .notes = route->present,
			     .speed = c->options->speed,
			     .record = c->record,
			     .keep = true,
		     }));
}

static void open_activity(struct routes *r, enum lesson_activity activity)
{
	struct app_options o = *app_tui_context(r->base.tui)->options;

	o.exam = activity == LESSON_ACTIVITY_EXAM;
	o.weak = activity == LESSON_ACTIVITY_WEAK;
	app_tui_push(r->base.tui, app_screen_review(&o));
}

static void open_row(struct routes *r)
{
	const struct catalog *c = r->view.catalog;
	struct view_routes_row at;

	if (!c->route_count)
		return;
	at = view_routes_at(&r->view);
	if (at.part == VIEW_NO_ROUTE)
		view_routes_toggle(&r->view);
	else if (c->routes[at.route].parts[at.part].entry)
		open_lesson(r, &c->routes[at.route],
			    &c->routes[at.route].parts[at.part]);
	else
		open_activity(r, c->routes[at.route].parts[at.part].activity);
}

static bool command(struct app_screen *s, enum ui_command c)
{
	struct routes *r = routes_of(s);
	long page = (long)view_routes_page(&r->view);
	long rows = (long)view_routes_rows(&r->view);

	r->view.message = NULL;
	if (c == UI_CMD_OPEN)
		open_row(r);
	else if (c == UI_CMD_UP || c == UI_CMD_DOWN)
		view_routes_move(&r->view, c == UI_CMD_UP ? -1 : 1);
	else if (c == UI_CMD_PAGE_UP || c == UI_CMD_PAGE_DOWN)
		view_routes_move(&r->view, c == UI_CMD_PAGE_UP ? -page : page);
	else if (c == UI_CMD_FIRST || c == UI_CMD_LAST)
		view_routes_move(&r->view, c == UI_CMD_FIRST ? -rows : rows);
	else
		return false;
	return true;
}

static enum ui_command key_at(const struct app_screen *s, int row, int col)
{
	return view_routes_key_at(&routes_of(s)->view, row, col);
}

static void mouse(struct app_screen *s, struct ui_mouse m)
{
	struct routes *r = routes_of(s);
	size_t before = r->view.cursor;

	if (m.wheel_up || m.wheel_down)
		view_routes_move(&r->view, m.wheel_up ? -3 : 3);
	else if (m.press && view_routes_click(&r->view, m.row, m.col) &&
		 before == r->view.cursor)
		open_row(r);
}

static void draw(struct app_screen *s, struct ui_canvas *c)
{
	struct routes *r = routes_of(s);
	struct ui_rect all = ui_canvas_rect(c);

	view_routes_layout(&r->view, all.rows, all.cols);
	view_routes_draw(&r->view, c);
}

static void free_routes(struct app_screen *s)
{
	struct routes *r = routes_of(s);

	if (r->presented)
		app_tui_present(s->tui, false);
	app_routes_free(app_tui_context(s->tui)->catalog, r->parts);
	free(r);
}

static void name(const struct app_screen *s, struct str *out, struct str *title)
{
	(void)s;
	str_add(out, "paths");
	str_add(title, "Procession: paths through the course");
}

static const struct app_screen_ops ops = {
	.where = where,
	.command = command,
	.key_at = key_at,
	.mouse = mouse,
	.draw = draw,
	.shown = shown,
	.name = name,
	.free = free_routes,
};

struct app_screen *app_screen_routes(const struct catalog_route *at)
{
	struct routes *r = mem_new(1, sizeof(*r));

	r->base.ops = &ops;
	r->at = at;
	return &r->base;
}
