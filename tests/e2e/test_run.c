/* SPDX-License-Identifier: MIT */
/*
 * What a student does with a running demo: pause and go on, single steps,
 * speed, start again, other values, back and forward in time, end it.
 */
#include "support/check_main.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "e2e/player.h"
#include "support/procs.h"

static struct tty *running(void)
{
	struct tty *t = player_running(36, 120, "endless:fast");

	(void)player_wait_put(t, 3);
	return t;
}

START_TEST(any_program_can_be_watched)
{
	struct tty *t = player_open(&(struct player_options){
		.rows = 36,
		.cols = 120,
		.args = { "watch", "--", "sh", "-c",
			  "(echo one; sleep 60) | sort; :" } });

	tty_wait_text(t, "LIVE");
	tty_wait_text(t, "waits in read");
	tty_send(t, "w");
	tty_wait_text(t, "Why is it stuck?");
	tty_send(t, "q<C-c>");
	tty_wait_text(t, "ENDED");
	player_quit(t);
}
END_TEST

START_TEST(pause_stops_every_process_and_space_goes_on)
{
	struct tty *t = running();
	long in, out, in_later, out_later;

	tty_send(t, " ");
	tty_wait_text(t, "PAUSED");
	/* A paused run changes nothing on the screen, so it gets quiet. */
	tty_wait_quiet(t, 300);
	ck_assert(player_totals(t, &in, &out));
	(void)tty_listen(t, 300);
	ck_assert(player_totals(t, &in_later, &out_later));
	ck_assert_int_eq(in, in_later);
	ck_assert_int_eq(out, out_later);
	tty_send(t, " ");
	tty_wait_text(t, "LIVE");
	(void)player_wait_put(t, in + 3);
	player_quit(t);
}
END_TEST

START_TEST(a_step_lets_one_operation_through)
{
	struct tty *t = running();
	long in, out, now_in, now_out;
	int steps = 0;

	tty_send(t, " ");
	tty_wait_text(t, "PAUSED");
	tty_wait_quiet(t, 300);
	ck_assert(player_totals(t, &in, &out));
	do {
		tty_send(t, "s");
		tty_wait_quiet(t, 200);
		ck_assert(tty_shows(t, "PAUSED"));
		ck_assert(player_totals(t, &now_in, &now_out));
		ck_assert_int_le(now_in - in + now_out - out, 2 * ++steps);
	} while (now_in + now_out == in + out && steps < 20);
	ck_assert_int_gt(now_in + now_out, in + out);
	player_quit(t);
}
END_TEST

START_TEST(brackets_change_the_speed)
{
	struct tty *t = running();

	tty_wait_text(t, "1.0x");
	tty_send(t, "[");
	tty_wait_gone(t, "1.0x");
	tty_send(t, "]");
	tty_wait_text(t, "1.0x");
	tty_send(t, "]]]]]]]]");
	tty_wait_text(t, "10.0x");
	(void)player_wait_put(t, 20);
	tty_send(t, "[[[[[[[[[[[[[[[[");
	tty_wait_text(t, "0.1x");
	player_quit(t);
}
END_TEST

static bool has_begun_anew(struct tty *t, void *before)
{
	long in, out;

	return player_totals(t, &in, &out) && in < *(long *)before;
}

START_TEST(restart_begins_with_new_processes)
{
	struct tty *t = running();
	pid_t before[8], after[8];
	size_t n = player_demo(t, before, 8);
	long in;

	ck_assert_uint_eq(n, 3);
	in = player_wait_put(t, 30);
	tty_send(t, "R");
	for (size_t i = 0; i < n; i++) {
		/* Gone, or a zombie that somebody is about to reap. */
		ck_assert(procs_wait_state(before[i], "ZX", 5) ||
			  procs_state(before[i]) == 0);
	}
	tty_wait_until(t, has_begun_anew, &in, "totals of a new run");
	tty_wait_text(t, "LIVE");
	player_wait_demo(t, 3);
	ck_assert_uint_eq(player_demo(t, after, 8), 3);
	(void)player_wait_put(t, 3);
	player_quit(t);
}
END_TEST

START_TEST(vary_runs_with_another_value)
{
	struct tty *t = running();

	tty_wait_text(t, "/4");
	tty_send(t, "v");
	tty_wait_text(t, "room between the two");
	tty_send(t, "<Right><Right><Enter>");
	tty_wait_gone(t, "room between the two");
	tty_wait_text(t, "6/6 FULL");
	player_quit(t);
}
END_TEST

START_TEST(the_past_is_as_it_was_and_the_present_goes_on)
{
	struct tty *t = running();
	long in, out, past_in, past_out;

	(void)player_wait_put(t, 20);
	tty_send(t, " ");
	tty_wait_text(t, "PAUSED");
	tty_wait_quiet(t, 300);
	ck_assert(player_totals(t, &in, &out));
	tty_send(t, ",,,,,,,,,,,,,,,,,,,,");
	tty_wait_text(t, "AT ");
	tty_wait_quiet(t, 300);
	ck_assert(player_totals(t, &past_in, &past_out));
	ck_assert_int_lt(past_in + past_out, in + out);
	tty_send(t, "....................");
	tty_wait_quiet(t, 300);
	ck_assert(player_totals(t, &past_in, &past_out));
	ck_assert_int_eq(past_in + past_out, in + out);
	tty_send(t, "{");
	tty_wait_text(t, "AT ");
	tty_send(t, "L");
	tty_wait_gone(t, "AT ");
	player_quit(t);
}
END_TEST

START_TEST(control_c_ends_the_demo_first_and_then_the_player)
{
	struct tty *t = running();

	tty_send(t, "<C-c>");
	tty_wait_text(t, "ENDED");
	player_wait_demo_gone(t);
	ck_assert(!tty_wait_end(t, 100));
	tty_send(t, "<C-c>");
	player_ended(t, 0, 2);
}
END_TEST

START_TEST(leaving_a_step_ends_its_demo)
{
	struct tty *t = running();

	player_wait_demo(t, 3);
	tty_send(t, "n");
	tty_wait_text(t, "More consumers");
	player_wait_demo_gone(t);
	player_run(t);
	player_wait_demo(t, 6);
	tty_send(t, "q");
	player_wait_demo_gone(t);
	player_quit(t);
}
END_TEST

START_TEST(keys_are_answered_under_a_flood_of_events)
{
	struct tty *t = player_running(36, 120, "endless:flat-out");

	(void)player_wait_put(t, 10000);
	for (int i = 0; i < 5; i++) {
		tty_send(t, "?");
		tty_wait_text(t, "q leaves the help");
		tty_send(t, "<Esc>");
		tty_wait_gone(t, "q leaves the help");
	}
	ck_assert(!tty_shows(t, "LOST"));
	tty_send(t, " ");
	tty_wait_text(t, "PAUSED");
	player_quit(t);
}
END_TEST

START_TEST(the_ledger_says_that_all_is_gone)
{
	struct tty *t = player_open(&(struct player_options){
		.rows = 36, .cols = 120, .args = { "ipc/queue:empty" } });

	tty_wait_text(t, "Nothing to take");
	player_run(t);
	tty_send(t, "]]]]]]");
	tty_wait_text(t, "ENDED");
	tty_wait_text(t, "3 processes started, 3 reaped");
	tty_wait_text(t, "0 lost");
	player_quit(t);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("run");
	TCase *tc = tcase_create("run");

	tcase_add_test(tc, any_program_can_be_watched);
	tcase_add_test(tc, pause_stops_every_process_and_space_goes_on);
	tcase_add_test(tc, a_step_lets_one_operation_through);
	tcase_add_test(tc, brackets_change_the_speed);
	tcase_add_test(tc, restart_begins_with_new_processes);
	tcase_add_test(tc, vary_runs_with_another_value);
	tcase_add_test(tc, the_past_is_as_it_was_and_the_present_goes_on);
	tcase_add_test(tc, control_c_ends_the_demo_first_and_then_the_player);
	tcase_add_test(tc, leaving_a_step_ends_its_demo);
	tcase_add_test(tc, keys_are_answered_under_a_flood_of_events);
	tcase_add_test(tc, the_ledger_says_that_all_is_gone);
	suite_add_tcase(s, tc);
	return s;
}
