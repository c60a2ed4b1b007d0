/* SPDX-License-Identifier: MIT */
/*
 * Starting the program of a demo, fenced in.
 */
#ifndef GUARD_DEMO_H
#define GUARD_DEMO_H

#include <sys/types.h>

#include "guard/options.h"

/* What a child that could not become the demo leaves in its pipe. */
struct guard_demo_error {
	int step; /* enum guard_step */
	int error;
};

struct guard_demo {
	pid_t pid;
	/*
	 * Ends without a word when the program runs (or its process is
	 * dead); else yields one struct guard_demo_error.  Non-blocking.
	 */
	int exec_fd;
};

/*
 * Start it in a session of its own, with the limits, with signals as after
 * login, with no way to new privileges (so that it can always be killed), and
 * to be killed if its parent dies.  It keeps the descriptors it inherits.
 * Returns 0, or the failed step as *@ret_error and -1.
 */
int guard_demo_start(const struct guard_options *o, struct guard_demo *ret,
		     struct guard_demo_error *ret_error);

#endif
