/* SPDX-License-Identifier: MIT */
/*
 * What becomes of tasks that were handed to a pool (Python's AsyncResult).
 *
 *	mp_result *r = mp_pool_apply_async(pool, MP_TASK(square, int, long),
 *					   &n, NULL);
 *	... something else ...
 *	if (mp_result_get(r, &squared, 5.0))
 *		printf("%s: %s\n", strerror(errno), mp_task_message());
 *	mp_result_free(r);
 *
 * A result is of one task or of many (map_async).  It belongs to the process
 * that made the pool: EPERM in any other.  Any thread may use it, but not
 * after it is freed.  It may outlive its pool.
 *
 * Errors: -1 and errno.  No call is safe in a signal handler; a handler that
 * runs does not end a wait.
 */
#ifndef MP_RESULT_H
#define MP_RESULT_H

#include <stdbool.h>
#include <stddef.h>

#include "mp/task.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct mp_result mp_result;

/*
 * What to call when a result is there: exactly one of the two, once, in a
 * thread of the pool (its keeper), before mp_result_get and mp_result_wait
 * return in other threads.  Either may be NULL.  The result belongs to its
 * owner as before: a callback may get it but not free it.  While a callback
 * runs, no other of this pool is called and no dead worker replaced.
 */
struct mp_callbacks {
	void (*done)(mp_result *r, void *arg);
	void (*failed)(mp_result *r, void *arg);
	void *arg;
};

/*
 * Wait up to @timeout seconds, then copy the outputs of all its tasks, in the
 * order of the items, to *@out.  May be repeated.  Fails, and leaves *@out
 * alone, with
 *	ETIMEDOUT	not there in time; the task goes on
 *	EREMOTEIO	a task failed: mp_task_status, mp_task_message
 *	EOWNERDEAD	a worker died in it: killed, crashed, exited
 *	ECANCELED	the pool was terminated, or the task cancelled
 *	ENOTRECOVERABLE	the pool is broken (mp/pool.h)
 *	EINVAL		NULL, NaN
 * Of several tasks that failed the one with the lowest index is told.
 */
int mp_result_get(mp_result *r, void *out, double timeout);

/* Wait until it is there, well or not.  ETIMEDOUT, EINVAL. */
int mp_result_wait(mp_result *r, double timeout);

/* Whether it is there, well or not. */
bool mp_result_ready(mp_result *r);

/* 1 if all its tasks succeeded, else 0.  Fails with EBUSY (not there yet). */
int mp_result_successful(mp_result *r);

/* How many tasks it is of. */
size_t mp_result_count(const mp_result *r);

/* Which item failed, from 0; SIZE_MAX if none did or it is not there. */
size_t mp_result_failed_item(const mp_result *r);

/*
 * Give it back.  Tasks that are not over go on, callbacks are still called.
 * Not from its own callback.  NULL is allowed.
 */
void mp_result_free(mp_result *r);

#ifdef __cplusplus
}
#endif
#endif
