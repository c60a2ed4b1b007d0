/* SPDX-License-Identifier: MIT */
/*
 * Seats: where those sit who wait to be called by name, because it matters
 * who was called, or who has come.
 *
 * A seat is taken and called under the object's lock.  Its word is the whole
 * truth about it: everything else is written before it leaves MP__SEAT_FREE
 * or MP__SEAT_WAITS.
 */
#ifndef MP_SEAT_H
#define MP_SEAT_H

#include "mp/who.h"

enum {
	MP__SEAT_FREE,
	MP__SEAT_WAITS,
	MP__SEAT_CALLED, /* and any number above */
};

struct mp__seat {
	struct mp__who who;
	uint64_t turn;
	_Atomic uint32_t word; /* futex */
	uint32_t unused;
};

_Static_assert(sizeof(struct mp__seat) == 32, "layout");

struct mp__row {
	struct mp__seat *seat;
	uint32_t seats;
	_Atomic uint32_t *used; /* seats from here on were never taken */
};

#pragma GCC visibility push(hidden)

/*
 * Under the lock: take a seat with @turn, if need be that of a dead one.
 * NULL: there is none.
 */
struct mp__seat *mp__seat_take(const struct mp__row *row, uint64_t turn);

#pragma GCC visibility pop

/* Acquire: pairs with the release of a call. */
static inline uint32_t mp__seat_word(const struct mp__seat *s)
{
	return atomic_load_explicit(&s->word, memory_order_acquire);
}

/* Release: pairs with the acquire above. */
static inline void mp__seat_set(struct mp__seat *s, uint32_t word)
{
	atomic_store_explicit(&s->word, word, memory_order_release);
}

/* Relaxed: changed under the lock alone. */
static inline uint32_t mp__row_used(const struct mp__row *row)
{
	return atomic_load_explicit(row->used, memory_order_relaxed);
}

#endif
