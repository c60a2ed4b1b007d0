/* SPDX-License-Identifier: MIT */
#include "unit/progress/home.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "support/check_main.h"

char home[64];
struct str path;

void home_setup(void)
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

void home_teardown(void)
{
	empty(home);
	str_release(&path);
}

struct progress *open_it(void)
{
	struct progress *p;
	struct err e = ERR_NONE;

	ck_assert_msg(progress_open(path.buf, &p, &e) == 0, "%s", e.text);
	return p;
}

void check_lesson(struct progress *p, const char *lesson, const char *step,
		  int seen, bool done)
{
	struct progress_lesson got;

	progress_lesson(p, "ipc", lesson, &got);
	ck_assert_str_eq(got.step, step);
	ck_assert_int_eq(got.seen, seen);
	ck_assert_int_eq(got.begun, seen > 0);
	ck_assert_int_eq(got.done, done);
}

void check_last(struct progress *p, const char *expected)
{
	char topic[64], lesson[64];

	ck_assert(progress_last(p, topic, lesson));
	ck_assert_str_eq(topic, "ipc");
	ck_assert_str_eq(lesson, expected);
}

void change(const char *sql)
{
	sqlite3 *db;

	ck_assert_int_eq(sqlite3_open(path.buf, &db), SQLITE_OK);
	ck_assert_int_eq(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	ck_assert_int_eq(sqlite3_close(db), SQLITE_OK);
}

void write_file(const char *name, const char *bytes, size_t len)
{
	int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(fd_write_all(fd, bytes, len), 0);
	ck_assert_int_eq(close(fd), 0);
}

bool is_there(const char *suffix)
{
	SCOPED_STR name = STR_INIT;

	str_addf(&name, "%s%s", path.buf, suffix);
	return access(name.buf, F_OK) == 0;
}
