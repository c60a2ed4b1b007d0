/* SPDX-License-Identifier: MIT */
/*
 * Producers and consumers of one small queue are killed at random moments and
 * replaced.  Whatever was hit, the others go on, and at the end the books
 * balance: nothing comes twice, and nothing is missing but at most one item
 * for each consumer that was killed.
 *
 * PROCESSION_TEST_KILLS says how many to kill; PROCESSION_TEST_FULL: 10,000.
 *
 * conforms: 65
 */
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "mp.h"
#include "stress/stress.h"

enum {
	WORKERS = 6,     /* the even ones produce, the odd ones consume */
	ITEMS = 1 << 16, /* of one producer, at most */
	PATIENCE_S = 300,
};

/* What one producer has sent, and what of it has arrived. */
struct account {
	_Atomic uint32_t sent; /* puts that have returned */
	_Atomic uint8_t got[ITEMS / 8];
};

static mp_queue *q;
static struct account *accounts;
static atomic_bool *stop;
static atomic_int *wrong; /* items that came twice, calls that failed */

static int produce(void *account)
{
	struct account *a = account;
	int64_t base = (a - accounts) * (int64_t)ITEMS;

	for (uint32_t i = 0; i < ITEMS && !atomic_load(stop); i++) {
		int64_t item = base + i;

		if (mp_queue_put(q, &item, MP_FOREVER))
			atomic_fetch_add(wrong, 1);
		atomic_store(&a->sent, i + 1);
	}
	return 0;
}

static int consume(void *unused)
{
	int64_t item;

	(void)unused;
	while (!mp_queue_get(q, &item, MP_FOREVER)) {
		struct account *a = &accounts[item / ITEMS];
		uint8_t bit = (uint8_t)(1 << item % 8);

		if (atomic_fetch_or(&a->got[item % ITEMS / 8], bit) & bit)
			atomic_fetch_add(wrong, 1);
	}
	return 0;
}

static mp_process *start(int worker, int *accounts_used)
{
	mp_process *p = worker % 2
				? mp_process_new(NULL, consume, NULL)
				: mp_process_new(NULL, produce,
						 &accounts[(*accounts_used)++]);

	if (!p || mp_process_start(p))
		abort();
	return p;
}

/* Whether it ended by our SIGKILL, and not by itself before. */
static bool end(mp_process *p)
{
	int code;

	if (mp_process_join(p, MP_FOREVER))
		abort();
	code = mp_process_exitcode(p);
	if (code && code != -SIGKILL)
		abort();
	mp_process_free(p);
	return code == -SIGKILL;
}

/* How many are missing of what @a has sent. */
static int missing(struct account *a)
{
	uint32_t sent = atomic_load(&a->sent), arrived = 0, more = 0;

	for (uint32_t i = 0; i < ITEMS; i++) {
		bool got = atomic_load(&a->got[i / 8]) & 1 << i % 8;

		arrived += got && i < sent;
		more += got && i >= sent;
	}
	/* One more: killed between the effect of a put and its return. */
	if (more > 1)
		atomic_fetch_add(wrong, 1);
	return (int)(sent - arrived);
}

/* Returns how many consumers were killed. */
static int kill_many(mp_process *worker[WORKERS], int kills, int *accounts_used)
{
	int consumers = 0;

	for (int i = 0; i < kills; i++) {
		struct timespec while_they_work = { .tv_nsec =
							    rand() % 1000000 };
		int k = rand() % WORKERS;

		(void)nanosleep(&while_they_work, NULL);
		if (mp_process_kill(worker[k]))
			abort();
		consumers += end(worker[k]) && k % 2;
		worker[k] = start(k, accounts_used);
	}
	return consumers;
}

int main(void)
{
	int kills = stress_kills(1000, 10000), used = 0, consumers, lost = 0;
	unsigned sent = 0;
	mp_process *worker[WORKERS];

	(void)alarm(PATIENCE_S);
	accounts = stress_shared(((size_t)kills + WORKERS) * sizeof(*accounts));
	stop = stress_shared(sizeof(*stop));
	wrong = stress_shared(sizeof(*wrong));
	q = mp_queue_new("tasks", 3, MP_LONG);
	for (int i = 0; i < WORKERS; i++)
		worker[i] = start(i, &used);
	consumers = kill_many(worker, kills, &used);
	atomic_store(stop, true);
	for (int i = 0; i < WORKERS; i += 2)
		(void)end(worker[i]);
	(void)mp_queue_close(q);
	for (int i = 1; i < WORKERS; i += 2)
		(void)end(worker[i]);
	for (int i = 0; i < used; i++) {
		sent += atomic_load(&accounts[i].sent);
		lost += missing(&accounts[i]);
	}
	printf("%d kills, %u items, %d lost with %d consumers, %d wrong\n",
	       kills, sent, lost, consumers, atomic_load(wrong));
	return lost > consumers || atomic_load(wrong) || !mp_queue_empty(q);
}
