/* SPDX-License-Identifier: MIT */
/*
 * Every change ends in settle(), which restores the invariant of the header;
 * what differs is only who gives way, the cursor or the view.
 */
#include "ui/list.h"

#include <stdio.h>

#include "ui/layout.h"

static size_t last_first(const struct ui_list *l)
{
	return l->count > l->page ? l->count - l->page : 0;
}

static size_t moved(size_t from, long by, size_t most)
{
	size_t step = by < 0 ? 0 - (size_t)by : (size_t)by;

	if (by < 0)
		return step > from ? 0 : from - step;
	return from > most || step > most - from ? most : from + step;
}

static void settle(struct ui_list *l, bool view_gives_way)
{
	if (l->cursor >= l->count)
		l->cursor = l->count ? l->count - 1 : 0;
	if (l->page && view_gives_way) {
		if (l->cursor < l->first)
			l->first = l->cursor;
		if (l->cursor - l->first >= l->page)
			l->first = l->cursor - l->page + 1;
	}
	if (l->first > last_first(l))
		l->first = last_first(l);
	if (l->cursor < l->first)
		l->cursor = l->first;
	if (l->page && l->cursor - l->first >= l->page)
		l->cursor = l->first + l->page - 1;
	if (l->cursor >= l->count)
		l->cursor = l->count ? l->count - 1 : 0;
}

void ui_list_resize(struct ui_list *l, size_t count, size_t page)
{
	l->count = count;
	l->page = page;
	settle(l, true);
}

void ui_list_select(struct ui_list *l, size_t line)
{
	l->cursor = line;
	settle(l, true);
}

void ui_list_move(struct ui_list *l, long lines)
{
	l->cursor = moved(l->cursor, lines, l->count ? l->count - 1 : 0);
	settle(l, true);
}

void ui_list_scroll(struct ui_list *l, long lines)
{
	l->first = moved(l->first, lines, last_first(l));
	settle(l, false);
}

size_t ui_list_above(const struct ui_list *l)
{
	return l->first;
}

size_t ui_list_below(const struct ui_list *l)
{
	size_t end = l->first + l->page;

	return l->count > end ? l->count - end : 0;
}

bool ui_list_shows(const struct ui_list *l, size_t line)
{
	return line < l->count && line >= l->first && line - l->first < l->page;
}

void ui_list_marks(const struct ui_list *l, struct ui_canvas *c,
		   struct ui_rect frame)
{
	int col = frame.cols - 1;

	if (frame.rows < 3)
		return;
	if (ui_list_above(l))
		(void)ui_text(c, frame, 1, col, UI_STRONG, "▲");
	if (ui_list_below(l))
		(void)ui_text(c, frame, frame.rows - 2, col, UI_STRONG, "▼");
}

const char *ui_list_note(const struct ui_list *l, char buf[48])
{
	size_t end = l->first + l->page;

	buf[0] = '\0';
	if (l->count > l->page && l->page)
		(void)snprintf(buf, 48, "%zu-%zu of %zu", l->first + 1, end,
			       l->count);
	return buf;
}
