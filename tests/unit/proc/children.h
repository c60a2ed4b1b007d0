/* SPDX-License-Identifier: MIT */
/*
 * Real children for the tests of proc, and waiting for what they do.
 */
#ifndef TESTS_PROC_CHILDREN_H
#define TESTS_PROC_CHILDREN_H

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "support/check_main.h"

#define PATIENCE_NS (10 * CLOCK_S)

/* Try again until @condition holds; the test fails if it never does. */
#define WAIT_UNTIL(condition)                                                  \
	do {                                                                   \
		int64_t give_up_ = clock_now() + PATIENCE_NS;                  \
                                                                               \
		while (!(condition)) {                                         \
			struct timespec t_ = { 0, 1000000 };                   \
                                                                               \
			ck_assert_msg(clock_now() < give_up_,                  \
				      "waited in vain for " #condition);       \
			(void)nanosleep(&t_, NULL);                            \
		}                                                              \
	} while (0)

/* A child that runs @body and never outlives the test. */
static inline pid_t child(void (*body)(void))
{
	pid_t pid = fork();

	ck_assert_int_ge(pid, 0);
	if (pid == 0) {
		(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
		(void)signal(SIGTERM, SIG_DFL); /* Check has a handler */
		body();
		_exit(0);
	}
	return pid;
}

/* What escapes from a test that fails still ends by itself. */
static inline bool life_goes_on(void)
{
	static int64_t end;

	if (!end)
		end = clock_now() + 6 * PATIENCE_NS;
	return clock_now() < end;
}

static inline void body_pause(void)
{
	while (life_goes_on())
		(void)nanosleep(&(struct timespec){ 10, 0 }, NULL);
	_exit(1);
}

static inline void body_spin(void)
{
	while (life_goes_on())
		;
	_exit(1);
}

static inline void pin(pid_t pid, int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET((size_t)cpu, &set);
	ck_assert_int_eq(sched_setaffinity(pid, sizeof(set), &set), 0);
}

static inline void end_child(pid_t pid)
{
	(void)kill(pid, SIGKILL);
	ck_assert_int_eq(waitpid(pid, NULL, 0), pid);
}

#endif
