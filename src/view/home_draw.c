/* SPDX-License-Identifier: MIT */
/*
 * From above: where the student stands, the list, and what the line under the
 * cursor is about, with as much of that as the window has room for.
 */
#include <string.h>

#include "base/utf8.h"
#include "ui/layout.h"
#include "view/footer.h"
#include "view/home_inside.h"
#include "view/message.h"
#include "view/wrap.h"

#define TITLE_COL    8 /* of a lesson */
#define MINUTES_COLS 9
#define STATE_COLS   14
#define RESUME_COLS  8
#define SCORE_COLS   8
#define ROOMY        100 /* columns from which on the score has its own */
#define WIDE         70  /* columns from which on all of a line is shown */

/* ---- drawing ---- */

static size_t done_in(const struct view_home *h, size_t topic)
{
	size_t first = view_home_before(h->catalog, topic), done = 0;

	for (size_t i = 0; i < h->catalog->topics[topic].count; i++)
		done += view_home_progress(h, first + i).done;
	return done;
}

static void draw_top(const struct view_home *h, struct ui_canvas *c,
		     struct ui_rect all)
{
	const struct catalog *cat = h->catalog;
	SCOPED_STR count = STR_INIT;
	size_t done = 0;

	ui_fill(c, (struct ui_rect){ 0, 0, 1, all.cols }, UI_BAR, ' ');
	for (size_t i = 0; i < cat->count; i++)
		done += done_in(h, i);
	(void)ui_text(c, all, 0, 1, UI_BAR | UI_STYLE(UI_BOLD), "Procession");
	str_addf(&count, "%zu of %zu %s done ", done, cat->lessons,
		 cat->lessons == 1 ? "lesson" : "lessons");
	if (h->due && all.cols >= 50)
		str_addf(&count, "· %d %s due ", h->due,
			 h->due == 1 ? "card" : "cards");
	if (cat->lessons && all.cols >= 40)
		ui_text_right(c, all, 0, UI_BAR, count.buf);
	ui_repeat(c, all, 1, 0, all.cols, UI_FRAME, U'─');
}

void view_home_draw_meter(struct ui_canvas *c, struct ui_rect row, int col,
			  size_t done, size_t all)
{
	size_t full = all ? done * VIEW_METER_CELLS / all : 0;

	if (done && !full)
		full = 1;
	ui_repeat(c, row, 0, col, (int)full, UI_GOOD, U'▰');
	ui_repeat(c, row, 0, col + (int)full, VIEW_METER_CELLS - (int)full,
		  UI_FAINT, U'▱');
}

static void draw_topic(const struct view_home *h, struct ui_canvas *c,
		       struct ui_rect row, size_t topic)
{
	const struct catalog_topic *t = &h->catalog->topics[topic];
	bool wide = row.cols >= WIDE;
	int title_cols = wide ? 24 : row.cols - 14;
	size_t done = done_in(h, topic);
	SCOPED_STR count = STR_INIT;
	int col = 6 + title_cols + 1;

	(void)ui_textf(c, row, 0, 2, UI_HEADING, "%s %zu",
		       view_home_is_open(h, topic) ? "▼" : "▸", topic + 1);
	ui_text_fit(c, row, 0, 6, title_cols, UI_HEADING | UI_STYLE(UI_BOLD),
		    t->title);
	str_addf(&count, "%zu/%zu", done, t->count);
	if (!wide) {
		(void)ui_text(c, row, 0, col, UI_NORMAL, count.buf);
		return;
	}
	view_home_draw_meter(c, row, col, done, t->count);
	col += VIEW_METER_CELLS + 2;
	(void)ui_text(c, row, 0, col, UI_NORMAL, count.buf);
	ui_text_fit(c, row, 0, col + 7, row.cols - col - 8, UI_FAINT,
		    t->diags.count ? t->diags.items[0].message : t->about);
}

/* The share of its questions that are solved; -1: it has none, or not known. */
static int score_of(const struct view_home *h, const struct catalog_entry *e,
		    size_t lesson)
{
	int all = e->lesson ? lesson_question_count(e->lesson) : 0;
	int solved = h->more ? h->more[lesson].solved : -1;

	if (!all || solved < 0 || !view_home_progress(h, lesson).begun)
		return -1;
	return solved < all ? 100 * solved / all : 100;
}

/* How far the student is, in words: "done", "step 3 of 7". */
static void add_state(const struct catalog_entry *e,
		      const struct progress_lesson *done, struct str *out)
{
	int step = lesson_find_step(e->lesson, done->step);

	if (view_home_has_changed(e, done))
		str_add(out, "has changed");
	else if (done->done)
		str_add(out, "done");
	else if (done->begun && step >= 0)
		str_addf(out, "step %d of %zu", step + 1,
			 e->lesson->step_count);
	else if (done->begun)
		str_add(out, "begun");
}

/* Where the words that are looked for are. */
static void add_place(struct view_home_hit hit, struct str *out)
{
	if (hit.in == VIEW_HOME_STEP)
		str_addf(out, "in step %zu", hit.at + 1);
	else if (hit.in == VIEW_HOME_TERM)
		str_add(out, "in glossary");
}

static void draw_broken(struct ui_canvas *c, struct ui_rect row,
			const struct catalog_entry *e)
{
	SCOPED_STR text = STR_INIT;

	str_addf(&text, "%s  cannot be opened: ", e->name);
	if (e->diags.count)
		str_add(&text, e->diags.items[0].message);
	else
		str_add(&text, "it could not be read");
	(void)ui_text(c, row, 0, TITLE_COL - 2, UI_ERROR, "✗");
	ui_text_fit(c, row, 0, TITLE_COL, row.cols - TITLE_COL - 1, UI_ERROR,
		    text.buf);
}

/* Score, state and what to do: the right of a wide line, from @col on. */
static void draw_standing(const struct view_home *h, struct ui_canvas *c,
			  struct ui_rect row, int col, struct view_home_row at)
{
	const struct catalog_entry *e = view_home_entry_of(h, at);
	struct progress_lesson done = view_home_progress(h, at.lesson);
	int score = score_of(h, e, at.lesson);
	SCOPED_STR state = STR_INIT;

	if (*h->filter && h->hits)
		add_place(h->hits[at.lesson], &state);
	if (!state.len && row.cols < ROOMY && score >= 0 && done.done &&
	    !view_home_has_changed(e, &done))
		str_addf(&state, "%3d %%", score);
	if (!state.len)
		add_state(e, &done, &state);
	if (row.cols >= ROOMY) {
		if (score >= 0)
			(void)ui_textf(c, row, 0, col, UI_FAINT, "%3d %%",
				       score);
		col += SCORE_COLS;
	}
	ui_text_fit(c, row, 0, col, STATE_COLS, UI_FAINT, state.buf);
	if (at.lesson == h->resume && !done.done)
		(void)ui_text(c, row, 0, col + STATE_COLS, UI_NOTICE,
			      done.begun ? "resume" : "next");
}

static void draw_lesson(const struct view_home *h, struct ui_canvas *c,
			struct ui_rect row, struct view_home_row at)
{
	const struct catalog_entry *e = view_home_entry_of(h, at);
	struct progress_lesson done = view_home_progress(h, at.lesson);
	bool wide = row.cols >= WIDE;
	int right = MINUTES_COLS + (wide ? STATE_COLS + RESUME_COLS : 0) +
		    (row.cols >= ROOMY ? SCORE_COLS : 0);
	int col = row.cols - right - 1;

	if (!e->lesson) {
		draw_broken(c, row, e);
		return;
	}
	if (h->more && h->more[at.lesson].bookmark)
		(void)ui_text(c, row, 0, TITLE_COL - 4, UI_NOTICE, "◆");
	(void)ui_text(c, row, 0, TITLE_COL - 2, done.done ? UI_GOOD : UI_NOTICE,
		      done.done    ? "✓"
		      : done.begun ? "◐"
				   : " ");
	ui_text_fit(c, row, 0, TITLE_COL, col - TITLE_COL - 1, UI_NORMAL,
		    e->lesson->title);
	(void)ui_textf(c, row, 0, col, UI_FAINT, "%3d min", e->lesson->minutes);
	if (wide)
		draw_standing(h, c, row, col + MINUTES_COLS, at);
}

static void draw_list(const struct view_home *h, struct ui_canvas *c)
{
	size_t rows = view_home_rows(h);

	for (int i = 0; i < h->list.rows && h->scroll + (size_t)i < rows; i++) {
		size_t at = h->scroll + (size_t)i;
		struct ui_rect row = { h->list.row + i, h->list.col, 1,
				       h->list.cols };
		struct view_home_row r = view_home_row(h, at);

		if (r.entry == VIEW_NO_LESSON)
			draw_topic(h, c, row, r.topic);
		else
			draw_lesson(h, c, row, r);
		if (at != h->cursor)
			continue;
		ui_restyle(c, row, UI_SELECTED);
		(void)ui_text(c, row, 0, 0, UI_SELECTED | UI_STYLE(UI_BOLD),
			      "▌");
		ui_canvas_cursor(c, row.row, row.col);
	}
}
static const struct view_key keys[] = {
	{ UI_CMD_OPEN, UI_CMD_NONE, NULL, 9 },
	{ UI_CMD_UP, UI_CMD_DOWN, "move", 6 },
	{ UI_CMD_SEARCH, UI_CMD_NONE, NULL, 5 },
	{ UI_CMD_REVIEW, UI_CMD_NONE, NULL, 4 },
	{ UI_CMD_PATHS, UI_CMD_NONE, NULL, 4 },
	{ UI_CMD_GLOSSARY, UI_CMD_NONE, "glossary", 3 },
	{ UI_CMD_BOOKMARKS, UI_CMD_NONE, "bookmarks", 2 },
	{ UI_CMD_HELP, UI_CMD_NONE, NULL, 7 },
	{ UI_CMD_QUIT, UI_CMD_NONE, NULL, 8 },
};

static void draw_footer(const struct view_home *h, struct ui_canvas *c,
			struct ui_rect all)
{
	struct ui_rect line = { all.rows - 1, 0, 1, all.cols };

	ui_fill(c, line, UI_FOOTER, ' ');
	if (h->message && *h->message)
		ui_text_fit(c, line, 0, 1, line.cols - 1, UI_NOTICE,
			    h->message);
	else if (h->problem && *h->problem && !view_home_detail_rows(all.rows))
		ui_text_fit(c, line, 0, 1, line.cols - 1, UI_ERROR, h->problem);
	else
		view_keys_draw(c, line, 1, "h", keys,
			       sizeof(keys) / sizeof(*keys));
}

/*
 * The paths by name, above the keys: "p" and what it would lead to.  Where
 * there is room each with what is done of it and its time.
 */
static void draw_routes(const struct view_home *h, struct ui_canvas *c,
			struct ui_rect all)
{
	const struct catalog *cat = h->catalog;
	struct ui_rect r = view_home_middle(all.rows, all.cols);
	SCOPED_STR text = STR_INIT;
	char key[16];

	if (!view_home_route_rows(h, all.rows))
		return;
	for (size_t i = 0; i < cat->route_count; i++) {
		const struct catalog_route *route = &cat->routes[i];

		str_addf(&text, "%s%s", i ? " · " : "", route->title);
		if (r.cols >= ROOMY && h->route_done)
			str_addf(&text, " %zu/%zu", h->route_done[i],
				 route->count);
	}
	(void)ui_text(c, r, all.rows - 2, 1, UI_KEY,
		      ui_command_key(UI_CMD_PATHS, key));
	ui_text_fit(c, r, all.rows - 2, 4, r.cols - 4, UI_NORMAL, text.buf);
}

enum ui_command view_home_key_at(const struct view_home *h, int row, int col)
{
	struct ui_rect line = { h->rows - 1, 0, 1, h->cols };

	if (row == line.row - 1 && view_home_route_rows(h, h->rows))
		return UI_CMD_PATHS;
	if (row != line.row || (h->message && *h->message))
		return UI_CMD_NONE;
	return view_keys_at(line, 1, "h", keys, sizeof(keys) / sizeof(*keys),
			    col);
}

void view_home_draw(const struct view_home *h, struct ui_canvas *c)
{
	struct ui_rect all = ui_canvas_rect(c);

	ui_canvas_clear(c);
	if (view_too_small(all.rows, all.cols)) {
		view_too_small_draw(c);
		return;
	}
	draw_top(h, c, all);
	if (view_home_rows(h)) {
		draw_list(h, c);
		view_home_draw_detail(h, c, all);
		draw_routes(h, c, all);
		view_find_mark(c, h->list, h->filter);
	} else if (*h->filter) {
		(void)ui_textf(c, h->list, 1, 2, UI_NOTICE,
			       "No lesson has \"%s\".", h->filter);
	} else {
		view_wrap(c, ui_rect_inset(h->list, 1, 2), 0, UI_NOTICE,
			  "No lessons were found.\n \nLessons are YAML files "
			  "in folders, one folder a topic. Start with "
			  "--lessons DIR to say where they are.");
	}
	draw_footer(h, c, all);
}
