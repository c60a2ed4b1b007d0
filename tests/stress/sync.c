/* SPDX-License-Identifier: MIT */
#include "stress/sync.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

struct sync_book *sync_book;

static int numbers[SYNC_WORKERS] = { 0, 1, 2 };

void sync_begin(const struct sync_case *c)
{
	sync_book = mmap(NULL, sizeof(*sync_book), PROT_READ | PROT_WRITE,
			 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	CHECK(sync_book != MAP_FAILED);
	c->make();
}

void sync_end(const struct sync_case *c, int killed)
{
	CHECK(!atomic_load(&sync_book->wrong));
	c->check(killed);
	c->free();
	CHECK(!munmap(sync_book, sizeof(*sync_book)));
}

mp_process *sync_start(const struct sync_case *c, int number)
{
	return stress_start(c->work, &numbers[number]);
}

void sync_await(const struct sync_case *c, long rounds)
{
	long enough = atomic_load(&sync_book->done) + rounds;
	double limit = mp_now() + SYNC_PATIENCE;

	while (atomic_load(&sync_book->done) < enough) {
		if (mp_now() > limit) {
			fprintf(stderr, "%s: no progress\n", c->name);
			exit(EXIT_FAILURE);
		}
		(void)nanosleep(&(struct timespec){ .tv_nsec = 200000 }, NULL);
	}
}

int sync_stop(const struct sync_case *c, mp_process *worker[], int n)
{
	double limit = mp_now() + SYNC_PATIENCE;
	int killed = 0;

	atomic_store(&sync_book->stop, true);
	for (int i = 0; i < n; i++) {
		int code;

		while (mp_process_join(worker[i], 0.002)) {
			CHECK(mp_now() < limit);
			c->finish();
		}
		code = stress_end(worker[i]);
		if (code && code != -SIGKILL)
			fprintf(stderr, "%s: a worker ended with %d (%s)\n",
				c->name, code, strerror(code));
		CHECK(!code || code == -SIGKILL);
		killed += code != 0;
	}
	return killed;
}
