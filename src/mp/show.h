/* SPDX-License-Identifier: MIT */
/*
 * Showing a variable of this process's own.
 *
 *	static int counter = 5;
 *	... in the child ...
 *	counter++;
 *	mp_show("counter", MP_INT, &counter);	the child's: 6
 *	... in the parent, after it has joined the child ...
 *	mp_show("counter", MP_INT, &counter);	the parent's: 5 still
 *
 * A watcher sees what processes do with shared objects by itself.  A plain
 * variable belongs to one process, and what is done to it nobody can see: so a
 * process says what it holds, whenever it likes.  What is shown is the value
 * at that moment, as that process has it.
 */
#ifndef MP_SHOW_H
#define MP_SHOW_H

#include "mp/type.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Tell whoever watches that *@variable of this process, which is called @name
 * (the first 31 bytes of it), is what it is now.  With nobody watching it only
 * checks its arguments.  Nothing is kept: @variable may be on the stack.
 *
 * Never waits.  Fails with EINVAL (NULL, no name, a type that is no number).
 * Any thread may call; not safe in a signal handler.
 */
int mp_show(const char *name, mp_type type, const void *variable);

#ifdef __cplusplus
}
#endif
#endif
