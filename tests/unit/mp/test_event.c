/* SPDX-License-Identifier: MIT */
/* What an event does, in one process and between several. */
#include "mp/event.h"

#include <math.h>
#include <signal.h>
#include <unistd.h>

#include "unit/mp/crew.h"
#include "unit/mp/watch.h"

static mp_event *e;

static void setup(void)
{
	(void)signal(SIGTERM, SIG_DFL);
	e = mp_event_new("ready");
	ck_assert_ptr_nonnull(e);
}

static void teardown(void)
{
	mp_event_free(e);
}

/* conforms: 81 */
START_TEST(it_is_not_set_at_first)
{
	ck_assert(!mp_event_is_set(e));
	FAILS_WITH(EAGAIN, mp_event_wait(e, 0));
	FAILS_WITH(EAGAIN, mp_event_wait(e, -1));
	FAILS_WITH(ETIMEDOUT, mp_event_wait(e, 0.01));
	FAILS_WITH(ETIMEDOUT, mp_event_wait(e, 0.15));
}
END_TEST

/* conforms: 81 */
START_TEST(it_stays_set_until_it_is_cleared)
{
	for (int i = 0; i < 3; i++) {
		SUCCEEDS_WITH(0, mp_event_set(e));
		SUCCEEDS_WITH(0, mp_event_set(e));
		ck_assert(mp_event_is_set(e));
		SUCCEEDS_WITH(0, mp_event_wait(e, 0));
		SUCCEEDS_WITH(0, mp_event_wait(e, MP_FOREVER));
		SUCCEEDS_WITH(0, mp_event_clear(e));
		SUCCEEDS_WITH(0, mp_event_clear(e));
		ck_assert(!mp_event_is_set(e));
		FAILS_WITH(EAGAIN, mp_event_wait(e, 0));
	}
}
END_TEST

START_TEST(null_and_nan_are_refused)
{
	FAILS_WITH(EINVAL, mp_event_set(NULL));
	FAILS_WITH(EINVAL, mp_event_clear(NULL));
	FAILS_WITH(EINVAL, mp_event_wait(NULL, 0));
	FAILS_WITH(EINVAL, mp_event_wait(e, NAN));
	ck_assert(!mp_event_is_set(NULL));
	ck_assert_ptr_null(mp_event_name(NULL));
	mp_event_free(NULL);
	ck_assert_str_eq(mp_event_name(e), "ready");
}
END_TEST

static int wait_for_it(void *unused)
{
	(void)unused;
	return mp_event_wait(e, MP_FOREVER) ? errno : 0;
}

/* conforms: 81 */
START_TEST(all_who_wait_go_on)
{
	mp_process *p[4];

	watch_start();
	for (int i = 0; i < 4; i++)
		p[i] = started(wait_for_it, NULL);
	watch_wait(MP_VERB_WAIT, MP_WAITS, 4);
	SUCCEEDS_WITH(0, mp_event_set(e));
	for (int i = 0; i < 4; i++)
		ck_assert_int_eq(ended_with(p[i]), 0);
}
END_TEST

START_TEST(who_waited_goes_on_even_if_it_was_cleared_at_once)
{
	mp_process *p[4];

	watch_start();
	for (int i = 0; i < 4; i++)
		p[i] = started(wait_for_it, NULL);
	watch_wait(MP_VERB_WAIT, MP_WAITS, 4);
	SUCCEEDS_WITH(0, mp_event_set(e));
	SUCCEEDS_WITH(0, mp_event_clear(e));
	for (int i = 0; i < 4; i++)
		ck_assert_int_eq(ended_with(p[i]), 0);
	ck_assert(!mp_event_is_set(e));
}
END_TEST

static mp_event *back;

static int echo(void *times)
{
	for (int i = 0; i < *(int *)times; i++)
		if (mp_event_wait(e, MP_FOREVER) || mp_event_clear(e) ||
		    mp_event_set(back))
			return errno;
	return 0;
}

/* So many that it cannot pass in time if no sleeper is ever woken. */
START_TEST(two_take_turns)
{
	int times = 2000;
	mp_process *p;

	back = mp_event_new(NULL);
	ck_assert_str_eq(mp_event_name(back), "Event-1");
	p = started(echo, &times);
	for (int i = 0; i < times; i++) {
		SUCCEEDS_WITH(0, mp_event_set(e));
		SUCCEEDS_WITH(0, mp_event_wait(back, MP_FOREVER));
		SUCCEEDS_WITH(0, mp_event_clear(back));
	}
	ck_assert_int_eq(ended_with(p), 0);
	mp_event_free(back);
}
END_TEST

static void die_at_set(const struct mp_probe_event *event)
{
	if (event->verb == MP_VERB_EVENT_SET && event->phase == MP_HAPPENS)
		kill_myself();
}

static const struct mp_probe_sink deadly = { .emit = die_at_set };

static int die_setting(void *unused)
{
	(void)unused;
	mp_probe = &deadly;
	return mp_event_set(e);
}

START_TEST(it_survives_who_dies_setting_it)
{
	killed(die_setting, NULL);
	ck_assert(!mp_event_is_set(e));
	SUCCEEDS_WITH(0, mp_event_set(e));
	SUCCEEDS_WITH(0, mp_event_wait(e, 0));
}
END_TEST

START_TEST(a_wait_follows_the_demos_clock)
{
	watch_start_with_clock();
	if (!fork()) {
		while (watch_looks() < 3)
			(void)usleep(100);
		watch_set_clock(3600000000000);
		_exit(0);
	}
	FAILS_WITH(ETIMEDOUT, mp_event_wait(e, 3600));
}
END_TEST

START_TEST(each_change_is_told_once)
{
	watch_start();
	mp_event_free(mp_event_new("more"));
	ck_assert_str_eq(watch_nth(MP_VERB_EVENT_NEW, MP_HAPPENS, 0)->text,
			 "more");
	for (int i = 0; i < 2; i++) {
		(void)mp_event_set(e);
		(void)mp_event_set(e);
		(void)mp_event_wait(e, 0);
		(void)mp_event_clear(e);
		(void)mp_event_clear(e);
		(void)mp_event_wait(e, 0);
	}
	ck_assert_int_eq(watch_count(MP_VERB_EVENT_SET, MP_BEGINS), 4);
	ck_assert_int_eq(watch_count(MP_VERB_EVENT_SET, MP_HAPPENS), 2);
	ck_assert_int_eq(watch_count(MP_VERB_EVENT_SET, MP_ENDS), 4);
	ck_assert_int_eq(watch_count(MP_VERB_EVENT_CLEAR, MP_HAPPENS), 2);
	ck_assert_int_eq(watch_count(MP_VERB_WAIT, MP_HAPPENS), 2);
	ck_assert_int_eq(watch_count(MP_VERB_WAIT, MP_WAITS), 0);
	ck_assert_uint_eq(watch_nth(MP_VERB_EVENT_SET, MP_HAPPENS, 1)->e.a, 2);
	ck_assert_int_eq(watch_nth(MP_VERB_WAIT, MP_ENDS, 1)->e.err, EAGAIN);
	ck_assert_ptr_nonnull(watch_nth(MP_VERB_WAIT, MP_ENDS, 1)->e.site);
}
END_TEST

Suite *suite(void)
{
	Suite *suite = suite_create("mp/event");
	TCase *t = tcase_create("event");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, it_is_not_set_at_first);
	tcase_add_test(t, it_stays_set_until_it_is_cleared);
	tcase_add_test(t, null_and_nan_are_refused);
	tcase_add_test(t, all_who_wait_go_on);
	tcase_add_test(t, who_waited_goes_on_even_if_it_was_cleared_at_once);
	tcase_add_test(t, two_take_turns);
	tcase_add_test(t, it_survives_who_dies_setting_it);
	tcase_add_test(t, a_wait_follows_the_demos_clock);
	tcase_add_test(t, each_change_is_told_once);
	tcase_set_timeout(t, 60);
	suite_add_tcase(suite, t);
	return suite;
}
