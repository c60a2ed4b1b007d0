/* SPDX-License-Identifier: MIT */
/*
 * What the kernel says of a run's processes: their states, sampled from /proc,
 * and their ends, told by pidfds.  All of it becomes events in the arena.
 */
#ifndef APP_KERNEL_H
#define APP_KERNEL_H

#include <sys/types.h>
#include <uv.h>

#include "trace/arena.h"

struct app_kernel;

/* @ended is called from the loop after a process has ended.  @arena is
 * borrowed. */
struct app_kernel *app_kernel_new(uv_loop_t *loop, struct trace_arena *arena,
				  void (*ended)(void *arg), void *arg);
void app_kernel_free(struct app_kernel *k);

/* Look at @pid from now on; once more does nothing. */
void app_kernel_meet(struct app_kernel *k, pid_t pid);

/*
 * Sample, if it is time to; now and then also look for descendants of @root
 * that nobody has told about, such as a shell's.
 */
void app_kernel_tick(struct app_kernel *k, pid_t root);

/* The guard has reaped @pid; @status as of waitpid(2). */
void app_kernel_reaped(struct app_kernel *k, pid_t pid, int status);

#endif
