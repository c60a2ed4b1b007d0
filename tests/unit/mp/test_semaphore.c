/* SPDX-License-Identifier: MIT */
/* What semaphores do, in one process and between several. */
#include "mp/semaphore.h"

#include <limits.h>
#include <math.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <unistd.h>

#include "unit/mp/crew.h"
#include "unit/mp/watch.h"

static mp_semaphore *s;

static void setup_unbounded(void)
{
	(void)signal(SIGTERM, SIG_DFL);
	s = mp_semaphore_new("seats", 2);
	ck_assert_ptr_nonnull(s);
}

static void setup_bounded(void)
{
	(void)signal(SIGTERM, SIG_DFL);
	s = mp_bounded_semaphore_new("seats", 2);
	ck_assert_ptr_nonnull(s);
}

static void teardown(void)
{
	mp_semaphore_free(s);
}

/* conforms: 72 73 */
START_TEST(acquire_takes_one_and_release_gives_one)
{
	ck_assert_int_eq(mp_semaphore_value(s), 2);
	SUCCEEDS_WITH(0, mp_semaphore_acquire(s, MP_FOREVER));
	ck_assert_int_eq(mp_semaphore_value(s), 1);
	SUCCEEDS_WITH(0, mp_semaphore_acquire(s, 0));
	ck_assert_int_eq(mp_semaphore_value(s), 0);
	FAILS_WITH(EAGAIN, mp_semaphore_acquire(s, 0));
	FAILS_WITH(EAGAIN, mp_semaphore_acquire(s, -INFINITY));
	FAILS_WITH(ETIMEDOUT, mp_semaphore_acquire(s, 0.01));
	FAILS_WITH(ETIMEDOUT, mp_semaphore_acquire(s, 0.15));
	ck_assert_int_eq(mp_semaphore_value(s), 0);
	SUCCEEDS_WITH(0, mp_semaphore_release(s));
	ck_assert_int_eq(mp_semaphore_value(s), 1);
	SUCCEEDS_WITH(0, mp_semaphore_release(s));
	ck_assert_int_eq(mp_semaphore_value(s), 2);
}
END_TEST

START_TEST(null_and_nan_are_refused)
{
	FAILS_WITH(EINVAL, mp_semaphore_acquire(NULL, 0));
	FAILS_WITH(EINVAL, mp_semaphore_acquire(s, NAN));
	FAILS_WITH(EINVAL, mp_semaphore_release(NULL));
	ck_assert_int_eq(mp_semaphore_value(NULL), 0);
	ck_assert_ptr_null(mp_semaphore_name(NULL));
	mp_semaphore_free(NULL);
	ck_assert_int_eq(mp_semaphore_value(s), 2);
	ck_assert_str_eq(mp_semaphore_name(s), "seats");
}
END_TEST

static atomic_int *inside, *most;

static int come_and_go(void *times)
{
	for (int i = 0; i < *(int *)times; i++) {
		int n;

		if (mp_semaphore_acquire(s, i % 2 ? MP_FOREVER : 20))
			return errno;
		n = atomic_fetch_add(inside, 1) + 1;
		if (n > atomic_load(most))
			atomic_store(most, n);
		atomic_fetch_sub(inside, 1);
		if (mp_semaphore_release(s))
			return errno;
	}
	return 0;
}

/* conforms: 72 */
START_TEST(no_more_are_inside_than_it_has_units)
{
	mp_process *p[4];
	int times = 5000;

	inside = shared_memory(sizeof(*inside));
	most = shared_memory(sizeof(*most));
	for (int i = 0; i < 4; i++)
		p[i] = started(come_and_go, &times);
	for (int i = 0; i < 4; i++)
		ck_assert_int_eq(ended_with(p[i]), 0);
	ck_assert_int_le(atomic_load(most), 2);
	ck_assert_int_eq(mp_semaphore_value(s), 2);
}
END_TEST

static int release_one(void *unused)
{
	(void)unused;
	return mp_semaphore_release(s) ? errno : 0;
}

/* conforms: 67 */
START_TEST(another_process_may_release)
{
	SUCCEEDS_WITH(0, mp_semaphore_acquire(s, 0));
	ck_assert_int_eq(ended_with(started(release_one, NULL)), 0);
	ck_assert_int_eq(mp_semaphore_value(s), 2);
}
END_TEST

static int release_when_it_waits(void *unused)
{
	(void)unused;
	watch_wait(MP_VERB_ACQUIRE, MP_WAITS, 1);
	return mp_semaphore_release(s) ? errno : 0;
}

/* conforms: 72 */
START_TEST(who_waits_is_woken_by_a_release)
{
	mp_process *p;

	watch_start();
	for (int i = 0; i < 2; i++)
		SUCCEEDS_WITH(0, mp_semaphore_acquire(s, 0));
	p = started(release_when_it_waits, NULL);
	SUCCEEDS_WITH(0, mp_semaphore_acquire(s, MP_FOREVER));
	ck_assert_int_eq(ended_with(p), 0);
	ck_assert_int_eq(mp_semaphore_value(s), 0);
}
END_TEST

/* ---- the difference ---- */

/* conforms: 74 */
START_TEST(without_a_bound_it_may_have_more_than_at_first)
{
	mp_semaphore *full = mp_semaphore_new(NULL, INT_MAX);
	mp_semaphore *none = mp_semaphore_new(NULL, 0);

	for (int i = 0; i < 3; i++)
		SUCCEEDS_WITH(0, mp_semaphore_release(s));
	ck_assert_int_eq(mp_semaphore_value(s), 5);
	FAILS_WITH(EOVERFLOW, mp_semaphore_release(full));
	FAILS_WITH(EAGAIN, mp_semaphore_acquire(none, 0));
	ck_assert_str_eq(mp_semaphore_name(full), "Semaphore-1");
	ck_assert_str_eq(mp_semaphore_name(none), "Semaphore-2");
	mp_semaphore_free(full);
	mp_semaphore_free(none);
	errno = 0;
	ck_assert_ptr_null(mp_semaphore_new(NULL, -1));
	ck_assert_int_eq(errno, EINVAL);
}
END_TEST

static int die_with_units(void *n)
{
	for (int i = 0; i < *(int *)n; i++)
		if (mp_semaphore_acquire(s, 0))
			return errno;
	kill_myself();
}

static int end_with_a_unit(void *unused)
{
	(void)unused;
	return mp_semaphore_acquire(s, MP_FOREVER) ? errno : 0;
}

START_TEST(without_a_bound_a_unit_goes_with_its_taker)
{
	int n = 2;

	killed(die_with_units, &n);
	ck_assert_int_eq(mp_semaphore_value(s), 0);
	FAILS_WITH(ETIMEDOUT, mp_semaphore_acquire(s, 0.25));
}
END_TEST

/* conforms: 74 */
START_TEST(a_bounded_one_never_has_more_than_at_first)
{
	static const int bad[] = { 0, -1, INT_MIN, MP_SEMAPHORE_MOST + 1 };

	FAILS_WITH(EOVERFLOW, mp_semaphore_release(s));
	SUCCEEDS_WITH(0, mp_semaphore_acquire(s, 0));
	SUCCEEDS_WITH(0, mp_semaphore_release(s));
	FAILS_WITH(EOVERFLOW, mp_semaphore_release(s));
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		errno = 0;
		ck_assert_ptr_null(mp_bounded_semaphore_new(NULL, bad[i]));
		ck_assert_int_eq(errno, EINVAL);
	}
}
END_TEST

/* conforms: 74 */
START_TEST(a_bounded_one_gets_back_what_the_dead_have)
{
	int n = 2;

	killed(die_with_units, &n);
	ck_assert_int_eq(mp_semaphore_value(s), 0);
	SUCCEEDS_WITH(EOWNERDEAD, mp_semaphore_acquire(s, 0));
	SUCCEEDS_WITH(0, mp_semaphore_acquire(s, 0));
	FAILS_WITH(EAGAIN, mp_semaphore_acquire(s, 0));
	SUCCEEDS_WITH(0, mp_semaphore_release(s));
	/* One that ends by itself with a unit is as dead. */
	ck_assert_int_eq(ended_with(started(end_with_a_unit, NULL)), 0);
	SUCCEEDS_WITH(EOWNERDEAD, mp_semaphore_acquire(s, MP_FOREVER));
}
END_TEST

static int die_with_units_when_told(void *fd)
{
	char c;

	if (mp_semaphore_acquire(s, 0) || mp_semaphore_acquire(s, 0) ||
	    read(*(int *)fd, &c, 1) != 1)
		return 1;
	kill_myself();
}

START_TEST(who_waits_gets_what_the_dead_have)
{
	mp_process *p, *q;
	int fds[2];

	watch_start();
	ck_assert_int_eq(pipe(fds), 0);
	p = started(die_with_units_when_told, &fds[0]);
	watch_wait(MP_VERB_ACQUIRE, MP_ENDS, 2);
	q = started(end_with_a_unit, NULL);
	watch_wait(MP_VERB_ACQUIRE, MP_WAITS, 1);
	/* It is not reaped yet when they look: a zombie is dead, too. */
	ck_assert_int_eq(write(fds[1], "x", 1), 1);
	ck_assert_int_eq(mp_semaphore_acquire(s, MP_FOREVER), 0);
	ck_assert_int_eq(ended_with(q), 0);
	ck_assert_int_eq(ended_with(p), -SIGKILL);
	ck_assert_int_ge(watch_count(MP_VERB_RECOVER, MP_HAPPENS), 1);
	ck_assert_uint_eq(watch_nth(MP_VERB_RECOVER, MP_HAPPENS, 0)->e.b, 2);
}
END_TEST

/* ---- events ---- */

START_TEST(the_count_is_told_as_it_changes)
{
	mp_process *p[3];
	int times = 100, value = 2;

	watch_start();
	inside = shared_memory(sizeof(*inside));
	most = shared_memory(sizeof(*most));
	mp_semaphore_free(mp_semaphore_new("more", 7));
	ck_assert_uint_eq(watch_nth(MP_VERB_SEMAPHORE_NEW, MP_HAPPENS, 0)->e.a,
			  7);
	for (int i = 0; i < 3; i++)
		p[i] = started(come_and_go, &times);
	for (int i = 0; i < 3; i++)
		ck_assert_int_eq(ended_with(p[i]), 0);
	for (int i = 0; i < watch_len(); i++) {
		const struct seen *e = watch_at(i);

		if (e->e.phase != MP_HAPPENS)
			continue;
		if (e->e.verb == MP_VERB_ACQUIRE)
			ck_assert_int_eq((int)e->e.a, --value);
		if (e->e.verb == MP_VERB_RELEASE)
			ck_assert_int_eq((int)e->e.a, ++value);
	}
	ck_assert_int_eq(value, 2);
}
END_TEST

static void add_both(TCase *t)
{
	tcase_add_test(t, acquire_takes_one_and_release_gives_one);
	tcase_add_test(t, null_and_nan_are_refused);
	tcase_add_test(t, no_more_are_inside_than_it_has_units);
	tcase_add_test(t, another_process_may_release);
	tcase_add_test(t, who_waits_is_woken_by_a_release);
	tcase_add_test(t, the_count_is_told_as_it_changes);
	tcase_set_timeout(t, 60);
}

Suite *suite(void)
{
	Suite *suite = suite_create("mp/semaphore");
	TCase *u = tcase_create("unbounded"), *b = tcase_create("bounded");

	tcase_add_checked_fixture(u, setup_unbounded, teardown);
	add_both(u);
	tcase_add_test(u, without_a_bound_it_may_have_more_than_at_first);
	tcase_add_test(u, without_a_bound_a_unit_goes_with_its_taker);
	suite_add_tcase(suite, u);
	tcase_add_checked_fixture(b, setup_bounded, teardown);
	add_both(b);
	tcase_add_test(b, a_bounded_one_never_has_more_than_at_first);
	tcase_add_test(b, a_bounded_one_gets_back_what_the_dead_have);
	tcase_add_test(b, who_waits_gets_what_the_dead_have);
	suite_add_tcase(suite, b);
	return suite;
}
