/* SPDX-License-Identifier: MIT */
/*
 * A pool of workers that run tasks (Python's multiprocessing.Pool).
 *
 *	mp_pool *pool = mp_pool_new("squares", 4, NULL);
 *	int in[100];
 *	long out[100];
 *
 *	mp_pool_map(pool, MP_TASK(square, int, long), in, out, 100);
 *	mp_pool_free(pool);
 *
 * Workers are daemon processes, forked when the pool is made, whatever the
 *start method (mp/start.h): what a task is, a pointer to a function, only a
 *copy of this process understands.  They end with the process that made the
 *pool, however that ends.  Only that process may use it, any thread of it;
 *another gets EPERM.
 *
 * A worker that dies, by a signal, a crash or exit(3) in a task, is replaced.
 * The chunk that it was running, and nothing else, fails with EOWNERDEAD; or
 * it is run again from its first item, up to options.retries times.  (Python's
 * Pool waits for ever.)  A task may fork(2): a child that returns from the
 * task ends there.  It may not start processes of mp: workers are daemons.
 *
 * A pool is broken when the initializer fails, or when again and again no
 * worker lives long enough to be ready: then tasks fail with ENOTRECOVERABLE.
 *
 * Tasks are taken in the order in which they were submitted; the items of one
 * map in chunks.  A chunk ends at its first item that fails; the other chunks
 * are run nevertheless.  As many as 65,536 submissions may be unfinished at a
 * time (EAGAIN), each of up to 8,388,608 chunks; submitting never blocks.
 *
 * Errors: -1 (or NULL) and errno.  No call is safe in a signal handler; a
 * handler that runs does not end a wait.
 */
#ifndef MP_POOL_H
#define MP_POOL_H

#include <stddef.h>

#include "mp/result.h"
#include "mp/task.h"
#include "mp/type.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct mp_pool mp_pool;

/* What is zero takes the default. */
struct mp_pool_options {
	/* Called once in each worker before its tasks; returns 0 if well. */
	int (*initializer)(void *argument);
	void *argument;
	/* A worker is replaced after so many chunks; 0: never. */
	unsigned max_chunks;
	/* How often the chunk of a worker that died is run again; to 255. */
	unsigned retries;
	/* Address space for items and results; 0: 4 GiB, or less if refused.
	 * Only what is used takes memory. */
	size_t memory;
};

/*
 * Make a pool of @workers processes; 0: as many as there are CPUs for this
 * process.  @name is copied (up to 31 bytes); NULL gives Pool-N.  Workers are
 * called name-1, name-2, ...; one that replaces another gets the next number.
 * Fails with EINVAL (@workers negative or above 1024, retries above 255),
 * EPERM (this process is a daemon), EAGAIN, ENOMEM, EMFILE, ENFILE; then the
 * workers that were started are ended.
 */
mp_pool *mp_pool_new(const char *name, int workers,
		     const struct mp_pool_options *options);

/*
 * Terminate it if it was not closed and joined, join it and free it.  Its
 * results stay valid.  Does nothing in another process.  NULL is allowed.  Not
 * from a callback.
 */
void mp_pool_free(mp_pool *p);

/*
 * Run @task on *@in and wait for *@out: mp_pool_apply_async and
 * mp_result_get, with the errors of both.
 */
int mp_pool_apply(mp_pool *p, struct mp_task task, const void *in, void *out);

/*
 * Hand in a task and return at once.  @in is copied; @callbacks (may be NULL)
 * too.  The caller owns the result: mp_result_free.  Fails with EPIPE (closed
 * or terminated), ENOTRECOVERABLE (broken), EAGAIN (too many unfinished),
 * ENOMEM (no room for the items), EMSGSIZE (item or result too large),
 * EINVAL, EPERM.
 */
mp_result *mp_pool_apply_async(mp_pool *p, struct mp_task task, const void *in,
			       const struct mp_callbacks *callbacks);

/*
 * Run @task on each of @n items of the array @in and wait for all; out[i]
 * comes of in[i].  After a failure nothing of @out is written.  Errors as
 * those of mp_pool_map_async (also EOVERFLOW: @n too large) and
 * mp_result_get.  With @n 0 it returns at once.
 */
int mp_pool_map(mp_pool *p, struct mp_task task, const void *in, void *out,
		size_t n);
mp_result *mp_pool_map_async(mp_pool *p, struct mp_task task, const void *in,
			     size_t n, const struct mp_callbacks *callbacks);

/*
 * Take no more tasks; workers end when all is done.  A second close does
 * nothing.  Fails with EINVAL, EPERM.
 */
int mp_pool_close(mp_pool *p);

/*
 * End it at once: tasks that no worker has taken fail with ECANCELED; workers
 * get SIGTERM, after a second SIGKILL, and what they were doing fails with
 * ECANCELED too.  Returns without waiting for that.  Fails with EINVAL, EPERM.
 */
int mp_pool_terminate(mp_pool *p);

/*
 * Wait up to @timeout seconds until all workers have ended and all callbacks
 * have returned.  Fails with EBUSY (neither closed nor terminated), ETIMEDOUT,
 * EDEADLK (from a callback), EINVAL, EPERM.
 */
int mp_pool_join(mp_pool *p, double timeout);

/* How many workers it was made with; 0 for NULL. */
int mp_pool_workers(const mp_pool *p);
/* Its name; NULL for NULL. */
const char *mp_pool_name(const mp_pool *p);
/*
 * The PIDs of its workers now, up to @most, into @pids.  Returns how many; 0
 * in another process.
 */
int mp_pool_pids(mp_pool *p, int *pids, int most);

#ifdef __cplusplus
}
#endif
#endif
