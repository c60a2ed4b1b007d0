/* SPDX-License-Identifier: MIT */
/*
 * Edit distance: letters added, left out, exchanged, or two that changed
 * places, each counting one.
 */
#include "base/near.h"

#include <ctype.h>
#include <string.h>

enum { WORD_MAX = 64 };

static size_t least(size_t a, size_t b, size_t c)
{
	size_t m = a < b ? a : b;

	return m < c ? m : c;
}

static int lower(char c)
{
	return tolower((unsigned char)c);
}

static size_t distance(const char *a, const char *b)
{
	size_t rows[3][WORD_MAX + 1], la = strlen(a), lb = strlen(b);
	size_t *two = rows[0], *above = rows[1], *row = rows[2];

	if (la > WORD_MAX || lb > WORD_MAX)
		return WORD_MAX;
	for (size_t j = 0; j <= lb; j++)
		above[j] = j;
	for (size_t i = 1; i <= la; i++) {
		size_t *spare = two;

		row[0] = i;
		for (size_t j = 1; j <= lb; j++) {
			size_t change = lower(a[i - 1]) != lower(b[j - 1]);

			row[j] = least(above[j] + 1, row[j - 1] + 1,
				       above[j - 1] + change);
			if (i > 1 && j > 1 &&
			    lower(a[i - 1]) == lower(b[j - 2]) &&
			    lower(a[i - 2]) == lower(b[j - 1]) &&
			    two[j - 2] + 1 < row[j])
				row[j] = two[j - 2] + 1;
		}
		two = above;
		above = row;
		row = spare;
	}
	return above[lb];
}

void near_offer(struct near *n, const char *candidate)
{
	size_t length = strlen(n->word);
	size_t allowed = length < 3 ? 1 : length < 6 ? 2 : length / 3;
	size_t d = distance(n->word, candidate);

	if (d > allowed || d >= strlen(candidate) ||
	    (n->best && d >= n->distance))
		return;
	n->best = candidate;
	n->distance = d;
}
