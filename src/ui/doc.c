/* SPDX-License-Identifier: MIT */
/*
 * Lines of styled runs.  Arrays grow when their count is a power of two, so
 * the public struct needs no capacity.
 */
#include "ui/doc.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

static void *room_for_one_more(void *array, size_t count, size_t size)
{
	if (count & (count - 1))
		return array;
	return mem_resize(array, count ? 2 * count : 1, size);
}

struct ui_line *ui_doc_add(struct ui_doc *d, int indent)
{
	struct ui_line *l;

	d->lines = room_for_one_more(d->lines, d->count, sizeof(*d->lines));
	l = &d->lines[d->count++];
	*l = (struct ui_line){ NULL, 0, indent };
	return l;
}

void ui_line_add(struct ui_line *l, ui_style style, const char *bytes,
		 size_t len)
{
	struct ui_run *run;

	if (!len)
		return;
	if (l->count && l->runs[l->count - 1].style == style) {
		size_t old;

		run = &l->runs[l->count - 1];
		old = strlen(run->text);
		run->text = mem_resize(run->text, old + len + 1, 1);
		memcpy(run->text + old, bytes, len);
		run->text[old + len] = '\0';
		return;
	}
	l->runs = room_for_one_more(l->runs, l->count, sizeof(*l->runs));
	run = &l->runs[l->count++];
	run->text = mem_text_n(bytes, len);
	run->style = style;
}

void ui_line_pad(struct ui_line *l, int count)
{
	for (int i = 0; i < count; i++)
		ui_line_add(l, UI_NORMAL, " ", 1);
}

void ui_line_join(struct ui_line *l, const struct ui_line *from)
{
	for (size_t i = 0; i < from->count; i++)
		ui_line_add(l, from->runs[i].style, from->runs[i].text,
			    strlen(from->runs[i].text));
}

int ui_line_width(const struct ui_line *l)
{
	int width = l->indent;

	for (size_t i = 0; i < l->count; i++)
		width += ui_text_width(l->runs[i].text);
	return width;
}

static void fold_line(struct ui_doc *d, const struct ui_line *from, int width)
{
	struct ui_line *l = ui_doc_add(d, 0);
	int used = 0;

	for (size_t i = 0; i < from->count; i++) {
		const char *text = from->runs[i].text;

		for (size_t n, len = strlen(text); len; text += n, len -= n) {
			uint32_t rune;
			int cols;

			n = utf8_decode(text, len, &rune);
			cols = ui_rune_width(rune);
			if (used && used + cols > width) {
				l = ui_doc_add(d, 0);
				used = 0;
			}
			ui_line_add(l, from->runs[i].style, text, n);
			used += cols;
		}
	}
}

void ui_doc_fold(const struct ui_doc *from, struct ui_doc *d, int width)
{
	for (size_t i = 0; i < from->count; i++)
		fold_line(d, &from->lines[i], width);
}

void ui_doc_release(struct ui_doc *d)
{
	for (size_t i = 0; i < d->count; i++) {
		for (size_t k = 0; k < d->lines[i].count; k++)
			free(d->lines[i].runs[k].text);
		free(d->lines[i].runs);
	}
	free(d->lines);
	*d = (struct ui_doc){ NULL, 0, 0 };
}

void ui_doc_draw(const struct ui_doc *d, struct ui_canvas *c,
		 struct ui_rect rect, size_t first)
{
	for (int row = 0; row < rect.rows; row++) {
		size_t at = first + (size_t)row;
		const struct ui_line *l;
		int col;

		if (at >= d->count)
			return;
		l = &d->lines[at];
		col = l->indent;
		for (size_t i = 0; i < l->count; i++)
			col = ui_text(c, rect, row, col, l->runs[i].style,
				      l->runs[i].text);
	}
}

void ui_doc_text(const struct ui_doc *d, struct str *out)
{
	for (size_t i = 0; i < d->count; i++) {
		const struct ui_line *l = &d->lines[i];

		if (l->count)
			str_addf(out, "%*s", l->indent, "");
		for (size_t k = 0; k < l->count; k++)
			str_add(out, l->runs[k].text);
		while (out->len && out->buf[out->len - 1] == ' ')
			str_truncate(out, out->len - 1);
		str_add_char(out, '\n');
	}
}
