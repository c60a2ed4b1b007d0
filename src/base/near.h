/* SPDX-License-Identifier: MIT */
/*
 * "Did you mean": the word that was probably meant.
 *
 *	struct near near = NEAR(typed);
 *	near_offer(&near, "title");
 *	near_offer(&near, "text");
 *	if (near.best)
 *		...
 */
#ifndef BASE_NEAR_H
#define BASE_NEAR_H

#include <stddef.h>

struct near {
	const char *word; /* what was written */
	const char *best; /* the nearest offered so far, or NULL */
	size_t distance;
};

#define NEAR(word) ((struct near){ word, NULL, 0 })

/* Offer @candidate; it is kept (not copied) if it is near and the nearest. */
void near_offer(struct near *n, const char *candidate);

#endif
