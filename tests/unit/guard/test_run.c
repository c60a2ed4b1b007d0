/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "proc/sweep.h"
#include "unit/guard/rig.h"

static const struct guard_limits none;

#define COUNT(a) (int)(sizeof(a) / sizeof(*(a)))

/* -- the course of a demo -- */

static const struct {
	const char *mode;
	int number;
	int status; /* as of waitpid(2) */
} ends[] = {
	{ "exit", 0, 0 },
	{ "exit", 3, 3 << 8 },
	{ "raise", SIGSEGV, SIGSEGV },
	{ "raise", SIGKILL, SIGKILL },
	{ "raise", SIGTERM, SIGTERM },
};

START_TEST(the_program_ends_as_it_would_alone)
{
	struct rig r = rig_start(&none, ends[_i].mode, ends[_i].number);
	struct guard_event e = rig_event(&r);
	int32_t pid = e.pid;

	ck_assert_uint_eq(e.type, GUARD_STARTED);
	ck_assert_int_gt(pid, 0);
	e = rig_event(&r);
	ck_assert_uint_eq(e.type, GUARD_REAPED);
	ck_assert_int_eq(e.pid, pid);
	ck_assert_uint_eq(e.is_main, 1);
	ck_assert_int_eq(e.status, ends[_i].status);
	ck_assert_int_gt(e.max_rss_bytes, 0);
	ck_assert_int_gt(e.user_ns + e.system_ns, 0);
	e = rig_event(&r);
	ck_assert_uint_eq(e.type, GUARD_ALL_GONE);
	ck_assert_str_eq(rig_output(&r), "");
	ck_assert_int_eq(rig_wait_guard(&r), 0);
	(void)close(r.fd);
}
END_TEST

START_TEST(a_stream_will_do_as_well_as_packets)
{
	char path[512], mode[] = "orphans", number[] = "20";
	char *argv[] = { path, mode, number, NULL };
	struct guard_event e;
	struct rig r;
	int orphans = 0;

	(void)snprintf(path, sizeof(path), "%s", rig_demo_path());
	r = rig_start_argv(&none, argv, SOCK_STREAM);
	rig_wait_ready(&r);
	ck_assert_int_eq(guard_kill(r.fd), 0);
	while ((e = rig_event(&r)).type != GUARD_ALL_GONE)
		orphans += e.type == GUARD_REAPED && e.status == 7 << 8;
	ck_assert_int_eq(orphans, 20);
	(void)rig_output(&r);
	ck_assert_int_eq(rig_wait_guard(&r), 0);
	(void)close(r.fd);
}
END_TEST

static char odd_path[] = "/tmp/procession-guard-XXXXXX";

static void make_odd_file(void)
{
	int fd;

	strcpy(odd_path + strlen(odd_path) - 6, "XXXXXX");
	fd = mkstemp(odd_path);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, "\1\2\3\4", 4), 4);
	(void)close(fd);
}

static void assert_fails(char *program, int error)
{
	char *argv[] = { program, NULL };
	struct rig r = rig_start_argv(&none, argv, SOCK_SEQPACKET);
	struct guard_event e = rig_event(&r);

	ck_assert_uint_eq(e.type, GUARD_FAILED);
	ck_assert_uint_eq(e.step, GUARD_STEP_EXEC);
	ck_assert_int_eq(e.error, error);
	ck_assert_uint_eq(rig_event(&r).type, GUARD_ALL_GONE);
	ck_assert_int_eq(rig_wait_guard(&r), 0);
	(void)close(r.fd);
	(void)close(r.out);
}

START_TEST(a_program_that_cannot_start_is_told_why)
{
	static char nowhere[] = "/nowhere/at/all", dir[] = "/",
		    unknown[] = "no-such-program-anywhere";

	assert_fails(nowhere, ENOENT);
	assert_fails(unknown, ENOENT);
	assert_fails(dir, EACCES);
	make_odd_file();
	assert_fails(odd_path, EACCES); /* not executable */
	ck_assert_int_eq(chmod(odd_path, 0700), 0);
	assert_fails(odd_path, ENOEXEC);
	(void)unlink(odd_path);
}
END_TEST

START_TEST(a_name_is_looked_for_in_the_path)
{
	char sh[] = "sh", c[] = "-c", script[] = "echo found";
	char *argv[] = { sh, c, script, NULL };
	struct rig r = rig_start_argv(&none, argv, SOCK_SEQPACKET);

	ck_assert_str_eq(rig_output(&r), "found\n");
	(void)rig_event_of(&r, GUARD_ALL_GONE);
	ck_assert_int_eq(rig_wait_guard(&r), 0);
	(void)close(r.fd);
}
END_TEST

START_TEST(the_demo_has_a_clean_start)
{
	int fd = fcntl(STDIN_FILENO, F_DUPFD, 20); /* to be inherited */
	sigset_t all, was;
	struct rig r;

	ck_assert_int_ge(fd, 20);
	(void)sigfillset(&all);
	(void)sigprocmask(SIG_BLOCK, &all, &was);
	r = rig_start(&none, "inspect", fd);
	(void)sigprocmask(SIG_SETMASK, &was, NULL);
	ck_assert_str_eq(rig_output(&r), "clean");
	(void)rig_event_of(&r, GUARD_ALL_GONE);
	ck_assert_int_eq(rig_wait_guard(&r), 0);
	(void)close(r.fd);
}
END_TEST

/* -- ending it -- */

START_TEST(end_asks_first)
{
	struct rig r = rig_start(&none, _i ? "stopped" : "rest", 0);
	struct guard_event e;

	rig_wait_ready(&r);
	ck_assert_int_eq(guard_end(r.fd, 60000), 0);
	e = rig_event_of(&r, GUARD_REAPED);
	ck_assert(WIFSIGNALED(e.status));
	ck_assert_int_eq(WTERMSIG(e.status), SIGTERM);
	rig_expect_all_gone(&r);
}
END_TEST

START_TEST(end_kills_after_the_grace)
{
	struct rig r = rig_start(&none, "stubborn", 0);
	struct guard_event e;

	rig_wait_ready(&r);
	/* The shorter grace counts, whichever is said first. */
	ck_assert_int_eq(guard_end(r.fd, _i ? 50 : 60000), 0);
	ck_assert_int_eq(guard_end(r.fd, _i ? 60000 : 50), 0);
	e = rig_event_of(&r, GUARD_REAPED);
	ck_assert_int_eq(WTERMSIG(e.status), SIGKILL);
	rig_expect_all_gone(&r);
}
END_TEST

/* All of these make trouble, some without end. */
static const char *const troubles[] = { "rest",   "stubborn", "stopped",
					"daemon", "silent",   "supervisor",
					"hopper", "storm",    "zombies",
					"family" };

static struct rig start_trouble(int i)
{
	struct rig r = rig_start(&none, troubles[i], 12);

	rig_wait_ready(&r);
	return r;
}

START_TEST(kill_ends_every_kind_of_trouble)
{
	struct rig r = start_trouble(_i);

	ck_assert_int_eq(guard_kill(r.fd), 0);
	rig_expect_all_gone(&r);
}
END_TEST

START_TEST(end_ends_every_kind_of_trouble)
{
	struct rig r = start_trouble(_i);

	ck_assert_int_eq(guard_end(r.fd, 20), 0);
	rig_expect_all_gone(&r);
}
END_TEST

START_TEST(the_end_of_the_socket_ends_every_kind_of_trouble)
{
	struct rig r = start_trouble(_i);

	(void)close(r.fd);
	(void)rig_output(&r);
	ck_assert_int_eq(rig_wait_guard(&r), 0);
}
END_TEST

/*
 * A player that is a process of its own.  Its guard becomes ours when it is
 * killed.  It tells the guard's PID, and may have let a child inherit its end
 * of the socket.
 */
static _Noreturn void be_player(const char *mode, int tell, int out,
				bool careless)
{
	char path[512], name[32], number[] = "12";
	char *argv[] = { path, name, number, NULL };
	int sockets[2];
	pid_t guard;

	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	(void)snprintf(path, sizeof(path), "%s", rig_demo_path());
	(void)snprintf(name, sizeof(name), "%s", mode);
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets) < 0)
		_exit(80);
	guard = fork();
	if (guard < 0)
		_exit(82);
	if (guard == 0)
		rig_become_guard(guard_run_argv(rig_guard_path(), &none, argv),
				 sockets[1], out);
	(void)close(sockets[1]);
	if (careless && fork() == 0) {
		(void)close(out);
		(void)close(tell);
		(void)poll(NULL, 0, 30000);
		_exit(0);
	}
	(void)!write(tell, &guard, sizeof(guard));
	(void)poll(NULL, 0, 60000);
	_exit(81);
}

static void kill_player(const char *mode, bool careless)
{
	int pipes[2], tell[2];
	struct rig r = { .fd = -1 };
	pid_t player, careless_child;

	ck_assert_int_eq(pipe2(pipes, O_CLOEXEC), 0);
	ck_assert_int_eq(pipe2(tell, O_CLOEXEC), 0);
	player = fork();
	ck_assert_int_ge(player, 0);
	if (player == 0)
		be_player(mode, tell[1], pipes[1], careless);
	(void)close(pipes[1]);
	(void)close(tell[1]);
	r.out = pipes[0];
	ck_assert_int_eq(read(tell[0], &r.guard, sizeof(r.guard)),
			 sizeof(r.guard));
	rig_wait_ready(&r);
	ck_assert_int_eq(kill(player, SIGKILL), 0);
	ck_assert_int_eq(waitpid(player, NULL, 0), player);
	(void)rig_output(&r);
	ck_assert_int_eq(rig_wait_guard(&r), 0);
	(void)close(tell[0]);
	if (!careless)
		return;
	/* What is left is not the guard's to end. */
	(void)proc_sweep_signal(&(struct proc_sweep){ .keep = NULL }, SIGKILL);
	careless_child = waitpid(-1, NULL, 0);
	ck_assert_int_gt(careless_child, 0);
}

START_TEST(nothing_survives_a_player_that_is_killed)
{
	kill_player(troubles[_i], false);
}
END_TEST

START_TEST(an_inherited_socket_does_not_hide_the_players_death)
{
	kill_player("stubborn", true);
}
END_TEST

START_TEST(background_processes_go_on_until_the_player_says)
{
	struct rig r = rig_start(&none, "daemon", 0);
	struct guard_event e;

	rig_wait_ready(&r);
	do
		e = rig_event_of(&r, GUARD_REAPED);
	while (!e.is_main);
	ck_assert_int_eq(e.status, 5 << 8);
	/* Two parents on the daemon's way end besides the program itself. */
	ck_assert_int_eq(guard_signal(r.fd, getpid(), 0), 0);
	ck_assert_int_eq(waitpid(r.guard, NULL, WNOHANG), 0);
	ck_assert_int_eq(guard_end(r.fd, 10), 0);
	do
		e = rig_event_of(&r, GUARD_REAPED);
	while (WIFEXITED(e.status));
	ck_assert_uint_eq(e.is_main, 0);
	ck_assert_int_eq(WTERMSIG(e.status), SIGKILL);
	rig_expect_all_gone(&r);
}
END_TEST

START_TEST(output_ends_with_those_who_could_write)
{
	struct rig r = rig_start(&none, "silent", 0);

	/* The guard and a daemon go on, but hold nothing of it open. */
	ck_assert_str_eq(rig_output(&r), "r");
	ck_assert_int_eq(waitpid(r.guard, NULL, WNOHANG), 0);
	ck_assert_int_eq(guard_kill(r.fd), 0);
	(void)rig_event_of(&r, GUARD_ALL_GONE);
	ck_assert_int_eq(rig_wait_guard(&r), 0);
	(void)close(r.fd);
}
END_TEST

/* -- signals -- */

START_TEST(a_signal_goes_to_a_process_of_the_demo_only)
{
	struct rig r = rig_start(&none, "rest", 0);
	int32_t pid = rig_event_of(&r, GUARD_STARTED).pid;
	pid_t other = fork();

	ck_assert_int_ge(other, 0);
	if (other == 0) {
		(void)poll(NULL, 0, 30000);
		_exit(0);
	}
	rig_wait_ready(&r);
	ck_assert_int_eq(guard_signal(r.fd, other, SIGKILL), 0);
	/* A harmless one, lest a broken guard end everything there is. */
	ck_assert_int_eq(guard_signal(r.fd, -1, SIGURG), 0);
	ck_assert_int_eq(guard_signal(r.fd, 0, SIGURG), 0);
	/* Commands are obeyed in order, so those before are done with. */
	ck_assert_int_eq(guard_signal(r.fd, pid, SIGUSR1), 0);
	ck_assert_int_eq(WTERMSIG(rig_event_of(&r, GUARD_REAPED).status),
			 SIGUSR1);
	rig_expect_all_gone(&r);
	ck_assert_int_eq(waitpid(other, NULL, WNOHANG), 0);
	(void)kill(other, SIGKILL);
	ck_assert_int_eq(waitpid(other, NULL, 0), other);
}
END_TEST

START_TEST(signals_do_not_disturb_the_guard)
{
	struct rig r = rig_start(&none, "stubborn", 0);

	rig_wait_ready(&r);
	for (int i = 1; i < NSIG; i++) {
		if (i != SIGKILL && i != SIGSTOP)
			(void)kill(r.guard, i);
	}
	ck_assert_int_eq(guard_end(r.fd, 10), 0);
	ck_assert_int_eq(WTERMSIG(rig_event_of(&r, GUARD_REAPED).status),
			 SIGKILL);
	rig_expect_all_gone(&r);
}
END_TEST

START_TEST(without_its_guard_the_demo_is_the_players_to_sweep)
{
	struct rig r = start_trouble(_i);

	ck_assert_int_eq(kill(r.guard, SIGKILL), 0);
	ck_assert_int_eq(rig_wait_guard(&r), SIGKILL);
	ck_assert_int_eq(proc_sweep_kill(&(struct proc_sweep){ .keep = NULL },
					 clock_now() + PATIENCE_NS),
			 0);
	(void)rig_output(&r);
	(void)close(r.fd);
}
END_TEST

/* -- limits -- */

static void assert_limit(struct rig *r, enum guard_limit limit)
{
	ck_assert_uint_eq(rig_event_of(r, GUARD_LIMIT).limit, limit);
	rig_expect_all_gone(r);
}

START_TEST(a_storm_of_forks_meets_the_limit)
{
	struct guard_limits l = { .procs = 40 };
	struct rig r = rig_start(&l, "storm", 0);

	assert_limit(&r, GUARD_LIMIT_PROCESSES);
}
END_TEST

START_TEST(zombies_count_as_processes)
{
	struct guard_limits l = { .procs = 40 };
	struct rig r = rig_start(&l, "zombies", 60);

	assert_limit(&r, GUARD_LIMIT_PROCESSES);
}
END_TEST

START_TEST(within_the_limits_nothing_happens)
{
	struct guard_limits l = { .procs = 14,
				  .wall_s = 3600,
				  .cpu_s = 3600,
				  .memory = 1LL << 34,
				  .files = 100 };
	struct rig r = rig_start(&l, "family", 12);
	struct guard_event e;

	for (int i = 0; i < 12; i++)
		rig_wait_ready(&r);
	ck_assert_int_eq(guard_end(r.fd, 60000), 0);
	do {
		e = rig_event(&r);
		ck_assert_uint_ne(e.type, GUARD_LIMIT);
	} while (e.type != GUARD_ALL_GONE);
	ck_assert_int_eq(rig_wait_guard(&r), 0);
	(void)close(r.fd);
	(void)close(r.out);
}
END_TEST

START_TEST(time_runs_out)
{
	struct guard_limits l = { .wall_s = 1 };
	struct rig r = rig_start(&l, _i ? "stubborn" : "rest", 0);

	assert_limit(&r, GUARD_LIMIT_WALL);
}
END_TEST

START_TEST(cpu_time_runs_out)
{
	struct guard_limits l = { .cpu_s = 1 };
	struct rig r = rig_start(&l, "spin", 0);

	assert_limit(&r, GUARD_LIMIT_CPU);
}
END_TEST

START_TEST(memory_that_is_used_counts_and_what_is_only_mapped_does_not)
{
	struct guard_limits l = { .memory = 50 << 20 };
	struct rig r = rig_start(&l, "mapped", 4000);

	ck_assert_str_eq(rig_output(&r), "had");
	(void)rig_event_of(&r, GUARD_ALL_GONE);
	ck_assert_int_eq(rig_wait_guard(&r), 0);
	(void)close(r.fd);
	r = rig_start(&l, "memory", 100);
	assert_limit(&r, GUARD_LIMIT_MEMORY);
}
END_TEST

START_TEST(files_run_out_inside_the_demo)
{
	struct guard_limits l = { .files = 30 };
	struct rig r = rig_start(&l, "files", 0);

	ck_assert_str_eq(rig_output(&r), "29");
	(void)rig_event_of(&r, GUARD_ALL_GONE);
	ck_assert_int_eq(rig_wait_guard(&r), 0);
	(void)close(r.fd);
}
END_TEST

/* -- a player that does not listen -- */

START_TEST(a_player_that_does_not_read_misses_nothing)
{
	enum {
		ORPHANS = 2000,
	};
	struct rig r = rig_start(&none, "orphans", ORPHANS);
	struct guard_event e;
	int orphans = 0;

	rig_wait_ready(&r);
	ck_assert_int_eq(guard_kill(r.fd), 0);
	(void)rig_output(&r); /* it was obeyed nevertheless */
	while ((e = rig_event(&r)).type != GUARD_ALL_GONE)
		orphans += e.type == GUARD_REAPED && e.status == 7 << 8;
	ck_assert_uint_eq(e.lost, 0);
	ck_assert_int_eq(orphans, ORPHANS);
	ck_assert_int_eq(rig_wait_guard(&r), 0);
	(void)close(r.fd);
}
END_TEST

START_TEST(last_words_are_heard_past_a_reset)
{
	int type = _i ? SOCK_STREAM : SOCK_SEQPACKET, fds[2];
	struct guard_event e = { .type = GUARD_ALL_GONE };
	struct guard_inbox in = { .have = 0 };

	ck_assert_int_eq(socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, fds), 0);
	ck_assert_int_eq(guard_kill(fds[0]), 0); /* is never read */
	ck_assert_int_eq(guard_put(fds[1], &e, sizeof(e)), 0);
	(void)close(fds[1]);
	e.type = 0;
	ck_assert_int_eq(guard_read(&in, fds[0], &e), 1);
	ck_assert_uint_eq(e.type, GUARD_ALL_GONE);
	ck_assert_int_eq(guard_read(&in, fds[0], &e), -EPIPE);
	(void)close(fds[0]);
}
END_TEST

START_TEST(what_is_said_to_a_guard_that_exits_hides_nothing)
{
	struct rig r = rig_start(&none, "exit", 0);
	struct guard_event e;
	int rc;

	/* Its last words are read even if ours were not. */
	while ((rc = guard_kill(r.fd)) == 0 || rc == -EAGAIN)
		(void)poll(NULL, 0, 1);
	ck_assert_int_eq(rc, -EPIPE);
	do {
		rc = guard_read(&r.in, r.fd, &e);
		ck_assert_int_eq(rc, 1);
	} while (e.type != GUARD_ALL_GONE);
	ck_assert_int_eq(guard_read(&r.in, r.fd, &e), -EPIPE);
	ck_assert_int_eq(rig_wait_guard(&r), 0);
	(void)close(r.fd);
	(void)close(r.out);
}
END_TEST

/* -- its command line -- */

static const char *const misuses[][6] = {
	{ NULL },
	{ "run", NULL },
	{ "run", "3", NULL },
	{ "run", "3", "--", NULL },
	{ "run", "x", "--", "true", NULL },
	{ "run", "99", "--", "true", NULL },
	{ "run", "3", "true", NULL },
	{ "run", "3", "--procs", "--", "true", NULL },
	{ "run", "3", "--procs", "-1", "--", NULL },
	{ "run", "3", "--wall", "9999999999", "--", NULL },
	{ "run", "3", "--speed", "1", "--", NULL },
	{ "terminal", "3", NULL },
	{ "terminal", "3", "x", NULL },
	{ "walk", "3", "--", "true", NULL },
};

START_TEST(misuse_is_refused)
{
	char *argv[8] = { NULL };
	int status;
	pid_t pid;

	argv[0] = strdup(rig_guard_path());
	for (int i = 0; misuses[_i][i]; i++)
		argv[i + 1] = strdup(misuses[_i][i]);
	pid = fork();
	ck_assert_int_ge(pid, 0);
	if (pid == 0) {
		(void)close(99);
		(void)!freopen("/dev/null", "w", stderr);
		(void)execv(argv[0], argv);
		_exit(91);
	}
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert_int_eq(status, 2 << 8);
	for (int i = 0; argv[i]; i++)
		free(argv[i]);
}
END_TEST

static TCase *make_case(Suite *s, const char *name)
{
	TCase *t = tcase_create(name);

	tcase_set_timeout(t, 30);
	tcase_add_checked_fixture(t, rig_setup, rig_teardown);
	suite_add_tcase(s, t);
	return t;
}

Suite *suite(void)
{
	Suite *s = suite_create("guard/run");
	TCase *t = make_case(s, "course");
	int all = COUNT(troubles);

	tcase_add_loop_test(t, the_program_ends_as_it_would_alone, 0,
			    COUNT(ends));
	tcase_add_test(t, a_stream_will_do_as_well_as_packets);
	tcase_add_test(t, a_program_that_cannot_start_is_told_why);
	tcase_add_test(t, a_name_is_looked_for_in_the_path);
	tcase_add_test(t, the_demo_has_a_clean_start);
	t = make_case(s, "ending");
	tcase_add_loop_test(t, end_asks_first, 0, 2);
	tcase_add_loop_test(t, end_kills_after_the_grace, 0, 2);
	tcase_add_loop_test(t, kill_ends_every_kind_of_trouble, 0, all);
	tcase_add_loop_test(t, end_ends_every_kind_of_trouble, 0, all);
	tcase_add_loop_test(t, the_end_of_the_socket_ends_every_kind_of_trouble,
			    0, all);
	tcase_add_loop_test(t, nothing_survives_a_player_that_is_killed, 0,
			    all);
	tcase_add_test(t, an_inherited_socket_does_not_hide_the_players_death);
	tcase_add_test(t, background_processes_go_on_until_the_player_says);
	tcase_add_test(t, output_ends_with_those_who_could_write);
	t = make_case(s, "signals");
	tcase_add_test(t, a_signal_goes_to_a_process_of_the_demo_only);
	tcase_add_test(t, signals_do_not_disturb_the_guard);
	tcase_add_loop_test(
		t, without_its_guard_the_demo_is_the_players_to_sweep, 0, all);
	t = make_case(s, "limits");
	tcase_add_test(t, a_storm_of_forks_meets_the_limit);
	tcase_add_test(t, zombies_count_as_processes);
	tcase_add_test(t, within_the_limits_nothing_happens);
	tcase_add_loop_test(t, time_runs_out, 0, 2);
	tcase_add_test(t, cpu_time_runs_out);
	tcase_add_test(
		t, memory_that_is_used_counts_and_what_is_only_mapped_does_not);
	tcase_add_test(t, files_run_out_inside_the_demo);
	t = make_case(s, "socket");
	tcase_add_test(t, a_player_that_does_not_read_misses_nothing);
	tcase_add_loop_test(t, last_words_are_heard_past_a_reset, 0, 2);
	tcase_add_test(t, what_is_said_to_a_guard_that_exits_hides_nothing);
	tcase_add_loop_test(t, misuse_is_refused, 0, COUNT(misuses));
	return s;
}
