/* SPDX-License-Identifier: MIT */
#include "proc/act.h"

#include <dirent.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "proc/file.h"
#include "proc/tree.h"

static bool has_ended(const struct proc_target *t)
{
	struct pollfd p = { .fd = t->fd, .events = POLLIN };

	return poll(&p, 1, 0) != 0;
}

static int send(const struct proc_target *t, int number)
{
	return syscall(SYS_pidfd_send_signal, t->fd, number, NULL, 0) < 0
		       ? -errno
		       : 0;
}

int proc_act_may(const struct proc_target *t)
{
	bool descends = proc_descends(t->pid, t->root);

	if (has_ended(t))
		return -ESRCH;
	return descends ? send(t, 0) : -EXDEV;
}

int proc_act_signal(const struct proc_target *t, int number)
{
	int rc = proc_act_may(t);

	return rc < 0 ? rc : send(t, number);
}

int proc_act_nice(const struct proc_target *t, int *ret)
{
	struct proc_stat st;

	if (proc_read_stat(t->pid, &st) < 0 || has_ended(t))
		return -ESRCH;
	*ret = st.nice;
	return 0;
}

/*
 * To the kernel a nice value is that of a thread.  One that is made meanwhile
 * has that of its maker; one that ends meanwhile needs none.
 */
static int renice_threads(pid_t pid, int nice)
{
	char path[64];
	struct dirent *entry;
	int rc = 0;
	DIR *dir;

	(void)snprintf(path, sizeof(path), "/proc/%d/task", (int)pid);
	dir = opendir(path);
	if (!dir)
		return -ESRCH;
	while (!rc && (entry = readdir(dir)) != NULL) {
		long tid = strtol(entry->d_name, NULL, 10);

		if (tid > 0 && setpriority(PRIO_PROCESS, (id_t)tid, nice) < 0 &&
		    errno != ESRCH)
			rc = -errno;
	}
	(void)closedir(dir);
	return rc;
}

int proc_act_renice(const struct proc_target *t, int nice)
{
	int rc = proc_act_may(t);

	if (rc < 0)
		return rc;
	rc = renice_threads(t->pid, nice);
	return has_ended(t) ? -ESRCH : rc;
}
