/* SPDX-License-Identifier: MIT */
#include "unit/mp/pool_crew.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support/check_main.h"
#include "unit/mp/crew.h"
#include "unit/mp/watch.h"

mp_pool *pool;
atomic_int *flag, *count;

void pool_setup(void)
{
	crew_setup();
	flag = shared_memory(sizeof(*flag));
	count = shared_memory(sizeof(*count));
	pool = mp_pool_new("crew", 2, NULL);
	ck_assert_ptr_nonnull(pool);
}

void pool_teardown(void)
{
	mp_pool_free(pool);
}

int square(const void *in, void *out)
{
	int n = *(const int *)in;

	if (n < 0)
		return mp_task_fail(-n, "%d is negative", n);
	*(long *)out = (long)n * n;
	return 0;
}

int wait_for_flag(const void *in, void *out)
{
	memcpy(out, in, sizeof(int));
	atomic_fetch_add(count, 1);
	while (!atomic_load(flag))
		(void)usleep(500);
	return 0;
}

int kill_oneself(const void *in, void *out)
{
	int how = *(const int *)in;

	(void)out;
	atomic_fetch_add(count, 1);
	if (how == 0)
		exit(3);
	if (how > 0) {
		(void)signal(how, SIG_DFL); /* else a sanitizer's */
		(void)raise(how);
	}
	return 0;
}

long applied(int n)
{
	long out = -1;

	ck_assert_int_eq(mp_pool_apply(pool, SQUARE, &n, &out), 0);
	return out;
}

void check_squares(long chunk, size_t n)
{
	int in[MANY];
	long out[MANY];

	for (int i = 0; i < MANY; i++) {
		in[i] = i;
		out[i] = -1;
	}
	ck_assert_int_eq(mp_pool_map(pool,
				     MP_TASK_CHUNKED(square, int, long, chunk),
				     in, out, n),
			 0);
	for (size_t i = 0; i < MANY; i++)
		ck_assert_int_eq(out[i], i < n ? (long)(i * i) : -1);
}

mp_result *submitted(mp_task_fn *fn, int n)
{
	mp_result *r =
		mp_pool_apply_async(pool, MP_TASK(fn, int, int), &n, NULL);

	ck_assert_ptr_nonnull(r);
	return r;
}
