/* SPDX-License-Identifier: MIT */
/* Whose bytes are whose, in what order they ever come. */
#include "app/printed.h"

#include <stdlib.h>
#include <string.h>

#include "support/check_main.h"
#include "trace/print.h"

enum { ADA = 7, BOB, CIM };

static struct app_printed p;

static void setup(void)
{
	p = (struct app_printed){ .first = 0 };
}

static void teardown(void)
{
	app_printed_release(&p);
}

static void told_n(uint32_t pid, const char *bytes, size_t len)
{
	size_t n = len < TRACE_PRINT_HASHED ? len : TRACE_PRINT_HASHED;

	app_printed_add(&p, pid, len,
			trace_print_hash(TRACE_PRINT_SEED, bytes, n));
}

static void told(uint32_t pid, const char *text)
{
	told_n(pid, text, strlen(text));
}

/* The next bytes are @n of @pid. */
static void is(const char *bytes, bool final, size_t n, uint32_t pid)
{
	uint32_t who = 99;

	ck_assert_uint_eq(
		app_printed_whose(&p, bytes, strlen(bytes), final, &who), n);
	if (n)
		ck_assert_uint_eq(who, pid);
}

START_TEST(bytes_are_of_who_told_of_them)
{
	told(ADA, "one\n");
	told(BOB, "two\nthree\n");
	is("one\ntwo\nthree\n", false, 4, ADA);
	is("two\nthree\n", false, 10, BOB);
	is("", false, 0, 0);
}
END_TEST

START_TEST(the_order_of_the_pipe_counts)
{
	told(ADA, "one\n");
	told(BOB, "two\n");
	told(ADA, "three\n");
	is("two\none\n", false, 4, BOB);
	is("one\n", false, 4, ADA);
	is("three\n", false, 6, ADA);
}
END_TEST

START_TEST(what_has_not_been_told_yet_is_waited_for)
{
	is("one\n", false, 0, 0);
	told(ADA, "one\n");
	is("on", false, 0, 0);
	is("one\n", false, 4, ADA);
}
END_TEST

START_TEST(what_nobody_told_of_is_nobodys_up_to_its_line)
{
	told(ADA, "mine\n");
	is("strange\nmine\n", true, 8, 0);
	is("mine\n", true, 5, ADA);
	is("no line", true, 7, 0);
}
END_TEST

START_TEST(a_write_that_never_came_is_passed_over)
{
	told(ADA, "lost\n");
	told(ADA, "here\n");
	told(BOB, "lost\n");
	is("here\n", false, 5, ADA);
	/* Not by who has written since. */
	is("lost\n", false, 5, BOB);
}
END_TEST

START_TEST(a_write_that_was_cut_is_not_known)
{
	told(ADA, "a long line\n");
	app_printed_cut(&p, ADA);
	app_printed_cut(&p, BOB);
	is("a lo", true, 4, 0);
}
END_TEST

START_TEST(a_long_write_comes_in_parts)
{
	char *text = malloc(10001);

	memset(text, 'x', 10000);
	text[10000] = '\0';
	told(ADA, text);
	is(text, false, TRACE_PRINT_HASHED, ADA);
	is(text + 5000, false, 5000, ADA);
	/* The rest is 904 bytes; now another one could have been mixed in. */
	told(BOB, "bob\n");
	is(text, false, 904, 0);
	is("bob\n", false, 4, BOB);
	free(text);
}
END_TEST

START_TEST(thousands_that_never_come_are_forgotten)
{
	for (int i = 0; i < 10000; i++)
		told(CIM, "never\n");
	ck_assert_uint_le(p.count - p.first, 4097);
	told(ADA, "one\n");
	is("one\n", false, 4, ADA);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("printed");
	TCase *tc = tcase_create("printed");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, bytes_are_of_who_told_of_them);
	tcase_add_test(tc, the_order_of_the_pipe_counts);
	tcase_add_test(tc, what_has_not_been_told_yet_is_waited_for);
	tcase_add_test(tc, what_nobody_told_of_is_nobodys_up_to_its_line);
	tcase_add_test(tc, a_write_that_never_came_is_passed_over);
	tcase_add_test(tc, a_write_that_was_cut_is_not_known);
	tcase_add_test(tc, a_long_write_comes_in_parts);
	tcase_add_test(tc, thousands_that_never_come_are_forgotten);
	suite_add_tcase(s, tc);
	return s;
}
