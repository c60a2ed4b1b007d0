/* SPDX-License-Identifier: MIT */
/* What locks do, in one process and between several. */
#include "mp/lock.h"

#include <dlfcn.h>
#include <math.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <sys/time.h>
#include <unistd.h>

#include "mp/probe.h"
#include "unit/mp/crew.h"
#include "unit/mp/watch.h"

static mp_lock *l;

/* Stands before the C library's, as the player's preload library does. */
static const char *unlocked_from;

int pthread_mutex_unlock(pthread_mutex_t *m)
{
	static int (*real)(pthread_mutex_t *);

	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "pthread_mutex_unlock");
	unlocked_from = __builtin_return_address(0);
	return real(m);
}

/* Every test runs with either make. */
static void setup_lock(void)
{
	(void)signal(SIGTERM, SIG_DFL);
	l = mp_lock_new("lock");
	ck_assert_ptr_nonnull(l);
}

static void setup_rlock(void)
{
	(void)signal(SIGTERM, SIG_DFL);
	l = mp_rlock_new("lock");
	ck_assert_ptr_nonnull(l);
}

static void teardown(void)
{
	mp_lock_free(l);
}

static int try_it(void *unused)
{
	(void)unused;
	return mp_lock_acquire(l, 0) ? errno : 0;
}

/* Whether another process could have it. */
static bool is_free(void)
{
	int err = ended_with(started(try_it, NULL));

	ck_assert(err == 0 || err == EAGAIN);
	return !err;
}

/* conforms: 66 */
START_TEST(it_is_held_until_it_is_released)
{
	ck_assert(is_free());
	/* The one that tried ended with it. */
	SUCCEEDS_WITH(EOWNERDEAD, mp_lock_acquire(l, MP_FOREVER));
	ck_assert(!is_free());
	SUCCEEDS_WITH(0, mp_lock_release(l));
	ck_assert(is_free());
}
END_TEST

/* A watcher must be able to tell mp's calls from the program's. */
START_TEST(what_a_release_calls_is_called_from_mp)
{
	/* The first time a thread does it the slow way. */
	for (int i = 0; i < 2; i++) {
		const char *from;
		int ret;

		ck_assert_int_eq(mp_lock_acquire(l, 0), 0);
		unlocked_from = NULL;
		ret = mp_lock_release(l);
		from = unlocked_from;
		ck_assert_int_eq(ret, 0);
		if (!from || !mp_code.start)
			continue; /* not so, or the linker does not say */
		ck_assert(from >= (const char *)mp_code.start);
		ck_assert(from <= (const char *)mp_code.end);
	}
}
END_TEST

/* conforms: 66 */
START_TEST(a_free_lock_cannot_be_released)
{
	FAILS_WITH(EPERM, mp_lock_release(l));
	SUCCEEDS_WITH(0, mp_lock_acquire(l, 0));
	SUCCEEDS_WITH(0, mp_lock_release(l));
	FAILS_WITH(EPERM, mp_lock_release(l));
	SUCCEEDS_WITH(0, mp_lock_acquire(l, -1));
	SUCCEEDS_WITH(0, mp_lock_release(l));
}
END_TEST

static int release_it(void *unused)
{
	(void)unused;
	return mp_lock_release(l) ? errno : 0;
}

static void *release_in_thread(void *ret)
{
	*(int *)ret = release_it(NULL);
	return NULL;
}

/* conforms: 67 */
START_TEST(only_its_holder_may_release_it)
{
	pthread_t thread;
	int err = 0;

	SUCCEEDS_WITH(0, mp_lock_acquire(l, 0));
	ck_assert_int_eq(ended_with(started(release_it, NULL)), EPERM);
	ck_assert_int_eq(pthread_create(&thread, NULL, release_in_thread, &err),
			 0);
	ck_assert_int_eq(pthread_join(thread, NULL), 0);
	ck_assert_int_eq(err, EPERM);
	SUCCEEDS_WITH(0, mp_lock_release(l));
}
END_TEST

static int fail_in_time(void *unused)
{
	(void)unused;
	FAILS_WITH(EAGAIN, mp_lock_acquire(l, 0));
	FAILS_WITH(EAGAIN, mp_lock_acquire(l, -1));
	FAILS_WITH(EAGAIN, mp_lock_acquire(l, -INFINITY));
	FAILS_WITH(ETIMEDOUT, mp_lock_acquire(l, 0.01));
	FAILS_WITH(ETIMEDOUT, mp_lock_acquire(l, 0.15));
	return 0;
}

/* conforms: 69 */
START_TEST(a_wait_for_a_held_lock_times_out)
{
	SUCCEEDS_WITH(0, mp_lock_acquire(l, 0));
	ck_assert_int_eq(ended_with(started(fail_in_time, NULL)), 0);
}
END_TEST

START_TEST(null_and_nan_are_refused)
{
	FAILS_WITH(EINVAL, mp_lock_acquire(NULL, 0));
	FAILS_WITH(EINVAL, mp_lock_acquire(l, NAN));
	FAILS_WITH(EINVAL, mp_lock_release(NULL));
	ck_assert_ptr_null(mp_lock_name(NULL));
	mp_lock_free(NULL);
	ck_assert(is_free());
}
END_TEST

START_TEST(freeing_lets_go)
{
	pid_t pid;

	SUCCEEDS_WITH(0, mp_lock_acquire(l, 0));
	pid = fork();
	if (!pid)
		_exit(mp_lock_acquire(l, WATCH_PATIENCE_S) ? 1 : 0);
	mp_lock_free(l);
	l = NULL;
	ck_assert_int_eq(program_end(pid), 0);
}
END_TEST

static long *counter;

static int count(void *times)
{
	for (int i = 0; i < *(int *)times; i++) {
		if (mp_lock_acquire(l, i % 2 ? MP_FOREVER : WATCH_PATIENCE_S))
			return 1;
		*counter = *counter + 1;
		if (mp_lock_release(l))
			return 2;
	}
	return 0;
}

/* conforms: 71 */
START_TEST(it_keeps_processes_apart)
{
	mp_process *p[4];
	int times = 20000;

	counter = shared_memory(sizeof(*counter));
	for (int i = 0; i < 4; i++)
		p[i] = started(count, &times);
	for (int i = 0; i < 4; i++)
		ck_assert_int_eq(ended_with(p[i]), 0);
	ck_assert_int_eq(*counter, 4L * times);
}
END_TEST

static int die_with_it(void *unused)
{
	(void)unused;
	if (mp_lock_acquire(l, 0))
		return errno;
	kill_myself();
}

static int die_with_it_when_told(void *fd)
{
	char c;

	if (mp_lock_acquire(l, 0) || read(*(int *)fd, &c, 1) != 1)
		return 1;
	kill_myself();
}

/* conforms: 70 */
START_TEST(the_death_of_its_holder_frees_it_and_is_told_once)
{
	killed(die_with_it, NULL);
	SUCCEEDS_WITH(EOWNERDEAD, mp_lock_acquire(l, 0));
	SUCCEEDS_WITH(0, mp_lock_release(l));
	SUCCEEDS_WITH(0, mp_lock_acquire(l, 0));
	SUCCEEDS_WITH(0, mp_lock_release(l));
	killed(die_with_it, NULL);
	killed(die_with_it, NULL);
	SUCCEEDS_WITH(EOWNERDEAD, mp_lock_acquire(l, MP_FOREVER));
	SUCCEEDS_WITH(0, mp_lock_release(l));
	FAILS_WITH(EPERM, mp_lock_release(l));
}
END_TEST

/* conforms: 70 */
START_TEST(who_waits_for_a_holder_that_dies_gets_it)
{
	mp_process *p;
	int fds[2];

	watch_start();
	ck_assert_int_eq(pipe(fds), 0);
	p = started(die_with_it_when_told, &fds[0]);
	watch_wait(MP_VERB_ACQUIRE, MP_ENDS, 1);
	ck_assert_int_eq(write(fds[1], "x", 1), 1);
	SUCCEEDS_WITH(EOWNERDEAD, mp_lock_acquire(l, MP_FOREVER));
	ck_assert_int_eq(ended_with(p), -SIGKILL);
	SUCCEEDS_WITH(0, mp_lock_release(l));
}
END_TEST

static int interrupted;

static void on_alarm(int number)
{
	(void)number;
	interrupted++;
}

static int hold_for_a_while(void *fd)
{
	char c;

	return mp_lock_acquire(l, 0) || read(*(int *)fd, &c, 1) != 1 ||
	       mp_lock_release(l);
}

START_TEST(a_signal_handler_does_not_end_a_wait)
{
	struct itimerval often = { { 0, 2000 }, { 0, 2000 } };
	struct itimerval never = { { 0, 0 }, { 0, 0 } };
	mp_process *p;
	int fds[2];

	watch_start();
	ck_assert_int_eq(pipe(fds), 0);
	p = started(hold_for_a_while, &fds[0]);
	watch_wait(MP_VERB_ACQUIRE, MP_ENDS, 1);
	ck_assert(signal(SIGALRM, on_alarm) != SIG_ERR);
	ck_assert_int_eq(setitimer(ITIMER_REAL, &often, NULL), 0);
	FAILS_WITH(ETIMEDOUT, mp_lock_acquire(l, 0.05));
	ck_assert_int_eq(setitimer(ITIMER_REAL, &never, NULL), 0);
	ck_assert_int_gt(interrupted, 0);
	ck_assert_int_eq(write(fds[1], "x", 1), 1);
	SUCCEEDS_WITH(0, mp_lock_acquire(l, MP_FOREVER));
	ck_assert_int_eq(ended_with(p), 0);
}
END_TEST

START_TEST(a_wait_follows_the_demos_clock)
{
	mp_process *p;
	int fds[2];

	watch_start_with_clock();
	ck_assert_int_eq(pipe(fds), 0);
	p = started(hold_for_a_while, &fds[0]);
	watch_wait(MP_VERB_ACQUIRE, MP_ENDS, 1);
	if (!fork()) {
		while (watch_looks() < 3)
			(void)usleep(100);
		watch_set_clock(3600000000000);
		_exit(0);
	}
	FAILS_WITH(ETIMEDOUT, mp_lock_acquire(l, 3600));
	ck_assert_int_eq(write(fds[1], "x", 1), 1);
	ck_assert_int_eq(ended_with(p), 0);
}
END_TEST

START_TEST(names_are_given_or_numbered)
{
	mp_lock *a = mp_lock_new(NULL), *b = mp_lock_new(NULL);
	mp_lock *c = mp_rlock_new(NULL);

	ck_assert_str_eq(mp_lock_name(l), "lock");
	ck_assert_str_eq(mp_lock_name(a), "Lock-1");
	ck_assert_str_eq(mp_lock_name(b), "Lock-2");
	ck_assert_str_eq(mp_rlock_name(c), "RLock-1");
	mp_lock_free(a);
	mp_lock_free(b);
	mp_rlock_free(c);
}
END_TEST

/* ---- the difference ---- */

START_TEST(a_lock_waits_for_itself)
{
	SUCCEEDS_WITH(0, mp_lock_acquire(l, 0));
	FAILS_WITH(EAGAIN, mp_lock_acquire(l, 0));
	FAILS_WITH(ETIMEDOUT, mp_lock_acquire(l, 0.01));
	SUCCEEDS_WITH(0, mp_lock_release(l));
	FAILS_WITH(EPERM, mp_lock_release(l));
}
END_TEST

/* conforms: 68 */
START_TEST(an_rlock_needs_as_many_releases_as_acquisitions)
{
	for (int i = 0; i < 5; i++)
		SUCCEEDS_WITH(0, mp_rlock_acquire(l, i % 2 ? 0 : MP_FOREVER));
	for (int i = 0; i < 5; i++) {
		ck_assert(!is_free());
		SUCCEEDS_WITH(0, mp_rlock_release(l));
	}
	FAILS_WITH(EPERM, mp_rlock_release(l));
	ck_assert(is_free());
}
END_TEST

static int die_deep(void *unused)
{
	(void)unused;
	if (mp_rlock_acquire(l, 0) || mp_rlock_acquire(l, 0))
		return 1;
	kill_myself();
}

START_TEST(a_holder_that_dies_deep_leaves_it_free)
{
	killed(die_deep, NULL);
	SUCCEEDS_WITH(EOWNERDEAD, mp_rlock_acquire(l, 0));
	SUCCEEDS_WITH(0, mp_rlock_acquire(l, 0));
	SUCCEEDS_WITH(0, mp_rlock_release(l));
	ck_assert(!is_free());
	SUCCEEDS_WITH(0, mp_rlock_release(l));
	FAILS_WITH(EPERM, mp_rlock_release(l));
}
END_TEST

/* ---- events ---- */

START_TEST(what_it_does_is_told_in_the_order_in_which_it_happens)
{
	int times = 200, holders = 0, last = 0;
	mp_process *p[3];

	watch_start();
	counter = shared_memory(sizeof(*counter));
	for (int i = 0; i < 3; i++)
		p[i] = started(count, &times);
	for (int i = 0; i < 3; i++)
		ck_assert_int_eq(ended_with(p[i]), 0);
	for (int i = 0; i < watch_len(); i++) {
		const struct seen *s = watch_at(i);

		if (s->e.phase != MP_HAPPENS)
			continue;
		if (s->e.verb == MP_VERB_ACQUIRE) {
			ck_assert_int_eq(holders++, 0);
			ck_assert_uint_eq(s->e.a, 1);
			last = s->pid;
			ck_assert_uint_eq(s->e.b, (uint64_t)last);
		} else if (s->e.verb == MP_VERB_RELEASE) {
			ck_assert_int_eq(--holders, 0);
			ck_assert_uint_eq(s->e.a, 0);
			ck_assert_int_eq(s->pid, last);
		}
	}
	ck_assert_int_eq(watch_count(MP_VERB_RELEASE, MP_HAPPENS), 3 * times);
}
END_TEST

START_TEST(a_death_and_a_failure_are_told)
{
	const struct seen *s;

	killed(die_with_it, NULL);
	watch_start();
	ck_assert_int_eq(mp_lock_acquire(l, 0), 0);
	ck_assert_int_eq(watch_nth(MP_VERB_ACQUIRE, MP_HAPPENS, 0)->e.aux, 1);
	ck_assert_int_eq(watch_nth(MP_VERB_ACQUIRE, MP_ENDS, 0)->e.err, 0);
	ck_assert_int_eq(ended_with(started(try_it, NULL)), EAGAIN);
	s = watch_nth(MP_VERB_ACQUIRE, MP_ENDS, 1);
	ck_assert_int_eq(s->e.err, EAGAIN);
	ck_assert_ptr_nonnull(s->e.site);
	ck_assert_int_eq(watch_count(MP_VERB_ACQUIRE, MP_WAITS), 0);
	ck_assert_int_eq(mp_lock_release(l), 0);
	ck_assert_int_eq(mp_lock_release(l), -1);
	ck_assert_int_eq(watch_nth(MP_VERB_RELEASE, MP_ENDS, 1)->e.err, EPERM);
	ck_assert_int_eq(watch_count(MP_VERB_RELEASE, MP_HAPPENS), 1);
}
END_TEST

START_TEST(who_waits_tells_for_whom)
{
	SUCCEEDS_WITH(0, mp_lock_acquire(l, 0));
	watch_start();
	ck_assert_int_eq(ended_with(started(fail_in_time, NULL)), 0);
	ck_assert_uint_eq(watch_nth(MP_VERB_ACQUIRE, MP_WAITS, 0)->e.b,
			  (uint64_t)getpid());
}
END_TEST

START_TEST(a_new_lock_tells_its_name)
{
	watch_start();
	mp_lock_free(mp_rlock_new("again"));
	ck_assert_str_eq(watch_nth(MP_VERB_LOCK_NEW, MP_HAPPENS, 0)->text,
			 "again");
	ck_assert_uint_eq(watch_nth(MP_VERB_LOCK_NEW, MP_HAPPENS, 0)->e.a, 1);
}
END_TEST

static void add_both(TCase *t)
{
	tcase_add_test(t, it_is_held_until_it_is_released);
	tcase_add_test(t, what_a_release_calls_is_called_from_mp);
	tcase_add_test(t, a_free_lock_cannot_be_released);
	tcase_add_test(t, only_its_holder_may_release_it);
	tcase_add_test(t, a_wait_for_a_held_lock_times_out);
	tcase_add_test(t, null_and_nan_are_refused);
	tcase_add_test(t, freeing_lets_go);
	tcase_add_test(t, it_keeps_processes_apart);
	tcase_add_test(t, the_death_of_its_holder_frees_it_and_is_told_once);
	tcase_add_test(t, who_waits_for_a_holder_that_dies_gets_it);
	tcase_add_test(t, a_signal_handler_does_not_end_a_wait);
	tcase_add_test(t, a_wait_follows_the_demos_clock);
	tcase_add_test(t, names_are_given_or_numbered);
	tcase_add_test(t,
		       what_it_does_is_told_in_the_order_in_which_it_happens);
	tcase_add_test(t, a_death_and_a_failure_are_told);
	tcase_add_test(t, who_waits_tells_for_whom);
	tcase_add_test(t, a_new_lock_tells_its_name);
	tcase_set_timeout(t, 60);
}

Suite *suite(void)
{
	Suite *s = suite_create("mp/lock");
	TCase *lock = tcase_create("lock"), *rlock = tcase_create("rlock");

	tcase_add_checked_fixture(lock, setup_lock, teardown);
	add_both(lock);
	tcase_add_test(lock, a_lock_waits_for_itself);
	suite_add_tcase(s, lock);
	tcase_add_checked_fixture(rlock, setup_rlock, teardown);
	add_both(rlock);
	tcase_add_test(rlock, an_rlock_needs_as_many_releases_as_acquisitions);
	tcase_add_test(rlock, a_holder_that_dies_deep_leaves_it_free);
	suite_add_tcase(s, rlock);
	return s;
}
