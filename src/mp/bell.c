/* SPDX-License-Identifier: MIT */
#include "mp/bell.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

/* A mutable global of mp: one more than a descriptor; 0: there is none. */
static atomic_int bell;

int mp__bell_make(void)
{
	int none = 0, fd;

	if (atomic_load(&bell))
		return 0;
	fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (fd < 0)
		return errno;
	if (!atomic_compare_exchange_strong(&bell, &none, fd + 1))
		(void)close(fd);
	return 0;
}

/*
 * The program may have closed it, and have another file of that number by now.
 * Only an anonymous file that takes eight bytes can be an eventfd, and one too
 * many in another eventfd does no harm.
 */
static bool is_ours(int fd)
{
	struct stat s;

	return !fstat(fd, &s) && !(s.st_mode & S_IFMT);
}

int mp__bell_fd(void)
{
	int fd = atomic_load(&bell) - 1;

	return fd >= 0 && is_ours(fd) ? fd : -1;
}

void mp__bell_take(int fd)
{
	int old = atomic_exchange(&bell, fd + 1);

	if (old)
		(void)close(old - 1);
}

void mp__bell_ring(void)
{
	int fd = atomic_load(&bell) - 1, err = errno;
	uint64_t one = 1;

	if (fd >= 0 && is_ours(fd))
		/* It fails after 2^64 rings. */
		(void)!write(fd, &one, sizeof(one));
	errno = err;
}

int mp__bell_watch(void)
{
	struct epoll_event e = { .events = EPOLLIN | EPOLLET };
	int fd = atomic_load(&bell) - 1;
	int watch = epoll_create1(EPOLL_CLOEXEC);

	if (watch >= 0 && fd >= 0 && is_ours(fd))
		(void)epoll_ctl(watch, EPOLL_CTL_ADD, fd, &e);
	return watch;
}

void mp__bell_quiet(int watch)
{
	struct epoll_event e;

	(void)epoll_wait(watch, &e, 1, 0);
}
