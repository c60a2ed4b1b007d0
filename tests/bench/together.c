/* SPDX-License-Identifier: MIT */
/* Processes that begin together: bench_together of compare.h. */
#include <limits.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/bench.h"
#include "bench/compare.h"

/* Shared by the processes of a turn. */
struct start {
	_Atomic uint32_t ready, go;
	_Atomic int64_t end_ns; /* of the last that has done */
};

_Noreturn static void take_part(struct start *s, int party,
				void (*fn)(int party))
{
	int64_t now, last;

	bench_take_place(party);
	(void)atomic_fetch_add(&s->ready, 1);
	bench_wake(&s->ready, 1);
	while (!atomic_load(&s->go))
		bench_sleep(&s->go, 0);
	fn(party);
	now = bench_now_ns();
	last = atomic_load(&s->end_ns);
	while (last < now &&
	       !atomic_compare_exchange_weak(&s->end_ns, &last, now))
		;
	_exit(EXIT_SUCCESS);
}

double bench_together(int n, void (*fn)(int party))
{
	struct start *s = bench_shared(sizeof(*s));
	pid_t child[BENCH_PARTIES];
	int64_t begin;
	uint32_t ready;
	double t;

	for (int i = 0; i < n; i++)
		if ((child[i] = fork()) == 0)
			take_part(s, i, fn);
	while ((ready = atomic_load(&s->ready)) < (uint32_t)n)
		bench_sleep(&s->ready, ready);
	begin = bench_now_ns();
	atomic_store(&s->go, 1);
	bench_wake(&s->go, INT_MAX);
	for (int i = 0; i < n; i++)
		(void)waitpid(child[i], NULL, 0);
	t = (double)(atomic_load(&s->end_ns) - begin) / 1e9;
	(void)munmap(s, sizeof(*s));
	return t;
}
