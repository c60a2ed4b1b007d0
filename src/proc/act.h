/* SPDX-License-Identifier: MIT */
/*
 * Acting on one process, and on no other one that may have its PID by now.
 *
 * A PID names whoever has it at the moment; a pidfd names one process for
 * ever.  As long as the pidfd says that its process has not ended, the PID is
 * that process's too, so what needs a PID is done between two such looks.
 *
 * Nobody acts on what does not descend from @root: whom events name is written
 * by the processes themselves, and may be anybody.
 */
#ifndef PROC_ACT_H
#define PROC_ACT_H

#include <stdbool.h>
#include <sys/types.h>

struct proc_target {
	int fd;     /* pidfd; borrowed */
	pid_t pid;  /* of the same process */
	pid_t root; /* from which it must descend */
};

enum { PROC_NICE_LEAST = -20, PROC_NICE_MOST = 19 };

/*
 * 0 if a signal can be sent to it now; -ESRCH: it has ended (a zombie too);
 * -EXDEV: it does not descend from root; -EPERM: it belongs to another user.
 */
int proc_act_may(const struct proc_target *t);

/* Send it.  0, or why not, as above. */
int proc_act_signal(const struct proc_target *t, int number);

/* Its nice value, as the kernel has it.  0 or -ESRCH. */
int proc_act_nice(const struct proc_target *t, int *ret);

/*
 * Give all its threads this nice value.  0, or why not, as above; -EACCES: only
 * root may have a smaller one than it has.
 */
int proc_act_renice(const struct proc_target *t, int nice);

#endif
