/* SPDX-License-Identifier: MIT */
/* The examples of mp/executor.h and mp/future.h, as a program. */
#include <mp.h>
#include <stdio.h>

static int square(const void *in, void *out)
{
	int n = *(const int *)in;

	*(long *)out = (long)n * n;
	return 0;
}

int main(void)
{
	mp_executor *e = mp_executor_new("squares", 4, NULL);
	mp_future *futures[10], *f;
	size_t given = 0;
	int n = 12;
	long squared = 0;

	f = mp_executor_submit(e, MP_TASK(square, int, long), &n);
	if (mp_future_result(f, &squared, MP_FOREVER) == 0)
		printf("%ld\n", squared);
	mp_future_free(f);
	for (int i = 0; i < 10; i++)
		futures[i] =
			mp_executor_submit(e, MP_TASK(square, int, long), &i);
	while (mp_as_completed(futures, 10, &given, MP_FOREVER) == 1) {
		mp_future_result(futures[given - 1], &squared, 0);
		printf("%ld\n", squared);
		mp_future_free(futures[given - 1]);
	}
	mp_executor_free(e);
	return given != 10;
}
