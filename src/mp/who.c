/* SPDX-License-Identifier: MIT */
/*
 * Looking at another process costs some system calls; it is done only by who
 * has waited long, or found a sleeper that could not be woken.
 */
#include "mp/who.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <unistd.h>

#include "mp/pulse.h"

/* Of /proc/PID/stat, counted from 1. */
enum { STATE_FIELD = 3, THREADS_FIELD = 20, BEGAN_FIELD = 22 };

/* Relaxed: they only keep what asking again would give again. */
static _Atomic uint32_t my_pid;
static _Atomic uint64_t my_began;

_Thread_local uint32_t mp__my_tid;

struct look {
	uint64_t began; /* 0: that is not to be known */
	bool is_dead;   /* and not yet reaped */
};

static struct look look_at(uint32_t pid)
{
	char path[32], stat[1024], *at;
	struct look l = { 0, false };
	bool zombie = false;
	ssize_t len;
	int fd;

	(void)snprintf(path, sizeof(path), "/proc/%u/stat", pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return l;
	len = read(fd, stat, sizeof(stat) - 1);
	(void)close(fd);
	if (len <= 0)
		return l;
	stat[len] = '\0';
	/* The name, the second field, may hold blanks and parentheses. */
	at = strrchr(stat, ')');
	for (int field = 2; at && field < BEGAN_FIELD; field++) {
		at = strchr(at + 1, ' ');
		if (at && field + 1 == STATE_FIELD)
			zombie = at[1] == 'Z' || at[1] == 'X';
		/* Its first thread may have ended before the others. */
		if (at && field + 1 == THREADS_FIELD)
			l.is_dead = zombie && strtol(at, NULL, 10) <= 1;
	}
	l.began = at ? strtoull(at, NULL, 10) : 0;
	return l;
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
	me.began = look_at(me.pid).began;
	errno = saved;
	atomic_store_explicit(&my_began, me.began, memory_order_relaxed);
	atomic_store_explicit(&my_pid, me.pid, memory_order_relaxed);
	return me;
}

static bool is_gone(struct mp__who who)
{
	struct pollfd end = { .events = POLLIN };
	struct look now = { 0, false };
	bool ended = false;

	end.fd = pidfd_open((pid_t)who.pid, 0);
	if (end.fd < 0 && !mp__pidfds_missing(errno))
		return errno == ESRCH;
	/* One that was killed but not yet reaped has ended all the same. */
	if (end.fd >= 0)
		ended = poll(&end, 1, 0) == 1;
	else
		ended = kill((pid_t)who.pid, 0) && errno == ESRCH;
	if (end.fd < 0 || (!ended && who.began))
		now = look_at(who.pid);
	if (end.fd >= 0)
		(void)close(end.fd);
	return ended || now.is_dead ||
	       (now.began && who.began && now.began != who.began);
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
