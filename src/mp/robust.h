/* SPDX-License-Identifier: MIT */
/*
 * The mutex under every shared object: when its owner dies the kernel marks
 * it, and the next one to lock it is told (EOWNERDEAD).
 *
 * One hole is left: a thread that was woken because the mutex became free,
 * and is killed before it takes it, takes the wake-up with it, and if
 * somebody else has taken the mutex in between, the other sleepers are
 * forgotten.  Therefore nobody sleeps on it without limit.
 */
#ifndef MP_ROBUST_H
#define MP_ROBUST_H

#include <linux/futex.h>
#include <pthread.h>

#include "mp/impl.h"

#pragma GCC visibility push(hidden)

/* Make one, in shared memory.  0 or an errno value. */
int mp__robust_init(pthread_mutex_t *lock, bool recursive);

/* Take it.  EOWNERDEAD: it is taken, and its last owner died. */
int mp__robust_lock(pthread_mutex_t *lock);
/* The same without waiting: EBUSY. */
int mp__robust_trylock(pthread_mutex_t *lock);
/* The same, sleeping at most @ns of real time: ETIMEDOUT. */
int mp__robust_lock_for(pthread_mutex_t *lock, int64_t ns);

/*
 * Whether its owner died and nobody has taken it since: a look from outside,
 * true of a moment ago.
 */
bool mp__robust_is_orphan(const pthread_mutex_t *lock);

#pragma GCC visibility pop

/*
 * The futex word of a robust mutex is an interface between the C library and
 * the kernel; the library offers no way to ask what is in it.  Relaxed: it is
 * true of a moment ago, or of this thread, which has then written it itself.
 */
static inline uint32_t mp__robust_word(const pthread_mutex_t *lock)
{
	return (uint32_t)__atomic_load_n(&lock->__data.__lock,
					 __ATOMIC_RELAXED);
}

/* The TID of its owner; 0: there is none, or it died. */
static inline uint32_t mp__robust_owner(const pthread_mutex_t *lock)
{
	return mp__robust_word(lock) & FUTEX_TID_MASK;
}

#endif
