/* SPDX-License-Identifier: MIT */
/*
 * How messages go over a connection.  wire.h has what one is on the socket.
 *
 * The kernel holds the messages.  What the processes share besides is, for
 * each end, a lock and a promise about what comes in there.  Whoever receives
 * holds the lock from looking at a message until it is taken; there is nothing
 * to repair when its owner dies.  While somebody watches, a sender holds it
 * too, from sending until that is told, so that no message is seen to arrive
 * before it was sent.
 *
 * The promise (struct conn_line) bounds all messages that were ever sent to an
 * end.  Whoever is about to send another kind widens it first, under the lock:
 * a receiver who holds the lock and has room for whatever was promised need
 * not look before it takes.  A sender that dies in between leaves a promise
 * that is wider than it had to be.
 */
#include <poll.h>
#include <pthread.h>
#include <time.h>

#include "mp/conn.h"
#include "mp/item.h"
#include "mp/robust.h"

/* ---- promises ---- */

#define ANY_TYPE                                                               \
	((mp_type)0xfe) /* of several types: no kind that items have           \
			 */
#define ANY_SIZE UINT32_MAX

/* The type, and one more than the most bytes; 0: nothing was sent yet. */
static uint64_t promise_make(mp_type type, uint32_t most)
{
	return (uint64_t)type << 32 | most;
}

static mp_type promise_type(uint64_t promise)
{
	return (mp_type)(promise >> 32);
}

static uint32_t promise_most(uint64_t promise)
{
	return (uint32_t)promise;
}

/* Wide enough for messages that @promise allows, and for that of @h. */
static uint64_t promise_with(uint64_t promise, const struct wire_header *h)
{
	bool whole = h->type != WIRE_FD && h->len <= WIRE_FIRST;
	uint32_t most = whole ? (uint32_t)h->len + 1 : ANY_SIZE;

	if (!promise)
		return promise_make(h->type, most);
	if (most < promise_most(promise))
		most = promise_most(promise);
	return promise_make(
		h->type == promise_type(promise) ? h->type : ANY_TYPE, most);
}

/* The end that @c sends to, or at which it receives. */
static struct conn_end *end_of(const mp_conn *c, bool sending)
{
	return &c->pair->line->end[sending ? 1 - c->end : c->end];
}

/* Before a message of @h is sent to @end. */
static void promise_widen(struct conn_end *end, const struct wire_header *h)
{
	/* Relaxed: it only widens, and the lock orders that. */
	uint64_t now =
		atomic_load_explicit(&end->promise, memory_order_relaxed);

	if (promise_with(now, h) == now)
		return;
	(void)mp__robust_lock(&end->lock);
	now = atomic_load_explicit(&end->promise, memory_order_relaxed);
	atomic_store_explicit(&end->promise, promise_with(now, h),
			      memory_order_relaxed);
	(void)pthread_mutex_unlock(&end->lock);
}

/* Under the lock: whether @op may receive whatever comes. */
static bool promise_fits(const struct conn_end *end, const struct conn_op *op)
{
	uint64_t promise =
		atomic_load_explicit(&end->promise, memory_order_relaxed);

	if (!promise || promise_most(promise) == ANY_SIZE || op->fd)
		return false;
	if (op->typed)
		return op->type == promise_type(promise);
	return op->size >= promise_most(promise) - 1;
}

/* ---- one try ---- */

static int send_once(struct conn_op *op, int fd)
{
	const struct wire_packet *p = &op->packet;
	struct conn_end *end = end_of(op->c, true);
	int err;

	promise_widen(end, &p->header);
	if (!mp__watched())
		return mp__wire_send(fd, p);
	(void)mp__robust_lock(&end->lock);
	err = mp__wire_send(fd, p);
	if (!err)
		mp__conn_say_message(op, MP_HAPPENS, p->header.type, p->data,
				     (size_t)p->header.len);
	(void)pthread_mutex_unlock(&end->lock);
	return err;
}

/* Whether the message may be received as @op wants it: 0 or an errno value. */
static int fits(const struct conn_op *op, const struct wire_header *h)
{
	bool text = mp__kind_of(op->type) == MP_KIND_TEXT;

	if ((h->type == WIRE_FD) != (op->fd != NULL))
		return EPROTOTYPE;
	if (!op->typed)
		return h->len > op->size ? EMSGSIZE : 0;
	if (!h->type)
		/* A text that was sent as bytes gets its terminator here. */
		return (text ? h->len < op->size : h->len == op->size)
			       ? 0
			       : EMSGSIZE;
	if (text && mp__kind_of(h->type) == MP_KIND_TEXT)
		return h->len > op->size ? EMSGSIZE : 0;
	return h->type == op->type ? 0 : EPROTOTYPE;
}

/* Under the lock: receive the next message, or only look at it. */
static int look_and_take(struct conn_op *op, int fd, struct wire_header *h)
{
	int err = mp__wire_look(fd, h);

	if (err)
		return err;
	if (op->verb != MP_VERB_RECV)
		return h->type == WIRE_FD ? EPROTOTYPE : 0;
	err = fits(op, h);
	if (err)
		return err;
	return op->fd ? mp__wire_take_fd(fd, op->fd)
		      : mp__wire_take(fd, h, op->to);
}

static int receive_once(struct conn_op *op, int fd)
{
	struct conn_end *end = end_of(op->c, false);
	struct wire_header h;
	int err;

	(void)mp__robust_lock(&end->lock);
	if (op->verb == MP_VERB_RECV && promise_fits(end, op))
		err = mp__wire_receive(fd, &h, op->to, op->size);
	else
		err = look_and_take(op, fd, &h);
	if (!err && op->verb == MP_VERB_RECV) {
		if (mp__watched())
			mp__conn_say_message(op, MP_HAPPENS, h.type, op->to,
					     (size_t)h.len);
		if (op->typed && !h.type &&
		    mp__kind_of(op->type) == MP_KIND_TEXT)
			((char *)op->to)[h.len] = '\0';
	}
	(void)pthread_mutex_unlock(&end->lock);
	if (!err)
		op->size = (size_t)h.len;
	return err;
}

/* ---- as many as it takes ---- */

/* Sleep until @fd is ready for @events or @ns have passed; whether it is. */
static bool wait_fd(int fd, short events, int64_t ns)
{
	struct pollfd p = { .fd = fd, .events = events };
	struct timespec t = { .tv_sec = (time_t)(ns / 1000000000),
			      .tv_nsec = (long)(ns % 1000000000) };

	/* EINTR: the caller looks for itself. */
	return ppoll(&p, 1, ns == MP__NEVER ? NULL : &t, NULL) > 0;
}

static int try_once(struct conn_op *op, int fd)
{
	if (op->verb == MP_VERB_POLL)
		return wait_fd(fd, POLLIN, 0) ? 0 : EAGAIN;
	return op->verb == MP_VERB_SEND ? send_once(op, fd)
					: receive_once(op, fd);
}

/* Try until it is done, or time to sleep for it. */
static int try_often(struct conn_op *op, int fd)
{
	struct mp__offers offers = { 0, 0 };
	int err = try_once(op, fd);

	/* A message is there sooner than a sleeper is woken. */
	while (err == EAGAIN && op->timeout > 0 && mp__offer(&offers))
		err = try_once(op, fd);
	return err;
}

int mp__conn_perform(struct conn_op *op)
{
	short events = op->verb == MP_VERB_SEND ? POLLOUT : POLLIN;
	int fd = atomic_load(&op->c->fd);
	int64_t deadline = 0, ns;
	bool waited = false;
	int err;

	for (;;) {
		err = try_often(op, fd);
		if (err != EAGAIN || !(op->timeout > 0))
			return err;
		if (!waited) {
			waited = true;
			deadline = mp__deadline(op->timeout);
			SAY(op, .phase = MP_WAITS,
			    .err = mp__limit(op->timeout));
		}
		ns = mp__nap(deadline, MP__NEVER);
		if (!ns)
			return ETIMEDOUT;
		(void)wait_fd(fd, events, ns);
	}
}
