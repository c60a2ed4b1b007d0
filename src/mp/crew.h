/* SPDX-License-Identifier: MIT */
/*
 * The private side of a pool, in the memory of the process that made it.
 *
 * One lock guards it all.  Three kinds of thread take it: callers, and the
 * pool's keeper, which replaces dead workers, fails or repeats what they held,
 * and calls callbacks, without the lock.  Workers know nothing of it.
 *
 * A result is live from its posting until all its chunks are over and somebody
 * has noticed (mp__result_settle); then its job slots and words are free for
 * others, and its error is known.
 */
#ifndef MP_CREW_H
#define MP_CREW_H

#include <pthread.h>
#include <signal.h>

#include "mp/arena.h"
#include "mp/board.h"
#include "mp/object.h"
#include "mp/pool.h"
#include "mp/process.h"

struct mp__worker {
	mp_pool *pool;
	mp_process *process; /* NULL: to be started */
	unsigned number;
};

/* A callback of a future. */
struct mp__done {
	void (*fn)(mp_result *r, void *arg);
	void *arg;
	struct mp__done *next;
};

struct mp_result {
	mp_pool *pool;
	struct mp_task task;
	size_t items;
	uint32_t chunk, chunks;
	uint32_t left; /* the words from here on are over */
	uint32_t words;
	uint64_t base, first, pos;
	uint8_t *tries; /* of each chunk; NULL: none failed */
	bool settled, listed, freed, calling;
	bool keeps_words;        /* until it is freed */
	_Atomic uint32_t called; /* futex: its callbacks have returned */
	enum mp__status status;  /* once settled */
	struct mp__error error;
	struct mp_callbacks callbacks;
	struct mp__done *dones;           /* to be called, in this order */
	bool calls;                       /* it has, or had, any of them */
	bool drained;                     /* dones have been called */
	struct mp_result *prev, *next;    /* of the live ones */
	struct mp_result *before, *after; /* of those the keeper minds */
};

struct mp_pool {
	struct mp__board *board;
	char name[MP__NAME];
	struct mp_pool_options options;
	pid_t owner;
	pthread_mutex_t lock;
	sigset_t mask; /* of the thread that made it, for the workers */
	struct mp__worker *workers;
	unsigned alive, names;
	unsigned early; /* deaths in a row of workers that were not ready */
	struct mp__arena memory, words;
	struct mp_result **slot; /* whose job is in each */
	struct mp_result *live, *live_last, *minded, *minded_last;
	uint64_t tasks;    /* ever submitted */
	size_t references; /* results, and the pool itself until it is freed */
	bool closed, terminated, broken, ending;
	int64_t kill_at; /* terminated: when patience ends */
	pthread_t keeper;
	struct pollfd *fds; /* what the keeper waits for */
	bool keeper_joined;
	_Atomic uint32_t over;   /* futex: the keeper has done */
	struct mp_pool *sibling; /* in the list of all pools */
};

/* What a caller wants done. */
struct mp__order {
	struct mp_task task;
	const void *in;
	size_t n; /* items at @in */
	const struct mp_callbacks *callbacks;
	const void *site;
	bool keep_words; /* as in mp_result */
};

#pragma GCC visibility push(hidden)

/* Bumped when anything that a keeper minds has ended; a futex. */
extern _Atomic uint32_t mp__news;

/* Worker: @arg is its struct mp__worker. */
int mp__worker_main(void *arg);

/*
 * Post what @order says.  NULL and errno: EPIPE, ENOTRECOVERABLE, EAGAIN,
 * EMSGSIZE, EOVERFLOW, ENOMEM, EINVAL, EPERM.
 */
struct mp_result *mp__submit(mp_pool *p, const struct mp__order *order);
/* The same, as a trace point. */
struct mp_result *mp__pool_submit(mp_pool *p, const struct mp__order *order);
/* Post chunk @i of @r once more.  Whether there was room. */
bool mp__submit_again(struct mp_result *r, uint32_t i);

/* Under the lock: whether it is over; if so, its places are given back. */
bool mp__result_settle(struct mp_result *r);
/* Under the lock: have the keeper call back, or free it, when it is over. */
void mp__result_mind(struct mp_result *r);
/* Under the lock: no longer in anybody's list or use. */
void mp__result_destroy(struct mp_result *r);
/* Wait for it: 0, ETIMEDOUT.  With the callbacks, if there are any. */
int mp__result_await(struct mp_result *r, double timeout, const void *site);
/* mp_result_get, called at @site: 0 or its errno. */
int mp__result_wait(mp_result *r, double timeout, const void *site);
int mp__result_get(struct mp_result *r, void *out, double timeout,
		   const void *site);
/* How chunk @i ended, and the error if it did not go well. */
enum mp__status mp__result_chunk(const struct mp_result *r, uint32_t i,
				 struct mp__error *ret);
/* The errno of @status; a failure is told to the thread. */
int mp__status_errno(enum mp__status status, const struct mp__error *error);
/* The errno of a settled result; told to the thread. */
int mp__result_outcome(const struct mp_result *r);
static inline _Atomic uint64_t *mp__result_word(const struct mp_result *r,
						uint32_t i)
{
	return &r->pool->board->word[r->words + i];
}

/* Result @i of a chunk that is done. */
const void *mp__result_out(const struct mp_result *r, size_t i);

/* Start worker @w.  0 or an errno value. */
int mp__worker_start(mp_pool *p, unsigned w);
/* Under the lock: chunk @chunk ends as @status, if nobody has taken it. */
void mp__result_withdraw(struct mp_result *r, uint32_t chunk,
			 enum mp__status status);
/* Under the lock: so does all that nobody has taken. */
void mp__pool_withdraw(mp_pool *p, enum mp__status status);
void *mp__keeper_main(void *pool);
/* Under the lock, which it leaves for the calls: call back who waits for it. */
void mp__callbacks_run(mp_pool *p);
/* All pools of this process: one more, one less. */
void mp__pools_list(mp_pool *p);
void mp__pools_unlist(mp_pool *p);
/*
 * Be told of the end of the program.  After the first start of a worker, so
 * that it comes before mp's own.  0 or ENOMEM.
 */
int mp__pools_arm(void);
/* Under the lock: drop a reference; the last one frees it.  Unlocks. */
void mp__pool_drop(mp_pool *p);
/* Whether this process may use @p: 0, EINVAL, EPERM. */
int mp__pool_check(const mp_pool *p);

#pragma GCC visibility pop
#endif
