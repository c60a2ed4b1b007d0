/* SPDX-License-Identifier: MIT */
/*
 * Those who wait for one thing.
 *
 * Whoever must wait reads the word, takes a ticket (doze), looks once more for
 * what it waits for, and sleeps while the word has not changed.  Whoever
 * brings what they wait for looks then whether there is a ticket, and only if
 * so changes the word (rouse) and wakes.  Those who doze do so one at a time,
 * under a lock; whether those who rouse hold the same lock or none does not
 * matter, if a full fence stands between what they bring and the look at the
 * ticket (notify), as there is one between the ticket and the second look.
 *
 * A wake-up that finds nobody takes the ticket away, if it is still the same
 * one: all who took it or an earlier one had read the word before it changed
 * and cannot be asleep.  So a sleeper that was killed costs one wake-up in vain
 * and is forgotten, while a count of sleepers would be wrong for ever.
 */
#ifndef MP_SIDE_H
#define MP_SIDE_H

#include "mp/impl.h"

struct mp__side {
	_Atomic uint32_t word;   /* futex */
	_Atomic uint32_t ticket; /* the last one out; 0: nobody sleeps */
	uint32_t tickets;        /* how many were given, under the lock */
	_Atomic uint32_t polled; /* 1: ring the doorbell (bell.h) too */
};

#pragma GCC visibility push(hidden)

/*
 * Under the lock: take a ticket; returns the word to sleep on, unless what the
 * caller waits for has come by now.
 */
uint32_t mp__side_doze(struct mp__side *side);
/* Under the lock: the same for one who waits for the doorbell. */
void mp__side_poll(struct mp__side *side);
/*
 * Under the lock, or behind a fence: what they wait for has come.  Returns for
 * whom to wake.
 */
uint32_t mp__side_rouse(struct mp__side *side);
/* Without the lock: wake up to @count of those who hold @ticket or older. */
void mp__side_wake(struct mp__side *side, uint32_t ticket, int count);
/*
 * Without a lock: what they wait for has come, by stores of the caller.  Wake
 * up to @count of them, if there are any.
 */
void mp__side_notify(struct mp__side *side, int count);

/*
 * Wait for something: @once looks, under the lock, and takes it (0 or any
 * error), or gives EAGAIN after a doze whose word it gave.
 */
struct mp__wish {
	int (*once)(void *op, uint32_t *ret_seen);
	void (*waits)(void *op); /* tell that it will sleep */
	void *op;
	double timeout; /* seconds; 0 and less: @once needs no doze */
};

/* What @once gave, or ETIMEDOUT; EAGAIN if there was no time to wait. */
int mp__side_wish(struct mp__side *side, const struct mp__wish *w);

/* Offer the CPU, then sleep while @word is @seen, at most @ns. */
void mp__sleep_on(_Atomic uint32_t *word, uint32_t seen, int64_t ns);

#pragma GCC visibility pop

#endif
