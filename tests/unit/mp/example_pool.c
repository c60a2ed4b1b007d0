/* SPDX-License-Identifier: MIT */
/* The examples of mp/task.h, mp/pool.h, mp/result.h and mp/imap.h, as a
 * program. */
#include <errno.h>
#include <mp.h>
#include <stdio.h>
#include <string.h>

static int square(const void *in, void *out)
{
	int n = *(const int *)in;

	if (n < 0)
		return mp_task_fail(1, "%d is negative", n);
	*(long *)out = (long)n * n;
	return 0;
}

int main(void)
{
	mp_pool *pool = mp_pool_new("squares", 4, NULL);
	int in[100], n = -1;
	long out[100], squared;
	mp_result *r;
	mp_imap *it;

	for (int i = 0; i < 100; i++)
		in[i] = i;
	mp_pool_map(pool, MP_TASK(square, int, long), in, out, 100);
	printf("%ld\n", out[99]);
	r = mp_pool_apply_async(pool, MP_TASK(square, int, long), &n, NULL);
	if (mp_result_get(r, &squared, 5.0))
		printf("%s: %s\n", strerror(errno), mp_task_message());
	mp_result_free(r);
	it = mp_pool_imap(pool, MP_TASK(square, int, long), in, 100);
	while (mp_imap_next(it, &squared, NULL, MP_FOREVER) == 1)
		printf("%ld\n", squared);
	mp_imap_free(it);
	mp_pool_free(pool);
	return out[99] != 9801 || squared != 9801;
}
