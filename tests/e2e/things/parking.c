/* SPDX-License-Identifier: MIT */
/*
 * Six cars and three places: a semaphore that guards.  Each car that leaves
 * rings at the gate, where main counts them: a semaphore as a signal.
 */
#include <stdint.h>
#include <stdlib.h>

#include "mp/process.h"
#include "mp/semaphore.h"
#include "mp/time.h"

enum { CARS = 6, PLACES = 3 };

static mp_semaphore *places, *bell;

static int drive(void *arg)
{
	int me = (int)(intptr_t)arg;

	(void)mp_sleep(0.3 * me);
	(void)mp_semaphore_acquire(places, MP_FOREVER);
	(void)mp_sleep(2 + 0.3 * (me % 3));
	(void)mp_semaphore_release(places);
	(void)mp_semaphore_release(bell);
	return 0;
}

int main(void)
{
	static const char *const names[CARS] = { "car-1", "car-2", "car-3",
						 "car-4", "car-5", "car-6" };
	mp_process *cars[CARS];

	places = mp_bounded_semaphore_new("places", PLACES);
	bell = mp_semaphore_new("bell", 0);
	if (!places || !bell)
		return EXIT_FAILURE;
	for (int i = 0; i < CARS; i++) {
		cars[i] = mp_process_new(names[i], drive, (void *)(intptr_t)i);
		if (!cars[i] || mp_process_start(cars[i]))
			return EXIT_FAILURE;
	}
	for (int i = 0; i < CARS; i++)
		(void)mp_semaphore_acquire(bell, MP_FOREVER);
	for (int i = 0; i < CARS; i++) {
		(void)mp_process_join(cars[i], MP_FOREVER);
		mp_process_free(cars[i]);
	}
	mp_semaphore_free(places);
	mp_semaphore_free(bell);
	return EXIT_SUCCESS;
}
