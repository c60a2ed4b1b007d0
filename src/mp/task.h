/* SPDX-License-Identifier: MIT */
/*
 * A task: one function that a worker of a pool runs on one item.
 *
 *	static int square(const void *in, void *out)
 *	{
 *		int n = *(const int *)in;
 *
 *		if (n < 0)
 *			return mp_task_fail(1, "%d is negative", n);
 *		*(long *)out = (long)n * n;
 *		return 0;
 *	}
 *
 *	mp_pool_map(pool, MP_TASK(square, int, long), in, out, n);
 *
 * What goes in and what comes out are bytes of fixed sizes, copied between the
 * processes; they must not contain pointers.  The function is called in
 * another process, which was forked when the pool was made: what it changes
 * in plain memory nobody else sees, what has changed since the pool was made
 * it does not see, and a library that was opened since is not there.  A task
 * must end before 16 MiB of anything are its argument or result: EMSGSIZE.
 *
 * Python's starmap unpacks each item into arguments; in C an item is a struct
 * of the arguments.  Python's exception is a status and a message in C.
 *
 * No call is safe in a signal handler.
 */
#ifndef MP_TASK_H
#define MP_TASK_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Turn *@in into *@out, both aligned to 16 bytes if their sizes are multiples
 * of it, and to 8 likewise.  Returns 0, or the status of its failure.
 */
typedef int mp_task_fn(const void *in, void *out);

struct mp_task {
	mp_task_fn *fn;
	size_t in_size; /* bytes of an item; 0: @in points to nothing */
	size_t out_size;
	/*
	 * How many items a worker takes at once.  0 is Python's default: for
	 * map ceil(n / (4 * workers)), for imap 1.  Negative: EINVAL.
	 */
	long chunk;
};

/* The task that makes one @out_type of one @in_type. */
#define MP_TASK(fn, in_type, out_type)                                         \
	((struct mp_task){ (fn), sizeof(in_type), sizeof(out_type), 0 })
/* The same, @chunk items at once. */
#define MP_TASK_CHUNKED(fn, in_type, out_type, chunk)                          \
	((struct mp_task){ (fn), sizeof(in_type), sizeof(out_type), (chunk) })

enum { MP_TASK_MESSAGE = 112, MP_TASK_LARGEST = 1 << 24 };

/*
 * In a task: set the message of its failure, cut to MP_TASK_MESSAGE bytes with
 * the terminator.  Returns @status, to be returned by the task.
 */
__attribute__((format(printf, 2, 3))) int mp_task_fail(int status,
						       const char *format, ...);

/*
 * In the caller: status and message of the last failure that a call of mp told
 * this thread of with EREMOTEIO (the task's own status), EOWNERDEAD (the
 * worker died: its exit code, minus the signal) or ECANCELED (0).  The text is
 * valid until the next such call of this thread; "" if there was none.
 */
int mp_task_status(void);
const char *mp_task_message(void);

#ifdef __cplusplus
}
#endif
#endif
