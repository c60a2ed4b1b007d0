/* SPDX-License-Identifier: MIT */
#include "progress/answers.h"

#include <errno.h>
#include <string.h>

#include "progress/cards.h"
#include "progress/marks.h"
#include "progress/transfer.h"
#include "support/check_main.h"
#include "unit/progress/home.h"

/* The record of one who answers to one question of ipc/queue. */
static int64_t clock_ms;

static void give(struct progress *p, const char *question,
		 enum progress_outcome outcome, enum progress_mode mode)
{
	struct progress_answer a = {
		.topic = "ipc",
		.lesson = "queue",
		.step = "check",
		.question = question,
		.objective = "blocks",
		.revision = 1,
		.outcome = outcome,
		.mode = mode,
		.given = "the \"producer\"",
		.at = clock_ms += 1000,
	};

	ck_assert_int_eq(progress_answer(p, &a), 0);
}

static struct progress_question state(struct progress *p, const char *question)
{
	struct progress_question q;

	progress_question(p, "ipc", "queue", "check", question, &q);
	return q;
}

START_TEST(a_right_answer_solves)
{
	struct progress *p = open_it();
	struct progress_question q = state(p, "full");

	ck_assert(!q.solved && !q.tries && !q.last);
	give(p, "full", PROGRESS_WRONG, PROGRESS_LESSON);
	give(p, "full", PROGRESS_WRONG, PROGRESS_LESSON);
	q = state(p, "full");
	ck_assert(!q.solved);
	ck_assert_int_eq(q.tries, 2);
	ck_assert_int_eq(q.wrong_since, 2);
	give(p, "full", PROGRESS_RIGHT, PROGRESS_LESSON);
	q = state(p, "full");
	ck_assert(q.solved && !q.shown && !q.skipped);
	ck_assert_int_eq(q.wrong_since, 0);
	ck_assert_int_eq(q.last, clock_ms);
	ck_assert_int_eq(progress_solved(p, "ipc", "queue"), 1);
	ck_assert(!state(p, "empty").solved);
	progress_close(p);
	p = open_it();
	ck_assert(state(p, "full").solved);
	progress_close(p);
}
END_TEST

START_TEST(a_shown_solution_is_not_solved)
{
	struct progress *p = open_it();

	give(p, "full", PROGRESS_SHOWN, PROGRESS_LESSON);
	give(p, "full", PROGRESS_RIGHT, PROGRESS_LESSON);
	ck_assert(state(p, "full").shown);
	ck_assert(!state(p, "full").solved);
	ck_assert_int_eq(progress_solved(p, "ipc", "queue"), 0);
	/* What is still known in a review is known. */
	give(p, "full", PROGRESS_RIGHT, PROGRESS_REVIEW);
	ck_assert(state(p, "full").solved);
	ck_assert_int_eq(progress_solved(p, "ipc", "queue"), 1);
	progress_close(p);
}
END_TEST

START_TEST(skipping_is_noted_and_taints_nothing)
{
	struct progress *p = open_it();

	give(p, "full", PROGRESS_SKIPPED, PROGRESS_LESSON);
	ck_assert(state(p, "full").skipped);
	ck_assert_int_eq(state(p, "full").tries, 0);
	give(p, "full", PROGRESS_RIGHT, PROGRESS_LESSON);
	ck_assert(!state(p, "full").skipped);
	ck_assert(state(p, "full").solved);
	progress_close(p);
}
END_TEST

START_TEST(a_clock_that_is_set_back_changes_no_order)
{
	struct progress *p = open_it();

	give(p, "full", PROGRESS_WRONG, PROGRESS_LESSON);
	clock_ms -= 1000000;
	give(p, "full", PROGRESS_RIGHT, PROGRESS_LESSON);
	ck_assert_int_eq(state(p, "full").wrong_since, 0);
	ck_assert_int_eq(state(p, "full").tries, 2);
	progress_close(p);
}
END_TEST

/* A question of ipc/queue that comes back in the review. */
static int give_card(struct progress *p)
{
	struct progress_answer a = {
		.topic = "ipc",
		.lesson = "queue",
		.step = "check",
		.question = "full",
		.objective = "blocks",
		.outcome = PROGRESS_RIGHT,
		.given = "room",
		.at = clock_ms += 1000,
		.card = "check/full",
		.grade = FSRS_GOOD,
	};

	return progress_answer(p, &a);
}

START_TEST(an_answer_and_its_card_are_kept_together_or_not_at_all)
{
	struct progress *p = open_it();
	struct progress_card card;

	ck_assert_int_eq(give_card(p), 0);
	progress_card(p, "ipc", "queue", "check/full", &card);
	ck_assert_int_eq(card.reviews, 1);
	ck_assert_int_eq(card.reviewed, clock_ms);
	change("CREATE TRIGGER no BEFORE INSERT ON review BEGIN "
	       "SELECT RAISE(ABORT, 'no'); END");
	ck_assert_int_lt(give_card(p), 0);
	progress_close(p);
	change("DROP TRIGGER no");
	p = open_it();
	ck_assert_int_eq(state(p, "full").tries, 1);
	progress_card(p, "ipc", "queue", "check/full", &card);
	ck_assert_int_eq(card.reviews, 1);
	progress_close(p);
}
END_TEST

START_TEST(ids_that_cannot_be_are_refused)
{
	struct progress *p = open_it();
	struct progress_answer a = { .topic = "",
				     .lesson = "queue",
				     .step = "check",
				     .question = "",
				     .objective = "",
				     .given = "" };

	ck_assert_int_eq(progress_answer(p, &a), -EINVAL);
	a.topic = "ipc";
	ck_assert_int_eq(progress_answer(p, &a), 0);
	a.objective =
		"a-word-of-more-than-sixty-three-letters-that-nobody-would-"
		"write-here";
	ck_assert_int_eq(progress_answer(p, &a), -EINVAL);
	progress_close(p);
}
END_TEST

/* ---- objectives ---- */

static char weak[200];

static bool note(void *arg, const struct progress_objective *o)
{
	(void)arg;
	(void)strcat(weak, o->id);
	(void)strcat(weak, " ");
	return true;
}

static void to_objective(struct progress *p, const char *objective,
			 const char *outcomes, int64_t exam)
{
	for (; *outcomes; outcomes++) {
		struct progress_answer a = {
			.topic = "ipc",
			.lesson = "queue",
			.step = objective,
			.question = "",
			.objective = objective,
			.outcome = *outcomes == '+'   ? PROGRESS_RIGHT
				   : *outcomes == '-' ? PROGRESS_WRONG
						      : PROGRESS_SKIPPED,
			.sure = PROGRESS_CERTAIN,
			.given = "",
			.at = clock_ms++,
			.exam = exam,
			.mode = exam ? PROGRESS_EXAM : PROGRESS_LESSON,
		};

		ck_assert_int_eq(progress_answer(p, &a), 0);
	}
}

static bool keep(void *arg, const struct progress_objective *o)
{
	*(struct progress_objective *)arg = *o;
	return false;
}

START_TEST(the_weakest_objective_comes_first)
{
	struct progress *p = open_it();
	struct progress_objective o;

	to_objective(p, "sure", "+++", 0);
	to_objective(p, "lost", "+++++-----", 0); /* the last five count */
	to_objective(p, "won", "-----+++++", 0);
	to_objective(p, "even", "+-", 0);
	to_objective(p, "new", "s", 0);
	weak[0] = '\0';
	progress_objectives(p, note, NULL);
	ck_assert_str_eq(weak, "lost new even sure won ");
	progress_objectives(p, keep, &o);
	ck_assert_str_eq(o.topic, "ipc");
	ck_assert_str_eq(o.lesson, "queue");
	ck_assert_int_eq(o.right, 5);
	ck_assert_int_eq(o.wrong, 5);
	ck_assert_int_eq(o.recent_right, 0);
	ck_assert_int_eq(o.recent_wrong, 5);
	ck_assert_int_eq(o.certain_wrong, 5);
	progress_close(p);
}
END_TEST

START_TEST(an_exam_has_its_own_score)
{
	struct progress *p = open_it();
	struct progress_exam e = { .began = 5000,
				   .seconds = 600,
				   .questions = 4 },
			     got[2];

	ck_assert_int_eq(progress_exam_begin(p, &e), 0);
	to_objective(p, "a", "++s", 5000);
	to_objective(p, "b", "-", 5000);
	to_objective(p, "c", "-----", 0);
	ck_assert_int_eq(progress_exam_end(p, 5000, 9000), 0);
	e.began = 10000;
	ck_assert_int_eq(progress_exam_begin(p, &e), 0);
	ck_assert_int_eq(progress_exams(p, got, 2), 2);
	ck_assert_int_eq(got[0].began, 10000);
	ck_assert_int_eq(got[0].ended, 0);
	ck_assert_int_eq(got[1].ended, 9000);
	ck_assert_int_eq(got[1].right, 2);
	ck_assert_int_eq(got[1].wrong, 1);
	ck_assert_int_eq(got[1].skipped, 1);
	weak[0] = '\0';
	progress_exam_objectives(p, 5000, note, NULL);
	ck_assert_str_eq(weak, "b a ");
	progress_close(p);
}
END_TEST

/* ---- marks ---- */

static bool first_mark(void *arg, const struct progress_bookmark *b)
{
	*(struct progress_bookmark *)arg = *b;
	return false;
}

START_TEST(bookmarks_come_and_go)
{
	struct progress *p = open_it();
	struct progress_bookmark b = { .at = 0 };

	ck_assert_int_eq(progress_bookmark(p, "ipc", "queue", "a", true, 5), 0);
	ck_assert_int_eq(progress_bookmark(p, "ipc", "queue", "b", true, 9), 0);
	ck_assert(progress_is_bookmarked(p, "ipc", "queue", "a"));
	progress_bookmarks(p, first_mark, &b);
	ck_assert_str_eq(b.step, "b");
	ck_assert_int_eq(progress_bookmark(p, "ipc", "queue", "b", false, 9),
			 0);
	ck_assert(!progress_is_bookmarked(p, "ipc", "queue", "b"));
	progress_close(p);
}
END_TEST

START_TEST(trust_is_in_one_folder)
{
	struct progress *p = open_it();

	ck_assert(!progress_is_trusted(p, "/u/ada/course"));
	ck_assert_int_eq(progress_trust(p, "/u/ada/course", 1), 0);
	ck_assert(progress_is_trusted(p, "/u/ada/course"));
	ck_assert(!progress_is_trusted(p, "/u/ada"));
	progress_close(p);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("answers");
	TCase *tc = tcase_create("answers");

	tcase_add_checked_fixture(tc, home_setup, home_teardown);
	tcase_add_test(tc, a_right_answer_solves);
	tcase_add_test(tc, a_shown_solution_is_not_solved);
	tcase_add_test(tc, skipping_is_noted_and_taints_nothing);
	tcase_add_test(tc, a_clock_that_is_set_back_changes_no_order);
	tcase_add_test(tc,
		       an_answer_and_its_card_are_kept_together_or_not_at_all);
	tcase_add_test(tc, ids_that_cannot_be_are_refused);
	tcase_add_test(tc, the_weakest_objective_comes_first);
	tcase_add_test(tc, an_exam_has_its_own_score);
	tcase_add_test(tc, bookmarks_come_and_go);
	tcase_add_test(tc, trust_is_in_one_folder);
	suite_add_tcase(s, tc);
	return s;
}
