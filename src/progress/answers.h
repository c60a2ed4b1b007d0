/* SPDX-License-Identifier: MIT */
/*
 * What was answered, when and how: a record that only grows, from which
 * everything else (what is solved, scores, the report) is counted.
 *
 * Times are ms since 1970, given by the caller.
 */
#ifndef PROGRESS_ANSWERS_H
#define PROGRESS_ANSWERS_H

#include <stdint.h>

#include "progress/fsrs.h"
#include "progress/progress.h"

enum progress_outcome {
	PROGRESS_WRONG,
	PROGRESS_RIGHT,
	PROGRESS_SKIPPED,
	PROGRESS_SHOWN,     /* the solution was asked for */
	PROGRESS_UNDECIDED, /* the run did not show it either way */
};

enum progress_mode {
	PROGRESS_LESSON,
	PROGRESS_REVIEW,
	PROGRESS_EXAM,
};

/* How sure the student was. */
enum progress_sure {
	PROGRESS_NOT_ASKED,
	PROGRESS_GUESSING,
	PROGRESS_FAIRLY,
	PROGRESS_CERTAIN,
};

struct progress_answer {
	const char *topic, *lesson, *step;
	const char *question;  /* its id; "" for the only one of the step */
	const char *objective; /* "" if it is of none */
	int revision;          /* of the lesson */
	enum progress_outcome outcome;
	enum progress_mode mode;
	enum progress_sure sure;
	int hints;         /* that were shown before it */
	const char *given; /* what was answered, in words */
	int64_t at;
	int64_t exam; /* when that exam began; 0: none */

	/* The card of progress/cards.h that comes back by it; NULL: none. */
	const char *card;
	enum fsrs_grade grade;
};

/*
 * The answer and what becomes of its card are in one transaction: either both
 * are kept or none is.  Returns as progress_visit.
 */
int progress_answer(struct progress *p, const struct progress_answer *a);

struct progress_question {
	int tries;       /* answers, right or wrong */
	int wrong_since; /* wrong ones since the last right one */
	bool solved;     /* see progress_solved */
	bool shown;      /* the solution was asked for in the lesson */
	bool skipped;    /* it was skipped last */
	int64_t last;    /* when it was last answered; 0: never */
};

/*
 * Of one question.  It is solved by a right answer that no look at the
 * solution came before, or by one in a review or an exam.
 */
void progress_question(struct progress *p, const char *topic,
		       const char *lesson, const char *step,
		       const char *question, struct progress_question *ret);

/* How many questions of a lesson are solved. */
int progress_solved(struct progress *p, const char *topic, const char *lesson);

/* What is known of an objective. */
struct progress_objective {
	char topic[PROGRESS_ID], lesson[PROGRESS_ID], id[PROGRESS_ID];
	int right, wrong;               /* of all */
	int recent_right, recent_wrong; /* of the last five of both */
	int skipped, shown;
	int certain_wrong; /* wrong and sure of it */
	int64_t last;
};

/*
 * Call @each for every objective that was answered to, the weakest first: the
 * least share of right ones among the last five answers.  Stops when it gives
 * false.
 */
void progress_objectives(struct progress *p,
			 bool (*each)(void *arg,
				      const struct progress_objective *o),
			 void *arg);

/* Of all answers in a topic. */
struct progress_topic {
	int right, wrong, skipped;
};
void progress_topic(struct progress *p, const char *topic,
		    struct progress_topic *ret);

/* An exam. */
struct progress_exam {
	int64_t began, ended; /* ended 0: not yet, or broken off */
	int seconds;          /* that it may take */
	int questions;
	int right, wrong, skipped; /* of its answers */
};

/* Begin one, at e->began, with seconds and questions. */
int progress_exam_begin(struct progress *p, const struct progress_exam *e);
int progress_exam_end(struct progress *p, int64_t began, int64_t ended);
/* The exams, the latest first, at most @max.  Returns how many. */
int progress_exams(struct progress *p, struct progress_exam *ret, int max);
/* As progress_objectives, of the answers of one exam. */
void progress_exam_objectives(struct progress *p, int64_t began,
			      bool (*each)(void *arg,
					   const struct progress_objective *o),
			      void *arg);

#endif
