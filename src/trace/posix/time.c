/* SPDX-License-Identifier: MIT */
/*
 * Sleeping, and waiting for any of several descriptors.
 */
#include "trace/posix/posix.h"

/* ---- sleeping ---- */

static void begin_sleep(int64_t ns, const void *site)
{
	POSIX_EMIT(.verb = MP_VERB_SLEEP, .phase = MP_BEGINS,
		   .kind = MP_KIND_INT, .a = (uint64_t)ns, .site = site);
}

static void end_sleep(int64_t ns, int err, const void *site)
{
	POSIX_EMIT(.verb = MP_VERB_SLEEP, .phase = MP_ENDS, .kind = MP_KIND_INT,
		   .a = (uint64_t)ns, .err = err, .site = site);
}

static int64_t ns_of(const struct timespec *t)
{
	return t->tv_sec * INT64_C(1000000000) + t->tv_nsec;
}

POSIX_CALL unsigned int sleep(unsigned int seconds)
{
	const void *site = POSIX_SITE();
	int64_t ns = seconds * INT64_C(1000000000);
	unsigned left;

	if (!posix_told(site))
		return POSIX_REAL(sleep)(seconds);
	begin_sleep(ns, site);
	left = POSIX_REAL(sleep)(seconds);
	end_sleep(ns, left ? EINTR : 0, site);
	return left;
}

POSIX_CALL int usleep(useconds_t us)
{
	const void *site = POSIX_SITE();
	int result;

	if (!posix_told(site))
		return POSIX_REAL(usleep)(us);
	begin_sleep((int64_t)us * 1000, site);
	result = POSIX_REAL(usleep)(us);
	end_sleep((int64_t)us * 1000, posix_err(result), site);
	return result;
}

POSIX_CALL int nanosleep(const struct timespec *t, struct timespec *left)
{
	const void *site = POSIX_SITE();
	int result;

	if (!t || !posix_told(site))
		return POSIX_REAL(nanosleep)(t, left);
	begin_sleep(ns_of(t), site);
	result = POSIX_REAL(nanosleep)(t, left);
	end_sleep(ns_of(t), posix_err(result), site);
	return result;
}

/* Until a time: how long that is. */
static int64_t span_of(clockid_t clock, int flags, const struct timespec *t)
{
	struct timespec now;

	if (!(flags & TIMER_ABSTIME) || clock_gettime(clock, &now))
		return ns_of(t);
	return ns_of(t) > ns_of(&now) ? ns_of(t) - ns_of(&now) : 0;
}

POSIX_CALL int clock_nanosleep(clockid_t clock, int flags,
			       const struct timespec *t, struct timespec *left)
{
	const void *site = POSIX_SITE();
	int64_t ns;
	int err;

	if (!t || !posix_told(site))
		return POSIX_REAL(clock_nanosleep)(clock, flags, t, left);
	ns = span_of(clock, flags, t);
	begin_sleep(ns, site);
	err = POSIX_REAL(clock_nanosleep)(clock, flags, t, left);
	end_sleep(ns, err, site);
	return err;
}

/* ---- waiting for descriptors; a look that waits for nothing is not told ----
 */

static bool any_told(const struct pollfd *fds, nfds_t count)
{
	for (nfds_t i = 0; i < count; i++) {
		if (fds[i].fd >= 0 && !posix_fd_is_plain(fds[i].fd) &&
		    posix_fd_get(fds[i].fd).ends)
			return true;
	}
	return false;
}

static void begin_poll(uint64_t count, const void *site)
{
	POSIX_EMIT(.verb = MP_VERB_POLL_FDS, .phase = MP_BEGINS, .b = count,
		   .site = site);
}

static void poll_waits(uint64_t count, bool bounded, const void *site)
{
	POSIX_EMIT(.verb = MP_VERB_POLL_FDS, .phase = MP_WAITS, .b = count,
		   .err = bounded ? ETIMEDOUT : 0, .site = site);
}

static void end_poll(int ready, uint64_t count, const void *site)
{
	POSIX_EMIT(.verb = MP_VERB_POLL_FDS, .phase = MP_ENDS,
		   .a = ready > 0 ? (uint64_t)ready : 0, .b = count,
		   .err = posix_err(ready), .site = site);
}

static int do_poll(struct pollfd *fds, nfds_t count, int timeout,
		   const void *site)
{
	int ready;

	if (!timeout || !posix_told(site) || !any_told(fds, count))
		return POSIX_REAL(poll)(fds, count, timeout);
	begin_poll(count, site);
	ready = POSIX_REAL(poll)(fds, count, 0);
	if (!ready) {
		poll_waits(count, timeout > 0, site);
		ready = POSIX_REAL(poll)(fds, count, timeout);
	}
	end_poll(ready, count, site);
	return ready;
}

POSIX_CALL int poll(struct pollfd *fds, nfds_t count, int timeout)
{
	return do_poll(fds, count, timeout, POSIX_SITE());
}

/* What a checked build calls. */
_Noreturn void __chk_fail(void);
POSIX_CALL int __poll_chk(struct pollfd *fds, nfds_t count, int timeout,
			  size_t room);

POSIX_CALL int __poll_chk(struct pollfd *fds, nfds_t count, int timeout,
			  size_t room)
{
	if (room / sizeof(*fds) < count)
		__chk_fail();
	return do_poll(fds, count, timeout, POSIX_SITE());
}

static uint64_t count_told(int count, const fd_set *sets[3])
{
	uint64_t n = 0;

	for (int fd = 0; fd < count && fd < FD_SETSIZE; fd++) {
		for (int i = 0; i < 3; i++) {
			if (sets[i] && FD_ISSET(fd, sets[i]) &&
			    posix_fd_get(fd).ends)
				n++;
		}
	}
	return n;
}

POSIX_CALL int select(int count, fd_set *r, fd_set *w, fd_set *e,
		      struct timeval *timeout)
{
	const void *site = POSIX_SITE();
	const fd_set *sets[3] = { r, w, e };
	bool looks = timeout && !timeout->tv_sec && !timeout->tv_usec;
	uint64_t told =
		looks || !posix_told(site) ? 0 : count_told(count, sets);
	int ready;

	if (!told)
		return POSIX_REAL(select)(count, r, w, e, timeout);
	begin_poll(told, site);
	/* It overwrites its sets, so it cannot be tried first. */
	poll_waits(told, timeout != NULL, site);
	ready = POSIX_REAL(select)(count, r, w, e, timeout);
	end_poll(ready, told, site);
	return ready;
}
