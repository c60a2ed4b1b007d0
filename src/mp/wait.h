/* SPDX-License-Identifier: MIT */
/*
 * Waiting for several things at once: connections, processes, queues.
 *
 *	mp_waitable w[] = {
 *		MP_WAIT_CONN(line),		a message, or the end of file
 *		MP_WAIT_PROCESS(worker),	it has ended
 *		MP_WAIT_QUEUE(results),		an item, or it is closed
 *		MP_WAIT_FD(0),			a descriptor is readable
 *	};
 *
 *	if (mp_wait(w, 4, 1.0) > 0 && w[1].ready)
 *		mp_process_join(worker, 0);
 *
 * The unit of truth is Python's multiprocessing.connection.wait, which knows no
 * queues of this kind.
 *
 * Ready means that the call which takes would not have waited a moment ago;
 * where several processes take, another may have come first: take with a
 * time-out of 0.  Nothing is taken here.
 *
 * What a queue costs: all queues that a process can see share one descriptor,
 * made with the first of them and inherited (the doorbell; a program that
 * closes descriptors it does not know is not woken by queues here, but looks
 * again every 100 ms).  Putting into a queue rings it only while somebody waits
 * here, which costs that put a system call more; whoever else waits here for
 * queues wakes too and looks.
 *
 * Errors: -1 and errno.  Any thread of any process may call; not safe in a
 * signal handler.  A signal handler that runs does not end the wait.
 */
#ifndef MP_WAIT_H
#define MP_WAIT_H

#include <stdbool.h>
#include <stddef.h>

#include "mp/connection.h"
#include "mp/process.h"
#include "mp/queue.h"
#include "mp/type.h"

#ifdef __cplusplus
extern "C" {
#endif

/* One thing to wait for: exactly one of the first four is set. */
typedef struct mp_waitable {
	mp_conn *conn;
	mp_process *process;
	mp_queue *queue;
	int fd_plus_1; /* 0: none */
	bool ready;    /* set by mp_wait */
} mp_waitable;

#define MP_WAIT_CONN(c)                                                        \
	{                                                                      \
		(c), NULL, NULL, 0, false                                      \
	}
#define MP_WAIT_PROCESS(p)                                                     \
	{                                                                      \
		NULL, (p), NULL, 0, false                                      \
	}
#define MP_WAIT_QUEUE(q)                                                       \
	{                                                                      \
		NULL, NULL, (q), 0, false                                      \
	}
#define MP_WAIT_FD(fd)                                                         \
	{                                                                      \
		NULL, NULL, NULL, (fd) + 1, false                              \
	}

/*
 * Wait up to @timeout seconds until at least one of the @n things is ready, and
 * mark each that is.  Returns how many; 0 if the time has passed (at once, if
 * @timeout is 0 or less), or if @n is 0.  Fails with EINVAL (NULL, NaN, a thing
 * that is none or two, a process that was not started), EBADF (a connection
 * that is closed or only sends, a descriptor that is not open), ECHILD (a
 * process that is not a child of this one), ENOMEM, EMFILE, ENFILE.  The marks
 * are untouched then.
 */
int mp_wait(mp_waitable *things, size_t n, double timeout);

#ifdef __cplusplus
}
#endif
#endif
