/* SPDX-License-Identifier: MIT */
/*
 * procession watch: what it tells of programs that know nothing of it, and
 * that they do what they do without it.
 */
#include "support/check_main.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "e2e/command.h"
#include "e2e/json.h"
#include "e2e/player.h"

static char program[512];

static const char *watched(void)
{
	const char *top = getenv("top_builddir");

	(void)snprintf(program, sizeof(program), "%s/tests/e2e/watched",
		       top ? top : ".");
	return program;
}

/* Watch @argv, with JSON. */
static struct result watch(const char *const *args)
{
	const char *argv[16] = { player_program(), "watch", "--json", "--" };
	struct result r;

	for (size_t i = 0; args[i]; i++)
		argv[i + 4] = args[i];
	command_run(&(struct command){ .argv = argv }, &r);
	return r;
}

#define WATCH(...) watch((const char *const[]){ watched(), __VA_ARGS__, NULL })

/* Whether one line of @out has all the @words. */
static bool has_line(const char *out, const char *const *words)
{
	for (const char *line = out; *line;) {
		size_t len = strcspn(line, "\n"), i = 0;

		while (words[i] &&
		       memmem(line, len, words[i], strlen(words[i])))
			i++;
		if (!words[i])
			return true;
		line += len + (line[len] == '\n');
	}
	return false;
}

#define ASSERT_LINE(r, ...)                                                    \
	ck_assert_msg(                                                         \
		has_line((r).out, (const char *const[]){ __VA_ARGS__, NULL }), \
		"no line with %s in\n%.2000s", #__VA_ARGS__, (r).out)
#define ASSERT_NO_LINE(r, ...)                                                 \
	ck_assert_msg(!has_line((r).out,                                       \
				(const char *const[]){ __VA_ARGS__, NULL }),   \
		      "a line with %s in\n%.2000s", #__VA_ARGS__, (r).out)

static size_t count(const char *text, const char *word)
{
	size_t n = 0;

	for (; (text = strstr(text, word)); text++)
		n++;
	return n;
}

static void release(struct result *r)
{
	/* Said at the end of every run, and so in all of these. */
	ASSERT_LINE(*r, "\"verb\":\"end\"", "\"lost\":0", "\"torn\":0");
	command_release(r);
}

START_TEST(a_pipeline_is_told_from_end_to_end)
{
	const char *args[] = { "sh", "-c", "seq 1000 | sort -n | tail -1",
			       NULL };
	struct result r = watch(args);

	ck_assert_int_eq(r.status, 0);
	ASSERT_LINE(r, "\"process\":\"seq\"", "\"verb\":\"write\"",
		    "\"bytes\":3893", "1\\n2\\n3");
	ASSERT_LINE(r, "\"process\":\"sort\"", "\"verb\":\"read\"",
		    "\"phase\":\"ends\"", "\"bytes\":3893");
	ASSERT_LINE(r, "\"process\":\"tail\"", "\"verb\":\"read\"",
		    "\"phase\":\"ends\"", "\"bytes\":0", "\"writers\":0");
	ASSERT_LINE(r, "\"verb\":\"output\"", "1000\\n");
	ck_assert_uint_eq(count(r.out, "\"verb\":\"pipe\""), 2);
	ck_assert_uint_eq(count(r.out, "\"verb\":\"reap\""), 3);
	release(&r);
}
END_TEST

START_TEST(streams_on_pipes_are_seen_after_dup_and_exec)
{
	struct result r = WATCH("filter");

	ck_assert_int_eq(r.status, 0);
	ASSERT_LINE(r, "\"process\":\"watched\"", "\"verb\":\"write\"",
		    "quiet words");
	ASSERT_LINE(r, "\"process\":\"tr\"", "\"verb\":\"read\"",
		    "quiet words");
	ASSERT_LINE(r, "\"process\":\"tr\"", "\"verb\":\"write\"",
		    "QUIET WORDS");
	ASSERT_LINE(r, "\"process\":\"watched\"", "\"verb\":\"read\"",
		    "QUIET WORDS");
	ASSERT_LINE(r, "\"verb\":\"dup\"", "\"new_fd\":1",
		    "\"ends\":\"write\"");
	release(&r);
}
END_TEST

START_TEST(system_v_objects_are_told_by_their_calls)
{
	struct result r = WATCH("sysv");

	ck_assert_int_eq(r.status, 0);
	ASSERT_LINE(r, "\"verb\":\"output\"", "20 by letter");
	ASSERT_LINE(r, "\"verb\":\"sem-set\"", "\"call\":\"semctl\"",
		    "\"count\":1");
	ASSERT_LINE(r, "\"verb\":\"acquire\"", "\"call\":\"semop\"",
		    "\"count\":0");
	ASSERT_LINE(r, "\"verb\":\"release\"", "\"call\":\"semop\"",
		    "\"count\":1");
	ASSERT_LINE(r, "\"verb\":\"msg-send\"", "\"call\":\"msgsnd\"",
		    "\"priority\":7", "by letter");
	ASSERT_LINE(r, "\"verb\":\"msg-receive\"", "\"phase\":\"ends\"",
		    "\"bytes\":10");
	ASSERT_LINE(r, "\"call\":\"shmat\"", "\"bytes\":4096");
	ASSERT_LINE(r, "\"call\":\"shmdt\"");
	ck_assert_uint_eq(count(r.out, "\"verb\":\"remove\""), 3);
	release(&r);
}
END_TEST

START_TEST(locks_that_processes_share_are_told)
{
	struct result r = WATCH("locks");

	ASSERT_LINE(r, "\"call\":\"pthread_mutex_lock\"",
		    "\"phase\":\"happens\"", "\"object\":\"lock 1\"");
	ASSERT_LINE(r, "\"call\":\"pthread_cond_signal\"");
	ASSERT_LINE(r, "\"call\":\"pthread_rwlock_lock\"");
	ASSERT_LINE(r, "\"call\":\"pthread_barrier_wait\"", "\"index\":1");
	ASSERT_LINE(r, "\"call\":\"sem_wait\"", "\"phase\":\"happens\"",
		    "\"count\":0");
	ASSERT_LINE(r, "\"verb\":\"reap\"", "\"status\":5");
	release(&r);
}
END_TEST

START_TEST(message_queues_are_told_with_what_is_in_them)
{
	struct result r = WATCH("queue");

	ck_assert_int_eq(r.status, 0);
	ASSERT_LINE(r, "\"call\":\"mq_open\"", "\"capacity\":2",
		    "/procession-test-");
	ASSERT_LINE(r, "\"call\":\"mq_send\"", "\"phase\":\"begins\"",
		    "a message", "\"priority\":3", "\"length\":1");
	ASSERT_LINE(r, "\"call\":\"mq_receive\"", "\"phase\":\"ends\"",
		    "a message", "\"length\":0");
	release(&r);
}
END_TEST

START_TEST(a_daemon_is_followed_to_its_end)
{
	struct result r = WATCH("daemon");

	ck_assert_int_eq(r.status, 0);
	ASSERT_LINE(r, "\"verb\":\"fork\"", "\"how\":\"daemon\"");
	ASSERT_LINE(r, "\"verb\":\"setsid\"");
	ASSERT_LINE(r, "\"verb\":\"write\"", "down here");
	ASSERT_LINE(r, "\"verb\":\"exited\"", "\"status\":6");
	release(&r);
}
END_TEST

START_TEST(thousands_of_short_children_reuse_their_slots)
{
	struct result r = WATCH("many", "6000");

	ck_assert_int_eq(r.status, 0);
	ck_assert_uint_eq(count(r.out, "\"verb\":\"reap\""), 6000);
	ASSERT_LINE(r, "\"verb\":\"output\"", "3000\\n");
	release(&r);
}
END_TEST

START_TEST(vfork_and_spawn_without_an_environment_are_followed)
{
	struct result r = WATCH("quick");

	ck_assert_int_eq(r.status, 0);
	ASSERT_LINE(r, "\"verb\":\"fork\"", "\"how\":\"vfork\"",
		    "\"phase\":\"ends\"", "\"target\":");
	ASSERT_LINE(r, "\"verb\":\"fork\"", "\"how\":\"posix_spawn\"",
		    "\"target\":");
	ck_assert_uint_eq(count(r.out, "\"verb\":\"attach\""), 3);
	release(&r);
}
END_TEST

START_TEST(every_one_of_many_threads_is_heard)
{
	struct result r = WATCH("threads");

	ck_assert_int_eq(r.status, 0);
	ck_assert_uint_eq(count(r.out, "\"verb\":\"release\""), 500);
	release(&r);
}
END_TEST

START_TEST(children_of_bare_system_calls_are_followed)
{
	struct result r = WATCH("bare-fork");

	ASSERT_LINE(r, "\"verb\":\"write\"", "by clone");
	ASSERT_LINE(r, "\"verb\":\"write\"", "by _Fork");
	ck_assert_uint_eq(count(r.out, "\"parent\":"), 2);
	ASSERT_LINE(r, "\"verb\":\"exit\"", "\"status\":7");
	release(&r);
}
END_TEST

START_TEST(calls_have_lines_in_the_source_and_streams_too)
{
	struct result r = WATCH("filter");

	ASSERT_LINE(r, "\"verb\":\"pipe\"", "watched.c", "\"line\":");
	ASSERT_LINE(r, "\"process\":\"watched\"", "\"verb\":\"read\"",
		    "watched.c", "\"line\":");
	ASSERT_LINE(r, "\"process\":\"watched\"", "\"verb\":\"write\"",
		    "watched.c", "\"line\":");
	release(&r);
}
END_TEST

START_TEST(shells_of_popen_and_system_are_followed)
{
	struct result r = WATCH("shell");

	ck_assert_int_eq(r.status, 1);
	ASSERT_LINE(r, "\"how\":\"popen\"", "echo from a shell");
	ASSERT_LINE(r, "\"how\":\"system\"", "exit 3");
	ASSERT_LINE(r, "\"process\":\"watched\"", "\"verb\":\"read\"",
		    "from a shell");
	ck_assert_uint_eq(count(r.out, "\"verb\":\"attach\""), 3);
	release(&r);
}
END_TEST

START_TEST(signals_are_told_where_they_are_sent_and_handled)
{
	struct result r = WATCH("signals");

	ASSERT_LINE(r, "\"verb\":\"sigaction\"", "\"signal\":10");
	ASSERT_LINE(r, "\"verb\":\"send-signal\"", "\"signal\":10");
	ASSERT_LINE(r, "\"verb\":\"handler\"", "\"phase\":\"begins\"",
		    "\"signal\":10");
	ASSERT_LINE(r, "\"verb\":\"reap\"", "\"status\":7");
	release(&r);
}
END_TEST

START_TEST(fifos_and_sockets_are_told)
{
	struct result r = WATCH("fifo");

	ck_assert_int_eq(r.status, 0);
	ASSERT_LINE(r, "\"verb\":\"mkfifo\"", "fifo.");
	ASSERT_LINE(r, "\"verb\":\"open\"", "\"phase\":\"ends\"",
		    "\"ends\":\"read\"");
	ASSERT_LINE(r, "\"verb\":\"write\"", "through a name");
	release(&r);
	r = WATCH("sockets");
	ASSERT_LINE(r, "\"verb\":\"socketpair\"");
	ASSERT_LINE(r, "\"verb\":\"write\"", "both ways");
	ASSERT_LINE(r, "\"verb\":\"read\"", "\"phase\":\"ends\"", "both ways");
	ASSERT_LINE(r, "\"verb\":\"reap\"", "\"status\":4");
	release(&r);
}
END_TEST

START_TEST(what_nobody_else_can_notice_is_not_told)
{
	struct result r = WATCH("alone");

	ck_assert_int_eq(r.status, 0);
	ASSERT_NO_LINE(r, "\"verb\":\"acquire\"");
	ASSERT_NO_LINE(r, "\"verb\":\"read\"");
	ASSERT_NO_LINE(r, "\"verb\":\"release\"");
	release(&r);
}
END_TEST

START_TEST(closing_everything_hides_nothing)
{
	struct result r = WATCH("close-all");

	ck_assert_int_eq(r.status, 0);
	ASSERT_LINE(r, "\"verb\":\"write\"", "still here");
	release(&r);
}
END_TEST

START_TEST(errors_are_those_that_the_program_would_get)
{
	struct result r = WATCH("errors");

	ck_assert_int_eq(r.status, 0);
	ASSERT_LINE(r, "\"verb\":\"write\"", "\"error\":\"EPIPE\"");
	ASSERT_LINE(r, "\"verb\":\"exec\"", "\"error\":\"ENOENT\"");
	release(&r);
}
END_TEST

START_TEST(a_static_binary_is_said_to_be_one)
{
	char path[600];
	struct result r;

	(void)snprintf(path, sizeof(path), "%s-static", watched());
	if (access(path, X_OK))
		return; /* there is no static C library here */
	r = WATCH("static");
	ck_assert_int_eq(r.status, 0);
	ASSERT_LINE(r, "\"verb\":\"untraced\"", "\"why\":\"static\"",
		    "watched-static");
	ck_assert_uint_eq(count(r.out, "\"verb\":\"untraced\""), 1);
	release(&r);
	/* The first program of all, too. */
	r = watch((const char *const[]){ path, "alone", NULL });
	ASSERT_LINE(r, "\"verb\":\"untraced\"", "\"why\":\"static\"");
	release(&r);
}
END_TEST

static void run_alone(const char *mode, struct result *ret)
{
	const char *argv[] = { watched(), mode, NULL };

	command_run(&(struct command){ .argv = argv }, ret);
}

START_TEST(a_program_does_what_it_does_alone)
{
	static const char *const modes[] = { "filter",  "sysv",    "locks",
					     "queue",   "quick",   "shell",
					     "signals", "sockets", "errors" };
	struct result alone, r = WATCH(modes[_i]);
	char status[32];

	run_alone(modes[_i], &alone);
	/* The state that it leads to may follow, or nothing. */
	(void)snprintf(status, sizeof(status), "\"status\":%d}", alone.status);
	if (!strstr(r.out, status))
		status[strlen(status) - 1] = ',';
	ASSERT_LINE(r, "\"verb\":\"exit\"", "\"process\":\"watched\"", status);
	/* What it wrote is there, line by line. */
	for (char *line = strtok(alone.out, "\n"); line;
	     line = strtok(NULL, "\n"))
		ASSERT_LINE(r, "\"verb\":\"output\"", line);
	command_release(&alone);
	release(&r);
}
END_TEST

START_TEST(a_program_that_is_not_there_is_an_error)
{
	const char *argv[] = { player_program(), "watch", "./nowhere", NULL };
	const char *none[] = { player_program(), "watch", NULL };
	struct result r;

	command_run(&(struct command){ .argv = argv }, &r);
	ck_assert_int_eq(r.status, 1);
	ck_assert_ptr_nonnull(strstr(r.err, "./nowhere"));
	command_release(&r);
	command_run(&(struct command){ .argv = none }, &r);
	ck_assert_int_eq(r.status, 2);
	ck_assert_ptr_nonnull(strstr(r.err, "which program"));
	command_release(&r);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("e2e watch");
	TCase *t = tcase_create("watch");

	tcase_set_timeout(t, 60);
	tcase_add_test(t, a_pipeline_is_told_from_end_to_end);
	tcase_add_test(t, streams_on_pipes_are_seen_after_dup_and_exec);
	tcase_add_test(t, system_v_objects_are_told_by_their_calls);
	tcase_add_test(t, locks_that_processes_share_are_told);
	tcase_add_test(t, message_queues_are_told_with_what_is_in_them);
	tcase_add_test(t, a_daemon_is_followed_to_its_end);
	tcase_add_test(t, thousands_of_short_children_reuse_their_slots);
	tcase_add_test(t, vfork_and_spawn_without_an_environment_are_followed);
	tcase_add_test(t, every_one_of_many_threads_is_heard);
	tcase_add_test(t, children_of_bare_system_calls_are_followed);
	tcase_add_test(t, calls_have_lines_in_the_source_and_streams_too);
	tcase_add_test(t, shells_of_popen_and_system_are_followed);
	tcase_add_test(t, signals_are_told_where_they_are_sent_and_handled);
	tcase_add_test(t, fifos_and_sockets_are_told);
	tcase_add_test(t, what_nobody_else_can_notice_is_not_told);
	tcase_add_test(t, closing_everything_hides_nothing);
	tcase_add_test(t, errors_are_those_that_the_program_would_get);
	tcase_add_test(t, a_static_binary_is_said_to_be_one);
	tcase_add_loop_test(t, a_program_does_what_it_does_alone, 0, 9);
	tcase_add_test(t, a_program_that_is_not_there_is_an_error);
	suite_add_tcase(s, t);
	return s;
}
