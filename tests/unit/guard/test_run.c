/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "unit/guard/rig.h"

static const struct guard_limits none;

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

Suite *suite(void)
{
	Suite *s = suite_create("guard/run");
	TCase *t = rig_case(s, "course");

	tcase_add_loop_test(t, the_program_ends_as_it_would_alone, 0,
			    RIG_COUNT(ends));
	tcase_add_test(t, a_stream_will_do_as_well_as_packets);
	tcase_add_test(t, a_program_that_cannot_start_is_told_why);
	tcase_add_test(t, a_name_is_looked_for_in_the_path);
	tcase_add_test(t, the_demo_has_a_clean_start);
	t = rig_case(s, "limits");
	tcase_add_test(t, a_storm_of_forks_meets_the_limit);
	tcase_add_test(t, zombies_count_as_processes);
	tcase_add_test(t, within_the_limits_nothing_happens);
	tcase_add_loop_test(t, time_runs_out, 0, 2);
	tcase_add_test(t, cpu_time_runs_out);
	tcase_add_test(
		t, memory_that_is_used_counts_and_what_is_only_mapped_does_not);
	tcase_add_test(t, files_run_out_inside_the_demo);
	t = rig_case(s, "socket");
	tcase_add_test(t, a_player_that_does_not_read_misses_nothing);
	tcase_add_loop_test(t, last_words_are_heard_past_a_reset, 0, 2);
	tcase_add_test(t, what_is_said_to_a_guard_that_exits_hides_nothing);
	tcase_add_loop_test(t, misuse_is_refused, 0, RIG_COUNT(misuses));
	return s;
}
