/* SPDX-License-Identifier: MIT */
/*
 * Signal handlers that run while a call waits: none ends a wait.  And what a
 * handler itself may call.
 */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "mp.h"
#include "support/check_main.h"
#include "unit/mp/crew.h"
#include "unit/mp/pool_crew.h"
#include "unit/mp/watch.h"

static mp_rlock *lock;
static mp_semaphore *semaphore, *bounded;
static mp_event *event;
static mp_condition *condition;
static mp_barrier *barrier;
static mp_queue *queue;
static mp_value *value;

static void setup(void)
{
	pool_setup();
	lock = mp_rlock_new(NULL);
	semaphore = mp_semaphore_new(NULL, 0);
	bounded = mp_bounded_semaphore_new(NULL, 1);
	event = mp_event_new(NULL);
	condition = mp_condition_new(NULL, NULL);
	barrier = mp_barrier_new(NULL, 2, NULL, NULL, MP_FOREVER);
	queue = mp_queue_new(NULL, 1, MP_INT);
	value = mp_value_new_with(NULL, MP_INT, NULL, lock);
	alarms_prepare();
}

static void teardown(void)
{
	pool_teardown();
	mp_value_free(value);
	mp_rlock_free(lock);
	mp_semaphore_free(semaphore);
	mp_semaphore_free(bounded);
	mp_event_free(event);
	mp_condition_free(condition);
	mp_barrier_free(barrier);
	mp_queue_free(queue);
}

/*
 * Pairs: what another process does first and after many signals, and the wait
 * that this ends.
 */
static int nothing(void)
{
	return 0;
}

static int hold_lock(void)
{
	return mp_lock_acquire(lock, 0);
}

static int let_go_of_lock(void)
{
	return mp_lock_release(lock);
}

static int wait_for_lock(void)
{
	return mp_lock_acquire(lock, MP_FOREVER);
}

static int wait_for_value(void)
{
	int n;

	return mp_value_get(value, &n);
}

static int release_semaphore(void)
{
	return mp_semaphore_release(semaphore);
}

static int wait_for_semaphore(void)
{
	return mp_semaphore_acquire(semaphore, MP_FOREVER);
}

static int take_bounded(void)
{
	return mp_semaphore_acquire(bounded, 0);
}

static int release_bounded(void)
{
	return mp_semaphore_release(bounded);
}

static int wait_for_bounded(void)
{
	return mp_semaphore_acquire(bounded, MP_FOREVER);
}

static int set_event(void)
{
	return mp_event_set(event);
}

static int wait_for_event(void)
{
	return mp_event_wait(event, MP_FOREVER);
}

static int notify(void)
{
	return mp_condition_acquire(condition, MP_FOREVER) ||
	       mp_condition_notify(condition, 1) ||
	       mp_condition_release(condition);
}

static int wait_for_condition(void)
{
	return mp_condition_acquire(condition, MP_FOREVER) ||
	       mp_condition_wait(condition, MP_FOREVER);
}

static int come_to_barrier(void)
{
	return mp_barrier_wait(barrier, MP_FOREVER) < 0;
}

static int put_work(void)
{
	return mp_queue_put(queue, &(int){ 1 }, 0);
}

static int do_work(void)
{
	int n;

	return mp_queue_get(queue, &n, 0) || mp_queue_task_done(queue);
}

static int wait_for_work(void)
{
	return mp_queue_join(queue, MP_FOREVER);
}

static int set_flag(void)
{
	atomic_store(flag, 1);
	return 0;
}

static int wait_for_result(void)
{
	mp_result *r = submitted(wait_for_flag, 5);
	int out, err = mp_result_get(r, &out, MP_FOREVER);

	mp_result_free(r);
	return err || out != 5;
}

static int wait_for_next(void)
{
	int n = 6, out, got;
	mp_imap *it =
		mp_pool_imap(pool, MP_TASK(wait_for_flag, int, int), &n, 1);

	got = mp_imap_next(it, &out, NULL, MP_FOREVER);
	mp_imap_free(it);
	return got != 1 || out != 6;
}

static int wait_for_futures(void)
{
	mp_future *f = submitted(wait_for_flag, 7);
	int done = mp_futures_wait(&f, 1, MP_ALL_COMPLETED, MP_FOREVER);

	mp_future_free(f);
	return done != 1;
}

static int wait_for_workers(void)
{
	mp_result_free(submitted(wait_for_flag, 8));
	return mp_pool_close(pool) || mp_pool_join(pool, MP_FOREVER);
}

static const struct {
	int (*before)(void), (*after)(void), (*wait)(void);
} cases[] = {
	{ hold_lock, let_go_of_lock, wait_for_lock },
	{ hold_lock, let_go_of_lock, wait_for_value },
	{ nothing, release_semaphore, wait_for_semaphore },
	{ take_bounded, release_bounded, wait_for_bounded },
	{ nothing, set_event, wait_for_event },
	{ nothing, notify, wait_for_condition },
	{ nothing, come_to_barrier, come_to_barrier },
	{ put_work, do_work, wait_for_work },
	{ nothing, set_flag, wait_for_result },
	{ nothing, set_flag, wait_for_next },
	{ nothing, set_flag, wait_for_futures },
	{ nothing, set_flag, wait_for_workers },
};

enum { CASES = sizeof(cases) / sizeof(*cases) };

static int fds[2];

static int end_the_wait(void *which)
{
	int i = *(int *)which;

	if (cases[i].before() || write(fds[1], "x", 1) != 1)
		return 1;
	return eventually(many_alarms, NULL) && !cases[i].after() ? 0 : 2;
}

/* conforms: 80 */
START_TEST(a_signal_handler_ends_no_wait)
{
	mp_process *p;
	char c;

	ck_assert_int_eq(pipe(fds), 0);
	p = started(end_the_wait, &_i);
	ck_assert_int_eq((int)read(fds[0], &c, 1), 1);
	alarms_begin();
	ck_assert_int_eq(cases[_i].wait(), 0);
	ck_assert_int_eq(ended_with(p), 0);
}
END_TEST

/* ---- in a handler ---- */

static mp_process *victim;

static void end_the_victim(int number)
{
	int err = errno;

	if (mp_process_pid(victim) > 0 && number == SIGUSR1)
		(void)mp_process_terminate(victim);
	else
		(void)mp_process_kill(victim);
	errno = err;
}

static int signal_the_parent(void *number)
{
	watch_wait(MP_VERB_JOIN, MP_WAITS, 1);
	return kill(getppid(), *(int *)number);
}

START_TEST(a_handler_may_end_the_process_that_is_being_joined)
{
	int number = _i ? SIGUSR1 : SIGUSR2;
	struct sigaction act = { .sa_handler = end_the_victim };
	mp_process *p;

	watch_start();
	ck_assert_int_eq(sigaction(number, &act, NULL), 0);
	victim = started(wait_for_ever, NULL);
	p = started(signal_the_parent, &number);
	ck_assert_int_eq(mp_process_join(victim, MP_FOREVER), 0);
	ck_assert_int_eq(mp_process_exitcode(victim), _i ? -SIGTERM : -SIGKILL);
	ck_assert_int_eq(ended_with(p), 0);
	mp_process_free(victim);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("mp/interrupted");
	TCase *t = tcase_create("waits"), *h = tcase_create("handlers");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_set_timeout(t, 60);
	tcase_add_loop_test(t, a_signal_handler_ends_no_wait, 0, CASES);
	suite_add_tcase(s, t);
	tcase_add_checked_fixture(h, crew_setup, NULL);
	tcase_set_timeout(h, 60);
	tcase_add_loop_test(
		h, a_handler_may_end_the_process_that_is_being_joined, 0, 2);
	suite_add_tcase(s, h);
	return s;
}
