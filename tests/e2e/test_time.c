/* SPDX-License-Identifier: MIT */
/*
 * Time on the screen of a real run: varied, run again beside the run before,
 * looked at again, more closely, by keys and by the mouse.
 */
#include <stdio.h>

#include "e2e/player.h"
#include "support/check_main.h"

static struct tty *room(void)
{
	struct tty *t = player_open(&(struct player_options){
		.rows = 36,
		.cols = 120,
		.args = { "ipc/queue:room" },
	});

	tty_wait_text(t, "How much room?");
	tty_wait_text(t, "vary");
	return t;
}

static void run_to_the_end(struct tty *t)
{
	player_run(t);
	tty_wait_text(t, "ENDED");
}

/* The timeline has the focus. */
static void focus_timeline(struct tty *t)
{
	tty_send(t, "<Tab>");
	tty_wait_text(t, "▌Timeline");
}

START_TEST(a_typed_value_is_run_beside_the_run_before)
{
	struct tty *t = room();

	/* Five times as fast. */
	tty_send(t, "]]");
	run_to_the_end(t);
	tty_send(t, "v");
	tty_wait_text(t, "Vary the demo");
	tty_send(t, "99<Enter>");
	tty_wait_text(t, "capacity goes from 1 to 16");
	tty_send(t, "<BS><BS>16");
	tty_wait_gone(t, "capacity goes");
	tty_send(t, "<Down>");
	tty_wait_text(t, "last run 4");
	tty_send(t, "<Enter>");
	tty_wait_gone(t, "Vary the demo");
	ck_assert(!tty_shows(t, "the run before"));
	tty_send(t, "C");
	tty_wait_text(t, "the run before  ");
	tty_wait_text(t, "capacity 4 ");
	tty_wait_text(t, "capacity 16 ");
	tty_wait_text(t, "ENDED");
	tty_send(t, "C");
	tty_wait_gone(t, "the run before  ");
	player_quit(t);
}
END_TEST

START_TEST(a_fault_is_chosen_where_no_exercise_asks_for_it)
{
	struct tty *t = player_open(&(struct player_options){
		.args = { "trial/often:stuck" }, .trial = true });

	tty_wait_text(t, "runs the demo");
	tty_send(t, "v");
	tty_wait_text(t, "[none] no-sentinel");
	tty_wait_text(t, "the demo without a fault");
	tty_send(t, "<Right>");
	tty_wait_text(t, "nobody says that no more comes");
	tty_send(t, "<Enter>");
	tty_wait_gone(t, "Vary the demo");
	tty_wait_text(t, "DEADLOCK");
	/* The next run is as it was told. */
	tty_send(t, "v");
	tty_wait_text(t, "none [no-sentinel]");
	tty_send(t, "r");
	tty_wait_text(t, "last run no-sentinel");
	tty_send(t, "<Enter>");
	tty_wait_text(t, "ENDED");
	ck_assert(!tty_shows(t, "DEADLOCK"));
	player_quit(t);
}
END_TEST

static struct tty *beside(void)
{
	struct tty *t = player_open(&(struct player_options){
		.rows = 36,
		.cols = 120,
		.args = { "trial/questions:beside" },
		.env = { PLAYER_TRIAL },
	});

	tty_wait_text(t, "How many items are in the queue at most?");
	return t;
}

START_TEST(a_run_that_was_predicted_is_compared_in_the_flow)
{
	struct tty *t = beside();

	tty_send(t, "2<Enter>");
	tty_wait_text(t, "What did you see?");
	tty_send(t, "C");
	tty_wait_text(t, "First say what is asked");
	tty_send(t, "1<Enter>");
	tty_wait_text(t, "To compare: with room for all of them");
	/* To the moment that decided it, then on. */
	tty_send(t, "<Enter>");
	tty_wait_text(t, "Enter compare");
	tty_send(t, "<Enter>");
	tty_wait_text(t, "the run before  ");
	tty_wait_text(t, "capacity 2 ");
	tty_wait_text(t, "capacity 9 ");
	tty_wait_text(t, "This run: with room for all of them");
	/* What was told of the first run stays as it was. */
	ck_assert(tty_shows(t, "Right"));
	tty_wait_text(t, "Enter next");
	/* The demo's own values come again. */
	tty_send(t, "R");
	tty_wait_gone(t, "This run: with room");
	tty_wait_text(t, "ENDED");
	tty_wait_text(t, "What did you see?");
	player_quit(t);
}
END_TEST

START_TEST(the_cursor_goes_back_and_says_what_happened)
{
	struct tty *t = room();

	run_to_the_end(t);
	focus_timeline(t);
	tty_send(t, "h");
	tty_wait_text(t, "◄ AT");
	tty_send(t, "{{");
	tty_wait_text(t, "▲ ");
	tty_wait_text(t, "consumer");
	/* An event at a time: sooner or later the producer waits. */
	for (int i = 0; i < 200 && !tty_shows(t, "s  producer waits"); i++) {
		tty_send(t, ",");
		tty_wait_quiet(t, 60);
	}
	tty_wait_text(t, "s  producer waits in put(tasks)");
	tty_send(t, "L");
	tty_wait_text(t, "ENDED");
	player_quit(t);
}
END_TEST

START_TEST(time_is_zoomed_and_clicked)
{
	struct tty *t = room();
	int row, col;

	run_to_the_end(t);
	focus_timeline(t);
	tty_wait_text(t, "╵2");
	tty_send(t, "))))))");
	tty_wait_gone(t, "╵2 ");
	tty_send(t, "((((((");
	tty_wait_text(t, "╵2 ");
	ck_assert(tty_find(t, "╵2 ", &row, &col));
	/* A press of the left button there, 1-based, and its release. */
	{
		char keys[64];

		(void)snprintf(keys, sizeof(keys),
			       "\033[<lt>0;%d;%dM\033[<lt>0;%d;%dm", col + 1,
			       row, col + 1, row);
		tty_send(t, keys);
	}
	tty_wait_text(t, "◄ AT 2.0");
	player_quit(t);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("time");
	TCase *tc = tcase_create("time");

	tcase_set_timeout(tc, 120);
	tcase_add_test(tc, a_typed_value_is_run_beside_the_run_before);
	tcase_add_test(tc, a_fault_is_chosen_where_no_exercise_asks_for_it);
	tcase_add_test(tc, a_run_that_was_predicted_is_compared_in_the_flow);
	tcase_add_test(tc, the_cursor_goes_back_and_says_what_happened);
	tcase_add_test(tc, time_is_zoomed_and_clicked);
	suite_add_tcase(s, tc);
	return s;
}
