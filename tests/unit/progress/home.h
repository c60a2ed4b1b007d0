/* SPDX-License-Identifier: MIT */
/*
 * A home of its own for each test, and looks at what is in it.
 */
#ifndef PROGRESS_HOME_H
#define PROGRESS_HOME_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "progress/progress.h"

extern char home[64];   /* a folder */
extern struct str path; /* of the database: below it, in a folder to be made */

/* The checked fixture. */
void home_setup(void);
void home_teardown(void);

/* Without an error. */
struct progress *open_it(void);
/* Of topic ipc. */
void check_lesson(struct progress *p, const char *lesson, const char *step,
		  int seen, bool done);
void check_last(struct progress *p, const char *expected);

/* Run SQL on the file, past the interface. */
void change(const char *sql);
void write_file(const char *name, const char *bytes, size_t len);
/* Whether there is a file of the name of the database and @suffix. */
bool is_there(const char *suffix);

#endif
