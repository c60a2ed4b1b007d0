/* SPDX-License-Identifier: MIT */
/*
 * The same sleep shared by one worker, then two, up to four: what a program
 * measures of itself, for a chart.
 */
#include <stdlib.h>

#include "mp/measure.h"
#include "mp/process.h"
#include "mp/time.h"
#include "mp/type.h"

enum { MOST = 4 };

static int workers;

static int work(void *unused)
{
	(void)unused;
	return mp_sleep(0.8 / workers);
}

/* Seconds that all of them take. */
static double run(void)
{
	mp_process *all[MOST];
	double start = mp_now();

	for (int i = 0; i < workers; i++) {
		all[i] = mp_process_new("worker", work, NULL);
		if (!all[i] || mp_process_start(all[i]))
			exit(EXIT_FAILURE);
	}
	for (int i = 0; i < workers; i++) {
		(void)mp_process_join(all[i], MP_FOREVER);
		mp_process_free(all[i]);
	}
	return mp_now() - start;
}

int main(void)
{
	double alone = 0;

	for (workers = 1; workers <= MOST; workers++) {
		double took = run();

		if (workers == 1)
			alone = took;
		(void)mp_measure("speed-up", workers, alone / took);
	}
	return EXIT_SUCCESS;
}
