/* SPDX-License-Identifier: MIT */
/*
 * Making, copying and closing descriptors.
 *
 * What is made or copied is told after the call, when the descriptors are
 * known; a close before it, so that nobody sees the end of file first.
 */
#include "trace/posix/posix.h"

#include <fcntl.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>

/* ---- pipes and socket pairs ---- */

static void hide(const int fds[2])
{
	posix_fd_set_plain(fds[0]);
	posix_fd_set_plain(fds[1]);
}

static int made_pipe(int result, const int fds[2], const void *site)
{
	struct posix_fd f;

	if (result)
		return result;
	if (!posix_told(site)) {
		if (posix_on && !posix_in_vfork())
			hide(fds);
		return 0;
	}
	f = posix_fd_look(fds[0]);
	(void)posix_fd_look(fds[1]);
	POSIX_EMIT(.verb = MP_VERB_PIPE, .phase = MP_HAPPENS,
		   .object = f.object, .a = (uint64_t)fds[0],
		   .b = (uint64_t)fds[1], .site = site);
	return 0;
}

POSIX_CALL int pipe(int fds[2])
{
	return made_pipe(POSIX_REAL(pipe)(fds), fds, POSIX_SITE());
}

POSIX_CALL int pipe2(int fds[2], int flags)
{
	return made_pipe(POSIX_REAL(pipe2)(fds, flags), fds, POSIX_SITE());
}

POSIX_CALL int socketpair(int domain, int type, int protocol, int fds[2])
{
	int result = POSIX_REAL(socketpair)(domain, type, protocol, fds);
	const void *site = POSIX_SITE();
	struct posix_fd f[2];

	if (result)
		return result;
	if (!posix_told(site)) {
		if (posix_on && !posix_in_vfork())
			hide(fds);
		return 0;
	}
	f[0] = posix_fd_look(fds[0]);
	f[1] = posix_fd_look(fds[1]);
	if (f[0].ends)
		POSIX_EMIT(.verb = MP_VERB_SOCKETPAIR, .phase = MP_HAPPENS,
			   .object = f[0].object,
			   .a = (uint64_t)fds[0] << 32 | (uint32_t)fds[1],
			   .b = f[1].object, .site = site);
	return 0;
}

/* ---- copies ---- */

static void copied(int from, int to, const void *site)
{
	struct posix_fd f;

	if (!posix_told(site)) {
		if (!posix_in_vfork())
			posix_fd_forget(to);
		return;
	}
	f = posix_fd_look(to);
	if (f.ends)
		POSIX_EMIT(.verb = MP_VERB_DUP, .phase = MP_HAPPENS,
			   .object = f.object, .a = (uint64_t)from,
			   .b = (uint64_t)to, .aux = f.ends, .site = site);
}

POSIX_CALL int dup(int fd)
{
	int to = POSIX_REAL(dup)(fd);

	if (to >= 0)
		copied(fd, to, POSIX_SITE());
	return to;
}

POSIX_CALL int dup2(int from, int to)
{
	const void *site = POSIX_SITE();
	int result;

	if (from == to || posix_in_vfork())
		return POSIX_REAL(dup2)(from, to);
	posix_fd_closing(to, site);
	result = POSIX_REAL(dup2)(from, to);
	if (result >= 0)
		copied(from, to, site);
	return result;
}

POSIX_CALL int dup3(int from, int to, int flags)
{
	const void *site = POSIX_SITE();
	int result;

	if (from == to || posix_in_vfork())
		return POSIX_REAL(dup3)(from, to, flags);
	posix_fd_closing(to, site);
	result = POSIX_REAL(dup3)(from, to, flags);
	if (result >= 0)
		copied(from, to, site);
	return result;
}

static int control(int fd, int command, void *arg, const void *site)
{
	int result = POSIX_REAL(fcntl)(fd, command, arg);

	if (result >= 0 && (command == F_DUPFD || command == F_DUPFD_CLOEXEC))
		copied(fd, result, site);
	/* Whether it blocks may be another now. */
	if (command == F_SETFL && !posix_fd_is_plain(fd) && !posix_in_vfork())
		posix_fd_forget(fd);
	return result;
}

/* Whatever it takes is one word, and passed on as it is. */
#define CONTROL(fd, command)                                                   \
	({                                                                     \
		va_list args;                                                  \
		void *arg;                                                     \
		va_start(args, command);                                       \
		arg = va_arg(args, void *);                                    \
		va_end(args);                                                  \
		control(fd, command, arg, POSIX_SITE());                       \
	})

POSIX_CALL int fcntl(int fd, int command, ...)
{
	return CONTROL(fd, command);
}

POSIX_CALL int fcntl64(int fd, int command, ...)
{
	return CONTROL(fd, command);
}

/* ---- closing ---- */

POSIX_CALL int close(int fd)
{
	if (!posix_fd_is_plain(fd) && !posix_in_vfork())
		posix_fd_closing(fd, POSIX_SITE());
	else if (!posix_in_vfork())
		posix_fd_forget(fd);
	return POSIX_REAL(close)(fd);
}

static void closing_range(unsigned first, unsigned last, const void *site)
{
	if (posix_in_vfork())
		return;
	for (unsigned fd = first; fd <= last && fd < POSIX_FDS; fd++) {
		unsigned class = atomic_load_explicit(&posix_fd_class[fd],
						      memory_order_relaxed);

		/* What was never used nor held is not worth asking for. */
		if (class >= POSIX_FD_TOLD)
			posix_fd_closing((int)fd, site);
		else if (class)
			posix_fd_forget((int)fd);
	}
}

POSIX_CALL int close_range(unsigned int first, unsigned int last, int flags)
{
	/* CLOSE_RANGE_CLOEXEC closes nothing yet. */
	if (flags == 0)
		closing_range(first, last, POSIX_SITE());
	return POSIX_REAL(close_range)(first, last, flags);
}

POSIX_CALL void closefrom(int first)
{
	closing_range(first < 0 ? 0 : (unsigned)first, POSIX_FDS - 1,
		      POSIX_SITE());
	POSIX_REAL(closefrom)(first);
}

/* ---- what others made: accepted connections are looked at when used ---- */

POSIX_CALL int accept(int fd, struct sockaddr *address, socklen_t *len)
{
	int result = POSIX_REAL(accept)(fd, address, len);

	if (!posix_in_vfork())
		posix_fd_forget(result);
	return result;
}

POSIX_CALL int accept4(int fd, struct sockaddr *address, socklen_t *len,
		       int flags)
{
	int result = POSIX_REAL(accept4)(fd, address, len, flags);

	if (!posix_in_vfork())
		posix_fd_forget(result);
	return result;
}
