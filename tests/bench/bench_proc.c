/* SPDX-License-Identifier: MIT */
/*
 * What it costs to look at processes: a sweep of the sampler, a walk over the
 * tree, ending all, and finding source lines.
 */
#include <link.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/clock.h"
#include "bench/bench.h"
#include "proc/lines.h"
#include "proc/sampler.h"
#include "proc/sweep.h"
#include "proc/tree.h"

enum {
	MOST = 1000,
	FINDS = 1000, /* warm look-ups in one round */
};

static void ignore(void *arg, const struct proc_sample *s)
{
	(void)arg;
	(void)s;
}

/* Paused children, which end with us. */
static void breed(int n)
{
	for (int i = 0; i < n; i++) {
		pid_t pid = fork();

		if (pid < 0)
			exit(1);
		if (pid == 0) {
			(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
			for (;;)
				(void)pause();
		}
	}
}

static struct proc_sampler *sampler_of_all(void)
{
	struct proc_sampler *s = proc_sampler_new();
	pid_t *pids = NULL;
	int n = proc_descendants(getpid(), &pids);

	for (int i = 0; i < n; i++)
		(void)proc_sampler_add(s, pids[i]);
	free(pids);
	return s;
}

static void measure(const char *what, int n, double (*once)(void *), void *arg)
{
	double values[BENCH_ROUNDS];
	char name[64];

	(void)once(arg); /* the first is not like the others */
	for (int i = 0; i < BENCH_ROUNDS; i++)
		values[i] = once(arg);
	(void)snprintf(name, sizeof(name), "proc: %s of %d processes", what, n);
	bench_report(name, "us", values, BENCH_ROUNDS);
}

static double sweep_once(void *arg)
{
	int64_t begin = bench_now_ns();

	(void)proc_sampler_sweep(arg, 0, ignore, NULL);
	return (double)(bench_now_ns() - begin) / 1e3;
}

static double walk_once(void *arg)
{
	int64_t begin = bench_now_ns();

	bench_keep((uint64_t)proc_tree_walk(arg));
	return (double)(bench_now_ns() - begin) / 1e3;
}

static void processes(int n)
{
	struct proc_walk walk = { .root = getpid() };
	struct proc_sampler *s;
	double values[BENCH_ROUNDS];
	char name[64];

	breed(n);
	s = sampler_of_all();
	measure("a sweep", n, sweep_once, s);
	measure("a walk", n, walk_once, &walk);
	walk.scan = true;
	measure("a walk by scan", n, walk_once, &walk);
	proc_sampler_free(s);
	for (int i = 0; i < BENCH_ROUNDS; i++) {
		struct proc_sweep all = { .keep = NULL };
		int64_t begin = bench_now_ns();

		(void)proc_sweep_kill(&all, clock_now() + 10 * CLOCK_S);
		values[i] = (double)(bench_now_ns() - begin) / 1e6;
		if (i + 1 < BENCH_ROUNDS)
			breed(n);
	}
	(void)snprintf(name, sizeof(name), "proc: the end of %d processes", n);
	bench_report(name, "ms", values, BENCH_ROUNDS);
}

/* Where this program is loaded: it is the first object. */
static int find_base(struct dl_phdr_info *info, size_t size, void *base)
{
	(void)size;
	*(uint64_t *)base = info->dlpi_addr;
	return 1;
}

static __attribute__((noinline)) uint64_t here(void)
{
	return (uint64_t)(uintptr_t)__builtin_return_address(0);
}

static void lines(void)
{
	double first[BENCH_ROUNDS], warm[BENCH_ROUNDS];
	uint64_t base = 0, address = here();

	(void)dl_iterate_phdr(find_base, &base);
	for (int i = 0; i < BENCH_ROUNDS; i++) {
		struct proc_lines *l = proc_lines_new();
		int64_t begin;

		proc_lines_module(l, 1, base, UINT64_MAX - base,
				  "/proc/self/exe");
		begin = bench_now_ns();
		bench_keep((uint64_t)proc_lines_find(l, 1, address).line);
		first[i] = (double)(bench_now_ns() - begin) / 1e3;
		begin = bench_now_ns();
		for (int n = 0; n < FINDS; n++)
			bench_keep(
				(uint64_t)proc_lines_find(l, 1, address).line);
		warm[i] = (double)(bench_now_ns() - begin) / FINDS;
		proc_lines_free(l);
	}
	bench_report("proc: a source line, first of its file", "us", first,
		     BENCH_ROUNDS);
	bench_report("proc: a source line, known", "ns", warm, BENCH_ROUNDS);
}

int main(void)
{
	struct rlimit files;

	(void)prctl(PR_SET_CHILD_SUBREAPER, 1);
	if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
		files.rlim_cur = files.rlim_max;
		(void)setrlimit(RLIMIT_NOFILE, &files);
	}
	processes(100);
	processes(MOST);
	lines();
	return 0;
}
