/* SPDX-License-Identifier: MIT */
/*
 * A review or an exam: what is asked in which order, what an answer leads to.
 * The screen and the lines both drive it.
 *
 * Each answer is on the disk before anything says so.  In an exam nothing is
 * said of an answer until the end; an exam that is broken off keeps what was
 * answered.
 */
#ifndef APP_REVIEW_H
#define APP_REVIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "lesson/catalog.h"
#include "progress/cards.h"
#include "progress/progress.h"
#include "view/review.h"

struct app_review_options {
	const struct catalog *catalog;
	struct progress *progress;
	int64_t (*clock)(void); /* ms since 1970 */
	bool exam, weak;        /* or weak spots; neither: what is due */
	int minutes, questions; /* of an exam */
	uint64_t seed;          /* of orders */
};

struct app_review_item {
	const struct lesson *lesson;
	const struct lesson_card *card;         /* or: */
	const struct lesson_question *question; /* of step */
	const struct lesson_step *step; /* of the question, or with the demo
					   of the card; NULL: none */
	char id[2 * PROGRESS_ID];
};

struct app_review {
	struct app_review_options o;
	struct app_review_item *items;
	size_t count, cap, at;
	struct view_review view;

	/* The question that is asked, its choices in another order, its
	 * numbers drawn anew. */
	struct view_ask ask;
	struct lesson_question question;
	struct lesson_choice choices[VIEW_ASK_MAX];
	struct lesson_question *drawn; /* with numbers; NULL: none are drawn */
	bool noted;                    /* its answer */

	int64_t began, ends; /* of the exam */
	size_t right, wrong, skipped;
	struct str weak; /* what was not known, a line of Markdown each */
	struct str summary;
	uint64_t random;
};

/* All is borrowed.  With nothing to ask its state is VIEW_REVIEW_END. */
void app_review_open(struct app_review *r, const struct app_review_options *o);
void app_review_close(struct app_review *r);

/* What is asked now; NULL at the end. */
const struct app_review_item *app_review_item(const struct app_review *r);

/* The front of a card: show its back. */
void app_review_show(struct app_review *r);
/* The back: how well it was known; then the next one. */
void app_review_grade(struct app_review *r, enum fsrs_grade grade);
/*
 * A question: give the answer; once it was said what is right, the next one.
 * False: there is no answer yet.
 */
bool app_review_give(struct app_review *r);
void app_review_skip(struct app_review *r);
/* False: there is none, or it is an exam. */
bool app_review_hint(struct app_review *r);
/* Look at the clock; true: the time of the exam is up, and it has ended. */
bool app_review_tick(struct app_review *r);
/* End it here. */
void app_review_end(struct app_review *r);

/*
 * How many objectives of the course are not known yet of those that were asked
 * about; @asked: how many those are.
 */
size_t app_review_weak(const struct catalog *c, struct progress *p,
		       size_t *asked);

/* For the files of the review alone. */

/* What is to be asked, in its order. */
void app_review_collect(struct app_review *r);
void app_review_collect_exam(struct app_review *r);
void app_review_collect_weak(struct app_review *r);
struct app_review_item *app_review_add(struct app_review *r);
/* A number below @n. */
size_t app_review_random(struct app_review *r, size_t n);
/* Write what came of it into r->summary. */
void app_review_sum_up(struct app_review *r);
/* "10 min", "3 days" */
void app_review_span(int64_t ms, struct str *out);

#endif
