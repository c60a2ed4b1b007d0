/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fs.h"
#include "proc/stat.h"
#include "unit/guard/rig.h"

#define TEXT "\033[?1049l\033[?25h\033[0m"

/* A terminal with its guard, and the test in the place of the player. */
static int master, tty;
static struct termios before, during;
static struct rig r;

static void set_modes(const struct termios *modes)
{
	ck_assert_int_eq(tcsetattr(tty, TCSANOW, modes), 0);
}

static _Noreturn void become_guard(int socket, int tty_fd)
{
	char **argv = guard_terminal_argv(rig_guard_path());
	/* Out of the way of the numbers that they are to have. */
	int s = fcntl(socket, F_DUPFD, 10), t = fcntl(tty_fd, F_DUPFD, 10);

	if (dup2(s, GUARD_FD) < 0 || dup2(t, GUARD_TTY_FD) < 0)
		_exit(90);
	(void)close(s);
	(void)close(t);
	(void)execv(argv[0], argv);
	_exit(91);
}

static pid_t start_guard(int tty_fd, int *ret_fd)
{
	int sockets[2];
	pid_t pid;

	ck_assert_int_eq(
		socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets),
		0);
	pid = fork();
	ck_assert_int_ge(pid, 0);
	if (pid == 0)
		become_guard(sockets[1], tty_fd);
	(void)close(sockets[1]);
	*ret_fd = sockets[0];
	return pid;
}

static void setup(void)
{
	rig_setup();
	ck_assert_int_eq(openpty(&master, &tty, NULL, NULL, NULL), 0);
	(void)fcntl(master, F_SETFD, FD_CLOEXEC);
	(void)fcntl(tty, F_SETFD, FD_CLOEXEC);
	ck_assert_int_eq(tcgetattr(tty, &before), 0);
	during = before;
	cfmakeraw(&during);
	r.guard = start_guard(tty, &r.fd);
}

static void teardown(void)
{
	(void)close(master);
	(void)close(tty);
	rig_teardown();
}

static void arm(void)
{
	set_modes(&during);
	ck_assert_int_eq(guard_terminal_arm(r.fd, &before, &during, TEXT), 0);
}

static void player_dies(void)
{
	(void)close(r.fd);
	ck_assert_int_eq(rig_wait_guard(&r), 0);
}

static bool has_modes(const struct termios *modes)
{
	struct termios now;

	ck_assert_int_eq(tcgetattr(tty, &now), 0);
	return now.c_lflag == modes->c_lflag && now.c_iflag == modes->c_iflag &&
	       now.c_oflag == modes->c_oflag;
}

/* What is written to a pseudo-terminal may arrive a little later. */
static void assert_written(const char *text)
{
	struct pollfd p = { .fd = master, .events = POLLIN };
	size_t len = strlen(text), have = 0;
	char got[GUARD_TEXT_MAX];

	while (have < len) {
		ssize_t n;

		ck_assert_int_eq(poll(&p, 1, PATIENCE_NS / CLOCK_MS), 1);
		n = read(master, got + have, len - have);
		ck_assert_int_gt(n, 0);
		have += (size_t)n;
	}
	ck_assert_mem_eq(got, text, len);
}

/* What we write ourselves comes first. */
static void assert_nothing_written(void)
{
	ck_assert_int_eq(write(tty, "#", 1), 1);
	assert_written("#");
}

START_TEST(it_puts_right_what_a_dead_player_left)
{
	arm();
	player_dies();
	ck_assert(has_modes(&before));
	assert_written(TEXT);
}
END_TEST

START_TEST(goodbye_leaves_it_alone)
{
	arm();
	ck_assert_int_eq(guard_terminal_goodbye(r.fd), 0);
	/* It goes by itself, at once: the terminal is not held. */
	ck_assert_int_eq(rig_wait_guard(&r), 0);
	(void)close(r.fd);
	ck_assert(has_modes(&during));
	assert_nothing_written();
}
END_TEST

START_TEST(a_suspended_player_is_not_put_right)
{
	arm();
	ck_assert_int_eq(guard_terminal_disarm(r.fd), 0);
	player_dies();
	ck_assert(has_modes(&during));
	assert_nothing_written();
}
END_TEST

START_TEST(what_was_armed_last_counts)
{
	ck_assert_int_eq(guard_terminal_arm(r.fd, &before, NULL, "first"), 0);
	ck_assert_int_eq(guard_terminal_disarm(r.fd), 0);
	arm();
	player_dies();
	ck_assert(has_modes(&before));
	assert_written(TEXT);
}
END_TEST

START_TEST(the_modes_of_a_shell_that_is_back_are_kept)
{
	struct termios shell = before;

	arm();
	shell.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
	set_modes(&shell);
	player_dies();
	ck_assert(has_modes(&shell));
	assert_written(TEXT);
}
END_TEST

START_TEST(armed_before_the_modes_are_known_it_sets_them_anyhow)
{
	ck_assert_int_eq(guard_terminal_arm(r.fd, &before, NULL, TEXT), 0);
	set_modes(&during);
	player_dies();
	ck_assert(has_modes(&before));
	assert_written(TEXT);
}
END_TEST

START_TEST(a_guard_that_was_told_nothing_does_nothing)
{
	player_dies();
	ck_assert(has_modes(&before));
	assert_nothing_written();
}
END_TEST

START_TEST(a_held_terminal_does_not_hold_the_guard)
{
	arm();
	ck_assert_int_eq(tcflow(tty, TCOOFF), 0);
	player_dies();
	ck_assert(has_modes(&before));
}
END_TEST

START_TEST(a_terminal_that_has_gone_is_no_trouble)
{
	arm();
	(void)close(master);
	player_dies();
}
END_TEST

START_TEST(too_much_text_is_refused)
{
	char text[GUARD_TEXT_MAX + 2];

	memset(text, 'x', sizeof(text));
	text[GUARD_TEXT_MAX + 1] = 0;
	ck_assert_int_eq(guard_terminal_arm(r.fd, &before, NULL, text), -E2BIG);
	text[GUARD_TEXT_MAX] = 0;
	ck_assert_int_eq(guard_terminal_arm(r.fd, &before, NULL, text), 0);
	player_dies();
	assert_written(text);
}
END_TEST

/* Signals are blocked first of all. */
static void wait_secluded(void)
{
	int64_t deadline = clock_now() + PATIENCE_NS;
	struct proc_status s = { .sig_blocked = 0 };
	char path[64], *text;
	size_t len;

	(void)snprintf(path, sizeof(path), "/proc/%d/status", r.guard);
	while (!s.sig_blocked) {
		ck_assert(clock_now() < deadline);
		ck_assert_int_eq(fs_read(path, 1 << 16, &text, &len, NULL), 0);
		ck_assert_int_eq(proc_status_parse(text, len, &s), 0);
		free(text);
	}
}

START_TEST(signals_do_not_disturb_the_guard)
{
	arm();
	wait_secluded();
	for (int i = 1; i < NSIG; i++) {
		if (i != SIGKILL && i != SIGSTOP)
			(void)kill(r.guard, i);
	}
	player_dies();
	ck_assert(has_modes(&before));
	assert_written(TEXT);
}
END_TEST

/* -- a player on its own terminal, under a shell -- */

static _Noreturn void be_player(int tell)
{
	struct termios old, raw;
	pid_t pid[2] = { getpid(), 0 };
	int fd;

	(void)signal(SIGTTOU, SIG_IGN);
	(void)setpgid(0, 0);
	(void)tcsetpgrp(STDIN_FILENO, getpid());
	(void)tcgetattr(STDIN_FILENO, &old);
	old.c_lflag |= TOSTOP; /* background writers are stopped */
	raw = old;
	cfmakeraw(&raw);
	raw.c_lflag |= TOSTOP;
	(void)tcsetattr(STDIN_FILENO, TCSANOW, &raw);
	pid[1] = start_guard(STDIN_FILENO, &fd);
	(void)tcgetattr(STDIN_FILENO, &raw);
	if (guard_terminal_arm(fd, &old, &raw, TEXT) < 0)
		_exit(1);
	(void)!write(tell, pid, sizeof(pid));
	(void)poll(NULL, 0, 60000);
	_exit(1);
}

/* Waits for its job, then for the terminal to go. */
static _Noreturn void be_shell(int tell)
{
	pid_t player = fork();

	if (player == 0)
		be_player(tell);
	(void)waitpid(player, NULL, 0);
	(void)poll(NULL, 0, 60000);
	_exit(0);
}

START_TEST(a_killed_player_gives_the_terminal_back)
{
	pid_t pid[2], shell;
	int tell[2], screen;
	struct rig own = { .fd = -1 };

	player_dies(); /* another terminal is looked at here */
	ck_assert_int_eq(pipe2(tell, O_CLOEXEC), 0);
	shell = forkpty(&screen, NULL, NULL, NULL);
	ck_assert_int_ge(shell, 0);
	if (shell == 0)
		be_shell(tell[1]);
	ck_assert_int_eq(read(tell[0], pid, sizeof(pid)), sizeof(pid));
	ck_assert_int_eq(kill(pid[0], SIGKILL), 0);
	own.guard = pid[1];
	ck_assert_int_eq(rig_wait_guard(&own), 0);
	(void)close(master);
	(void)close(tty);
	master = screen;
	tty = dup(screen); /* the modes can be asked for on this side too */
	assert_written(TEXT);
	before.c_lflag |= TOSTOP;
	ck_assert(has_modes(&before));
	(void)kill(shell, SIGKILL);
	/* And the player, if the shell had no time to reap it. */
	while (waitpid(-1, NULL, 0) > 0)
		;
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("guard/terminal");
	TCase *t = tcase_create("terminal");

	tcase_set_timeout(t, 30);
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, it_puts_right_what_a_dead_player_left);
	tcase_add_test(t, goodbye_leaves_it_alone);
	tcase_add_test(t, a_suspended_player_is_not_put_right);
	tcase_add_test(t, what_was_armed_last_counts);
	tcase_add_test(t, the_modes_of_a_shell_that_is_back_are_kept);
	tcase_add_test(t, armed_before_the_modes_are_known_it_sets_them_anyhow);
	tcase_add_test(t, a_guard_that_was_told_nothing_does_nothing);
	tcase_add_test(t, a_held_terminal_does_not_hold_the_guard);
	tcase_add_test(t, a_terminal_that_has_gone_is_no_trouble);
	tcase_add_test(t, too_much_text_is_refused);
	tcase_add_test(t, signals_do_not_disturb_the_guard);
	tcase_add_test(t, a_killed_player_gives_the_terminal_back);
	suite_add_tcase(s, t);
	return s;
}
