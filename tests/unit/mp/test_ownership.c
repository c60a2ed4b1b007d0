/* SPDX-License-Identifier: MIT */
/*
 * A pool and what comes of it belong to the process that made them: every call
 * of another is refused, whatever it is, and harms nobody.
 */
#include <errno.h>
#include <stdlib.h>

#include "mp.h"
#include "support/check_main.h"
#include "unit/mp/crew.h"
#include "unit/mp/pool_crew.h"
#include "unit/mp/watch.h"

static mp_result *result;
static mp_imap *imap;
static mp_executor *executor;
static mp_future *future;

static void note(mp_future *f, void *arg)
{
	(void)f;
	(void)arg;
}

/* In another process; the line of the first call that was not refused. */
#define REFUSED(call)                                                          \
	do {                                                                   \
		errno = 0;                                                     \
		if ((call) != -1 || errno != EPERM)                            \
			return __LINE__;                                       \
	} while (0)
#define NOT_MADE(call)                                                         \
	do {                                                                   \
		errno = 0;                                                     \
		if ((call) || errno != EPERM)                                  \
			return __LINE__;                                       \
	} while (0)

static int try_the_pool(void)
{
	int n = 1, pid;
	long out;

	REFUSED(mp_pool_apply(pool, SQUARE, &n, &out));
	NOT_MADE(mp_pool_apply_async(pool, SQUARE, &n, NULL));
	REFUSED(mp_pool_map(pool, SQUARE, &n, &out, 1));
	NOT_MADE(mp_pool_map_async(pool, SQUARE, &n, 1, NULL));
	NOT_MADE(mp_pool_imap(pool, SQUARE, &n, 1));
	NOT_MADE(mp_pool_imap_unordered(pool, SQUARE, &n, 1));
	REFUSED(mp_pool_close(pool));
	REFUSED(mp_pool_terminate(pool));
	REFUSED(mp_pool_join(pool, 0));
	return mp_pool_pids(pool, &pid, 1) ? __LINE__ : 0;
}

static int try_the_results(void)
{
	mp_future *all[] = { future };
	size_t given = 0;
	long out;

	REFUSED(mp_result_get(result, &out, 0));
	REFUSED(mp_result_wait(result, 0));
	REFUSED(mp_imap_next(imap, &out, NULL, 0));
	REFUSED(mp_future_result(future, &out, 0));
	REFUSED(mp_future_exception(future, 0));
	REFUSED(mp_future_add_done_callback(future, note, NULL));
	REFUSED(mp_futures_wait(all, 1, MP_ALL_COMPLETED, 0));
	REFUSED(mp_as_completed(all, 1, &given, 0));
	return mp_future_cancel(future) ? __LINE__ : 0;
}

static int try_the_executor(void)
{
	int n = 1;

	NOT_MADE(mp_executor_submit(executor, SQUARE, &n));
	NOT_MADE(mp_executor_map(executor, SQUARE, &n, 1));
	REFUSED(mp_executor_shutdown(executor, false, true));
	return 0;
}

static int try_all(void *line)
{
	int *bad = line;

	*bad = try_the_pool();
	if (!*bad)
		*bad = try_the_results();
	if (!*bad)
		*bad = try_the_executor();
	/* These do nothing here. */
	mp_pool_free(pool);
	mp_executor_free(executor);
	return *bad != 0;
}

START_TEST(what_comes_of_a_pool_is_its_makers)
{
	int *line = shared_memory(sizeof(*line)), n = 7;
	long out = 0;

	result = mp_pool_apply_async(pool, SQUARE, &n, NULL);
	imap = mp_pool_imap(pool, SQUARE, &n, 1);
	executor = mp_executor_new(NULL, 1, NULL);
	future = mp_executor_submit(executor, SQUARE, &n);
	(void)ended_with(started(try_all, line));
	ck_assert_msg(!*line, "the call in line %d was not refused", *line);
	ck_assert_int_eq(mp_result_get(result, &out, MP_FOREVER), 0);
	ck_assert_int_eq(out, 49);
	ck_assert_int_eq(mp_imap_next(imap, &out, NULL, MP_FOREVER), 1);
	ck_assert_int_eq(mp_future_result(future, &out, MP_FOREVER), 0);
	ck_assert_int_eq(applied(3), 9);
	mp_result_free(result);
	mp_imap_free(imap);
	mp_future_free(future);
	mp_executor_free(executor);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("mp/ownership");
	TCase *t = tcase_create("ownership");

	tcase_add_checked_fixture(t, pool_setup, pool_teardown);
	tcase_set_timeout(t, 60);
	tcase_add_test(t, what_comes_of_a_pool_is_its_makers);
	suite_add_tcase(s, t);
	return s;
}
