/* SPDX-License-Identifier: MIT */
/*
 * What a test must know of a demo beyond its source: demos.d/TOPIC.DEMO.
 * CONTRIBUTING.md, "Lessons", says what its lines mean.
 */
#ifndef LESSONS_CARD_H
#define LESSONS_CARD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "lesson/program.h"

enum {
	CARD_WORDS = 32,
	/* How a run may end, beside its exit status or minus its signal. */
	CARD_HANGS = 1000,
	CARD_ANY,
};

struct card_line {
	char *words[CARD_WORDS + 1]; /* arguments; NULL behind the last */
	int end;
	bool twin;
};

struct card {
	char *topic, *name; /* "20-ipc", "signals" */
	struct lesson_program source;
	struct card_line *lines;
	size_t count, cap;
	int end_of_vary;  /* of runs at the ends of what a lesson lets vary */
	struct str facts; /* for sed -E */
	char **leaves;    /* patterns of what it leaves on purpose */
	size_t leave_count, leave_cap;
	bool no_valgrind;
	char *known; /* an expression for what valgrind says; NULL: none */
};

/*
 * The cards of all demos of the course whose TOPIC.DEMO contains $DEMO.  What
 * is wrong with one is printed and counted in *@bad.
 */
struct card *cards_read(size_t *count, int *bad);
void cards_free(struct card *cards, size_t count);

/* $top_srcdir and $top_builddir, or ".". */
const char *card_folder(const char *variable);

/* The line with these arguments in this order; NULL: there is none. */
const struct card_line *card_find(const struct card *c, char *const *words);

#endif
