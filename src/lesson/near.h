/* SPDX-License-Identifier: MIT */
/*
 * The word that was probably meant.
 */
#ifndef LESSON_NEAR_H
#define LESSON_NEAR_H

#include <stddef.h>

struct lesson_near {
	const char *word; /* what was written */
	const char *best; /* the nearest offered so far, or NULL */
	size_t distance;
};

#define LESSON_NEAR(word) ((struct lesson_near){ word, NULL, 0 })

/* Offer @candidate; it is kept (not copied) if it is near and the nearest. */
void lesson_near_offer(struct lesson_near *n, const char *candidate);

#endif
