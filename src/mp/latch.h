/* SPDX-License-Identifier: MIT */
/*
 * The shared side of a lock, and what conditions and values do with it.
 *
 *	offset	0	what was fixed when it was made
 *		64	mutex	robust; recursive for an rlock
 *		104	depth	of an rlock: releases until it is free, under
 *				the mutex
 *		108	deaths	how often a holder died and was found out
 *
 * The mutex is the whole truth, also about who holds it (robust.h).
 */
#ifndef MP_LATCH_H
#define MP_LATCH_H

#include <pthread.h>
#include <stdalign.h>

#include "mp/lock.h"
#include "mp/object.h"

struct mp_lock {
	struct mp__object object;
	bool recursive;
	alignas(64) pthread_mutex_t mutex;
	uint32_t depth;
	_Atomic uint32_t deaths;
};

_Static_assert(offsetof(struct mp_lock, mutex) == 64, "layout");
_Static_assert(offsetof(struct mp_lock, depth) == 104, "layout");
_Static_assert(offsetof(struct mp_lock, deaths) == 108, "layout");

#pragma GCC visibility push(hidden)

/* Make one without an event. */
mp_lock *mp__latch_new(const char *name, bool recursive);

/* Whether this thread holds it. */
bool mp__latch_is_mine(mp_lock *l);

/*
 * Take it: 0, EOWNERDEAD (taken, and its last holder died), EBUSY.  No event
 * of its own.
 */
int mp__latch_try(mp_lock *l);
/* The same, sleeping until @deadline: ETIMEDOUT. */
int mp__latch_wait(mp_lock *l, int64_t deadline);
/* Let go of it once. */
void mp__latch_leave(mp_lock *l);

/* Let go of it altogether; returns how deep it was held. */
uint32_t mp__latch_leave_all(mp_lock *l);
/* Take it back @depth deep: 0 or EOWNERDEAD. */
int mp__latch_retake(mp_lock *l, uint32_t depth);

/* Its holder's TID, 0 if none: as of a moment ago. */
uint64_t mp__latch_holder(const mp_lock *l);

#pragma GCC visibility pop

#endif
