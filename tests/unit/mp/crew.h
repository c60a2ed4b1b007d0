/* SPDX-License-Identifier: MIT */
/*
 * What the tests between several processes share: to start a process, end it
 * and kill it; what such a process may do; what to expect of calls that fail.
 */
#ifndef UNIT_MP_CREW_H
#define UNIT_MP_CREW_H

#include <errno.h>
#include <stdbool.h>

#include "mp/process.h"
#include "support/check_main.h"

#define FAILS_WITH(err, call)                                                  \
	do {                                                                   \
		errno = 0;                                                     \
		ck_assert_int_eq((int)(call), -1);                             \
		ck_assert_int_eq(errno, (err));                                \
	} while (0)

/* The same of a call that makes something: NULL. */
#define IS_REFUSED(err, call)                                                  \
	do {                                                                   \
		errno = 0;                                                     \
		ck_assert_ptr_null((call));                                    \
		ck_assert_int_eq(errno, (err));                                \
	} while (0)

/* It succeeds, and errno is @err after it: 0 or EOWNERDEAD. */
#define SUCCEEDS_WITH(err, call)                                               \
	do {                                                                   \
		errno = 0;                                                     \
		ck_assert_int_eq((call), 0);                                   \
		ck_assert_int_eq(errno, (err));                                \
	} while (0)

/* SIGTERM ends: Check's own handler would end the whole group. */
void crew_setup(void);

/* A process that has started. */
mp_process *started(mp_process_fn *fn, void *arg);
mp_process *started_as(const char *name, mp_process_fn *fn, void *arg);
/* Join and free it: its exit code. */
int ended_with(mp_process *p);
/* Run @fn(@arg), which kills its own process, in another one. */
void killed(mp_process_fn *fn, void *arg);
/* What such a function ends with. */
_Noreturn void kill_myself(void);

/* What a process may run: end with this code; end when killed. */
int give(void *code);
int wait_for_ever(void *unused);
/* End with 0 when told, through the pipe @fds. */
int wait_for_byte(void *fds);
void tell(const int *fds);

/* How many descriptors this process has. */
int open_descriptors(void);

/*
 * Signals that are handled while a call waits: first prepare, then start a
 * process that waits for many_alarms(), then let this process have one each
 * millisecond.
 */
void alarms_prepare(void);
void alarms_begin(void);
/* Wait again for as many. */
void alarms_restart(void);
bool many_alarms(void *unused);

#endif
