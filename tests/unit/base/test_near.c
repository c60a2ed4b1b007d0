/* SPDX-License-Identifier: MIT */
#include "base/near.h"

#include "support/check_main.h"

static const char *nearest(const char *typed)
{
	struct near near = NEAR(typed);

	near_offer(&near, "title");
	near_offer(&near, "text");
	near_offer(&near, "demo");
	return near.best;
}

START_TEST(a_slip_finds_its_word)
{
	ck_assert_str_eq(nearest("titel"), "title");
	ck_assert_str_eq(nearest("tex"), "text");
	ck_assert_str_eq(nearest("Demo"), "demo");
	ck_assert_str_eq(nearest("demmo"), "demo");
}
END_TEST

START_TEST(another_word_finds_nothing)
{
	ck_assert_ptr_null(nearest("elephant"));
	ck_assert_ptr_null(nearest(""));
	ck_assert_ptr_null(nearest("x"));
	ck_assert_ptr_null(nearest("titletitletitletitletitletitletitletitle"
				   "titletitletitletitletitletitletitletitle"));
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("near");
	TCase *tc = tcase_create("near");

	tcase_add_test(tc, a_slip_finds_its_word);
	tcase_add_test(tc, another_word_finds_nothing);
	suite_add_tcase(s, tc);
	return s;
}
