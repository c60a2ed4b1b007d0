/* SPDX-License-Identifier: MIT */
/* How children that are not forked, and the server, end. */
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "support/procs.h"
#include "unit/mp/crew.h"
#include "unit/mp/methods.h"
#include "unit/mp/watch.h"

static mp_conn *ours, *theirs;

static void setup(void)
{
	methods_setup();
	mp_set_givable(true);
	ck_assert_int_eq(mp_pipe("line", true, &ours, &theirs), 0);
}

static void teardown(void)
{
	mp_conn_free(ours);
	mp_conn_free(theirs);
}

static int answer(void *unused)
{
	(void)unused;
	return 9;
}
MP_SPAWNABLE(answer);

/* Says that it is there, then ends with 5 when told. */
static int live(void *unused)
{
	mp_conn *line = mp_conn_given("line");
	char c;

	(void)unused;
	if (mp_conn_send(line, "x", 1, MP_FOREVER) ||
	    mp_conn_recv(line, &c, 1, MP_FOREVER) != 1)
		return 1;
	return 5;
}
MP_SPAWNABLE(live);

static void hear_one(void)
{
	char c;

	ck_assert_int_eq(mp_conn_recv(ours, &c, 1, MP_FOREVER), 1);
}

static void tell_one(void)
{
	ck_assert_int_eq(mp_conn_send(ours, "x", 1, MP_FOREVER), 0);
}

static mp_process *living(enum mp_start_method method)
{
	mp_process *p = made_by(method, live, NULL, 0);

	ck_assert_int_eq(mp_process_give(p, NULL, theirs), 0);
	ck_assert_int_eq(mp_process_start(p), 0);
	hear_one();
	return p;
}

static int answered(void)
{
	return ended_with(started_by(MP_FORKSERVER, answer, NULL, 0));
}

/* ---- the server ---- */

START_TEST(there_is_one_server_and_it_is_no_active_child)
{
	pid_t server;

	ck_assert_int_eq(server_of(0), 0);
	ck_assert_int_eq(answered(), 9);
	server = server_of(0);
	ck_assert_int_gt(server, 0);
	ck_assert_uint_eq(mp_active_children(NULL, 0), 0);
	ck_assert_int_eq(answered(), 9);
	ck_assert_int_eq(server_of(0), server);
}
END_TEST

/* conforms: 146 */
START_TEST(what_the_terminal_sends_does_not_end_the_server)
{
	pid_t server;

	ck_assert_int_eq(answered(), 9);
	server = server_of(0);
	ck_assert_int_eq(kill(server, SIGINT), 0);
	ck_assert_int_eq(kill(server, SIGQUIT), 0);
	ck_assert_int_eq(answered(), 9);
	ck_assert_int_eq(server_of(0), server);
}
END_TEST

static int default_sigint(void *unused)
{
	(void)unused;
	(void)raise(SIGINT);
	return 1;
}
MP_SPAWNABLE(default_sigint);

START_TEST(its_children_have_the_signals_that_it_had)
{
	ck_assert_int_eq(
		ended_with(started_by(MP_FORKSERVER, default_sigint, NULL, 0)),
		-SIGINT);
}
END_TEST

/* conforms: 146 */
START_TEST(a_server_that_was_killed_is_replaced_and_its_child_lives_on)
{
	mp_process *p = living(MP_FORKSERVER);
	pid_t server = server_of(0);

	ck_assert_int_eq(kill(server, SIGKILL), 0);
	ck_assert(procs_wait_state(server, "Z", WATCH_PATIENCE_S));
	ck_assert(mp_process_is_alive(p));
	ck_assert_int_eq(answered(), 9);
	ck_assert_int_ne(server_of(0), server);
	/* Reaped, not left. */
	ck_assert_int_eq(kill(server, 0), -1);
	ck_assert(mp_process_is_alive(p));
	tell_one();
	/* Who would know how it ended is no more. */
	ck_assert_int_eq(ended_with(p), 255);
}
END_TEST

START_TEST(a_child_of_a_killed_server_can_be_killed)
{
	mp_process *p = living(MP_FORKSERVER);

	ck_assert_int_eq(kill(server_of(0), SIGKILL), 0);
	FAILS_WITH(ETIMEDOUT, mp_process_join(p, 0.01));
	ck_assert_int_eq(mp_process_kill(p), 0);
	ck_assert_int_eq(ended_with(p), 255);
}
END_TEST

START_TEST(a_server_that_is_stopped_stops_no_join)
{
	mp_process *p = living(MP_FORKSERVER);
	pid_t server = server_of(0);

	ck_assert_int_eq(kill(server, SIGSTOP), 0);
	tell_one();
	ck_assert_int_eq(ended_with(p), 255);
	ck_assert_int_eq(kill(server, SIGCONT), 0);
	ck_assert_int_eq(answered(), 9);
}
END_TEST

static int prepared;

static int prepare(void *unused)
{
	mp_process *p = mp_process_new(NULL, answer, NULL);

	(void)unused;
	prepared = 60;
	/* It may not start anybody. */
	errno = 0;
	if (mp_process_start(p) && errno == EPERM)
		prepared++;
	mp_process_free(p);
	return 0;
}
MP_SPAWNABLE(prepare);

static int tell_prepared(void *unused)
{
	(void)unused;
	return prepared++;
}
MP_SPAWNABLE(tell_prepared);

/* conforms: 147 */
START_TEST(what_the_server_prepares_its_children_have)
{
	ck_assert_int_eq(mp_set_forkserver_preload(prepare), 0);
	for (int i = 0; i < 2; i++)
		ck_assert_int_eq(ended_with(started_by(MP_FORKSERVER,
						       tell_prepared, NULL, 0)),
				 61);
	FAILS_WITH(EALREADY, mp_set_forkserver_preload(NULL));
	ck_assert_int_eq(
		ended_with(started_by(MP_SPAWN, tell_prepared, NULL, 0)), 0);
}
END_TEST

static int die(void *unused)
{
	(void)unused;
	kill_myself();
}
MP_SPAWNABLE(die);

START_TEST(a_server_that_cannot_live_is_an_error)
{
	mp_process *p = made_by(MP_FORKSERVER, answer, NULL, 0);

	ck_assert_int_eq(mp_set_forkserver_preload(die), 0);
	FAILS_WITH(EPIPE, mp_process_start(p));
	ck_assert_uint_eq(mp_active_children(NULL, 0), 0);
	ck_assert(no_child_is_left());
	ck_assert_int_eq(mp_set_forkserver_preload(NULL), 0);
	ck_assert_int_eq(mp_process_start(p), 0);
	ck_assert_int_eq(ended_with(p), 9);
}
END_TEST

/* ---- with the parent ---- */

/* The tests' children are marked, to be found when nobody has their PIDs. */
#define MARK "MP_TEST_START"
static char mark[64];

static void set_mark(void)
{
	char value[32];

	(void)snprintf(value, sizeof(value), "%d", (int)getpid());
	ck_assert_int_eq(setenv(MARK, value, 1), 0);
	(void)snprintf(mark, sizeof(mark), "%s=%s", MARK, value);
	/* This process had none when it began, and does not count. */
}

static void *start_living(void *method)
{
	(void)living((enum mp_start_method)(*(int *)method));
	return NULL;
}

struct plan {
	int method;
	bool in_thread, daemon;
};

static mp_process *kept[2];

static void start_and_wait(void *arg)
{
	const struct plan *plan = arg;
	int method = plan->method;
	pthread_t t;

	if (plan->in_thread) {
		if (pthread_create(&t, NULL, start_living, &method))
			_exit(1);
		(void)pthread_join(t, NULL);
	} else {
		(void)start_living(&method);
	}
	/* The last of the test's processes that was not executed. */
	(void)write(STDOUT_FILENO, "", 0);
	(void)wait_for_ever(NULL);
}

static bool one_is_marked_as_child(void *unused)
{
	pid_t pids[8];

	(void)unused;
	return procs_marked(mark, pids, 8) >= 1;
}

static void parent_is_killed(struct plan plan)
{
	pid_t pid;

	set_mark();
	pid = program(start_and_wait, &plan);
	ck_assert(eventually(one_is_marked_as_child, NULL));
	/* It lives, but for its parent: nothing ends it. */
	ck_assert_int_eq(kill(pid, SIGKILL), 0);
	ck_assert_int_eq(program_end(pid), -SIGKILL);
	ck_assert(procs_wait_none(mark, WATCH_PATIENCE_S));
}

/* conforms: 151 */
START_TEST(children_of_a_killed_parent_end)
{
	parent_is_killed((struct plan){ _i, false, false });
}
END_TEST

START_TEST(children_that_threads_have_started_end_with_the_process)
{
	parent_is_killed((struct plan){ _i, true, false });
}
END_TEST

static void leave_children(void *arg)
{
	int method = *(int *)arg;

	kept[0] = living((enum mp_start_method)method);
	kept[1] = made_by((enum mp_start_method)method, live, NULL, 0);
	if (mp_process_set_daemon(kept[1], true) ||
	    mp_process_give(kept[1], NULL, theirs) || mp_process_start(kept[1]))
		_exit(1);
	hear_one();
	/* To one of the two: the other is told when the first has ended. */
	(void)mp_process_terminate(kept[1]);
	(void)mp_process_join(kept[1], MP_FOREVER);
	tell_one();
}

/* conforms: 13 14 */
START_TEST(at_exit_children_are_joined_and_nothing_is_left)
{
	set_mark();
	ck_assert_int_eq(program_end(program(leave_children, &_i)), 0);
	ck_assert(procs_wait_none(mark, 0));
}
END_TEST

static void leave_a_daemon(void *arg)
{
	int method = *(int *)arg;

	kept[0] = made_by((enum mp_start_method)method, live, NULL, 0);
	if (mp_process_set_daemon(kept[0], true) ||
	    mp_process_give(kept[0], NULL, theirs) || mp_process_start(kept[0]))
		_exit(1);
	hear_one();
}

/* conforms: 13 */
START_TEST(at_exit_daemons_are_ended)
{
	set_mark();
	ck_assert_int_eq(program_end(program(leave_a_daemon, &_i)), 0);
	ck_assert(procs_wait_none(mark, 0));
}
END_TEST

static int print(void *unused)
{
	(void)unused;
	printf("child ");
	return 0;
}
MP_SPAWNABLE(print);

static void print_around(void *arg)
{
	const int *plan = arg;

	if (dup2(plan[1], STDOUT_FILENO) < 0)
		_exit(1);
	printf("parent ");
	(void)ended_with(
		started_by((enum mp_start_method)plan[0], print, NULL, 0));
	printf("again");
}

/* conforms: 32 */
START_TEST(output_is_printed_once_and_in_order)
{
	char text[64] = "";
	size_t len = 0;
	ssize_t n;
	int fds[2];

	(void)fflush(NULL);
	ck_assert_int_eq(pipe(fds), 0);
	ck_assert_int_eq(
		program_end(program(print_around, (int[]){ _i, fds[1] })), 0);
	(void)close(fds[1]);
	while ((n = read(fds[0], text + len, sizeof(text) - 1 - len)) > 0)
		len += (size_t)n;
	ck_assert_str_eq(text, "parent child again");
}
END_TEST

/* ---- killed at any moment ---- */

static atomic_bool killing;

static void *kill_servers(void *unused)
{
	unsigned seed = 1;

	while (atomic_load(&killing)) {
		pid_t server = server_of(0);
		long ns = 50000 + rand_r(&seed) % 2000000;

		if (server)
			(void)kill(server, SIGKILL);
		(void)nanosleep(&(struct timespec){ .tv_nsec = ns }, NULL);
	}
	return unused;
}

static int count_me(void *unused)
{
	(void)unused;
	return mp_value_add(mp_value_given("runs"), &(int){ 1 }, NULL);
}
MP_SPAWNABLE(count_me);

/* What start says is what has happened, whenever the server is killed. */
START_TEST(a_child_of_a_dying_server_runs_once_or_not_at_all)
{
	mp_value *runs = mp_value_new("runs", MP_INT, &(int){ 0 });
	int started = 0, ran;
	pthread_t t;

	atomic_store(&killing, true);
	ck_assert_int_eq(pthread_create(&t, NULL, kill_servers, NULL), 0);
	for (int i = 0; i < 100; i++) {
		mp_process *p = made_by(MP_FORKSERVER, count_me, NULL, 0);

		ck_assert_int_eq(mp_process_give(p, NULL, runs), 0);
		if (mp_process_start(p)) {
			ck_assert_int_eq(errno, EPIPE);
		} else {
			started++;
			ck_assert_int_eq(mp_process_join(p, MP_FOREVER), 0);
			ck_assert(mp_process_exitcode(p) == 0 ||
				  mp_process_exitcode(p) == 255);
		}
		mp_process_free(p);
	}
	atomic_store(&killing, false);
	(void)pthread_join(t, NULL);
	ck_assert_int_eq(mp_value_get(runs, &ran), 0);
	ck_assert_int_eq(ran, started);
	mp_value_free(runs);
}
END_TEST

static void *start_ten(void *failed)
{
	for (int i = 0; i < 10; i++) {
		mp_process *p = mp_process_new_with(NULL, answer, NULL, 0);

		if (mp_process_start(p) || mp_process_join(p, MP_FOREVER) ||
		    mp_process_exitcode(p) != 9)
			atomic_fetch_add((atomic_int *)failed, 1);
		mp_process_free(p);
	}
	return NULL;
}

START_TEST(several_threads_may_start_at_once)
{
	atomic_int failed = 0;
	pthread_t t[4];

	ck_assert_int_eq(mp_force_start_method(METHOD), 0);
	for (int i = 0; i < 4; i++)
		ck_assert_int_eq(
			pthread_create(&t[i], NULL, start_ten, &failed), 0);
	for (int i = 0; i < 4; i++)
		(void)pthread_join(t[i], NULL);
	ck_assert_int_eq(failed, 0);
	ck_assert_uint_eq(mp_active_children(NULL, 0), 0);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("mp/start_server");
	TCase *t = tcase_create("server");

	tcase_set_timeout(t, 60);
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, there_is_one_server_and_it_is_no_active_child);
	tcase_add_test(t, what_the_terminal_sends_does_not_end_the_server);
	tcase_add_test(t, its_children_have_the_signals_that_it_had);
	tcase_add_test(
		t, a_server_that_was_killed_is_replaced_and_its_child_lives_on);
	tcase_add_test(t, a_child_of_a_killed_server_can_be_killed);
	tcase_add_test(t, a_server_that_is_stopped_stops_no_join);
	tcase_add_test(t, what_the_server_prepares_its_children_have);
	tcase_add_test(t, a_server_that_cannot_live_is_an_error);
	EACH_FRESH(t, children_of_a_killed_parent_end);
	EACH_FRESH(t, children_that_threads_have_started_end_with_the_process);
	EACH_FRESH(t, at_exit_children_are_joined_and_nothing_is_left);
	EACH_FRESH(t, at_exit_daemons_are_ended);
	EACH_METHOD(t, output_is_printed_once_and_in_order);
	tcase_add_test(t, a_child_of_a_dying_server_runs_once_or_not_at_all);
	EACH_FRESH(t, several_threads_may_start_at_once);
	suite_add_tcase(s, t);
	return s;
}
