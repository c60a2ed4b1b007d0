/* SPDX-License-Identifier: MIT */
/*
 * What several workers do with each thing that processes wait for each other
 * with, in such a way that it shows if one was killed and the others could
 * not go on: mp_sync_points.c and mp_sync_kill.c kill them, mp_sync_threads.c
 * runs them as threads.
 */
#ifndef STRESS_SYNC_H
#define STRESS_SYNC_H

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include "mp.h"
#include "mp/probe.h"
#include "stress/stress.h"

enum { SYNC_WORKERS = 3, SYNC_VERBS = 8 };

#define SYNC_PATIENCE 20.0

/* Shared by all workers. */
struct sync_book {
	atomic_bool stop;
	atomic_long done;  /* rounds of all workers */
	atomic_int wrong;  /* what must not be */
	atomic_int deaths; /* found out by workers */
	long a, b;         /* what the object under test guards */
	long extra[SYNC_WORKERS];
};

extern struct sync_book *sync_book;

struct sync_case {
	const char *name;
	void (*make)(void);
	/* Rounds until sync_book->stop; 0, or what failed. */
	int (*work)(void *number);
	/* After stop: let go whoever waits.  May be called often. */
	void (*finish)(void);
	/* When all have ended, @killed of them by a signal. */
	void (*check)(int killed);
	void (*free)(void);
	enum mp_verb verbs[SYNC_VERBS];
};

extern const struct sync_case sync_cases[];
extern const int sync_case_count;

/* A new book and the object of @c. */
void sync_begin(const struct sync_case *c);
/* All have ended: check the books. */
void sync_end(const struct sync_case *c, int killed);
/* Worker @number as a process. */
mp_process *sync_start(const struct sync_case *c, int number);
/* Wait until the workers have done @rounds more; fails without progress. */
void sync_await(const struct sync_case *c, long rounds);
/* Stop them; returns how many had been killed. */
int sync_stop(const struct sync_case *c, mp_process *worker[], int n);

#endif
