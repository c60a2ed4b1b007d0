/* SPDX-License-Identifier: MIT */
#include "bench/python.h"

#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PATIENCE_MS = 30000 };

static FILE *python; /* what it says */
static int ask = -1; /* where it is asked: the same socket */
static pid_t pid;
static const char *missing;

static int spawn(const char *script, int fd)
{
	char name[] = "python3", path[4096], *argv[] = { name, path, NULL };
	posix_spawn_file_actions_t actions;
	int err;

	(void)snprintf(path, sizeof(path), "%s", script);
	(void)posix_spawn_file_actions_init(&actions);
	(void)posix_spawn_file_actions_adddup2(&actions, fd, STDIN_FILENO);
	(void)posix_spawn_file_actions_adddup2(&actions, fd, STDOUT_FILENO);
	err = posix_spawnp(&pid, name, &actions, NULL, argv, environ);
	(void)posix_spawn_file_actions_destroy(&actions);
	return err;
}

/* Its next line within the patience that there is; negative if none. */
static double answer(void)
{
	struct pollfd p = { .fd = fileno(python), .events = POLLIN };
	char line[64];
	double v;

	if (poll(&p, 1, PATIENCE_MS) <= 0 ||
	    !fgets(line, sizeof(line), python) || sscanf(line, "%lf", &v) != 1)
		return -1;
	return v;
}

/* What it started ends with it: its input has ended, or it is stuck. */
static void stop(void)
{
	(void)kill(pid, SIGTERM);
	(void)fclose(python);
	(void)waitpid(pid, NULL, 0);
	python = NULL;
}

static void start(void)
{
	const char *top = getenv("top_srcdir");
	char script[4096];
	int fd[2];

	(void)snprintf(script, sizeof(script), "%s/tests/bench/python/peers.py",
		       top ? top : ".");
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fd)) {
		missing = "no sockets: no figures of Python";
		return;
	}
	missing = spawn(script, fd[1]) ? "python3 is not installed: no "
					 "figures of Python"
				       : NULL;
	(void)close(fd[1]);
	ask = fd[0];
	python = missing ? NULL : fdopen(fd[0], "r");
	if (!python) {
		(void)close(fd[0]);
		return;
	}
	if (answer() >= 0) {
		(void)atexit(stop);
		return;
	}
	missing = "python3 is not 3.9 or newer: no figures of Python";
	stop();
}

const char *bench_python_missing(void)
{
	static int started;

	if (!started++)
		start();
	return missing;
}

double bench_python(const char *name, const char *cpus)
{
	if (bench_python_missing())
		return -1;
	return dprintf(ask, "%s %s\n", name, cpus) > 0 ? answer() : -1;
}
