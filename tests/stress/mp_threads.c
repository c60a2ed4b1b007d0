/* SPDX-License-Identifier: MIT */
/*
 * A queue between the threads of one process.  The thread sanitizer sees no
 * races between processes; here it can (make tsan).
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "mp.h"

enum { THREADS = 4, ITEMS = 5000 };

static mp_queue *q;
static atomic_llong sum;
static atomic_bool wrong;

/* The sanitizer must see these ordered by the queue alone. */
static int cell[THREADS * ITEMS]; /* written before a put, read after its get */
static int done[THREADS * ITEMS]; /* before a task_done, after the join */

static void *produce(void *first)
{
	int *at = first;

	for (int i = 0; i < ITEMS; i++) {
		int64_t item = at + i - cell;

		at[i] = i;
		if (mp_queue_put(q, &item, i % 8 ? MP_FOREVER : 60.0) ||
		    mp_queue_size(q) > mp_queue_capacity(q))
			atomic_store(&wrong, true);
	}
	return NULL;
}

static void *consume(void *unused)
{
	int64_t item;

	while (!mp_queue_get(q, &item, MP_FOREVER)) {
		atomic_fetch_add(&sum, cell[item]);
		done[item] = cell[item];
		if (mp_queue_task_done(q))
			atomic_store(&wrong, true);
	}
	return unused;
}

static void pass(size_t capacity)
{
	pthread_t producer[THREADS], consumer[THREADS];

	q = mp_queue_new("tasks", capacity, MP_LONG);
	for (int i = 0; i < THREADS; i++) {
		if (pthread_create(&consumer[i], NULL, consume, NULL) ||
		    pthread_create(&producer[i], NULL, produce,
				   cell + (ptrdiff_t)i * ITEMS))
			abort();
	}
	for (int i = 0; i < THREADS; i++)
		(void)pthread_join(producer[i], NULL);
	if (mp_queue_join(q, 60.0))
		atomic_store(&wrong, true);
	for (int i = 0; i < THREADS * ITEMS; i++)
		if (done[i] != i % ITEMS)
			atomic_store(&wrong, true);
	(void)mp_queue_close(q);
	for (int i = 0; i < THREADS; i++)
		(void)pthread_join(consumer[i], NULL);
	mp_queue_free(q);
}

int main(void)
{
	static const size_t capacities[] = { 1, 5, 64 };
	long long right = (long long)THREADS * ITEMS * (ITEMS - 1) / 2;

	for (int i = 0; i < 3; i++)
		pass(capacities[i]);
	printf("3 times %d items through one queue\n", THREADS * ITEMS);
	return sum != 3 * right || wrong;
}
