/* SPDX-License-Identifier: MIT */
/* A process from its start to its end. */
#include "mp/process.h"

#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "mp/type.h"
#include "unit/mp/crew.h"
#include "unit/mp/watch.h"

/* conforms: 1 */
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

/* conforms: 2 7 8 25 */
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

/* conforms: 3 6 */
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

static const struct {
	int code, seen;
} codes[] = {
	{ 0, 0 }, { 1, 1 }, { 255, 255 }, { 256, 0 }, { 300, 44 }, { -1, 255 },
};

/* conforms: 23 */
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

/* conforms: 19 23 24 */
START_TEST(exit_and_signals_are_told_apart)
{
	int code = 300;

	ck_assert_int_eq(ended_with(started(call_exit, &code)), 44);
	ck_assert_int_eq(ended_with(started(call_underscore_exit, &code)), 44);
	ck_assert_int_eq(ended_with(started(call_abort, NULL)), -SIGABRT);
	ck_assert_int_eq(ended_with(started(fault, NULL)), -SIGSEGV);
}
END_TEST

/* conforms: 19 */
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

/* conforms: 20 22 */
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

/* conforms: 21 */
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

/* conforms: 15 16 17 */
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

static int wait_for_alarms(void *unused)
{
	return eventually(many_alarms, unused) ? 0 : 1;
}

/* conforms: 34 */
START_TEST(signal_handlers_do_not_end_a_join)
{
	mp_process *p;

	alarms_prepare();
	p = started(wait_for_alarms, NULL);
	alarms_begin();
	ck_assert_int_eq(ended_with(p), 0);
}
END_TEST

/* conforms: 25 */
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

/* conforms: 5 */
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

Suite *suite(void)
{
	Suite *s = suite_create("mp/process");
	TCase *t = tcase_create("process");

	tcase_set_timeout(t, 60);
	tcase_add_checked_fixture(t, crew_setup, NULL);
	tcase_add_test(t, the_first_process_is_main);
	tcase_add_test(t, the_first_process_cannot_be_started_joined_or_killed);
	tcase_add_test(t, before_its_start_it_has_nothing);
	tcase_add_test(t, it_lives_from_start_to_end);
	tcase_add_loop_test(t, the_result_of_its_function_is_its_exit_code, 0,
			    sizeof(codes) / sizeof(*codes));
	tcase_add_test(t, exit_and_signals_are_told_apart);
	tcase_add_test(t, terminate_and_kill_send_their_signal);
	tcase_add_test(t, a_child_that_ignores_sigterm_ends_with_its_own_code);
	tcase_add_test(t, signals_to_an_ended_process_do_nothing);
	tcase_add_test(t, join_gives_up_after_its_timeout);
	tcase_add_test(t, signal_handlers_do_not_end_a_join);
	tcase_add_test(t, the_sentinel_becomes_readable_at_the_end);
	tcase_add_test(t, null_is_refused);
	suite_add_tcase(s, t);
	return s;
}
