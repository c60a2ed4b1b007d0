/* SPDX-License-Identifier: MIT */
/*
 * Ending all that descends from the calling process, and reaping it.
 *
 * The caller must be a child subreaper (prctl(2)): then whatever its
 * descendants do (fork twice, setsid, ignore SIGTERM, lose their parents),
 * they stay its descendants.
 */
#ifndef PROC_SWEEP_H
#define PROC_SWEEP_H

#include <stddef.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/types.h>

/* One child that has been reaped; @status as of waitpid(2). */
typedef void proc_reap_fn(void *arg, pid_t pid, int status,
			  const struct rusage *usage);

/* All zero: everything that descends from the caller, and nobody is told. */
struct proc_sweep {
	const pid_t *keep; /* neither these nor what descends from them */
	size_t keep_count;
	proc_reap_fn *reap; /* told of each child reaped; may be NULL */
	void *arg;
};

/*
 * Send @signo to every descendant once, parents before children; also to who
 * is made while that goes on, unless there is no end to it.
 * Returns how many it was sent to, or -errno.
 */
int proc_sweep_signal(const struct proc_sweep *s, int signo);

/*
 * End every descendant: all are stopped, then killed and reaped, then looked
 * for again, until there is none or clock_now() has reached @deadline_ns.
 * Blocks meanwhile, usually for a few milliseconds.
 * Returns 0, or -ETIMEDOUT if something is still there, or -errno.
 */
int proc_sweep_kill(const struct proc_sweep *s, int64_t deadline_ns);

/*
 * Reap every dead child but those to keep.  Does not block.  Takes the exit
 * status from anybody else in the program who waits for such a child.
 * Returns how many were reaped, or -ECHILD once there are no children at all,
 * alive or dead (only where none are to keep; else 0).
 */
int proc_sweep_reap(const struct proc_sweep *s);

#endif
