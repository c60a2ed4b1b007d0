/* SPDX-License-Identifier: MIT */
/*
 * What each descriptor is.
 *
 * A byte a descriptor says whether its reads and writes are to be told.  It is
 * found out at the first use and forgotten where a descriptor is closed or
 * replaced, by all the ways there are to do that; so what is opened needs no
 * looking after.  Only ends of pipes, FIFOs and sockets of this machine are
 * told of: a file, a terminal, the network are somebody else's.
 *
 * The table is not inherited through exec; a new program looks at what it has
 * and tells which ends it holds, for on those depends who sees an end of file.
 */
#include "trace/posix/posix.h"

#include <fcntl.h>
#include <linux/magic.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>

#include "trace/layout.h"
#include "trace/writer.h"

#define MQUEUE_MAGIC 0x19800202
#ifndef PIPEFS_MAGIC
#define PIPEFS_MAGIC 0x50495045
#endif

_Atomic uint8_t posix_fd_class[POSIX_FDS];
/* Written before the class, by whoever makes or meets the descriptor. */
static _Atomic uint64_t objects[POSIX_FDS];

static void remember(int fd, struct posix_fd f)
{
	uint8_t class =
		(uint8_t)(f.ends ? POSIX_FD_TOLD | f.ends : POSIX_FD_PLAIN);

	if (f.ends && f.nonblock)
		class |= POSIX_FD_NONBLOCK;
	if (f.console)
		class = (uint8_t)(POSIX_FD_CONSOLE | f.console);

	if ((unsigned)fd >= POSIX_FDS)
		return;
	atomic_store_explicit(&objects[fd], f.object, memory_order_relaxed);
	/* Release: pairs with the acquire of posix_fd_get. */
	atomic_store_explicit(&posix_fd_class[fd], class, memory_order_release);
}

void posix_fd_set_plain(int fd)
{
	remember(fd, (struct posix_fd){ 0 });
}

/* 1, 2: standard output, error of the demo; 0: neither. */
static unsigned console_of(const struct stat *st)
{
	const struct arena_header *arena = trace_writer_arena();

	if (!arena || !st->st_ino)
		return 0;
	return st->st_ino == arena->console[0]   ? 1
	       : st->st_ino == arena->console[1] ? 2
						 : 0;
}

static unsigned ends_of(int fd)
{
	long flags = syscall(SYS_fcntl, fd, F_GETFL);

	if (flags < 0 || flags & O_PATH)
		return 0;
	switch (flags & O_ACCMODE) {
	case O_RDONLY:
		return TRACE_END_READ;
	case O_WRONLY:
		return TRACE_END_WRITE;
	default:
		return TRACE_END_READ | TRACE_END_WRITE;
	}
}

static uint64_t fifo_object(int fd, const struct stat *st)
{
	struct statfs fs;

	if (!syscall(SYS_fstatfs, fd, &fs) && fs.f_type == PIPEFS_MAGIC)
		return trace_object_id(TRACE_OBJECT_PIPE, st->st_ino);
	return posix_file_object(TRACE_OBJECT_FIFO, st->st_dev, st->st_ino);
}

/* A POSIX message queue. */
static bool is_queue(int fd)
{
	struct statfs fs;

	return !syscall(SYS_fstatfs, fd, &fs) && fs.f_type == MQUEUE_MAGIC;
}

static bool is_local(int fd)
{
	int domain = 0;
	socklen_t len = sizeof(domain);

	return !syscall(SYS_getsockopt, fd, SOL_SOCKET, SO_DOMAIN, &domain,
			&len) &&
	       domain == AF_UNIX;
}

static bool is_nonblock(int fd)
{
	long flags = syscall(SYS_fcntl, fd, F_GETFL);

	return flags >= 0 && flags & O_NONBLOCK;
}

static struct posix_fd ask(int fd)
{
	struct posix_fd f = { 0 };
	struct stat st;

	if (syscall(SYS_fstat, fd, &st))
		return f;
	if (S_ISFIFO(st.st_mode))
		f.console = console_of(&st);
	if (f.console)
		return f;
	if (S_ISFIFO(st.st_mode)) {
		f.object = fifo_object(fd, &st);
		f.ends = ends_of(fd);
	} else if (S_ISSOCK(st.st_mode) && is_local(fd)) {
		f.object = trace_object_id(TRACE_OBJECT_SOCKET, st.st_ino);
		f.ends = TRACE_END_READ | TRACE_END_WRITE;
	} else if (S_ISREG(st.st_mode) && is_queue(fd)) {
		f.object = posix_file_object(TRACE_OBJECT_MQ, st.st_dev,
					     st.st_ino);
		f.ends = ends_of(fd);
	}
	f.nonblock = f.ends && is_nonblock(fd);
	return f;
}

struct posix_fd posix_fd_look(int fd)
{
	int saved = errno;
	struct posix_fd f = { 0 };

	if (posix_on && (unsigned)fd < POSIX_FDS)
		f = ask(fd);
	if (!posix_in_vfork())
		remember(fd, f);
	errno = saved;
	return f;
}

struct posix_fd posix_fd_get(int fd)
{
	unsigned class;

	if ((unsigned)fd >= POSIX_FDS)
		return (struct posix_fd){ 0 };
	/* Acquire: pairs with the release of remember(). */
	class = atomic_load_explicit(&posix_fd_class[fd], memory_order_acquire);
	if (class == POSIX_FD_UNKNOWN)
		return posix_fd_look(fd);
	if (class == POSIX_FD_PLAIN)
		return (struct posix_fd){ 0 };
	if (class & POSIX_FD_CONSOLE)
		return (struct posix_fd){ .console = class & 3 };
	return (struct posix_fd){
		atomic_load_explicit(&objects[fd], memory_order_relaxed),
		class & (TRACE_END_READ | TRACE_END_WRITE),
		class & POSIX_FD_NONBLOCK,
		0,
	};
}

void posix_fd_closing(int fd, const void *site)
{
	struct posix_fd f = posix_fd_get(fd);

	posix_fd_forget(fd);
	if (!f.ends || !posix_told(site))
		return;
	POSIX_EMIT(.verb = MP_VERB_CLOSE, .phase = MP_HAPPENS,
		   .object = f.object, .a = (uint64_t)fd, .aux = f.ends,
		   .site = site);
}

/* ---- what a new program has ---- */

struct entry { /* of getdents64(2) */
	uint64_t inode;
	int64_t offset;
	uint16_t size;
	uint8_t type;
	char name[];
};

static void tell_held(int fd)
{
	struct posix_fd f = posix_fd_look(fd);

	if (f.ends)
		POSIX_EMIT(.verb = MP_VERB_HOLD, .phase = MP_HAPPENS,
			   .object = f.object, .a = (uint64_t)fd,
			   .aux = f.ends);
}

static int number(const char *name)
{
	int n = 0;

	if (*name < '0' || *name > '9')
		return -1;
	for (; *name >= '0' && *name <= '9' && n < POSIX_FDS; name++)
		n = n * 10 + (*name - '0');
	return n;
}

void posix_fd_tell_held(void)
{
	_Alignas(uint64_t) char buf[2048];
	int dir = (int)syscall(SYS_openat, AT_FDCWD, "/proc/self/fd",
			       O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	long got;

	if (dir < 0)
		return;
	while ((got = syscall(SYS_getdents64, dir, buf, sizeof(buf))) > 0) {
		for (long at = 0; at < got;) {
			const struct entry *e = (const void *)(buf + at);
			int fd = number(e->name);

			if (fd >= 0 && fd != dir)
				tell_held(fd);
			at += e->size;
		}
	}
	(void)syscall(SYS_close, dir); /* it was only read */
	posix_fd_forget(dir);
}
