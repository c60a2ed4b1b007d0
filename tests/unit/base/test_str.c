/* SPDX-License-Identifier: MIT */
#include "base/str.h"

#include <stdlib.h>
#include <string.h>

#include "support/check_main.h"

START_TEST(an_empty_string_can_be_read_and_released)
{
	SCOPED_STR s = STR_INIT;

	ck_assert_str_eq(s.buf, "");
	str_truncate(&s, 3);
	str_clear(&s);
	ck_assert_uint_eq(s.len, 0);
}
END_TEST

START_TEST(it_grows_and_stays_terminated)
{
	SCOPED_STR s = STR_INIT;

	for (int i = 0; i < 1000; i++) {
		str_addf(&s, "%d,", i);
		ck_assert_uint_eq(strlen(s.buf), s.len);
	}
	str_truncate(&s, 4);
	ck_assert_str_eq(s.buf, "0,1,");
}
END_TEST

START_TEST(a_detached_string_is_the_callers)
{
	struct str s = STR_INIT;
	char *text;

	text = str_detach(&s);
	ck_assert_str_eq(text, "");
	free(text);
	str_add(&s, "abc");
	text = str_detach(&s);
	ck_assert_str_eq(text, "abc");
	ck_assert_uint_eq(s.len, 0);
	free(text);
}
END_TEST

START_TEST(json_escapes_what_must_be)
{
	SCOPED_STR s = STR_INIT;

	str_add_json(&s, "a\"b\\\n\x01\xff\xc3\xa9", 9);
	ck_assert_str_eq(s.buf, "a\\\"b\\\\\\n\\u0001\xef\xbf\xbd\xc3\xa9");
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("str");
	TCase *tc = tcase_create("str");

	tcase_add_test(tc, an_empty_string_can_be_read_and_released);
	tcase_add_test(tc, it_grows_and_stays_terminated);
	tcase_add_test(tc, a_detached_string_is_the_callers);
	tcase_add_test(tc, json_escapes_what_must_be);
	suite_add_tcase(s, tc);
	return s;
}
