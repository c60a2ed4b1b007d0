/* SPDX-License-Identifier: MIT */
/* What a queue does, in one process and between several. */
#include "mp/queue.h"

#include <errno.h>
#include <limits.h>
#include <math.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "mp/process.h"
#include "support/check_main.h"
#include "unit/mp/watch.h"

#define FAILS_WITH(err, call)                                                  \
	do {                                                                   \
		errno = 0;                                                     \
		ck_assert_int_eq((call), -1);                                  \
		ck_assert_int_eq(errno, (err));                                \
	} while (0)

static mp_queue *q;

static void setup(void)
{
	(void)signal(SIGTERM, SIG_DFL);
	q = mp_queue_new("tasks", 3, MP_INT);
	ck_assert_ptr_nonnull(q);
}

static void teardown(void)
{
	mp_queue_free(q);
}

static void put(int item)
{
	ck_assert_int_eq(mp_queue_put(q, &item, MP_FOREVER), 0);
}

static int get(void)
{
	int item = INT_MIN;

	ck_assert_int_eq(mp_queue_get(q, &item, MP_FOREVER), 0);
	return item;
}

static mp_process *started(mp_process_fn *fn, void *arg)
{
	mp_process *p = mp_process_new(NULL, fn, arg);

	ck_assert_ptr_nonnull(p);
	ck_assert_int_eq(mp_process_start(p), 0);
	return p;
}

static int ended_with(mp_process *p)
{
	int code;

	ck_assert_int_eq(mp_process_join(p, MP_FOREVER), 0);
	code = mp_process_exitcode(p);
	mp_process_free(p);
	return code;
}

/* ---- one process ---- */

START_TEST(a_new_queue_is_empty)
{
	ck_assert_str_eq(mp_queue_name(q), "tasks");
	ck_assert_uint_eq(mp_queue_capacity(q), 3);
	ck_assert_uint_eq(mp_queue_size(q), 0);
	ck_assert(mp_queue_empty(q));
	ck_assert(!mp_queue_full(q));
}
END_TEST

START_TEST(names_are_numbered_or_cut)
{
	mp_queue *a = mp_queue_new(NULL, 1, MP_INT);
	mp_queue *b = mp_queue_new(NULL, 1, MP_INT);
	mp_queue *c =
		mp_queue_new("012345678901234567890123456789ä", 1, MP_INT);
	mp_queue *d =
		mp_queue_new("0123456789012345678901234567890", 1, MP_INT);

	ck_assert_str_eq(mp_queue_name(a), "Queue-1");
	ck_assert_str_eq(mp_queue_name(b), "Queue-2");
	ck_assert_str_eq(mp_queue_name(c), "012345678901234567890123456789");
	ck_assert_str_eq(mp_queue_name(d), "0123456789012345678901234567890");
	mp_queue_free(a);
	mp_queue_free(b);
	mp_queue_free(c);
	mp_queue_free(d);
}
END_TEST

START_TEST(the_first_in_is_the_first_out)
{
	for (int i = 0; i < 100; i++) {
		put(2 * i);
		put(2 * i + 1);
		ck_assert_uint_eq(mp_queue_size(q), 2);
		ck_assert_int_eq(get(), 2 * i);
		ck_assert_int_eq(get(), 2 * i + 1);
	}
}
END_TEST

START_TEST(it_holds_its_capacity_and_no_more)
{
	int item = 9;

	for (int i = 0; i < 3; i++) {
		ck_assert(!mp_queue_full(q));
		put(i);
	}
	ck_assert(mp_queue_full(q));
	FAILS_WITH(EAGAIN, mp_queue_put_nowait(q, &item));
	FAILS_WITH(EAGAIN, mp_queue_put(q, &item, 0));
	FAILS_WITH(EAGAIN, mp_queue_put(q, &item, -1));
	FAILS_WITH(EAGAIN, mp_queue_put(q, &item, -INFINITY));
	FAILS_WITH(ETIMEDOUT, mp_queue_put(q, &item, 0.01));
	ck_assert_uint_eq(mp_queue_size(q), 3);
	for (int i = 0; i < 3; i++)
		ck_assert_int_eq(get(), i);
}
END_TEST

START_TEST(an_empty_one_gives_nothing)
{
	int item = 77;

	FAILS_WITH(EAGAIN, mp_queue_get_nowait(q, &item));
	FAILS_WITH(EAGAIN, mp_queue_get(q, &item, 0));
	FAILS_WITH(EAGAIN, mp_queue_get(q, &item, -1));
	FAILS_WITH(ETIMEDOUT, mp_queue_get(q, &item, 0.01));
	ck_assert_int_eq(item, 77);
	put(5);
	ck_assert_int_eq(mp_queue_get_nowait(q, &item), 0);
	ck_assert_int_eq(item, 5);
	ck_assert_int_eq(mp_queue_put_nowait(q, &item), 0);
	ck_assert_int_eq(get(), 5);
}
END_TEST

static const mp_type no_types[] = {
	0,
	MP_TEXT(0),
	MP_BYTES(0),
	4U << 8,       /* no kind */
	1U | 3U << 8,  /* an int of 3 bytes */
	1U,            /* of none */
	1U | 16U << 8, /* of 16 */
	2U | 4U << 8,  /* a double of 4 */
	5U | 4U << 8,  /* no such kind */
	200U | 4U << 8,
};

START_TEST(a_type_that_is_none_is_refused)
{
	errno = 0;
	ck_assert_ptr_null(mp_queue_new("x", 1, no_types[_i]));
	ck_assert_int_eq(errno, EINVAL);
}
END_TEST

START_TEST(a_capacity_must_be_possible)
{
	static const struct {
		size_t capacity;
		mp_type type;
		int err;
	} bad[] = {
		{ 0, MP_INT, EINVAL },
		{ SIZE_MAX, MP_INT, EOVERFLOW },
		{ SIZE_MAX / 8 + 1, MP_LONG, EOVERFLOW },
		{ (1U << 30) / 8 + 1, MP_LONG, EOVERFLOW },
		{ 1025, MP_BYTES(1 << 20), EOVERFLOW },
	};

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		errno = 0;
		ck_assert_ptr_null(
			mp_queue_new("x", bad[i].capacity, bad[i].type));
		ck_assert_int_eq(errno, bad[i].err);
	}
}
END_TEST

START_TEST(null_and_nan_are_refused)
{
	int item = 1;

	FAILS_WITH(EINVAL, mp_queue_put(NULL, &item, 0));
	FAILS_WITH(EINVAL, mp_queue_get(NULL, &item, 0));
	FAILS_WITH(EINVAL, mp_queue_put(q, NULL, 0));
	FAILS_WITH(EINVAL, mp_queue_get(q, NULL, 0));
	FAILS_WITH(EINVAL, mp_queue_put(q, &item, NAN));
	FAILS_WITH(EINVAL, mp_queue_get(q, &item, NAN));
	FAILS_WITH(EINVAL, mp_queue_put_nowait(q, NULL));
	FAILS_WITH(EINVAL, mp_queue_get_nowait(NULL, &item));
	FAILS_WITH(EINVAL, mp_queue_close(NULL));
	mp_queue_free(NULL);
	ck_assert_uint_eq(mp_queue_size(NULL), 0);
	ck_assert(mp_queue_empty(NULL));
	ck_assert(!mp_queue_full(NULL));
	ck_assert_uint_eq(mp_queue_capacity(NULL), 0);
	ck_assert_ptr_null(mp_queue_name(NULL));
	ck_assert_uint_eq(mp_queue_size(q), 0);
}
END_TEST

START_TEST(texts_are_read_and_written_up_to_their_end)
{
	mp_queue *t = mp_queue_new(NULL, 2, MP_TEXT(8));
	char out[8] = "#######";

	/* Shorter in memory than the type says. */
	ck_assert_int_eq(mp_queue_put(t, "ab", 0), 0);
	ck_assert_int_eq(mp_queue_put(t, "1234567", 0), 0);
	ck_assert_int_eq(mp_queue_get(t, out, 0), 0);
	ck_assert_mem_eq(out, "ab\0####", 8);
	ck_assert_int_eq(mp_queue_get(t, out, 0), 0);
	ck_assert_str_eq(out, "1234567");
	FAILS_WITH(EMSGSIZE, mp_queue_put(t, "12345678", MP_FOREVER));
	ck_assert(mp_queue_empty(t));
	ck_assert_int_eq(mp_queue_put(t, "", 0), 0);
	ck_assert_int_eq(mp_queue_get(t, out, 0), 0);
	ck_assert_str_eq(out, "");
	mp_queue_free(t);
}
END_TEST

START_TEST(items_of_every_type_come_out_as_they_went_in)
{
	struct odd {
		char c[13];
	} in = { "thirteen byte" }, out;
	mp_queue *b = mp_queue_new(NULL, 5, MP_BYTES(sizeof(in)));
	mp_queue *d = mp_queue_new(NULL, 1, MP_DOUBLE);
	mp_queue *l = mp_queue_new(NULL, 1, MP_LONG);
	double half = 0.5, x = 0;
	int64_t least = INT64_MIN, y = 0;

	for (int i = 0; i < 12; i++) {
		in.c[0] = (char)i;
		ck_assert_int_eq(mp_queue_put(b, &in, 0), 0);
		ck_assert_int_eq(mp_queue_get(b, &out, 0), 0);
		ck_assert_mem_eq(&in, &out, sizeof(in));
	}
	ck_assert_int_eq(mp_queue_put(d, &half, 0), 0);
	ck_assert_int_eq(mp_queue_get(d, &x, 0), 0);
	ck_assert_double_eq(x, half);
	ck_assert_int_eq(mp_queue_put(l, &least, 0), 0);
	ck_assert_int_eq(mp_queue_get(l, &y, 0), 0);
	ck_assert_int_eq(y, least);
	mp_queue_free(b);
	mp_queue_free(d);
	mp_queue_free(l);
}
END_TEST

START_TEST(a_closed_queue_takes_nothing_and_gives_what_is_left)
{
	int item = 3;

	put(1);
	put(2);
	ck_assert_int_eq(mp_queue_close(q), 0);
	ck_assert_int_eq(mp_queue_close(q), 0);
	FAILS_WITH(EPIPE, mp_queue_put(q, &item, MP_FOREVER));
	FAILS_WITH(EPIPE, mp_queue_put_nowait(q, &item));
	ck_assert_int_eq(get(), 1);
	ck_assert_int_eq(get(), 2);
	FAILS_WITH(EPIPE, mp_queue_get(q, &item, MP_FOREVER));
	FAILS_WITH(EPIPE, mp_queue_get_nowait(q, &item));
	ck_assert_int_eq(item, 3);
}
END_TEST

/* ---- several ---- */

static int put_numbers(void *count)
{
	for (int i = 0; i < *(int *)count; i++)
		if (mp_queue_put(q, &i, MP_FOREVER))
			return 1;
	return 0;
}

/* So many that it cannot pass in time if no sleeper is ever woken. */
START_TEST(items_of_a_child_arrive_in_its_order)
{
	int count = 5000;
	mp_process *p = started(put_numbers, &count);

	for (int i = 0; i < count; i++)
		ck_assert_int_eq(get(), i);
	ck_assert_int_eq(ended_with(p), 0);
	ck_assert(mp_queue_empty(q));
}
END_TEST

START_TEST(items_outlive_the_process_that_put_them)
{
	int count = 3;

	put(100);
	ck_assert_int_eq(get(), 100);
	ck_assert_int_eq(ended_with(started(put_numbers, &count)), 0);
	for (int i = 0; i < count; i++)
		ck_assert_int_eq(get(), i);
}
END_TEST

static int through_a_grandchild(void *count)
{
	return ended_with(started(put_numbers, count));
}

START_TEST(a_grandchild_may_use_it)
{
	int count = 3;

	ck_assert_int_eq(ended_with(started(through_a_grandchild, &count)), 0);
	ck_assert_uint_eq(mp_queue_size(q), 3);
}
END_TEST

START_TEST(put_waits_until_there_is_room)
{
	int count = 4;
	mp_process *p;

	watch_start();
	p = started(put_numbers, &count);
	watch_wait(MP_VERB_PUT, MP_WAITS, 1);
	ck_assert(mp_process_is_alive(p));
	ck_assert(mp_queue_full(q));
	ck_assert_int_eq(get(), 0);
	ck_assert_int_eq(ended_with(p), 0);
	ck_assert(mp_queue_full(q));
	ck_assert_int_eq(get(), 1);
}
END_TEST

static int get_one(void *unused)
{
	int item;

	(void)unused;
	return mp_queue_get(q, &item, MP_FOREVER) ? errno : item;
}

START_TEST(get_waits_until_there_is_an_item)
{
	mp_process *p;

	watch_start();
	p = started(get_one, NULL);
	watch_wait(MP_VERB_GET, MP_WAITS, 1);
	ck_assert(mp_process_is_alive(p));
	put(42);
	ck_assert_int_eq(ended_with(p), 42);
}
END_TEST

static int put_one(void *unused)
{
	int item = 1;

	(void)unused;
	return mp_queue_put(q, &item, MP_FOREVER) ? errno : 0;
}

START_TEST(close_wakes_whoever_waits)
{
	mp_process *p[6];

	watch_start();
	for (int i = 0; i < 3 && _i; i++)
		put(i);
	for (int i = 0; i < 6; i++)
		p[i] = started(_i ? put_one : get_one, NULL);
	watch_wait(_i ? MP_VERB_PUT : MP_VERB_GET, MP_WAITS, 6);
	ck_assert_int_eq(mp_queue_close(q), 0);
	for (int i = 0; i < 6; i++)
		ck_assert_int_eq(ended_with(p[i]), EPIPE);
}
END_TEST

START_TEST(every_waiter_gets_one_item)
{
	mp_process *p[4];
	int sum = 0;

	watch_start();
	for (int i = 0; i < 4; i++)
		p[i] = started(get_one, NULL);
	watch_wait(MP_VERB_GET, MP_WAITS, 4);
	for (int i = 0; i < 4; i++)
		put(1 << i);
	for (int i = 0; i < 4; i++)
		sum += ended_with(p[i]);
	ck_assert_int_eq(sum, 15);
}
END_TEST

static int get_until_sentinel(void *count)
{
	int item;

	while (!mp_queue_get(q, &item, MP_FOREVER)) {
		if (item < 0)
			return 0;
		atomic_fetch_add((atomic_int *)count, 1);
	}
	return 1;
}

START_TEST(each_worker_gets_one_sentinel)
{
	atomic_int *count = shared_memory(sizeof(*count));
	mp_process *p[4];

	for (int i = 0; i < 4; i++)
		p[i] = started(get_until_sentinel, count);
	for (int i = 0; i < 200; i++)
		put(i);
	for (int i = 0; i < 4; i++)
		put(-1);
	for (int i = 0; i < 4; i++)
		ck_assert_int_eq(ended_with(p[i]), 0);
	ck_assert_int_eq(atomic_load(count), 200);
	ck_assert(mp_queue_empty(q));
}
END_TEST

static atomic_int *alarms;

static void on_alarm(int number)
{
	(void)number;
	atomic_fetch_add(alarms, 1);
}

static bool many_alarms(void *unused)
{
	(void)unused;
	return atomic_load(alarms) >= 20;
}

static int put_after_alarms(void *unused)
{
	return eventually(many_alarms, unused) ? put_one(NULL) : 1;
}

START_TEST(signal_handlers_do_not_end_a_wait)
{
	struct itimerval every_ms = { { 0, 1000 }, { 0, 1000 } };
	struct sigaction act = { .sa_handler = on_alarm };
	mp_process *p;

	alarms = shared_memory(sizeof(*alarms));
	ck_assert_int_eq(sigaction(SIGALRM, &act, NULL), 0);
	p = started(put_after_alarms, NULL);
	ck_assert_int_eq(setitimer(ITIMER_REAL, &every_ms, NULL), 0);
	ck_assert_int_eq(get(), 1);
	ck_assert_int_eq(ended_with(p), 0);
}
END_TEST

static int get_for_an_hour(void *unused)
{
	int item;

	(void)unused;
	return mp_queue_get(q, &item, 3600) ? errno : 0;
}

static bool looked_often(void *unused)
{
	(void)unused;
	return watch_looks() >= 10;
}

START_TEST(timeouts_go_by_the_demos_clock)
{
	mp_process *p;

	watch_start_with_clock();
	p = started(get_for_an_hour, NULL);
	ck_assert(eventually(looked_often, NULL));
	watch_set_clock(3599999999999);
	FAILS_WITH(ETIMEDOUT, mp_process_join(p, 0));
	watch_set_clock(3600000000000);
	ck_assert_int_eq(ended_with(p), ETIMEDOUT);
}
END_TEST

static atomic_bool stop;

static void *keep_busy(void *unused)
{
	int item = 7;

	(void)unused;
	while (!atomic_load(&stop)) {
		(void)mp_queue_put(q, &item, MP_FOREVER);
		(void)mp_queue_get(q, &item, MP_FOREVER);
	}
	return NULL;
}

static int use_it(void *unused)
{
	int item = 7;

	(void)unused;
	return mp_queue_put(q, &item, MP_FOREVER) ||
	       mp_queue_get(q, &item, MP_FOREVER) || item != 7;
}

START_TEST(a_fork_while_a_thread_is_inside_is_harmless)
{
	pthread_t t[2];

	for (int i = 0; i < 2; i++)
		ck_assert_int_eq(pthread_create(&t[i], NULL, keep_busy, NULL),
				 0);
	for (int i = 0; i < 100; i++)
		ck_assert_int_eq(ended_with(started(use_it, NULL)), 0);
	atomic_store(&stop, true);
	for (int i = 0; i < 2; i++)
		ck_assert_int_eq(pthread_join(t[i], NULL), 0);
	ck_assert(mp_queue_empty(q));
}
END_TEST

static int check_sizes(void *end)
{
	while (!atomic_load((atomic_bool *)end))
		if (mp_queue_size(q) > mp_queue_capacity(q))
			return 1;
	return 0;
}

START_TEST(its_size_is_never_more_than_its_capacity)
{
	atomic_bool *end = shared_memory(sizeof(*end));
	mp_process *p = started(check_sizes, end);

	for (int i = 0; i < 100000; i++) {
		put(i);
		put(i);
		(void)get();
		(void)get();
	}
	atomic_store(end, true);
	ck_assert_int_eq(ended_with(p), 0);
}
END_TEST

static int use_after_parents_free(void *fds)
{
	char c;

	if (read(((int *)fds)[0], &c, 1) != 1)
		return 1;
	return use_it(NULL);
}

START_TEST(freeing_it_here_does_not_free_it_there)
{
	int fds[2];
	mp_process *p;

	ck_assert_int_eq(pipe(fds), 0);
	p = started(use_after_parents_free, fds);
	mp_queue_free(q);
	q = NULL;
	ck_assert_int_eq(write(fds[1], "x", 1), 1);
	ck_assert_int_eq(ended_with(p), 0);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("mp/queue");
	TCase *one = tcase_create("one process");
	TCase *many = tcase_create("several");

	tcase_set_timeout(one, 60);
	tcase_add_checked_fixture(one, setup, teardown);
	tcase_add_test(one, a_new_queue_is_empty);
	tcase_add_test(one, names_are_numbered_or_cut);
	tcase_add_test(one, the_first_in_is_the_first_out);
	tcase_add_test(one, it_holds_its_capacity_and_no_more);
	tcase_add_test(one, an_empty_one_gives_nothing);
	tcase_add_loop_test(one, a_type_that_is_none_is_refused, 0,
			    sizeof(no_types) / sizeof(*no_types));
	tcase_add_test(one, a_capacity_must_be_possible);
	tcase_add_test(one, null_and_nan_are_refused);
	tcase_add_test(one, texts_are_read_and_written_up_to_their_end);
	tcase_add_test(one, items_of_every_type_come_out_as_they_went_in);
	tcase_add_test(one,
		       a_closed_queue_takes_nothing_and_gives_what_is_left);
	suite_add_tcase(s, one);

	tcase_set_timeout(many, 60);
	tcase_add_checked_fixture(many, setup, teardown);
	tcase_add_test(many, items_of_a_child_arrive_in_its_order);
	tcase_add_test(many, items_outlive_the_process_that_put_them);
	tcase_add_test(many, a_grandchild_may_use_it);
	tcase_add_test(many, put_waits_until_there_is_room);
	tcase_add_test(many, get_waits_until_there_is_an_item);
	tcase_add_loop_test(many, close_wakes_whoever_waits, 0, 2);
	tcase_add_test(many, every_waiter_gets_one_item);
	tcase_add_test(many, each_worker_gets_one_sentinel);
	tcase_add_test(many, signal_handlers_do_not_end_a_wait);
	tcase_add_test(many, timeouts_go_by_the_demos_clock);
	tcase_add_test(many, a_fork_while_a_thread_is_inside_is_harmless);
	tcase_add_test(many, its_size_is_never_more_than_its_capacity);
	tcase_add_test(many, freeing_it_here_does_not_free_it_there);
	suite_add_tcase(s, many);
	return s;
}
