/* SPDX-License-Identifier: MIT */
/* What an executor and its futures do. */
#include "mp/executor.h"

#include <errno.h>
#include <math.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mp/process.h"
#include "unit/mp/crew.h"
#include "unit/mp/watch.h"

#define SQUARE MP_TASK(square, int, long)

static mp_executor *e;
static atomic_int *flag, *count;

static void setup(void)
{
	(void)signal(SIGTERM, SIG_DFL);
	flag = shared_memory(sizeof(*flag));
	count = shared_memory(sizeof(*count));
	e = mp_executor_new("crew", 1, NULL);
	ck_assert_ptr_nonnull(e);
}

static void teardown(void)
{
	atomic_store(flag, 1);
	mp_executor_free(e);
}

static int square(const void *in, void *out)
{
	int n = *(const int *)in;

	atomic_fetch_add(count, 1);
	if (n < 0)
		return mp_task_fail(-n, "%d is negative", n);
	*(long *)out = (long)n * n;
	return 0;
}

static int hold(const void *in, void *out)
{
	(void)in;
	*(long *)out = 7;
	atomic_fetch_add(count, 1);
	while (!atomic_load(flag))
		(void)usleep(500);
	return 0;
}

static int die(const void *in, void *out)
{
	(void)in;
	(void)out;
	return raise(SIGKILL);
}

static mp_future *submitted(mp_task_fn *fn, int n)
{
	mp_future *f = mp_executor_submit(e, MP_TASK(fn, int, long), &n);

	ck_assert_ptr_nonnull(f);
	return f;
}

static bool runs(void *f)
{
	return mp_future_running(f);
}

/* conforms: 128 132 */
START_TEST(submit_gives_a_future_of_the_result)
{
	mp_future *f = submitted(square, 9);
	long out;

	ck_assert_int_eq(mp_future_result(f, &out, MP_FOREVER), 0);
	ck_assert_int_eq(out, 81);
	ck_assert_int_eq(mp_future_exception(f, 0), 0);
	ck_assert(mp_future_done(f) && !mp_future_running(f));
	ck_assert(!mp_future_cancelled(f) && !mp_future_cancel(f));
	mp_future_free(f);
}
END_TEST

START_TEST(a_failure_is_the_futures_exception)
{
	mp_future *f = submitted(square, -4);
	long out;

	ck_assert_int_eq(mp_future_exception(f, MP_FOREVER), EREMOTEIO);
	ck_assert_str_eq(mp_task_message(), "-4 is negative");
	FAILS_WITH(EREMOTEIO, mp_future_result(f, &out, 0));
	mp_future_free(f);
}
END_TEST

/* conforms: 130 132 */
START_TEST(a_future_is_pending_then_running_then_done)
{
	mp_future *first = submitted(hold, 1), *second = submitted(hold, 1);
	long out;

	ck_assert(eventually(runs, first));
	ck_assert(!mp_future_done(first) && !mp_future_done(second));
	ck_assert(!mp_future_running(second));
	FAILS_WITH(ETIMEDOUT, mp_future_result(first, &out, 0.01));
	FAILS_WITH(ETIMEDOUT, mp_future_exception(second, 0));
	atomic_store(flag, 1);
	ck_assert_int_eq(mp_future_result(second, &out, MP_FOREVER), 0);
	ck_assert_int_eq(out, 7);
	ck_assert(mp_future_done(first));
	mp_future_free(first);
	mp_future_free(second);
}
END_TEST

/* conforms: 130 131 */
START_TEST(what_is_pending_can_be_cancelled)
{
	mp_future *first = submitted(hold, 1), *second = submitted(square, 3);
	mp_future *third = submitted(square, 4);
	long out;

	ck_assert(eventually(runs, first));
	ck_assert(!mp_future_cancel(first));
	ck_assert(mp_future_cancel(second) && mp_future_cancel(second));
	ck_assert(mp_future_cancelled(second) && mp_future_done(second));
	FAILS_WITH(ECANCELED, mp_future_result(second, &out, 0));
	ck_assert_int_eq(mp_future_exception(second, 0), ECANCELED);
	atomic_store(flag, 1);
	ck_assert_int_eq(mp_future_result(third, &out, MP_FOREVER), 0);
	ck_assert_int_eq(out, 16);
	ck_assert_int_eq(atomic_load(count), 2);
	mp_future_free(first);
	mp_future_free(second);
	mp_future_free(third);
}
END_TEST

START_TEST(what_is_cancelled_is_told)
{
	mp_future *f[2];

	watch_start();
	setup();
	f[0] = submitted(hold, 1);
	ck_assert(eventually(runs, f[0]));
	f[1] = submitted(square, 3);
	ck_assert(!mp_future_cancel(f[0]));
	ck_assert(mp_future_cancel(f[1]) && mp_future_cancel(f[1]));
	ck_assert_int_eq(watch_count(MP_VERB_CANCEL, MP_HAPPENS), 1);
	ck_assert_uint_eq(watch_the(MP_VERB_CANCEL, MP_HAPPENS)->e.a,
			  watch_nth(MP_VERB_SUBMIT, MP_ENDS, 1)->e.a);
	ck_assert_uint_eq(watch_the(MP_VERB_CANCEL, MP_HAPPENS)->e.b, 1);
	for (int i = 0; i < 2; i++)
		mp_future_free(f[i]);
	teardown();
}
END_TEST

/* ---- callbacks ---- */

static int calls[8], called;

static void note(mp_future *f, void *arg)
{
	ck_assert(mp_future_done(f));
	calls[called++] = *(int *)arg;
}

/* conforms: 133 */
START_TEST(callbacks_come_once_in_the_order_of_adding)
{
	int one = 1, two = 2, three = 3;
	mp_future *f = submitted(hold, 1);
	long out;

	ck_assert_int_eq(mp_future_add_done_callback(f, note, &one), 0);
	ck_assert_int_eq(mp_future_add_done_callback(f, note, &two), 0);
	ck_assert_int_eq(called, 0);
	atomic_store(flag, 1);
	ck_assert_int_eq(mp_future_result(f, &out, MP_FOREVER), 0);
	ck_assert_int_eq(called, 2);
	ck_assert_int_eq(mp_future_add_done_callback(f, note, &three), 0);
	ck_assert_int_eq(called, 3);
	for (int i = 0; i < 3; i++)
		ck_assert_int_eq(calls[i], i + 1);
	mp_future_free(f);
}
END_TEST

/* conforms: 133 */
START_TEST(callbacks_come_for_failures_and_cancelled_ones_too)
{
	int one = 1;
	mp_future *f[3];

	f[0] = submitted(hold, 1);
	f[1] = submitted(square, -1);
	f[2] = submitted(square, 1);
	for (int i = 0; i < 3; i++)
		ck_assert_int_eq(mp_future_add_done_callback(f[i], note, &one),
				 0);
	ck_assert(mp_future_cancel(f[2]));
	atomic_store(flag, 1);
	for (int i = 0; i < 3; i++)
		mp_future_free(f[i]);
	ck_assert_int_eq(mp_executor_shutdown(e, true, false), 0);
	ck_assert_int_eq(called, 3);
}
END_TEST

/* ---- several ---- */

/* conforms: 136 */
START_TEST(wait_for_the_first_the_first_failure_or_all)
{
	mp_future *f[3];
	enum mp_when first = MP_FIRST_COMPLETED, failed = MP_FIRST_EXCEPTION,
		     all = MP_ALL_COMPLETED;

	f[0] = submitted(square, 1);
	f[1] = submitted(hold, 1);
	f[2] = submitted(square, -1);
	ck_assert_int_eq(mp_futures_wait(f, 3, first, MP_FOREVER), 1);
	ck_assert(mp_future_done(f[0]));
	ck_assert_int_eq(mp_futures_wait(f, 3, all, 0.02), 1);
	ck_assert_int_eq(mp_futures_wait(f, 3, failed, 0), 1);
	atomic_store(flag, 1);
	ck_assert_int_eq(mp_futures_wait(f, 3, failed, MP_FOREVER), 3);
	ck_assert_int_eq(mp_futures_wait(f, 3, all, 0), 3);
	ck_assert_int_eq(mp_futures_wait(f, 0, all, 0), 0);
	ck_assert_int_eq(mp_futures_wait(NULL, 0, first, MP_FOREVER), 0);
	for (int i = 0; i < 3; i++)
		mp_future_free(f[i]);
}
END_TEST

/* conforms: 136 */
START_TEST(a_cancelled_future_is_no_failure)
{
	mp_future *f[2];

	f[0] = submitted(hold, 1);
	f[1] = submitted(square, 1);
	ck_assert(mp_future_cancel(f[1]));
	ck_assert_int_eq(mp_futures_wait(f, 2, MP_FIRST_EXCEPTION, 0.02), 1);
	ck_assert_int_eq(mp_futures_wait(f, 2, MP_FIRST_COMPLETED, 0), 1);
	mp_future_free(f[0]);
	mp_future_free(f[1]);
}
END_TEST

/* conforms: 135 */
START_TEST(as_completed_gives_each_once_as_it_ends)
{
	enum { N = 200 };
	mp_executor *other = mp_executor_new(NULL, 2, NULL);
	mp_future *f[N];
	size_t given = 0;
	long out, sum = 0;

	f[0] = submitted(hold, 0);
	for (int i = 1; i < N; i++)
		f[i] = mp_executor_submit(other, SQUARE, &i);
	for (int i = 1; i < N; i++) {
		ck_assert_int_eq(mp_as_completed(f, N, &given, MP_FOREVER), 1);
		ck_assert_uint_eq(given, (size_t)i);
		ck_assert_int_eq(mp_future_result(f[given - 1], &out, 0), 0);
		sum += out;
	}
	ck_assert_int_eq(sum, 2646700);
	FAILS_WITH(ETIMEDOUT, mp_as_completed(f, N, &given, 0.02));
	atomic_store(flag, 1);
	ck_assert_int_eq(mp_as_completed(f, N, &given, MP_FOREVER), 1);
	ck_assert_int_eq(mp_future_result(f[N - 1], &out, 0), 0);
	ck_assert_int_eq(out, 7);
	ck_assert_int_eq(mp_as_completed(f, N, &given, MP_FOREVER), 0);
	for (int i = 0; i < N; i++)
		mp_future_free(f[i]);
	mp_executor_free(other);
}
END_TEST

/* conforms: 128 */
START_TEST(map_gives_the_results_in_order)
{
	int in[4] = { 1, 2, 3, 4 };
	mp_imap *it = mp_executor_map(e, SQUARE, in, 4);
	long out;

	for (int i = 0; i < 4; i++) {
		ck_assert_int_eq(mp_imap_next(it, &out, NULL, MP_FOREVER), 1);
		ck_assert_int_eq(out, (long)in[i] * in[i]);
	}
	ck_assert_int_eq(mp_imap_next(it, &out, NULL, 0), 0);
	mp_imap_free(it);
}
END_TEST

/* ---- ends ---- */

/* conforms: 129 137 */
START_TEST(shutdown_runs_what_was_submitted)
{
	int n = 2;

	for (int i = 0; i < 50; i++)
		mp_future_free(submitted(square, i));
	ck_assert_int_eq(mp_executor_shutdown(e, true, false), 0);
	ck_assert_int_eq(atomic_load(count), 50);
	ck_assert_int_eq(mp_executor_shutdown(e, true, false), 0);
	errno = 0;
	ck_assert_ptr_null(mp_executor_submit(e, SQUARE, &n));
	ck_assert_int_eq(errno, EPIPE);
}
END_TEST

/* conforms: 137 */
START_TEST(shutdown_without_wait_returns_at_once)
{
	mp_future *f = submitted(hold, 1);
	long out;

	ck_assert_int_eq(mp_executor_shutdown(e, false, false), 0);
	ck_assert(!mp_future_done(f));
	atomic_store(flag, 1);
	ck_assert_int_eq(mp_future_result(f, &out, MP_FOREVER), 0);
	mp_future_free(f);
}
END_TEST

/* conforms: 137 142 */
START_TEST(shutdown_may_cancel_what_is_pending)
{
	mp_future *f[50];
	long out;

	for (int i = 0; i < 50; i++)
		f[i] = submitted(hold, i);
	ck_assert(eventually(runs, f[0]));
	ck_assert_int_eq(mp_executor_shutdown(e, false, true), 0);
	atomic_store(flag, 1);
	ck_assert_int_eq(mp_future_result(f[0], &out, MP_FOREVER), 0);
	for (int i = 1; i < 50; i++)
		ck_assert(mp_future_cancelled(f[i]));
	ck_assert_int_eq(atomic_load(count), 1);
	for (int i = 0; i < 50; i++)
		mp_future_free(f[i]);
}
END_TEST

static void submit_and_exit(void *unused)
{
	mp_executor *mine = mp_executor_new(NULL, 2, NULL);

	(void)unused;
	for (int i = 0; i < 100; i++)
		mp_future_free(mp_executor_submit(mine, SQUARE, &i));
}

/* conforms: 138 */
START_TEST(pending_work_is_finished_when_the_program_exits)
{
	ck_assert_int_eq(program_end(program(submit_and_exit, NULL)), 0);
	ck_assert_int_eq(atomic_load(count), 100);
}
END_TEST

/* conforms: 139 */
START_TEST(a_worker_that_dies_fails_its_future_alone)
{
	mp_future *f[20];
	long out;

	for (int i = 0; i < 20; i++)
		f[i] = submitted(i % 5 ? square : die, i);
	for (int i = 0; i < 20; i++) {
		if (i % 5) {
			ck_assert_int_eq(
				mp_future_result(f[i], &out, MP_FOREVER), 0);
			ck_assert_int_eq(out, (long)i * i);
		} else {
			FAILS_WITH(EOWNERDEAD,
				   mp_future_result(f[i], &out, MP_FOREVER));
		}
		mp_future_free(f[i]);
	}
}
END_TEST

static int refuse(void *unused)
{
	(void)unused;
	return 1;
}

/* conforms: 140 */
START_TEST(an_executor_whose_initializer_fails_is_broken)
{
	struct mp_pool_options o = { .initializer = refuse };
	mp_executor *broken = mp_executor_new(NULL, 1, &o);
	int n = 1;
	mp_future *f = mp_executor_submit(broken, SQUARE, &n);

	if (f) {
		ck_assert_int_eq(mp_future_exception(f, MP_FOREVER),
				 ENOTRECOVERABLE);
		mp_future_free(f);
	}
	errno = 0;
	ck_assert_ptr_null(mp_executor_submit(broken, SQUARE, &n));
	ck_assert_int_eq(errno, ENOTRECOVERABLE);
	mp_executor_free(broken);
}
END_TEST

/* conforms: 129 */
START_TEST(nonsense_is_refused)
{
	mp_future *none[1] = { NULL };
	size_t given = 0;
	long out;

	ck_assert_ptr_null(mp_executor_new(NULL, -1, NULL));
	ck_assert_int_eq(errno, EINVAL);
	ck_assert_ptr_null(mp_executor_submit(NULL, SQUARE, &out));
	ck_assert_int_eq(errno, EINVAL);
	FAILS_WITH(EINVAL, mp_executor_shutdown(NULL, true, true));
	FAILS_WITH(EINVAL, mp_future_result(NULL, &out, 0));
	FAILS_WITH(EINVAL, mp_future_exception(NULL, 0));
	FAILS_WITH(EINVAL, mp_future_add_done_callback(NULL, note, NULL));
	FAILS_WITH(EINVAL, mp_futures_wait(none, 1, MP_ALL_COMPLETED, 0));
	FAILS_WITH(EINVAL,
		   mp_futures_wait(none, 0, MP_ALL_COMPLETED, (double)NAN));
	FAILS_WITH(EINVAL, mp_as_completed(none, 1, &given, 0));
	FAILS_WITH(EINVAL, mp_as_completed(none, 0, NULL, 0));
	ck_assert(!mp_future_done(NULL) && !mp_future_running(NULL));
	ck_assert(!mp_future_cancel(NULL) && !mp_future_cancelled(NULL));
	mp_future_free(NULL);
	mp_executor_free(NULL);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("mp/executor");
	TCase *c = tcase_create("executor");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_set_timeout(c, 60);
	tcase_add_test(c, submit_gives_a_future_of_the_result);
	tcase_add_test(c, a_failure_is_the_futures_exception);
	tcase_add_test(c, a_future_is_pending_then_running_then_done);
	tcase_add_test(c, what_is_pending_can_be_cancelled);
	tcase_add_test(c, callbacks_come_once_in_the_order_of_adding);
	tcase_add_test(c, callbacks_come_for_failures_and_cancelled_ones_too);
	tcase_add_test(c, wait_for_the_first_the_first_failure_or_all);
	tcase_add_test(c, a_cancelled_future_is_no_failure);
	tcase_add_test(c, as_completed_gives_each_once_as_it_ends);
	tcase_add_test(c, map_gives_the_results_in_order);
	tcase_add_test(c, shutdown_runs_what_was_submitted);
	tcase_add_test(c, shutdown_without_wait_returns_at_once);
	tcase_add_test(c, shutdown_may_cancel_what_is_pending);
	tcase_add_test(c, pending_work_is_finished_when_the_program_exits);
	tcase_add_test(c, a_worker_that_dies_fails_its_future_alone);
	tcase_add_test(c, an_executor_whose_initializer_fails_is_broken);
	tcase_add_test(c, nonsense_is_refused);
	suite_add_tcase(s, c);
	c = tcase_create("watched");
	tcase_set_timeout(c, 60);
	tcase_add_test(c, what_is_cancelled_is_told);
	suite_add_tcase(s, c);
	return s;
}
