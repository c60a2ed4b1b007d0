/* SPDX-License-Identifier: MIT */
#include "progress/progress.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/str.h"
#include "support/check_main.h"

static char home[64];
static struct str path;

static void setup(void)
{
	(void)strcpy(home, "/tmp/progress-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(home));
	path = STR_INIT;
	str_addf(&path, "%s/data/progress.db", home);
}

static void empty(const char *folder)
{
	char **names;
	size_t n;

	(void)chmod(folder, 0700);
	if (fs_list(folder, &names, &n, NULL) < 0)
		return;
	for (size_t i = 0; i < n; i++) {
		char *name = fs_join(folder, names[i]);

		if (fs_is_dir(name))
			empty(name);
		else
			(void)unlink(name);
		free(name);
	}
	fs_list_free(names, n);
	(void)rmdir(folder);
}

static void teardown(void)
{
	empty(home);
	str_release(&path);
}

static struct progress *open_it(void)
{
	struct progress *p;
	struct err e = ERR_NONE;

	ck_assert_msg(progress_open(path.buf, &p, &e) == 0, "%s", e.text);
	return p;
}

static void check_lesson(struct progress *p, const char *lesson,
			 const char *step, int seen, bool done)
{
	struct progress_lesson got;

	progress_lesson(p, "ipc", lesson, &got);
	ck_assert_str_eq(got.step, step);
	ck_assert_int_eq(got.seen, seen);
	ck_assert_int_eq(got.begun, seen > 0);
	ck_assert_int_eq(got.done, done);
}

static void check_last(struct progress *p, const char *expected)
{
	char topic[64], lesson[64];

	ck_assert(progress_last(p, topic, lesson));
	ck_assert_str_eq(topic, "ipc");
	ck_assert_str_eq(lesson, expected);
}

/* Run SQL on the file, past the interface. */
static void change(const char *sql)
{
	sqlite3 *db;

	ck_assert_int_eq(sqlite3_open(path.buf, &db), SQLITE_OK);
	ck_assert_int_eq(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	ck_assert_int_eq(sqlite3_close(db), SQLITE_OK);
}

static void write_file(const char *name, const char *bytes, size_t len)
{
	int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(fd_write_all(fd, bytes, len), 0);
	ck_assert_int_eq(close(fd), 0);
}

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

/* Visit steps until no more fits; exits with how many did. */
static void fill_the_disk(void)
{
	struct rlimit limit = { 13000, 13000 };
	struct progress_lesson got;
	struct progress *p;
	char step[64];
	int saved = 0;

	(void)signal(SIGXFSZ, SIG_IGN);
	if (progress_open(path.buf, &p, NULL) < 0 ||
	    setrlimit(RLIMIT_FSIZE, &limit) < 0)
		_exit(0);
	for (;; saved++) {
		(void)snprintf(step, sizeof(step), "%060d", saved);
		if (progress_visit(p, "ipc", "queue", step, 1) < 0)
			break;
	}
	if (!strstr(progress_problem(p), "Nothing is kept") ||
	    progress_visit(p, "ipc", "queue", "more", 1) < 0)
		_exit(0);
	progress_lesson(p, "ipc", "queue", &got);
	_exit(got.seen == saved + 2 ? saved : 0);
}

START_TEST(a_disk_that_is_full_keeps_what_was_saved)
{
	struct progress_lesson got;
	struct progress *p;
	int status;
	pid_t child = fork();

	if (!child)
		fill_the_disk();
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert(WIFEXITED(status));
	ck_assert_int_gt(WEXITSTATUS(status), 10);
	p = open_it();
	ck_assert_str_eq(progress_problem(p), "");
	progress_lesson(p, "ipc", "queue", &got);
	ck_assert_int_eq(got.seen, WEXITSTATUS(status));
	progress_close(p);
}
END_TEST

static bool is_there(const char *suffix)
{
	SCOPED_STR name = STR_INIT;

	str_addf(&name, "%s%s", path.buf, suffix);
	return access(name.buf, F_OK) == 0;
}

static void check_begun_anew(const char *aside)
{
	struct progress *p = open_it();

	ck_assert_ptr_nonnull(strstr(progress_problem(p), aside));
	ck_assert(is_there(aside));
	ck_assert_int_eq(progress_visit(p, "ipc", "queue", "a", 1), 0);
	progress_close(p);
	p = open_it();
	ck_assert_str_eq(progress_problem(p), "");
	check_lesson(p, "queue", "a", 1, false);
	progress_close(p);
}

START_TEST(a_file_that_is_no_database_is_set_aside)
{
	static char noise[20000];

	memset(noise, 'n', sizeof(noise));
	progress_close(open_it());
	write_file(path.buf, noise, sizeof(noise));
	check_begun_anew(".damaged-1");
	/* And the next one does not replace it. */
	write_file(path.buf, noise, 100);
	check_begun_anew(".damaged-2");
	ck_assert(is_there(".damaged-1"));
}
END_TEST

START_TEST(a_database_with_holes_is_set_aside)
{
	static const char zeros[4096];
	struct stat st;
	int fd;

	progress_close(open_it());
	change("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 "
	       "FROM n WHERE i < 3000) INSERT INTO step SELECT 'ipc', "
	       "'queue', 's' || i FROM n");
	fd = open(path.buf, O_WRONLY | O_CLOEXEC);
	ck_assert_int_eq(fstat(fd, &st), 0);
	ck_assert_int_gt(st.st_size, 40000);
	ck_assert_int_eq(pwrite(fd, zeros, sizeof(zeros), 5 * 4096), 4096);
	(void)close(fd);
	check_begun_anew(".damaged-1");
}
END_TEST

START_TEST(a_database_cut_short_is_set_aside)
{
	progress_close(open_it());
	ck_assert_int_eq(truncate(path.buf, 5000), 0);
	check_begun_anew(".damaged-1");
}
END_TEST

START_TEST(a_database_of_another_program_is_set_aside)
{
	char *folder = fs_join(home, "data");

	ck_assert_int_eq(mkdir(folder, 0700), 0);
	free(folder);
	change("CREATE TABLE recipes (name TEXT)");
	check_begun_anew(".damaged-1");
}
END_TEST

START_TEST(a_database_without_its_tables_is_set_aside)
{
	progress_close(open_it());
	change("DROP TABLE step");
	check_begun_anew(".damaged-1");
	change("DROP TABLE lesson");
	check_begun_anew(".damaged-2");
}
END_TEST

START_TEST(an_empty_file_is_a_new_one)
{
	struct progress *p;

	progress_close(open_it());
	ck_assert_int_eq(truncate(path.buf, 0), 0);
	p = open_it();
	ck_assert_str_eq(progress_problem(p), "");
	ck_assert_int_eq(progress_visit(p, "ipc", "queue", "a", 1), 0);
	progress_close(p);
}
END_TEST

/* Everything works, and it is said that nothing is kept. */
static void check_in_memory(int expected, const char *hint)
{
	struct progress *p;
	struct err e = ERR_NONE;

	ck_assert_int_eq(progress_open(path.buf, &p, &e), expected);
	ck_assert_int_eq(e.code, expected);
	ck_assert_msg(strstr(progress_problem(p), hint) != NULL, "%s",
		      progress_problem(p));
	ck_assert_ptr_nonnull(strstr(progress_problem(p), path.buf));
	ck_assert_int_eq(progress_visit(p, "ipc", "pipe", "a", 1), 0);
	ck_assert_int_eq(progress_visit(p, "ipc", "pipe", "b", 1), 0);
	ck_assert_int_eq(progress_done(p, "ipc", "pipe"), 0);
	check_lesson(p, "pipe", "b", 2, true);
	check_last(p, "pipe");
	progress_close(p);
}

START_TEST(a_newer_database_is_left_alone)
{
	struct progress *p = open_it();

	ck_assert_int_eq(progress_visit(p, "ipc", "queue", "a", 1), 0);
	progress_close(p);
	change("PRAGMA user_version = 2; DROP TABLE step");
	check_in_memory(-ENOTSUP, "newer version");
	ck_assert(!is_there(".damaged-1"));
	change("INSERT INTO lesson SELECT 'a', 'b', step, 1, 0, 1 FROM lesson");
}
END_TEST

START_TEST(where_there_is_no_folder_things_are_kept_in_memory)
{
	char *file = fs_join(home, "file");

	write_file(file, "x", 1);
	str_clear(&path);
	str_addf(&path, "%s/progress.db", file);
	check_in_memory(-ENOTDIR, "XDG_DATA_HOME");
	str_clear(&path);
	str_addf(&path, "%s/sub/progress.db", file);
	str_clear(&path);
	str_add(&path, "/proc/progress.db");
	check_in_memory(-ENOENT, "XDG_DATA_HOME");
	str_clear(&path);
	str_add(&path, home); /* a folder */
	check_in_memory(-EISDIR, "XDG_DATA_HOME");
	free(file);
}
END_TEST

/* As somebody who may not write there (root may write everywhere). */
static void read_it_only(void)
{
	struct progress *p;

	if (geteuid() == 0 && setresuid(65534, 65534, 65534) < 0)
		_exit(2);
	if (progress_open(path.buf, &p, NULL) != -EROFS)
		_exit(3);
	if (!strstr(progress_problem(p), "Nothing is kept"))
		_exit(4);
	struct progress_lesson got;
	progress_lesson(p, "ipc", "queue", &got);
	if (got.seen != 1)
		_exit(5);
	if (progress_visit(p, "ipc", "queue", "b", 1) < 0)
		_exit(6);
	progress_lesson(p, "ipc", "queue", &got);
	_exit(got.seen == 2 ? 0 : 7);
}

static void check_read_only(mode_t file, mode_t folder)
{
	struct progress *p = open_it();
	char *data = fs_join(home, "data");
	pid_t child;
	int status;

	ck_assert_int_eq(progress_visit(p, "ipc", "queue", "a", 1), 0);
	progress_close(p);
	ck_assert_int_eq(chmod(home, 0755), 0);
	ck_assert_int_eq(chmod(path.buf, file), 0);
	ck_assert_int_eq(chmod(data, folder), 0);
	child = fork();
	if (!child)
		read_it_only();
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert_int_eq(chmod(data, 0755), 0);
	free(data);
	ck_assert(WIFEXITED(status));
	ck_assert_int_eq(WEXITSTATUS(status), 0);
	p = open_it();
	check_lesson(p, "queue", "a", 1, false);
	progress_close(p);
}

START_TEST(a_file_that_can_only_be_read_is_read)
{
	check_read_only(0444, 0777);
}
END_TEST

START_TEST(a_folder_that_cannot_be_written_is_read)
{
	check_read_only(0666, 0555);
}
END_TEST

START_TEST(a_file_that_breaks_while_in_use_is_no_disaster)
{
	static char noise[40000];
	struct progress *p = open_it();

	ck_assert_int_eq(progress_visit(p, "ipc", "queue", "a", 1), 0);
	memset(noise, 'n', sizeof(noise));
	write_file(path.buf, noise, sizeof(noise));
	ck_assert_int_lt(progress_visit(p, "ipc", "queue", "b", 1), 0);
	ck_assert_ptr_nonnull(strstr(progress_problem(p), "Nothing is kept"));
	ck_assert_int_eq(progress_visit(p, "ipc", "queue", "c", 1), 0);
	check_last(p, "queue");
	progress_close(p);
	check_begun_anew(".damaged-1");
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

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, a_new_student_has_done_nothing);
	tcase_add_test(tc, what_was_done_is_there_the_next_time);
	tcase_add_test(tc, a_lesson_may_be_done_that_was_never_visited);
	tcase_add_test(tc, ids_must_fit);
	tcase_add_test(tc, two_players_at_once_see_each_other);
	tcase_add_test(tc, two_processes_that_write_at_once_lose_nothing);
	tcase_add_test(
		tc, a_player_killed_in_the_middle_loses_nothing_that_was_saved);
	tcase_add_test(tc, a_disk_that_is_full_keeps_what_was_saved);
	tcase_add_test(tc, a_file_that_is_no_database_is_set_aside);
	tcase_add_test(tc, a_database_with_holes_is_set_aside);
	tcase_add_test(tc, a_database_cut_short_is_set_aside);
	tcase_add_test(tc, a_database_of_another_program_is_set_aside);
	tcase_add_test(tc, a_database_without_its_tables_is_set_aside);
	tcase_add_test(tc, an_empty_file_is_a_new_one);
	tcase_add_test(tc, a_newer_database_is_left_alone);
	tcase_add_test(tc, where_there_is_no_folder_things_are_kept_in_memory);
	tcase_add_test(tc, a_file_that_can_only_be_read_is_read);
	tcase_add_test(tc, a_folder_that_cannot_be_written_is_read);
	tcase_add_test(tc, a_file_that_breaks_while_in_use_is_no_disaster);
	tcase_add_test(tc,
		       a_file_that_another_holds_is_not_waited_for_for_ever);
	tcase_add_test(tc,
		       a_file_that_another_reads_is_not_waited_for_for_ever);
	suite_add_tcase(suite, tc);
	return suite;
}
