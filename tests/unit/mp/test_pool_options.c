/* SPDX-License-Identifier: MIT */
/* How a pool may be made, and how not. */
#include <errno.h>
#include <math.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "mp/pool.h"
#include "mp/process.h"
#include "unit/mp/crew.h"
#include "unit/mp/pool_crew.h"
#include "unit/mp/watch.h"

static int tell_pid(const void *in, void *out)
{
	(void)in;
	*(int *)out = getpid();
	return 0;
}

static int initialize(void *argument)
{
	atomic_fetch_add(count, *(int *)argument);
	return 0;
}

static bool counted_six(void *unused)
{
	(void)unused;
	return atomic_load(count) == 6;
}

/* conforms: 119 */
START_TEST(the_initializer_runs_once_in_each_worker)
{
	int two = 2;
	struct mp_pool_options o = { .initializer = initialize,
				     .argument = &two };
	mp_pool *p = mp_pool_new(NULL, 3, &o);
	int n = 2;
	long out;

	ck_assert_int_eq(mp_pool_apply(p, SQUARE, &n, &out), 0);
	ck_assert(eventually(counted_six, NULL));
	mp_pool_free(p);
	ck_assert_int_eq(atomic_load(count), 6);
}
END_TEST

static int crash(void *unused)
{
	(void)unused;
	return raise(SIGKILL);
}

static int refuse(void *unused)
{
	(void)unused;
	return 1;
}

START_TEST(a_pool_whose_initializer_fails_is_broken)
{
	struct mp_pool_options o = { .initializer = refuse };

	for (int i = 0; i < 2; i++) {
		mp_pool *p = mp_pool_new(NULL, 2, &o);
		int n = 2;
		long out;

		FAILS_WITH(ENOTRECOVERABLE, mp_pool_apply(p, SQUARE, &n, &out));
		IS_REFUSED(ENOTRECOVERABLE,
			   mp_pool_apply_async(p, SQUARE, &n, NULL));
		mp_pool_free(p);
		o.initializer = crash;
	}
}
END_TEST

/* conforms: 120 141 */
START_TEST(a_worker_is_replaced_after_its_share_of_chunks)
{
	struct mp_pool_options o = { .max_chunks = 2 };
	mp_pool *p = mp_pool_new(NULL, 1, &o);
	struct mp_task task = MP_TASK_CHUNKED(tell_pid, int, int, 1);
	int in[5] = { 0 }, out[5];

	ck_assert_int_eq(mp_pool_map(p, task, in, out, 5), 0);
	ck_assert_int_eq(out[0], out[1]);
	ck_assert_int_eq(out[2], out[3]);
	ck_assert_int_ne(out[1], out[2]);
	ck_assert_int_ne(out[3], out[4]);
	task.chunk = 5;
	ck_assert_int_eq(mp_pool_map(p, task, in, out, 5), 0);
	for (int i = 1; i < 5; i++)
		ck_assert_int_eq(out[i], out[0]);
	ck_assert_int_eq(mp_pool_close(p), 0);
	ck_assert_int_eq(mp_pool_join(p, MP_FOREVER), 0);
	mp_pool_free(p);
}
END_TEST

/* conforms: 118 */
START_TEST(two_hundred_workers_share_a_thousand_tasks)
{
	mp_pool *p = mp_pool_new(NULL, 200, NULL);
	int in[MANY];
	long out[MANY], sum = 0;

	ck_assert_ptr_nonnull(p);
	for (int i = 0; i < MANY; i++)
		in[i] = i;
	ck_assert_int_eq(mp_pool_map(p, SQUARE, in, out, MANY), 0);
	for (int i = 0; i < MANY; i++)
		sum += out[i];
	ck_assert_int_eq(sum, 332833500);
	mp_pool_free(p);
}
END_TEST

/* conforms: 118 */
START_TEST(names_and_sizes_have_defaults)
{
	mp_pool *a = mp_pool_new(NULL, 0, NULL);
	mp_pool *b = mp_pool_new(NULL, 1, NULL);

	ck_assert_str_eq(mp_pool_name(a), "Pool-1");
	ck_assert_str_eq(mp_pool_name(b), "Pool-2");
	ck_assert_int_ge(mp_pool_workers(a), 1);
	mp_pool_free(a);
	mp_pool_free(b);
}
END_TEST

/* ---- bad input ---- */

/* conforms: 117 118 */
START_TEST(nonsense_is_refused)
{
	struct mp_pool_options o = { .retries = 256 };
	struct mp_task task = SQUARE;
	int n = 1;
	long out;

	IS_REFUSED(EINVAL, mp_pool_new(NULL, -1, NULL));
	IS_REFUSED(EINVAL, mp_pool_new(NULL, 1025, NULL));
	IS_REFUSED(EINVAL, mp_pool_new(NULL, 1, &o));
	IS_REFUSED(EINVAL, mp_pool_apply_async(NULL, SQUARE, &n, NULL));
	IS_REFUSED(EINVAL, mp_pool_apply_async(pool, SQUARE, NULL, NULL));
	FAILS_WITH(EINVAL, mp_pool_apply(pool, SQUARE, &n, NULL));
	task.fn = NULL;
	FAILS_WITH(EINVAL, mp_pool_apply(pool, task, &n, &out));
	task = MP_TASK_CHUNKED(square, int, long, -1);
	FAILS_WITH(EINVAL, mp_pool_map(pool, task, &n, &out, 1));
	task = SQUARE;
	task.in_size = MP_TASK_LARGEST + 1;
	FAILS_WITH(EMSGSIZE, mp_pool_apply(pool, task, &n, &out));
	task = SQUARE;
	task.out_size = MP_TASK_LARGEST + 1;
	FAILS_WITH(EMSGSIZE, mp_pool_apply(pool, task, &n, &out));
	FAILS_WITH(EOVERFLOW, mp_pool_map(pool, SQUARE, &n, &out, UINT32_MAX));
	FAILS_WITH(EINVAL, mp_pool_close(NULL));
	FAILS_WITH(EINVAL, mp_pool_terminate(NULL));
	FAILS_WITH(EINVAL, mp_pool_join(NULL, 0));
	FAILS_WITH(EINVAL, mp_pool_join(pool, (double)NAN));
	FAILS_WITH(EINVAL, mp_result_get(NULL, &out, 0));
	FAILS_WITH(EINVAL, mp_result_wait(NULL, 0));
	mp_pool_free(NULL);
	mp_result_free(NULL);
	ck_assert_int_eq(mp_pool_workers(NULL), 0);
	ck_assert_ptr_null(mp_pool_name(NULL));
	ck_assert_int_eq(applied(2), 4);
}
END_TEST

/* conforms: 117 */
START_TEST(what_does_not_fit_is_refused_and_does_no_harm)
{
	struct mp_pool_options o = { .memory = 1 << 16 };
	mp_pool *p = mp_pool_new(NULL, 1, &o);
	static int in[100000];
	static long out[100000];

	FAILS_WITH(ENOMEM, mp_pool_map(p, SQUARE, in, out, 100000));
	ck_assert_int_eq(mp_pool_map(p, SQUARE, in, out, 100), 0);
	mp_pool_free(p);
}
END_TEST

static bool has_no_children(void *unused)
{
	(void)unused;
	return waitpid(-1, NULL, WNOHANG) < 0 && errno == ECHILD;
}

/* conforms: 124 */
START_TEST(without_descriptors_no_pool_and_nobody_is_left)
{
	struct rlimit was, few;

	mp_pool_free(pool);
	pool = NULL;
	ck_assert_int_eq(getrlimit(RLIMIT_NOFILE, &was), 0);
	for (rlim_t n = 3; n < 12; n++) {
		mp_pool *p;

		few = was;
		few.rlim_cur = n;
		ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &few), 0);
		errno = 0;
		p = mp_pool_new(NULL, 8, NULL);
		ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &was), 0);
		if (!p)
			ck_assert_int_eq(errno, EMFILE);
		mp_pool_free(p);
		ck_assert(has_no_children(NULL));
	}
}
END_TEST

static int use_the_parents_pool(void *unused)
{
	int n = 1, err;
	long out;

	(void)unused;
	err = mp_pool_apply(pool, SQUARE, &n, &out) ? errno : 0;
	mp_pool_free(pool);
	return err;
}

static int use_a_pool_of_ones_own(void *unused)
{
	(void)unused;
	pool = mp_pool_new(NULL, 2, NULL);
	return pool ? (int)applied(5) : errno;
}

static int in_child(mp_process_fn *fn, bool daemon)
{
	mp_process *p = mp_process_new(NULL, fn, NULL);
	int code;

	ck_assert_int_eq(mp_process_set_daemon(p, daemon), 0);
	ck_assert_int_eq(mp_process_start(p), 0);
	ck_assert_int_eq(mp_process_join(p, MP_FOREVER), 0);
	code = mp_process_exitcode(p);
	mp_process_free(p);
	return code;
}

/* conforms: 126 */
START_TEST(a_pool_is_its_makers)
{
	ck_assert_int_eq(in_child(use_the_parents_pool, false), EPERM);
	ck_assert_int_eq(in_child(use_a_pool_of_ones_own, false), 25);
	ck_assert_int_eq(in_child(use_a_pool_of_ones_own, true), EPERM);
	ck_assert_int_eq(applied(3), 9);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("mp/pool_options");
	TCase *t = tcase_create("pool_options");

	tcase_set_timeout(t, 60);
	tcase_add_checked_fixture(t, pool_setup, pool_teardown);
	tcase_add_test(t, the_initializer_runs_once_in_each_worker);
	tcase_add_test(t, a_pool_whose_initializer_fails_is_broken);
	tcase_add_test(t, a_worker_is_replaced_after_its_share_of_chunks);
	tcase_add_test(t, two_hundred_workers_share_a_thousand_tasks);
	tcase_add_test(t, names_and_sizes_have_defaults);
	tcase_add_test(t, nonsense_is_refused);
	tcase_add_test(t, what_does_not_fit_is_refused_and_does_no_harm);
	tcase_add_test(t, without_descriptors_no_pool_and_nobody_is_left);
	tcase_add_test(t, a_pool_is_its_makers);
	suite_add_tcase(s, t);
	return s;
}
