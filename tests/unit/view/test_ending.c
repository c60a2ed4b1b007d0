/* SPDX-License-Identifier: MIT */
#include "view/ending.h"

#include <check.h>
#include <string.h>

#include "model/history.h"
#include "support/check_main.h"
#include "unit/view/scene.h"

static struct trace_log *the_log;
static struct model *m;
static struct str words;

static void setup(void)
{
	the_log = trace_log_new(0);
	m = model_new();
	words = STR_INIT;
}

static void teardown(void)
{
	str_release(&words);
	model_free(m);
	trace_log_free(the_log);
}

static void tell(int ms, uint32_t pid, uint16_t verb, uint64_t a)
{
	model_apply(m, &(struct trace_event){ .time_ns = ms * INT64_C(1000000),
					      .pid = pid,
					      .tid = pid,
					      .verb = verb,
					      .phase = MP_HAPPENS,
					      .a = a });
}

static void name(uint32_t pid, const char *text)
{
	model_apply(m, &(struct trace_event){
			       .pid = pid,
			       .tid = pid,
			       .verb = MP_VERB_NAME,
			       .phase = MP_HAPPENS,
			       .text = trace_log_intern(the_log, text,
							strlen(text)) });
}

/* @pid ends with this wait status, and is reaped. */
static void end(int ms, uint32_t pid, uint64_t status)
{
	tell(ms, pid, MP_VERB_EXITED, status);
	model_apply(m, &(struct trace_event){ .time_ns = ms * INT64_C(1000000),
					      .pid = pid,
					      .tid = pid,
					      .verb = MP_VERB_SAMPLE,
					      .phase = MP_HAPPENS,
					      .object = 'X',
					      .a = UINT64_MAX,
					      .b = UINT64_MAX });
}

static const char *ending(void)
{
	str_clear(&words);
	view_ending(m, the_log, "demo", &words);
	return words.buf;
}

START_TEST(a_program_without_a_name_is_told_by_its_own)
{
	end(1200, 7, 11);
	tell(1200, 0, MP_VERB_END, 0);
	ck_assert_str_eq(ending(),
			 "demo (PID 7) was killed by SIGSEGV, at 1.20 s");
}
END_TEST

START_TEST(the_first_that_failed_is_named)
{
	name(7, "main");
	name(8, "producer");
	name(9, "consumer");
	end(1000, 9, 9);
	end(2000, 8, 1 << 8);
	end(2500, 7, 1 << 8);
	tell(2500, 0, MP_VERB_END, 0);
	ck_assert_str_eq(ending(),
			 "consumer (PID 9) was killed by SIGKILL, at 1.00 s; "
			 "1 more failed; then main ended 1");
}
END_TEST

START_TEST(a_run_that_copes_with_a_death_ended_well)
{
	name(7, "main");
	end(1000, 8, 9);
	end(2500, 7, 0);
	tell(2500, 0, MP_VERB_END, 0);
	ck_assert_str_eq(ending(), "");
}
END_TEST

START_TEST(what_the_user_ended_did_not_fail)
{
	end(1000, 7, 15);
	ck_assert_str_eq(ending(), "");
	tell(1000, 0, MP_VERB_END, 1);
	ck_assert_str_eq(ending(), "");
}
END_TEST

START_TEST(a_bad_ending_is_told_whatever_pane_is_in_front)
{
	struct scene s;

	scene_begin(&s, scene_queue);
	scene_play(&s, 60000);
	s.player.failure =
		"consumer (PID 4712) was killed by SIGKILL, at 1.50 s; then "
		"main ended 1";
	view_player_focus(&s.player, LESSON_PANE_CONSOLE);
	scene_golden(&s, 24, 80, "ended-badly");
	scene_end(&s);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("ending");
	TCase *tc = tcase_create("words");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, a_program_without_a_name_is_told_by_its_own);
	tcase_add_test(tc, the_first_that_failed_is_named);
	tcase_add_test(tc, a_run_that_copes_with_a_death_ended_well);
	tcase_add_test(tc, what_the_user_ended_did_not_fail);
	suite_add_tcase(s, tc);
	tc = tcase_create("screen");
	tcase_add_test(tc, a_bad_ending_is_told_whatever_pane_is_in_front);
	suite_add_tcase(s, tc);
	return s;
}
