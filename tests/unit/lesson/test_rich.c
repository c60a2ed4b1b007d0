/* SPDX-License-Identifier: MIT */
/*
 * A lesson with every key of the format: what the structs have then.
 */
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/scope.h"
#include "lesson/keys.h"
#include "lesson/links.h"
#include "lesson/load.h"
#include "support/check_main.h"

static struct lesson *lesson;

static void load(void)
{
	const char *top = getenv("top_srcdir");
	SCOPED_FREE char *path =
		fs_join(top ? top : ".", "tests/unit/lesson/rich.yaml");
	struct lesson_diags diags;

	ck_assert_int_eq(lesson_load(path, &lesson, &diags), 0);
	lesson_diags_release(&diags);
}

static void release(void)
{
	lesson_free(lesson);
}

static const struct lesson_step *step(const char *id)
{
	int i = lesson_find_step(lesson, id);

	ck_assert_int_ge(i, 0);
	return &lesson->steps[i];
}

START_TEST(every_step_has_its_kind)
{
	static const enum lesson_step_kind kinds[] = {
		LESSON_STEP_TEXT,     LESSON_STEP_DEMO,
		LESSON_STEP_EXERCISE, LESSON_STEP_EXERCISE,
		LESSON_STEP_EXERCISE, LESSON_STEP_EXERCISE,
		LESSON_STEP_QUIZ,     LESSON_STEP_CHECKPOINT,
		LESSON_STEP_EXERCISE,
	};

	ck_assert_uint_eq(lesson->step_count, 9);
	for (size_t i = 0; i < 9; i++)
		ck_assert_int_eq(lesson->steps[i].kind, kinds[i]);
}
END_TEST

START_TEST(a_computed_key_says_what_to_look_at)
{
	const struct lesson_question *q = step("full")->predict;
	const struct lesson_answer_key *key = step("full")->observe->key;

	ck_assert_str_eq(q->id, "predict");
	ck_assert_int_eq(q->kind, LESSON_QUESTION_ONE);
	ck_assert_int_eq(q->key->fact.look, LESSON_LOOK_FIRST);
	ck_assert_int_eq(q->key->fact.what, LESSON_HAPPENING_WAITS);
	ck_assert_int_eq(q->key->gives, LESSON_GIVES_PROCESS);
	ck_assert_str_eq(lesson_question_explain(q, "consumer"),
			 "It can find the queue empty.");
	ck_assert(q->confidence);
	ck_assert_int_eq(key->fact.look, LESSON_LOOK_LENGTH);
	ck_assert_str_eq(key->fact.object, "tasks");
	ck_assert_int_eq(key->fact.at, LESSON_MOMENT_FIRST_FULL);
	ck_assert_int_eq(step("full")->observe->kind, LESSON_QUESTION_NUMBER);
}
END_TEST

START_TEST(the_demo_of_another_step_has_what_it_does_not_say_itself)
{
	const struct lesson_demo *own = step("full")->demo;
	const struct lesson_demo *same = step("break-it")->demo;

	ck_assert_str_eq(same->program, "producer_consumer");
	ck_assert_uint_eq(same->with_count, 3);
	ck_assert_str_eq(same->with[0].name, "capacity");
	ck_assert_str_eq(same->with[0].value, "2");
	ck_assert_uint_eq(same->vary_count, own->vary_count);
	ck_assert(same->vary[0].whole);
	ck_assert_str_eq(same->vary[1].choices[1], "slow");
	ck_assert_uint_eq(same->fault_count, 2);
	ck_assert_uint_eq(same->show_count, own->show_count);
	ck_assert_uint_eq(same->callout_count, 0);
	ck_assert_ptr_null(same->compare);
	ck_assert_ptr_null(same->repeat);
}
END_TEST

START_TEST(a_repeat_says_what_to_look_at_in_each_run)
{
	const struct lesson_repeat *r = step("murder")->demo->repeat;

	ck_assert_int_eq(r->times, 20);
	ck_assert_str_eq(r->about, "how it ends");
	ck_assert_int_eq(r->of->fact.look, LESSON_LOOK_EXIT);
	ck_assert_str_eq(r->of->fact.process, "consumer");
	ck_assert_int_eq(r->of->gives, LESSON_GIVES_STATUS);
	ck_assert_str_eq(r->fault, "");
	ck_assert_str_eq(r->with[0].name, "items");
}
END_TEST

START_TEST(callouts_and_success_are_conditions)
{
	const struct lesson_callout *c = step("full")->demo->callouts;
	const struct lesson_success *s = step("break-it")->exercise->success;
	const struct lesson_success *t = step("tune")->exercise->success;

	ck_assert_int_eq(c[0].when->fact.what, LESSON_HAPPENING_FULL);
	ck_assert_int_eq(c[0].when->test, LESSON_TEST_TRUE);
	ck_assert(c[0].pause);
	ck_assert_int_eq(c[0].pane, LESSON_PANE_QUEUE);
	ck_assert_int_eq(c[1].pane, LESSON_PANE_COUNT);
	ck_assert_int_eq(c[1].when->test, LESSON_TEST_AT_LEAST);
	ck_assert_double_eq(c[1].when->number, 2);
	ck_assert_uint_eq(s->all_count, 2);
	ck_assert_double_eq(s->all[0].within_s, 10);
	ck_assert_str_eq(s->all[1].fact.process, "producer");
	ck_assert_uint_eq(t->any_count, 2);
	ck_assert_int_eq(t->any[1].test, LESSON_TEST_IS_NOT);
	ck_assert_int_eq(t->any[1].fact.index, 1);
}
END_TEST

START_TEST(the_kind_of_a_question_follows_from_its_keys)
{
	static const enum lesson_question_kind kinds[] = {
		LESSON_QUESTION_ONE,    LESSON_QUESTION_SEVERAL,
		LESSON_QUESTION_NUMBER, LESSON_QUESTION_ORDER,
		LESSON_QUESTION_GAP,
	};
	const struct lesson_step *quiz = step("check");

	ck_assert_uint_eq(quiz->quiz_count, 5);
	for (size_t i = 0; i < 5; i++)
		ck_assert_int_eq(quiz->quiz[i].kind, kinds[i]);
	ck_assert(lesson_choice_is_right(&quiz->quiz[0], 0));
	ck_assert(!lesson_choice_is_right(&quiz->quiz[0], 1));
	ck_assert_str_eq(quiz->quiz[1].choices[2].text, "c");
	ck_assert_str_eq(quiz->quiz[2].key->is, "4");
	ck_assert_int_eq(step("break-it")->exercise->questions[0].kind,
			 LESSON_QUESTION_OUTPUT);
}
END_TEST

START_TEST(a_gap_sentence_has_texts_and_gaps)
{
	const char *p = step("check")->quiz[4].gap, *part;
	size_t len;
	bool is_gap;

	ck_assert(lesson_gap_next(&p, &part, &len, &is_gap) && !is_gap);
	ck_assert_int_eq(strncmp(part, "A full queue blocks the ", len), 0);
	ck_assert(lesson_gap_next(&p, &part, &len, &is_gap) && is_gap);
	ck_assert_int_eq(strncmp(part, "producer|maker", len), 0);
	ck_assert(lesson_gap_next(&p, &part, &len, &is_gap) && !is_gap);
	ck_assert(!lesson_gap_next(&p, &part, &len, &is_gap));
}
END_TEST

START_TEST(links_are_found_in_text_and_not_in_code)
{
	const char *text = "See [it](lesson:ipc/pipe:ends), [p](man:pipe(2)), "
			   "man:mq_open(3) and `man:no(1)`; woman:x(1).";
	struct lesson_link link;

	ck_assert(lesson_link_next(&text, &link));
	ck_assert_int_eq(link.kind, LESSON_LINK_LESSON);
	ck_assert_str_eq(link.target, "ipc/pipe");
	ck_assert_str_eq(link.part, "ends");
	ck_assert(lesson_link_next(&text, &link));
	ck_assert_int_eq(link.kind, LESSON_LINK_MAN);
	ck_assert_str_eq(link.target, "pipe");
	ck_assert_str_eq(link.part, "2");
	ck_assert(lesson_link_next(&text, &link));
	ck_assert_str_eq(link.target, "mq_open");
	ck_assert(!lesson_link_next(&text, &link));
}
END_TEST

START_TEST(every_key_of_the_format_is_in_this_lesson)
{
	const char *top = getenv("top_srcdir");
	SCOPED_FREE char *path =
		fs_join(top ? top : ".", "tests/unit/lesson/rich.yaml");
	SCOPED_FREE char *text = NULL;
	size_t len;

	ck_assert_int_eq(fs_read(path, 100000, &text, &len, NULL), 0);
	for (int i = 0; i < LESSON_SHAPE_TOPIC; i++) {
		const struct lesson_key *key = NULL;

		while ((key = lesson_key_next((enum lesson_shape_id)i, key)))
			ck_assert_msg(strstr(text, key->name), "%s", key->name);
	}
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("rich");
	TCase *tc = tcase_create("rich");

	tcase_add_checked_fixture(tc, load, release);
	tcase_add_test(tc, every_step_has_its_kind);
	tcase_add_test(tc, a_computed_key_says_what_to_look_at);
	tcase_add_test(
		tc, the_demo_of_another_step_has_what_it_does_not_say_itself);
	tcase_add_test(tc, a_repeat_says_what_to_look_at_in_each_run);
	tcase_add_test(tc, callouts_and_success_are_conditions);
	tcase_add_test(tc, the_kind_of_a_question_follows_from_its_keys);
	tcase_add_test(tc, a_gap_sentence_has_texts_and_gaps);
	tcase_add_test(tc, links_are_found_in_text_and_not_in_code);
	tcase_add_test(tc, every_key_of_the_format_is_in_this_lesson);
	suite_add_tcase(s, tc);
	return s;
}
