/* SPDX-License-Identifier: MIT */
/*
 * The shared side of a queue: a ring of slots, and two numbers that are the
 * whole truth about it.
 *
 *	offset	0	what was fixed when it was made
 *		128	lock	guards everything below; robust
 *		176	tail	items ever put
 *		184	head	items ever taken; head <= tail <= head +
 *capacity 192	items	where those sleep who wait for an item
 *		208	room	where those sleep who wait for room
 *		224	closed	1 once it is closed
 *		232	done	items that were dealt with; done <= head
 *		240	finished	where those sleep who wait for done =
 *tail 256	slot[mask + 1], stride bytes each; item number n (from 0) is in
 *slot[n & mask] while head <= n < tail
 *
 * A process may be killed at any instruction.  A put takes effect by the one
 * store to tail, a get by the one store to head, a task_done by the one store
 *to done, all under the lock, so that whoever finds the lock's owner dead finds
 *a ring in order: it only has to say so (MP_VERB_REPAIR) and to wake the
 *sleepers, since the dead one may have been about to.
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

struct mp_queue {
	uint64_t id;
	uint64_t map_bytes;
	uint64_t capacity;
	uint64_t mask; /* slots - 1; their number is a power of two */
	mp_type type;
	uint32_t stride;
	char name[MP__NAME];
	alignas(128) pthread_mutex_t lock;
	alignas(16) _Atomic uint64_t tail;
	_Atomic uint64_t head;
	alignas(64) struct mp__side items;
	struct mp__side room;
	_Atomic uint32_t closed;
	uint32_t unused;
	_Atomic uint64_t done;
	struct mp__side finished;
	alignas(256) unsigned char slot[];
};

_Static_assert(offsetof(struct mp_queue, lock) == 128, "layout");
_Static_assert(offsetof(struct mp_queue, tail) == 176, "layout");
_Static_assert(offsetof(struct mp_queue, head) == 184, "layout");
_Static_assert(offsetof(struct mp_queue, items) == 192, "layout");
_Static_assert(offsetof(struct mp_queue, room) == 208, "layout");
_Static_assert(offsetof(struct mp_queue, closed) == 224, "layout");
_Static_assert(offsetof(struct mp_queue, done) == 232, "layout");
_Static_assert(offsetof(struct mp_queue, finished) == 240, "layout");
_Static_assert(offsetof(struct mp_queue, slot) == 256, "layout");

#pragma GCC visibility push(hidden)

/* Map a ring.  NULL and errno (ENOMEM, EOVERFLOW). */
mp_queue *mp__ring_map(size_t capacity, mp_type type);
void mp__ring_unmap(mp_queue *q);

/*
 * Take the lock.  If its owner died, repair the ring; @site is the call that
 * found it.
 */
void mp__ring_lock(mp_queue *q, const void *site);
void mp__ring_unlock(mp_queue *q);

/*
 * Whether a get would not wait.  If it would, and with @ask, the doorbell
 * rings when that may have changed.
 */
bool mp__ring_ready(mp_queue *q, bool ask, const void *site);

#pragma GCC visibility pop

static inline void *mp__ring_slot(mp_queue *q, uint64_t n)
{
	return q->slot + (n & q->mask) * q->stride;
}

#endif
