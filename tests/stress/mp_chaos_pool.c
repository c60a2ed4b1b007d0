/* SPDX-License-Identifier: MIT */
/*
 * A pool that repeats what its dead held: every map comes out right.  And an
 * executor that does not: every future is either right or says that its worker
 * has died.  Its tasks now and then kill their worker; both have workers killed
 * from outside.
 */
#include <pthread.h>
#include <signal.h>

#include "stress/mp_chaos.h"

enum { WORKERS = 3, ITEMS = 500, FUTURES = 100 };

static mp_pool *pool;
static mp_executor *executor;
static atomic_bool stop;
static pthread_t thread;
static long maps, results, falls, lost;

static void use_pool(void)
{
	static int items[ITEMS];
	static long squares[ITEMS];
	struct mp_task task = CHAOS_SQUARE;

	task.chunk = 1 + maps % 20;
	for (int i = 0; i < ITEMS; i++) {
		items[i] = i;
		squares[i] = -1;
	}
	CHECK(!mp_pool_map(pool, task, items, squares, ITEMS));
	for (int i = 0; i < ITEMS; i++)
		CHECK(squares[i] == (long)i * i);
	maps++;
}

static void use_executor(uint64_t *random)
{
	mp_future *f[FUTURES];
	int number[FUTURES];

	for (int i = 0; i < FUTURES; i++) {
		number[i] = stress_random(random, 200) ? i : -1;
		falls += number[i] < 0;
		f[i] = mp_executor_submit(executor, CHAOS_SQUARE, &number[i]);
		CHECK(f[i]);
	}
	for (int i = 0; i < FUTURES; i++) {
		long out = -1;

		if (mp_future_result(f[i], &out, STRESS_PATIENCE)) {
			CHECK(errno == EOWNERDEAD);
			lost++;
		} else {
			CHECK(number[i] >= 0 && out == (long)i * i);
		}
		mp_future_free(f[i]);
		results++;
	}
}

static void *use_both(void *unused)
{
	uint64_t random = chaos_seed ^ 7;

	while (!atomic_load(&stop)) {
		use_pool();
		use_executor(&random);
	}
	return unused;
}

void chaos_pool_begin(void)
{
	struct mp_pool_options o = { .retries = 255 };

	pool = mp_pool_new("repeating", WORKERS, &o);
	executor = mp_executor_new("failing", WORKERS, NULL);
	CHECK(pool && executor);
	CHECK(!pthread_create(&thread, NULL, use_both, NULL));
}

bool chaos_pool_kill(uint64_t *random)
{
	int pids[WORKERS];
	int n = mp_pool_pids(pool, pids, WORKERS);

	return n && !kill(pids[stress_random(random, (uint32_t)n)], SIGKILL);
}

void chaos_pool_end(void)
{
	atomic_store(&stop, true);
	CHECK(!pthread_join(thread, NULL));
	mp_executor_free(executor);
	CHECK(!mp_pool_close(pool) && !mp_pool_join(pool, STRESS_PATIENCE));
	mp_pool_free(pool);
	printf("%9ld maps of a pool, %ld results of an executor, %ld lost "
	       "with %ld\n",
	       maps, results, lost, falls);
	CHECK(lost == falls);
}
