/* SPDX-License-Identifier: MIT */
/* What a pipe costs: a round trip and one way. */
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bench/bench.h"
#include "bench/compare.h"
#include "mp.h"

enum { TRIPS = 2000, MESSAGES = 20000, SIZE = 64, LARGE = 1 << 20, MANY = 50 };

static mp_conn *end[2];
static int fd[2];
static char *buf;

/* ---- one exchange: ours, and bare ---- */

static void send_ours(int party)
{
	(void)mp_conn_send(end[party], buf, SIZE, MP_FOREVER);
}

static void receive_ours(int party)
{
	(void)mp_conn_recv(end[party], buf, SIZE, MP_FOREVER);
}

static void toss_ours(int party)
{
	for (int i = 0; i < TRIPS; i++) {
		if (!party)
			send_ours(party);
		receive_ours(party);
		if (party)
			send_ours(party);
	}
}

static void send_bare(int party)
{
	if (write(fd[party], buf, SIZE) < 0)
		abort();
}

static void receive_bare(int party)
{
	if (read(fd[party], buf, SIZE) < 0)
		abort();
}

static void toss_bare(int party)
{
	for (int i = 0; i < TRIPS; i++) {
		if (!party)
			send_bare(party);
		receive_bare(party);
		if (party)
			send_bare(party);
	}
}

static void pass_ours(int party)
{
	for (int i = 0; i < MESSAGES; i++)
		(party ? send_ours : receive_ours)(party);
}

static void pass_bare(int party)
{
	for (int i = 0; i < MESSAGES; i++)
		(party ? send_bare : receive_bare)(party);
}

static void pass_large(int party)
{
	for (int i = 0; i < MANY; i++)
		if (party)
			(void)mp_conn_send(end[1], buf, LARGE, MP_FOREVER);
		else
			(void)mp_conn_recv(end[0], buf, LARGE, MP_FOREVER);
}

/* ---- figures ---- */

static double trip_ours(const struct bench_row *row)
{
	(void)row;
	return bench_together(2, toss_ours) / TRIPS * 1e6;
}

static double trip_bare(const struct bench_row *row)
{
	(void)row;
	return bench_together(2, toss_bare) / TRIPS * 1e6;
}

static double rate_ours(const struct bench_row *row)
{
	(void)row;
	return MESSAGES / bench_together(2, pass_ours);
}

static double rate_bare(const struct bench_row *row)
{
	(void)row;
	return MESSAGES / bench_together(2, pass_bare);
}

static double rate_large(const struct bench_row *row)
{
	(void)row;
	return MANY / bench_together(2, pass_large);
}

static const char seqpacket[] = "SOCK_SEQPACKET, read, write";

static const struct bench_row rows[] = {
	{ .name = "pipe, 64 B, round trip",
	  .unit = "us",
	  .less = true,
	  .ours = trip_ours,
	  .bare = trip_bare,
	  .limit = seqpacket,
	  .python = "pipe_trip" },
	{ .name = "pipe, 64 B, one way",
	  .unit = "msg/s",
	  .ours = rate_ours,
	  .bare = rate_bare,
	  .limit = seqpacket,
	  .python = "pipe_one_way" },
	{ .name = "pipe, 1 MiB, one way",
	  .unit = "MiB/s",
	  .ours = rate_large,
	  .python = "pipe_large" },
};

int main(void)
{
	buf = calloc(1, LARGE);
	if (!buf || socketpair(AF_UNIX, SOCK_SEQPACKET, 0, fd) ||
	    mp_pipe(NULL, true, &end[0], &end[1]))
		return EXIT_FAILURE;
	bench_compare(rows, sizeof(rows) / sizeof(*rows));
	mp_conn_free(end[0]);
	mp_conn_free(end[1]);
	free(buf);
	return EXIT_SUCCESS;
}
