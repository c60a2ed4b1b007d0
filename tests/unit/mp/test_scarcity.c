/* SPDX-License-Identifier: MIT */
/*
 * When the system has no more memory, descriptors or processes to give:
 * everything that is made fails with the errno that its header names, leaves
 * nothing behind, and can be made when there is some again.
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "mp.h"
#include "support/check_main.h"
#include "unit/mp/crew.h"
#include "unit/mp/pool_crew.h"
#include "unit/mp/watch.h"

/* ---- what can be made; true if it could, and it is gone again ---- */

static bool make_queue(void)
{
	mp_queue *made = mp_queue_new("x", 1000, MP_BYTES(1000));

	mp_queue_free(made);
	return made;
}

static bool make_lock(void)
{
	mp_lock *made = mp_lock_new("x");

	mp_lock_free(made);
	return made;
}

static bool make_rlock(void)
{
	mp_rlock *made = mp_rlock_new("x");

	mp_rlock_free(made);
	return made;
}

static bool make_semaphore(void)
{
	mp_semaphore *made = mp_semaphore_new("x", 1);

	mp_semaphore_free(made);
	return made;
}

static bool make_bounded_semaphore(void)
{
	mp_semaphore *made = mp_bounded_semaphore_new("x", 1000);

	mp_semaphore_free(made);
	return made;
}

static bool make_event(void)
{
	mp_event *made = mp_event_new("x");

	mp_event_free(made);
	return made;
}

static bool make_condition(void)
{
	mp_condition *made = mp_condition_new("x", NULL);

	mp_condition_free(made);
	return made;
}

static bool make_barrier(void)
{
	mp_barrier *made = mp_barrier_new("x", 2, NULL, NULL, MP_FOREVER);

	mp_barrier_free(made);
	return made;
}

static bool make_value(void)
{
	mp_value *made = mp_value_new("x", MP_INT, NULL);

	mp_value_free(made);
	return made;
}

static bool make_array(void)
{
	mp_array *made = mp_array_new("x", MP_INT, 100000, NULL);

	mp_array_free(made);
	return made;
}

static bool make_pipe(void)
{
	mp_conn *a, *b;

	if (mp_pipe("x", true, &a, &b))
		return false;
	mp_conn_free(a);
	mp_conn_free(b);
	return true;
}

static bool make_shm(void)
{
	mp_shm *made = mp_shm_create("scarce", 100000);

	if (made)
		(void)mp_shm_unlink("scarce");
	mp_shm_free(made);
	return made;
}

static bool make_process(void)
{
	int code = 0;
	mp_process *made = mp_process_new("x", give, &code);
	bool good = made && !mp_process_start(made) &&
		    !mp_process_join(made, MP_FOREVER);
	int err = errno;

	mp_process_free(made);
	errno = err;
	return good;
}

static bool make_pool(void)
{
	mp_pool *made = mp_pool_new("x", 4, NULL);
	int err = errno;

	mp_pool_free(made);
	errno = err;
	return made;
}

static bool make_executor(void)
{
	mp_executor *made = mp_executor_new("x", 4, NULL);
	int err = errno;

	mp_executor_free(made);
	errno = err;
	return made;
}

static const struct {
	bool (*make)(void);
	bool maps, descriptors, processes; /* what it cannot do without */
} makers[] = {
	{ make_queue, true, false, false },
	{ make_lock, true, false, false },
	{ make_rlock, true, false, false },
	{ make_semaphore, true, false, false },
	{ make_bounded_semaphore, true, false, false },
	{ make_event, true, false, false },
	{ make_condition, true, false, false },
	{ make_barrier, true, false, false },
	{ make_value, true, false, false },
	{ make_array, true, false, false },
	{ make_pipe, true, true, false },
	{ make_shm, true, true, false },
	{ make_process, false, true, true },
	{ make_pool, true, true, true },
	{ make_executor, true, true, true },
};

enum { MAKERS = sizeof(makers) / sizeof(*makers) };

/* ---- limits ---- */

static void limit(__rlimit_resource_t what, rlim_t most)
{
	struct rlimit l = { 0 };

	ck_assert_int_eq(getrlimit(what, &l), 0);
	l.rlim_cur = most < l.rlim_max ? most : l.rlim_max;
	ck_assert_int_eq(setrlimit(what, &l), 0);
}

static bool has_no_children(void *unused)
{
	(void)unused;
	return waitpid(-1, NULL, WNOHANG) < 0 && errno == ECHILD;
}

/* Nothing is left, and with enough of everything it goes. */
static void afterwards(int descriptors, int which)
{
	ck_assert(has_no_children(NULL));
	ck_assert_int_eq(open_descriptors(), descriptors);
	ck_assert(makers[which].make());
}

#ifndef __SANITIZE_ADDRESS__

static rlim_t mapped(void)
{
	char line[64] = "";
	int fd = open("/proc/self/statm", O_RDONLY);

	ck_assert_int_gt((int)read(fd, line, sizeof(line) - 1), 0);
	(void)close(fd);
	return strtoul(line, NULL, 10) * (rlim_t)sysconf(_SC_PAGESIZE);
}

START_TEST(without_memory_nothing_is_made)
{
	int before;
	rlim_t now;

	/* What is made once for all. */
	ck_assert(makers[_i].make());
	before = open_descriptors();
	now = mapped();
	for (rlim_t pages = 0; pages < 40; pages++) {
		bool good;

		limit(RLIMIT_AS, now + pages * 4096);
		errno = 0;
		good = makers[_i].make();
		limit(RLIMIT_AS, RLIM_INFINITY);
		if (!good)
			ck_assert(errno == ENOMEM ||
				  (errno == EAGAIN && makers[_i].processes));
		if (!pages && makers[_i].maps)
			ck_assert(!good);
		ck_assert_int_eq(open_descriptors(), before);
		ck_assert(has_no_children(NULL));
	}
	afterwards(before, _i);
}
END_TEST

#endif

START_TEST(without_descriptors_nothing_is_made)
{
	int before = open_descriptors();

	for (rlim_t most = 0; most < 20; most++) {
		bool good;

		limit(RLIMIT_NOFILE, most);
		errno = 0;
		good = makers[_i].make();
		limit(RLIMIT_NOFILE, RLIM_INFINITY);
		if (!good)
			ck_assert_int_eq(errno, EMFILE);
		if (!most)
			ck_assert(good == !makers[_i].descriptors);
		ck_assert(has_no_children(NULL));
	}
	/* The doorbell of queues stays. */
	ck_assert_int_le(open_descriptors() - before, 1);
	afterwards(open_descriptors(), _i);
}
END_TEST

/*
 * The limit of processes does not hold for root, and counts all processes of a
 * user: become one whom nobody else is, or one in a name space of his own.
 */
static bool become_alone(void)
{
	uid_t nobody_else = 1000000 + (uid_t)getpid();

	if (geteuid() == 0)
		return setresuid(nobody_else, nobody_else, nobody_else) == 0;
	return unshare(CLONE_NEWUSER) == 0;
}

/* conforms: 124 */
START_TEST(at_the_limit_of_processes_what_was_started_is_stopped)
{
	int before, refused = 0;

	if (!become_alone())
		return;
	ck_assert(makers[_i].make());
	before = open_descriptors();
	for (rlim_t most = 1; most < 10; most++) {
		bool good;

		limit(RLIMIT_NPROC, most);
		errno = 0;
		good = makers[_i].make();
		limit(RLIMIT_NPROC, RLIM_INFINITY);
		if (!good) {
			ck_assert_int_eq(errno, EAGAIN);
			refused++;
		}
		ck_assert(has_no_children(NULL));
		ck_assert_int_eq(open_descriptors(), before);
	}
	ck_assert(makers[_i].processes ? refused : !refused);
	afterwards(before, _i);
}
END_TEST

static int more_than_allowed(void *unused)
{
	int code = 0;
	mp_process *p = mp_process_new(NULL, give, &code);
	int err;

	(void)unused;
	limit(RLIMIT_NPROC, 1);
	err = mp_process_start(p) ? errno : 0;
	if (mp_process_pid(p) != -1 || mp_process_is_alive(p))
		return 1;
	limit(RLIMIT_NPROC, RLIM_INFINITY);
	if (mp_process_start(p) || mp_process_join(p, MP_FOREVER))
		return 2;
	mp_process_free(p);
	return err;
}

START_TEST(a_process_that_was_not_started_for_the_limit_can_be_later)
{
	if (become_alone())
		ck_assert_int_eq(ended_with(started(more_than_allowed, NULL)),
				 EAGAIN);
}
END_TEST

/* ---- a pool that is there ---- */

static int reach_the_limit(const void *in, void *out)
{
	(void)in;
	(void)out;
	_exit(9);
}

START_TEST(a_pool_that_cannot_replace_a_worker_goes_on_with_the_others)
{
	int n = 4;
	long out = 0;

	if (!become_alone())
		return;
	pool_setup();
	ck_assert_int_eq(applied(3), 9);
	/* Two workers, the keeper and this thread: no more. */
	limit(RLIMIT_NPROC, 3);
	FAILS_WITH(EOWNERDEAD,
		   mp_pool_apply(pool, MP_TASK(reach_the_limit, int, int), &n,
				 &out));
	ck_assert_int_eq(applied(4), 16);
	check_squares(1, 100);
	limit(RLIMIT_NPROC, RLIM_INFINITY);
	check_squares(1, 100);
	pool_teardown();
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("mp/scarcity");
	TCase *t = tcase_create("limits");

	tcase_add_checked_fixture(t, crew_setup, NULL);
	tcase_set_timeout(t, 60);
#ifndef __SANITIZE_ADDRESS__
	tcase_add_loop_test(t, without_memory_nothing_is_made, 0, MAKERS);
#endif
	tcase_add_loop_test(t, without_descriptors_nothing_is_made, 0, MAKERS);
	tcase_add_loop_test(
		t, at_the_limit_of_processes_what_was_started_is_stopped, 0,
		MAKERS);
	tcase_add_test(
		t, a_process_that_was_not_started_for_the_limit_can_be_later);
	tcase_add_test(
		t, a_pool_that_cannot_replace_a_worker_goes_on_with_the_others);
	suite_add_tcase(s, t);
	return s;
}
