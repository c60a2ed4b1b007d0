/* SPDX-License-Identifier: MIT */
/*
 * YAML 1.1, which most tools still speak, sees numbers and truth values in
 * many words.  A lesson means what it says, so these need quotes.
 *
 * strtod is not used: it follows the locale's decimal point.
 */
#include "lesson/number.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

enum {
	DIGITS_MAX = 15, /* what a double holds for certain */
	WORD_MAX = 5,    /* letters of the longest word below: "false" */
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_one_of(const char *text, const char *const *words)
{
	for (; *words; words++)
		if (strcasecmp(text, *words) == 0)
			return true;
	return false;
}

/* [-] digits [. digits], without leading zeros, not too long. */
static bool is_number(const char *p)
{
	int digits = 0;

	if (*p == '-')
		p++;
	if (p[0] == '0' && is_digit(p[1]))
		return false;
	for (; is_digit(*p); p++)
		digits++;
	if (!digits)
		return false;
	if (*p == '.') {
		if (!is_digit(p[1]))
			return false;
		for (p++; is_digit(*p); p++)
			digits++;
	}
	return !*p && digits <= DIGITS_MAX;
}

static bool is_octal(const char *p)
{
	if (*p == '-' || *p == '+')
		p++;
	return p[0] == '0' && is_digit(p[1]) &&
	       strspn(p, "0123456789_") == strlen(p);
}

/* 1:30, 12:30:45: parts up to 59 after the first. */
static bool is_sixty(const char *p)
{
	size_t n = strspn(p, "0123456789");
	int parts = 0;

	if (!n || n > 9)
		return false;
	for (p += n; *p == ':'; p += n + 1) {
		n = strspn(p + 1, "0123456789");
		if (n < 1 || n > 2)
			return false;
		parts++;
	}
	return parts && (!*p || *p == '.');
}

static bool is_numberish(const char *p)
{
	static const char *const infinite[] = { ".inf", "-.inf", "+.inf",
						".nan", NULL };

	if (strchr(".-+", *p) && is_one_of(p, infinite))
		return true;
	if (*p == '-' || *p == '+')
		p++;
	if (*p == '.')
		p++;
	if (!is_digit(*p))
		return false;
	if (p[0] == '0' && (p[1] == 'x' || p[1] == 'o' || p[1] == 'b'))
		return strspn(p + 2, "0123456789abcdefABCDEF_") ==
		       strlen(p + 2);
	return strspn(p, "0123456789_.eE+-:") == strlen(p);
}

enum lesson_word lesson_word_kind(const char *text)
{
	static const char *const nothing[] = { "~", "null", NULL };
	static const char *const truth[] = { "yes",   "no", "on", "off", "true",
					     "false", "y",  "n",  NULL };

	/* Nearly all are longer than the longest of these. */
	if (strnlen(text, WORD_MAX + 1) <= WORD_MAX) {
		if (is_one_of(text, nothing))
			return LESSON_WORD_NOTHING;
		if (is_one_of(text, truth))
			return LESSON_WORD_TRUTH;
	}
	if (is_number(text))
		return LESSON_WORD_NUMBER;
	if (is_octal(text))
		return LESSON_WORD_OCTAL;
	if (is_sixty(text))
		return LESSON_WORD_SIXTY;
	return is_numberish(text) ? LESSON_WORD_NUMBERISH : LESSON_WORD_TEXT;
}

double lesson_number(const char *text, bool *ret_whole)
{
	bool negative = *text == '-';
	double value = 0, scale = 1;
	bool fraction = false;

	for (const char *p = text + negative; *p; p++) {
		if (*p == '.') {
			fraction = true;
			continue;
		}
		value = value * 10 + (*p - '0');
		if (fraction)
			scale *= 10;
	}
	*ret_whole = !fraction;
	value /= scale;
	return negative ? -value : value;
}
