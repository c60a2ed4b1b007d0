/* SPDX-License-Identifier: MIT */
#include "proc/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/scope.h"

int proc_open(pid_t pid, const char *name)
{
	char path[64];
	int fd;

	(void)snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd >= 0)
		return fd;
	return errno == ENOENT ? -ESRCH : -errno;
}

ssize_t proc_pread(int fd, char *buf, size_t size)
{
	ssize_t n;

	do
		n = pread(fd, buf, size, 0);
	while (n < 0 && errno == EINTR);
	return n < 0 ? -errno : n;
}

int proc_read_stat(pid_t pid, struct proc_stat *ret)
{
	SCOPED_FD int fd = proc_open(pid, "stat");
	char text[PROC_STAT_MAX];
	ssize_t n;

	if (fd < 0)
		return fd;
	n = proc_pread(fd, text, sizeof(text));
	if (n < 0)
		return (int)n;
	return proc_stat_parse(text, (size_t)n, ret);
}
