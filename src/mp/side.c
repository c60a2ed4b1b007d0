/* SPDX-License-Identifier: MIT */
#include "mp/side.h"

#include "mp/bell.h"

uint32_t mp__side_doze(struct mp__side *side)
{
	/* Acquire: with the word of a rouse comes what it has brought. */
	uint32_t seen = atomic_load_explicit(&side->word, memory_order_acquire);

	if (++side->tickets == 0)
		side->tickets = 1;
	/* Release: whoever sees the ticket changes the word after that load. */
	atomic_store_explicit(&side->ticket, side->tickets,
			      memory_order_release);
	/* Pairs with the fence in notify. */
	atomic_thread_fence(memory_order_seq_cst);
	return seen;
}

void mp__side_poll(struct mp__side *side)
{
	/* Before the ticket, which makes the waker come by. */
	atomic_store_explicit(&side->polled, 1, memory_order_relaxed);
	(void)mp__side_doze(side);
}

uint32_t mp__side_rouse(struct mp__side *side)
{
	/* Acquire: pairs with the release in doze. */
	uint32_t ticket =
		atomic_load_explicit(&side->ticket, memory_order_acquire);

	/* Release: pairs with the acquire in doze. */
	if (ticket)
		atomic_fetch_add_explicit(&side->word, 1, memory_order_release);
	return ticket;
}

void mp__side_wake(struct mp__side *side, uint32_t ticket, int count)
{
	if (!ticket)
		return;
	/* Relaxed: it was set before the ticket, which was seen. */
	if (atomic_load_explicit(&side->polled, memory_order_relaxed) &&
	    atomic_exchange_explicit(&side->polled, 0, memory_order_relaxed))
		mp__bell_ring();
	if (mp__futex_wake(&side->word, count) < count)
		/* Relaxed: nobody sleeps who counts on that ticket. */
		atomic_compare_exchange_strong_explicit(&side->ticket, &ticket,
							0, memory_order_relaxed,
							memory_order_relaxed);
}

void mp__side_notify(struct mp__side *side, int count)
{
	/* Pairs with the fence in doze: one of the two sees the other. */
	atomic_thread_fence(memory_order_seq_cst);
	/* Relaxed: rouse looks again. */
	if (atomic_load_explicit(&side->ticket, memory_order_relaxed))
		mp__side_wake(side, mp__side_rouse(side), count);
}

void mp__sleep_on(_Atomic uint32_t *word, uint32_t seen, int64_t ns)
{
	struct mp__offers offers = { 0, 0 };

	while (mp__offer(&offers))
		/* Relaxed: the caller looks under the lock. */
		if (atomic_load_explicit(word, memory_order_relaxed) != seen)
			return;
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
