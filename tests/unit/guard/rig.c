/* SPDX-License-Identifier: MIT */
#include "unit/guard/rig.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

void rig_setup(void)
{
	ck_assert_int_eq(prctl(PR_SET_CHILD_SUBREAPER, 1), 0);
}

void rig_teardown(void)
{
	ck_assert_int_eq(waitpid(-1, NULL, WNOHANG | __WALL), -1);
	ck_assert_int_eq(errno, ECHILD);
}

TCase *rig_case(Suite *s, const char *name)
{
	TCase *t = tcase_create(name);

	tcase_set_timeout(t, 30);
	tcase_add_checked_fixture(t, rig_setup, rig_teardown);
	suite_add_tcase(s, t);
	return t;
}

static const char *built(char *buf, size_t size, const char *name)
{
	const char *dir = getenv("top_builddir");

	(void)snprintf(buf, size, "%s/%s", dir ? dir : ".", name);
	return buf;
}

const char *rig_guard_path(void)
{
	static char path[512];

	return built(path, sizeof(path), "src/procession-guard");
}

const char *rig_demo_path(void)
{
	static char path[512];

	return built(path, sizeof(path), "tests/unit/guard/guarded");
}

_Noreturn void rig_become_guard(char **argv, int socket, int out)
{
	/* As careless a parent as can be: the demo must not notice. */
	(void)signal(SIGPIPE, SIG_IGN);
	(void)signal(SIGCHLD, SIG_IGN);
	(void)signal(SIGTERM, SIG_IGN);
	if (dup2(out, STDOUT_FILENO) < 0 || dup2(socket, GUARD_FD) < 0)
		_exit(90);
	(void)fcntl(GUARD_FD, F_SETFD, 0);
	(void)execv(argv[0], argv);
	_exit(91);
}

struct rig rig_start_argv(const struct guard_limits *limits, char *const demo[],
			  int socket_type)
{
	char **argv = guard_run_argv(rig_guard_path(), limits, demo);
	struct rig r = { .guard = -1 };
	int sockets[2], pipes[2];

	ck_assert_int_eq(
		socketpair(AF_UNIX, socket_type | SOCK_CLOEXEC, 0, sockets), 0);
	ck_assert_int_eq(pipe2(pipes, O_CLOEXEC), 0);
	r.guard = fork();
	ck_assert_int_ge(r.guard, 0);
	if (r.guard == 0)
		rig_become_guard(argv, sockets[1], pipes[1]);
	(void)close(sockets[1]);
	(void)close(pipes[1]);
	guard_argv_free(argv);
	r.fd = sockets[0];
	r.out = pipes[0];
	return r;
}

struct rig rig_start(const struct guard_limits *limits, const char *mode,
		     int number)
{
	char path[512], name[32], digits[16];
	char *argv[] = { path, name, digits, NULL };

	(void)snprintf(path, sizeof(path), "%s", rig_demo_path());
	(void)snprintf(name, sizeof(name), "%s", mode);
	(void)snprintf(digits, sizeof(digits), "%d", number);
	return rig_start_argv(limits, argv, SOCK_SEQPACKET);
}

static void wait_readable(int fd, const char *what)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };

	ck_assert_msg(poll(&p, 1, PATIENCE_NS / CLOCK_MS) == 1,
		      "waited in vain for %s", what);
}

bool rig_has_event(struct rig *r, struct guard_event *ret)
{
	int rc = guard_read(&r->in, r->fd, ret);

	ck_assert_msg(rc >= 0, "the guard has gone: %s", strerror(-rc));
	return rc > 0;
}

struct guard_event rig_event(struct rig *r)
{
	struct guard_event e;

	while (!rig_has_event(r, &e))
		wait_readable(r->fd, "an event");
	ck_assert_int_gt(e.time_ns, 0);
	return e;
}

struct guard_event rig_event_of(struct rig *r, enum guard_event_type type)
{
	struct guard_event e;

	do
		e = rig_event(r);
	while (e.type != type);
	return e;
}

void rig_wait_ready(struct rig *r)
{
	char byte;

	wait_readable(r->out, "the demo");
	ck_assert_int_eq(read(r->out, &byte, 1), 1);
	ck_assert_int_eq(byte, 'r');
}

const char *rig_output(struct rig *r)
{
	static char text[4096];
	size_t len = 0;
	ssize_t n;

	do {
		wait_readable(r->out, "the end of the output");
		n = read(r->out, text + len, sizeof(text) - 1 - len);
		ck_assert_int_ge(n, 0);
		len += (size_t)n;
		if (len == sizeof(text) - 1)
			len = 0;
	} while (n > 0);
	text[len] = 0;
	(void)close(r->out);
	return text;
}

int rig_wait_guard(struct rig *r)
{
	int64_t deadline = clock_now() + PATIENCE_NS;
	int status = -1;

	/* It may become our child only when its player has died. */
	while (waitpid(r->guard, &status, WNOHANG) != r->guard) {
		ck_assert_msg(clock_now() < deadline,
			      "waited in vain for the guard's end");
		(void)poll(NULL, 0, 1);
	}
	return status;
}

void rig_expect_all_gone(struct rig *r)
{
	struct guard_event e = rig_event_of(r, GUARD_ALL_GONE);

	ck_assert_uint_eq(e.lost, 0);
	(void)rig_output(r);
	ck_assert_int_eq(rig_wait_guard(r), 0);
	ck_assert_int_eq(guard_read(&r->in, r->fd, &e), -EPIPE);
	(void)close(r->fd);
	r->fd = -1;
}
