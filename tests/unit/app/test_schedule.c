/* SPDX-License-Identifier: MIT */
#include "app/schedule.h"

#include <string.h>

#include "base/clock.h"
#include "support/check_main.h"

enum { FIRST = 100, SECOND };

static struct app_schedule s;
static struct model *m;
static size_t end;
static int64_t now;
static uint32_t standing[4]; /* PIDs; 0: free */

static bool stands(void *arg, uint32_t pid)
{
	(void)arg;
	for (size_t i = 0; i < 4; i++)
		if (standing[i] == pid)
			return true;
	return false;
}

static void tell(uint32_t pid, enum mp_verb verb, enum mp_phase phase)
{
	model_apply(m, &(struct trace_event){ .time_ns = now,
					      .pid = pid,
					      .tid = pid,
					      .verb = (uint16_t)verb,
					      .phase = (uint8_t)phase });
	end++;
}

/* Ask again and again until it has an answer, @ms at most. */
static uint32_t next(int ms)
{
	for (int64_t until = now + ms * CLOCK_MS; now < until;
	     now += 5 * CLOCK_MS) {
		uint32_t pid = app_schedule_next(&s, m, end, now, stands, NULL);

		if (pid || s.state != APP_SCHEDULE_RUNS)
			return pid;
	}
	return 0;
}

static void setup(void)
{
	m = model_new();
	end = 0;
	now = CLOCK_S;
	memset(standing, 0, sizeof(standing));
	tell(FIRST, MP_VERB_NAME, MP_HAPPENS);
	tell(SECOND, MP_VERB_NAME, MP_HAPPENS);
	standing[0] = FIRST;
	standing[1] = SECOND;
}

static void teardown(void)
{
	app_schedule_release(&s);
	model_free(m);
}

START_TEST(letters_are_processes_in_the_order_of_their_appearance)
{
	app_schedule_begin(&s, "BAA");
	ck_assert_uint_eq(next(100), SECOND);
	tell(SECOND, MP_VERB_SLEEP, MP_BEGINS);
	ck_assert_uint_eq(next(100), FIRST);
	ck_assert_uint_eq(next(100), FIRST);
	ck_assert_uint_eq(next(100), 0);
	ck_assert_int_eq(s.state, APP_SCHEDULE_DONE);
}
END_TEST

START_TEST(no_step_is_made_while_one_is_under_way)
{
	app_schedule_begin(&s, "A");
	standing[1] = 0;
	ck_assert_uint_eq(next(500), 0);
	ck_assert_int_eq(s.state, APP_SCHEDULE_RUNS);
	standing[1] = SECOND;
	ck_assert_uint_eq(next(100), FIRST);
}
END_TEST

START_TEST(one_who_waits_has_no_step_and_that_is_said)
{
	app_schedule_begin(&s, "BA");
	standing[1] = 0;
	tell(SECOND, MP_VERB_ACQUIRE, MP_BEGINS);
	tell(SECOND, MP_VERB_ACQUIRE, MP_WAITS);
	ck_assert_uint_eq(next(5000), 0);
	ck_assert_int_eq(s.state, APP_SCHEDULE_DIVERGED);
	ck_assert_str_eq(s.why.buf, "letter 1 of the schedule, B, is PID 101, "
				    "which waits for another");
}
END_TEST

static void sample(uint32_t pid, char letter)
{
	now += CLOCK_MS;
	model_apply(m, &(struct trace_event){ .time_ns = now,
					      .pid = pid,
					      .tid = pid,
					      .verb = MP_VERB_SAMPLE,
					      .phase = MP_HAPPENS,
					      .object = (uint64_t)letter });
}

START_TEST(one_who_is_stopped_has_no_step_and_holds_up_nobody)
{
	app_schedule_begin(&s, "AB");
	sample(SECOND, 'T');
	standing[1] = 0; /* wherever it was stopped */
	ck_assert_uint_eq(next(100), FIRST);
	ck_assert_uint_eq(next(5000), 0);
	ck_assert_int_eq(s.state, APP_SCHEDULE_DIVERGED);
	ck_assert_str_eq(s.why.buf, "letter 2 of the schedule, B, is PID 101, "
				    "which is stopped by a signal");
}
END_TEST

START_TEST(a_letter_without_a_process_is_said)
{
	app_schedule_begin(&s, "AC");
	ck_assert_uint_eq(next(100), FIRST);
	ck_assert_uint_eq(next(5000), 0);
	ck_assert_int_eq(s.state, APP_SCHEDULE_DIVERGED);
	ck_assert_str_eq(s.why.buf, "letter 2 of the schedule, C, is no "
				    "process: there are 2");
}
END_TEST

START_TEST(one_that_has_ended_is_said_at_once)
{
	app_schedule_begin(&s, "B");
	standing[1] = 0;
	tell(SECOND, MP_VERB_EXITED, MP_HAPPENS);
	ck_assert_uint_eq(next(100), 0);
	ck_assert_int_eq(s.state, APP_SCHEDULE_DIVERGED);
	ck_assert_ptr_nonnull(strstr(s.why.buf, "has ended"));
}
END_TEST

START_TEST(only_letters_are_a_schedule)
{
	ck_assert(app_schedule_is_one("ABBAz"));
	ck_assert(!app_schedule_is_one(""));
	ck_assert(!app_schedule_is_one("AB 1"));
	ck_assert(!app_schedule_is_one("\xc3\xa4"));
}
END_TEST

Suite *suite(void)
{
	Suite *suite = suite_create("schedule");
	TCase *tc = tcase_create("schedule");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc,
		       letters_are_processes_in_the_order_of_their_appearance);
	tcase_add_test(tc, no_step_is_made_while_one_is_under_way);
	tcase_add_test(tc, one_who_waits_has_no_step_and_that_is_said);
	tcase_add_test(tc, one_who_is_stopped_has_no_step_and_holds_up_nobody);
	tcase_add_test(tc, a_letter_without_a_process_is_said);
	tcase_add_test(tc, one_that_has_ended_is_said_at_once);
	tcase_add_test(tc, only_letters_are_a_schedule);
	suite_add_tcase(suite, tc);
	return suite;
}
