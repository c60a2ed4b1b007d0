/* SPDX-License-Identifier: MIT */
/*
 * UTF-8, and how many columns a character takes.
 *
 * Widths come from wcwidth(3), so LC_CTYPE must be a UTF-8 locale (app sets
 * one even where the terminal's is not; what the terminal is sent is then
 * ASCII only).
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define UTF8_MAX 4       /* bytes of one code point */
#define UTF8_BAD 0xFFFDU /* stands for a byte that is not UTF-8 */

/*
 * The code point at @bytes; returns how many bytes it took (0 only for @len
 * 0).  A bad byte takes one and gives UTF8_BAD.
 */
size_t utf8_decode(const char *bytes, size_t len, uint32_t *ret_rune);

/* Returns the bytes written, without a terminator. */
size_t utf8_encode(char out[UTF8_MAX], uint32_t rune);

/* Columns of one code point: 0 (combining, control), 1 or 2. */
int utf8_rune_width(uint32_t rune);

/* Columns of a text. */
int utf8_width(const char *text);
int utf8_width_n(const char *bytes, size_t len);

/* The longest start of @text that fits in @columns; in bytes. */
size_t utf8_fit(const char *text, size_t len, int columns);

/* Whether all of it is well-formed. */
bool utf8_valid(const char *bytes, size_t len);

#endif
