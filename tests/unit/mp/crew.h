/* SPDX-License-Identifier: MIT */
/* What tests between several processes need: start one, end it, kill it. */
#ifndef UNIT_MP_CREW_H
#define UNIT_MP_CREW_H

#include <errno.h>

#include "mp/process.h"
#include "support/check_main.h"

#define FAILS_WITH(err, call)                                                  \
	do {                                                                   \
		errno = 0;                                                     \
		ck_assert_int_eq((call), -1);                                  \
		ck_assert_int_eq(errno, (err));                                \
	} while (0)

/* It succeeds, and errno is @err after it: 0 or EOWNERDEAD. */
#define SUCCEEDS_WITH(err, call)                                               \
	do {                                                                   \
		errno = 0;                                                     \
		ck_assert_int_eq((call), 0);                                   \
		ck_assert_int_eq(errno, (err));                                \
	} while (0)

/* A process that has started. */
mp_process *started(mp_process_fn *fn, void *arg);
/* Join and free it: its exit code. */
int ended_with(mp_process *p);
/* Run @fn(@arg), which kills its own process, in another one. */
void killed(mp_process_fn *fn, void *arg);
/* What such a function ends with. */
_Noreturn void kill_myself(void);

#endif
