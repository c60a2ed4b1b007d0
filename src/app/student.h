/* SPDX-License-Identifier: MIT */
/*
 * The commands over what a student has done: progress, report, review.  Each
 * prints and returns the exit status: 0 done, 1 it could not be kept or
 * written, 2 something could not be read.
 */
#ifndef APP_STUDENT_H
#define APP_STUDENT_H

#include <stdint.h>
#include <stdio.h>

#include "app/options.h"
#include "app/paths.h"
#include "base/err.h"
#include "base/str.h"
#include "lesson/catalog.h"
#include "progress/progress.h"

struct app_student {
	const struct app_options *options;
	const struct app_paths *paths;
	const struct catalog *catalog;
	struct progress *progress;
	const struct err *trouble; /* with opening it; code 0: none */
};

/* What the words behind `progress' mean; -EINVAL and what to write. */
int app_student_words(struct app_options *o, char **words, int count,
		      struct err *e);

/* report or progress, as the mode is. */
int app_student(const struct app_student *s);
/* What is known, by objective; or the table of a class. */
int app_report(const struct app_student *s);

/* A review or an exam in lines. */
int app_linear_review(const struct app_student *s);

/* Of o->class_dir. */
int app_report_class(const struct app_student *s);

/* ms since 1970. */
int64_t app_now_ms(void);
/* "2026-03-01 09:30", where the student is. */
void app_add_date(struct str *out, int64_t ms);

/* The lesson with these ids; NULL: it is not (or no more) in the course. */
const struct lesson *app_find_lesson(const struct catalog *c, const char *topic,
				     const char *lesson);
/*
 * The first step of @l that asks about @objective; else the first of all that
 * have a demo; else the first.  NULL only if @l is.
 */
const struct lesson_step *app_step_about(const struct lesson *l,
					 const char *objective);
/* What the lesson says of an objective; its id where it is not there. */
const char *app_objective_text(const struct lesson *l, const char *id);

#endif
