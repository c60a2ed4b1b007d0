/* SPDX-License-Identifier: MIT */
/*
 * Whose programs run: those that came with the player do; those of another
 * course only after the student has said yes, once for the folder of that
 * course.
 */
#ifndef APP_TRUST_H
#define APP_TRUST_H

#include <stdbool.h>

#include "app/paths.h"
#include "progress/progress.h"

/*
 * The folder that the student must be asked about before @program runs for a
 * lesson in @dir: that of its course, its real path, which the caller frees.
 * NULL: it may run.  @progress may be NULL: nobody has said yes to anything.
 */
char *app_trust_folder(const struct app_paths *paths, struct progress *progress,
		       const char *dir, const char *program);

/*
 * The same without a screen: ask, and read a line from standard input.  Whether
 * it may run; else what to do has been said.  @terminal: standard output is for
 * what the program does, so ask on standard error, and only where standard
 * input is a terminal; elsewhere the answer is no.
 */
bool app_trust_ask(const struct app_paths *paths, struct progress *progress,
		   const char *dir, const char *program, bool terminal);

/* The student says yes to the folder @dir. */
void app_trust(struct progress *progress, const char *dir);
/* The student says yes to all the courses that were added (--trust). */
void app_trust_added(const struct app_paths *paths, struct progress *progress);

#endif
