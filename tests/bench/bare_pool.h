/* SPDX-License-Identifier: MIT */
/*
 * A pool as fast as C goes, to compare with: forked workers that share the
 * index of what is next, and futexes to sleep on.  It squares ints, and nothing
 * else; who of its workers dies takes it along.
 */
#ifndef BENCH_BARE_POOL_H
#define BENCH_BARE_POOL_H

#include <stddef.h>

enum { BARE_ITEMS = 200000, BARE_WORKERS = 8 };

/* Each worker calls @arrive with its number, from 1. */
void bare_pool_start(int workers, void (*arrive)(int number));
/* Square @n (at most BARE_ITEMS) from @in to @out, @chunk at once. */
void bare_pool_map(const int *in, long *out, size_t n, size_t chunk);
void bare_pool_stop(void);

#endif
