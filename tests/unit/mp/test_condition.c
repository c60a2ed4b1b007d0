/* SPDX-License-Identifier: MIT */
/* What a condition does, in one process and between several. */
#include "mp/condition.h"

#include <limits.h>
#include <math.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <unistd.h>

#include "unit/mp/crew.h"
#include "unit/mp/watch.h"

static mp_lock *lock;
static mp_condition *c;
static atomic_int *awake; /* whose wait has succeeded */

static void setup(mp_lock *made)
{
	(void)signal(SIGTERM, SIG_DFL);
	lock = made;
	c = mp_condition_new("more", lock);
	ck_assert_ptr_nonnull(c);
	awake = shared_memory(sizeof(*awake));
}

static void setup_lock(void)
{
	setup(mp_lock_new(NULL));
}

static void setup_rlock(void)
{
	setup(mp_rlock_new(NULL));
}

static void teardown(void)
{
	mp_condition_free(c);
	mp_lock_free(lock);
}

static void acquire(void)
{
	ck_assert_int_eq(mp_condition_acquire(c, MP_FOREVER), 0);
}

static void release(void)
{
	ck_assert_int_eq(mp_condition_release(c), 0);
}

static void notify(int n)
{
	acquire();
	SUCCEEDS_WITH(0, n == INT_MAX ? mp_condition_notify_all(c)
				      : mp_condition_notify(c, n));
	release();
}

/* conforms: 75 80 */
START_TEST(a_wait_that_nobody_ends_times_out)
{
	acquire();
	FAILS_WITH(EAGAIN, mp_condition_wait(c, 0));
	FAILS_WITH(EAGAIN, mp_condition_wait(c, -1));
	FAILS_WITH(ETIMEDOUT, mp_condition_wait(c, 0.01));
	FAILS_WITH(ETIMEDOUT, mp_condition_wait(c, 0.15));
	release();
	FAILS_WITH(EPERM, mp_condition_release(c));
}
END_TEST

/* conforms: 76 */
START_TEST(without_the_lock_nothing_goes)
{
	FAILS_WITH(EPERM, mp_condition_wait(c, 0));
	FAILS_WITH(EPERM, mp_condition_notify(c, 1));
	FAILS_WITH(EPERM, mp_condition_notify_all(c));
	FAILS_WITH(EPERM, mp_condition_release(c));
}
END_TEST

static bool yes(void *unused)
{
	(void)unused;
	return true;
}

START_TEST(null_nan_and_no_number_are_refused)
{
	acquire();
	FAILS_WITH(EINVAL, mp_condition_wait(NULL, 0));
	FAILS_WITH(EINVAL, mp_condition_wait(c, NAN));
	FAILS_WITH(EINVAL, mp_condition_wait_for(c, NULL, NULL, 0));
	FAILS_WITH(EINVAL, mp_condition_wait_for(c, yes, NULL, NAN));
	FAILS_WITH(EINVAL, mp_condition_wait_for(NULL, yes, NULL, 0));
	FAILS_WITH(EINVAL, mp_condition_notify(NULL, 1));
	FAILS_WITH(EINVAL, mp_condition_notify_all(NULL));
	FAILS_WITH(EINVAL, mp_condition_notify(c, 0));
	FAILS_WITH(EINVAL, mp_condition_notify(c, -1));
	release();
	ck_assert_ptr_null(mp_condition_lock(NULL));
	ck_assert_ptr_null(mp_condition_name(NULL));
	mp_condition_free(NULL);
	FAILS_WITH(EINVAL, mp_condition_acquire(NULL, 0));
	ck_assert_str_eq(mp_condition_name(c), "more");
	ck_assert_ptr_eq(mp_condition_lock(c), lock);
}
END_TEST

static int wait_and_count(void *unused)
{
	int err;

	(void)unused;
	if (mp_condition_acquire(c, MP_FOREVER))
		return 1;
	errno = 0;
	err = mp_condition_wait(c, MP_FOREVER) ? 2 : errno;
	atomic_fetch_add(awake, 1);
	return mp_condition_release(c) ? 3 : err;
}

static void *wait_in_thread(void *unused)
{
	return wait_and_count(unused) ? c : NULL;
}

static int wanted;

static bool are_awake(void *unused)
{
	(void)unused;
	return atomic_load(awake) >= wanted;
}

/* @n are awake before long, and no more than that. */
static void only_awake(int n)
{
	wanted = n;
	ck_assert(eventually(are_awake, NULL));
	(void)usleep(5000);
	ck_assert_int_eq(atomic_load(awake), n);
}

/* conforms: 77 */
START_TEST(so_many_wake_as_are_notified)
{
	pthread_t thread[3];
	mp_process *p[3];
	void *bad;

	watch_start();
	notify(3); /* nobody waits: no credit */
	for (int i = 0; i < 3; i++) {
		p[i] = started(wait_and_count, NULL);
		ck_assert_int_eq(
			pthread_create(&thread[i], NULL, wait_in_thread, NULL),
			0);
	}
	watch_wait(MP_VERB_WAIT, MP_WAITS, 6);
	only_awake(0);
	notify(1);
	only_awake(1);
	notify(2);
	only_awake(3);
	notify(INT_MAX);
	for (int i = 0; i < 3; i++) {
		ck_assert_int_eq(ended_with(p[i]), 0);
		ck_assert_int_eq(pthread_join(thread[i], &bad), 0);
		ck_assert_ptr_null(bad);
	}
	only_awake(6);
}
END_TEST

/* conforms: 78 */
START_TEST(after_timeouts_the_counts_are_clean)
{
	mp_process *p;

	acquire();
	for (int i = 0; i < MP_CONDITION_MOST + 5; i++)
		FAILS_WITH(EAGAIN, mp_condition_wait(c, 0));
	release();
	watch_start();
	p = started(wait_and_count, NULL);
	watch_wait(MP_VERB_WAIT, MP_WAITS, 1);
	notify(1);
	ck_assert_int_eq(ended_with(p), 0);
}
END_TEST

static atomic_int *number;

static bool is_five(void *unused)
{
	(void)unused;
	return atomic_load(number) == 5;
}

static int count_to_five(void *unused)
{
	(void)unused;
	for (int i = 0; i < 5; i++) {
		if (mp_condition_acquire(c, MP_FOREVER))
			return 1;
		atomic_fetch_add(number, 1);
		if (mp_condition_notify(c, 1) || mp_condition_release(c))
			return 2;
	}
	return 0;
}

/* conforms: 79 */
START_TEST(wait_for_looks_again_after_each_wake)
{
	mp_process *p;

	number = shared_memory(sizeof(*number));
	acquire();
	FAILS_WITH(EAGAIN, mp_condition_wait_for(c, is_five, NULL, 0));
	FAILS_WITH(ETIMEDOUT, mp_condition_wait_for(c, is_five, NULL, 0.05));
	SUCCEEDS_WITH(0, mp_condition_wait_for(c, yes, NULL, 0));
	p = started(count_to_five, NULL);
	SUCCEEDS_WITH(0, mp_condition_wait_for(c, is_five, NULL, MP_FOREVER));
	ck_assert_int_eq(atomic_load(number), 5);
	release();
	ck_assert_int_eq(ended_with(p), 0);
}
END_TEST

START_TEST(a_wait_follows_the_demos_clock)
{
	watch_start_with_clock();
	acquire();
	if (!fork()) {
		while (watch_looks() < 3)
			(void)usleep(100);
		watch_set_clock(3600000000000);
		_exit(0);
	}
	FAILS_WITH(ETIMEDOUT, mp_condition_wait(c, 3600));
	release();
}
END_TEST

/* ---- deaths ---- */

static enum mp_verb fatal_verb;
static enum mp_phase fatal_phase;

static void die(const struct mp_probe_event *e)
{
	if (e->verb == fatal_verb && e->phase == fatal_phase)
		kill_myself();
}

static const struct mp_probe_sink deadly = { .emit = die };

static int wait_and_die(void *unused)
{
	(void)unused;
	if (mp_condition_acquire(c, MP_FOREVER))
		return 1;
	mp_probe = &deadly;
	(void)mp_condition_wait(c, MP_FOREVER);
	return 2;
}

START_TEST(a_dead_waiter_does_not_swallow_a_notification)
{
	mp_process *dead, *p;

	/* It was first to wait, and is killed asleep. */
	watch_start();
	dead = started(wait_and_count, NULL);
	watch_wait(MP_VERB_WAIT, MP_WAITS, 1);
	p = started(wait_and_count, NULL);
	watch_wait(MP_VERB_WAIT, MP_WAITS, 2);
	acquire();
	ck_assert_int_eq(mp_process_kill(dead), 0);
	ck_assert_int_eq(ended_with(dead), -SIGKILL);
	ck_assert_int_eq(mp_condition_notify(c, 1), 0);
	release();
	ck_assert_int_eq(ended_with(p), 0);
	ck_assert_int_eq(atomic_load(awake), 1);
}
END_TEST

START_TEST(a_notification_for_the_dead_is_no_credit)
{
	mp_process *dead;

	watch_start();
	dead = started(wait_and_count, NULL);
	watch_wait(MP_VERB_WAIT, MP_WAITS, 1);
	acquire();
	ck_assert_int_eq(mp_process_kill(dead), 0);
	ck_assert_int_eq(ended_with(dead), -SIGKILL);
	SUCCEEDS_WITH(0, mp_condition_notify(c, 1));
	/* It came later. */
	FAILS_WITH(ETIMEDOUT, mp_condition_wait(c, 0.35));
	release();
}
END_TEST

START_TEST(the_death_of_a_holder_wakes_all_who_wait)
{
	mp_process *p[2];

	watch_start();
	for (int i = 0; i < 2; i++)
		p[i] = started(wait_and_count, NULL);
	watch_wait(MP_VERB_WAIT, MP_WAITS, 2);
	/* It dies with the lock, before it lets go. */
	fatal_verb = MP_VERB_WAIT;
	fatal_phase = MP_WAITS;
	killed(wait_and_die, NULL);
	for (int i = 0; i < 2; i++)
		ck_assert_int_eq(ended_with(p[i]), EOWNERDEAD);
	acquire();
	FAILS_WITH(EAGAIN, mp_condition_wait(c, 0));
	release();
}
END_TEST

static int notify_and_die(void *unused)
{
	(void)unused;
	if (mp_condition_acquire(c, MP_FOREVER))
		return 1;
	if (mp_condition_notify(c, 1))
		return 2;
	kill_myself();
}

START_TEST(one_who_notifies_and_dies_has_notified)
{
	mp_process *p;

	watch_start();
	p = started(wait_and_count, NULL);
	watch_wait(MP_VERB_WAIT, MP_WAITS, 1);
	killed(notify_and_die, NULL);
	ck_assert_int_eq(ended_with(p), EOWNERDEAD);
}
END_TEST

/* ---- rlock ---- */

/* conforms: 75 */
START_TEST(a_wait_lets_go_however_deep_it_is_held)
{
	mp_condition *own = mp_condition_new(NULL, NULL);
	mp_process *p;

	number = shared_memory(sizeof(*number));
	for (int i = 0; i < 3; i++)
		acquire();
	p = started(count_to_five, NULL);
	SUCCEEDS_WITH(0, mp_condition_wait_for(c, is_five, NULL, MP_FOREVER));
	for (int i = 0; i < 3; i++)
		release();
	FAILS_WITH(EPERM, mp_condition_release(c));
	ck_assert_int_eq(ended_with(p), 0);
	ck_assert_str_eq(mp_condition_name(own), "Condition-1");
	ck_assert_str_eq(mp_lock_name(mp_condition_lock(own)), "Condition-1");
	SUCCEEDS_WITH(0, mp_condition_acquire(own, 0));
	SUCCEEDS_WITH(0, mp_condition_acquire(own, 0));
	mp_condition_free(own);
}
END_TEST

/* ---- events ---- */

/* conforms: 75 */
START_TEST(nobody_holds_the_lock_while_another_does)
{
	mp_process *p;
	int holders = 0;

	watch_start();
	number = shared_memory(sizeof(*number));
	acquire();
	p = started(count_to_five, NULL);
	SUCCEEDS_WITH(0, mp_condition_wait_for(c, is_five, NULL, MP_FOREVER));
	release();
	ck_assert_int_eq(ended_with(p), 0);
	for (int i = 0; i < watch_len(); i++) {
		const struct seen *s = watch_at(i);

		if (s->e.phase != MP_HAPPENS)
			continue;
		if (s->e.verb == MP_VERB_ACQUIRE)
			ck_assert_int_eq(holders++, 0);
		if (s->e.verb == MP_VERB_RELEASE)
			ck_assert_int_eq(--holders, 0);
	}
	ck_assert_int_eq(watch_count(MP_VERB_NOTIFY, MP_HAPPENS), 5);
	ck_assert_uint_eq(watch_nth(MP_VERB_WAIT, MP_WAITS, 0)->e.a, 1);
	ck_assert_uint_eq(watch_nth(MP_VERB_NOTIFY, MP_HAPPENS, 0)->e.a, 1);
	ck_assert_uint_eq(watch_nth(MP_VERB_NOTIFY, MP_HAPPENS, 0)->e.b, 1);
}
END_TEST

static void add_both(TCase *t)
{
	tcase_add_test(t, a_wait_that_nobody_ends_times_out);
	tcase_add_test(t, without_the_lock_nothing_goes);
	tcase_add_test(t, null_nan_and_no_number_are_refused);
	tcase_add_test(t, so_many_wake_as_are_notified);
	tcase_add_test(t, after_timeouts_the_counts_are_clean);
	tcase_add_test(t, wait_for_looks_again_after_each_wake);
	tcase_add_test(t, a_wait_follows_the_demos_clock);
	tcase_add_test(t, a_dead_waiter_does_not_swallow_a_notification);
	tcase_add_test(t, a_notification_for_the_dead_is_no_credit);
	tcase_add_test(t, the_death_of_a_holder_wakes_all_who_wait);
	tcase_add_test(t, one_who_notifies_and_dies_has_notified);
	tcase_add_test(t, nobody_holds_the_lock_while_another_does);
	tcase_set_timeout(t, 60);
}

Suite *suite(void)
{
	Suite *s = suite_create("mp/condition");
	TCase *l = tcase_create("lock"), *r = tcase_create("rlock");

	tcase_add_checked_fixture(l, setup_lock, teardown);
	add_both(l);
	suite_add_tcase(s, l);
	tcase_add_checked_fixture(r, setup_rlock, teardown);
	add_both(r);
	tcase_add_test(r, a_wait_lets_go_however_deep_it_is_held);
	suite_add_tcase(s, r);
	return s;
}
