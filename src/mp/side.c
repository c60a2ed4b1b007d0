/* SPDX-License-Identifier: MIT */
#include "mp/side.h"

uint32_t mp__side_doze(struct mp__side *side)
{
	if (++side->tickets == 0)
		side->tickets = 1;
	atomic_store_explicit(&side->ticket, side->tickets,
			      memory_order_relaxed);
	return atomic_load_explicit(&side->word, memory_order_relaxed);
}

uint32_t mp__side_rouse(struct mp__side *side)
{
	uint32_t ticket =
		atomic_load_explicit(&side->ticket, memory_order_relaxed);

	/* Relaxed: the futex call itself orders this against a sleeper. */
	if (ticket)
		atomic_fetch_add_explicit(&side->word, 1, memory_order_relaxed);
	return ticket;
}

void mp__side_wake(struct mp__side *side, uint32_t ticket, int count)
{
	if (ticket && mp__futex_wake(&side->word, count) < count)
		/* Relaxed: only whoever holds the lock acts on it. */
		atomic_compare_exchange_strong_explicit(&side->ticket, &ticket,
							0, memory_order_relaxed,
							memory_order_relaxed);
}
