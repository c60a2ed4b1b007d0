/* SPDX-License-Identifier: MIT */
/*
 * What locks and the like cost, in turns with the same exchange over what C
 * has: a robust pthread mutex, a semaphore of POSIX, a pthread barrier, a bare
 * futex.
 */
#include <limits.h>
#include <linux/futex.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "bench/bench.h"
#include "mp.h"

enum { LOCKS = 1600000, ROUNDS = 8000, TRIPS = 8000 };

/* Shared by all processes of a measurement. */
static struct {
	pthread_mutex_t mutex;
	pthread_barrier_t barrier;
	sem_t semaphore;
	_Atomic uint32_t word;
	atomic_int ready;
	atomic_bool go;
} * peer;

static int share;

static double seconds(void)
{
	return (double)bench_now_ns() / 1e9;
}

/* ---- what is compared: one exchange, ours and the peer's ---- */

struct exchange {
	bool together;
	void (*make)(int parties);
	void (*free)(void);
	void (*ours)(int number);
	void (*peers)(int number);
};

static const struct exchange *now;
static bool ours;
static int numbers[] = { 0, 1, 2, 3 };

static int work(void *number)
{
	(void)atomic_fetch_add(&peer->ready, 1);
	while (!atomic_load(&peer->go))
		(void)mp_sleep(0.0002);
	(ours ? now->ours : now->peers)(*(const int *)number);
	return 0;
}

/* Seconds that @n processes need for it, from when all are there. */
static double run(int n)
{
	mp_process *p[4];
	double t;

	atomic_store(&peer->ready, 0);
	atomic_store(&peer->go, false);
	for (int i = 0; i < n; i++) {
		p[i] = mp_process_new(NULL, work, &numbers[i]);
		(void)mp_process_start(p[i]);
	}
	while (atomic_load(&peer->ready) < n)
		(void)mp_sleep(0.0002);
	t = seconds();
	atomic_store(&peer->go, true);
	for (int i = 0; i < n; i++)
		(void)mp_process_join(p[i], MP_FOREVER);
	t = seconds() - t;
	for (int i = 0; i < n; i++)
		mp_process_free(p[i]);
	return t;
}

/*
 * Operations a second, ours and the peer's in turns: of all @n processes, or,
 * where all of them take part in each, together.
 */
static void compare(const struct exchange *e, const char *what,
		    const char *peers, int n, int ops)
{
	double v[2][BENCH_ROUNDS];
	char name[96];

	now = e;
	share = ops / n;
	e->make(n);
	for (int i = 0; i < 2 * BENCH_ROUNDS; i++) {
		ours = i % 2 == 0;
		v[i % 2][i / 2] = share * (e->together ? 1 : n) / run(n);
	}
	e->free();
	(void)snprintf(name, sizeof(name), "mp: %s", what);
	bench_report(name, "op/s", v[0], BENCH_ROUNDS);
	(void)snprintf(name, sizeof(name), "mp: %s, %s", what, peers);
	bench_report(name, "op/s", v[1], BENCH_ROUNDS);
}

/* ---- lock ---- */

static mp_lock *lock;

static void make_lock(int unused)
{
	pthread_mutexattr_t attr;

	(void)unused;
	lock = mp_lock_new(NULL);
	(void)pthread_mutexattr_init(&attr);
	(void)pthread_mutexattr_setpshared(&attr, PTHREAD_PROCESS_SHARED);
	(void)pthread_mutexattr_setrobust(&attr, PTHREAD_MUTEX_ROBUST);
	(void)pthread_mutex_init(&peer->mutex, &attr);
	(void)pthread_mutexattr_destroy(&attr);
}

static void free_lock(void)
{
	mp_lock_free(lock);
}

static void lock_ours(int unused)
{
	(void)unused;
	for (int i = 0; i < share; i++) {
		(void)mp_lock_acquire(lock, MP_FOREVER);
		(void)mp_lock_release(lock);
	}
}

static void lock_peers(int unused)
{
	(void)unused;
	for (int i = 0; i < share; i++) {
		(void)pthread_mutex_lock(&peer->mutex);
		(void)pthread_mutex_unlock(&peer->mutex);
	}
}

static const struct exchange locks = { false, make_lock, free_lock, lock_ours,
				       lock_peers };

/* ---- semaphore ---- */

static mp_semaphore *seats;

static void make_seats(int unused)
{
	(void)unused;
	seats = mp_semaphore_new(NULL, 1);
	(void)sem_init(&peer->semaphore, 1, 1);
}

static void make_bounded_seats(int unused)
{
	(void)unused;
	seats = mp_bounded_semaphore_new(NULL, 1);
	(void)sem_init(&peer->semaphore, 1, 1);
}

static void free_seats(void)
{
	mp_semaphore_free(seats);
	(void)sem_destroy(&peer->semaphore);
}

static void seats_ours(int unused)
{
	(void)unused;
	for (int i = 0; i < share; i++) {
		(void)mp_semaphore_acquire(seats, MP_FOREVER);
		(void)mp_semaphore_release(seats);
	}
}

static void seats_peers(int unused)
{
	(void)unused;
	for (int i = 0; i < share; i++) {
		(void)sem_wait(&peer->semaphore);
		(void)sem_post(&peer->semaphore);
	}
}

static const struct exchange semaphores = { false, make_seats, free_seats,
					    seats_ours, seats_peers };
static const struct exchange bounded = { false, make_bounded_seats, free_seats,
					 seats_ours, seats_peers };

/* ---- barrier ---- */

static mp_barrier *line;

static void make_line(int parties)
{
	pthread_barrierattr_t attr;

	line = mp_barrier_new(NULL, parties, NULL, NULL, MP_FOREVER);
	(void)pthread_barrierattr_init(&attr);
	(void)pthread_barrierattr_setpshared(&attr, PTHREAD_PROCESS_SHARED);
	(void)pthread_barrier_init(&peer->barrier, &attr, (unsigned)parties);
	(void)pthread_barrierattr_destroy(&attr);
}

static void free_line(void)
{
	mp_barrier_free(line);
}

static void line_ours(int unused)
{
	(void)unused;
	for (int i = 0; i < share; i++)
		(void)mp_barrier_wait(line, MP_FOREVER);
}

static void line_peers(int unused)
{
	(void)unused;
	for (int i = 0; i < share; i++)
		(void)pthread_barrier_wait(&peer->barrier);
}

static const struct exchange barriers = { true, make_line, free_line, line_ours,
					  line_peers };

/* ---- event: one calls, the other answers ---- */

static mp_event *ball[2];

static void make_events(int unused)
{
	(void)unused;
	for (int i = 0; i < 2; i++)
		ball[i] = mp_event_new(NULL);
	atomic_store(&peer->word, 0);
}

static void free_events(void)
{
	for (int i = 0; i < 2; i++)
		mp_event_free(ball[i]);
}

static void events_ours(int me)
{
	for (int i = 0; i < share; i++) {
		if (me == 0)
			(void)mp_event_set(ball[0]);
		(void)mp_event_wait(ball[!me], MP_FOREVER);
		(void)mp_event_clear(ball[!me]);
		if (me == 1)
			(void)mp_event_set(ball[1]);
	}
}

/* The word's lowest bit says whose turn it is. */
static void pass_on(void)
{
	atomic_fetch_add(&peer->word, 1);
	(void)syscall(SYS_futex, &peer->word, FUTEX_WAKE, INT_MAX, NULL, NULL,
		      0);
}

static void await_turn(uint32_t me)
{
	uint32_t seen;

	while (((seen = atomic_load(&peer->word)) & 1) != me)
		(void)syscall(SYS_futex, &peer->word, FUTEX_WAIT, seen, NULL,
			      NULL, 0);
}

static void events_peers(int me)
{
	if (me == 0)
		atomic_store(&peer->word, 0);
	for (int i = 0; i < share; i++) {
		await_turn((uint32_t)me);
		pass_on();
	}
}

static const struct exchange events = { true, make_events, free_events,
					events_ours, events_peers };

int main(void)
{
	static const char robust[] = "robust pthread mutex", sem[] = "sem_t",
			  barrier[] = "pthread_barrier", futex[] = "futex";

	peer = mmap(NULL, sizeof(*peer), PROT_READ | PROT_WRITE,
		    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (peer == MAP_FAILED)
		return EXIT_FAILURE;
	compare(&locks, "lock, alone", robust, 1, LOCKS);
	compare(&locks, "lock, 2 processes", robust, 2, LOCKS);
	compare(&locks, "lock, 4 processes", robust, 4, LOCKS);
	compare(&semaphores, "semaphore, alone", sem, 1, LOCKS / 2);
	compare(&semaphores, "semaphore, 4 processes", sem, 4, LOCKS / 4);
	compare(&bounded, "bounded semaphore, alone", sem, 1, LOCKS / 2);
	compare(&barriers, "barrier, rounds of 2", barrier, 2, 2 * ROUNDS);
	compare(&barriers, "barrier, rounds of 4", barrier, 4, 4 * ROUNDS);
	compare(&events, "event, round trips", futex, 2, 2 * TRIPS);
	(void)bench_pin(0);
	compare(&barriers, "barrier, rounds of 4, one CPU", barrier, 4,
		4 * ROUNDS);
	compare(&events, "event, round trips, one CPU", futex, 2, 2 * TRIPS);
	return EXIT_SUCCESS;
}
