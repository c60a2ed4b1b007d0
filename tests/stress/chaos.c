/* SPDX-License-Identifier: MIT */
/*
 * Kills at random moments: any process of a running demo, or the player. The
 * player answers keys throughout, nothing of a demo is left, and neither is a
 * name in /dev/shm.
 *
 * `make check' does a few; PROCESSION_TEST_FULL=1 does 200 of a demo and 50 of
 * the player.  The seed is printed, and taken from CHAOS_SEED.
 */
#include "support/check_main.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "e2e/player.h"
#include "support/apart.h"
#include "support/procs.h"

static unsigned int seed;
static char *shm_before;

static void set_up(void)
{
	const char *given = getenv("CHAOS_SEED");

	seed = given ? (unsigned int)strtoul(given, NULL, 10)
		     : (unsigned int)time(NULL);
	printf("CHAOS_SEED=%u\n", seed);
	(void)fflush(stdout);
	(void)apart();
	shm_before = procs_names("/dev/shm");
}

static void tear_down(void)
{
	char *left = procs_wait_no_new_name("/dev/shm", shm_before, 20);

	if (left)
		ck_abort_msg("/dev/shm/%s is left", left);
	free(shm_before);
}

static int random_below(int n)
{
	return (int)((unsigned int)rand_r(&seed) % (unsigned int)n);
}

static int times(int few, int many)
{
	return getenv("PROCESSION_TEST_FULL") ? many : few;
}

/* It answers: the help comes and goes. */
static void check_answers(struct tty *t)
{
	tty_send(t, "?");
	tty_wait_text(t, "q leaves the help");
	tty_send(t, "<Esc>");
	tty_wait_gone(t, "q leaves the help");
}

/* Run it again, whatever is left of it, until all six processes are there. */
static void start_again(struct tty *t)
{
	tty_send(t, "R");
	tty_wait_text(t, "LIVE");
	player_wait_demo(t, 6);
}

START_TEST(kills_of_a_demo_never_hang_the_player)
{
	int kills = times(12, 200);
	struct tty *t = player_running(24, 80, "endless:many");

	for (int i = 0; i < kills; i++) {
		pid_t pids[64];
		size_t n;

		(void)tty_listen(t, random_below(30));
		n = player_demo(t, pids, 64);
		if (n < 2) {
			start_again(t);
			n = player_demo(t, pids, 64);
		}
		if (n)
			(void)kill(pids[random_below((int)n)], SIGKILL);
		check_answers(t);
	}
	start_again(t);
	tty_send(t, "<C-c>");
	tty_wait_text(t, "ENDED");
	player_wait_demo_gone(t);
	player_quit(t);
}
END_TEST

START_TEST(kills_of_the_player_leave_nothing)
{
	static const char *const steps[] = { "endless:many", "endless:fast",
					     "endless:flat-out" };
	int kills = times(5, 50);

	for (int i = 0; i < kills; i++) {
		struct tty *t = player_running(24, 80, steps[random_below(3)]);

		(void)tty_listen(t, random_below(200));
		tty_signal(t, SIGKILL);
		(void)tty_wait_exit(t);
		player_ended(t, 128 + SIGKILL, 1);
	}
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("chaos");
	TCase *tc = tcase_create("chaos");

	tcase_set_timeout(tc, 300);
	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, kills_of_a_demo_never_hang_the_player);
	tcase_add_test(tc, kills_of_the_player_leave_nothing);
	suite_add_tcase(s, tc);
	return s;
}
