/* SPDX-License-Identifier: MIT */
/*
 * What came out of many runs: how often which, as the bars of a histogram.
 */
#include "support/check_main.h"

#include <stdio.h>

#include "model/outcomes.h"

#define MOST 8

static struct outcomes all;
static struct outcome_bar bars[MOST];

static void begin(void)
{
	outcomes_init(&all);
}

static void end(void)
{
	outcomes_release(&all);
}

static void add_number(long number)
{
	char text[24];

	(void)snprintf(text, sizeof(text), "%ld", number);
	outcomes_add(&all, text);
}

static void is_called(const struct outcome_bar *b, const char *want)
{
	struct str name = STR_INIT;

	outcome_bar_name(b, &name);
	ck_assert_str_eq(name.buf, want);
	str_release(&name);
}

static size_t sum(size_t n)
{
	size_t total = 0;

	for (size_t i = 0; i < n; i++)
		total += bars[i].count;
	return total;
}

START_TEST(no_run_makes_no_bar)
{
	ck_assert_uint_eq(outcomes_bars(&all, MOST, bars), 0);
}
END_TEST

START_TEST(few_numbers_have_a_bar_each_in_their_order)
{
	add_number(10);
	add_number(9);
	add_number(10);
	outcomes_add(&all, "10.0");
	ck_assert_uint_eq(outcomes_bars(&all, MOST, bars), 2);
	is_called(&bars[0], "9");
	is_called(&bars[1], "10");
	ck_assert_uint_eq(bars[1].count, 3);
	ck_assert_uint_eq(all.told, 4);
}
END_TEST

START_TEST(many_numbers_share_ranges_of_one_round_width)
{
	for (long i = 0; i < 40; i++)
		add_number(101000 + i * 1700);
	add_number(200000);
	ck_assert_uint_eq(outcomes_bars(&all, MOST, bars), 6);
	is_called(&bars[0], "100000 to 119999");
	is_called(&bars[4], "180000 to 199999");
	is_called(&bars[5], "200000 to 219999");
	ck_assert_uint_eq(bars[4].count, 0);
	ck_assert_uint_eq(bars[5].count, 1);
	ck_assert_uint_eq(sum(6), 41);
}
END_TEST

START_TEST(a_range_holds_its_lower_end_and_not_its_upper)
{
	for (long i = 0; i < 40; i++)
		add_number(i);
	ck_assert_uint_eq(outcomes_bars(&all, MOST, bars), 8);
	is_called(&bars[1], "5 to 9");
	ck_assert(outcome_bar_has(&bars[1], "5"));
	ck_assert(outcome_bar_has(&bars[1], "9"));
	ck_assert(!outcome_bar_has(&bars[1], "10"));
	ck_assert(!outcome_bar_has(&bars[1], "nine"));
}
END_TEST

START_TEST(fractions_are_told_from_to)
{
	for (int i = 0; i < 30; i++) {
		char text[24];

		(void)snprintf(text, sizeof(text), "%.2f", 1 + i / 100.0);
		outcomes_add(&all, text);
	}
	ck_assert_uint_eq(outcomes_bars(&all, MOST, bars), 6);
	is_called(&bars[0], "1 up to 1.05");
	ck_assert_uint_eq(sum(6), 30);
}
END_TEST

START_TEST(numbers_below_zero_have_their_ranges)
{
	for (long i = -20; i < 20; i++)
		add_number(i);
	ck_assert_uint_eq(outcomes_bars(&all, MOST, bars), 8);
	is_called(&bars[0], "-20 to -16");
	ck_assert_uint_eq(sum(8), 40);
}
END_TEST

START_TEST(of_words_the_most_frequent_comes_first)
{
	outcomes_add(&all, "deadlock");
	outcomes_add(&all, "none");
	outcomes_add(&all, "none");
	ck_assert_uint_eq(outcomes_bars(&all, MOST, bars), 2);
	is_called(&bars[0], "none");
	ck_assert(outcome_bar_has(&bars[1], "deadlock"));
}
END_TEST

START_TEST(words_without_a_bar_are_the_others)
{
	for (int i = 0; i < 20; i++) {
		char text[24];

		(void)snprintf(text, sizeof(text), "order %c", 'a' + i);
		outcomes_add(&all, text);
		if (i == 7)
			outcomes_add(&all, text);
	}
	ck_assert_uint_eq(outcomes_bars(&all, MOST, bars), MOST);
	is_called(&bars[0], "order h");
	is_called(&bars[MOST - 1], "others");
	ck_assert_uint_eq(bars[MOST - 1].count, 20 - (MOST - 1));
	ck_assert(!outcome_bar_has(&bars[MOST - 1], "order z"));
	ck_assert_uint_eq(sum(MOST), 21);
}
END_TEST

START_TEST(a_run_that_told_nothing_is_counted_apart)
{
	add_number(1);
	outcomes_add_untold(&all, "The run was ended.");
	ck_assert_uint_eq(all.told, 1);
	ck_assert_uint_eq(all.untold, 1);
	ck_assert_str_eq(all.why.buf, "The run was ended.");
	ck_assert(all.all_numbers);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("outcomes");
	TCase *t = tcase_create("bars");

	tcase_add_checked_fixture(t, begin, end);
	tcase_add_test(t, no_run_makes_no_bar);
	tcase_add_test(t, few_numbers_have_a_bar_each_in_their_order);
	tcase_add_test(t, many_numbers_share_ranges_of_one_round_width);
	tcase_add_test(t, a_range_holds_its_lower_end_and_not_its_upper);
	tcase_add_test(t, fractions_are_told_from_to);
	tcase_add_test(t, numbers_below_zero_have_their_ranges);
	tcase_add_test(t, of_words_the_most_frequent_comes_first);
	tcase_add_test(t, words_without_a_bar_are_the_others);
	tcase_add_test(t, a_run_that_told_nothing_is_counted_apart);
	suite_add_tcase(s, t);
	return s;
}
