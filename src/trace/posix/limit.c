/* SPDX-License-Identifier: MIT */
/*
 * Time-outs, on the clock of the demo: it stands still while the run is
 * paused, so that a pause makes none of them expire, and follows the speed.
 *
 * The real call is given a time-out in the near future instead, again and
 * again until the demo's clock says that the limit is reached.  A condition is
 * waited for in one piece, see posix_limit_whole().
 *
 * A point of time that a program has worked out itself is taken to be as far
 * away as it is when it is first used.  Used again by the same thread (a wait
 * in a loop), it stays where it is on the demo's clock, however long the run
 * was paused in between.
 */
#include "trace/posix/posix.h"

#include "trace/sink.h"

#define SECOND INT64_C(1000000000)
#define LONG   (INT64_C(4) * 1000 * 1000 * 1000) /* seconds; nobody waits so */

static _Thread_local struct {
	clockid_t clock;
	struct timespec until;
	int64_t demo;
	bool set;
} last __attribute__((tls_model("initial-exec")));

static bool is_time(const struct timespec *t)
{
	return t && t->tv_sec >= 0 && t->tv_nsec >= 0 && t->tv_nsec < SECOND;
}

static int64_t ns_of(int64_t seconds, int64_t ns)
{
	if (seconds > LONG)
		return LONG * SECOND;
	if (seconds < -LONG)
		return -LONG * SECOND;
	return seconds * SECOND + ns;
}

static struct timespec time_of(int64_t ns)
{
	return (struct timespec){ .tv_sec = ns / SECOND,
				  .tv_nsec = ns % SECOND };
}

/* Those that go on by themselves, whatever the process does. */
bool posix_limit_knows(clockid_t clock)
{
	return clock == CLOCK_REALTIME || clock == CLOCK_MONOTONIC ||
	       clock == CLOCK_BOOTTIME || clock == CLOCK_TAI;
}

struct posix_limit posix_limit_at(clockid_t clock, const struct timespec *until)
{
	struct posix_limit l = { .given = until, .clock = clock };
	struct timespec now;

	if (!is_time(until) || !posix_limit_knows(clock) ||
	    clock_gettime(clock, &now))
		return l;
	l.follows = true;
	if (last.set && last.clock == clock &&
	    last.until.tv_sec == until->tv_sec &&
	    last.until.tv_nsec == until->tv_nsec) {
		l.demo = last.demo;
		return l;
	}
	l.demo = trace_sink.now() + ns_of(until->tv_sec - now.tv_sec,
					  until->tv_nsec - now.tv_nsec);
	last.set = false; /* a handler may come in between */
	last.clock = clock;
	last.until = *until;
	last.demo = l.demo;
	last.set = true;
	return l;
}

struct posix_limit posix_limit_in(const struct timespec *span)
{
	struct posix_limit l = { .given = span, .clock = CLOCK_MONOTONIC };

	if (!is_time(span))
		return l;
	l.follows = true;
	l.demo = trace_sink.now() + ns_of(span->tv_sec, span->tv_nsec);
	return l;
}

bool posix_limit_over(const struct posix_limit *l)
{
	return !l->follows || trace_sink.now() >= l->demo;
}

struct timespec posix_limit_rest(const struct posix_limit *l)
{
	int64_t rest = l->demo - trace_sink.now();

	return time_of(rest > 0 ? rest : 0);
}

static int64_t to_next_look(const struct posix_limit *l)
{
	return posix_limit_over(l) ? 0 : trace_sink.until(l->demo);
}

const struct timespec *posix_limit_span(struct posix_limit *l)
{
	if (!l->follows)
		return l->given;
	l->look = time_of(to_next_look(l));
	return &l->look;
}

static const struct timespec *from_now(struct posix_limit *l, int64_t ns)
{
	struct timespec now;

	if (clock_gettime(l->clock, &now))
		return l->given;
	ns += now.tv_nsec;
	l->look = time_of(ns);
	l->look.tv_sec += now.tv_sec;
	return &l->look;
}

const struct timespec *posix_limit_point(struct posix_limit *l)
{
	return l->follows ? from_now(l, to_next_look(l)) : l->given;
}

const struct timespec *posix_limit_whole(struct posix_limit *l)
{
	return l->follows ? from_now(l, trace_sink_span(l->demo)) : l->given;
}
