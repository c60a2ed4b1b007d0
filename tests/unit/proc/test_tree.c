/* SPDX-License-Identifier: MIT */
#include "proc/tree.h"

#include <poll.h>
#include <pthread.h>

#include "unit/proc/children.h"

/* Descendants say who they are through this pipe. */
static int pipe_fds[2];

static void setup(void)
{
	ck_assert_int_eq(prctl(PR_SET_CHILD_SUBREAPER, 1), 0);
	ck_assert_int_eq(pipe(pipe_fds), 0);
}

static void report(void)
{
	pid_t pid = getpid();

	(void)!write(pipe_fds[1], &pid, sizeof(pid));
}

static pid_t next_report(void)
{
	struct pollfd p = { .fd = pipe_fds[0], .events = POLLIN };
	pid_t pid;

	ck_assert_int_eq(poll(&p, 1, PATIENCE_NS / CLOCK_MS), 1);
	ck_assert_int_eq(read(pipe_fds[0], &pid, sizeof(pid)), sizeof(pid));
	return pid;
}

static void body_report(void)
{
	report();
	body_pause();
}

/*
 * A child, which has two children, the first of which has one.  That one is
 * there before its uncle, so that the order of PIDs is not that of parents.
 */
static void body_family(void)
{
	int born[2];
	char byte;

	(void)!pipe(born);
	report();
	if (fork() == 0) {
		report();
		if (fork() == 0) {
			(void)!write(born[1], "b", 1);
			body_report();
		}
		body_pause();
	}
	(void)!read(born[0], &byte, 1);
	if (fork() == 0)
		body_report();
	body_pause();
}

static bool has(const pid_t *list, int n, pid_t pid)
{
	for (int i = 0; i < n; i++) {
		if (list[i] == pid)
			return true;
	}
	return false;
}

static void kill_all(const pid_t *list, int n)
{
	for (int i = 0; i < n; i++)
		(void)kill(list[i], SIGKILL);
	while (wait(NULL) > 0)
		;
}

struct list {
	pid_t at[64];
	int len;
};

static void append(void *arg, pid_t pid)
{
	struct list *l = arg;

	ck_assert_int_lt(l->len, 64);
	l->at[l->len++] = pid;
}

/* Both ways find the same; parents come before their children. */
START_TEST(all_descendants_are_found_parents_first)
{
	struct list found = { .len = 0 };
	struct proc_walk w = {
		.root = getpid(), .visit = append, .arg = &found, .scan = _i
	};
	pid_t top = child(body_family), members[4];

	for (int i = 0; i < 4; i++)
		members[i] = next_report();
	ck_assert_int_eq(proc_tree_walk(&w), 4);
	ck_assert_int_eq(found.len, 4);
	ck_assert_int_eq(found.at[0], top);
	for (int i = 0; i < 4; i++)
		ck_assert(has(found.at, found.len, members[i]));
	/* The grandchild is the deepest, so it is last. */
	ck_assert(!has((pid_t[]){ members[0] }, 1, found.at[3]));
	w.root = found.at[3];
	ck_assert_int_eq(proc_tree_walk(&w), 0);
	kill_all(members, 4);
}
END_TEST

START_TEST(what_is_kept_hides_its_family)
{
	struct list found = { .len = 0 };
	pid_t top = child(body_family), other = child(body_report);
	struct proc_walk w = { .root = getpid(),
			       .keep = &top,
			       .keep_count = 1,
			       .visit = append,
			       .arg = &found,
			       .scan = _i };
	pid_t members[5];

	for (int i = 0; i < 5; i++)
		members[i] = next_report();
	ck_assert_int_eq(proc_tree_walk(&w), 1);
	ck_assert_int_eq(found.at[0], other);
	kill_all(members, 5);
}
END_TEST

START_TEST(a_zombie_descends_but_does_not_live)
{
	pid_t zombie = child(report), sleeper, *list = NULL;
	struct proc_walk w = { .root = getpid() };
	siginfo_t info;

	ck_assert_int_eq(next_report(), zombie);
	ck_assert_int_eq(waitid(P_PID, (id_t)zombie, &info, WEXITED | WNOWAIT),
			 0);
	sleeper = child(body_report);
	ck_assert_int_eq(next_report(), sleeper);
	ck_assert_int_eq(proc_tree_walk(&w), 2);
	ck_assert_int_eq(proc_descendants(getpid(), &list), 1);
	ck_assert_int_eq(list[0], sleeper);
	free(list);
	kill_all(&sleeper, 1);
}
END_TEST

static void *report_and_pause(void *unused)
{
	report();
	body_pause();
	return unused;
}

/* Its state is Z, but it is no corpse: the second thread goes on. */
static void body_leaderless(void)
{
	pthread_t t;

	(void)pthread_create(&t, NULL, report_and_pause, NULL);
	pthread_exit(NULL);
}

START_TEST(a_process_lives_while_one_thread_does)
{
	pid_t pid = child(body_leaderless), *list = NULL;

	ck_assert_int_eq(next_report(), pid);
	for (int i = 0; i < 20; i++) {
		ck_assert_int_eq(proc_descendants(getpid(), &list), 1);
		ck_assert_int_eq(list[0], pid);
		free(list);
	}
	kill_all(&pid, 1);
}
END_TEST

static void *fork_here(void *unused)
{
	if (fork() == 0)
		body_report();
	return report_and_pause(unused);
}

/* A child of another thread than the first. */
static void body_threaded_parent(void)
{
	pthread_t t;

	(void)pthread_create(&t, NULL, fork_here, NULL);
	body_pause();
}

START_TEST(children_of_every_thread_are_found)
{
	pid_t pid = child(body_threaded_parent), *list = NULL, members[2];

	members[0] = next_report();
	members[1] = next_report();
	ck_assert_int_eq(proc_descendants(pid, &list), 1);
	ck_assert(has(members, 2, list[0]));
	ck_assert_int_ne(list[0], pid);
	free(list);
	kill_all(members, 2);
}
END_TEST

static void body_daemonise(void)
{
	if (fork())
		_exit(0);
	(void)setsid();
	if (fork())
		_exit(0);
	body_report();
}

START_TEST(a_daemon_descends_from_the_subreaper)
{
	pid_t first = child(body_daemonise), daemon = next_report();
	pid_t *list = NULL;

	ck_assert_int_ne(first, daemon);
	WAIT_UNTIL(waitpid(-1, NULL, WNOHANG) <= 0);
	ck_assert_int_eq(proc_descendants(getpid(), &list), 1);
	ck_assert_int_eq(list[0], daemon);
	free(list);
	kill_all(&daemon, 1);
}
END_TEST

START_TEST(nobody_descends_from_what_is_not_there)
{
	pid_t pid = child(report), *list = NULL;

	ck_assert_int_eq(waitpid(pid, NULL, 0), pid);
	ck_assert_int_eq(proc_descendants(pid, &list), 0);
	free(list);
}
END_TEST

enum {
	CROWD = 1500,
};

/* The children file is then longer than one read. */
START_TEST(a_thousand_children_are_each_found_once)
{
	pid_t pids[CROWD], *list = NULL;
	int n;

	for (int i = 0; i < CROWD; i++)
		pids[i] = child(body_pause);
	n = proc_descendants(getpid(), &list);
	ck_assert_int_eq(n, CROWD);
	for (int i = 0; i < CROWD; i++)
		ck_assert_int_eq(list[i], pids[i]); /* in order of birth */
	free(list);
	kill_all(pids, CROWD);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("proc/tree");
	TCase *t = tcase_create("tree");

	tcase_set_timeout(t, 30);
	tcase_add_checked_fixture(t, setup, NULL);
	tcase_add_loop_test(t, all_descendants_are_found_parents_first, 0, 2);
	tcase_add_loop_test(t, what_is_kept_hides_its_family, 0, 2);
	tcase_add_test(t, a_zombie_descends_but_does_not_live);
	tcase_add_test(t, a_process_lives_while_one_thread_does);
	tcase_add_test(t, children_of_every_thread_are_found);
	tcase_add_test(t, a_daemon_descends_from_the_subreaper);
	tcase_add_test(t, nobody_descends_from_what_is_not_there);
	tcase_add_test(t, a_thousand_children_are_each_found_once);
	suite_add_tcase(s, t);
	return s;
}
