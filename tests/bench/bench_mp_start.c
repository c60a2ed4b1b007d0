/* SPDX-License-Identifier: MIT */
/* What it costs to start a process and to join it. */
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/bench.h"
#include "bench/compare.h"
#include "mp.h"

enum { STARTS = 200 };

static int nothing(void *unused)
{
	(void)unused;
	return 0;
}

static double fork_ours(const struct bench_row *row)
{
	int64_t t = bench_now_ns();

	(void)row;
	for (int i = 0; i < STARTS; i++) {
		mp_process *p = mp_process_new(NULL, nothing, NULL);

		(void)mp_process_start(p);
		(void)mp_process_join(p, MP_FOREVER);
		mp_process_free(p);
	}
	return STARTS * 1e9 / (double)(bench_now_ns() - t);
}

static double fork_bare(const struct bench_row *row)
{
	int64_t t = bench_now_ns();

	(void)row;
	for (int i = 0; i < STARTS; i++) {
		pid_t pid = fork();

		if (!pid)
			_exit(nothing(NULL));
		(void)waitpid(pid, NULL, 0);
	}
	return STARTS * 1e9 / (double)(bench_now_ns() - t);
}

static const struct bench_row rows[] = {
	{ .name = "start + join, fork",
	  .unit = "1/s",
	  .ours = fork_ours,
	  .bare = fork_bare,
	  .limit = "fork, waitpid",
	  .python = "start_fork",
	  .aim = { .figure = 7e3 } },
};

int main(void)
{
	bench_compare(rows, sizeof(rows) / sizeof(*rows));
	return EXIT_SUCCESS;
}
