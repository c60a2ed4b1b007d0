/* SPDX-License-Identifier: MIT */
/*
 * The run before: what is kept of one that is over, to be seen beside the next.
 *
 * Its log and history, with what it was told; its processes, its memory shared
 * with them and its recording are gone.  One at a time, so what it takes is
 * bounded by what one run may take.
 */
#ifndef APP_KEPT_H
#define APP_KEPT_H

#include "app/run.h"
#include "lesson/lesson.h"
#include "view/player.h"

struct app_kept {
	struct trace_log *log; /* NULL: nothing is kept */
	struct history *history;
	struct lesson_parameter *values; /* what it was told */
	size_t value_count;
	struct view_other view; /* the same, for drawing */
};

/* All zero is nothing. */
void app_kept_release(struct app_kept *k);

/*
 * Keep @run, which ends, instead of what was kept; @values, @count of them,
 * are taken.  Blocks as app_run_free does.
 */
void app_kept_take(struct app_kept *k, struct app_run *run,
		   struct lesson_parameter *values, size_t count);

/* Copies, and frees, of parameters. */
struct lesson_parameter *app_parameters_copy(const struct lesson_parameter *p,
					     size_t count);
void app_parameters_free(struct lesson_parameter *p, size_t count);

#endif
