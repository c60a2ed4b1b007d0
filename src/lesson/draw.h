/* SPDX-License-Identifier: MIT */
/*
 * Questions whose numbers are others each time they are asked.
 */
#ifndef LESSON_DRAW_H
#define LESSON_DRAW_H

#include <stdint.h>

#include "base/str.h"
#include "lesson/question.h"

/* "sum" */
const char *lesson_form_word(enum lesson_form form);

/* The form that @key reckons with; LESSON_FORM_COUNT: none.  @key may be
 * NULL. */
enum lesson_form lesson_form_of(const struct lesson_answer_key *key);

/*
 * What stands in braces at @text: its name, not ended, and its length in
 * *@ret_len; NULL if nothing does.  {{ is not a brace, but that of a gap.
 */
const char *lesson_draw_name(const char *text, size_t *ret_len);

/*
 * A copy of @q with numbers in place of the names, and what is right in place
 * of the form of its key; the same for the same @seed.  It is freed by
 * lesson_question_free.  NULL if nothing of @q is drawn.
 */
struct lesson_question *lesson_question_drawn(const struct lesson_question *q,
					      uint64_t seed);
/* The same with these numbers, those of q->draws. */
struct lesson_question *lesson_question_with(const struct lesson_question *q,
					     const double *values);
void lesson_question_free(struct lesson_question *q);

/*
 * What is right by the form of the key, added to @out; @values are those of
 * q->draws.
 */
void lesson_question_reckon(const struct lesson_question *q,
			    const double *values, struct str *out);

#endif
