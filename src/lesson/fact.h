/* SPDX-License-Identifier: MIT */
/*
 * What a lesson asks a run about: a key that is computed, a condition of
 * success, the moment of a callout.
 *
 * Data only.  Whoever knows a run (the model) judges it; so this header needs
 * nothing of the lesson layer and may be included below it.  Every text is
 * "" where the lesson says nothing, and belongs to the lesson.
 *
 * An answer is a text: the name of a process or an object ("none" if there
 * was none), a number in decimal digits, "yes" or "no", or, of an order,
 * names joined by ", ".
 *
 * The name of a process means the process called so; where there is none, all
 * that are called NAME-1, NAME-2, ...
 */
#ifndef LESSON_FACT_H
#define LESSON_FACT_H

#include <stdbool.h>
#include <stddef.h>

/* In each, 0 is "the lesson does not say". */
enum lesson_look {
	LESSON_LOOK_NONE,
#define LESSON_LOOK(id, ...) LESSON_LOOK_##id,
#include "lesson/facts.def"
};

enum lesson_happening {
	LESSON_HAPPENING_NONE,
#define LESSON_HAPPENING(id, ...) LESSON_HAPPENING_##id,
#include "lesson/facts.def"
	LESSON_HAPPENING_COUNT
};

enum lesson_moment {
	LESSON_MOMENT_NONE,
#define LESSON_MOMENT(id, ...) LESSON_MOMENT_##id,
#include "lesson/facts.def"
};

enum lesson_ratio {
	LESSON_RATIO_NONE,
#define LESSON_RATIO(id, ...) LESSON_RATIO_##id,
#include "lesson/facts.def"
};

enum lesson_gives {
	LESSON_GIVES_NONE,
#define LESSON_GIVES(id, ...) LESSON_GIVES_##id,
#include "lesson/facts.def"
};

/* How the right answer is reckoned from numbers that were drawn. */
enum lesson_form {
#define LESSON_FORM(id, ...) LESSON_FORM_##id,
#include "lesson/facts.def"
	LESSON_FORM_COUNT
};

/* Numbers, and names of numbers that are drawn. */
struct lesson_reckon {
	char **items;
	size_t count;
};

/* The keys of a fact as they stand in the file; use the fact, not these. */
struct lesson_fact_written {
	enum lesson_happening first, last, order, count, happens, never;
	char *length, *greatest, *value, *exit;
	char *object, *process;
};

struct lesson_fact {
	enum lesson_look look;
	enum lesson_happening what; /* of FIRST, LAST, ORDER, COUNT, HAPPENS,
				     * NEVER */
	const char *object;         /* LENGTH, GREATEST, VALUE: which; for the
				     * others, only what happens there; "" */
	const char *process;        /* EXIT: whose; for the others, only what
				     * it does; "" */
	int index;                  /* VALUE: which of several; from 0 */
	enum lesson_moment at;      /* LENGTH; END unless the lesson says so */
	enum lesson_ratio ratio;    /* RATIO */
	struct lesson_fact_written written;
};

/*
 * The right answer to a question: typed in (*is not ""), or computed from the
 * run (fact.look not NONE).
 */
struct lesson_answer_key {
	char *is;
	struct lesson_fact fact;
	enum lesson_gives gives; /* never NONE when fact is there */
	/* At most one has items; lesson_question_drawn makes it an `is`. */
	struct lesson_reckon forms[LESSON_FORM_COUNT];
};

enum lesson_test {
	LESSON_TEST_TRUE,   /* of HAPPENS and NEVER: it is so */
	LESSON_TEST_IS,     /* the answer is @value */
	LESSON_TEST_IS_NOT, /* the answer is another than @value */
	LESSON_TEST_AT_LEAST,
	LESSON_TEST_AT_MOST,
};

/*
 * Whether something is so: of a run that is over, for success; at any moment
 * of it, for a callout, where length, greatest and value mean those now.
 */
struct lesson_condition {
	struct lesson_fact fact;
	enum lesson_test test;
	const char *value; /* what the answer is compared with */
	double number;     /* the same as a number, if it is one */
	double within_s;   /* by the demo's clock it is so then; 0: any */
	char *is, *is_not, *at_least, *at_most; /* as written */
};

/* Success: all of @all, and at least one of @any where there are some. */
struct lesson_success {
	struct lesson_condition *all;
	size_t all_count;
	struct lesson_condition *any;
	size_t any_count;
};

#endif
