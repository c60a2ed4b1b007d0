/* SPDX-License-Identifier: MIT */
/*
 * Who does something, and whether that process is still there.
 *
 * A PID alone is not an identity: it is given again after its process has
 * been reaped.  With the moment at which the process began it is one.
 */
#ifndef MP_WHO_H
#define MP_WHO_H

#include <sys/types.h>

#include "mp/impl.h"

struct mp__who {
	uint32_t pid;
	uint32_t unused;
	uint64_t began; /* clock ticks after boot; 0: unknown */
};

#pragma GCC visibility push(hidden)

/* This process. */
struct mp__who mp__who_me(void);
/* Whether @who has ended; false while that cannot be found out. */
bool mp__who_is_gone(struct mp__who who);
/* This thread's TID, if it has asked before; else 0. */
extern _Thread_local uint32_t mp__my_tid;
uint32_t mp__tid_ask(void);
/* In the child of a fork: both have changed. */
void mp__who_forget(void);

#pragma GCC visibility pop

/* This thread's TID. */
static inline uint32_t mp__tid(void)
{
	return mp__my_tid ? mp__my_tid : mp__tid_ask();
}

#endif
