/* SPDX-License-Identifier: MIT */
#include "trace/alive.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Fields of /proc/PID/stat, counted from the one after the name. */
enum { STATE = 0, START = 19 };

static char *add_number(char *at, uint32_t n)
{
	char digits[10];
	size_t len = 0;

	do
		digits[len++] = (char)('0' + n % 10);
	while (n /= 10);
	while (len)
		*at++ = digits[--len];
	return at;
}

/* Fill @buf with /proc/@pid/stat; the bytes read, or a negative errno. */
static ssize_t read_stat(pid_t pid, char *buf, size_t size)
{
	char path[32] = "/proc/";
	ssize_t n;
	int fd;

	memcpy(add_number(path + strlen(path), (uint32_t)pid), "/stat", 6);
	fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	n = syscall(SYS_read, fd, buf, size);
	if (n < 0)
		n = -errno;
	(void)syscall(SYS_close, fd); /* it was only read */
	return n;
}

/* The name is in parentheses and may hold any byte: look from the end. */
static uint64_t parse(const char *buf, size_t len)
{
	const char *end = buf + len, *at = memrchr(buf, ')', len);
	uint64_t start = 0;
	int field = STATE;

	if (!at || end - at < 3)
		return ALIVE_UNKNOWN;
	at += 2;
	if (*at == 'Z' || *at == 'X' || *at == 'x')
		return ALIVE_GONE;
	for (; at < end && field < START; at++)
		field += *at == ' ';
	for (; at < end && *at >= '0' && *at <= '9'; at++)
		start = start * 10 + (uint64_t)(*at - '0');
	return at < end && start ? start : ALIVE_UNKNOWN;
}

uint64_t alive_start(pid_t pid)
{
	int saved = errno;
	char buf[1024];
	ssize_t n = read_stat(pid, buf, sizeof(buf));
	uint64_t start = ALIVE_UNKNOWN;

	if (n > 0)
		start = parse(buf, (size_t)n);
	else if (n == -ESRCH || (syscall(SYS_kill, pid, 0) && errno == ESRCH))
		start = ALIVE_GONE;
	errno = saved;
	return start;
}
