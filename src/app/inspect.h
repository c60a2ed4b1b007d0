/* SPDX-License-Identifier: MIT */
/*
 * Looks at the control blocks of a run's processes, some times a second, and
 * writes what has changed as events.
 */
#ifndef APP_INSPECT_H
#define APP_INSPECT_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "model/model.h"
#include "trace/arena.h"
#include "trace/log.h"

struct app_inspect;

/*
 * @arena and @log are borrowed.  @all: every process, one after the other, so
 * that whichever is selected later has been looked at; else only the one that
 * is watched.
 */
struct app_inspect *app_inspect_new(struct trace_arena *arena,
				    struct trace_log *log, bool all);
void app_inspect_free(struct app_inspect *i);

/* The ends of the demo's standard output and error: called by these names. */
void app_inspect_console(struct app_inspect *i, int out_fd, int err_fd);

/* @pid is on the screen; 0: none is.  Another one is looked at at once. */
void app_inspect_watch(struct app_inspect *i, pid_t pid);
/* Look at the next tick, however short ago the last look was. */
void app_inspect_now(struct app_inspect *i);

/* Look, if it is time to.  @m is the present state. */
void app_inspect_tick(struct app_inspect *i, const struct model *m);

#endif
