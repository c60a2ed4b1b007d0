/* SPDX-License-Identifier: MIT */
/*
 * What a queue costs: messages of 64 bytes from some processes to others, and
 * back and forth between two.
 */
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "bench/bare_ring.h"
#include "bench/bench.h"
#include "bench/compare.h"
#include "mp.h"

enum { MESSAGES = 400000, TRIPS = 3000 };

struct message {
	char text[BARE_BYTES];
};

static mp_queue *there, *back;
static struct bare_ring *ring;
static int share;

/* ---- one way ---- */

static void pass_ours(int party)
{
	struct message m = { "message" };

	for (int i = 0; i < share; i++)
		if (party % 2)
			(void)mp_queue_put(there, &m, MP_FOREVER);
		else
			(void)mp_queue_get(there, &m, MP_FOREVER);
}

static void pass_bare(int party)
{
	struct message m = { "message" };

	for (int i = 0; i < share; i++)
		if (party % 2)
			bare_ring_put(ring, &m);
		else
			bare_ring_get(ring, &m);
}

static double rate_ours(const struct bench_row *row)
{
	double t;

	share = MESSAGES / row->n / row->n;
	there = mp_queue_new(NULL, row->size, MP_BYTES(BARE_BYTES));
	t = bench_together(2 * row->n, pass_ours);
	mp_queue_free(there);
	return share * row->n / t;
}

static double rate_bare(const struct bench_row *row)
{
	double t;

	share = MESSAGES / row->n / row->n;
	ring = bare_ring_new(row->size);
	t = bench_together(2 * row->n, pass_bare);
	bare_ring_free(ring);
	return share * row->n / t;
}

/* ---- back and forth ---- */

/* A message and whose turn it is. */
static struct {
	_Atomic uint32_t turn;
	struct message m;
} * ball;

static void toss_ours(int party)
{
	struct message m = { "message" };

	for (int i = 0; i < TRIPS; i++) {
		if (!party)
			(void)mp_queue_put(there, &m, MP_FOREVER);
		(void)mp_queue_get(party ? there : back, &m, MP_FOREVER);
		if (party)
			(void)mp_queue_put(back, &m, MP_FOREVER);
	}
}

static void await_turn(uint32_t turn)
{
	uint32_t seen;

	while ((seen = atomic_load(&ball->turn)) != turn)
		bench_sleep(&ball->turn, seen);
}

static void pass_turn(uint32_t turn)
{
	atomic_store(&ball->turn, turn);
	bench_wake(&ball->turn, 1);
}

static void toss_bare(int party)
{
	struct message m = { "message" };

	for (int i = 0; i < TRIPS; i++) {
		if (!party) {
			ball->m = m;
			pass_turn(1);
		}
		await_turn(!party ? 0 : 1);
		m = ball->m;
		if (party) {
			ball->m = m;
			pass_turn(0);
		}
	}
}

static double trip_ours(const struct bench_row *row)
{
	double t;

	(void)row;
	there = mp_queue_new(NULL, 1, MP_BYTES(BARE_BYTES));
	back = mp_queue_new(NULL, 1, MP_BYTES(BARE_BYTES));
	t = bench_together(2, toss_ours);
	mp_queue_free(there);
	mp_queue_free(back);
	return t / TRIPS * 1e6;
}

static double trip_bare(const struct bench_row *row)
{
	double t;

	(void)row;
	ball = bench_shared(sizeof(*ball));
	t = bench_together(2, toss_bare);
	(void)munmap(ball, sizeof(*ball));
	return t / TRIPS * 1e6;
}

static const char vyukov[] = "ring of cells, futex";

static const struct bench_row rows[] = {
	{ .name = "queue, 64 B, 1 x 1",
	  .unit = "msg/s",
	  .n = 1,
	  .size = 1024,
	  .ours = rate_ours,
	  .bare = rate_bare,
	  .limit = vyukov,
	  .python = "queue_1x1",
	  .aim = { .figure = 10e6, .of_python = 10 } },
	{ .name = "queue, 64 B, 4 x 4",
	  .unit = "msg/s",
	  .n = 4,
	  .size = 1024,
	  .ours = rate_ours,
	  .bare = rate_bare,
	  .limit = vyukov,
	  .python = "queue_4x4",
	  .aim = { .figure = 3e6, .of_python = 10 } },
	{ .name = "queue, 64 B, 1 x 1, room for 64",
	  .unit = "msg/s",
	  .n = 1,
	  .size = 64,
	  .ours = rate_ours,
	  .bare = rate_bare,
	  .limit = vyukov },
	{ .name = "queue, 64 B, 4 x 4, room for 64",
	  .unit = "msg/s",
	  .n = 4,
	  .size = 64,
	  .ours = rate_ours,
	  .bare = rate_bare,
	  .limit = vyukov },
	{ .name = "queue, round trip",
	  .unit = "us",
	  .less = true,
	  .ours = trip_ours,
	  .bare = trip_bare,
	  .limit = "futex, at once",
	  .python = "queue_trip",
	  .aim = { .of_bare = 1 / 1.3 } },
};

int main(void)
{
	bench_compare(rows, sizeof(rows) / sizeof(*rows));
	return EXIT_SUCCESS;
}
