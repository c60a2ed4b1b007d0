/* SPDX-License-Identifier: MIT */
/*
 * How a demo is ended, whatever it does against it: by the player's word, by
 * its death, by that of the guard, by signals.
 */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "proc/sweep.h"
#include "unit/guard/rig.h"

static const struct guard_limits none;

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

Suite *suite(void)
{
	Suite *s = suite_create("guard/end");
	int all = RIG_COUNT(troubles);
	TCase *t;

	t = rig_case(s, "ending");
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
	t = rig_case(s, "signals");
	tcase_add_test(t, a_signal_goes_to_a_process_of_the_demo_only);
	tcase_add_test(t, signals_do_not_disturb_the_guard);
	tcase_add_loop_test(
		t, without_its_guard_the_demo_is_the_players_to_sweep, 0, all);
	return s;
}
