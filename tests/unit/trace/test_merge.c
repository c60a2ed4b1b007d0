/* SPDX-License-Identifier: MIT */
/*
 * The order of events in the log is the order in which things took place.
 */
#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "support/check_main.h"
#include "unit/trace/rig.h"

enum { EACH = 10000 };

struct table {
	pthread_mutex_t lock;
	uint64_t next;
};

static int take_turns(void *arg)
{
	struct table *t = arg;

	for (int i = 0; i < EACH; i++) {
		if (pthread_mutex_lock(&t->lock))
			return 1;
		rig_say(t->next++);
		if (pthread_mutex_unlock(&t->lock))
			return 1;
	}
	return 0;
}

static struct table *lay_table(void)
{
	struct table *t = rig_shared(sizeof(*t));
	pthread_mutexattr_t shared;

	ck_assert_int_eq(pthread_mutexattr_init(&shared), 0);
	ck_assert_int_eq(
		pthread_mutexattr_setpshared(&shared, PTHREAD_PROCESS_SHARED),
		0);
	ck_assert_int_eq(pthread_mutex_init(&t->lock, &shared), 0);
	return t;
}

START_TEST(a_lock_handed_to_and_fro_shows_no_inversion)
{
	struct table *t = lay_table();
	pid_t a = rig_fork(take_turns, t), b = rig_fork(take_turns, t);

	ck_assert_int_eq(rig_reap_draining(a), 0);
	ck_assert_int_eq(rig_reap_draining(b), 0);
	rig_drain();
	ck_assert_uint_eq(rig_count(), 2 * EACH);
	for (uint64_t i = 0; i < 2 * EACH; i++)
		ck_assert_uint_eq(rig_at(i)->a, i);
	ck_assert_uint_eq(rig_totals().late, 0);
}
END_TEST

static void post(int64_t time, uint64_t a)
{
	trace_arena_post(rig.arena, &(struct trace_event){
					    .time_ns = time,
					    .verb = MP_VERB_OUTPUT,
					    .phase = MP_HAPPENS,
					    .a = a,
				    });
}

START_TEST(the_players_own_events_are_merged_by_time)
{
	int64_t now;

	rig_say(1);
	post(0, 2);
	rig_say(3);
	now = trace_arena_now(rig.arena);
	post(now + 2, 5);
	post(now + 1, 4);
	post(now + 3, 6);
	rig_drain();
	ck_assert_uint_eq(rig_count(), 6);
	for (uint64_t i = 0; i < 6; i++)
		ck_assert_uint_eq(rig_at(i)->a, i + 1);
	ck_assert_uint_eq(rig_totals().events, 2);
}
END_TEST

START_TEST(an_event_of_the_past_is_put_where_the_log_ends)
{
	int64_t past = trace_arena_now(rig.arena);

	rig_say(1);
	rig_drain();
	post(past, 2);
	rig_drain();
	ck_assert_uint_eq(rig_count(), 2);
	ck_assert_int_eq(rig_at(1)->time_ns, rig_at(0)->time_ns);
	ck_assert_uint_eq(rig_totals().late, 0);
}
END_TEST

START_TEST(what_may_yet_be_preceded_is_kept_back)
{
	bool more;

	rig_say(1);
	/* The bound of a sweep is a little before it. */
	post(trace_arena_now(rig.arena) + 60000000000, 3);
	rig_say(2);
	rig_drain();
	ck_assert_uint_eq(rig_count(), 2);
	ck_assert_uint_eq(trace_arena_finish(rig.arena, rig.log), 1);
	ck_assert_uint_eq(rig_at(2)->a, 3);
	ck_assert_uint_eq(trace_arena_drain(rig.arena, rig.log, 9, &more), 0);
	ck_assert(!more);
}
END_TEST

START_TEST(a_drain_takes_no_more_than_it_is_told)
{
	bool more;
	size_t n = 0;

	for (uint64_t i = 0; i < 250; i++)
		rig_say(i);
	(void)usleep(1000); /* past the bound: not needed for correctness */
	do {
		size_t got = trace_arena_drain(rig.arena, rig.log, 100, &more);

		ck_assert_uint_le(got, 100);
		ck_assert(!more || got == 100);
		n += got;
	} while (n < 250);
	ck_assert(!more);
	ck_assert_uint_eq(rig_count(), 250);
}
END_TEST

static int say_three(void *arg)
{
	for (uint64_t i = 0; i < 3; i++)
		rig_say(*(uint64_t *)arg + i);
	return 0;
}

START_TEST(the_end_holds_nothing_back)
{
	for (uint64_t i = 0; i < 30; i += 3)
		(void)rig_reap(rig_fork(say_three, &i));
	rig_say(30);
	ck_assert_uint_eq(trace_arena_finish(rig.arena, rig.log), 31);
	for (uint64_t i = 0; i < 31; i++)
		ck_assert_uint_eq(rig_at(i)->a, i);
}
END_TEST

/* A thousandth is far above the error that ticks.h promises. */
static void check_ticks(void)
{
	int64_t out0 = clock_now(), run0 = trace_arena_now(rig.arena),
		in0 = clock_now(), in1, run1, out1;

	(void)usleep(2000);
	in1 = clock_now();
	run1 = trace_arena_now(rig.arena);
	out1 = clock_now();
	ck_assert_int_ge(run1 - run0, (in1 - in0) - (in1 - in0) / 1000);
	ck_assert_int_le(run1 - run0, (out1 - out0) + (out1 - out0) / 1000);
}

START_TEST(both_clocks_keep_the_order)
{
	enum arena_clock clocks[] = { ARENA_CLOCK_MONOTONIC, ARENA_CLOCK_TSC };
	struct err e;

	for (int i = 0; i < 2; i++) {
		int64_t before, after;

		rig_close();
		rig.log = trace_log_new(0);
		ck_assert_int_eq(run_open(clocks[i], &rig.arena, &e), 0);
		ck_assert_int_eq(trace_writer_open(trace_arena_path(rig.arena)),
				 0);
		before = trace_arena_now(rig.arena);
		rig_say(1);
		after = trace_arena_now(rig.arena);
		rig_drain();
		ck_assert_uint_eq(rig_count(), 1);
		ck_assert_int_ge(rig_at(0)->time_ns, before);
		ck_assert_int_le(rig_at(0)->time_ns, after);
		check_ticks();
	}
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("trace merge");
	TCase *c = tcase_create("merge");

	tcase_add_checked_fixture(c, rig_open, rig_close);
	tcase_set_timeout(c, 60);
	tcase_add_test(c, a_lock_handed_to_and_fro_shows_no_inversion);
	tcase_add_test(c, the_players_own_events_are_merged_by_time);
	tcase_add_test(c, an_event_of_the_past_is_put_where_the_log_ends);
	tcase_add_test(c, what_may_yet_be_preceded_is_kept_back);
	tcase_add_test(c, a_drain_takes_no_more_than_it_is_told);
	tcase_add_test(c, the_end_holds_nothing_back);
	tcase_add_test(c, both_clocks_keep_the_order);
	suite_add_tcase(s, c);
	return s;
}
