/* SPDX-License-Identifier: MIT */
#include "proc/blocked.h"

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include "unit/proc/children.h"

/* ---- the file ---- */

static int parse(const char *text, struct proc_blocked *b)
{
	return proc_blocked_parse(text, strlen(text), b);
}

START_TEST(a_call_has_its_number_and_arguments)
{
	struct proc_blocked b;

	ck_assert_int_eq(parse("7 0x3 0xffffffffffffffff 0x0 0x10 0x0 0x5 "
			       "0x7ffc9d3c3a48 0x7f5d2b1d1a3d\n",
			       &b),
			 0);
	ck_assert_int_eq(b.number, 7);
	ck_assert_uint_eq(b.args[0], 3);
	ck_assert_uint_eq(b.args[1], UINT64_MAX);
	ck_assert_uint_eq(b.args[5], 5);
	ck_assert_str_eq(b.wchan, "");
}
END_TEST

START_TEST(a_wait_outside_a_call_has_no_number)
{
	struct proc_blocked b;

	ck_assert_int_eq(parse("-1 0x7ffc9d3c3a48 0x7f5d2b1d1a3d\n", &b), 0);
	ck_assert_int_eq(b.number, -1);
}
END_TEST

/* A stack below 4 GiB: a program whose calls have other numbers. */
START_TEST(the_number_of_another_kind_of_program_is_not_taken_for_ours)
{
	struct proc_blocked b;

	if (sizeof(void *) < 8)
		return;
	ck_assert_int_eq(parse("3 0x0 0xff8d1000 0x400 0x0 0x0 0x0 0xff8d0f00 "
			       "0xf7f2b549\n",
			       &b),
			 0);
	ck_assert_int_eq(b.number, -1);
}
END_TEST

START_TEST(what_is_no_such_file_changes_nothing)
{
	static const char *const bad[] = {
		"",      "\n",
		"read",  "0",
		"0 0x1", "0 0x1 0x2 0x3 0x4 0x5 0x6 0x7",
		"-1",    "-1 0x7ffc9d3c3a48",
		"0x",    "run",
	};
	struct proc_blocked b = { .number = 77 };
	char longest[600];

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		ck_assert_msg(parse(bad[i], &b) == -EINVAL, "\"%s\"", bad[i]);
	memset(longest, '1', sizeof(longest));
	ck_assert_int_eq(proc_blocked_parse(longest, sizeof(longest), &b),
			 -EINVAL);
	ck_assert_int_eq(parse("running\n", &b), -EAGAIN);
	ck_assert_int_eq(b.number, 77);
}
END_TEST

/* ---- real processes ---- */

static int pipe_fds[2], socket_fds[2];
static uint32_t *word;
static char fifo[] = "/tmp/procession-blocked-XXXXXX";

static void body_read(void)
{
	char c;

	(void)!read(pipe_fds[0], &c, 1);
}

static void body_write(void)
{
	char page[4096] = { 0 };

	for (;;)
		(void)!write(pipe_fds[1], page, sizeof(page));
}

static void body_recv(void)
{
	char c;

	(void)recv(socket_fds[0], &c, 1, 0);
}

static void body_wait(void)
{
	if (fork() == 0)
		body_pause();
	(void)wait(NULL);
}

static void body_futex(void)
{
	(void)syscall(SYS_futex, word, 0 /* FUTEX_WAIT */, 0, NULL, NULL, 0);
}

static void body_poll(void)
{
	(void)poll(NULL, 0, -1);
}

static void body_fifo(void)
{
	(void)open(fifo, O_RDONLY | O_CLOEXEC);
}

static void body_signal(void)
{
	(void)pause();
}

static void setup(void)
{
	struct stat st;

	ck_assert_int_eq(pipe2(pipe_fds, O_CLOEXEC), 0);
	ck_assert_int_eq(
		socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, socket_fds),
		0);
	word = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
		    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	ck_assert_ptr_ne(word, MAP_FAILED);
	strcpy(fifo + strlen(fifo) - 6, "XXXXXX");
	(void)close(mkstemp(fifo));
	(void)unlink(fifo);
	ck_assert_int_eq(mkfifo(fifo, 0600), 0);
	ck_assert_int_eq(stat(fifo, &st), 0);
}

static void teardown(void)
{
	for (int i = 0; i < 2; i++) {
		(void)close(pipe_fds[i]);
		(void)close(socket_fds[i]);
	}
	(void)munmap(word, 4096);
	(void)unlink(fifo);
}

/* Whether it is seen in @words, and at @about. */
static bool is_in(pid_t pid, const char *words, enum proc_about about)
{
	SCOPED_STR out = STR_INIT;
	struct proc_about_it at;
	struct proc_blocked b;

	if (proc_blocked_read(pid, &b) < 0)
		return false;
	proc_blocked_say(pid, &b, &out, &at);
	return !strncmp(out.buf, words, strlen(words)) && at.kind == about;
}

static const struct {
	void (*body)(void);
	const char *words;
	enum proc_about about;
} sleepers[] = {
	{ body_read, "read", PROC_ABOUT_PIPE },
	{ body_write, "write", PROC_ABOUT_PIPE },
	{ body_recv, "recv", PROC_ABOUT_SOCKET },
	{ body_wait, "wait4(any child)", PROC_ABOUT_NOTHING },
	{ body_futex, "futex(", PROC_ABOUT_NOTHING },
	{ body_poll, "poll", PROC_ABOUT_NOTHING },
	{ body_fifo, "open(a FIFO", PROC_ABOUT_NOTHING },
	{ body_pause, "nanosleep", PROC_ABOUT_NOTHING },
	{ body_signal, "pause(any signal)", PROC_ABOUT_NOTHING },
};

/* Not where this kernel hides it. */
static bool is_told(void)
{
	struct proc_blocked b;
	pid_t pid = child(body_pause);
	int64_t end = clock_now() + CLOCK_S;

	do
		(void)proc_blocked_read(pid, &b);
	while (b.number < 0 && clock_now() < end);
	end_child(pid);
	return b.number >= 0;
}

START_TEST(a_sleeper_is_seen_in_its_call)
{
	pid_t pid;

	if (!is_told())
		return;
	pid = child(sleepers[_i].body);
	WAIT_UNTIL(is_in(pid, sleepers[_i].words, sleepers[_i].about));
	end_child(pid);
}
END_TEST

START_TEST(a_pipe_is_told_by_its_inode)
{
	SCOPED_STR out = STR_INIT;
	struct proc_about_it at;
	struct proc_blocked b;
	struct stat st;
	pid_t pid;

	if (!is_told())
		return;
	pid = child(body_read);
	WAIT_UNTIL(is_in(pid, "read", PROC_ABOUT_PIPE));
	ck_assert_int_eq(proc_blocked_read(pid, &b), 0);
	proc_blocked_say(pid, &b, &out, &at);
	ck_assert_int_eq(fstat(pipe_fds[0], &st), 0);
	ck_assert_uint_eq(at.inode, st.st_ino);
	ck_assert_str_eq(out.buf, "read");
	end_child(pid);
}
END_TEST

/* Where the call is hidden, the kernel's function says something still. */
START_TEST(the_function_it_sleeps_in_stands_for_its_call)
{
	static const struct {
		const char *wchan, *words;
	} cases[] = {
		{ "anon_pipe_read", "read(a pipe)" },
		{ "pipe_write", "write(a pipe)" },
		{ "futex_wait_queue", "futex(a lock, or another thread)" },
		{ "do_wait", "wait4(a child)" },
		{ "hrtimer_nanosleep", "nanosleep" },
		{ "do_poll.constprop.0", "poll" },
		{ "wait_for_partner", "open(a FIFO)" },
		{ "some_new_thing", "some_new_thing of the kernel" },
		{ "", "" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		SCOPED_STR out = STR_INIT;
		struct proc_blocked b = { .number = -1 };
		struct proc_about_it at;

		strcpy(b.wchan, cases[i].wchan);
		proc_blocked_say(getpid(), &b, &out, &at);
		ck_assert_str_eq(out.buf, cases[i].words);
		ck_assert_int_eq(at.kind, PROC_ABOUT_NOTHING);
	}
}
END_TEST

START_TEST(an_unknown_call_has_its_number)
{
	SCOPED_STR out = STR_INIT;
	struct proc_blocked b = { .number = 9999 };
	struct proc_about_it at;

	proc_blocked_say(getpid(), &b, &out, &at);
	ck_assert_str_eq(out.buf, "system call 9999");
}
END_TEST

START_TEST(who_is_gone_or_runs_is_in_nothing)
{
	struct proc_blocked b;
	pid_t pid = child(body_spin);

	WAIT_UNTIL(proc_blocked_read(pid, &b) == -EAGAIN || !is_told());
	end_child(pid);
	ck_assert_int_eq(proc_blocked_read(pid, &b), -ESRCH);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("proc/blocked");
	TCase *t = tcase_create("blocked");
	int count = sizeof(sleepers) / sizeof(*sleepers);

	tcase_set_timeout(t, 30);
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, a_call_has_its_number_and_arguments);
	tcase_add_test(t, a_wait_outside_a_call_has_no_number);
	tcase_add_test(
		t, the_number_of_another_kind_of_program_is_not_taken_for_ours);
	tcase_add_test(t, what_is_no_such_file_changes_nothing);
	tcase_add_loop_test(t, a_sleeper_is_seen_in_its_call, 0, count);
	tcase_add_test(t, a_pipe_is_told_by_its_inode);
	tcase_add_test(t, the_function_it_sleeps_in_stands_for_its_call);
	tcase_add_test(t, an_unknown_call_has_its_number);
	tcase_add_test(t, who_is_gone_or_runs_is_in_nothing);
	suite_add_tcase(s, t);
	return s;
}
