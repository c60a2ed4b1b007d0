/* SPDX-License-Identifier: MIT */
/*
 * Looking at another process costs some system calls; it is done only by who
 * has waited long, or found a sleeper that could not be woken.
 */
#include "mp/who.h"

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <unistd.h>

enum { BEGAN_FIELD = 22 }; /* of /proc/PID/stat, counted from 1 */

/* Relaxed: they only keep what asking again would give again. */
static _Atomic uint32_t my_pid;
static _Atomic uint64_t my_began;

_Thread_local uint32_t mp__my_tid;

/* When @pid began; 0 if that is not to be known. */
static uint64_t began(uint32_t pid)
{
	char path[32], stat[1024], *at;
	ssize_t len;
	int fd;

	(void)snprintf(path, sizeof(path), "/proc/%u/stat", pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return 0;
	len = read(fd, stat, sizeof(stat) - 1);
	(void)close(fd);
	if (len <= 0)
		return 0;
	stat[len] = '\0';
	/* The name, the second field, may hold blanks and parentheses. */
	at = strrchr(stat, ')');
	for (int field = 2; at && field < BEGAN_FIELD; field++)
		at = strchr(at + 1, ' ');
	return at ? strtoull(at, NULL, 10) : 0;
}

struct mp__who mp__who_me(void)
{
	struct mp__who me = {
		.pid = atomic_load_explicit(&my_pid, memory_order_relaxed),
		.began = atomic_load_explicit(&my_began, memory_order_relaxed),
	};

	int saved = errno;

	if (me.pid && me.began)
		return me;
	me.pid = (uint32_t)getpid();
	me.began = began(me.pid);
	errno = saved;
	atomic_store_explicit(&my_began, me.began, memory_order_relaxed);
	atomic_store_explicit(&my_pid, me.pid, memory_order_relaxed);
	return me;
}

static bool is_gone(struct mp__who who)
{
	struct pollfd end = { .events = POLLIN };
	uint64_t now;
	bool ended;

	end.fd = pidfd_open((pid_t)who.pid, 0);
	if (end.fd < 0)
		return errno == ESRCH;
	/* One that was killed but not yet reaped has ended all the same. */
	ended = poll(&end, 1, 0) == 1;
	(void)close(end.fd);
	now = ended || !who.began ? 0 : began(who.pid);
	return ended || (now && now != who.began);
}

bool mp__who_is_gone(struct mp__who who)
{
	int saved = errno;
	bool gone = is_gone(who);

	errno = saved;
	return gone;
}

uint32_t mp__tid_ask(void)
{
	return mp__my_tid = (uint32_t)gettid();
}

void mp__who_forget(void)
{
	mp__my_tid = 0;
	atomic_store_explicit(&my_pid, 0, memory_order_relaxed);
	atomic_store_explicit(&my_began, 0, memory_order_relaxed);
}
