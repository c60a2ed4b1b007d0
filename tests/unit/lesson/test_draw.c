/* SPDX-License-Identifier: MIT */
/*
 * Numbers that are drawn anew each time a question is asked.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lesson/draw.h"
#include "lesson/load.h"
#include "support/check_main.h"

enum { TIMES = 200 };

static const char text[] =
	"format: 1\nid: draw\ntitle: Draw\nabout: Numbers.\nrevision: 1\n"
	"minutes: 1\nobjectives: [{id: all, text: All of it.}]\nsteps:\n"
	"  - id: check\n    title: Check\n    quiz:\n"
	"      - id: pace\n"
	"        ask: How long for {items} items of {share} s?\n"
	"        draw: {items: {min: 10, max: 30, step: 5},\n"
	"               share: {min: 0.1, max: 0.3, step: 0.1}}\n"
	"        key: {product: [items, share]}\n"
	"        why: \"{items} times {share}.\"\n"
	"        objective: all\n"
	"      - id: gap\n"
	"        ask: Fill the gap.\n"
	"        draw: {items: {min: 2, max: 9}}\n"
	"        gap: Of {items} there are {{{items}|{items}.0}}, {{items}}.\n"
	"        objective: all\n"
	"      - id: choice\n"
	"        ask: Which is more than {items}?\n"
	"        draw: {items: {min: -3, max: -2}}\n"
	"        choices: [{text: \"{items}0\", why: \"{items} is more.\"},\n"
	"                  {text: zero, right: true}]\n"
	"        hints: [\"Not {items}.\"]\n"
	"        objective: all\n"
	"      - id: plain\n"
	"        ask: What is {this}?\n"
	"        key: 3\n"
	"        objective: all\n";

static struct lesson *lesson;
static const struct lesson_question *quiz;

static void setup(void)
{
	struct lesson_diags diags;

	ck_assert_msg(lesson_parse("draw.yaml", text, strlen(text), &lesson,
				   &diags) == 0,
		      "%s", diags.count ? diags.items[0].message : "?");
	lesson_diags_release(&diags);
	quiz = lesson->steps[0].quiz;
}

static void teardown(void)
{
	lesson_free(lesson);
}

START_TEST(the_same_seed_draws_the_same)
{
	struct lesson_question *a = lesson_question_drawn(&quiz[0], 7);
	struct lesson_question *b = lesson_question_drawn(&quiz[0], 7);
	int others = 0;

	ck_assert_str_eq(a->ask, b->ask);
	ck_assert_str_eq(a->key->is, b->key->is);
	for (uint64_t seed = 0; seed < TIMES; seed++) {
		struct lesson_question *c =
			lesson_question_drawn(&quiz[0], seed);

		others += strcmp(a->ask, c->ask) != 0;
		lesson_question_free(c);
	}
	ck_assert_int_gt(others, TIMES / 2);
	lesson_question_free(a);
	lesson_question_free(b);
}
END_TEST

START_TEST(numbers_are_steps_of_the_range_and_all_come)
{
	bool seen[5] = { false };

	for (uint64_t seed = 0; seed < TIMES; seed++) {
		struct lesson_question *q =
			lesson_question_drawn(&quiz[0], seed);
		double items = 0, share = 0, i;

		ck_assert_int_eq(sscanf(q->ask,
					"How long for %lf items of %lf s?",
					&items, &share),
				 2);
		i = (items - 10) / 5;
		ck_assert(i >= 0 && i <= 4 && i == floor(i));
		seen[(int)i] = true;
		ck_assert(share > 0.09 && share < 0.31);
		ck_assert(fabs(strtod(q->key->is, NULL) - items * share) <
			  1e-9);
		lesson_question_free(q);
	}
	for (int i = 0; i < 5; i++)
		ck_assert(seen[i]);
}
END_TEST

START_TEST(every_text_has_the_number_and_gaps_stay)
{
	struct lesson_question *q = lesson_question_drawn(&quiz[1], 1);
	char want[80];
	int n = 0;

	ck_assert_int_eq(sscanf(q->gap, "Of %d", &n), 1);
	(void)snprintf(want, sizeof(want),
		       "Of %d there are {{%d|%d.0}}, {{items}}.", n, n, n);
	ck_assert_str_eq(q->gap, want);
	lesson_question_free(q);
	q = lesson_question_drawn(&quiz[2], 1);
	ck_assert_int_eq(sscanf(q->ask, "Which is more than %d?", &n), 1);
	(void)snprintf(want, sizeof(want), "%d0", n);
	ck_assert_str_eq(q->choices[0].text, want);
	(void)snprintf(want, sizeof(want), "%d is more.", n);
	ck_assert_str_eq(q->choices[0].why, want);
	(void)snprintf(want, sizeof(want), "Not %d.", n);
	ck_assert_str_eq(q->hints[0], want);
	ck_assert(q->choices[1].right);
	lesson_question_free(q);
}
END_TEST

START_TEST(where_nothing_is_drawn_braces_are_braces)
{
	ck_assert_ptr_null(lesson_question_drawn(&quiz[3], 1));
	ck_assert_str_eq(quiz[3].ask, "What is {this}?");
	lesson_question_free(NULL);
}
END_TEST

static void check(enum lesson_form form, const char *first, const char *second,
		  const char *want)
{
	char *items[] = { (char *)(uintptr_t)first, (char *)(uintptr_t)second };
	struct lesson_answer_key key = { .is = NULL };
	static char name[] = "items";
	struct lesson_draw draw = { .name = name, .min = 2, .max = 9 };
	struct lesson_question q = { .key = &key,
				     .draws = &draw,
				     .draw_count = 1 };
	const double values[] = { 7 };
	SCOPED_STR out = STR_INIT;

	key.forms[form].items = items;
	key.forms[form].count = 2;
	lesson_question_reckon(&q, values, &out);
	ck_assert_str_eq(out.buf, want);
}

START_TEST(each_form_reckons)
{
	check(LESSON_FORM_SUM, "items", "0.1", "7.1");
	check(LESSON_FORM_DIFFERENCE, "3", "items", "-4");
	check(LESSON_FORM_PRODUCT, "items", "items", "49");
	check(LESSON_FORM_QUOTIENT, "items", "2", "3.5");
	check(LESSON_FORM_REMAINDER, "items", "4", "3");
	check(LESSON_FORM_POWER, "2", "items", "128");
	check(LESSON_FORM_SMALLEST, "items", "4", "4");
	check(LESSON_FORM_LARGEST, "items", "4", "7");
	/* More than a whole number holds. */
	check(LESSON_FORM_REMAINDER, "1e300", "items", "0");
}
END_TEST

START_TEST(steps_too_small_to_count_are_drawn_all_the_same)
{
	struct lesson_draw own = quiz[0].draws[0];
	struct lesson_question *q;
	double items;

	quiz[0].draws[0].step = 1e-300;
	q = lesson_question_drawn(&quiz[0], 1);
	quiz[0].draws[0] = own;
	ck_assert_int_eq(sscanf(q->ask, "How long for %lf", &items), 1);
	ck_assert(items >= 10 && items <= 30);
	lesson_question_free(q);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("draw");
	TCase *tc = tcase_create("draw");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, the_same_seed_draws_the_same);
	tcase_add_test(tc, numbers_are_steps_of_the_range_and_all_come);
	tcase_add_test(tc, every_text_has_the_number_and_gaps_stay);
	tcase_add_test(tc, where_nothing_is_drawn_braces_are_braces);
	tcase_add_test(tc, each_form_reckons);
	tcase_add_test(tc, steps_too_small_to_count_are_drawn_all_the_same);
	suite_add_tcase(s, tc);
	return s;
}
