/* SPDX-License-Identifier: MIT */
#include "trace/ticks.h"

#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "base/scope.h"
#include "trace/stamp.h"

#ifdef __x86_64__
#include <cpuid.h>
#endif

#define MEASURE_NS 20000000
#define TRIES      8
#define SOURCE                                                                 \
	"/sys/devices/system/clocksource/clocksource0/"                        \
	"current_clocksource"

/* Both clocks at one moment. */
struct pair {
	uint64_t ticks;
	int64_t ns;
};

static struct pair at_load;

static struct pair read_pair(void)
{
	struct pair best = { 0, 0 };
	uint64_t least = UINT64_MAX;

	/* An interrupt between the two readings of one try spoils it. */
	for (int i = 0; i < TRIES; i++) {
		uint64_t before = stamp_take(ARENA_CLOCK_TSC);
		int64_t ns = stamp_real();
		uint64_t took = stamp_take(ARENA_CLOCK_TSC) - before;

		if (took < least) {
			least = took;
			best = (struct pair){ before + took / 2, ns };
		}
	}
	return best;
}

__attribute__((constructor)) static void load(void)
{
	at_load = read_pair();
}

static bool tsc_is_invariant(void)
{
#ifdef __x86_64__
	unsigned int a, b, c, d;

	return __get_cpuid(0x80000007, &a, &b, &c, &d) && d & 1u << 8;
#else
	return false;
#endif
}

static bool kernel_uses_tsc(void)
{
	SCOPED_FD int fd = open(SOURCE, O_RDONLY | O_CLOEXEC);
	char name[8];

	return fd >= 0 && read(fd, name, sizeof(name)) >= 4 &&
	       !memcmp(name, "tsc\n", 4);
}

enum arena_clock ticks_choose(void)
{
	return tsc_is_invariant() && kernel_uses_tsc() ? ARENA_CLOCK_TSC
						       : ARENA_CLOCK_MONOTONIC;
}

static void wait_until_old(void)
{
	int64_t left = at_load.ns + MEASURE_NS - stamp_real();
	struct timespec t = { 0, left };

	/* Woken early by a signal: then it is measured over less. */
	if (left > 0)
		(void)nanosleep(&t, NULL);
}

uint64_t ticks_scale(enum arena_clock clock)
{
	const double one = 4294967296.0;
	struct pair now;

	if (clock == ARENA_CLOCK_MONOTONIC)
		return (uint64_t)one;
	wait_until_old();
	now = read_pair();
	return (uint64_t)((double)(now.ns - at_load.ns) * one /
			  (double)(now.ticks - at_load.ticks));
}
