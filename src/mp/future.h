/* SPDX-License-Identifier: MIT */
/*
 * What becomes of one task of an executor (Python's Future).
 *
 *	mp_future *f = mp_executor_submit(e, MP_TASK(square, int, long), &n);
 *
 *	if (mp_future_result(f, &squared, MP_FOREVER) == 0)
 *		printf("%ld\n", squared);
 *	mp_future_free(f);
 *
 * A future is pending until a worker takes its task, then running, then done.
 * It belongs to the process that made the executor; any thread may use it, but
 * not after it is freed.  It may outlive its executor.  A future is a result
 * (mp/result.h): mp_task_message and mp_task_status tell of its failure.
 *
 * Errors: -1 (or NULL) and errno.  No call is safe in a signal handler.
 */
#ifndef MP_FUTURE_H
#define MP_FUTURE_H

#include <stdbool.h>
#include <stddef.h>

#include "mp/result.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef mp_result mp_future;

/*
 * mp_result_get: wait, then copy what the task made to *@out.  With no
 * @timeout, one that is done has its result although a callback may not have
 * returned yet.
 */
int mp_future_result(mp_future *f, void *out, double timeout);

/*
 * Wait until it is done.  0 if it succeeded, else what errno would be after
 * mp_future_result: EREMOTEIO, EOWNERDEAD, ECANCELED, ENOTRECOVERABLE.  Fails
 * with ETIMEDOUT, EINVAL, EPERM.
 */
int mp_future_exception(mp_future *f, double timeout);

/* How it stood a moment ago.  Done includes cancelled. */
bool mp_future_done(mp_future *f);
bool mp_future_running(mp_future *f);
bool mp_future_cancelled(mp_future *f);

/*
 * Cancel it if no worker has taken it.  Whether it is cancelled, now or from
 * before.  (Python also refuses some that are pending.)
 */
bool mp_future_cancel(mp_future *f);

/*
 * Have @fn(@f, @arg) called once when it is done, however: in the order of
 * adding, in the keeper's thread, before an mp_future_result that waits
 * returns in others; or at once, here, if it is done already.  Fails with
 * EINVAL, EPERM, ENOMEM.
 */
typedef void mp_future_fn(mp_future *f, void *arg);
int mp_future_add_done_callback(mp_future *f, mp_future_fn *fn, void *arg);

/* Give it back; the task goes on, callbacks are still called. */
void mp_future_free(mp_future *f);

enum mp_when { MP_FIRST_COMPLETED, MP_FIRST_EXCEPTION, MP_ALL_COMPLETED };

/*
 * Wait up to @timeout seconds until the first of @futures[0..@n) is done, or
 * the first has failed (a cancelled one has not) or all are done, or all are
 * done.  Returns how many are done, also when the time is over; each tells
 * with mp_future_done.  One that is named twice counts twice.  Fails with
 * EINVAL, EPERM.
 */
int mp_futures_wait(mp_future *const *futures, size_t n, enum mp_when when,
		    double timeout);

/*
 * Give each of @futures[0..@n) once, as they are done, those that are already
 * first:
 *
 *	size_t given = 0;
 *	while (mp_as_completed(futures, n, &given, MP_FOREVER) == 1)
 *		... futures[given - 1] is done ...
 *
 * The array is put in that order: *@given, 0 at first, counts those in front
 * that were given.  Returns 1; 0 when all have been given; fails with
 * ETIMEDOUT, EINVAL, EPERM.
 */
int mp_as_completed(mp_future **futures, size_t n, size_t *given,
		    double timeout);

#ifdef __cplusplus
}
#endif
#endif
