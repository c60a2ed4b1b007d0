/* SPDX-License-Identifier: MIT */
/* Many processes: nothing of the ended ones is left, and none disturbs others.
 */
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "mp/process.h"
#include "mp/type.h"
#include "unit/mp/crew.h"
#include "unit/mp/watch.h"

static int report_fds(void *unused)
{
	(void)unused;
	return open_descriptors();
}

/* conforms: 35 */
START_TEST(descriptors_do_not_pile_up_in_children)
{
	int fds[2], before;
	mp_process *p[10];

	ck_assert_int_eq(pipe(fds), 0);
	before = open_descriptors();
	for (int i = 0; i < 10; i++)
		p[i] = started(wait_for_byte, fds);
	ck_assert_int_eq(ended_with(started(report_fds, NULL)), before);
	for (int i = 0; i < 10; i++)
		tell(fds);
	for (int i = 0; i < 10; i++)
		ck_assert_int_eq(ended_with(p[i]), 0);
	ck_assert_int_eq(open_descriptors(), before);
}
END_TEST

/* conforms: 27 */
START_TEST(a_hundred_at_once_all_end_with_their_code)
{
	mp_process *p[100];
	int code = 0;

	for (int i = 0; i < 100; i++)
		p[i] = started(_i ? wait_for_ever : give, &code);
	for (int i = 0; i < 100 && _i; i++)
		ck_assert_int_eq(mp_process_terminate(p[i]), 0);
	for (int i = 0; i < 100; i++)
		ck_assert_int_eq(ended_with(p[i]), _i ? -SIGTERM : 0);
}
END_TEST

static bool zombies_are_gone(void *unused)
{
	siginfo_t info = { 0 };

	(void)unused;
	return waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) < 0 &&
	       errno == ECHILD;
}

/* conforms: 26 */
START_TEST(a_freed_process_is_reaped_at_the_next_start)
{
	struct pollfd s = { .events = POLLIN };
	int code = 0;
	mp_process *p = started(give, &code);

	s.fd = dup(mp_process_sentinel(p));
	mp_process_free(p);
	ck_assert_int_eq(poll(&s, 1, WATCH_PATIENCE_S * 1000), 1);
	ck_assert(!zombies_are_gone(NULL));
	ck_assert_int_eq(ended_with(started(give, &code)), 0);
	ck_assert(zombies_are_gone(NULL));
}
END_TEST

START_TEST(a_process_that_somebody_else_reaped_has_ended)
{
	int code = 0, status;
	mp_process *p = started(give, &code);

	ck_assert_int_eq(waitpid(mp_process_pid(p), &status, 0),
			 mp_process_pid(p));
	ck_assert_int_eq(mp_process_terminate(p), 0);
	ck_assert_int_eq(ended_with(p), 255);
	(void)signal(SIGCHLD, SIG_IGN);
	ck_assert_int_eq(ended_with(started(give, &code)), 255);
}
END_TEST

START_TEST(without_a_descriptor_nothing_starts)
{
	int code = 0, n = 0, fds[64];
	mp_process *p = mp_process_new(NULL, give, &code);

	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &(struct rlimit){ 64, 64 }),
			 0);
	while (n < 64 && (fds[n] = open("/dev/null", O_RDONLY)) >= 0)
		n++;
	FAILS_WITH(EMFILE, mp_process_start(p));
	ck_assert_int_eq(mp_process_pid(p), -1);
	(void)close(fds[--n]);
	ck_assert_int_eq(mp_process_start(p), 0);
	ck_assert_int_eq(ended_with(p), 0);
	while (n)
		(void)close(fds[--n]);
}
END_TEST

static void *start_and_join_some(void *unused)
{
	(void)unused;
	for (int i = 0; i < 20; i++) {
		int code = i;
		mp_process *p = mp_process_new(NULL, give, &code);
		bool bad = mp_process_start(p) ||
			   mp_process_join(p, MP_FOREVER) ||
			   mp_process_exitcode(p) != code;

		mp_process_free(p);
		if (bad)
			return p;
	}
	return NULL;
}

START_TEST(threads_may_start_processes_at_once)
{
	pthread_t t[4];
	int before = open_descriptors();
	void *bad;

	for (int i = 0; i < 4; i++)
		ck_assert_int_eq(
			pthread_create(&t[i], NULL, start_and_join_some, NULL),
			0);
	for (int i = 0; i < 4; i++) {
		ck_assert_int_eq(pthread_join(t[i], &bad), 0);
		ck_assert_ptr_null(bad);
	}
	ck_assert_int_eq(open_descriptors(), before);
}
END_TEST

static void start_own_child(void *unused)
{
	int code = 9;
	mp_process *p;

	(void)unused;
	if (mp_process_pid(mp_current_process()) != getpid())
		_exit(1);
	p = started(give, &code);
	if (strcmp(mp_process_name(p), "Process-1") != 0)
		_exit(2);
	_exit(ended_with(p) == 9 ? 0 : 3);
}

START_TEST(a_child_of_plain_fork_has_no_children_yet)
{
	int fds[2];
	mp_process *p;

	ck_assert_int_eq(pipe(fds), 0);
	p = started(wait_for_byte, fds);
	ck_assert_int_eq(program_end(program(start_own_child, NULL)), 0);
	tell(fds);
	ck_assert_int_eq(ended_with(p), 0);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("mp/process_many");
	TCase *t = tcase_create("process_many");

	tcase_set_timeout(t, 60);
	tcase_add_checked_fixture(t, crew_setup, NULL);
	tcase_add_test(t, descriptors_do_not_pile_up_in_children);
	tcase_add_loop_test(t, a_hundred_at_once_all_end_with_their_code, 0, 2);
	tcase_add_test(t, a_freed_process_is_reaped_at_the_next_start);
	tcase_add_test(t, a_process_that_somebody_else_reaped_has_ended);
	tcase_add_test(t, without_a_descriptor_nothing_starts);
	tcase_add_test(t, threads_may_start_processes_at_once);
	tcase_add_test(t, a_child_of_plain_fork_has_no_children_yet);
	suite_add_tcase(s, t);
	return s;
}
