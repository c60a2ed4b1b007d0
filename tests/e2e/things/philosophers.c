/* SPDX-License-Identifier: MIT */
/*
 * Five who eat with five forks.  They dine once in turn; then each takes the
 * fork at the left and wants the one at the right: a deadlock, which main ends
 * by sending all of them home.
 */
#include <stdint.h>
#include <stdlib.h>

#include "mp/lock.h"
#include "mp/process.h"
#include "mp/time.h"

enum { SEATS = 5 };

static mp_lock *forks[SEATS];

static void dine(int seat, double pause)
{
	mp_lock *left = forks[seat], *right = forks[(seat + 1) % SEATS];

	(void)mp_lock_acquire(left, MP_FOREVER);
	(void)mp_sleep(pause);
	(void)mp_lock_acquire(right, MP_FOREVER);
	(void)mp_sleep(0.2);
	(void)mp_lock_release(right);
	(void)mp_lock_release(left);
}

static int philosopher(void *arg)
{
	int seat = (int)(intptr_t)arg;

	(void)mp_sleep(0.4 * seat);
	dine(seat, 0.05);
	(void)mp_sleep(0.4 * (SEATS - seat));
	dine(seat, 0.5);
	return 0;
}

int main(void)
{
	static const char *const names[SEATS] = { "ada", "bob", "cy", "dan",
						  "eve" };
	static const char *const fork_names[SEATS] = { "fork-A", "fork-B",
						       "fork-C", "fork-D",
						       "fork-E" };
	mp_process *guests[SEATS];

	for (int i = 0; i < SEATS; i++) {
		forks[i] = mp_lock_new(fork_names[i]);
		if (!forks[i])
			return EXIT_FAILURE;
	}
	for (int i = 0; i < SEATS; i++) {
		guests[i] = mp_process_new(names[i], philosopher,
					   (void *)(intptr_t)i);
		if (!guests[i] || mp_process_start(guests[i]))
			return EXIT_FAILURE;
	}
	(void)mp_sleep(8);
	for (int i = 0; i < SEATS; i++) {
		(void)mp_process_terminate(guests[i]);
		(void)mp_process_join(guests[i], MP_FOREVER);
		mp_process_free(guests[i]);
		mp_lock_free(forks[i]);
	}
	return EXIT_SUCCESS;
}
