/* SPDX-License-Identifier: MIT */
/*
 * A pool of four, of which a task kills one and some tasks fail; then an
 * executor with futures, of which some are cancelled.
 */
#include <signal.h>
#include <stdlib.h>

#include "mp/executor.h"
#include "mp/future.h"
#include "mp/pool.h"
#include "mp/result.h"
#include "mp/time.h"

enum { TASKS = 60, FUTURES = 8, DEADLY = 13 };

static int square(const void *in, void *out)
{
	int n = *(const int *)in;

	(void)mp_sleep(0.08 + 0.02 * (n % 5));
	if (n == DEADLY)
		return raise(SIGKILL);
	if (n % 20 == 19)
		return mp_task_fail(1, "%d is too much", n);
	*(long *)out = (long)n * n;
	return 0;
}

static void map(void)
{
	int in[TASKS];
	long out[TASKS];
	mp_pool *pool = mp_pool_new("squares", 4, NULL);
	mp_result *result;

	for (int i = 0; i < TASKS; i++)
		in[i] = i;
	result = mp_pool_map_async(pool, MP_TASK_CHUNKED(square, int, long, 1),
				   in, TASKS, NULL);
	(void)mp_result_get(result, out, MP_FOREVER);
	mp_result_free(result);
	mp_pool_free(pool);
}

int main(void)
{
	mp_executor *crew;
	mp_future *all[FUTURES];

	map();
	crew = mp_executor_new("crew", 2, NULL);
	for (int i = 0; i < FUTURES; i++)
		all[i] = mp_executor_submit(crew, MP_TASK(square, int, long),
					    &i);
	(void)mp_future_cancel(all[FUTURES - 1]);
	(void)mp_future_cancel(all[FUTURES - 2]);
	(void)mp_sleep(0.6);
	for (int i = 0; i < FUTURES; i++)
		mp_future_free(all[i]);
	mp_executor_free(crew);
	return EXIT_SUCCESS;
}
