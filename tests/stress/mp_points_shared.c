/* SPDX-License-Identifier: MIT */
/* Scenes with what processes hand to each other: queues, pipes, named memory.
 */
#include <string.h>

#include "stress/mp_points.h"

static mp_queue *q;
static mp_conn *in, *out;
static mp_shm *m;
static char name[50];

/* ---- queues ---- */

static void make_queue(void)
{
	q = mp_queue_new(NULL, 2, MP_INT);
	CHECK(q);
}

static void use_queue(void)
{
	int item = 1;

	mp_queue_free(mp_queue_new("own", 1, MP_INT));
	CHECK(!mp_queue_put(q, &item, 0) && !mp_queue_put(q, &item, 0));
	CHECK(mp_queue_put(q, &item, POINTS_MOMENT));
	CHECK(!mp_queue_get(q, &item, 0) && !mp_queue_task_done(q));
	CHECK(mp_queue_join(q, POINTS_MOMENT));
	CHECK(!mp_queue_get(q, &item, 0) && !mp_queue_task_done(q));
	CHECK(!mp_queue_join(q, 0));
	CHECK(mp_queue_get(q, &item, POINTS_MOMENT));
}

/* At most one item is lost, and each that is put comes out. */
static void check_queue(void)
{
	int item = 0, n = 0;

	while (!mp_queue_get(q, &item, 0))
		n++;
	CHECK(errno == EAGAIN && n <= 2);
	for (int i = 10; i < 12; i++)
		CHECK(!mp_queue_put(q, &i, STRESS_PATIENCE));
	CHECK(mp_queue_full(q));
	for (int i = 10; i < 12; i++)
		CHECK(!mp_queue_get(q, &item, STRESS_PATIENCE) && item == i);
	while (mp_queue_unfinished(q))
		CHECK(!mp_queue_task_done(q));
	CHECK(!mp_queue_join(q, 0));
	CHECK(!mp_queue_close(q));
	mp_queue_free(q);
}

static void close_queue(void)
{
	int item = 1;

	CHECK(!mp_queue_put(q, &item, 0));
	CHECK(!mp_queue_close(q));
	CHECK(mp_queue_put(q, &item, 0) && errno == EPIPE);
	CHECK(!mp_queue_get(q, &item, 0));
	CHECK(mp_queue_get(q, &item, 0) && errno == EPIPE);
}

/* Whether it is closed or not, nobody waits. */
static void check_closed(void)
{
	int item;

	CHECK(!mp_queue_close(q));
	while (!mp_queue_get(q, &item, STRESS_PATIENCE))
		;
	CHECK(errno == EPIPE);
	mp_queue_free(q);
}

static int put_one(void *unused)
{
	int item = 1;

	(void)unused;
	return mp_queue_put(q, &item, STRESS_PATIENCE);
}

static void make_broken_queue(void)
{
	make_queue();
	points_die_at(put_one, MP_VERB_PUT, MP_HAPPENS);
}

static void repair_queue(void)
{
	int item = 1;

	CHECK(!mp_queue_put(q, &item, STRESS_PATIENCE));
	CHECK(!mp_queue_get(q, &item, STRESS_PATIENCE));
}

/* ---- pipes ---- */

static void make_pipe(void)
{
	CHECK(!mp_pipe(NULL, false, &in, &out));
}

static void use_pipe(void)
{
	static char message[40000];
	mp_conn *a, *b;

	CHECK(!mp_pipe("own", true, &a, &b));
	CHECK(mp_conn_poll(a, POINTS_MOMENT) == 0);
	mp_conn_free(a);
	mp_conn_free(b);
	for (size_t len = 50; len <= sizeof(message); len *= 800) {
		CHECK(!mp_conn_send(out, message, len, STRESS_PATIENCE));
		CHECK(mp_conn_poll(in, 0) == 1);
		CHECK(mp_conn_recv(in, message, sizeof(message), 0) ==
		      (ssize_t)len);
	}
	CHECK(mp_conn_recv(in, message, 1, POINTS_MOMENT) < 0);
	while (!mp_conn_send(out, message, sizeof(message), POINTS_MOMENT))
		;
	CHECK(errno == ETIMEDOUT);
	CHECK(!mp_conn_close(in));
}

/* Messages are whole, and then the end of file comes. */
static void check_pipe(void)
{
	static char message[40000];
	ssize_t n;

	while ((n = mp_conn_recv(in, message, sizeof(message), 0)) >= 0)
		CHECK(n == 50 || n == sizeof(message));
	CHECK(errno == EAGAIN);
	CHECK(!mp_conn_send(out, "x", 1, STRESS_PATIENCE));
	mp_conn_free(out);
	CHECK(mp_conn_recv(in, message, 1, STRESS_PATIENCE) == 1);
	CHECK(mp_conn_recv(in, message, 1, STRESS_PATIENCE) < 0);
	CHECK(errno == EPIPE);
	mp_conn_free(in);
}

/* ---- several at once ---- */

static void make_both(void)
{
	make_queue();
	make_pipe();
}

static void wait_for_any(void)
{
	mp_waitable any[] = { MP_WAIT_CONN(in), MP_WAIT_QUEUE(q) };
	int item = 3;

	CHECK(mp_wait(any, 2, POINTS_MOMENT) == 0);
	CHECK(!mp_queue_put(q, &item, 0));
	CHECK(mp_wait(any, 2, STRESS_PATIENCE) == 1);
	CHECK(!mp_conn_send(out, name, 50, 0));
	CHECK(mp_wait(any, 2, STRESS_PATIENCE) == 2);
}

static void check_both(void)
{
	mp_waitable any[] = { MP_WAIT_CONN(in), MP_WAIT_QUEUE(q) };

	CHECK(mp_wait(any, 2, 0) >= 0);
	check_queue();
	check_pipe();
}

/* ---- named memory ---- */

static void make_memory(void)
{
	(void)snprintf(name, sizeof(name), "points-%d", (int)getpid());
	m = mp_shm_create(NULL, 100);
	CHECK(m);
}

static void use_memory(void)
{
	mp_shm *own = mp_shm_create(name, 5000), *again;

	CHECK(own);
	again = mp_shm_attach(name);
	CHECK(again && mp_shm_size(again) == 5000);
	CHECK(!mp_shm_close(again));
	mp_shm_free(again);
	again = mp_shm_attach(mp_shm_name(m));
	CHECK(again && mp_shm_size(again) == 100);
	mp_shm_free(again);
	CHECK(!mp_shm_unlink(name));
	mp_shm_free(own);
}

/* The name is free; what others have made is there. */
static void check_memory(void)
{
	mp_shm *own = mp_shm_create(name, 10), *again;

	CHECK(own && !mp_shm_unlink(name));
	mp_shm_free(own);
	again = mp_shm_attach(mp_shm_name(m));
	CHECK(again);
	mp_shm_free(again);
	CHECK(!mp_shm_unlink(mp_shm_name(m)));
	mp_shm_free(m);
}

const struct scene points_shared[] = {
	{ "queue", make_queue, use_queue, check_queue },
	{ "queue-close", make_queue, close_queue, check_closed },
	{ "queue-repair", make_broken_queue, repair_queue, check_queue },
	{ "pipe", make_pipe, use_pipe, check_pipe },
	{ "wait", make_both, wait_for_any, check_both },
	{ "memory", make_memory, use_memory, check_memory },
	{ NULL, NULL, NULL, NULL },
};
