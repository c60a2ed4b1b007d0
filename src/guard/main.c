/* SPDX-License-Identifier: MIT */
/*
 * procession-guard: a small process between the player and what must be put
 * right even if the player dies by SIGKILL.  The player runs it; nobody else
 * has a use for it.
 */
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "guard/guard.h"
#include "guard/options.h"

int guard_watch_player(void)
{
	return (int)syscall(SYS_pidfd_open, getppid(), 0);
}

void guard_drop_stdio(void)
{
	int fd = open("/dev/null", O_RDWR | O_CLOEXEC);

	if (fd < 0)
		return;
	for (int i = 0; i <= STDERR_FILENO; i++)
		(void)dup2(fd, i);
	if (fd > STDERR_FILENO)
		(void)close(fd);
}

static int is_kept(const int *keep, int count, int fd)
{
	for (int i = 0; i < count; i++) {
		if (keep[i] == fd)
			return 1;
	}
	return 0;
}

void guard_close_others(const int *keep, int count)
{
	DIR *dir = opendir("/proc/self/fd");
	struct dirent *entry;

	if (!dir)
		return;
	while ((entry = readdir(dir)) != NULL) {
		int fd = atoi(entry->d_name);

		if (fd > STDERR_FILENO && fd != dirfd(dir) &&
		    !is_kept(keep, count, fd))
			(void)close(fd);
	}
	(void)closedir(dir);
}

/*
 * No signal is to end or stop a guard; what matters of them is read from a
 * signalfd.  SIGCHLD must not be ignored, as it may be by inheritance, or the
 * kernel reaps the children itself.  A session of its own keeps the signals
 * of the terminal away.
 */
static void seclude(void)
{
	/* The C library would leave out the two that it keeps for itself. */
	uint64_t all = UINT64_MAX;

	(void)syscall(SYS_rt_sigprocmask, SIG_SETMASK, &all, NULL, sizeof(all));
	(void)signal(SIGCHLD, SIG_DFL);
	(void)setsid();
}

static int usage(void)
{
	(void)fputs(
		"usage: procession-guard run FD [--procs N] [--memory "
		"BYTES] [--wall SECONDS]\n"
		"                            [--cpu SECONDS] [--files N] -- "
		"PROGRAM [ARG...]\n"
		"       procession-guard terminal FD TTYFD\n"
		"The player runs this; it is of no use by itself.\n",
		stderr);
	return 2;
}

int main(int argc, char **argv)
{
	struct guard_options o;

	if (guard_options_parse(&o, argc, argv) < 0)
		return usage();
	if (fcntl(o.fd, F_SETFD, FD_CLOEXEC) < 0) {
		(void)fprintf(stderr, "procession-guard: no descriptor %d\n",
			      o.fd);
		return 2;
	}
	seclude();
	if (o.tty_fd >= 0)
		return guard_terminal(o.fd, o.tty_fd);
	return guard_run(&o);
}
