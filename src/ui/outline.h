/* SPDX-License-Identifier: MIT */
/*
 * Blocks of a text under one another, inside of lists and quotes: what stands
 * in front of each line and where blank lines go.
 */
#ifndef UI_OUTLINE_H
#define UI_OUTLINE_H

#include <stdbool.h>

#include "ui/doc.h"

#define UI_OUTLINE_DEPTH 24 /* deeper levels are not indented further */

enum ui_level_kind { UI_LEVEL_QUOTE, UI_LEVEL_LIST, UI_LEVEL_ITEM };

struct ui_level {
	enum ui_level_kind kind;
	bool numbered, tight; /* of a list; tight: no blank lines in it */
	unsigned next;        /* number of its next item */
	char text[24];        /* before every line of a quote, and before the
				 first one of an item */
	int cols;             /* it takes of every line */
};

struct ui_outline {
	struct ui_doc *doc;
	int width;
	struct ui_level levels[UI_OUTLINE_DEPTH];
	size_t depth; /* may be more than UI_OUTLINE_DEPTH */
	bool gap;     /* a blank line is due before the next block */
};

/* Columns that the next block has. */
int ui_outline_room(const struct ui_outline *o);
/*
 * Add laid out lines, @indent columns further in, with what the levels put in
 * front; releases them.
 */
void ui_outline_emit(struct ui_outline *o, struct ui_doc *lines, int indent);

void ui_outline_enter_quote(struct ui_outline *o);
void ui_outline_leave_quote(struct ui_outline *o);
void ui_outline_enter_list(struct ui_outline *o, bool numbered, unsigned first,
			   bool tight);
void ui_outline_leave_list(struct ui_outline *o);
void ui_outline_enter_item(struct ui_outline *o);
void ui_outline_leave_item(struct ui_outline *o);

#endif
