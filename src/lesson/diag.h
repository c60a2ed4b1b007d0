/* SPDX-License-Identifier: MIT */
/*
 * What is wrong with a lesson file: all of it, each with its place.
 */
#ifndef LESSON_DIAG_H
#define LESSON_DIAG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

struct lesson_diag {
	char code[8];     /* "E012" */
	int line, column; /* from 1; 0: the file as a whole */
	bool note;        /* worth knowing, and no error */
	char *message;    /* one plain sentence */
	char *advice;     /* what to write instead; "" if there is nothing */
	char *source;     /* the line of the file, for the caret; may be "" */
};

struct lesson_diags {
	char *path;
	struct lesson_diag *items;
	size_t count;
};

void lesson_diags_release(struct lesson_diags *d);

/* How many are errors, not notes. */
size_t lesson_diags_errors(const struct lesson_diags *d);

/* One as a line of JSON: file, line, column, code, severity, message, advice.
 */
void lesson_diag_json(const struct lesson_diags *d, size_t i, struct str *out);

/*
 * One error as it is printed:
 *
 *	lessons/20-ipc/queue.yaml:14:7: error E012: unknown key "vari"
 *	  14 |       vari: {capacity: 4}
 *	     |       ^ write "vary"
 */
void lesson_diag_format(const struct lesson_diags *d, size_t i,
			struct str *out);

/* All of them, an empty line after each. */
void lesson_diags_format(const struct lesson_diags *d, struct str *out);

#endif
