/* SPDX-License-Identifier: MIT */
/*
 * The process that started this one, if mp did.
 *
 * What a child knows of it is the copy of its parent's own record that it was
 * born with, and a pidfd that it opens when it first asks.
 */
#ifndef MP_PARENT_H
#define MP_PARENT_H

#include <sys/types.h>

#include "mp/process.h"

#pragma GCC visibility push(hidden)

/* NULL: there is none. */
mp_process *mp__parent(void);
/* In a new child: it is @p, whose PID is @pid. */
void mp__parent_set(mp_process *p, pid_t pid);
/* In a child of fork(2): the other's parent is not ours. */
void mp__parent_forget(void);
/*
 * Its pidfd, also the sentinel of its record; -1 and errno: ESRCH if it has
 * ended.
 */
int mp__parent_watch(void);
bool mp__parent_ended(void);

#pragma GCC visibility pop

#endif
