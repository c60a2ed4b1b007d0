/* SPDX-License-Identifier: MIT */
/* What a pool does: its tasks, its ends, its workers' deaths. */
#include "mp/pool.h"

#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "mp/imap.h"
#include "mp/process.h"
#include "support/check_main.h"
#include "unit/mp/watch.h"

#define FAILS_WITH(err, call)                                                  \
	do {                                                                   \
		errno = 0;                                                     \
		ck_assert_int_eq((call), -1);                                  \
		ck_assert_int_eq(errno, (err));                                \
	} while (0)

#define IS_REFUSED(err, call)                                                  \
	do {                                                                   \
		errno = 0;                                                     \
		ck_assert_ptr_null((call));                                    \
		ck_assert_int_eq(errno, (err));                                \
	} while (0)

enum { MANY = 1000 };

#define SQUARE MP_TASK(square, int, long)

static mp_pool *pool;
static atomic_int *flag, *count;

static void setup(void)
{
	(void)signal(SIGTERM, SIG_DFL);
	flag = shared_memory(sizeof(*flag));
	count = shared_memory(sizeof(*count));
	pool = mp_pool_new("crew", 2, NULL);
	ck_assert_ptr_nonnull(pool);
}

static void teardown(void)
{
	mp_pool_free(pool);
}

/* ---- tasks ---- */

static int square(const void *in, void *out)
{
	int n = *(const int *)in;

	if (n < 0)
		return mp_task_fail(-n, "%d is negative", n);
	*(long *)out = (long)n * n;
	return 0;
}

static int tell_pid(const void *in, void *out)
{
	(void)in;
	*(int *)out = getpid();
	return 0;
}

static int wait_for_flag(const void *in, void *out)
{
	memcpy(out, in, sizeof(int));
	atomic_fetch_add(count, 1);
	while (!atomic_load(flag))
		(void)usleep(500);
	return 0;
}

static int kill_oneself(const void *in, void *out)
{
	int how = *(const int *)in;

	(void)out;
	atomic_fetch_add(count, 1);
	if (how == 0)
		exit(3);
	if (how > 0) {
		(void)signal(how, SIG_DFL); /* else a sanitizer's */
		(void)raise(how);
	}
	return 0;
}

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

static long applied(int n)
{
	long out = -1;

	ck_assert_int_eq(mp_pool_apply(pool, SQUARE, &n, &out), 0);
	return out;
}

static void check_squares(long chunk, size_t n)
{
	int in[MANY];
	long out[MANY];

	for (int i = 0; i < MANY; i++) {
		in[i] = i;
		out[i] = -1;
	}
	ck_assert_int_eq(mp_pool_map(pool,
				     MP_TASK_CHUNKED(square, int, long, chunk),
				     in, out, n),
			 0);
	for (size_t i = 0; i < MANY; i++)
		ck_assert_int_eq(out[i], i < n ? (long)(i * i) : -1);
}

static mp_result *submitted(mp_task_fn *fn, int n)
{
	mp_result *r =
		mp_pool_apply_async(pool, MP_TASK(fn, int, int), &n, NULL);

	ck_assert_ptr_nonnull(r);
	return r;
}

/* ---- what comes out ---- */

START_TEST(apply_gives_what_the_task_makes)
{
	ck_assert_int_eq(applied(12), 144);
	ck_assert_int_eq(mp_pool_workers(pool), 2);
	ck_assert_str_eq(mp_pool_name(pool), "crew");
}
END_TEST

START_TEST(map_keeps_the_order_with_any_chunk)
{
	static const long chunks[] = { 0, 1, 2, 7, 999, 1000, 5000 };

	for (size_t i = 0; i < sizeof(chunks) / sizeof(*chunks); i++)
		check_squares(chunks[i], MANY);
	for (size_t n = 0; n < 20; n++)
		check_squares(0, n);
}
END_TEST

START_TEST(nothing_to_map_is_a_result_at_once)
{
	mp_result *r = mp_pool_map_async(pool, SQUARE, NULL, 0, NULL);

	ck_assert(mp_result_ready(r));
	ck_assert_int_eq(mp_result_successful(r), 1);
	ck_assert_int_eq(mp_result_get(r, NULL, 0), 0);
	ck_assert_uint_eq(mp_result_count(r), 0);
	mp_result_free(r);
	ck_assert_int_eq(mp_pool_map(pool,
				     MP_TASK_CHUNKED(square, int, long, 5),
				     NULL, NULL, 0),
			 0);
}
END_TEST

START_TEST(many_results_may_be_outstanding)
{
	mp_result *r[MANY];
	long out;

	for (int round = 0; round < 80; round++) {
		for (int i = 0; i < MANY; i++) {
			r[i] = mp_pool_apply_async(pool, SQUARE, &i, NULL);
			ck_assert_ptr_nonnull(r[i]);
		}
		for (int i = 0; i < MANY; i++) {
			ck_assert_int_eq(mp_result_get(r[i], &out, MP_FOREVER),
					 0);
			ck_assert_int_eq(out, (long)i * i);
			mp_result_free(r[i]);
		}
	}
}
END_TEST

START_TEST(one_long_task_does_not_hold_up_the_others)
{
	mp_result *slow = submitted(wait_for_flag, 5), *r;
	int out = 0;

	for (int i = 0; i < 70000; i++) {
		r = mp_pool_apply_async(pool, SQUARE, &i, NULL);
		ck_assert_ptr_nonnull(r);
		mp_result_free(r);
	}
	ck_assert_int_eq(applied(3), 9);
	ck_assert(!mp_result_ready(slow));
	atomic_store(flag, 1);
	ck_assert_int_eq(mp_result_get(slow, &out, MP_FOREVER), 0);
	ck_assert_int_eq(out, 5);
	mp_result_free(slow);
}
END_TEST

START_TEST(a_result_comes_when_it_comes)
{
	mp_result *r = submitted(wait_for_flag, 7);
	int out = 0;

	ck_assert(!mp_result_ready(r));
	FAILS_WITH(EBUSY, mp_result_successful(r));
	FAILS_WITH(ETIMEDOUT, mp_result_get(r, &out, 0));
	FAILS_WITH(ETIMEDOUT, mp_result_wait(r, 0.02));
	FAILS_WITH(ETIMEDOUT, mp_result_get(r, &out, 0.02));
	ck_assert_int_eq(out, 0);
	atomic_store(flag, 1);
	ck_assert_int_eq(mp_result_wait(r, MP_FOREVER), 0);
	ck_assert_int_eq(mp_result_successful(r), 1);
	for (int i = 0; i < 2; i++) {
		ck_assert_int_eq(mp_result_get(r, &out, 0), 0);
		ck_assert_int_eq(out, 7);
	}
	mp_result_free(r);
}
END_TEST

static int sum_bytes(const void *in, void *out)
{
	const unsigned char *bytes = in;
	long sum = 0;

	for (int i = 0; i < 1 << 20; i++)
		sum += bytes[i];
	memset(out, 2, 1 << 20);
	*(long *)out = sum;
	return 0;
}

START_TEST(a_task_may_have_a_mebibyte)
{
	unsigned char *big = malloc(1 << 20);
	struct mp_task task = { sum_bytes, 1 << 20, 1 << 20, 0 };

	for (int i = 0; i < 10; i++) {
		memset(big, 1, 1 << 20);
		ck_assert_int_eq(mp_pool_apply(pool, task, big, big), 0);
		ck_assert_int_eq(*(long *)(void *)big, 1 << 20);
		ck_assert_int_eq(big[(1 << 20) - 1], 2);
	}
	free(big);
}
END_TEST

/* ---- failures ---- */

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

START_TEST(a_task_may_not_start_processes)
{
	int out = 0;

	ck_assert_int_eq(mp_pool_apply(pool, MP_TASK(start_a_process, int, int),
				       &out, &out),
			 0);
	ck_assert_int_eq(out, EPERM);
}
END_TEST

/* ---- one by one ---- */

START_TEST(imap_gives_results_in_order)
{
	int in[MANY];
	long out;
	size_t item;

	for (int i = 0; i < MANY; i++)
		in[i] = i;
	for (long chunk = 0; chunk < 8; chunk++) {
		mp_imap *it = mp_pool_imap(
			pool, MP_TASK_CHUNKED(square, int, long, chunk), in,
			MANY);

		for (size_t i = 0; i < MANY; i++) {
			ck_assert_int_eq(
				mp_imap_next(it, &out, &item, MP_FOREVER), 1);
			ck_assert_uint_eq(item, i);
			ck_assert_int_eq(out, (long)(i * i));
		}
		ck_assert_int_eq(mp_imap_next(it, &out, NULL, 0), 0);
		mp_imap_free(it);
	}
}
END_TEST

START_TEST(imap_unordered_gives_each_result_once)
{
	int in[MANY];
	long out;
	size_t item;

	for (int i = 0; i < MANY; i++)
		in[i] = i;
	for (long chunk = 0; chunk < 8; chunk++) {
		char given[MANY] = { 0 };
		mp_imap *it = mp_pool_imap_unordered(
			pool, MP_TASK_CHUNKED(square, int, long, chunk), in,
			MANY);

		for (size_t i = 0; i < MANY; i++) {
			ck_assert_int_eq(
				mp_imap_next(it, &out, &item, MP_FOREVER), 1);
			ck_assert_int_eq(out, (long)(item * item));
			ck_assert_int_eq(given[item]++, 0);
		}
		ck_assert_int_eq(mp_imap_next(it, &out, NULL, 0), 0);
		mp_imap_free(it);
	}
}
END_TEST

static int wait_if_zero(const void *in, void *out)
{
	return *(const int *)in ? square(in, out) : wait_for_flag(in, out);
}

START_TEST(imap_unordered_gives_what_is_there_first)
{
	int in[4] = { 0, 1, 2, 3 };
	long out;
	size_t item;
	mp_imap *it = mp_pool_imap_unordered(
		pool, MP_TASK(wait_if_zero, int, long), in, 4);

	for (int i = 0; i < 3; i++) {
		ck_assert_int_eq(mp_imap_next(it, &out, &item, MP_FOREVER), 1);
		ck_assert_uint_ne(item, 0);
	}
	FAILS_WITH(ETIMEDOUT, mp_imap_next(it, &out, &item, 0));
	FAILS_WITH(ETIMEDOUT, mp_imap_next(it, &out, &item, 0.02));
	atomic_store(flag, 1);
	ck_assert_int_eq(mp_imap_next(it, &out, &item, MP_FOREVER), 1);
	ck_assert_uint_eq(item, 0);
	ck_assert_int_eq(mp_imap_next(it, &out, &item, MP_FOREVER), 0);
	mp_imap_free(it);
}
END_TEST

START_TEST(imap_tells_a_failure_in_its_place_and_goes_on)
{
	int in[6] = { 1, 2, -3, 4, 5, 6 };
	long out;
	size_t item;
	mp_imap *it = mp_pool_imap(pool, MP_TASK(square, int, long), in, 6);

	for (size_t i = 0; i < 6; i++) {
		if (i == 2) {
			FAILS_WITH(EREMOTEIO,
				   mp_imap_next(it, &out, &item, MP_FOREVER));
			ck_assert_int_eq(mp_task_status(), 3);
		} else {
			ck_assert_int_eq(
				mp_imap_next(it, &out, &item, MP_FOREVER), 1);
			ck_assert_int_eq(out, (long)in[i] * in[i]);
		}
		ck_assert_uint_eq(item, i);
	}
	ck_assert_int_eq(mp_imap_next(it, &out, &item, MP_FOREVER), 0);
	mp_imap_free(it);
	it = mp_pool_imap(pool, MP_TASK_CHUNKED(square, int, long, 4), in, 6);
	for (int i = 0; i < 2; i++)
		ck_assert_int_eq(mp_imap_next(it, &out, &item, MP_FOREVER), 1);
	FAILS_WITH(EREMOTEIO, mp_imap_next(it, &out, &item, MP_FOREVER));
	ck_assert_uint_eq(item, 2);
	ck_assert_int_eq(mp_imap_next(it, &out, &item, MP_FOREVER), 1);
	ck_assert_uint_eq(item, 4);
	mp_imap_free(it);
}
END_TEST

START_TEST(imap_refuses_nonsense)
{
	int n = 1;
	long out;
	mp_imap *it = mp_pool_imap(pool, SQUARE, NULL, 0);

	ck_assert_int_eq(mp_imap_next(it, &out, NULL, MP_FOREVER), 0);
	FAILS_WITH(EINVAL, mp_imap_next(it, NULL, NULL, 0));
	FAILS_WITH(EINVAL, mp_imap_next(it, &out, NULL, (double)NAN));
	FAILS_WITH(EINVAL, mp_imap_next(NULL, &out, NULL, 0));
	mp_imap_free(it);
	mp_imap_free(NULL);
	IS_REFUSED(EINVAL,
		   mp_pool_imap(pool, MP_TASK_CHUNKED(square, int, long, -1),
				&n, 1));
	IS_REFUSED(EINVAL, mp_pool_imap(NULL, SQUARE, &n, 1));
}
END_TEST

/* ---- options ---- */

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

/* ---- callbacks ---- */

static pthread_t called_in;
static int well, badly;
static long seen;

static void note_done(mp_result *r, void *arg)
{
	called_in = pthread_self();
	well++;
	ck_assert_int_eq(mp_result_get(r, arg, 0), 0);
}

static void note_failed(mp_result *r, void *arg)
{
	(void)r;
	(void)arg;
	badly++;
}

START_TEST(exactly_one_callback_comes_before_get_returns)
{
	struct mp_callbacks c = { note_done, note_failed, &seen };
	long out;

	for (int n = 1; n < 200; n++) {
		mp_result *r = mp_pool_apply_async(pool, SQUARE, &n, &c);

		ck_assert_int_eq(mp_result_get(r, &out, MP_FOREVER), 0);
		ck_assert_int_eq(well, n);
		ck_assert_int_eq(seen, (long)n * n);
		ck_assert(!pthread_equal(called_in, pthread_self()));
		mp_result_free(r);
	}
	ck_assert_int_eq(badly, 0);
	for (int n = -1; n > -50; n--) {
		mp_result *r = mp_pool_apply_async(pool, SQUARE, &n, &c);

		FAILS_WITH(EREMOTEIO, mp_result_get(r, &out, MP_FOREVER));
		ck_assert_int_eq(badly, -n);
		mp_result_free(r);
	}
	ck_assert_int_eq(well, 199);
}
END_TEST

START_TEST(callbacks_come_though_nobody_waits)
{
	struct mp_callbacks c = { note_done, note_failed, &seen };

	for (int n = 0; n < MANY; n++)
		mp_result_free(mp_pool_apply_async(pool, SQUARE, &n, &c));
	mp_result_free(mp_pool_map_async(
		pool, SQUARE, NULL, 0,
		&(struct mp_callbacks){ note_failed, NULL, NULL }));
	ck_assert_int_eq(mp_pool_close(pool), 0);
	ck_assert_int_eq(mp_pool_join(pool, MP_FOREVER), 0);
	ck_assert_int_eq(well, MANY);
	ck_assert_int_eq(badly, 1);
}
END_TEST

/* ---- ends ---- */

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

/* ---- bad input ---- */

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

START_TEST(a_pool_is_its_makers)
{
	ck_assert_int_eq(in_child(use_the_parents_pool, false), EPERM);
	ck_assert_int_eq(in_child(use_a_pool_of_ones_own, false), 25);
	ck_assert_int_eq(in_child(use_a_pool_of_ones_own, true), EPERM);
	ck_assert_int_eq(applied(3), 9);
}
END_TEST

/* ---- threads, and what a watcher sees ---- */

static void *apply_many(void *unused)
{
	(void)unused;
	for (int i = 0; i < 500; i++)
		ck_assert_int_eq(applied(i), (long)i * i);
	return NULL;
}

START_TEST(several_threads_use_one_pool)
{
	pthread_t t[4];

	for (int i = 0; i < 4; i++)
		ck_assert_int_eq(pthread_create(&t[i], NULL, apply_many, NULL),
				 0);
	for (int i = 0; i < 4; i++)
		ck_assert_int_eq(pthread_join(t[i], NULL), 0);
}
END_TEST

START_TEST(a_watcher_sees_each_task_in_its_worker)
{
	int in[5] = { 1, 2, 3, 4, 5 }, pid;
	long out[5];
	const struct seen *s;
	mp_pool *p;

	watch_start();
	p = mp_pool_new("seen", 1, NULL);
	ck_assert_int_eq(mp_pool_map(p, SQUARE, in, out, 5), 0);
	ck_assert_int_eq(mp_pool_pids(p, &pid, 1), 1);
	s = watch_nth(MP_VERB_POOL_NEW, MP_HAPPENS, 0);
	ck_assert_str_eq(s->text, "seen");
	ck_assert_uint_eq(s->e.a, 1);
	for (int i = 0; i < 5; i++) {
		s = watch_nth(MP_VERB_TASK, MP_BEGINS, i);
		ck_assert_uint_eq(s->e.a, (uint64_t)i + 1);
		ck_assert_int_eq(s->pid, pid);
		ck_assert_ptr_nonnull(watch_nth(MP_VERB_TASK, MP_ENDS, i));
	}
	s = watch_nth(MP_VERB_SUBMIT, MP_ENDS, 0);
	ck_assert_uint_eq(s->e.a, 1);
	ck_assert_uint_eq(s->e.b, 5);
	ck_assert_uint_eq(s->e.aux, 2);
	ck_assert_int_eq(kill(pid, SIGKILL), 0);
	watch_wait(MP_VERB_WORKER_NEW, MP_HAPPENS, 1);
	s = watch_nth(MP_VERB_WORKER_LOST, MP_HAPPENS, 0);
	ck_assert_uint_eq(s->e.a, (uint64_t)pid);
	ck_assert_int_eq((int64_t)s->e.b, -SIGKILL);
	mp_pool_free(p);
	ck_assert_int_eq(watch_count(MP_VERB_RESULT, MP_ENDS), 1);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("mp/pool");
	TCase *c = tcase_create("pool");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_set_timeout(c, 60);
	tcase_add_test(c, apply_gives_what_the_task_makes);
	tcase_add_test(c, map_keeps_the_order_with_any_chunk);
	tcase_add_test(c, nothing_to_map_is_a_result_at_once);
	tcase_add_test(c, many_results_may_be_outstanding);
	tcase_add_test(c, one_long_task_does_not_hold_up_the_others);
	tcase_add_test(c, a_result_comes_when_it_comes);
	tcase_add_test(c, a_task_may_have_a_mebibyte);
	tcase_add_test(c, a_failure_tells_its_status_and_message);
	tcase_add_test(c, of_several_failures_the_first_item_is_told);
	tcase_add_test(c, the_other_chunks_are_run_after_a_failure);
	tcase_add_test(c, a_worker_that_dies_fails_its_task_alone);
	tcase_add_test(c, a_task_is_repeated_if_the_pool_was_made_so);
	tcase_add_test(c, idle_workers_that_are_killed_are_replaced);
	tcase_add_test(c, a_child_of_a_task_is_no_worker);
	tcase_add_test(c, a_task_may_not_start_processes);
	tcase_add_test(c, imap_gives_results_in_order);
	tcase_add_test(c, imap_unordered_gives_each_result_once);
	tcase_add_test(c, imap_unordered_gives_what_is_there_first);
	tcase_add_test(c, imap_tells_a_failure_in_its_place_and_goes_on);
	tcase_add_test(c, imap_refuses_nonsense);
	tcase_add_test(c, the_initializer_runs_once_in_each_worker);
	tcase_add_test(c, a_pool_whose_initializer_fails_is_broken);
	tcase_add_test(c, a_worker_is_replaced_after_its_share_of_chunks);
	tcase_add_test(c, two_hundred_workers_share_a_thousand_tasks);
	tcase_add_test(c, exactly_one_callback_comes_before_get_returns);
	tcase_add_test(c, callbacks_come_though_nobody_waits);
	tcase_add_test(c, close_lets_the_queued_tasks_finish);
	tcase_add_test(c, a_worker_that_dies_after_close_is_replaced_if_needed);
	tcase_add_test(c, terminate_ends_ten_thousand_long_tasks_at_once);
	tcase_add_test(c, terminate_ends_a_task_that_ignores_sigterm);
	tcase_add_test(c, results_outlive_their_pool);
	tcase_add_test(c, workers_end_with_a_parent_that_exits);
	tcase_add_test(c, workers_end_with_a_parent_that_is_killed);
	tcase_add_test(c, nonsense_is_refused);
	tcase_add_test(c, names_and_sizes_have_defaults);
	tcase_add_test(c, what_does_not_fit_is_refused_and_does_no_harm);
	tcase_add_test(c, without_descriptors_no_pool_and_nobody_is_left);
	tcase_add_test(c, a_pool_is_its_makers);
	tcase_add_test(c, several_threads_use_one_pool);
	tcase_add_test(c, a_watcher_sees_each_task_in_its_worker);
	suite_add_tcase(s, c);
	return s;
}
