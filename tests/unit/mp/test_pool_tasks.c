/* SPDX-License-Identifier: MIT */
/* What tasks are made of, what becomes of their memory, and what they may do.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "mp/imap.h"
#include "mp/pool.h"
#include "support/check_main.h"
#include "unit/mp/crew.h"
#include "unit/mp/pool_crew.h"
#include "unit/mp/watch.h"

enum { MEBIBYTE = 1 << 20 };

/* ---- what goes in and comes out ---- */

struct pair {
	int base, exponent;
};

static int power(const void *in, void *out)
{
	const struct pair *p = in;
	long product = 1;

	for (int i = 0; i < p->exponent; i++)
		product *= p->base;
	*(long *)out = product;
	return 0;
}

/* conforms: 108 */
START_TEST(several_arguments_are_a_struct)
{
	struct pair in[] = { { 2, 10 }, { 3, 4 }, { 7, 0 } };
	long out[3];

	ck_assert_int_eq(mp_pool_map(pool, MP_TASK(power, struct pair, long),
				     in, out, 3),
			 0);
	ck_assert_int_eq(out[0], 1024);
	ck_assert_int_eq(out[1], 81);
	ck_assert_int_eq(out[2], 1);
}
END_TEST

static const struct {
	int workers;
	uint32_t items, chunk;
} defaults[] = { { 2, 1, 1 },    { 2, 8, 1 },  { 2, 9, 2 },
		 { 2, 100, 13 }, { 3, 24, 2 }, { 4, 1000, 63 } };

/* conforms: 109 */
START_TEST(a_map_makes_four_chunks_for_each_worker)
{
	static int in[1000];
	static long out[1000];
	mp_pool *p;
	mp_imap *it;

	watch_start();
	p = mp_pool_new(NULL, defaults[_i].workers, NULL);
	ck_assert_int_eq(mp_pool_map(p, SQUARE, in, out, defaults[_i].items),
			 0);
	it = mp_pool_imap(p, SQUARE, in, defaults[_i].items);
	mp_imap_free(it);
	ck_assert_uint_eq(watch_nth(MP_VERB_SUBMIT, MP_ENDS, 0)->e.aux,
			  defaults[_i].chunk);
	ck_assert_uint_eq(watch_nth(MP_VERB_SUBMIT, MP_ENDS, 1)->e.aux, 1);
	mp_pool_free(p);
}
END_TEST

/* ---- memory ---- */

static int fill(const void *in, void *out)
{
	memset(out, *(const int *)in, MEBIBYTE);
	return 0;
}

/* conforms: 116 */
START_TEST(large_results_that_nobody_fetches_stop_nothing)
{
	struct mp_task task = { fill, sizeof(int), MEBIBYTE, 1 };
	int in[8] = { 1, 2, 3, 4, 5, 6, 7, 8 };
	mp_result *r = mp_pool_map_async(pool, task, in, 8, NULL);
	unsigned char *out = malloc(8 * (size_t)MEBIBYTE);

	ck_assert_int_eq(mp_pool_close(pool), 0);
	ck_assert_int_eq(mp_pool_join(pool, MP_FOREVER), 0);
	ck_assert_int_eq(mp_result_get(r, out, 0), 0);
	for (int i = 0; i < 8; i++)
		ck_assert_int_eq(out[(size_t)(i + 1) * MEBIBYTE - 1], i + 1);
	mp_result_free(r);
	free(out);
}
END_TEST

/* conforms: 95 127 */
START_TEST(the_memory_of_what_is_over_is_used_again)
{
	struct mp_pool_options o = { .memory = 4 * MEBIBYTE };
	struct mp_task task = { fill, sizeof(int), MEBIBYTE, 0 };
	mp_pool *p = mp_pool_new(NULL, 2, &o);
	unsigned char *out = malloc(MEBIBYTE);
	mp_result *r[2];

	for (int round = 0; round < 50; round++) {
		int one = 1, two = 2;

		r[0] = mp_pool_apply_async(p, task, &one, NULL);
		r[1] = mp_pool_apply_async(p, task, &two, NULL);
		for (int i = 0; i < 2; i++) {
			ck_assert_ptr_nonnull(r[i]);
			ck_assert_int_eq(mp_result_get(r[i], out, MP_FOREVER),
					 0);
			/* Not the other's. */
			ck_assert_int_eq(out[0], i + 1);
			ck_assert_int_eq(out[MEBIBYTE - 1], i + 1);
			mp_result_free(r[i]);
		}
	}
	mp_pool_free(p);
	free(out);
}
END_TEST

/* conforms: 117 */
START_TEST(what_does_not_fit_is_refused_twenty_times)
{
	struct mp_task large = SQUARE;
	int n = 3;
	long out;

	large.out_size = MP_TASK_LARGEST + 1;
	for (int i = 0; i < 20; i++) {
		FAILS_WITH(EMSGSIZE, mp_pool_apply(pool, large, &n, &out));
		ck_assert_int_eq(applied(n), 9);
	}
}
END_TEST

/* ---- what tasks do that they should not ---- */

/* Not for the compiler to see through. */
static volatile int zero;
static int *volatile nowhere;

static int recurse(int depth)
{
	volatile char page[4096];

	page[0] = (char)depth;
	return depth < 0 ? 0 : recurse(depth + 1) + page[0];
}

static void default_signals(void)
{
	static const int caught[] = { SIGSEGV, SIGFPE, SIGABRT, SIGINT };

	for (size_t i = 0; i < sizeof(caught) / sizeof(*caught); i++)
		(void)signal(caught[i], SIG_DFL); /* else a sanitizer's */
}

static int leave_at_once(const void *in, void *out)
{
	(void)in;
	(void)out;
	_exit(0);
}

static int give_up(const void *in, void *out)
{
	(void)in;
	(void)out;
	default_signals();
	abort();
}

__attribute__((no_sanitize("undefined", "address"))) static int
write_nowhere(const void *in, void *out)
{
	(void)in;
	(void)out;
	default_signals();
	*nowhere = 1;
	return 0;
}

__attribute__((no_sanitize("undefined"))) static int
divide_by_zero(const void *in, void *out)
{
	default_signals();
	*(int *)out = *(const int *)in / zero;
	return 0;
}

static int overflow_the_stack(const void *in, void *out)
{
	(void)in;
	default_signals();
	(void)setrlimit(RLIMIT_STACK, &(struct rlimit){ 1 << 18, 1 << 18 });
	*(int *)out = recurse(0);
	return 0;
}

static int interrupt_oneself(const void *in, void *out)
{
	(void)in;
	(void)out;
	default_signals();
	return raise(SIGINT);
}

static int become_another_program(const void *in, void *out)
{
	(void)in;
	(void)out;
	(void)execl("/bin/true", "true", (char *)NULL);
	return 1;
}

static const struct {
	mp_task_fn *fn;
	int status;
} bad[] = {
	{ leave_at_once, 0 },
	{ give_up, -SIGABRT },
	{ write_nowhere, -SIGSEGV },
	{ divide_by_zero, -SIGFPE },
	{ interrupt_oneself, -SIGINT },
	{ become_another_program, 0 },
#ifndef __SANITIZE_ADDRESS__
	{ overflow_the_stack, -SIGSEGV },
#endif
};

enum { BAD = sizeof(bad) / sizeof(*bad) };

/* conforms: 125 */
START_TEST(a_task_that_ends_its_worker_fails_alone)
{
	int n = 3, out = 7;

	FAILS_WITH(
		EOWNERDEAD,
		mp_pool_apply(pool, MP_TASK(bad[_i].fn, int, int), &n, &out));
	ck_assert_int_eq(mp_task_status(), bad[_i].status);
	ck_assert_int_eq(out, 7);
	check_squares(1, 100);
}
END_TEST

static int close_everything(const void *in, void *out)
{
	for (int fd = 0; fd < 256; fd++)
		(void)close(fd);
	return square(in, out);
}

static int stop_oneself(const void *in, void *out)
{
	(void)raise(SIGSTOP);
	return square(in, out);
}

START_TEST(a_task_may_close_what_is_not_its_own)
{
	int n = 5;
	long out;

	for (int i = 0; i < 4; i++) {
		ck_assert_int_eq(
			mp_pool_apply(pool,
				      MP_TASK(close_everything, int, long), &n,
				      &out),
			0);
		ck_assert_int_eq(out, 25);
	}
	check_squares(1, 100);
}
END_TEST

static bool continued(void *r)
{
	int pids[2];

	ck_assert_int_eq(mp_pool_pids(pool, pids, 2), 2);
	for (int i = 0; i < 2; i++)
		ck_assert_int_eq(kill(pids[i], SIGCONT), 0);
	return mp_result_ready(r);
}

START_TEST(a_task_that_stops_holds_nobody_up_and_can_be_continued)
{
	int n = 6;
	long out = 0;
	mp_result *r = mp_pool_apply_async(
		pool, MP_TASK(stop_oneself, int, long), &n, NULL);

	for (int i = 0; i < 100; i++)
		ck_assert_int_eq(applied(i), (long)i * i);
	ck_assert(eventually(continued, r));
	ck_assert_int_eq(mp_result_get(r, &out, MP_FOREVER), 0);
	ck_assert_int_eq(out, 36);
	mp_result_free(r);
}
END_TEST

static bool all_new(void *old)
{
	int now[2], *was = old;

	return mp_pool_pids(pool, now, 2) == 2 && now[0] != was[0] &&
	       now[1] != was[1];
}

/* conforms: 126 */
START_TEST(workers_ignore_no_signals)
{
	int pids[2];

	/* As a terminal does for Ctrl-C; without Check's own. */
	(void)signal(SIGINT, SIG_DFL);
	mp_pool_free(pool);
	pool = mp_pool_new("crew", 2, NULL);
	ck_assert_int_eq(applied(2), 4);
	ck_assert_int_eq(mp_pool_pids(pool, pids, 2), 2);
	for (int i = 0; i < 2; i++)
		ck_assert_int_eq(kill(pids[i], SIGINT), 0);
	ck_assert(eventually(all_new, pids));
	ck_assert_int_eq(applied(2), 4);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("mp/pool_tasks");
	TCase *t = tcase_create("tasks");

	tcase_add_checked_fixture(t, pool_setup, pool_teardown);
	tcase_set_timeout(t, 60);
	tcase_add_test(t, several_arguments_are_a_struct);
	tcase_add_loop_test(t, a_map_makes_four_chunks_for_each_worker, 0,
			    sizeof(defaults) / sizeof(*defaults));
	tcase_add_test(t, large_results_that_nobody_fetches_stop_nothing);
	tcase_add_test(t, the_memory_of_what_is_over_is_used_again);
	tcase_add_test(t, what_does_not_fit_is_refused_twenty_times);
	tcase_add_loop_test(t, a_task_that_ends_its_worker_fails_alone, 0, BAD);
	tcase_add_test(t, a_task_may_close_what_is_not_its_own);
	tcase_add_test(t,
		       a_task_that_stops_holds_nobody_up_and_can_be_continued);
	tcase_add_test(t, workers_ignore_no_signals);
	suite_add_tcase(s, t);
	return s;
}
