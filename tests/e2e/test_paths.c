/* SPDX-License-Identifier: MIT */
/*
 * The paths through a course: by keys, on the command line, in lines.
 */
#include "support/check_main.h"

#include <stdio.h>
#include <string.h>

#include "e2e/command.h"
#include "e2e/player.h"
#include "e2e/sandbox.h"
#include "e2e/typed.h"

static struct sandbox sandbox;

static void setup(void)
{
	sandbox_init(&sandbox, NULL);
}

static void teardown(void)
{
	sandbox_fini(&sandbox);
}

static const char *const trial[] = { PLAYER_TRIAL, NULL };

static const struct command plain = { .env = trial, .home = sandbox.home };

#define RUN(...) PLAYER_COMMAND(&plain, __VA_ARGS__)

static struct tty *open_paths(void)
{
	struct tty *t = player_open(&(struct player_options){
		.home = sandbox.home, .trial = true });

	tty_wait_text(t, "p  The whole course · A short way");
	tty_send(t, "p");
	tty_wait_text(t, "Paths through the course");
	return t;
}

START_TEST(a_path_leads_from_lesson_to_review_by_enter)
{
	struct tty *t = open_paths();

	tty_wait_text(t, "0/4     14 min");
	tty_send(t, "<Down><Enter>");
	tty_wait_text(t, "5 min  2 steps        next");
	tty_wait_text(t, "Where the producer waits");
	tty_send(t, "<Enter>");
	/* The look from far away, with the notes. */
	tty_wait_text(t, "Notes for the instructor");
	tty_wait_gone(t, "step 1 of");
	tty_send(t, "n");
	tty_wait_text(t, "the first to wait");
	tty_send(t, "n");
	tty_wait_text(t, "The path leads on to another lesson");
	tty_send(t, "p");
	tty_wait_text(t, "Why a queue");
	tty_send(t, "q");
	tty_wait_text(t, "1/4     14 min");
	tty_wait_text(t, "4 min                 next");
	tty_send(t, "<Enter>");
	tty_wait_text(t, "No weak spots");
	tty_send(t, "<Enter><Down><Enter>");
	tty_wait_text(t, "Review · 1 of");
	tty_send(t, "q<Down><Enter>");
	tty_wait_text(t, "Exam · 1 of");
	tty_send(t, "<Esc>");
	tty_wait_text(t, "q leaves");
	tty_send(t, "q");
	tty_wait_text(t, "By objective, the weakest first");
	tty_send(t, "q");
	tty_wait_text(t, "2/4     14 min");
	tty_send(t, "q");
	tty_wait_text(t, "review");
	player_quit(t);
}
END_TEST

START_TEST(the_look_goes_with_the_path)
{
	struct tty *t = open_paths();

	tty_send(t, "<Down><Enter><Enter>");
	tty_wait_text(t, "Notes for the instructor");
	tty_send(t, "qq");
	tty_wait_text(t, "A short way");
	tty_wait_text(t, "resume");
	tty_send(t, "<Enter>");
	tty_wait_text(t, "step 1 of");
	ck_assert(!tty_shows(t, "Notes for the instructor"));
	player_quit(t);
}
END_TEST

START_TEST(the_command_opens_one_where_it_goes_on)
{
	struct tty *t = player_open(
		&(struct player_options){ .args = { "path", "short" },
					  .home = sandbox.home,
					  .trial = true });

	tty_wait_text(t, "▼ A short way");
	tty_wait_text(t, "next");
	tty_send(t, "<Enter>");
	tty_wait_text(t, "Notes for the instructor");
	tty_send(t, "q");
	tty_wait_text(t, "1 of 2 steps");
	player_quit(t);
}
END_TEST

START_TEST(they_are_listed_with_what_is_done)
{
	player_says(RUN("list", "--paths"),
		    "A short way (short): 14 min, 0 of 4 done");
	player_says(RUN("list", "--paths", "--json"),
		    "\"id\":\"short\",\"title\":\"A short way\",\"minutes\":14,"
		    "\"done\":0,\"parts\":[{\"lesson\":\"ipc/queue\",\"steps\":"
		    "[\"why\",\"full\"],\"minutes\":5,\"begun\":false,"
		    "\"done\":false},{\"do\":\"weak-spots\"");
	player_says(RUN("path", "--linear"),
		    "  2  A short way, 14 min, 0 of 4");
}
END_TEST

START_TEST(terms_and_weak_spots_are_asked_for_by_name)
{
	struct result r = RUN("glossary", "zebra");

	ck_assert_int_eq(r.status, 1);
	ck_assert_str_eq(r.err, "procession: the glossary has no \"zebra\"\n");
	command_release(&r);
	player_says(RUN("glossary", "sentinel"),
		    "sentinel (Passing work through a queue): an item that is");
	player_says(RUN("glossary"), "bounded queue (Passing work");
	player_says(RUN("review", "--weak", "--linear"), "No weak spots");
}
END_TEST

START_TEST(a_path_that_is_not_there_is_said)
{
	struct result r = RUN("path", "shrot");

	ck_assert_int_eq(r.status, 2);
	ck_assert_str_eq(r.err, "procession: there is no path shrot: did you "
				"mean short?\n");
	command_release(&r);
}
END_TEST

START_TEST(lint_says_what_is_wrong_with_them)
{
	struct result r = RUN("lint", "tests/e2e/trial/paths.yaml");
	char dir[700], path[800];
	FILE *f;

	ck_assert_int_eq(r.status, 0);
	command_release(&r);
	(void)snprintf(dir, sizeof(dir), "%s/paths.yaml", sandbox.home);
	f = fopen(dir, "w");
	ck_assert_ptr_nonnull(f);
	(void)fputs("paths: [{id: a, title: A, about: A, parts: [ipc/quee]}]\n",
		    f);
	ck_assert_int_eq(fclose(f), 0);
	r = RUN("lint", dir);
	ck_assert_int_eq(r.status, 1);
	(void)snprintf(path, sizeof(path),
		       "%s:1:45: error E050: there is no lesson ipc/quee", dir);
	ck_assert_msg(strstr(r.out, path) != NULL, "%s", r.out);
	ck_assert_ptr_nonnull(strstr(r.out, "write ipc/queue"));
	command_release(&r);
}
END_TEST

/* ---- in lines ---- */

START_TEST(in_lines_enter_goes_on_along_it)
{
	static const char *const args[] = {
		"path",      "short",           "--linear",
		"--lessons", "tests/e2e/trial", NULL
	};
	static const char *const says[] = {
		"Enter to go on with 1",
		"For the instructor:",
		"The path begins here.",
		"[step 2 of",
		"The path leads on to another lesson",
		"Enter to go on with 2",
		"No weak spots",
		"There is no part \"7\".",
	};
	struct typed t =
		typed_start(&sandbox, args, "\np\n\n:next\n:q\n\n7\nq\n");
	char text[16384];
	const char *at = text;

	typed_end(&t, text, sizeof(text));
	for (size_t i = 0; i < sizeof(says) / sizeof(*says); i++) {
		const char *found = strstr(at, says[i]);

		ck_assert_msg(found != NULL, "not \"%s\": %s", says[i], at);
		at = found;
	}
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("paths");
	TCase *tc = tcase_create("paths");

	tcase_set_timeout(tc, 60);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, a_path_leads_from_lesson_to_review_by_enter);
	tcase_add_test(tc, the_look_goes_with_the_path);
	tcase_add_test(tc, the_command_opens_one_where_it_goes_on);
	tcase_add_test(tc, they_are_listed_with_what_is_done);
	tcase_add_test(tc, terms_and_weak_spots_are_asked_for_by_name);
	tcase_add_test(tc, a_path_that_is_not_there_is_said);
	tcase_add_test(tc, lint_says_what_is_wrong_with_them);
	tcase_add_test(tc, in_lines_enter_goes_on_along_it);
	suite_add_tcase(s, tc);
	return s;
}
