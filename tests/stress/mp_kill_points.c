/* SPDX-License-Identifier: MIT */
/*
 * A process is killed at each point at which it tells something of a queue:
 * before it takes the lock, under it, when it goes to sleep, when it returns,
 * and while it repairs what another left.  Those who survive use the queue to
 * the end, and the books balance.
 *
 * conforms: 65
 */
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "mp.h"
#include "mp/probe.h"
#include "stress/stress.h"

enum { ITEMS = 300, VICTIMS = 1000, PATIENCE_S = 300 };

/* Shared by all. */
static struct {
	atomic_int put_by_victim; /* puts that returned */
	atomic_int got_by_victim;
	atomic_int got_of_victim;
	atomic_int got_of_others;
	atomic_int wrong;
} * book;

static mp_queue *q;
static enum mp_verb fatal_verb;
static enum mp_phase fatal_phase;
static int fatal_after;

static void die(const struct mp_probe_event *e)
{
	if (e->verb == fatal_verb && e->phase == fatal_phase && !fatal_after--)
		(void)kill(getpid(), SIGKILL);
}

static const struct mp_probe_sink fatal_sink = { .emit = die };

static int victim_puts(void *unused)
{
	(void)unused;
	mp_probe = &fatal_sink;
	for (int i = VICTIMS; !mp_queue_put(q, &i, STRESS_PATIENCE); i++)
		atomic_fetch_add(&book->put_by_victim, 1);
	return errno != EPIPE;
}

static int victim_gets(void *unused)
{
	int item;

	(void)unused;
	mp_probe = &fatal_sink;
	while (!mp_queue_get(q, &item, STRESS_PATIENCE))
		atomic_fetch_add(&book->got_by_victim, 1);
	return errno != EPIPE;
}

static int victim_closes(void *unused)
{
	(void)unused;
	mp_probe = &fatal_sink;
	return mp_queue_close(q);
}

static int victim_finishes(void *unused)
{
	int item;

	(void)unused;
	mp_probe = &fatal_sink;
	while (!mp_queue_get(q, &item, STRESS_PATIENCE)) {
		atomic_fetch_add(&book->got_by_victim, 1);
		if (mp_queue_task_done(q))
			return errno;
	}
	return errno != EPIPE;
}

static int victim_joins(void *unused)
{
	(void)unused;
	mp_probe = &fatal_sink;
	/* Often, to come by many times; it is never done here. */
	for (int i = 0; i < 10; i++)
		if (!mp_queue_join(q, 0.002) || errno != ETIMEDOUT)
			return 1;
	return 0;
}

static int produce(void *unused)
{
	(void)unused;
	for (int i = 0; i < ITEMS; i++)
		if (mp_queue_put(q, &i, STRESS_PATIENCE))
			return errno != EPIPE;
	return 0;
}

static int consume(void *unused)
{
	int item;

	(void)unused;
	while (!mp_queue_get(q, &item, STRESS_PATIENCE))
		atomic_fetch_add(item >= VICTIMS ? &book->got_of_victim
						 : &book->got_of_others,
				 1);
	return errno != EPIPE;
}

static const struct point {
	enum mp_verb verb;
	enum mp_phase phase;
	mp_process_fn *victim;
	int items; /* in the queue before, of 2 */
} points[] = {
	{ MP_VERB_PUT, MP_BEGINS, victim_puts, 0 },
	{ MP_VERB_PUT, MP_HAPPENS, victim_puts, 0 },
	{ MP_VERB_PUT, MP_WAITS, victim_puts, 2 },
	{ MP_VERB_PUT, MP_ENDS, victim_puts, 0 },
	{ MP_VERB_GET, MP_BEGINS, victim_gets, 2 },
	{ MP_VERB_GET, MP_HAPPENS, victim_gets, 2 },
	{ MP_VERB_GET, MP_WAITS, victim_gets, 0 },
	{ MP_VERB_GET, MP_ENDS, victim_gets, 2 },
	{ MP_VERB_QUEUE_CLOSE, MP_BEGINS, victim_closes, 1 },
	{ MP_VERB_QUEUE_CLOSE, MP_HAPPENS, victim_closes, 1 },
	{ MP_VERB_QUEUE_CLOSE, MP_ENDS, victim_closes, 1 },
	{ MP_VERB_TASK_DONE, MP_BEGINS, victim_finishes, 2 },
	{ MP_VERB_TASK_DONE, MP_HAPPENS, victim_finishes, 2 },
	{ MP_VERB_TASK_DONE, MP_ENDS, victim_finishes, 2 },
	{ MP_VERB_QUEUE_JOIN, MP_BEGINS, victim_joins, 2 },
	{ MP_VERB_QUEUE_JOIN, MP_WAITS, victim_joins, 2 },
};

/* ITEMS go through the queue, and everything adds up. */
static void settle(const struct point *p, mp_process *producer[2],
		   mp_process *consumer[2], int killed)
{
	int of_victim, of_others, lost;

	for (int i = 0; i < 2; i++)
		CHECK(stress_end(producer[i]) == 0);
	CHECK(!mp_queue_close(q));
	for (int i = 0; i < 2; i++)
		CHECK(stress_end(consumer[i]) == 0);
	of_victim = atomic_load(&book->got_of_victim);
	CHECK(of_victim >= atomic_load(&book->put_by_victim));
	CHECK(of_victim <= atomic_load(&book->put_by_victim) + 1);
	of_others = atomic_load(&book->got_of_others) +
		    atomic_load(&book->got_by_victim);
	lost = 2 * ITEMS + p->items - of_others;
	if (p->verb == MP_VERB_QUEUE_CLOSE)
		CHECK(lost >= 0);
	else
		CHECK(lost >= 0 && lost <= killed);
	CHECK(mp_queue_empty(q));
}

static void prepare(const struct point *p, int after)
{
	fatal_verb = p->verb;
	fatal_phase = p->phase;
	fatal_after = after;
	atomic_store(&book->put_by_victim, 0);
	atomic_store(&book->got_by_victim, 0);
	atomic_store(&book->got_of_victim, 0);
	atomic_store(&book->got_of_others, 0);
	q = mp_queue_new(NULL, 2, MP_INT);
	CHECK(q);
	for (int i = 0; i < p->items; i++)
		CHECK(!mp_queue_put(q, &i, 0));
}

/* The victim dies alone, then the others come. */
static void run_alone(const struct point *p)
{
	mp_process *producer[2], *consumer[2];

	prepare(p, 0);
	CHECK(stress_end(stress_start(p->victim, NULL)) == -SIGKILL);
	for (int i = 0; i < 2; i++) {
		producer[i] = stress_start(produce, NULL);
		consumer[i] = stress_start(consume, NULL);
	}
	settle(p, producer, consumer, 1);
	mp_queue_free(q);
}

/* The victim dies among others; it may find no occasion to. */
static void run_in_company(const struct point *p, int after)
{
	mp_process *producer[2], *consumer[2], *victim;
	int code;

	prepare(p, after);
	for (int i = 0; i < 2; i++) {
		producer[i] = stress_start(produce, NULL);
		consumer[i] = stress_start(consume, NULL);
	}
	victim = stress_start(p->victim, NULL);
	for (int i = 0; i < 2; i++)
		CHECK(!mp_process_join(producer[i], 2 * STRESS_PATIENCE));
	CHECK(!mp_queue_close(q));
	code = stress_end(victim);
	CHECK(code == -SIGKILL || code == 0);
	settle(p, producer, consumer, code == -SIGKILL);
	mp_queue_free(q);
}

/* One leaves the lock, and so does the next, who repairs it. */
static void run_repair(void)
{
	static const struct point put = { MP_VERB_PUT, MP_HAPPENS, victim_puts,
					  0 };
	mp_process *producer[2], *consumer[2];

	prepare(&put, 0);
	CHECK(stress_end(stress_start(victim_puts, NULL)) == -SIGKILL);
	fatal_verb = MP_VERB_REPAIR;
	CHECK(stress_end(stress_start(victim_gets, NULL)) == -SIGKILL);
	CHECK(stress_end(stress_start(victim_puts, NULL)) == -SIGKILL);
	for (int i = 0; i < 2; i++) {
		producer[i] = stress_start(produce, NULL);
		consumer[i] = stress_start(consume, NULL);
	}
	settle(&put, producer, consumer, 0);
	mp_queue_free(q);
}

int main(void)
{
	(void)alarm(PATIENCE_S);
	book = stress_shared(sizeof(*book));
	for (size_t i = 0; i < sizeof(points) / sizeof(*points); i++) {
		run_alone(&points[i]);
		for (int after = 0; after < 5; after++)
			run_in_company(&points[i], after);
	}
	run_repair();
	puts("all points survived");
	return EXIT_SUCCESS;
}
