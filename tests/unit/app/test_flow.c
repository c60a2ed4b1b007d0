/* SPDX-License-Identifier: MIT */
/*
 * The order of things in a step, without a screen and without processes: the
 * runs here are logs in which next to nothing happens.
 */
#include "app/flow.h"

#include <string.h>

#include "lesson/load.h"
#include "progress/answers.h"
#include "support/check_main.h"

static const char text[] =
	"format: 1\nid: flow\ntitle: Flow\nabout: Steps.\nrevision: 1\n"
	"minutes: 1\nobjectives: [{id: all, text: All of it.}]\nsteps:\n"
	"  - id: quiz\n    title: Quiz\n    quiz:\n"
	"      - {id: one, ask: Which?, choices: [{text: this, right: true}, "
	"{text: that, why: No.}], hints: [Not that.], objective: all}\n"
	"      - {id: two, ask: How many?, key: 3, objective: all}\n"
	"  - id: demo\n    title: Demo\n"
	"    demo: {program: demo, faults: [no-end, two-ends], with: {items: "
	"3}, vary: {items: {min: 1, max: 9, about: how many}}}\n"
	"    predict: {ask: How often?, key: {count: puts}, objective: all}\n"
	"    observe: {ask: Who?, choices: [a, b], key: {is: a}}\n"
	"  - id: fault\n    title: Fault\n    demo: {same: demo}\n"
	"    exercise:\n"
	"      choose: fault\n      task: Break it.\n"
	"      success: [{happens: deadlock}]\n"
	"      questions: [{id: why, ask: Why?, key: 3, objective: all}]\n"
	"      solution: {fault: no-end}\n"
	"  - id: values\n    title: Values\n    demo: {same: demo}\n"
	"    exercise:\n"
	"      choose: parameters\n      task: Change it.\n"
	"      success: [{count: puts, at-least: 5}]\n"
	"      questions: [{id: then, ask: Then?, key: 3, objective: all}]\n"
	"      hints: [More.]\n"
	"      solution: {with: {items: 5}}\n"
	"  - id: answer\n    title: Answer\n    demo: {same: demo}\n"
	"    exercise:\n"
	"      choose: answer\n      task: Look.\n"
	"      questions: [{id: length, ask: How long?, key: {length: tasks}, "
	"objective: all}]\n"
	"  - id: both\n    title: Both\n    demo: {same: demo}\n"
	"    predict: {ask: How often?, key: {count: puts}, objective: all}\n"
	"    exercise:\n"
	"      choose: parameters\n      task: Change it.\n"
	"      success: [{count: puts, at-least: 5}]\n"
	"      solution: {with: {items: 5}}\n"
	"  - id: end\n    title: End\n    demo: {same: demo}\n"
	"    predict: {ask: How often?, key: {count: puts}, objective: all}\n"
	"    exercise:\n"
	"      choose: kill\n      task: Kill it.\n"
	"      success: [{count: puts, at-least: 5}]\n"
	"      solution: {kill: demo}\n";

enum { QUIZ, DEMO, FAULT, VALUES, ANSWER, BOTH, END };

static struct lesson *lesson;
static struct progress *progress;
static struct app_flow flow;
static struct trace_log *events;
static struct history *history;

static int64_t clock_now_ms(void)
{
	return 1700000000000;
}

static void setup(void)
{
	struct lesson_diags diags;

	ck_assert_msg(lesson_parse("flow.yaml", text, strlen(text), &lesson,
				   &diags) == 0,
		      "%d: %s", diags.count ? diags.items[0].line : 0,
		      diags.count ? diags.items[0].message : "?");
	lesson_diags_release(&diags);
	progress = progress_open_memory();
	events = trace_log_new(0);
	history = history_new(events);
	flow = (struct app_flow){ .progress = progress, .clock = clock_now_ms };
}

static void teardown(void)
{
	app_flow_close(&flow);
	history_free(history);
	trace_log_free(events);
	progress_close(progress);
	lesson_free(lesson);
}

static void open_step(size_t step)
{
	app_flow_close(&flow);
	app_flow_open(&flow, lesson, step, 7);
}

static void press(const char *keys)
{
	for (; *keys; keys++)
		(void)app_flow_key(&flow, (uint32_t)*keys);
}

/* A run that has come to its end with nothing in it. */
static void run(void)
{
	app_flow_run(&flow, events, history);
	(void)app_flow_catch_up(&flow, true);
}

static int answers_of(const char *question, enum progress_outcome outcome)
{
	int n = 0;

	for (size_t i = 0; i < flow.count; i++)
		n += !strcmp(flow.asks[i].ask.q->id, question) &&
		     flow.asks[i].ask.state == (outcome == PROGRESS_RIGHT
							? VIEW_ASK_RIGHT
							: VIEW_ASK_WRONG);
	return n;
}

/* All that is said, in Markdown. */
static bool says(const char *words)
{
	for (size_t i = 0; i < flow.asked_count; i++)
		if (strstr(flow.asked[i].text, words))
			return true;
	return false;
}

static enum view_enter enter(void)
{
	return flow.asked[flow.asked_count - 1].enter;
}

START_TEST(a_quiz_goes_from_question_to_question)
{
	open_step(QUIZ);
	ck_assert_int_eq(enter(), VIEW_ENTER_ANSWERS);
	press("2");
	ck_assert_int_eq(app_flow_give(&flow), APP_FLOW_NOTHING);
	ck_assert_int_eq(answers_of("one", PROGRESS_WRONG), 1);
	ck_assert_int_eq(enter(), VIEW_ENTER_AGAIN);
	/* Whoever chooses anew tries again. */
	press("1");
	ck_assert_int_eq(app_flow_give(&flow), APP_FLOW_NOTHING);
	ck_assert_int_eq(answers_of("one", PROGRESS_RIGHT), 1);
	ck_assert_int_eq(enter(), VIEW_ENTER_QUESTION);
	ck_assert_int_eq(app_flow_give(&flow), APP_FLOW_NOTHING);
	press("3");
	ck_assert_int_eq(app_flow_give(&flow), APP_FLOW_NOTHING);
	ck_assert(says("1 of 2 right at the first try"));
	ck_assert_int_eq(app_flow_give(&flow), APP_FLOW_NEXT);
}
END_TEST

START_TEST(a_hint_and_a_solution_can_be_had_and_a_question_skipped)
{
	open_step(QUIZ);
	ck_assert(app_flow_hint(&flow));
	ck_assert(!app_flow_hint(&flow));
	ck_assert_int_eq(app_flow_show(&flow), APP_FLOW_NOTHING);
	ck_assert_int_eq(flow.asks[0].ask.state, VIEW_ASK_SHOWN);
	ck_assert_str_eq(flow.asks[0].ask.right.buf, "this");
	(void)app_flow_give(&flow);
	ck_assert_int_eq(app_flow_skip(&flow), APP_FLOW_NOTHING);
	ck_assert_int_eq(flow.asks[1].ask.state, VIEW_ASK_SKIPPED);
	ck_assert_int_eq(app_flow_give(&flow), APP_FLOW_NEXT);
}
END_TEST

START_TEST(a_prediction_runs_the_demo_and_is_told_after_what_was_seen)
{
	open_step(DEMO);
	ck_assert(app_flow_is_page(&flow));
	press("0");
	ck_assert_int_eq(app_flow_give(&flow), APP_FLOW_RUN);
	app_flow_run(&flow, events, history);
	ck_assert(!app_flow_is_page(&flow));
	ck_assert_ptr_null(app_flow_asked(&flow));
	ck_assert(app_flow_catch_up(&flow, true) & APP_FLOW_ASKS);
	/* First what was seen, then what happened. */
	ck_assert_ptr_eq(app_flow_asked(&flow), &flow.asks[1].ask);
	ck_assert_int_eq(flow.asks[0].ask.state, VIEW_ASK_GIVEN);
	press("1");
	(void)app_flow_give(&flow);
	ck_assert_int_eq(flow.asks[1].ask.state, VIEW_ASK_RIGHT);
	ck_assert_int_ne(flow.asks[0].ask.state, VIEW_ASK_GIVEN);
}
END_TEST

START_TEST(going_past_a_prediction_runs_the_demo)
{
	open_step(DEMO);
	ck_assert_int_eq(app_flow_skip(&flow), APP_FLOW_RUN);
	run();
	ck_assert_int_eq(app_flow_skip(&flow), APP_FLOW_NOTHING);
	ck_assert_int_eq(flow.asks[0].ask.state, VIEW_ASK_SKIPPED);
	ck_assert_int_eq(flow.asks[1].ask.state, VIEW_ASK_SKIPPED);
}
END_TEST

START_TEST(a_fault_is_chosen_and_judged_by_its_run)
{
	open_step(FAULT);
	press("2");
	ck_assert_int_eq(app_flow_give(&flow), APP_FLOW_RUN);
	ck_assert_str_eq(flow.fault, "two-ends");
	ck_assert(app_flow_is_anew(&flow));
	run();
	ck_assert(!flow.solved);
	/* Nobody is kept from another. */
	press("1");
	ck_assert_int_eq(app_flow_give(&flow), APP_FLOW_RUN);
	ck_assert_str_eq(flow.fault, "no-end");
}
END_TEST

START_TEST(a_run_before_any_fault_was_chosen_is_not_called_unsolved)
{
	open_step(FAULT);
	run();
	ck_assert(!says("Not yet"));
	ck_assert(!says("does not tell"));
}
END_TEST

START_TEST(a_fault_is_offered_once_the_demo_was_seen_without)
{
	open_step(QUIZ);
	ck_assert(!app_flow_offers_faults(&flow));
	open_step(ANSWER);
	ck_assert(app_flow_offers_faults(&flow));
	open_step(DEMO);
	ck_assert(!app_flow_offers_faults(&flow));
	ck_assert_int_eq(app_flow_skip(&flow), APP_FLOW_RUN);
	run();
	ck_assert(!app_flow_offers_faults(&flow));
	(void)app_flow_skip(&flow);
	ck_assert(app_flow_offers_faults(&flow));
}
END_TEST

START_TEST(no_fault_is_offered_that_an_exercise_asks_for)
{
	open_step(FAULT);
	ck_assert(!app_flow_offers_faults(&flow));
	press("1");
	ck_assert_int_eq(app_flow_give(&flow), APP_FLOW_RUN);
	run();
	ck_assert(!app_flow_offers_faults(&flow));
	flow.solved = true;
	ck_assert(app_flow_offers_faults(&flow));
}
END_TEST

static bool says_how_it_stands(void)
{
	return says("Not yet") || says("does not tell");
}

START_TEST(the_run_of_a_prediction_is_no_try_at_the_exercise)
{
	open_step(BOTH);
	press("0");
	ck_assert_int_eq(app_flow_give(&flow), APP_FLOW_RUN);
	run();
	ck_assert(says("Change it."));
	ck_assert(!says_how_it_stands());
	app_flow_chosen(&flow);
	run();
	ck_assert(says_how_it_stands());
}
END_TEST

START_TEST(what_is_done_to_a_process_is_a_try)
{
	struct trace_event e = { .verb = MP_VERB_STEP, .pid = 1, .tid = 1 };

	open_step(END);
	ck_assert_int_eq(app_flow_skip(&flow), APP_FLOW_RUN);
	trace_log_append(events, &e);
	run();
	ck_assert(!says_how_it_stands());
	e.verb = MP_VERB_SIGNAL;
	trace_log_append(events, &e);
	run();
	ck_assert(says_how_it_stands());
}
END_TEST

START_TEST(what_is_asked_of_a_run_comes_after_it)
{
	open_step(VALUES);
	ck_assert(app_flow_is_later(&flow));
	ck_assert_ptr_null(app_flow_asked(&flow));
	ck_assert_int_eq(enter(), VIEW_ENTER_RUNS);
	ck_assert_int_eq(app_flow_give(&flow), APP_FLOW_RUN);
	run();
	ck_assert(app_flow_is_later(&flow));
	/* Going past it leads to the question, not to the next step. */
	ck_assert_int_eq(app_flow_skip(&flow), APP_FLOW_NOTHING);
	ck_assert(!app_flow_is_later(&flow));
	ck_assert_ptr_nonnull(app_flow_asked(&flow));
	press("3");
	(void)app_flow_give(&flow);
	ck_assert_int_eq(answers_of("then", PROGRESS_RIGHT), 1);
	ck_assert(!says("Solved"));
}
END_TEST

START_TEST(what_no_run_has_told_is_asked_again_after_one)
{
	open_step(ANSWER);
	ck_assert(!app_flow_is_later(&flow));
	press("6");
	(void)app_flow_give(&flow);
	ck_assert_int_eq(flow.asks[0].ask.state, VIEW_ASK_UNDECIDED);
	ck_assert_int_eq(enter(), VIEW_ENTER_RUNS);
	ck_assert_int_eq(app_flow_give(&flow), APP_FLOW_RUN);
	run();
	ck_assert_int_eq(flow.asks[0].ask.state, VIEW_ASK_OPEN);
	ck_assert_str_eq(flow.asks[0].ask.typed[0].text.buf, "6");
	/* And nobody is trapped where no run tells. */
	(void)app_flow_give(&flow);
	ck_assert_int_eq(flow.asks[0].ask.state, VIEW_ASK_UNDECIDED);
	(void)app_flow_skip(&flow);
	ck_assert_int_eq(flow.asks[0].ask.state, VIEW_ASK_SKIPPED);
	ck_assert_int_eq(app_flow_give(&flow), APP_FLOW_NEXT);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("flow");
	TCase *tc = tcase_create("order");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, a_quiz_goes_from_question_to_question);
	tcase_add_test(tc,
		       a_hint_and_a_solution_can_be_had_and_a_question_skipped);
	tcase_add_test(
		tc, a_prediction_runs_the_demo_and_is_told_after_what_was_seen);
	tcase_add_test(tc, going_past_a_prediction_runs_the_demo);
	tcase_add_test(tc, a_fault_is_chosen_and_judged_by_its_run);
	tcase_add_test(
		tc, a_run_before_any_fault_was_chosen_is_not_called_unsolved);
	tcase_add_test(tc, the_run_of_a_prediction_is_no_try_at_the_exercise);
	tcase_add_test(tc, what_is_done_to_a_process_is_a_try);
	tcase_add_test(tc, a_fault_is_offered_once_the_demo_was_seen_without);
	tcase_add_test(tc, no_fault_is_offered_that_an_exercise_asks_for);
	tcase_add_test(tc, what_is_asked_of_a_run_comes_after_it);
	tcase_add_test(tc, what_no_run_has_told_is_asked_again_after_one);
	suite_add_tcase(s, tc);
	return s;
}
