/* SPDX-License-Identifier: MIT */
/*
 * Which clock stamps events on this machine, and how long its ticks are.
 */
#ifndef TRACE_TICKS_H
#define TRACE_TICKS_H

#include <stdint.h>

#include "trace/layout.h"

/*
 * The time-stamp counter, if it runs at one rate on all CPUs and the kernel
 * itself keeps time by it; else CLOCK_MONOTONIC.
 */
enum arena_clock ticks_choose(void);

/*
 * ns of one tick, times 2^32.  The rate of the time-stamp counter is measured
 * against CLOCK_MONOTONIC since the program was loaded, so it costs nothing
 * but blocks until the program is 20 ms old.  Each end is read to within some
 * 50 ns, which makes the rate right to 5 in a million at worst: that is how
 * much our seconds may differ from the kernel's.
 */
uint64_t ticks_scale(enum arena_clock clock);

/* @ticks in ns; more than fits is INT64_MAX. */
static inline int64_t ticks_ns(uint64_t ticks, uint64_t scale)
{
	__extension__ typedef unsigned __int128 wide;
	wide ns = (wide)ticks * scale >> 32;

	return ns > INT64_MAX ? INT64_MAX : (int64_t)ns;
}

#endif
