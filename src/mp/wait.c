/* SPDX-License-Identifier: MIT */
/*
 * Waiting for several things: one poll(2) over their descriptors; what has
 * none, a queue, is looked at, and asked to ring the doorbell (bell.h), which
 * is one descriptor more.
 */
#include "mp/wait.h"

#include <math.h>
#include <poll.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "mp/bell.h"
#include "mp/ring.h"

struct waiting {
	mp_waitable *things;
	size_t n;
	struct pollfd *polled; /* one each, in order; last the doorbell */
	bool *ready;           /* those without a descriptor */
	bool queues;           /* there are some */
	const void *site;
};

static void say(const struct waiting *w, enum mp_phase phase, int ready,
		int err)
{
	MP__EMIT(.verb = MP_VERB_WAIT_ANY, .phase = (uint8_t)phase,
		 .kind = phase == MP_ENDS ? MP_KIND_INT : MP_KIND_NONE,
		 .err = err, .a = (uint64_t)ready, .b = w->n, .site = w->site);
}

/* ---- what to poll ---- */

static int errno_of(int result)
{
	return result < 0 ? errno : 0;
}

/* Whether it is exactly one thing. */
static bool is_one(const mp_waitable *t)
{
	return !!t->conn + !!t->process + !!t->queue + !!t->fd_plus_1 == 1;
}

/* The descriptor of a thing, -1 if it has none.  0 or an errno value. */
static int descriptor(const mp_waitable *t, int *ret_fd, bool *ret_ready)
{
	*ret_fd = -1;
	if (!is_one(t))
		return EINVAL;
	if (t->queue)
		return 0;
	if (t->fd_plus_1) {
		*ret_fd = t->fd_plus_1 - 1;
		return *ret_fd < 0 ? EBADF : 0;
	}
	if (t->conn) {
		if (!mp_conn_readable(t->conn))
			return EBADF;
		*ret_fd = mp_conn_fileno(t->conn);
		return errno_of(*ret_fd);
	}
	/* One that nobody could have a pidfd of has ended. */
	*ret_ready = mp_process_exitcode(t->process) != MP_NOT_ENDED;
	if (*ret_ready)
		return 0;
	*ret_fd = mp_process_sentinel(t->process);
	return errno_of(*ret_fd);
}

static int prepare(struct waiting *w)
{
	int err = 0;

	for (size_t i = 0; i < w->n && !err; i++) {
		w->polled[i].events = POLLIN;
		w->queues |= !!w->things[i].queue;
		err = descriptor(&w->things[i], &w->polled[i].fd, &w->ready[i]);
	}
	w->polled[w->n] = (struct pollfd){ .fd = -1, .events = POLLIN };
	return err;
}

/* ---- looking ---- */

/* Sleep at most @ns, 0: only look.  0 or EBADF. */
static int poll_all(struct waiting *w, int64_t ns)
{
	struct timespec t = { .tv_sec = (time_t)(ns / 1000000000),
			      .tv_nsec = (long)(ns % 1000000000) };
	int n = ppoll(w->polled, w->n + 1, ns == MP__NEVER ? NULL : &t, NULL);

	for (size_t i = 0; i <= w->n; i++) {
		/* EINTR: what is ready is found the next time. */
		if (n < 0)
			w->polled[i].revents = 0;
		if (w->polled[i].revents & POLLNVAL)
			return EBADF;
	}
	if (w->polled[w->n].revents)
		mp__bell_quiet(w->polled[w->n].fd);
	return n < 0 && errno != EINTR ? errno : 0;
}

/* Look at the queues; @ask: let them ring. */
static void look_at_queues(struct waiting *w, bool ask)
{
	for (size_t i = 0; i < w->n && w->queues; i++)
		if (w->things[i].queue)
			w->ready[i] = mp__ring_ready(w->things[i].queue, ask,
						     w->site);
}

static int count_ready(const struct waiting *w)
{
	int n = 0;

	for (size_t i = 0; i < w->n; i++)
		n += w->ready[i] || w->polled[i].revents;
	return n;
}

/* ---- waiting ---- */

static int64_t most_ns(const struct waiting *w)
{
	return w->queues ? MP__RECHECK_NS : MP__NEVER;
}

static int await(struct waiting *w, double timeout, int *ret_ready)
{
	int64_t deadline = 0, ns = 0;
	bool waited = false;
	int err;

	for (;;) {
		look_at_queues(w, timeout > 0);
		err = poll_all(w, 0);
		*ret_ready = count_ready(w);
		if (err || *ret_ready || !(timeout > 0))
			return err;
		if (!waited) {
			waited = true;
			deadline = mp__deadline(timeout);
			say(w, MP_WAITS, 0, mp__limit(timeout));
			if (w->queues)
				w->polled[w->n].fd = mp__bell_watch();
			if (w->queues && w->polled[w->n].fd < 0)
				return errno;
		}
		ns = mp__nap(deadline, most_ns(w));
		if (!ns)
			return 0;
		err = poll_all(w, ns);
		if (err)
			return err;
	}
}

static int wait_for(struct waiting *w, double timeout, int *ret_ready)
{
	int err;

	if ((!w->things && w->n) || isnan(timeout))
		return EINVAL;
	w->polled = calloc(w->n + 1, sizeof(*w->polled));
	w->ready = calloc(w->n + 1, sizeof(*w->ready));
	err = w->polled && w->ready ? prepare(w) : ENOMEM;
	if (!err) {
		err = await(w, w->n ? timeout : 0, ret_ready);
		if (w->polled[w->n].fd >= 0)
			(void)close(w->polled[w->n].fd);
	}
	for (size_t i = 0; i < w->n && !err; i++)
		w->things[i].ready = w->ready[i] || w->polled[i].revents;
	free(w->polled);
	free(w->ready);
	return err;
}

MP__TRACED int mp_wait(mp_waitable *things, size_t n, double timeout)
{
	struct waiting w = { .things = things, .n = n, .site = MP__SITE() };
	int ready = 0, err;

	say(&w, MP_BEGINS, 0, 0);
	err = wait_for(&w, timeout, &ready);
	say(&w, MP_ENDS, err ? 0 : ready, err);
	return err ? mp__result(err) : ready;
}
