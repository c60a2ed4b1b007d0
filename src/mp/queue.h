/* SPDX-License-Identifier: MIT */
/*
 * A bounded queue that several processes share.
 *
 *	mp_queue *tasks = mp_queue_new("tasks", 4, MP_INT);
 *	... mp_process_start(...) ...	children inherit it
 *	mp_queue_put(tasks, &item, MP_FOREVER);		one side
 *	mp_queue_get(tasks, &item, 0.5);		the other
 *	mp_queue_free(tasks);				each process frees its
 *own
 *
 * First in, first out.  Items are copied in and out.  The queue lives in
 * anonymous shared memory: it must exist before the processes that use it
 * are started, and nothing of it is left when the last of them has ended.
 *
 * Every queue is bounded, by its capacity and by 1 GiB; a queue without bounds,
 * as Python's is by default, is not offered: it hides a consumer that is too
 * slow until the memory ends.
 *
 * Who puts work in may wait until it is done, not only taken:
 *
 *	mp_queue_get(tasks, &item, MP_FOREVER);		a worker
 *	... work ...
 *	mp_queue_task_done(tasks);
 *
 *	mp_queue_join(tasks, MP_FOREVER);		who has put the work
 *
 * A process may be killed at any instant inside any call: the others go on,
 * and at most the one item in its hands is lost.  A wake-up that dies with it
 * delays nobody by more than 100 ms.
 *
 * Errors: -1 (or NULL) and errno.  Any thread of any process may call; no call
 * is safe in a signal handler.  A signal handler that runs does not end a wait.
 */
#ifndef MP_QUEUE_H
#define MP_QUEUE_H

#include <stdbool.h>
#include <stddef.h>

#include "mp/type.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct mp_queue mp_queue;

/*
 * Make a queue of @capacity items of type @type.  @name is copied (up to 31
 * bytes); NULL gives Queue-N.  The caller owns the result: mp_queue_free.
 * Fails with EINVAL (capacity 0, a type that is none of mp/type.h or has no
 * size), EOVERFLOW (more than 1 GiB), ENOMEM.
 */
mp_queue *mp_queue_new(const char *name, size_t capacity, mp_type type);

/* Free this process's handle.  The others keep theirs.  NULL is allowed. */
void mp_queue_free(mp_queue *q);

/*
 * Put a copy of *@item at the tail, waiting up to @timeout seconds for room.
 * Of MP_TEXT only the bytes up to the terminator are read, and later written.
 * Fails with EAGAIN (full, and @timeout is 0 or less), ETIMEDOUT, EPIPE (the
 * queue is closed), EMSGSIZE (an MP_TEXT item without its terminator), EINVAL
 * (NULL, NaN).
 */
int mp_queue_put(mp_queue *q, const void *item, double timeout);

/*
 * Take the item at the head into *@item, waiting up to @timeout seconds for
 * one.  Fails with EAGAIN (empty, and @timeout is 0 or less), ETIMEDOUT, EPIPE
 * (closed, and nothing is left in it), EINVAL.  Outputs are untouched then.
 */
int mp_queue_get(mp_queue *q, void *item, double timeout);

/* Without waiting: EAGAIN when full or empty. */
int mp_queue_put_nowait(mp_queue *q, const void *item);
int mp_queue_get_nowait(mp_queue *q, void *item);

/*
 * End it for everybody: later puts fail with EPIPE, gets do so once the queue
 * is empty; whoever waits is woken.  A second close does nothing.  Fails with
 * EINVAL (NULL).
 */
int mp_queue_close(mp_queue *q);

/*
 * How it stood a moment ago; others may have changed it since.  These and the
 * ones below do not block; a queue that is NULL is empty and has no name.
 */
size_t mp_queue_size(const mp_queue *q);
bool mp_queue_empty(const mp_queue *q);
bool mp_queue_full(const mp_queue *q);

/*
 * An item that was taken has been dealt with.  Any process may say so, also for
 * another: a worker that is killed between the two leaves its item unfinished,
 * and whoever finds out (mp_process_exitcode) may put the work in again and
 * then say that the first is done.  Fails with EINVAL (NULL, or more often than
 * items were taken; Python counts puts).
 */
int mp_queue_task_done(mp_queue *q);

/*
 * Wait up to @timeout seconds until as many items are done as were ever put; at
 * once if there were none.  It may be closed.  Fails with EAGAIN (there is work
 * left, and @timeout is 0 or less), ETIMEDOUT, EINVAL (NULL, NaN).
 */
int mp_queue_join(mp_queue *q, double timeout);

/* How many items were put and are not done, a moment ago. */
size_t mp_queue_unfinished(const mp_queue *q);

/* Fixed when it was made. */
size_t mp_queue_capacity(const mp_queue *q);
const char *mp_queue_name(const mp_queue *q);

#ifdef __cplusplus
}
#endif
#endif
