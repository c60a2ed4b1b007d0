/* SPDX-License-Identifier: MIT */
#include "mp/pulse.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define NAP_NS 1000000L

/*
 * Whether there are pidfds is asked once.  Relaxed: who asks twice gets the
 * same answer.
 */
enum { UNKNOWN, THERE, MISSING };
static atomic_int pidfds;

bool mp__pidfds_missing(int err)
{
	return err == ENOSYS || err == EPERM;
}

static bool are_missing(void)
{
	int known = atomic_load_explicit(&pidfds, memory_order_relaxed), fd;

	if (known != UNKNOWN)
		return known == MISSING;
	fd = pidfd_open(getpid(), 0);
	if (fd >= 0)
		(void)close(fd);
	else if (!mp__pidfds_missing(errno))
		return false; /* no descriptor is free: ask again */
	known = fd < 0 ? MISSING : THERE;
	atomic_store_explicit(&pidfds, known, memory_order_relaxed);
	return known == MISSING;
}

static void close_end(int *fd)
{
	if (*fd >= 0)
		(void)close(*fd);
	*fd = -1;
}

int mp__pulse_open(struct mp__pulse *p)
{
	int ends[2];

	*p = MP__NO_PULSE;
	if (!are_missing())
		return 0;
	if (pipe2(ends, O_CLOEXEC))
		return errno;
	*p = (struct mp__pulse){ ends[0], ends[1], true };
	return 0;
}

int mp__pulse_feel(struct mp__pulse *p)
{
	int felt = p->felt;

	p->felt = -1;
	close_end(&p->beat);
	return felt;
}

void mp__pulse_take(struct mp__pulse *p)
{
	close_end(&p->felt);
}

void mp__pulse_close(struct mp__pulse *p)
{
	close_end(&p->felt);
	close_end(&p->beat);
}

int mp__pulse_wait(pid_t pid, int pidfd, int *ret_code, bool *ret_ended)
{
	siginfo_t info = { 0 };

	if (waitid(pidfd < 0 ? P_PID : P_PIDFD, (id_t)(pidfd < 0 ? pid : pidfd),
		   &info, WEXITED | WNOHANG))
		return errno;
	*ret_code =
		info.si_code == CLD_EXITED ? info.si_status : -info.si_status;
	*ret_ended = info.si_pid;
	return 0;
}

int mp__pulse_signal(pid_t pid, int pidfd, int number)
{
	int rc = pidfd < 0 ? kill(pid, number)
			   : pidfd_send_signal(pidfd, number, NULL, 0);

	return rc ? errno : 0;
}

static bool is_dead(pid_t pid)
{
	siginfo_t info = { 0 };

	/* ECHILD: reaped already. */
	return waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT) ||
	       info.si_pid;
}

bool mp__pulse_ends(pid_t pid, int pidfd, int ms)
{
	struct pollfd end = { .fd = pidfd, .events = POLLIN };
	int n;

	if (pidfd >= 0) {
		while ((n = poll(&end, 1, ms)) < 0 && errno == EINTR)
			;
		return n > 0;
	}
	for (; !is_dead(pid) && ms > 0; ms--)
		(void)nanosleep(&(struct timespec){ 0, NAP_NS }, NULL);
	return is_dead(pid);
}
