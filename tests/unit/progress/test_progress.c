/* SPDX-License-Identifier: MIT */
#include "progress/progress.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/check_main.h"
#include "unit/progress/home.h"

START_TEST(a_new_student_has_done_nothing)
{
	struct progress *p = open_it();
	char topic[64], lesson[64];

	ck_assert_str_eq(progress_problem(p), "");
	check_lesson(p, "queue", "", 0, false);
	ck_assert(!progress_last(p, topic, lesson));
	progress_close(p);
}
END_TEST

START_TEST(what_was_done_is_there_the_next_time)
{
	struct progress *p = open_it();
	struct progress_lesson got;

	ck_assert_int_eq(progress_visit(p, "ipc", "queue", "a", 3), 0);
	ck_assert_int_eq(progress_visit(p, "ipc", "queue", "b", 3), 0);
	ck_assert_int_eq(progress_visit(p, "ipc", "queue", "a", 4), 0);
	ck_assert_int_eq(progress_done(p, "ipc", "queue"), 0);
	ck_assert_int_eq(progress_visit(p, "ipc", "pipe", "x", 1), 0);
	progress_close(p);

	p = open_it();
	check_lesson(p, "queue", "a", 2, true);
	check_lesson(p, "pipe", "x", 1, false);
	check_last(p, "pipe");
	progress_lesson(p, "ipc", "queue", &got);
	ck_assert_int_eq(got.revision, 4);
	ck_assert_int_eq(progress_visit(p, "ipc", "queue", "a", 4), 0);
	check_last(p, "queue");
	check_lesson(p, "queue", "a", 2, true);
	/* The same step of a lesson that was written anew. */
	ck_assert_int_eq(progress_visit(p, "ipc", "queue", "a", 5), 0);
	progress_lesson(p, "ipc", "queue", &got);
	ck_assert_int_eq(got.revision, 5);
	progress_close(p);
}
END_TEST

START_TEST(a_lesson_may_be_done_that_was_never_visited)
{
	struct progress *p = open_it();
	char topic[64], lesson[64];

	ck_assert_int_eq(progress_done(p, "ipc", "queue"), 0);
	check_lesson(p, "queue", "", 0, true);
	ck_assert(!progress_last(p, topic, lesson));
	progress_close(p);
}
END_TEST

START_TEST(ids_must_fit)
{
	char id[65] = { 0 };
	struct progress *p = open_it();

	memset(id, 'x', 63);
	ck_assert_int_eq(progress_visit(p, "ipc", id, id, 1), 0);
	check_lesson(p, id, id, 1, false);
	check_last(p, id);
	id[63] = 'x';
	ck_assert_int_eq(progress_visit(p, "ipc", "a", id, 1), -EINVAL);
	ck_assert_int_eq(progress_visit(p, "ipc", "", "a", 1), -EINVAL);
	ck_assert_int_eq(progress_done(p, id, "a"), -EINVAL);
	progress_close(p);
}
END_TEST

START_TEST(two_players_at_once_see_each_other)
{
	struct progress *a = open_it(), *b = open_it();

	ck_assert_int_eq(progress_visit(a, "ipc", "queue", "one", 1), 0);
	ck_assert_int_eq(progress_visit(b, "ipc", "queue", "two", 1), 0);
	check_lesson(a, "queue", "two", 2, false);
	ck_assert_int_eq(progress_visit(a, "ipc", "pipe", "one", 1), 0);
	check_last(b, "pipe");
	ck_assert_str_eq(progress_problem(a), "");
	ck_assert_str_eq(progress_problem(b), "");
	progress_close(a);
	progress_close(b);
}
END_TEST

/* Visit steps PREFIX0, PREFIX1, ...; write a byte for each that is saved. */
static void visit_many(const char *prefix, int count, int fd)
{
	struct progress *p;
	char step[32];

	if (progress_open(path.buf, &p, NULL) < 0)
		_exit(2);
	for (int i = 0; i < count; i++) {
		(void)snprintf(step, sizeof(step), "%s%d", prefix, i);
		if (progress_visit(p, "ipc", "queue", step, 1) < 0)
			_exit(3);
		if (fd >= 0 && write(fd, "+", 1) != 1)
			_exit(4);
	}
	_exit(0);
}

START_TEST(two_processes_that_write_at_once_lose_nothing)
{
	struct progress *p;
	pid_t child[2];
	int status;

	for (int i = 0; i < 2; i++) {
		child[i] = fork();
		if (!child[i])
			visit_many(i ? "b" : "a", 25, -1);
	}
	for (int i = 0; i < 2; i++) {
		ck_assert_int_eq(waitpid(child[i], &status, 0), child[i]);
		ck_assert_int_eq(status, 0);
	}
	p = open_it();
	ck_assert_str_eq(progress_problem(p), "");
	struct progress_lesson got;
	progress_lesson(p, "ipc", "queue", &got);
	ck_assert_int_eq(got.seen, 50);
	progress_close(p);
}
END_TEST

START_TEST(a_player_killed_in_the_middle_loses_nothing_that_was_saved)
{
	struct progress_lesson got;
	int saved = 0, before = 0;

	for (int round = 0; round < 8; round++) {
		char prefix[8], bytes[64];
		struct progress *p;
		int fds[2], here = 0;
		ssize_t n;
		pid_t child;

		ck_assert_int_eq(pipe2(fds, O_CLOEXEC), 0);
		(void)snprintf(prefix, sizeof(prefix), "%c", 'a' + round);
		child = fork();
		if (!child)
			visit_many(prefix, 100000, fds[1]);
		ck_assert_int_eq(close(fds[1]), 0);
		/* Killed while it writes the one after the last told of. */
		while (here < 5 + round && read(fds[0], bytes, 1) == 1)
			here++;
		ck_assert_int_eq(kill(child, SIGKILL), 0);
		ck_assert_int_eq(waitpid(child, NULL, 0), child);
		while ((n = read(fds[0], bytes, sizeof(bytes))) > 0)
			here += (int)n;
		(void)close(fds[0]);
		saved = before + here;
		p = open_it();
		ck_assert_str_eq(progress_problem(p), "");
		progress_lesson(p, "ipc", "queue", &got);
		/* One more may have been saved and not yet told of. */
		ck_assert_int_ge(got.seen, saved);
		ck_assert_int_le(got.seen, saved + 1);
		before = got.seen;
		progress_close(p);
	}
}
END_TEST

static void hold_and_visit(const char *hold)
{
	struct progress *p = open_it();
	sqlite3 *other;

	ck_assert_int_eq(sqlite3_open(path.buf, &other), SQLITE_OK);
	ck_assert_int_eq(sqlite3_exec(other, hold, NULL, NULL, NULL),
			 SQLITE_OK);
	ck_assert_int_eq(progress_visit(p, "ipc", "queue", "a", 1), -EBUSY);
	ck_assert_ptr_nonnull(strstr(progress_problem(p), path.buf));
	ck_assert_int_eq(sqlite3_exec(other, "COMMIT", NULL, NULL, NULL),
			 SQLITE_OK);
	ck_assert_int_eq(progress_visit(p, "ipc", "queue", "a", 1), 0);
	ck_assert_str_eq(progress_problem(p), "");
	ck_assert_int_eq(sqlite3_close(other), SQLITE_OK);
	progress_close(p);
}

START_TEST(a_file_that_another_holds_is_not_waited_for_for_ever)
{
	hold_and_visit("BEGIN EXCLUSIVE");
}
END_TEST

/* Then it is the end of the transaction that has to wait. */
START_TEST(a_file_that_another_reads_is_not_waited_for_for_ever)
{
	hold_and_visit("BEGIN; SELECT * FROM lesson");
}
END_TEST

Suite *suite(void)
{
	Suite *suite = suite_create("progress");
	TCase *tc = tcase_create("progress");

	tcase_add_checked_fixture(tc, home_setup, home_teardown);
	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, a_new_student_has_done_nothing);
	tcase_add_test(tc, what_was_done_is_there_the_next_time);
	tcase_add_test(tc, a_lesson_may_be_done_that_was_never_visited);
	tcase_add_test(tc, ids_must_fit);
	tcase_add_test(tc, two_players_at_once_see_each_other);
	tcase_add_test(tc, two_processes_that_write_at_once_lose_nothing);
	tcase_add_test(
		tc, a_player_killed_in_the_middle_loses_nothing_that_was_saved);
	tcase_add_test(tc,
		       a_file_that_another_holds_is_not_waited_for_for_ever);
	tcase_add_test(tc,
		       a_file_that_another_reads_is_not_waited_for_for_ever);
	suite_add_tcase(suite, tc);
	return suite;
}
