/* SPDX-License-Identifier: MIT */
/*
 * What a pipe costs: a round trip and one way, in turns with the same exchange
 * over a bare pair of sockets, pinned to one CPU and not.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bench/bench.h"
#include "mp.h"

enum { TRIPS = 3000, MESSAGES = 50000, SIZE = 64, LARGE = 1 << 20, MANY = 100 };

static mp_conn *ours, *theirs;
static int fd[2];
static char *buf;

/* ---- one exchange: ours, and bare ---- */

static void send_ours(mp_conn *c, size_t len)
{
	(void)mp_conn_send(c, buf, len, MP_FOREVER);
}

static void receive_ours(mp_conn *c, size_t len)
{
	(void)mp_conn_recv(c, buf, len, MP_FOREVER);
}

static int echo_ours(void *unused)
{
	(void)unused;
	for (int i = 0; i < TRIPS; i++) {
		receive_ours(theirs, SIZE);
		send_ours(theirs, SIZE);
	}
	return 0;
}

static int echo_bare(void *unused)
{
	(void)unused;
	for (int i = 0; i < TRIPS; i++)
		if (read(fd[1], buf, SIZE) < 0 || write(fd[1], buf, SIZE) < 0)
			return 1;
	return 0;
}

static int receive_all_ours(void *unused)
{
	(void)unused;
	for (int i = 0; i < MESSAGES; i++)
		receive_ours(theirs, SIZE);
	return 0;
}

static int receive_all_bare(void *unused)
{
	(void)unused;
	for (int i = 0; i < MESSAGES; i++)
		if (read(fd[1], buf, SIZE) < 0)
			return 1;
	return 0;
}

static int receive_large(void *unused)
{
	(void)unused;
	for (int i = 0; i < MANY; i++)
		receive_ours(theirs, LARGE);
	return 0;
}

/* ---- measuring ---- */

static double timed(mp_process_fn *other, void (*self)(void))
{
	mp_process *p = mp_process_new(NULL, other, NULL);
	int64_t t;

	(void)mp_process_start(p);
	t = bench_now_ns();
	self();
	(void)mp_process_join(p, MP_FOREVER);
	t = bench_now_ns() - t;
	mp_process_free(p);
	return (double)t;
}

static void trips_ours(void)
{
	for (int i = 0; i < TRIPS; i++) {
		send_ours(ours, SIZE);
		receive_ours(ours, SIZE);
	}
}

static void trips_bare(void)
{
	for (int i = 0; i < TRIPS; i++)
		if (write(fd[0], buf, SIZE) < 0 || read(fd[0], buf, SIZE) < 0)
			abort();
}

static void send_all_ours(void)
{
	for (int i = 0; i < MESSAGES; i++)
		send_ours(ours, SIZE);
}

static void send_all_bare(void)
{
	for (int i = 0; i < MESSAGES; i++)
		if (write(fd[0], buf, SIZE) < 0)
			abort();
}

static void send_large(void)
{
	for (int i = 0; i < MANY; i++)
		send_ours(ours, LARGE);
}

static void bench(const char *where)
{
	double trip[2][BENCH_ROUNDS], rate[2][BENCH_ROUNDS], mib[BENCH_ROUNDS];
	char name[80];

	for (int i = 0; i < BENCH_ROUNDS; i++) {
		trip[0][i] = timed(echo_ours, trips_ours) / TRIPS / 1e3;
		trip[1][i] = timed(echo_bare, trips_bare) / TRIPS / 1e3;
		rate[0][i] =
			MESSAGES * 1e9 / timed(receive_all_ours, send_all_ours);
		rate[1][i] =
			MESSAGES * 1e9 / timed(receive_all_bare, send_all_bare);
		mib[i] = MANY * 1e9 / timed(receive_large, send_large);
	}
	(void)snprintf(name, sizeof(name), "mp: pipe, round trip, %s", where);
	bench_report(name, "us", trip[0], BENCH_ROUNDS);
	(void)snprintf(name, sizeof(name), "bare seqpacket, round trip, %s",
		       where);
	bench_report(name, "us", trip[1], BENCH_ROUNDS);
	(void)snprintf(name, sizeof(name), "mp: pipe, one way, 64 B, %s",
		       where);
	bench_report(name, "msg/s", rate[0], BENCH_ROUNDS);
	(void)snprintf(name, sizeof(name), "bare seqpacket, one way, 64 B, %s",
		       where);
	bench_report(name, "msg/s", rate[1], BENCH_ROUNDS);
	(void)snprintf(name, sizeof(name), "mp: pipe, one way, 1 MiB, %s",
		       where);
	bench_report(name, "MiB/s", mib, BENCH_ROUNDS);
}

int main(void)
{
	buf = calloc(1, LARGE);
	if (!buf || mp_pipe(NULL, true, &ours, &theirs) ||
	    socketpair(AF_UNIX, SOCK_SEQPACKET, 0, fd))
		return EXIT_FAILURE;
	bench("free");
	if (!bench_pin(0))
		bench("one CPU");
	return EXIT_SUCCESS;
}
