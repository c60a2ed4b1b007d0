/* SPDX-License-Identifier: MIT */
/*
 * A worker is killed at each point at which it tells something: before a call
 * takes effect, under the lock, when it goes to sleep, when it returns, and
 * while it clears up after another.  Another takes its place, and all go on.
 *
 * PROCESSION_TEST_FULL: also at the points that follow the first.
 *
 * conforms: 70
 */
#include <errno.h>
#include <signal.h>
#include <unistd.h>

#include "stress/sync.h"

enum { ROUNDS = 20, PATIENCE_S = 300 };

static enum mp_verb fatal_verb;
static enum mp_phase fatal_phase;
static int fatal_after;
static const struct sync_case *now;

static void die(const struct mp_probe_event *e)
{
	if (e->verb == fatal_verb && e->phase == fatal_phase && !fatal_after--)
		(void)kill(getpid(), SIGKILL);
}

static const struct mp_probe_sink fatal_sink = { .emit = die };

static int victim(void *number)
{
	mp_probe = &fatal_sink;
	return now->work(number);
}

/* Whether it came to the point before long. */
static bool run(bool alone)
{
	struct sync_case doomed = *now;
	mp_process *worker[SYNC_WORKERS];
	int killed = 0;
	bool reached;

	sync_begin(now);
	doomed.work = victim;
	worker[0] = alone ? sync_start(&doomed, 0) : NULL;
	if (alone)
		(void)mp_process_join(worker[0], 0.02);
	for (int i = 1; i < SYNC_WORKERS; i++)
		worker[i] = sync_start(now, i);
	if (!alone)
		worker[0] = sync_start(&doomed, 0);
	reached = !mp_process_join(worker[0], 0.1);
	if (reached) {
		killed += stress_end(worker[0]) == -SIGKILL;
		worker[0] = sync_start(now, 0);
	}
	sync_await(now, ROUNDS);
	killed += sync_stop(now, worker, SYNC_WORKERS);
	sync_end(now, killed);
	return reached;
}

int main(void)
{
	int most = getenv("PROCESSION_TEST_FULL") ? 6 : 1;

	(void)alarm(PATIENCE_S);
	for (int i = 0; i < sync_case_count; i++) {
		int reached = 0;

		now = &sync_cases[i];
		for (int v = 0; v < SYNC_VERBS && now->verbs[v]; v++)
			for (int p = MP_BEGINS; p <= MP_ENDS; p++)
				for (int n = 0; n < most; n++) {
					fatal_verb = now->verbs[v];
					fatal_phase = (enum mp_phase)p;
					fatal_after = n;
					reached += run(n % 2);
				}
		printf("%s: killed at %d points\n", now->name, reached);
		(void)fflush(stdout);
		CHECK(reached >= 2);
	}
	return EXIT_SUCCESS;
}
