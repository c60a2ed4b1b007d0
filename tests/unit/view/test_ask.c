/* SPDX-License-Identifier: MIT */
#include "view/ask.h"

#include <string.h>

#include "support/check_main.h"
#include "ui/term.h"

static char producer[] = "the producer", consumer[] = "the consumer",
	    neither[] = "neither", nothing[] = "",
	    because[] = "It can find the queue empty.",
	    ask_first[] = "Which process is the first to wait?",
	    hint[] = "Look how fast items arrive.",
	    always[] = "The faster one waits.";
static struct lesson_choice choices[] = {
	{ .text = producer, .right = true, .why = nothing },
	{ .text = consumer, .why = because },
	{ .text = neither, .why = nothing },
};
static char *hints[] = { hint };

static struct lesson_question q;
static struct view_ask a;

static void setup(void)
{
	q = (struct lesson_question){ .ask = ask_first,
				      .choices = choices,
				      .choice_count = 3,
				      .output = nothing,
				      .gap = nothing,
				      .unit = nothing,
				      .why = always,
				      .hints = hints,
				      .hint_count = 1 };
}

static void teardown(void)
{
	view_ask_release(&a);
}

static void begin(void)
{
	view_ask_release(&a);
	view_ask_begin(&a, &q, 7);
}

static void keys(const char *text)
{
	for (; *text; text++)
		(void)view_ask_key(&a, (uint32_t)(unsigned char)*text);
}

/* Give it, and have it judged. */
static enum view_ask_state judged(const char *right)
{
	ck_assert(view_ask_give(&a));
	view_ask_judge(&a, right);
	return a.state;
}

/* As lines of text. */
static const char *shown(int width)
{
	static struct str out;
	struct view_ask_rows rows;
	struct ui_doc d = { NULL, 0, 0 };

	str_release(&out);
	out = STR_INIT;
	view_ask_doc(&a, "Before you run it:", width, &d, &rows);
	ui_doc_text(&d, &out);
	ui_doc_release(&d);
	return out.buf;
}

START_TEST(a_digit_chooses)
{
	begin();
	ck_assert(!view_ask_give(&(struct view_ask){ .q = &q, .state = 3 }));
	keys("2");
	ck_assert_int_eq(judged(NULL), VIEW_ASK_WRONG);
	ck_assert_str_eq(a.given.buf, "the consumer");
	ck_assert(strstr(shown(60), "It can find the queue empty."));
	ck_assert(!strstr(shown(60), "The faster one waits."));
	view_ask_retry(&a);
	keys("1");
	ck_assert_int_eq(judged(NULL), VIEW_ASK_RIGHT);
	ck_assert_int_eq(a.tries, 2);
	ck_assert(strstr(shown(60), "The faster one waits."));
	/* What is over does not change any more. */
	ck_assert(view_ask_over(&a));
	ck_assert(!view_ask_key(&a, '2'));
}
END_TEST

START_TEST(arrows_and_enter_choose)
{
	begin();
	(void)view_ask_key(&a, UI_KEY_DOWN);
	(void)view_ask_key(&a, UI_KEY_DOWN);
	(void)view_ask_key(&a, UI_KEY_DOWN); /* stays at the last */
	(void)view_ask_key(&a, UI_KEY_UP);
	ck_assert_int_eq(judged(NULL), VIEW_ASK_WRONG);
	ck_assert_str_eq(a.given.buf, "the consumer");
}
END_TEST

START_TEST(it_looks_as_drawn)
{
	begin();
	keys("2");
	ck_assert_str_eq(shown(60),
			 "Before you run it: Which process is the first to "
			 "wait?\n"
			 "\n"
			 "    1  the producer\n"
			 "  ▌●2  the consumer\n"
			 "    3  neither\n"
			 "\n");
	(void)view_ask_hint(&a);
	ck_assert(!view_ask_hint(&a));
	ck_assert(strstr(shown(60), "Hint 1 of 1: Look how fast"));
}
END_TEST

START_TEST(a_run_judges_what_was_predicted)
{
	begin();
	keys("3");
	ck_assert_int_eq(judged("none"), VIEW_ASK_RIGHT);
	begin();
	keys("1");
	ck_assert_int_eq(judged("producer"), VIEW_ASK_RIGHT);
	begin();
	keys("2");
	ck_assert_int_eq(judged("producer"), VIEW_ASK_WRONG);
	ck_assert_str_eq(a.right.buf, "the producer");
	begin();
	keys("2");
	ck_assert(view_ask_give(&a));
	view_ask_undecided(&a, "The run was ended before it was over.");
	ck_assert(strstr(shown(70), "This run does not tell."));
	ck_assert(view_ask_over(&a));
}
END_TEST

START_TEST(how_sure_one_is_comes_after_the_answer)
{
	q.confidence = true;
	begin();
	keys("1");
	ck_assert(!view_ask_give(&a));
	ck_assert(a.asks_sure);
	ck_assert(strstr(shown(70), "How sure are you?"));
	keys("3");
	ck_assert_int_eq(judged(NULL), VIEW_ASK_RIGHT);
	ck_assert_int_eq(a.sure, 3);
	ck_assert_str_eq(a.given.buf, "the producer");
}
END_TEST

START_TEST(all_right_ones_and_no_other_are_to_be_chosen)
{
	q.kind = LESSON_QUESTION_SEVERAL;
	choices[2].right = true;
	begin();
	ck_assert(!view_ask_give(&a));
	keys("1");
	ck_assert_int_eq(judged(NULL), VIEW_ASK_WRONG);
	view_ask_retry(&a);
	keys("3");
	ck_assert_int_eq(judged(NULL), VIEW_ASK_RIGHT);
	view_ask_retry(&a);
	keys("2");
	ck_assert_int_eq(judged(NULL), VIEW_ASK_WRONG);
	ck_assert(strstr(shown(60), "It can find the queue empty."));
	choices[2].right = false;
}
END_TEST

START_TEST(numbers_have_a_tolerance)
{
	char four[] = "4", items[] = "items";
	struct lesson_answer_key key = { .is = four };

	q.kind = LESSON_QUESTION_NUMBER;
	q.choice_count = 0;
	q.key = &key;
	q.unit = items;
	q.tolerance = 0.5;
	begin();
	ck_assert(view_ask_types(&a));
	ck_assert(!view_ask_give(&a));
	keys("4.3");
	ck_assert(strstr(shown(60), "> 4.3▌ items"));
	ck_assert_int_eq(judged(NULL), VIEW_ASK_RIGHT);
	ck_assert(!view_ask_types(&a));
	view_ask_retry(&a);
	(void)view_ask_key(&a, UI_KEY_BACKSPACE);
	keys("6");
	ck_assert_int_eq(judged(NULL), VIEW_ASK_WRONG);
	view_ask_retry(&a);
	ck_assert_int_eq(judged("5"), VIEW_ASK_RIGHT);
}
END_TEST

static const char *said(const char *number, const char *right)
{
	begin();
	a.once = true;
	keys(number);
	(void)judged(right);
	return shown(60);
}

START_TEST(of_one_the_unit_is_left_away)
{
	char four[] = "4", processes[] = "processes", s[] = "s";
	struct lesson_answer_key key = { .is = four };

	q.kind = LESSON_QUESTION_NUMBER;
	q.choice_count = 0;
	q.key = &key;
	q.unit = processes;
	ck_assert(strstr(said("1", "3"), "You said 1. "));
	ck_assert(strstr(said("1", "3"), "It was: 3 processes."));
	ck_assert(strstr(said("2", "1"), "You said 2 processes."));
	ck_assert(strstr(said("2", "1"), "It was: 1."));
	q.unit = s;
	ck_assert(strstr(said("1", "3"), "You said 1 s."));
}
END_TEST

START_TEST(lines_are_put_in_order)
{
	char one[] = "lock", two[] = "add", three[] = "unlock";
	char *lines[] = { one, two, three };

	q.kind = LESSON_QUESTION_ORDER;
	q.choice_count = 0;
	q.lines = lines;
	q.line_count = 3;
	begin();
	ck_assert(a.order[0] != 0 || a.order[1] != 1);
	ck_assert_int_eq(judged(NULL), VIEW_ASK_WRONG);
	/* Take each up and carry it to its place. */
	view_ask_retry(&a);
	for (uint8_t want = 0; want < 3; want++) {
		uint8_t at = 0;

		while (a.order[at] != want)
			at++;
		keys((char[]){ (char)('1' + at), '\0' });
		for (; at > want; at--)
			(void)view_ask_key(&a, UI_KEY_UP);
		keys(" ");
	}
	ck_assert_int_eq(judged(NULL), VIEW_ASK_RIGHT);
	ck_assert_str_eq(a.given.buf, "lock, add, unlock");
}
END_TEST

START_TEST(gaps_are_filled)
{
	char gap[] = "A full queue makes the {{producer|putter}} {{wait}}.";

	q.kind = LESSON_QUESTION_GAP;
	q.choice_count = 0;
	q.gap = gap;
	begin();
	keys("Putter");
	ck_assert(!view_ask_give(&a));
	(void)view_ask_key(&a, '\t');
	keys("wait ");
	ck_assert_int_eq(judged(NULL), VIEW_ASK_RIGHT);
	ck_assert(strstr(shown(70), "makes the Putter wait\u00a0"));
	ck_assert(strstr(shown(26), "A full queue makes the\n"));
	ck_assert(strstr(shown(26), "\nPutter wait\u00a0"));
	view_ask_retry(&a);
	keys("s");
	ck_assert_int_eq(judged(NULL), VIEW_ASK_WRONG);
	view_ask_show(&a, NULL);
	ck_assert(strstr(shown(70), "The answer: producer, wait"));
}
END_TEST

START_TEST(skipping_and_giving_up_always_work)
{
	begin();
	view_ask_skip(&a);
	ck_assert(view_ask_over(&a));
	ck_assert(strstr(shown(60), "Skipped."));
	begin();
	view_ask_show(&a, NULL);
	ck_assert(view_ask_over(&a));
	ck_assert(strstr(shown(60), "The answer: the producer"));
}
END_TEST

START_TEST(an_exam_says_nothing)
{
	begin();
	a.strict = true;
	keys("2");
	ck_assert_int_eq(judged(NULL), VIEW_ASK_WRONG);
	ck_assert(strstr(shown(60), "Noted."));
	ck_assert(!strstr(shown(60), "empty"));
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("ask");
	TCase *tc = tcase_create("ask");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, a_digit_chooses);
	tcase_add_test(tc, arrows_and_enter_choose);
	tcase_add_test(tc, it_looks_as_drawn);
	tcase_add_test(tc, a_run_judges_what_was_predicted);
	tcase_add_test(tc, how_sure_one_is_comes_after_the_answer);
	tcase_add_test(tc, all_right_ones_and_no_other_are_to_be_chosen);
	tcase_add_test(tc, numbers_have_a_tolerance);
	tcase_add_test(tc, of_one_the_unit_is_left_away);
	tcase_add_test(tc, lines_are_put_in_order);
	tcase_add_test(tc, gaps_are_filled);
	tcase_add_test(tc, skipping_and_giving_up_always_work);
	tcase_add_test(tc, an_exam_says_nothing);
	suite_add_tcase(s, tc);
	return s;
}
