/* SPDX-License-Identifier: MIT */
/*
 * What locks and the like cost, in turns with the same exchange over what C
 * has: a robust pthread mutex.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "bench/bench.h"
#include "mp.h"

enum { LOCKS = 400000 };

/* Shared by all processes of a measurement. */
static struct {
	pthread_mutex_t mutex;
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

/* Operations a second of @n processes, ours and the peer's in turns. */
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
		v[i % 2][i / 2] = share * n / run(n);
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

static const struct exchange locks = { make_lock, free_lock, lock_ours,
				       lock_peers };

int main(void)
{
	static const char robust[] = "robust pthread mutex";

	peer = mmap(NULL, sizeof(*peer), PROT_READ | PROT_WRITE,
		    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (peer == MAP_FAILED)
		return EXIT_FAILURE;
	compare(&locks, "lock, alone", robust, 1, 4 * LOCKS);
	compare(&locks, "lock, 2 processes", robust, 2, 4 * LOCKS);
	compare(&locks, "lock, 4 processes", robust, 4, 4 * LOCKS);
	return EXIT_SUCCESS;
}
