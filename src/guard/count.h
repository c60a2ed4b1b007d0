/* SPDX-License-Identifier: MIT */
/*
 * Watching how many processes a demo has, cheaply enough to look a hundred
 * times a second.
 */
#ifndef GUARD_COUNT_H
#define GUARD_COUNT_H

#include <stdbool.h>
#include <stdint.h>

/* All zero at first, but for limit. */
struct guard_count {
	int64_t limit;   /* 0: none */
	int64_t then;    /* descendants at the last full count */
	long tasks;      /* of the whole system then */
	int64_t full_at; /* when to count in full again */
};

/* How often to ask. */
#define GUARD_COUNT_NS 10000000LL

/* Whether there are more descendants (zombies too) than the limit. */
bool guard_count_over(struct guard_count *c);

/* Tasks of the whole system, from /proc/loadavg; -1 if it does not say. */
long guard_count_tasks(void);

#endif
