/* SPDX-License-Identifier: MIT */
/*
 * Acting on processes: real ones are stopped, continued, reniced, asked to end
 * and killed with keys, and that is read from the kernel, from the screen and
 * from the recording of the run.
 */
#include "support/check_main.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "e2e/command.h"
#include "e2e/player.h"

enum { PIDS = 16 };

static char file[] = "act-record.XXXXXX";

/* ---- what the kernel says ---- */

static char letter_of(pid_t pid)
{
	char path[64], text[512], *end;
	size_t n;
	FILE *f;

	(void)snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	f = fopen(path, "re");
	if (!f)
		return 'X';
	n = fread(text, 1, sizeof(text) - 1, f);
	(void)fclose(f);
	text[n] = '\0';
	end = strrchr(text, ')');
	return end && strlen(end) > 2 ? end[2] : 'X';
}

/* The one that the menu is about: "producer 4711". */
static pid_t pid_of(struct tty *t, const char *name)
{
	const char *at = strstr(tty_screen(t), "What to do with");

	at = at ? strstr(at, name) : NULL;
	if (!at)
		tty_fail(t, "the menu is not about %s", name);
	return (pid_t)atol(at + strlen(name));
}

struct wanted {
	pid_t pid;
	const char *letters; /* one of these */
};

static bool has_letter(struct tty *t, void *arg)
{
	const struct wanted *w = arg;

	(void)t;
	return strchr(w->letters, letter_of(w->pid)) != NULL;
}

static void wait_letter(struct tty *t, pid_t pid, const char *letters)
{
	struct wanted w = { pid, letters };

	tty_wait_until(t, has_letter, &w, "the state that the kernel names");
}

/* ---- scenes ---- */

static struct tty *open_run(bool recorded)
{
	struct tty *t = player_open(&(struct player_options){
		.rows = 36,
		.cols = 120,
		.args = { "run", "producer_consumer", "items=1000", "use=0.05",
			  "make=0.05", recorded ? "--record" : NULL, file } });

	tty_wait_text(t, "LIVE");
	player_wait_demo(t, 3);
	return t;
}

/* The line of the menu that says whom it is about. */
static const char *head_of(const char *name)
{
	static char head[64];

	(void)snprintf(head, sizeof(head), "┃ %s ", name);
	return head;
}

/* The menu, about the process with this name. */
static pid_t act_on(struct tty *t, const char *name)
{
	static const char *const others[] = { "main", "producer", "consumer" };

	tty_send(t, "x");
	tty_wait_text(t, "What to do with");
	tty_wait_gone(t, "Nobody is there.");
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++) {
		if (!tty_shows(t, head_of(others[i])) ||
		    !strcmp(others[i], name))
			continue;
		tty_send(t, "<Right>");
		tty_wait_gone(t, head_of(others[i]));
	}
	tty_wait_text(t, head_of(name));
	return pid_of(t, head_of(name));
}

static void check_line(const char *out, const char *verb, const char *more)
{
	for (const char *line = out; *line;) {
		size_t len = strcspn(line, "\n");

		if (memmem(line, len, verb, strlen(verb)) &&
		    memmem(line, len, more, strlen(more)))
			return;
		line += len + (line[len] == '\n');
	}
	ck_abort_msg("no line with %s and %s in\n%.2000s", verb, more, out);
}

static void check_recording(int nice)
{
	const char *argv[] = { player_program(), "export", file,
			       "--format",       "json",   NULL };
	const char *words[] = { player_program(), "replay", file, "--linear",
				NULL };
	struct result r;
	char text[64];

	command_run(&(struct command){ .argv = argv }, &r);
	ck_assert_int_eq(r.status, 0);
	check_line(r.out, "\"verb\":\"signal\"", "\"signal\":19");
	check_line(r.out, "\"verb\":\"signal\"", "\"signal\":18");
	check_line(r.out, "\"verb\":\"signal\"", "\"signal\":15");
	check_line(r.out, "\"verb\":\"signal\"", "\"signal\":9");
	check_line(r.out, "\"verb\":\"sample\"", "\"state\":\"stopped\"");
	(void)snprintf(text, sizeof(text), "\"nice\":%d,\"before\":%d", nice,
		       nice - 5);
	check_line(r.out, "\"verb\":\"renice\"", text);
	command_release(&r);
	command_run(&(struct command){ .argv = words }, &r);
	check_line(r.out, "You send SIGSTOP to", "producer (PID ");
	check_line(r.out, "which you sent", "consumer (PID ");
	check_line(r.out, "You ask for another nice value of", "producer");
	command_release(&r);
}

START_TEST(each_deed_is_seen_by_kernel_screen_and_recording)
{
	int nice = getpriority(PRIO_PROCESS, 0) + 5;
	char text[64];
	struct tty *t;
	pid_t pid;
	int fd;

	if (nice > 19)
		return; /* as nice as can be already */
	fd = mkstemp(file);
	ck_assert_int_ge(fd, 0);
	(void)close(fd);
	(void)unlink(file);
	t = open_run(true);
	pid = act_on(t, "producer");
	tty_send(t, "z");
	tty_wait_text(t, "You sent SIGSTOP to producer");
	wait_letter(t, pid, "T");
	tty_wait_text(t, "■ stopped");
	tty_send(t, "s");
	tty_wait_text(t, "Not now: it is stopped");
	tty_send(t, "c");
	tty_wait_text(t, "You sent SIGCONT to producer");
	wait_letter(t, pid, "RSD");
	tty_wait_gone(t, "■ stopped");
	tty_send(t, "+");
	(void)snprintf(text, sizeof(text), "has the nice value %d now", nice);
	tty_wait_text(t, text);
	ck_assert_int_eq(getpriority(PRIO_PROCESS, (id_t)pid), nice);
	tty_send(t, "t");
	tty_wait_text(t, "You sent SIGTERM to producer");
	wait_letter(t, pid, "ZX");
	tty_wait_text(t, "it has ended");
	tty_send(t, "<Esc>");
	tty_wait_gone(t, "What to do with");
	tty_wait_text(t, "SIGTERM from you");
	pid = act_on(t, "consumer");
	tty_send(t, "k");
	wait_letter(t, pid, "ZX");
	tty_wait_text(t, "the run is over");
	tty_send(t, "x");
	tty_wait_text(t, "SIGKILL from you");
	player_quit(t);
	check_recording(nice);
	(void)unlink(file);
}
END_TEST

START_TEST(who_is_stopped_does_not_hold_up_the_end)
{
	struct tty *t = open_run(false);
	pid_t pid = act_on(t, "consumer");

	tty_send(t, "z");
	wait_letter(t, pid, "T");
	tty_send(t, "x");
	player_quit(t);
}
END_TEST

/* Paused, another makes the step; and the one who is stopped says why not. */
START_TEST(who_is_stopped_makes_no_step)
{
	struct tty *t = open_run(false);
	pid_t pid = act_on(t, "producer");

	tty_send(t, "z");
	wait_letter(t, pid, "T");
	tty_wait_text(t, "■ stopped");
	tty_send(t, "x ");
	tty_wait_text(t, "PAUSED");
	tty_send(t, "s");
	tty_wait_text(t, "producer is stopped by a signal");
	ck_assert_int_eq(letter_of(pid), 'T');
	player_quit(t);
}
END_TEST

START_TEST(a_program_of_ones_own_is_acted_on_too)
{
	struct tty *t = player_open(&(struct player_options){
		.args = { "watch", "--", "sleep", "1000" } });
	pid_t pid;

	tty_wait_text(t, "LIVE");
	player_wait_demo(t, 1);
	pid = act_on(t, "sleep");
	tty_send(t, "z");
	wait_letter(t, pid, "T");
	tty_wait_text(t, "■ stopped");
	tty_send(t, "k");
	wait_letter(t, pid, "ZX");
	tty_wait_text(t, "the run is over");
	player_quit(t);
}
END_TEST

START_TEST(the_order_of_processes_is_changed_with_keys)
{
	struct tty *t = open_run(false);

	tty_send(t, "y");
	tty_wait_text(t, "├─ producer");
	tty_wait_text(t, "└─ consumer");
	tty_send(t, "y");
	tty_wait_gone(t, "├─ producer");
	tty_send(t, "o");
	tty_wait_text(t, "by PID");
	for (int i = 0; i < 4; i++)
		tty_send(t, "o");
	tty_wait_text(t, "by name");
	tty_send(t, ":sort state<Enter>");
	tty_wait_text(t, "by state");
	player_quit(t);
}
END_TEST

START_TEST(an_exercise_is_solved_by_a_kill_and_asks_about_it_afterwards)
{
	struct tty *t = player_open(
		&(struct player_options){ .rows = 36,
					  .cols = 120,
					  .args = { "trial/questions:cut" },
					  .trial = true });

	tty_wait_text(t, "Your task: Kill the consumer.");
	tty_wait_text(t, "Enter runs the demo, x kills the selected process");
	ck_assert(!tty_shows(t, "Who waits now?"));
	tty_send(t, "<Enter>");
	tty_wait_text(t, "LIVE");
	player_wait_demo(t, 3);
	(void)act_on(t, "consumer");
	tty_send(t, "kq");
	tty_wait_gone(t, "What to do with");
	tty_wait_text(t, "✓ Solved.");
	tty_wait_text(t, "Who waits now?");
	tty_send(t, "1<Enter>");
	tty_wait_text(t, "✓ Right.");
	player_quit(t);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("act");
	TCase *tc = tcase_create("act");

	tcase_add_test(
		tc,
		an_exercise_is_solved_by_a_kill_and_asks_about_it_afterwards);
	suite_add_tcase(s, tc);
	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, each_deed_is_seen_by_kernel_screen_and_recording);
	tcase_add_test(tc, who_is_stopped_does_not_hold_up_the_end);
	tcase_add_test(tc, who_is_stopped_makes_no_step);
	tcase_add_test(tc, a_program_of_ones_own_is_acted_on_too);
	tcase_add_test(tc, the_order_of_processes_is_changed_with_keys);
	return s;
}
