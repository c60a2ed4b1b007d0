/* SPDX-License-Identifier: MIT */
/*
 * Joining what was written into lines.
 *
 * A line is open until its newline has come; at most one line of a writer (a
 * process and one of its two streams) is open at a time, and it is found by
 * looking back from the end, since the writers are few.  Text is made safe
 * here, once: an escape sequence is left out as a whole, a tab becomes spaces,
 * any other control character a middle dot.
 */
#include "view/console.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

#define LINES_MAX      2000
#define LINES_DROP     500 /* this many at a time */
#define LINE_BYTES_MAX 1000
#define OPEN_LOOK_BACK 64

static void line_release(struct view_console_line *l)
{
	str_release(&l->text);
	free(l->parts);
}

void view_console_release(struct view_console *c)
{
	for (size_t i = 0; i < c->count; i++)
		line_release(&c->lines[i]);
	free(c->lines);
	*c = (struct view_console){ 0 };
}

static void drop_oldest(struct view_console *c)
{
	for (size_t i = 0; i < LINES_DROP; i++)
		line_release(&c->lines[i]);
	c->count -= LINES_DROP;
	c->dropped += LINES_DROP;
	memmove(c->lines, c->lines + LINES_DROP, c->count * sizeof(*c->lines));
}

static struct view_console_line *line_new(struct view_console *c,
					  const struct trace_event *e)
{
	struct view_console_line *l;

	if (c->count == LINES_MAX)
		drop_oldest(c);
	c->lines = mem_grow(c->lines, c->count, &c->cap, sizeof(*c->lines));
	l = &c->lines[c->count++];
	*l = (struct view_console_line){
		.pid = e->pid,
		.error = e->a == 2,
		.open = true,
		.time_ns = e->time_ns,
		.text = STR_INIT,
	};
	return l;
}

/* The line that @e goes on with, or a new one. */
static struct view_console_line *line_for(struct view_console *c,
					  const struct trace_event *e)
{
	size_t least =
		c->count > OPEN_LOOK_BACK ? c->count - OPEN_LOOK_BACK : 0;

	for (size_t i = c->count; i > least; i--) {
		struct view_console_line *l = &c->lines[i - 1];

		if (l->open && l->pid == e->pid && l->error == (e->a == 2))
			return l;
	}
	return line_new(c, e);
}

/* Bytes of the escape sequence at @text: CSI, OSC or of two characters. */
static size_t escape_len(const char *text, size_t len)
{
	size_t i = 2;

	if (len < 2)
		return len;
	if (text[1] == '[') {
		while (i < len && !(text[i] >= '@' && text[i] <= '~'))
			i++;
	} else if (text[1] == ']') {
		while (i < len && text[i] != '\a' && text[i] != '\x1b')
			i++;
		if (i + 1 < len && text[i] == '\x1b' && text[i + 1] == '\\')
			i++;
	} else {
		return 2;
	}
	return i < len ? i + 1 : len;
}

static void add_safe(struct str *out, const char *text, size_t len)
{
	size_t i = 0;

	while (i < len && out->len < LINE_BYTES_MAX) {
		uint32_t rune;
		size_t n = utf8_decode(text + i, len - i, &rune);

		if (rune == 0x1b) {
			n = escape_len(text + i, len - i);
		} else if (rune == '\t') {
			str_add(out, "    ");
		} else if (rune == '\r') {
			/* Of a line that is written over: told apart. */
			if (i + n < len)
				str_add(out, " ");
		} else if (rune < 0x20 || (rune >= 0x7f && rune < 0xa0)) {
			str_add(out, "·");
		} else {
			str_add_rune(out, rune);
		}
		i += n;
	}
}

static void line_add(struct view_console_line *l, size_t event,
		     const char *text, size_t len)
{
	size_t before = l->text.len;

	add_safe(&l->text, text, len);
	if (l->text.len >= LINE_BYTES_MAX)
		l->cut = true;
	if (l->part_count && l->text.len == before)
		return;
	l->parts = mem_grow(l->parts, l->part_count, &l->part_cap,
			    sizeof(*l->parts));
	l->parts[l->part_count++] =
		(struct view_console_part){ event, l->text.len };
}

static void output(struct view_console *c, const struct trace_log *log,
		   const struct trace_event *e, size_t event)
{
	struct view_console_line *l = NULL;
	size_t len, at = 0;
	const char *text = trace_log_text(log, e->text, &len);

	while (at < len) {
		const char *newline = memchr(text + at, '\n', len - at);
		size_t end = newline ? (size_t)(newline - text) : len;

		l = line_for(c, e);
		line_add(l, event, text + at, end - at);
		l->open = !newline;
		at = end + (newline ? 1 : 0);
	}
	if (e->aux) {
		if (!l)
			l = line_for(c, e);
		if (!l->part_count)
			line_add(l, event, "", 0);
		l->cut = true;
		l->open = false;
	}
}

size_t view_console_catch_up(struct view_console *c,
			     const struct trace_log *log, size_t max)
{
	size_t first = trace_log_first(log), end = trace_log_end(log);
	size_t folded = 0;

	if (c->next < first)
		c->next = first;
	for (; c->next < end && folded < max; c->next++, folded++) {
		const struct trace_event *e = trace_log_at(log, c->next);

		if (e->verb == MP_VERB_OUTPUT)
			output(c, log, e, c->next);
	}
	return folded;
}

size_t view_console_lines_at(const struct view_console *c, size_t end)
{
	size_t low = 0, high = c->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (c->lines[middle].parts[0].event < end)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

size_t view_console_text_at(const struct view_console_line *line, size_t end)
{
	size_t len = 0;

	for (size_t i = 0; i < line->part_count; i++) {
		if (line->parts[i].event >= end)
			break;
		len = line->parts[i].len;
	}
	return len;
}
