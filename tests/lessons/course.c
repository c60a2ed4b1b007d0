/* SPDX-License-Identifier: MIT */
/*
 * The course as it is shipped: every lesson loads without an error, every
 * program it names is there, and refuses what it does not know.  That it runs
 * is seen to by tests/lessons/demos.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/mem.h"
#include "base/scope.h"
#include "lesson/catalog.h"
#include "support/check_main.h"
#include "support/procs.h"

static struct catalog catalog;
static char mark[64];

static const char *folder_of(const char *variable)
{
	const char *folder = getenv(variable);

	return folder ? folder : ".";
}

static void load_course(void)
{
	char *dir = fs_join(folder_of("top_srcdir"), "lessons");
	struct err e = ERR_NONE;

	ck_assert_msg(catalog_load(&catalog, &dir, 1, &e) == 0, "%s", e.text);
	free(dir);
	(void)snprintf(mark, sizeof(mark), "COURSE_TEST=%d", (int)getpid());
	(void)putenv(mark);
}

static void release_course(void)
{
	catalog_release(&catalog);
	procs_kill_marked(mark);
}

/* The demo in the build tree: lessons/20-ipc/NAME. */
static char *program_path(const struct lesson_demo *d)
{
	SCOPED_STR path = STR_INIT;

	str_addf(&path, "%s/lessons/%s/%s", folder_of("top_builddir"),
		 strrchr(d->dir, '/') + 1, d->program);
	return str_detach(&path);
}

static pid_t spawn(char *const *argv, const char *output)
{
	pid_t pid = fork();

	ck_assert_int_ge(pid, 0);
	if (pid == 0) {
		int fd = open(output, O_WRONLY | O_CREAT | O_TRUNC, 0600);

		(void)dup2(fd, STDOUT_FILENO);
		(void)dup2(fd, STDERR_FILENO);
		execv(argv[0], argv);
		_exit(127);
	}
	return pid;
}

/* Run it; its exit status, or -1 if it has not ended by itself. */
static int run(char *const *argv, const char *output)
{
	double deadline = procs_now() + procs_patience(20);
	pid_t pid = spawn(argv, output);
	int status = 0;

	while (waitpid(pid, &status, WNOHANG) == 0) {
		struct timespec pause = { 0, 2000000 };

		if (procs_now() > deadline) {
			procs_kill_marked(mark);
			(void)waitpid(pid, &status, 0);
			return -1;
		}
		(void)nanosleep(&pause, NULL);
	}
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

typedef void each_fn(const struct lesson_demo *d);

/* Call @fn for every step with a demo; there must be some. */
static void each_demo(each_fn *fn)
{
	int count = 0;

	for (size_t t = 0; t < catalog.count; t++) {
		for (size_t i = 0; i < catalog.topics[t].count; i++) {
			const struct lesson *l =
				catalog.topics[t].entries[i].lesson;

			for (size_t s = 0; l && s < l->step_count; s++) {
				if (!l->steps[s].demo)
					continue;
				fn(l->steps[s].demo);
				count++;
			}
		}
	}
	ck_assert_int_gt(count, 0);
}

START_TEST(every_lesson_loads_without_an_error)
{
	SCOPED_STR out = STR_INIT;

	ck_assert_uint_gt(catalog.lessons, 0);
	for (size_t t = 0; t < catalog.count; t++) {
		const struct catalog_topic *topic = &catalog.topics[t];

		lesson_diags_format(&topic->diags, &out);
		ck_assert_msg(*topic->about, "%s has no topic.yaml",
			      topic->dir);
		for (size_t i = 0; i < topic->count; i++)
			lesson_diags_format(&topic->entries[i].diags, &out);
	}
	ck_assert_msg(out.len == 0, "%s", out.buf);
}
END_TEST

static void check_files(const struct lesson_demo *d)
{
	SCOPED_FREE char *program = program_path(d);
	static const char *const endings[] = { ".c", ".py" };

	ck_assert_msg(fs_is_executable(program), "%s is not built", program);
	for (int i = 0; i < 2; i++) {
		SCOPED_STR source = STR_INIT;

		str_addf(&source, "%s/%s%s", d->dir, d->program, endings[i]);
		ck_assert_msg(fs_is_file(source.buf), "%s is not there",
			      source.buf);
	}
}

START_TEST(every_program_is_built_and_has_its_sources)
{
	each_demo(check_files);
}
END_TEST

static void run_wrong(const struct lesson_demo *d)
{
	static const char *const wrong[] = { "zebra=1", "--help", "=1", "" };

	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		SCOPED_FREE char *program = program_path(d);
		SCOPED_FREE char *arg = mem_text(wrong[i]);
		SCOPED_FREE char *text = NULL;
		char *argv[] = { program, arg, NULL };
		size_t len;

		ck_assert_int_eq(run(argv, "course.out"), 2);
		ck_assert_int_eq(
			fs_read("course.out", 100000, &text, &len, NULL), 0);
		ck_assert_msg(strstr(text, "parameters of"), "%s", text);
		ck_assert(procs_wait_none(mark, 5));
	}
	(void)unlink("course.out");
}

START_TEST(a_wrong_parameter_is_told_and_nothing_is_started)
{
	each_demo(run_wrong);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("course");
	TCase *tc = tcase_create("course");

	tcase_set_timeout(tc, 120);
	tcase_add_checked_fixture(tc, load_course, release_course);
	tcase_add_test(tc, every_lesson_loads_without_an_error);
	tcase_add_test(tc, every_program_is_built_and_has_its_sources);
	tcase_add_test(tc, a_wrong_parameter_is_told_and_nothing_is_started);
	suite_add_tcase(s, tc);
	return s;
}
