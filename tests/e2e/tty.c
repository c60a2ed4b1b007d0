/* SPDX-License-Identifier: MIT */
/*
 * The test holds both sides of the pseudo-terminal open: the master to read
 * and to type, the slave so that the line settings can be read after the
 * program has ended and so that the master never reports an error.  That the
 * program has ended is known from its pidfd.
 */
#include "e2e/tty.h"

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#include <utmp.h>

#include "e2e/keys.h"
#include "e2e/tty_inside.h"
#include "support/procs.h"

void tty_bytes_add(struct tty_bytes *b, const char *from, size_t len)
{
	if (b->len + len + 1 > b->cap) {
		b->cap = (b->len + len + 1) * 2;
		b->at = realloc(b->at, b->cap);
		ck_assert_ptr_nonnull(b->at);
	}
	memcpy(b->at + b->len, from, len);
	b->len += len;
	b->at[b->len] = 0;
}

/* -- the program ---------------------------------------------------------- */

static _Noreturn void be_program(const struct tty *t,
				 const struct tty_options *o)
{
	sigset_t none;

	(void)close(t->master);
	if (login_tty(t->slave) != 0)
		_exit(126);
	(void)sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
	for (int sig = 1; sig < 32; sig++)
		(void)signal(sig, SIG_DFL);
	sandbox_enter(&t->sandbox, o->env);
	(void)execvp(o->argv[0], (char *const *)(uintptr_t)o->argv);
	perror(o->argv[0]);
	_exit(127);
}

struct tty *tty_spawn(const struct tty_options *o)
{
	struct tty *t = calloc(1, sizeof(*t));
	struct winsize size = { 0 };

	ck_assert_ptr_nonnull(t);
	t->rows = o->rows ? o->rows : 24;
	t->cols = o->cols ? o->cols : 80;
	size.ws_row = (unsigned short)t->rows;
	size.ws_col = (unsigned short)t->cols;
	sandbox_init(&t->sandbox, o->home);
	ck_assert_int_eq(openpty(&t->master, &t->slave, NULL, NULL, &size), 0);
	(void)fcntl(t->master, F_SETFD, FD_CLOEXEC);
	(void)fcntl(t->slave, F_SETFD, FD_CLOEXEC);
	(void)fcntl(t->master, F_SETFL, O_NONBLOCK);
	ck_assert_int_eq(tcgetattr(t->slave, &t->before), 0);
	tty_make_screen(t);
	t->pid = fork();
	ck_assert_int_ge(t->pid, 0);
	if (t->pid == 0)
		be_program(t, o);
	t->pidfd = (int)syscall(SYS_pidfd_open, t->pid, 0);
	ck_assert_int_ge(t->pidfd, 0);
	return t;
}

bool tty_in_front(struct tty *t)
{
	pid_t group = 0;

	return ioctl(t->master, TIOCGPGRP, &group) == 0 && group == t->pid;
}

void tty_hang_up(struct tty *t)
{
	if (t->master >= 0) {
		(void)close(t->master);
		(void)close(t->slave);
	}
	t->master = t->slave = -1;
}

void tty_close(struct tty *t)
{
	if (!t)
		return;
	tty_hang_up(t);
	if (!t->ended) {
		struct pollfd end = { .fd = t->pidfd, .events = POLLIN };

		if (poll(&end, 1, 2000) == 0)
			(void)kill(t->pid, SIGKILL);
		(void)waitpid(t->pid, NULL, 0);
	}
	(void)close(t->pidfd);
	sandbox_fini(&t->sandbox);
	vterm_free(t->vt);
	free(t->raw.at);
	free(t->keys.at);
	free(t->text.at);
	free(t);
}

pid_t tty_pid(const struct tty *t)
{
	return t->pid;
}

const char *tty_mark(const struct tty *t)
{
	return t->sandbox.mark;
}

const char *tty_home(const struct tty *t)
{
	return t->sandbox.home;
}

/* -- to and fro ----------------------------------------------------------- */

static bool take_output(struct tty *t)
{
	char buf[8192];
	ssize_t n = read(t->master, buf, sizeof(buf));

	if (n <= 0)
		return false;
	tty_bytes_add(&t->raw, buf, (size_t)n);
	(void)vterm_input_write(t->vt, buf, (size_t)n);
	return true;
}

static void give_keys(struct tty *t)
{
	ssize_t n;

	if (!t->keys.len)
		return;
	n = write(t->master, t->keys.at, t->keys.len);
	if (n <= 0)
		return;
	t->keys.len -= (size_t)n;
	memmove(t->keys.at, t->keys.at + n, t->keys.len);
}

bool tty_pump(struct tty *t, int ms)
{
	struct pollfd fds[2] = { { .fd = t->master, .events = POLLIN },
				 { .fd = t->ended ? -1 : t->pidfd,
				   .events = POLLIN } };
	bool came = false;

	give_keys(t);
	if (t->keys.len)
		fds[0].events |= POLLOUT;
	if (poll(fds, 2, ms) <= 0)
		return false;
	while (take_output(t))
		came = true;
	if (fds[1].revents && !t->ended) {
		t->ended = waitpid(t->pid, &t->status, WNOHANG) == t->pid;
		while (take_output(t))
			;
		return true;
	}
	return came || (fds[0].revents & POLLOUT);
}

bool tty_waits(struct tty *t)
{
	char path[32], line[64] = "";
	int unread = 0;
	FILE *f;

	while (tty_pump(t, 0))
		;
	if (t->keys.len ||
	    (ioctl(t->slave, FIONREAD, &unread) == 0 && unread > 0))
		return false;
	(void)snprintf(path, sizeof(path), "/proc/%d/syscall", (int)t->pid);
	f = fopen(path, "re");
	if (!f)
		return true;
	if (!fgets(line, sizeof(line), f))
		strcpy(line, "none");
	(void)fclose(f);
	if (!strcmp(line, "none"))
		return true;
	return strtol(line, NULL, 10) == SYS_epoll_pwait ||
#ifdef SYS_epoll_wait
	       strtol(line, NULL, 10) == SYS_epoll_wait ||
#endif
	       false;
}

static int ms_until(double deadline)
{
	double left = (deadline - procs_now()) * 1000;

	return left > 0 ? (int)left + 1 : 0;
}

static void print_screen(struct tty *t)
{
	const char *text = tty_screen(t);
	size_t len = t->text.len;

	while (len > 1 && text[len - 2] == '\n')
		len--;
	(void)fprintf(stderr, "the screen, %dx%d%s:\n%.*s", t->cols, t->rows,
		      t->ended ? ", the program has ended" : "", (int)len,
		      text);
}

_Noreturn void tty_fail(struct tty *t, const char *format, ...)
{
	char why[1024];
	va_list ap;

	va_start(ap, format);
	(void)vsnprintf(why, sizeof(why), format, ap);
	va_end(ap);
	(void)fprintf(stderr, "%s; ", why);
	print_screen(t);
	procs_show(t->sandbox.mark);
	sandbox_fini(&t->sandbox);
	ck_abort_msg("%s", why);
}

void tty_wait_until(struct tty *t, bool (*holds)(struct tty *, void *),
		    void *arg, const char *what)
{
	double deadline = procs_now() + procs_patience(TTY_PATIENCE_S);

	while (tty_pump(t, 0))
		;
	for (;;) {
		size_t seen = t->raw.len;
		bool last = t->ended, late = procs_now() > deadline;

		if (holds(t, arg))
			return;
		/* What came while it looked, part of it may not have seen. */
		if (t->raw.len == seen && t->ended == last &&
		    !tty_pump(t, ms_until(deadline)) && last)
			tty_fail(t,
				 "%s: will not happen, the program has ended",
				 what);
		if (late)
			tty_fail(t, "%s: has not happened", what);
	}
}

static bool is_shown(struct tty *t, void *text)
{
	return strstr(tty_screen(t), text) != NULL;
}

static bool is_not_shown(struct tty *t, void *text)
{
	return !is_shown(t, text);
}

void tty_wait_text(struct tty *t, const char *text)
{
	char what[256];

	(void)snprintf(what, sizeof(what), "\"%s\" on the screen", text);
	tty_wait_until(t, is_shown, (void *)(uintptr_t)text, what);
}

void tty_wait_gone(struct tty *t, const char *text)
{
	char what[256];

	(void)snprintf(what, sizeof(what), "\"%s\" gone", text);
	tty_wait_until(t, is_not_shown, (void *)(uintptr_t)text, what);
}

size_t tty_listen(struct tty *t, int ms)
{
	double deadline = procs_now() + ms / 1000.0;
	size_t before;

	while (tty_pump(t, 0))
		;
	before = t->raw.len;
	while (procs_now() < deadline)
		(void)tty_pump(t, ms_until(deadline));
	return t->raw.len - before;
}

/* It has not come to all that was typed, or it is at work on it. */
static bool is_at_work(const struct tty *t)
{
	int unread = 0;

	if (t->ended)
		return false;
	return t->keys.len ||
	       (ioctl(t->slave, FIONREAD, &unread) == 0 && unread > 0) ||
	       strchr("RD", procs_state(t->pid));
}

void tty_wait_quiet(struct tty *t, int ms)
{
	double deadline = procs_now() + procs_patience(TTY_PATIENCE_S);

	while (tty_listen(t, ms) > 0 || is_at_work(t))
		if (procs_now() > deadline)
			tty_fail(t, "it works or writes on and on");
}

bool tty_wait_end(struct tty *t, int ms)
{
	double deadline = procs_now() + ms / 1000.0;

	while (!t->ended && procs_now() < deadline)
		(void)tty_pump(t, ms_until(deadline));
	return t->ended;
}

int tty_wait_exit(struct tty *t)
{
	double deadline = procs_now() + procs_patience(TTY_PATIENCE_S);

	while (!t->ended)
		if (!tty_pump(t, ms_until(deadline)) && procs_now() > deadline)
			tty_fail(t, "the program does not end");
	while (tty_pump(t, 0))
		;
	return t->status;
}

/* -- what is there -------------------------------------------------------- */

const char *tty_raw(struct tty *t, size_t *ret_len)
{
	while (tty_pump(t, 0))
		;
	*ret_len = t->raw.len;
	return t->raw.at ? t->raw.at : "";
}

const char *tty_damage(struct tty *t)
{
	struct termios now;

	while (tty_pump(t, 0))
		;
	if (tcgetattr(t->slave, &now) != 0)
		return "line settings cannot be read";
	if (now.c_iflag != t->before.c_iflag ||
	    now.c_oflag != t->before.c_oflag ||
	    now.c_cflag != t->before.c_cflag ||
	    now.c_lflag != t->before.c_lflag ||
	    memcmp(now.c_cc, t->before.c_cc, sizeof(now.c_cc)) != 0)
		return "line settings changed";
	if (fcntl(t->slave, F_GETFL) & O_NONBLOCK)
		return "reads do not block";
	if (t->alternate)
		return "still on the alternate screen";
	if (t->cursor_hidden)
		return "cursor hidden";
	if (t->mouse)
		return "mouse reports on";
	return NULL;
}

/* -- what a person does --------------------------------------------------- */

static void type_bytes(void *arg, const char *bytes, size_t len)
{
	struct tty *t = arg;

	tty_bytes_add(&t->keys, bytes, len);
}

void tty_type(struct tty *t, const char *bytes, size_t len)
{
	while (tty_pump(t, 0))
		;
	type_bytes(t, bytes, len);
	give_keys(t);
}

void tty_send(struct tty *t, const char *keys)
{
	/* Which codes the keys have depends on what the program asked for. */
	while (tty_pump(t, 0))
		;
	keys_type(t->vt, keys, type_bytes, t);
	give_keys(t);
}

void tty_resize(struct tty *t, int rows, int cols)
{
	struct winsize size = { .ws_row = (unsigned short)rows,
				.ws_col = (unsigned short)cols };

	while (tty_pump(t, 0))
		;
	t->rows = rows;
	t->cols = cols;
	vterm_set_size(t->vt, rows + t->margin, cols + t->margin);
	ck_assert_int_eq(ioctl(t->master, TIOCSWINSZ, &size), 0);
}

void tty_signal(struct tty *t, int sig)
{
	if (!t->ended)
		(void)kill(t->pid, sig);
}
