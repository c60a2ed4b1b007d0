/* SPDX-License-Identifier: MIT */
/*
 * A semaphore: a number of units that processes take and give.
 *
 *	mp_semaphore *seats = mp_bounded_semaphore_new("seats", 2);
 *	... mp_process_start(...) ...		children inherit it
 *	mp_semaphore_acquire(seats, MP_FOREVER);
 *	... at most two processes are here ...
 *	mp_semaphore_release(seats);
 *	mp_semaphore_free(seats);		each process frees its own
 *
 * There are two makes, as in Python, and they differ in what a unit is.
 *
 * A bounded semaphore lends its units.  There are never more than at first,
 * and the units that a process has when it ends, in whatever way, are given
 * back: by the next one who needs one, within 100 ms, whose call succeeds and
 * sets errno to EOWNERDEAD.  Anybody may release; a process that has none
 * returns one of another's.
 *
 * One without a bound counts things that have happened: who acquires one has
 * used it up.  Units have no owners, and those in a dead process's hands stay
 * away.
 *
 * A process may be killed at any instant inside any call; the others go on.
 *
 * Errors: -1 (or NULL) and errno; a success other than that one leaves errno
 * alone.  Any thread of any process may call; no call is safe in a signal
 * handler.  A signal handler that runs does not end a wait.
 */
#ifndef MP_SEMAPHORE_H
#define MP_SEMAPHORE_H

#include "mp/type.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct mp_semaphore mp_semaphore;

/* The most units of a bounded semaphore. */
#define MP_SEMAPHORE_MOST 65536

/*
 * Make a semaphore of @value units, without a bound or bounded.  @name is
 * copied (up to 31 bytes); NULL gives Semaphore-N.  The caller owns the
 * result: mp_semaphore_free.  Fails with EINVAL (@value negative; bounded: 0,
 * or more than MP_SEMAPHORE_MOST), ENOMEM.
 */
mp_semaphore *mp_semaphore_new(const char *name, int value);
mp_semaphore *mp_bounded_semaphore_new(const char *name, int value);

/* Free this process's handle.  The others keep theirs.  NULL is allowed. */
void mp_semaphore_free(mp_semaphore *s);

/*
 * Take a unit, waiting up to @timeout seconds for one.  Fails with EAGAIN
 * (none, and @timeout is 0 or less), ETIMEDOUT, EINVAL (NULL, NaN).
 */
int mp_semaphore_acquire(mp_semaphore *s, double timeout);

/*
 * Give a unit.  Fails with EOVERFLOW (there would be more than at first, or
 * than INT_MAX without a bound), EINVAL (NULL).
 */
int mp_semaphore_release(mp_semaphore *s);

/* How many units there were a moment ago; 0 for NULL.  Does not block. */
int mp_semaphore_value(const mp_semaphore *s);

/* Its name, fixed when it was made; NULL has none. */
const char *mp_semaphore_name(const mp_semaphore *s);

#ifdef __cplusplus
}
#endif
#endif
