/* SPDX-License-Identifier: MIT */
/*
 * What the programs share that kill processes of mp: a check that ends the
 * program and says where, memory that all processes share, how many are to be
 * killed, and a seed that makes a run repeatable.
 */
#ifndef STRESS_STRESS_H
#define STRESS_STRESS_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "mp/process.h"

#define STRESS_PATIENCE 20.0

/* No exit handlers, which would wait for the processes under test. */
#define CHECK(cond)                                                            \
	do {                                                                   \
		if (!(cond)) {                                                 \
			fprintf(stderr, "%s:%d: %s (errno %d)\n", __FILE__,    \
				__LINE__, #cond, errno);                       \
			_exit(EXIT_FAILURE);                                   \
		}                                                              \
	} while (0)

/* @bytes of zeros that children share; freed by nobody. */
void *stress_shared(size_t bytes);

/*
 * How many to kill: PROCESSION_TEST_KILLS; else @full with
 * PROCESSION_TEST_FULL; else @few.
 */
int stress_kills(int few, int full);

/* PROCESSION_TEST_SEED, or another one at each call. */
uint64_t stress_seed(void);
/* The next random number below @n, from *@state, which a seed begins. */
uint32_t stress_random(uint64_t *state, uint32_t n);

/* A process that has started; one that has ended, and with which code. */
mp_process *stress_start(mp_process_fn *fn, void *arg);
int stress_end(mp_process *p);
/* Not longer than a bounded moment; for pacing, not for waiting. */
void stress_nap(long ns);

#endif
