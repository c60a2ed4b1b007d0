/* SPDX-License-Identifier: MIT */
/*
 * Workers are killed at random moments and replaced.  Whatever was hit, the
 * others go on, and at the end the books balance.
 *
 * PROCESSION_TEST_KILLS says how many to kill of each kind;
 * PROCESSION_TEST_FULL: 2,000.
 */
#include <errno.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

#include "stress/sync.h"

enum { PATIENCE_S = 300 };

static int kill_many(const struct sync_case *c, mp_process *worker[], int kills)
{
	int killed = 0;

	for (int i = 0; i < kills; i++) {
		struct timespec while_they_work = { .tv_nsec =
							    rand() % 2000000 };
		int k = rand() % SYNC_WORKERS;

		(void)nanosleep(&while_they_work, NULL);
		CHECK(!mp_process_kill(worker[k]));
		killed += stress_end(worker[k]) == -SIGKILL;
		worker[k] = sync_start(c, k);
	}
	return killed;
}

int main(void)
{
	int kills = stress_kills(60, 2000);

	(void)alarm(PATIENCE_S);
	for (int i = 0; i < sync_case_count; i++) {
		const struct sync_case *c = &sync_cases[i];
		mp_process *worker[SYNC_WORKERS];
		int killed;

		sync_begin(c);
		for (int k = 0; k < SYNC_WORKERS; k++)
			worker[k] = sync_start(c, k);
		killed = kill_many(c, worker, kills);
		sync_await(c, 20);
		killed += sync_stop(c, worker, SYNC_WORKERS);
		printf("%s: %d kills, %ld rounds, %d found out\n", c->name,
		       killed, atomic_load(&sync_book->done),
		       atomic_load(&sync_book->deaths));
		(void)fflush(stdout);
		sync_end(c, killed);
	}
	return EXIT_SUCCESS;
}
