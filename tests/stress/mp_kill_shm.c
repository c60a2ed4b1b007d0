/* SPDX-License-Identifier: MIT */
/*
 * Those who make, find and unlink named memory are killed at random moments.
 * After each death its names are free, what others have attached is whole, and
 * at the end nothing is left of any of it.
 *
 * MP_STRESS_KILLS says how many to kill; PROCESSION_TEST_FULL: 2,000.
 */
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "mp.h"

enum { WORKERS = 4, SIZE = 10000, PATIENCE_S = 300 };

static atomic_int *wrong;
static atomic_llong *attached;
static int number[WORKERS] = { 0, 1, 2, 3 };

#define CHECK(cond)                                                            \
	do {                                                                   \
		if (!(cond)) {                                                 \
			fprintf(stderr, "%s:%d: %s (errno %d)\n", __FILE__,    \
				__LINE__, #cond, errno);                       \
			exit(EXIT_FAILURE);                                    \
		}                                                              \
	} while (0)

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

static mp_process *start(int worker)
{
	mp_process *p = mp_process_new(NULL, work, &number[worker]);

	CHECK(p && !mp_process_start(p));
	return p;
}

static void end(mp_process *p)
{
	CHECK(!mp_process_kill(p));
	CHECK(!mp_process_join(p, 20));
	CHECK(mp_process_exitcode(p) == -SIGKILL);
	mp_process_free(p);
}

static int wanted(void)
{
	const char *kills = getenv("MP_STRESS_KILLS");

	if (kills)
		return atoi(kills);
	return getenv("PROCESSION_TEST_FULL") ? 2000 : 200;
}

int main(void)
{
	mp_process *worker[WORKERS];
	int kills = wanted();
	void *m = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
		       MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	(void)alarm(PATIENCE_S);
	CHECK(m != MAP_FAILED);
	wrong = m;
	attached = (atomic_llong *)m + 1;
	for (int i = 0; i < WORKERS; i++)
		worker[i] = start(i);
	for (int i = 0; i < kills; i++) {
		struct timespec while_they_work = { .tv_nsec =
							    rand() % 3000000 };
		int k = rand() % WORKERS;

		(void)nanosleep(&while_they_work, NULL);
		end(worker[k]);
		worker[k] = start(k);
	}
	for (int i = 0; i < WORKERS; i++)
		end(worker[i]);
	printf("%d kills, attached %lld times, %d wrong\n", kills,
	       atomic_load(attached), atomic_load(wrong));
	return atomic_load(wrong) != 0;
}
