/* SPDX-License-Identifier: MIT */
/*
 * The two clocks of the arena, for both of its sides.  Safe in a signal
 * handler; errno stays as it is.
 */
#ifndef TRACE_STAMP_H
#define TRACE_STAMP_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "trace/layout.h"

/* CLOCK_MONOTONIC in ns. */
static inline int64_t stamp_real(void)
{
	struct timespec t;

	/* Cannot fail: the clock exists and the address is good. */
	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

/*
 * What stamps an event.  The processor may read its counter before the
 * instructions in front of it are done: a get would be stamped while the lock
 * that the put still holds is on its way, and come before the put.  The fence
 * lets it wait for them.  It is not needed where nothing of others came before:
 * what comes after the stamp is never seen before it, fenced or not, for the
 * stores of a thread are seen in their order.
 */
static inline uint64_t stamp_take_if(uint32_t clock, bool fenced)
{
#ifdef __x86_64__
	if (__builtin_expect(clock == ARENA_CLOCK_TSC, 1)) {
		if (fenced)
			__builtin_ia32_lfence();
		return __builtin_ia32_rdtsc();
	}
#else
	(void)clock;
	(void)fenced;
#endif
	return (uint64_t)stamp_real();
}

static inline uint64_t stamp_take(uint32_t clock)
{
	return stamp_take_if(clock, true);
}

#endif
