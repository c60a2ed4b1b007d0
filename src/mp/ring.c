/* SPDX-License-Identifier: MIT */
/* The mapping and the lock of a ring; ring.h has the layout and the rules. */
#include "mp/ring.h"

#include <limits.h>

#include "mp/memory.h"

#define MOST_BYTES (1ULL << 30)

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
	q = mp__memory_map(bytes);
	if (!q)
		return NULL;
	if (mp__robust_init(&q->lock, false)) {
		mp__memory_unmap(q, bytes);
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
	mp__memory_unmap(q, q->map_bytes);
}

/*
 * The owner died.  Its put or get either took effect or did not; what it had
 * yet to do was to wake somebody.
 */
static void repair(mp_queue *q, const void *site)
{
	uint64_t tail = atomic_load_explicit(&q->tail, memory_order_relaxed);
	uint64_t head = atomic_load_explicit(&q->head, memory_order_relaxed);

	MP__EMIT(.verb = MP_VERB_REPAIR, .phase = MP_HAPPENS, .object = q->id,
		 .a = tail, .b = head, .aux = (uint32_t)(tail - head),
		 .site = site);
	mp__side_wake(&q->items, mp__side_rouse(&q->items), INT_MAX);
	mp__side_wake(&q->room, mp__side_rouse(&q->room), INT_MAX);
	mp__side_wake(&q->finished, mp__side_rouse(&q->finished), INT_MAX);
}

void mp__ring_lock(mp_queue *q, const void *site)
{
	if (mp__robust_lock(&q->lock) == EOWNERDEAD)
		repair(q, site);
}

void mp__ring_unlock(mp_queue *q)
{
	(void)pthread_mutex_unlock(&q->lock);
}

bool mp__ring_ready(mp_queue *q, bool ask, const void *site)
{
	bool ready;

	mp__ring_lock(q, site);
	/* Relaxed: the lock orders all who change them. */
	ready = atomic_load_explicit(&q->tail, memory_order_relaxed) !=
			atomic_load_explicit(&q->head, memory_order_relaxed) ||
		atomic_load_explicit(&q->closed, memory_order_relaxed);
	if (!ready && ask)
		mp__side_poll(&q->items);
	mp__ring_unlock(q);
	return ready;
}
