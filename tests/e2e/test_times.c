/* SPDX-License-Identifier: MIT */
/*
 * run --times: what comes out of many runs, counted.
 */
#include "support/check_main.h"

#include <string.h>

#include "e2e/command.h"
#include "e2e/player.h"

#define DEMO "producer_consumer", "items=2", "make=0", "use=0"

#define RUN(...) PLAYER_COMMAND(NULL, "run", __VA_ARGS__)

static void says(const struct result *r, const char *words)
{
	if (!strstr(r->out, words))
		ck_abort_msg("no \"%s\" in: %s%s", words, r->out, r->err);
}

START_TEST(how_runs_end_and_in_which_order_is_counted)
{
	struct result r = RUN("producer_consumer", "items=2", "make=0",
			      "use=0.3", "--times", "4");

	ck_assert_int_eq(r.status, 0);
	says(&r, "producer_consumer: 4 runs in ");
	says(&r, "how it ended: exit status 0 in all runs");
	says(&r, "who ended, in this order");
	says(&r, "producer, consumer, main");
	command_release(&r);
}
END_TEST

START_TEST(what_is_asked_for_is_the_only_outcome)
{
	struct result r = RUN(DEMO, "--times", "3", "--json", "--outcome",
			      "count=gets,object=tasks");

	ck_assert_int_eq(r.status, 0);
	ck_assert_str_eq(r.out, "{\"outcome\":\"count=gets,object=tasks\","
				"\"runs\":3,\"untold\":0,"
				"\"counts\":{\"3\":3}}\n");
	command_release(&r);
}
END_TEST

START_TEST(a_deadlock_is_an_outcome_and_the_next_run_begins)
{
	struct result r = RUN(DEMO, "fault=no-sentinel", "--times", "2");

	ck_assert_int_eq(r.status, 0);
	says(&r, "2 runs in ");
	says(&r, "how it ended: deadlock in all runs");
	says(&r, "2 without an answer: The run was ended before it was over.");
	command_release(&r);
}
END_TEST

START_TEST(a_schedule_makes_each_run_the_same)
{
	struct result r = RUN(DEMO, "--times", "3", "--schedule", "ABABAB",
			      "--outcome", "first=waits");

	ck_assert_int_eq(r.status, 0);
	says(&r, "first=waits: ");
	says(&r, " in all runs");
	command_release(&r);
}
END_TEST

static void is_refused(struct result r, const char *words)
{
	ck_assert_int_eq(r.status, 2);
	ck_assert_str_eq(r.out, "");
	if (strncmp(r.err, "procession: ", 12) != 0 || !strstr(r.err, words))
		ck_abort_msg("no \"%s\" in: %s", words, r.err);
	command_release(&r);
}

START_TEST(what_makes_no_sense_with_many_runs_is_refused)
{
	is_refused(RUN(DEMO, "--outcome", "order=exits"), "add --times N");
	is_refused(RUN(DEMO, "--times", "3", "--record", "x.pro"),
		   "--record does not go with --times");
	is_refused(RUN(DEMO, "--times", "3", "--show", "queue"),
		   "--show does not go with --times");
	is_refused(RUN(DEMO, "--times", "0"), "--times 0");
	is_refused(RUN(DEMO, "--times", "3", "--outcome", "ordr=exits"),
		   "write \"order\"");
	is_refused(RUN(DEMO, "--times", "3", "--outcome", "order=exist"),
		   "exits");
	is_refused(RUN(DEMO, "--times", "3", "--outcome", "is=3"),
		   "what to look at");
	is_refused(RUN(DEMO, "--times", "3", "--outcome", "\x1b]2;x\a={["),
		   "--outcome");
	is_refused(RUN(DEMO, "--times", "3", "--outcome", ""), "--outcome");
}
END_TEST

START_TEST(a_crash_is_an_outcome)
{
	const char *env[] = { PLAYER_TRIAL, NULL };
	const char *argv[] = { player_program(), "run", "crash",
			       "--times",        "3",   NULL };
	struct result r;

	command_run(&(struct command){ .argv = argv, .env = env }, &r);
	ck_assert_int_eq(r.status, 0);
	says(&r, "how it ended: exit status -11 in all runs");
	command_release(&r);
}
END_TEST

/* ---- in a lesson ---- */

static struct tty *at(const char *step)
{
	return player_open(
		&(struct player_options){ .args = { step }, .trial = true });
}

START_TEST(many_runs_stand_beside_what_was_guessed)
{
	struct tty *t = at("trial/often:puts");

	tty_wait_text(t, "How often is put?");
	tty_send(t, "M");
	tty_wait_text(t, "First say what you expect");
	tty_send(t, "2<Enter>");
	tty_wait_text(t, "It was: 3");
	tty_wait_text(t, "M runs it 5 times.");
	tty_send(t, "M");
	tty_wait_text(t, " 5 runs ");
	tty_wait_text(t, "your guess: 2, which did not come out");
	player_quit(t);
}
END_TEST

START_TEST(what_was_said_to_a_prediction_stays_when_it_runs_again)
{
	struct tty *t = at("trial/often:puts");

	tty_wait_text(t, "How often is put?");
	tty_send(t, "2<Enter>");
	tty_wait_text(t, "It was: 3");
	tty_send(t, "v<Right><Right><Enter>");
	tty_send(t, ":pane queue<Enter>");
	tty_wait_text(t, "in 5 ");
	tty_wait_text(t, "ENDED");
	ck_assert(tty_shows(t, "It was: 3"));
	player_quit(t);
}
END_TEST

START_TEST(they_are_ended_by_the_same_key_and_nothing_is_left)
{
	struct tty *t = at("trial/often:long");

	tty_wait_text(t, "1000 times");
	tty_send(t, "M");
	tty_wait_text(t, "2 of 1000 runs");
	tty_wait_text(t, "M ends");
	tty_send(t, "M");
	tty_wait_text(t, "M runs");
	player_wait_demo_gone(t);
	tty_send(t, "M");
	tty_wait_text(t, "The first of 1000 runs");
	tty_wait_text(t, "1 of 1000 runs");
	tty_send(t, "<C-c>");
	player_wait_demo_gone(t);
	player_quit(t);
}
END_TEST

START_TEST(leaving_the_step_ends_them)
{
	struct tty *t = at("trial/often:long");

	tty_wait_text(t, "1000 times");
	tty_send(t, "M");
	tty_wait_text(t, "1 of 1000 runs");
	tty_send(t, "n");
	tty_wait_text(t, "Nobody says");
	player_wait_demo_gone(t);
	ck_assert(!tty_shows(t, "of 1000"));
	player_quit(t);
}
END_TEST

START_TEST(a_run_that_goes_on_comes_first)
{
	struct tty *t = at("trial/often:long");

	tty_wait_text(t, "runs the demo");
	tty_send(t, ":speed 0.1<Enter><Enter>");
	tty_wait_text(t, "LIVE");
	tty_send(t, "M");
	tty_wait_text(t, "many runs begin when this one has ended");
	player_quit(t);
}
END_TEST

START_TEST(deadlocks_are_counted)
{
	struct tty *t = at("trial/often:stuck");

	tty_wait_text(t, "3 times");
	tty_send(t, "M");
	tty_wait_text(t, "━ 3 runs ━");
	ck_assert(tty_shows(t, "yes "));
	player_quit(t);
}
END_TEST

START_TEST(in_lines_they_are_a_table)
{
	struct tty *t = player_open(&(struct player_options){
		.args = { "trial/often:puts", "--linear" }, .trial = true });

	tty_wait_text(t, "How often is put?");
	tty_send(t, "repeat<Enter>");
	tty_wait_text(t, "how many items were put: 3 in all runs");
	tty_send(t, "q<Enter>");
	player_ended(t, 0, 5);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("times");
	TCase *t = tcase_create("many runs");

	tcase_set_timeout(t, 60);
	tcase_add_test(t, how_runs_end_and_in_which_order_is_counted);
	tcase_add_test(t, what_is_asked_for_is_the_only_outcome);
	tcase_add_test(t, a_deadlock_is_an_outcome_and_the_next_run_begins);
	tcase_add_test(t, a_schedule_makes_each_run_the_same);
	tcase_add_test(t, what_makes_no_sense_with_many_runs_is_refused);
	tcase_add_test(t, a_crash_is_an_outcome);
	suite_add_tcase(s, t);
	t = tcase_create("in a lesson");
	tcase_set_timeout(t, 60);
	tcase_add_test(t, many_runs_stand_beside_what_was_guessed);
	tcase_add_test(t,
		       what_was_said_to_a_prediction_stays_when_it_runs_again);
	tcase_add_test(t, they_are_ended_by_the_same_key_and_nothing_is_left);
	tcase_add_test(t, leaving_the_step_ends_them);
	tcase_add_test(t, a_run_that_goes_on_comes_first);
	tcase_add_test(t, deadlocks_are_counted);
	tcase_add_test(t, in_lines_they_are_a_table);
	suite_add_tcase(s, t);
	return s;
}
