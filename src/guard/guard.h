/* SPDX-License-Identifier: MIT */
/*
 * The two things that procession-guard can be.  Signals are blocked, and
 * nothing but /dev/null is open but what they are given.
 */
#ifndef GUARD_GUARD_H
#define GUARD_GUARD_H

#include "guard/options.h"

/*
 * Run a demo until none of its processes is left; returns the exit status.
 * 0: all are gone.  1: something could not be killed.
 */
int guard_run(const struct guard_options *o);

/* Watch over a terminal until the player says goodbye or dies. */
int guard_terminal(int fd, int tty_fd);

/*
 * A descriptor that becomes readable when the player has died.  Its socket
 * says so too; this is for the case that a program has inherited the player's
 * end of it.  -1 if there is no such thing to be had.
 */
int guard_watch_player(void);

/* Make stdin, stdout and stderr /dev/null, so that nobody waits for them. */
void guard_drop_stdio(void);

/* Close all descriptors above stderr but those @count in @keep. */
void guard_close_others(const int *keep, int count);

#endif
