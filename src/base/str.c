/* SPDX-License-Identifier: MIT */
#include "base/str.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

char str_slop[1];

static void reserve(struct str *s, size_t more)
{
	size_t need = s->len + more + 1;
	size_t cap = s->cap ? s->cap : 32;

	if (need <= s->cap)
		return;
	while (cap < need)
		cap *= 2;
	s->buf = mem_resize(s->cap ? s->buf : NULL, cap, 1);
	s->buf[s->len] = '\0';
	s->cap = cap;
}

void str_add_n(struct str *s, const char *bytes, size_t len)
{
	if (!len)
		return;
	reserve(s, len);
	memcpy(s->buf + s->len, bytes, len);
	s->len += len;
	s->buf[s->len] = '\0';
}

void str_add(struct str *s, const char *text)
{
	str_add_n(s, text, strlen(text));
}

void str_add_char(struct str *s, char c)
{
	str_add_n(s, &c, 1);
}

void str_add_rune(struct str *s, uint32_t rune)
{
	char bytes[UTF8_MAX];

	str_add_n(s, bytes, utf8_encode(bytes, rune));
}

void str_addv(struct str *s, const char *format, va_list args)
{
	va_list again;
	int n;

	va_copy(again, args);
	n = vsnprintf(NULL, 0, format, args);
	if (n > 0) {
		reserve(s, (size_t)n);
		(void)vsnprintf(s->buf + s->len, (size_t)n + 1, format, again);
		s->len += (size_t)n;
	}
	va_end(again);
}

void str_addf(struct str *s, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	str_addv(s, format, args);
	va_end(args);
}

void str_add_json(struct str *s, const char *bytes, size_t len)
{
	size_t i = 0;

	while (i < len) {
		uint32_t rune;
		size_t n = utf8_decode(bytes + i, len - i, &rune);

		if (rune == '"' || rune == '\\')
			str_addf(s, "\\%c", (char)rune);
		else if (rune == '\n')
			str_add(s, "\\n");
		else if (rune == '\t')
			str_add(s, "\\t");
		else if (rune < 0x20 || rune == 0x7f)
			str_addf(s, "\\u%04x", (unsigned)rune);
		else
			str_add_rune(s, rune);
		i += n;
	}
}

void str_clear(struct str *s)
{
	str_truncate(s, 0);
}

void str_truncate(struct str *s, size_t len)
{
	if (!s->cap || len >= s->len)
		return;
	s->len = len;
	s->buf[len] = '\0';
}

void str_release(struct str *s)
{
	if (s->cap)
		free(s->buf);
	*s = STR_INIT;
}

char *str_detach(struct str *s)
{
	char *text = s->cap ? s->buf : mem_text("");

	*s = STR_INIT;
	return text;
}
