/* SPDX-License-Identifier: MIT */
/*
 * Workers of a pool are killed at random moments while it maps.  The map of a
 * pool that repeats comes out right; in one that does not, each result is
 * either right or says that its worker died; nobody waits for ever, and at
 * most one chunk is lost for each worker that was killed.
 *
 * PROCESSION_TEST_KILLS says how many to kill; PROCESSION_TEST_FULL: 10,000.
 */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "mp.h"
#include "stress/stress.h"

enum { ITEMS = 5000, TASKS = 500, WORKERS = 4, PATIENCE_S = 300 };

static mp_pool *repeating, *failing;
static atomic_int killed;
static atomic_bool stop;
static int kills;

/* Long enough to be hit. */
static int square(const void *in, void *out)
{
	for (volatile int i = 0; i < 2000; i++)
		;
	*(long *)out = (long)*(const int *)in * *(const int *)in;
	return 0;
}

static void *kill_many(void *unused)
{
	unsigned int seed = 1;

	(void)unused;
	while (atomic_load(&killed) < kills) {
		struct timespec while_they_work = { .tv_nsec = rand_r(&seed) %
							       1000000 };
		int pids[WORKERS], n;

		(void)nanosleep(&while_they_work, NULL);
		n = mp_pool_pids(rand_r(&seed) % 2 ? repeating : failing, pids,
				 WORKERS);
		if (n && !kill(pids[rand_r(&seed) % n], SIGKILL))
			atomic_fetch_add(&killed, 1);
	}
	atomic_store(&stop, true);
	return NULL;
}

static void map_repeating(int chunk)
{
	static int in[ITEMS];
	static long out[ITEMS];
	struct mp_task task = MP_TASK_CHUNKED(square, int, long, chunk);

	for (int i = 0; i < ITEMS; i++) {
		in[i] = i;
		out[i] = -1;
	}
	CHECK(!mp_pool_map(repeating, task, in, out, ITEMS));
	for (int i = 0; i < ITEMS; i++)
		CHECK(out[i] == (long)i * i);
}

/* Returns how many were lost. */
static int apply_failing(void)
{
	static mp_result *r[TASKS];
	int lost = 0;

	for (int i = 0; i < TASKS; i++) {
		r[i] = mp_pool_apply_async(failing, MP_TASK(square, int, long),
					   &i, NULL);
		CHECK(r[i]);
	}
	for (int i = 0; i < TASKS; i++) {
		long out = -1;

		if (mp_result_get(r[i], &out, 60.0)) {
			CHECK(errno == EOWNERDEAD);
			lost++;
		} else {
			CHECK(out == (long)i * i);
		}
		mp_result_free(r[i]);
	}
	return lost;
}

int main(void)
{
	struct mp_pool_options o = { .retries = 255 };
	long rounds = 0, lost = 0;
	pthread_t killer;

	(void)alarm(PATIENCE_S);
	kills = stress_kills(800, 10000);
	repeating = mp_pool_new("repeating", WORKERS, &o);
	failing = mp_pool_new("failing", WORKERS, NULL);
	CHECK(repeating && failing);
	CHECK(!pthread_create(&killer, NULL, kill_many, NULL));
	while (!atomic_load(&stop)) {
		map_repeating(1 + (int)(rounds % 50));
		lost += apply_failing();
		rounds++;
	}
	CHECK(!pthread_join(killer, NULL));
	CHECK(!mp_pool_close(repeating) && !mp_pool_close(failing));
	CHECK(!mp_pool_join(repeating, 60.0) && !mp_pool_join(failing, 60.0));
	mp_pool_free(repeating);
	mp_pool_free(failing);
	printf("%d kills, %ld rounds, %ld tasks lost\n", kills, rounds, lost);
	return lost > kills;
}
