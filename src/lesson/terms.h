/* SPDX-License-Identifier: MIT */
/*
 * The glossary of a whole course: each term once, and where it is explained.
 */
#ifndef LESSON_TERMS_H
#define LESSON_TERMS_H

#include <stdbool.h>

#include "lesson/catalog.h"

struct lesson_term_place {
	const struct lesson_term *term;
	const struct lesson *lesson; /* the first that has it */
	const char *step; /* id of that which has it in bold; "": none */
};

struct lesson_terms {
	struct lesson_term_place *items; /* by name */
	size_t count;
};

/*
 * What two lessons explain with the same words is there once; with other
 * words, it is there twice.  lesson_terms_release.
 */
void lesson_terms_collect(const struct catalog *c, struct lesson_terms *ret);
void lesson_terms_release(struct lesson_terms *t);

/*
 * Where the Markdown @text has the term: as a word of its own, perhaps in the
 * plural, and not as code; "run" and other short ones only in bold.  In bold is
 * looked for first, and @bold (may be NULL) says so.  NULL: nowhere.
 */
const char *lesson_term_in(const char *name, const char *text, bool *bold);

#endif
