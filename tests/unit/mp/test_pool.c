/* SPDX-License-Identifier: MIT */
/* What comes out of a pool, and when. */
#include "mp/pool.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "mp/time.h"
#include "unit/mp/crew.h"
#include "unit/mp/pool_crew.h"
#include "unit/mp/watch.h"

/* conforms: 108 */
START_TEST(apply_gives_what_the_task_makes)
{
	ck_assert_int_eq(applied(12), 144);
	ck_assert_int_eq(mp_pool_workers(pool), 2);
	ck_assert_str_eq(mp_pool_name(pool), "crew");
}
END_TEST

/* conforms: 108 */
START_TEST(map_keeps_the_order_with_any_chunk)
{
	static const long chunks[] = { 0, 1, 2, 7, 999, 1000, 5000 };

	for (size_t i = 0; i < sizeof(chunks) / sizeof(*chunks); i++)
		check_squares(chunks[i], MANY);
	for (size_t n = 0; n < 20; n++)
		check_squares(0, n);
}
END_TEST

/* conforms: 108 */
START_TEST(nothing_to_map_is_a_result_at_once)
{
	mp_result *r = mp_pool_map_async(pool, SQUARE, NULL, 0, NULL);

	ck_assert(mp_result_ready(r));
	ck_assert_int_eq(mp_result_successful(r), 1);
	ck_assert_int_eq(mp_result_get(r, NULL, 0), 0);
	ck_assert_uint_eq(mp_result_count(r), 0);
	mp_result_free(r);
	ck_assert_int_eq(mp_pool_map(pool,
				     MP_TASK_CHUNKED(square, int, long, 5),
				     NULL, NULL, 0),
			 0);
}
END_TEST

START_TEST(many_results_may_be_outstanding)
{
	mp_result *r[MANY];
	long out;

	for (int round = 0; round < 80; round++) {
		for (int i = 0; i < MANY; i++) {
			r[i] = mp_pool_apply_async(pool, SQUARE, &i, NULL);
			ck_assert_ptr_nonnull(r[i]);
		}
		for (int i = 0; i < MANY; i++) {
			ck_assert_int_eq(mp_result_get(r[i], &out, MP_FOREVER),
					 0);
			ck_assert_int_eq(out, (long)i * i);
			mp_result_free(r[i]);
		}
	}
}
END_TEST

START_TEST(one_long_task_does_not_hold_up_the_others)
{
	mp_result *slow = submitted(wait_for_flag, 5), *r;
	int out = 0;

	for (int i = 0; i < 70000; i++) {
		r = mp_pool_apply_async(pool, SQUARE, &i, NULL);
		ck_assert_ptr_nonnull(r);
		mp_result_free(r);
	}
	ck_assert_int_eq(applied(3), 9);
	ck_assert(!mp_result_ready(slow));
	atomic_store(flag, 1);
	ck_assert_int_eq(mp_result_get(slow, &out, MP_FOREVER), 0);
	ck_assert_int_eq(out, 5);
	mp_result_free(slow);
}
END_TEST

/* Wait for the other of a pair. */
static int meet(const void *in, void *out)
{
	int pair = *(const int *)in;

	atomic_fetch_add(count, 1);
	while (atomic_load(count) < 2 * (pair + 1))
		(void)mp_sleep(0.0001);
	*(int *)out = pair;
	return 0;
}

/*
 * One worker is looking for work when both come, and may keep neither.
 * (A sleeper looks by itself only after a second: then it would take minutes.)
 */
START_TEST(two_tasks_that_need_each_other_meet)
{
	mp_result *r[2];
	int out;

	atomic_store(count, 0);
	for (int pair = 0; pair < 300; pair++) {
		ck_assert_int_eq(applied(3), 9);
		r[0] = submitted(meet, pair);
		r[1] = submitted(meet, pair);
		for (int i = 0; i < 2; i++) {
			ck_assert_int_eq(mp_result_get(r[i], &out, MP_FOREVER),
					 0);
			ck_assert_int_eq(out, pair);
			mp_result_free(r[i]);
		}
	}
}
END_TEST

/* conforms: 110 */
START_TEST(a_result_comes_when_it_comes)
{
	mp_result *r = submitted(wait_for_flag, 7);
	int out = 0;

	ck_assert(!mp_result_ready(r));
	FAILS_WITH(EBUSY, mp_result_successful(r));
	FAILS_WITH(ETIMEDOUT, mp_result_get(r, &out, 0));
	FAILS_WITH(ETIMEDOUT, mp_result_wait(r, 0.02));
	FAILS_WITH(ETIMEDOUT, mp_result_get(r, &out, 0.02));
	ck_assert_int_eq(out, 0);
	atomic_store(flag, 1);
	ck_assert_int_eq(mp_result_wait(r, MP_FOREVER), 0);
	ck_assert_int_eq(mp_result_successful(r), 1);
	for (int i = 0; i < 2; i++) {
		ck_assert_int_eq(mp_result_get(r, &out, 0), 0);
		ck_assert_int_eq(out, 7);
	}
	mp_result_free(r);
}
END_TEST

static int sum_bytes(const void *in, void *out)
{
	const unsigned char *bytes = in;
	long sum = 0;

	for (int i = 0; i < 1 << 20; i++)
		sum += bytes[i];
	memset(out, 2, 1 << 20);
	*(long *)out = sum;
	return 0;
}

START_TEST(a_task_may_have_a_mebibyte)
{
	unsigned char *big = malloc(1 << 20);
	struct mp_task task = { sum_bytes, 1 << 20, 1 << 20, 0 };

	for (int i = 0; i < 10; i++) {
		memset(big, 1, 1 << 20);
		ck_assert_int_eq(mp_pool_apply(pool, task, big, big), 0);
		ck_assert_int_eq(*(long *)(void *)big, 1 << 20);
		ck_assert_int_eq(big[(1 << 20) - 1], 2);
	}
	free(big);
}
END_TEST

/* ---- callbacks ---- */

static pthread_t called_in;
static int well, badly;
static long seen;

static void note_done(mp_result *r, void *arg)
{
	called_in = pthread_self();
	well++;
	ck_assert_int_eq(mp_result_get(r, arg, 0), 0);
}

static void note_failed(mp_result *r, void *arg)
{
	(void)r;
	(void)arg;
	badly++;
}

/* conforms: 111 */
START_TEST(exactly_one_callback_comes_before_get_returns)
{
	struct mp_callbacks c = { note_done, note_failed, &seen };
	long out;

	for (int n = 1; n < 200; n++) {
		mp_result *r = mp_pool_apply_async(pool, SQUARE, &n, &c);

		ck_assert_int_eq(mp_result_get(r, &out, MP_FOREVER), 0);
		ck_assert_int_eq(well, n);
		ck_assert_int_eq(seen, (long)n * n);
		ck_assert(!pthread_equal(called_in, pthread_self()));
		mp_result_free(r);
	}
	ck_assert_int_eq(badly, 0);
	for (int n = -1; n > -50; n--) {
		mp_result *r = mp_pool_apply_async(pool, SQUARE, &n, &c);

		FAILS_WITH(EREMOTEIO, mp_result_get(r, &out, MP_FOREVER));
		ck_assert_int_eq(badly, -n);
		mp_result_free(r);
	}
	ck_assert_int_eq(well, 199);
}
END_TEST

/* conforms: 111 */
START_TEST(callbacks_come_though_nobody_waits)
{
	struct mp_callbacks c = { note_done, note_failed, &seen };

	for (int n = 0; n < MANY; n++)
		mp_result_free(mp_pool_apply_async(pool, SQUARE, &n, &c));
	mp_result_free(mp_pool_map_async(
		pool, SQUARE, NULL, 0,
		&(struct mp_callbacks){ note_failed, NULL, NULL }));
	ck_assert_int_eq(mp_pool_close(pool), 0);
	ck_assert_int_eq(mp_pool_join(pool, MP_FOREVER), 0);
	ck_assert_int_eq(well, MANY);
	ck_assert_int_eq(badly, 1);
}
END_TEST

/* ---- threads, and what a watcher sees ---- */

static void *apply_many(void *unused)
{
	(void)unused;
	for (int i = 0; i < 500; i++)
		ck_assert_int_eq(applied(i), (long)i * i);
	return NULL;
}

START_TEST(several_threads_use_one_pool)
{
	pthread_t t[4];

	for (int i = 0; i < 4; i++)
		ck_assert_int_eq(pthread_create(&t[i], NULL, apply_many, NULL),
				 0);
	for (int i = 0; i < 4; i++)
		ck_assert_int_eq(pthread_join(t[i], NULL), 0);
}
END_TEST

START_TEST(a_watcher_sees_each_task_in_its_worker)
{
	int in[5] = { 1, 2, 3, 4, 5 }, pid;
	long out[5];
	const struct seen *s;
	mp_pool *p;

	watch_start();
	p = mp_pool_new("seen", 1, NULL);
	ck_assert_int_eq(mp_pool_map(p, SQUARE, in, out, 5), 0);
	ck_assert_int_eq(mp_pool_pids(p, &pid, 1), 1);
	s = watch_nth(MP_VERB_POOL_NEW, MP_HAPPENS, 0);
	ck_assert_str_eq(s->text, "seen");
	ck_assert_uint_eq(s->e.a, 1);
	for (int i = 0; i < 5; i++) {
		s = watch_nth(MP_VERB_TASK, MP_BEGINS, i);
		ck_assert_uint_eq(s->e.a, (uint64_t)i + 1);
		ck_assert_int_eq(s->pid, pid);
		ck_assert_ptr_nonnull(watch_nth(MP_VERB_TASK, MP_ENDS, i));
	}
	s = watch_nth(MP_VERB_SUBMIT, MP_ENDS, 0);
	ck_assert_uint_eq(s->e.a, 1);
	ck_assert_uint_eq(s->e.b, 5);
	ck_assert_uint_eq(s->e.aux, 2);
	ck_assert_int_eq(kill(pid, SIGKILL), 0);
	watch_wait(MP_VERB_WORKER_NEW, MP_HAPPENS, 1);
	s = watch_nth(MP_VERB_WORKER_LOST, MP_HAPPENS, 0);
	ck_assert_uint_eq(s->e.a, (uint64_t)pid);
	ck_assert_int_eq((int64_t)s->e.b, -SIGKILL);
	mp_pool_free(p);
	ck_assert_int_eq(watch_count(MP_VERB_RESULT, MP_ENDS), 1);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("mp/pool");
	TCase *t = tcase_create("pool");

	tcase_set_timeout(t, 60);
	tcase_add_checked_fixture(t, pool_setup, pool_teardown);
	tcase_add_test(t, apply_gives_what_the_task_makes);
	tcase_add_test(t, map_keeps_the_order_with_any_chunk);
	tcase_add_test(t, nothing_to_map_is_a_result_at_once);
	tcase_add_test(t, many_results_may_be_outstanding);
	tcase_add_test(t, one_long_task_does_not_hold_up_the_others);
	tcase_add_test(t, two_tasks_that_need_each_other_meet);
	tcase_add_test(t, a_result_comes_when_it_comes);
	tcase_add_test(t, a_task_may_have_a_mebibyte);
	tcase_add_test(t, exactly_one_callback_comes_before_get_returns);
	tcase_add_test(t, callbacks_come_though_nobody_waits);
	tcase_add_test(t, several_threads_use_one_pool);
	tcase_add_test(t, a_watcher_sees_each_task_in_its_worker);
	suite_add_tcase(s, t);
	return s;
}
