/* SPDX-License-Identifier: MIT */
/*
 * A full count reads files of every descendant.  But the kernel also says, in
 * one short file, how many tasks there are in all: as long as that number has
 * not grown by more than what the demo has left, there is nothing to count.
 * Others may end while the demo forks, so a full count is due now and then.
 */
#include "guard/count.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/scope.h"
#include "proc/tree.h"

#define FULL_COUNT_NS (250 * CLOCK_MS)

/* "0.20 0.18 0.12 1/80 11206": running/all tasks */
long guard_count_tasks(void)
{
	SCOPED_FD int fd = open("/proc/loadavg", O_RDONLY | O_CLOEXEC);
	char text[128];
	const char *slash;
	ssize_t n;

	if (fd < 0)
		return -1;
	n = read(fd, text, sizeof(text) - 1);
	if (n <= 0)
		return -1;
	text[n] = 0;
	slash = strchr(text, '/');
	return slash ? strtol(slash + 1, NULL, 10) : -1;
}

bool guard_count_over(struct guard_count *c)
{
	struct proc_walk w = { .root = getpid() };
	int64_t now = clock_now();
	long tasks;
	int n;

	if (!c->limit)
		return false;
	tasks = guard_count_tasks();
	if (tasks >= 0 && now < c->full_at &&
	    c->then + (tasks - c->tasks) <= c->limit)
		return false;
	n = proc_tree_walk(&w);
	if (n < 0)
		return false;
	c->then = n;
	c->tasks = tasks;
	c->full_at = now + FULL_COUNT_NS;
	return n > c->limit;
}
