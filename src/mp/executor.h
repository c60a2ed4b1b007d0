/* SPDX-License-Identifier: MIT */
/*
 * An executor (Python's concurrent.futures.ProcessPoolExecutor): a pool whose
 * tasks are handed in one by one and answer with futures.
 *
 *	mp_executor *e = mp_executor_new("squares", 4, NULL);
 *	mp_future *f = mp_executor_submit(e, MP_TASK(square, int, long), &n);
 *
 *	mp_future_result(f, &squared, MP_FOREVER);
 *	mp_future_free(f);
 *	mp_executor_free(e);
 *
 * Its workers are those of a pool (mp/pool.h), started when it is made.  When
 * the program exits, executors first finish what was submitted.
 *
 * A worker that dies fails its task alone, with EOWNERDEAD, and is replaced.
 * (Python breaks the executor and fails all that is pending.)  An executor is
 * broken when its initializer fails, or again and again no worker lives long
 * enough to be ready: then what is pending and what is submitted later fails
 * with ENOTRECOVERABLE.
 *
 * Errors: -1 (or NULL) and errno; EPERM in a process that did not make it.  No
 * call is safe in a signal handler; a handler that runs does not end a wait.
 */
#ifndef MP_EXECUTOR_H
#define MP_EXECUTOR_H

#include <stdbool.h>
#include <stddef.h>

#include "mp/future.h"
#include "mp/imap.h"
#include "mp/pool.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct mp_executor mp_executor;

/* As mp_pool_new; NULL as @name gives Executor-N. */
mp_executor *mp_executor_new(const char *name, int workers,
			     const struct mp_pool_options *options);

/*
 * Hand in @task on *@in, which is copied; never blocks.  The caller owns the
 * future: mp_future_free.  Fails as mp_pool_apply_async does; with EPIPE after
 * the shutdown.
 */
mp_future *mp_executor_submit(mp_executor *e, struct mp_task task,
			      const void *in);

/*
 * Run @task on each of @n items; the results in their order, one by one
 * (mp/imap.h).  A time-out is one of mp_imap_next, not of the whole map.
 */
mp_imap *mp_executor_map(mp_executor *e, struct mp_task task, const void *in,
			 size_t n);

/*
 * Take no more tasks.  @cancel_futures: cancel what no worker has taken.
 * @wait: until all is done, the callbacks have returned and the workers have
 * ended; else that happens by itself.  May be repeated.  Fails with EINVAL,
 * EPERM, EDEADLK (waiting in a callback).
 */
int mp_executor_shutdown(mp_executor *e, bool wait, bool cancel_futures);

/* Shut down, wait, and free.  Does nothing in another process. */
void mp_executor_free(mp_executor *e);

#ifdef __cplusplus
}
#endif
#endif
