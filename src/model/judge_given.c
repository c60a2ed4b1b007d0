/* SPDX-License-Identifier: MIT */
/*
 * Answers that are given: whether one is the right one in another form.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "model/judge_inside.h"

bool judge_number(const char *text, double *ret)
{
	char *end;

	*ret = strtod(text, &end);
	end += strspn(end, " ");
	return end != text && !*end && isfinite(*ret);
}

/* The word without an article and without blanks around it. */
static size_t bare(const char **text)
{
	size_t len;

	*text += strspn(*text, " \t\n");
	if (!strncasecmp(*text, "the ", 4))
		*text += 4;
	len = strlen(*text);
	while (len && strchr(" \t\n.", (*text)[len - 1]))
		len--;
	return len;
}

static bool is_none(const char *text, size_t len)
{
	static const char *const words[] = { "none", "neither", "nobody",
					     "no one", "nothing" };

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strlen(words[i]) == len &&
		    !strncasecmp(text, words[i], len))
			return true;
	return false;
}

/* The same but for case, and for how much blank there is. */
static bool is_same_text(const char *a, size_t a_len, const char *b,
			 size_t b_len)
{
	size_t i = 0, k = 0;

	while (i < a_len && k < b_len) {
		size_t i_blank = strspn(a + i, " \t\n");
		size_t k_blank = strspn(b + k, " \t\n");

		if (!i_blank != !k_blank ||
		    (!i_blank && strncasecmp(a + i, b + k, 1) != 0))
			return false;
		i += i_blank ? i_blank : 1;
		k += k_blank ? k_blank : 1;
	}
	return i == a_len && k == b_len;
}

bool judge_same(const char *given, const char *right, double tolerance)
{
	size_t given_len = bare(&given), right_len = bare(&right);
	double a, b;

	if (judge_number(given, &a) && judge_number(right, &b))
		return fabs(a - b) <= tolerance + 1e-9 * fabs(b);
	if (is_none(given, given_len) && is_none(right, right_len))
		return true;
	return is_same_text(given, given_len, right, right_len);
}
