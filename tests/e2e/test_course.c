/* SPDX-License-Identifier: MIT */
/*
 * A course as a whole: whose programs run, and finding one's way in it.
 */
#include "support/check_main.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "e2e/command.h"
#include "e2e/player.h"

#define NOT_ASKED "PROCESSION_TRUST="

/* ---- a home that outlives the player ---- */

static char home[] = "course.XXXXXX";

static void make_home(void)
{
	ck_assert_ptr_nonnull(mkdtemp(home));
}

static void remove_home(void)
{
	char line[64];

	(void)snprintf(line, sizeof(line), "rm -rf ./%s", home);
	ck_assert_int_eq(system(line), 0);
	strcpy(strchr(home, '.'), ".XXXXXX");
}

static const char *home_path(void)
{
	static char path[600];
	char here[512];

	ck_assert_ptr_nonnull(getcwd(here, sizeof(here)));
	(void)snprintf(path, sizeof(path), "%s/%s", here, home);
	return path;
}

/* ---- whose programs run ---- */

static struct tty *at_crash(void)
{
	struct tty *t = player_open(
		&(struct player_options){ .args = { "trial/bad:crash" },
					  .env = { NOT_ASKED },
					  .home = home_path(),
					  .trial = true });

	tty_wait_text(t, "Enter");
	tty_send(t, "<Enter>");
	return t;
}

START_TEST(a_course_that_was_added_asks_once_before_its_programs_run)
{
	struct tty *t = at_crash();

	tty_wait_text(t, "May crash run?");
	tty_wait_text(t, "tests/e2e/trial");
	tty_send(t, "n");
	tty_wait_text(t, "It was not run");
	ck_assert(!tty_shows(t, "ENDED"));
	tty_send(t, "<Enter>");
	tty_wait_text(t, "May crash run?");
	tty_send(t, "y");
	tty_wait_text(t, "ENDED");
	player_quit(t);
	t = at_crash();
	tty_wait_text(t, "ENDED");
	player_quit(t);
}
END_TEST

START_TEST(a_course_in_place_of_the_players_own_asks)
{
	struct tty *t = player_open(&(struct player_options){
		.args = { "ipc/queue:full" }, .env = { NOT_ASKED } });

	tty_wait_text(t, "No more room");
	tty_send(t, "i");
	tty_wait_text(t, "This course did not come with Procession.");
	tty_send(t, "n");
	player_quit(t);
}
END_TEST

START_TEST(a_course_that_came_with_the_player_does_not_ask)
{
	struct tty *t = player_open(&(struct player_options){
		.args = { "ipc/queue:full" },
		.env = { NOT_ASKED, "PROCESSION_COURSE=" } });

	tty_wait_text(t, "No more room");
	player_run(t);
	player_quit(t);
}
END_TEST

static struct result run_linear(const char *option)
{
	const char *argv[] = { player_program(), "run",   "--linear",
			       option,           "fails", NULL };
	const char *env[] = { PLAYER_TRIAL, NOT_ASKED, NULL };
	struct result r;

	command_run(&(struct command){ .argv = argv, .env = env }, &r);
	return r;
}

START_TEST(where_nobody_can_be_asked_nothing_runs)
{
	struct result r = run_linear("--ascii");

	ck_assert_int_eq(r.status, 1);
	ck_assert_str_eq(r.out, "");
	ck_assert_ptr_nonnull(strstr(r.err, "add --trust"));
	command_release(&r);
	r = run_linear("--trust");
	ck_assert_ptr_null(strstr(r.err, "add --trust"));
	ck_assert_ptr_nonnull(strstr(r.out, "something went wrong"));
	command_release(&r);
}
END_TEST

/* ---- finding one's way ---- */

START_TEST(contents_glossary_and_bookmarks_lead_to_their_places)
{
	struct tty *t = player_open(&(struct player_options){
		.args = { "ipc/queue:why" }, .home = home_path() });

	tty_wait_text(t, "step 1 of 8");
	tty_send(t, "t<Down><Enter>");
	tty_wait_text(t, "step 2 of 8");
	tty_send(t, "b");
	tty_wait_text(t, "A bookmark is at this step");
	tty_send(t, "t");
	tty_wait_text(t, "✓◆");
	tty_send(t, "q");
	tty_wait_gone(t, "Contents");
	tty_send(t, "q");
	tty_wait_text(t, " done");
	tty_send(t, "b");
	tty_wait_text(t, "Passing work through a queue: No more room");
	tty_send(t, "<Enter>");
	tty_wait_text(t, "step 2 of 8");
	tty_send(t, "q");
	tty_wait_text(t, " done");
	tty_send(t, "d");
	tty_wait_text(t, "Glossary");
	tty_send(t, "/sentinel<Enter>");
	tty_wait_text(t, "1 of");
	/* To the step that explains it; and there it stands first. */
	tty_send(t, "<Enter>");
	tty_wait_text(t, "step 5 of 8");
	tty_send(t, "d");
	tty_wait_text(t, "the terms of this step first");
	tty_wait_text(t, "▌▸  sentinel");
	tty_send(t, "q");
	tty_wait_gone(t, "Glossary");
	player_quit(t);
}
END_TEST

/* From a list of links to the lesson, and back to where @here is shown. */
static void go_and_come_back(struct tty *t, const char *here)
{
	tty_send(t, "m");
	tty_wait_text(t, "Passing work through a queue: No more");
	tty_send(t, "<Enter>");
	tty_wait_text(t, "step 2 of 8");
	tty_send(t, "q");
	tty_wait_gone(t, "step 2 of 8");
	tty_wait_text(t, here);
}

START_TEST(what_is_said_to_an_answer_leads_on_and_back)
{
	struct tty *t = player_open(
		&(struct player_options){ .args = { "trial/questions:kinds" },
					  .home = home_path(),
					  .trial = true });

	tty_wait_text(t, "Which one is a verb?");
	/* What has not been said leads nowhere yet. */
	tty_send(t, "m");
	tty_wait_text(t, "leads nowhere else");
	tty_send(t, "2<Enter>");
	tty_wait_text(t, "when there is no room");
	tty_send(t, "m");
	tty_wait_text(t, "fork(2)");
	tty_send(t, "q");
	go_and_come_back(t, "when there is no room");
	tty_wait_text(t, "step 1 of ");
	/* The lesson that is gone on with is this one. */
	player_quit(t);
	t = player_open(
		&(struct player_options){ .home = home_path(), .trial = true });
	tty_wait_text(t, "▌");
	tty_send(t, "<Enter>");
	tty_wait_text(t, "step 1 of ");
	player_quit(t);
}
END_TEST

START_TEST(cards_and_terms_lead_on_and_back)
{
	struct tty *t = player_open(
		&(struct player_options){ .args = { "trial/questions:kinds" },
					  .home = home_path(),
					  .trial = true });

	tty_wait_text(t, "Which one is a verb?");
	tty_send(t, "d/leading on<Enter>");
	tty_wait_text(t, "is reached by");
	tty_wait_text(t, "m links");
	ck_assert(!tty_shows(t, "](lesson"));
	go_and_come_back(t, "is reached by");
	tty_send(t, "q");
	tty_wait_text(t, "Which one is a verb?");
	player_quit(t);
	t = player_open(&(struct player_options){
		.args = { "review" }, .home = home_path(), .trial = true });
	for (int i = 0; i < 20 && !tty_shows(t, "What leads on?"); i++) {
		tty_wait_text(t, "Enter show");
		tty_send(t, "<Enter>3");
		tty_wait_quiet(t, 100);
	}
	tty_wait_text(t, "What leads on?");
	tty_send(t, "<Enter>");
	tty_wait_text(t, "Did you know it?");
	go_and_come_back(t, "Did you know it?");
	player_quit(t);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("course");
	TCase *tc = tcase_create("course");

	tcase_set_timeout(tc, 60);
	tcase_add_checked_fixture(tc, make_home, remove_home);
	tcase_add_test(
		tc, a_course_that_was_added_asks_once_before_its_programs_run);
	tcase_add_test(tc, a_course_in_place_of_the_players_own_asks);
	tcase_add_test(tc, a_course_that_came_with_the_player_does_not_ask);
	tcase_add_test(tc, where_nobody_can_be_asked_nothing_runs);
	tcase_add_test(tc,
		       contents_glossary_and_bookmarks_lead_to_their_places);
	tcase_add_test(tc, what_is_said_to_an_answer_leads_on_and_back);
	tcase_add_test(tc, cards_and_terms_lead_on_and_back);
	suite_add_tcase(s, tc);
	return s;
}
