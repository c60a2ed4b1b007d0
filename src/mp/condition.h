/* SPDX-License-Identifier: MIT */
/*
 * A condition: to wait, without holding a lock, for a change of what the lock
 * guards.
 *
 *	static bool there_is_work(void *jobs) { return *(int *)jobs > 0; }
 *
 *	mp_condition *more = mp_condition_new("more", NULL);
 *	... mp_process_start(...) ...			children inherit it
 *	mp_condition_acquire(more, MP_FOREVER);		one side
 *	mp_condition_wait_for(more, there_is_work, jobs, MP_FOREVER);
 *	--*jobs;
 *	mp_condition_release(more);
 *
 *	mp_condition_acquire(more, MP_FOREVER);		the other
 *	++*jobs;
 *	mp_condition_notify(more, 1);
 *	mp_condition_release(more);
 *	mp_condition_free(more);	each process frees its own
 *
 * Notifications go to those who wait, the one who has waited longest first.
 * If nobody waits they are lost.
 *
 * A process may be killed at any instant inside any call.  A notification that
 * was meant for one that is dead, or dies before it has the lock again, goes
 * to another one who waited then, within 100 ms.  If one dies that holds the
 * lock, it may have been about to notify: all who wait return within 100 ms,
 * with success, and errno is EOWNERDEAD, as when such a lock is acquired.
 *
 * Errors: -1 (or NULL) and errno; a success other than that one leaves errno
 * alone.  Any thread of any process may call; no call is safe in a signal
 * handler.  A signal handler that runs does not end a wait.
 */
#ifndef MP_CONDITION_H
#define MP_CONDITION_H

#include "mp/lock.h"
#include "mp/type.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct mp_condition mp_condition;

/* So many may wait at a time. */
#define MP_CONDITION_MOST 1024

/*
 * Make a condition on @lock, of either make, which stays the caller's and must
 * outlive it; NULL: on an rlock of its own.  @name is copied (up to 31 bytes);
 * NULL gives Condition-N.  The caller owns the result: mp_condition_free.
 * Fails with ENOMEM.
 */
mp_condition *mp_condition_new(const char *name, mp_lock *lock);

/* Free this process's handle.  The others keep theirs.  NULL is allowed. */
void mp_condition_free(mp_condition *c);

/* Its lock, and by Python's names; NULL has none. */
mp_lock *mp_condition_lock(const mp_condition *c);
#define mp_condition_acquire(c, timeout)                                       \
	mp_lock_acquire(mp_condition_lock(c), (timeout))
#define mp_condition_release(c) mp_lock_release(mp_condition_lock(c))

/*
 * Let the lock go, however often it was acquired, wait up to @timeout seconds
 * for a notification, and take the lock back, which may take longer.  Holding
 * it is as before in any case but EPERM.  Fails with EAGAIN (@timeout is 0 or
 * less), ETIMEDOUT, EPERM (the calling thread does not hold the lock), ENOSPC
 * (MP_CONDITION_MOST wait already), EINVAL (NULL, NaN).
 */
int mp_condition_wait(mp_condition *c, double timeout);

/*
 * Wait until @holds(@arg), which is called with the lock held, first at once;
 * all waits together take up to @timeout seconds.  Fails as mp_condition_wait
 * does; errno is EOWNERDEAD if a holder died meanwhile.
 */
int mp_condition_wait_for(mp_condition *c, bool (*holds)(void *arg), void *arg,
			  double timeout);

/*
 * Notify @n of those who wait, or all.  Fails with EPERM (the calling thread
 * does not hold the lock), EINVAL (NULL, @n not positive).
 */
int mp_condition_notify(mp_condition *c, int n);
int mp_condition_notify_all(mp_condition *c);

/* Its name, fixed when it was made; NULL has none. */
const char *mp_condition_name(const mp_condition *c);

#ifdef __cplusplus
}
#endif
#endif
