/* SPDX-License-Identifier: MIT */
#include "progress/progress.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fs.h"
#include "support/check_main.h"
#include "unit/progress/home.h"

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
	change("PRAGMA user_version = 99; DROP TABLE step");
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

Suite *suite(void)
{
	Suite *suite = suite_create("progress in trouble");
	TCase *tc = tcase_create("progress in trouble");

	tcase_add_checked_fixture(tc, home_setup, home_teardown);
	tcase_set_timeout(tc, 60);
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
	suite_add_tcase(suite, tc);
	return suite;
}
