/* SPDX-License-Identifier: MIT */
/*
 * The shared side of a queue: a ring of slots with two ends, each of them a
 * number and the lock that guards it.
 *
 *	offset	0	what was fixed when it was made
 *		128	tail.lock	robust; whoever puts holds it
 *		168	tail.other	head.passed, as a putter saw it last
 *		192	tail.passed	items ever put
 *		256	head.lock	robust; whoever takes holds it
 *		296	head.other	tail.passed, as a taker saw it last
 *		320	head.passed	items ever taken
 *		384	items	where those sleep who wait for an item
 *		400	room	where those sleep who wait for room
 *		416	finished	where those sleep who wait for done =
 *				tail.passed
 *		432	closed	1 once it is closed; changed under both locks
 *		448	done	items that were dealt with, under head.lock
 *		512	slot[mask + 1], stride bytes each
 *
 * Always done <= head.passed <= tail.passed <= head.passed + capacity.  Item
 * number n (from 0) is in slot[n & mask] while head.passed <= n <
 * tail.passed.  A slot of up to 64 bytes lies within one line of the cache.
 *
 * Speed.  Putters and takers never wait for each other's lock.  A put looks at
 * head.passed only if, by what was seen of it last, the ring were full, and a
 * get at tail.passed only if it were empty; both numbers only grow, so what was
 * seen earlier errs to the safe side.  Hence a burst costs the other side one
 * miss of the cache for each line of items and two for the numbers.
 *
 * Safety.  A put takes effect by the one store to tail.passed, a get by the
 * one store to head.passed, a task_done by the one store to done, each under
 * its lock.  The store to tail.passed is a release and comes after the item
 * was written; a taker loads it with acquire before it reads the item.  The
 * store to head.passed is a release and comes after the item was copied; a
 * putter loads it with acquire before it writes the slot anew.  So a process
 * that is killed at whatever instruction leaves a ring in order; an item that
 * it had written is put or is not, one that it had copied is taken or is not.
 * Whoever finds the dead one's lock only has to wake the sleepers, since the
 * dead one may have been about to.
 *
 * Wake-ups.  Putters do not hold the takers' lock, so the two meet as in
 * side.h: a taker registers and then looks once more, a putter puts and then
 * looks whether somebody is registered, and a full fence stands between the
 * two steps of either.  One of them sees the other.
 *
 * Order of events.  Who is watched takes both locks, the tail's first, and so
 * emits each event where nothing can come between it and its effect.  Who is
 * not takes one; the two kinds may use a queue together.
 */
#ifndef MP_RING_H
#define MP_RING_H

#include <pthread.h>
#include <stdalign.h>
#include <stddef.h>

#include "mp/impl.h"
#include "mp/object.h"
#include "mp/queue.h"
#include "mp/robust.h"
#include "mp/side.h"

struct mp__end {
	pthread_mutex_t lock;
	uint64_t other; /* under the lock; never more than the truth */
	alignas(64) _Atomic uint64_t passed;
};

struct mp_queue {
	uint64_t id;
	uint64_t map_bytes;
	uint64_t capacity;
	uint64_t mask; /* slots - 1; their number is a power of two */
	mp_type type;
	uint32_t stride;
	char name[MP__NAME];
	alignas(128) struct mp__end tail;
	alignas(128) struct mp__end head;
	alignas(128) struct mp__side items;
	struct mp__side room;
	struct mp__side finished;
	_Atomic uint32_t closed;
	alignas(64) _Atomic uint64_t done;
	alignas(64) unsigned char slot[];
};

_Static_assert(offsetof(struct mp_queue, tail) == 128, "layout");
_Static_assert(offsetof(struct mp__end, passed) == 64, "layout");
_Static_assert(offsetof(struct mp__end, other) == 40, "layout");
_Static_assert(offsetof(struct mp_queue, head) == 256, "layout");
_Static_assert(offsetof(struct mp_queue, items) == 384, "layout");
_Static_assert(offsetof(struct mp_queue, room) == 400, "layout");
_Static_assert(offsetof(struct mp_queue, finished) == 416, "layout");
_Static_assert(offsetof(struct mp_queue, closed) == 432, "layout");
_Static_assert(offsetof(struct mp_queue, done) == 448, "layout");
_Static_assert(offsetof(struct mp_queue, slot) == 512, "layout");

/* Which locks are held. */
enum mp__ends {
	MP__TAIL = 1,
	MP__HEAD = 2,
	MP__BOTH = MP__TAIL | MP__HEAD,
};

#pragma GCC visibility push(hidden)

/* Map a ring.  NULL and errno (ENOMEM, EOVERFLOW). */
mp_queue *mp__ring_map(size_t capacity, mp_type type);
void mp__ring_unmap(mp_queue *q);

/* As mp__ring_lock, whatever is in the way. */
enum mp__ends mp__ring_lock_slowly(mp_queue *q, enum mp__ends ends,
				   const void *site);
/* The lock of @end was taken, and its last owner died. */
void mp__ring_inherit(mp_queue *q, struct mp__end *end, const void *site);

/*
 * Whether a get would not wait.  If it would, and with @ask, the doorbell
 * rings when that may have changed.
 */
bool mp__ring_ready(mp_queue *q, bool ask, const void *site);

#pragma GCC visibility pop

/*
 * Take the locks of @ends, and the other one too if somebody watches; returns
 * those that were taken, to unlock.  If an owner died, repair the ring; @site
 * is the call that found it.
 */
static inline enum mp__ends mp__ring_lock(mp_queue *q, enum mp__ends ends,
					  const void *site)
{
	struct mp__end *end = ends == MP__TAIL ? &q->tail : &q->head;
	int err;

	if (mp__watched() || ends == MP__BOTH)
		return mp__ring_lock_slowly(q, ends, site);
	err = pthread_mutex_trylock(&end->lock);
	if (__builtin_expect(!err, 1))
		return ends;
	if (err != EOWNERDEAD)
		return mp__ring_lock_slowly(q, ends, site);
	mp__ring_inherit(q, end, site);
	return ends;
}

static inline void mp__ring_unlock(mp_queue *q, enum mp__ends ends)
{
	if (ends & MP__HEAD)
		(void)pthread_mutex_unlock(&q->head.lock);
	if (ends & MP__TAIL)
		(void)pthread_mutex_unlock(&q->tail.lock);
}

static inline void *mp__ring_slot(mp_queue *q, uint64_t n)
{
	return q->slot + (n & q->mask) * q->stride;
}

/*
 * Under the tail's lock, with @tail items put: whether there is room.
 * Acquire: pairs with the release of a get, which has copied the item.
 */
static inline bool mp__ring_has_room(mp_queue *q, uint64_t tail)
{
	if (tail - q->tail.other == q->capacity)
		q->tail.other = atomic_load_explicit(&q->head.passed,
						     memory_order_acquire);
	return tail - q->tail.other != q->capacity;
}

/*
 * Under the head's lock, with @head items taken: whether there is another.
 * Acquire: pairs with the release of a put, which has written it.
 */
static inline bool mp__ring_has_item(mp_queue *q, uint64_t head)
{
	if (head == q->head.other)
		q->head.other = atomic_load_explicit(&q->tail.passed,
						     memory_order_acquire);
	return head != q->head.other;
}

/* Relaxed: who changes it holds both locks, who acts on it one of them. */
static inline bool mp__ring_is_closed(const mp_queue *q)
{
	return atomic_load_explicit(&q->closed, memory_order_relaxed);
}

#endif
