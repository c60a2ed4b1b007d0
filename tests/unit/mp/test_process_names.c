/* SPDX-License-Identifier: MIT */
/* What a process is called and whose it is. */
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "mp/process.h"
#include "mp/type.h"
#include "unit/mp/crew.h"
#include "unit/mp/watch.h"

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

/* conforms: 4 36 */
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

/* conforms: 9 */
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

/* conforms: 9 */
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

/* conforms: 10 */
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

/* conforms: 18 */
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

/* conforms: 11 12 */
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

Suite *suite(void)
{
	Suite *s = suite_create("mp/process_names");
	TCase *t = tcase_create("process_names");

	tcase_set_timeout(t, 60);
	tcase_add_checked_fixture(t, crew_setup, NULL);
	tcase_add_test(t, the_child_sees_its_argument_its_name_and_its_pid);
	tcase_add_test(t, names_are_numbered_for_each_parent);
	tcase_add_test(t, grandchildren_are_numbered_below_their_parent);
	tcase_add_test(t, a_name_can_be_changed_before_the_start);
	tcase_add_test(t, only_its_parent_may_join_or_signal_it);
	tcase_add_test(t, only_its_maker_may_start_it);
	tcase_add_test(t, a_daemon_may_not_have_children);
	suite_add_tcase(s, t);
	return s;
}
