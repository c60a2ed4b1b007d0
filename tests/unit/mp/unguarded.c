/* SPDX-License-Identifier: MIT */
/*
 * A program with the guard in the wrong place, in as many ways as its argument
 * says.  It ends with 0 if it was treated as it should be.
 */
#include <errno.h>
#include <fcntl.h>
#include <mp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* What a start before the guard has given; 0: none was tried. */
static int early;

static int tell_early(void *unused)
{
	(void)unused;
	return early == ENOEXEC ? 9 : 1;
}
MP_SPAWNABLE(tell_early);

static int answer(void *unused)
{
	(void)unused;
	return 9;
}
MP_SPAWNABLE(answer);

/* The errno value of a start, or the exit code of the child below 0. */
static int try_start(enum mp_start_method method, mp_process_fn *fn)
{
	mp_process *p;
	int code;

	if (mp_force_start_method(method))
		return errno;
	p = mp_process_new_with(NULL, fn, NULL, 0);
	if (!p)
		return errno;
	if (mp_process_start(p)) {
		code = errno;
		mp_process_free(p);
		return code;
	}
	(void)mp_process_join(p, MP_FOREVER);
	code = mp_process_exitcode(p);
	mp_process_free(p);
	return -code;
}

static int never(void)
{
	if (try_start(MP_SPAWN, answer) != ENOEXEC ||
	    try_start(MP_FORKSERVER, answer) != ENOEXEC)
		return 1;
	if (waitpid(-1, NULL, WNOHANG) >= 0 || errno != ECHILD)
		return 2;
	/* Fork needs no guard. */
	return try_start(MP_FORK, answer) == -9 ? 0 : 3;
}

/* A copy of this program, whose file is removed once it runs. */
static int copy_and_run(const char *self)
{
	int from = open("/proc/self/exe", O_RDONLY | O_CLOEXEC), to;
	struct stat status;
	char path[4096];

	(void)snprintf(path, sizeof(path), "%s-XXXXXX", self);
	to = mkostemp(path, O_CLOEXEC);
	if (from < 0 || to < 0 || fstat(from, &status) || fchmod(to, 0700))
		return 1;
	while (status.st_size > 0) {
		ssize_t n = sendfile(to, from, NULL, (size_t)status.st_size);

		if (n <= 0)
			return 2;
		status.st_size -= n;
	}
	(void)close(to);
	(void)execl(path, path, "unlink", (char *)NULL);
	(void)unlink(path);
	return 3;
}

static int unlink_and_start(const char *self)
{
	if (unlink(self))
		return 1;
	if (try_start(MP_SPAWN, answer) != -9)
		return 2;
	return try_start(MP_FORKSERVER, answer) == -9 ? 0 : 3;
}

int main(int argc, char **argv)
{
	if (argc == 2 && !strcmp(argv[1], "never"))
		return never();
	/* In a child that is this program anew the guard comes too late. */
	if (argc > 2)
		early = try_start(MP_FORK, answer);
	mp_main(argc, argv);
	if (argc == 2 && !strcmp(argv[1], "late"))
		return try_start(MP_SPAWN, tell_early) == -9 &&
				       try_start(MP_FORKSERVER, answer) == -9
			       ? 0
			       : 1;
	if (argc == 2 && !strcmp(argv[1], "gone"))
		return copy_and_run(argv[0]);
	return unlink_and_start(argv[0]);
}
