/* SPDX-License-Identifier: MIT */
/*
 * When to ask again: FSRS-5, the free spaced repetition scheduler, with its
 * default weights (open-spaced-repetition, "The Algorithm", FSRS-5).
 *
 * It keeps two numbers for each thing to be remembered.  Stability: the days
 * after which it is still known with a chance of 90 %.  Difficulty: 1 to 10.
 * FSRS rather than SM-2, because an answer that comes late or early counts
 * as what it is: who still knows a thing after twice the time knows it better
 * than planned, which SM-2 cannot say, and before an exam hardly anybody
 * reviews on the planned day.
 *
 * Pure functions of their arguments.
 */
#ifndef PROGRESS_FSRS_H
#define PROGRESS_FSRS_H

enum fsrs_grade {
	FSRS_AGAIN = 1, /* not known */
	FSRS_HARD = 2,
	FSRS_GOOD = 3,
	FSRS_EASY = 4,
};

struct fsrs_memory {
	double stability;  /* days; 0: never reviewed */
	double difficulty; /* 1 to 10 */
};

/* After a review with @grade, @days after the one before (0 or more). */
struct fsrs_memory fsrs_review(struct fsrs_memory m, enum fsrs_grade grade,
			       double days);

/* The chance, 0 to 1, that it is known @days after the last review. */
double fsrs_recall(struct fsrs_memory m, double days);

/* Days until that chance has fallen to @recall (between 0 and 1). */
double fsrs_interval(struct fsrs_memory m, double recall);

#endif
