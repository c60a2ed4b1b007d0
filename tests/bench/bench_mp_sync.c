/* SPDX-License-Identifier: MIT */
/*
 * What locks and the like cost, beside what C has: a robust pthread mutex, a
 * semaphore of POSIX, a pthread barrier, a bare futex.
 */
#include <limits.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "bench/bench.h"
#include "bench/compare.h"
#include "mp.h"

enum { LOCKS = 1000000, SITS = 200000, ROUNDS = 3000, TRIPS = 3000 };

/* Shared by all processes of a turn. */
static struct {
	pthread_mutex_t mutex;
	pthread_barrier_t barrier;
	sem_t semaphore;
	_Atomic uint32_t word;
} * peer;

static int share;

/* Operations a second of all the row's processes. */
static double rate(const struct bench_row *row, int ops, void (*fn)(int party))
{
	share = ops / row->n;
	return share * row->n / bench_together(row->n, fn);
}

/* ---- lock ---- */

static mp_lock *lock;

static void begin_lock(const struct bench_row *row)
{
	pthread_mutexattr_t attr;

	(void)row;
	lock = mp_lock_new(NULL);
	(void)pthread_mutexattr_init(&attr);
	(void)pthread_mutexattr_setpshared(&attr, PTHREAD_PROCESS_SHARED);
	(void)pthread_mutexattr_setrobust(&attr, PTHREAD_MUTEX_ROBUST);
	(void)pthread_mutex_init(&peer->mutex, &attr);
	(void)pthread_mutexattr_destroy(&attr);
}

static void end_lock(const struct bench_row *row)
{
	(void)row;
	mp_lock_free(lock);
	(void)pthread_mutex_destroy(&peer->mutex);
}

static void hold_ours(int party)
{
	(void)party;
	for (int i = 0; i < share; i++) {
		(void)mp_lock_acquire(lock, MP_FOREVER);
		(void)mp_lock_release(lock);
	}
}

static void hold_bare(int party)
{
	(void)party;
	for (int i = 0; i < share; i++) {
		(void)pthread_mutex_lock(&peer->mutex);
		(void)pthread_mutex_unlock(&peer->mutex);
	}
}

static double lock_ours(const struct bench_row *row)
{
	return rate(row, LOCKS, hold_ours);
}

static double lock_bare(const struct bench_row *row)
{
	return rate(row, LOCKS, hold_bare);
}

/* ---- semaphore: size 0 plain, 1 bounded ---- */

static mp_semaphore *seats;

static void begin_seats(const struct bench_row *row)
{
	seats = row->size ? mp_bounded_semaphore_new(NULL, 1)
			  : mp_semaphore_new(NULL, 1);
	(void)sem_init(&peer->semaphore, 1, 1);
}

static void end_seats(const struct bench_row *row)
{
	(void)row;
	mp_semaphore_free(seats);
	(void)sem_destroy(&peer->semaphore);
}

static void sit_ours(int party)
{
	(void)party;
	for (int i = 0; i < share; i++) {
		(void)mp_semaphore_acquire(seats, MP_FOREVER);
		(void)mp_semaphore_release(seats);
	}
}

static void sit_bare(int party)
{
	(void)party;
	for (int i = 0; i < share; i++) {
		(void)sem_wait(&peer->semaphore);
		(void)sem_post(&peer->semaphore);
	}
}

static double seats_ours(const struct bench_row *row)
{
	return rate(row, SITS, sit_ours);
}

static double seats_bare(const struct bench_row *row)
{
	return rate(row, SITS, sit_bare);
}

/* ---- barrier ---- */

static mp_barrier *line;

static void begin_line(const struct bench_row *row)
{
	pthread_barrierattr_t attr;

	line = mp_barrier_new(NULL, row->n, NULL, NULL, MP_FOREVER);
	(void)pthread_barrierattr_init(&attr);
	(void)pthread_barrierattr_setpshared(&attr, PTHREAD_PROCESS_SHARED);
	(void)pthread_barrier_init(&peer->barrier, &attr, (unsigned)row->n);
	(void)pthread_barrierattr_destroy(&attr);
}

static void end_line(const struct bench_row *row)
{
	(void)row;
	mp_barrier_free(line);
	(void)pthread_barrier_destroy(&peer->barrier);
}

static void meet_ours(int party)
{
	(void)party;
	for (int i = 0; i < ROUNDS; i++)
		(void)mp_barrier_wait(line, MP_FOREVER);
}

static void meet_bare(int party)
{
	(void)party;
	for (int i = 0; i < ROUNDS; i++)
		(void)pthread_barrier_wait(&peer->barrier);
}

static double line_ours(const struct bench_row *row)
{
	return ROUNDS / bench_together(row->n, meet_ours);
}

static double line_bare(const struct bench_row *row)
{
	return ROUNDS / bench_together(row->n, meet_bare);
}

/* ---- event: one calls, the other answers ---- */

static mp_event *call[2];

static void begin_events(const struct bench_row *row)
{
	(void)row;
	for (int i = 0; i < 2; i++)
		call[i] = mp_event_new(NULL);
}

static void end_events(const struct bench_row *row)
{
	(void)row;
	for (int i = 0; i < 2; i++)
		mp_event_free(call[i]);
}

static void toss_ours(int party)
{
	for (int i = 0; i < TRIPS; i++) {
		if (!party)
			(void)mp_event_set(call[0]);
		(void)mp_event_wait(call[!party], MP_FOREVER);
		(void)mp_event_clear(call[!party]);
		if (party)
			(void)mp_event_set(call[1]);
	}
}

/* The word's lowest bit says whose turn it is. */
static void toss_bare(int party)
{
	uint32_t seen;

	for (int i = 0; i < TRIPS; i++) {
		while (((seen = atomic_load(&peer->word)) & 1) !=
		       (uint32_t)party)
			bench_sleep(&peer->word, seen);
		(void)atomic_fetch_add(&peer->word, 1);
		bench_wake(&peer->word, 1);
	}
}

static double trip_ours(const struct bench_row *row)
{
	return bench_together(row->n, toss_ours) / TRIPS * 1e6;
}

static double trip_bare(const struct bench_row *row)
{
	atomic_store(&peer->word, 0);
	return bench_together(row->n, toss_bare) / TRIPS * 1e6;
}

#define LOCK(title, parties, peer_name)                                        \
	{                                                                      \
		.name = (title), .unit = "op/s", .n = (parties),               \
		.begin = begin_lock, .end = end_lock, .ours = lock_ours,       \
		.bare = lock_bare, .limit = "robust pthread mutex",            \
		.python = (peer_name),                                         \
		.aim = {.of_bare = 1 / 1.3 }                                   \
	}

#define SEATS(title, parties, bounded)                                         \
	{                                                                      \
		.name = (title), .unit = "op/s", .n = (parties),               \
		.size = (bounded), .begin = begin_seats, .end = end_seats,     \
		.ours = seats_ours, .bare = seats_bare, .limit = "sem_t"       \
	}

#define LINE(title, parties, peer_name)                                        \
	{                                                                      \
		.name = (title), .unit = "round/s", .n = (parties),            \
		.begin = begin_line, .end = end_line, .ours = line_ours,       \
		.bare = line_bare, .limit = "pthread_barrier",                 \
		.python = (peer_name),                                         \
		.aim = {.of_bare = 1 }                                         \
	}

static const struct bench_row rows[] = {
	LOCK("lock, alone", 1, "lock_1"),
	LOCK("lock, 2 processes", 2, "lock_2"),
	LOCK("lock, 4 processes", 4, "lock_4"),
	LINE("barrier, 2 parties", 2, "barrier_2"),
	LINE("barrier, 4 parties", 4, "barrier_4"),
	{ .name = "event, round trip",
	  .unit = "us",
	  .less = true,
	  .n = 2,
	  .begin = begin_events,
	  .end = end_events,
	  .ours = trip_ours,
	  .bare = trip_bare,
	  .limit = "futex, at once",
	  .python = "event_trip" },
	SEATS("semaphore, alone", 1, false),
	SEATS("semaphore, 4 processes", 4, false),
	SEATS("bounded semaphore, alone", 1, true),
};

int main(void)
{
	peer = bench_shared(sizeof(*peer));
	bench_compare(rows, sizeof(rows) / sizeof(*rows));
	return EXIT_SUCCESS;
}
