/* SPDX-License-Identifier: MIT */
/*
 * The set is an array in the order of adding, with a map from PID to place.
 * A process that leaves becomes a hole, so that places stay valid while a
 * sweep is under way; the next sweep begins by closing the holes.
 */
#include "proc/sampler.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/map.h"
#include "base/mem.h"
#include "proc/blocked.h"
#include "proc/file.h"
#include "proc/stat.h"

struct entry {
	pid_t pid;             /* 0: a hole */
	int stat_fd, sched_fd; /* -1: not kept */
	bool no_sched;         /* this kernel has no schedstat */
	bool known;            /* start_ticks is set */
	bool reported;
	bool looked; /* at what it is blocked in */
	uint64_t start_ticks;
	int64_t looked_run_ns; /* run_ns then */
	uint64_t sweep;        /* the last one that visited it */
	/* Since when run_ns is as it is while the letter is R. */
	int64_t base_run_ns, base_time;
	struct proc_sample last;
};

struct proc_sampler {
	struct entry *at;
	size_t len, cap, holes;
	size_t next;      /* where the next sweep goes on */
	struct map place; /* PID to index in at */
	uint64_t sweeps;  /* so far */
	pid_t preferred[PROC_PREFERRED_MAX];
	size_t preferred_count;
	const struct proc_sampler_look *look; /* NULL: not to be found out */
};

struct proc_sampler *proc_sampler_new(void)
{
	return mem_new(1, sizeof(struct proc_sampler));
}

static void drop(struct proc_sampler *s, struct entry *e)
{
	if (e->stat_fd >= 0)
		(void)close(e->stat_fd);
	if (e->sched_fd >= 0)
		(void)close(e->sched_fd);
	map_remove(&s->place, (uint64_t)e->pid);
	e->pid = 0;
	s->holes++;
}

void proc_sampler_free(struct proc_sampler *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->len; i++) {
		if (s->at[i].pid)
			drop(s, &s->at[i]);
	}
	map_release(&s->place);
	free(s->at);
	free(s);
}

size_t proc_sampler_count(const struct proc_sampler *s)
{
	return s->len - s->holes;
}

/* Whether @fd leaves enough numbers above it for everything else. */
static bool may_keep(int fd)
{
	struct rlimit limit;

	return getrlimit(RLIMIT_NOFILE, &limit) == 0 &&
	       (limit.rlim_cur == RLIM_INFINITY ||
		(rlim_t)fd + PROC_SPARE_FDS < limit.rlim_cur);
}

/*
 * Read one file of a process through the descriptor kept in *@kept, or
 * through one that is opened now, and kept if it may be.
 */
static ssize_t read_kept(pid_t pid, const char *name, int *kept, char *buf,
			 size_t size)
{
	ssize_t n;
	int fd;

	if (*kept >= 0)
		return proc_pread(*kept, buf, size);
	fd = proc_open(pid, name);
	if (fd < 0)
		return fd;
	n = proc_pread(fd, buf, size);
	if (n >= 0 && may_keep(fd))
		*kept = fd;
	else
		(void)close(fd);
	return n;
}

static int read_stat(struct entry *e, struct proc_stat *ret)
{
	char text[PROC_STAT_MAX];
	ssize_t n = read_kept(e->pid, "stat", &e->stat_fd, text, sizeof(text));
	int rc;

	if (n < 0)
		return (int)n;
	rc = proc_stat_parse(text, (size_t)n, ret);
	if (rc)
		return rc;
	if (e->known && e->start_ticks != ret->start_ticks)
		return -ESRCH; /* another process has the PID now */
	e->start_ticks = ret->start_ticks;
	e->known = true;
	return 0;
}

/* Leaves the numbers as they were where the file cannot be read. */
static void read_sched(struct entry *e, struct proc_sample *to)
{
	struct proc_schedstat sched;
	char text[128];
	ssize_t n;

	if (e->no_sched)
		return;
	n = read_kept(e->pid, "schedstat", &e->sched_fd, text, sizeof(text));
	if (n >= 0 && !proc_schedstat_parse(text, (size_t)n, &sched)) {
		to->run_ns = sched.run_ns;
		to->wait_ns = sched.wait_ns;
	} else if (n == -ESRCH && e->sched_fd < 0 && kill(e->pid, 0) == 0) {
		e->no_sched = true;
	}
}

static bool is_ready(struct entry *e, const struct proc_sample *now)
{
	int64_t time = clock_now();

	if (now->letter != 'R' || now->run_ns < 0 ||
	    now->run_ns != e->base_run_ns) {
		e->base_run_ns = now->letter == 'R' ? now->run_ns : -1;
		e->base_time = time;
		return false;
	}
	return time - e->base_time >= PROC_READY_NS;
}

static bool same(const struct proc_sample *a, const struct proc_sample *b)
{
	return a->pid == b->pid && a->ppid == b->ppid &&
	       a->letter == b->letter && a->ready == b->ready &&
	       a->gone == b->gone && a->cpu == b->cpu &&
	       a->threads == b->threads && a->run_ns == b->run_ns &&
	       a->wait_ns == b->wait_ns && a->exit_code == b->exit_code;
}

/*
 * Read what the kernel says now.  False if it says nothing: no descriptor
 * was to be had, and the facts stay as they were until one is.
 */
static bool sample(struct entry *e, struct proc_sample *ret)
{
	struct proc_stat stat;
	int rc = read_stat(e, &stat);

	*ret = e->last;
	if (rc == -ESRCH) {
		ret->letter = 'X';
		ret->gone = true;
		ret->ready = false;
		return true;
	}
	if (rc < 0)
		return false;
	ret->ppid = stat.ppid;
	ret->letter = stat.state;
	ret->cpu = stat.processor;
	ret->threads = stat.threads > 0 ? stat.threads : 0;
	if (stat.has_exit_code)
		ret->exit_code = stat.exit_code;
	read_sched(e, ret);
	ret->ready = is_ready(e, ret);
	return true;
}

int proc_sampler_add(struct proc_sampler *s, pid_t pid)
{
	struct entry e = { .pid = pid,
			   .stat_fd = -1,
			   .sched_fd = -1,
			   .base_run_ns = -1,
			   .last = { .pid = pid,
				     .run_ns = -1,
				     .wait_ns = -1,
				     .exit_code = -1 } };
	struct proc_stat stat;

	if (pid <= 0)
		return -ESRCH;
	if (map_get(&s->place, (uint64_t)pid, NULL))
		return 0;
	/* This also keeps the descriptor and learns the start time. */
	if (read_stat(&e, &stat) == -ESRCH)
		return -ESRCH;
	s->at = mem_grow(s->at, s->len, &s->cap, sizeof(*s->at));
	map_set(&s->place, (uint64_t)pid, s->len);
	s->at[s->len++] = e;
	return 0;
}

void proc_sampler_remove(struct proc_sampler *s, pid_t pid)
{
	uint64_t i;

	if (pid > 0 && map_get(&s->place, (uint64_t)pid, &i))
		drop(s, &s->at[i]);
}

static void close_holes(struct proc_sampler *s)
{
	size_t to = 0, next = 0;

	if (!s->holes)
		return;
	for (size_t i = 0; i < s->len; i++) {
		if (i == s->next)
			next = to;
		if (!s->at[i].pid)
			continue;
		if (to != i) {
			s->at[to] = s->at[i];
			map_set(&s->place, (uint64_t)s->at[to].pid, to);
		}
		to++;
	}
	s->next = next;
	s->len = to;
	s->holes = 0;
}

/* What it is blocked in, if somebody wants to know. */
static void look(struct proc_sampler *s, struct entry *e,
		 const struct proc_sample *now, void *arg)
{
	struct proc_blocked b;
	bool ran;

	if (!s->look || (now->letter != 'S' && now->letter != 'D'))
		return;
	ran = !e->looked || now->run_ns < 0 || now->run_ns != e->looked_run_ns;
	if (!s->look->wants(arg, e->pid, ran) ||
	    proc_blocked_read(e->pid, &b) < 0)
		return;
	e->looked = true;
	e->looked_run_ns = now->run_ns;
	s->look->report(arg, e->pid, &b);
}

static void visit(struct proc_sampler *s, struct entry *e,
		  proc_sample_fn *report, void *arg)
{
	struct proc_sample now;

	e->sweep = s->sweeps;
	if (!sample(e, &now))
		return;
	if (!e->reported || !same(&e->last, &now)) {
		e->reported = true;
		e->last = now;
		report(arg, &now);
	}
	look(s, e, &now, arg);
	if (now.gone)
		drop(s, e);
}

void proc_sampler_prefer(struct proc_sampler *s, const pid_t *pids, size_t n)
{
	if (n > PROC_PREFERRED_MAX)
		n = PROC_PREFERRED_MAX;
	if (n)
		memcpy(s->preferred, pids, n * sizeof(*pids));
	s->preferred_count = n;
}

void proc_sampler_look(struct proc_sampler *s,
		       const struct proc_sampler_look *how)
{
	s->look = how;
}

static bool is_over(int64_t begin, int64_t budget_ns)
{
	return budget_ns > 0 && clock_now() - begin >= budget_ns;
}

static size_t sweep_preferred(struct proc_sampler *s, int64_t budget_ns,
			      proc_sample_fn *report, void *arg)
{
	int64_t begin = clock_now();
	size_t done = 0;
	uint64_t i;

	for (size_t n = 0; n < s->preferred_count; n++) {
		if (!map_get(&s->place, (uint64_t)s->preferred[n], &i) ||
		    s->at[i].sweep == s->sweeps)
			continue;
		visit(s, &s->at[i], report, arg);
		done++;
		if (is_over(begin, budget_ns))
			break;
	}
	return done;
}

size_t proc_sampler_sweep(struct proc_sampler *s, int64_t budget_ns,
			  proc_sample_fn *report, void *arg)
{
	int64_t begin = clock_now();
	size_t done, passed = 0;

	close_holes(s);
	s->sweeps++;
	done = sweep_preferred(s, budget_ns, report, arg);
	while (passed < s->len) {
		struct entry *e;

		if (s->next >= s->len)
			s->next = 0;
		e = &s->at[s->next++];
		passed++;
		/* Of those that are preferred some may have gone just now. */
		if (!e->pid || e->sweep == s->sweeps)
			continue;
		visit(s, e, report, arg);
		done++;
		if (is_over(begin, budget_ns))
			break;
	}
	/* A whole round begins with the first again. */
	if (passed == s->len)
		s->next = 0;
	return done;
}
