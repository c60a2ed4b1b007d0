/* SPDX-License-Identifier: MIT */
/*
 * A worker is killed at each point at which it tells something: before a task
 * and after one, in its first chunk or a later one.  A pool that repeats comes
 * out right; in one that does not, as many tasks fail as workers were killed in
 * them.
 *
 * conforms: 125 139
 */
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "mp.h"
#include "mp/probe.h"
#include "stress/stress.h"

enum { ITEMS = 200, KILLS = 10, PATIENCE_S = 120 };

static atomic_int *left; /* kills yet to come */
static struct point {
	enum mp_verb verb;
	enum mp_phase phase;
	int before; /* how many of these a worker survives */
} point;

static void die(const struct mp_probe_event *e)
{
	if (e->verb != point.verb || e->phase != point.phase ||
	    point.before-- > 0)
		return;
	if (atomic_fetch_sub(left, 1) > 0)
		(void)kill(getpid(), SIGKILL);
}

static const struct mp_probe_sink fatal_sink = { .emit = die };

/* In the worker: from here on it is watched. */
static int watch(void *unused)
{
	(void)unused;
	mp_probe = &fatal_sink;
	return 0;
}

static int square(const void *in, void *out)
{
	*(long *)out = (long)*(const int *)in * *(const int *)in;
	return 0;
}

#define SQUARE MP_TASK_CHUNKED(square, int, long, 1)

static void run_repeating(void)
{
	struct mp_pool_options o = { .initializer = watch, .retries = 255 };
	mp_pool *p;
	int in[ITEMS];
	long out[ITEMS];

	atomic_store(left, KILLS);
	p = mp_pool_new(NULL, 2, &o);
	CHECK(p);
	for (int i = 0; i < ITEMS; i++)
		in[i] = i;
	CHECK(!mp_pool_map(p, SQUARE, in, out, ITEMS));
	for (int i = 0; i < ITEMS; i++)
		CHECK(out[i] == (long)i * i);
	CHECK(atomic_load(left) <= 0);
	mp_pool_free(p);
}

static void run_failing(void)
{
	struct mp_pool_options o = { .initializer = watch };
	mp_result *r[ITEMS];
	int lost = 0;
	mp_pool *p;
	long out;

	atomic_store(left, KILLS);
	p = mp_pool_new(NULL, 2, &o);
	CHECK(p);
	for (int i = 0; i < ITEMS; i++) {
		r[i] = mp_pool_apply_async(p, SQUARE, &i, NULL);
		CHECK(r[i]);
	}
	for (int i = 0; i < ITEMS; i++) {
		if (mp_result_get(r[i], &out, 30.0)) {
			CHECK(errno == EOWNERDEAD);
			lost++;
		} else {
			CHECK(out == (long)i * i);
		}
		mp_result_free(r[i]);
	}
	CHECK(!mp_pool_close(p) && !mp_pool_join(p, 30.0));
	mp_pool_free(p);
	CHECK(lost == KILLS);
}

int main(void)
{
	static const enum mp_phase phases[] = { MP_BEGINS, MP_ENDS };

	(void)alarm(PATIENCE_S);
	left = stress_shared(sizeof(*left));
	for (int i = 0; i < 2; i++) {
		for (int before = 0; before < 4; before++) {
			point = (struct point){ MP_VERB_TASK, phases[i],
						before };
			run_repeating();
			run_failing();
		}
	}
	puts("all points survived");
	return EXIT_SUCCESS;
}
