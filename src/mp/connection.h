/* SPDX-License-Identifier: MIT */
/*
 * A pipe between two processes: two connections, and messages between them.
 *
 *	mp_conn *ours, *theirs;
 *
 *	mp_pipe("line", true, &ours, &theirs);
 *	mp_process_start(p);		the child inherits both ends,
 *	mp_conn_close(theirs);		each side closes the other's
 *	mp_conn_send(ours, "hello", 5, MP_FOREVER);
 *	n = mp_conn_recv(ours, answer, sizeof(answer), 1.0);
 *	mp_conn_free(ours);
 *
 * The unit of truth is Python's multiprocessing.Pipe.  A message comes out as
 * it went in, whole and once, whatever its length, 0 too; what a plain pipe
 * would cut or run together keeps its boundaries.  Several processes may use
 * one end: each message goes to one of them, and none is torn.  (In Python two
 * readers or two writers of one end may corrupt the data.)
 *
 * What bounds it: about 200 KiB of small messages, or six large ones (above
 * 32 KiB), wait in the kernel; then send waits.  A large message lies in
 * memory of its own until it is received, and costs both sides a descriptor
 * while they handle it.
 *
 * The end of file: once every process has closed the other end, or has ended,
 * what was sent before is still received; then receiving fails with EPIPE, and
 * sending does so at once.  Nobody gets SIGPIPE.  A process that keeps a copy
 * of the other end open waits for ever for its own end of file: close it.
 *
 * A process may be killed at any instant inside any call: a message is sent
 * whole or not at all, so that nobody finds half of one or waits for the rest;
 * one that the dead process was receiving may be lost.  (In Python a writer
 * that is killed leaves the reader waiting, or with garbage.)
 *
 * Errors: -1 (or NULL) and errno.  Any thread of any process may call; nobody
 * may be inside a call on a handle that is closed or freed.  No call is safe in
 * a signal handler.  A signal handler that runs does not end a wait.
 */
#ifndef MP_CONNECTION_H
#define MP_CONNECTION_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "mp/type.h"

#ifdef __cplusplus
extern "C" {
#endif

/* One end of a pipe, as this process holds it. */
typedef struct mp_conn mp_conn;

/*
 * Make a pipe.  With @duplex both ends send and receive; without it *@ret_a
 * only receives and *@ret_b only sends, as in Python.  @name is copied (up to
 * 31 bytes); NULL gives Pipe-N.  The caller owns both ends: mp_conn_free.
 * Fails with EINVAL (NULL), EMFILE, ENFILE, ENOMEM; outputs are untouched then.
 */
int mp_pipe(const char *name, bool duplex, mp_conn **ret_a, mp_conn **ret_b);

/*
 * Close this process's copy of the end.  A second close does nothing; every
 * other call then fails with EBADF.  Fails with EINVAL (NULL).
 */
int mp_conn_close(mp_conn *c);

/* Close it and free the handle.  The others keep theirs.  NULL is allowed. */
void mp_conn_free(mp_conn *c);

/*
 * Send @len bytes as one message, waiting up to @timeout seconds for room.
 * Fails with EAGAIN (no room, and @timeout is 0 or less), ETIMEDOUT, EPIPE (the
 * other end is closed), EBADF (closed here, or this end only receives), EINVAL
 * (NULL, NaN), and a large message also with EMFILE, ENFILE, ENOMEM, ENOSPC,
 * ETOOMANYREFS (too many descriptors on their way).  Then nothing was sent.
 */
int mp_conn_send(mp_conn *c, const void *data, size_t len, double timeout);

/*
 * Receive one message into @buf, waiting up to @timeout seconds for it.
 * Returns its length.  Fails with EAGAIN (there is none, and @timeout is 0 or
 * less), ETIMEDOUT, EPIPE (end of file), EMSGSIZE (it is longer than @size),
 * EBADF (closed here, or this end only sends), EINVAL (NULL, NaN), EBADMSG (it
 * was not sent by mp, and is dropped), and for a large one EMFILE, ENFILE.
 * But for EBADMSG a message stays where it is when receiving it fails: ask for
 * its length and come with a larger buffer.  (Python loses the connection.)
 */
ssize_t mp_conn_recv(mp_conn *c, void *buf, size_t size, double timeout);

/*
 * The same for items of a type, which a watcher sees as what they are.  Of
 * MP_TEXT the bytes up to the terminator are sent, and with it.  Receiving
 * fails with EPROTOTYPE if the item was sent as another type, and with
 * EMSGSIZE if it is a message of mp_conn_send of another size (for MP_TEXT: it
 * does not fit with its terminator); it stays where it is.  Return 0.  Fail
 * also with EINVAL (no such type), EMSGSIZE (sending a text without its
 * terminator).
 */
int mp_conn_send_item(mp_conn *c, mp_type type, const void *item,
		      double timeout);
int mp_conn_recv_item(mp_conn *c, mp_type type, void *item, double timeout);

/*
 * Send the descriptor @fd as a message of its own: who receives it gets a
 * descriptor of the same open file, close-on-exec, and owns it; @fd stays the
 * caller's and may be closed at once.  Fails as mp_conn_send does, and with
 * EBADF (@fd is not open) and ETOOMANYREFS (too many descriptors on their way).
 *
 * mp_conn_recv_fd returns the descriptor.  It fails as mp_conn_recv does, and
 * with EPROTOTYPE if the next message is no descriptor; so does every other
 * call that receives if it is one.  The message stays where it is then, and
 * also if there is no descriptor to be had (EMFILE).
 */
int mp_conn_send_fd(mp_conn *c, int fd, double timeout);
int mp_conn_recv_fd(mp_conn *c, double timeout);

/*
 * The length of the next message.  Does not wait: EAGAIN if there is none;
 * EPROTOTYPE if it is a descriptor; else fails as mp_conn_recv does.
 */
ssize_t mp_conn_next(mp_conn *c);

/*
 * Wait up to @timeout seconds until receiving would not wait.  Returns 1 if
 * there is a message or the end of file, 0 if not.  Takes nothing.  Fails with
 * EBADF (closed here, or this end only sends), EINVAL (NULL, NaN).
 */
int mp_conn_poll(mp_conn *c, double timeout);

/*
 * The descriptor, for poll(2) and the like; reading or writing it breaks the
 * messages.  It belongs to @c and is closed when a program is executed.  Fails
 * with EBADF (closed), EINVAL (NULL).
 */
int mp_conn_fileno(const mp_conn *c);

/* What it is; false and NULL for NULL. */
bool mp_conn_readable(const mp_conn *c);
bool mp_conn_writable(const mp_conn *c);
bool mp_conn_closed(const mp_conn *c);
/* The name of its pipe; valid as long as @c. */
const char *mp_conn_name(const mp_conn *c);

#ifdef __cplusplus
}
#endif
#endif
