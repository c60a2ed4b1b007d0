/* SPDX-License-Identifier: MIT */
/*
 * The preload library in real programs, with and without mp.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/check_main.h"
#include "unit/trace/rig.h"

static char library[PATH_MAX], target[PATH_MAX];
static const char *arena_path;

static void find_files(void)
{
	const char *top = getenv("top_builddir");

	if (!top)
		top = ".";
	(void)snprintf(library, sizeof(library),
		       "%s/src/trace/libprocession-attach.so", top);
	(void)snprintf(target, sizeof(target), "%s/tests/unit/trace/target",
		       top);
	ck_assert_msg(!access(library, R_OK), "%s: %s", library,
		      strerror(errno));
	arena_path = trace_arena_path(rig.arena);
}

static void open_all(void)
{
	rig_open();
	trace_writer_close();
	find_files();
}

/* In a child: its standard error goes to @arg, a descriptor. */
static int run(char *const argv[], int errors)
{
	pid_t pid = fork();
	int status;

	ck_assert_int_ge(pid, 0);
	if (!pid) {
		(void)setenv("LD_PRELOAD", library, 1);
		(void)setenv(ARENA_ENV, arena_path, 1);
		/* A sanitizer wants to be first; that is no matter here. */
		(void)setenv("ASAN_OPTIONS", "verify_asan_link_order=0", 1);
		if (errors >= 0)
			(void)dup2(errors, STDERR_FILENO);
		(void)execv(argv[0], argv);
		_exit(127);
	}
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	trace_arena_ended(rig.arena, pid);
	rig_drain();
	return status;
}

/* The @n-th event of the verb, from 0; NULL: there are fewer. */
static const struct trace_event *nth(uint16_t verb, size_t n)
{
	for (size_t i = 0; i < rig_count(); i++) {
		if (rig_at(i)->verb == verb && n-- == 0)
			return rig_at(i);
	}
	return NULL;
}

static size_t count(uint16_t verb)
{
	size_t n = 0;

	while (nth(verb, n))
		n++;
	return n;
}

START_TEST(a_program_with_mp_is_attached_with_its_children)
{
	char *argv[] = { target, NULL };
	char real[PATH_MAX];
	const struct trace_event *e;

	ck_assert_int_eq(run(argv, -1), 0);
	e = rig_at(0);
	ck_assert_uint_eq(e->verb, MP_VERB_ATTACH);
	ck_assert_ptr_nonnull(realpath(target, real));
	ck_assert_str_eq(trace_log_text(rig.log, e->text, NULL), real);
	ck_assert_uint_eq(count(MP_VERB_PUT), 3);
	for (uint64_t i = 0; i < 3; i++)
		ck_assert_uint_eq(nth(MP_VERB_PUT, i)->a, i + 1);
	ck_assert_uint_ne(nth(MP_VERB_PUT, 1)->pid, nth(MP_VERB_PUT, 0)->pid);
	ck_assert_uint_eq(nth(MP_VERB_PUT, 2)->pid, nth(MP_VERB_PUT, 0)->pid);
	/* The call is in the image. */
	ck_assert_uint_ge(nth(MP_VERB_PUT, 0)->site, e->a);
	ck_assert_uint_lt(nth(MP_VERB_PUT, 0)->site, e->a + e->b);
}
END_TEST

START_TEST(programs_without_mp_are_followed_through_fork_and_exec)
{
	char *argv[] = { (char[]){ "/bin/sh" }, (char[]){ "-c" },
			 (char[]){ "/bin/true; exec /bin/echo x >&2" }, NULL };
	int fds[2];
	char got[64];

	ck_assert_int_eq(pipe2(fds, O_CLOEXEC), 0);
	ck_assert_int_eq(run(argv, fds[1]), 0);
	/* It changes nothing of what the program writes. */
	ck_assert_int_eq(read(fds[0], got, sizeof(got)), 2);
	ck_assert_int_eq(memcmp(got, "x\n", 2), 0);
	ck_assert_uint_eq(count(MP_VERB_ATTACH), 3);
	/* The shell and what it became are one process and use one slot. */
	ck_assert_uint_eq(nth(MP_VERB_ATTACH, 0)->pid,
			  nth(MP_VERB_ATTACH, 2)->pid);
	ck_assert_uint_eq(rig_totals().threads, 2);
}
END_TEST

START_TEST(descriptors_are_as_they_were)
{
	char *argv[] = { (char[]){ "/bin/sh" }, (char[]){ "-c" },
			 (char[]){ "cd /proc/self/fd; echo * >&2" }, NULL };
	char with[256] = "", without[256] = "";
	int fds[2];

	ck_assert_int_eq(pipe2(fds, O_CLOEXEC), 0);
	ck_assert_int_eq(run(argv, fds[1]), 0);
	ck_assert_int_gt(read(fds[0], with, sizeof(with) - 1), 0);
	library[0] = '\0';
	ck_assert_int_eq(run(argv, fds[1]), 0);
	ck_assert_int_gt(read(fds[0], without, sizeof(without) - 1), 0);
	ck_assert_str_eq(with, without);
}
END_TEST

static void check_harmless(void)
{
	char *argv[] = { target, NULL };
	char *truth[] = { (char[]){ "/bin/true" }, NULL };

	ck_assert_int_eq(WEXITSTATUS(run(argv, -1)), 3);
	ck_assert_int_eq(run(truth, -1), 0);
	ck_assert_uint_eq(rig_count(), 0);
}

START_TEST(without_an_arena_nothing_happens)
{
	arena_path = "/proc/1/fd/99999";
	check_harmless();
	arena_path = "";
	check_harmless();
	arena_path = "/dev/null";
	check_harmless();
}
END_TEST

START_TEST(another_version_is_left_alone_and_told)
{
	rig.arena->shared->version++;
	check_harmless();
	ck_assert_uint_eq(atomic_load(&rig.arena->shared->refused), 2);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("trace attach");
	TCase *c = tcase_create("attach");

	tcase_add_checked_fixture(c, open_all, rig_close);
	tcase_set_timeout(c, 30);
	tcase_add_test(c, a_program_with_mp_is_attached_with_its_children);
	tcase_add_test(c,
		       programs_without_mp_are_followed_through_fork_and_exec);
	tcase_add_test(c, descriptors_are_as_they_were);
	tcase_add_test(c, without_an_arena_nothing_happens);
	tcase_add_test(c, another_version_is_left_alone_and_told);
	suite_add_tcase(s, c);
	return s;
}
