/* SPDX-License-Identifier: MIT */
/*
 * The two futex calls that mp needs.  A futex word is a number in memory: the
 * kernel puts a thread to sleep only if the word still has the value that the
 * thread saw, checked under the same lock that a wake-up takes.  So whoever
 * changes the word first and wakes then cannot miss a sleeper.
 *
 * The words lie in memory shared between processes; FUTEX_PRIVATE_FLAG must
 * not be set.
 */
#include <linux/futex.h>
#include <sched.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "mp/impl.h"

void mp__futex_wait(_Atomic uint32_t *word, uint32_t seen, int64_t ns)
{
	struct timespec t = { .tv_sec = (time_t)(ns / 1000000000),
			      .tv_nsec = (long)(ns % 1000000000) };
	int saved = errno;

	/* EAGAIN, EINTR, ETIMEDOUT: the caller looks for itself. */
	(void)syscall(SYS_futex, word, FUTEX_WAIT, seen, &t, NULL, 0);
	errno = saved;
}

int mp__futex_wake(_Atomic uint32_t *word, int count)
{
	return (int)syscall(SYS_futex, word, FUTEX_WAKE, count, NULL, NULL, 0);
}

/* ---- offering the CPU ---- */

/*
 * One that lasts as long as DEAR_NS went to a process that computes; none is
 * made for ABSTAIN times as long then, so that little time is lost that way.
 */
enum { OFFERS_NS = 10000, DEAR_NS = 500000, ABSTAIN = 64 };

/* A mutable global: when offers may be made again. */
static _Atomic int64_t again_ns;

static int64_t clock_ns(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000LL + t.tv_nsec;
}

bool mp__offer(struct mp__offers *o)
{
	int64_t before = o->last;

	if (!before) {
		before = clock_ns();
		/* Relaxed: it is a hint. */
		if (before <
		    atomic_load_explicit(&again_ns, memory_order_relaxed))
			return false;
		o->until = before + OFFERS_NS;
	}
	if (before >= o->until)
		return false;
	(void)sched_yield();
	o->last = clock_ns();
	if (o->last - before > DEAR_NS)
		atomic_store_explicit(&again_ns,
				      o->last + ABSTAIN * (o->last - before),
				      memory_order_relaxed);
	return true;
}
