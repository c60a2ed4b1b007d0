/* SPDX-License-Identifier: MIT */
/*
 * What the panes of shared objects say of real programs, each of which uses
 * one kind of them: tests/e2e/things.
 */
#include "support/check_main.h"

#include <stdio.h>
#include <stdlib.h>

#include "e2e/player.h"

static struct tty *watch(const char *panes, const char *name)
{
	const char *top = getenv("top_builddir");
	char program[512];

	(void)snprintf(program, sizeof(program), "%s/tests/e2e/things/%s",
		       top ? top : ".", name);
	return player_open(&(struct player_options){
		.args = { "watch", "--show", panes, "--", program } });
}

START_TEST(who_dine_lock_each_other_out)
{
	struct tty *t = watch("lock,graph", "philosophers");

	tty_wait_text(t, "DEADLOCK");
	tty_wait_text(t, "held by ‖ ada");
	tty_wait_text(t, "1st     ‖ eve");
	tty_wait_text(t, "acquire fork-B");
	tty_send(t, "w");
	tty_wait_text(t, "DEADLOCK for");
	tty_wait_text(t, "waits for fork-B, held by bob");
	tty_send(t, "q");
	player_quit(t);
}
END_TEST

START_TEST(cars_fill_three_places_and_the_rest_wait)
{
	struct tty *t = watch("semaphore", "parking");

	tty_wait_text(t, "[■][■][■]  0 of 3 free");
	tty_wait_text(t, "1st     ‖ car-");
	tty_wait_text(t, "given 1, taken 1");
	player_quit(t);
}
END_TEST

START_TEST(a_cook_calls_and_one_call_is_lost)
{
	struct tty *t = watch("condition", "kitchen");

	tty_wait_text(t, "calls found nobody");
	tty_wait_text(t, "called   ‖ waiter-");
	tty_wait_text(t, "on its way back to the lock");
	player_quit(t);
}
END_TEST

START_TEST(runners_wait_for_the_gun)
{
	struct tty *t = watch("event", "race");

	tty_wait_text(t, "○ not set, never was");
	tty_wait_text(t, "4th  ‖ runner-4");
	tty_wait_text(t, "● SET");
	player_quit(t);
}
END_TEST

START_TEST(workers_wait_for_the_last_of_a_phase)
{
	struct tty *t = watch("barrier", "phases");

	tty_wait_text(t, "phase 1: 3 of 4 here, 1 missing");
	/* Whoever came to the first is known in the second. */
	tty_wait_text(t, "phase 2: 3 of 4 here, 1 missing");
	tty_wait_text(t, "missing  z worker-");
	tty_wait_text(t, "last came worker-4");
	player_quit(t);
}
END_TEST

/* The pane alone on the screen. */
static struct tty *watch_alone(const char *pane, const char *name)
{
	struct tty *t = watch(pane, name);

	tty_wait_text(t, "LIVE");
	tty_send(t, "\tz");
	return t;
}

START_TEST(adders_write_what_they_share_and_what_they_do_not)
{
	struct tty *t = watch_alone("memory", "shares");

	tty_wait_text(t, "cells 0–");
	tty_wait_text(t, "mapped by main");
	tty_wait_text(t, "ago · 15 cells");
	tty_send(t, "G");
	tty_wait_text(t, "4 processes have one each");
	player_quit(t);
}
END_TEST

START_TEST(a_worker_is_replaced_and_futures_are_cancelled)
{
	struct tty *t = watch_alone("pool", "squares");

	tty_wait_text(t, "killed by SIGKILL");
	tty_wait_text(t, "1 died with its worker");
	tty_wait_text(t, "2 cancelled");
	player_quit(t);
}
END_TEST

START_TEST(a_pipe_says_who_can_write_and_when_it_can_never_end)
{
	struct tty *t = watch_alone("pipe", "pipes");

	tty_wait_text(t, "65536 of 65536 bytes FULL");
	tty_wait_text(t, "can write z writer");
	tty_send(t, "G");
	tty_wait_text(t, "NO END OF FILE can come: only loner");
	player_quit(t);
}
END_TEST

Suite *suite(void)
{
	Suite *suite = suite_create("things");
	TCase *tc = tcase_create("things");

	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, who_dine_lock_each_other_out);
	tcase_add_test(tc, cars_fill_three_places_and_the_rest_wait);
	tcase_add_test(tc, a_cook_calls_and_one_call_is_lost);
	tcase_add_test(tc, runners_wait_for_the_gun);
	tcase_add_test(tc, workers_wait_for_the_last_of_a_phase);
	tcase_add_test(tc, adders_write_what_they_share_and_what_they_do_not);
	tcase_add_test(tc, a_worker_is_replaced_and_futures_are_cancelled);
	tcase_add_test(tc, a_pipe_says_who_can_write_and_when_it_can_never_end);
	suite_add_tcase(suite, tc);
	return suite;
}
