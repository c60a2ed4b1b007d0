/* SPDX-License-Identifier: MIT */
#include "model/stuck.h"

#include "support/check_main.h"
#include "unit/model/story.h"

/* Two who eat with two forks, and one who waits for them. */
enum { ADA = PRODUCER, BOB = CONSUMER, FORK_A = 11, FORK_B, SLOTS, EVENT };

static struct story s;
static struct model_stuck stuck;

/* One sample tells how many threads there are. */
static void sample(uint32_t pid, char letter, uint32_t threads)
{
	TELL(&s, 15, pid, SAMPLE, MP_HAPPENS, .object = (uint64_t)letter,
	     .aux = threads << 16);
}

static void setup(void)
{
	story_begin(&s);
	story_cast(&s, 10);
	TELL(&s, 12, MAIN, LOCK_NEW, MP_HAPPENS, .object = FORK_A,
	     .text = story_text(&s, "fork-A"));
	TELL(&s, 12, MAIN, LOCK_NEW, MP_HAPPENS, .object = FORK_B,
	     .text = story_text(&s, "fork-B"));
	TELL(&s, 12, MAIN, SEMAPHORE_NEW, MP_HAPPENS, .object = SLOTS,
	     .text = story_text(&s, "slots"), .a = 1);
	TELL(&s, 12, MAIN, EVENT_NEW, MP_HAPPENS, .object = EVENT,
	     .text = story_text(&s, "go"));
	sample(MAIN, 'S', 1);
	sample(ADA, 'S', 1);
	sample(BOB, 'S', 1);
}

static void teardown(void)
{
	model_stuck_release(&stuck);
	story_end(&s);
}

static void has(int64_t ms, uint32_t who, uint64_t what)
{
	TELL(&s, ms, who, ACQUIRE, MP_HAPPENS, .object = what, .a = 1,
	     .b = who);
	TELL(&s, ms, who, ACQUIRE, MP_ENDS, .object = what);
}

static void wants(int64_t ms, uint32_t who, uint64_t what, int err)
{
	TELL(&s, ms, who, ACQUIRE, MP_BEGINS, .object = what);
	TELL(&s, ms, who, ACQUIRE, MP_WAITS, .object = what, .err = err);
}

static void waits(int64_t ms, uint32_t who, enum mp_verb verb, uint64_t object,
		  uint64_t a)
{
	story_tell(&s, ms,
		   (struct trace_event){ .pid = who,
					 .tid = who,
					 .verb = (uint16_t)verb,
					 .phase = MP_WAITS,
					 .object = object,
					 .a = a });
}

static void look(void)
{
	model_stuck_release(&stuck);
	model_stuck(s.m, &stuck);
}

static void check_words(const char *expected)
{
	SCOPED_STR out = STR_INIT;

	model_stuck_words(s.m, s.log, &stuck, &out);
	ck_assert_str_eq(out.buf ? out.buf : "", expected);
}

/* Each has one fork and wants the other's. */
static void cross(int err)
{
	has(20, ADA, FORK_A);
	has(21, BOB, FORK_B);
	wants(30, ADA, FORK_B, err);
	wants(40, BOB, FORK_A, 0);
}

START_TEST(nobody_waits_at_first)
{
	look();
	ck_assert_uint_eq(stuck.count, 0);
	check_words("");
}
END_TEST

START_TEST(two_locks_taken_crosswise_are_a_deadlock)
{
	cross(0);
	waits(50, MAIN, MP_VERB_JOIN, 0, ADA);
	look();
	ck_assert_uint_eq(stuck.count, 3);
	ck_assert_uint_eq(stuck.for_ever, 3);
	ck_assert_uint_eq(stuck.circle_len, 2);
	ck_assert_uint_eq(stuck.waits[0].pid, ADA);
	ck_assert_uint_eq(stuck.waits[0].holder_pid, BOB);
	ck_assert_uint_eq(stuck.waits[0].next, 1);
	ck_assert_uint_eq(stuck.waits[1].next, 0);
	/* main waits for one of the circle, and is not in it. */
	ck_assert_uint_eq(stuck.waits[2].pid, MAIN);
	ck_assert_uint_eq(stuck.waits[2].next, 0);
	check_words("DEADLOCK: producer (PID 4711) waits for fork-B, which "
		    "consumer (PID 4712) holds; consumer (PID 4712) waits for "
		    "fork-A, which producer (PID 4711) holds.");
}
END_TEST

START_TEST(a_time_out_in_the_circle_opens_it)
{
	cross(110);
	waits(50, MAIN, MP_VERB_JOIN, 0, ADA);
	look();
	ck_assert_uint_eq(stuck.count, 3);
	ck_assert_uint_eq(stuck.for_ever, 0);
	ck_assert(stuck.waits[0].bounded);
	check_words("");
}
END_TEST

START_TEST(a_death_in_the_circle_opens_it)
{
	cross(0);
	look();
	ck_assert_uint_eq(stuck.for_ever, 2);
	TELL(&s, 60, BOB, EXITED, MP_HAPPENS, .a = 9);
	look();
	ck_assert_uint_eq(stuck.count, 1);
	ck_assert_uint_eq(stuck.for_ever, 0);
}
END_TEST

START_TEST(who_waits_for_one_that_works_is_in_no_deadlock)
{
	has(20, ADA, FORK_A);
	wants(30, BOB, FORK_A, 0);
	waits(40, MAIN, MP_VERB_JOIN, 0, BOB);
	look();
	ck_assert_uint_eq(stuck.count, 2);
	ck_assert_uint_eq(stuck.for_ever, 0);
	ck_assert_uint_eq(stuck.waits[0].holder_pid, ADA);
	ck_assert_uint_eq(stuck.waits[0].next, MODEL_NOBODY);
}
END_TEST

START_TEST(a_thread_of_which_nothing_was_heard_may_end_it)
{
	cross(0);
	waits(50, MAIN, MP_VERB_WAIT, EVENT, 0);
	sample(MAIN, 'S', 2);
	look();
	/* It may set the event, and cannot release the forks. */
	ck_assert_uint_eq(stuck.for_ever, 2);
	ck_assert(!stuck.waits[2].for_ever);
	sample(MAIN, 'S', 1);
	look();
	ck_assert_uint_eq(stuck.for_ever, 3);
}
END_TEST

START_TEST(when_all_wait_for_anybody_it_is_a_deadlock_without_a_circle)
{
	waits(20, ADA, MP_VERB_GET, TASKS, 0);
	waits(30, BOB, MP_VERB_ACQUIRE, SLOTS, 0);
	waits(40, MAIN, MP_VERB_WAIT, EVENT, 0);
	look();
	ck_assert_uint_eq(stuck.for_ever, 3);
	ck_assert_uint_eq(stuck.circle_len, 0);
	check_words("DEADLOCK: nobody is left who could go on: producer (PID "
		    "4711) waits in get of tasks; consumer (PID 4712) waits "
		    "for slots; main (PID 4710) waits in wait of go.");
}
END_TEST

START_TEST(a_process_that_the_kernel_calls_runnable_is_not_stuck)
{
	waits(20, ADA, MP_VERB_GET, TASKS, 0);
	waits(30, BOB, MP_VERB_GET, TASKS, 0);
	waits(40, MAIN, MP_VERB_WAIT, EVENT, 0);
	sample(BOB, 'R', 1);
	look();
	ck_assert_uint_eq(stuck.for_ever, 0);
}
END_TEST

START_TEST(a_process_waiting_for_itself_is_a_circle_of_one)
{
	has(20, ADA, FORK_A);
	wants(30, ADA, FORK_A, 0);
	look();
	ck_assert_uint_eq(stuck.for_ever, 1);
	ck_assert_uint_eq(stuck.circle_len, 1);
}
END_TEST

START_TEST(nothing_is_said_once_events_were_lost)
{
	cross(0);
	TELL(&s, 60, BOB, LOST, MP_HAPPENS, .a = 1);
	look();
	ck_assert_uint_eq(stuck.for_ever, 0);
}
END_TEST

START_TEST(a_deadlock_is_over_when_one_of_its_threads_goes_on)
{
	cross(0);
	ck_assert_int_eq(s.m->deadlock_ns, -1);
	TELL(&s, 300, 0, DEADLOCK, MP_HAPPENS, .a = 2, .b = 2);
	ck_assert_int_gt(s.m->deadlock_ns, 0);
	TELL(&s, 400, ADA, ACQUIRE, MP_ENDS, .object = FORK_B, .err = 4);
	ck_assert_int_eq(s.m->deadlock_ns, -1);
}
END_TEST

Suite *suite(void)
{
	Suite *suite = suite_create("stuck");
	TCase *tc = tcase_create("stuck");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, nobody_waits_at_first);
	tcase_add_test(tc, two_locks_taken_crosswise_are_a_deadlock);
	tcase_add_test(tc, a_time_out_in_the_circle_opens_it);
	tcase_add_test(tc, a_death_in_the_circle_opens_it);
	tcase_add_test(tc, who_waits_for_one_that_works_is_in_no_deadlock);
	tcase_add_test(tc, a_thread_of_which_nothing_was_heard_may_end_it);
	tcase_add_test(
		tc,
		when_all_wait_for_anybody_it_is_a_deadlock_without_a_circle);
	tcase_add_test(tc,
		       a_process_that_the_kernel_calls_runnable_is_not_stuck);
	tcase_add_test(tc, a_process_waiting_for_itself_is_a_circle_of_one);
	tcase_add_test(tc, nothing_is_said_once_events_were_lost);
	tcase_add_test(tc, a_deadlock_is_over_when_one_of_its_threads_goes_on);
	suite_add_tcase(suite, tc);
	return suite;
}
