/* SPDX-License-Identifier: MIT */
/*
 * A string that grows.  buf is always terminated and never NULL:
 *
 *	struct str s = STR_INIT;
 *	str_addf(&s, "%d of %d", n, total);
 *	...
 *	str_release(&s);
 *
 * SCOPED_STR declares one that is released at the end of its block.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

struct str {
	char *buf;
	size_t len; /* bytes, without the terminator */
	size_t cap; /* 0: buf is the shared empty string */
};

extern char str_slop[];
#define STR_INIT   ((struct str){ str_slop, 0, 0 })
#define SCOPED_STR __attribute__((cleanup(str_release))) struct str

void str_add(struct str *s, const char *text);
void str_add_n(struct str *s, const char *bytes, size_t len);
void str_add_char(struct str *s, char c);
/* A code point as UTF-8. */
void str_add_rune(struct str *s, uint32_t rune);
void str_addf(struct str *s, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void str_addv(struct str *s, const char *format, va_list args)
	__attribute__((format(printf, 2, 0)));
/* As the inside of a JSON string: quotes, control characters, bad UTF-8. */
void str_add_json(struct str *s, const char *bytes, size_t len);

void str_clear(struct str *s);
void str_truncate(struct str *s, size_t len);
void str_release(struct str *s);
/* The caller owns the result and frees it; @s is empty again. */
char *str_detach(struct str *s);

#endif
