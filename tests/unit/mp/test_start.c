/* SPDX-License-Identifier: MIT */
/* Processes that are started in each of the ways. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "unit/mp/crew.h"
#include "unit/mp/methods.h"

/* ---- which method ---- */

/* conforms: 143 */
START_TEST(fork_is_the_first_and_the_default)
{
	ck_assert_int_eq(MP_FORK, 0);
	ck_assert_int_eq(mp_get_start_method(), MP_FORK);
	ck_assert_str_eq(mp_start_method_name(MP_FORK), "fork");
	ck_assert_str_eq(mp_start_method_name(MP_SPAWN), "spawn");
	ck_assert_str_eq(mp_start_method_name(MP_FORKSERVER), "forkserver");
	ck_assert_ptr_null(
		mp_start_method_name((enum mp_start_method)MP_START_METHODS));
}
END_TEST

/* conforms: 143 */
START_TEST(the_method_is_chosen_once_unless_forced)
{
	FAILS_WITH(EINVAL, mp_set_start_method((enum mp_start_method)7));
	ck_assert_int_eq(mp_set_start_method(MP_SPAWN), 0);
	ck_assert_int_eq(mp_get_start_method(), MP_SPAWN);
	FAILS_WITH(EALREADY, mp_set_start_method(MP_FORK));
	ck_assert_int_eq(mp_get_start_method(), MP_SPAWN);
	ck_assert_int_eq(mp_force_start_method(MP_FORKSERVER), 0);
	ck_assert_int_eq(mp_get_start_method(), MP_FORKSERVER);
	FAILS_WITH(EINVAL, mp_force_start_method((enum mp_start_method) - 1));
	FAILS_WITH(EALREADY, mp_set_start_method(MP_FORKSERVER));
}
END_TEST

static int nothing(void *unused)
{
	(void)unused;
	return 0;
}
MP_SPAWNABLE(nothing);

/* conforms: 144 */
START_TEST(a_process_keeps_its_method_and_may_have_its_own)
{
	mp_process *p = made_by(MP_SPAWN, nothing, NULL, 0);

	ck_assert_int_eq(mp_force_start_method(MP_FORK), 0);
	ck_assert_int_eq(mp_process_start_method(p), MP_SPAWN);
	FAILS_WITH(EINVAL, mp_process_set_start_method(NULL, MP_FORK));
	FAILS_WITH(EINVAL,
		   mp_process_set_start_method(p, (enum mp_start_method)3));
	ck_assert_int_eq(mp_process_set_start_method(p, MP_FORKSERVER), 0);
	ck_assert_int_eq(mp_process_start_method(p), MP_FORKSERVER);
	ck_assert_int_eq(mp_process_start(p), 0);
	FAILS_WITH(EALREADY, mp_process_set_start_method(p, MP_FORK));
	ck_assert_int_ne(server_of(0), 0);
	ck_assert_int_eq(ended_with(p), 0);
}
END_TEST

static int default_method(void *unused)
{
	(void)unused;
	return (int)mp_get_start_method() * 10 +
	       (int)mp_process_start_method(mp_current_process());
}
MP_SPAWNABLE(default_method);

/* conforms: 144 */
START_TEST(a_child_has_its_parents_default)
{
	mp_process *p = made_by(METHOD, default_method, NULL, 0);

	ck_assert_int_eq(mp_force_start_method(MP_FORKSERVER), 0);
	ck_assert_int_eq(mp_process_start(p), 0);
	ck_assert_int_eq(ended_with(p), 20 + _i);
}
END_TEST

/* ---- what a child has ---- */

struct job {
	double factor;
	char word[100000];
	int n;
};

static int check_job(void *arg)
{
	struct job *job = arg;

	if ((uintptr_t)arg % _Alignof(max_align_t))
		return 1;
	if (job->factor != 0.5 || strcmp(job->word, "word") || job->n != 7)
		return 2;
	/* A copy: it may be changed. */
	job->n = 8;
	return job->n;
}
MP_SPAWNABLE(check_job);

/* conforms: 4 */
START_TEST(a_child_gets_a_copy_of_its_argument)
{
	static struct job job = { 0.5, "word", 7 };
	mp_process *p = made_by(METHOD, check_job, &job, sizeof(job));

	/* It was copied when the process was made. */
	memset(&job, 0, sizeof(job));
	ck_assert_int_eq(mp_process_start(p), 0);
	ck_assert_int_eq(ended_with(p), 8);
}
END_TEST

static int is_null(void *arg)
{
	return arg == NULL;
}
MP_SPAWNABLE(is_null);

START_TEST(an_argument_of_no_bytes_is_null)
{
	ck_assert_int_eq(ended_with(started_by(METHOD, is_null, "", 0)), 1);
	ck_assert_int_eq(ended_with(started_by(METHOD, is_null, NULL, 0)), 1);
}
END_TEST

START_TEST(a_process_without_an_argument_may_be_spawned_too)
{
	mp_process *p;

	ck_assert_int_eq(mp_force_start_method(METHOD), 0);
	p = mp_process_new(NULL, is_null, NULL);
	ck_assert_int_eq(mp_process_start(p), 0);
	ck_assert_int_eq(ended_with(p), 1);
}
END_TEST

static int changed;

static int tell_changed(void *unused)
{
	(void)unused;
	return changed;
}
MP_SPAWNABLE(tell_changed);

/* conforms: 145 */
START_TEST(only_fork_inherits_what_changed_at_run_time)
{
	changed = 5;
	ck_assert_int_eq(ended_with(started_by(METHOD, tell_changed, NULL, 0)),
			 METHOD == MP_FORK ? 5 : 0);
}
END_TEST

struct family {
	pid_t parent;
	char name[32];
};

static int check_relatives(void *arg)
{
	const struct family *f = arg;
	mp_process *parent = mp_parent_process(), *me = mp_current_process();
	mp_process *child;

	if (!parent || mp_process_pid(parent) != f->parent)
		return 1;
	if (strcmp(mp_process_name(parent), "main"))
		return 2;
	if (strcmp(mp_process_name(me), f->name) ||
	    mp_process_pid(me) != getpid())
		return 3;
	if (!mp_process_daemon(me))
		return 4;
	if (!mp_process_is_alive(parent) || mp_process_sentinel(parent) < 0)
		return 5;
	errno = 0;
	if (!mp_process_join(parent, 0.01) || errno != ETIMEDOUT)
		return 6;
	/* A daemon may not. */
	child = mp_process_new(NULL, nothing, NULL);
	errno = 0;
	if (!mp_process_start(child) || errno != EPERM)
		return 7;
	mp_process_free(child);
	return 0;
}
MP_SPAWNABLE(check_relatives);

/* conforms: 30 */
START_TEST(a_child_knows_its_name_its_parent_and_that_it_is_a_daemon)
{
	struct family f = { getpid(), "Zoë's helper" };
	mp_process *p;

	ck_assert_int_eq(mp_force_start_method(METHOD), 0);
	p = mp_process_new_with(f.name, check_relatives, &f, sizeof(f));
	ck_assert_int_eq(mp_process_set_daemon(p, true), 0);
	ck_assert_int_eq(mp_process_start(p), 0);
	ck_assert_int_eq(ended_with(p), 0);
}
END_TEST

static int start_another(void *arg)
{
	const int *left = arg;
	int next = *left - 1;
	mp_process *p;
	int code;

	if (!*left)
		return strcmp(mp_process_name(mp_current_process()),
			      "Process-1:1:1")
			       ? 1
			       : 40;
	p = mp_process_new_with(NULL, start_another, &next, sizeof(next));
	if (mp_process_start(p))
		return 2;
	if (mp_process_join(p, MP_FOREVER))
		return 3;
	code = mp_process_exitcode(p);
	mp_process_free(p);
	return code + 1;
}
MP_SPAWNABLE(start_another);

/* conforms: 29 */
START_TEST(a_child_may_have_children)
{
	ck_assert_int_eq(ended_with(started_by(METHOD, start_another,
					       &(int){ 2 }, sizeof(int))),
			 42);
}
END_TEST

static int square_of(const void *in, void *out)
{
	int n = *(const int *)in;

	*(long *)out = (long)n * n;
	return 0;
}

static int add_squares(void *arg)
{
	int in[3] = { 1, 2, 3 };
	mp_pool *pool;
	long out[3];

	(void)arg;
	pool = mp_pool_new(NULL, 2, NULL);
	if (!pool ||
	    mp_pool_map(pool, MP_TASK(square_of, int, long), in, out, 3))
		return 1;
	mp_pool_close(pool);
	mp_pool_join(pool, MP_FOREVER);
	mp_pool_free(pool);
	return (int)(out[0] + out[1] + out[2]);
}
MP_SPAWNABLE(add_squares);

START_TEST(a_child_may_have_a_pool)
{
	ck_assert_int_eq(ended_with(started_by(METHOD, add_squares, NULL, 0)),
			 14);
}
END_TEST

/* ---- descriptors ---- */

static int wait_here(void *unused)
{
	return wait_for_ever(unused);
}
MP_SPAWNABLE(wait_here);

static int count_descriptors(void *unused)
{
	(void)unused;
	return open_descriptors();
}
MP_SPAWNABLE(count_descriptors);

/* conforms: 35 */
START_TEST(a_child_has_no_more_descriptors_when_others_run)
{
	mp_process *others[8];
	int alone, fds[2], high;

	ck_assert_int_eq(pipe(fds), 0);
	high = fcntl(fds[0], F_DUPFD, 500);
	ck_assert_int_ge(high, 500);
	alone = ended_with(started_by(METHOD, count_descriptors, NULL, 0));
	for (int i = 0; i < 8; i++)
		others[i] = started_by(METHOD, wait_here, NULL, 0);
	ck_assert_int_eq(
		ended_with(started_by(METHOD, count_descriptors, NULL, 0)),
		alone);
	/* Standard input, output and error; and a lifeline. */
	ck_assert_int_le(alone, 4);
	for (int i = 0; i < 8; i++) {
		ck_assert_int_eq(mp_process_kill(others[i]), 0);
		ck_assert_int_eq(ended_with(others[i]), -SIGKILL);
	}
}
END_TEST

static int has_descriptor(void *fd)
{
	return fcntl(*(int *)fd, F_GETFD) >= 0;
}
MP_SPAWNABLE(has_descriptor);

/* conforms: 35 */
START_TEST(a_high_descriptor_is_inherited_by_fork_alone)
{
	int fds[2], high;

	ck_assert_int_eq(pipe(fds), 0);
	high = fcntl(fds[0], F_DUPFD, 511);
	ck_assert_int_eq(ended_with(started_by(METHOD, has_descriptor, &high,
					       sizeof(high))),
			 METHOD == MP_FORK);
}
END_TEST

/* ---- how it ends ---- */

struct ending {
	int exit, signal;
};

static int end_as(void *arg)
{
	const struct ending *e = arg;

	if (e->signal)
		(void)raise(e->signal);
	if (e->exit)
		exit(e->exit);
	return 259;
}
MP_SPAWNABLE(end_as);

START_TEST(the_exit_code_is_what_the_child_ended_with)
{
	static const struct {
		struct ending ending;
		int code;
	} ways[] = {
		{ { 0, 0 }, 3 },
		{ { 300, 0 }, 44 },
		{ { 255, 0 }, 255 },
		{ { 0, SIGKILL }, -SIGKILL },
		{ { 0, SIGUSR1 }, -SIGUSR1 },
	};

	for (size_t i = 0; i < sizeof(ways) / sizeof(*ways); i++)
		ck_assert_int_eq(
			ended_with(started_by(METHOD, end_as, &ways[i].ending,
					      sizeof(ways->ending))),
			ways[i].code);
	ck_assert_uint_eq(mp_active_children(NULL, 0), 0);
}
END_TEST

START_TEST(a_started_process_lives_until_it_is_killed)
{
	mp_process *p = started_by(METHOD, wait_here, NULL, 0), *one = NULL;
	struct pollfd end = { .fd = mp_process_sentinel(p), .events = POLLIN };

	ck_assert_int_gt(mp_process_pid(p), 0);
	ck_assert_int_eq(kill(mp_process_pid(p), 0), 0);
	ck_assert(mp_process_is_alive(p));
	ck_assert_uint_eq(mp_active_children(&one, 1), 1);
	ck_assert_ptr_eq(one, p);
	ck_assert_int_eq(mp_process_exitcode(p), MP_NOT_ENDED);
	FAILS_WITH(ETIMEDOUT, mp_process_join(p, 0.01));
	ck_assert_int_eq(poll(&end, 1, 0), 0);
	ck_assert_int_eq(mp_process_kill(p), 0);
	ck_assert_int_eq(poll(&end, 1, -1), 1);
	/* The sentinel and the code agree at once. */
	ck_assert_int_eq(mp_process_exitcode(p), -SIGKILL);
	ck_assert(!mp_process_is_alive(p));
	ck_assert_int_eq(mp_process_terminate(p), 0);
	ck_assert_int_eq(ended_with(p), -SIGKILL);
}
END_TEST

START_TEST(terminate_ends_it_too)
{
	mp_process *p = started_by(METHOD, wait_here, NULL, 0);

	ck_assert_int_eq(mp_process_terminate(p), 0);
	ck_assert_int_eq(ended_with(p), -SIGTERM);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("mp/start");
	TCase *t = tcase_create("start");

	tcase_set_timeout(t, 60);
	tcase_add_checked_fixture(t, methods_setup, NULL);
	tcase_add_test(t, fork_is_the_first_and_the_default);
	tcase_add_test(t, the_method_is_chosen_once_unless_forced);
	tcase_add_test(t, a_process_keeps_its_method_and_may_have_its_own);
	EACH_METHOD(t, a_child_has_its_parents_default);
	EACH_METHOD(t, a_child_gets_a_copy_of_its_argument);
	EACH_METHOD(t, an_argument_of_no_bytes_is_null);
	EACH_METHOD(t, a_process_without_an_argument_may_be_spawned_too);
	EACH_METHOD(t, only_fork_inherits_what_changed_at_run_time);
	EACH_METHOD(t,
		    a_child_knows_its_name_its_parent_and_that_it_is_a_daemon);
	EACH_METHOD(t, a_child_may_have_children);
	EACH_METHOD(t, a_child_may_have_a_pool);
	EACH_FRESH(t, a_child_has_no_more_descriptors_when_others_run);
	EACH_METHOD(t, a_high_descriptor_is_inherited_by_fork_alone);
	EACH_METHOD(t, the_exit_code_is_what_the_child_ended_with);
	EACH_METHOD(t, a_started_process_lives_until_it_is_killed);
	EACH_METHOD(t, terminate_ends_it_too);
	suite_add_tcase(s, t);
	return s;
}
