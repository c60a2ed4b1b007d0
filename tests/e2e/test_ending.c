/* SPDX-License-Identifier: MIT */
/*
 * Every way out: whatever ends the player, no process of the demo lives on,
 * nothing is left in /dev/shm or in the folder for temporary files, and the
 * terminal is as it was.
 */
#include "support/check_main.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "e2e/player.h"
#include "support/apart.h"
#include "support/procs.h"

static char *shm_before;

static void remember_names(void)
{
	(void)apart();
	shm_before = procs_names("/dev/shm");
}

/* Where it is shared other programs use it too, but not for long. */
static void check_names(void)
{
	char *left = procs_wait_no_new_name("/dev/shm", shm_before, 20);

	if (left)
		ck_abort_msg("/dev/shm/%s is left", left);
	free(shm_before);
}

/* The sandbox's folder for temporary files must be empty. */
static void check_tmp(struct tty *t)
{
	char path[600], *names;

	(void)snprintf(path, sizeof(path), "%s/tmp", tty_home(t));
	names = procs_names(path);
	ck_assert_str_eq(names, "");
	free(names);
}

static struct tty *running(void)
{
	struct tty *t = player_running(24, 80, "endless:fast");

	tty_wait_text(t, "FULL");
	player_wait_demo(t, 3);
	return t;
}

START_TEST(q_ends_demo_and_player)
{
	struct tty *t = running();

	tty_send(t, "q");
	player_wait_demo_gone(t);
	check_tmp(t);
	player_quit(t);
}
END_TEST

START_TEST(a_signal_ends_demo_and_player)
{
	static const int signals[] = { SIGTERM, SIGHUP, SIGINT, SIGQUIT };
	struct tty *t = running();

	tty_signal(t, signals[_i]);
	(void)tty_wait_exit(t);
	check_tmp(t);
	player_ended(t, 128 + signals[_i], 1);
}
END_TEST

START_TEST(a_signal_on_the_home_screen_does_too)
{
	struct tty *t = player_open(&(struct player_options){ 0 });

	tty_wait_text(t, "Passing work");
	tty_signal(t, SIGTERM);
	player_ended(t, 128 + SIGTERM, 1);
}
END_TEST

START_TEST(a_kill_of_the_player_leaves_nothing)
{
	struct tty *t = running();

	tty_signal(t, SIGKILL);
	(void)tty_wait_exit(t);
	if (!procs_wait_none(tty_mark(t), 1))
		tty_fail(t, "a process lives a second after");
	check_tmp(t);
	player_ended(t, 128 + SIGKILL, 0);
}
END_TEST

START_TEST(a_crash_of_the_player_leaves_nothing)
{
	static const int signals[] = { SIGSEGV, SIGABRT };
	struct tty *t = running();

	tty_signal(t, signals[_i]);
	(void)tty_wait_exit(t);
	if (!procs_wait_none(tty_mark(t), 1))
		tty_fail(t, "a process lives a second after");
	player_ended(t, 128 + signals[_i], 0);
}
END_TEST

START_TEST(a_closed_terminal_ends_everything)
{
	struct tty *t = running();
	char mark[128];

	(void)snprintf(mark, sizeof(mark), "%s", tty_mark(t));
	tty_hang_up(t);
	ck_assert(procs_wait_none(mark, 2));
	tty_close(t);
}
END_TEST

START_TEST(a_kill_of_the_guards_ends_the_demo)
{
	struct tty *t = running();
	pid_t pids[64];
	char exe[512];
	size_t n = procs_marked(tty_mark(t), pids, 64);

	for (size_t i = 0; i < n; i++)
		if (procs_exe(pids[i], exe, sizeof(exe)) &&
		    strstr(exe, "/procession-guard"))
			(void)kill(pids[i], SIGKILL);
	player_wait_demo_gone(t);
	player_quit(t);
}
END_TEST

/* Which group is in front changes without a word on the screen. */
static void wait_in_front(struct tty *t)
{
	double deadline = procs_now() + procs_patience(TTY_PATIENCE_S);

	while (!tty_in_front(t)) {
		if (procs_now() > deadline)
			tty_fail(t, "the shell is not in front");
		(void)tty_listen(t, 5);
	}
}

START_TEST(control_z_gives_the_terminal_back_and_fg_resumes)
{
	const char *argv[] = { "sh", "-i", NULL };
	char command[1200];
	struct tty *t;

	t = tty_spawn(&(struct tty_options){
		.argv = argv,
		.env = (const char *const[]){ "PS1=prompt> ", PLAYER_TRIAL,
					      NULL } });
	tty_wait_text(t, "prompt>");
	(void)snprintf(command, sizeof(command), "%s trial/endless:fast<Enter>",
		       player_program());
	tty_send(t, command);
	tty_wait_text(t, "Faster than it is used");
	player_run(t);
	tty_wait_text(t, "FULL");
	tty_send(t, "<C-z>");
	tty_wait_text(t, "Stopped");
	wait_in_front(t);
	/* The shell edits lines itself; what counts is that it is shown. */
	tty_send(t,
		 "stty -a | grep -c ' echo ' ; echo still $((40 + 2))<Enter>");
	tty_wait_text(t, "still 42");
	tty_send(t, "fg<Enter>");
	tty_wait_text(t, "Faster than it is used");
	tty_wait_text(t, "LIVE");
	(void)player_wait_put(t, 20);
	tty_send(t, "q");
	tty_wait_gone(t, "Faster than it is used");
	tty_send(t, "q");
	wait_in_front(t);
	tty_send(t, "exit<Enter>");
	player_ended(t, 0, 2);
}
END_TEST

START_TEST(a_stop_signal_from_outside_can_be_continued)
{
	struct tty *t = running();
	long in, out;

	tty_signal(t, SIGSTOP);
	ck_assert(procs_wait_state(tty_pid(t), "T", 5));
	tty_signal(t, SIGCONT);
	ck_assert(player_totals(t, &in, &out));
	(void)player_wait_put(t, in + 5);
	player_quit(t);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("ending");
	TCase *tc = tcase_create("ending");

	tcase_add_checked_fixture(tc, remember_names, check_names);
	tcase_add_test(tc, q_ends_demo_and_player);
	tcase_add_loop_test(tc, a_signal_ends_demo_and_player, 0, 4);
	tcase_add_test(tc, a_signal_on_the_home_screen_does_too);
	tcase_add_test(tc, a_kill_of_the_player_leaves_nothing);
	tcase_add_loop_test(tc, a_crash_of_the_player_leaves_nothing, 0, 2);
	tcase_add_test(tc, a_closed_terminal_ends_everything);
	tcase_add_test(tc, a_kill_of_the_guards_ends_the_demo);
	tcase_add_test(tc, control_z_gives_the_terminal_back_and_fg_resumes);
	tcase_add_test(tc, a_stop_signal_from_outside_can_be_continued);
	suite_add_tcase(s, tc);
	return s;
}
