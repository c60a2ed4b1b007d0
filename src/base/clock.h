/* SPDX-License-Identifier: MIT */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>
#include <time.h>

#define CLOCK_MS 1000000LL
#define CLOCK_S  1000000000LL

/* A day, in ms: what is kept of students is in ms. */
#define CLOCK_DAY_MS 86400000LL

/* CLOCK_MONOTONIC in ns. */
static inline int64_t clock_now(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * CLOCK_S + t.tv_nsec;
}

/* The time of day: ms since 1970. */
static inline int64_t clock_today_ms(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / CLOCK_MS;
}

#endif
