/* SPDX-License-Identifier: MIT */
/*
 * A lock: one process at a time.
 *
 *	mp_lock *lock = mp_lock_new("account");
 *	... mp_process_start(...) ...	children inherit it
 *	mp_lock_acquire(lock, MP_FOREVER);
 *	... what only one may do at a time ...
 *	mp_lock_release(lock);
 *	mp_lock_free(lock);		each process frees its own
 *
 * An rlock may be acquired again by the thread that holds it, and is free
 * after as many releases.  It is an mp_lock of another make: all calls work
 * on both, and whatever takes a lock takes either.  Acquiring a lock of the
 * first make again waits for itself, as in Python.
 *
 * Who holds it is a thread, of a process.  Only the holder may release it.
 * Python lets anybody release a Lock; but then nobody would know whose death
 * leaves it locked.  A mp_semaphore of 1 may be released by anybody.
 *
 * A holder that dies, in whatever way, lets go of the lock.  The next one to
 * acquire it gets it: the call succeeds, and sets errno to EOWNERDEAD.  What
 * the lock guards may be half-changed then.
 *
 *	errno = 0;
 *	if (mp_lock_acquire(lock, MP_FOREVER) == 0 && errno == EOWNERDEAD)
 *		... put it right ...
 *
 * Errors: -1 (or NULL) and errno; a success other than that one leaves errno
 * alone.  Any thread of any process may call; no call is safe in a signal
 * handler.  A signal handler that runs does not end a wait.
 */
#ifndef MP_LOCK_H
#define MP_LOCK_H

#include <stdbool.h>

#include "mp/type.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct mp_lock mp_lock;
typedef mp_lock mp_rlock;

/*
 * Make a lock.  @name is copied (up to 31 bytes); NULL gives Lock-N or
 * RLock-N.  The caller owns the result: mp_lock_free.  Fails with ENOMEM.
 */
mp_lock *mp_lock_new(const char *name);
mp_rlock *mp_rlock_new(const char *name);

/*
 * Free this process's handle; if the calling thread holds the lock, it lets go
 * of it.  The others keep theirs.  NULL is allowed.
 */
void mp_lock_free(mp_lock *l);

/*
 * Acquire it, waiting up to @timeout seconds.  Fails with EAGAIN (another one
 * holds it, and @timeout is 0 or less), ETIMEDOUT, EINVAL (NULL, NaN).
 */
int mp_lock_acquire(mp_lock *l, double timeout);

/*
 * Release it once.  Fails with EPERM (the calling thread does not hold it, or
 * nobody does), EINVAL (NULL).
 */
int mp_lock_release(mp_lock *l);

/* Its name, fixed when it was made; NULL has none. */
const char *mp_lock_name(const mp_lock *l);

/* By Python's names. */
#define mp_rlock_free    mp_lock_free
#define mp_rlock_acquire mp_lock_acquire
#define mp_rlock_release mp_lock_release
#define mp_rlock_name    mp_lock_name

#ifdef __cplusplus
}
#endif
#endif
