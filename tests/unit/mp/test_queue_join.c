/* SPDX-License-Identifier: MIT */
/* Waiting until the work in a queue is done. */
#include <errno.h>
#include <math.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#include "mp.h"
#include "unit/mp/crew.h"
#include "unit/mp/watch.h"

static mp_queue *q;

static void setup(void)
{
	(void)signal(SIGTERM, SIG_DFL);
	q = mp_queue_new("tasks", 8, MP_INT);
	ck_assert_ptr_nonnull(q);
}

static void teardown(void)
{
	mp_queue_free(q);
}

static void put(int item)
{
	ck_assert_int_eq(mp_queue_put(q, &item, MP_FOREVER), 0);
}

static void get(void)
{
	int item;

	ck_assert_int_eq(mp_queue_get(q, &item, MP_FOREVER), 0);
}

/* conforms: 61 */
START_TEST(joining_a_queue_that_nobody_used_does_not_wait)
{
	ck_assert_int_eq(mp_queue_join(q, 0), 0);
	ck_assert_int_eq(mp_queue_join(q, MP_FOREVER), 0);
	ck_assert_uint_eq(mp_queue_unfinished(q), 0);
}
END_TEST

/* conforms: 61 */
START_TEST(join_returns_when_each_item_is_done)
{
	put(1);
	put(2);
	ck_assert_uint_eq(mp_queue_unfinished(q), 2);
	get();
	get();
	/* Taken is not done. */
	FAILS_WITH(EAGAIN, mp_queue_join(q, 0));
	FAILS_WITH(EAGAIN, mp_queue_join(q, -1));
	FAILS_WITH(ETIMEDOUT, mp_queue_join(q, 0.01));
	ck_assert_int_eq(mp_queue_task_done(q), 0);
	FAILS_WITH(EAGAIN, mp_queue_join(q, 0));
	ck_assert_int_eq(mp_queue_task_done(q), 0);
	ck_assert_int_eq(mp_queue_join(q, 0), 0);
	put(3);
	FAILS_WITH(EAGAIN, mp_queue_join(q, 0));
}
END_TEST

/* conforms: 61 */
START_TEST(task_done_too_often_is_an_error)
{
	FAILS_WITH(EINVAL, mp_queue_task_done(q));
	put(1);
	FAILS_WITH(EINVAL, mp_queue_task_done(q));
	get();
	ck_assert_int_eq(mp_queue_task_done(q), 0);
	FAILS_WITH(EINVAL, mp_queue_task_done(q));
	ck_assert_int_eq(mp_queue_join(q, 0), 0);
}
END_TEST

START_TEST(null_and_nan_are_refused)
{
	FAILS_WITH(EINVAL, mp_queue_task_done(NULL));
	FAILS_WITH(EINVAL, mp_queue_join(NULL, 0));
	FAILS_WITH(EINVAL, mp_queue_join(q, NAN));
	ck_assert_uint_eq(mp_queue_unfinished(NULL), 0);
}
END_TEST

static int work(void *unused)
{
	int item;

	(void)unused;
	while (!mp_queue_get(q, &item, MP_FOREVER))
		if (mp_queue_task_done(q))
			return 1;
	return 0;
}

START_TEST(join_waits_for_the_workers_of_a_closed_queue_too)
{
	mp_process *p[3];

	for (int i = 0; i < 3; i++)
		p[i] = started(work, NULL);
	for (int i = 0; i < 1000; i++)
		put(i);
	ck_assert_int_eq(mp_queue_close(q), 0);
	ck_assert_int_eq(mp_queue_join(q, MP_FOREVER), 0);
	ck_assert_uint_eq(mp_queue_unfinished(q), 0);
	for (int i = 0; i < 3; i++)
		ck_assert_int_eq(ended_with(p[i]), 0);
}
END_TEST

static int join_it(void *unused)
{
	(void)unused;
	return mp_queue_join(q, MP_FOREVER) ? errno : 7;
}

START_TEST(the_last_task_done_wakes_all_who_join)
{
	mp_process *p[3];

	watch_start();
	put(1);
	get();
	for (int i = 0; i < 3; i++)
		p[i] = started(join_it, NULL);
	watch_wait(MP_VERB_QUEUE_JOIN, MP_WAITS, 3);
	ck_assert_int_eq(mp_queue_task_done(q), 0);
	for (int i = 0; i < 3; i++)
		ck_assert_int_eq(ended_with(p[i]), 7);
}
END_TEST

static int take_and_die(void *unused)
{
	int item;

	(void)unused;
	if (mp_queue_get(q, &item, MP_FOREVER))
		return 1;
	return raise(SIGKILL);
}

START_TEST(another_may_say_done_for_a_worker_that_died)
{
	put(1);
	ck_assert_int_eq(ended_with(started(take_and_die, NULL)), -SIGKILL);
	ck_assert_uint_eq(mp_queue_unfinished(q), 1);
	FAILS_WITH(ETIMEDOUT, mp_queue_join(q, 0.01));
	put(1);
	ck_assert_int_eq(mp_queue_task_done(q), 0);
	get();
	ck_assert_int_eq(mp_queue_task_done(q), 0);
	ck_assert_int_eq(mp_queue_join(q, 0), 0);
}
END_TEST

static int join_for_an_hour(void *unused)
{
	(void)unused;
	return mp_queue_join(q, 3600) ? errno : 0;
}

START_TEST(timeouts_go_by_the_demos_clock)
{
	mp_process *p;

	put(1);
	watch_start_with_clock();
	p = started(join_for_an_hour, NULL);
	ck_assert(eventually(watch_looked_often, NULL));
	watch_set_clock(3599999999999);
	FAILS_WITH(ETIMEDOUT, mp_process_join(p, 0));
	watch_set_clock(3600000000000);
	ck_assert_int_eq(ended_with(p), ETIMEDOUT);
}
END_TEST

START_TEST(a_watcher_is_told_what_is_left)
{
	const struct seen *s;

	watch_start();
	put(1);
	put(2);
	get();
	ck_assert_int_eq(mp_queue_task_done(q), 0);
	s = watch_nth(MP_VERB_TASK_DONE, MP_HAPPENS, 0);
	ck_assert_ptr_nonnull(s);
	ck_assert_uint_eq(s->e.a, 1);
	ck_assert_uint_eq(s->e.object,
			  watch_nth(MP_VERB_PUT, MP_HAPPENS, 0)->e.object);
	FAILS_WITH(EINVAL, mp_queue_task_done(q));
	ck_assert_int_eq(watch_nth(MP_VERB_TASK_DONE, MP_ENDS, 1)->e.err,
			 EINVAL);
	FAILS_WITH(EAGAIN, mp_queue_join(q, 0));
	ck_assert_int_eq(watch_nth(MP_VERB_QUEUE_JOIN, MP_ENDS, 0)->e.err,
			 EAGAIN);
	ck_assert_int_eq(watch_count(MP_VERB_QUEUE_JOIN, MP_HAPPENS), 0);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("mp/queue_join");
	TCase *t = tcase_create("join");

	tcase_set_timeout(t, 60);
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, joining_a_queue_that_nobody_used_does_not_wait);
	tcase_add_test(t, join_returns_when_each_item_is_done);
	tcase_add_test(t, task_done_too_often_is_an_error);
	tcase_add_test(t, null_and_nan_are_refused);
	tcase_add_test(t, join_waits_for_the_workers_of_a_closed_queue_too);
	tcase_add_test(t, the_last_task_done_wakes_all_who_join);
	tcase_add_test(t, another_may_say_done_for_a_worker_that_died);
	tcase_add_test(t, timeouts_go_by_the_demos_clock);
	tcase_add_test(t, a_watcher_is_told_what_is_left);
	suite_add_tcase(s, t);
	return s;
}
