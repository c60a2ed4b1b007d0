/* SPDX-License-Identifier: MIT */
/*
 * A demo run many times, one run after the other, at the highest speed and
 * without a screen, to see what comes out how often.
 *
 * A run that ends in a deadlock is ended there; it has told what it had to.
 */
#ifndef APP_REPEAT_H
#define APP_REPEAT_H

#include <stdbool.h>
#include <uv.h>

#include "app/paths.h"
#include "app/run.h"
#include "base/err.h"
#include "lesson/lesson.h"

struct app_repeat;

struct app_repeat_options {
	uv_loop_t *loop;
	const struct app_paths *paths;
	const char *program;  /* path; copied */
	char *const *args;    /* name=value, NULL at the end; copied */
	const char *schedule; /* NULL: none; borrowed */
	int times;
	/* From the loop, with each run that is over, its log complete. */
	void (*judge)(void *arg, struct app_run *run);
	/* The same, after the last one; it may free the repeat. */
	void (*done)(void *arg);
	void *arg;
};

/* The first run begins from the loop. */
struct app_repeat *app_repeat_new(const struct app_repeat_options *o);
/* Ends the run there is, and waits for that; @done is not called. */
void app_repeat_free(struct app_repeat *r);

/* End the run there is, which is not judged, and begin none any more. */
void app_repeat_stop(struct app_repeat *r);
/* "" or why no run could be begun. */
const char *app_repeat_problem(const struct app_repeat *r);

/*
 * What the demo is told in the runs of @r: as it was last told, which is
 * @values, with what the lesson changes.  app_args_free.
 */
char **app_repeat_args(const struct lesson_repeat *r,
		       const struct lesson_parameter *values, size_t count);

#endif
