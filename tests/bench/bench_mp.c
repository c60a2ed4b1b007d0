/* SPDX-License-Identifier: MIT */
/*
 * What the probe costs where it is most in the way: in a queue that one
 * process puts into and gets from.
 *
 * It needs bench_mp_bare beside this program, the same
 * program with the probes compiled out; the two take turns.
 */
#include <libgen.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/bench.h"
#include "mp.h"
#include "mp/probe.h"

enum { OPS = 1000000 };

static uint64_t events;

static double seconds(void)
{
	return (double)bench_now_ns() / 1e9;
}

static void count(const struct mp_probe_event *e)
{
	events += e->phase != MP_WAITS;
}

static const struct mp_probe_sink counting = { .emit = count };

/* ns of one put or get by a process that is alone. */
static double op_ns(void)
{
	mp_queue *q = mp_queue_new(NULL, 64, MP_LONG);
	int64_t item = 1;
	double t = seconds();

	for (int i = 0; i < OPS / 2; i++) {
		(void)mp_queue_put(q, &item, MP_FOREVER);
		(void)mp_queue_get(q, &item, MP_FOREVER);
	}
	t = seconds() - t;
	mp_queue_free(q);
	return t / OPS * 1e9;
}

static double bare_ns(const char *self)
{
	char path[PATH_MAX], command[PATH_MAX + 32];
	double ns = 0;
	FILE *f;

	(void)snprintf(path, sizeof(path), "%s", self);
	(void)snprintf(command, sizeof(command), "'%s/bench_mp_bare' --op",
		       dirname(path));
	f = popen(command, "r");
	if (!f || fscanf(f, "%lf", &ns) != 1)
		ns = 0;
	if (f)
		(void)pclose(f);
	return ns;
}

static void bench_probe(const char *self)
{
	double bare[BENCH_ROUNDS], off[BENCH_ROUNDS], on[BENCH_ROUNDS];

	for (int i = 0; i < BENCH_ROUNDS; i++) {
		bare[i] = bare_ns(self);
		mp_probe = NULL;
		off[i] = op_ns();
		mp_probe = &counting;
		on[i] = op_ns();
		mp_probe = NULL;
	}
	bench_report("mp: put or get, probe compiled out", "ns", bare,
		     BENCH_ROUNDS);
	bench_report("mp: put or get, probe off", "ns", off, BENCH_ROUNDS);
	bench_report("mp: put or get, sink that counts", "ns", on,
		     BENCH_ROUNDS);
}

int main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "--op") == 0) {
		printf("%.3f\n", op_ns());
		return EXIT_SUCCESS;
	}
	bench_probe(argv[0]);
	return EXIT_SUCCESS;
}
