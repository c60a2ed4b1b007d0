/* SPDX-License-Identifier: MIT */
#include "base/program.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support/check_main.h"

static char loader[PROGRAM_LOADER_MAX];

static void find_loader(void)
{
	ck_assert_int_eq(program_look("/proc/self/exe", NULL, loader),
			 PROGRAM_DYNAMIC);
	ck_assert_int_eq(loader[0], '/');
}

/* A file with these bytes, looked at. */
static enum program look_at(const void *bytes, size_t len)
{
	char path[] = "program-XXXXXX";
	int fd = mkstemp(path);
	enum program is;

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, bytes, len), (ssize_t)len);
	(void)close(fd);
	is = program_look(path, loader, NULL);
	(void)unlink(path);
	return is;
}

START_TEST(a_program_with_another_loader_is_foreign)
{
	ck_assert_int_eq(program_look("/proc/self/exe", loader, NULL),
			 PROGRAM_DYNAMIC);
	ck_assert_int_eq(program_look("/proc/self/exe",
				      "/lib/ld-musl-x86_64.so.1", NULL),
			 PROGRAM_FOREIGN);
}
END_TEST

START_TEST(a_script_is_what_interprets_it)
{
	static const char script[] = "#! /bin/sh -e\nexit 0\n";
	static const char lost[] = "#!/nowhere/at/all\n";

	ck_assert_int_eq(look_at(script, sizeof(script) - 1), PROGRAM_DYNAMIC);
	ck_assert_int_eq(look_at(lost, sizeof(lost) - 1), PROGRAM_NONE);
}
END_TEST

START_TEST(what_has_no_loader_is_static_and_any_bytes_are_something)
{
	unsigned char head[64] = { 0 };
	int fd = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);

	ck_assert_int_eq(read(fd, head, sizeof(head)), sizeof(head));
	(void)close(fd);
	/* A head without a body. */
	ck_assert_int_eq(look_at(head, sizeof(head)), PROGRAM_STATIC);
	head[18] ^= 0x55;
	ck_assert_int_eq(look_at(head, sizeof(head)), PROGRAM_OTHER_MACHINE);
	ck_assert_int_eq(look_at(head, 20), PROGRAM_NONE);
	ck_assert_int_eq(look_at("", 0), PROGRAM_NONE);
	ck_assert_int_eq(program_look("/nowhere", loader, NULL), PROGRAM_NONE);
	ck_assert_int_eq(program_look("/", loader, NULL), PROGRAM_NONE);
}
END_TEST

START_TEST(names_are_searched_for_as_exec_does)
{
	char room[512];

	ck_assert_str_eq(program_find("./x", room, sizeof(room)), "./x");
	ck_assert_ptr_nonnull(
		strstr(program_find("sh", room, sizeof(room)), "/sh"));
	ck_assert_str_eq(program_find("no such program", room, sizeof(room)),
			 "");
	ck_assert_str_eq(program_find("sh", room, 3), "");
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("base program");
	TCase *t = tcase_create("program");

	tcase_add_checked_fixture(t, find_loader, NULL);
	tcase_add_test(t, a_program_with_another_loader_is_foreign);
	tcase_add_test(t, a_script_is_what_interprets_it);
	tcase_add_test(
		t, what_has_no_loader_is_static_and_any_bytes_are_something);
	tcase_add_test(t, names_are_searched_for_as_exec_does);
	suite_add_tcase(s, t);
	return s;
}
