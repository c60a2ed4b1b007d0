/* SPDX-License-Identifier: MIT */
/*
 * The race is against processes that fork while they are being ended.
 *
 * A fork checks for a fatal signal under the same lock that makes the child
 * visible.  So after kill(pid, SIGKILL) a process gets no more children, and
 * those it has are found by the walk, which looks for them afterwards: below
 * the process, or, once it is dead, below the caller.  Killing costs a few
 * microseconds a process and forking a hundred, so the walks win.
 *
 * The end is certain: zombies have no children and only the caller reaps its
 * own, so if a walk finds the caller without children, dead or alive, then
 * nothing descends from it any more.  Counting only the living would miss a
 * process that forks and exits, forks and exits, ahead of every walk.
 *
 * Stopping everything first is not needed for that.  It keeps processes that
 * watch over one another from starting replacements, and the demo from
 * telling a story of dying partners.  A process group is signalled as a
 * whole, which also reaches the children that are just being made in it.
 */
#include "proc/sweep.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/map.h"
#include "base/mem.h"
#include "proc/file.h"
#include "proc/tree.h"

#define FIRST_NAP_NS   200000L
#define LONGEST_NAP_NS 10000000L
/* Of a signal that is sent once: against those who fork without end. */
#define ROUNDS 8

struct pass {
	int signo;
	pid_t session; /* the caller's */
	pid_t group;   /* signalled last: neighbours share one */
};

/*
 * A process may be gone by now, or be another user's; the next walk tells.
 * A session that is not the caller's was made by a descendant, and only its
 * own descendants can be in it, so its groups may be signalled.
 */
static void signal_one(void *arg, pid_t pid)
{
	struct pass *p = arg;
	struct proc_stat stat;

	(void)kill(pid, p->signo);
	if (proc_read_stat(pid, &stat) < 0 || stat.session <= 1 ||
	    stat.session == p->session || stat.pgrp <= 1 ||
	    stat.pgrp == p->group)
		return;
	p->group = stat.pgrp;
	(void)kill(-stat.pgrp, p->signo);
}

static int pass(const struct proc_sweep *s, int signo)
{
	struct pass p = { .signo = signo, .session = getsid(0) };

	return proc_tree_walk(&(struct proc_walk){ .root = getpid(),
						   .keep = s->keep,
						   .keep_count = s->keep_count,
						   .visit = signal_one,
						   .arg = &p });
}

/*
 * A signal that is sent once must not be sent while the walk goes on: of a
 * process that dies of it before its children were looked for, these would be
 * the caller's by then, whose own were looked for first.  So all are found
 * before any of them is signalled, and then those that were made meanwhile.
 */
struct round {
	const struct proc_sweep *sweep;
	struct map told; /* the PIDs of those who are or were new */
	pid_t *at;       /* who is new in this round */
	size_t len, cap;
};

static void note_new(void *arg, pid_t pid)
{
	struct round *r = arg;

	if (map_get(&r->told, (uint64_t)pid, NULL))
		return;
	map_set(&r->told, (uint64_t)pid, 0);
	r->at = mem_grow(r->at, r->len, &r->cap, sizeof(*r->at));
	r->at[r->len++] = pid;
}

/* How many there were that are new, or -errno. */
static int signal_new(struct round *r, int signo)
{
	int rc;

	r->len = 0;
	rc = proc_tree_walk(
		&(struct proc_walk){ .root = getpid(),
				     .keep = r->sweep->keep,
				     .keep_count = r->sweep->keep_count,
				     .visit = note_new,
				     .arg = r });
	for (size_t i = 0; i < r->len; i++)
		(void)kill(r->at[i], signo);
	return rc < 0 ? rc : (int)r->len;
}

int proc_sweep_signal(const struct proc_sweep *s, int signo)
{
	struct round r = { .sweep = s };
	int rc = 1, count = 0;

	for (int i = 0; i < ROUNDS && rc > 0; i++) {
		rc = signal_new(&r, signo);
		count += rc > 0 ? rc : 0;
	}
	free(r.at);
	map_release(&r.told);
	return rc < 0 ? rc : count;
}

struct reaping {
	const struct proc_sweep *sweep;
	int count;
};

/* __WALL: also those that were cloned with another signal than SIGCHLD. */
static bool reap_one(struct reaping *r, pid_t pid)
{
	struct rusage usage;
	int status;
	pid_t dead = wait4(pid, &status, WNOHANG | __WALL, &usage);

	if (dead <= 0)
		return false;
	r->count++;
	if (r->sweep->reap)
		r->sweep->reap(r->sweep->arg, dead, status, &usage);
	return true;
}

static void visit_reap(void *arg, pid_t pid)
{
	(void)reap_one(arg, pid);
}

int proc_sweep_reap(const struct proc_sweep *s)
{
	struct reaping r = { s, 0 };
	struct proc_walk w = { .root = getpid(),
			       .keep = s->keep,
			       .keep_count = s->keep_count,
			       .visit = visit_reap,
			       .arg = &r };
	int rc;

	if (s->keep_count) {
		rc = proc_tree_walk(&w);
		return rc < 0 ? rc : r.count;
	}
	errno = 0;
	while (reap_one(&r, -1))
		;
	return errno == ECHILD && !r.count ? -ECHILD : r.count;
}

static void nap(long *ns)
{
	struct timespec t = { 0, *ns };

	(void)nanosleep(&t, NULL);
	if (*ns < LONGEST_NAP_NS)
		*ns *= 2;
}

int proc_sweep_kill(const struct proc_sweep *s, int64_t deadline_ns)
{
	long nap_ns = FIRST_NAP_NS;
	int rc = pass(s, SIGSTOP);

	while (rc > 0) {
		rc = pass(s, SIGKILL);
		if (rc <= 0)
			break;
		(void)proc_sweep_reap(s);
		if (clock_now() >= deadline_ns)
			return -ETIMEDOUT;
		nap(&nap_ns);
	}
	return rc;
}
