/* SPDX-License-Identifier: MIT */
#include "mp/show.h"

#include <errno.h>
#include <string.h>

#include "mp/process.h"
#include "support/check_main.h"
#include "unit/mp/watch.h"

static int counter;

static int child(void *unused)
{
	(void)unused;
	counter++;
	return mp_show("counter", MP_INT, &counter);
}

START_TEST(each_process_shows_its_own_variable)
{
	const struct seen *parents, *childs;
	mp_process *p;

	watch_start();
	counter = 5;
	p = mp_process_new("child", child, NULL);
	ck_assert_int_eq(mp_process_start(p), 0);
	ck_assert_int_eq(mp_process_join(p, MP_FOREVER), 0);
	ck_assert_int_eq(mp_process_exitcode(p), 0);
	mp_process_free(p);
	ck_assert_int_eq(mp_show("counter", MP_INT, &counter), 0);
	childs = watch_nth(MP_VERB_SHOW, MP_HAPPENS, 0);
	parents = watch_nth(MP_VERB_SHOW, MP_HAPPENS, 1);
	ck_assert(parents && childs && parents->pid != childs->pid);
	ck_assert_str_eq(childs->text, "counter");
	ck_assert_str_eq(parents->text, "counter");
	ck_assert_int_eq((int64_t)childs->e.a, 6);
	ck_assert_int_eq((int64_t)parents->e.a, 5);
	/* One address, two variables. */
	ck_assert_uint_eq(parents->e.b, (uintptr_t)&counter);
	ck_assert_uint_eq(childs->e.b, (uintptr_t)&counter);
	ck_assert_ptr_nonnull(parents->e.site);
}
END_TEST

START_TEST(numbers_of_every_type_are_shown)
{
	double half = 0.5;
	int64_t large = INT64_MIN;
	double seen;

	watch_start();
	ck_assert_int_eq(mp_show("half", MP_DOUBLE, &half), 0);
	ck_assert_int_eq(mp_show("large", MP_LONG, &large), 0);
	memcpy(&seen, &watch_nth(MP_VERB_SHOW, MP_HAPPENS, 0)->e.a,
	       sizeof(seen));
	ck_assert_double_eq(seen, 0.5);
	ck_assert_int_eq((int64_t)watch_nth(MP_VERB_SHOW, MP_HAPPENS, 1)->e.a,
			 INT64_MIN);
}
END_TEST

START_TEST(a_long_name_is_cut)
{
	int n = 0;

	watch_start();
	ck_assert_int_eq(mp_show("a_name_that_is_much_longer_than_it_should_be",
				 MP_INT, &n),
			 0);
	ck_assert_str_eq(watch_the(MP_VERB_SHOW, MP_HAPPENS)->text,
			 "a_name_that_is_much_longer_than");
}
END_TEST

START_TEST(what_is_no_number_is_refused)
{
	int n = 0;

	watch_start();
	ck_assert_int_eq(mp_show(NULL, MP_INT, &n), -1);
	ck_assert_int_eq(errno, EINVAL);
	errno = 0;
	ck_assert_int_eq(mp_show("", MP_INT, &n), -1);
	ck_assert_int_eq(errno, EINVAL);
	errno = 0;
	ck_assert_int_eq(mp_show("n", MP_INT, NULL), -1);
	ck_assert_int_eq(errno, EINVAL);
	errno = 0;
	ck_assert_int_eq(mp_show("n", MP_TEXT(4), &n), -1);
	ck_assert_int_eq(errno, EINVAL);
	errno = 0;
	ck_assert_int_eq(mp_show("n", 0, &n), -1);
	ck_assert_int_eq(errno, EINVAL);
	ck_assert_int_eq(watch_count(MP_VERB_SHOW, MP_HAPPENS), 0);
}
END_TEST

START_TEST(with_nobody_watching_nothing_is_told)
{
	int n = 3;

	errno = 7;
	ck_assert_int_eq(mp_show("n", MP_INT, &n), 0);
	ck_assert_int_eq(errno, 7);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("mp/show");
	TCase *t = tcase_create("show");

	tcase_add_test(t, each_process_shows_its_own_variable);
	tcase_add_test(t, numbers_of_every_type_are_shown);
	tcase_add_test(t, a_long_name_is_cut);
	tcase_add_test(t, what_is_no_number_is_refused);
	tcase_add_test(t, with_nobody_watching_nothing_is_told);
	suite_add_tcase(s, t);
	return s;
}
