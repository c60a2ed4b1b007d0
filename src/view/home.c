/* SPDX-License-Identifier: MIT */
/*
 * The rows of the home screen, the cursor on them, and where they are.
 */
#include "view/home.h"

#include <stdlib.h>
#include <string.h>

#include "ui/layout.h"
#include "ui/list.h"
#include "view/home_inside.h"

#define DETAIL_ROWS 8 /* where the window has 30 rows */

/* ---- rows ---- */

const struct catalog_topic *view_home_topic_of(const struct view_home *h,
					       struct view_home_row row)
{
	return &h->catalog->topics[row.topic];
}

const struct catalog_entry *view_home_entry_of(const struct view_home *h,
					       struct view_home_row row)
{
	if (row.entry == VIEW_NO_LESSON)
		return NULL;
	return &view_home_topic_of(h, row)->entries[row.entry];
}

bool view_home_is_open(const struct view_home *h, size_t topic)
{
	return h->open == topic || *h->filter;
}

bool view_home_topic_fits(const struct view_home *h, size_t topic)
{
	const struct catalog_topic *t = &h->catalog->topics[topic];

	return view_find_in(t->title, h->filter) ||
	       view_find_in(t->about, h->filter);
}

/* How many lessons the topics before @topic have. */
size_t view_home_before(const struct catalog *c, size_t topic)
{
	size_t lessons = 0;

	for (size_t i = 0; i < topic; i++)
		lessons += c->topics[i].count;
	return lessons;
}

/* Whether a lesson is listed below its topic, which is open. */
bool view_home_is_listed(const struct view_home *h, size_t topic, size_t entry)
{
	size_t n = view_home_before(h->catalog, topic) + entry;

	return !*h->filter || (h->hits && h->hits[n].in != VIEW_HOME_NOWHERE);
}

static size_t listed_in(const struct view_home *h, size_t topic)
{
	size_t count = 0;

	for (size_t i = 0;
	     view_home_is_open(h, topic) && i < h->catalog->topics[topic].count;
	     i++)
		count += view_home_is_listed(h, topic, i);
	return count;
}

/* The rows of a topic, with its own. */
static size_t rows_of(const struct view_home *h, size_t topic)
{
	size_t lessons = listed_in(h, topic);

	if (*h->filter && !lessons && !view_home_topic_fits(h, topic))
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

struct view_home_row view_home_row(const struct view_home *h, size_t row)
{
	struct view_home_row r = { 0, VIEW_NO_LESSON, VIEW_NO_LESSON };
	size_t left;

	while (row >= rows_of(h, r.topic))
		row -= rows_of(h, r.topic++);
	if (!row)
		return r;
	left = row;
	for (r.entry = 0; left > view_home_is_listed(h, r.topic, r.entry);
	     r.entry++)
		left -= view_home_is_listed(h, r.topic, r.entry);
	r.lesson = view_home_before(h->catalog, r.topic) + r.entry;
	return r;
}

const struct catalog_entry *view_home_entry(const struct view_home *h)
{
	if (h->cursor >= view_home_rows(h))
		return NULL;
	return view_home_entry_of(h, view_home_row(h, h->cursor));
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
	h->open = view_home_is_open(h, row.topic) ? VIEW_NO_LESSON : row.topic;
	h->cursor = row.topic;
}
struct progress_lesson view_home_progress(const struct view_home *h,
					  size_t lesson)
{
	struct progress_lesson none = { 0 };

	return h->progress ? h->progress[lesson] : none;
}

bool view_home_has_changed(const struct catalog_entry *e,
			   const struct progress_lesson *done)
{
	return done->revision && done->revision != e->lesson->revision;
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
int view_home_detail_rows(int rows)
{
	return rows >= 30 ? DETAIL_ROWS : rows >= 14 ? 1 : 0;
}

int view_home_route_rows(const struct view_home *h, int rows)
{
	return rows >= 14 && h->catalog->route_count > 1;
}

struct ui_rect view_home_middle(int rows, int cols)
{
	int wide = cols < VIEW_HOME_WIDTH ? cols : VIEW_HOME_WIDTH;

	return (struct ui_rect){ 0, (cols - wide) / 2, rows, wide };
}

void view_home_layout(struct view_home *h, int rows, int cols)
{
	struct ui_list list = { .first = h->scroll, .cursor = h->cursor };
	int below = view_home_detail_rows(rows);

	h->rows = rows;
	h->cols = cols;
	h->list = view_home_middle(rows, cols);
	h->list.row = 2;
	h->list.rows = rows - 3 - (below ? below + 1 : 0) -
		       view_home_route_rows(h, rows);
	if (h->list.rows < 0)
		h->list.rows = 0;
	view_home_move(h, 0);
	ui_list_resize(&list, view_home_rows(h), (size_t)h->list.rows);
	h->scroll = list.first;
}
