/* SPDX-License-Identifier: MIT */
/* How processes end, and what becomes of their children and their output. */
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "mp.h"
#include "unit/mp/crew.h"
#include "unit/mp/watch.h"

/* Which handlers have run, and in which order, in any process. */
struct diary {
	atomic_int len;
	char line[32];
};

static struct diary *diary;
static int fds[2];

static void note(char c)
{
	diary->line[atomic_fetch_add(&diary->len, 1)] = c;
}

static void note_a(void)
{
	note('a');
}

static void note_b(void)
{
	note('b');
}

static void note_c(void)
{
	note('c');
}

static void setup(void)
{
	diary = shared_memory(sizeof(*diary));
	ck_assert_int_eq(pipe(fds), 0);
	/* Check's own handler would end the whole group. */
	(void)signal(SIGTERM, SIG_DFL);
}

/*
 * Most programs here leave without freeing their handles, to see that this
 * ends nobody; kept, for the leak checker.
 */
static mp_process *kept[8];
static atomic_int kept_len;

static mp_process *start_kept(mp_process_fn *fn, bool daemon)
{
	mp_process *p = mp_process_new(NULL, fn, NULL);

	kept[atomic_fetch_add(&kept_len, 1)] = p;
	ck_assert_int_eq(mp_process_set_daemon(p, daemon), 0);
	ck_assert_int_eq(mp_process_start(p), 0);
	return p;
}

/* ---- handlers and output ---- */

static int register_two(void *unused)
{
	(void)unused;
	(void)atexit(note_b);
	(void)atexit(note_c);
	return 0;
}

static void parent_with_handler(void *unused)
{
	(void)unused;
	(void)atexit(note_a);
	ck_assert_int_eq(
		mp_process_join(start_kept(register_two, false), MP_FOREVER),
		0);
}

/* conforms: 33 150 */
START_TEST(a_child_runs_its_own_exit_handlers_and_not_its_parents)
{
	ck_assert_int_eq(program_end(program(parent_with_handler, NULL)), 0);
	ck_assert_str_eq(diary->line, "cba");
}
END_TEST

static int print_more(void *unused)
{
	(void)unused;
	printf("child ");
	return 0;
}

static void print_and_start(void *unused)
{
	(void)unused;
	if (dup2(fds[1], STDOUT_FILENO) < 0)
		_exit(1);
	printf("parent ");
	ck_assert_int_eq(
		mp_process_join(start_kept(print_more, false), MP_FOREVER), 0);
	printf("again");
}

/* conforms: 32 */
START_TEST(buffered_output_is_printed_once_and_in_order)
{
	char text[64] = "";
	size_t len = 0;
	ssize_t n;

	(void)fflush(NULL);
	ck_assert_int_eq(program_end(program(print_and_start, NULL)), 0);
	(void)close(fds[1]);
	while ((n = read(fds[0], text + len, sizeof(text) - 1 - len)) > 0)
		len += (size_t)n;
	ck_assert_str_eq(text, "parent child again");
}
END_TEST

static int nothing(void *unused)
{
	(void)unused;
	return 0;
}

static void write_file_and_start(void *f)
{
	(void)fputs("once", f);
	ck_assert_int_eq(
		mp_process_join(start_kept(nothing, false), MP_FOREVER), 0);
}

/* conforms: 32 */
START_TEST(other_streams_are_written_once_too)
{
	FILE *f = tmpfile();
	char text[64] = "";

	ck_assert_ptr_nonnull(f);
	ck_assert_int_eq(program_end(program(write_file_and_start, f)), 0);
	rewind(f);
	ck_assert_ptr_nonnull(fgets(text, sizeof(text), f));
	ck_assert_str_eq(text, "once");
	(void)fclose(f);
}
END_TEST

static int print_to_closed(void *unused)
{
	(void)unused;
	(void)close(STDOUT_FILENO);
	(void)close(STDERR_FILENO);
	printf("nobody reads this");
	return 0;
}

/* conforms: 32 */
START_TEST(closed_output_does_not_change_the_exit_code)
{
	mp_process *p = start_kept(print_to_closed, false);

	ck_assert_int_eq(mp_process_join(p, MP_FOREVER), 0);
	ck_assert_int_eq(mp_process_exitcode(p), 0);
	mp_process_free(p);
}
END_TEST

static void *read_stdin(void *unused)
{
	(void)unused;
	(void)getchar();
	return NULL;
}

static bool stdin_is_locked(void *unused)
{
	(void)unused;
	if (ftrylockfile(stdin))
		return true;
	funlockfile(stdin);
	return false;
}

static void start_beside_a_reader(void *unused)
{
	pthread_t t;
	mp_process *p;

	(void)unused;
	if (dup2(fds[0], STDIN_FILENO) < 0 ||
	    pthread_create(&t, NULL, read_stdin, NULL) ||
	    !eventually(stdin_is_locked, NULL))
		_exit(1);
	p = start_kept(nothing, false);
	_exit(mp_process_join(p, MP_FOREVER) ? 2 : mp_process_exitcode(p));
}

START_TEST(a_thread_that_reads_standard_input_stops_no_start)
{
	ck_assert_int_eq(program_end(program(start_beside_a_reader, NULL)), 0);
}
END_TEST

/* ---- at the end of the parent ---- */

static int note_and_end(void *unused)
{
	char c;

	(void)unused;
	if (read(fds[0], &c, 1) != 1)
		return 1;
	note('x');
	return 0;
}

static int tell_the_other(void *unused)
{
	(void)unused;
	return write(fds[1], "x", 1) == 1 ? 0 : 1;
}

static void start_and_leave(void *unused)
{
	(void)unused;
	(void)start_kept(note_and_end, false);
	/* Nobody has a handle on this one. */
	mp_process_free(start_kept(tell_the_other, false));
}

/* conforms: 13 14 */
START_TEST(children_are_joined_at_exit)
{
	ck_assert_int_eq(program_end(program(start_and_leave, NULL)), 0);
	ck_assert_str_eq(diary->line, "x");
}
END_TEST

static int child_with_children(void *unused)
{
	start_and_leave(unused);
	return 5;
}

/* conforms: 13 14 */
START_TEST(a_child_joins_its_children_too)
{
	mp_process *p = start_kept(child_with_children, false);

	ck_assert_int_eq(mp_process_join(p, MP_FOREVER), 0);
	ck_assert_int_eq(mp_process_exitcode(p), 5);
	ck_assert_str_eq(diary->line, "x");
	mp_process_free(p);
}
END_TEST

static void leave_a_daemon(void *unused)
{
	(void)unused;
	(void)start_kept(wait_for_ever, true);
	(void)start_kept(wait_for_ever, true);
	(void)start_kept(tell_the_other, false);
}

/* conforms: 13 */
START_TEST(daemons_are_terminated_at_exit)
{
	watch_start();
	ck_assert_int_eq(program_end(program(leave_a_daemon, NULL)), 0);
	ck_assert_int_eq(watch_count(MP_VERB_TERMINATE, MP_HAPPENS), 2);
	ck_assert_int_eq(watch_count(MP_VERB_REAP, MP_HAPPENS), 3);
	(void)close(fds[1]);
	ck_assert(hangs_up(fds[0]));
}
END_TEST

static int ignore_sigterm(void *unused)
{
	(void)signal(SIGTERM, SIG_IGN);
	(void)tell_the_other(unused);
	return wait_for_ever(unused);
}

static void leave_a_stubborn_daemon(void *unused)
{
	char c;

	(void)unused;
	(void)start_kept(ignore_sigterm, true);
	if (read(fds[0], &c, 1) != 1)
		_exit(1);
}

START_TEST(a_daemon_that_ignores_sigterm_is_killed_at_exit)
{
	ck_assert_int_eq(program_end(program(leave_a_stubborn_daemon, NULL)),
			 0);
	(void)close(fds[1]);
	ck_assert(hangs_up(fds[0]));
}
END_TEST

static void fork_and_exit(void *unused)
{
	pid_t pid;

	(void)unused;
	(void)start_kept(wait_for_ever, true);
	(void)start_kept(note_and_end, false);
	pid = fork();
	if (!pid)
		exit(0);
	if (program_end(pid))
		_exit(1);
	/* The other's exit has ended nobody: this ends the child. */
	(void)tell_the_other(NULL);
}

START_TEST(a_child_of_plain_fork_does_not_end_its_parents_children)
{
	ck_assert_int_eq(program_end(program(fork_and_exit, NULL)), 0);
	ck_assert_str_eq(diary->line, "x");
}
END_TEST

/* ---- when the parent is killed ---- */

static int ready_for_ever(void *unused)
{
	(void)tell_the_other(unused);
	return wait_for_ever(unused);
}

static int generation(void *unused)
{
	(void)start_kept(ready_for_ever, false);
	return ready_for_ever(unused);
}

static void *start_generation(void *unused)
{
	(void)start_kept(generation, false);
	return unused;
}

static void be_killed(void *unused)
{
	(void)start_kept(generation, false);
	(void)wait_for_ever(unused);
}

/* Its children come from threads, which return before anything happens. */
static void be_killed_with_threads(void *unused)
{
	pthread_t t[3];

	for (int i = 0; i < 3; i++)
		if (pthread_create(&t[i], NULL, start_generation, NULL))
			_exit(1);
	for (int i = 0; i < 3; i++)
		(void)pthread_join(t[i], NULL);
	note('t');
	(void)wait_for_ever(unused);
}

static void read_bytes(int n)
{
	char c;

	while (n--)
		ck_assert_int_eq(read(fds[0], &c, 1), 1);
}

/* conforms: 151 */
START_TEST(children_of_a_killed_process_end)
{
	pid_t pid = program(be_killed, NULL);

	(void)close(fds[1]);
	read_bytes(2);
	ck_assert_int_eq(kill(pid, SIGKILL), 0);
	ck_assert_int_eq(program_end(pid), -SIGKILL);
	ck_assert(hangs_up(fds[0]));
}
END_TEST

static bool threads_ended(void *unused)
{
	(void)unused;
	return diary->line[0] == 't';
}

/* conforms: 151 */
START_TEST(children_of_threads_outlive_the_thread_but_not_the_process)
{
	pid_t pid = program(be_killed_with_threads, NULL);

	(void)close(fds[1]);
	/* All three and their children run after the threads have ended. */
	ck_assert(eventually(threads_ended, NULL));
	read_bytes(6);
	ck_assert_int_eq(poll(&(struct pollfd){ .fd = fds[0] }, 1, 0), 0);
	ck_assert_int_eq(kill(pid, SIGKILL), 0);
	ck_assert_int_eq(program_end(pid), -SIGKILL);
	ck_assert(hangs_up(fds[0]));
}
END_TEST

static pid_t *bystander;

/* A plain fork, which must not hold the lifelines of its parent's children. */
static void be_killed_beside_a_fork(void *unused)
{
	pthread_t t;
	pid_t pid;

	if (pthread_create(&t, NULL, start_generation, NULL))
		_exit(1);
	(void)pthread_join(t, NULL);
	pid = fork();
	if (!pid) {
		(void)close(fds[1]);
		(void)wait_for_ever(unused);
	}
	*bystander = pid;
	(void)tell_the_other(NULL);
	(void)wait_for_ever(unused);
}

START_TEST(a_plain_fork_does_not_keep_its_parents_children_alive)
{
	pid_t pid;

	bystander = shared_memory(sizeof(*bystander));
	pid = program(be_killed_beside_a_fork, NULL);
	(void)close(fds[1]);
	read_bytes(3);
	ck_assert_int_eq(kill(pid, SIGKILL), 0);
	ck_assert_int_eq(program_end(pid), -SIGKILL);
	ck_assert(hangs_up(fds[0]));
	ck_assert_int_eq(kill(*bystander, SIGKILL), 0);
}
END_TEST

static void abort_with_children(void *unused)
{
	char c;

	(void)unused;
	(void)start_kept(ready_for_ever, false);
	if (read(fds[0], &c, 1) != 1)
		_exit(1);
	_exit(4);
}

/* conforms: 24 */
START_TEST(leaving_without_exit_handlers_ends_the_children_as_well)
{
	ck_assert_int_eq(program_end(program(abort_with_children, NULL)), 4);
	(void)close(fds[1]);
	ck_assert(hangs_up(fds[0]));
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("mp/ending");
	TCase *t = tcase_create("ending");

	tcase_set_timeout(t, 60);
	tcase_add_checked_fixture(t, setup, NULL);
	tcase_add_test(t,
		       a_child_runs_its_own_exit_handlers_and_not_its_parents);
	tcase_add_test(t, buffered_output_is_printed_once_and_in_order);
	tcase_add_test(t, other_streams_are_written_once_too);
	tcase_add_test(t, closed_output_does_not_change_the_exit_code);
	tcase_add_test(t, a_thread_that_reads_standard_input_stops_no_start);
	tcase_add_test(t, children_are_joined_at_exit);
	tcase_add_test(t, a_child_joins_its_children_too);
	tcase_add_test(t, daemons_are_terminated_at_exit);
	tcase_add_test(t, a_daemon_that_ignores_sigterm_is_killed_at_exit);
	tcase_add_test(t,
		       a_child_of_plain_fork_does_not_end_its_parents_children);
	tcase_add_test(t, children_of_a_killed_process_end);
	tcase_add_test(
		t, children_of_threads_outlive_the_thread_but_not_the_process);
	tcase_add_test(t,
		       a_plain_fork_does_not_keep_its_parents_children_alive);
	tcase_add_test(t,
		       leaving_without_exit_handlers_ends_the_children_as_well);
	suite_add_tcase(s, t);
	return s;
}
