/* SPDX-License-Identifier: MIT */
/*
 * The paths as they are drawn: in the columns of the home screen, so that a
 * lesson stands where it stands there.
 */
#include <string.h>

#include "base/str.h"
#include "ui/layout.h"
#include "view/footer.h"
#include "view/home_inside.h"
#include "view/message.h"
#include "view/routes.h"
#include "view/wrap.h"

enum {
	NAME_COL = 4, /* of a path */
	NAME_COLS = 21,
	PART_COL = 8, /* of a part of it */
	COUNT_COLS = 8,
	TIME_COLS = 13,
	MINUTES_COLS = 9,
	NOTE_COLS = 15,
	NEXT_COLS = 6,
	WIDE = 70, /* columns from which on all of a line is shown */
};

static const struct view_route_part *standing(const struct view_routes *v,
					      struct view_routes_row at)
{
	static const struct view_route_part none;

	return v->parts ? &v->parts[at.route][at.part] : &none;
}

static void draw_route(const struct view_routes *v, struct ui_canvas *c,
		       struct ui_rect row, size_t at)
{
	const struct catalog_route *r = &v->catalog->routes[at];
	size_t done = view_route_done(r, v->parts ? v->parts[at] : NULL);
	bool wide = row.cols >= WIDE;
	int col = wide ? NAME_COL + NAME_COLS
		       : row.cols - COUNT_COLS - TIME_COLS + 2;
	SCOPED_STR time = STR_INIT;

	view_route_time(r->minutes, &time);
	(void)ui_text(c, row, 0, 2, UI_HEADING, v->open == at ? "▼" : "▸");
	ui_text_fit(c, row, 0, NAME_COL, col - NAME_COL - 1,
		    UI_HEADING | UI_STYLE(UI_BOLD), r->title);
	if (wide) {
		view_home_draw_meter(c, row, col, done, r->count);
		col += VIEW_METER_CELLS + 2;
	}
	(void)ui_textf(c, row, 0, col, UI_NORMAL, "%zu/%zu", done, r->count);
	col += COUNT_COLS;
	(void)ui_text(c, row, 0, col, UI_NORMAL, time.buf);
	col += TIME_COLS;
	if (wide && row.cols - col > 20)
		ui_text_fit(c, row, 0, col, row.cols - col - 1, UI_FAINT,
			    r->about);
}

static void draw_part(const struct view_routes *v, struct ui_canvas *c,
		      struct ui_rect row, struct view_routes_row at)
{
	const struct catalog_route *r = &v->catalog->routes[at.route];
	const struct catalog_part *p = &r->parts[at.part];
	const struct view_route_part *is = standing(v, at);
	bool wide = row.cols >= WIDE, broken = p->entry && !p->entry->lesson;
	int right = MINUTES_COLS + (wide ? NOTE_COLS + NEXT_COLS : 0);
	int col = row.cols - right - 1;

	(void)ui_text(c, row, 0, PART_COL - 2,
		      broken     ? UI_ERROR
		      : is->done ? UI_GOOD
				 : UI_NOTICE,
		      broken      ? "✗"
		      : is->done  ? "✓"
		      : is->begun ? "◐"
				  : " ");
	ui_text_fit(c, row, 0, PART_COL, col - PART_COL - 1,
		    broken ? UI_ERROR : UI_NORMAL, view_route_title(p));
	(void)ui_textf(c, row, 0, col, UI_FAINT, "%3d min", p->minutes);
	if (!wide)
		return;
	col += MINUTES_COLS;
	ui_text_fit(c, row, 0, col, NOTE_COLS - 1, UI_FAINT, is->note);
	if (view_route_next(r, v->parts ? v->parts[at.route] : NULL) == at.part)
		(void)ui_text(c, row, 0, col + NOTE_COLS, UI_NOTICE, "next");
}

static void draw_list(const struct view_routes *v, struct ui_canvas *c)
{
	size_t rows = view_routes_rows(v);

	for (int i = 0; i < v->list.rows && v->scroll + (size_t)i < rows; i++) {
		size_t at = v->scroll + (size_t)i;
		struct ui_rect row = { v->list.row + i, v->list.col, 1,
				       v->list.cols };
		struct view_routes_row r = view_routes_row(v, at);

		if (r.part == VIEW_NO_ROUTE)
			draw_route(v, c, row, r.route);
		else
			draw_part(v, c, row, r);
		if (at != v->cursor)
			continue;
		ui_restyle(c, row, UI_SELECTED);
		(void)ui_text(c, row, 0, 0, UI_SELECTED | UI_STYLE(UI_BOLD),
			      "▌");
		ui_canvas_cursor(c, row.row, row.col);
	}
}

/* What is wrong with a file, for the path that can tell it: any. */
static void add_problem(const struct view_routes *v, struct str *out)
{
	const struct catalog *c = v->catalog;

	for (size_t i = 0; i < c->route_file_count; i++) {
		const struct lesson_diags *d = &c->route_files[i].diags;

		if (d->count)
			str_addf(out, "%s%s:%d: %s", out->len ? "\n" : "",
				 d->path, d->items[0].line,
				 d->items[0].message);
	}
}

static void draw_detail(const struct view_routes *v, struct ui_canvas *c,
			struct ui_rect all)
{
	int rows = view_home_detail_rows(all.rows);
	struct ui_rect r = view_home_middle(all.rows, all.cols);
	struct view_routes_row at = view_routes_at(v);
	const struct catalog_route *route = &v->catalog->routes[at.route];
	SCOPED_STR text = STR_INIT, problem = STR_INIT;

	if (!rows)
		return;
	r.row = all.rows - 1 - rows;
	r.rows = rows;
	ui_repeat(c, all, r.row - 1, 0, all.cols, UI_FRAME, U'─');
	r = ui_rect_inset(r, 0, 1);
	if (at.part != VIEW_NO_ROUTE)
		view_route_about(&route->parts[at.part], rows > 1, &text);
	else
		str_add(&text, route->about);
	add_problem(v, &problem);
	if (rows > 1)
		view_wrap(c, r, 0, UI_NORMAL, text.buf);
	else if (!problem.len || at.part != VIEW_NO_ROUTE)
		ui_text_fit(c, r, 0, 0, r.cols, UI_NORMAL, text.buf);
	if (problem.len && (rows > 1 || at.part == VIEW_NO_ROUTE))
		ui_text_fit(c, r, rows - 1, 0, r.cols, UI_ERROR, problem.buf);
}

static const struct view_key keys[] = {
	{ UI_CMD_OPEN, UI_CMD_NONE, NULL, 9 },
	{ UI_CMD_UP, UI_CMD_DOWN, "move", 6 },
	{ UI_CMD_HELP, UI_CMD_NONE, NULL, 7 },
	{ UI_CMD_QUIT, UI_CMD_NONE, "leave", 8 },
};

enum ui_command view_routes_key_at(const struct view_routes *v, int row,
				   int col)
{
	struct ui_rect line = { v->rows - 1, 0, 1, v->cols };

	if (row != line.row || (v->message && *v->message))
		return UI_CMD_NONE;
	return view_keys_at(line, 1, "r", keys, sizeof(keys) / sizeof(*keys),
			    col);
}

void view_routes_draw(const struct view_routes *v, struct ui_canvas *c)
{
	struct ui_rect all = ui_canvas_rect(c);
	struct ui_rect line = { all.rows - 1, 0, 1, all.cols };

	ui_canvas_clear(c);
	if (view_too_small(all.rows, all.cols)) {
		view_too_small_draw(c);
		return;
	}
	ui_fill(c, (struct ui_rect){ 0, 0, 1, all.cols }, UI_BAR, ' ');
	(void)ui_text(c, all, 0, 1, UI_BAR | UI_STYLE(UI_BOLD),
		      "Paths through the course");
	ui_repeat(c, all, 1, 0, all.cols, UI_FRAME, U'─');
	if (view_routes_rows(v)) {
		draw_list(v, c);
		draw_detail(v, c, all);
	} else {
		view_wrap(c, ui_rect_inset(v->list, 1, 2), 0, UI_NOTICE,
			  "There are no lessons, and so no paths.");
	}
	ui_fill(c, line, UI_FOOTER, ' ');
	if (v->message && *v->message)
		ui_text_fit(c, line, 0, 1, line.cols - 1, UI_NOTICE,
			    v->message);
	else
		view_keys_draw(c, line, 1, "r", keys,
			       sizeof(keys) / sizeof(*keys));
}
