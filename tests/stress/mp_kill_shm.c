/* SPDX-License-Identifier: MIT */
/*
 * Those who make, find and unlink named memory are killed at random moments.
 * After each death its names are free, what others have attached is whole, and
 * at the end nothing is left of any of it.
 *
 * PROCESSION_TEST_KILLS says how many to kill; PROCESSION_TEST_FULL: 2,000.
 */
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "mp.h"
#include "stress/stress.h"

enum { WORKERS = 4, SIZE = 10000, PATIENCE_S = 300 };

static atomic_int *wrong;
static atomic_llong *attached;
static int number[WORKERS] = { 0, 1, 2, 3 };

static void name_of(int worker, char name[40])
{
	(void)snprintf(name, 40, "stress-%d-%d", (int)getppid(), worker);
}

static void look_at(int worker)
{
	char name[40];
	mp_shm *m;

	name_of(worker, name);
	m = mp_shm_attach(name);
	if (!m) {
		if (errno != ENOENT && errno != EAGAIN)
			atomic_fetch_add(wrong, 1);
		return;
	}
	atomic_fetch_add(attached, 1);
	if (mp_shm_size(m) != SIZE)
		atomic_fetch_add(wrong, 1);
	((char *)mp_shm_data(m))[SIZE - 1] = 1;
	mp_shm_free(m);
}

static int work(void *worker)
{
	int me = *(int *)worker;
	char name[40];

	name_of(me, name);
	for (;;) {
		mp_shm *m = mp_shm_create(name, SIZE);

		/* Whoever had the name before is dead. */
		if (!m) {
			atomic_fetch_add(wrong, 1);
			return errno;
		}
		for (int i = 0; i < WORKERS; i++)
			look_at(i);
		if (mp_shm_unlink(name))
			atomic_fetch_add(wrong, 1);
		mp_shm_free(m);
	}
}

static void end(mp_process *p)
{
	CHECK(!mp_process_kill(p));
	CHECK(stress_end(p) == -SIGKILL);
}

int main(void)
{
	mp_process *worker[WORKERS];
	int kills = stress_kills(200, 2000);
	void *m = stress_shared(4096);

	(void)alarm(PATIENCE_S);
	wrong = m;
	attached = (atomic_llong *)m + 1;
	for (int i = 0; i < WORKERS; i++)
		worker[i] = stress_start(work, &number[i]);
	for (int i = 0; i < kills; i++) {
		struct timespec while_they_work = { .tv_nsec =
							    rand() % 3000000 };
		int k = rand() % WORKERS;

		(void)nanosleep(&while_they_work, NULL);
		end(worker[k]);
		worker[k] = stress_start(work, &number[k]);
	}
	for (int i = 0; i < WORKERS; i++)
		end(worker[i]);
	printf("%d kills, attached %lld times, %d wrong\n", kills,
	       atomic_load(attached), atomic_load(wrong));
	return atomic_load(wrong) != 0;
}
