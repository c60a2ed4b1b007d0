/* SPDX-License-Identifier: MIT */
/*
 * Watching processes for their end, one pidfd each.
 */
#ifndef APP_WATCH_H
#define APP_WATCH_H

#include <stdbool.h>
#include <sys/types.h>
#include <uv.h>

struct app_watch;

/* @pid has ended; it may be a zombie still, or reaped already. */
typedef void app_watch_fn(void *arg, pid_t pid);

struct app_watch *app_watch_new(uv_loop_t *loop, app_watch_fn *fn, void *arg);
/*
 * Watch @pid; once more does nothing.  false if there is no such process (any
 * more); @fn is not called then.
 */
bool app_watch_add(struct app_watch *w, pid_t pid);
/* The pidfd of a process that is watched and has not ended, or -1. */
int app_watch_fd(const struct app_watch *w, pid_t pid);
void app_watch_close(struct app_watch *w);

#endif
