/* SPDX-License-Identifier: MIT */
/* The mapping and the locks of a ring; ring.h has the layout and the rules. */
#include "mp/ring.h"

#include <limits.h>

#include "mp/memory.h"

#define MOST_BYTES (1ULL << 30)
#define LINE       64ULL /* bytes of a line of the cache */

/* Lies within as few lines of the cache as it can. */
static uint64_t stride_of(uint64_t size)
{
	uint64_t stride = 8;

	while (stride < size && stride < LINE)
		stride *= 2;
	return stride < size ? (size + LINE - 1) & ~(LINE - 1) : stride;
}

mp_queue *mp__ring_map(size_t capacity, mp_type type)
{
	uint64_t stride = stride_of(mp_type_size(type));
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
	if (mp__robust_init(&q->tail.lock, false) ||
	    mp__robust_init(&q->head.lock, false)) {
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
 * An owner died.  Its put or get either took effect or did not; what it had
 * yet to do was to wake somebody.  With both locks the numbers are exact.
 */
static void repair(mp_queue *q, const void *site)
{
	uint64_t tail =
		atomic_load_explicit(&q->tail.passed, memory_order_relaxed);
	uint64_t head =
		atomic_load_explicit(&q->head.passed, memory_order_relaxed);

	MP__EMIT(.verb = MP_VERB_REPAIR, .phase = MP_HAPPENS, .object = q->id,
		 .a = tail, .b = head, .aux = (uint32_t)(tail - head),
		 .site = site);
	mp__side_notify(&q->items, INT_MAX);
	mp__side_notify(&q->room, INT_MAX);
	mp__side_notify(&q->finished, INT_MAX);
}

/* Whether its last owner died. */
static bool lock_end(struct mp__end *end)
{
	int err = mp__robust_trylock(&end->lock);
	struct mp__offers offers = { 0, 0 };

	/* Whoever has it needs some 20 ns, or the CPU. */
	while (err == EBUSY && mp__offer(&offers))
		err = mp__robust_trylock(&end->lock);
	if (err == EBUSY)
		err = mp__robust_lock(&end->lock);
	return err == EOWNERDEAD;
}

enum mp__ends mp__ring_lock_slowly(mp_queue *q, enum mp__ends ends,
				   const void *site)
{
	bool died = false;

	if (mp__watched())
		ends = MP__BOTH;
	if (ends & MP__TAIL)
		died |= lock_end(&q->tail);
	if (ends & MP__HEAD)
		died |= lock_end(&q->head);
	if (died)
		repair(q, site);
	return ends;
}

void mp__ring_inherit(mp_queue *q, struct mp__end *end, const void *site)
{
	(void)pthread_mutex_consistent(&end->lock);
	repair(q, site);
}

static bool is_ready(mp_queue *q)
{
	/* Relaxed: it changes under the lock. */
	uint64_t head =
		atomic_load_explicit(&q->head.passed, memory_order_relaxed);

	return mp__ring_has_item(q, head) || mp__ring_is_closed(q);
}

bool mp__ring_ready(mp_queue *q, bool ask, const void *site)
{
	enum mp__ends held = mp__ring_lock(q, MP__HEAD, site);
	bool ready = is_ready(q);

	if (!ready && ask) {
		mp__side_poll(&q->items);
		ready = is_ready(q);
	}
	mp__ring_unlock(q, held);
	return ready;
}
