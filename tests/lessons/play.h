/* SPDX-License-Identifier: MIT */
/*
 * Playing a lesson in a terminal as a student would: every step from the first
 * to the last, every question answered from the lesson's own keys, every
 * exercise done as its solution says.
 *
 * What is right where the run decides is computed from the recording that the
 * player makes of it, and compared with what the player says.  Whatever is not
 * as it should be fails the test with the screen.
 */
#ifndef LESSONS_PLAY_H
#define LESSONS_PLAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/str.h"
#include "e2e/tty.h"
#include "lesson/lesson.h"

/* What is asked of a run that has been recorded. */
struct play_run {
	struct trace_log *log;
	struct judge *judge;
	struct model *model;
	size_t watches[3];
};

/* The questions of a step whose key a run may have to give. */
enum { PLAY_PREDICT, PLAY_OBSERVE, PLAY_QUESTION, PLAY_KEYS };

struct play {
	struct tty *t;
	int rows, cols;
	const struct lesson *lesson;
	const struct lesson_step *step;
	size_t number;    /* of the step, from 0 */
	FILE *screens;    /* NULL: they are not written */
	struct str last;  /* screen that was written */
	bool wrong_first; /* give each wrong answer of a quiz, too */
	char record[640]; /* the file of the first run */
	int runs;         /* so far */
	bool broken;      /* this run has a fault, or a process was killed */
	bool runs_on;     /* what comes next is done to the run that is there */
	struct str predicted;    /* what was said, until it is judged */
	struct str text, footer; /* of the last look */
};

/* ---- play_lesson.c ---- */

/* Play it all, in a player of its own.  Fails the test where something is
 * wrong. */
void play_lesson(struct play *p);
/* Play the lesson that is open, to its end, and leave it. */
void play_opened(struct play *p);
void play_release(struct play *p);
/* Remove what was recorded so far. */
void play_forget_runs(const struct play *p);
/* Fill in where runs are recorded: a name of this process. */
void play_name_record(struct play *p);

/* ---- play_course.c: lessons in one player ---- */

struct play_course {
	int played;
	int warm;                 /* lessons until which the player may grow */
	long first_kib, most_kib; /* of the player, after a lesson */
	struct str had;           /* shared memory that was there before */
};
#define PLAY_COURSE_INIT                                                       \
	{                                                                      \
		.had = STR_INIT                                                \
	}

/* Play p->lesson, opened from home; the player is started for the first. */
void play_course_lesson(struct play *p, struct play_course *c);
/* The player ends; fails the test if anything is left. */
void play_course_end(struct play *p, struct play_course *c);

/* ---- play_screen.c ---- */

/* The text of the pane at the left, in one line, blanks single.  Until the
 * next call. */
const char *play_text(struct play *p);
bool play_says(struct play *p, const char *words);
/* The line at the bottom. */
const char *play_footer(struct play *p);
/* Is it so within the usual bound?  @what names it for the failure. */
void play_wait(struct play *p, bool (*holds)(struct play *p, const void *arg),
	       const void *arg, const char *what);
void play_wait_says(struct play *p, const char *words);
/* Wait until what was typed is done and seen: one frame. */
void play_heed(struct play *p);
/* Wait until what was typed is done and nothing is drawn any more, or, beside
 * a run, for a moment. */
void play_settle(struct play *p);
/* Look at the screen: write it down as @what, and see that nothing is wrong. */
void play_look(struct play *p, const char *what);
/* The same, scrolling for it where it has to be. */
bool play_finds(struct play *p, const char *words);
/* The same behind @mark. */
bool play_finds_after(struct play *p, const char *mark, const char *words);
/* Text to the last line, in as many screens as it takes. */
void play_read(struct play *p);
/* Words as they are on the screen: without Markdown's marks, single blanks. */
void play_plain(const char *markdown, struct str *out);
/* Worth a look, and no failure. */
void play_note(struct play *p, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
_Noreturn void play_fail(struct play *p, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* ---- play_ask.c: questions ---- */

/* Whether the run has to say what is right. */
bool play_is_computed(const struct lesson_question *q);
/* A question is open: what Enter does. */
bool play_is_asked(struct play *p, const void *unused);
/*
 * Answer the question that is open with what is right, as @computed says
 * unless the lesson does; and give it, with "certain" where that is asked.
 */
void play_answer(struct play *p, const struct lesson_question *q,
		 const char *computed);
/* Answer it with something, which is returned in @said. */
void play_guess(struct play *p, const struct lesson_question *q,
		struct str *said);
/* The same of the questions of a quiz or an exercise; to the next of them. */
void play_questions(struct play *p, const struct lesson_question *q,
		    size_t count);

/* ---- play_run.c: runs ---- */

/*
 * A run has been asked for: see it to its end, on from each pause; or until
 * @done (NULL: none) is so.
 */
void play_run_watch(struct play *p, bool (*done)(struct play *p));
/*
 * Its answer to @q, from the recording; false: it does not tell, and @out says
 * why.
 */
bool play_run_answer(struct play *p, const struct lesson_question *q,
		     struct str *out);
/* See that nothing is left that the lesson does not speak of; remove the rest.
 */
void play_run_ledger(struct play *p);
/* Whether the step asks about @what. */
bool play_expects(const struct lesson_step *s, enum lesson_happening what);

/* ---- play_exercise.c ---- */

void play_exercise(struct play *p);

#endif
