/* SPDX-License-Identifier: MIT */
/*
 * The questions of a course in numbers, and what gives an answer away.
 */
#include "lesson/bank.h"

#include <string.h>

#include "lesson/load.h"
#include "support/check_main.h"

static struct lesson *lesson;
static struct lesson_diags diags;

static void load(const char *quiz)
{
	SCOPED_STR text = STR_INIT, said = STR_INIT;

	lesson_free(lesson);
	lesson_diags_release(&diags);
	str_addf(&text,
		 "format: 1\nid: quiz\ntitle: T\nabout: A\nrevision: 1\n"
		 "minutes: 1\nobjectives:\n  - {id: one, text: Say it.}\n"
		 "  - {id: two, text: Say it.}\n"
		 "steps:\n  - id: demo\n    title: T\n    demo:\n"
		 "      program: demo\n    predict:\n      ask: Who?\n"
		 "      choices: [ada, bob]\n      key: {first: waits}\n"
		 "      objective: one\n  - id: check\n    title: T\n"
		 "    quiz:\n%s"
		 "cards:\n  - {id: c, front: F, back: B, objective: one}\n",
		 quiz);
	(void)lesson_parse("quiz.yaml", text.buf, text.len, &lesson, &diags);
	for (size_t i = 0; i < diags.count; i++)
		lesson_diag_format(&diags, i, &said);
	ck_assert_msg(lesson != NULL, "%s", said.buf);
}

static void release(void)
{
	lesson_free(lesson);
	lesson = NULL;
	lesson_diags_release(&diags);
}

#define CHOICES(ask, a, b, c)                                                  \
	"      - {id: q" #ask ", ask: " #ask "?, objective: two, choices: "    \
	"[{text: '" a "'}, {text: '" b "', right: true}, {text: '" c "'}]}\n"

START_TEST(questions_are_counted_by_what_makes_them_new)
{
	struct lesson_bank b = { 0 };

	load(CHOICES(
		1, "no", "yes",
		"or") "      - {id: d, ask: \"Of {items}?\", draw: {items: "
		      "{min: 1, max: "
		      "9}}, key: {sum: [items, 1]}, objective: one}\n"
		      "      - {id: e, ask: Two?, key: 2, objective: one}\n");
	lesson_bank_add(&b, lesson);
	ck_assert_uint_eq(b.questions, 4);
	ck_assert_uint_eq(b.quiz, 3);
	ck_assert_uint_eq(b.drawn, 1);
	ck_assert_uint_eq(b.quiz_drawn, 1);
	ck_assert_uint_eq(b.computed, 1);
	ck_assert_uint_eq(b.cards, 1);
	ck_assert_uint_eq(b.objectives, 2);
	/* What a run decides has no choice that is right by itself. */
	ck_assert_uint_eq(b.one, 1);
	ck_assert_uint_eq(lesson_bank_asked(lesson, "one"), 4);
	ck_assert_uint_eq(lesson_bank_asked(lesson, "two"), 1);
	ck_assert_uint_eq(b.thin, 1);
}
END_TEST

static double guessed(enum lesson_guess g)
{
	struct lesson_bank b = { 0 };

	lesson_bank_add(&b, lesson);
	return b.right[g] / (double)b.one;
}

START_TEST(a_habit_is_found_out)
{
	struct lesson_bank b = { 0 };
	SCOPED_STR quiz = STR_INIT;

	for (int i = 0; i < 20; i++)
		str_addf(&quiz,
			 "      - {id: q%d, ask: Where are processes?, "
			 "objective: two, choices: [{text: never}, {text: "
			 "processes here, right: true}, {text: all}]}\n",
			 i);
	load(quiz.buf);
	lesson_bank_add(&b, lesson);
	ck_assert_double_eq_tol(guessed(LESSON_GUESS_FIRST), 0, 1e-9);
	ck_assert_double_eq_tol(guessed(LESSON_GUESS_SECOND), 1, 1e-9);
	ck_assert_double_eq_tol(guessed(LESSON_GUESS_LAST), 0, 1e-9);
	ck_assert_double_eq_tol(guessed(LESSON_GUESS_LONGEST), 1, 1e-9);
	ck_assert_double_eq_tol(guessed(LESSON_GUESS_SHORTEST), 0, 1e-9);
	ck_assert_double_eq_tol(guessed(LESSON_GUESS_ECHO), 1, 1e-9);
	ck_assert_double_eq_tol(guessed(LESSON_GUESS_MILD), 1, 1e-9);
	ck_assert_double_gt(lesson_bank_bias(&b, LESSON_GUESS_SECOND), 3);
	ck_assert_double_lt(lesson_bank_bias(&b, LESSON_GUESS_FIRST), 0);
}
END_TEST

START_TEST(where_nothing_is_liked_best_it_is_dice)
{
	load(CHOICES(1, "one", "two", "six"));
	ck_assert_double_eq_tol(guessed(LESSON_GUESS_LONGEST), 1. / 3, 1e-9);
	ck_assert_double_eq_tol(guessed(LESSON_GUESS_ECHO), 1. / 3, 1e-9);
	ck_assert_double_eq_tol(guessed(LESSON_GUESS_MILD), 1. / 3, 1e-9);
}
END_TEST

static const char *fault(void)
{
	const char *said = lesson_bank_fault(lesson->steps[1].quiz);

	return said ? said : "";
}

START_TEST(what_gives_one_answer_away_is_said)
{
	load(CHOICES(1, "no", "yes, since it has been told so", "or"));
	ck_assert_ptr_nonnull(strstr(fault(), "far longer"));
	load(CHOICES(1, "no, since it was told so", "yes",
		     "or, and who knows it"));
	ck_assert_ptr_nonnull(strstr(fault(), "far shorter"));
	load(CHOICES(1, "no", "yes", "all of the above"));
	ck_assert_ptr_nonnull(strstr(fault(), "other choices"));
	load(CHOICES(1, "no, as it was", "yes, as it has been",
		     "or, as it will"));
	ck_assert_str_eq(fault(), "");
	ck_assert_ptr_null(lesson_bank_fault(lesson->steps[0].predict));
	load("      - {id: g, ask: Fill it., objective: two, gap: 'It is an "
	     "{{orphan}}.'}\n");
	ck_assert_ptr_nonnull(strstr(fault(), "article"));
	load("      - {id: g, ask: Fill it., objective: two, gap: 'It is "
	     "called {{orphan}}.'}\n");
	ck_assert_str_eq(fault(), "");
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("bank");
	TCase *tc = tcase_create("bank");

	tcase_add_checked_fixture(tc, NULL, release);
	tcase_add_test(tc, questions_are_counted_by_what_makes_them_new);
	tcase_add_test(tc, a_habit_is_found_out);
	tcase_add_test(tc, where_nothing_is_liked_best_it_is_dice);
	tcase_add_test(tc, what_gives_one_answer_away_is_said);
	suite_add_tcase(s, tc);
	return s;
}
