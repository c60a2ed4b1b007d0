/* SPDX-License-Identifier: MIT */
/*
 * The server: this program anew, with one thread, that forks whoever its
 * client asks for.
 *
 * It never answers.  Each parcel brings a tether, one end of a pair of sockets
 * whose other the client holds: the child itself says there that it is up,
 * before it does anything else, and the server how it ended.  So a client that
 * sees the tether cut before that knows that nothing was done, and may ask
 * another server.  The server ends when its socket hangs up: the client is no
 * more.
 */
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "mp/start_impl.h"

/* A child that runs. */
struct ward {
	pid_t pid;
	int tether;
};

/* Of the server; its children forget it. */
static struct ward *wards;
static size_t ward_count, ward_cap;
static int chld = -1; /* signalfd */
/* As they were, for the children. */
static sigset_t mask;
static struct sigaction on_chld, on_int, on_quit;
/* Of a child, until it is up. */
static int tether = -1;

/* ---- saying ---- */

/* @fd: a descriptor that goes with it; -1: none. */
static void report(int to, uint32_t what, int32_t value, int fd)
{
	struct mp__report r = { what, value };
	union {
		struct cmsghdr header;
		char space[CMSG_SPACE(sizeof(int))];
	} control = { 0 };
	struct iovec part = { &r, sizeof(r) };
	struct msghdr m = { .msg_iov = &part, .msg_iovlen = 1 };

	if (fd >= 0) {
		control.header.cmsg_level = SOL_SOCKET;
		control.header.cmsg_type = SCM_RIGHTS;
		control.header.cmsg_len = CMSG_LEN(sizeof(int));
		memcpy(CMSG_DATA(&control.header), &fd, sizeof(int));
		m.msg_control = &control;
		m.msg_controllen = sizeof(control);
	}
	/* The client may be gone, or not want to know. */
	while (sendmsg(to, &m, MSG_NOSIGNAL) < 0 && errno == EINTR)
		;
}

/* ---- children ---- */

static void be_up(void)
{
	int pidfd = pidfd_open(getpid(), 0);

	if (pidfd < 0 && !mp__pidfds_missing(errno)) {
		report(tether, MP__REPORT_FAILED, errno, -1);
		_exit(0);
	}
	report(tether, MP__REPORT_UP, getpid(), pidfd);
	if (pidfd >= 0)
		(void)close(pidfd);
	(void)close(tether);
	tether = -1;
}

/* What is the server's is not the child's. */
static void forget_server(void)
{
	(void)close(MP__START_FD);
	(void)close(chld);
	for (size_t i = 0; i < ward_count; i++)
		(void)close(wards[i].tether);
	free(wards);
	wards = NULL;
	ward_count = ward_cap = 0;
	(void)sigaction(SIGCHLD, &on_chld, NULL);
	(void)sigaction(SIGINT, &on_int, NULL);
	(void)sigaction(SIGQUIT, &on_quit, NULL);
	(void)sigprocmask(SIG_SETMASK, &mask, NULL);
}

_Noreturn static void be_child(struct mp__crate *c)
{
	static struct mp__letter letter;
	int err;

	forget_server();
	err = mp__letter_read(&letter, c);
	if (!err)
		err = mp__letter_find(&letter);
	if (err) {
		report(tether, MP__REPORT_FAILED, err, -1);
		_exit(0);
	}
	mp__child_main(letter.self, letter.parent, letter.parent_pid, be_up);
}

/* Room for one more: 0 or ENOMEM. */
static int make_room(void)
{
	size_t cap = ward_cap ? 2 * ward_cap : 16;
	struct ward *more;

	if (ward_count < ward_cap)
		return 0;
	more = realloc(wards, cap * sizeof(*wards));
	if (!more)
		return ENOMEM;
	wards = more;
	ward_cap = cap;
	return 0;
}

static void serve(struct mp__crate *c)
{
	int err = make_room();
	pid_t pid = -1;

	tether = mp__unpack_fd(c);
	if (!err) {
		mp__flush();
		pid = fork();
		err = errno;
	}
	if (!pid)
		be_child(c);
	if (pid > 0) {
		wards[ward_count++] = (struct ward){ pid, tether };
	} else {
		report(tether, MP__REPORT_FAILED, err, -1);
		(void)close(tether);
	}
	tether = -1;
}

static void bury(pid_t pid, int code)
{
	size_t i = 0;

	while (i < ward_count && wards[i].pid != pid)
		i++;
	/* Of a child that the program forked by itself nobody is told. */
	if (i == ward_count)
		return;
	report(wards[i].tether, MP__REPORT_ENDED, code, -1);
	(void)close(wards[i].tether);
	wards[i] = wards[--ward_count];
}

static void reap_all(void)
{
	struct signalfd_siginfo told;

	(void)!read(chld, &told, sizeof(told));
	for (;;) {
		siginfo_t info = { 0 };

		if (waitid(P_ALL, 0, &info, WEXITED | WNOHANG) || !info.si_pid)
			return;
		bury(info.si_pid, info.si_code == CLD_EXITED ? info.si_status
							     : -info.si_status);
	}
}

/* ---- the server ---- */

/*
 * What the terminal sends to all is for the client to judge.  Children that
 * have ended are there until they were told of.
 */
static int prepare_signals(void)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN },
			 plain = { .sa_handler = SIG_DFL };
	sigset_t wanted;

	(void)sigemptyset(&wanted);
	(void)sigaddset(&wanted, SIGCHLD);
	(void)sigaction(SIGINT, &ignore, &on_int);
	(void)sigaction(SIGQUIT, &ignore, &on_quit);
	(void)sigaction(SIGCHLD, &plain, &on_chld);
	(void)sigprocmask(SIG_BLOCK, &wanted, &mask);
	return signalfd(-1, &wanted, SFD_CLOEXEC | SFD_NONBLOCK);
}

/* The next parcel; whether there may be more. */
static bool take_parcel(void)
{
	struct mp__crate c;
	int err = mp__crate_receive(&c, MP__START_FD);

	if (err == EPIPE)
		return false;
	/* Who sent it sees its tether cut, and asks another server. */
	if (err)
		return err == EPROTO || err == EMFILE || err == ENFILE ||
		       err == ENOMEM;
	serve(&c);
	mp__crate_fini(&c);
	return true;
}

static void call_first(int argc, char **argv)
{
	const struct mp_spawnable *s =
		argc >= 4 ? mp__spawnable_find(argv[2], argv[3]) : NULL;

	if (s)
		(void)s->fn(NULL);
}

_Noreturn void mp__server_main(int argc, char **argv)
{
	struct pollfd fds[] = { { .fd = MP__START_FD, .events = POLLIN },
				{ .events = POLLIN } };
	bool more = true;

	call_first(argc, argv);
	chld = prepare_signals();
	if (chld < 0)
		exit(1);
	fds[1].fd = chld;
	while (more) {
		(void)poll(fds, 2, -1);
		if (fds[1].revents)
			reap_all();
		if (fds[0].revents)
			more = take_parcel();
	}
	exit(0);
}
