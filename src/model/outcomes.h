/* SPDX-License-Identifier: MIT */
/*
 * What came out of many runs, and how often.
 *
 * An outcome is an answer as lesson/fact.h has it: a text, perhaps a number.
 */
#ifndef MODEL_OUTCOMES_H
#define MODEL_OUTCOMES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

struct outcome {
	char *answer;
	size_t count;
};

struct outcomes {
	struct outcome *items; /* each once, in the order they came */
	size_t count, cap;
	size_t told;      /* runs that gave an answer */
	size_t untold;    /* runs that gave none */
	struct str why;   /* the last of those did not */
	bool all_numbers; /* of those told */
};

/* Before the first use; and free what is in it. */
void outcomes_init(struct outcomes *o);
void outcomes_release(struct outcomes *o);

/* A run that came to @answer; one that gave no answer, and why. */
void outcomes_add(struct outcomes *o, const char *answer);
void outcomes_add_untold(struct outcomes *o, const char *why);

/*
 * A bar: one answer, or numbers from @low to @high, or the answers for which
 * there was no bar left.
 */
struct outcome_bar {
	enum { OUTCOME_ONE, OUTCOME_RANGE, OUTCOME_OTHERS } kind;
	const char *answer; /* of ONE; borrowed */
	double low, high;   /* of RANGE: low <= number < high */
	bool whole;         /* of RANGE: only whole numbers fall into it */
	size_t count;
};

/*
 * At most @most (2 or more) bars: numbers from the least to the greatest, in
 * ranges of one round width where there are more of them, the empty ones among
 * them too; else the most frequent answer first.  Returns how many.
 */
size_t outcomes_bars(const struct outcomes *o, size_t most,
		     struct outcome_bar *ret);

/* "200000", "120000 to 139999", "others". */
void outcome_bar_name(const struct outcome_bar *b, struct str *out);
/* Whether @answer falls into it. */
bool outcome_bar_has(const struct outcome_bar *b, const char *answer);

#endif
