/* SPDX-License-Identifier: MIT */
#include "support/procs.h"

#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* How often a condition is looked at that the kernel does not announce. */
enum { LOOK_AGAIN_MS = 5 };

double procs_now(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

double procs_patience(double seconds)
{
	const char *multiplier = getenv("CK_TIMEOUT_MULTIPLIER");
	double times = multiplier ? strtod(multiplier, NULL) : 1;

	return times > 0 ? seconds * times : seconds;
}

/* Read /proc/@pid/@file; the result has a 0 behind it.  -1 if it is gone. */
static ssize_t read_proc(pid_t pid, const char *file, char *buf, size_t size)
{
	char path[64];
	size_t used = 0;
	ssize_t n;
	int fd;

	(void)snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, file);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	while (used < size - 1) {
		n = read(fd, buf + used, size - 1 - used);
		if (n <= 0)
			break;
		used += (size_t)n;
	}
	(void)close(fd);
	buf[used] = 0;
	return (ssize_t)used;
}

static bool has_mark(pid_t pid, const char *mark)
{
	static char environment[1 << 17];
	ssize_t len =
		read_proc(pid, "environ", environment, sizeof(environment));

	for (ssize_t at = 0; at < len;) {
		if (strcmp(environment + at, mark) == 0)
			return true;
		at += (ssize_t)strlen(environment + at) + 1;
	}
	return false;
}

size_t procs_marked(const char *mark, pid_t *pids, size_t cap)
{
	DIR *proc = opendir("/proc");
	struct dirent *entry;
	size_t n = 0;

	if (!proc)
		return 0;
	while (n < cap && (entry = readdir(proc))) {
		pid_t pid = (pid_t)strtol(entry->d_name, NULL, 10);

		if (pid > 0 && pid != getpid() && has_mark(pid, mark))
			pids[n++] = pid;
	}
	(void)closedir(proc);
	return n;
}

static void pause_ms(int ms)
{
	(void)poll(NULL, 0, ms);
}

/* Wait for the end of @pid, until @deadline at most. */
static void wait_end(pid_t pid, double deadline)
{
	int fd = (int)syscall(SYS_pidfd_open, pid, 0);
	double left = deadline - procs_now();
	struct pollfd end = { .fd = fd, .events = POLLIN };

	if (fd < 0)
		return; /* it has ended */
	(void)poll(&end, 1, left > 0 ? (int)(left * 1000) + 1 : 0);
	(void)close(fd);
}

bool procs_wait_none(const char *mark, double seconds)
{
	double deadline = procs_now() + procs_patience(seconds);
	pid_t one;

	while (procs_marked(mark, &one, 1)) {
		if (procs_now() > deadline)
			return false;
		wait_end(one, deadline);
	}
	return true;
}

void procs_kill_marked(const char *mark)
{
	pid_t pids[256];
	size_t n;

	while ((n = procs_marked(mark, pids, 256)) > 0)
		for (size_t i = 0; i < n; i++) {
			(void)kill(pids[i], SIGKILL);
			wait_end(pids[i], procs_now() + 5);
		}
}

/* The fields of /proc/PID/stat behind the name, from the state letter on. */
static const char *stat_fields(pid_t pid, char *buf, size_t size)
{
	const char *end;

	if (read_proc(pid, "stat", buf, size) <= 0)
		return NULL;
	end = strrchr(buf, ')');
	return end && end[1] ? end + 2 : NULL;
}

char procs_state(pid_t pid)
{
	char buf[1024];
	const char *fields = stat_fields(pid, buf, sizeof(buf));

	return fields ? *fields : 0;
}

bool procs_exe(pid_t pid, char *path, size_t size)
{
	char link[64];
	ssize_t n;

	(void)snprintf(link, sizeof(link), "/proc/%d/exe", (int)pid);
	n = readlink(link, path, size - 1);
	path[n > 0 ? n : 0] = 0;
	return n > 0;
}

bool procs_wait_state(pid_t pid, const char *letters, double seconds)
{
	double deadline = procs_now() + procs_patience(seconds);

	for (;;) {
		char state = procs_state(pid);

		if (state && strchr(letters, state))
			return true;
		if (!state || procs_now() > deadline)
			return false;
		pause_ms(LOOK_AGAIN_MS);
	}
}

double procs_cpu(pid_t pid)
{
	char buf[1024];
	const char *fields = stat_fields(pid, buf, sizeof(buf));
	unsigned long user, sys;

	if (!fields || sscanf(fields,
			      "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u "
			      "%lu %lu",
			      &user, &sys) != 2)
		return -1;
	return (double)(user + sys) / (double)sysconf(_SC_CLK_TCK);
}

void procs_show(const char *mark)
{
	pid_t pids[64];
	char line[512];
	size_t n = procs_marked(mark, pids, 64);

	for (size_t i = 0; i < n; i++) {
		ssize_t len = read_proc(pids[i], "cmdline", line, sizeof(line));

		for (ssize_t at = 0; at + 1 < len; at++)
			if (!line[at])
				line[at] = ' ';
		(void)fprintf(stderr, "%d %c %s\n", (int)pids[i],
			      procs_state(pids[i]), len > 0 ? line : "?");
	}
}

static int visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

char *procs_names(const char *directory)
{
	struct dirent **entries = NULL;
	int n = scandir(directory, &entries, visible, alphasort);
	size_t size = 1;
	char *names, *end;

	for (int i = 0; i < n; i++)
		size += strlen(entries[i]->d_name) + 1;
	names = end = malloc(size);
	if (!names)
		abort();
	for (int i = 0; i < n; i++) {
		end = stpcpy(end, entries[i]->d_name);
		*end++ = '\n';
		free(entries[i]);
	}
	*end = 0;
	free(entries);
	return names;
}

static bool has_line(const char *lines, const char *line, size_t len)
{
	while (*lines) {
		size_t n = strcspn(lines, "\n");

		if (n == len && memcmp(lines, line, n) == 0)
			return true;
		lines += n + (lines[n] == '\n');
	}
	return false;
}

/*
 * The first of @names that @before has not and @now has, on the heap; NULL if
 * there is none.
 */
static char *new_name(const char *before, const char *names, const char *now)
{
	while (*names) {
		size_t n = strcspn(names, "\n");

		if (!has_line(before, names, n) && has_line(now, names, n))
			return strndup(names, n);
		names += n + (names[n] == '\n');
	}
	return NULL;
}

char *procs_wait_no_new_name(const char *directory, const char *before,
			     double seconds)
{
	double deadline = procs_now() + procs_patience(seconds);
	char *names = procs_names(directory);
	char *name = new_name(before, names, names);

	while (name && procs_now() <= deadline) {
		char *now;

		free(name);
		pause_ms(LOOK_AGAIN_MS);
		now = procs_names(directory);
		name = new_name(before, names, now);
		free(now);
	}
	free(names);
	return name;
}

static int remove_one(const char *path, const struct stat *st, int type,
		      struct FTW *place)
{
	(void)st;
	(void)type;
	(void)place;
	(void)remove(path);
	return 0;
}

void procs_remove_tree(const char *directory)
{
	(void)nftw(directory, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}
