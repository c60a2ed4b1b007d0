/* SPDX-License-Identifier: MIT */
/*
 * A barrier: where each of some parties waits for all the others.
 *
 *	mp_barrier *line = mp_barrier_new("line", 3, NULL, NULL, MP_FOREVER);
 *	... mp_process_start(...) ...	children inherit it
 *	... first part ...
 *	mp_barrier_wait(line, MP_FOREVER);
 *	... second part: all have done the first ...
 *	mp_barrier_free(line);		each process frees its own
 *
 * When the last party has come the round is over, all go on, and the next
 * round may begin.
 *
 * A barrier breaks when a wait times out, an action fails, somebody aborts it,
 * or a party dies: then all who wait fail, and so do later waits until it is
 * reset.  It sees the death of a party that waits, or is in the middle of a
 * call, within 100 ms; one that is dead by the time the last other party comes
 * may count as come.  It does not know who else should come: for a party that
 * dies elsewhere there is the time-out.
 *
 * A process may be killed at any instant inside any call; nobody is stuck.
 *
 * Errors: -1 (or NULL) and errno.  Any thread of any process may call; no call
 * is safe in a signal handler.  A signal handler that runs does not end a wait.
 */
#ifndef MP_BARRIER_H
#define MP_BARRIER_H

#include <stdbool.h>

#include "mp/type.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct mp_barrier mp_barrier;

/* The most parties. */
#define MP_BARRIER_MOST 4096

/*
 * Make a barrier for @parties.  @action(@arg), unless NULL, is called in the
 * last party of a round before any goes on, and breaks the barrier by
 * returning other than 0; it must not use the barrier.  No wait takes longer
 * than @timeout seconds.  @name is copied (up to 31 bytes); NULL gives
 * Barrier-N.  The caller owns the result: mp_barrier_free.  Fails with EINVAL
 * (@parties not from 1 to MP_BARRIER_MOST, @timeout NaN or not positive),
 * ENOMEM.
 */
mp_barrier *mp_barrier_new(const char *name, int parties,
			   int (*action)(void *arg), void *arg, double timeout);

/* Free this process's handle.  The others keep theirs.  NULL is allowed. */
void mp_barrier_free(mp_barrier *b);

/*
 * Wait, up to @timeout seconds, until all parties have come.  Returns how many
 * had come before: 0 for the first, parties - 1 for the last.  Fails with
 * ETIMEDOUT (EAGAIN if @timeout is 0 or less), which breaks it; ECANCELED (it
 * is broken, or was reset meanwhile); EOWNERDEAD (it broke because a party
 * died); ENOSPC (more processes have yet to return from earlier rounds than
 * there are parties), EINVAL (NULL, NaN).
 */
int mp_barrier_wait(mp_barrier *b, double timeout);

/*
 * Break it; or make it whole and empty, which ends the waits of those who wait
 * with ECANCELED.  Fail with EINVAL (NULL).
 */
int mp_barrier_abort(mp_barrier *b);
int mp_barrier_reset(mp_barrier *b);

/* Fixed when it was made; of NULL 0 and NULL. */
int mp_barrier_parties(const mp_barrier *b);
const char *mp_barrier_name(const mp_barrier *b);

/* How many waited, and whether it was broken, a moment ago. */
int mp_barrier_waiting(const mp_barrier *b);
bool mp_barrier_broken(const mp_barrier *b);

#ifdef __cplusplus
}
#endif
#endif
