/* SPDX-License-Identifier: MIT */
/*
 * A pipe, a queue and named memory between the threads of one process, with
 * those who wait for several things at once.  The thread sanitizer sees no
 * races between processes; here it can (make tsan).
 */
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#include "mp.h"
#include "stress/stress.h"

enum { THREADS = 3, MESSAGES = 600, LONG_MESSAGE = 40000, PATIENCE_S = 300 };

static mp_conn *in, *out;
static mp_queue *q;
static atomic_int received, taken, over;

static void *send_all(void *unused)
{
	static const char zeros[LONG_MESSAGE];

	for (int i = 0; i < MESSAGES; i++) {
		size_t len = i % 20 ? (size_t)(1 + i % 50) : sizeof(zeros);

		CHECK(!mp_conn_send(out, zeros, len, STRESS_PATIENCE));
		CHECK(!mp_queue_put(q, &i, STRESS_PATIENCE));
	}
	atomic_fetch_add(&over, 1);
	return unused;
}

static bool receive(void)
{
	char message[LONG_MESSAGE];

	/* Another may have been quicker. */
	if (mp_conn_recv(in, message, sizeof(message), 0) < 0) {
		CHECK(errno == EAGAIN);
		return false;
	}
	return true;
}

static void *receive_all(void *unused)
{
	mp_waitable any[] = { MP_WAIT_CONN(in), MP_WAIT_QUEUE(q) };
	int item;

	while (atomic_load(&received) < THREADS * MESSAGES ||
	       atomic_load(&taken) < THREADS * MESSAGES) {
		CHECK(mp_wait(any, 2, 0.01) >= 0);
		if (any[0].ready && receive())
			atomic_fetch_add(&received, 1);
		if (any[1].ready && !mp_queue_get(q, &item, 0))
			atomic_fetch_add(&taken, 1);
	}
	return unused;
}

static void *name_memory(void *number)
{
	char name[40];

	(void)snprintf(name, sizeof(name), "threads-%d-%d", (int)getpid(),
		       *(int *)number);
	while (atomic_load(&over) < THREADS) {
		mp_shm *m = mp_shm_create(name, 100), *again;

		CHECK(m);
		again = mp_shm_attach(name);
		CHECK(again && mp_shm_size(again) == 100);
		mp_shm_free(again);
		CHECK(!mp_shm_unlink(name));
		mp_shm_free(m);
	}
	return NULL;
}

int main(void)
{
	pthread_t sender[THREADS], receiver[THREADS], namer[2];
	int numbers[2] = { 0, 1 };

	(void)alarm(PATIENCE_S);
	CHECK(!mp_pipe(NULL, false, &in, &out));
	q = mp_queue_new(NULL, 5, MP_INT);
	CHECK(q);
	for (int i = 0; i < THREADS; i++) {
		CHECK(!pthread_create(&receiver[i], NULL, receive_all, NULL));
		CHECK(!pthread_create(&sender[i], NULL, send_all, NULL));
	}
	for (int i = 0; i < 2; i++)
		CHECK(!pthread_create(&namer[i], NULL, name_memory,
				      &numbers[i]));
	for (int i = 0; i < THREADS; i++)
		CHECK(!pthread_join(sender[i], NULL) &&
		      !pthread_join(receiver[i], NULL));
	for (int i = 0; i < 2; i++)
		CHECK(!pthread_join(namer[i], NULL));
	mp_conn_free(in);
	mp_conn_free(out);
	mp_queue_free(q);
	printf("%d messages, %d items\n", atomic_load(&received),
	       atomic_load(&taken));
	return EXIT_SUCCESS;
}
