/* SPDX-License-Identifier: MIT */
/*
 * The player's side of a guard.  It does not spawn: the player makes a socket
 * pair, spawns the guard with one end as GUARD_FD (its stdin, stdout and
 * stderr are the demo's), closes that end, and keeps the other, close-on-exec,
 * for itself:
 *
 *	char **argv = guard_run_argv("/usr/libexec/.../procession-guard",
 *				     &limits, demo_argv);
 *	... spawn it; watch the kept end for reading; then ...
 *	while ((rc = guard_read(&in, fd, &event)) == 1)
 *		...
 *	rc 0: no more for now; rc -EPIPE: the guard has gone
 *
 * -EPIPE after GUARD_ALL_GONE is the normal end.  Without it the guard was
 * killed; then the player, itself a child subreaper, calls proc_sweep_kill().
 * The guard needs no watching otherwise: it ends all when the player dies.
 *
 * While the demo's program has ended (REAPED with is_main) others may go on
 * in the background; how long is the player's to say, with guard_end().
 */
#ifndef GUARD_CLIENT_H
#define GUARD_CLIENT_H

#include <stdint.h>
#include <sys/types.h>
#include <termios.h>

#include "guard/protocol.h"
#include "guard/wire.h"

/* 0: no limit. */
struct guard_limits {
	int64_t procs;  /* at one time, zombies included */
	int64_t memory; /* bytes of private memory in use, each process */
	int64_t wall_s;
	int64_t cpu_s; /* each process */
	int64_t files; /* descriptors, each process */
};

/*
 * The command line of a guard at @path.  The demo is @argv (NULL at its end);
 * a name without a slash is looked for in PATH.  guard_argv_free() frees it.
 */
char **guard_run_argv(const char *path, const struct guard_limits *limits,
		      char *const argv[]);
char **guard_terminal_argv(const char *path);
void guard_argv_free(char **argv);

/* The next event: 1; 0: none yet; -EPIPE: the guard has gone; -errno. */
int guard_read(struct guard_inbox *in, int fd, struct guard_event *ret);

/*
 * Commands.  0, -EPIPE if the guard has gone, -EAGAIN if it does not read.
 * A later guard_end() can shorten the grace of an earlier one, not lengthen it.
 */
int guard_end(int fd, unsigned grace_ms);
int guard_kill(int fd);
int guard_signal(int fd, pid_t pid, int signo);

/*
 * The guard of the terminal.  @before are the modes to go back to and @text
 * what to write (leave the alternate screen, show the cursor, ...), at most
 * GUARD_TEXT_MAX bytes.  @during (may be NULL) are the player's own modes,
 * as tcgetattr(3) says once they are set.  May be sent again at any time.
 * -E2BIG if @text is too long, else as above.
 */
int guard_terminal_arm(int fd, const struct termios *before,
		       const struct termios *during, const char *text);
/* Before the player suspends itself, the terminal put right. */
int guard_terminal_disarm(int fd);
/* Before the player exits, the terminal put right. */
int guard_terminal_goodbye(int fd);

#endif
