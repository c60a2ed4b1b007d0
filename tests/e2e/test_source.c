/* SPDX-License-Identifier: MIT */
/*
 * The source pane of a program of the user's: which file it shows, and what it
 * says where there is none.
 */
#include "support/check_main.h"

#include <stdio.h>
#include <stdlib.h>

#include "e2e/player.h"

static char program[512];

/* Watch that build of the program, and wait until both processes are there. */
static struct tty *watching(const char *name)
{
	const char *top = getenv("top_builddir");
	struct tty *t;

	(void)snprintf(program, sizeof(program), "%s/tests/e2e/%s",
		       top ? top : ".", name);
	t = player_open(&(struct player_options){
		.rows = 40,
		.cols = 160,
		.args = { "watch", "--", program },
	});
	tty_wait_text(t, "2 alive");
	return t;
}

/* From pane to pane until that of the processes moves the selection. */
static void select_process(struct tty *t, int number)
{
	tty_send(t, "<Tab>");
	for (int i = 0; i < number; i++)
		tty_send(t, "<Down>");
}

START_TEST(the_file_of_the_selected_process_is_shown)
{
	struct tty *t = watching("parted");

	select_process(t, 1);
	tty_wait_text(t, "here the parent waits");
	tty_wait_text(t, " parted.c ");
	tty_send(t, "<Down>");
	tty_wait_text(t, "here the child waits");
	tty_wait_text(t, " parted_child.c ");
	tty_send(t, "<Up>");
	tty_wait_text(t, "here the parent waits");
	player_quit(t);
}
END_TEST

START_TEST(without_debug_information_the_pane_says_so)
{
	struct tty *t = watching("parted-plain");

	tty_wait_text(t, "built without -g");
	select_process(t, 2);
	tty_wait_text(t, "The call is in part().");
	player_quit(t);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("e2e/source");
	TCase *t = tcase_create("source");

	tcase_set_timeout(t, 60);
	tcase_add_test(t, the_file_of_the_selected_process_is_shown);
	tcase_add_test(t, without_debug_information_the_pane_says_so);
	suite_add_tcase(s, t);
	return s;
}
