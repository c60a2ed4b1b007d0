/* SPDX-License-Identifier: MIT */
/* Waiting for several things at once. */
#include "mp/wait.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "unit/mp/crew.h"
#include "unit/mp/watch.h"

static mp_conn *a, *b;
static mp_queue *q;

static void setup(void)
{
	(void)signal(SIGTERM, SIG_DFL);
	ck_assert_int_eq(mp_pipe("line", true, &a, &b), 0);
	q = mp_queue_new("tasks", 4, MP_INT);
	ck_assert_ptr_nonnull(q);
}

static void teardown(void)
{
	mp_conn_free(a);
	mp_conn_free(b);
	mp_queue_free(q);
}

static void put(int item)
{
	ck_assert_int_eq(mp_queue_put(q, &item, MP_FOREVER), 0);
}

static void send_one(mp_conn *c)
{
	ck_assert_int_eq(mp_conn_send(c, "x", 1, MP_FOREVER), 0);
}

/* Lives until a message comes. */
static int live(void *unused)
{
	char c;

	(void)unused;
	(void)mp_conn_close(a);
	(void)mp_conn_recv(b, &c, 1, MP_FOREVER);
	return 0;
}

/* conforms: 52 */
START_TEST(nothing_is_ready_when_the_time_has_passed)
{
	mp_waitable w[] = { MP_WAIT_CONN(a), MP_WAIT_QUEUE(q) };

	w[0].ready = true;
	ck_assert_int_eq(mp_wait(w, 2, 0), 0);
	ck_assert(!w[0].ready && !w[1].ready);
	ck_assert_int_eq(mp_wait(w, 2, -1), 0);
	ck_assert_int_eq(mp_wait(w, 2, 0.01), 0);
	ck_assert_int_eq(mp_wait(w, 1, 0.01), 0);
	ck_assert_int_eq(mp_wait(w, 0, MP_FOREVER), 0);
	ck_assert_int_eq(mp_wait(NULL, 0, MP_FOREVER), 0);
}
END_TEST

/* conforms: 52 */
START_TEST(several_may_be_ready_at_once)
{
	mp_process *p = started(live, NULL);
	mp_waitable w[] = { MP_WAIT_CONN(a), MP_WAIT_QUEUE(q),
			    MP_WAIT_PROCESS(p), MP_WAIT_CONN(a) };

	put(1);
	ck_assert_int_eq(mp_wait(w, 4, MP_FOREVER), 1);
	ck_assert(!w[0].ready && w[1].ready && !w[2].ready && !w[3].ready);
	/* To the child, and for us. */
	send_one(a);
	ck_assert_int_eq(mp_process_join(p, MP_FOREVER), 0);
	send_one(b);
	for (int i = 0; i < 2; i++) {
		ck_assert_int_eq(mp_wait(w, 4, MP_FOREVER), 4);
		ck_assert(w[0].ready && w[1].ready && w[2].ready && w[3].ready);
	}
	mp_process_free(p);
}
END_TEST

/* conforms: 52 */
START_TEST(an_end_counts_as_ready)
{
	mp_waitable w[] = { MP_WAIT_CONN(a), MP_WAIT_QUEUE(q) };

	ck_assert_int_eq(mp_conn_close(b), 0);
	ck_assert_int_eq(mp_wait(w, 2, MP_FOREVER), 1);
	ck_assert(w[0].ready && !w[1].ready);
	ck_assert_int_eq(mp_queue_close(q), 0);
	ck_assert_int_eq(mp_wait(w, 2, MP_FOREVER), 2);
}
END_TEST

START_TEST(plain_descriptors_may_be_among_them)
{
	int fds[2];

	ck_assert_int_eq(pipe(fds), 0);
	mp_waitable w[] = { MP_WAIT_QUEUE(q), MP_WAIT_FD(fds[0]) };

	ck_assert_int_eq(mp_wait(w, 2, 0), 0);
	ck_assert_int_eq(write(fds[1], "x", 1), 1);
	ck_assert_int_eq(mp_wait(w, 2, MP_FOREVER), 1);
	ck_assert(w[1].ready);
}
END_TEST

static int wait_for_both(void *unused)
{
	mp_waitable w[] = { MP_WAIT_CONN(a), MP_WAIT_QUEUE(q) };

	(void)unused;
	if (mp_wait(w, 2, MP_FOREVER) != 1)
		return 9;
	return w[0].ready ? 1 : 2;
}

static void wake_by_message(void)
{
	send_one(b);
}

static void wake_by_item(void)
{
	put(1);
}

static void wake_by_close(void)
{
	ck_assert_int_eq(mp_queue_close(q), 0);
}

static const struct {
	void (*wake)(void);
	int code;
} wakes[] = { { wake_by_message, 1 },
	      { wake_by_item, 2 },
	      { wake_by_close, 2 } };

/* conforms: 52 */
START_TEST(whatever_becomes_ready_wakes)
{
	mp_process *p[3];

	watch_start();
	for (int i = 0; i < 3; i++)
		p[i] = started(wait_for_both, NULL);
	watch_wait(MP_VERB_WAIT_ANY, MP_WAITS, 3);
	wakes[_i].wake();
	for (int i = 0; i < 3; i++)
		ck_assert_int_eq(ended_with(p[i]), wakes[_i].code);
}
END_TEST

/* conforms: 52 */
START_TEST(the_end_of_a_process_wakes)
{
	mp_process *p = started(live, NULL);
	mp_waitable w[] = { MP_WAIT_PROCESS(p), MP_WAIT_QUEUE(q) };

	ck_assert_int_eq(mp_wait(w, 2, 0.01), 0);
	ck_assert_int_eq(mp_process_kill(p), 0);
	ck_assert_int_eq(mp_wait(w, 2, MP_FOREVER), 1);
	ck_assert(w[0].ready);
	ck_assert_int_eq(ended_with(p), -SIGKILL);
}
END_TEST

enum { TRIPS = 200 };

static int answer(void *back)
{
	int item;

	for (int i = 0; i < TRIPS; i++)
		if (mp_queue_get(q, &item, MP_FOREVER) ||
		    mp_queue_put(back, &item, MP_FOREVER))
			return 1;
	return 0;
}

/* Too many to pass in time if each needs the look after 100 ms. */
START_TEST(no_item_is_waited_for_in_vain)
{
	mp_queue *back = mp_queue_new("back", 1, MP_INT);
	mp_process *p = started(answer, back);
	mp_waitable w[] = { MP_WAIT_CONN(a), MP_WAIT_QUEUE(back) };
	struct timespec from, to;
	int item;

	(void)clock_gettime(CLOCK_MONOTONIC, &from);
	for (int i = 0; i < TRIPS; i++) {
		put(i);
		ck_assert_int_eq(mp_wait(w, 2, MP_FOREVER), 1);
		ck_assert_int_eq(mp_queue_get(back, &item, 0), 0);
		ck_assert_int_eq(item, i);
	}
	(void)clock_gettime(CLOCK_MONOTONIC, &to);
	ck_assert_int_lt((int)(to.tv_sec - from.tv_sec), TRIPS / 10 - 4);
	ck_assert_int_eq(ended_with(p), 0);
	mp_queue_free(back);
}
END_TEST

static int close_all_but_the_pipe(void *unused)
{
	(void)unused;
	for (int fd = 3; fd < 100; fd++)
		if (fd != mp_conn_fileno(a))
			(void)close(fd);
	/* Where the doorbell was there may be a file now. */
	for (int i = 0; i < 5; i++)
		(void)open("/dev/full", O_WRONLY);
	return wait_for_both(NULL);
}

START_TEST(who_has_closed_the_doorbell_looks_now_and_then)
{
	mp_process *p;

	watch_start();
	p = started(close_all_but_the_pipe, NULL);
	watch_wait(MP_VERB_WAIT_ANY, MP_WAITS, 1);
	put(1);
	ck_assert_int_eq(ended_with(p), 2);
}
END_TEST

static int be_killed_waiting(void *unused)
{
	return wait_for_both(unused);
}

START_TEST(one_who_is_killed_waiting_disturbs_nobody)
{
	mp_process *victim, *other;

	watch_start();
	victim = started(be_killed_waiting, NULL);
	other = started(wait_for_both, NULL);
	watch_wait(MP_VERB_WAIT_ANY, MP_WAITS, 2);
	ck_assert_int_eq(mp_process_kill(victim), 0);
	ck_assert_int_eq(ended_with(victim), -SIGKILL);
	put(1);
	ck_assert_int_eq(ended_with(other), 2);
	put(2);
}
END_TEST

START_TEST(what_cannot_be_waited_for_is_refused)
{
	mp_process *unborn = mp_process_new(NULL, live, NULL);
	mp_conn *reader, *writer;
	mp_waitable none = { .ready = true };
	mp_waitable two = { .conn = a, .queue = q };
	mp_waitable w = MP_WAIT_QUEUE(q);
	mp_waitable not_started = MP_WAIT_PROCESS(unborn);
	mp_waitable bad_fd = MP_WAIT_FD(999);
	mp_waitable negative = MP_WAIT_FD(-3);

	ck_assert_int_eq(mp_pipe(NULL, false, &reader, &writer), 0);
	mp_waitable writes = MP_WAIT_CONN(writer);
	mp_waitable closed = MP_WAIT_CONN(reader);

	FAILS_WITH(EINVAL, mp_wait(NULL, 1, 0));
	FAILS_WITH(EINVAL, mp_wait(&none, 1, 0));
	ck_assert(none.ready);
	FAILS_WITH(EINVAL, mp_wait(&two, 1, 0));
	FAILS_WITH(EINVAL, mp_wait(&w, 1, NAN));
	FAILS_WITH(EINVAL, mp_wait(&not_started, 1, 0));
	FAILS_WITH(EBADF, mp_wait(&bad_fd, 1, MP_FOREVER));
	FAILS_WITH(EBADF, mp_wait(&negative, 1, MP_FOREVER));
	FAILS_WITH(EBADF, mp_wait(&writes, 1, 0));
	ck_assert_int_eq(mp_conn_close(reader), 0);
	FAILS_WITH(EBADF, mp_wait(&closed, 1, 0));
	mp_conn_free(reader);
	mp_conn_free(writer);
	mp_process_free(unborn);
}
END_TEST

static int wait_for_a_sibling(void *sibling)
{
	mp_waitable w = MP_WAIT_PROCESS((mp_process *)sibling);

	return mp_wait(&w, 1, 0) < 0 ? errno : 0;
}

START_TEST(a_process_that_is_not_a_child_is_refused)
{
	mp_process *p = started(live, NULL);

	ck_assert_int_eq(ended_with(started(wait_for_a_sibling, p)), ECHILD);
	send_one(a);
	ck_assert_int_eq(ended_with(p), 0);
}
END_TEST

static void on_alarm(int number)
{
	(void)number;
}

static int put_after_half_a_second(void *unused)
{
	(void)unused;
	(void)mp_conn_poll(b, 0.5);
	put(1);
	return 0;
}

START_TEST(signal_handlers_do_not_end_it)
{
	struct itimerval every_ms = { { 0, 1000 }, { 0, 1000 } };
	struct sigaction act = { .sa_handler = on_alarm };
	mp_waitable w[] = { MP_WAIT_CONN(a), MP_WAIT_QUEUE(q) };
	mp_process *p;

	ck_assert_int_eq(sigaction(SIGALRM, &act, NULL), 0);
	p = started(put_after_half_a_second, NULL);
	ck_assert_int_eq(setitimer(ITIMER_REAL, &every_ms, NULL), 0);
	ck_assert_int_eq(mp_wait(w, 2, MP_FOREVER), 1);
	ck_assert(w[1].ready);
	ck_assert_int_eq(ended_with(p), 0);
}
END_TEST

static int wait_for_an_hour(void *unused)
{
	mp_waitable w[] = { MP_WAIT_CONN(a), MP_WAIT_QUEUE(q) };

	(void)unused;
	return mp_wait(w, 2, 3600);
}

START_TEST(timeouts_go_by_the_demos_clock)
{
	mp_process *p;

	watch_start_with_clock();
	p = started(wait_for_an_hour, NULL);
	ck_assert(eventually(watch_looked_often, NULL));
	watch_set_clock(3599999999999);
	FAILS_WITH(ETIMEDOUT, mp_process_join(p, 0));
	watch_set_clock(3600000000000);
	ck_assert_int_eq(ended_with(p), 0);
}
END_TEST

START_TEST(it_leaves_no_descriptor_and_tells_what_was_ready)
{
	mp_waitable w[] = { MP_WAIT_CONN(a), MP_WAIT_QUEUE(q) };
	int next = dup(0);

	(void)close(next);
	watch_start();
	ck_assert_int_eq(mp_wait(w, 2, 0.01), 0);
	put(1);
	ck_assert_int_eq(mp_wait(w, 2, MP_FOREVER), 1);
	ck_assert_int_eq(dup(0), next);
	ck_assert_uint_eq(watch_nth(MP_VERB_WAIT_ANY, MP_BEGINS, 0)->e.b, 2);
	ck_assert_uint_eq(watch_nth(MP_VERB_WAIT_ANY, MP_ENDS, 0)->e.a, 0);
	ck_assert_uint_eq(watch_nth(MP_VERB_WAIT_ANY, MP_ENDS, 1)->e.a, 1);
	ck_assert_int_eq(watch_count(MP_VERB_WAIT_ANY, MP_WAITS), 1);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("mp/wait");
	TCase *t = tcase_create("wait");

	tcase_set_timeout(t, 60);
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, nothing_is_ready_when_the_time_has_passed);
	tcase_add_test(t, several_may_be_ready_at_once);
	tcase_add_test(t, an_end_counts_as_ready);
	tcase_add_test(t, plain_descriptors_may_be_among_them);
	tcase_add_loop_test(t, whatever_becomes_ready_wakes, 0,
			    sizeof(wakes) / sizeof(*wakes));
	tcase_add_test(t, the_end_of_a_process_wakes);
	tcase_add_test(t, no_item_is_waited_for_in_vain);
	tcase_add_test(t, who_has_closed_the_doorbell_looks_now_and_then);
	tcase_add_test(t, one_who_is_killed_waiting_disturbs_nobody);
	tcase_add_test(t, what_cannot_be_waited_for_is_refused);
	tcase_add_test(t, a_process_that_is_not_a_child_is_refused);
	tcase_add_test(t, signal_handlers_do_not_end_it);
	tcase_add_test(t, timeouts_go_by_the_demos_clock);
	tcase_add_test(t, it_leaves_no_descriptor_and_tells_what_was_ready);
	suite_add_tcase(s, t);
	return s;
}
