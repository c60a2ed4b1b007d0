/* SPDX-License-Identifier: MIT */
#include "base/nearest.h"

#include "support/check_main.h"

START_TEST(distance_counts_slips)
{
	ck_assert_uint_eq(nearest_distance("", ""), 0);
	ck_assert_uint_eq(nearest_distance("vary", "vary"), 0);
	ck_assert_uint_eq(nearest_distance("vari", "vary"), 1);
	ck_assert_uint_eq(nearest_distance("vray", "vary"), 1);
	ck_assert_uint_eq(nearest_distance("vay", "vary"), 1);
	ck_assert_uint_eq(nearest_distance("abc", ""), 3);
}
END_TEST

START_TEST(only_what_may_be_meant_is_named)
{
	static const char *const words[] = { "title", "text", "demo" };

	ck_assert_str_eq(nearest_word("titel", words, 3), "title");
	ck_assert_str_eq(nearest_word("tex", words, 3), "text");
	ck_assert_ptr_null(nearest_word("elephant", words, 3));
	ck_assert_ptr_null(nearest_word("x", words, 0));
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("nearest");
	TCase *tc = tcase_create("nearest");

	tcase_add_test(tc, distance_counts_slips);
	tcase_add_test(tc, only_what_may_be_meant_is_named);
	suite_add_tcase(s, tc);
	return s;
}
