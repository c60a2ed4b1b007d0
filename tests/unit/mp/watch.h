/* SPDX-License-Identifier: MIT */
/*
 * What the tests of mp see with: a sink that writes every event of every
 * process into one shared table, a clock that only moves when a test says so,
 * and a few ways to wait for something with a bound.
 */
#ifndef UNIT_MP_WATCH_H
#define UNIT_MP_WATCH_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "mp/probe.h"

/* Give up after this long; generous, for slow machines and sanitizers. */
#define WATCH_PATIENCE_S 20

struct seen {
	struct mp_probe_event e; /* text points to the copy below */
	pid_t pid;
	char text[64];
};

/* Watch this process and all that it forks from now on. */
void watch_start(void);
/* The same, with a clock that stands at 0. */
void watch_start_with_clock(void);
/* Move that clock. */
void watch_set_clock(int64_t ns);
/* How often somebody asked that clock how long to sleep. */
int watch_looks(void);
/* That it was often. */
bool watch_looked_often(void *unused);

/* The events so far, in the order in which the sink was called. */
int watch_len(void);
const struct seen *watch_at(int i);
/* How many with this verb and phase. */
int watch_count(enum mp_verb verb, enum mp_phase phase);
/* The @nth (from 0) of them, or NULL. */
const struct seen *watch_nth(enum mp_verb verb, enum mp_phase phase, int nth);
/* The first of them; fails the test if there is none. */
const struct seen *watch_the(enum mp_verb verb, enum mp_phase phase);
/* Wait until there are @n of them; fails the test after the patience. */
void watch_wait(enum mp_verb verb, enum mp_phase phase, int n);

/* @bytes of zeros that children share. */
void *shared_memory(size_t bytes);
/* Wait until @cond(@arg) holds; whether it did in time. */
bool eventually(bool (*cond)(void *arg), void *arg);
/* Run @fn in a program of its own (fork, and exit as main would); its PID. */
pid_t program(void (*fn)(void *arg), void *arg);
/* Wait for it: exit code, or minus the signal. */
int program_end(pid_t pid);
/* Wait until all copies of the other end of @fd are closed. */
bool hangs_up(int fd);

#endif
