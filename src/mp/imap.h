/* SPDX-License-Identifier: MIT */
/*
 * Results one by one, as they come (Python's imap and imap_unordered).
 *
 *	mp_imap *it = mp_pool_imap(pool, MP_TASK(square, int, long), in, 100);
 *
 *	while (mp_imap_next(it, &out, NULL, MP_FOREVER) == 1)
 *		printf("%ld\n", out);
 *	mp_imap_free(it);
 *
 * All items are handed in at once, in chunks of one unless the task says
 * otherwise.  An iterator is used by one thread at a time, of the process that
 * made the pool.  No call is safe in a signal handler; a handler that runs does
 * not end a wait.
 */
#ifndef MP_IMAP_H
#define MP_IMAP_H

#include <stddef.h>

#include "mp/pool.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct mp_imap mp_imap;

/*
 * Run @task on each of the @n items of @in.  The first gives the results in
 * the order of the items, the second as they come.  NULL and errno: those of
 * mp_pool_map_async.  The caller owns the result: mp_imap_free.
 */
mp_imap *mp_pool_imap(mp_pool *p, struct mp_task task, const void *in,
		      size_t n);
mp_imap *mp_pool_imap_unordered(mp_pool *p, struct mp_task task, const void *in,
				size_t n);

/*
 * Wait up to @timeout seconds for the next result and copy it to *@out; which
 * item it is of to *@ret_item, unless that is NULL.  Returns 1; 0 when all
 * have been given; or fails with the errors of mp_result_get.  ETIMEDOUT loses
 * nothing.  After a task's failure (then *@ret_item is its item) the next call
 * goes on with the chunk after the failed one.
 */
int mp_imap_next(mp_imap *it, void *out, size_t *ret_item, double timeout);

/* Give it back; tasks that are not over go on.  NULL is allowed. */
void mp_imap_free(mp_imap *it);

#ifdef __cplusplus
}
#endif
#endif
