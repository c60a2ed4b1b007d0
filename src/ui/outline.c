/* SPDX-License-Identifier: MIT */
/*
 * A stack of levels.  The mark of an item is printed once and then gives way
 * to blanks; that of a quote is on every line.  In a narrow text the levels
 * take at most half of the width, so there is always room for words.
 */
#include "ui/outline.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

static struct ui_level *level_at(struct ui_outline *o, size_t depth)
{
	return &o->levels[depth < UI_OUTLINE_DEPTH ? depth
						   : UI_OUTLINE_DEPTH - 1];
}

static struct ui_level *push(struct ui_outline *o, enum ui_level_kind kind,
			     const char *text)
{
	struct ui_level *l = level_at(o, o->depth++);

	*l = (struct ui_level){ .kind = kind, .cols = utf8_width(text) };
	(void)snprintf(l->text, sizeof(l->text), "%s", text);
	return l;
}

/* Columns that the levels take: at most half, and two stay for the text. */
static int margin(const struct ui_outline *o)
{
	int most = o->width < 4 ? o->width - 2 : o->width / 2;
	int cols = 0;

	for (size_t i = 0; i < o->depth && i < UI_OUTLINE_DEPTH; i++)
		cols += o->levels[i].cols;
	if (cols > most)
		cols = most;
	return cols > 0 ? cols : 0;
}

static void add_margin(struct ui_outline *o, struct ui_line *l)
{
	int left = margin(o);

	for (size_t i = 0; i < o->depth && i < UI_OUTLINE_DEPTH; i++) {
		struct ui_level *level = &o->levels[i];
		size_t fits = utf8_fit(level->text, strlen(level->text), left);
		int cols = level->cols < left ? level->cols : left;
		int used = utf8_width_n(level->text, fits);

		ui_line_add(
			l, level->kind == UI_LEVEL_QUOTE ? UI_FRAME : UI_NORMAL,
			level->text, fits);
		if (l->count)
			ui_line_pad(l, cols - used);
		else
			l->indent += cols;
		if (level->kind != UI_LEVEL_QUOTE)
			level->text[0] = '\0';
		left -= cols;
	}
}

/* The blank line between two blocks. */
static void close_gap(struct ui_outline *o)
{
	if (o->gap && o->doc->count)
		add_margin(o, ui_doc_add(o->doc, 0));
	o->gap = false;
}

void ui_outline_emit(struct ui_outline *o, struct ui_doc *lines, int indent)
{
	close_gap(o);
	for (size_t i = 0; i < lines->count; i++) {
		struct ui_line *l = ui_doc_add(o->doc, 0);

		add_margin(o, l);
		if (l->count)
			ui_line_pad(l, indent);
		else
			l->indent += indent;
		ui_line_join(l, &lines->lines[i]);
	}
	ui_doc_release(lines);
}

int ui_outline_room(const struct ui_outline *o)
{
	return o->width - margin(o);
}

/* The innermost list; NULL outside of all. */
static struct ui_level *list(struct ui_outline *o)
{
	size_t i = o->depth < UI_OUTLINE_DEPTH ? o->depth : UI_OUTLINE_DEPTH;

	while (i-- > 0)
		if (o->levels[i].kind == UI_LEVEL_LIST)
			return &o->levels[i];
	return NULL;
}

void ui_outline_enter_quote(struct ui_outline *o)
{
	close_gap(o);
	(void)push(o, UI_LEVEL_QUOTE, "│ ");
}

void ui_outline_leave_quote(struct ui_outline *o)
{
	o->depth--;
	o->gap = true;
}

void ui_outline_enter_list(struct ui_outline *o, bool numbered, unsigned first,
			   bool tight)
{
	struct ui_level *l;

	close_gap(o);
	l = push(o, UI_LEVEL_LIST, "");
	l->numbered = numbered;
	l->next = first;
	l->tight = tight;
}

void ui_outline_leave_list(struct ui_outline *o)
{
	o->depth--;
	o->gap = !list(o) || !list(o)->tight;
}

void ui_outline_enter_item(struct ui_outline *o)
{
	struct ui_level *l = list(o);
	char text[24] = "• ";

	close_gap(o);
	if (l && l->numbered)
		(void)snprintf(text, sizeof(text), "%u. ", l->next++);
	(void)push(o, UI_LEVEL_ITEM, text);
}

void ui_outline_leave_item(struct ui_outline *o)
{
	struct ui_doc line = { NULL, 0, 0 };

	if (*level_at(o, o->depth - 1)->text) {
		(void)ui_doc_add(&line, 0);
		ui_outline_emit(o, &line, 0);
	}
	o->depth--;
	if (list(o) && list(o)->tight)
		o->gap = false;
}
