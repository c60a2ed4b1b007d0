/* SPDX-License-Identifier: MIT */
/* How a pool ends, and what becomes of its workers and results. */
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <unistd.h>

#include "mp/pool.h"
#include "unit/mp/crew.h"
#include "unit/mp/pool_crew.h"
#include "unit/mp/watch.h"

/* conforms: 121 */
START_TEST(close_lets_the_queued_tasks_finish)
{
	mp_result *r[20];
	int n = 1, out;

	for (int i = 0; i < 20; i++)
		r[i] = submitted(wait_for_flag, i);
	FAILS_WITH(EBUSY, mp_pool_join(pool, 0));
	ck_assert_int_eq(mp_pool_close(pool), 0);
	ck_assert_int_eq(mp_pool_close(pool), 0);
	IS_REFUSED(EPIPE, mp_pool_apply_async(pool, SQUARE, &n, NULL));
	FAILS_WITH(EPIPE, mp_pool_map(pool, SQUARE, &n, &out, 0));
	FAILS_WITH(ETIMEDOUT, mp_pool_join(pool, 0.02));
	atomic_store(flag, 1);
	ck_assert_int_eq(mp_pool_join(pool, MP_FOREVER), 0);
	ck_assert_int_eq(mp_pool_join(pool, MP_FOREVER), 0);
	for (int i = 0; i < 20; i++) {
		ck_assert_int_eq(mp_result_get(r[i], &out, 0), 0);
		ck_assert_int_eq(out, i);
		mp_result_free(r[i]);
	}
}
END_TEST

START_TEST(a_worker_that_dies_after_close_is_replaced_if_needed)
{
	mp_result *bad, *good[20];
	int out;

	for (int i = 0; i < 2; i++)
		mp_result_free(submitted(kill_oneself, SIGKILL));
	bad = submitted(kill_oneself, SIGKILL);
	for (int i = 0; i < 20; i++)
		good[i] = submitted(wait_for_flag, i);
	atomic_store(flag, 1);
	ck_assert_int_eq(mp_pool_close(pool), 0);
	ck_assert_int_eq(mp_pool_join(pool, MP_FOREVER), 0);
	FAILS_WITH(EOWNERDEAD, mp_result_get(bad, &out, 0));
	mp_result_free(bad);
	for (int i = 0; i < 20; i++) {
		ck_assert_int_eq(mp_result_get(good[i], &out, 0), 0);
		mp_result_free(good[i]);
	}
}
END_TEST

START_TEST(a_worker_that_ends_after_close_is_not_replaced)
{
	mp_result *r = submitted(wait_for_flag, 1);
	int out;

	while (!atomic_load(count))
		(void)usleep(500);
	watch_start();
	ck_assert_int_eq(mp_pool_close(pool), 0);
	watch_wait(MP_VERB_WORKER_LOST, MP_HAPPENS, 1);
	FAILS_WITH(ETIMEDOUT, mp_pool_join(pool, 0.05));
	atomic_store(flag, 1);
	ck_assert_int_eq(mp_pool_join(pool, MP_FOREVER), 0);
	ck_assert_int_eq(watch_count(MP_VERB_WORKER_NEW, MP_HAPPENS), 0);
	ck_assert_int_eq(watch_count(MP_VERB_WORKER_LOST, MP_HAPPENS), 2);
	ck_assert_int_eq(mp_result_get(r, &out, 0), 0);
	mp_result_free(r);
}
END_TEST

START_TEST(to_free_an_open_pool_is_told_as_its_termination)
{
	watch_start();
	mp_pool_free(pool);
	pool = NULL;
	ck_assert_int_eq(watch_count(MP_VERB_POOL_TERMINATE, MP_ENDS), 1);
	pool = mp_pool_new("crew", 2, NULL);
	ck_assert_int_eq(mp_pool_close(pool), 0);
	ck_assert_int_eq(mp_pool_join(pool, MP_FOREVER), 0);
	mp_pool_free(pool);
	pool = NULL;
	ck_assert_int_eq(watch_count(MP_VERB_POOL_TERMINATE, MP_ENDS), 1);
}
END_TEST

/* conforms: 122 123 */
START_TEST(terminate_ends_ten_thousand_long_tasks_at_once)
{
	static int in[10000];
	mp_result *r = mp_pool_map_async(
		pool, MP_TASK_CHUNKED(wait_for_flag, int, int, 1), in, 10000,
		NULL);
	int n = 1;

	ck_assert_int_eq(mp_pool_terminate(pool), 0);
	IS_REFUSED(EPIPE, mp_pool_apply_async(pool, SQUARE, &n, NULL));
	ck_assert_int_eq(mp_pool_join(pool, MP_FOREVER), 0);
	FAILS_WITH(ECANCELED, mp_result_get(r, in, 0));
	ck_assert_int_le(atomic_load(count), 2);
	mp_result_free(r);
	FAILS_WITH(EPIPE, mp_pool_apply(pool, SQUARE, &n, in));
}
END_TEST

static int ignore_sigterm(const void *in, void *out)
{
	(void)signal(SIGTERM, SIG_IGN);
	return wait_for_flag(in, out);
}

START_TEST(terminate_ends_a_task_that_ignores_sigterm)
{
	mp_result *r = submitted(ignore_sigterm, 1);
	int out;

	while (!atomic_load(count))
		(void)usleep(500);
	ck_assert_int_eq(mp_pool_terminate(pool), 0);
	ck_assert_int_eq(mp_pool_join(pool, MP_FOREVER), 0);
	FAILS_WITH(ECANCELED, mp_result_get(r, &out, 0));
	mp_result_free(r);
}
END_TEST

/* conforms: 122 */
START_TEST(results_outlive_their_pool)
{
	int n = 11;
	mp_result *good = mp_pool_apply_async(pool, SQUARE, &n, NULL);
	mp_result *bad;
	long out;

	ck_assert_int_eq(mp_result_wait(good, MP_FOREVER), 0);
	bad = submitted(wait_for_flag, 1);
	mp_pool_free(pool);
	pool = NULL;
	ck_assert_int_eq(mp_result_get(good, &out, 0), 0);
	ck_assert_int_eq(out, 121);
	FAILS_WITH(ECANCELED, mp_result_get(bad, &out, 0));
	mp_result_free(good);
	mp_result_free(bad);
}
END_TEST

static void make_pool_and_go(void *fd)
{
	mp_pool *p = mp_pool_new(NULL, 3, NULL);
	struct mp_task task = MP_TASK_CHUNKED(wait_for_flag, int, int, 1);
	static int in[3];

	(void)fd;
	(void)mp_pool_map_async(p, task, in, 3, NULL);
	while (atomic_load(count) < 3)
		(void)usleep(500);
	if (!fd)
		for (;;)
			(void)pause();
}

/* conforms: 151 */
START_TEST(workers_end_with_a_parent_that_exits)
{
	int fds[2];
	pid_t pid;

	ck_assert_int_eq(pipe(fds), 0);
	pid = program(make_pool_and_go, fds);
	(void)close(fds[1]);
	ck_assert_int_eq(program_end(pid), 0);
	ck_assert(hangs_up(fds[0]));
	(void)close(fds[0]);
}
END_TEST

static bool all_three_run(void *unused)
{
	(void)unused;
	return atomic_load(count) == 3;
}

/* conforms: 151 */
START_TEST(workers_end_with_a_parent_that_is_killed)
{
	int fds[2];
	pid_t pid;

	ck_assert_int_eq(pipe(fds), 0);
	pid = program(make_pool_and_go, NULL);
	(void)close(fds[1]);
	ck_assert(eventually(all_three_run, NULL));
	ck_assert_int_eq(kill(pid, SIGKILL), 0);
	ck_assert_int_eq(program_end(pid), -SIGKILL);
	ck_assert(hangs_up(fds[0]));
	(void)close(fds[0]);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("mp/pool_ending");
	TCase *t = tcase_create("pool_ending");

	tcase_set_timeout(t, 60);
	tcase_add_checked_fixture(t, pool_setup, pool_teardown);
	tcase_add_test(t, close_lets_the_queued_tasks_finish);
	tcase_add_test(t, a_worker_that_dies_after_close_is_replaced_if_needed);
	tcase_add_test(t, a_worker_that_ends_after_close_is_not_replaced);
	tcase_add_test(t, to_free_an_open_pool_is_told_as_its_termination);
	tcase_add_test(t, terminate_ends_ten_thousand_long_tasks_at_once);
	tcase_add_test(t, terminate_ends_a_task_that_ignores_sigterm);
	tcase_add_test(t, results_outlive_their_pool);
	tcase_add_test(t, workers_end_with_a_parent_that_exits);
	tcase_add_test(t, workers_end_with_a_parent_that_is_killed);
	suite_add_tcase(s, t);
	return s;
}
