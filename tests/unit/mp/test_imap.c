/* SPDX-License-Identifier: MIT */
/* The results of a pool one by one. */
#include "mp/imap.h"

#include <errno.h>
#include <math.h>
#include <stdatomic.h>

#include "unit/mp/crew.h"
#include "unit/mp/pool_crew.h"
#include "unit/mp/watch.h"

START_TEST(imap_gives_results_in_order)
{
	int in[MANY];
	long out;
	size_t item;

	for (int i = 0; i < MANY; i++)
		in[i] = i;
	for (long chunk = 0; chunk < 8; chunk++) {
		mp_imap *it = mp_pool_imap(
			pool, MP_TASK_CHUNKED(square, int, long, chunk), in,
			MANY);

		for (size_t i = 0; i < MANY; i++) {
			ck_assert_int_eq(
				mp_imap_next(it, &out, &item, MP_FOREVER), 1);
			ck_assert_uint_eq(item, i);
			ck_assert_int_eq(out, (long)(i * i));
		}
		ck_assert_int_eq(mp_imap_next(it, &out, NULL, 0), 0);
		mp_imap_free(it);
	}
}
END_TEST

START_TEST(a_wait_for_the_next_result_is_told)
{
	int in[3] = { 1, 2, 3 };
	long out;
	mp_imap *it;

	watch_start();
	mp_pool_free(pool);
	pool = mp_pool_new("crew", 2, NULL);
	it = mp_pool_imap(pool, MP_TASK(square, int, long), in, 3);
	for (int i = 0; i < 3; i++)
		ck_assert_int_eq(mp_imap_next(it, &out, NULL, MP_FOREVER), 1);
	ck_assert_int_eq(mp_imap_next(it, &out, NULL, 0), 0);
	ck_assert_int_eq(watch_count(MP_VERB_RESULT, MP_BEGINS), 4);
	ck_assert_int_eq(watch_count(MP_VERB_RESULT, MP_ENDS), 4);
	ck_assert_uint_eq(watch_nth(MP_VERB_RESULT, MP_ENDS, 1)->e.a,
			  watch_nth(MP_VERB_SUBMIT, MP_ENDS, 0)->e.a + 1);
	mp_imap_free(it);
}
END_TEST

/* conforms: 115 */
START_TEST(imap_unordered_gives_each_result_once)
{
	int in[MANY];
	long out;
	size_t item;

	for (int i = 0; i < MANY; i++)
		in[i] = i;
	for (long chunk = 0; chunk < 8; chunk++) {
		char given[MANY] = { 0 };
		mp_imap *it = mp_pool_imap_unordered(
			pool, MP_TASK_CHUNKED(square, int, long, chunk), in,
			MANY);

		for (size_t i = 0; i < MANY; i++) {
			ck_assert_int_eq(
				mp_imap_next(it, &out, &item, MP_FOREVER), 1);
			ck_assert_int_eq(out, (long)(item * item));
			ck_assert_int_eq(given[item]++, 0);
		}
		ck_assert_int_eq(mp_imap_next(it, &out, NULL, 0), 0);
		mp_imap_free(it);
	}
}
END_TEST

static int wait_if_zero(const void *in, void *out)
{
	return *(const int *)in ? square(in, out) : wait_for_flag(in, out);
}

/* conforms: 113 115 */
START_TEST(imap_unordered_gives_what_is_there_first)
{
	int in[4] = { 0, 1, 2, 3 };
	long out;
	size_t item;
	mp_imap *it = mp_pool_imap_unordered(
		pool, MP_TASK(wait_if_zero, int, long), in, 4);

	for (int i = 0; i < 3; i++) {
		ck_assert_int_eq(mp_imap_next(it, &out, &item, MP_FOREVER), 1);
		ck_assert_uint_ne(item, 0);
	}
	FAILS_WITH(ETIMEDOUT, mp_imap_next(it, &out, &item, 0));
	FAILS_WITH(ETIMEDOUT, mp_imap_next(it, &out, &item, 0.02));
	atomic_store(flag, 1);
	ck_assert_int_eq(mp_imap_next(it, &out, &item, MP_FOREVER), 1);
	ck_assert_uint_eq(item, 0);
	ck_assert_int_eq(mp_imap_next(it, &out, &item, MP_FOREVER), 0);
	mp_imap_free(it);
}
END_TEST

/* conforms: 113 */
START_TEST(imap_tells_a_failure_in_its_place_and_goes_on)
{
	int in[6] = { 1, 2, -3, 4, 5, 6 };
	long out;
	size_t item;
	mp_imap *it = mp_pool_imap(pool, MP_TASK(square, int, long), in, 6);

	for (size_t i = 0; i < 6; i++) {
		if (i == 2) {
			FAILS_WITH(EREMOTEIO,
				   mp_imap_next(it, &out, &item, MP_FOREVER));
			ck_assert_int_eq(mp_task_status(), 3);
		} else {
			ck_assert_int_eq(
				mp_imap_next(it, &out, &item, MP_FOREVER), 1);
			ck_assert_int_eq(out, (long)in[i] * in[i]);
		}
		ck_assert_uint_eq(item, i);
	}
	ck_assert_int_eq(mp_imap_next(it, &out, &item, MP_FOREVER), 0);
	mp_imap_free(it);
	it = mp_pool_imap(pool, MP_TASK_CHUNKED(square, int, long, 4), in, 6);
	for (int i = 0; i < 2; i++)
		ck_assert_int_eq(mp_imap_next(it, &out, &item, MP_FOREVER), 1);
	FAILS_WITH(EREMOTEIO, mp_imap_next(it, &out, &item, MP_FOREVER));
	ck_assert_uint_eq(item, 2);
	ck_assert_int_eq(mp_imap_next(it, &out, &item, MP_FOREVER), 1);
	ck_assert_uint_eq(item, 4);
	mp_imap_free(it);
}
END_TEST

/* conforms: 109 */
START_TEST(imap_refuses_nonsense)
{
	int n = 1;
	long out;
	mp_imap *it = mp_pool_imap(pool, SQUARE, NULL, 0);

	ck_assert_int_eq(mp_imap_next(it, &out, NULL, MP_FOREVER), 0);
	FAILS_WITH(EINVAL, mp_imap_next(it, NULL, NULL, 0));
	FAILS_WITH(EINVAL, mp_imap_next(it, &out, NULL, (double)NAN));
	FAILS_WITH(EINVAL, mp_imap_next(NULL, &out, NULL, 0));
	mp_imap_free(it);
	mp_imap_free(NULL);
	IS_REFUSED(EINVAL,
		   mp_pool_imap(pool, MP_TASK_CHUNKED(square, int, long, -1),
				&n, 1));
	IS_REFUSED(EINVAL, mp_pool_imap(NULL, SQUARE, &n, 1));
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("mp/imap");
	TCase *t = tcase_create("imap");

	tcase_set_timeout(t, 60);
	tcase_add_checked_fixture(t, pool_setup, pool_teardown);
	tcase_add_test(t, a_wait_for_the_next_result_is_told);
	tcase_add_test(t, imap_gives_results_in_order);
	tcase_add_test(t, imap_unordered_gives_each_result_once);
	tcase_add_test(t, imap_unordered_gives_what_is_there_first);
	tcase_add_test(t, imap_tells_a_failure_in_its_place_and_goes_on);
	tcase_add_test(t, imap_refuses_nonsense);
	suite_add_tcase(s, t);
	return s;
}
