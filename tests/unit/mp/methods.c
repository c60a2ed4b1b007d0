/* SPDX-License-Identifier: MIT */
#include "unit/mp/methods.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Children that are these programs anew. */
void check_begin(int argc, char **argv)
{
	mp_main(argc, argv);
}

void methods_setup(void)
{
	(void)signal(SIGTERM, SIG_DFL);
}

mp_process *made_by(enum mp_start_method method, mp_process_fn *fn,
		    const void *arg, size_t size)
{
	mp_process *p;

	ck_assert_int_eq(mp_force_start_method(method), 0);
	p = mp_process_new_with(NULL, fn, arg, size);
	ck_assert_ptr_nonnull(p);
	return p;
}

mp_process *started_by(enum mp_start_method method, mp_process_fn *fn,
		       const void *arg, size_t size)
{
	mp_process *p = made_by(method, fn, arg, size);

	ck_assert_int_eq(mp_process_start(p), 0);
	return p;
}

/* Whether @pid is a server. */
static bool is_server(pid_t pid)
{
	char path[64], line[4096] = "";
	size_t len, at;
	FILE *f;

	(void)snprintf(path, sizeof(path), "/proc/%d/cmdline", (int)pid);
	f = fopen(path, "r");
	if (!f)
		return false;
	len = fread(line, 1, sizeof(line) - 1, f);
	(void)fclose(f);
	at = strlen(line) + 1;
	return at < len && !strcmp(line + at, "--mp-forkserver");
}

pid_t server_of(pid_t pid)
{
	char path[96];
	int child = 0;
	FILE *f;

	if (!pid)
		pid = getpid();
	(void)snprintf(path, sizeof(path), "/proc/%d/task/%d/children",
		       (int)pid, (int)pid);
	f = fopen(path, "r");
	if (!f)
		return 0;
	while (fscanf(f, "%d", &child) == 1 && !is_server(child))
		child = 0;
	(void)fclose(f);
	return child;
}

bool no_child_is_left(void)
{
	errno = 0;
	return waitpid(-1, NULL, WNOHANG) < 0 && errno == ECHILD;
}
