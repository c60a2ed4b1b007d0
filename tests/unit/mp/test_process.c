/* SPDX-License-Identifier: MIT */
/* A process from its making to its reaping. */
#include "mp/process.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "mp/type.h"
#include "support/check_main.h"
#include "unit/mp/watch.h"

static int give(void *code)
{
	return *(const int *)code;
}

/* Runs until it is told to end, or is killed. */
static int wait_for_byte(void *fds)
{
	char c;

	return read(((const int *)fds)[0], &c, 1) == 1 ? 0 : 1;
}

static int wait_for_ever(void *unused)
{
	(void)unused;
	while (pause())
		;
	return 1;
}

static mp_process *started(mp_process_fn *fn, void *arg)
{
	mp_process *p = mp_process_new(NULL, fn, arg);

	ck_assert_ptr_nonnull(p);
	ck_assert_int_eq(mp_process_start(p), 0);
	return p;
}

static void tell(const int *fds)
{
	ck_assert_int_eq(write(fds[1], "x", 1), 1);
}

static int ended_with(mp_process *p)
{
	int code;

	ck_assert_int_eq(mp_process_join(p, MP_FOREVER), 0);
	code = mp_process_exitcode(p);
	mp_process_free(p);
	return code;
}

#define FAILS_WITH(err, call)                                                  \
	do {                                                                   \
		errno = 0;                                                     \
		ck_assert_int_eq((call), -1);                                  \
		ck_assert_int_eq(errno, (err));                                \
	} while (0)

START_TEST(the_first_process_is_main)
{
	mp_process *me = mp_current_process();

	ck_assert_str_eq(mp_process_name(me), "main");
	ck_assert_int_eq(mp_process_pid(me), getpid());
	ck_assert(mp_process_is_alive(me));
	ck_assert(!mp_process_daemon(me));
	ck_assert_int_eq(mp_process_exitcode(me), MP_NOT_ENDED);
	mp_process_free(me);
	ck_assert_str_eq(mp_process_name(me), "main");
}
END_TEST

START_TEST(the_first_process_cannot_be_started_joined_or_killed)
{
	mp_process *me = mp_current_process();

	FAILS_WITH(EALREADY, mp_process_start(me));
	FAILS_WITH(ECHILD, mp_process_join(me, 0));
	FAILS_WITH(ECHILD, mp_process_terminate(me));
	FAILS_WITH(ECHILD, mp_process_kill(me));
	FAILS_WITH(ECHILD, mp_process_sentinel(me));
	FAILS_WITH(EALREADY, mp_process_set_name(me, "other"));
	FAILS_WITH(EALREADY, mp_process_set_daemon(me, true));
}
END_TEST

START_TEST(before_its_start_it_has_nothing)
{
	int code = 0;
	mp_process *p = mp_process_new(NULL, give, &code);

	ck_assert_int_eq(mp_process_pid(p), -1);
	ck_assert_int_eq(mp_process_exitcode(p), MP_NOT_ENDED);
	ck_assert(!mp_process_is_alive(p));
	FAILS_WITH(EINVAL, mp_process_join(p, MP_FOREVER));
	FAILS_WITH(EINVAL, mp_process_terminate(p));
	FAILS_WITH(EINVAL, mp_process_kill(p));
	FAILS_WITH(EINVAL, mp_process_sentinel(p));
	mp_process_free(p);
}
END_TEST

START_TEST(it_lives_from_start_to_end)
{
	int fds[2];
	mp_process *p;

	ck_assert_int_eq(pipe(fds), 0);
	p = started(wait_for_byte, fds);
	ck_assert(mp_process_is_alive(p));
	ck_assert_int_gt(mp_process_pid(p), 0);
	ck_assert_int_eq(mp_process_exitcode(p), MP_NOT_ENDED);
	tell(fds);
	ck_assert_int_eq(mp_process_join(p, MP_FOREVER), 0);
	ck_assert(!mp_process_is_alive(p));
	ck_assert_int_eq(mp_process_exitcode(p), 0);
	FAILS_WITH(EALREADY, mp_process_start(p));
	mp_process_free(p);
}
END_TEST

static int report_self(void *out)
{
	struct {
		pid_t pid;
		char name[32];
		void *arg;
	} *r = out;

	r->pid = mp_process_pid(mp_current_process());
	(void)strcpy(r->name, mp_process_name(mp_current_process()));
	r->arg = out;
	return r->pid == getpid() && mp_process_is_alive(mp_current_process())
		       ? 0
		       : 1;
}

START_TEST(the_child_sees_its_argument_its_name_and_its_pid)
{
	struct {
		pid_t pid;
		char name[32];
		void *arg;
	} *r = shared_memory(sizeof(*r));
	mp_process *p = mp_process_new("worker", report_self, r);

	ck_assert_int_eq(mp_process_start(p), 0);
	ck_assert_int_eq(mp_process_join(p, MP_FOREVER), 0);
	ck_assert_int_eq(mp_process_exitcode(p), 0);
	ck_assert_int_eq(r->pid, mp_process_pid(p));
	ck_assert_str_eq(r->name, "worker");
	ck_assert_ptr_eq(r->arg, r);
	mp_process_free(p);
}
END_TEST

static const struct {
	int code, seen;
} codes[] = {
	{ 0, 0 }, { 1, 1 }, { 255, 255 }, { 256, 0 }, { 300, 44 }, { -1, 255 },
};

START_TEST(the_result_of_its_function_is_its_exit_code)
{
	int code = codes[_i].code;

	ck_assert_int_eq(ended_with(started(give, &code)), codes[_i].seen);
}
END_TEST

static int call_exit(void *code)
{
	exit(*(int *)code);
}

static int call_underscore_exit(void *code)
{
	_exit(*(int *)code);
}

static int call_abort(void *unused)
{
	(void)unused;
	(void)signal(SIGABRT, SIG_DFL);
	abort();
}

static int fault(void *unused)
{
	(void)unused;
	(void)signal(SIGSEGV, SIG_DFL);
	(void)raise(SIGSEGV);
	return 0;
}

START_TEST(exit_and_signals_are_told_apart)
{
	int code = 300;

	ck_assert_int_eq(ended_with(started(call_exit, &code)), 44);
	ck_assert_int_eq(ended_with(started(call_underscore_exit, &code)), 44);
	ck_assert_int_eq(ended_with(started(call_abort, NULL)), -SIGABRT);
	ck_assert_int_eq(ended_with(started(fault, NULL)), -SIGSEGV);
}
END_TEST

START_TEST(terminate_and_kill_send_their_signal)
{
	mp_process *p = started(wait_for_ever, NULL);

	ck_assert_int_eq(mp_process_terminate(p), 0);
	ck_assert_int_eq(ended_with(p), -SIGTERM);
	p = started(wait_for_ever, NULL);
	ck_assert_int_eq(mp_process_kill(p), 0);
	ck_assert_int_eq(ended_with(p), -SIGKILL);
}
END_TEST

static int ignore_sigterm(void *fds)
{
	char c;

	(void)signal(SIGTERM, SIG_IGN);
	if (write(((int *)fds)[3], "r", 1) != 1)
		return 1;
	return read(((int *)fds)[0], &c, 1) == 1 ? 7 : 1;
}

START_TEST(a_child_that_ignores_sigterm_ends_with_its_own_code)
{
	int fds[4];
	mp_process *p;
	char c;

	ck_assert_int_eq(pipe(fds), 0);
	ck_assert_int_eq(pipe(fds + 2), 0);
	p = started(ignore_sigterm, fds);
	ck_assert_int_eq(read(fds[2], &c, 1), 1);
	ck_assert_int_eq(mp_process_terminate(p), 0);
	ck_assert(mp_process_is_alive(p));
	tell(fds);
	ck_assert_int_eq(ended_with(p), 7);
}
END_TEST

START_TEST(signals_to_an_ended_process_do_nothing)
{
	int code = 3;
	mp_process *p = started(give, &code);

	ck_assert_int_eq(mp_process_join(p, MP_FOREVER), 0);
	ck_assert_int_eq(mp_process_terminate(p), 0);
	ck_assert_int_eq(mp_process_kill(p), 0);
	ck_assert_int_eq(mp_process_exitcode(p), 3);
	mp_process_free(p);
}
END_TEST

START_TEST(join_gives_up_after_its_timeout)
{
	int fds[2];
	mp_process *p;

	ck_assert_int_eq(pipe(fds), 0);
	p = started(wait_for_byte, fds);
	FAILS_WITH(ETIMEDOUT, mp_process_join(p, 0.01));
	FAILS_WITH(ETIMEDOUT, mp_process_join(p, 0));
	FAILS_WITH(ETIMEDOUT, mp_process_join(p, -1));
	FAILS_WITH(ETIMEDOUT, mp_process_join(p, -INFINITY));
	FAILS_WITH(EINVAL, mp_process_join(p, NAN));
	ck_assert_int_eq(mp_process_exitcode(p), MP_NOT_ENDED);
	tell(fds);
	ck_assert_int_eq(mp_process_join(p, 1e300), 0);
	ck_assert_int_eq(mp_process_join(p, 0), 0);
	ck_assert_int_eq(mp_process_join(p, MP_FOREVER), 0);
	mp_process_free(p);
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

static int wait_for_alarms(void *unused)
{
	return eventually(many_alarms, unused) ? 0 : 1;
}

START_TEST(signal_handlers_do_not_end_a_join)
{
	struct itimerval every_ms = { { 0, 1000 }, { 0, 1000 } };
	struct sigaction act = { .sa_handler = on_alarm };
	mp_process *p;

	alarms = shared_memory(sizeof(*alarms));
	ck_assert_int_eq(sigaction(SIGALRM, &act, NULL), 0);
	p = started(wait_for_alarms, NULL);
	ck_assert_int_eq(setitimer(ITIMER_REAL, &every_ms, NULL), 0);
	ck_assert_int_eq(ended_with(p), 0);
}
END_TEST

START_TEST(names_are_numbered_for_each_parent)
{
	int code = 0;
	mp_process *a = mp_process_new(NULL, give, &code);
	mp_process *b = mp_process_new("named", give, &code);
	mp_process *c = mp_process_new(NULL, give, &code);

	ck_assert_str_eq(mp_process_name(a), "Process-1");
	ck_assert_str_eq(mp_process_name(b), "named");
	ck_assert_str_eq(mp_process_name(c), "Process-3");
	mp_process_free(a);
	mp_process_free(b);
	mp_process_free(c);
}
END_TEST

static int name_of_grandchild(void *out)
{
	mp_process *p = mp_process_new(NULL, report_self, out);
	int bad;

	(void)mp_process_new(NULL, report_self, out);
	bad = mp_process_start(p) || mp_process_join(p, MP_FOREVER) ||
	      mp_process_exitcode(p);
	mp_process_free(p);
	return bad;
}

START_TEST(grandchildren_are_numbered_below_their_parent)
{
	struct {
		pid_t pid;
		char name[32];
		void *arg;
	} *r = shared_memory(sizeof(*r));

	mp_process_free(mp_process_new(NULL, give, NULL));
	ck_assert_int_eq(ended_with(started(name_of_grandchild, r)), 0);
	ck_assert_str_eq(r->name, "Process-2:1");
}
END_TEST

START_TEST(a_name_can_be_changed_before_the_start)
{
	int code = 0;
	char name[] = "copied";
	mp_process *p = mp_process_new(name, give, &code);

	name[0] = 'X';
	ck_assert_str_eq(mp_process_name(p), "copied");
	ck_assert_int_eq(mp_process_set_name(p, "other"), 0);
	ck_assert_str_eq(mp_process_name(p), "other");
	FAILS_WITH(EINVAL, mp_process_set_name(p, NULL));
	ck_assert_int_eq(mp_process_start(p), 0);
	FAILS_WITH(EALREADY, mp_process_set_name(p, "late"));
	ck_assert_str_eq(mp_process_name(p), "other");
	ck_assert_int_eq(ended_with(p), 0);
}
END_TEST

START_TEST(the_sentinel_becomes_readable_at_the_end)
{
	int fds[2];
	struct pollfd s = { .events = POLLIN };
	mp_process *p;

	ck_assert_int_eq(pipe(fds), 0);
	p = started(wait_for_byte, fds);
	s.fd = mp_process_sentinel(p);
	ck_assert_int_ge(s.fd, 0);
	ck_assert_int_eq(fcntl(s.fd, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
	ck_assert_int_eq(poll(&s, 1, 0), 0);
	tell(fds);
	ck_assert_int_eq(poll(&s, 1, WATCH_PATIENCE_S * 1000), 1);
	ck_assert_int_eq(mp_process_join(p, MP_FOREVER), 0);
	ck_assert_int_eq(poll(&s, 1, 0), 1);
	mp_process_free(p);
	ck_assert_int_eq(fcntl(s.fd, F_GETFD), -1);
}
END_TEST

static int count_fds(void)
{
	int n = 0;

	for (int fd = 0; fd < 256; fd++)
		n += fcntl(fd, F_GETFD) >= 0;
	return n;
}

static int report_fds(void *unused)
{
	(void)unused;
	return count_fds();
}

START_TEST(descriptors_do_not_pile_up_in_children)
{
	int fds[2], before;
	mp_process *p[10];

	ck_assert_int_eq(pipe(fds), 0);
	before = count_fds();
	for (int i = 0; i < 10; i++)
		p[i] = started(wait_for_byte, fds);
	ck_assert_int_eq(ended_with(started(report_fds, NULL)), before);
	for (int i = 0; i < 10; i++)
		tell(fds);
	for (int i = 0; i < 10; i++)
		ck_assert_int_eq(ended_with(p[i]), 0);
	ck_assert_int_eq(count_fds(), before);
}
END_TEST

static int try_other_child(void *p)
{
	if (mp_process_is_alive(p))
		return 1;
	if (mp_process_join(p, 0) == 0 || errno != ECHILD)
		return 2;
	if (mp_process_terminate(p) == 0 || errno != ECHILD)
		return 3;
	if (mp_process_kill(p) == 0 || errno != ECHILD)
		return 4;
	if (mp_process_sentinel(p) != -1 || errno != ECHILD)
		return 5;
	if (mp_process_exitcode(p) != MP_NOT_ENDED)
		return 6;
	mp_process_free(p);
	return 0;
}

START_TEST(only_its_parent_may_join_or_signal_it)
{
	int fds[2];
	mp_process *p;

	ck_assert_int_eq(pipe(fds), 0);
	p = started(wait_for_byte, fds);
	ck_assert_int_eq(ended_with(started(try_other_child, p)), 0);
	tell(fds);
	ck_assert_int_eq(ended_with(p), 0);
}
END_TEST

static int try_to_start(void *p)
{
	return mp_process_start(p) == -1 && errno == EPERM ? 0 : 1;
}

START_TEST(only_its_maker_may_start_it)
{
	int code = 0;
	mp_process *p = mp_process_new(NULL, give, &code);

	ck_assert_int_eq(ended_with(started(try_to_start, p)), 0);
	ck_assert_int_eq(mp_process_start(p), 0);
	ck_assert_int_eq(ended_with(p), 0);
}
END_TEST

static int start_one(void *unused)
{
	int code = 0;
	mp_process *p = mp_process_new(NULL, give, &code);

	(void)unused;
	if (mp_process_daemon(p) != mp_process_daemon(mp_current_process()))
		return 100;
	return mp_process_start(p) ? errno : 0;
}

START_TEST(a_daemon_may_not_have_children)
{
	mp_process *p = mp_process_new(NULL, start_one, NULL);

	ck_assert_int_eq(mp_process_set_daemon(p, true), 0);
	ck_assert(mp_process_daemon(p));
	ck_assert_int_eq(mp_process_start(p), 0);
	FAILS_WITH(EALREADY, mp_process_set_daemon(p, false));
	ck_assert_int_eq(ended_with(p), EPERM);
	ck_assert_int_eq(ended_with(started(start_one, NULL)), 0);
}
END_TEST

START_TEST(a_hundred_at_once_all_end_with_their_code)
{
	mp_process *p[100];
	int code = 0;

	for (int i = 0; i < 100; i++)
		p[i] = started(_i ? wait_for_ever : give, &code);
	for (int i = 0; i < 100 && _i; i++)
		ck_assert_int_eq(mp_process_terminate(p[i]), 0);
	for (int i = 0; i < 100; i++)
		ck_assert_int_eq(ended_with(p[i]), _i ? -SIGTERM : 0);
}
END_TEST

static bool zombies_are_gone(void *unused)
{
	siginfo_t info = { 0 };

	(void)unused;
	return waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) < 0 &&
	       errno == ECHILD;
}

START_TEST(a_freed_process_is_reaped_at_the_next_start)
{
	struct pollfd s = { .events = POLLIN };
	int code = 0;
	mp_process *p = started(give, &code);

	s.fd = dup(mp_process_sentinel(p));
	mp_process_free(p);
	ck_assert_int_eq(poll(&s, 1, WATCH_PATIENCE_S * 1000), 1);
	ck_assert(!zombies_are_gone(NULL));
	ck_assert_int_eq(ended_with(started(give, &code)), 0);
	ck_assert(zombies_are_gone(NULL));
}
END_TEST

START_TEST(a_process_that_somebody_else_reaped_has_ended)
{
	int code = 0, status;
	mp_process *p = started(give, &code);

	ck_assert_int_eq(waitpid(mp_process_pid(p), &status, 0),
			 mp_process_pid(p));
	ck_assert_int_eq(mp_process_terminate(p), 0);
	ck_assert_int_eq(ended_with(p), 255);
	(void)signal(SIGCHLD, SIG_IGN);
	ck_assert_int_eq(ended_with(started(give, &code)), 255);
}
END_TEST

START_TEST(without_a_descriptor_nothing_starts)
{
	int code = 0, n = 0, fds[64];
	mp_process *p = mp_process_new(NULL, give, &code);

	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &(struct rlimit){ 64, 64 }),
			 0);
	while (n < 64 && (fds[n] = open("/dev/null", O_RDONLY)) >= 0)
		n++;
	FAILS_WITH(EMFILE, mp_process_start(p));
	ck_assert_int_eq(mp_process_pid(p), -1);
	(void)close(fds[--n]);
	ck_assert_int_eq(mp_process_start(p), 0);
	ck_assert_int_eq(ended_with(p), 0);
	while (n)
		(void)close(fds[--n]);
}
END_TEST

START_TEST(null_is_refused)
{
	errno = 0;
	ck_assert_ptr_null(mp_process_new("x", NULL, NULL));
	ck_assert_int_eq(errno, EINVAL);
	mp_process_free(NULL);
	FAILS_WITH(EINVAL, mp_process_start(NULL));
	FAILS_WITH(EINVAL, mp_process_join(NULL, 0));
	FAILS_WITH(EINVAL, mp_process_terminate(NULL));
	FAILS_WITH(EINVAL, mp_process_kill(NULL));
	FAILS_WITH(EINVAL, mp_process_sentinel(NULL));
	FAILS_WITH(EINVAL, mp_process_set_name(NULL, "x"));
	FAILS_WITH(EINVAL, mp_process_set_daemon(NULL, true));
	ck_assert(!mp_process_is_alive(NULL));
	ck_assert_int_eq(mp_process_exitcode(NULL), MP_NOT_ENDED);
	ck_assert_int_eq(mp_process_pid(NULL), -1);
	ck_assert_ptr_null(mp_process_name(NULL));
}
END_TEST

static void *start_and_join_some(void *unused)
{
	(void)unused;
	for (int i = 0; i < 20; i++) {
		int code = i;
		mp_process *p = mp_process_new(NULL, give, &code);
		bool bad = mp_process_start(p) ||
			   mp_process_join(p, MP_FOREVER) ||
			   mp_process_exitcode(p) != code;

		mp_process_free(p);
		if (bad)
			return p;
	}
	return NULL;
}

START_TEST(threads_may_start_processes_at_once)
{
	pthread_t t[4];
	int before = count_fds();
	void *bad;

	for (int i = 0; i < 4; i++)
		ck_assert_int_eq(
			pthread_create(&t[i], NULL, start_and_join_some, NULL),
			0);
	for (int i = 0; i < 4; i++) {
		ck_assert_int_eq(pthread_join(t[i], &bad), 0);
		ck_assert_ptr_null(bad);
	}
	ck_assert_int_eq(count_fds(), before);
}
END_TEST

static void start_own_child(void *unused)
{
	int code = 9;
	mp_process *p;

	(void)unused;
	if (mp_process_pid(mp_current_process()) != getpid())
		_exit(1);
	p = started(give, &code);
	if (strcmp(mp_process_name(p), "Process-1") != 0)
		_exit(2);
	_exit(ended_with(p) == 9 ? 0 : 3);
}

START_TEST(a_child_of_plain_fork_has_no_children_yet)
{
	int fds[2];
	mp_process *p;

	ck_assert_int_eq(pipe(fds), 0);
	p = started(wait_for_byte, fds);
	ck_assert_int_eq(program_end(program(start_own_child, NULL)), 0);
	tell(fds);
	ck_assert_int_eq(ended_with(p), 0);
}
END_TEST

static void setup(void)
{
	/* Check's own handler would end the whole group. */
	(void)signal(SIGTERM, SIG_DFL);
}

Suite *suite(void)
{
	Suite *s = suite_create("mp/process");
	TCase *t = tcase_create("life");

	tcase_set_timeout(t, 60);
	tcase_add_checked_fixture(t, setup, NULL);
	tcase_add_test(t, the_first_process_is_main);
	tcase_add_test(t, the_first_process_cannot_be_started_joined_or_killed);
	tcase_add_test(t, before_its_start_it_has_nothing);
	tcase_add_test(t, it_lives_from_start_to_end);
	tcase_add_test(t, the_child_sees_its_argument_its_name_and_its_pid);
	tcase_add_loop_test(t, the_result_of_its_function_is_its_exit_code, 0,
			    sizeof(codes) / sizeof(*codes));
	tcase_add_test(t, exit_and_signals_are_told_apart);
	tcase_add_test(t, terminate_and_kill_send_their_signal);
	tcase_add_test(t, a_child_that_ignores_sigterm_ends_with_its_own_code);
	tcase_add_test(t, signals_to_an_ended_process_do_nothing);
	tcase_add_test(t, join_gives_up_after_its_timeout);
	tcase_add_test(t, signal_handlers_do_not_end_a_join);
	tcase_add_test(t, names_are_numbered_for_each_parent);
	tcase_add_test(t, grandchildren_are_numbered_below_their_parent);
	tcase_add_test(t, a_name_can_be_changed_before_the_start);
	tcase_add_test(t, the_sentinel_becomes_readable_at_the_end);
	tcase_add_test(t, descriptors_do_not_pile_up_in_children);
	tcase_add_test(t, only_its_parent_may_join_or_signal_it);
	tcase_add_test(t, only_its_maker_may_start_it);
	tcase_add_test(t, a_daemon_may_not_have_children);
	tcase_add_loop_test(t, a_hundred_at_once_all_end_with_their_code, 0, 2);
	tcase_add_test(t, a_freed_process_is_reaped_at_the_next_start);
	tcase_add_test(t, a_process_that_somebody_else_reaped_has_ended);
	tcase_add_test(t, without_a_descriptor_nothing_starts);
	tcase_add_test(t, null_is_refused);
	tcase_add_test(t, threads_may_start_processes_at_once);
	tcase_add_test(t, a_child_of_plain_fork_has_no_children_yet);
	suite_add_tcase(s, t);
	return s;
}
