/* SPDX-License-Identifier: MIT */
/* Many futures, the same one twice, and a map that fails in the middle. */
#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#include "mp/executor.h"
#include "support/check_main.h"
#include "unit/mp/crew.h"
#include "unit/mp/pool_crew.h"
#include "unit/mp/watch.h"

enum { WORKERS = 2, JOBS = 15 * WORKERS };

static mp_executor *e;

static void setup(void)
{
	crew_setup();
	flag = shared_memory(sizeof(*flag));
	count = shared_memory(sizeof(*count));
	e = mp_executor_new("crew", WORKERS, NULL);
	ck_assert_ptr_nonnull(e);
}

static void teardown(void)
{
	atomic_store(flag, 1);
	mp_executor_free(e);
}

static mp_future *handed_in(mp_task_fn *fn, int n)
{
	mp_future *f = mp_executor_submit(e, MP_TASK(fn, int, long), &n);

	ck_assert_ptr_nonnull(f);
	return f;
}

/* conforms: 142 */
START_TEST(submit_does_not_wait_for_workers_that_are_all_busy)
{
	mp_future *f[JOBS];

	for (int i = 0; i < JOBS; i++)
		f[i] = handed_in(wait_for_flag, i);
	ck_assert_int_eq(mp_futures_wait(f, JOBS, MP_FIRST_COMPLETED, 0), 0);
	atomic_store(flag, 1);
	ck_assert_int_eq(mp_futures_wait(f, JOBS, MP_ALL_COMPLETED, MP_FOREVER),
			 JOBS);
	for (int i = 0; i < JOBS; i++)
		mp_future_free(f[i]);
	ck_assert_int_eq(atomic_load(count), JOBS);
}
END_TEST

/* conforms: 128 */
START_TEST(a_map_goes_on_after_an_error)
{
	int in[] = { 1, -2, 3 };
	long out = 0;
	size_t item = 9;
	mp_imap *it = mp_executor_map(e, SQUARE, in, 3);

	ck_assert_int_eq(mp_imap_next(it, &out, &item, MP_FOREVER), 1);
	FAILS_WITH(EREMOTEIO, mp_imap_next(it, &out, &item, MP_FOREVER));
	ck_assert_uint_eq(item, 1);
	ck_assert_int_eq(mp_imap_next(it, &out, &item, MP_FOREVER), 1);
	ck_assert_int_eq(out, 9);
	ck_assert_int_eq(mp_imap_next(it, &out, &item, 0), 0);
	mp_imap_free(it);
	IS_REFUSED(EINVAL,
		   mp_executor_map(e, MP_TASK_CHUNKED(square, int, long, -1),
				   in, 3));
}
END_TEST

/* conforms: 135 136 */
START_TEST(a_future_that_is_given_twice_counts_twice)
{
	mp_future *f[3];
	size_t given = 0;
	int comes = 0;

	f[0] = f[2] = handed_in(square, 5);
	f[1] = handed_in(square, 6);
	ck_assert_int_eq(mp_futures_wait(f, 3, MP_ALL_COMPLETED, MP_FOREVER),
			 3);
	while (mp_as_completed(f, 3, &given, MP_FOREVER) == 1)
		comes++;
	ck_assert_int_eq(comes, 3);
	for (int i = 0; i < 3; i++)
		for (int k = i + 1; k < 3; k++)
			if (f[i] == f[k]) {
				mp_future_free(f[i]);
				mp_future_free(f[3 - i - k]);
				return;
			}
	ck_abort_msg("one was lost");
}
END_TEST

/* conforms: 135 */
START_TEST(what_has_ended_comes_first_and_a_timeout_loses_nothing)
{
	mp_future *f[3];
	size_t given = 0;

	f[0] = handed_in(wait_for_flag, 1);
	f[1] = handed_in(square, 2);
	f[2] = handed_in(square, 3);
	ck_assert_int_eq(mp_future_exception(f[2], MP_FOREVER), 0);
	ck_assert_int_eq(mp_as_completed(f, 3, &given, MP_FOREVER), 1);
	ck_assert_int_eq(mp_as_completed(f, 3, &given, MP_FOREVER), 1);
	FAILS_WITH(ETIMEDOUT, mp_as_completed(f, 3, &given, 0));
	ck_assert_uint_eq(given, 2);
	ck_assert(!mp_future_done(f[2]));
	atomic_store(flag, 1);
	ck_assert_int_eq(mp_as_completed(f, 3, &given, MP_FOREVER), 1);
	ck_assert_int_eq(mp_as_completed(f, 3, &given, 0), 0);
	for (int i = 0; i < 3; i++)
		mp_future_free(f[i]);
}
END_TEST

static atomic_int released;

static void linger(mp_future *f, void *arg)
{
	(void)f;
	(void)arg;
	while (!atomic_load(&released))
		(void)usleep(1000);
}

START_TEST(a_result_is_there_while_a_callback_has_not_returned)
{
	mp_future *f = mp_executor_submit(e, MP_TASK(wait_for_flag, int, int),
					  &(int){ 3 });
	size_t given = 0;
	int out = 0;

	ck_assert_ptr_nonnull(f);
	ck_assert_int_eq(mp_future_add_done_callback(f, linger, NULL), 0);
	atomic_store(flag, 1);
	ck_assert_int_eq(mp_as_completed(&f, 1, &given, MP_FOREVER), 1);
	ck_assert_int_eq(mp_future_result(f, &out, 0), 0);
	ck_assert_int_eq(out, 3);
	atomic_store(&released, 1);
	ck_assert_int_eq(mp_future_result(f, &out, MP_FOREVER), 0);
	mp_future_free(f);
}
END_TEST

/* Whether one was told to wait that has an end of its own. */
static bool slept_for_a_while(void)
{
	int n = watch_count(MP_VERB_WAIT_ANY, MP_WAITS);

	return n &&
	       watch_nth(MP_VERB_WAIT_ANY, MP_WAITS, n - 1)->e.err == ETIMEDOUT;
}

START_TEST(waits_for_several_are_told)
{
	mp_future *f[2];
	size_t given = 0;
	const struct seen *s;

	watch_start();
	mp_executor_free(e);
	e = mp_executor_new("crew", WORKERS, NULL);
	f[0] = mp_executor_submit(e, MP_TASK(wait_for_flag, int, int),
				  &(int){ 1 });
	f[1] = handed_in(square, 2);
	ck_assert_int_eq(mp_as_completed(f, 2, &given, MP_FOREVER), 1);
	/* Until one has slept: time may be up before it comes to that. */
	for (int i = 0; i < 100 && !slept_for_a_while(); i++)
		ck_assert_int_eq(mp_futures_wait(f, 2, MP_ALL_COMPLETED, 0.01),
				 1);
	ck_assert(slept_for_a_while());
	s = watch_nth(MP_VERB_WAIT_ANY, MP_BEGINS, 0);
	ck_assert_ptr_nonnull(s);
	ck_assert_uint_eq(s->e.b, 2);
	/* Who waits for futures waits for their pool. */
	ck_assert_uint_eq(s->e.object,
			  watch_nth(MP_VERB_SUBMIT, MP_BEGINS, 0)->e.object);
	ck_assert_uint_eq(watch_nth(MP_VERB_WAIT_ANY, MP_ENDS, 0)->e.a, 1);
	ck_assert_ptr_nonnull(s->e.site);
	atomic_store(flag, 1);
	ck_assert_int_eq(mp_as_completed(f, 2, &given, MP_FOREVER), 1);
	ck_assert_int_eq(mp_as_completed(f, 2, &given, 0), 0);
	ck_assert_int_eq(watch_count(MP_VERB_WAIT_ANY, MP_BEGINS),
			 watch_count(MP_VERB_WAIT_ANY, MP_ENDS));
	mp_future_free(f[0]);
	mp_future_free(f[1]);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("mp/futures");
	TCase *t = tcase_create("futures");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_set_timeout(t, 60);
	tcase_add_test(t, submit_does_not_wait_for_workers_that_are_all_busy);
	tcase_add_test(t, a_map_goes_on_after_an_error);
	tcase_add_test(t, a_future_that_is_given_twice_counts_twice);
	tcase_add_test(t,
		       what_has_ended_comes_first_and_a_timeout_loses_nothing);
	tcase_add_test(t, a_result_is_there_while_a_callback_has_not_returned);
	tcase_add_test(t, waits_for_several_are_told);
	suite_add_tcase(s, t);
	return s;
}
