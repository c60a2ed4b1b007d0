/* SPDX-License-Identifier: MIT */
/*
 * Questions: before a run (predict), after it (observe), in an exercise, in a
 * quiz, and, from all of these, in the review.
 *
 * What kind a question is follows from its keys.  Every text is "" where the
 * lesson says nothing, and belongs to the lesson.
 */
#ifndef LESSON_QUESTION_H
#define LESSON_QUESTION_H

#include <stdbool.h>
#include <stddef.h>

#include "lesson/fact.h"

enum lesson_question_kind {
	LESSON_QUESTION_ONE,     /* one of the choices */
	LESSON_QUESTION_SEVERAL, /* all right ones of the choices, no other */
	LESSON_QUESTION_NUMBER,  /* within the tolerance of the key */
	LESSON_QUESTION_OUTPUT,  /* type what is written */
	LESSON_QUESTION_ORDER,   /* put the lines in order */
	LESSON_QUESTION_GAP,     /* fill the gaps in a sentence */
};

struct lesson_choice {
	char *text;
	bool right; /* not of a question whose key is computed */
	char *why;  /* said when it was chosen; Markdown */
};

/* What is said of one answer, or of one word. */
struct lesson_term {
	char *name;
	char *text; /* Markdown */
};

/* A number that is another one each time: {name} in the texts. */
struct lesson_draw {
	char *name;
	double min, max;
	double step; /* 0: 1 */
};

struct lesson_question {
	char *id; /* stable, one of its kind in the step; "predict" and
		   * "observe" have that as theirs unless another is given */
	enum lesson_question_kind kind;
	char *ask;                     /* Markdown */
	struct lesson_choice *choices; /* ONE, SEVERAL */
	size_t choice_count;
	bool several;
	/*
	 * ORDER: in the right order, to be shown in another, unless the key is
	 * computed.
	 */
	char **lines;
	size_t line_count;
	char *output; /* OUTPUT: all of it, or with a computed key "" */
	/*
	 * GAP: a sentence with one or more {{answer}} or {{answer|another}}:
	 * lesson_gap_next.
	 */
	char *gap;
	char **also; /* OUTPUT, NUMBER, ONE gap: what is right as well */
	size_t also_count;
	struct lesson_answer_key *key; /* NULL: choices, lines, output or gap
					* say what is right */
	double tolerance;              /* NUMBER: how far off is still right */
	char *unit;                    /* NUMBER: shown behind the field */
	char *objective;               /* id of what it checks */
	struct lesson_term *explain;   /* for particular answers */
	size_t explain_count;
	char *why; /* said after any answer; Markdown */
	char **hints;
	size_t hint_count;
	bool confidence; /* ask how sure they are, too */
	struct lesson_draw *draws;
	size_t draw_count;
};

/*
 * Whether choice @i is the right one or one of the right ones, of a question
 * whose key is not computed.
 */
bool lesson_choice_is_right(const struct lesson_question *q, size_t i);

/* What `explain` says of this answer, or of the choice; "" if nothing. */
const char *lesson_question_explain(const struct lesson_question *q,
				    const char *answer);

/*
 * The parts of a gap sentence.  Begin with *@p at the sentence; each call moves
 * it.  Returns false at the end.  A part is text, or, if *@is_gap, the answers
 * of a gap, separated by |.
 */
bool lesson_gap_next(const char **p, const char **part, size_t *len,
		     bool *is_gap);

enum lesson_choose {
	LESSON_CHOOSE_NONE,
#define LESSON_CHOOSE(id, ...) LESSON_CHOOSE_##id,
#include "lesson/facts.def"
};

struct lesson_parameter {
	char *name;
	char *value; /* passed to the demo as name=value */
};

/* One thing to do to a process: one of these names it, the others are "". */
struct lesson_act {
	char *stop;
	char *go_on;
	char *terminate;
	char *kill;
};

/* What solves an exercise; which of these is used, `choose` says. */
struct lesson_solution {
	char *fault;
	struct lesson_parameter *with;
	size_t with_count;
	char *schedule; /* ABBA */
	char *kill;     /* name of a process */
	struct lesson_act *acts;
	size_t act_count;
};

/* "stop", and whom; "" where none of them is named. */
const char *lesson_act_word(const struct lesson_act *a, const char **ret_whom);

/* What is done with the demo of its step. */
struct lesson_exercise {
	enum lesson_choose choose;
	char *task; /* Markdown */
	/* Met by the run, and every question answered, it is solved. */
	struct lesson_success *success; /* NULL: only questions */
	struct lesson_question *questions;
	size_t question_count;
	char **hints;
	size_t hint_count;
	struct lesson_solution *solution; /* NULL: only questions */
	char *see; /* id of the step to look at again when stuck */
};

/* A place to stop and look back: how the questions of some objectives went. */
struct lesson_checkpoint {
	char **objectives; /* ids; none: all */
	size_t objective_count;
};

/* For the review: asked without the lesson around it. */
struct lesson_card {
	char *id;
	char *front, *back; /* Markdown */
	char *run;          /* id of a step whose demo shows it; "" */
	char *objective;
};

#endif
