/* SPDX-License-Identifier: MIT */
#include "proc/tree.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/map.h"
#include "base/mem.h"
#include "base/scope.h"
#include "proc/file.h"

/* A process and its parent, as the scan of /proc finds them. */
struct link {
	pid_t pid, ppid;
};

struct links {
	struct link *at; /* in the order of ppid */
	size_t len, cap;
};

/* Breadth first: what is found waits in a queue, and is never found twice. */
struct queue {
	const struct proc_walk *walk;
	pid_t *at;
	size_t len, cap;
	struct map seen;
};

static void push(struct queue *q, pid_t pid)
{
	if (map_get(&q->seen, (uint64_t)pid, NULL))
		return;
	map_set(&q->seen, (uint64_t)pid, 0);
	q->at = mem_grow(q->at, q->len, &q->cap, sizeof(*q->at));
	q->at[q->len++] = pid;
}

static void queue_release(struct queue *q)
{
	free(q->at);
	map_release(&q->seen);
}

/* The number that a directory is named by, or 0. */
static pid_t number(const char *name)
{
	char *end;
	long value = strtol(name, &end, 10);

	return *end || value <= 0 || value > INT32_MAX ? 0 : (pid_t)value;
}

/* Add the children of one thread from its open file, however long it is. */
static void push_children(struct queue *q, int fd)
{
	char text[4096];
	long pid = 0;
	ssize_t n;

	/* A number may be cut in two by the end of the buffer. */
	while ((n = read(fd, text, sizeof(text))) > 0) {
		for (ssize_t i = 0; i < n; i++) {
			if (text[i] >= '0' && text[i] <= '9') {
				pid = pid * 10 + (text[i] - '0');
				continue;
			}
			if (pid > 0 && pid <= INT32_MAX)
				push(q, (pid_t)pid);
			pid = 0;
		}
	}
}

/* A child belongs to the thread that made it, so all threads are asked. */
static int push_children_of(struct queue *q, pid_t pid)
{
	char path[64];
	struct dirent *entry;
	DIR *dir;

	(void)snprintf(path, sizeof(path), "/proc/%d/task", (int)pid);
	dir = opendir(path);
	if (!dir)
		return errno == ENOENT || errno == ESRCH ? 0 : -errno;
	while ((entry = readdir(dir)) != NULL) {
		if (!number(entry->d_name))
			continue;
		(void)snprintf(path, sizeof(path), "%.20s/children",
			       entry->d_name);
		SCOPED_FD int fd =
			openat(dirfd(dir), path, O_RDONLY | O_CLOEXEC);
		if (fd >= 0) {
			push_children(q, fd);
		} else if (errno == EMFILE || errno == ENFILE) {
			(void)closedir(dir);
			return -EMFILE;
		}
	}
	(void)closedir(dir);
	return 0;
}

static int by_parent(const void *a, const void *b)
{
	const struct link *x = a, *y = b;

	if (x->ppid != y->ppid)
		return x->ppid < y->ppid ? -1 : 1;
	return (x->pid > y->pid) - (x->pid < y->pid);
}

static int links_read(struct links *ret)
{
	DIR *dir = opendir("/proc");
	struct dirent *entry;
	int rc = 0;

	if (!dir)
		return -errno;
	while (!rc && (entry = readdir(dir)) != NULL) {
		pid_t pid = number(entry->d_name);
		struct proc_stat s;

		if (!pid)
			continue;
		rc = proc_read_stat(pid, &s);
		if (!rc) {
			ret->at = mem_grow(ret->at, ret->len, &ret->cap,
					   sizeof(*ret->at));
			ret->at[ret->len++] = (struct link){ pid, s.ppid };
		}
		if (rc != -EMFILE && rc != -ENFILE)
			rc = 0; /* it has ended meanwhile, or is not ours */
	}
	(void)closedir(dir);
	if (ret->len)
		qsort(ret->at, ret->len, sizeof(*ret->at), by_parent);
	return rc;
}

static void push_linked(struct queue *q, const struct links *links, pid_t pid)
{
	size_t low = 0, high = links->len;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (links->at[middle].ppid < pid)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < links->len && links->at[low].ppid == pid; low++)
		push(q, links->at[low].pid);
}

static int walk_down(struct queue *q, const struct links *links)
{
	pid_t pid = q->walk->root;
	size_t next = 0;
	int rc = 0;

	for (;;) {
		if (links)
			push_linked(q, links, pid);
		else
			rc = push_children_of(q, pid);
		if (rc < 0)
			return rc;
		if (next == q->len)
			return (int)q->len;
		pid = q->at[next++];
		if (q->walk->visit)
			q->walk->visit(q->walk->arg, pid);
	}
}

int proc_tree_walk(const struct proc_walk *w)
{
	struct queue q = { .walk = w };
	struct links links = { NULL, 0, 0 };
	int rc = 0;

	/* Seen before the walk begins: they are never taken up. */
	map_set(&q.seen, (uint64_t)w->root, 0);
	for (size_t i = 0; i < w->keep_count; i++)
		map_set(&q.seen, (uint64_t)w->keep[i], 0);
	if (!w->scan && access("/proc/thread-self/children", F_OK) == 0) {
		rc = walk_down(&q, NULL);
	} else {
		rc = links_read(&links);
		if (!rc)
			rc = walk_down(&q, &links);
		free(links.at);
	}
	queue_release(&q);
	return rc;
}

struct living {
	pid_t *at;
	size_t len, cap;
};

/*
 * A zombie with threads is a process whose first thread has ended before the
 * others: it lives.
 */
static void add_living(void *arg, pid_t pid)
{
	struct living *l = arg;
	struct proc_stat s;
	int rc = proc_read_stat(pid, &s);

	if (rc == -ESRCH || (!rc && s.state == 'Z' && s.threads <= 1))
		return;
	l->at = mem_grow(l->at, l->len, &l->cap, sizeof(*l->at));
	l->at[l->len++] = pid;
}

int proc_descendants(pid_t pid, pid_t **ret)
{
	struct living l = { NULL, 0, 0 };
	struct proc_walk w = { .root = pid, .visit = add_living, .arg = &l };
	int rc = proc_tree_walk(&w);

	if (rc < 0) {
		free(l.at);
		return rc;
	}
	*ret = l.at;
	return (int)l.len;
}

/* One step up; 0 at the top, or where an ancestor has just gone. */
static pid_t parent_of(pid_t pid)
{
	struct proc_stat s;

	return proc_read_stat(pid, &s) < 0 ? 0 : s.ppid;
}

bool proc_descends(pid_t pid, pid_t root)
{
	/*
	 * An ancestor that ends on the way leaves its children to another, so
	 * the way begins anew.
	 */
	for (int tries = 0; tries < 3; tries++) {
		pid_t at = pid;

		while (at > 1) {
			at = parent_of(at);
			if (at == root)
				return true;
		}
	}
	return false;
}
