/* SPDX-License-Identifier: MIT */
#include "base/nearest.h"

#include <string.h>

enum { LONGEST = 64 };

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/*
 * Optimal string alignment, three rows of the table at a time: row[i % 3]
 * holds the distances of a's first i letters to every start of b.
 */
size_t nearest_distance(const char *a, const char *b)
{
	size_t la = strnlen(a, LONGEST), lb = strnlen(b, LONGEST);
	size_t row[3][LONGEST + 1];

	for (size_t j = 0; j <= lb; j++)
		row[0][j] = j;
	for (size_t i = 1; i <= la; i++) {
		size_t *now = row[i % 3];
		const size_t *last = row[(i + 2) % 3];
		const size_t *before = row[(i + 1) % 3];

		now[0] = i;
		for (size_t j = 1; j <= lb; j++) {
			size_t cost = a[i - 1] != b[j - 1];

			now[j] = least(least(last[j], now[j - 1]) + 1,
				       last[j - 1] + cost);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1])
				now[j] = least(now[j], before[j - 2] + 1);
		}
	}
	return row[la % 3][lb];
}

const char *nearest_word(const char *typed, const char *const *words,
			 size_t count)
{
	const char *best = NULL;
	size_t best_distance = 0;

	for (size_t i = 0; i < count; i++) {
		size_t d = nearest_distance(typed, words[i]);

		if (!best || d < best_distance) {
			best = words[i];
			best_distance = d;
		}
	}
	/* A third of the letters wrong is a slip; more is another word. */
	if (!best || best_distance * 3 > strlen(best) + 2)
		return NULL;
	return best;
}
