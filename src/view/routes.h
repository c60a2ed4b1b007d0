/* SPDX-License-Identifier: MIT */
/*
 * The paths through the course: each with its minutes and how far the student
 * is, and below the one that is open what it leads through, in order.
 *
 * In the code a path is a route (lesson/route.h).  The caller fills the first
 * part of struct view_routes and keeps what it points to alive.
 */
#ifndef VIEW_ROUTES_H
#define VIEW_ROUTES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "lesson/catalog.h"
#include "ui/canvas.h"
#include "ui/command.h"

#define VIEW_NO_ROUTE ((size_t)-1)

/* How far the student is with a part of a route. */
struct view_route_part {
	bool begun, done;
	char note[32]; /* "step 3 of 7", "2 due"; "" */
};

struct view_routes {
	const struct catalog *catalog;
	/* parts[route][part], as in the catalog; NULL: nothing is known. */
	struct view_route_part *const *parts;
	const char *message; /* transient; "" or NULL: none */

	size_t open; /* VIEW_NO_ROUTE: none */
	size_t cursor, scroll;
	struct ui_rect list;
	int rows, cols; /* of the screen */
};

struct view_routes_row {
	size_t route;
	size_t part; /* VIEW_NO_ROUTE: the route itself */
};

/* All are folded; the cursor is on route @at. */
void view_routes_begin(struct view_routes *v, size_t at);
/* Unfold route @at, with the cursor on the first part that is not done. */
void view_routes_open(struct view_routes *v, size_t at);
/* With the cursor on a route: open it, or fold it again. */
void view_routes_toggle(struct view_routes *v);
/* What is done may have changed: go on to the next part if this one is. */
void view_routes_go_on(struct view_routes *v);

size_t view_routes_rows(const struct view_routes *v);
struct view_routes_row view_routes_row(const struct view_routes *v, size_t row);
/* What the cursor is on; there must be a row. */
struct view_routes_row view_routes_at(const struct view_routes *v);
void view_routes_move(struct view_routes *v, long by);
size_t view_routes_page(const struct view_routes *v);
bool view_routes_click(struct view_routes *v, int row, int col);

/* How many of its parts are done. */
size_t view_route_done(const struct catalog_route *r,
		       const struct view_route_part *parts);
/* The first part that is not done; VIEW_NO_ROUTE: all are. */
size_t view_route_next(const struct catalog_route *r,
		       const struct view_route_part *parts);
/* "50 min", "9 h 40 min" */
void view_route_time(int minutes, struct str *out);
/* The title of a lesson, or what is to be done. */
const char *view_route_title(const struct catalog_part *p);
/* "Why it is there. What the lesson is about. Its steps." */
void view_route_about(const struct catalog_part *p, bool all, struct str *out);

void view_routes_layout(struct view_routes *v, int rows, int cols);
void view_routes_draw(const struct view_routes *v, struct ui_canvas *c);
/* The command whose key the footer has at this place, or UI_CMD_NONE. */
enum ui_command view_routes_key_at(const struct view_routes *v, int row,
				   int col);

#endif
