/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "mp/probe.h"
#include "support/check_main.h"
#include "trace/names.h"

START_TEST(every_verb_has_a_name_of_its_own)
{
	for (uint16_t v = MP_VERB_NONE + 1; v < MP_VERB_COUNT; v++) {
		const char *name = trace_verb_name(v);

		ck_assert_uint_gt(strlen(name), 0);
		ck_assert_uint_eq(strspn(name, "abcdefghijklmnopqrstuvwxyz-"),
				  strlen(name));
		ck_assert_ptr_nonnull(trace_verb_doing(v));
		ck_assert_int_lt((int)trace_verb_look(v), TRACE_LOOK_COUNT);
		for (uint16_t other = MP_VERB_NONE; other < v; other++)
			ck_assert_str_ne(trace_verb_name(other), name);
	}
}
END_TEST

START_TEST(the_words_are_those_of_the_list)
{
	ck_assert_str_eq(trace_verb_name(MP_VERB_QUEUE_NEW), "queue-new");
	ck_assert_str_eq(trace_verb_doing(MP_VERB_QUEUE_NEW), "new queue");
	ck_assert_int_eq((int)trace_verb_look(MP_VERB_QUEUE_NEW),
			 TRACE_LOOK_QUEUE);
	ck_assert_int_eq((int)trace_verb_look(MP_VERB_SAMPLE),
			 TRACE_LOOK_KERNEL);
	ck_assert_str_eq(trace_phase_name(MP_BEGINS), "begins");
	ck_assert_str_eq(trace_phase_name(MP_ENDS), "ends");
	ck_assert_str_eq(trace_look_name(TRACE_LOOK_FAULT), "fault");
}
END_TEST

START_TEST(any_number_has_an_answer)
{
	ck_assert_str_eq(trace_verb_name(MP_VERB_NONE), "unknown");
	ck_assert_str_eq(trace_verb_name(MP_VERB_COUNT), "unknown");
	ck_assert_str_eq(trace_verb_name(UINT16_MAX), "unknown");
	ck_assert_str_eq(trace_verb_doing(UINT16_MAX), "");
	ck_assert_str_eq(trace_phase_name(200), "unknown");
	ck_assert_str_eq(trace_look_name((enum trace_look)99), "unknown");
}
END_TEST

START_TEST(what_mp_tells_is_believed_of_a_demo)
{
	for (uint16_t v = MP_VERB_NONE + 1; v < MP_VERB_SAMPLE; v++) {
		enum trace_look look = trace_verb_look(v);

		ck_assert_msg(
			look != TRACE_LOOK_RUN && look != TRACE_LOOK_KERNEL,
			"%s is not for a demo to say", trace_verb_name(v));
	}
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("trace names");
	TCase *c = tcase_create("names");

	tcase_add_test(c, what_mp_tells_is_believed_of_a_demo);
	tcase_add_test(c, every_verb_has_a_name_of_its_own);
	tcase_add_test(c, the_words_are_those_of_the_list);
	tcase_add_test(c, any_number_has_an_answer);
	suite_add_tcase(s, c);
	return s;
}
