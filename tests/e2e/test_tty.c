/* SPDX-License-Identifier: MIT */
/*
 * The harness itself, tried on small programs: what it claims to see is there,
 * and what it waits for is not waited for in vain.
 */
#include "support/check_main.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/wait.h>

#include "e2e/command.h"
#include "e2e/json.h"
#include "e2e/tty.h"
#include "support/procs.h"

static struct tty *shell(const char *script)
{
	const char *argv[] = { "sh", "-c", script, NULL };
	struct tty_options options = { .argv = argv };

	return tty_spawn(&options);
}

START_TEST(typed_text_comes_back)
{
	const char *argv[] = { "cat", NULL };
	struct tty_options options = { .argv = argv };
	struct tty *t = tty_spawn(&options);

	tty_send(t, "hello<Enter>");
	tty_wait_text(t, "hello\nhello\n");
	tty_send(t, "<C-d>");
	ck_assert_int_eq(tty_wait_exit(t), 0);
	tty_close(t);
}
END_TEST

START_TEST(text_goes_when_the_screen_is_cleared)
{
	struct tty *t = shell("printf shown; read x; printf '\\033[2J'; cat");

	tty_wait_text(t, "shown");
	tty_send(t, "<Enter>");
	tty_wait_gone(t, "shown");
	ck_assert(!tty_shows(t, "shown"));
	tty_close(t);
}
END_TEST

/* Not the first time; but then all has been read that will ever come. */
static bool has_seen_both(struct tty *t, void *unused)
{
	bool had = tty_shows(t, "one") && tty_shows(t, "two");

	(void)unused;
	if (had)
		return true;
	tty_send(t, "<Enter>");
	while (!tty_shows(t, "two"))
		(void)tty_listen(t, 2);
	return false;
}

START_TEST(what_came_while_one_looked_is_looked_at_again)
{
	struct tty *t = shell("echo one; read x; echo two; read y");
	double began = procs_now();

	tty_wait_until(t, has_seen_both, NULL, "one and two");
	ck_assert_msg(procs_now() - began < procs_patience(TTY_PATIENCE_S),
		      "it was not looked at again until all patience ended");
	tty_close(t);
}
END_TEST

START_TEST(a_new_size_is_told_to_the_program)
{
	struct tty *t = shell("trap 'stty size' WINCH; stty size; "
			      "while :; do read x; done");

	tty_wait_text(t, "24 80");
	tty_resize(t, 36, 120);
	tty_wait_text(t, "36 120");
	tty_close(t);
}
END_TEST

START_TEST(colours_and_looks_are_seen)
{
	struct tty *t = shell("printf 'a \\033[1;31mred\\033[0m "
			      "\\033[7;48;5;200mxé\\033[0m'");
	struct tty_cell cell;
	int row, col;

	ck_assert_int_eq(tty_wait_exit(t), 0);
	ck_assert(tty_find(t, "red", &row, &col));
	ck_assert_int_eq(row, 0);
	ck_assert_int_eq(col, 2);
	cell = tty_cell(t, row, col);
	ck_assert_str_eq(cell.text, "r");
	ck_assert(cell.bold && !cell.reverse);
	ck_assert_int_eq(cell.fg, 1);
	ck_assert_int_eq(cell.bg, TTY_DEFAULT);
	cell = tty_cell(t, row, 7);
	ck_assert_str_eq(cell.text, "é");
	ck_assert(cell.reverse);
	ck_assert_int_eq(cell.bg, 200);
	tty_close(t);
}
END_TEST

START_TEST(status_and_signals_are_reported)
{
	struct tty *t = shell("exit 7");
	int status = tty_wait_exit(t);

	ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 7);
	tty_close(t);
	t = shell("echo ready; read x");
	tty_wait_text(t, "ready");
	tty_send(t, "<C-c>");
	status = tty_wait_exit(t);
	ck_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGINT);
	tty_close(t);
}
END_TEST

START_TEST(damage_to_the_terminal_is_seen)
{
	struct tty *t = shell("true");

	ck_assert_int_eq(tty_wait_exit(t), 0);
	ck_assert_ptr_null(tty_damage(t));
	tty_close(t);
	t = shell("stty -echo");
	(void)tty_wait_exit(t);
	ck_assert_str_eq(tty_damage(t), "line settings changed");
	tty_close(t);
	t = shell("printf '\\033[?1049h'");
	(void)tty_wait_exit(t);
	ck_assert_str_eq(tty_damage(t), "still on the alternate screen");
	tty_close(t);
	t = shell("printf '\\033[?25l'");
	(void)tty_wait_exit(t);
	ck_assert_str_eq(tty_damage(t), "cursor hidden");
	tty_close(t);
	t = shell("printf '\\033[?1000h'");
	(void)tty_wait_exit(t);
	ck_assert_str_eq(tty_damage(t), "mouse reports on");
	tty_close(t);
}
END_TEST

START_TEST(the_environment_is_made_anew)
{
	const char *argv[] = { "sh", "-c",
			       "echo \"$TERM|$LC_ALL|$TZ|$EXTRA|${TMPDIR#$HOME}"
			       "|${XDG_DATA_HOME#$HOME}|${LEAK-none}\"",
			       NULL };
	const char *env[] = { "EXTRA=more", "TZ", NULL };
	struct tty_options options = { .argv = argv, .env = env };
	struct tty *t;

	(void)setenv("LEAK", "from outside", 1);
	t = tty_spawn(&options);
	(void)tty_wait_exit(t);
	ck_assert(tty_shows(t, "xterm-256color|C.UTF-8||more|/tmp|/data|none"));
	tty_close(t);
}
END_TEST

START_TEST(orphans_are_found_by_their_mark)
{
	struct tty *t = shell("setsid sh -c 'echo away; sleep 1000; :' & "
			      "read x");
	pid_t pids[8];

	tty_wait_text(t, "away");
	tty_send(t, "<Enter>");
	ck_assert_int_eq(tty_wait_exit(t), 0);
	ck_assert_uint_ge(procs_marked(tty_mark(t), pids, 8), 1);
	ck_assert(!procs_wait_none(tty_mark(t), 0.05));
	procs_kill_marked(tty_mark(t));
	ck_assert(procs_wait_none(tty_mark(t), 5));
	tty_close(t);
}
END_TEST

START_TEST(keys_have_the_codes_of_the_terminal)
{
	struct tty *t = shell("stty raw -echo; printf ready; "
			      "head -c 12 | od -An -c; stty sane");

	tty_wait_text(t, "ready");
	tty_send(t, "<Right><PgDn><S-Tab>a<lt>");
	tty_wait_text(t, "033   [   C 033   [   6   ~ 033   [   Z   a   <");
	tty_close(t);
}
END_TEST

/*
 * Another program has a new name for @path when the names have been read once:
 * the folder has been closed.
 */
static void check_later_names(const char *dir, const char *before,
			      const char *path)
{
	struct inotify_event event;
	char later[64];
	int looks = inotify_init1(IN_CLOEXEC);
	pid_t pid;

	ck_assert_int_ge(inotify_add_watch(looks, dir, IN_CLOSE_NOWRITE), 0);
	(void)snprintf(later, sizeof(later), "%s/later", dir);
	pid = fork();
	if (pid == 0)
		_exit(read(looks, &event, sizeof(event)) < 0 ||
		      rename(path, later) != 0);
	ck_assert_ptr_null(procs_wait_no_new_name(dir, before, 20));
	ck_assert_int_eq(access(later, F_OK), 0);
	ck_assert_int_eq(waitpid(pid, NULL, 0), pid);
	(void)close(looks);
}

START_TEST(names_that_were_not_there_are_noticed)
{
	char dir[] = "/tmp/e2e-names-XXXXXX", path[64];
	char *before, *name;
	FILE *f;

	ck_assert_ptr_nonnull(mkdtemp(dir));
	(void)snprintf(path, sizeof(path), "%s/old", dir);
	f = fopen(path, "w");
	ck_assert_ptr_nonnull(f);
	(void)fclose(f);
	before = procs_names(dir);
	ck_assert_str_eq(before, "old\n");
	ck_assert_ptr_null(procs_wait_no_new_name(dir, before, 1));
	(void)snprintf(path, sizeof(path), "%s/new", dir);
	f = fopen(path, "w");
	ck_assert_ptr_nonnull(f);
	(void)fclose(f);
	name = procs_wait_no_new_name(dir, before, 0.02);
	ck_assert_str_eq(name, "new");
	free(name);
	check_later_names(dir, before, path);
	free(before);
	procs_remove_tree(dir);
	before = procs_names(dir);
	ck_assert_str_eq(before, "");
	free(before);
}
END_TEST

START_TEST(a_command_tells_its_output_and_status)
{
	const char *argv[] = { "sh", "-c", "echo out; echo err >&2; exit 3",
			       NULL };
	struct command c = { .argv = argv };
	struct result r;

	command_run(&c, &r);
	ck_assert_int_eq(r.status, 3);
	ck_assert_str_eq(r.out, "out\n");
	ck_assert_str_eq(r.err, "err\n");
	command_release(&r);
}
END_TEST

START_TEST(a_command_can_be_signalled_or_left_in_its_middle)
{
	const char *argv[] = { "sh", "-c",
			       "while echo line; do :; done 2>/dev/null",
			       NULL };
	struct command c = { .argv = argv, .until = "line" };
	struct result r;

	command_run(&c, &r);
	ck_assert_int_ne(r.status, 128 + SIGUSR1);
	command_release(&r);
	c.signal = SIGUSR1;
	command_run(&c, &r);
	ck_assert_int_eq(r.status, 128 + SIGUSR1);
	command_release(&r);
}
END_TEST

START_TEST(json_is_read)
{
	const char *line = "{\"verb\": \"put\", \"value\": 83, \"x\": null}";
	char verb[16];

	ck_assert(json_valid(line));
	ck_assert(!json_valid("{\"verb\": }"));
	ck_assert(json_text(line, "$.verb", verb, sizeof(verb)));
	ck_assert_str_eq(verb, "put");
	ck_assert(!json_text(line, "$.none", verb, sizeof(verb)));
	ck_assert(json_number(line, "$.value", -1) == 83);
	ck_assert(json_number(line, "$.x", -1) == -1);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("tty");
	TCase *tc = tcase_create("harness");

	tcase_add_test(tc, typed_text_comes_back);
	tcase_add_test(tc, text_goes_when_the_screen_is_cleared);
	tcase_add_test(tc, what_came_while_one_looked_is_looked_at_again);
	tcase_add_test(tc, a_new_size_is_told_to_the_program);
	tcase_add_test(tc, colours_and_looks_are_seen);
	tcase_add_test(tc, status_and_signals_are_reported);
	tcase_add_test(tc, damage_to_the_terminal_is_seen);
	tcase_add_test(tc, the_environment_is_made_anew);
	tcase_add_test(tc, orphans_are_found_by_their_mark);
	tcase_add_test(tc, keys_have_the_codes_of_the_terminal);
	tcase_add_test(tc, names_that_were_not_there_are_noticed);
	tcase_add_test(tc, a_command_tells_its_output_and_status);
	tcase_add_test(tc, a_command_can_be_signalled_or_left_in_its_middle);
	tcase_add_test(tc, json_is_read);
	suite_add_tcase(s, tc);
	return s;
}
