/* SPDX-License-Identifier: MIT */
#include "mp/parent.h"

#include <errno.h>
#include <poll.h>
#include <sys/pidfd.h>
#include <unistd.h>

#include "mp/family.h"

/* A process that has ended, but not how: only its parent learns that. */
#define UNKNOWN_CODE 255

/* Part of the process context (family.c). */
static mp_process *parent;

mp_process *mp__parent(void)
{
	return parent;
}

void mp__parent_set(mp_process *p, pid_t pid)
{
	atomic_store(&p->pid, pid);
	atomic_store(&p->sentinel, -1);
	parent = p;
}

void mp__parent_forget(void)
{
	int fd = parent ? atomic_exchange(&parent->sentinel, -1) : -1;

	if (fd >= 0)
		(void)close(fd);
	parent = NULL;
}

static bool is_there(void)
{
	return mp__lifeline_is_held(&mp__self()->lifeline,
				    atomic_load(&parent->pid));
}

int mp__parent_watch(void)
{
	int none = -1, fd = atomic_load(&parent->sentinel);

	if (fd >= 0)
		return fd;
	fd = pidfd_open(atomic_load(&parent->pid), 0);
	if (fd < 0)
		return -1;
	/* It is still there, so that PID was not another's. */
	if (!is_there()) {
		(void)close(fd);
		errno = ESRCH;
		return -1;
	}
	if (atomic_compare_exchange_strong(&parent->sentinel, &none, fd))
		return fd;
	(void)close(fd);
	return none;
}

static bool has_ended(void)
{
	struct pollfd p = { .fd = mp__parent_watch(), .events = POLLIN };

	if (p.fd >= 0)
		return poll(&p, 1, 0) > 0;
	/* Without a descriptor its PID must do. */
	return errno == ESRCH || !is_there();
}

bool mp__parent_ended(void)
{
	if (mp__ended(parent))
		return true;
	if (!has_ended())
		return false;
	atomic_store(&parent->exitcode, UNKNOWN_CODE);
	return true;
}

mp_process *mp_parent_process(void)
{
	return parent;
}
