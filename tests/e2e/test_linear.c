/* SPDX-License-Identifier: MIT */
/*
 * A lesson in lines: every kind of question, the run that judges it, and what
 * is typed while it goes on.
 */
#include "support/check_main.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "e2e/command.h"
#include "e2e/player.h"

/* ---- through a pipe ---- */

/* What a step of the trial lesson says to these lines. */
static struct result piped(const char *step, const char *lines)
{
	const char *argv[] = {
		"sh",
		"-c",
		"printf '%s' \"$1\" | \"$0\" \"trial/questions:$2\" --linear",
		player_program(),
		lines,
		step,
		NULL,
	};
	const char *env[] = { PLAYER_TRIAL, NULL };
	struct result r;

	command_run(&(struct command){ .argv = argv, .env = env }, &r);
	ck_assert_int_eq(r.status, 0);
	return r;
}

static void check_says(const struct result *r, const char *words)
{
	if (!strstr(r->out, words))
		ck_abort_msg("\"%s\" is not said:\n%s\n%s", words, r->out,
			     r->err);
}

static size_t count_of(const struct result *r, const char *words)
{
	size_t n = 0;

	for (const char *at = r->out; (at = strstr(at, words)) != NULL; at++)
		n++;
	return n;
}

START_TEST(a_run_is_compared_once_it_has_been_told)
{
	struct result r = piped("beside", "compare\n"
					  "3\n"
					  "compare\n"
					  "1\n"
					  "compare\n"
					  "q\n");
	const char *second = strstr(r.out, "Now with room for all of them.");

	check_says(&r, "Run it first: then there is something to compare.");
	check_says(&r, "First say what is asked of this run.");
	check_says(&r, "To compare: with room for all of them.");
	check_says(&r, "the run before ");
	/* What was said of the first run is not said of the second. */
	ck_assert_uint_eq(count_of(&r, "you said: 3."), 1);
	ck_assert_uint_gt(count_of(&r, "2 of 2"), 1);
	ck_assert(second && !strstr(second, "2 of 2"));
	command_release(&r);
}
END_TEST

START_TEST(every_kind_of_question_is_answered_by_a_line)
{
	struct result r = piped("kinds", "2\n"
					 "3, 1\n"
					 "16 legs\n"
					 "next\n");

	ck_assert_uint_eq(count_of(&r, "Right.\n"), 4);
	check_says(&r, "Question 5 of 6. From the smallest");
	command_release(&r);
	r = piped("kinds", "i\ni\ni\n:skip\ni\nqueue / out\n");
	ck_assert_uint_eq(count_of(&r, "Skipped.\n"), 5);
	ck_assert_uint_eq(count_of(&r, "Right.\n"), 1);
	command_release(&r);
}
END_TEST

START_TEST(a_wrong_answer_is_explained_and_may_be_given_again)
{
	struct result r = piped("kinds", "1\n2\ni\nmany\n15\nhint\nhint\n"
					 "solution\n");

	check_says(&r, "That is a thing.");
	check_says(&r, "See: procession ipc/queue:full\n");
	check_says(&r, "\"many\" is no answer: a number is wanted.");
	check_says(&r, "Hint 1 of 1: One has eight.");
	check_says(&r, "There is no hint left.");
	check_says(&r, "The answer: 16");
	check_says(&r, "Question 4 of 6");
	command_release(&r);
}
END_TEST

START_TEST(a_prediction_comes_before_the_run_and_its_answer_after_it)
{
	struct result r = piped("seen", "4\n3\n2\n");
	const char *asked, *ran, *seen, *told;

	asked = strstr(r.out, "Before you run it: How often");
	ran = strstr(r.out, "puts");
	seen = strstr(r.out, "What did you see? Which process");
	told = strstr(r.out, "you said: 4.\nRight.");
	ck_assert_msg(asked && ran && seen && told, "%s", r.out);
	ck_assert(asked < ran && ran < seen && seen < told);
	check_says(&r, "How sure are you?");
	check_says(&r, "Look: The first item is in the queue.\n");
	ck_assert_uint_eq(count_of(&r, "Right.\n"), 2);
	/* Nobody is there to go on. */
	ck_assert_uint_eq(count_of(&r, "Press Enter"), 0);
	command_release(&r);
}
END_TEST

START_TEST(a_demo_runs_without_a_prediction_too)
{
	struct result r = piped("seen", "r\nskip\n");

	check_says(&r, "The run is over.");
	ck_assert_uint_eq(count_of(&r, "Skipped.\n"), 2);
	command_release(&r);
}
END_TEST

START_TEST(an_exercise_is_solved_by_what_its_run_does)
{
	struct result r = piped("broken", "no-sentinel\n");

	check_says(&r, "Your task: Leave the consumer");
	check_says(&r, "DEADLOCK");
	check_says(&r, "Nobody can go on: the run is ended here.");
	check_says(&r, "Solved.");
	command_release(&r);
	r = piped("broken", "solution\n");
	check_says(&r, "The solution: the fault no-sentinel.");
	check_says(&r, "It does not count as solved by you.");
	command_release(&r);
	r = piped("room", "vary capacity=99\nr\nvary capacity=8\nr\n");
	check_says(&r, "goes from 1 to 16");
	check_says(&r, "Not yet: the run did not do it.");
	check_says(&r, "The next run has capacity=8.");
	check_says(&r, "Solved.");
	command_release(&r);
}
END_TEST

START_TEST(through_a_pipe_no_run_waits_for_anybody)
{
	struct result r = piped("room", "step\nnext\n");

	check_says(&r, "The run is over.");
	check_says(&r, "This was the last step");
	command_release(&r);
}
END_TEST

START_TEST(what_was_answered_is_there_the_next_time)
{
	const char *argv[] = {
		"sh",
		"-c",
		"printf '2\\n1\\n' | \"$0\" trial/questions:kinds --linear && "
		"\"$0\" report --json",
		player_program(),
		NULL,
	};
	const char *env[] = { PLAYER_TRIAL, NULL };
	struct result r;

	command_run(&(struct command){ .argv = argv, .env = env }, &r);
	ck_assert_int_eq(r.status, 0);
	check_says(&r, "\"right\":1");
	check_says(&r, "\"wrong\":1");
	command_release(&r);
}
END_TEST

START_TEST(steps_are_gone_to_and_lessons_found_by_words)
{
	struct result r = piped("kinds", ":goto room\nprevious\ngoto 9\n");
	const char *argv[] = { "sh", "-c",
			       "printf '/spiders\\n/without end\\nq\\n' | "
			       "\"$0\" --linear",
			       player_program(), NULL };
	const char *env[] = { PLAYER_TRIAL, NULL };

	check_says(&r, "[step 6 of 6] A run with room");
	check_says(&r, "[step 5 of 6] A run that is broken");
	check_says(&r, "There is no step \"9\"");
	command_release(&r);
	command_run(&(struct command){ .argv = argv, .env = env }, &r);
	check_says(&r, "No lesson has \"spiders\" in it.");
	ck_assert_uint_eq(count_of(&r, "A demo without end, 1 minutes"), 2);
	ck_assert_ptr_null(strchr(r.out, 033));
	command_release(&r);
}
END_TEST

/* ---- at a terminal ---- */

static struct tty *open_step(const char *step)
{
	char target[64];

	(void)snprintf(target, sizeof(target), "trial/%s", step);
	return player_open(
		&(struct player_options){ .rows = 60,
					  .cols = 120,
					  .args = { target, "--linear" },
					  .trial = true });
}

/* The number that stands before @line now, in the list shown last. */
static int number_of(struct tty *t, const char *line)
{
	const char *last = NULL;
	char text[32];

	(void)snprintf(text, sizeof(text), ". %s", line);
	for (const char *at = tty_screen(t); (at = strstr(at, text)) != NULL;
	     at++)
		last = at;
	if (!last)
		tty_fail(t, "there is no line \"%s\"", line);
	return last[-1] - '0';
}

START_TEST(lines_are_put_in_order_by_their_numbers)
{
	struct tty *t = open_step("questions:kinds");
	char order[32];

	tty_wait_text(t, "Question 1");
	tty_send(t, "i<Enter>i<Enter>i<Enter>:skip<Enter>");
	tty_wait_text(t, "as in 2 1 3, skip");
	(void)snprintf(order, sizeof(order), "%d %d %d<Enter>",
		       number_of(t, "a cat"), number_of(t, "a whale"),
		       number_of(t, "a flea"));
	tty_send(t, "1 1 2<Enter>");
	tty_wait_text(t, "each number from 1 to 3 is wanted once");
	tty_send(t, order);
	tty_wait_text(t, "Not so.");
	/* As they were put, they have other numbers. */
	tty_wait_text(t, "1. a cat\n2. a whale\n3. a flea\n");
	tty_send(t, "3 1 2<Enter>");
	tty_wait_text(t, "Right.");
	tty_send(t, ":q<Enter>");
	player_ended(t, 0, 5);
}
END_TEST

START_TEST(at_a_terminal_a_callout_waits_for_enter)
{
	struct tty *t = open_step("questions:seen");

	tty_wait_text(t, "r to run without answering");
	tty_send(t, "4<Enter>");
	tty_wait_text(t, "How sure are you?");
	tty_send(t, "2<Enter>");
	tty_wait_text(t, "Look: The first item is in the queue.");
	tty_wait_text(t, "Paused. Press Enter to go on.");
	tty_send(t, "<Enter>");
	tty_wait_text(t, "What did you see?");
	tty_send(t, "2<Enter>");
	tty_wait_text(t, "you said: 4.");
	tty_send(t, "q<Enter>");
	player_ended(t, 0, 5);
}
END_TEST

START_TEST(processes_are_acted_on_by_what_is_typed)
{
	struct tty *t = open_step("endless:fast");

	tty_wait_text(t, "r run the demo");
	tty_send(t, "r<Enter>");
	player_wait_demo(t, 3);
	tty_wait_text(t, "puts");
	tty_send(t, "pause<Enter>");
	tty_wait_text(t, "Paused.");
	tty_send(t, "ps<Enter>show tasks<Enter>why<Enter>");
	tty_wait_text(t, " main: waiting, join");
	tty_wait_text(t, "queue tasks ");
	tty_wait_text(t, "so these waits may end.");
	tty_send(t, "step consumer<Enter>");
	tty_wait_text(t, "makes one step.");
	tty_send(t, "show tsks<Enter>pasue<Enter>speed 99<Enter>");
	tty_wait_text(t, "Nothing that is shared is called tsks.");
	tty_wait_text(t, "did you mean pause?");
	tty_wait_text(t, "a number from 0.1 to 10");
	tty_send(t, "x nobody kill<Enter>x consumer nice 5<Enter>");
	tty_wait_text(t, "No process that lives is called nobody");
	tty_wait_text(t, " and is 5.");
	tty_send(t, "x producer stop<Enter>");
	tty_wait_text(t, "You send SIGSTOP to producer");
	tty_send(t, "x producer kill<Enter>go<Enter>");
	tty_wait_text(t, "was killed by SIGKILL");
	tty_send(t, "end<Enter>");
	tty_wait_text(t, "The run is over: you ended it.");
	tty_send(t, "q<Enter>");
	player_ended(t, 0, 5);
}
END_TEST

START_TEST(q_leaves_the_lesson_from_within_a_run)
{
	struct tty *t = open_step("endless:fast");

	tty_wait_text(t, "r run the demo");
	tty_send(t, "r<Enter>");
	tty_wait_text(t, "puts");
	tty_send(t, "q<Enter>");
	player_ended(t, 0, 5);
}
END_TEST

START_TEST(a_run_begins_paused_and_is_stepped)
{
	struct tty *t = open_step("questions:room");

	tty_wait_text(t, "r run the demo");
	tty_send(t, "step<Enter>");
	tty_wait_text(t, "Paused: step lets");
	tty_wait_text(t, "makes the queue tasks");
	tty_wait_quiet(t, 300);
	tty_send(t, "step<Enter>");
	tty_wait_text(t, "makes one step.");
	tty_send(t, "go<Enter>");
	tty_wait_text(t, "The run is over.");
	tty_send(t, "q<Enter>");
	player_ended(t, 0, 5);
}
END_TEST

START_TEST(a_fault_is_one_of_the_things_to_vary)
{
	struct tty *t = open_step("often:stuck");

	tty_wait_text(t, "r run the demo");
	tty_send(t, "vary<Enter>");
	tty_wait_text(t, "fault=none: what is broken in the demo");
	tty_wait_text(t, "no-sentinel (nobody says that no more comes).");
	tty_send(t, "vary fault=no-end<Enter>");
	tty_wait_text(t, "fault is one of: none, no-sentinel.");
	tty_send(t, "vary fault=no-sentinel<Enter>");
	tty_wait_text(t, "The next run has fault=no-sentinel.");
	tty_send(t, "r<Enter>");
	tty_wait_text(t, "Nobody can go on.");
	tty_send(t, "end<Enter>");
	tty_wait_text(t, "The run is over");
	tty_send(t, "vary fault=none<Enter>r<Enter>");
	tty_wait_text(t, "The next run has fault=none.");
	tty_wait_text(t, "prints: consumer: 1 items");
	tty_send(t, "q<Enter>");
	player_ended(t, 0, 5);
}
END_TEST

START_TEST(at_a_terminal_a_deadlock_is_left_to_the_student)
{
	struct tty *t = open_step("questions:broken");

	tty_wait_text(t, "Which fault is it?");
	tty_send(t, "1<Enter>");
	tty_wait_text(t, "end ends the run.");
	tty_send(t, "why<Enter>");
	tty_wait_text(t, "tasks is empty, until somebody puts");
	tty_send(t, "end<Enter>");
	tty_wait_text(t, "Solved.");
	tty_send(t, "q<Enter>");
	player_ended(t, 0, 5);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("linear");
	TCase *tc = tcase_create("linear");

	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, a_run_is_compared_once_it_has_been_told);
	tcase_add_test(tc, every_kind_of_question_is_answered_by_a_line);
	tcase_add_test(tc, lines_are_put_in_order_by_their_numbers);
	tcase_add_test(tc, a_wrong_answer_is_explained_and_may_be_given_again);
	tcase_add_test(
		tc, a_prediction_comes_before_the_run_and_its_answer_after_it);
	tcase_add_test(tc, a_demo_runs_without_a_prediction_too);
	tcase_add_test(tc, an_exercise_is_solved_by_what_its_run_does);
	tcase_add_test(tc, through_a_pipe_no_run_waits_for_anybody);
	tcase_add_test(tc, what_was_answered_is_there_the_next_time);
	tcase_add_test(tc, steps_are_gone_to_and_lessons_found_by_words);
	tcase_add_test(tc, at_a_terminal_a_callout_waits_for_enter);
	tcase_add_test(tc, processes_are_acted_on_by_what_is_typed);
	tcase_add_test(tc, q_leaves_the_lesson_from_within_a_run);
	tcase_add_test(tc, a_run_begins_paused_and_is_stepped);
	tcase_add_test(tc, a_fault_is_one_of_the_things_to_vary);
	tcase_add_test(tc, at_a_terminal_a_deadlock_is_left_to_the_student);
	suite_add_tcase(s, tc);
	return s;
}
