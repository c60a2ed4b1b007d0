/* SPDX-License-Identifier: MIT */
/*
 * The bytes of a file, before YAML sees them.
 *
 * libyaml stops at the first byte it does not like.  Finding all of them here
 * and blanking them in a copy lets one reading tell all that is wrong.
 */
#include "lesson/source.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

struct scan {
	struct lesson_source *s;
	char *copy;
	size_t len; /* of the copy */
	struct lesson_place at;
	bool indent;     /* only spaces so far in this line */
	bool bad_indent; /* a tab among them */
	int last_line;   /* the last line with an error: one a line is enough */
};

static struct lesson_diag *tell(struct scan *c, enum lesson_error error,
				const char *what)
{
	if (c->last_line == c->at.line)
		return NULL;
	c->last_line = c->at.line;
	return lesson_diag_add(c->s, c->at, error, "%s", what);
}

static void tell_rune(struct scan *c, uint32_t rune)
{
	char what[64];

	if (rune == 0x1B) {
		lesson_diag_advise(
			tell(c, LESSON_ERROR_CONTROL, "an escape sequence"),
			"remove it; Markdown marks emphasis");
		return;
	}
	(void)snprintf(what, sizeof(what),
		       rune < 0xA0 ? "a control character (U+%04X)"
				   : "an invisible character (U+%04X)",
		       (unsigned)rune);
	lesson_diag_advise(tell(c, LESSON_ERROR_CONTROL, what), "remove it");
}

static void tell_tab(struct scan *c)
{
	if (c->indent)
		c->bad_indent = true;
	lesson_diag_advise(
		tell(c, LESSON_ERROR_TAB,
		     c->indent ? "a tab in the indentation" : "a tab"),
		"write spaces");
}

/* Examine the character of @n bytes at @i; returns whether to blank it. */
static bool is_offence(struct scan *c, uint32_t rune, size_t n, size_t i)
{
	const char *text = c->s->text;

	if (rune == '\r' && i + 1 < c->s->len && text[i + 1] == '\n')
		return false;
	if (rune == UTF8_BAD && n == 1) {
		lesson_diag_advise(tell(c, LESSON_ERROR_BAD_UTF8,
					"bytes that are not UTF-8"),
				   "save the file as UTF-8");
		return true;
	}
	if (rune == '\t') {
		tell_tab(c);
		return true;
	}
	if (lesson_rune_is_bad(rune)) {
		tell_rune(c, rune);
		return true;
	}
	return false;
}

/* Whether any of eight bytes is below a space or above a tilde. */
static bool has_odd(uint64_t bytes)
{
	const uint64_t each = 0x0101010101010101U;

	return ((bytes - each * ' ') | (bytes + each) | bytes) & each * 0x80;
}

static const char *past_plain(const char *p, const char *end)
{
	uint64_t bytes;

	for (; end - p >= (ptrdiff_t)sizeof(bytes); p += sizeof(bytes)) {
		memcpy(&bytes, p, sizeof(bytes));
		if (has_odd(bytes))
			break;
	}
	while (p < end && *p >= ' ' && *p < 0x7F)
		p++;
	return p;
}

/* Printable ASCII, which is nearly all of every file, as far as it goes. */
static bool scan_plain(struct scan *c, size_t *i)
{
	const char *from = c->s->text + *i, *end = c->s->text + c->s->len;
	const char *p = from;

	while (p < end && *p == ' ')
		p++;
	if (p<end && * p> ' ' && *p < 0x7F)
		c->indent = false;
	p = past_plain(p, end);
	memcpy(c->copy + c->len, from, (size_t)(p - from));
	c->len += (size_t)(p - from);
	c->at.column += (int)(p - from);
	*i += (size_t)(p - from);
	return p > from;
}

static void scan_one(struct scan *c, size_t *i)
{
	struct lesson_source *s = c->s;
	uint32_t rune;
	size_t n;

	if (scan_plain(c, i))
		return;
	n = utf8_decode(s->text + *i, s->len - *i, &rune);

	if (is_offence(c, rune, n, *i)) {
		c->copy[c->len++] = ' ';
	} else {
		memcpy(c->copy + c->len, s->text + *i, n);
		c->len += n;
	}
	if (rune == '\n') {
		c->at.line++;
		c->at.column = 1;
		c->indent = true;
	} else {
		c->at.column++;
		if (rune != ' ' && rune != '\t')
			c->indent = false;
	}
	*i += n;
}

char *lesson_source_clean(struct lesson_source *s, size_t *ret_len)
{
	struct scan c = { .s = s, .at = { 1, 1 }, .indent = true };

	if (memchr(s->text, '\0', s->len)) {
		struct lesson_source none = { "", 0, s->diags, false };

		lesson_diag_advise(
			lesson_diag_add(&none, (struct lesson_place){ 0, 0 },
					LESSON_ERROR_BINARY,
					"this is not a text file"),
			"a lesson is text in UTF-8");
		return NULL;
	}
	c.copy = mem_new(s->len + 1, 1);
	for (size_t i = 0; i < s->len;)
		scan_one(&c, &i);
	if (c.bad_indent) {
		free(c.copy);
		return NULL;
	}
	*ret_len = c.len;
	return c.copy;
}
