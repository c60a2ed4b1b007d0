/* SPDX-License-Identifier: MIT */
/*
 * Of a givable piece this process remembers where it is and its descriptor.
 * Programs that only fork have none, and pay one load for that when they free
 * an object.
 */
#include "mp/memory.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

struct piece {
	const void *at;
	int fd;
	struct piece *next;
};

/* Mutable globals of mp: the pieces of this process that have descriptors. */
static _Atomic(struct piece *) pieces;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static atomic_bool givable;

void mp__memory_set_givable(bool wanted)
{
	atomic_store(&givable, wanted);
}

bool mp__memory_is_givable(void)
{
	return atomic_load(&givable);
}

/* ---- the list ---- */

static void remember(struct piece *p)
{
	(void)pthread_mutex_lock(&lock);
	p->next = atomic_load(&pieces);
	atomic_store(&pieces, p);
	(void)pthread_mutex_unlock(&lock);
}

/* Under the lock: the piece at @at, or NULL; with @take it leaves the list. */
static struct piece *find(const void *at, bool take)
{
	struct piece *p = atomic_load(&pieces), *before = NULL;

	while (p && p->at != at) {
		before = p;
		p = p->next;
	}
	if (!p || !take)
		return p;
	if (before)
		before->next = p->next;
	else
		atomic_store(&pieces, p->next);
	return p;
}

int mp__memory_fd(const void *at)
{
	struct piece *p;
	int fd;

	(void)pthread_mutex_lock(&lock);
	p = find(at, false);
	fd = p ? p->fd : -1;
	(void)pthread_mutex_unlock(&lock);
	return fd;
}

void mp__memory_before_fork(void)
{
	(void)pthread_mutex_lock(&lock);
}

void mp__memory_after_fork(void)
{
	(void)pthread_mutex_unlock(&lock);
}

/* ---- mapping ---- */

static void *map(size_t bytes, int flags, int fd)
{
	void *at = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | flags,
			fd, 0);

	if (at != MAP_FAILED)
		return at;
	errno = ENOMEM;
	return NULL;
}

void *mp__memory_adopt(int fd, size_t bytes)
{
	struct piece *p = malloc(sizeof(*p));
	struct stat status;
	void *at = NULL;

	if (!p)
		errno = ENOMEM;
	else if (fstat(fd, &status) || (uint64_t)status.st_size < bytes)
		errno = EPROTO;
	else
		at = map(bytes, 0, fd);
	if (!at) {
		int err = errno;

		free(p);
		(void)close(fd);
		errno = err;
		return NULL;
	}
	p->at = at;
	p->fd = fd;
	remember(p);
	return at;
}

/* Nobody may shrink it under another's feet. */
static int make_file(size_t bytes)
{
	int fd = memfd_create("mp", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	int err;

	if (fd < 0)
		return -1;
	if (!ftruncate(fd, (off_t)bytes) &&
	    !fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL))
		return fd;
	err = errno == EFBIG || errno == EINVAL ? ENOMEM : errno;
	(void)close(fd);
	errno = err;
	return -1;
}

void *mp__memory_map(size_t bytes)
{
	int fd;

	if (!mp__memory_is_givable())
		return map(bytes, MAP_ANONYMOUS, -1);
	fd = make_file(bytes);
	return fd < 0 ? NULL : mp__memory_adopt(fd, bytes);
}

void mp__memory_unmap(void *at, size_t bytes)
{
	struct piece *p = NULL;

	if (atomic_load(&pieces)) {
		(void)pthread_mutex_lock(&lock);
		p = find(at, true);
		(void)pthread_mutex_unlock(&lock);
	}
	(void)munmap(at, bytes);
	if (p) {
		(void)close(p->fd);
		free(p);
	}
}
