/* SPDX-License-Identifier: MIT */
/*
 * When each card and each question is to be asked again (progress/fsrs.h).
 *
 * Times are ms since 1970, given by the caller.
 */
#ifndef PROGRESS_CARDS_H
#define PROGRESS_CARDS_H

#include <stdint.h>

#include "progress/fsrs.h"
#include "progress/progress.h"

struct progress_card {
	char topic[PROGRESS_ID], lesson[PROGRESS_ID];
	char id[2 * PROGRESS_ID]; /* of a card; or STEP/QUESTION */
	struct fsrs_memory memory;
	int64_t reviewed, due; /* 0: never */
	int reviews, lapses;   /* lapses: known, then forgotten */
};

/* What is known of it; all 0 but the ids if it was never reviewed. */
void progress_card(struct progress *p, const char *topic, const char *lesson,
		   const char *id, struct progress_card *ret);

/* What a review of @c with @grade at @now would make of it. */
void progress_card_grade(struct progress_card *c, enum fsrs_grade grade,
			 int64_t now);

/*
 * It was reviewed at @now: note it, and when it is due again; @ret (may be
 * NULL) is what it is after that.  One that was not known comes back after ten
 * minutes.  Returns as progress_visit.
 */
int progress_review(struct progress *p, const char *topic, const char *lesson,
		    const char *id, enum fsrs_grade grade, int64_t now,
		    struct progress_card *ret);

/*
 * Call @each for every card that is due at @now, that which is most likely
 * forgotten first.  Stops when it gives false.  Returns how many were told.
 */
int progress_due(struct progress *p, int64_t now,
		 bool (*each)(void *arg, const struct progress_card *c),
		 void *arg);
/* When the next one is due after @now; 0: none is. */
int64_t progress_next_due(struct progress *p, int64_t now);
/* Only how many there are. */
int progress_due_count(struct progress *p, int64_t now);

#endif
