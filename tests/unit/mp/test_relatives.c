/* SPDX-License-Identifier: MIT */
/* A process's parent and its children. */
#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "mp.h"
#include "unit/mp/crew.h"
#include "unit/mp/watch.h"

static mp_conn *ours, *theirs;

static void setup(void)
{
	(void)signal(SIGTERM, SIG_DFL);
	ck_assert_int_eq(mp_pipe(NULL, true, &ours, &theirs), 0);
}

static void teardown(void)
{
	mp_conn_free(ours);
	mp_conn_free(theirs);
}

/* Lives until a message comes. */
static int live(void *unused)
{
	char c;

	(void)unused;
	(void)mp_conn_recv(theirs, &c, 1, MP_FOREVER);
	return 0;
}

static void end_one(mp_process *p)
{
	ck_assert_int_eq(mp_conn_send(ours, "x", 1, 0), 0);
	ck_assert_int_eq(mp_process_join(p, MP_FOREVER), 0);
}

/* conforms: 2 3 */
START_TEST(children_are_active_from_start_to_end)
{
	mp_process *p[3], *got[4] = { NULL }, *unborn;

	ck_assert_uint_eq(mp_active_children(got, 4), 0);
	unborn = mp_process_new(NULL, live, NULL);
	ck_assert_uint_eq(mp_active_children(got, 4), 0);
	for (int i = 0; i < 3; i++)
		p[i] = started_as(NULL, live, NULL);
	ck_assert_uint_eq(mp_active_children(NULL, 0), 3);
	ck_assert_uint_eq(mp_active_children(got, 2), 3);
	ck_assert_ptr_null(got[2]);
	ck_assert_uint_eq(mp_active_children(got, 4), 3);
	for (int i = 0; i < 3; i++)
		ck_assert_ptr_eq(got[i], p[i]);
	ck_assert_int_eq(mp_process_kill(p[1]), 0);
	ck_assert_int_eq(mp_process_join(p[1], MP_FOREVER), 0);
	ck_assert_uint_eq(mp_active_children(got, 4), 2);
	ck_assert_ptr_eq(got[0], p[0]);
	ck_assert_ptr_eq(got[1], p[2]);
	/* Ours no more. */
	mp_process_free(p[2]);
	ck_assert_uint_eq(mp_active_children(got, 4), 1);
	for (int i = 0; i < 2; i++)
		ck_assert_int_eq(mp_conn_send(ours, "x", 1, 0), 0);
	ck_assert_int_eq(mp_process_join(p[0], MP_FOREVER), 0);
	mp_process_free(p[0]);
	mp_process_free(p[1]);
	mp_process_free(unborn);
}
END_TEST

static bool none_active(void *unused)
{
	(void)unused;
	return mp_active_children(NULL, 0) == 0;
}

/* conforms: 28 */
START_TEST(asking_for_active_children_reaps)
{
	mp_process *p = started_as(NULL, live, NULL);

	watch_start();
	ck_assert_int_eq(mp_process_kill(p), 0);
	ck_assert(eventually(none_active, NULL));
	ck_assert_int_eq(watch_count(MP_VERB_REAP, MP_HAPPENS), 1);
	ck_assert_int_eq(mp_process_exitcode(p), -SIGKILL);
	mp_process_free(p);
}
END_TEST

static int has_none(void *unused)
{
	(void)unused;
	return (int)mp_active_children(NULL, 0);
}

START_TEST(a_childs_siblings_are_not_its_children)
{
	mp_process *sibling = started_as(NULL, live, NULL);

	ck_assert_int_eq(ended_with(started_as(NULL, has_none, NULL)), 0);
	end_one(sibling);
	mp_process_free(sibling);
}
END_TEST

static int look_at_parent(void *pid)
{
	mp_process *p = mp_parent_process();
	struct pollfd fd = { .events = POLLIN };

	if (!p || strcmp(mp_process_name(p), "main") != 0)
		return 1;
	if (mp_process_pid(p) != *(pid_t *)pid ||
	    mp_process_pid(p) != getppid())
		return 2;
	if (!mp_process_is_alive(p) || mp_process_exitcode(p) != MP_NOT_ENDED)
		return 3;
	if (mp_process_join(p, 0) != -1 || errno != ETIMEDOUT ||
	    mp_process_join(p, 0.01) != -1 || errno != ETIMEDOUT)
		return 4;
	fd.fd = mp_process_sentinel(p);
	if (fd.fd < 0 || poll(&fd, 1, 0) != 0)
		return 5;
	if (mp_process_terminate(p) != -1 || errno != ECHILD)
		return 6;
	mp_process_free(p);
	return mp_parent_process() == p && mp_current_process() != p ? 0 : 7;
}

static int child_of_a_child(void *unused)
{
	mp_process *p = mp_parent_process();

	(void)unused;
	return strcmp(mp_process_name(p), "middle") == 0 &&
			       mp_process_pid(p) == getppid()
		       ? 0
		       : 1;
}

static int middle(void *unused)
{
	return ended_with(started_as("last", child_of_a_child, unused));
}

/* Two generations of two below this one, each told as it begins. */
static int have_children(void *order)
{
	int generation = *(int *)order / 10 ? 2 : 1, mine[2];

	if (mp_conn_send(theirs, order, sizeof(int), MP_FOREVER))
		return 1;
	for (int i = 0; i < 2 && generation < 2; i++) {
		mine[i] = *(int *)order * 10 + i + 1;
		if (ended_with(started(have_children, &mine[i])))
			return 2;
	}
	return 0;
}

/* conforms: 29 */
START_TEST(children_may_have_children_who_are_joined_in_order)
{
	static const int all[] = { 1, 11, 12, 2, 21, 22 };
	int order[] = { 1, 2 }, got = 0;

	for (int i = 0; i < 2; i++)
		ck_assert_int_eq(ended_with(started(have_children, &order[i])),
				 0);
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		ck_assert_int_eq((int)mp_conn_recv(ours, &got, sizeof(got), 0),
				 (int)sizeof(got));
		ck_assert_int_eq(got, all[i]);
	}
}
END_TEST

/* conforms: 30 */
START_TEST(a_child_knows_its_parent)
{
	pid_t pid = getpid();

	ck_assert_ptr_null(mp_parent_process());
	ck_assert_int_eq(ended_with(started_as(NULL, look_at_parent, &pid)), 0);
	ck_assert_int_eq(ended_with(started_as("middle", middle, NULL)), 0);
	ck_assert_ptr_null(mp_parent_process());
}
END_TEST

static void has_no_parent(void *unused)
{
	(void)unused;
	exit(mp_parent_process() ? 1 : 0);
}

static int fork_again(void *unused)
{
	/* Look first, to have a descriptor. */
	if (!mp_process_is_alive(mp_parent_process()))
		return 2;
	return program_end(program(has_no_parent, unused));
}

START_TEST(a_plain_fork_has_no_parent_process)
{
	ck_assert_int_eq(program_end(program(has_no_parent, NULL)), 0);
	ck_assert_int_eq(ended_with(started_as(NULL, fork_again, NULL)), 0);
}
END_TEST

/* The result goes through the pipe: nobody can join us any more. */
static int outlive_parent(void *look_before)
{
	mp_process *p = mp_parent_process();
	char result = 'y';

	(void)prctl(PR_SET_PDEATHSIG, 0);
	if (*(int *)look_before && !mp_process_is_alive(p))
		result = 'a';
	(void)mp_conn_send(theirs, "r", 1, MP_FOREVER);
	/* It may have ended already. */
	if (mp_process_join(p, WATCH_PATIENCE_S) ||
	    mp_process_join(p, MP_FOREVER))
		result = 'j';
	if (mp_process_is_alive(p) || mp_process_exitcode(p) != 255)
		result = 'e';
	(void)mp_conn_send(theirs, &result, 1, MP_FOREVER);
	_exit(0);
}

static void start_and_live(void *look_before)
{
	(void)started_as(NULL, outlive_parent, look_before);
	for (;;)
		(void)pause();
}

/* conforms: 30 */
START_TEST(who_outlives_its_parent_can_tell)
{
	pid_t pid = program(start_and_live, &_i);
	char c = 0;

	ck_assert_int_eq((int)mp_conn_recv(ours, &c, 1, WATCH_PATIENCE_S), 1);
	ck_assert_int_eq(kill(pid, SIGKILL), 0);
	ck_assert_int_eq(program_end(pid), -SIGKILL);
	ck_assert_int_eq((int)mp_conn_recv(ours, &c, 1, WATCH_PATIENCE_S), 1);
	ck_assert_int_eq(c, 'y');
}
END_TEST

/* conforms: 152 */
START_TEST(the_cpus_are_those_that_may_be_used)
{
	cpu_set_t all, one;
	size_t first = 0;

	ck_assert_int_eq(sched_getaffinity(0, sizeof(all), &all), 0);
	ck_assert_int_eq(mp_cpu_count(), CPU_COUNT(&all));
	while (!CPU_ISSET(first, &all))
		first++;
	CPU_ZERO(&one);
	CPU_SET(first, &one);
	ck_assert_int_eq(sched_setaffinity(0, sizeof(one), &one), 0);
	ck_assert_int_eq(mp_cpu_count(), 1);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("mp/relatives");
	TCase *t = tcase_create("relatives");

	tcase_set_timeout(t, 60);
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, children_are_active_from_start_to_end);
	tcase_add_test(t, asking_for_active_children_reaps);
	tcase_add_test(t, a_childs_siblings_are_not_its_children);
	tcase_add_test(t, children_may_have_children_who_are_joined_in_order);
	tcase_add_test(t, a_child_knows_its_parent);
	tcase_add_test(t, a_plain_fork_has_no_parent_process);
	tcase_add_loop_test(t, who_outlives_its_parent_can_tell, 0, 2);
	tcase_add_test(t, the_cpus_are_those_that_may_be_used);
	suite_add_tcase(s, t);
	return s;
}
