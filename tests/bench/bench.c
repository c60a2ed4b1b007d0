/* SPDX-License-Identifier: MIT */
#include "bench/bench.h"

#include <linux/futex.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static int64_t clock_ns(clockid_t clock)
{
	struct timespec now;

	(void)clock_gettime(clock, &now); /* cannot fail: the clock exists */
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int64_t bench_now_ns(void)
{
	return clock_ns(CLOCK_MONOTONIC);
}

int64_t bench_cpu_ns(void)
{
	return clock_ns(CLOCK_PROCESS_CPUTIME_ID);
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

void bench_report(const char *name, const char *unit, double *values, size_t n)
{
	if (!n) {
		bench_skip(name, "no rounds");
		return;
	}
	qsort(values, n, sizeof(*values), by_value);
	printf("%s\t%.6g\t%.6g\t%.6g\t%s\n", name, values[n / 2], values[0],
	       values[n - 1], unit);
	(void)fflush(stdout);
}

void bench_skip(const char *name, const char *why)
{
	printf("%s\t-\t-\t-\t%s\n", name, why);
	(void)fflush(stdout);
}

int bench_pin(int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	if (cpu >= 0) {
		CPU_SET((unsigned int)cpu, &set);
	} else {
		for (int i = 0; i < CPU_SETSIZE; i++)
			CPU_SET((unsigned int)i, &set);
	}
	return sched_setaffinity(0, sizeof(set), &set);
}

void *bench_shared(size_t size)
{
	void *m = mmap(NULL, size, PROT_READ | PROT_WRITE,
		       MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (m != MAP_FAILED)
		return m;
	perror("mmap");
	exit(EXIT_FAILURE);
}

void bench_sleep(_Atomic uint32_t *word, uint32_t seen)
{
	(void)syscall(SYS_futex, word, FUTEX_WAIT, seen, NULL, NULL, 0);
}

void bench_wake(_Atomic uint32_t *word, int count)
{
	(void)syscall(SYS_futex, word, FUTEX_WAKE, count, NULL, NULL, 0);
}
