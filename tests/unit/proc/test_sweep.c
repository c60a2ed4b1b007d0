/* SPDX-License-Identifier: MIT */
#include "proc/sweep.h"

#include <poll.h>
#include <string.h>
#include <sys/syscall.h>

#include "proc/tree.h"
#include "unit/proc/children.h"

/*
 * Everything that is to be swept holds the write end: the read end comes to
 * its end when all of it is gone.  A byte says that something is under way.
 */
static int pipe_fds[2];

static void setup(void)
{
	ck_assert_int_eq(prctl(PR_SET_CHILD_SUBREAPER, 1), 0);
	ck_assert_int_eq(pipe(pipe_fds), 0);
}

static bool readable(void)
{
	struct pollfd p = { .fd = pipe_fds[0], .events = POLLIN };

	return poll(&p, 1, PATIENCE_NS / CLOCK_MS) == 1;
}

static void say_ready(void)
{
	(void)!write(pipe_fds[1], "r", 1);
}

static void wait_ready(void)
{
	char byte;

	ck_assert(readable());
	ck_assert_int_eq(read(pipe_fds[0], &byte, 1), 1);
}

static void assert_all_gone(void)
{
	char bytes[512];
	ssize_t n;

	(void)close(pipe_fds[1]);
	do {
		ck_assert(readable());
		n = read(pipe_fds[0], bytes, sizeof(bytes));
	} while (n > 0);
	ck_assert_int_eq(n, 0);
	ck_assert_int_eq(waitpid(-1, NULL, WNOHANG | __WALL), -1);
	ck_assert_int_eq(errno, ECHILD);
}

static void body_stubborn(void)
{
	for (int i = 1; i < NSIG; i++)
		(void)signal(i, SIG_IGN);
	say_ready();
	body_pause();
}

static void body_daemon(void)
{
	for (int i = 0; i < 2; i++) {
		if (fork())
			_exit(0);
		(void)setsid();
	}
	body_stubborn();
}

static void body_stopped(void)
{
	say_ready();
	(void)raise(SIGSTOP);
}

/* Starts a new worker whenever one dies. */
static void body_supervisor(void)
{
	while (life_goes_on()) {
		if (fork() == 0)
			body_stubborn();
		while (wait(NULL) > 0)
			;
	}
}

/* Always one process ahead: each forks and ends. */
static void body_hopper(void)
{
	say_ready();
	while (life_goes_on()) {
		if (fork() > 0)
			_exit(0);
		(void)setsid();
	}
}

/* Several lines of forking at once, each member in a session of its own. */
static void body_storm(void)
{
	say_ready();
	for (int i = 0; i < 4; i++) {
		if (fork() == 0) {
			while (life_goes_on()) {
				(void)setsid();
				if (fork() > 0)
					_exit(0);
			}
		}
	}
	body_stubborn();
}

/* Its end is announced by no SIGCHLD: an ordinary wait does not see it. */
static void start_silent_clone(void)
{
	/* As fork(), but the lowest byte of the flags is not SIGCHLD. */
	long pid = syscall(SYS_clone, 0, NULL, NULL, NULL, NULL);

	ck_assert_int_ge(pid, 0);
	if (pid == 0)
		body_stubborn();
}

static void (*const bodies[])(void) = {
	body_pause,      body_stubborn, body_daemon, body_stopped,
	body_supervisor, body_hopper,   body_storm,
};

START_TEST(whatever_it_does_a_descendant_is_ended)
{
	(void)child(bodies[_i]);
	if (bodies[_i] != body_pause)
		wait_ready();
	ck_assert_int_eq(proc_sweep_kill(&(struct proc_sweep){ 0 },
					 clock_now() + PATIENCE_NS),
			 0);
	assert_all_gone();
}
END_TEST

START_TEST(all_sorts_at_once_are_ended)
{
	for (size_t i = 1; i < sizeof(bodies) / sizeof(*bodies); i++) {
		(void)child(bodies[i]);
		wait_ready();
	}
	ck_assert_int_eq(proc_sweep_kill(&(struct proc_sweep){ 0 },
					 clock_now() + PATIENCE_NS),
			 0);
	assert_all_gone();
}
END_TEST

START_TEST(a_child_without_a_signal_is_ended_and_reaped)
{
	start_silent_clone();
	wait_ready();
	ck_assert_int_eq(proc_sweep_kill(&(struct proc_sweep){ 0 },
					 clock_now() + PATIENCE_NS),
			 0);
	assert_all_gone();
}
END_TEST

START_TEST(what_is_kept_stays)
{
	pid_t kept = child(body_stubborn);
	struct proc_sweep s = { .keep = &kept, .keep_count = 1 };
	struct proc_walk all = { .root = getpid() };

	wait_ready();
	(void)child(body_daemon);
	wait_ready();
	ck_assert_int_eq(proc_sweep_kill(&s, clock_now() + PATIENCE_NS), 0);
	ck_assert_int_eq(proc_tree_walk(&all), 1);
	ck_assert_int_eq(waitpid(kept, NULL, WNOHANG), 0);
	end_child(kept);
	assert_all_gone();
}
END_TEST

START_TEST(nothing_to_sweep_is_no_error)
{
	struct proc_sweep s = { 0 };

	ck_assert_int_eq(proc_sweep_kill(&s, 0), 0);
	ck_assert_int_eq(proc_sweep_signal(&s, SIGTERM), 0);
	ck_assert_int_eq(proc_sweep_reap(&s), -ECHILD);
}
END_TEST

START_TEST(a_deadline_that_has_passed_is_said)
{
	/* Its end is the first walk's, but to know so takes a second. */
	(void)child(body_stubborn);
	wait_ready();
	ck_assert_int_eq(proc_sweep_kill(&(struct proc_sweep){ 0 }, 0),
			 -ETIMEDOUT);
	ck_assert_int_eq(proc_sweep_kill(&(struct proc_sweep){ 0 },
					 clock_now() + PATIENCE_NS),
			 0);
	assert_all_gone();
}
END_TEST

static volatile sig_atomic_t got;

static void on_signal(int signo)
{
	(void)signo;
	got++;
}

/* Answers each signal with a byte. */
static void body_listener(void)
{
	sigset_t set, old;

	(void)sigemptyset(&set);
	(void)sigaddset(&set, SIGUSR1);
	(void)sigprocmask(SIG_BLOCK, &set, &old);
	(void)signal(SIGUSR1, on_signal);
	say_ready();
	for (;;) {
		(void)sigsuspend(&old);
		for (; got; got--)
			say_ready();
	}
}

START_TEST(a_signal_reaches_each_once)
{
	struct proc_sweep s = { 0 };
	char byte;

	for (int i = 0; i < 3; i++) {
		(void)child(body_listener);
		wait_ready();
	}
	ck_assert_int_eq(proc_sweep_signal(&s, SIGUSR1), 3);
	for (int i = 0; i < 3; i++)
		wait_ready();
	ck_assert_int_eq(proc_sweep_kill(&s, clock_now() + PATIENCE_NS), 0);
	(void)close(pipe_fds[1]);
	ck_assert_int_eq(read(pipe_fds[0], &byte, 1), 0);
}
END_TEST

/* The linker has it called instead of kill(2). */
int __real_kill(pid_t pid, int signo);
int __wrap_kill(pid_t pid, int signo);

/* Whoever is sent a SIGTERM has died of it before anything else is done. */
static bool death_is_quick;

int __wrap_kill(pid_t pid, int signo)
{
	siginfo_t info;
	int rc = __real_kill(pid, signo);

	if (death_is_quick && signo == SIGTERM)
		(void)waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT);
	return rc;
}

static void body_family(void)
{
	for (int i = 0; i < 3; i++) {
		if (fork() == 0) {
			say_ready();
			body_pause();
		}
	}
	body_pause();
}

START_TEST(the_children_of_one_that_dies_at_once_are_signalled_too)
{
	struct proc_sweep s = { 0 };

	(void)child(body_family);
	for (int i = 0; i < 3; i++)
		wait_ready();
	death_is_quick = true;
	ck_assert_int_eq(proc_sweep_signal(&s, SIGTERM), 4);
	death_is_quick = false;
	WAIT_UNTIL(proc_sweep_reap(&s) == -ECHILD);
	assert_all_gone();
}
END_TEST

struct reaped {
	int count, status;
	pid_t pid;
};

static void note(void *arg, pid_t pid, int status, const struct rusage *usage)
{
	struct reaped *r = arg;

	ck_assert_ptr_nonnull(usage);
	r->count++;
	r->pid = pid;
	r->status = status;
}

static void body_exit_7(void)
{
	_exit(7);
}

START_TEST(reaping_tells_of_each_and_spares_the_kept)
{
	struct reaped r = { 0 };
	pid_t kept = child(body_exit_7), other = child(body_exit_7);
	struct proc_sweep s = {
		.keep = &kept, .keep_count = 1, .reap = note, .arg = &r
	};

	WAIT_UNTIL(proc_sweep_reap(&s) == 1);
	ck_assert_int_eq(r.count, 1);
	ck_assert_int_eq(r.pid, other);
	ck_assert_int_eq(WEXITSTATUS(r.status), 7);
	ck_assert_int_eq(proc_sweep_reap(&s), 0);
	s.keep_count = 0;
	WAIT_UNTIL(proc_sweep_reap(&s) == 1);
	ck_assert_int_eq(r.pid, kept);
	ck_assert_int_eq(proc_sweep_reap(&s), -ECHILD);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("proc/sweep");
	TCase *t = tcase_create("sweep");

	tcase_set_timeout(t, 30);
	tcase_add_checked_fixture(t, setup, NULL);
	tcase_add_loop_test(t, whatever_it_does_a_descendant_is_ended, 0,
			    sizeof(bodies) / sizeof(*bodies));
	tcase_add_test(t, all_sorts_at_once_are_ended);
	tcase_add_test(t, a_child_without_a_signal_is_ended_and_reaped);
	tcase_add_test(t, what_is_kept_stays);
	tcase_add_test(t, nothing_to_sweep_is_no_error);
	tcase_add_test(t, a_deadline_that_has_passed_is_said);
	tcase_add_test(t, a_signal_reaches_each_once);
	tcase_add_test(t,
		       the_children_of_one_that_dies_at_once_are_signalled_too);
	tcase_add_test(t, reaping_tells_of_each_and_spares_the_kept);
	suite_add_tcase(s, t);
	return s;
}
