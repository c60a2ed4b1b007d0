/* SPDX-License-Identifier: MIT */
/*
 * The lock and the sleepers of a ring; ring.h has the layout and the rules.
 *
 * The lock is a robust pthread mutex: when its owner dies the kernel marks it
 * and the next one to lock it is told (EOWNERDEAD).  One hole is left: a
 * thread that was woken because the lock became free, and is killed before it
 * takes it, takes the wake-up with it, and if somebody else has taken the lock
 * in between, the other sleepers are forgotten.  Therefore nobody sleeps on
 * the lock without limit.
 */
#include "mp/ring.h"

#include <limits.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

#define MOST_BYTES (1ULL << 30)

static int make_lock(pthread_mutex_t *lock)
{
	pthread_mutexattr_t attr;
	int err = pthread_mutexattr_init(&attr);

	if (err)
		return err;
	(void)pthread_mutexattr_setpshared(&attr, PTHREAD_PROCESS_SHARED);
	(void)pthread_mutexattr_setrobust(&attr, PTHREAD_MUTEX_ROBUST);
	err = pthread_mutex_init(lock, &attr);
	(void)pthread_mutexattr_destroy(&attr);
	return err;
}

mp_queue *mp__ring_map(size_t capacity, mp_type type)
{
	uint64_t stride = (mp_type_size(type) + 7ULL) & ~7ULL;
	uint64_t slots = 1, bytes;
	mp_queue *q;

	if (capacity > MOST_BYTES / stride) {
		errno = EOVERFLOW;
		return NULL;
	}
	while (slots < capacity)
		slots *= 2;
	bytes = sizeof(*q) + slots * stride;
	q = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
		 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (q == MAP_FAILED) {
		errno = ENOMEM;
		return NULL;
	}
	if (make_lock(&q->lock)) {
		(void)munmap(q, bytes);
		errno = ENOMEM;
		return NULL;
	}
	q->map_bytes = bytes;
	q->capacity = capacity;
	q->mask = slots - 1;
	q->type = type;
	q->stride = (uint32_t)stride;
	return q;
}

void mp__ring_unmap(mp_queue *q)
{
	(void)munmap(q, q->map_bytes);
}

/*
 * The owner died.  Its put or get either took effect or did not; what it had
 * yet to do was to wake somebody.
 */
static void repair(mp_queue *q, const void *site)
{
	uint64_t tail = atomic_load_explicit(&q->tail, memory_order_relaxed);
	uint64_t head = atomic_load_explicit(&q->head, memory_order_relaxed);

	(void)pthread_mutex_consistent(&q->lock);
	MP__EMIT(.verb = MP_VERB_REPAIR, .phase = MP_HAPPENS, .object = q->id,
		 .a = tail, .b = head, .aux = (uint32_t)(tail - head),
		 .site = site);
	mp__ring_wake(&q->items, mp__ring_rouse(&q->items), INT_MAX);
	mp__ring_wake(&q->room, mp__ring_rouse(&q->room), INT_MAX);
}

static int lock_for_a_while(pthread_mutex_t *lock)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	t.tv_nsec += MP__RECHECK_NS;
	if (t.tv_nsec >= 1000000000) {
		t.tv_nsec -= 1000000000;
		t.tv_sec++;
	}
	return pthread_mutex_clocklock(lock, CLOCK_MONOTONIC, &t);
}

void mp__ring_lock(mp_queue *q, const void *site)
{
	int err = pthread_mutex_trylock(&q->lock);

	while (err == EBUSY || err == ETIMEDOUT)
		err = lock_for_a_while(&q->lock);
	if (err == EOWNERDEAD)
		repair(q, site);
}

void mp__ring_unlock(mp_queue *q)
{
	(void)pthread_mutex_unlock(&q->lock);
}

uint32_t mp__ring_doze(struct ring_side *side)
{
	if (++side->tickets == 0)
		side->tickets = 1;
	atomic_store_explicit(&side->ticket, side->tickets,
			      memory_order_relaxed);
	return atomic_load_explicit(&side->word, memory_order_relaxed);
}

uint32_t mp__ring_rouse(struct ring_side *side)
{
	uint32_t ticket =
		atomic_load_explicit(&side->ticket, memory_order_relaxed);

	/* Relaxed: the futex call itself orders this against a sleeper. */
	if (ticket)
		atomic_fetch_add_explicit(&side->word, 1, memory_order_relaxed);
	return ticket;
}

void mp__ring_wake(struct ring_side *side, uint32_t ticket, int count)
{
	if (ticket && mp__futex_wake(&side->word, count) < count)
		/* Relaxed: only whoever holds the lock acts on it. */
		atomic_compare_exchange_strong_explicit(&side->ticket, &ticket,
							0, memory_order_relaxed,
							memory_order_relaxed);
}
