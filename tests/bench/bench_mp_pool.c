/* SPDX-License-Identifier: MIT */
/*
 * What a pool and an executor cost.  The bare forms, bare_pool.h, survive no
 * kill and run one function.
 */
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/bare_pool.h"
#include "bench/bare_ring.h"
#include "bench/bench.h"
#include "bench/compare.h"
#include "mp.h"

enum {
	WORKERS = 2,
	ITEMS = BARE_ITEMS,
	TRIPS = 2000,
	SUBMITS = 16384,
	IDLE = 4,
};

static int in[ITEMS];
static long out[ITEMS];
static atomic_int *arrived; /* workers, to take their places in turn */
static mp_pool *pool;
static mp_executor *executor;

static int square(const void *from, void *to)
{
	*(long *)to = (long)*(const int *)from * *(const int *)from;
	return 0;
}

#define SQUARE MP_TASK(square, int, long)

static int take_next_place(void *unused)
{
	(void)unused;
	bench_take_place(atomic_fetch_add(arrived, 1) + 1);
	return 0;
}

static const struct mp_pool_options placed = { .initializer = take_next_place };

static double seconds(void)
{
	return (double)bench_now_ns() / 1e9;
}

/* Both pools are warm: their workers are there and have touched memory. */
static void begin_pool(const struct bench_row *row)
{
	(void)row;
	for (int i = 0; i < ITEMS; i++)
		in[i] = i;
	atomic_store(arrived, 0);
	pool = mp_pool_new("bench", WORKERS, &placed);
	(void)mp_pool_map(pool, SQUARE, in, out, ITEMS);
	bare_pool_start(WORKERS, bench_take_place);
	bare_pool_map(in, out, ITEMS, 100);
}

static void end_pool(const struct bench_row *row)
{
	(void)row;
	mp_pool_free(pool);
	bare_pool_stop();
}

/* ---- map ---- */

static double map_ours(const struct bench_row *row)
{
	struct mp_task task =
		MP_TASK_CHUNKED(square, int, long, (long)row->size);
	double t = seconds();

	(void)mp_pool_map(pool, task, in, out, ITEMS);
	return ITEMS / (seconds() - t);
}

static double map_bare(const struct bench_row *row)
{
	double t = seconds();

	bare_pool_map(in, out, ITEMS, row->size);
	return ITEMS / (seconds() - t);
}

/* ---- one task there and back ---- */

static double apply_ours(const struct bench_row *row)
{
	double t = seconds();

	(void)row;
	for (int i = 0; i < TRIPS; i++) {
		mp_result *r = mp_pool_apply_async(pool, SQUARE, &in[i], NULL);

		(void)mp_result_get(r, &out[i], MP_FOREVER);
		mp_result_free(r);
	}
	return (seconds() - t) / TRIPS * 1e6;
}

static double apply_bare(const struct bench_row *row)
{
	double t = seconds();

	(void)row;
	for (int i = 0; i < TRIPS; i++)
		bare_pool_map(&in[i], &out[i], 1, 1);
	return (seconds() - t) / TRIPS * 1e6;
}

/* ---- executor: many at once ---- */

static struct bare_ring *tasks, *results;
static pid_t workers[WORKERS];

struct bare_task {
	long number, in, out;
	char unused[BARE_BYTES - 3 * sizeof(long)];
};

_Noreturn static void serve_ring(int party)
{
	struct bare_task t;

	bench_take_place(party);
	for (;;) {
		bare_ring_get(tasks, &t);
		t.out = t.in * t.in;
		bare_ring_put(results, &t);
	}
}

static void begin_executor(const struct bench_row *row)
{
	(void)row;
	atomic_store(arrived, 0);
	executor = mp_executor_new("bench", WORKERS, &placed);
	tasks = bare_ring_new(SUBMITS);
	results = bare_ring_new(SUBMITS);
	for (int i = 0; i < WORKERS; i++)
		if ((workers[i] = fork()) == 0)
			serve_ring(i + 1);
}

static void end_executor(const struct bench_row *row)
{
	(void)row;
	mp_executor_free(executor);
	for (int i = 0; i < WORKERS; i++) {
		(void)kill(workers[i], SIGKILL);
		(void)waitpid(workers[i], NULL, 0);
	}
	bare_ring_free(tasks);
	bare_ring_free(results);
}

static double submit_ours(const struct bench_row *row)
{
	static mp_future *f[SUBMITS];
	double t = seconds();

	(void)row;
	for (int i = 0; i < SUBMITS; i++)
		f[i] = mp_executor_submit(executor, SQUARE, &in[i]);
	for (int i = 0; i < SUBMITS; i++) {
		(void)mp_future_result(f[i], &out[i], MP_FOREVER);
		mp_future_free(f[i]);
	}
	return SUBMITS / (seconds() - t);
}

static double submit_bare(const struct bench_row *row)
{
	struct bare_task task = { 0 };
	double t = seconds();

	(void)row;
	for (int i = 0; i < SUBMITS; i++) {
		task.number = i;
		task.in = in[i];
		bare_ring_put(tasks, &task);
	}
	for (int i = 0; i < SUBMITS; i++) {
		bare_ring_get(results, &task);
		out[task.number] = task.out;
	}
	return SUBMITS / (seconds() - t);
}

/* ---- memory ---- */

/* KiB that are this process's, shared pages by their share. */
static double pss_kib(int pid)
{
	char path[64], line[128];
	double kib = -1;
	FILE *f;

	(void)snprintf(path, sizeof(path), "/proc/%d/smaps_rollup", pid);
	f = fopen(path, "r");
	while (f && fgets(line, sizeof(line), f))
		if (sscanf(line, "Pss: %lf kB", &kib) == 1)
			break;
	if (f)
		(void)fclose(f);
	return kib;
}

static double memory_ours(const struct bench_row *row)
{
	mp_pool *idle = mp_pool_new("idle", IDLE, NULL);
	int pids[IDLE], n;
	double sum = 0;

	(void)row;
	/* All have looked for work, and rest. */
	(void)usleep(20000);
	n = mp_pool_pids(idle, pids, IDLE);
	for (int i = 0; i < n; i++)
		sum += pss_kib(pids[i]);
	mp_pool_free(idle);
	return n ? sum / n : -1;
}

static double memory_bare(const struct bench_row *row)
{
	pid_t pids[IDLE];
	double sum = 0;

	(void)row;
	for (int i = 0; i < IDLE; i++)
		if ((pids[i] = fork()) == 0)
			for (;;)
				(void)pause();
	(void)usleep(20000);
	for (int i = 0; i < IDLE; i++)
		sum += pss_kib(pids[i]);
	for (int i = 0; i < IDLE; i++) {
		(void)kill(pids[i], SIGKILL);
		(void)waitpid(pids[i], NULL, 0);
	}
	return sum / IDLE;
}

static const char index_name[] = "shared index", one_name[] = "futex to each";

/* Memory first: what this process touches is shared with its children. */
static const struct bench_row rows[] = {
	{ .name = "pool, an idle worker's PSS",
	  .unit = "KiB",
	  .less = true,
	  .places = BENCH_FREE,
	  .ours = memory_ours,
	  .bare = memory_bare,
	  .limit = "forked child in pause",
	  .python = "pool_pss",
	  .aim = { .figure = 200 } },
	{ .name = "pool map, chunk 1, 2 workers",
	  .unit = "task/s",
	  .size = 1,
	  .begin = begin_pool,
	  .end = end_pool,
	  .ours = map_ours,
	  .bare = map_bare,
	  .limit = index_name,
	  .python = "pool_map_1",
	  .aim = { .figure = 1.5e6 } },
	{ .name = "pool map, chunk 100, 2 workers",
	  .unit = "task/s",
	  .size = 100,
	  .begin = begin_pool,
	  .end = end_pool,
	  .ours = map_ours,
	  .bare = map_bare,
	  .limit = index_name,
	  .python = "pool_map_100",
	  .aim = { .figure = 70e6 } },
	{ .name = "pool, apply_async + get, one CPU",
	  .unit = "us",
	  .less = true,
	  .places = BENCH_ONE,
	  .begin = begin_pool,
	  .end = end_pool,
	  .ours = apply_ours,
	  .bare = apply_bare,
	  .limit = one_name,
	  .python = "pool_apply",
	  .aim = { .figure = 5 } },
	{ .name = "pool, apply_async + get",
	  .unit = "us",
	  .less = true,
	  .places = BENCH_TWO | BENCH_FREE,
	  .begin = begin_pool,
	  .end = end_pool,
	  .ours = apply_ours,
	  .bare = apply_bare,
	  .limit = one_name,
	  .python = "pool_apply",
	  .aim = { .of_bare = 1 } },
	{ .name = "executor, submit to result",
	  .unit = "task/s",
	  .begin = begin_executor,
	  .end = end_executor,
	  .ours = submit_ours,
	  .bare = submit_bare,
	  .limit = "ring there, ring back",
	  .python = "executor",
	  .aim = { .figure = 1e6 } },
};

int main(void)
{
	arrived = bench_shared(sizeof(*arrived));
	bench_compare(rows, sizeof(rows) / sizeof(*rows));
	return EXIT_SUCCESS;
}
