/* SPDX-License-Identifier: MIT */
/* Time without a watcher. */
#include "mp/time.h"

#include <math.h>
#include <signal.h>
#include <sys/time.h>

#include "support/check_main.h"

START_TEST(a_sleep_lasts_at_least_as_long_as_it_should)
{
	double start = mp_now();

	ck_assert_int_eq(mp_sleep(0.02), 0);
	ck_assert_double_ge(mp_now() - start, 0.02);
}
END_TEST

START_TEST(no_time_and_less_is_no_sleep)
{
	ck_assert_int_eq(mp_sleep(0), 0);
	ck_assert_int_eq(mp_sleep(-5), 0);
	ck_assert_int_eq(mp_sleep(-INFINITY), 0);
	ck_assert_int_eq(mp_sleep(NAN), 0);
}
END_TEST

static volatile sig_atomic_t alarms;

static void on_alarm(int number)
{
	(void)number;
	alarms = alarms + 1;
}

START_TEST(signal_handlers_do_not_shorten_a_sleep)
{
	struct itimerval every_ms = { { 0, 1000 }, { 0, 1000 } };
	struct sigaction act = { .sa_handler = on_alarm };
	double start = mp_now();

	ck_assert_int_eq(sigaction(SIGALRM, &act, NULL), 0);
	ck_assert_int_eq(setitimer(ITIMER_REAL, &every_ms, NULL), 0);
	ck_assert_int_eq(mp_sleep(0.05), 0);
	ck_assert_double_ge(mp_now() - start, 0.05);
	ck_assert_int_gt(alarms, 0);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("mp/time");
	TCase *t = tcase_create("time");

	tcase_add_test(t, a_sleep_lasts_at_least_as_long_as_it_should);
	tcase_add_test(t, no_time_and_less_is_no_sleep);
	tcase_add_test(t, signal_handlers_do_not_shorten_a_sleep);
	suite_add_tcase(s, t);
	return s;
}
