/* SPDX-License-Identifier: MIT */
/*
 * Curses has one palette for a terminal, the one its description names.  That
 * knows 256 numbers nearly everywhere, and users give the numbers colours of
 * their own; COLORTERM says that the colours can be sent themselves.
 */
#include "ui/direct.h"

#include <stdlib.h>
#include <string.h>

#include "ui/theme.h"

#define FIRST 16 /* the numbers below are the terminal's to choose */

/* The length of a sequence with a colour number at @at; 0 if there is none. */
static size_t sequence(const char *at, size_t len, int *ret_number)
{
	size_t i = 7;
	int n = 0;

	if (len < 9 || at[0] != '\033' || at[1] != '[' ||
	    (at[2] != '3' && at[2] != '4') || memcmp(at + 3, "8;5;", 4) != 0)
		return 0;
	while (i < len && i < 10 && at[i] >= '0' && at[i] <= '9')
		n = n * 10 + (at[i++] - '0');
	if (i >= len || i == 7 || at[i] != 'm' || n > 255)
		return 0;
	*ret_number = n;
	return i + 1;
}

void ui_direct(const char *bytes, size_t len, struct str *out)
{
	size_t from = 0, i = 0;

	while (i < len) {
		const char *next = memchr(bytes + i, '\033', len - i);
		uint32_t rgb;
		size_t n;
		int number = 0;

		if (!next)
			break;
		i = (size_t)(next - bytes);
		n = sequence(next, len - i, &number);
		if (!n || number < FIRST) {
			i++;
			continue;
		}
		rgb = ui_theme_rgb(number);
		str_add_n(out, bytes + from, i - from);
		str_addf(out, "\033[%c8;2;%u;%u;%um", next[2], rgb >> 16 & 0xFF,
			 rgb >> 8 & 0xFF, rgb & 0xFF);
		i += n;
		from = i;
	}
	str_add_n(out, bytes + from, len - from);
}
