/* SPDX-License-Identifier: MIT */
/* What a manager does, and what is left when somebody ends. */
#include "mp/manager.h"

#include <dirent.h>
#include <math.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "mp/dict.h"
#include "mp/list.h"
#include "mp/namespace.h"
#include "mp/process.h"
#include "unit/mp/crew.h"
#include "unit/mp/watch.h"

static mp_manager *m;
static mp_namespace *ns;
static mp_dict *d;
static mp_list *l;

static void setup(void)
{
	(void)signal(SIGTERM, SIG_DFL);
	m = mp_manager_new(NULL, NULL);
	ck_assert_ptr_nonnull(m);
	ns = mp_namespace_new(m, NULL);
	d = mp_dict_new(m, NULL);
	l = mp_list_new(m, NULL);
	ck_assert(ns && d && l);
}

static void teardown(void)
{
	mp_namespace_free(ns);
	mp_dict_free(d);
	mp_list_free(l);
	mp_manager_free(m);
}

static int descriptors(void)
{
	DIR *dir = opendir("/proc/self/fd");
	int n = 0;

	while (readdir(dir))
		n++;
	(void)closedir(dir);
	return n;
}

/* conforms: 102 */
START_TEST(a_server_serves_until_it_is_shut_down)
{
	int n = descriptors();
	mp_manager *other = mp_manager_new("other", NULL);
	mp_dict *x = mp_dict_new(other, "x");

	ck_assert_str_eq(mp_manager_name(m), "Manager-1");
	ck_assert_str_eq(mp_manager_name(other), "other");
	ck_assert(mp_manager_is_alive(other));
	ck_assert_int_ne(mp_manager_pid(other), getpid());
	SUCCEEDS_WITH(0, mp_dict_set(x, MP_ANY(1), MP_ANY(1)));
	SUCCEEDS_WITH(0, mp_manager_shutdown(other));
	ck_assert(!mp_manager_is_alive(other));
	ck_assert_int_eq(kill(mp_manager_pid(other), 0), -1);
	FAILS_WITH(EPIPE, mp_dict_set(x, MP_ANY(1), MP_ANY(2)));
	SUCCEEDS_WITH(0, mp_manager_shutdown(other));
	mp_manager_free(other);
	FAILS_WITH(EPIPE, mp_dict_has(x, MP_ANY(1)));
	mp_dict_free(x);
	ck_assert_int_eq(descriptors(), n);
}
END_TEST

/* All calls, which shall fail with EPIPE. */
static int all_fail(void *unused)
{
	struct mp_any v, *all;
	int64_t n;

	(void)unused;
#define EPIPES(call) (errno = 0, (call) == -1 && errno == EPIPE)
	return EPIPES(mp_namespace_set(ns, "x", MP_ANY(1))) &&
			       EPIPES(mp_namespace_get_int(ns, "x", &n)) &&
			       EPIPES(mp_namespace_delete(ns, "x")) &&
			       EPIPES(mp_namespace_names(ns, &all)) &&
			       EPIPES(mp_dict_get(d, MP_ANY(1), &v)) &&
			       EPIPES(mp_dict_clear(d)) &&
			       EPIPES(mp_dict_keys(d, &all)) &&
			       EPIPES(mp_list_append(l, MP_ANY(1))) &&
			       EPIPES(mp_list_pop(l, -1, &v)) &&
			       EPIPES(mp_list_len(l)) &&
			       !mp_dict_new(m, NULL) && errno == EPIPE
		       ? 0
		       : 1;
}

/* conforms: 102 */
START_TEST(after_the_servers_death_every_call_fails)
{
	mp_process *p;

	SUCCEEDS_WITH(0, mp_namespace_set(ns, "x", MP_ANY(1)));
	SUCCEEDS_WITH(0, mp_list_append(l, MP_ANY(1)));
	ck_assert_int_eq(kill(mp_manager_pid(m), SIGKILL), 0);
	ck_assert_int_eq(mp_list_len(l) < 0 ? errno : 0, EPIPE);
	ck_assert_int_eq(all_fail(NULL), 0);
	p = started(all_fail, NULL);
	ck_assert_int_eq(ended_with(p), 0);
	ck_assert(!mp_manager_is_alive(m));
}
END_TEST

static int append_one(void *unused)
{
	(void)unused;
	return mp_list_append(l, MP_ANY(1)) ? errno : 0;
}

START_TEST(who_waits_for_an_answer_learns_of_the_servers_death)
{
	mp_process *p;

	watch_start();
	ck_assert_int_eq(kill(mp_manager_pid(m), SIGSTOP), 0);
	p = started(append_one, NULL);
	watch_wait(MP_VERB_ITEM_INSERT, MP_WAITS, 1);
	ck_assert_int_eq(kill(mp_manager_pid(m), SIGKILL), 0);
	ck_assert_int_eq(ended_with(p), EPIPE);
	mp_probe = NULL;
	p = started(append_one, NULL);
	ck_assert_int_eq(ended_with(p), EPIPE);
}
END_TEST

START_TEST(a_server_that_does_not_answer_lets_calls_time_out)
{
	mp_dict *inner = mp_dict_new(m, "inner");
	struct mp_any v;
	int64_t n = 0;

	SUCCEEDS_WITH(0, mp_list_append(l, MP_ANY(inner)));
	SUCCEEDS_WITH(0, mp_namespace_set(ns, "x", MP_ANY(7)));
	mp_dict_free(inner);
	SUCCEEDS_WITH(0, mp_manager_set_timeout(m, 0.01));
	ck_assert_int_eq(kill(mp_manager_pid(m), SIGSTOP), 0);
	FAILS_WITH(ETIMEDOUT, mp_list_get(l, 0, &v));
	FAILS_WITH(ETIMEDOUT, mp_list_append(l, MP_ANY(5)));
	/* For this nobody needs to answer. */
	SUCCEEDS_WITH(0, mp_namespace_get_int(ns, "x", &n));
	ck_assert_int_eq(n, 7);
	ck_assert_int_eq(kill(mp_manager_pid(m), SIGCONT), 0);
	SUCCEEDS_WITH(0, mp_manager_set_timeout(m, MP_FOREVER));
	/* The old answers are passed over; what they did is done. */
	ck_assert_int_eq(mp_list_len(l), 2);
	SUCCEEDS_WITH(0, mp_list_get_int(l, 1, &n));
	ck_assert_int_eq(n, 5);
	FAILS_WITH(EINVAL, mp_manager_set_timeout(m, 0));
	FAILS_WITH(EINVAL, mp_manager_set_timeout(m, NAN));
	FAILS_WITH(EINVAL, mp_manager_set_timeout(NULL, 1));
}
END_TEST

/* ---- who may use it ---- */

static int work_and_have_a_child(void *depth)
{
	int next = *(int *)depth - 1;
	mp_process *p;

	for (int i = 0; i < 20; i++)
		if (mp_dict_add(d, MP_ANY("n"), MP_ANY(1), NULL))
			return errno;
	if (!next)
		return 0;
	p = mp_process_new(NULL, work_and_have_a_child, &next);
	if (mp_process_start(p) || mp_process_join(p, MP_FOREVER))
		return errno;
	return mp_process_exitcode(p);
}

/* conforms: 102 */
START_TEST(children_and_their_children_use_it)
{
	mp_process *p[3];
	int depth = 3;
	int64_t n = 0;

	SUCCEEDS_WITH(0, mp_dict_set(d, MP_ANY("n"), MP_ANY(0)));
	for (int i = 0; i < 3; i++)
		p[i] = started(work_and_have_a_child, &depth);
	for (int i = 0; i < 3; i++)
		ck_assert_int_eq(ended_with(p[i]), 0);
	SUCCEEDS_WITH(0, mp_dict_get_int(d, MP_ANY("n"), &n));
	ck_assert_int_eq(n, 3 * 3 * 20);
}
END_TEST

static void *add_many(void *unused)
{
	for (int i = 0; i < 200; i++)
		if (mp_dict_add(d, MP_ANY("n"), MP_ANY(1), NULL))
			return unused;
	return d;
}

START_TEST(threads_call_side_by_side_and_fork_meanwhile)
{
	pthread_t thread[4];
	int depth = 1;
	int64_t n = 0;
	void *ret;

	SUCCEEDS_WITH(0, mp_dict_set(d, MP_ANY("n"), MP_ANY(0)));
	for (int i = 0; i < 4; i++)
		ck_assert_int_eq(
			pthread_create(&thread[i], NULL, add_many, NULL), 0);
	for (int i = 0; i < 10; i++)
		ck_assert_int_eq(
			ended_with(started(work_and_have_a_child, &depth)), 0);
	for (int i = 0; i < 4; i++) {
		ck_assert_int_eq(pthread_join(thread[i], &ret), 0);
		ck_assert_ptr_eq(ret, d);
	}
	SUCCEEDS_WITH(0, mp_dict_get_int(d, MP_ANY("n"), &n));
	ck_assert_int_eq(n, 4 * 200 + 10 * 20);
}
END_TEST

static int shut_it_down(void *unused)
{
	int err = mp_manager_shutdown(m) ? errno : 0;

	(void)unused;
	mp_manager_free(m);
	return err;
}

static int make_one(void *unused)
{
	(void)unused;
	return mp_manager_new(NULL, NULL) ? 0 : errno;
}

START_TEST(only_its_maker_ends_it)
{
	mp_process *p = mp_process_new(NULL, make_one, NULL);

	ck_assert_int_eq(ended_with(started(shut_it_down, NULL)), EPERM);
	ck_assert(mp_manager_is_alive(m));
	ck_assert_int_eq(mp_list_len(l), 0);
	FAILS_WITH(EINVAL, mp_manager_shutdown(NULL));
	mp_manager_free(NULL);
	ck_assert(!mp_manager_is_alive(NULL));
	ck_assert_int_eq(mp_manager_pid(NULL), -1);
	ck_assert_ptr_null(mp_manager_name(NULL));
	/* A daemon may have no children. */
	SUCCEEDS_WITH(0, mp_process_set_daemon(p, true));
	SUCCEEDS_WITH(0, mp_process_start(p));
	ck_assert_int_eq(ended_with(p), EPERM);
}
END_TEST

/* ---- the initializer ---- */

static int note(void *times)
{
	atomic_fetch_add((atomic_int *)times, getpid());
	return 0;
}

static int give_up(void *code)
{
	return *(int *)code;
}

static int leave(void *code)
{
	_exit(*(int *)code);
}

static void refused(int err, struct mp_manager_options options)
{
	int n = descriptors();

	errno = 0;
	ck_assert_ptr_null(mp_manager_new(NULL, &options));
	ck_assert_int_eq(errno, err);
	ck_assert_int_eq(descriptors(), n);
	ck_assert_uint_eq(mp_active_children(NULL, 0), 1);
}

/* conforms: 107 */
START_TEST(the_initializer_runs_once_and_in_the_server)
{
	atomic_int *sum = shared_memory(sizeof(*sum));
	struct mp_manager_options options = { note, sum, 0 };
	mp_manager *other = mp_manager_new(NULL, &options);
	int one = 1;

	ck_assert_ptr_nonnull(other);
	ck_assert_int_eq(atomic_load(sum), mp_manager_pid(other));
	mp_manager_free(other);
	refused(ENOTRECOVERABLE,
		(struct mp_manager_options){ give_up, &one, 0 });
	refused(ENOTRECOVERABLE, (struct mp_manager_options){ leave, &one, 0 });
	refused(EINVAL, (struct mp_manager_options){ .timeout = -1 });
	refused(EINVAL, (struct mp_manager_options){ .timeout = NAN });
}
END_TEST

/* ---- ends ---- */

static int held[2];
static atomic_int *book;

static void make_and_wait(void *unused)
{
	(void)unused;
	(void)close(held[0]);
	if (!mp_manager_new(NULL, NULL))
		return;
	atomic_store(book, 1);
	(void)pause();
}

static bool is_set(void *word)
{
	return atomic_load((atomic_int *)word);
}

/* conforms: 148 151 */
START_TEST(the_server_ends_with_a_maker_that_is_killed)
{
	pid_t pid;

	book = shared_memory(sizeof(*book));
	ck_assert_int_eq(pipe(held), 0);
	pid = program(make_and_wait, NULL);
	(void)close(held[1]);
	ck_assert(eventually(is_set, book));
	ck_assert_int_eq(kill(pid, SIGKILL), 0);
	ck_assert_int_eq(program_end(pid), -SIGKILL);
	/* The server, too, had the other end. */
	ck_assert(hangs_up(held[0]));
	(void)close(held[0]);
}
END_TEST

static mp_list *late;

/* The daemon that SIGTERM has ended was the last with the other end. */
static int append_late(void *unused)
{
	char c;

	(void)unused;
	(void)close(held[1]);
	if (read(held[0], &c, 1))
		return 1;
	if (!mp_list_append(late, MP_ANY(1)) && mp_list_len(late) == 1)
		atomic_store(book, 1);
	return 0;
}

static int wait_for_the_end(void *unused)
{
	(void)unused;
	(void)pause();
	return 0;
}

static mp_manager *left;
static mp_process *last_child, *last_daemon;

static void leave_children_behind(void *unused)
{
	(void)unused;
	last_child = mp_process_new(NULL, append_late, NULL);
	last_daemon = mp_process_new(NULL, wait_for_the_end, NULL);
	left = mp_manager_new(NULL, NULL);
	late = mp_list_new(left, NULL);
	/* Now, so that the server has no end of it. */
	if (pipe(held))
		exit(1);
	(void)mp_process_set_daemon(last_daemon, true);
	(void)mp_process_start(last_daemon);
	(void)mp_process_start(last_child);
	(void)close(held[1]);
	/* exit(3) sends daemons SIGTERM, and joins the other. */
}

START_TEST(at_the_end_of_its_maker_children_may_finish)
{
	pid_t pid;

	book = shared_memory(sizeof(*book));
	pid = program(leave_children_behind, NULL);
	ck_assert_int_eq(program_end(pid), 0);
	ck_assert_int_eq(atomic_load(book), 1);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("mp/manager");
	TCase *t = tcase_create("manager");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, a_server_serves_until_it_is_shut_down);
	tcase_add_test(t, after_the_servers_death_every_call_fails);
	tcase_add_test(t, who_waits_for_an_answer_learns_of_the_servers_death);
	tcase_add_test(t, a_server_that_does_not_answer_lets_calls_time_out);
	tcase_add_test(t, children_and_their_children_use_it);
	tcase_add_test(t, threads_call_side_by_side_and_fork_meanwhile);
	tcase_add_test(t, only_its_maker_ends_it);
	tcase_add_test(t, the_initializer_runs_once_and_in_the_server);
	tcase_add_test(t, the_server_ends_with_a_maker_that_is_killed);
	tcase_add_test(t, at_the_end_of_its_maker_children_may_finish);
	tcase_set_timeout(t, 60);
	suite_add_tcase(s, t);
	return s;
}
