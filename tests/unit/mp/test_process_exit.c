/* SPDX-License-Identifier: MIT */
/* The end of a child that has threads, or output that nobody takes. */
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

#include "mp/process.h"
#include "mp/type.h"
#include "support/check_main.h"
#include "unit/mp/crew.h"
#include "unit/mp/watch.h"

static atomic_int *begun, *done;
static int fds[2];

static void setup(void)
{
	crew_setup();
	begun = shared_memory(sizeof(*begun));
	done = shared_memory(sizeof(*done));
	ck_assert_int_eq(pipe(fds), 0);
}

static void *wait_and_count(void *unused)
{
	char c;

	atomic_store(begun, 1);
	if (read(fds[0], &c, 1) == 1)
		atomic_fetch_add(done, 1);
	return unused;
}

static bool has_begun(void *unused)
{
	(void)unused;
	return atomic_load(begun) == 1;
}

static int leave_a_thread(void *by_pthread_exit)
{
	pthread_t t;

	if (pthread_create(&t, NULL, wait_and_count, NULL) ||
	    !eventually(has_begun, NULL))
		return 1;
	if (*(int *)by_pthread_exit)
		pthread_exit(NULL);
	return 4;
}

/* conforms: 31 */
START_TEST(threads_end_with_the_function_of_their_process)
{
	int no = 0;

	ck_assert_int_eq(ended_with(started(leave_a_thread, &no)), 4);
	ck_assert_int_eq(atomic_load(done), 0);
}
END_TEST

/* conforms: 31 */
START_TEST(a_function_that_leaves_through_pthread_exit_waits_for_threads)
{
	int yes = 1;
	mp_process *p = started(leave_a_thread, &yes);

	ck_assert(eventually(has_begun, NULL));
	FAILS_WITH(ETIMEDOUT, mp_process_join(p, 0.02));
	tell(fds);
	ck_assert_int_eq(ended_with(p), 0);
	ck_assert_int_eq(atomic_load(done), 1);
}
END_TEST

static int print_to_a_full_disk(void *unused)
{
	int full = open("/dev/full", O_WRONLY);

	(void)unused;
	if (full < 0 || dup2(full, STDOUT_FILENO) < 0)
		return 1;
	printf("this gets nowhere");
	return 0;
}

static int print_to_nobody(void *unused)
{
	int broken[2];

	(void)unused;
	(void)signal(SIGPIPE, SIG_IGN);
	if (pipe(broken) || dup2(broken[1], STDOUT_FILENO) < 0 ||
	    close(broken[0]) || close(broken[1]))
		return 1;
	printf("nor does this");
	return 0;
}

/* conforms: 32 */
START_TEST(output_that_cannot_be_written_does_not_change_the_exit_code)
{
	ck_assert_int_eq(ended_with(started(print_to_a_full_disk, NULL)), 0);
	ck_assert_int_eq(ended_with(started(print_to_nobody, NULL)), 0);
}
END_TEST

static int end_when_told(void *unused)
{
	int code = wait_for_byte(fds);

	(void)unused;
	atomic_fetch_add(done, 1);
	return code;
}

static bool is_done(void *unused)
{
	(void)unused;
	return atomic_load(done) == 1;
}

/* conforms: 26 */
START_TEST(a_process_that_runs_may_be_freed_and_goes_on)
{
	mp_process *p = started(end_when_told, NULL);

	mp_process_free(p);
	ck_assert_int_eq(atomic_load(done), 0);
	tell(fds);
	ck_assert(eventually(is_done, NULL));
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("mp/process_exit");
	TCase *t = tcase_create("exit");

	tcase_add_checked_fixture(t, setup, NULL);
	tcase_set_timeout(t, 60);
	tcase_add_test(t, threads_end_with_the_function_of_their_process);
	tcase_add_test(
		t,
		a_function_that_leaves_through_pthread_exit_waits_for_threads);
	tcase_add_test(
		t, output_that_cannot_be_written_does_not_change_the_exit_code);
	tcase_add_test(t, a_process_that_runs_may_be_freed_and_goes_on);
	suite_add_tcase(s, t);
	return s;
}
