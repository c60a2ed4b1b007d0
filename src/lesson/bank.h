/* SPDX-License-Identifier: MIT */
/*
 * The questions of a course as a whole: how many there are, how many are never
 * the same twice, and how far one gets with them without knowing anything.
 *
 * A guesser answers every question that has one right choice, from its wording
 * alone.  One that does better than chance has found a habit of the authors.
 */
#ifndef LESSON_BANK_H
#define LESSON_BANK_H

#include "base/str.h"
#include "lesson/catalog.h"

enum lesson_guess {
	LESSON_GUESS_FIRST,    /* always the first choice */
	LESSON_GUESS_SECOND,   /* always the second */
	LESSON_GUESS_LAST,     /* always the last */
	LESSON_GUESS_LONGEST,  /* the longest, where one is longer than all */
	LESSON_GUESS_SHORTEST, /* the same */
	LESSON_GUESS_ECHO,     /* that with the most words of the question */
	LESSON_GUESS_MILD,     /* one without always, never, all, none, only */
	LESSON_GUESSES
};

/* "the longest choice" */
const char *lesson_guess_name(enum lesson_guess g);

struct lesson_bank {
	size_t questions;  /* of all kinds */
	size_t quiz;       /* that an exam can ask */
	size_t drawn;      /* with numbers that are drawn anew */
	size_t computed;   /* whose key is looked up in the run */
	size_t quiz_drawn; /* drawn, and in an exam */
	size_t cards;
	size_t objectives;
	size_t thin; /* objectives asked for less than twice */
	size_t one;  /* with one right choice that is typed in */
	double right[LESSON_GUESSES]; /* of these, by guessing so */
	double chance;                /* and by throwing dice */
	double variance;              /* of that */
};

/* Add what @l has to @bank, which begins as { 0 }. */
void lesson_bank_add(struct lesson_bank *bank, const struct lesson *l);
void lesson_bank_count(struct lesson_bank *bank, const struct catalog *c);

/* How often the questions and cards of @l are about one of its objectives. */
size_t lesson_bank_asked(const struct lesson *l, const char *objective);

/*
 * By how many standard deviations guessing so is better than dice: above 3 it
 * is no chance.
 */
double lesson_bank_bias(const struct lesson_bank *bank, enum lesson_guess g);

/*
 * What gives the answer to @q away, as words for its author: the right choice
 * is far longer or shorter than all others, a choice speaks of the others, or
 * an article tells how the word in a gap begins.
 * NULL: nothing.
 */
const char *lesson_bank_fault(const struct lesson_question *q);

#endif
