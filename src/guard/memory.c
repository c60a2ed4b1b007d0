/* SPDX-License-Identifier: MIT */
/*
 * How often depends on how long a look takes, so that many processes do not
 * cost much: at most about a twentieth of one CPU.
 */
#include "guard/memory.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/scope.h"
#include "proc/tree.h"

#define EVERY_NS  (50 * CLOCK_MS)
#define OF_A_LOOK 20 /* times what it took */

struct look {
	int64_t limit_pages;
	pid_t over;
};

/* "size resident shared ...", in pages. */
static void visit(void *arg, pid_t pid)
{
	struct look *look = arg;
	long long size, resident, shared;
	char path[32], text[128];
	SCOPED_FD int fd = -1;
	ssize_t n;

	(void)snprintf(path, sizeof(path), "/proc/%d/statm", (int)pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return;
	n = read(fd, text, sizeof(text) - 1);
	if (n <= 0)
		return;
	text[n] = '\0';
	if (sscanf(text, "%lld %lld %lld", &size, &resident, &shared) == 3 &&
	    resident - shared > look->limit_pages)
		look->over = pid;
}

pid_t guard_memory_over(struct guard_memory *m)
{
	int64_t begin = clock_now(), took;
	struct look look = { m->limit / sysconf(_SC_PAGESIZE), 0 };
	struct proc_walk w = { .root = getpid(), .visit = visit, .arg = &look };

	if (!m->limit || begin < m->next_at)
		return 0;
	(void)proc_tree_walk(&w);
	took = (clock_now() - begin) * OF_A_LOOK;
	m->next_at = begin + (took > EVERY_NS ? took : EVERY_NS);
	return look.over;
}
