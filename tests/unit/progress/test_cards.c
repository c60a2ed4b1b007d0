/* SPDX-License-Identifier: MIT */
#include "progress/cards.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#include "support/check_main.h"
#include "unit/progress/home.h"

#define DAY 86400000LL

/* Days as other implementations round them. */
static int days_of(struct fsrs_memory m)
{
	return (int)lround(fsrs_interval(m, 0.9));
}

START_TEST(intervals_are_those_of_other_implementations)
{
	/*
	 * Known six times, each when it is due, then forgotten twice, then
	 * known again: what is tested in each of them.
	 */
	static const int grades[] = { 3, 3, 3, 3, 3, 3, 1, 1, 3, 3, 3, 3, 3 };
	static const int expected[] = { -1, 4, 14, 44, 125, 328, -1,
					-1, 7, 16, 34, 71,  142 };
	struct fsrs_memory m = { 0 };
	int days = 0;

	for (size_t i = 0; i < sizeof(grades) / sizeof(*grades); i++) {
		m = fsrs_review(m, (enum fsrs_grade)grades[i], days);
		/* The first good one and a forgotten one come back the same
		 * day. */
		days = expected[i] < 0 ? 0 : days_of(m);
		if (expected[i] >= 0)
			ck_assert_int_eq(days, expected[i]);
	}
}
END_TEST

START_TEST(recall_falls_to_nine_tenths_at_the_stability)
{
	struct fsrs_memory m = { 20, 5 };

	ck_assert(fabs(fsrs_recall(m, 0) - 1) < 1e-12);
	ck_assert(fabs(fsrs_recall(m, 20) - 0.9) < 1e-12);
	ck_assert(fsrs_recall(m, 40) < 0.9);
	ck_assert(fabs(fsrs_interval(m, 0.9) - 20) < 1e-9);
	ck_assert(fsrs_interval(m, 0.8) > 20);
}
END_TEST

START_TEST(what_was_late_and_known_is_known_better)
{
	struct fsrs_memory m = { 10, 5 };
	double on_time = fsrs_review(m, FSRS_GOOD, 10).stability;
	double late = fsrs_review(m, FSRS_GOOD, 30).stability;
	double early = fsrs_review(m, FSRS_GOOD, 2).stability;

	ck_assert(early < on_time && on_time < late);
	ck_assert(fsrs_review(m, FSRS_HARD, 10).stability < on_time);
	ck_assert(fsrs_review(m, FSRS_EASY, 10).stability > on_time);
	ck_assert(fsrs_review(m, FSRS_AGAIN, 10).stability < m.stability);
	ck_assert(fsrs_review(m, FSRS_AGAIN, 10).difficulty > m.difficulty);
	ck_assert(fsrs_review(m, FSRS_EASY, 10).difficulty < m.difficulty);
}
END_TEST

START_TEST(numbers_stay_in_their_range)
{
	struct fsrs_memory m = { 0 };

	for (int i = 0; i < 200; i++) {
		m = fsrs_review(m, (enum fsrs_grade)(1 + i * 7 % 4), i * 3);
		ck_assert(m.stability >= 0.01 && m.stability <= 36500);
		ck_assert(m.difficulty >= 1 && m.difficulty <= 10);
	}
}
END_TEST

static bool count_due(void *arg, const struct progress_card *c)
{
	(void)strcat(arg, c->id);
	(void)strcat(arg, " ");
	return true;
}

START_TEST(a_card_comes_back_when_it_is_due)
{
	struct progress *p = open_it();
	struct progress_card c;
	char ids[100] = "";

	progress_card(p, "ipc", "queue", "bound", &c);
	ck_assert_int_eq(c.reviews, 0);
	ck_assert_str_eq(c.id, "bound");
	ck_assert_int_eq(progress_review(p, "ipc", "queue", "bound", FSRS_GOOD,
					 10 * DAY, &c),
			 0);
	ck_assert_int_eq(c.due / 3600000, (int64_t)((10 + 3.173) * 24));
	ck_assert_int_eq(progress_review(p, "ipc", "queue", "check/full",
					 FSRS_AGAIN, 10 * DAY, &c),
			 0);
	ck_assert_int_eq(c.due, 10 * DAY + 600000);
	ck_assert_int_eq(c.lapses, 0); /* it never was known */
	ck_assert_int_eq(progress_due_count(p, 10 * DAY), 0);
	ck_assert_int_eq(progress_due_count(p, 11 * DAY), 1);
	ck_assert_int_eq(progress_due(p, 20 * DAY, count_due, ids), 2);
	ck_assert_str_eq(ids, "check/full bound ");
	ck_assert_int_eq(progress_review(p, "ipc", "queue", "bound", FSRS_AGAIN,
					 20 * DAY, &c),
			 0);
	ck_assert_int_eq(c.lapses, 1);
	ck_assert_int_eq(c.reviews, 2);
	progress_close(p);
	p = open_it();
	progress_card(p, "ipc", "queue", "bound", &c);
	ck_assert_int_eq(c.reviews, 2);
	ck_assert_int_eq(c.reviewed, 20 * DAY);
	progress_close(p);
}
END_TEST

START_TEST(what_cannot_be_is_refused)
{
	struct progress *p = open_it();

	ck_assert_int_eq(
		progress_review(p, "ipc", "queue", "", FSRS_GOOD, 1, NULL),
		-EINVAL);
	ck_assert_int_eq(progress_review(p, "ipc", "queue", "a",
					 (enum fsrs_grade)5, 1, NULL),
			 -EINVAL);
	/* What no player writes. */
	ck_assert_int_eq(progress_review(p, "ipc", "queue", "b", FSRS_GOOD,
					 20 * DAY, NULL),
			 0);
	change("UPDATE card SET reviewed = -9223372036854775808, "
	       "reviews = 2147483647, lapses = 2147483647");
	ck_assert_int_eq(progress_review(p, "ipc", "queue", "b", FSRS_AGAIN,
					 20 * DAY, NULL),
			 0);
	/* A clock that was set back. */
	ck_assert_int_eq(progress_review(p, "ipc", "queue", "a", FSRS_GOOD,
					 20 * DAY, NULL),
			 0);
	ck_assert_int_eq(progress_review(p, "ipc", "queue", "a", FSRS_GOOD,
					 2 * DAY, NULL),
			 0);
	progress_close(p);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("cards");
	TCase *tc = tcase_create("cards");

	tcase_add_checked_fixture(tc, home_setup, home_teardown);
	tcase_add_test(tc, intervals_are_those_of_other_implementations);
	tcase_add_test(tc, recall_falls_to_nine_tenths_at_the_stability);
	tcase_add_test(tc, what_was_late_and_known_is_known_better);
	tcase_add_test(tc, numbers_stay_in_their_range);
	tcase_add_test(tc, a_card_comes_back_when_it_is_due);
	tcase_add_test(tc, what_cannot_be_is_refused);
	suite_add_tcase(s, tc);
	return s;
}
