/* SPDX-License-Identifier: MIT */
/*
 * Errors are collected, not thrown: an author wants all of them at once.
 *
 * Everything that comes from the file is made harmless before it gets into a
 * message, because messages are printed on terminals.
 */
#include "lesson/diag.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "lesson/source.h"

enum {
	DIAGS_MAX = 100,       /* more errors than anybody reads */
	LINE_MAX_BYTES = 2000, /* of a source line that is kept */
	SHOWN_COLUMNS = 100,   /* of a source line that is printed */
};

static const struct lesson_error_info infos[] = {
#define LESSON_ERROR(number, id, title, text)                                  \
	{ LESSON_ERROR_##id, title, text },
#include "lesson/errors.def"
#undef LESSON_ERROR
};

const struct lesson_error_info *lesson_error_find(const char *code)
{
	char *end;
	unsigned long number;

	if (*code == 'E' || *code == 'e')
		code++;
	if (!isdigit((unsigned char)*code))
		return NULL;
	number = strtoul(code, &end, 10);
	for (size_t i = 0; !*end && i < sizeof(infos) / sizeof(*infos); i++)
		if ((unsigned long)infos[i].error == number)
			return &infos[i];
	return NULL;
}

bool lesson_rune_is_bad(uint32_t rune)
{
	if (rune == '\n')
		return false;
	return rune < 0x20 || (rune >= 0x7F && rune < 0xA0) || rune == 0x200E ||
	       rune == 0x200F || rune == 0x061C ||
	       (rune >= 0x2028 && rune <= 0x202E) ||
	       (rune >= 0x2066 && rune <= 0x2069) || rune == 0xFEFF;
}

/* Add @bytes to @out with a ? for what a terminal must not get. */
static void add_harmless(struct str *out, const char *bytes, size_t len)
{
	for (size_t i = 0; i < len;) {
		uint32_t rune;
		size_t n = utf8_decode(bytes + i, len - i, &rune);

		if (rune == '\t')
			str_add_char(out, ' ');
		else if (rune == '\n' || lesson_rune_is_bad(rune) ||
			 (rune == UTF8_BAD && n == 1))
			str_add_char(out, '?');
		else
			str_add_n(out, bytes + i, n);
		i += n;
	}
}

struct lesson_quote lesson_quote(const char *text)
{
	struct lesson_quote q;
	size_t len = strlen(text);
	SCOPED_STR clean = STR_INIT;
	size_t fit;

	add_harmless(&clean, text, len < 200 ? len : 200);
	fit = utf8_fit(clean.buf, clean.len, 40);
	/* Marks without a width could fill any buffer. */
	while (fit > sizeof(q.text) - 4)
		fit = utf8_fit(clean.buf, fit - 1, 40);
	while (fit && ((unsigned char)clean.buf[fit] & 0xC0) == 0x80)
		fit--;
	memcpy(q.text, clean.buf, fit);
	(void)snprintf(q.text + fit, sizeof(q.text) - fit, "%s",
		       fit < clean.len || len > 200 ? "..." : "");
	return q;
}

void lesson_diags_init(struct lesson_diags *d, const char *path)
{
	*d = (struct lesson_diags){ .path = mem_text(path) };
}

void lesson_diags_release(struct lesson_diags *d)
{
	for (size_t i = 0; i < d->count; i++) {
		free(d->items[i].message);
		free(d->items[i].advice);
		free(d->items[i].source);
	}
	free(d->items);
	free(d->path);
	*d = (struct lesson_diags){ 0 };
}

static bool comes_after(const struct lesson_diag *a,
			const struct lesson_diag *b)
{
	return a->line != b->line ? a->line > b->line : a->column > b->column;
}

/* By insertion: few, nearly in order already, and it is stable. */
void lesson_diags_sort(struct lesson_diags *d)
{
	for (size_t i = 1; i < d->count; i++) {
		struct lesson_diag moved = d->items[i];
		size_t j = i;

		for (; j && comes_after(&d->items[j - 1], &moved); j--)
			d->items[j] = d->items[j - 1];
		d->items[j] = moved;
	}
}

const char *lesson_source_line(const struct lesson_source *s, int line,
			       size_t *ret_len)
{
	const char *p = s->text, *end = s->text + s->len, *stop;

	*ret_len = 0;
	if (line < 1 || !s->len)
		return "";
	for (; line > 1; line--) {
		p = memchr(p, '\n', (size_t)(end - p));
		if (!p)
			return "";
		p++;
	}
	stop = memchr(p, '\n', (size_t)(end - p));
	if (!stop)
		stop = end;
	if (stop > p && stop[-1] == '\r')
		stop--;
	*ret_len = (size_t)(stop - p);
	return p;
}

/* The line as it is shown, cut where a character ends. */
static char *source_copy(const struct lesson_source *s, int line)
{
	SCOPED_STR out = STR_INIT;
	size_t len;
	const char *text = lesson_source_line(s, line, &len);

	if (len > LINE_MAX_BYTES) {
		len = LINE_MAX_BYTES;
		while (len && ((unsigned char)text[len] & 0xC0) == 0x80)
			len--;
	}
	add_harmless(&out, text, len);
	return str_detach(&out);
}

struct lesson_diag *lesson_diag_add(struct lesson_source *s,
				    struct lesson_place at,
				    enum lesson_error error, const char *format,
				    ...)
{
	struct lesson_diags *d = s->diags;
	struct lesson_diag *item;
	struct str message = STR_INIT;
	va_list args;

	if (d->count >= DIAGS_MAX && error != LESSON_ERROR_MANY) {
		s->full = true;
		return NULL;
	}
	if (!d->items)
		d->items = mem_new(DIAGS_MAX + 1, sizeof(*d->items));
	item = &d->items[d->count++];
	va_start(args, format);
	str_addv(&message, format, args);
	va_end(args);
	*item = (struct lesson_diag){ .line = at.line,
				      .column = at.column,
				      .message = str_detach(&message),
				      .advice = mem_text(""),
				      .source = source_copy(s, at.line) };
	(void)snprintf(item->code, sizeof(item->code), "E%03u",
		       (unsigned)error % 1000U);
	return item;
}

void lesson_diag_advise(struct lesson_diag *d, const char *format, ...)
{
	struct str advice = STR_INIT;
	va_list args;

	if (!d)
		return;
	va_start(args, format);
	str_addv(&advice, format, args);
	va_end(args);
	free(d->advice);
	d->advice = str_detach(&advice);
}

/* Bytes of the first @chars characters. */
static size_t bytes_of(const char *text, size_t len, int chars)
{
	size_t i = 0;

	while (i < len && chars-- > 0) {
		uint32_t rune;

		i += utf8_decode(text + i, len - i, &rune);
	}
	return i;
}

/* The line and the caret, moved left until the caret can be seen. */
static void format_source(const struct lesson_diag *d, struct str *out)
{
	const char *text = d->source;
	size_t len = strlen(text), before, shown;
	int column = d->column > 0 ? d->column - 1 : 0;
	bool cut = false;

	before = bytes_of(text, len, column);
	while (utf8_width_n(text, before) > SHOWN_COLUMNS * 3 / 4) {
		size_t skip = utf8_fit(text, before, SHOWN_COLUMNS / 2);

		if (!skip)
			break;
		text += skip;
		len -= skip;
		before -= skip;
		cut = true;
	}
	shown = utf8_fit(text, len, SHOWN_COLUMNS);
	str_addf(out, "%6d | %s%.*s%s\n", d->line, cut ? "..." : "", (int)shown,
		 text, shown < len ? "..." : "");
	if (d->column < 1)
		return;
	str_addf(out, "       | %s%*s^", cut ? "   " : "",
		 utf8_width_n(text, before), "");
	if (*d->advice)
		str_addf(out, " %s", d->advice);
	str_add_char(out, '\n');
}

void lesson_diag_format(const struct lesson_diags *d, size_t i, struct str *out)
{
	const struct lesson_diag *item = &d->items[i];
	bool caret = *item->source && item->column > 0;

	add_harmless(out, d->path, strlen(d->path));
	if (item->line > 0)
		str_addf(out, ":%d:%d", item->line, item->column);
	str_addf(out, ": %s %s: %s\n", item->note ? "note" : "error",
		 item->code, item->message);
	if (*item->source)
		format_source(item, out);
	if (*item->advice && !caret)
		str_addf(out, "       | %s\n", item->advice);
}

void lesson_diags_format(const struct lesson_diags *d, struct str *out)
{
	for (size_t i = 0; i < d->count; i++) {
		lesson_diag_format(d, i, out);
		str_add_char(out, '\n');
	}
}

size_t lesson_diags_errors(const struct lesson_diags *d)
{
	size_t n = 0;

	for (size_t i = 0; i < d->count; i++)
		n += !d->items[i].note;
	return n;
}

static void add_member(struct str *out, const char *name, const char *text)
{
	str_addf(out, "\"%s\":\"", name);
	str_add_json(out, text, strlen(text));
	str_add_char(out, '"');
}

void lesson_diag_json(const struct lesson_diags *d, size_t i, struct str *out)
{
	const struct lesson_diag *item = &d->items[i];

	str_add_char(out, '{');
	add_member(out, "file", d->path);
	str_addf(out, ",\"line\":%d,\"column\":%d,", item->line, item->column);
	add_member(out, "code", item->code);
	str_addf(out, ",\"severity\":\"%s\",", item->note ? "note" : "error");
	add_member(out, "message", item->message);
	str_add_char(out, ',');
	add_member(out, "advice", item->advice);
	str_add(out, "}\n");
}
