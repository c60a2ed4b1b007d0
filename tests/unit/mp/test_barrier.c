/* SPDX-License-Identifier: MIT */
/* What a barrier does, in one process and between several. */
#include "mp/barrier.h"

#include <limits.h>
#include <math.h>
#include <signal.h>
#include <stdatomic.h>
#include <unistd.h>

#include "mp/time.h"
#include "unit/mp/crew.h"
#include "unit/mp/watch.h"

enum { PARTIES = 5, ROUNDS = 200 };

static mp_barrier *b;
static struct {
	atomic_int acted;
	atomic_int arrived;
	atomic_int zeros[ROUNDS];
} * seen;

static int act(void *result)
{
	atomic_fetch_add(&seen->acted, 1);
	return *(int *)result;
}

static int good = 0, bad = 1;

static void setup(void)
{
	(void)signal(SIGTERM, SIG_DFL);
	seen = shared_memory(sizeof(*seen));
	b = mp_barrier_new("line", 3, act, &good, MP_FOREVER);
	ck_assert_ptr_nonnull(b);
}

static void teardown(void)
{
	mp_barrier_free(b);
}

static int wait_once(void *unused)
{
	(void)unused;
	return mp_barrier_wait(b, MP_FOREVER) < 0 ? errno : 0;
}

/* conforms: 88 */
START_TEST(it_knows_how_it_was_made)
{
	mp_barrier *other = mp_barrier_new(NULL, 1, NULL, NULL, 1);

	ck_assert_int_eq(mp_barrier_parties(b), 3);
	ck_assert_int_eq(mp_barrier_waiting(b), 0);
	ck_assert(!mp_barrier_broken(b));
	ck_assert_str_eq(mp_barrier_name(b), "line");
	ck_assert_str_eq(mp_barrier_name(other), "Barrier-1");
	mp_barrier_free(other);
}
END_TEST

/* conforms: 88 */
START_TEST(what_is_not_possible_is_refused)
{
	static const int none[] = { 0, -1, INT_MIN, MP_BARRIER_MOST + 1 };
	static const double never[] = { 0, -1, NAN };

	for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++) {
		errno = 0;
		ck_assert_ptr_null(mp_barrier_new("x", none[i], NULL, NULL, 1));
		ck_assert_int_eq(errno, EINVAL);
	}
	for (size_t i = 0; i < sizeof(never) / sizeof(*never); i++) {
		errno = 0;
		ck_assert_ptr_null(
			mp_barrier_new("x", 1, NULL, NULL, never[i]));
		ck_assert_int_eq(errno, EINVAL);
	}
	FAILS_WITH(EINVAL, mp_barrier_wait(NULL, 1));
	FAILS_WITH(EINVAL, mp_barrier_wait(b, NAN));
	FAILS_WITH(EINVAL, mp_barrier_abort(NULL));
	FAILS_WITH(EINVAL, mp_barrier_reset(NULL));
	ck_assert_int_eq(mp_barrier_parties(NULL), 0);
	ck_assert_int_eq(mp_barrier_waiting(NULL), 0);
	ck_assert(!mp_barrier_broken(NULL));
	ck_assert_ptr_null(mp_barrier_name(NULL));
	mp_barrier_free(NULL);
	ck_assert(!mp_barrier_broken(b));
}
END_TEST

/* conforms: 88 */
START_TEST(one_party_never_waits)
{
	mp_barrier *one = mp_barrier_new("one", 1, act, &good, MP_FOREVER);

	for (int i = 0; i < 5; i++)
		SUCCEEDS_WITH(0, mp_barrier_wait(one, i % 2 ? 0 : MP_FOREVER));
	ck_assert_int_eq(atomic_load(&seen->acted), 5);
	mp_barrier_free(one);
}
END_TEST

static int keep_step(void *unused)
{
	(void)unused;
	for (int i = 0; i < ROUNDS; i++) {
		int index;

		atomic_fetch_add(&seen->arrived, 1);
		index = mp_barrier_wait(b, MP_FOREVER);
		if (index < 0 || index >= PARTIES)
			return 1;
		if (index == 0)
			atomic_fetch_add(&seen->zeros[i], 1);
		/* All have come, and nobody is more than a round ahead. */
		if (atomic_load(&seen->arrived) < (i + 1) * PARTIES ||
		    atomic_load(&seen->arrived) > (i + 2) * PARTIES)
			return 2;
		if (atomic_load(&seen->acted) < i + 1)
			return 3;
	}
	return 0;
}

/* conforms: 82 83 84 */
START_TEST(all_keep_step)
{
	mp_process *p[PARTIES];

	mp_barrier_free(b);
	b = mp_barrier_new(NULL, PARTIES, act, &good, MP_FOREVER);
	for (int i = 0; i < PARTIES; i++)
		p[i] = started(keep_step, NULL);
	for (int i = 0; i < PARTIES; i++)
		ck_assert_int_eq(ended_with(p[i]), 0);
	ck_assert_int_eq(atomic_load(&seen->acted), ROUNDS);
	for (int i = 0; i < ROUNDS; i++)
		ck_assert_int_eq(atomic_load(&seen->zeros[i]), 1);
	ck_assert_int_eq(mp_barrier_waiting(b), 0);
}
END_TEST

static bool two_wait(void *unused)
{
	(void)unused;
	return mp_barrier_waiting(b) == 2;
}

static void start_two(mp_process *p[2])
{
	for (int i = 0; i < 2; i++)
		p[i] = started(wait_once, NULL);
	ck_assert(eventually(two_wait, NULL));
}

static void both_end_with(int err, mp_process *p[2])
{
	for (int i = 0; i < 2; i++)
		ck_assert_int_eq(ended_with(p[i]), err);
}

/* conforms: 85 86 */
START_TEST(an_abort_breaks_it_for_all_until_it_is_reset)
{
	mp_process *p[2];

	start_two(p);
	SUCCEEDS_WITH(0, mp_barrier_abort(b));
	both_end_with(ECANCELED, p);
	ck_assert(mp_barrier_broken(b));
	ck_assert_int_eq(mp_barrier_waiting(b), 0);
	FAILS_WITH(ECANCELED, mp_barrier_wait(b, MP_FOREVER));
	SUCCEEDS_WITH(0, mp_barrier_reset(b));
	ck_assert(!mp_barrier_broken(b));
	start_two(p);
	ck_assert_int_eq(mp_barrier_wait(b, MP_FOREVER), 2);
	both_end_with(0, p);
	ck_assert_int_eq(atomic_load(&seen->acted), 1);
}
END_TEST

/* conforms: 86 */
START_TEST(a_reset_sends_away_who_waits_and_leaves_it_whole)
{
	mp_process *p[2];

	start_two(p);
	SUCCEEDS_WITH(0, mp_barrier_reset(b));
	both_end_with(ECANCELED, p);
	ck_assert(!mp_barrier_broken(b));
	start_two(p);
	ck_assert_int_eq(mp_barrier_wait(b, MP_FOREVER), 2);
	both_end_with(0, p);
}
END_TEST

/* conforms: 87 */
START_TEST(one_who_is_late_breaks_it_for_all)
{
	mp_barrier *hasty = mp_barrier_new(NULL, 2, NULL, NULL, 0.02);
	mp_process *p;

	FAILS_WITH(ETIMEDOUT, mp_barrier_wait(hasty, MP_FOREVER));
	ck_assert(mp_barrier_broken(hasty));
	FAILS_WITH(ECANCELED, mp_barrier_wait(hasty, MP_FOREVER));
	mp_barrier_free(hasty);
	watch_start();
	p = started(wait_once, NULL);
	watch_wait(MP_VERB_ARRIVE, MP_WAITS, 1);
	FAILS_WITH(ETIMEDOUT, mp_barrier_wait(b, 0.02));
	ck_assert_int_eq(ended_with(p), ECANCELED);
	SUCCEEDS_WITH(0, mp_barrier_reset(b));
	FAILS_WITH(EAGAIN, mp_barrier_wait(b, 0));
	ck_assert(mp_barrier_broken(b));
}
END_TEST

/* conforms: 84 */
START_TEST(an_action_that_fails_breaks_it)
{
	mp_process *p[2];

	mp_barrier_free(b);
	b = mp_barrier_new(NULL, 3, act, &bad, MP_FOREVER);
	start_two(p);
	FAILS_WITH(ECANCELED, mp_barrier_wait(b, MP_FOREVER));
	both_end_with(ECANCELED, p);
	ck_assert(mp_barrier_broken(b));
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
	FAILS_WITH(ETIMEDOUT, mp_barrier_wait(b, 3600));
}
END_TEST

/* ---- deaths ---- */

START_TEST(one_who_dies_waiting_breaks_it)
{
	mp_process *p[2];

	start_two(p);
	ck_assert_int_eq(mp_process_kill(p[0]), 0);
	ck_assert_int_eq(ended_with(p[0]), -SIGKILL);
	ck_assert_int_eq(ended_with(p[1]), EOWNERDEAD);
	ck_assert(mp_barrier_broken(b));
	FAILS_WITH(EOWNERDEAD, mp_barrier_wait(b, MP_FOREVER));
	SUCCEEDS_WITH(0, mp_barrier_reset(b));
	start_two(p);
	ck_assert_int_eq(mp_barrier_wait(b, MP_FOREVER), 2);
	both_end_with(0, p);
}
END_TEST

static int act_and_die(void *unused)
{
	(void)unused;
	kill_myself();
}

START_TEST(one_who_dies_in_the_action_breaks_it)
{
	mp_process *p[2];

	mp_barrier_free(b);
	b = mp_barrier_new(NULL, 3, act_and_die, NULL, MP_FOREVER);
	start_two(p);
	killed(wait_once, NULL);
	both_end_with(EOWNERDEAD, p);
	ck_assert(mp_barrier_broken(b));
}
END_TEST

static void die_passing(const struct mp_probe_event *e)
{
	if (e->verb == MP_VERB_ARRIVE && e->phase == MP_ENDS)
		kill_myself();
}

static const struct mp_probe_sink deadly = { .emit = die_passing };

static int pass_and_die(void *unused)
{
	mp_probe = &deadly;
	return wait_once(unused);
}

START_TEST(one_who_dies_after_the_last_has_come_does_no_harm)
{
	mp_process *p[2];

	start_two(p);
	killed(pass_and_die, NULL);
	both_end_with(0, p);
	ck_assert(!mp_barrier_broken(b));
}
END_TEST

/* ---- events ---- */

START_TEST(a_round_is_told_from_the_first_to_the_pass)
{
	mp_process *p[2];
	int arrived = 0;

	watch_start();
	start_two(p);
	ck_assert_int_eq(mp_barrier_wait(b, MP_FOREVER), 2);
	both_end_with(0, p);
	for (int i = 0; i < watch_len(); i++) {
		const struct seen *s = watch_at(i);

		if (s->e.verb == MP_VERB_ARRIVE && s->e.phase == MP_HAPPENS)
			ck_assert_int_eq((int)s->e.a, arrived++);
		if (s->e.verb == MP_VERB_PASS)
			ck_assert_int_eq(arrived, 3);
		if (s->e.verb == MP_VERB_ARRIVE && s->e.phase == MP_ENDS)
			ck_assert_int_eq(watch_count(MP_VERB_PASS, MP_HAPPENS),
					 1);
	}
	ck_assert_int_eq(arrived, 3);
	ck_assert_int_eq(watch_count(MP_VERB_ARRIVE, MP_WAITS), 2);
	ck_assert_int_eq(watch_count(MP_VERB_ARRIVE, MP_ENDS), 3);
	ck_assert_int_eq(mp_barrier_abort(b), 0);
	ck_assert_int_eq(mp_barrier_reset(b), 0);
	ck_assert_int_eq((int)watch_nth(MP_VERB_BREAK, MP_HAPPENS, 0)->e.b,
			 ECANCELED);
	ck_assert_int_eq((int)watch_nth(MP_VERB_RESET, MP_HAPPENS, 0)->e.a, 2);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("mp/barrier");
	TCase *t = tcase_create("barrier");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, it_knows_how_it_was_made);
	tcase_add_test(t, what_is_not_possible_is_refused);
	tcase_add_test(t, one_party_never_waits);
	tcase_add_test(t, all_keep_step);
	tcase_add_test(t, an_abort_breaks_it_for_all_until_it_is_reset);
	tcase_add_test(t, a_reset_sends_away_who_waits_and_leaves_it_whole);
	tcase_add_test(t, one_who_is_late_breaks_it_for_all);
	tcase_add_test(t, an_action_that_fails_breaks_it);
	tcase_add_test(t, a_wait_follows_the_demos_clock);
	tcase_add_test(t, one_who_dies_waiting_breaks_it);
	tcase_add_test(t, one_who_dies_in_the_action_breaks_it);
	tcase_add_test(t, one_who_dies_after_the_last_has_come_does_no_harm);
	tcase_add_test(t, a_round_is_told_from_the_first_to_the_pass);
	tcase_set_timeout(t, 60);
	suite_add_tcase(s, t);
	return s;
}
