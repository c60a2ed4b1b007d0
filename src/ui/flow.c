/* SPDX-License-Identifier: MIT */
/*
 * Greedy line breaking: walk as far as fits, remembering the last place where
 * a line may end.
 */
#include "ui/flow.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

static void add_part(struct ui_flow *f, ui_style style)
{
	if (f->count && f->parts[f->count - 1].style == style)
		return;
	f->parts = mem_grow(f->parts, f->count, &f->cap, sizeof(*f->parts));
	f->parts[f->count++] = (struct ui_flow_part){ f->text.len, style };
}

static bool ends_blank(const struct ui_flow *f)
{
	return !f->text.len || strchr(" \n", f->text.buf[f->text.len - 1]);
}

void ui_flow_add(struct ui_flow *f, ui_style style, const char *bytes,
		 size_t len)
{
	if (len)
		add_part(f, style);
	for (size_t i = 0; i < len; i++) {
		if (!bytes[i] || !strchr(" \t\r\n", bytes[i]))
			str_add_char(&f->text, bytes[i]);
		else if (!ends_blank(f))
			str_add_char(&f->text, ' ');
	}
}

void ui_flow_break(struct ui_flow *f)
{
	add_part(f, UI_NORMAL);
	str_add_char(&f->text, '\n');
}

void ui_flow_cut(struct ui_flow *f, size_t len)
{
	str_truncate(&f->text, len);
	while (f->count && f->parts[f->count - 1].start >= len)
		f->count--;
}

void ui_flow_clear(struct ui_flow *f)
{
	str_clear(&f->text);
	f->count = 0;
}

void ui_flow_release(struct ui_flow *f)
{
	str_release(&f->text);
	free(f->parts);
	*f = UI_FLOW_INIT;
}

/* The character at @at and its columns; returns its bytes. */
static size_t step(const struct ui_flow *f, size_t at, uint32_t *ret_rune,
		   int *ret_width)
{
	size_t n = utf8_decode(f->text.buf + at, f->text.len - at, ret_rune);

	*ret_width = ui_rune_width(*ret_rune);
	return n;
}

/*
 * Where the line that begins at @from ends; *@ret_next is where the next one
 * begins, always after @from.
 */
static size_t line_end(const struct ui_flow *f, size_t from, int width,
		       size_t *ret_next)
{
	size_t end = from;
	size_t next = from;
	int cols = 0;
	uint32_t rune;
	int w;

	for (size_t n, i = from; i < f->text.len; i += n) {
		n = step(f, i, &rune, &w);
		if (rune == '\n') {
			*ret_next = i + n;
			return i;
		}
		if (rune == ' ') {
			end = i;
			next = i + n;
		} else if (w == 2 && i > from) {
			end = next = i;
		}
		cols += w;
		if (cols > width && rune != ' ' && i > from) {
			*ret_next = next > from ? next : i;
			return next > from ? end : i;
		}
		if (w == 2)
			end = next = i + n;
	}
	*ret_next = f->text.len;
	return f->text.len;
}

static void add_stretch(const struct ui_flow *f, struct ui_line *l, size_t from,
			size_t to)
{
	for (size_t i = 0; i < f->count; i++) {
		size_t start = f->parts[i].start;
		size_t end =
			i + 1 < f->count ? f->parts[i + 1].start : f->text.len;

		if (start < from)
			start = from;
		if (end > to)
			end = to;
		if (start < end)
			ui_line_add(l, f->parts[i].style, f->text.buf + start,
				    end - start);
	}
}

void ui_flow_wrap(const struct ui_flow *f, struct ui_doc *d, int width)
{
	size_t at = 0;

	while (at < f->text.len) {
		size_t next;
		size_t end = line_end(f, at, width, &next);

		while (end > at && f->text.buf[end - 1] == ' ')
			end--;
		add_stretch(f, ui_doc_add(d, 0), at, end);
		at = next;
	}
}

void ui_flow_widths(const struct ui_flow *f, int *ret_line, int *ret_word)
{
	int line = 0;
	int word = 0;
	uint32_t rune;
	int w;

	*ret_line = *ret_word = 0;
	for (size_t i = 0; i < f->text.len;) {
		i += step(f, i, &rune, &w);
		line = rune == '\n' ? 0 : line + w;
		word = rune == '\n' || rune == ' ' ? 0 : word + w;
		if (line > *ret_line)
			*ret_line = line;
		if (word > *ret_word)
			*ret_word = word;
	}
}
