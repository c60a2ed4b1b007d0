/* SPDX-License-Identifier: MIT */
#include "proc/stat.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support/check_main.h"

#define AFTER_COMM                                                             \
	"S 10 11 12 34816 11 4194304 100 0 0 0 7 8 0 0 20 0 3 0 5555 1000 "    \
	"200 18446744073709551615 1 1 0 0 0 0 0 4096 0 1 0 0 17 6 0 0 0 0 0 "  \
	"0 0 0 0 0 0 0 256\n"

static int parse_stat(const char *text, struct proc_stat *ret)
{
	return proc_stat_parse(text, strlen(text), ret);
}

START_TEST(stat_gives_every_field_asked_for)
{
	struct proc_stat s;

	ck_assert_int_eq(parse_stat("42 (cat) " AFTER_COMM, &s), 0);
	ck_assert_int_eq(s.pid, 42);
	ck_assert_str_eq(s.comm, "cat");
	ck_assert_int_eq(s.state, 'S');
	ck_assert_int_eq(s.ppid, 10);
	ck_assert_int_eq(s.pgrp, 11);
	ck_assert_int_eq(s.session, 12);
	ck_assert_int_eq(s.utime_ticks, 7);
	ck_assert_int_eq(s.stime_ticks, 8);
	ck_assert_int_eq(s.priority, 20);
	ck_assert_int_eq(s.nice, 0);
	ck_assert_int_eq(s.threads, 3);
	ck_assert_uint_eq(s.start_ticks, 5555);
	ck_assert_int_eq(s.processor, 6);
	ck_assert(!s.has_exit_code);
}
END_TEST

static const char *const names[] = {
	"",           " ",         ")",
	"(",          ") S 1 2 3", "a b c",
	"new\nline",  "((()))",    "\xff\x01\x1b[",
	"x) Z 0 0 (", "tab\ttab",  "\\n",
};

START_TEST(a_name_may_hold_anything)
{
	char text[512];
	struct proc_stat s;

	(void)snprintf(text, sizeof(text), "7 (%s) " AFTER_COMM, names[_i]);
	ck_assert_int_eq(parse_stat(text, &s), 0);
	ck_assert_int_eq(s.pid, 7);
	ck_assert_str_eq(s.comm, names[_i]);
	ck_assert_int_eq(s.state, 'S');
	ck_assert_int_eq(s.ppid, 10);
	ck_assert_int_eq(s.processor, 6);
}
END_TEST

START_TEST(a_zombie_has_its_exit_code)
{
	char text[] = "42 (cat) " AFTER_COMM;
	struct proc_stat s;

	*strchr(text, 'S') = 'Z';
	ck_assert_int_eq(parse_stat(text, &s), 0);
	ck_assert(s.has_exit_code);
	ck_assert_int_eq(s.exit_code, 256);
}
END_TEST

START_TEST(an_old_kernel_has_no_exit_code)
{
	char text[] = "42 (cat) " AFTER_COMM;
	struct proc_stat s;

	*strchr(text, 'S') = 'Z';
	*strrchr(text, ' ') = 0;
	ck_assert_int_eq(parse_stat(text, &s), 0);
	ck_assert(!s.has_exit_code);
}
END_TEST

static const char *const no_stats[] = {
	"",
	"\n",
	")",
	"42",
	"42 (cat",
	"42 cat) S 1 2 3",
	"(cat) " AFTER_COMM,
	"x (cat) " AFTER_COMM,
	"-3 (cat) " AFTER_COMM,
	"99999999999999999999 (cat) " AFTER_COMM,
	"42(cat) " AFTER_COMM,
	"42 (cat) S 10 11 12",
	"42 (cat) SS 10" AFTER_COMM,
	"42 (cat) 5 10" AFTER_COMM,
	"42 (cat) S x 11 12 34816 11 4194304 100 0 0 0 7 8 0 0 20 0 3 0 5555 "
	"1000 200 1 1 1 0 0 0 0 0 4096 0 1 0 0 17 6 0 0 0 0 0 0 0 0 0 0 0 0 0",
	"42 (cat) S 1 11 12 34816 11 4194304 100 0 0 0 -7 8 0 0 20 0 3 0 5555 "
	"1000 200 1 1 1 0 0 0 0 0 4096 0 1 0 0 17 6 0 0 0 0 0 0 0 0 0 0 0 0 0",
	"42 (a name that is longer than any the kernel would ever give a "
	"task) " AFTER_COMM,
};

START_TEST(what_is_no_stat_is_refused_and_changes_nothing)
{
	struct proc_stat s, before;

	memset(&s, 0x5a, sizeof(s));
	before = s;
	ck_assert_int_eq(parse_stat(no_stats[_i], &s), -EINVAL);
	ck_assert_mem_eq(&s, &before, sizeof(s));
}
END_TEST

START_TEST(a_zero_byte_is_in_no_name)
{
	static const char text[] = "42 (c\0t) " AFTER_COMM;
	struct proc_stat s;

	ck_assert_int_eq(proc_stat_parse(text, sizeof(text) - 1, &s), -EINVAL);
}
END_TEST

START_TEST(schedstat_gives_its_three_numbers)
{
	static const char text[] = "123456789 42 7\n";
	struct proc_schedstat s;

	ck_assert_int_eq(proc_schedstat_parse(text, strlen(text), &s), 0);
	ck_assert_int_eq(s.run_ns, 123456789);
	ck_assert_int_eq(s.wait_ns, 42);
	ck_assert_uint_eq(s.slices, 7);
}
END_TEST

static const char *const no_schedstats[] = {
	"",
	"1",
	"1 2",
	"1 x 3",
	"-1 2 3",
	"1 -2 3",
	"1 2 3x",
	"18446744073709551615 1 1",
	"99999999999999999999 1 1",
};

START_TEST(what_is_no_schedstat_is_refused)
{
	const char *text = no_schedstats[_i];
	struct proc_schedstat s;

	ck_assert_int_eq(proc_schedstat_parse(text, strlen(text), &s), -EINVAL);
}
END_TEST

START_TEST(status_gives_what_stat_does_not)
{
	static const char text[] = "Name:\ta\\nb\\\\c\n"
				   "Umask:\t0022\n"
				   "TracerPid:\t33\n"
				   "VmRSS:\t    1234 kB\n"
				   "SigPnd:\t0000000000000001\n"
				   "ShdPnd:\t0000000000000002\n"
				   "SigBlk:\tfffffffe7ffbfeff\n"
				   "SigIgn:\t0000000000000004\n"
				   "SigCgt:\t0000000000000008\n"
				   "voluntary_ctxt_switches:\t5\n"
				   "nonvoluntary_ctxt_switches:\t6\n";
	struct proc_status s;

	ck_assert_int_eq(proc_status_parse(text, strlen(text), &s), 0);
	ck_assert_str_eq(s.name, "a\nb\\c");
	ck_assert_int_eq(s.tracer_pid, 33);
	ck_assert_uint_eq(s.vm_rss_kib, 1234);
	ck_assert_uint_eq(s.sig_pending, 1);
	ck_assert_uint_eq(s.shared_pending, 2);
	ck_assert_uint_eq(s.sig_blocked, 0xfffffffe7ffbfeff);
	ck_assert_uint_eq(s.sig_ignored, 4);
	ck_assert_uint_eq(s.sig_caught, 8);
	ck_assert_uint_eq(s.voluntary, 5);
	ck_assert_uint_eq(s.involuntary, 6);
}
END_TEST

static const char *const no_statuses[] = {
	"",
	"Name:",
	"State:\tS\n",
	"Name:\tx\nno colon\n",
	"Name:\tx\nTracerPid:\t\n",
	"Name:\tx\nSigBlk:\t00xx\n",
	"Name:\tx\nSigBlk:\t11111111111111111\n",
};

START_TEST(what_is_no_status_is_refused)
{
	const char *text = no_statuses[_i];
	struct proc_status s;

	ck_assert_int_eq(proc_status_parse(text, strlen(text), &s), -EINVAL);
}
END_TEST

/* Read one of our own files; the buffer is exactly as long as the text. */
static char *own(const char *name, size_t *ret_len)
{
	char path[64], text[8192];
	FILE *f;
	char *copy;

	(void)snprintf(path, sizeof(path), "/proc/self/%s", name);
	f = fopen(path, "r");
	ck_assert_ptr_nonnull(f);
	*ret_len = fread(text, 1, sizeof(text), f);
	(void)fclose(f);
	ck_assert_uint_gt(*ret_len, 0);
	copy = malloc(*ret_len);
	ck_assert_ptr_nonnull(copy);
	memcpy(copy, text, *ret_len);
	return copy;
}

START_TEST(our_own_files_are_understood)
{
	struct proc_stat stat;
	struct proc_status status;
	size_t len;
	char *text = own("stat", &len);

	ck_assert_int_eq(proc_stat_parse(text, len, &stat), 0);
	ck_assert_int_eq(stat.pid, getpid());
	ck_assert_int_eq(stat.ppid, getppid());
	ck_assert_int_eq(stat.state, 'R');
	free(text);
	text = own("status", &len);
	ck_assert_int_eq(proc_status_parse(text, len, &status), 0);
	ck_assert_str_eq(status.name, stat.comm);
	ck_assert_uint_gt(status.vm_rss_kib, 0);
	free(text);
}
END_TEST

/*
 * Real files, cut short and with bytes changed, in buffers of their exact
 * length, so that a sanitizer sees any step outside.
 */
START_TEST(no_bytes_make_a_parser_read_outside)
{
	static const char *const files[] = { "stat", "schedstat", "status" };
	static const char odd[] = "() \n\t:-0189\\\x7f";

	srand(7);
	for (int round = 0; round < 6000; round++) {
		size_t len, whole;
		char *text = own(files[round % 3], &whole), *piece;
		struct proc_stat a;
		struct proc_schedstat b;
		struct proc_status c;

		len = (size_t)rand() % (whole + 1);
		piece = malloc(len ? len : 1);
		ck_assert_ptr_nonnull(piece);
		memcpy(piece, text, len);
		for (int i = rand() % 8; i > 0 && len; i--)
			piece[(size_t)rand() % len] =
				rand() % 2 ? (char)(rand() % 256)
					   : odd[(size_t)rand() % sizeof(odd)];
		(void)proc_stat_parse(piece, len, &a);
		(void)proc_schedstat_parse(piece, len, &b);
		(void)proc_status_parse(piece, len, &c);
		free(piece);
		free(text);
	}
}
END_TEST

#define COUNT(a) (int)(sizeof(a) / sizeof(*(a)))

Suite *suite(void)
{
	Suite *s = suite_create("proc/stat");
	TCase *t = tcase_create("stat");

	tcase_add_test(t, stat_gives_every_field_asked_for);
	tcase_add_loop_test(t, a_name_may_hold_anything, 0, COUNT(names));
	tcase_add_test(t, a_zombie_has_its_exit_code);
	tcase_add_test(t, an_old_kernel_has_no_exit_code);
	tcase_add_loop_test(t, what_is_no_stat_is_refused_and_changes_nothing,
			    0, COUNT(no_stats));
	tcase_add_test(t, a_zero_byte_is_in_no_name);
	tcase_add_test(t, schedstat_gives_its_three_numbers);
	tcase_add_loop_test(t, what_is_no_schedstat_is_refused, 0,
			    COUNT(no_schedstats));
	tcase_add_test(t, status_gives_what_stat_does_not);
	tcase_add_loop_test(t, what_is_no_status_is_refused, 0,
			    COUNT(no_statuses));
	tcase_add_test(t, our_own_files_are_understood);
	tcase_add_test(t, no_bytes_make_a_parser_read_outside);
	suite_add_tcase(s, t);
	return s;
}
