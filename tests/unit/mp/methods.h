/* SPDX-License-Identifier: MIT */
/*
 * What the tests of the start methods share.  Their programs are run anew for
 * children that are not forked, so that these begin in main() with nothing:
 * they report by their exit codes, and by what they were given.
 *
 * A loop test over all methods has the method in _i.
 */
#ifndef UNIT_MP_METHODS_H
#define UNIT_MP_METHODS_H

#include "mp.h"
#include "support/check_main.h"

#define METHOD ((enum mp_start_method)_i)

/* Register @test once for each method; or for those that do not fork. */
#define EACH_METHOD(t, test) tcase_add_loop_test((t), (test), 0, 3)
#define EACH_FRESH(t, test)  tcase_add_loop_test((t), (test), 1, 3)

/* A fixture: Check's own SIGTERM handler is not for the children. */
void methods_setup(void);

/* Not started yet: the default is @method from here on. */
mp_process *made_by(enum mp_start_method method, mp_process_fn *fn,
		    const void *arg, size_t size);
/* Started. */
mp_process *started_by(enum mp_start_method method, mp_process_fn *fn,
		       const void *arg, size_t size);

/* The PID of the server of @pid, or of this process if it is 0; 0: none. */
pid_t server_of(pid_t pid);
/* Whether all children of this process are reaped. */
bool no_child_is_left(void);

#endif
