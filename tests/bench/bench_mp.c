/* SPDX-License-Identifier: MIT */
/*
 * What mp costs: the probe, the queue between processes, a process.
 *
 * The probe's figures need bench_mp_bare beside this program, the same
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

enum { OPS = 1000000, MESSAGES = 400000, TRIPS = 20000, STARTS = 300 };

static uint64_t events;

static double seconds(void)
{
	return (double)bench_now_ns() / 1e9;
}

/* ---- the probe ---- */

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

/* ---- messages ---- */

struct message {
	char text[64];
};

static mp_queue *there, *back;
static int share;

static int producer(void *unused)
{
	struct message m = { "message" };

	(void)unused;
	for (int i = 0; i < share; i++)
		(void)mp_queue_put(there, &m, MP_FOREVER);
	return 0;
}

static int consumer(void *unused)
{
	struct message m;

	(void)unused;
	for (int i = 0; i < share; i++)
		(void)mp_queue_get(there, &m, MP_FOREVER);
	return 0;
}

/* Messages a second from @n producers to @n consumers. */
static double throughput(int n, size_t capacity)
{
	mp_process *p[2 * 4];
	double t;

	share = MESSAGES / n;
	there = mp_queue_new(NULL, capacity, MP_BYTES(64));
	for (int i = 0; i < 2 * n; i++)
		p[i] = mp_process_new(NULL, i % 2 ? producer : consumer, NULL);
	t = seconds();
	for (int i = 0; i < 2 * n; i++)
		(void)mp_process_start(p[i]);
	for (int i = 0; i < 2 * n; i++)
		(void)mp_process_join(p[i], MP_FOREVER);
	t = seconds() - t;
	for (int i = 0; i < 2 * n; i++)
		mp_process_free(p[i]);
	mp_queue_free(there);
	return share * n / t;
}

static void bench_throughput(const char *name, int n, size_t capacity)
{
	double v[BENCH_ROUNDS];

	for (int i = 0; i < BENCH_ROUNDS; i++)
		v[i] = throughput(n, capacity);
	bench_report(name, "msg/s", v, BENCH_ROUNDS);
}

static int echo(void *unused)
{
	struct message m;

	(void)unused;
	for (int i = 0; i < TRIPS; i++) {
		(void)mp_queue_get(there, &m, MP_FOREVER);
		(void)mp_queue_put(back, &m, MP_FOREVER);
	}
	return 0;
}

static double trip_us(void)
{
	mp_process *p = mp_process_new("echo", echo, NULL);
	struct message m = { "message" };
	double t;

	there = mp_queue_new("there", 1, MP_BYTES(64));
	back = mp_queue_new("back", 1, MP_BYTES(64));
	(void)mp_process_start(p);
	t = seconds();
	for (int i = 0; i < TRIPS; i++) {
		(void)mp_queue_put(there, &m, MP_FOREVER);
		(void)mp_queue_get(back, &m, MP_FOREVER);
	}
	t = seconds() - t;
	(void)mp_process_join(p, MP_FOREVER);
	mp_process_free(p);
	mp_queue_free(there);
	mp_queue_free(back);
	return t / TRIPS * 1e6;
}

static void bench_trip(void)
{
	double v[BENCH_ROUNDS];

	for (int i = 0; i < BENCH_ROUNDS; i++)
		v[i] = trip_us();
	bench_report("mp: queue, round trip", "us", v, BENCH_ROUNDS);
}

/* ---- processes ---- */

static int nothing(void *unused)
{
	(void)unused;
	return 0;
}

static void bench_start(void)
{
	double v[BENCH_ROUNDS];

	for (int i = 0; i < BENCH_ROUNDS; i++) {
		double t = seconds();

		for (int k = 0; k < STARTS; k++) {
			mp_process *p = mp_process_new(NULL, nothing, NULL);

			(void)mp_process_start(p);
			(void)mp_process_join(p, MP_FOREVER);
			mp_process_free(p);
		}
		v[i] = STARTS / (seconds() - t);
	}
	bench_report("mp: start and join a process", "1/s", v, BENCH_ROUNDS);
}

int main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "--op") == 0) {
		printf("%.3f\n", op_ns());
		return EXIT_SUCCESS;
	}
	bench_probe(argv[0]);
	bench_throughput("mp: queue 1x1, 64 B, capacity 64", 1, 64);
	bench_throughput("mp: queue 1x1, 64 B, capacity 1024", 1, 1024);
	bench_throughput("mp: queue 4x4, 64 B, capacity 64", 4, 64);
	bench_throughput("mp: queue 4x4, 64 B, capacity 1024", 4, 1024);
	bench_trip();
	bench_start();
	return EXIT_SUCCESS;
}
