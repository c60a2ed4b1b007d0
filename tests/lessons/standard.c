/* SPDX-License-Identifier: MIT */
/*
 * What every lesson of the course has, whatever it teaches: so that a lesson
 * that is written next year is as whole as the first.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/mem.h"
#include "base/scope.h"
#include "base/str.h"
#include "lesson/bank.h"
#include "lesson/catalog.h"
#include "support/check_main.h"

enum {
	STEPS_MIN = 4,
	STEPS_MAX = 8,
	QUIZ_MIN = 4,
	ASKED_MIN = 2, /* how often an objective is */
	SUMMARY_POINTS = 8,
};

static struct catalog catalog;
static struct str faults;

static void load_course(void)
{
	const char *top = getenv("top_srcdir");
	SCOPED_FREE char *dir = fs_join(top ? top : ".", "lessons");
	struct err e = ERR_NONE;

	ck_assert_msg(catalog_load(&catalog, &dir, 1, &e) == 0, "%s", e.text);
	faults = STR_INIT;
}

static void release_course(void)
{
	catalog_release(&catalog);
	str_release(&faults);
}

static void want(const struct lesson *l, bool has, const char *what)
{
	if (!has)
		str_addf(&faults, "%s/%s: %s\n", l->topic, l->id, what);
}

static void each_lesson(void (*look)(const struct lesson *l))
{
	for (size_t t = 0; t < catalog.count; t++)
		for (size_t i = 0; i < catalog.topics[t].count; i++) {
			const struct catalog_entry *entry =
				&catalog.topics[t].entries[i];

			ck_assert_msg(entry->lesson, "%s does not load",
				      entry->name);
			look(entry->lesson);
		}
	ck_assert_msg(!faults.len, "\n%s", faults.buf);
}

/* ---- its parts ---- */

struct parts {
	size_t quiz, predict, observe, exercise, notes;
};

static struct parts count(const struct lesson *l)
{
	struct parts p = { 0 };

	for (size_t i = 0; i < l->step_count; i++) {
		const struct lesson_step *s = &l->steps[i];

		p.quiz += s->quiz_count;
		p.predict += s->predict != NULL;
		p.observe += s->observe != NULL;
		p.exercise += s->exercise != NULL;
		p.notes += *s->notes != '\0';
	}
	return p;
}

static void look_at_parts(const struct lesson *l)
{
	struct parts p = count(l);

	want(l, l->step_count >= STEPS_MIN && l->step_count <= STEPS_MAX,
	     "has not 4 to 8 steps");
	want(l, l->objective_count, "has no objective");
	want(l, p.quiz >= QUIZ_MIN, "has fewer than 4 quiz questions");
	want(l, p.predict, "has no prediction");
	want(l, p.observe, "has no observation");
	want(l, p.exercise, "has no exercise");
	want(l, p.notes, "has no notes for the instructor");
	want(l, l->card_count, "has no card");
	want(l, l->glossary_count, "has no glossary");
}

START_TEST(a_lesson_has_all_its_parts)
{
	each_lesson(look_at_parts);
}
END_TEST

/* ---- what it says ---- */

/* In what is said to an answer to one of @n questions. */
static bool answers(const struct lesson_question *q, size_t n,
		    const char *words)
{
	for (size_t i = 0; q && i < n; i++) {
		if (strstr(q[i].why, words))
			return true;
		for (size_t k = 0; k < q[i].explain_count; k++)
			if (strstr(q[i].explain[k].text, words))
				return true;
	}
	return false;
}

static bool says(const struct lesson *l, const char *words)
{
	for (size_t i = 0; i < l->step_count; i++) {
		const struct lesson_step *s = &l->steps[i];
		const struct lesson_exercise *x = s->exercise;

		if (strstr(s->text, words) || answers(s->predict, 1, words) ||
		    answers(s->observe, 1, words))
			return true;
		if (x && (strstr(x->task, words) ||
			  answers(x->questions, x->question_count, words)))
			return true;
	}
	return false;
}

static bool lets_values_be_chosen(const struct lesson *l)
{
	for (size_t i = 0; i < l->step_count; i++) {
		const struct lesson_exercise *x = l->steps[i].exercise;

		if (x && x->choose == LESSON_CHOOSE_PARAMETERS)
			return true;
	}
	return false;
}

static void look_at_words(const struct lesson *l)
{
	want(l, says(l, "In Python"), "says nothing of Python");
	want(l, says(l, "Where it is used"), "does not say where it is used");
	want(l, says(l, "Change this") || lets_values_be_chosen(l),
	     "gives nothing to change");
}

START_TEST(a_lesson_says_where_it_is_used_and_what_python_does)
{
	each_lesson(look_at_words);
}
END_TEST

/* "Five questions" */
static size_t number_said(const char *text)
{
	static const char *const words[] = { "",      "One",   "Two",
					     "Three", "Four",  "Five",
					     "Six",   "Seven", "Eight" };

	for (size_t i = 1; i < sizeof(words) / sizeof(*words); i++) {
		size_t len = strlen(words[i]);

		if (!strncmp(text, words[i], len) &&
		    !strncmp(text + len, " questions", 10))
			return i;
	}
	return 0;
}

static void look_at_numbers(const struct lesson *l)
{
	for (size_t i = 0; i < l->step_count; i++) {
		size_t said = number_said(l->steps[i].text);

		want(l, !said || said == l->steps[i].quiz_count,
		     "does not have as many questions as it says");
	}
}

START_TEST(a_quiz_has_as_many_questions_as_it_says)
{
	each_lesson(look_at_numbers);
}
END_TEST

static void look_at_summary(const struct lesson *l)
{
	const char *text = l->steps[l->step_count - 1].text;
	int points = 0;

	for (const char *at = text; (at = strstr(at, "- ")); at++)
		points += at == text || at[-1] == '\n';
	want(l, points, "does not end with what has been seen");
	want(l, points <= SUMMARY_POINTS, "sums up in more than 8 points");
}

START_TEST(a_lesson_ends_with_a_short_summary)
{
	each_lesson(look_at_summary);
}
END_TEST

/* ---- what it is for ---- */

static void look_at_objectives(const struct lesson *l)
{
	for (size_t i = 0; i < l->objective_count; i++) {
		SCOPED_STR what = STR_INIT;

		str_addf(&what, "asks for %s less than twice",
			 l->objectives[i].id);
		want(l, lesson_bank_asked(l, l->objectives[i].id) >= ASKED_MIN,
		     what.buf);
	}
}

START_TEST(every_objective_is_asked_for_twice)
{
	each_lesson(look_at_objectives);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("standard");
	TCase *tc = tcase_create("standard");

	tcase_add_checked_fixture(tc, load_course, release_course);
	tcase_add_test(tc, a_lesson_has_all_its_parts);
	tcase_add_test(tc, a_lesson_says_where_it_is_used_and_what_python_does);
	tcase_add_test(tc, a_quiz_has_as_many_questions_as_it_says);
	tcase_add_test(tc, a_lesson_ends_with_a_short_summary);
	tcase_add_test(tc, every_objective_is_asked_for_twice);
	suite_add_tcase(s, tc);
	return s;
}
