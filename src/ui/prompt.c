/* SPDX-License-Identifier: MIT */
/*
 * The cursor is always at the start of a character that has a width, or at the
 * end; so what is before it and what is after it are whole.
 */
#include "ui/prompt.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "ui/term.h"

enum { TEXT_MAX = 1000 }; /* bytes: nobody types more, a paste may */

void ui_history_add(struct ui_history *h, const char *line)
{
	if (!*line || (h->count && !strcmp(h->lines[h->count - 1], line)))
		return;
	if (h->count == UI_HISTORY_MAX) {
		free(h->lines[0]);
		memmove(h->lines, h->lines + 1,
			(UI_HISTORY_MAX - 1) * sizeof(*h->lines));
		h->count--;
	}
	h->lines[h->count++] = mem_text(line);
}

void ui_history_release(struct ui_history *h)
{
	for (size_t i = 0; i < h->count; i++)
		free(h->lines[i]);
	h->count = 0;
}

void ui_prompt_init(struct ui_prompt *p, const struct ui_history *history)
{
	*p = (struct ui_prompt){ .text = STR_INIT,
				 .draft = STR_INIT,
				 .history = history,
				 .at = history ? history->count : 0 };
}

void ui_prompt_release(struct ui_prompt *p)
{
	str_release(&p->text);
	str_release(&p->draft);
}

void ui_prompt_set(struct ui_prompt *p, const char *text)
{
	SCOPED_STR copy = STR_INIT;

	str_add(&copy, text);
	str_clear(&p->text);
	str_add(&p->text, copy.buf);
	p->cursor = p->text.len;
}

static bool combines(const struct ui_prompt *p, size_t at)
{
	uint32_t rune;

	return at < p->text.len &&
	       utf8_decode(p->text.buf + at, p->text.len - at, &rune) &&
	       utf8_rune_width(rune) == 0;
}

static size_t after(const struct ui_prompt *p, size_t at)
{
	uint32_t rune;

	do
		at += utf8_decode(p->text.buf + at, p->text.len - at, &rune);
	while (combines(p, at));
	return at;
}

static size_t before(const struct ui_prompt *p, size_t at)
{
	size_t last = 0;

	for (size_t i = 0; i < at; i = after(p, i))
		last = i;
	return last;
}

/* Where the word before the cursor begins. */
static size_t word_start(const struct ui_prompt *p)
{
	size_t at = p->cursor;

	while (at && p->text.buf[at - 1] == ' ')
		at--;
	while (at && p->text.buf[at - 1] != ' ')
		at--;
	return at;
}

/* Put @len bytes in place of what is in [@from, @to); the cursor after them. */
static enum ui_prompt_does replace(struct ui_prompt *p, size_t from, size_t to,
				   const char *bytes, size_t len)
{
	SCOPED_STR text = STR_INIT;

	if (from == to && !len)
		return UI_PROMPT_MOVED;
	if (p->text.len - (to - from) + len > TEXT_MAX)
		return UI_PROMPT_MOVED;
	str_add_n(&text, p->text.buf, from);
	str_add_n(&text, bytes, len);
	str_add_n(&text, p->text.buf + to, p->text.len - to);
	str_clear(&p->text);
	str_add_n(&p->text, text.buf, text.len);
	p->cursor = from + len;
	return UI_PROMPT_CHANGED;
}

static enum ui_prompt_does cut(struct ui_prompt *p, size_t from, size_t to)
{
	return replace(p, from, to, "", 0);
}

static enum ui_prompt_does look_back(struct ui_prompt *p, int by)
{
	const struct ui_history *h = p->history;

	if (!h || (by < 0 ? p->at == 0 : p->at >= h->count))
		return UI_PROMPT_MOVED;
	if (p->at == h->count) {
		str_clear(&p->draft);
		str_add(&p->draft, p->text.buf);
	}
	p->at = by < 0 ? p->at - 1 : p->at + 1;
	ui_prompt_set(p, p->at == h->count ? p->draft.buf : h->lines[p->at]);
	return UI_PROMPT_CHANGED;
}

static enum ui_prompt_does go(struct ui_prompt *p, size_t at)
{
	p->cursor = at;
	return UI_PROMPT_MOVED;
}

static enum ui_prompt_does type(struct ui_prompt *p, uint32_t rune)
{
	char bytes[UTF8_MAX];
	size_t len = utf8_encode(bytes, rune);

	if (rune < ' ' || (rune >= 0x7F && rune < 0xA0) || rune >= UI_KEY_FIRST)
		return UI_PROMPT_IGNORED;
	return replace(p, p->cursor, p->cursor, bytes, len);
}

#define CONTROL(letter) ((letter)&0x1F)

enum ui_prompt_does ui_prompt_key(struct ui_prompt *p, uint32_t key)
{
	size_t at = p->cursor, end = p->text.len;

	switch (key) {
	case '\n':
		return UI_PROMPT_ENTERED;
	case 0x1B:
		return UI_PROMPT_LEFT;
	case UI_KEY_LEFT:
		return go(p, before(p, at));
	case UI_KEY_RIGHT:
		return go(p, at < end ? after(p, at) : at);
	case UI_KEY_HOME:
	case CONTROL('A'):
		return go(p, 0);
	case UI_KEY_END:
	case CONTROL('E'):
		return go(p, end);
	case UI_KEY_UP:
	case CONTROL('P'):
		return look_back(p, -1);
	case UI_KEY_DOWN:
	case CONTROL('N'):
		return look_back(p, 1);
	case UI_KEY_BACKSPACE:
		return cut(p, before(p, at), at);
	case UI_KEY_DELETE:
		return cut(p, at, at < end ? after(p, at) : at);
	case CONTROL('U'):
		return cut(p, 0, at);
	case CONTROL('K'):
		return cut(p, at, end);
	case CONTROL('W'):
		return cut(p, word_start(p), at);
	default:
		return type(p, key);
	}
}

void ui_prompt_draw(const struct ui_prompt *p, struct ui_canvas *c,
		    struct ui_rect line, const char *lead, const char *note)
{
	int wide = utf8_width_n(p->text.buf, p->cursor);
	size_t first = 0;
	int col, room;

	ui_fill(c, line, UI_FOOTER, ' ');
	col = ui_text(c, line, 0, 1, UI_KEY, lead);
	room = line.cols - col - 1;
	if (note && utf8_width(p->text.buf) + utf8_width(note) + 3 <= room) {
		(void)ui_text_right(c, line, 0, UI_FOOTER | UI_STYLE(UI_DIM),
				    note);
	}
	while (room > 0 && wide > room && first < p->cursor) {
		first = after(p, first);
		wide = utf8_width_n(p->text.buf + first, p->cursor - first);
	}
	(void)ui_text(c, line, 0, col, UI_FOOTER, p->text.buf + first);
	ui_canvas_cursor(c, line.row, line.col + col + wide);
}
