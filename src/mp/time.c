/* SPDX-License-Identifier: MIT */
/*
 * The demo's clock.  A watcher may stop it or change its speed; then only the
 * watcher knows how long to sleep in real time, so every wait asks it and
 * looks again (mp__nap).
 */
#include "mp/time.h"

#include <math.h>
#include <time.h>

#include "mp/impl.h"

#define NS_PER_S 1000000000LL

static int64_t monotonic(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * NS_PER_S + t.tv_nsec;
}

int64_t mp__now(void)
{
	return mp__watched() && mp_probe->now ? mp_probe->now() : monotonic();
}

int64_t mp__ns(double seconds)
{
	if (isnan(seconds) || seconds <= 0)
		return 0;
	/* 2^63 ns are 292 years: longer than that is never. */
	if (seconds >= 9.2e9)
		return MP__NEVER;
	return (int64_t)(seconds * (double)NS_PER_S);
}

static int64_t after(int64_t now, int64_t ns)
{
	return ns > MP__NEVER - now ? MP__NEVER : now + ns;
}

int64_t mp__deadline(double timeout)
{
	int64_t ns = mp__ns(timeout);

	return ns == MP__NEVER ? MP__NEVER : after(mp__now(), ns);
}

int64_t mp__nap(int64_t deadline, int64_t most)
{
	int64_t now, ns;

	if (deadline == MP__NEVER)
		return most;
	now = mp__now();
	if (now >= deadline)
		return 0;
	ns = mp__watched() && mp_probe->until ? mp_probe->until(deadline)
					      : deadline - now;
	return ns < most ? ns : most;
}

static void sleep_until(int64_t deadline)
{
	struct timespec t = { .tv_sec = (time_t)(deadline / NS_PER_S),
			      .tv_nsec = (long)(deadline % NS_PER_S) };

	if (mp__watched() && mp_probe->sleep) {
		mp_probe->sleep(deadline);
		return;
	}
	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL) ==
	       EINTR)
		;
}

MP__TRACED int mp_sleep(double seconds)
{
	const void *site = MP__SITE();
	int64_t ns = mp__ns(seconds);

	MP__EMIT(.verb = MP_VERB_SLEEP, .phase = MP_BEGINS, .kind = MP_KIND_INT,
		 .a = (uint64_t)ns, .site = site);
	/* The deadline counts from here: BEGINS may have held us. */
	if (ns)
		sleep_until(after(mp__now(), ns));
	MP__EMIT(.verb = MP_VERB_SLEEP, .phase = MP_ENDS, .kind = MP_KIND_INT,
		 .a = (uint64_t)ns, .site = site);
	return 0;
}

double mp_now(void)
{
	return (double)mp__now() / (double)NS_PER_S;
}
