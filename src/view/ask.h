/* SPDX-License-Identifier: MIT */
/*
 * A question while it is answered: what the student has chosen or typed, and
 * how it was judged.  The same for a lesson, a review and an exam, on the
 * screen and in lines.
 *
 * A question is OPEN until it is given (a prediction, which the run has to
 * judge), judged, skipped or its solution is shown.  Nobody is trapped: each of
 * these can be had at any time.
 */
#ifndef VIEW_ASK_H
#define VIEW_ASK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "lesson/question.h"
#include "ui/doc.h"
#include "ui/prompt.h"

#define VIEW_ASK_MAX 12 /* choices, lines, gaps; by the lesson format */

/* Misses after which a hint is offered, by the way lessons are. */
#define VIEW_ASK_MISSES 2

enum view_ask_state {
	VIEW_ASK_OPEN,
	VIEW_ASK_GIVEN, /* answered; what is right is not known yet */
	VIEW_ASK_RIGHT,
	VIEW_ASK_WRONG, /* it may be tried again */
	VIEW_ASK_SKIPPED,
	VIEW_ASK_SHOWN,     /* the solution was asked for */
	VIEW_ASK_UNDECIDED, /* the run did not tell */
};

struct view_ask {
	const struct lesson_question *q; /* borrowed */
	enum view_ask_state state;
	/* Of what the student does now. */
	size_t cursor;               /* choice, line or gap */
	uint32_t chosen;             /* a bit for each choice */
	uint8_t order[VIEW_ASK_MAX]; /* ORDER: which line is at each place */
	bool held;                   /* ORDER: the one at the cursor moves */
	struct ui_prompt typed[VIEW_ASK_MAX]; /* one for each gap; else [0] */
	size_t gap_count;
	bool asks_sure; /* the answer is there; now how sure they are */
	int sure;       /* 0: not said; 1 guessing, 2 fairly, 3 certain */
	/* Of what became of it. */
	int tries, hints;
	bool quiet;        /* keys are commands, though it is typed in */
	bool once;         /* a prediction: a wrong one stays */
	bool strict;       /* an exam: nothing is said of it yet */
	struct str right;  /* what is right, in words, once it is known */
	struct str given;  /* what was answered, in words */
	struct str reason; /* how the run shows it; or why it cannot tell */
};

/* @seed: which order lines are shown in.  Release it. */
void view_ask_begin(struct view_ask *a, const struct lesson_question *q,
		    uint64_t seed);
void view_ask_release(struct view_ask *a);

/* Whether keys are text now. */
bool view_ask_types(const struct view_ask *a);

/*
 * What a key does while the question is open: digits choose, arrows move,
 * Space toggles or takes a line up, text is typed.  False: it means nothing
 * here.
 */
bool view_ask_key(struct view_ask *a, uint32_t key);

/* Something was answered, so it can be given; how sure they are as well. */
bool view_ask_ready(const struct view_ask *a);
/*
 * The student is done.  False: nothing was answered yet, or it is now asked how
 * sure they are.  Else the state is GIVEN.
 */
bool view_ask_give(struct view_ask *a);
/*
 * Judge what was given: @right is what the run shows, NULL where the lesson
 * says what is right.  RIGHT or WRONG.
 */
void view_ask_judge(struct view_ask *a, const char *right);
/* The run cannot tell, as @why says. */
void view_ask_undecided(struct view_ask *a, const char *why);
/* Again, after a wrong answer: what was chosen is still there. */
void view_ask_retry(struct view_ask *a);
/* One more hint; false: there is none left. */
bool view_ask_hint(struct view_ask *a);
/* Show the solution: @right as of view_ask_judge. */
void view_ask_show(struct view_ask *a, const char *right);
void view_ask_skip(struct view_ask *a);

/* It is answered to the end: one goes on. */
bool view_ask_over(const struct view_ask *a);

/* Which line of a document belongs to which choice, for the mouse. */
struct view_ask_rows {
	size_t first[VIEW_ASK_MAX];
	size_t count;
	size_t cursor; /* line of the cursor, to be kept in sight */
};

/*
 * Append it to @d at @width columns: the question, what there is to choose or
 * to type, what was said to the answer, the hints.  @lead stands before it:
 * "Before you run it:"; "" for none.
 */
void view_ask_doc(const struct view_ask *a, const char *lead, int width,
		  struct ui_doc *d, struct view_ask_rows *ret);

/* What the lesson says of the answer that was given; "" for nothing. */
const char *view_ask_explanation(const struct view_ask *a);

/*
 * The same in lines, without a screen (view/ask_line.c).
 *
 * Take a line for the answer: the number or the text of a choice, numbers of
 * several ("1 3"), the order of lines ("2 1 3"), a number, a text, what is in
 * the gaps ("three / each"); or, while that is asked, how sure they are.  It is
 * given then with view_ask_give.  False: it is none, and @wrong says what is
 * wanted.
 */
bool view_ask_line(struct view_ask *a, const char *line, struct str *wrong);
/* What such a line is: "the number of your answer". */
const char *view_ask_wants(const struct view_ask *a);
/* What there is to choose from or to fill in, a line each, in Markdown. */
void view_ask_list(const struct view_ask *a, struct str *out);
/* What became of it, in Markdown; nothing while that is open. */
void view_ask_verdict(const struct view_ask *a, struct str *out);

/* A click on a line of that document; false: nothing is there. */
bool view_ask_click(struct view_ask *a, const struct view_ask_rows *rows,
		    size_t line);

#endif
