/* SPDX-License-Identifier: MIT */
/*
 * Curses takes all attributes back before it sets others, and says so in
 * sequences of their own: "ESC ( B  ESC [ m  ESC [ 38;5;110 m" for a stretch of
 * text that often has three letters.  The first is for line drawing by another
 * character set, which is never used here; the others are one.
 *
 * Curses also has one palette for a terminal, the one its description names.
 * That knows 256 numbers nearly everywhere, and users give the numbers colours
 * of their own; COLORTERM says that the colours can be sent themselves.
 */
#include "ui/shorten.h"

#include <stdlib.h>
#include <string.h>

#include "ui/theme.h"

#define FIRST     16 /* the numbers below are the terminal's to choose */
#define JOIN_MOST 48 /* bytes of one sequence; some terminals end there */

/* "ESC ( B" before a sequence that takes all attributes back. */
static bool is_charset_off(const char *at, size_t len)
{
	return len >= 6 && !memcmp(at, "\033(B\033[", 5) &&
	       (at[5] == 'm' || at[5] == '0');
}

/* The parameters of "ESC [ ... m" at @at; false if it is something else. */
static bool is_look(const char *at, size_t len, size_t *ret_len)
{
	size_t i = 2;

	if (len < 3 || at[0] != '\033' || at[1] != '[')
		return false;
	while (i < len && ((at[i] >= '0' && at[i] <= '9') || at[i] == ';'))
		i++;
	*ret_len = i - 2;
	return i < len && at[i] == 'm';
}

/* "38;5;110" or "48;5;110" and nothing else. */
static bool is_number(const char *text, size_t len, int *ret)
{
	if (len < 6 || len > 8 || (text[0] != '3' && text[0] != '4') ||
	    memcmp(text + 1, "8;5;", 4) != 0)
		return false;
	*ret = 0;
	for (size_t i = 5; i < len; i++) {
		if (text[i] == ';')
			return false;
		*ret = *ret * 10 + (text[i] - '0');
	}
	return *ret >= FIRST && *ret <= 255;
}

static void add_look(const char *text, size_t len, bool direct, struct str *out)
{
	int number;
	uint32_t rgb;

	if (!direct || !is_number(text, len, &number)) {
		str_add_n(out, text, len);
		return;
	}
	rgb = ui_theme_rgb(number);
	str_addf(out, "%c8;2;%u;%u;%u", text[0], rgb >> 16 & 0xFF,
		 rgb >> 8 & 0xFF, rgb & 0xFF);
}

void ui_shorten(const char *bytes, size_t len, bool direct, struct str *out)
{
	const char *end = bytes + len;
	size_t look = 0; /* where in @out one begins that reaches its end */
	bool open = false;

	while (bytes < end) {
		size_t left = (size_t)(end - bytes), n;
		const char *next = memchr(bytes, '\033', left);

		if (next != bytes) {
			n = next ? (size_t)(next - bytes) : left;
			str_add_n(out, bytes, n);
			bytes += n;
			open = false;
		} else if (is_charset_off(bytes, left)) {
			bytes += 3;
		} else if (is_look(bytes, left, &n)) {
			/* Of what is taken back at once nothing is seen. */
			if (open && (!n || bytes[2] == '0'))
				str_truncate(out, look);
			if (open && out->len > look &&
			    out->len - look + n < JOIN_MOST) {
				str_truncate(out, out->len - 1);
				str_add(out, out->len - look == 2 ? "0;" : ";");
			} else {
				look = out->len;
				str_add(out, "\033[");
			}
			add_look(bytes + 2, n, direct, out);
			str_add_char(out, 'm');
			bytes += n + 3;
			open = true;
		} else {
			str_add_char(out, *bytes++);
			open = false;
		}
	}
}
