/* SPDX-License-Identifier: MIT */
/*
 * Who descends from a process.
 *
 * A walk goes down from parents to children and calls the visitor of a
 * process before it looks for that process's children.  So a visitor that
 * stops or kills what it is shown leaves no child behind that was made while
 * the walk was on its way; what was made in the very moment is found by the
 * next walk.
 */
#ifndef PROC_TREE_H
#define PROC_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

typedef void proc_visit_fn(void *arg, pid_t pid);

struct proc_walk {
	pid_t root;        /* not visited itself */
	const pid_t *keep; /* neither these nor what descends from them */
	size_t keep_count;
	proc_visit_fn *visit; /* may be NULL */
	void *arg;
	/*
	 * Find children by the parent that every /proc/PID/stat names, not
	 * through /proc/PID/task/TID/children.  Happens by itself where the
	 * kernel does not have those files.
	 */
	bool scan;
};

/*
 * Walk over all descendants, zombies included; each is visited once.
 * Returns how many there were, or -errno if /proc cannot be read.
 */
int proc_tree_walk(const struct proc_walk *w);

/*
 * The PIDs of all living descendants of @pid, parents before children.  A
 * zombie does not live.  The result is the caller's to free.
 * Returns their number or -errno.
 */
int proc_descendants(pid_t pid, pid_t **ret);

/*
 * Whether @root is an ancestor of @pid.  Costs a read for each generation
 * between them.
 */
bool proc_descends(pid_t pid, pid_t root);

#endif
