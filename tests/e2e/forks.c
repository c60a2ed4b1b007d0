/* SPDX-License-Identifier: MIT */
/*
 * Two who eat with two forks.  Each takes one and wants the other's: a
 * deadlock every time, because they wait for each other in between.
 */
#include <stdlib.h>
#include <unistd.h>

#include "mp/barrier.h"
#include "mp/lock.h"
#include "mp/process.h"

static mp_lock *forks[2];
static mp_barrier *both;

static int eat(void *first)
{
	int mine = first == &forks[1];

	(void)mp_lock_acquire(forks[mine], MP_FOREVER);
	(void)mp_barrier_wait(both, MP_FOREVER);
	(void)mp_lock_acquire(forks[!mine], MP_FOREVER);
	(void)mp_lock_release(forks[!mine]);
	(void)mp_lock_release(forks[mine]);
	return 0;
}

int main(void)
{
	mp_process *ada, *bob;

	forks[0] = mp_lock_new("fork-A");
	forks[1] = mp_lock_new("fork-B");
	both = mp_barrier_new("seated", 2, NULL, NULL, MP_FOREVER);
	ada = mp_process_new("ada", eat, &forks[0]);
	bob = mp_process_new("bob", eat, &forks[1]);
	if (!forks[0] || !forks[1] || !both || !ada || !bob ||
	    mp_process_start(ada) || mp_process_start(bob))
		return EXIT_FAILURE;
	(void)mp_process_join(ada, MP_FOREVER);
	(void)mp_process_join(bob, MP_FOREVER);
	return EXIT_SUCCESS;
}
