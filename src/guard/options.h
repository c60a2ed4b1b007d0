/* SPDX-License-Identifier: MIT */
/*
 * The command line of procession-guard.
 */
#ifndef GUARD_OPTIONS_H
#define GUARD_OPTIONS_H

#include "guard/client.h"

struct guard_options {
	int fd;
	int tty_fd; /* -1: to guard a demo; else the terminal */
	struct guard_limits limits;
	char **argv; /* of the demo; points into main's */
};

/* 0, or -EINVAL if this is no use of the program.  Prints nothing. */
int guard_options_parse(struct guard_options *ret, int argc, char **argv);

#endif
