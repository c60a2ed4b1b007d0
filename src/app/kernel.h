/* SPDX-License-Identifier: MIT */
/*
 * What the kernel says of a run's processes: their states, sampled from /proc,
 * and their ends, told by pidfds.  All of it becomes events in the arena.
 */
#ifndef APP_KERNEL_H
#define APP_KERNEL_H

#include <stdbool.h>
#include <sys/types.h>
#include <uv.h>

#include "model/model.h"
#include "trace/arena.h"
#include "trace/log.h"

struct app_kernel;

/*
 * @ended is called from the loop after a process has ended.  @arena and @log,
 * for the texts of its events, are borrowed.
 */
struct app_kernel *app_kernel_new(uv_loop_t *loop, struct trace_arena *arena,
				  struct trace_log *log,
				  void (*ended)(void *arg), void *arg);
void app_kernel_free(struct app_kernel *k);

/*
 * Look at @pid from now on; once more does nothing.  @heard: it has told
 * something itself.
 */
void app_kernel_meet(struct app_kernel *k, pid_t pid, bool heard);
/*
 * @pid runs the program @name now: if that is one that tells nothing, say so.
 * The same is done of others that are found and have told nothing for a while.
 */
void app_kernel_check(struct app_kernel *k, pid_t pid, const char *name);

/*
 * Sample, if it is time to; now and then also look for descendants of @root
 * that nobody has told about, such as a shell's.  What a process is blocked in
 * is sampled where @m does not know what it does.
 */
void app_kernel_tick(struct app_kernel *k, pid_t root, const struct model *m);

/* These are looked at; sample them first.  Copied. */
void app_kernel_prefer(struct app_kernel *k, const pid_t *pids, size_t n);

/* The pidfd of a process that lives, or -1; borrowed until it has ended. */
int app_kernel_pidfd(const struct app_kernel *k, pid_t pid);

/* The guard has reaped @pid; @status as of waitpid(2). */
void app_kernel_reaped(struct app_kernel *k, pid_t pid, int status);

/* All have ended: see that each is known to be gone. */
void app_kernel_finish(struct app_kernel *k);

#endif
