/* SPDX-License-Identifier: MIT */
/*
 * Demos and lessons that misbehave, and a home that cannot be written: each is
 * contained and said in words, and the player goes on.
 */
#include "support/check_main.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "e2e/player.h"
#include "support/procs.h"

static struct tty *at_step(const char *step)
{
	char target[64];
	struct tty *t;

	(void)snprintf(target, sizeof(target), "trial/bad:%s", step);
	t = player_open(&(struct player_options){
		.rows = 36, .cols = 120, .args = { target }, .trial = true });
	tty_wait_text(t, "Enter");
	tty_send(t, "<Enter>");
	return t;
}

START_TEST(a_crash_at_once_is_explained)
{
	struct tty *t = at_step("crash");

	tty_wait_text(t, "ENDED");
	tty_send(t, "<Tab><Tab>");
	tty_wait_text(t, "killed by SIGSEGV");
	player_quit(t);
}
END_TEST

START_TEST(a_failure_shows_its_words_and_status)
{
	struct tty *t = at_step("fails");

	tty_wait_text(t, "something went wrong");
	tty_send(t, "<Tab><Tab>");
	tty_wait_text(t, "ended 3");
	player_quit(t);
}
END_TEST

START_TEST(how_it_failed_and_the_keys_of_a_question_are_both_seen)
{
	struct tty *t = at_step("asked");

	tty_wait_text(t, "With which exit status did it end?");
	tty_wait_text(t, "✗ ENDED ");
	tty_wait_text(t, "✗ fails (PID");
	tty_wait_text(t, " Enter answer ");
	/* Where the text is not seen, it is in the place of the keys. */
	tty_send(t, "3<Enter><Tab>z");
	tty_wait_gone(t, "✗ fails (PID");
	tty_send(t, "R");
	tty_wait_text(t, "✗ ENDED   fails (PID");
	player_quit(t);
}
END_TEST

START_TEST(one_that_ignores_signals_is_ended_all_the_same)
{
	struct tty *t = at_step("stubborn");

	tty_wait_text(t, "not me");
	tty_send(t, "<C-c>");
	tty_wait_text(t, "ENDED");
	player_wait_demo_gone(t);
	tty_send(t, "R");
	tty_wait_text(t, "LIVE");
	tty_wait_text(t, "not me");
	player_quit(t);
}
END_TEST

START_TEST(a_flood_of_output_does_not_drown_the_keys)
{
	struct tty *t = at_step("flood");

	tty_wait_text(t, "and on and on");
	for (int i = 0; i < 3; i++) {
		tty_send(t, "?");
		tty_wait_text(t, "q leaves the help");
		tty_send(t, "<Esc>");
		tty_wait_gone(t, "q leaves the help");
	}
	tty_send(t, "<C-c>");
	tty_wait_text(t, "ENDED");
	player_quit(t);
}
END_TEST

START_TEST(escape_sequences_do_not_reach_the_terminal)
{
	struct tty *t = at_step("escapes");
	const char *raw;
	size_t len;

	tty_wait_text(t, "after all that");
	tty_wait_text(t, "before");
	tty_wait_text(t, "ENDED");
	ck_assert(tty_shows(t, "It writes escape sequences"));
	ck_assert(!tty_shows(t, "answered"));
	raw = tty_raw(t, &len);
	ck_assert_ptr_null(memmem(raw, len, "\033]0;taken", 9));
	player_quit(t);
}
END_TEST

START_TEST(daemons_of_a_demo_end_with_it)
{
	struct tty *t = at_step("daemons");

	tty_wait_text(t, "one away");
	tty_wait_text(t, "two away");
	player_wait_demo(t, 2);
	tty_send(t, "q");
	player_wait_demo_gone(t);
	player_quit(t);
}
END_TEST

START_TEST(one_that_cannot_be_run_says_why)
{
	struct tty *t = at_step("refused");

	tty_wait_text(t, "not executable");
	player_quit(t);
	t = at_step("missing");
	tty_wait_text(t, "there is no program");
	player_quit(t);
}
END_TEST

START_TEST(a_broken_lesson_is_listed_with_its_error)
{
	struct tty *t = player_open(&(struct player_options){
		.rows = 36, .cols = 120, .trial = true });

	tty_wait_text(t, "Trial");
	/* On to the trial topic, which is the last, and unfold it. */
	tty_send(t, "G<Enter>");
	tty_wait_text(t, "broken");
	tty_wait_text(t, "Demos that misbehave");
	tty_send(t, "jj<Enter>");
	tty_wait_text(t, "broken.yaml:6");
	tty_send(t, "q");
	player_quit(t);
	t = player_open(&(struct player_options){ .args = { "trial/broken" },
						  .trial = true });
	(void)tty_wait_exit(t);
	ck_assert(tty_shows(t, "broken.yaml:6"));
	ck_assert(tty_shows(t, "stepps"));
	player_ended(t, 2, 2);
}
END_TEST

START_TEST(a_home_that_cannot_be_written_is_said)
{
	/* Below a file there can be no folder, not even for root. */
	struct tty *t = player_open(&(struct player_options){
		.rows = 36,
		.cols = 120,
		.env = { "XDG_DATA_HOME=/dev/null/data" },
	});

	tty_wait_text(t, "Passing work through a queue");
	tty_wait_text(t, "Nothing is kept");
	tty_send(t, "<Enter>");
	tty_wait_text(t, "step 1 of 8");
	player_quit(t);
}
END_TEST

START_TEST(progress_is_there_after_a_kill)
{
	char home[512];
	struct tty *t;

	(void)snprintf(home, sizeof(home), "%s/home-kept-XXXXXX",
		       getenv("top_builddir"));
	ck_assert_ptr_nonnull(mkdtemp(home));
	t = player_open(&(struct player_options){ .args = { "ipc/queue:room" },
						  .home = home });
	tty_wait_text(t, "How much room?");
	tty_signal(t, SIGKILL);
	(void)tty_wait_exit(t);
	player_ended(t, 128 + SIGKILL, 1);
	t = player_open(&(struct player_options){ .home = home });
	tty_wait_text(t, "Passing work");
	tty_send(t, "<Enter>");
	tty_wait_text(t, "How much room?");
	player_quit(t);
	procs_remove_tree(home);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("bad");
	TCase *tc = tcase_create("bad");

	tcase_add_test(tc, a_crash_at_once_is_explained);
	tcase_add_test(tc, a_failure_shows_its_words_and_status);
	tcase_add_test(tc,
		       how_it_failed_and_the_keys_of_a_question_are_both_seen);
	tcase_add_test(tc, one_that_ignores_signals_is_ended_all_the_same);
	tcase_add_test(tc, a_flood_of_output_does_not_drown_the_keys);
	tcase_add_test(tc, escape_sequences_do_not_reach_the_terminal);
	tcase_add_test(tc, daemons_of_a_demo_end_with_it);
	tcase_add_test(tc, one_that_cannot_be_run_says_why);
	tcase_add_test(tc, a_broken_lesson_is_listed_with_its_error);
	tcase_add_test(tc, a_home_that_cannot_be_written_is_said);
	tcase_add_test(tc, progress_is_there_after_a_kill);
	suite_add_tcase(s, tc);
	return s;
}
