/* SPDX-License-Identifier: MIT */
#include "mp/lifeline.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

static void close_end(int *fd)
{
	if (*fd >= 0)
		(void)close(*fd);
	*fd = -1;
}

int mp__lifeline_open(struct mp__lifeline *l)
{
	*l = MP__NO_LIFELINE;
	return gettid() == getpid() ? 0 : mp__lifeline_open_pipe(l);
}

int mp__lifeline_open_pipe(struct mp__lifeline *l)
{
	int ends[2];

	if (pipe2(ends, O_CLOEXEC))
		return errno;
	l->yours = ends[0];
	l->mine = ends[1];
	return 0;
}

void mp__lifeline_hold(struct mp__lifeline *l)
{
	close_end(&l->yours);
}

static void die(void)
{
	for (;;)
		(void)kill(getpid(), SIGKILL);
}

void mp__lifeline_take(struct mp__lifeline *l, pid_t parent)
{
	struct pollfd hung = { .fd = l->yours };

	if (l->yours < 0) {
		(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (getppid() != parent)
			die();
		return;
	}
	close_end(&l->mine);
	(void)fcntl(l->yours, F_SETSIG, SIGKILL);
	(void)fcntl(l->yours, F_SETOWN, getpid());
	(void)fcntl(l->yours, F_SETFL, O_ASYNC);
	if (poll(&hung, 1, 0) > 0)
		die();
}

bool mp__lifeline_is_held(const struct mp__lifeline *l, pid_t parent)
{
	struct pollfd hung = { .fd = l->yours };

	/* POLLNVAL: the program has closed it. */
	if (l->yours < 0 || (poll(&hung, 1, 0) > 0 && hung.revents & POLLNVAL))
		return getppid() == parent;
	return !hung.revents;
}

void mp__lifeline_close(struct mp__lifeline *l)
{
	close_end(&l->mine);
	close_end(&l->yours);
}
