/* SPDX-License-Identifier: MIT */
/*
 * From above: where the student stands, the list, and what the line under the
 * cursor is about, with as much of that as the window has room for.
 */
#include "view/home.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "ui/layout.h"
#include "ui/list.h"
#include "view/footer.h"
#include "view/message.h"
#include "view/wrap.h"

#define WIDTH_MOST   110 /* wider lines are hard to follow */
#define METER_CELLS  12
#define DETAIL_ROWS  8 /* where the window has 30 rows */
#define TITLE_COL    8 /* of a lesson */
#define MINUTES_COLS 9
#define STATE_COLS   14
#define RESUME_COLS  8
#define WIDE         70 /* columns from which on all of a line is shown */

/* ---- rows ---- */

static const struct catalog_topic *topic_of(const struct view_home *h,
					    struct view_home_row row)
{
	return &h->catalog->topics[row.topic];
}

static const struct catalog_entry *entry_of(const struct view_home *h,
					    struct view_home_row row)
{
	if (row.entry == VIEW_NO_LESSON)
		return NULL;
	return &topic_of(h, row)->entries[row.entry];
}

static bool is_open(const struct view_home *h, size_t topic)
{
	return h->open == topic || *h->filter;
}

static bool topic_fits(const struct view_home *h, size_t topic)
{
	const struct catalog_topic *t = &h->catalog->topics[topic];

	return view_find_in(t->title, h->filter) ||
	       view_find_in(t->about, h->filter);
}

/* Whether a lesson is listed below its topic, which is open. */
static bool is_listed(const struct view_home *h, size_t topic, size_t entry)
{
	const struct catalog_entry *e =
		&h->catalog->topics[topic].entries[entry];

	if (!*h->filter || topic_fits(h, topic) ||
	    view_find_in(e->name, h->filter))
		return true;
	return e->lesson && (view_find_in(e->lesson->title, h->filter) ||
			     view_find_in(e->lesson->about, h->filter));
}

static size_t listed_in(const struct view_home *h, size_t topic)
{
	size_t count = 0;

	for (size_t i = 0;
	     is_open(h, topic) && i < h->catalog->topics[topic].count; i++)
		count += is_listed(h, topic, i);
	return count;
}

/* The rows of a topic, with its own. */
static size_t rows_of(const struct view_home *h, size_t topic)
{
	size_t lessons = listed_in(h, topic);

	if (*h->filter && !lessons && !topic_fits(h, topic))
		return 0;
	return 1 + lessons;
}

size_t view_home_rows(const struct view_home *h)
{
	size_t rows = 0;

	for (size_t i = 0; i < h->catalog->count; i++)
		rows += rows_of(h, i);
	return rows;
}

/* How many lessons the topics before @topic have. */
static size_t lessons_before(const struct catalog *c, size_t topic)
{
	size_t lessons = 0;

	for (size_t i = 0; i < topic; i++)
		lessons += c->topics[i].count;
	return lessons;
}

struct view_home_row view_home_row(const struct view_home *h, size_t row)
{
	struct view_home_row r = { 0, VIEW_NO_LESSON, VIEW_NO_LESSON };
	size_t left;

	while (row >= rows_of(h, r.topic))
		row -= rows_of(h, r.topic++);
	if (!row)
		return r;
	left = row;
	for (r.entry = 0; left > is_listed(h, r.topic, r.entry); r.entry++)
		left -= is_listed(h, r.topic, r.entry);
	r.lesson = lessons_before(h->catalog, r.topic) + r.entry;
	return r;
}

const struct catalog_entry *view_home_entry(const struct view_home *h)
{
	if (h->cursor >= view_home_rows(h))
		return NULL;
	return entry_of(h, view_home_row(h, h->cursor));
}

size_t view_home_number(const struct catalog *c,
			const struct catalog_entry *entry)
{
	size_t number = 0;

	for (size_t i = 0; i < c->count; i++) {
		const struct catalog_topic *t = &c->topics[i];

		for (size_t k = 0; k < t->count; k++, number++)
			if (&t->entries[k] == entry)
				return number;
	}
	return VIEW_NO_LESSON;
}

void view_home_begin(struct view_home *h, size_t resume)
{
	const struct catalog *c = h->catalog;
	size_t left = resume == VIEW_NO_LESSON ? 0 : resume;

	h->resume = resume;
	h->open = VIEW_NO_LESSON;
	h->cursor = h->scroll = 0;
	for (size_t i = 0; i < c->count; i++) {
		if (left < c->topics[i].count) {
			h->open = i;
			h->cursor = i + 1 + left;
			return;
		}
		left -= c->topics[i].count;
	}
}

void view_home_move(struct view_home *h, long by)
{
	long last = (long)view_home_rows(h) - 1;
	long to = (long)h->cursor + by;

	if (to > last)
		to = last;
	h->cursor = to < 0 ? 0 : (size_t)to;
}

void view_home_toggle(struct view_home *h)
{
	struct view_home_row row;

	if (h->cursor >= view_home_rows(h))
		return;
	row = view_home_row(h, h->cursor);
	if (row.entry != VIEW_NO_LESSON)
		return;
	if (*h->filter) {
		h->filter[0] = '\0';
		h->open = VIEW_NO_LESSON;
	}
	h->open = is_open(h, row.topic) ? VIEW_NO_LESSON : row.topic;
	h->cursor = row.topic;
}

/* ---- finding ---- */

static size_t lessons_listed(const struct view_home *h)
{
	size_t count = 0;

	for (size_t i = 0; i < h->catalog->count; i++)
		count += listed_in(h, i);
	return count;
}

/* All again; on the lesson that was found, if one was. */
static void show_all(struct view_home *h, bool stay)
{
	const struct catalog_entry *e = view_home_entry(h);
	size_t resume = h->resume;

	if (!*h->filter)
		return;
	h->filter[0] = '\0';
	h->open = h->began_open;
	h->cursor = h->began_cursor;
	if (stay && e)
		view_home_begin(h, view_home_number(h->catalog, e));
	h->resume = resume;
}

void view_home_find(struct view_home *h, enum view_find how, const char *words,
		    struct str *say)
{
	size_t count;

	if (how == VIEW_FIND_CANCEL || !*words) {
		show_all(h, how != VIEW_FIND_CANCEL);
		return;
	}
	if (!*h->filter) {
		h->began_open = h->open;
		h->began_cursor = h->cursor;
	}
	if (how == VIEW_FIND_NEXT || how == VIEW_FIND_BACK)
		view_home_move(h, how == VIEW_FIND_NEXT ? 1 : -1);
	if (strcmp(h->filter, words) != 0) {
		(void)snprintf(h->filter, sizeof(h->filter), "%s", words);
		h->cursor = view_home_rows(h) > 1;
	}
	count = lessons_listed(h);
	str_addf(say, "%zu %s", count, count == 1 ? "lesson" : "lessons");
}

size_t view_home_page(const struct view_home *h)
{
	return h->list.rows > 2 ? (size_t)h->list.rows - 1 : 1;
}

bool view_home_click(struct view_home *h, int row, int col)
{
	size_t at;

	if (!ui_rect_has(h->list, row, col))
		return false;
	at = h->scroll + (size_t)(row - h->list.row);
	if (at >= view_home_rows(h))
		return false;
	h->cursor = at;
	return true;
}

/* ---- places ---- */

/* The rows at the bottom that tell about the line under the cursor. */
static int detail_rows(int rows)
{
	return rows >= 30 ? DETAIL_ROWS : rows >= 14 ? 1 : 0;
}

static struct ui_rect middle(int rows, int cols)
{
	int wide = cols < WIDTH_MOST ? cols : WIDTH_MOST;

	return (struct ui_rect){ 0, (cols - wide) / 2, rows, wide };
}

void view_home_layout(struct view_home *h, int rows, int cols)
{
	struct ui_list list = { .first = h->scroll, .cursor = h->cursor };
	int below = detail_rows(rows);

	h->rows = rows;
	h->cols = cols;
	h->list = middle(rows, cols);
	h->list.row = 2;
	h->list.rows = rows - 3 - (below ? below + 1 : 0);
	if (h->list.rows < 0)
		h->list.rows = 0;
	view_home_move(h, 0);
	ui_list_resize(&list, view_home_rows(h), (size_t)h->list.rows);
	h->scroll = list.first;
}

/* ---- drawing ---- */

static struct progress_lesson progress_of(const struct view_home *h,
					  size_t lesson)
{
	struct progress_lesson none = { 0 };

	return h->progress ? h->progress[lesson] : none;
}

static size_t done_in(const struct view_home *h, size_t topic)
{
	size_t first = lessons_before(h->catalog, topic), done = 0;

	for (size_t i = 0; i < h->catalog->topics[topic].count; i++)
		done += progress_of(h, first + i).done;
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
	if (cat->lessons && all.cols >= 40)
		ui_text_right(c, all, 0, UI_BAR, count.buf);
	ui_repeat(c, all, 1, 0, all.cols, UI_FRAME, U'─');
}

static void draw_meter(struct ui_canvas *c, struct ui_rect row, int col,
		       size_t done, size_t all)
{
	size_t full = all ? done * METER_CELLS / all : 0;

	if (done && !full)
		full = 1;
	ui_repeat(c, row, 0, col, (int)full, UI_GOOD, U'▰');
	ui_repeat(c, row, 0, col + (int)full, METER_CELLS - (int)full, UI_FAINT,
		  U'▱');
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
		       is_open(h, topic) ? "▼" : "▸", topic + 1);
	ui_text_fit(c, row, 0, 6, title_cols, UI_HEADING | UI_STYLE(UI_BOLD),
		    t->title);
	str_addf(&count, "%zu/%zu", done, t->count);
	if (!wide) {
		(void)ui_text(c, row, 0, col, UI_NORMAL, count.buf);
		return;
	}
	draw_meter(c, row, col, done, t->count);
	col += METER_CELLS + 2;
	(void)ui_text(c, row, 0, col, UI_NORMAL, count.buf);
	ui_text_fit(c, row, 0, col + 7, row.cols - col - 8, UI_FAINT,
		    t->diags.count ? t->diags.items[0].message : t->about);
}

/* How far the student is, in words: "done", "step 3 of 7". */
static void add_state(const struct catalog_entry *e,
		      const struct progress_lesson *done, struct str *out)
{
	int step = lesson_find_step(e->lesson, done->step);

	if (done->revision && done->revision != e->lesson->revision)
		str_add(out, "has changed");
	else if (done->done)
		str_add(out, "done");
	else if (done->begun && step >= 0)
		str_addf(out, "step %d of %zu", step + 1,
			 e->lesson->step_count);
	else if (done->begun)
		str_add(out, "begun");
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

static void draw_lesson(const struct view_home *h, struct ui_canvas *c,
			struct ui_rect row, struct view_home_row at)
{
	const struct catalog_entry *e = entry_of(h, at);
	struct progress_lesson done = progress_of(h, at.lesson);
	bool wide = row.cols >= WIDE;
	int right = MINUTES_COLS + (wide ? STATE_COLS + RESUME_COLS : 0);
	int col = row.cols - right - 1;
	SCOPED_STR state = STR_INIT;

	if (!e->lesson) {
		draw_broken(c, row, e);
		return;
	}
	(void)ui_text(c, row, 0, TITLE_COL - 2, done.done ? UI_GOOD : UI_NOTICE,
		      done.done    ? "✓"
		      : done.begun ? "◐"
				   : " ");
	ui_text_fit(c, row, 0, TITLE_COL, col - TITLE_COL - 1, UI_NORMAL,
		    e->lesson->title);
	(void)ui_textf(c, row, 0, col, UI_FAINT, "%3d min", e->lesson->minutes);
	if (!wide)
		return;
	add_state(e, &done, &state);
	ui_text_fit(c, row, 0, col + MINUTES_COLS, STATE_COLS, UI_FAINT,
		    state.buf);
	if (at.lesson == h->resume)
		(void)ui_text(c, row, 0, col + MINUTES_COLS + STATE_COLS,
			      UI_NOTICE, "resume");
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

static void add_objectives(const struct lesson *l, struct str *out)
{
	if (l->objective_count)
		str_add(out, "\n \nYou will be able to\n");
	for (size_t i = 0; i < l->objective_count; i++)
		str_addf(out, " · %s\n", l->objectives[i].text);
}

/* About the line under the cursor, the first line the most important. */
static void add_detail(const struct view_home *h, bool all, struct str *out)
{
	struct view_home_row row = view_home_row(h, h->cursor);
	const struct catalog_entry *e = entry_of(h, row);

	if (!e) {
		str_add(out, topic_of(h, row)->about);
	} else if (e->lesson) {
		str_add(out, e->lesson->about);
		if (all)
			add_objectives(e->lesson, out);
	} else if (all && e->diags.count) {
		lesson_diag_format(&e->diags, 0, out);
		if (e->diags.count > 1)
			str_addf(out, "\nand %zu more", e->diags.count - 1);
	} else if (e->diags.count) {
		str_addf(out, "%s:%d:%d: %s", e->path, e->diags.items[0].line,
			 e->diags.items[0].column, e->diags.items[0].message);
	}
}

static void draw_detail(const struct view_home *h, struct ui_canvas *c,
			struct ui_rect all)
{
	int rows = detail_rows(all.rows);
	struct ui_rect r = middle(all.rows, all.cols);
	SCOPED_STR text = STR_INIT;
	ui_style style = UI_NORMAL;

	if (!rows)
		return;
	r.row = all.rows - 1 - rows;
	r.rows = rows;
	ui_repeat(c, all, r.row - 1, 0, all.cols, UI_FRAME, U'─');
	r = ui_rect_inset(r, 0, 1);
	if (h->problem && *h->problem && rows == 1) {
		style = UI_ERROR;
		str_add(&text, h->problem);
	} else {
		add_detail(h, rows > 1, &text);
	}
	if (rows == 1)
		ui_text_fit(c, r, 0, 0, r.cols, style, text.buf);
	else
		view_wrap(c, r, 0, style, text.buf);
	if (rows > 1 && h->problem && *h->problem)
		ui_text_fit(c, r, rows - 1, 0, r.cols, UI_ERROR, h->problem);
}

static const struct view_key keys[] = {
	{ UI_CMD_OPEN, UI_CMD_NONE, NULL, 9 },
	{ UI_CMD_UP, UI_CMD_DOWN, "move", 6 },
	{ UI_CMD_SEARCH, UI_CMD_NONE, NULL, 5 },
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
	else if (h->problem && *h->problem && !detail_rows(all.rows))
		ui_text_fit(c, line, 0, 1, line.cols - 1, UI_ERROR, h->problem);
	else
		view_keys_draw(c, line, 1, "h", keys,
			       sizeof(keys) / sizeof(*keys));
}

enum ui_command view_home_key_at(const struct view_home *h, int row, int col)
{
	struct ui_rect line = { h->rows - 1, 0, 1, h->cols };

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
		draw_detail(h, c, all);
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
