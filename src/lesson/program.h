/* SPDX-License-Identifier: MIT */
/*
 * What the source of a demo declares, read without running it: parameters
 * (DEMO_INT, DEMO_SECONDS), faults (DEMO_FAULT) and every text in quotes, among
 * which are the names of its processes and of what they share.
 */
#ifndef LESSON_PROGRAM_H
#define LESSON_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

struct program_parameter {
	char *name;
	bool bounded;    /* min and max are plain numbers in the source */
	double min, max; /* of seconds: 0 to 60 */
};

struct program_fault {
	char *name;
	char *about; /* one line */
};

struct lesson_program {
	struct program_parameter *parameters;
	size_t parameter_count, parameter_cap;
	struct program_fault *faults;
	size_t fault_count, fault_cap;
	char **texts; /* in quotes */
	size_t text_count, text_cap;
};

/* Take C source apart.  Any bytes will do; lesson_program_release. */
void lesson_program_parse(struct lesson_program *p, const char *source,
			  size_t len);
/* The same for a file; a negative errno if it cannot be read. */
int lesson_program_read(struct lesson_program *p, const char *path,
			struct err *e);
void lesson_program_release(struct lesson_program *p);

/*
 * Whether something in it may be called @name: a text that is it, or one with
 * a %d in it that makes it ("consumer-%d": consumer-2, and consumer for all).
 */
bool lesson_program_names(const struct lesson_program *p, const char *name);

#endif
