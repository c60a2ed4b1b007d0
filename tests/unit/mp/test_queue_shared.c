/* SPDX-License-Identifier: MIT */
/* What a queue does between processes. */
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "mp/process.h"
#include "mp/queue.h"
#include "unit/mp/crew.h"
#include "unit/mp/tasks.h"
#include "unit/mp/watch.h"

static int put_numbers(void *count)
{
	for (int i = 0; i < *(int *)count; i++)
		if (mp_queue_put(q, &i, MP_FOREVER))
			return 1;
	return 0;
}

/* So many that it cannot pass in time if no sleeper is ever woken. */
/* conforms: 55 */
START_TEST(items_of_a_child_arrive_in_its_order)
{
	int count = 5000;
	mp_process *p = started(put_numbers, &count);

	for (int i = 0; i < count; i++)
		ck_assert_int_eq(get(), i);
	ck_assert_int_eq(ended_with(p), 0);
	ck_assert(mp_queue_empty(q));
}
END_TEST

/* conforms: 58 63 */
START_TEST(items_outlive_the_process_that_put_them)
{
	int count = 3;

	put(100);
	ck_assert_int_eq(get(), 100);
	ck_assert_int_eq(ended_with(started(put_numbers, &count)), 0);
	for (int i = 0; i < count; i++)
		ck_assert_int_eq(get(), i);
}
END_TEST

static int through_a_grandchild(void *count)
{
	return ended_with(started(put_numbers, count));
}

/* conforms: 63 */
START_TEST(a_grandchild_may_use_it)
{
	int count = 3;

	ck_assert_int_eq(ended_with(started(through_a_grandchild, &count)), 0);
	ck_assert_uint_eq(mp_queue_size(q), 3);
}
END_TEST

/* conforms: 53 */
START_TEST(put_waits_until_there_is_room)
{
	int count = 4;
	mp_process *p;

	watch_start();
	p = started(put_numbers, &count);
	watch_wait(MP_VERB_PUT, MP_WAITS, 1);
	ck_assert(mp_process_is_alive(p));
	ck_assert(mp_queue_full(q));
	ck_assert_int_eq(get(), 0);
	ck_assert_int_eq(ended_with(p), 0);
	ck_assert(mp_queue_full(q));
	ck_assert_int_eq(get(), 1);
}
END_TEST

static int get_one(void *unused)
{
	int item;

	(void)unused;
	return mp_queue_get(q, &item, MP_FOREVER) ? errno : item;
}

/* conforms: 54 */
START_TEST(get_waits_until_there_is_an_item)
{
	mp_process *p;

	watch_start();
	p = started(get_one, NULL);
	watch_wait(MP_VERB_GET, MP_WAITS, 1);
	ck_assert(mp_process_is_alive(p));
	put(42);
	ck_assert_int_eq(ended_with(p), 42);
}
END_TEST

static int put_one(void *unused)
{
	int item = 1;

	(void)unused;
	return mp_queue_put(q, &item, MP_FOREVER) ? errno : 0;
}

/* conforms: 60 */
START_TEST(close_wakes_whoever_waits)
{
	mp_process *p[6];

	watch_start();
	for (int i = 0; i < 3 && _i; i++)
		put(i);
	for (int i = 0; i < 6; i++)
		p[i] = started(_i ? put_one : get_one, NULL);
	watch_wait(_i ? MP_VERB_PUT : MP_VERB_GET, MP_WAITS, 6);
	ck_assert_int_eq(mp_queue_close(q), 0);
	for (int i = 0; i < 6; i++)
		ck_assert_int_eq(ended_with(p[i]), EPIPE);
}
END_TEST

START_TEST(every_waiter_gets_one_item)
{
	mp_process *p[4];
	int sum = 0;

	watch_start();
	for (int i = 0; i < 4; i++)
		p[i] = started(get_one, NULL);
	watch_wait(MP_VERB_GET, MP_WAITS, 4);
	for (int i = 0; i < 4; i++)
		put(1 << i);
	for (int i = 0; i < 4; i++)
		sum += ended_with(p[i]);
	ck_assert_int_eq(sum, 15);
}
END_TEST

static int get_until_sentinel(void *count)
{
	int item;

	while (!mp_queue_get(q, &item, MP_FOREVER)) {
		if (item < 0)
			return 0;
		atomic_fetch_add((atomic_int *)count, 1);
	}
	return 1;
}

/* conforms: 64 */
START_TEST(each_worker_gets_one_sentinel)
{
	atomic_int *count = shared_memory(sizeof(*count));
	mp_process *p[4];

	for (int i = 0; i < 4; i++)
		p[i] = started(get_until_sentinel, count);
	for (int i = 0; i < 200; i++)
		put(i);
	for (int i = 0; i < 4; i++)
		put(-1);
	for (int i = 0; i < 4; i++)
		ck_assert_int_eq(ended_with(p[i]), 0);
	ck_assert_int_eq(atomic_load(count), 200);
	ck_assert(mp_queue_empty(q));
}
END_TEST

static int put_after_alarms(void *unused)
{
	return eventually(many_alarms, unused) ? put_one(NULL) : 1;
}

START_TEST(signal_handlers_do_not_end_a_wait)
{
	mp_process *p;

	alarms_prepare();
	p = started(put_after_alarms, NULL);
	alarms_begin();
	ck_assert_int_eq(get(), 1);
	ck_assert_int_eq(ended_with(p), 0);
}
END_TEST

static int get_for_an_hour(void *unused)
{
	int item;

	(void)unused;
	return mp_queue_get(q, &item, 3600) ? errno : 0;
}

START_TEST(timeouts_go_by_the_demos_clock)
{
	mp_process *p;

	watch_start_with_clock();
	p = started(get_for_an_hour, NULL);
	ck_assert(eventually(watch_looked_often, NULL));
	watch_set_clock(3599999999999);
	FAILS_WITH(ETIMEDOUT, mp_process_join(p, 0));
	watch_set_clock(3600000000000);
	ck_assert_int_eq(ended_with(p), ETIMEDOUT);
}
END_TEST

static atomic_bool stop;

static void *keep_busy(void *unused)
{
	int item = 7;

	(void)unused;
	while (!atomic_load(&stop)) {
		(void)mp_queue_put(q, &item, MP_FOREVER);
		(void)mp_queue_get(q, &item, MP_FOREVER);
	}
	return NULL;
}

static int use_it(void *unused)
{
	int item = 7;

	(void)unused;
	return mp_queue_put(q, &item, MP_FOREVER) ||
	       mp_queue_get(q, &item, MP_FOREVER) || item != 7;
}

START_TEST(a_fork_while_a_thread_is_inside_is_harmless)
{
	pthread_t t[2];

	for (int i = 0; i < 2; i++)
		ck_assert_int_eq(pthread_create(&t[i], NULL, keep_busy, NULL),
				 0);
	for (int i = 0; i < 100; i++)
		ck_assert_int_eq(ended_with(started(use_it, NULL)), 0);
	atomic_store(&stop, true);
	for (int i = 0; i < 2; i++)
		ck_assert_int_eq(pthread_join(t[i], NULL), 0);
	ck_assert(mp_queue_empty(q));
}
END_TEST

static int check_sizes(void *end)
{
	while (!atomic_load((atomic_bool *)end))
		if (mp_queue_size(q) > mp_queue_capacity(q))
			return 1;
	return 0;
}

/* conforms: 56 */
START_TEST(its_size_is_never_more_than_its_capacity)
{
	atomic_bool *end = shared_memory(sizeof(*end));
	mp_process *p = started(check_sizes, end);

	for (int i = 0; i < 100000; i++) {
		put(i);
		put(i);
		(void)get();
		(void)get();
	}
	atomic_store(end, true);
	ck_assert_int_eq(ended_with(p), 0);
}
END_TEST

static int use_after_parents_free(void *fds)
{
	char c;

	if (read(((int *)fds)[0], &c, 1) != 1)
		return 1;
	return use_it(NULL);
}

START_TEST(freeing_it_here_does_not_free_it_there)
{
	int fds[2];
	mp_process *p;

	ck_assert_int_eq(pipe(fds), 0);
	p = started(use_after_parents_free, fds);
	mp_queue_free(q);
	q = NULL;
	ck_assert_int_eq(write(fds[1], "x", 1), 1);
	ck_assert_int_eq(ended_with(p), 0);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("mp/queue_shared");
	TCase *t = tcase_create("queue_shared");

	tcase_set_timeout(t, 60);
	tcase_add_checked_fixture(t, tasks_setup, tasks_teardown);
	tcase_add_test(t, items_of_a_child_arrive_in_its_order);
	tcase_add_test(t, items_outlive_the_process_that_put_them);
	tcase_add_test(t, a_grandchild_may_use_it);
	tcase_add_test(t, put_waits_until_there_is_room);
	tcase_add_test(t, get_waits_until_there_is_an_item);
	tcase_add_loop_test(t, close_wakes_whoever_waits, 0, 2);
	tcase_add_test(t, every_waiter_gets_one_item);
	tcase_add_test(t, each_worker_gets_one_sentinel);
	tcase_add_test(t, signal_handlers_do_not_end_a_wait);
	tcase_add_test(t, timeouts_go_by_the_demos_clock);
	tcase_add_test(t, a_fork_while_a_thread_is_inside_is_harmless);
	tcase_add_test(t, its_size_is_never_more_than_its_capacity);
	tcase_add_test(t, freeing_it_here_does_not_free_it_there);
	suite_add_tcase(s, t);
	return s;
}
