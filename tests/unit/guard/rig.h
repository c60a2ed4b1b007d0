/* SPDX-License-Identifier: MIT */
/*
 * A guard under test, with the test in the place of the player.
 *
 * The demo's standard output is a pipe that all its processes inherit, so its
 * end says that all of them are gone.  The test is a child subreaper: what
 * the guard leaves behind becomes the test's child, and tear-down finds it.
 */
#ifndef TESTS_GUARD_RIG_H
#define TESTS_GUARD_RIG_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/clock.h"
#include "guard/client.h"
#include "support/check_main.h"

#define PATIENCE_NS (10 * CLOCK_S)

struct rig {
	pid_t guard;
	int fd;  /* our end of the socket; -1 once closed */
	int out; /* the demo's output */
	struct guard_inbox in;
};

#define RIG_COUNT(a) (int)(sizeof(a) / sizeof(*(a)))

/* Checked fixtures. */
void rig_setup(void);
void rig_teardown(void);

/* A test case of @s with these fixtures, and more time than others have. */
TCase *rig_case(Suite *s, const char *name);

/* Paths of the programs; static storage. */
const char *rig_guard_path(void);
const char *rig_demo_path(void);

/*
 * Start a guard with the demo in a mode with a number.  @socket_type is
 * SOCK_STREAM or SOCK_SEQPACKET.
 */
struct rig rig_start(const struct guard_limits *limits, const char *mode,
		     int number);
struct rig rig_start_argv(const struct guard_limits *limits, char *const argv[],
			  int socket_type);

/* In a child: become the guard with @socket as GUARD_FD, output to @out. */
_Noreturn void rig_become_guard(char **argv, int socket, int out);

/* The next event; fails the test if none comes. */
struct guard_event rig_event(struct rig *r);
/* The next of that type, passing over others. */
struct guard_event rig_event_of(struct rig *r, enum guard_event_type type);
bool rig_has_event(struct rig *r, struct guard_event *ret);

/* Read until the demo has said "r". */
void rig_wait_ready(struct rig *r);
/* All that the demo says until its output ends; static storage. */
const char *rig_output(struct rig *r);
/* Wait for the guard's end: its status, as of waitpid(2). */
int rig_wait_guard(struct rig *r);
/* ALL_GONE comes, the output ends, the guard exits with 0. */
void rig_expect_all_gone(struct rig *r);

#endif
