/* SPDX-License-Identifier: MIT */
#include "mp/seat.h"

/* A free seat, or the next that was never taken. */
static struct mp__seat *find(const struct mp__row *row)
{
	uint32_t used = mp__row_used(row);

	for (uint32_t i = 0; i < used; i++)
		if (mp__seat_word(&row->seat[i]) == MP__SEAT_FREE)
			return &row->seat[i];
	if (used == row->seats)
		return NULL;
	atomic_store_explicit(row->used, used + 1, memory_order_relaxed);
	return &row->seat[used];
}

struct mp__seat *mp__seat_take(const struct mp__row *row, uint64_t turn)
{
	struct mp__seat *s = find(row);

	for (uint32_t i = 0; !s && i < row->seats; i++)
		if (mp__who_is_gone(row->seat[i].who))
			s = &row->seat[i];
	if (!s)
		return NULL;
	mp__seat_set(s, MP__SEAT_FREE);
	s->who = mp__who_me();
	s->turn = turn;
	mp__seat_set(s, MP__SEAT_WAITS);
	return s;
}
