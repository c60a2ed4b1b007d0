/* SPDX-License-Identifier: MIT */
/*
 * Four workers that do four phases of work together: nobody begins the next
 * before all have done this one.
 */
#include <stdint.h>
#include <stdlib.h>

#include "mp/barrier.h"
#include "mp/process.h"
#include "mp/time.h"

enum { WORKERS = 4, PHASES = 4 };

static mp_barrier *end_of_phase;

static int work(void *arg)
{
	int me = (int)(intptr_t)arg;

	for (int phase = 0; phase < PHASES; phase++) {
		double pace = 0.3 + 0.1 * phase;

		(void)mp_sleep(pace * (1 + (me + phase) % WORKERS));
		if (mp_barrier_wait(end_of_phase, MP_FOREVER) < 0)
			return EXIT_FAILURE;
	}
	return 0;
}

int main(void)
{
	static const char *const names[WORKERS] = { "worker-1", "worker-2",
						    "worker-3", "worker-4" };
	mp_process *workers[WORKERS];

	end_of_phase =
		mp_barrier_new("end-of-phase", WORKERS, NULL, NULL, MP_FOREVER);
	if (!end_of_phase)
		return EXIT_FAILURE;
	for (int i = 0; i < WORKERS; i++) {
		workers[i] =
			mp_process_new(names[i], work, (void *)(intptr_t)i);
		if (!workers[i] || mp_process_start(workers[i]))
			return EXIT_FAILURE;
	}
	for (int i = 0; i < WORKERS; i++) {
		(void)mp_process_join(workers[i], MP_FOREVER);
		mp_process_free(workers[i]);
	}
	mp_barrier_free(end_of_phase);
	return EXIT_SUCCESS;
}
