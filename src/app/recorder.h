/* SPDX-License-Identifier: MIT */
/*
 * Recording a run into a file while it goes on.
 *
 * The file is written by a thread of its own, so that a slow disk holds up
 * neither keys nor the demo.  When it cannot be written any more (the disk is
 * full) the recording ends there, whole up to its last block, and the run goes
 * on.
 */
#ifndef APP_RECORDER_H
#define APP_RECORDER_H

#include <stdbool.h>
#include <uv.h>

#include "base/err.h"
#include "lesson/lesson.h"
#include "model/model.h"
#include "proc/lines.h"
#include "trace/recorder.h"

struct app_recorder;

/* What a run is recorded as. */
struct app_record {
	const char *path;
	int fd;           /* from app_recorder_create; taken */
	const char *name; /* of the demo */
	const char *dir;  /* of its sources, NAME.c and NAME.py; may be NULL */
	const struct lesson_demo *demo; /* for its panes; may be NULL */
	int *runs; /* recorded so far, of all lessons; the next gets a number */
};

/*
 * Make the file, which must not exist yet: a recording is never written over.
 * Returns a descriptor, or fails as open(2).
 */
int app_recorder_create(const char *path, struct err *e);

/* All borrowed. */
struct app_recorder_options {
	uv_loop_t *loop;
	const struct app_record *record; /* NULL: none */
	const char *program;             /* path */
	char *const *args;               /* NULL at the end */
	const struct trace_arena *arena;
	struct trace_log *log;
	struct proc_lines *lines;
	/* Called from the loop when it has failed or is complete. */
	void (*changed)(void *arg);
	void *arg;
};
/*
 * Without a record *@ret becomes NULL: then there is nothing to record, and the
 * functions below do nothing.
 */
int app_recorder_open(const struct app_recorder_options *o,
		      struct app_recorder **ret, struct err *e);
/* Waits until all is written that was recorded. */
void app_recorder_close(struct app_recorder *r);

/* The log has @e, after which the state is @m. */
void app_recorder_event(struct app_recorder *r, const struct model *m,
			const struct trace_event *e);
/* Now and then: hand over what is new. */
void app_recorder_tick(struct app_recorder *r);
/* The run is over and all its events are in the log.  Does not wait. */
void app_recorder_end(struct app_recorder *r,
		      const struct trace_ending *ending);
/* Wait until what was handed over is written, or cannot be. */
void app_recorder_wait(struct app_recorder *r);

/* "" or why the recording ends early. */
const char *app_recorder_problem(const struct app_recorder *r);
const char *app_recorder_path(const struct app_recorder *r);

#endif
