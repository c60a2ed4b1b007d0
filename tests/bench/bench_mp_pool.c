/* SPDX-License-Identifier: MIT */
/*
 * What a pool and an executor cost, beside bare C: forked processes that share
 * an index of what is next, and one word to sleep on.  The bare ones survive
 * no kill and run one function.
 */
#include <limits.h>
#include <linux/futex.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/bench.h"
#include "mp.h"

enum { WORKERS = 2, ITEMS = 200000, TRIPS = 4000, SUBMITS = 20000 };

static int in[ITEMS];
static long out[ITEMS];
static mp_pool *pool;
static mp_executor *executor;

static int square(const void *from, void *to)
{
	*(long *)to = (long)*(const int *)from * *(const int *)from;
	return 0;
}

#define SQUARE MP_TASK(square, int, long)

static double seconds(void)
{
	return (double)bench_now_ns() / 1e9;
}

/* ---- bare C ---- */

static struct {
	_Alignas(64) _Atomic uint32_t go;
	_Alignas(64) _Atomic uint32_t done;
	_Alignas(64) _Atomic uint64_t next;
	uint64_t items, chunk;
	int in[ITEMS];
	long out[ITEMS];
} * bare;
static pid_t bare_worker[WORKERS];

static void bare_sleep(_Atomic uint32_t *word, uint32_t seen)
{
	(void)syscall(SYS_futex, word, FUTEX_WAIT, seen, NULL, NULL, 0);
}

static void bare_wake(_Atomic uint32_t *word)
{
	(void)syscall(SYS_futex, word, FUTEX_WAKE, INT_MAX, NULL, NULL, 0);
}

static void bare_run(void)
{
	uint64_t from;

	while ((from = atomic_fetch_add(&bare->next, bare->chunk)) <
	       bare->items)
		for (uint64_t i = from;
		     i < from + bare->chunk && i < bare->items; i++)
			(void)square(&bare->in[i], &bare->out[i]);
	if (atomic_fetch_add(&bare->done, 1) + 1 == WORKERS)
		bare_wake(&bare->done);
}

static void bare_start(void)
{
	bare = mmap(NULL, sizeof(*bare), PROT_READ | PROT_WRITE,
		    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (bare == MAP_FAILED)
		exit(EXIT_FAILURE);
	for (int w = 0; w < WORKERS; w++) {
		bare_worker[w] = fork();
		for (uint32_t seen = 0; !bare_worker[w]; seen++) {
			while (atomic_load(&bare->go) == seen)
				bare_sleep(&bare->go, seen);
			bare_run();
		}
	}
}

static void bare_map(uint64_t items, uint64_t chunk)
{
	uint32_t done;

	bare->items = items;
	bare->chunk = chunk;
	atomic_store(&bare->next, 0);
	atomic_store(&bare->done, 0);
	atomic_fetch_add(&bare->go, 1);
	bare_wake(&bare->go);
	while ((done = atomic_load(&bare->done)) < WORKERS)
		bare_sleep(&bare->done, done);
}

static void bare_end(void)
{
	for (int w = 0; w < WORKERS; w++) {
		(void)kill(bare_worker[w], SIGKILL);
		(void)waitpid(bare_worker[w], NULL, 0);
	}
}

/* ---- figures ---- */

static double map_rate(long chunk)
{
	double t = seconds();

	(void)mp_pool_map(pool, MP_TASK_CHUNKED(square, int, long, chunk), in,
			  out, ITEMS);
	return ITEMS / (seconds() - t);
}

static double bare_rate(uint64_t chunk)
{
	double t = seconds();

	bare_map(ITEMS, chunk);
	return ITEMS / (seconds() - t);
}

static void bench_map(const char *ours, const char *theirs, long chunk)
{
	double a[BENCH_ROUNDS], b[BENCH_ROUNDS];

	for (int i = 0; i < BENCH_ROUNDS; i++) {
		a[i] = map_rate(chunk);
		b[i] = bare_rate((uint64_t)chunk);
	}
	bench_report(ours, "task/s", a, BENCH_ROUNDS);
	bench_report(theirs, "task/s", b, BENCH_ROUNDS);
}

static double trip_us(void)
{
	double t = seconds();

	for (int i = 0; i < TRIPS; i++)
		(void)mp_pool_apply(pool, SQUARE, &in[i], &out[i]);
	return (seconds() - t) / TRIPS * 1e6;
}

static double bare_trip_us(void)
{
	double t = seconds();

	for (int i = 0; i < TRIPS; i++)
		bare_map(1, 1);
	return (seconds() - t) / TRIPS * 1e6;
}

static void bench_trip(const char *ours, const char *theirs)
{
	double a[BENCH_ROUNDS], b[BENCH_ROUNDS];

	for (int i = 0; i < BENCH_ROUNDS; i++) {
		a[i] = trip_us();
		b[i] = bare_trip_us();
	}
	bench_report(ours, "us", a, BENCH_ROUNDS);
	bench_report(theirs, "us", b, BENCH_ROUNDS);
}

static void bench_executor(void)
{
	static mp_future *f[SUBMITS];
	double v[BENCH_ROUNDS];

	for (int i = 0; i < BENCH_ROUNDS; i++) {
		double t = seconds();

		for (int k = 0; k < SUBMITS; k++)
			f[k] = mp_executor_submit(executor, SQUARE, &in[k]);
		for (int k = 0; k < SUBMITS; k++) {
			(void)mp_future_result(f[k], &out[k], MP_FOREVER);
			mp_future_free(f[k]);
		}
		v[i] = SUBMITS / (seconds() - t);
	}
	bench_report("mp: executor, submit to result", "task/s", v,
		     BENCH_ROUNDS);
}

/* KiB that are this process's, shared pages by their share. */
static double pss_kib(int pid)
{
	char path[64], line[128];
	double kib = 0;
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

static void bench_memory(void)
{
	mp_pool *idle = mp_pool_new("idle", 4, NULL);
	double v[4];
	int pids[4], n;

	(void)usleep(50000);
	n = mp_pool_pids(idle, pids, 4);
	for (int i = 0; i < n; i++)
		v[i] = pss_kib(pids[i]);
	bench_report("mp: idle pool worker, PSS", "KiB", v, (size_t)n);
	mp_pool_free(idle);
}

int main(void)
{
	/* First: what is touched here is shared with the workers. */
	bench_memory();
	for (int i = 0; i < ITEMS; i++)
		in[i] = i;
	bare_start();
	pool = mp_pool_new("bench", WORKERS, NULL);
	executor = mp_executor_new("bench", WORKERS, NULL);
	bench_map("mp: map, 2 workers, chunk 1",
		  "bare C: shared index, chunk 1", 1);
	bench_map("mp: map, 2 workers, chunk 100",
		  "bare C: shared index, chunk 100", 100);
	bench_trip("mp: apply, 2 workers", "bare C: one task, 2 workers");
	bench_executor();
	mp_pool_free(pool);
	mp_executor_free(executor);
	bare_end();
	(void)bench_pin(0);
	bare_start();
	pool = mp_pool_new("bench", WORKERS, NULL);
	bench_trip("mp: apply, 2 workers, one CPU",
		   "bare C: one task, 2 workers, one CPU");
	mp_pool_free(pool);
	bare_end();
	return EXIT_SUCCESS;
}
