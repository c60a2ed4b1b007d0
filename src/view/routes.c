/* SPDX-License-Identifier: MIT */
/*
 * The rows of the paths, the cursor on them, and what is said of each.
 */
#include "view/routes.h"

#include <string.h>

#include "ui/layout.h"
#include "ui/list.h"
#include "view/home_inside.h"

/* ---- what is said of a route, on the screen and in lines ---- */

size_t view_route_done(const struct catalog_route *r,
		       const struct view_route_part *parts)
{
	size_t done = 0;

	for (size_t i = 0; parts && i < r->count; i++)
		done += parts[i].done;
	return done;
}

size_t view_route_next(const struct catalog_route *r,
		       const struct view_route_part *parts)
{
	for (size_t i = 0; i < r->count; i++)
		if (!parts || !parts[i].done)
			return i;
	return VIEW_NO_ROUTE;
}

void view_route_time(int minutes, struct str *out)
{
	if (minutes < 60)
		str_addf(out, "%d min", minutes);
	else if (minutes % 60)
		str_addf(out, "%d h %d min", minutes / 60, minutes % 60);
	else
		str_addf(out, "%d h", minutes / 60);
}

const char *view_route_title(const struct catalog_part *p)
{
	if (p->entry)
		return p->entry->lesson ? p->entry->lesson->title
					: p->entry->name;
	switch (p->activity) {
	case LESSON_ACTIVITY_WEAK:
		return "Your weak spots";
	case LESSON_ACTIVITY_CARDS:
		return "The cards that are due";
	case LESSON_ACTIVITY_EXAM:
		return "An exam, to try";
	case LESSON_ACTIVITY_NONE:
		break;
	}
	return "";
}

static void add_steps(const struct lesson *l, const struct catalog_part *p,
		      struct str *out)
{
	const char *between = "\nOn this path: ";

	for (size_t i = 0; i < p->step_count; i++) {
		int step = lesson_find_step(l, p->steps[i]);

		if (step < 0)
			continue;
		str_addf(out, "%s%s", between, l->steps[step].title);
		between = " · ";
	}
}

static const char *activity_about(enum lesson_activity a)
{
	switch (a) {
	case LESSON_ACTIVITY_WEAK:
		return "What was answered wrongly is asked again, the weakest "
		       "first";
	case LESSON_ACTIVITY_CARDS:
		return "The review: what you would have forgotten by now";
	case LESSON_ACTIVITY_EXAM:
		return "Timed, mixed, no hints; at the end what to look at "
		       "again";
	case LESSON_ACTIVITY_NONE:
		break;
	}
	return "";
}

void view_route_about(const struct catalog_part *p, bool all, struct str *out)
{
	const struct lesson *l = p->entry ? p->entry->lesson : NULL;

	str_add(out, p->about);
	if (*p->about && all)
		str_add_char(out, '\n');
	if (p->entry && !l && (all || !*p->about))
		str_add(out, "This lesson cannot be opened");
	else if (all || !*p->about)
		str_add(out, l ? l->about : activity_about(p->activity));
	if (all && l)
		add_steps(l, p, out);
}

/* ---- rows ---- */

static size_t rows_of(const struct view_routes *v, size_t route)
{
	return 1 + (v->open == route ? v->catalog->routes[route].count : 0);
}

size_t view_routes_rows(const struct view_routes *v)
{
	size_t rows = 0;

	for (size_t i = 0; i < v->catalog->route_count; i++)
		rows += rows_of(v, i);
	return rows;
}

struct view_routes_row view_routes_row(const struct view_routes *v, size_t row)
{
	struct view_routes_row r = { 0, VIEW_NO_ROUTE };

	while (row >= rows_of(v, r.route))
		row -= rows_of(v, r.route++);
	if (row)
		r.part = row - 1;
	return r;
}

struct view_routes_row view_routes_at(const struct view_routes *v)
{
	return view_routes_row(v, v->cursor);
}

static const struct view_route_part *parts_of(const struct view_routes *v,
					      size_t route)
{
	return v->parts ? v->parts[route] : NULL;
}

void view_routes_begin(struct view_routes *v, size_t at)
{
	v->open = VIEW_NO_ROUTE;
	v->scroll = 0;
	v->cursor = at < v->catalog->route_count ? at : 0;
}

void view_routes_open(struct view_routes *v, size_t at)
{
	size_t next;

	if (at >= v->catalog->route_count)
		return;
	next = view_route_next(&v->catalog->routes[at], parts_of(v, at));
	v->open = at;
	v->cursor = at + 1 + (next == VIEW_NO_ROUTE ? 0 : next);
}

void view_routes_toggle(struct view_routes *v)
{
	struct view_routes_row r = view_routes_at(v);

	if (r.part != VIEW_NO_ROUTE)
		return;
	if (v->open != r.route) {
		view_routes_open(v, r.route);
		return;
	}
	v->open = VIEW_NO_ROUTE;
	v->cursor = r.route;
}

void view_routes_go_on(struct view_routes *v)
{
	const struct view_route_part *parts;
	struct view_routes_row r;

	if (v->open == VIEW_NO_ROUTE)
		return;
	r = view_routes_at(v);
	parts = parts_of(v, v->open);
	if (r.part != VIEW_NO_ROUTE && parts && parts[r.part].done)
		view_routes_open(v, v->open);
}

void view_routes_move(struct view_routes *v, long by)
{
	long last = (long)view_routes_rows(v) - 1;
	long to = (long)v->cursor + by;

	if (to > last)
		to = last;
	v->cursor = to < 0 ? 0 : (size_t)to;
}

size_t view_routes_page(const struct view_routes *v)
{
	return v->list.rows > 2 ? (size_t)v->list.rows - 1 : 1;
}

bool view_routes_click(struct view_routes *v, int row, int col)
{
	size_t at;

	if (!ui_rect_has(v->list, row, col))
		return false;
	at = v->scroll + (size_t)(row - v->list.row);
	if (at >= view_routes_rows(v))
		return false;
	v->cursor = at;
	return true;
}

/* As much of the window as the home screen's list has. */
void view_routes_layout(struct view_routes *v, int rows, int cols)
{
	struct ui_list list = { .first = v->scroll, .cursor = v->cursor };
	int below = view_home_detail_rows(rows);

	v->rows = rows;
	v->cols = cols;
	v->list = view_home_middle(rows, cols);
	v->list.row = 2;
	v->list.rows = rows - 3 - (below ? below + 1 : 0);
	if (v->list.rows < 0)
		v->list.rows = 0;
	view_routes_move(v, 0);
	ui_list_resize(&list, view_routes_rows(v), (size_t)v->list.rows);
	v->scroll = list.first;
}
