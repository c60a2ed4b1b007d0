/* SPDX-License-Identifier: MIT */
/*
 * The command line: what is written where, and the exit status.
 */
#include "support/check_main.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "e2e/command.h"
#include "e2e/json.h"
#include "e2e/player.h"

/* The items that are asked for, and the sentinel behind them. */
enum { ITEMS = 50, PUTS = ITEMS + 1 };

static const char *const trial[] = { PLAYER_TRIAL, NULL };

static const struct command plain = { .env = trial };

#define RUN(...) PLAYER_COMMAND(&plain, __VA_ARGS__)

/* One line "procession: ..." on standard error, nothing on output. */
static void check_complaint(struct result *r, int status, const char *words)
{
	const char *newline;

	ck_assert_int_eq(r->status, status);
	ck_assert_str_eq(r->out, "");
	newline = strchr(r->err, '\n');
	if (strncmp(r->err, "procession: ", 12) != 0 || !newline ||
	    newline[1] || !strstr(r->err, words))
		ck_abort_msg("not one line with \"%s\": %s", words, r->err);
	command_release(r);
}

START_TEST(version_and_help_go_to_standard_output)
{
	struct result r = RUN("--version");

	ck_assert_int_eq(r.status, 0);
	ck_assert_int_eq(strncmp(r.out, "procession ", 11), 0);
	ck_assert_str_eq(r.err, "");
	command_release(&r);
	r = RUN("--help");
	ck_assert_int_eq(r.status, 0);
	ck_assert_ptr_nonnull(strstr(r.out, "--linear"));
	ck_assert_ptr_nonnull(strstr(r.out, "list"));
	ck_assert_str_eq(r.err, "");
	command_release(&r);
	r = RUN("help", "new");
	ck_assert_int_eq(r.status, 0);
	ck_assert_ptr_nonnull(strstr(r.out, "docs/writing-lessons.md"));
	command_release(&r);
	r = RUN("help", "run");
	ck_assert_int_eq(r.status, 0);
	ck_assert_ptr_nonnull(strstr(r.out, "--json"));
	command_release(&r);
}
END_TEST

START_TEST(wrong_usage_is_one_line_and_status_2)
{
	struct result r = RUN("--liner");

	check_complaint(&r, 2, "--linear");
	r = RUN("--theme");
	check_complaint(&r, 2, "--theme");
	r = RUN("--theme", "pink");
	check_complaint(&r, 2, "pink");
	r = RUN("run");
	check_complaint(&r, 2, "run");
	r = RUN("run", "producer_consumer", "items");
	check_complaint(&r, 2, "items");
	r = RUN("run", "producer_consumer", "--speed", "fast");
	check_complaint(&r, 2, "fast");
	r = RUN("run", "no_such_demo");
	check_complaint(&r, 2, "no_such_demo");
	r = RUN("run", "../../../bin/ls");
	check_complaint(&r, 2, "bin/ls");
	r = RUN("ipc/quue");
	check_complaint(&r, 2, "queue");
	r = RUN("ipc/queue:fulll");
	check_complaint(&r, 2, "fulll");
	r = RUN("--lessons", "/nowhere/at/all", "list");
	check_complaint(&r, 2, "/nowhere/at/all");
}
END_TEST

START_TEST(what_the_player_was_given_is_not_for_its_demos)
{
	int fd = open("/dev/null", O_RDONLY);
	struct result r;

	ck_assert_int_ge(dup2(fd, 4), 0);
	ck_assert_int_ge(dup2(fd, 7), 0);
	r = RUN("run", "descriptors", "--linear");
	ck_assert_int_eq(r.status, 0);
	ck_assert_ptr_nonnull(strstr(r.out, "prints: 0 1 2 3\n"));
	command_release(&r);
}
END_TEST

START_TEST(list_names_every_lesson)
{
	struct result r = RUN("list");

	ck_assert_int_eq(r.status, 0);
	ck_assert_ptr_nonnull(strstr(r.out, "ipc/queue"));
	ck_assert_ptr_nonnull(strstr(r.out, "Passing work through a queue"));
	ck_assert_ptr_nonnull(strstr(r.out, "trial/endless"));
	ck_assert_ptr_nonnull(strstr(r.out, "broken"));
	command_release(&r);
	r = RUN("list", "--json");
	ck_assert_int_eq(r.status, 0);
	ck_assert_ptr_nonnull(strstr(r.out, "Passing work through a queue"));
	for (char *line = strtok(r.out, "\n"); line; line = strtok(NULL, "\n"))
		if (!json_valid(line))
			ck_abort_msg("not JSON: %s", line);
	command_release(&r);
}
END_TEST

/* Every put and get, once, and no get before its put. */
static void check_order(char *out)
{
	bool put[PUTS + 1] = { false }, got[PUTS + 1] = { false };
	int puts = 0, gets = 0;
	double before = 0;

	for (char *line = strtok(out, "\n"); line; line = strtok(NULL, "\n")) {
		char verb[32] = "", phase[32] = "";
		double time = json_number(line, "$.time", -1);
		int n = (int)json_number(line, "$.sequence", -1);

		ck_assert(json_text(line, "$.verb", verb, sizeof(verb)));
		(void)json_text(line, "$.phase", phase, sizeof(phase));
		if (time < before)
			ck_abort_msg("time goes back: %s", line);
		before = time;
		if (n < 0)
			continue;
		ck_assert_str_eq(phase, "happens");
		ck_assert_int_le(n, PUTS);
		if (!strcmp(verb, "put")) {
			ck_assert_msg(!put[n], "put twice: %s", line);
			put[n] = true;
			puts++;
		} else if (!strcmp(verb, "get")) {
			ck_assert_msg(put[n], "got before put: %s", line);
			ck_assert_msg(!got[n], "got twice: %s", line);
			got[n] = true;
			gets++;
		}
	}
	ck_assert_int_eq(puts, PUTS);
	ck_assert_int_eq(gets, PUTS);
}

START_TEST(json_has_every_put_before_its_get)
{
	int runs = getenv("PROCESSION_TEST_FULL") ? 100 : 5;

	for (int i = 0; i < runs; i++) {
		struct result r = RUN("run", "producer_consumer", "--json",
				      "items=50", "make=0", "use=0");

		ck_assert_int_eq(r.status, 0);
		ck_assert_str_eq(r.err, "");
		check_order(r.out);
		command_release(&r);
	}
}
END_TEST

static int count(const char *text, const char *words)
{
	int n = 0;

	while ((text = strstr(text, words))) {
		text += strlen(words);
		n++;
	}
	return n;
}

START_TEST(linear_tells_every_put_and_get)
{
	struct result r = RUN("run", "producer_consumer", "--linear",
			      "items=50", "make=0", "use=0.001");

	ck_assert_int_eq(r.status, 0);
	ck_assert_ptr_null(strchr(r.out, 033));
	ck_assert_int_eq(count(r.out, " puts "), PUTS);
	ck_assert_int_eq(count(r.out, " takes "), PUTS);
	ck_assert_ptr_nonnull(strstr(r.out, "the queue is full, 4 of 4"));
	ck_assert_ptr_nonnull(strstr(r.out, "3 processes started, 3 reaped"));
	ck_assert_ptr_nonnull(strstr(r.out, " 0 lost"));
	command_release(&r);
}
END_TEST

START_TEST(a_demo_that_fails_gives_status_1)
{
	struct result r = RUN("run", "producer_consumer", "--json", "items=x");

	ck_assert_int_eq(r.status, 1);
	ck_assert_ptr_nonnull(strstr(r.out, "items"));
	command_release(&r);
	r = RUN("run", "crash", "--linear");
	ck_assert_int_eq(r.status, 1);
	ck_assert_ptr_nonnull(strstr(r.err, "procession: crash"));
	command_release(&r);
	r = RUN("run", "fails", "--linear");
	ck_assert_int_eq(r.status, 1);
	ck_assert_ptr_nonnull(strstr(r.out, "something went wrong"));
	command_release(&r);
	r = RUN("run", "refused");
	check_complaint(&r, 2, "not executable");
}
END_TEST

START_TEST(a_signal_ends_the_run)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
	const char *argv[] = { player_program(),    "run",
			       "producer_consumer", "--json",
			       "items=1000000",     NULL };
	struct result r;

	command_run(&(struct command){ .argv = argv,
				       .until = "\"put\"",
				       .signal = signals[_i] },
		    &r);
	ck_assert_int_eq(r.status, 128 + signals[_i]);
	command_release(&r);
}
END_TEST

START_TEST(a_deadlock_is_named_with_its_circle)
{
	const char *argv[] = { player_program(), "run", "forks", "--linear",
			       NULL };
	const char *env[] = { PLAYER_TRIAL, NULL };
	struct result r;

	command_run(&(struct command){ .argv = argv,
				       .env = env,
				       .until = "DEADLOCK",
				       .signal = SIGINT },
		    &r);
	ck_assert_ptr_nonnull(strstr(r.out, "waits for fork-B, which bob"));
	ck_assert_ptr_nonnull(strstr(r.out, "waits for fork-A, which ada"));
	ck_assert_ptr_null(strstr(strstr(r.out, "DEADLOCK") + 1, "DEADLOCK"));
	command_release(&r);
}
END_TEST

/* "ada acquire fork-A" and so on: what happened, in order. */
static void effects(const char *json, char *out, size_t size)
{
	size_t len = 0;

	out[0] = '\0';
	for (const char *line = json; *line; line = strchr(line, '\n') + 1) {
		char who[32] = "", verb[32] = "", what[32] = "";
		const char *end = strchr(line, '\n'), *at;

		ck_assert_ptr_nonnull(end);
		if ((at = strstr(line, "\"process\":\"")) && at < end)
			(void)sscanf(at + 11, "%31[^\"]", who);
		if ((at = strstr(line, "\"verb\":\"")) && at < end)
			(void)sscanf(at + 8, "%31[^\"]", verb);
		if ((at = strstr(line, "\"object\":\"")) && at < end)
			(void)sscanf(at + 10, "%31[^\"]", what);
		at = strstr(line, "\"phase\":\"happens\"");
		if (at && at < end &&
		    (*what || !strcmp(verb, "step") ||
		     !strcmp(verb, "diverged")))
			len += (size_t)snprintf(out + len, size - len,
						"%s %s %s\n", who, verb, what);
		ck_assert_uint_lt(len, size);
		if (!strcmp(verb, "resume"))
			break;
	}
}

static void run_schedule(const char *letters, char *out, size_t size)
{
	const char *argv[] = { player_program(), "run",   "forks", "--json",
			       "--schedule",     letters, NULL };
	const char *env[] = { PLAYER_TRIAL, NULL };
	struct result r;

	command_run(&(struct command){ .argv = argv,
				       .env = env,
				       .until = "\"resume\"",
				       .signal = SIGINT },
		    &r);
	effects(r.out, out, size);
	command_release(&r);
}

START_TEST(a_schedule_gives_the_same_run_each_time)
{
	static char first[4096], again[4096], other[4096];

	/* ada, then bob, goes as far as it can; and the other way round. */
	run_schedule("AAABBCCC", first, sizeof(first));
	run_schedule("AAABBCCC", again, sizeof(again));
	run_schedule("AAACCBBB", other, sizeof(other));
	ck_assert_str_eq(first, again);
	ck_assert_ptr_nonnull(strstr(first, "ada arrive seated\nbob step"));
	ck_assert_ptr_nonnull(strstr(other, "bob arrive seated\nada step"));
	ck_assert_ptr_null(strstr(first, "diverged"));
	/* bob waits at the barrier, so it has no third step. */
	run_schedule("AAACCC", other, sizeof(other));
	ck_assert_ptr_nonnull(strstr(other, "diverged"));
}
END_TEST

START_TEST(a_closed_pipe_ends_the_run)
{
	const char *argv[] = { player_program(),    "run",
			       "producer_consumer", "--json",
			       "items=1000000",     NULL };
	struct result r;

	command_run(&(struct command){ .argv = argv, .until = "\"put\"" }, &r);
	ck_assert_int_ne(r.status, 0);
	ck_assert_int_lt(r.status, 128);
	command_release(&r);
}
END_TEST

START_TEST(a_kill_in_the_middle_leaves_nothing)
{
	const char *argv[] = { player_program(),    "run",
			       "producer_consumer", "--json",
			       "items=1000000",     NULL };
	struct result r;

	/* command_run fails the test if a process is left. */
	command_run(&(struct command){ .argv = argv,
				       .until = "\"put\"",
				       .signal = SIGKILL },
		    &r);
	ck_assert_int_eq(r.status, 128 + SIGKILL);
	command_release(&r);
}
END_TEST

START_TEST(without_a_terminal_a_lesson_is_told_in_lines)
{
	struct result r = RUN("ipc/queue");

	ck_assert_int_eq(r.status, 0);
	ck_assert_ptr_nonnull(strstr(r.out, "Why a queue"));
	ck_assert_ptr_null(strchr(r.out, 033));
	command_release(&r);
	r = RUN("--linear");
	ck_assert_int_eq(r.status, 0);
	ck_assert_ptr_nonnull(strstr(r.out, "Passing work through a queue"));
	command_release(&r);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("cli");
	TCase *tc = tcase_create("cli");

	tcase_add_test(tc, version_and_help_go_to_standard_output);
	tcase_add_test(tc, wrong_usage_is_one_line_and_status_2);
	tcase_add_test(tc, what_the_player_was_given_is_not_for_its_demos);
	tcase_add_test(tc, list_names_every_lesson);
	tcase_add_test(tc, json_has_every_put_before_its_get);
	tcase_add_test(tc, linear_tells_every_put_and_get);
	tcase_add_test(tc, a_demo_that_fails_gives_status_1);
	tcase_add_loop_test(tc, a_signal_ends_the_run, 0, 3);
	tcase_add_test(tc, a_deadlock_is_named_with_its_circle);
	tcase_add_test(tc, a_schedule_gives_the_same_run_each_time);
	tcase_add_test(tc, a_closed_pipe_ends_the_run);
	tcase_add_test(tc, a_kill_in_the_middle_leaves_nothing);
	tcase_add_test(tc, without_a_terminal_a_lesson_is_told_in_lines);
	suite_add_tcase(s, tc);
	return s;
}
