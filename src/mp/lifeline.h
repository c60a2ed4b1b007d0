/* SPDX-License-Identifier: MIT */
/*
 * What makes a child end when its parent is killed.
 *
 * Started from the main thread, the child asks the kernel for SIGKILL at its
 * parent's death (PR_SET_PDEATHSIG).  The kernel means the death of the
 * thread that forked; a child of another thread would be killed when that
 * thread returns.  For those there is a pipe: the parent alone holds the
 * write end, and the child's read end is set to signal its owner, the child,
 * with SIGKILL.  When the parent dies its descriptors are closed, the pipe
 * hangs up, and the kernel sends the signal.
 *
 * Either way the child looks once more after it has asked, for the parent
 * may have died before that.
 */
#ifndef MP_LIFELINE_H
#define MP_LIFELINE_H

#include <stdbool.h>
#include <sys/types.h>

struct mp__lifeline {
	int mine;  /* the parent's end of the pipe; -1: none */
	int yours; /* the child's */
};

#define MP__NO_LIFELINE ((struct mp__lifeline){ -1, -1 })

#pragma GCC visibility push(hidden)

/*
 * In the parent, before the fork: a pipe if it is needed; always a pipe, for a
 * child whose parent in the kernel's eyes is another.  0 or an errno value.
 */
int mp__lifeline_open(struct mp__lifeline *l);
int mp__lifeline_open_pipe(struct mp__lifeline *l);
/* In the parent, after the fork. */
void mp__lifeline_hold(struct mp__lifeline *l);
/* In the child: die with @parent. */
void mp__lifeline_take(struct mp__lifeline *l, pid_t parent);
/* In the child, as long as @l is open: whether the parent is there. */
bool mp__lifeline_is_held(const struct mp__lifeline *l, pid_t parent);
/* In the parent when the child has ended; in any other process at once. */
void mp__lifeline_close(struct mp__lifeline *l);

#pragma GCC visibility pop

#endif
