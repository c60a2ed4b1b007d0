/* SPDX-License-Identifier: MIT */
#include "mp/side.h"

#include "mp/bell.h"

#include <sched.h>

/* Some microseconds at most, less than what a wake-up costs. */
enum { YIELDS = 8 };

uint32_t mp__side_doze(struct mp__side *side)
{
	if (++side->tickets == 0)
		side->tickets = 1;
	atomic_store_explicit(&side->ticket, side->tickets,
			      memory_order_relaxed);
	return atomic_load_explicit(&side->word, memory_order_relaxed);
}

void mp__side_poll(struct mp__side *side)
{
	/* The ticket makes the waker come by; the lock orders both. */
	(void)mp__side_doze(side);
	atomic_store_explicit(&side->polled, 1, memory_order_relaxed);
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
	if (!ticket)
		return;
	/* Relaxed: whoever set it did so before the ticket was seen. */
	if (atomic_load_explicit(&side->polled, memory_order_relaxed) &&
	    atomic_exchange_explicit(&side->polled, 0, memory_order_relaxed))
		mp__bell_ring();
	if (mp__futex_wake(&side->word, count) < count)
		/* Relaxed: only whoever holds the lock acts on it. */
		atomic_compare_exchange_strong_explicit(&side->ticket, &ticket,
							0, memory_order_relaxed,
							memory_order_relaxed);
}

void mp__sleep_on(_Atomic uint32_t *word, uint32_t seen, int64_t ns)
{
	for (int i = 0; i < YIELDS; i++) {
		(void)sched_yield();
		/* Relaxed: the caller looks under the lock. */
		if (atomic_load_explicit(word, memory_order_relaxed) != seen)
			return;
	}
	mp__futex_wait(word, seen, ns);
}

int mp__side_wish(struct mp__side *side, const struct mp__wish *w)
{
	int64_t deadline = 0, ns;
	bool waited = false;
	uint32_t seen = 0;
	int err;

	while ((err = w->once(w->op, &seen)) == EAGAIN && w->timeout > 0) {
		if (!waited) {
			waited = true;
			deadline = mp__deadline(w->timeout);
			w->waits(w->op);
		}
		ns = mp__nap(deadline, MP__RECHECK_NS);
		if (!ns)
			return ETIMEDOUT;
		mp__sleep_on(&side->word, seen, ns);
	}
	return err;
}
