/* SPDX-License-Identifier: MIT */
/*
 * The sampler reads, for a set of processes, what the kernel says of them.
 *
 * It keeps the descriptors of /proc/PID/stat and schedstat open: half the
 * cost of opening them each time, and a PID that is used again is never
 * mistaken (a kept descriptor then fails with ESRCH).
 */
#ifndef PROC_SAMPLER_H
#define PROC_SAMPLER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/err.h"

struct proc_sample {
	pid_t pid, ppid;
	char letter;	 /* of /proc/PID/stat; 'X' once it is gone */
	bool ready;	 /* letter R, but it got no CPU since the last sweep */
	bool gone;	 /* reaped; the process leaves the set by itself */
	int cpu;	 /* last run on */
	int64_t run_ns, wait_ns; /* since its start; -1 without schedstat */
	int exit_code;	 /* of a zombie, as of waitpid(2); -1 unknown */
};

struct proc_sampler;
typedef void proc_sample_fn(void *arg, const struct proc_sample *s);

struct proc_sampler *proc_sampler_new(void);
void proc_sampler_free(struct proc_sampler *s);

/* Add a process; adding it again does nothing.  -ESRCH if there is none. */
int proc_sampler_add(struct proc_sampler *s, pid_t pid);
void proc_sampler_remove(struct proc_sampler *s, pid_t pid);
size_t proc_sampler_count(const struct proc_sampler *s);

/*
 * Read every process of the set, for at most about @budget_ns (0: no limit;
 * the next sweep goes on where this one stopped), and report each whose facts
 * have changed since it was last reported.  Returns how many were read.
 */
size_t proc_sampler_sweep(struct proc_sampler *s, int64_t budget_ns,
			  proc_sample_fn *report, void *arg);

/*
 * The PIDs of all living descendants of @pid, parents before children, through
 * /proc/PID/task/TID/children.  The result is the caller's to free.
 * Returns their number or -errno.
 */
int proc_descendants(pid_t pid, pid_t **ret);

#endif
