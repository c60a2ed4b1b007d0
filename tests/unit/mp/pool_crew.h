/* SPDX-License-Identifier: MIT */
/* A pool of two workers and what they may do, for the tests of pools. */
#ifndef UNIT_MP_POOL_CREW_H
#define UNIT_MP_POOL_CREW_H

#include <stdatomic.h>

#include "mp/pool.h"

enum { MANY = 1000 };

/* The pool "crew", and two numbers that its workers share with the test. */
extern mp_pool *pool;
extern atomic_int *flag, *count;

void pool_setup(void);
void pool_teardown(void);

/* int to long; fails with -n for a negative n. */
int square(const void *in, void *out);
#define SQUARE MP_TASK(square, int, long)
/* Count, wait until the flag is set, give back the int. */
int wait_for_flag(const void *in, void *out);
/* Count; exit(3) for 0, raise the signal @in for more, return for less. */
int kill_oneself(const void *in, void *out);

/* The square of @n, from the pool. */
long applied(int n);
/* Map the first @n of MANY numbers with this chunk. */
void check_squares(long chunk, size_t n);
/* @fn from int to int, for @n. */
mp_result *submitted(mp_task_fn *fn, int n);

#endif
