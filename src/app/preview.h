/* SPDX-License-Identifier: MIT */
/*
 * A lesson that is being written: the file is watched, and loaded again when
 * it has been saved.
 */
#ifndef APP_PREVIEW_H
#define APP_PREVIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <uv.h>

#include "base/err.h"
#include "lesson/lesson.h"

struct app_preview;

/*
 * Load @target, which is FILE or FILE:STEP.  If the lesson has errors these
 * are printed to standard error, and -EINVAL is returned.
 */
int app_preview_open(const char *target, struct app_preview **ret,
		     struct err *e);
/* It must not be watched any more. */
void app_preview_close(struct app_preview *p);

/* Belongs to @p; valid until it has been loaded again twice. */
const struct lesson *app_preview_lesson(const struct app_preview *p);
/* Index of the step to show. */
int app_preview_step(const struct app_preview *p);

/*
 * Call @saved from the loop after each change of the file; @loop NULL: no
 * more.
 */
void app_preview_watch(struct app_preview *p, uv_loop_t *loop,
		       void (*saved)(void *arg), void *arg);

/*
 * Load it again.  The step becomes the one with the id that step @step had;
 * if that is gone, the one in its place.  False if it has errors: then the
 * lesson is the old one.
 */
bool app_preview_reload(struct app_preview *p, size_t step);
/* The first of the errors of the last load, in one line; "" without any. */
const char *app_preview_problem(const struct app_preview *p);

#endif
