/* SPDX-License-Identifier: MIT */
/* Starts that cannot be: documented errors, and nothing is left of them. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "unit/mp/crew.h"
#include "unit/mp/methods.h"

static int nothing(void *unused)
{
	(void)unused;
	return 0;
}
MP_SPAWNABLE(nothing);

static int unnamed(void *unused)
{
	(void)unused;
	return 0;
}

/* ---- arguments ---- */

START_TEST(what_cannot_be_made)
{
	char byte = 0;

	ck_assert_int_eq(mp_force_start_method(METHOD), 0);
	IS_REFUSED(EINVAL, mp_process_new_with(NULL, NULL, NULL, 0));
	IS_REFUSED(EINVAL, mp_process_new_with(NULL, nothing, NULL, 1));
	IS_REFUSED(EMSGSIZE, mp_process_new_with(NULL, nothing, &byte,
						 MP_ARGUMENT_MOST + 1));
	IS_REFUSED(EMSGSIZE,
		   mp_process_new_with(NULL, nothing, &byte, SIZE_MAX));
}
END_TEST

START_TEST(the_largest_argument_fits)
{
	static char large[MP_ARGUMENT_MOST];

	ck_assert_int_eq(
		ended_with(started_by(METHOD, nothing, large, sizeof(large))),
		0);
}
END_TEST

START_TEST(a_function_without_a_name_cannot_be_spawned)
{
	mp_process *p;

	ck_assert_int_eq(mp_force_start_method(METHOD), 0);
	IS_REFUSED(ENOENT, mp_process_new_with(NULL, unnamed, NULL, 0));
	p = mp_process_new(NULL, unnamed, NULL);
	FAILS_WITH(ENOENT, mp_process_start(p));
	/* Another way is still open. */
	ck_assert_int_eq(mp_process_set_start_method(p, MP_FORK), 0);
	ck_assert_int_eq(mp_process_start(p), 0);
	ck_assert_int_eq(ended_with(p), 0);
	FAILS_WITH(ENOENT, mp_set_forkserver_preload(unnamed));
}
END_TEST

START_TEST(a_pointer_cannot_be_handed_over)
{
	mp_process *p;

	ck_assert_int_eq(mp_force_start_method(METHOD), 0);
	p = mp_process_new(NULL, nothing, &p);
	FAILS_WITH(EINVAL, mp_process_start(p));
	mp_process_free(p);
}
END_TEST

/* conforms: 63 */
START_TEST(what_cannot_be_given)
{
	mp_event *forked = mp_event_new("forked"), *e;
	mp_process *p = made_by(METHOD, nothing, NULL, 0);
	mp_conn *a, *b;
	mp_barrier *line;

	e = mp_event_new("e");
	FAILS_WITH(EINVAL, mp_process_give(NULL, NULL, e));
	FAILS_WITH(EINVAL,
		   mp_process_give_object(p, NULL, MP_GIVEN_EVENT, NULL));
	FAILS_WITH(EINVAL,
		   mp_process_give_object(p, NULL, (enum mp_given)99, e));
	FAILS_WITH(EINVAL, mp_process_give(p, NULL, forked));
	ck_assert_int_eq(mp_process_give(p, NULL, e), 0);
	FAILS_WITH(EEXIST, mp_process_give(p, "e", e));
	line = mp_barrier_new(NULL, 2, unnamed, NULL, 1);
	FAILS_WITH(ENOENT, mp_process_give(p, NULL, line));
	mp_barrier_free(line);
	line = mp_barrier_new(NULL, 2, nothing, &p, 1);
	FAILS_WITH(EINVAL, mp_process_give(p, NULL, line));
	mp_barrier_free(line);
	ck_assert_int_eq(mp_pipe("p", true, &a, &b), 0);
	ck_assert_int_eq(mp_process_give(p, NULL, a), 0);
	ck_assert_int_eq(mp_conn_close(a), 0);
	FAILS_WITH(EBADF, mp_process_start(p));
	mp_process_free(p);
	p = started_by(METHOD, nothing, NULL, 0);
	FAILS_WITH(EALREADY, mp_process_give(p, NULL, e));
	ck_assert_int_eq(ended_with(p), 0);
	mp_conn_free(a);
	mp_conn_free(b);
	mp_event_free(e);
	mp_event_free(forked);
}
END_TEST

START_TEST(more_descriptors_than_can_be_given)
{
	static mp_event *e[MP_GIVEN_MOST + 1];
	mp_process *p = made_by(METHOD, nothing, NULL, 0);

	for (int i = 0; i <= MP_GIVEN_MOST; i++) {
		e[i] = mp_event_new(NULL);
		ck_assert_ptr_nonnull(e[i]);
		ck_assert_int_eq(mp_process_give(p, NULL, e[i]), 0);
	}
	FAILS_WITH(E2BIG, mp_process_start(p));
	mp_process_free(p);
	p = made_by(METHOD, nothing, NULL, 0);
	for (int i = 0; i < MP_GIVEN_MOST; i++)
		ck_assert_int_eq(mp_process_give(p, NULL, e[i]), 0);
	ck_assert_int_eq(mp_process_start(p), 0);
	ck_assert_int_eq(ended_with(p), 0);
	for (int i = 0; i <= MP_GIVEN_MOST; i++)
		mp_event_free(e[i]);
}
END_TEST

/* ---- what the system refuses ---- */

/* With @n descriptors more than there are: the errno value, or 0. */
static int start_with_room_for(enum mp_start_method method, int n)
{
	mp_process *p = made_by(method, nothing, NULL, 0);
	struct rlimit was, few;
	int err = 0;

	ck_assert_int_eq(getrlimit(RLIMIT_NOFILE, &was), 0);
	few = was;
	few.rlim_cur = (rlim_t)n;
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &few), 0);
	if (mp_process_start(p))
		err = errno;
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &was), 0);
	if (err)
		mp_process_free(p);
	else
		ck_assert_int_eq(ended_with(p), 0);
	return err;
}

static int first_unused(void)
{
	int fd = 0;

	while (fcntl(fd, F_GETFD) >= 0)
		fd++;
	return fd;
}

START_TEST(without_descriptors_nothing_is_started)
{
	int before, err = EMFILE, n;

	/* The server's own descriptors are not what is asked for. */
	ck_assert_int_eq(ended_with(started_by(METHOD, nothing, NULL, 0)), 0);
	before = open_descriptors();
	for (n = first_unused(); err; n++) {
		ck_assert_int_lt(n, 1024);
		err = start_with_room_for(METHOD, n);
		ck_assert(err == 0 || err == EMFILE);
		ck_assert_int_eq(open_descriptors(), before);
		ck_assert_uint_eq(mp_active_children(NULL, 0), 0);
	}
}
END_TEST

START_TEST(without_descriptors_no_server_is_started_either)
{
	int before = open_descriptors();

	ck_assert_int_eq(start_with_room_for(MP_FORKSERVER, first_unused()),
			 EMFILE);
	ck_assert_int_eq(open_descriptors(), before);
	ck_assert_int_eq(server_of(0), 0);
	ck_assert(no_child_is_left());
}
END_TEST

/* As a user who may have no more processes than he has. */
static int start_beyond_limit(void *arg)
{
	const int *method = arg;
	mp_process *p;

	ck_assert_int_eq(mp_force_start_method((enum mp_start_method) * method),
			 0);
	p = mp_process_new_with(NULL, nothing, NULL, 0);
	if (setrlimit(RLIMIT_NPROC, &(struct rlimit){ 1, 1 }) ||
	    (!geteuid() && setuid(54321)))
		return 1;
	errno = 0;
	if (!mp_process_start(p))
		return 2;
	if (errno != EAGAIN)
		return 3;
	mp_process_free(p);
	return no_child_is_left() ? 0 : 4;
}

/* conforms: 124 */
START_TEST(beyond_the_limit_of_processes_nothing_is_started)
{
	mp_process *p = mp_process_new(NULL, start_beyond_limit, &_i);

	ck_assert_int_eq(mp_process_start(p), 0);
	ck_assert_int_eq(ended_with(p), 0);
}
END_TEST

/* ---- the guard ---- */

/* Run the program beside this one, with @arg; its exit code. */
static int run_program(const char *name, const char *arg)
{
	char self[4096], path[4200];
	ssize_t len = readlink("/proc/self/exe", self, sizeof(self) - 1);
	char *argv[] = { path, (char *)(uintptr_t)arg, NULL };
	int status;
	pid_t pid;

	ck_assert_int_gt((int)len, 0);
	self[len] = '\0';
	*strrchr(self, '/') = '\0';
	(void)snprintf(path, sizeof(path), "%s/%s", self, name);
	ck_assert_int_eq(posix_spawn(&pid, path, NULL, NULL, argv, environ), 0);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

/* conforms: 145 */
START_TEST(a_program_without_the_guard_starts_nothing)
{
	ck_assert_int_eq(run_program("unguarded", "never"), 0);
}
END_TEST

/* conforms: 145 */
START_TEST(a_program_with_the_guard_too_late_starts_nothing_twice)
{
	ck_assert_int_eq(run_program("unguarded", "late"), 0);
}
END_TEST

START_TEST(a_program_whose_file_is_gone_starts_as_well)
{
	ck_assert_int_eq(run_program("unguarded", "gone"), 0);
}
END_TEST

START_TEST(the_mark_of_a_child_alone_starts_nothing)
{
	ck_assert_int_eq(run_program("unguarded", "--mp-spawned"), EX_OSERR);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("mp/start_bad");
	TCase *t = tcase_create("bad");

	tcase_set_timeout(t, 60);
	tcase_add_checked_fixture(t, methods_setup, NULL);
	EACH_METHOD(t, what_cannot_be_made);
	EACH_METHOD(t, the_largest_argument_fits);
	EACH_FRESH(t, a_function_without_a_name_cannot_be_spawned);
	EACH_FRESH(t, a_pointer_cannot_be_handed_over);
	EACH_FRESH(t, what_cannot_be_given);
	EACH_FRESH(t, more_descriptors_than_can_be_given);
	EACH_METHOD(t, without_descriptors_nothing_is_started);
	tcase_add_test(t, without_descriptors_no_server_is_started_either);
	EACH_METHOD(t, beyond_the_limit_of_processes_nothing_is_started);
	tcase_add_test(t, a_program_without_the_guard_starts_nothing);
	tcase_add_test(t,
		       a_program_with_the_guard_too_late_starts_nothing_twice);
	tcase_add_test(t, a_program_whose_file_is_gone_starts_as_well);
	tcase_add_test(t, the_mark_of_a_child_alone_starts_nothing);
	suite_add_tcase(s, t);
	return s;
}
