/* SPDX-License-Identifier: MIT */
/*
 * Sleeping, and waiting for any of several descriptors.
 */
#include "trace/posix/posix.h"

#include <string.h>
#include <sys/epoll.h>

#include "trace/sink.h"

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
	return t->tv_sec > INT64_MAX / 1000000000 - 1
		       ? INT64_MAX
		       : t->tv_sec * INT64_C(1000000000) + t->tv_nsec;
}

/* Until @limit: an errno.  @left, unless NULL: what is left then. */
static int do_sleep(const struct posix_limit *limit, struct timespec *left,
		    const void *site)
{
	struct timespec all = posix_limit_rest(limit);
	int err;

	begin_sleep(ns_of(&all), site);
	err = trace_sink_doze(limit->demo);
	if (err && left)
		*left = posix_limit_rest(limit);
	end_sleep(ns_of(&all), err, site);
	return err;
}

/* It fails by -1 and errno. */
static int failed(int err)
{
	if (err)
		errno = err;
	return err ? -1 : 0;
}

POSIX_CALL unsigned int sleep(unsigned int seconds)
{
	const void *site = POSIX_SITE();
	struct timespec t = { .tv_sec = seconds }, left = { 0 };
	struct posix_limit limit;

	if (!posix_told(site))
		return POSIX_REAL(sleep)(seconds);
	limit = posix_limit_in(&t);
	if (!do_sleep(&limit, &left, site))
		return 0;
	return (unsigned)left.tv_sec + (left.tv_nsec >= 500000000);
}

POSIX_CALL int usleep(useconds_t us)
{
	const void *site = POSIX_SITE();
	struct timespec t = { us / 1000000, us % 1000000 * 1000L };
	struct posix_limit limit;

	if (!posix_told(site))
		return POSIX_REAL(usleep)(us);
	limit = posix_limit_in(&t);
	return failed(do_sleep(&limit, NULL, site));
}

POSIX_CALL int nanosleep(const struct timespec *t, struct timespec *left)
{
	const void *site = POSIX_SITE();
	struct posix_limit limit;

	if (!t || !posix_told(site))
		return POSIX_REAL(nanosleep)(t, left);
	limit = posix_limit_in(t);
	return limit.follows ? failed(do_sleep(&limit, left, site))
			     : POSIX_REAL(nanosleep)(t, left);
}

/* A time of the processor's stands still while the process does, anyway. */
POSIX_CALL int clock_nanosleep(clockid_t clock, int flags,
			       const struct timespec *t, struct timespec *left)
{
	const void *site = POSIX_SITE();
	struct posix_limit limit;

	if (!t || !posix_limit_knows(clock) || !posix_told(site))
		return POSIX_REAL(clock_nanosleep)(clock, flags, t, left);
	limit = flags & TIMER_ABSTIME ? posix_limit_at(clock, t)
				      : posix_limit_in(t);
	if (!limit.follows)
		return POSIX_REAL(clock_nanosleep)(clock, flags, t, left);
	return do_sleep(&limit, flags & TIMER_ABSTIME ? NULL : left, site);
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

static int poll_until(struct pollfd *fds, nfds_t count,
		      struct posix_limit *limit, const sigset_t *mask)
{
	int ready;

	do
		ready = POSIX_REAL(ppoll)(fds, count, posix_limit_span(limit),
					  mask);
	while (!ready && !posix_limit_over(limit));
	return ready;
}

static int told_poll(struct pollfd *fds, nfds_t count,
		     const struct timespec *timeout, const sigset_t *mask,
		     const void *site)
{
	struct posix_limit limit = posix_limit_in(timeout);
	int ready;

	begin_poll(count, site);
	ready = POSIX_REAL(ppoll)(fds, count, &(struct timespec){ 0 }, mask);
	if (!ready) {
		poll_waits(count, timeout, site);
		ready = poll_until(fds, count, &limit, mask);
	}
	end_poll(ready, count, site);
	return ready;
}

static struct timespec of_ms(int ms)
{
	return (struct timespec){ ms / 1000, ms % 1000 * 1000000L };
}

static int do_poll(struct pollfd *fds, nfds_t count, int timeout,
		   const void *site)
{
	struct timespec t = of_ms(timeout);

	if (!timeout || !posix_told(site) || !any_told(fds, count))
		return POSIX_REAL(poll)(fds, count, timeout);
	return told_poll(fds, count, timeout > 0 ? &t : NULL, NULL, site);
}

POSIX_CALL int poll(struct pollfd *fds, nfds_t count, int timeout)
{
	return do_poll(fds, count, timeout, POSIX_SITE());
}

static int do_ppoll(struct pollfd *fds, nfds_t count,
		    const struct timespec *timeout, const sigset_t *mask,
		    const void *site)
{
	bool looks = timeout && !timeout->tv_sec && !timeout->tv_nsec;

	if (looks || !posix_told(site) || !any_told(fds, count))
		return POSIX_REAL(ppoll)(fds, count, timeout, mask);
	return told_poll(fds, count, timeout, mask, site);
}

POSIX_CALL int ppoll(struct pollfd *fds, nfds_t count,
		     const struct timespec *timeout, const sigset_t *mask)
{
	return do_ppoll(fds, count, timeout, mask, POSIX_SITE());
}

/* What a checked build calls. */
_Noreturn void __chk_fail(void);
POSIX_CALL int __poll_chk(struct pollfd *fds, nfds_t count, int timeout,
			  size_t room);
POSIX_CALL int __ppoll_chk(struct pollfd *fds, nfds_t count,
			   const struct timespec *timeout, const sigset_t *mask,
			   size_t room);

POSIX_CALL int __poll_chk(struct pollfd *fds, nfds_t count, int timeout,
			  size_t room)
{
	if (room / sizeof(*fds) < count)
		__chk_fail();
	return do_poll(fds, count, timeout, POSIX_SITE());
}

POSIX_CALL int __ppoll_chk(struct pollfd *fds, nfds_t count,
			   const struct timespec *timeout, const sigset_t *mask,
			   size_t room)
{
	if (room / sizeof(*fds) < count)
		__chk_fail();
	return do_ppoll(fds, count, timeout, mask, POSIX_SITE());
}

static uint64_t count_told(int count, fd_set *const sets[3])
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

/* A look empties the sets that it finds nothing for. */
static int select_until(int count, fd_set *sets[3], struct posix_limit *limit,
			const sigset_t *mask)
{
	size_t size = ((size_t)count + 63) / 64 * 8;
	fd_set asked[3];
	int ready;

	for (int i = 0; i < 3; i++) {
		if (sets[i])
			memcpy(&asked[i], sets[i], size);
	}
	for (;;) {
		ready = POSIX_REAL(pselect)(count, sets[0], sets[1], sets[2],
					    posix_limit_span(limit), mask);
		if (ready || posix_limit_over(limit))
			return ready;
		for (int i = 0; i < 3; i++) {
			if (sets[i])
				memcpy(sets[i], &asked[i], size);
		}
	}
}

static int told_select(int count, fd_set *sets[3], struct posix_limit *limit,
		       const sigset_t *mask, const void *site)
{
	uint64_t told = count_told(count, sets);
	int ready;

	begin_poll(told, site);
	/* It overwrites its sets, so it cannot be tried first. */
	poll_waits(told, limit->given, site);
	ready = select_until(count, sets, limit, mask);
	end_poll(ready, told, site);
	return ready;
}

POSIX_CALL int select(int count, fd_set *r, fd_set *w, fd_set *e,
		      struct timeval *timeout)
{
	const void *site = POSIX_SITE();
	fd_set *sets[3] = { r, w, e };
	bool looks = timeout && !timeout->tv_sec && !timeout->tv_usec;
	struct timespec t = { 0 };
	struct posix_limit limit;
	int ready;

	/* A program that makes larger sets than there are. */
	if (looks || count > FD_SETSIZE || !posix_told(site) ||
	    !count_told(count, sets))
		return POSIX_REAL(select)(count, r, w, e, timeout);
	if (timeout)
		t = (struct timespec){ timeout->tv_sec,
				       timeout->tv_usec * 1000 };
	limit = posix_limit_in(timeout ? &t : NULL);
	if (timeout && !limit.follows)
		return POSIX_REAL(select)(count, r, w, e, timeout);
	ready = told_select(count, sets, &limit, NULL, site);
	if (timeout) {
		t = posix_limit_rest(&limit);
		*timeout = (struct timeval){ t.tv_sec, t.tv_nsec / 1000 };
	}
	return ready;
}

POSIX_CALL int pselect(int count, fd_set *r, fd_set *w, fd_set *e,
		       const struct timespec *timeout, const sigset_t *mask)
{
	const void *site = POSIX_SITE();
	fd_set *sets[3] = { r, w, e };
	bool looks = timeout && !timeout->tv_sec && !timeout->tv_nsec;
	struct posix_limit limit;

	if (looks || count > FD_SETSIZE || !posix_told(site) ||
	    !count_told(count, sets))
		return POSIX_REAL(pselect)(count, r, w, e, timeout, mask);
	limit = posix_limit_in(timeout);
	return told_select(count, sets, &limit, mask, site);
}

/* ---- epoll: what it is for is not known, so it is told as it is ---- */

static int epoll_until(int set, struct epoll_event *events, int most,
		       struct posix_limit *limit, const sigset_t *mask)
{
	int ready;

	do {
		const struct timespec *t = posix_limit_span(limit);
		int ms = !t ? -1
			    : (int)(t->tv_sec * 1000 +
				    (t->tv_nsec + 999999) / 1000000);

		ready = POSIX_REAL(epoll_pwait)(set, events, most, ms, mask);
	} while (!ready && !posix_limit_over(limit));
	return ready;
}

static int do_epoll(int set, struct epoll_event *events, int most, int timeout,
		    const sigset_t *mask, const void *site)
{
	struct timespec t = of_ms(timeout);
	struct posix_limit limit;
	int ready;

	if (!timeout || !posix_told(site))
		return POSIX_REAL(epoll_pwait)(set, events, most, timeout,
					       mask);
	limit = posix_limit_in(timeout > 0 ? &t : NULL);
	begin_poll(0, site);
	ready = POSIX_REAL(epoll_pwait)(set, events, most, 0, mask);
	if (!ready) {
		poll_waits(0, timeout > 0, site);
		ready = epoll_until(set, events, most, &limit, mask);
	}
	end_poll(ready, 0, site);
	return ready;
}

POSIX_CALL int epoll_wait(int set, struct epoll_event *events, int most,
			  int timeout)
{
	return do_epoll(set, events, most, timeout, NULL, POSIX_SITE());
}

POSIX_CALL int epoll_pwait(int set, struct epoll_event *events, int most,
			   int timeout, const sigset_t *mask)
{
	return do_epoll(set, events, most, timeout, mask, POSIX_SITE());
}
