/* SPDX-License-Identifier: MIT */
/*
 * A program with threads that are inside of every kind of call while others of
 * its threads start processes: whatever the fork has found, the children use
 * the same objects, nobody is stuck, and the books balance.
 */
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "mp.h"
#include "support/check_main.h"
#include "unit/mp/crew.h"
#include "unit/mp/pool_crew.h"
#include "unit/mp/watch.h"

enum { THREADS = 3, CHILDREN = 60, TURNS = 5 };

static mp_lock *lock;
static mp_semaphore *semaphore;
static mp_event *event;
static mp_condition *condition;
static mp_queue *queue;
static mp_value *sum;
static mp_conn *ours, *theirs;
static atomic_bool over;
static atomic_int turns;

static void setup(void)
{
	pool_setup();
	lock = mp_lock_new(NULL);
	semaphore = mp_bounded_semaphore_new(NULL, 2);
	event = mp_event_new(NULL);
	condition = mp_condition_new(NULL, NULL);
	queue = mp_queue_new(NULL, 2, MP_INT);
	sum = mp_value_new(NULL, MP_INT, NULL);
	ck_assert_int_eq(mp_pipe(NULL, true, &ours, &theirs), 0);
}

static void teardown(void)
{
	pool_teardown();
	mp_lock_free(lock);
	mp_semaphore_free(semaphore);
	mp_event_free(event);
	mp_condition_free(condition);
	mp_queue_free(queue);
	mp_value_free(sum);
	mp_conn_free(ours);
	mp_conn_free(theirs);
}

/* Once through everything; 0 if all went well. */
static int use_everything(void)
{
	int one = 1, n;

	if (mp_lock_acquire(lock, MP_FOREVER) || mp_lock_release(lock) ||
	    mp_semaphore_acquire(semaphore, MP_FOREVER) ||
	    mp_semaphore_release(semaphore) || mp_event_set(event) ||
	    mp_event_wait(event, 0) || mp_value_add(sum, &one, NULL))
		return 1;
	if (mp_condition_acquire(condition, MP_FOREVER) ||
	    mp_condition_notify_all(condition) ||
	    (mp_condition_wait(condition, 0.001) && errno != ETIMEDOUT) ||
	    mp_condition_release(condition))
		return 2;
	/* What one puts in another may take out. */
	if (mp_queue_put(queue, &one, MP_FOREVER) ||
	    mp_queue_get(queue, &n, MP_FOREVER) ||
	    mp_conn_send_item(ours, MP_INT, &one, MP_FOREVER) ||
	    mp_conn_recv_item(theirs, MP_INT, &n, MP_FOREVER))
		return 3;
	return 0;
}

static void *use_in_thread(void *unused)
{
	(void)unused;
	while (!atomic_load(&over)) {
		int n = 3;
		long out = 0;

		atomic_fetch_add(&turns, 1);
		if (use_everything() || mp_pool_apply(pool, SQUARE, &n, &out) ||
		    out != 9)
			return lock;
	}
	return NULL;
}

static int use_in_child(void *unused)
{
	int err = 0;

	(void)unused;
	for (int i = 0; i < TURNS && !err; i++)
		err = use_everything();
	return err;
}

/* conforms: 71 105 */
START_TEST(processes_start_while_threads_are_inside_of_everything)
{
	pthread_t t[THREADS];
	mp_process *p[CHILDREN];
	void *bad = NULL;
	int n;

	for (int i = 0; i < THREADS; i++)
		ck_assert_int_eq(
			pthread_create(&t[i], NULL, use_in_thread, NULL), 0);
	for (int i = 0; i < CHILDREN; i++)
		p[i] = started(use_in_child, NULL);
	for (int i = 0; i < CHILDREN; i++)
		ck_assert_int_eq(ended_with(p[i]), 0);
	atomic_store(&over, true);
	for (int i = 0; i < THREADS; i++) {
		ck_assert_int_eq(pthread_join(t[i], &bad), 0);
		ck_assert_ptr_null(bad);
	}
	ck_assert_int_eq(mp_value_get(sum, &n), 0);
	ck_assert_int_eq(n, atomic_load(&turns) + CHILDREN * TURNS);
	ck_assert(mp_queue_empty(queue));
	ck_assert_int_eq(mp_conn_poll(theirs, 0), 0);
	ck_assert_int_eq(mp_semaphore_value(semaphore), 2);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("mp/threaded");
	TCase *t = tcase_create("threads");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_set_timeout(t, 60);
	tcase_add_test(t,
		       processes_start_while_threads_are_inside_of_everything);
	suite_add_tcase(s, t);
	return s;
}
