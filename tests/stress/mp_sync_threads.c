/* SPDX-License-Identifier: MIT */
/*
 * The workers as threads of one process.  The thread sanitizer sees no races
 * between processes; here it can (make tsan).
 */
#include <errno.h>
#include <pthread.h>
#include <time.h>
#include <unistd.h>

#include "stress/sync.h"

enum { ROUNDS = 2000, PATIENCE_S = 300 };

static const struct sync_case *now;
static atomic_int ended;

static void *work(void *number)
{
	if (now->work(number))
		atomic_fetch_add(&sync_book->wrong, 1);
	atomic_fetch_add(&ended, 1);
	return NULL;
}

static void run(void)
{
	static int number[SYNC_WORKERS] = { 0, 1, 2 };
	pthread_t thread[SYNC_WORKERS];

	sync_begin(now);
	atomic_store(&ended, 0);
	for (int i = 0; i < SYNC_WORKERS; i++)
		CHECK(!pthread_create(&thread[i], NULL, work, &number[i]));
	sync_await(now, ROUNDS);
	atomic_store(&sync_book->stop, true);
	while (atomic_load(&ended) < SYNC_WORKERS) {
		now->finish();
		(void)nanosleep(&(struct timespec){ .tv_nsec = 2000000 }, NULL);
	}
	for (int i = 0; i < SYNC_WORKERS; i++)
		(void)pthread_join(thread[i], NULL);
	printf("%s: %ld rounds in threads\n", now->name,
	       atomic_load(&sync_book->done));
	sync_end(now, 0);
}

int main(void)
{
	(void)alarm(PATIENCE_S);
	for (int i = 0; i < sync_case_count; i++) {
		now = &sync_cases[i];
		run();
	}
	return EXIT_SUCCESS;
}
