/* SPDX-License-Identifier: MIT */
#include "app/count.h"

#include <string.h>

#include "support/check_main.h"
#include "ui/term.h"

static struct app_count type(const char *keys, const char *where)
{
	struct app_count c = { 0 };

	for (; *keys; keys++)
		ck_assert(app_count_key(&c, (uint32_t)*keys, where));
	return c;
}

START_TEST(digits_make_a_number)
{
	struct app_count c = type("12", "dl");

	ck_assert_int_eq(c.number, 12);
	ck_assert_int_eq(app_count_times(&c, UI_CMD_NEXT), 12);
	ck_assert_int_eq(app_count_times(&c, UI_CMD_PAUSE), 1);
	ck_assert_int_eq(type("105", "dl").number, 105);
	ck_assert_int_eq(type("99999999999999", "dl").number, APP_COUNT_MAX);
}
END_TEST

START_TEST(no_number_begins_with_zero_or_a_letter)
{
	struct app_count c = { 0 };

	ck_assert(!app_count_key(&c, '0', "dl"));
	ck_assert(!app_count_key(&c, 'n', "dl"));
	ck_assert(!app_count_key(&c, UI_KEY_UP, "dl"));
	ck_assert_int_eq(app_count_times(&c, UI_CMD_NEXT), 1);
}
END_TEST

START_TEST(only_one_digit_alone_stands_for_a_pane)
{
	struct app_count three = type("3", "dl"), more = type("30", "dl");
	struct app_count none = { 0 };

	ck_assert_int_eq(app_count_pane(&three), 3);
	ck_assert_int_eq(app_count_pane(&more), 0);
	ck_assert_int_eq(app_count_pane(&none), 0);
}
END_TEST

START_TEST(where_digits_are_keys_nothing_counts)
{
	struct app_count c = { 0 };

	ck_assert(!app_count_key(&c, '3', ""));
	ck_assert(!app_count_key(&c, '3', "dl#"));
	ui_command_bind(UI_CMD_NOTES, "3");
	ck_assert(!app_count_key(&c, '3', "dl"));
	ck_assert(app_count_key(&c, '4', "dl"));
	ui_command_bind(UI_CMD_NOTES, NULL);
}
END_TEST

START_TEST(the_line_says_what_may_follow)
{
	struct app_count c = type("3", "h");
	SCOPED_STR line = STR_INIT;

	app_count_words(&c, "h", "", &line);
	ck_assert_str_eq(line.buf, "3: k j 3 times · Escape drops it");
	str_clear(&line);
	ui_command_bind(UI_CMD_DOWN, "F2 J");
	app_count_words(&c, "h", "hide Queue", &line);
	ck_assert_str_eq(line.buf,
			 "3: k J 3 times · Enter or wait: hide Queue");
	ui_command_bind(UI_CMD_DOWN, NULL);
	str_clear(&line);
	c = type("1", "h");
	app_count_words(&c, "h", "", &line);
	ck_assert_str_eq(line.buf, "1: k j once · Escape drops it");
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("count");
	TCase *tc = tcase_create("count");

	tcase_add_test(tc, digits_make_a_number);
	tcase_add_test(tc, no_number_begins_with_zero_or_a_letter);
	tcase_add_test(tc, only_one_digit_alone_stands_for_a_pane);
	tcase_add_test(tc, where_digits_are_keys_nothing_counts);
	tcase_add_test(tc, the_line_says_what_may_follow);
	suite_add_tcase(s, tc);
	return s;
}
