/* SPDX-License-Identifier: MIT */
/*
 * Many runs of demos at once, each in a box: a folder of its own and, where
 * the system allows it, a /dev/shm and System V numbers of its own, so that it
 * can be told what it leaves behind.
 */
#ifndef LESSONS_JOBS_H
#define LESSONS_JOBS_H

#include <stdbool.h>
#include <stddef.h>

#include "lessons/card.h"

struct job {
	const struct card *card;
	char *const *words; /* arguments */
	int end;   /* exit status, minus a signal, CARD_HANGS, CARD_ANY */
	bool twin; /* Python as well, and the same facts */
	bool valgrind;
};

struct jobs {
	struct job *items;
	size_t count, cap;
};

/* Add one, with a copy of its words.  One that is there already is left out. */
void jobs_add(struct jobs *j, const struct job *job);

/*
 * Run all, several at once; print what is wrong with each, and return with
 * how many something is wrong.
 */
int jobs_run(const struct jobs *j);
void jobs_release(struct jobs *j);

#endif
