/* SPDX-License-Identifier: MIT */
#include "bench/bare_pool.h"

#include <signal.h>
#include <stdalign.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/bench.h"

/* One for each worker that is wanted: its word says how often it was. */
struct desk {
	alignas(64) _Atomic uint32_t go;
};

static struct board {
	struct desk desk[BARE_WORKERS];
	alignas(64) _Atomic uint32_t busy; /* workers that have not done */
	alignas(64) _Atomic uint64_t next;
	uint64_t items, chunk;
	int in[BARE_ITEMS];
	long out[BARE_ITEMS];
} * board;
static pid_t worker[BARE_WORKERS];
static int workers;

static void run(void)
{
	uint64_t from;

	while ((from = atomic_fetch_add(&board->next, board->chunk)) <
	       board->items)
		for (uint64_t i = from;
		     i < from + board->chunk && i < board->items; i++)
			board->out[i] = (long)board->in[i] * board->in[i];
	if (atomic_fetch_sub(&board->busy, 1) == 1)
		bench_wake(&board->busy, 1);
}

_Noreturn static void serve(struct desk *d)
{
	for (uint32_t seen = 0;; seen++) {
		while (atomic_load(&d->go) == seen)
			bench_sleep(&d->go, seen);
		run();
	}
}

void bare_pool_start(int n, void (*arrive)(int number))
{
	board = bench_shared(sizeof(*board));
	workers = n;
	for (int w = 0; w < n; w++) {
		worker[w] = fork();
		if (worker[w])
			continue;
		arrive(w + 1);
		serve(&board->desk[w]);
	}
}

void bare_pool_map(const int *in, long *out, size_t n, size_t chunk)
{
	/* A single item is the first worker's: nobody else is woken. */
	int wanted = n > chunk ? workers : 1;
	uint32_t busy;

	memcpy(board->in, in, n * sizeof(*in));
	board->items = n;
	board->chunk = chunk;
	atomic_store(&board->next, 0);
	atomic_store(&board->busy, (uint32_t)wanted);
	for (int w = 0; w < wanted; w++) {
		atomic_fetch_add(&board->desk[w].go, 1);
		bench_wake(&board->desk[w].go, 1);
	}
	while ((busy = atomic_load(&board->busy)))
		bench_sleep(&board->busy, busy);
	memcpy(out, board->out, n * sizeof(*out));
}

void bare_pool_stop(void)
{
	for (int w = 0; w < workers; w++) {
		(void)kill(worker[w], SIGKILL);
		(void)waitpid(worker[w], NULL, 0);
	}
	(void)munmap(board, sizeof(*board));
}
