/* SPDX-License-Identifier: MIT */
/*
 * Every event of mp is a point to be killed at.  Each scene runs once to count
 * its events, in all of its processes, and then once for each of them: whoever
 * comes to the n-th event of that verb and phase dies there.  After each death
 * what was shared can be used by others, and all processes of the scene have
 * ended.
 *
 * Every verb that mp writes must come in some scene: a new one that does not
 * makes this program fail, until somebody is killed at it.
 */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>

#include "stress/census.h"
#include "stress/mp_points.h"

enum { PATIENCE_S = 300 };

/* In verbs.def those of mp come first, then those of the preload library. */
enum { NOT_OF_MP = MP_VERB_ATTACH };

static const char *const verb_names[MP_VERB_COUNT] = {
	[MP_VERB_NONE] = "none",
#define MP_VERB(id, name, doing, look) [MP_VERB_##id] = (name),
#include "mp/verbs.def"
#undef MP_VERB
};

/* Shared by all processes. */
static struct {
	/* The point to die at: verb, phase, after how many of these; or none */
	atomic_int verb, phase, after;
	atomic_int events[MP_VERB_COUNT][MP_ENDS + 1]; /* in this run */
	atomic_int deaths[MP_VERB_COUNT];              /* in all runs */
} * points;

static pid_t watcher;

static void die(const struct mp_probe_event *e)
{
	int n;

	if (getpid() == watcher)
		return;
	n = atomic_fetch_add(&points->events[e->verb][e->phase], 1);
	if (e->verb != atomic_load(&points->verb) ||
	    e->phase != atomic_load(&points->phase) ||
	    n != atomic_load(&points->after))
		return;
	atomic_fetch_add(&points->deaths[e->verb], 1);
	(void)kill(getpid(), SIGKILL);
}

static const struct mp_probe_sink sink = { .emit = die };

static void set_point(int verb, int phase, int after)
{
	atomic_store(&points->verb, verb);
	atomic_store(&points->phase, phase);
	atomic_store(&points->after, after);
	memset(points->events, 0, sizeof(points->events));
}

void points_die_at(mp_process_fn *fn, enum mp_verb verb, enum mp_phase phase)
{
	set_point((int)verb, (int)phase, 0);
	CHECK(stress_end(stress_start(fn, NULL)) == -SIGKILL);
}

static int act(void *scene)
{
	((const struct scene *)scene)->act();
	return 0;
}

/* All processes that hold the other end of @fd have ended. */
static void wait_for_all(int fd)
{
	struct pollfd p = { .fd = fd };

	CHECK(poll(&p, 1, (int)STRESS_PATIENCE * 1000) == 1);
	CHECK(p.revents & POLLHUP);
	CHECK(!close(fd));
}

/* Once, with a death at a point; of verb NONE: without. */
static void run(const struct scene *s, int verb, int phase, int after)
{
	struct scene copy = *s;
	mp_process *p;
	int leash[2], code;

	if (s->make)
		s->make();
	CHECK(!pipe(leash));
	set_point(verb, phase, after);
	p = stress_start(act, &copy);
	CHECK(!close(leash[1]));
	code = stress_end(p);
	wait_for_all(leash[0]);
	/* If a child of it died it has gone on. */
	CHECK(code == 0 || (verb && code == -SIGKILL));
	atomic_store(&points->verb, MP_VERB_NONE);
	if (s->check)
		s->check();
}

static void run_each(const struct scene *s)
{
	int events[MP_VERB_COUNT][MP_ENDS + 1], n = 0;

	run(s, MP_VERB_NONE, 0, 0);
	memcpy(events, points->events, sizeof(events));
	for (int v = 0; v < MP_VERB_COUNT; v++)
		for (int p = MP_BEGINS; p <= MP_ENDS; p++)
			for (int i = 0; i < events[v][p]; i++, n++)
				run(s, v, p, i);
	printf("%s: killed at %d points\n", s->name, n);
	(void)fflush(stdout);
	CHECK(n > 0);
}

static void run_all(const struct scene *s, const char *only)
{
	for (; s->name; s++)
		if (!only || strcmp(only, s->name) == 0)
			run_each(s);
}

/* How many verbs of mp nobody has died at. */
static int tell_missing(void)
{
	int missing = 0;

	for (int v = MP_VERB_NONE + 1; v < NOT_OF_MP; v++) {
		if (atomic_load(&points->deaths[v]))
			continue;
		printf("nobody was killed at \"%s\": it needs a scene\n",
		       verb_names[v]);
		missing++;
	}
	return missing;
}

/* The name of a scene as argument: that one alone. */
/*
 * Processes that are this program anew find the points by a path, and are
 * watched like the others.
 */
static void share_points(void)
{
	int fd = memfd_create("points", 0);
	char path[64];

	CHECK(fd >= 0 && !ftruncate(fd, sizeof(*points)));
	(void)snprintf(path, sizeof(path), "/proc/%d/fd/%d", (int)getpid(), fd);
	CHECK(!setenv(POINTS_MARK, path, 1));
}

__attribute__((constructor(101))) static void watch(void)
{
	const char *path = getenv(POINTS_MARK);
	int fd = path ? open(path, O_RDWR | O_CLOEXEC) : -1;

	if (fd < 0)
		return;
	points = mmap(NULL, sizeof(*points), PROT_READ | PROT_WRITE, MAP_SHARED,
		      fd, 0);
	CHECK(points != MAP_FAILED && !close(fd));
	mp_probe = &sink;
}

int main(int argc, char **argv)
{
	const char *only = argc > 1 ? argv[1] : NULL;
	int descriptors;
	struct census now;

	mp_main(argc, argv);
	(void)alarm(PATIENCE_S);
	watcher = getpid();
	share_points();
	watch();
	descriptors = (int)census_take().descriptors;
	run_all(points_shared, only);
	run_all(points_sync, only);
	run_all(points_family, only);
	run_all(points_start, only);
	run_all(points_manager, only);
	now = census_take();
	CHECK(!now.children && now.threads == 1);
	/* One more: the doorbell of all queues. */
	CHECK(now.descriptors <= descriptors + 1);
	return tell_missing() && !only ? EXIT_FAILURE : EXIT_SUCCESS;
}
