/* SPDX-License-Identifier: MIT */
#include "proc/blocked.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/scope.h"
#include "proc/file.h"

/* ---- reading ---- */

static bool is_word(const char *text, size_t len, const char *word)
{
	size_t n = strlen(word);

	return len >= n && !memcmp(text, word, n) &&
	       (len == n || isspace((unsigned char)text[n]));
}

/*
 * A program of another word size has other numbers for its calls.  Its stack
 * tells: it lies below 4 GiB, where no stack of a 64-bit program is.
 */
static bool is_foreign(uint64_t stack)
{
	return sizeof(void *) > 4 && stack && stack <= UINT32_MAX;
}

/* "NUMBER ARG*6 STACK PLACE"; "-1 STACK PLACE": it waits, but in no call. */
int proc_blocked_parse(const char *text, size_t len, struct proc_blocked *ret)
{
	struct proc_blocked b = { .number = -1 };
	uint64_t value[PROC_BLOCKED_ARGS + 2];
	char copy[256], *at = copy, *end;
	size_t count = 0;

	if (is_word(text, len, "running"))
		return -EAGAIN;
	if (!len || len >= sizeof(copy))
		return -EINVAL;
	memcpy(copy, text, len);
	copy[len] = '\0';
	b.number = strtol(at, &end, 10);
	if (end == at)
		return -EINVAL;
	for (; count < PROC_BLOCKED_ARGS + 2; count++) {
		at = end;
		value[count] = strtoull(at, &end, 16);
		if (end == at)
			break;
	}
	if (count < (b.number < 0 ? 2 : PROC_BLOCKED_ARGS + 2))
		return -EINVAL;
	b.pc = value[b.number < 0 ? 1 : PROC_BLOCKED_ARGS + 1];
	if (b.number < 0 || is_foreign(value[PROC_BLOCKED_ARGS]))
		b.number = -1;
	else
		memcpy(b.args, value, sizeof(b.args));
	*ret = b;
	return 0;
}

static int read_file(pid_t pid, const char *name, char *text, size_t size)
{
	SCOPED_FD int fd = proc_open(pid, name);

	return fd < 0 ? fd : (int)proc_pread(fd, text, size);
}

/* A name of C; "0" is what the kernel says where it may not say. */
static void read_wchan(pid_t pid, struct proc_blocked *b)
{
	char text[sizeof(b->wchan)];
	int n = read_file(pid, "wchan", text, sizeof(text) - 1);
	int len = 0;

	while (len < n && (isalnum((unsigned char)text[len]) ||
			   text[len] == '_' || text[len] == '.'))
		len++;
	if (len <= 0 || isdigit((unsigned char)text[0]))
		return;
	memcpy(b->wchan, text, (size_t)len);
	b->wchan[len] = '\0';
}

int proc_blocked_read(pid_t pid, struct proc_blocked *ret)
{
	char text[256];
	int n = read_file(pid, "syscall", text, sizeof(text));
	int rc = n < 0 ? n : proc_blocked_parse(text, (size_t)n, ret);

	if (rc == -EAGAIN || rc == -ESRCH)
		return rc;
	if (rc < 0)
		*ret = (struct proc_blocked){ .number = -1 };
	if (ret->number < 0)
		read_wchan(pid, ret);
	return 0;
}

/* ---- saying ---- */

/* What the first argument is, and how it is said. */
enum first { NONE, FD, CHILD, CHILD_OR_ANY };

struct call {
	long number;
	const char *name;
	enum first first;
};

static const struct call calls[] = {
	{ SYS_read, "read", FD },
	{ SYS_readv, "readv", FD },
	{ SYS_pread64, "pread", FD },
	{ SYS_write, "write", FD },
	{ SYS_writev, "writev", FD },
	{ SYS_pwrite64, "pwrite", FD },
	{ SYS_sendfile, "sendfile", FD },
	{ SYS_splice, "splice", FD },
	{ SYS_ioctl, "ioctl", FD },
	{ SYS_fcntl, "fcntl", FD },
	{ SYS_flock, "flock", FD },
	{ SYS_fsync, "fsync", FD },
	{ SYS_fdatasync, "fdatasync", FD },
	{ SYS_openat, "open(a FIFO or a device)", NONE },
	{ SYS_wait4, "wait4", CHILD },
	{ SYS_waitid, "waitid", CHILD_OR_ANY },
	{ SYS_futex, "futex(a lock, or another thread)", NONE },
	{ SYS_nanosleep, "nanosleep", NONE },
	{ SYS_clock_nanosleep, "nanosleep", NONE },
	{ SYS_restart_syscall, "a call that goes on after a stop", NONE },
	{ SYS_ppoll, "poll", NONE },
	{ SYS_pselect6, "select", NONE },
	{ SYS_epoll_pwait, "epoll_wait", NONE },
	{ SYS_rt_sigsuspend, "sigsuspend(any signal)", NONE },
	{ SYS_rt_sigtimedwait, "sigwait", NONE },
	{ SYS_accept, "accept", FD },
	{ SYS_accept4, "accept", FD },
	{ SYS_connect, "connect", FD },
	{ SYS_recvfrom, "recv", FD },
	{ SYS_recvmsg, "recvmsg", FD },
	{ SYS_sendto, "send", FD },
	{ SYS_sendmsg, "sendmsg", FD },
	{ SYS_mq_timedsend, "mq_send", NONE },
	{ SYS_mq_timedreceive, "mq_receive", NONE },
	{ SYS_msgsnd, "msgsnd", NONE },
	{ SYS_msgrcv, "msgrcv", NONE },
	{ SYS_semtimedop, "semop", NONE },
	{ SYS_semop, "semop", NONE },
/* Those that not every machine has. */
#ifdef SYS_open
	{ SYS_open, "open(a FIFO or a device)", NONE },
#endif
#ifdef SYS_poll
	{ SYS_poll, "poll", NONE },
#endif
#ifdef SYS_select
	{ SYS_select, "select", NONE },
#endif
#ifdef SYS_epoll_wait
	{ SYS_epoll_wait, "epoll_wait", NONE },
#endif
#ifdef SYS_pause
	{ SYS_pause, "pause(any signal)", NONE },
#endif
#ifdef SYS_vfork
	{ SYS_vfork, "vfork(until its child runs a program)", NONE },
#endif
};

/* Kernel functions, by how their names begin or end. */
static const struct {
	const char *name, *call;
} sleeps[] = {
	{ "pipe_read", "read(a pipe)" },
	{ "pipe_write", "write(a pipe)" },
	{ "wait_for_partner", "open(a FIFO)" },
	{ "futex", "futex(a lock, or another thread)" },
	{ "do_wait", "wait4(a child)" },
	{ "nanosleep", "nanosleep" },
	{ "do_poll", "poll" },
	{ "do_select", "select" },
	{ "poll_schedule", "poll" },
	{ "ep_poll", "epoll_wait" },
	{ "n_tty_read", "read(the terminal)" },
	{ "wait_woken", "read(the terminal, or a socket)" },
	{ "sigsuspend", "sigsuspend(any signal)" },
	{ "sigtimedwait", "sigwait" },
	{ "do_msgrcv", "msgrcv" },
	{ "do_msgsnd", "msgsnd" },
	{ "semtimedop", "semop" },
	{ "wq_sleep", "mq_send or mq_receive" },
	{ "unix_stream", "read(a socket)" },
	{ "accept", "accept" },
};

static void say_wchan(const char *wchan, struct str *out)
{
	for (size_t i = 0; i < sizeof(sleeps) / sizeof(*sleeps); i++) {
		if (strstr(wchan, sleeps[i].name)) {
			str_add(out, sleeps[i].call);
			return;
		}
	}
	if (*wchan)
		str_addf(out, "%s of the kernel", wchan);
}

static bool has_inode(const char *link, const char *kind, uint64_t *ret)
{
	size_t len = strlen(kind);
	char *end;

	if (strncmp(link, kind, len) != 0 || link[len] != '[')
		return false;
	*ret = strtoull(link + len + 1, &end, 10);
	return *end == ']' && *ret;
}

static bool is_terminal(const char *link)
{
	return !strncmp(link, "/dev/pts/", 9) || !strncmp(link, "/dev/tty", 8);
}

static void say_fd(pid_t pid, int fd, struct str *out,
		   struct proc_about_it *about)
{
	char path[48], link[PATH_MAX];
	ssize_t len;

	(void)snprintf(path, sizeof(path), "/proc/%d/fd/%d", (int)pid, fd);
	len = readlink(path, link, sizeof(link) - 1);
	link[len > 0 ? len : 0] = '\0';
	if (has_inode(link, "pipe:", &about->inode))
		about->kind = PROC_ABOUT_PIPE;
	else if (has_inode(link, "socket:", &about->inode))
		about->kind = PROC_ABOUT_SOCKET;
	else if (is_terminal(link))
		str_add(out, "(the terminal)");
	else if (link[0] == '/')
		str_addf(out, "(%s)", link);
	else
		str_addf(out, "(descriptor %d)", fd);
}

static void say_child(int pid, struct str *out)
{
	if (pid > 0)
		str_addf(out, "(child %d)", pid);
	else
		str_add(out, "(any child)");
}

static void say_call(pid_t pid, const struct call *c,
		     const struct proc_blocked *b, struct str *out,
		     struct proc_about_it *about)
{
	int first = (int)(uint32_t)b->args[0];

	str_add(out, c->name);
	switch (c->first) {
	case NONE:
		break;
	case FD:
		say_fd(pid, first, out, about);
		break;
	case CHILD:
		say_child(first, out);
		break;
	case CHILD_OR_ANY:
		/* P_PID is 1; the others name more than one. */
		say_child(first == 1 ? (int)(uint32_t)b->args[1] : 0, out);
		break;
	}
}

void proc_blocked_say(pid_t pid, const struct proc_blocked *b, struct str *out,
		      struct proc_about_it *about)
{
	*about = (struct proc_about_it){ PROC_ABOUT_NOTHING, 0 };
	if (b->number < 0) {
		say_wchan(b->wchan, out);
		return;
	}
	for (size_t i = 0; i < sizeof(calls) / sizeof(*calls); i++) {
		if (calls[i].number == b->number) {
			say_call(pid, &calls[i], b, out, about);
			return;
		}
	}
	str_addf(out, "system call %ld", b->number);
}
