/* SPDX-License-Identifier: MIT */
/*
 * What of a list is visible: the arithmetic that all lists and pagers share.
 *
 * After every call: first + page <= count or first == 0; the cursor is a line
 * that exists (0 in an empty list) and is visible.  A list moves its cursor
 * and the view follows; a pager scrolls its view and the cursor, which it does
 * not show, follows.  Zero-initialised is an empty list.
 */
#ifndef UI_LIST_H
#define UI_LIST_H

#include <stdbool.h>
#include <stddef.h>

#include "ui/canvas.h"

struct ui_list {
	size_t count;  /* lines in all */
	size_t page;   /* lines that can be seen at once */
	size_t first;  /* the uppermost visible line */
	size_t cursor; /* the selected line */
};

/* Tell the size: whenever the content or the room for it has changed. */
void ui_list_resize(struct ui_list *l, size_t count, size_t page);
/* Put the cursor on @line, or on the last one if there are fewer. */
void ui_list_select(struct ui_list *l, size_t line);
/* Move the cursor by @lines, negative: up; the view follows. */
void ui_list_move(struct ui_list *l, long lines);
/* Move the view by @lines; the cursor follows. */
void ui_list_scroll(struct ui_list *l, long lines);

/* How many lines are hidden before the first and after the last visible. */
size_t ui_list_above(const struct ui_list *l);
size_t ui_list_below(const struct ui_list *l);
/* Whether @line is visible now. */
bool ui_list_shows(const struct ui_list *l, size_t line);

/*
 * The marks that there is more: an arrow up and one down on the right edge of
 * the frame around the list.
 */
void ui_list_marks(const struct ui_list *l, struct ui_canvas *c,
		   struct ui_rect frame);
/* "5-14 of 40" for a frame's note; "" if everything is visible. */
const char *ui_list_note(const struct ui_list *l, char buf[48]);

#endif
