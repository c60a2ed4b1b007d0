/* SPDX-License-Identifier: MIT */
/*
 * Workers that do random things with all that processes share, and are killed
 * at random instants: what they have in common.
 *
 * Each process of the crew lives one life.  Its account says which call it is
 * in and which calls have returned; so when it is dead it is known what may be
 * missing: the effect of that one call, and nothing else.
 */
#ifndef STRESS_MP_CHAOS_H
#define STRESS_MP_CHAOS_H

#include <stdatomic.h>

#include "mp.h"
#include "stress/stress.h"

enum {
	CHAOS_SLOTS = 10, /* processes at a time */
	CHAOS_MOST = 1024 /* items of a life through one line */
};

/* A line that items go through: each is one of a life, with a number. */
enum chaos_line { CHAOS_QUEUE, CHAOS_TASKS, CHAOS_PIPE, CHAOS_LINES };

/* What a life may be doing. */
enum chaos_call {
	CHAOS_NONE,
	CHAOS_PUT, /* into each line */
	CHAOS_GET = CHAOS_PUT + CHAOS_LINES,
	CHAOS_DONE = CHAOS_GET + CHAOS_LINES,
	CHAOS_LOCK,
	CHAOS_RLOCK,
	CHAOS_SEAT,
	CHAOS_TAKE,
	CHAOS_GIVE,
	CHAOS_EVENT,
	CHAOS_CONDITION,
	CHAOS_BARRIER,
	CHAOS_ADD,
	CHAOS_ARRAY,
	CHAOS_TEXT,
	CHAOS_WAIT,
	CHAOS_SHM,
	CHAOS_DICT,
	CHAOS_LIST,
	CHAOS_CHILD,
	CHAOS_SPAWN,
	CHAOS_POOL,
	CHAOS_EXECUTOR,
	CHAOS_MANAGER,
	CHAOS_CALLS,
};

struct chaos_life {
	atomic_int call;               /* an enum chaos_call */
	atomic_int calls[CHAOS_CALLS]; /* that have returned, and done it */
	_Atomic uint8_t got[CHAOS_LINES][CHAOS_MOST / 8]; /* of its items */
};

/* Shared by all. */
struct chaos {
	atomic_bool stop;
	long lock_a, lock_b, rlock_a, rlock_b, tokens; /* guarded */
	struct chaos_life life[];
};

/* What the processes use. */
enum { CHAOS_CELLS = 8, CHAOS_PARTIES = 3 };

struct chaos_things {
	mp_queue *queue, *work;
	mp_conn *in, *out;
	mp_lock *lock, *rlock;
	mp_semaphore *seats, *units;
	mp_event *event;
	mp_condition *condition;
	mp_barrier *barrier;
	mp_value *sum, *text;
	mp_array *cells;
	mp_manager *manager;
	mp_dict *dict;
	mp_list *list;
};

extern struct chaos *chaos;
extern struct chaos_things things;
extern uint64_t chaos_seed;
extern const char *const chaos_names[CHAOS_CALLS];

/* ---- mp_chaos_check.c: before and after ---- */

/* Make everything that is shared, for @lives. */
void chaos_make(int lives);
/* All have ended: check that everything adds up, and free it. */
void chaos_check(int lives);
/* Calls of this kind that have returned; of how many lives it was the last. */
long chaos_count(int lives, int call, long *ret_cut);

/* Who this process is: its number among the lives, and its slot. */
struct chaos_self {
	int life, slot;
};
extern struct chaos_self chaos_self;
extern struct chaos_life *chaos_me;
void chaos_become(struct chaos_self who);

/* A random number below @n, and how long to wait; @patient: perhaps long. */
uint32_t chaos_chance(uint32_t n);
double chaos_patience(bool patient);
/* A call begins; it has returned; @effect: and has done what it should. */
void chaos_begin(int call);
void chaos_end(bool effect);
/* It did not, because its time was over, which was short. */
void chaos_is_short(double timeout);

/* ---- mp_chaos_calls.c: what a process does ---- */

/* @self: a struct chaos_self.  Until chaos->stop. */
int chaos_work(void *self);
void chaos_use_lock(int call, mp_lock *l, long *a, long *b);
void chaos_use_condition(void);
void chaos_use_text(void);
/* A task, which kills its worker for a number below 0. */
int chaos_square(const void *in, void *out);
#define CHAOS_SQUARE MP_TASK_CHUNKED(chaos_square, int, long, 1)

/* mp_chaos_family.c: what is costly: children, pools, executors, managers of
 * its own. */
void chaos_do_something_costly(void);

/* ---- mp_chaos_lines.c ---- */

void chaos_put(enum chaos_line line);
void chaos_get(enum chaos_line line);
/* After stop, often: let go whoever waits. */
void chaos_let_go(void);
void chaos_check_lines(int lives);

/* ---- mp_chaos_pool.c: a pool and an executor in a thread of their own ---- */

void chaos_pool_begin(void);
/* Kill one worker; whether there was one. */
bool chaos_pool_kill(uint64_t *random);
/* End them; prints what they have done. */
void chaos_pool_end(void);

#endif
