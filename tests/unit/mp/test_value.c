/* SPDX-License-Identifier: MIT */
/* What values and arrays do, in one process and between several. */
#include "mp/value.h"

#include <limits.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>

#include "unit/mp/crew.h"
#include "unit/mp/watch.h"

static mp_value *v;

static void setup(void)
{
	int first = 7;

	(void)signal(SIGTERM, SIG_DFL);
	v = mp_value_new("hits", MP_INT, &first);
	ck_assert_ptr_nonnull(v);
}

static void teardown(void)
{
	mp_value_free(v);
}

static int get_int(void)
{
	int n = INT_MIN;

	SUCCEEDS_WITH(0, mp_value_get(v, &n));
	return n;
}

static int set_int(void *n)
{
	return mp_value_set(v, n) ? errno : 0;
}

/* conforms: 89 */
START_TEST(what_a_child_writes_its_parent_sees)
{
	int n = 42;

	ck_assert_int_eq(get_int(), 7);
	ck_assert_int_eq(ended_with(started(set_int, &n)), 0);
	ck_assert_int_eq(get_int(), 42);
	ck_assert_str_eq(mp_value_name(v), "hits");
}
END_TEST

/* conforms: 89 94 */
START_TEST(cells_of_every_type_come_out_as_they_went_in)
{
	static const char bytes[13] = "thirteen byte";
	struct {
		mp_type type;
		const void *item;
		size_t size;
	} cases[] = {
		{ 1U | 1U << 8, &(int8_t){ -3 }, 1 },
		{ 1U | 2U << 8, &(int16_t){ -300 }, 2 },
		{ MP_INT, &(int){ INT_MIN }, 4 },
		{ MP_LONG, &(int64_t){ INT64_MIN + 1 }, 8 },
		{ MP_DOUBLE, &(double){ -0.125 }, 8 },
		{ MP_TEXT(3), "ab", 3 },
		{ MP_TEXT(64), "a longer text than eight bytes", 31 },
		{ MP_BYTES(3), "xyz", 3 },
		{ MP_BYTES(13), bytes, 13 },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		mp_value *x = mp_value_new(NULL, cases[i].type, NULL);
		mp_value *y = mp_value_new(NULL, cases[i].type, cases[i].item);
		char zeros[64] = "", out[64];

		memset(out, 0, sizeof(out));
		SUCCEEDS_WITH(0, mp_value_get(x, out));
		ck_assert_mem_eq(out, zeros, sizeof(out));
		for (int k = 0; k < 3; k++)
			SUCCEEDS_WITH(0, mp_value_set(x, cases[i].item));
		SUCCEEDS_WITH(0, mp_value_get(x, out));
		ck_assert_mem_eq(out, cases[i].item, cases[i].size);
		memset(out, 0, sizeof(out));
		SUCCEEDS_WITH(0, mp_value_get(y, out));
		ck_assert_mem_eq(out, cases[i].item, cases[i].size);
		mp_value_free(x);
		mp_value_free(y);
	}
}
END_TEST

/* conforms: 91 */
START_TEST(a_sum_wraps_as_its_type_does)
{
	mp_value *d = mp_value_new(NULL, MP_DOUBLE, &(double){ 0.5 });
	mp_value *c = mp_value_new(NULL, 1U | 1U << 8, &(int8_t){ 127 });
	int most = INT_MAX, sum = 0;
	int8_t one = 1, small = 0;
	double quarter = 0.25, x = 0;

	SUCCEEDS_WITH(0, mp_value_add(v, &most, &sum));
	ck_assert_int_eq(sum, INT_MIN + 6);
	ck_assert_int_eq(get_int(), INT_MIN + 6);
	SUCCEEDS_WITH(0, mp_value_add(c, &one, &small));
	ck_assert_int_eq(small, -128);
	SUCCEEDS_WITH(0, mp_value_add(d, &quarter, NULL));
	SUCCEEDS_WITH(0, mp_value_get(d, &x));
	ck_assert_double_eq(x, 0.75);
	mp_value_free(d);
	mp_value_free(c);
}
END_TEST

/* conforms: 90 */
START_TEST(an_array_has_its_cells_and_no_others)
{
	int first[] = { 1, 2, 3, 4 }, n = 9, sum = 0;
	mp_array *a = mp_array_new("cells", MP_INT, 4, first);
	mp_array *z = mp_array_new(NULL, MP_BYTES(20), 1000, NULL);
	char zeros[20] = "", out[20];

	ck_assert_uint_eq(mp_array_len(a), 4);
	ck_assert_str_eq(mp_array_name(a), "cells");
	ck_assert_str_eq(mp_array_name(z), "Array-1");
	for (size_t i = 0; i < 4; i++) {
		SUCCEEDS_WITH(0, mp_array_get(a, i, &n));
		ck_assert_int_eq(n, first[i]);
		SUCCEEDS_WITH(0, mp_array_add(a, i, &n, &sum));
		ck_assert_int_eq(sum, 2 * first[i]);
	}
	FAILS_WITH(ERANGE, mp_array_get(a, 4, &n));
	FAILS_WITH(ERANGE, mp_array_set(a, SIZE_MAX, &n));
	FAILS_WITH(ERANGE, mp_array_add(a, 4, &n, NULL));
	SUCCEEDS_WITH(0, mp_array_set(a, 2, &(int){ -1 }));
	SUCCEEDS_WITH(0, mp_array_get(a, 3, &n));
	ck_assert_int_eq(n, 8);
	for (size_t i = 0; i < 1000; i++) {
		SUCCEEDS_WITH(0, mp_array_get(z, i, out));
		ck_assert_mem_eq(out, zeros, sizeof(out));
	}
	mp_array_free(a);
	mp_array_free(z);
}
END_TEST

static void refused(int err, mp_array *a)
{
	ck_assert_ptr_null(a);
	ck_assert_int_eq(errno, err);
}

START_TEST(what_is_not_possible_is_refused)
{
	mp_value *t = mp_value_new(NULL, MP_TEXT(4), "abc");
	mp_value *b = mp_value_new(NULL, MP_BYTES(12), NULL);
	int n = 1;
	char text[4];

	FAILS_WITH(EINVAL, mp_value_get(NULL, &n));
	FAILS_WITH(EINVAL, mp_value_set(NULL, &n));
	FAILS_WITH(EINVAL, mp_value_add(NULL, &n, NULL));
	FAILS_WITH(EINVAL, mp_value_get(v, NULL));
	FAILS_WITH(EINVAL, mp_value_set(v, NULL));
	FAILS_WITH(EINVAL, mp_value_add(v, NULL, NULL));
	FAILS_WITH(EINVAL, mp_value_add(v, NULL, &n));
	FAILS_WITH(EINVAL, mp_value_add(t, "d", NULL));
	FAILS_WITH(EINVAL, mp_value_add(b, "only a text", NULL));
	FAILS_WITH(EMSGSIZE, mp_value_set(t, "abcd"));
	SUCCEEDS_WITH(0, mp_value_get(t, text));
	ck_assert_str_eq(text, "abc");
	refused(EINVAL, mp_array_new("x", 0, 1, NULL));
	refused(EINVAL, mp_array_new("x", MP_INT, 0, NULL));
	refused(EINVAL, mp_array_new("x", MP_TEXT(0), 1, NULL));
	refused(EOVERFLOW, mp_array_new("x", MP_INT, SIZE_MAX, NULL));
	refused(EOVERFLOW, mp_array_new("x", MP_INT, (1 << 28) + 1, NULL));
	refused(EMSGSIZE, mp_array_new("x", MP_TEXT(2), 1, "ab"));
	ck_assert_uint_eq(mp_array_len(NULL), 0);
	ck_assert_ptr_null(mp_value_lock(NULL));
	ck_assert_ptr_null(mp_value_name(NULL));
	mp_value_free(NULL);
	mp_array_free(NULL);
	mp_value_free(t);
	mp_value_free(b);
	ck_assert_int_eq(get_int(), 7);
}
END_TEST

static int add_ones(void *times)
{
	int one = 1;

	for (int i = 0; i < *(int *)times; i++)
		if (mp_value_add(v, &one, NULL))
			return errno;
	return 0;
}

static int add_under_the_lock(void *times)
{
	for (int i = 0; i < *(int *)times; i++) {
		int n;

		if (mp_lock_acquire(mp_value_lock(v), MP_FOREVER) ||
		    mp_value_get(v, &n))
			return errno;
		n++;
		if (mp_value_set(v, &n) || mp_lock_release(mp_value_lock(v)))
			return errno;
	}
	return 0;
}

/* conforms: 93 */
START_TEST(under_the_lock_nothing_is_lost)
{
	mp_process *p[4];
	int times = 5000;

	for (int i = 0; i < 4; i++)
		p[i] = started(i % 2 ? add_ones : add_under_the_lock, &times);
	for (int i = 0; i < 4; i++)
		ck_assert_int_eq(ended_with(p[i]), 0);
	ck_assert_int_eq(get_int(), 7 + 4 * times);
}
END_TEST

/* conforms: 92 */
START_TEST(a_value_has_its_own_lock_or_the_callers_or_none)
{
	mp_lock *l = mp_lock_new("mine");
	mp_value *mine = mp_value_new_with(NULL, MP_INT, NULL, l);
	mp_array *raw = mp_array_new_with(NULL, MP_INT, 3, NULL, MP_NO_LOCK);
	int n = 5;

	ck_assert_str_eq(mp_lock_name(mp_value_lock(v)), "hits");
	ck_assert_ptr_eq(mp_value_lock(mine), l);
	ck_assert_ptr_null(mp_array_lock(raw));
	SUCCEEDS_WITH(0, mp_value_set(mine, &n));
	SUCCEEDS_WITH(0, mp_array_add(raw, 1, &n, &n));
	ck_assert_int_eq(n, 5);
	mp_value_free(mine);
	mp_array_free(raw);
	SUCCEEDS_WITH(0, mp_lock_acquire(l, 0));
	mp_lock_free(l);
}
END_TEST

/* ---- deaths ---- */

static void die_in_it(const struct mp_probe_event *e)
{
	if (e->verb == MP_VERB_VALUE_SET && e->phase == MP_HAPPENS)
		kill_myself();
}

static const struct mp_probe_sink deadly = { .emit = die_in_it };

static int die_setting(void *n)
{
	mp_probe = &deadly;
	return set_int(n);
}

START_TEST(one_who_dies_setting_it_leaves_it_whole)
{
	int n = 99;

	killed(die_setting, &n);
	n = 0;
	SUCCEEDS_WITH(EOWNERDEAD, mp_value_get(v, &n));
	ck_assert_int_eq(n, 7);
	ck_assert_int_eq(get_int(), 7);
}
END_TEST

/* ---- events ---- */

START_TEST(each_access_tells_what_it_had)
{
	int n = 5;
	const struct seen *s;

	watch_start();
	mp_array_free(mp_array_new("more", MP_DOUBLE, 3, NULL));
	s = watch_nth(MP_VERB_VALUE_NEW, MP_HAPPENS, 0);
	ck_assert_str_eq(s->text, "more");
	ck_assert_uint_eq(s->e.a, 3);
	ck_assert_uint_eq(s->e.b, MP_DOUBLE);
	SUCCEEDS_WITH(0, mp_value_set(v, &n));
	SUCCEEDS_WITH(0, mp_value_add(v, &n, NULL));
	SUCCEEDS_WITH(0, mp_value_get(v, &n));
	ck_assert_uint_eq(watch_nth(MP_VERB_VALUE_SET, MP_HAPPENS, 0)->e.a, 5);
	ck_assert_uint_eq(watch_nth(MP_VERB_VALUE_ADD, MP_BEGINS, 0)->e.a, 5);
	ck_assert_uint_eq(watch_nth(MP_VERB_VALUE_ADD, MP_HAPPENS, 0)->e.a, 10);
	ck_assert_uint_eq(watch_nth(MP_VERB_VALUE_GET, MP_HAPPENS, 0)->e.a, 10);
	ck_assert_int_eq(watch_nth(MP_VERB_VALUE_GET, MP_HAPPENS, 0)->e.kind,
			 MP_KIND_INT);
	ck_assert_int_eq(watch_count(MP_VERB_ACQUIRE, MP_HAPPENS), 0);
	ck_assert_int_eq(mp_value_get(v, NULL), -1);
	ck_assert_int_eq(watch_nth(MP_VERB_VALUE_GET, MP_ENDS, 1)->e.err,
			 EINVAL);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("mp/value");
	TCase *t = tcase_create("value");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, what_a_child_writes_its_parent_sees);
	tcase_add_test(t, cells_of_every_type_come_out_as_they_went_in);
	tcase_add_test(t, a_sum_wraps_as_its_type_does);
	tcase_add_test(t, an_array_has_its_cells_and_no_others);
	tcase_add_test(t, what_is_not_possible_is_refused);
	tcase_add_test(t, under_the_lock_nothing_is_lost);
	tcase_add_test(t, a_value_has_its_own_lock_or_the_callers_or_none);
	tcase_add_test(t, one_who_dies_setting_it_leaves_it_whole);
	tcase_add_test(t, each_access_tells_what_it_had);
	tcase_set_timeout(t, 60);
	suite_add_tcase(s, t);
	return s;
}
