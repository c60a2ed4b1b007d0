/* SPDX-License-Identifier: MIT */
/*
 * The commands for authors of lessons: lint, new, schema, explain.  Each
 * prints and returns the exit status: 0 done, 1 errors were found, 2 something
 * could not be read or written.
 */
#ifndef APP_AUTHOR_H
#define APP_AUTHOR_H

#include <stdbool.h>
#include <stdio.h>

#include "app/options.h"
#include "app/paths.h"
#include "base/err.h"
#include "lesson/catalog.h"
#include "lesson/diag.h"
#include "lesson/lesson.h"

/* What the words behind such a command mean; -EINVAL and what to write. */
int app_author_words(struct app_options *o, char **words, int count,
		     struct err *e);

/* Do the command of o->mode if it is one of these; false if it is not. */
bool app_author(const struct app_options *o, const struct app_paths *paths,
		int *ret_status);

/* The reference of the format, for the help of schema. */
void app_author_reference(FILE *out);

/* Lessons, topics, courses: o->args; without any, all there are. */
int app_lint(const struct app_options *o, const struct app_paths *paths);

/* A lesson or a step of the kind o->target, called o->args[0]. */
int app_new(const struct app_options *o, const struct app_paths *paths);

int app_schema(const struct app_options *o);
int app_explain(const struct app_options *o);

/* Lay every step out as on the screen and tell what does not fit. */
void app_lint_render(const struct lesson *l, struct lesson_diags *diags);

/*
 * Run every demo of @l some times and tell what is not so.  Blocks, at ten
 * times the speed of the demo's clock.
 */
void app_lint_run(const struct lesson *l, const struct app_options *o,
		  const struct app_paths *paths, struct lesson_diags *diags);

/* The questions of @c in numbers: lint --bank. */
void app_lint_bank(const struct catalog *c, bool json);

#endif
