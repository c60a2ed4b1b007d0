/* SPDX-License-Identifier: MIT */
/*
 * What it costs to start a process, by each method, and to join it.  Run with
 * --nothing, this program is what the bare spawn starts.
 */
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/bench.h"
#include "bench/compare.h"
#include "mp.h"
#include "mp/start.h"

static char *self;

static int nothing(void *unused)
{
	(void)unused;
	return 0;
}
MP_SPAWNABLE(nothing);

/* Starts a second of row->size, by method row->n. */
static double rate_ours(const struct bench_row *row)
{
	int64_t t = bench_now_ns();

	for (size_t i = 0; i < row->size; i++) {
		mp_process *p = mp_process_new_with(NULL, nothing, NULL, 0);

		if (mp_process_start(p))
			return -1;
		(void)mp_process_join(p, MP_FOREVER);
		mp_process_free(p);
	}
	return (double)row->size * 1e9 / (double)(bench_now_ns() - t);
}

static double rate_bare(const struct bench_row *row, bool (*once)(void))
{
	int64_t t = bench_now_ns();

	for (size_t i = 0; i < row->size; i++)
		if (!once())
			return -1;
	return (double)row->size * 1e9 / (double)(bench_now_ns() - t);
}

static void begin(const struct bench_row *row)
{
	mp_process *p;

	(void)mp_force_start_method((enum mp_start_method)row->n);
	/* The server, where there is one, is there from then on. */
	p = mp_process_new_with(NULL, nothing, NULL, 0);
	(void)mp_process_start(p);
	(void)mp_process_join(p, MP_FOREVER);
	mp_process_free(p);
}

/* ---- fork ---- */

static bool fork_once(void)
{
	pid_t pid = fork();

	if (!pid)
		_exit(nothing(NULL));
	return waitpid(pid, NULL, 0) > 0;
}

static double fork_bare(const struct bench_row *row)
{
	return rate_bare(row, fork_once);
}

/* ---- spawn ---- */

static bool spawn_once(void)
{
	char option[] = "--nothing", *argv[] = { self, option, NULL };
	pid_t pid;

	return !posix_spawn(&pid, self, NULL, NULL, argv, environ) &&
	       waitpid(pid, NULL, 0) > 0;
}

static double spawn_bare(const struct bench_row *row)
{
	return rate_bare(row, spawn_once);
}

/* ---- a server that forks, and says when the child has ended ---- */

static int line[2];
static pid_t server;

static void begin_server(const struct bench_row *row)
{
	char byte;

	begin(row);
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, line))
		exit(EXIT_FAILURE);
	server = fork();
	if (server)
		return;
	(void)close(line[0]);
	while (read(line[1], &byte, 1) == 1)
		if (!fork_once() || write(line[1], &byte, 1) != 1)
			break;
	_exit(EXIT_SUCCESS);
}

static void end_server(const struct bench_row *row)
{
	(void)row;
	(void)close(line[0]);
	(void)close(line[1]);
	(void)waitpid(server, NULL, 0);
}

static bool ask_once(void)
{
	char byte = 0;

	return write(line[0], &byte, 1) == 1 && read(line[0], &byte, 1) == 1;
}

static double server_bare(const struct bench_row *row)
{
	return rate_bare(row, ask_once);
}

static const struct bench_row rows[] = {
	{ .name = "start + join, fork",
	  .unit = "1/s",
	  .n = MP_FORK,
	  .size = 200,
	  .begin = begin,
	  .ours = rate_ours,
	  .bare = fork_bare,
	  .limit = "fork, waitpid",
	  .python = "start_fork",
	  .aim = { .figure = 7e3 } },
	{ .name = "start + join, spawn",
	  .unit = "1/s",
	  .n = MP_SPAWN,
	  .size = 50,
	  .begin = begin,
	  .ours = rate_ours,
	  .bare = spawn_bare,
	  .limit = "posix_spawn, waitpid",
	  .python = "start_spawn",
	  .aim = { .figure = 1.7e3 } },
	{ .name = "start + join, forkserver",
	  .unit = "1/s",
	  .n = MP_FORKSERVER,
	  .size = 100,
	  .begin = begin_server,
	  .end = end_server,
	  .ours = rate_ours,
	  .bare = server_bare,
	  .limit = "a byte there, fork, a byte back",
	  .python = "start_forkserver" },
};

int main(int argc, char **argv)
{
	if (argc > 1 && !strcmp(argv[1], "--nothing"))
		return EXIT_SUCCESS;
	mp_main(argc, argv);
	self = argv[0];
	bench_compare(rows, sizeof(rows) / sizeof(*rows));
	return EXIT_SUCCESS;
}
