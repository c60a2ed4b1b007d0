/* SPDX-License-Identifier: MIT */
#include "e2e/command.h"

#include <check.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "e2e/sandbox.h"
#include "support/procs.h"

enum { PATIENCE_S = 30 };

struct stream {
	int fd; /* -1: ended */
	char *at;
	size_t len, cap;
};

struct running {
	const struct command *c;
	struct sandbox sandbox;
	pid_t pid;
	struct stream out, err;
	bool reached; /* c->until has been seen and acted on */
};

static _Noreturn void be_command(const struct running *r, int out, int err)
{
	int nothing = open("/dev/null", O_RDONLY);

	(void)dup2(nothing, STDIN_FILENO);
	(void)dup2(out, STDOUT_FILENO);
	(void)dup2(err, STDERR_FILENO);
	(void)close(nothing);
	(void)setsid();
	sandbox_enter(&r->sandbox, r->c->env);
	(void)execvp(r->c->argv[0], (char *const *)(uintptr_t)r->c->argv);
	perror(r->c->argv[0]);
	_exit(127);
}

static void start(struct running *r)
{
	int out[2], err[2];

	ck_assert_int_eq(pipe2(out, O_CLOEXEC), 0);
	ck_assert_int_eq(pipe2(err, O_CLOEXEC), 0);
	r->pid = fork();
	ck_assert_int_ge(r->pid, 0);
	if (r->pid == 0)
		be_command(r, out[1], err[1]);
	(void)close(out[1]);
	(void)close(err[1]);
	r->out.fd = out[0];
	r->err.fd = err[0];
}

static void take(struct stream *s)
{
	ssize_t n;

	if (s->cap - s->len < 8192) {
		s->cap = s->cap * 2 + 8193;
		s->at = realloc(s->at, s->cap);
		ck_assert_ptr_nonnull(s->at);
	}
	n = read(s->fd, s->at + s->len, s->cap - s->len - 1);
	if (n <= 0) {
		(void)close(s->fd);
		s->fd = -1;
		n = 0;
	}
	s->len += (size_t)n;
	s->at[s->len] = 0;
}

static void look_for_until(struct running *r)
{
	if (r->reached || !r->c->until || !r->out.at ||
	    !strstr(r->out.at, r->c->until))
		return;
	r->reached = true;
	if (r->c->signal) {
		(void)kill(r->pid, r->c->signal);
		return;
	}
	(void)close(r->out.fd);
	r->out.fd = -1;
}

static _Noreturn void give_up(struct running *r, const char *why)
{
	(void)fprintf(stderr, "%s: %s\nstandard output:\n%s\nerror:\n%s\n",
		      r->c->argv[0], why, r->out.at ? r->out.at : "",
		      r->err.at ? r->err.at : "");
	procs_show(r->sandbox.mark);
	sandbox_fini(&r->sandbox);
	ck_abort_msg("%s", why);
}

/* Both streams to their ends. */
static void follow(struct running *r)
{
	double deadline = procs_now() + procs_patience(PATIENCE_S);

	while (r->out.fd >= 0 || r->err.fd >= 0) {
		struct pollfd fds[2] = {
			{ .fd = r->out.fd, .events = POLLIN },
			{ .fd = r->err.fd, .events = POLLIN },
		};
		double left = deadline - procs_now();

		if (left <= 0 || poll(fds, 2, (int)(left * 1000) + 1) <= 0)
			give_up(r, "it does not end");
		if (fds[0].revents)
			take(&r->out);
		if (fds[1].revents)
			take(&r->err);
		look_for_until(r);
	}
}

void command_run(const struct command *c, struct result *ret)
{
	struct running r = { .c = c };
	int status;

	sandbox_init(&r.sandbox, c->home);
	start(&r);
	follow(&r);
	if (!procs_wait_none(r.sandbox.mark, 5))
		give_up(&r, "a process is left");
	ck_assert_int_eq(waitpid(r.pid, &status, 0), r.pid);
	sandbox_fini(&r.sandbox);
	ret->status = WIFSIGNALED(status) ? 128 + WTERMSIG(status)
					  : WEXITSTATUS(status);
	ret->out = r.out.at;
	ret->err = r.err.at;
	ret->out_len = r.out.len;
	ret->err_len = r.err.len;
}

void command_release(struct result *r)
{
	free(r->out);
	free(r->err);
}
