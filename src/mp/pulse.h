/* SPDX-License-Identifier: MIT */
/*
 * What stands in for pidfds where there are none: kernels before 5.3, filters
 * of system calls that do not know them, valgrind.
 *
 * A child then holds one end of a pipe, and its parent the other, the
 * sentinel, which hangs up when the child ends.  The child is reaped and
 * signalled by its PID, which is its own until it is reaped.  What differs:
 *
 *	The sentinel of a child that executes another program, or closes
 *	descriptors that are not its own, hangs up too early.  It is joined
 *	when it has ended all the same.
 *	A signal may go astray that is sent while another thread reaps.
 *	A parent has no sentinel and cannot be joined: ENOSYS.
 */
#ifndef MP_PULSE_H
#define MP_PULSE_H

#include <stdbool.h>
#include <sys/types.h>

struct mp__pulse {
	int felt; /* the parent's end of the pipe, until it is the sentinel */
	int beat; /* the child's */
	bool stands; /* it stands in for a pidfd */
};

#define MP__NO_PULSE ((struct mp__pulse){ -1, -1, false })

#pragma GCC visibility push(hidden)

/* Whether @err, of pidfd_open(2), says that there are none at all. */
bool mp__pidfds_missing(int err);
/* In the parent, before a start: a pipe if it is needed.  0 or errno. */
int mp__pulse_open(struct mp__pulse *p);
/* In the parent, when the child is there: its sentinel. */
int mp__pulse_feel(struct mp__pulse *p);
/* In the child: only its own end stays open. */
void mp__pulse_take(struct mp__pulse *p);
/* In any process that is not the child's. */
void mp__pulse_close(struct mp__pulse *p);

/*
 * As waitid(2) with WEXITED | WNOHANG for the child @pid, of which @pidfd is
 * the pidfd, or -1.
 */
int mp__pulse_wait(pid_t pid, int pidfd, int *ret_code, bool *ret_ended);
/* As pidfd_send_signal(2), likewise: 0 or errno. */
int mp__pulse_signal(pid_t pid, int pidfd, int number);
/*
 * Sleep until the child @pid ends, at most @ms.  Whether it has; it is not
 * reaped.
 */
bool mp__pulse_ends(pid_t pid, int pidfd, int ms);

#pragma GCC visibility pop

#endif
