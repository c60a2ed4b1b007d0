/* SPDX-License-Identifier: MIT */
/* Sentences and JSON about locks, barriers, values, pools. */
#include <errno.h>

#include "model/narrate.h"
#include "support/check_main.h"
#include "unit/model/story.h"

enum { LOCK = 11, SLOTS, GATE, BALANCE, SQUARES, LINE };

static struct story s;
static struct str out;

static void make(uint64_t id, enum mp_verb verb, const char *name, uint64_t a)
{
	story_tell(&s, 20,
		   (struct trace_event){ .pid = MAIN,
					 .tid = MAIN,
					 .verb = (uint16_t)verb,
					 .phase = MP_HAPPENS,
					 .object = id,
					 .text = story_text(&s, name),
					 .a = a });
}

static void setup(void)
{
	story_begin(&s);
	story_cast(&s, 10);
	make(LOCK, MP_VERB_LOCK_NEW, "printer", 0);
	make(SLOTS, MP_VERB_SEMAPHORE_NEW, "slots", 3);
	make(GATE, MP_VERB_BARRIER_NEW, "gate", 2);
	make(BALANCE, MP_VERB_VALUE_NEW, "balance", 1);
	make(LINE, MP_VERB_PIPE_NEW, "line", 1);
	make(SQUARES, MP_VERB_POOL_NEW, "squares", 2);
	out = STR_INIT;
}

static void teardown(void)
{
	str_release(&out);
	story_end(&s);
}

static void check_told(const char *expected)
{
	const struct trace_event *e =
		trace_log_at(s.log, trace_log_end(s.log) - 1);

	str_clear(&out);
	(void)model_narrate(s.m, s.log, e, &out);
	/* Behind the time. */
	ck_assert_str_eq(out.len > 9 ? out.buf + 9 : "", expected);
}

START_TEST(what_is_made_is_told_with_its_size)
{
	check_told("main (PID 4710) makes the pool squares of 2 workers.");
}
END_TEST

START_TEST(a_lock_is_told_with_its_holder)
{
	TELL(&s, 30, PRODUCER, ACQUIRE, MP_HAPPENS, .object = LOCK, .a = 1,
	     .b = PRODUCER);
	check_told("producer (PID 4711) acquires printer.");
	TELL(&s, 31, CONSUMER, ACQUIRE, MP_WAITS, .object = LOCK,
	     .b = PRODUCER);
	check_told("consumer (PID 4712) waits in acquire(printer): producer "
		   "(PID 4711) holds it.");
	TELL(&s, 32, CONSUMER, ACQUIRE, MP_ENDS, .object = LOCK,
	     .err = ETIMEDOUT);
	check_told("consumer (PID 4712) gives up acquire(printer): the time "
		   "is up.");
	TELL(&s, 33, PRODUCER, RELEASE, MP_HAPPENS, .object = LOCK,
	     .b = PRODUCER);
	check_told("producer (PID 4711) releases printer.");
	TELL(&s, 34, PRODUCER, RELEASE, MP_ENDS, .object = LOCK);
	check_told("");
}
END_TEST

START_TEST(a_semaphore_is_told_with_what_is_left)
{
	TELL(&s, 30, PRODUCER, ACQUIRE, MP_HAPPENS, .object = SLOTS, .a = 2,
	     .b = PRODUCER);
	check_told("producer (PID 4711) takes one of slots: 2 left.");
	TELL(&s, 31, PRODUCER, RELEASE, MP_HAPPENS, .object = SLOTS, .a = 3,
	     .b = PRODUCER);
	check_told("producer (PID 4711) gives one back to slots: 3 left.");
	TELL(&s, 32, CONSUMER, ACQUIRE, MP_WAITS, .object = SLOTS);
	check_told("consumer (PID 4712) waits in acquire(slots): there is none "
		   "left.");
}
END_TEST

START_TEST(a_barrier_is_told_by_who_is_there)
{
	TELL(&s, 30, PRODUCER, ARRIVE, MP_HAPPENS, .object = GATE, .aux = 2);
	check_told("producer (PID 4711) arrives at gate, number 1 of 2.");
	TELL(&s, 30, PRODUCER, ARRIVE, MP_WAITS, .object = GATE, .aux = 2);
	check_told("producer (PID 4711) waits in arrive(gate): 1 of 2 are "
		   "there.");
	TELL(&s, 31, CONSUMER, BREAK, MP_HAPPENS, .object = GATE,
	     .b = EOWNERDEAD);
	check_told("gate breaks, because one who had come was killed.");
	TELL(&s, 32, CONSUMER, PASS, MP_HAPPENS, .object = GATE, .a = 1);
	check_told("All are there, and gate opens.");
}
END_TEST

START_TEST(a_value_is_told_with_what_it_is_now)
{
	TELL(&s, 30, PRODUCER, VALUE_SET, MP_HAPPENS, .object = BALANCE,
	     .kind = MP_KIND_INT, .a = 100);
	check_told("producer (PID 4711) sets balance to 100.");
	TELL(&s, 31, PRODUCER, VALUE_ADD, MP_HAPPENS, .object = BALANCE,
	     .kind = MP_KIND_INT, .a = 107);
	check_told("producer (PID 4711) adds to balance, which is now 107.");
}
END_TEST

START_TEST(a_message_and_a_task_are_told)
{
	TELL(&s, 30, PRODUCER, SEND, MP_HAPPENS, .object = LINE,
	     .kind = MP_KIND_TEXT, .text = story_text(&s, "hello"), .b = 5);
	check_told("producer (PID 4711) sends \"hello\" into line, 5 bytes.");
	TELL(&s, 31, CONSUMER, TASK, MP_BEGINS, .object = SQUARES, .a = 5);
	check_told("consumer (PID 4712) begins task 5 of squares.");
	TELL(&s, 32, MAIN, WORKER_LOST, MP_HAPPENS, .object = SQUARES,
	     .a = CONSUMER);
	check_told("squares has lost its worker consumer (PID 4712).");
}
END_TEST

START_TEST(json_has_the_numbers_of_the_effect_and_not_of_a_failure)
{
	struct model_place nowhere = { .file = NULL };

	TELL(&s, 30, PRODUCER, ACQUIRE, MP_HAPPENS, .object = SLOTS, .a = 2,
	     .b = PRODUCER);
	model_event_json(s.m, s.log,
			 trace_log_at(s.log, trace_log_end(s.log) - 1), nowhere,
			 &out);
	ck_assert_ptr_nonnull(strstr(out.buf, "\"object\":\"slots\""));
	ck_assert_ptr_nonnull(strstr(out.buf, "\"count\":2,\"thread\":4711"));
	TELL(&s, 30, PRODUCER, ACQUIRE, MP_ENDS, .object = SLOTS,
	     .err = ETIMEDOUT);
	str_clear(&out);
	model_event_json(s.m, s.log,
			 trace_log_at(s.log, trace_log_end(s.log) - 1), nowhere,
			 &out);
	ck_assert_ptr_null(strstr(out.buf, "count"));
	ck_assert_ptr_nonnull(strstr(out.buf, "ETIMEDOUT"));
}
END_TEST

Suite *suite(void)
{
	Suite *suite = suite_create("tell");
	TCase *tc = tcase_create("tell");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, what_is_made_is_told_with_its_size);
	tcase_add_test(tc, a_lock_is_told_with_its_holder);
	tcase_add_test(tc, a_semaphore_is_told_with_what_is_left);
	tcase_add_test(tc, a_barrier_is_told_by_who_is_there);
	tcase_add_test(tc, a_value_is_told_with_what_it_is_now);
	tcase_add_test(tc, a_message_and_a_task_are_told);
	tcase_add_test(tc,
		       json_has_the_numbers_of_the_effect_and_not_of_a_failure);
	suite_add_tcase(suite, tc);
	return suite;
}
