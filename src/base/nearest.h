/* SPDX-License-Identifier: MIT */
/*
 * "Did you mean": the word of a list that is most like one that was typed.
 */
#ifndef BASE_NEAREST_H
#define BASE_NEAREST_H

#include <stddef.h>

/* NULL if none is near enough to be meant. */
const char *nearest_word(const char *typed, const char *const *words,
			 size_t count);

/* Insertions, removals, replacements and swaps of neighbours between them. */
size_t nearest_distance(const char *a, const char *b);

#endif
