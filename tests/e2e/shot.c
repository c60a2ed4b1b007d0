/* SPDX-License-Identifier: MIT */
/*
 * A picture of a real screen, for the README: run the player in a terminal of
 * its own, press keys, wait for what must be there, and have it save what is
 * on its screen.
 *
 *	shot OUT.svg ROWS COLS PROGRAM [ARG ...] -- [k:KEYS | w:TEXT] ...
 *
 * KEYS are as tty_send has them; w: waits until TEXT is on the screen.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "e2e/tty.h"

/* The name that the program says on its last line. */
static void saved_as(struct tty *t, char *ret, size_t size)
{
	const char *begin = strstr(tty_screen(t), "Saved "), *end;

	begin = begin ? begin + strlen("Saved ") : "";
	end = strstr(begin, ".txt");
	if (!end)
		tty_fail(t, "no picture was saved");
	(void)snprintf(ret, size, "%.*s", (int)(end - begin), begin);
}

/* The picture is what we want; the same as text is not. */
static void take(struct tty *t, const char *to)
{
	char name[256], from[272];

	tty_send(t, "S");
	tty_wait_text(t, "Saved ");
	saved_as(t, name, sizeof(name));
	(void)snprintf(from, sizeof(from), "%s.txt", name);
	ck_assert_int_eq(unlink(from), 0);
	(void)snprintf(from, sizeof(from), "%s.svg", name);
	ck_assert_msg(!rename(from, to), "%s cannot be moved to %s", from, to);
}

static int arg_count;
static char **args;

/* The terminal is made for tests and works inside of one only. */
START_TEST(take_the_picture)
{
	const char *program[32] = { NULL };
	int rows = atoi(args[2]), cols = atoi(args[3]), i;
	struct tty *t;

	for (i = 4; i < arg_count && i < 35 && strcmp(args[i], "--") != 0; i++)
		program[i - 4] = args[i];
	t = tty_spawn(&(struct tty_options){
		.argv = program, .rows = rows, .cols = cols });
	for (i++; i < arg_count; i++) {
		if (!strncmp(args[i], "k:", 2))
			tty_send(t, args[i] + 2);
		else if (!strncmp(args[i], "w:", 2))
			tty_wait_text(t, args[i] + 2);
	}
	take(t, args[1]);
	tty_close(t);
}
END_TEST

int main(int argc, char **argv)
{
	Suite *s = suite_create("shot");
	TCase *tc = tcase_create("shot");
	SRunner *runner;
	int failed;

	if (argc < 5) {
		(void)fputs("shot: OUT.svg ROWS COLS PROGRAM [ARG ...] -- "
			    "[k:KEYS | w:TEXT] ...\n",
			    stderr);
		return 2;
	}
	arg_count = argc;
	args = argv;
	tcase_add_test(tc, take_the_picture);
	tcase_set_timeout(tc, 60);
	suite_add_tcase(s, tc);
	runner = srunner_create(s);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
