/* SPDX-License-Identifier: MIT */
/*
 * What a lesson asks, on the screen, where a student does not do as the
 * lesson's keys have it: wrong answers, hints, solutions, what comes before
 * what, the mouse, and the look for people who sit far away.  That the right
 * ones are right, tests/lessons/play sees.
 */
#include "support/check_main.h"

#include <stdio.h>
#include <string.h>

#include "e2e/player.h"

static struct tty *open_step(const char *step)
{
	struct tty *t = player_open(
		&(struct player_options){ .args = { step }, .trial = true });

	tty_wait_text(t, "Enter");
	return t;
}

/* Press and let go where @text stands. */
static void click(struct tty *t, const char *text)
{
	char keys[64];
	int row, col;

	if (!tty_find(t, text, &row, &col))
		tty_fail(t, "\"%s\" is not there to be clicked", text);
	(void)snprintf(keys, sizeof(keys), "\033[<%d;%d;%dM\033[<%d;%d;%dm", 0,
		       col + 1, row + 1, 0, col + 1, row + 1);
	tty_type(t, keys, strlen(keys));
}

/* ---- each kind of question ---- */

/* To question @n of the quiz, past those before it. */
static struct tty *at_question(int n)
{
	struct tty *t = open_step("trial/questions:kinds");
	char words[40];

	tty_wait_text(t, "Question 1 of 6");
	for (int i = 2; i <= n; i++) {
		if (tty_shows(t, "stop typing")) {
			tty_send(t, "<Esc>");
			tty_wait_text(t, "types again");
		}
		tty_send(t, "i");
		(void)snprintf(words, sizeof(words), "Question %d of 6", i);
		tty_wait_text(t, words);
	}
	return t;
}

START_TEST(a_number_may_be_missed_helped_and_shown)
{
	struct tty *t = at_question(3);

	tty_send(t, "15<Enter>");
	tty_wait_text(t, "Not so.");
	ck_assert(!tty_shows(t, "16"));
	tty_send(t, "<Enter><BS>4<Enter>");
	tty_wait_text(t, "> 14 legs");
	tty_wait_text(t, "Not so.");
	tty_send(t, "<Enter>");
	tty_wait_text(t, "H gives a hint");
	tty_send(t, "H");
	tty_wait_text(t, "Hint 1 of 1: One has eight.");
	tty_send(t, "Y");
	tty_wait_text(t, "The answer: 16");
	tty_send(t, "<Enter>");
	tty_wait_text(t, "Question 4 of 6");
	player_quit(t);
}
END_TEST

START_TEST(output_is_typed_and_commands_are_letters_meanwhile)
{
	struct tty *t = at_question(4);

	tty_send(t, "niq?<Enter>");
	tty_wait_text(t, "> niq?");
	tty_wait_text(t, "Not so.");
	tty_send(t, "<Enter><BS><BS><BS>ext<Enter>");
	tty_wait_text(t, "> next");
	tty_wait_text(t, "Right.");
	player_quit(t);
}
END_TEST

/* Where @line stands among the three. */
static int place_of(struct tty *t, const char *line)
{
	int row, col, own;

	ck_assert(tty_find(t, line, &own, &col));
	ck_assert(tty_find(t, " 1  ", &row, &col));
	return own - row;
}

START_TEST(lines_are_carried_by_keys)
{
	struct tty *t = at_question(5);
	int place = place_of(t, "a whale");

	/* It is never shown as it should be. */
	tty_send(t, "<Enter>");
	tty_wait_text(t, "Not so.");
	tty_send(t, "<Enter>");
	tty_wait_text(t, "gives the order");
	/* To the end with the whale; Space lets go. */
	for (int i = 0; i < place; i++)
		tty_send(t, "<Down>");
	tty_send(t, "<Space><Down><Down><Space>");
	tty_wait_text(t, " 3  a whale");
	if (place_of(t, "a flea") == 1)
		tty_send(t, "<Up><Space><Up><Space>");
	tty_wait_text(t, " 1  a flea");
	tty_send(t, "<Enter>");
	tty_wait_text(t, "Right.");
	player_quit(t);
}
END_TEST

START_TEST(gaps_are_gone_through_with_tab)
{
	struct tty *t = at_question(6);

	tty_send(t, "<Enter>");
	tty_wait_text(t, "Type the answer");
	tty_send(t, "stack<Tab>out<Enter>");
	tty_wait_text(t, "Not so.");
	tty_send(t, "<Enter><S-Tab><BS><BS><BS><BS><BS>Queue<Enter>");
	tty_wait_text(t, "A Queue is first in, first out.");
	tty_wait_text(t, "Right.");
	tty_wait_text(t, "0 of 6 right at the first try");
	player_quit(t);
}
END_TEST

/* Of the spiders, as the screen says. */
static int spiders(struct tty *t)
{
	const char *at;
	int n = 0;

	tty_wait_text(t, "How many legs have ");
	at = strstr(tty_screen(t), "How many legs have ");
	ck_assert_int_eq(sscanf(at, "How many legs have %d spiders?", &n), 1);
	return n;
}

START_TEST(numbers_stay_for_a_second_try_and_are_others_the_next_time)
{
	struct tty *t = open_step("trial/exercises:numbers");
	int n = spiders(t), others = 0;
	char keys[32];

	tty_send(t, "1<Enter>");
	tty_wait_text(t, "Not so.");
	ck_assert_int_eq(spiders(t), n);
	tty_send(t, "<Enter><BS>");
	(void)snprintf(keys, sizeof(keys), "%d<Enter>", 8 * n);
	tty_send(t, keys);
	tty_wait_text(t, "Right.");
	(void)snprintf(keys, sizeof(keys), "Eight times %d.", n);
	tty_wait_text(t, keys);
	for (int i = 0; i < 5; i++) {
		tty_send(t, "n");
		tty_wait_text(t, "step 6 of 7");
		tty_send(t, "p");
		tty_wait_text(t, "step 5 of 7");
		others += spiders(t) != n;
	}
	ck_assert_int_gt(others, 0);
	player_quit(t);
}
END_TEST

/* ---- the mouse ---- */

START_TEST(choices_are_chosen_by_a_click)
{
	struct tty *t = at_question(1);

	click(t, "queue");
	tty_wait_text(t, "●1");
	click(t, "put");
	tty_wait_text(t, "●2");
	ck_assert(!tty_shows(t, "●1"));
	/* On the key in the footer, too. */
	click(t, "Enter answer ");
	tty_wait_text(t, "Right.");
	click(t, "Enter go on");
	tty_wait_text(t, "Question 2 of 6");
	click(t, "2  5");
	tty_wait_text(t, "[x] 2");
	click(t, "1  4");
	tty_wait_text(t, "[x] 1");
	click(t, "2  5");
	tty_wait_text(t, "[ ] 2");
	click(t, "3  6");
	tty_wait_text(t, "[x] 3");
	tty_send(t, "<Enter>");
	tty_wait_text(t, "Right.");
	player_quit(t);
}
END_TEST

START_TEST(a_click_beside_the_choices_chooses_nothing)
{
	struct tty *t = at_question(1);

	click(t, "Nothing runs here");
	click(t, "Which one is a verb?");
	click(t, "1 to 3 choose");
	tty_wait_quiet(t, 200);
	ck_assert(!tty_shows(t, "●"));
	player_quit(t);
}
END_TEST

/* ---- for people who sit far away ---- */

START_TEST(a_prediction_is_made_before_an_audience)
{
	struct tty *t = player_open(&(struct player_options){
		.args = { "trial/questions:seen", "--present" },
		.trial = true });

	tty_wait_text(t, "How often will something be put?");
	tty_send(t, "4<Enter>");
	tty_wait_text(t, "How sure are you?");
	tty_send(t, "3<Enter>");
	tty_wait_text(t, "PAUSED");
	tty_wait_text(t, "The first item is in the queue.");
	tty_send(t, "<Space>");
	tty_wait_text(t, "Which process waited first");
	tty_send(t, "2<Enter>");
	tty_wait_text(t, "Right.");
	player_quit(t);
}
END_TEST

/* ---- what comes before what ---- */

START_TEST(what_is_done_to_a_run_comes_before_what_is_asked_of_it)
{
	struct tty *t = open_step("trial/exercises:kill");

	tty_wait_text(t, "Kill the consumer.");
	tty_wait_text(t, "Enter run");
	ck_assert(!tty_shows(t, "And the producer?"));
	tty_send(t, "H");
	tty_wait_text(t, "Hint 1 of 1: The key is x.");
	/* Nobody is trapped. */
	tty_send(t, "i");
	tty_wait_text(t, "And the producer?");
	tty_send(t, "2<Enter>");
	tty_wait_text(t, "Nobody told it.");
	tty_send(t, "1<Enter>");
	tty_wait_text(t, "Right.");
	ck_assert(!tty_shows(t, "Solved"));
	tty_send(t, "<Enter>");
	tty_wait_text(t, "step 3 of 7");
	player_quit(t);
}
END_TEST

START_TEST(a_question_about_a_run_says_how_to_run_it)
{
	struct tty *t = open_step("trial/exercises:answer");

	tty_wait_text(t, "R runs the demo.");
	tty_wait_text(t, "R run");
	/* Nothing is known of a run that there was not. */
	tty_send(t, "6<Enter>");
	tty_wait_text(t, "This run does not tell.");
	tty_wait_text(t, "The demo has not been run.");
	tty_wait_text(t, "Enter runs the demo");
	/* Then it is asked again. */
	tty_send(t, "<Enter>");
	tty_wait_text(t, "ENDED");
	tty_wait_text(t, "> 6");
	tty_send(t, "<Enter>");
	tty_wait_text(t, "Right.");
	player_quit(t);
}
END_TEST

START_TEST(a_checkpoint_says_what_went_wrong_first)
{
	struct tty *t = open_step("trial/exercises:kill");

	tty_send(t, "i");
	tty_wait_text(t, "And the producer?");
	tty_send(t, "2<Enter>");
	tty_wait_text(t, "Not so.");
	tty_send(t, ":goto back<Enter>");
	tty_wait_text(t, "the weakest first");
	tty_wait_text(t, "End processes from outside. 0 right, 1 wrong");
	player_quit(t);
}
END_TEST

START_TEST(a_pane_that_a_callout_speaks_of_is_seen)
{
	struct tty *t = open_step("trial/questions:seen");

	tty_send(t, "i");
	tty_wait_text(t, "PAUSED");
	tty_wait_text(t, "[Queue]");
	/* Nothing that was said before hides how to go on. */
	tty_wait_text(t, "Space go on");
	player_quit(t);
}
END_TEST

START_TEST(a_pause_of_the_lesson_says_why_and_goes_on_with_space)
{
	struct tty *t = open_step("trial/questions:seen");

	tty_send(t, "i");
	tty_wait_text(t, "PAUSED");
	tty_wait_text(t, "► The first item is in the queue.");
	tty_wait_text(t, "Space goes on");
	tty_send(t, "<Space>");
	tty_wait_text(t, "ENDED");
	/* Once a run; it is not said again. */
	ck_assert(!tty_shows(t, "PAUSED"));
	player_quit(t);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("ask");
	TCase *tc = tcase_create("ask");

	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, a_number_may_be_missed_helped_and_shown);
	tcase_add_test(tc, output_is_typed_and_commands_are_letters_meanwhile);
	tcase_add_test(tc, lines_are_carried_by_keys);
	tcase_add_test(tc, gaps_are_gone_through_with_tab);
	tcase_add_test(
		tc, numbers_stay_for_a_second_try_and_are_others_the_next_time);
	tcase_add_test(tc, choices_are_chosen_by_a_click);
	tcase_add_test(tc, a_click_beside_the_choices_chooses_nothing);
	tcase_add_test(tc, a_prediction_is_made_before_an_audience);
	tcase_add_test(tc,
		       what_is_done_to_a_run_comes_before_what_is_asked_of_it);
	tcase_add_test(tc, a_question_about_a_run_says_how_to_run_it);
	tcase_add_test(tc, a_checkpoint_says_what_went_wrong_first);
	tcase_add_test(tc, a_pane_that_a_callout_speaks_of_is_seen);
	tcase_add_test(tc,
		       a_pause_of_the_lesson_says_why_and_goes_on_with_space);
	suite_add_tcase(s, tc);
	return s;
}
