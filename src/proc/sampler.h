/* SPDX-License-Identifier: MIT */
/*
 * The sampler reads, for a set of processes, what the kernel says of them.
 *
 * It keeps the descriptors of /proc/PID/stat and schedstat open: half the
 * cost of opening them each time, and a PID that is used again is never
 * mistaken (a kept descriptor then fails with ESRCH).  When descriptors run
 * short it opens and closes the files each time, and tells a new process with
 * an old PID by its start time.
 *
 * What is read is that of the process's first thread, as in /proc/PID/stat.
 */
#ifndef PROC_SAMPLER_H
#define PROC_SAMPLER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "proc/tree.h"

struct proc_sample {
	pid_t pid, ppid;
	char letter; /* of /proc/PID/stat; 'X' once it is gone */
	bool ready;  /* letter R, but no CPU gained since earlier sweeps */
	bool gone;   /* reaped; the process leaves the set by itself */
	int cpu;     /* last run on */
	int threads; /* 0: not known */
	int64_t run_ns, wait_ns; /* since its start; -1 without schedstat */
	int exit_code;           /* of a zombie, as of waitpid(2); -1 unknown */
};

/*
 * Running and ready have the same letter.  The kernel brings run_ns up to
 * date at least at every tick, so a process is ready once a later sweep, at
 * least PROC_READY_NS after it was last seen to gain or to wait, still finds
 * the letter R and the same run_ns.
 */
#define PROC_READY_NS 10000000LL

struct proc_blocked;
struct proc_sampler;
typedef void proc_sample_fn(void *arg, const struct proc_sample *s);

struct proc_sampler *proc_sampler_new(void);
void proc_sampler_free(struct proc_sampler *s);

/*
 * Add a process; adding it again does nothing.  0, or -ESRCH if there is none.
 * Two descriptors are kept for it, unless fewer than PROC_SPARE_FDS would
 * remain below RLIMIT_NOFILE for the rest of the program.
 */
#define PROC_SPARE_FDS 64
int proc_sampler_add(struct proc_sampler *s, pid_t pid);
void proc_sampler_remove(struct proc_sampler *s, pid_t pid);
size_t proc_sampler_count(const struct proc_sampler *s);

/*
 * From now on every sweep begins with these, as far as they are in the set:
 * what is looked at must be fresh however many others there are.  Copied; at
 * most PROC_PREFERRED_MAX of them.
 */
#define PROC_PREFERRED_MAX 128
void proc_sampler_prefer(struct proc_sampler *s, const pid_t *pids, size_t n);

/*
 * Also find out what processes are blocked in.  That costs more than all the
 * rest, so @wants is asked first, about each that sleeps: @ran: it has run
 * since it was last looked at.  @report gets what was found, in a sweep.
 */
struct proc_sampler_look {
	bool (*wants)(void *arg, pid_t pid, bool ran);
	void (*report)(void *arg, pid_t pid, const struct proc_blocked *b);
};
void proc_sampler_look(struct proc_sampler *s,
		       const struct proc_sampler_look *look);

/*
 * Read every process of the set, for at most about @budget_ns (0: no limit),
 * and report each whose facts have changed since it was last reported: those
 * that are preferred, then the others in the order they were added.  Where the
 * budget ends a sweep, the next one goes on among the others; each sweep reads
 * at least one of them.  Returns how many were read.  @report must not change
 * the set.  Never blocks.
 */
size_t proc_sampler_sweep(struct proc_sampler *s, int64_t budget_ns,
			  proc_sample_fn *report, void *arg);

#endif
