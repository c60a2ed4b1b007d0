/* SPDX-License-Identifier: MIT */
/* Tasks that fail and workers that die. */
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "mp/pool.h"
#include "mp/process.h"
#include "unit/mp/crew.h"
#include "unit/mp/pool_crew.h"
#include "unit/mp/watch.h"

static int die_once(const void *in, void *out)
{
	if (!atomic_fetch_add(count, 1))
		(void)raise(SIGKILL);
	return square(in, out);
}

static int stray(const void *in, void *out)
{
	pid_t pid = fork();

	if (pid > 0)
		(void)waitpid(pid, NULL, 0);
	return square(in, out);
}

static int crash(void *unused)
{
	(void)unused;
	return raise(SIGKILL);
}

static int start_a_process(const void *in, void *out)
{
	mp_process *p = mp_process_new(NULL, crash, NULL);

	(void)in;
	*(int *)out = mp_process_start(p) ? errno : 0;
	mp_process_free(p);
	return 0;
}

/* conforms: 112 */
START_TEST(a_failure_tells_its_status_and_message)
{
	int n = -5;
	long out = 1;

	FAILS_WITH(EREMOTEIO, mp_pool_apply(pool, SQUARE, &n, &out));
	ck_assert_int_eq(mp_task_status(), 5);
	ck_assert_str_eq(mp_task_message(), "-5 is negative");
	ck_assert_int_eq(out, 1);
	ck_assert_int_eq(applied(2), 4);
}
END_TEST

/* conforms: 112 */
START_TEST(of_several_failures_the_first_item_is_told)
{
	int in[10] = { 1, 2, 3, -4, -5, 6, -7, 8, 9, 10 };
	long out[10];
	mp_result *r;

	for (long chunk = 1; chunk < 6; chunk++) {
		r = mp_pool_map_async(pool,
				      MP_TASK_CHUNKED(square, int, long, chunk),
				      in, 10, NULL);
		FAILS_WITH(EREMOTEIO, mp_result_get(r, out, MP_FOREVER));
		ck_assert_int_eq(mp_task_status(), 4);
		ck_assert_uint_eq(mp_result_failed_item(r), 3);
		ck_assert_int_eq(mp_result_successful(r), 0);
		mp_result_free(r);
	}
	ck_assert_int_eq(applied(2), 4);
}
END_TEST

/* conforms: 112 */
START_TEST(the_other_chunks_are_run_after_a_failure)
{
	int in[4] = { 9, -1, 9, 9 };
	mp_result *r = mp_pool_map_async(
		pool, MP_TASK_CHUNKED(kill_oneself, int, int, 1), in, 0, NULL);

	mp_result_free(r);
	in[0] = in[2] = in[3] = -2;
	in[1] = SIGKILL;
	r = mp_pool_map_async(pool, MP_TASK_CHUNKED(kill_oneself, int, int, 1),
			      in, 4, NULL);
	FAILS_WITH(EOWNERDEAD, mp_result_get(r, in, MP_FOREVER));
	ck_assert_uint_eq(mp_result_failed_item(r), 1);
	ck_assert_int_eq(atomic_load(count), 4);
	mp_result_free(r);
}
END_TEST

/* conforms: 125 */
START_TEST(a_worker_that_dies_fails_its_task_alone)
{
	static const int how[] = { 0, SIGKILL, SIGSEGV, SIGTERM };
	int out;

	for (size_t i = 0; i < 4; i++) {
		mp_result *good = submitted(wait_for_flag, 1);
		mp_result *bad = submitted(kill_oneself, how[i]);

		FAILS_WITH(EOWNERDEAD, mp_result_get(bad, &out, MP_FOREVER));
		ck_assert_int_eq(mp_task_status(), how[i] ? -how[i] : 3);
		ck_assert_ptr_nonnull(strstr(mp_task_message(),
					     how[i] ? "signal" : "code 3"));
		atomic_store(flag, 1);
		ck_assert_int_eq(mp_result_get(good, &out, MP_FOREVER), 0);
		mp_result_free(good);
		mp_result_free(bad);
		atomic_store(flag, 0);
		check_squares(3, MANY);
	}
}
END_TEST

/* conforms: 125 */
START_TEST(a_task_is_repeated_if_the_pool_was_made_so)
{
	struct mp_pool_options o = { .retries = 2 };
	mp_pool *p = mp_pool_new(NULL, 2, &o);
	int n = 4, how = SIGKILL;
	long out = 0;

	ck_assert_int_eq(
		mp_pool_apply(p, MP_TASK(die_once, int, long), &n, &out), 0);
	ck_assert_int_eq(out, 16);
	ck_assert_int_eq(atomic_load(count), 2);
	atomic_store(count, 0);
	FAILS_WITH(EOWNERDEAD, mp_pool_apply(p, MP_TASK(kill_oneself, int, int),
					     &how, &out));
	ck_assert_int_eq(atomic_load(count), 3);
	mp_pool_free(p);
}
END_TEST

static bool has_other_workers(void *old)
{
	int now[2], *was = old;

	return mp_pool_pids(pool, now, 2) == 2 && now[0] != was[0] &&
	       now[1] != was[1] && now[0] != was[1] && now[1] != was[0];
}

/* conforms: 125 */
START_TEST(idle_workers_that_are_killed_are_replaced)
{
	int pids[2];

	ck_assert_int_eq(applied(3), 9);
	ck_assert_int_eq(mp_pool_pids(pool, pids, 2), 2);
	ck_assert_int_eq(kill(pids[0], SIGKILL), 0);
	ck_assert_int_eq(kill(pids[1], SIGKILL), 0);
	ck_assert(eventually(has_other_workers, pids));
	check_squares(1, MANY);
}
END_TEST

START_TEST(a_child_of_a_task_is_no_worker)
{
	int n = 6;
	long out;

	for (int i = 0; i < 10; i++) {
		ck_assert_int_eq(mp_pool_apply(pool, MP_TASK(stray, int, long),
					       &n, &out),
				 0);
		ck_assert_int_eq(out, 36);
	}
	check_squares(1, MANY);
}
END_TEST

/* conforms: 126 */
START_TEST(a_task_may_not_start_processes)
{
	int out = 0;

	ck_assert_int_eq(mp_pool_apply(pool, MP_TASK(start_a_process, int, int),
				       &out, &out),
			 0);
	ck_assert_int_eq(out, EPERM);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("mp/pool_failures");
	TCase *t = tcase_create("pool_failures");

	tcase_set_timeout(t, 60);
	tcase_add_checked_fixture(t, pool_setup, pool_teardown);
	tcase_add_test(t, a_failure_tells_its_status_and_message);
	tcase_add_test(t, of_several_failures_the_first_item_is_told);
	tcase_add_test(t, the_other_chunks_are_run_after_a_failure);
	tcase_add_test(t, a_worker_that_dies_fails_its_task_alone);
	tcase_add_test(t, a_task_is_repeated_if_the_pool_was_made_so);
	tcase_add_test(t, idle_workers_that_are_killed_are_replaced);
	tcase_add_test(t, a_child_of_a_task_is_no_worker);
	tcase_add_test(t, a_task_may_not_start_processes);
	suite_add_tcase(s, t);
	return s;
}
