/* SPDX-License-Identifier: MIT */
/*
 * Waiting until the work in a queue is done.
 *
 * One more number beside those of the ring: the items that were dealt with.
 * Who joins waits until it is the number of items ever put.
 */
#include <limits.h>
#include <math.h>

#include "mp/ring.h"

struct op {
	mp_queue *q;
	enum mp_verb verb;
	const void *site;
};

/* Exact under the lock. */
static uint64_t unfinished(const mp_queue *q)
{
	/* Acquire: done first, so that it is never more than what was put. */
	uint64_t done = atomic_load_explicit(&q->done, memory_order_acquire);

	return atomic_load_explicit(&q->tail.passed, memory_order_acquire) -
	       done;
}

static void say(const struct op *op, enum mp_phase phase, int err)
{
	MP__EMIT(.verb = (uint16_t)op->verb, .phase = (uint8_t)phase,
		 .kind = MP_KIND_INT, .err = err,
		 .object = op->q ? op->q->id : 0,
		 .a = op->q ? unfinished(op->q) : 0, .site = op->site);
}

/* ---- task_done ---- */

static int finish_one(const struct op *op)
{
	mp_queue *q = op->q;
	enum mp__ends held;
	uint64_t done;
	uint32_t ticket = 0;
	int err = EINVAL;

	held = mp__ring_lock(q, MP__HEAD, op->site);
	/* Relaxed: the lock orders all who change them. */
	done = atomic_load_explicit(&q->done, memory_order_relaxed);
	if (done <
	    atomic_load_explicit(&q->head.passed, memory_order_relaxed)) {
		err = 0;
		/* Release: pairs with the acquire in unfinished. */
		atomic_store_explicit(&q->done, done + 1, memory_order_release);
		say(op, MP_HAPPENS, 0);
		if (!unfinished(q))
			ticket = mp__side_rouse(&q->finished);
	}
	mp__ring_unlock(q, held);
	mp__side_wake(&q->finished, ticket, INT_MAX);
	return err;
}

MP__TRACED int mp_queue_task_done(mp_queue *q)
{
	struct op op = { q, MP_VERB_TASK_DONE, MP__SITE() };
	int err;

	say(&op, MP_BEGINS, 0);
	err = q ? finish_one(&op) : EINVAL;
	say(&op, MP_ENDS, err);
	return mp__result(err);
}

/* ---- join ---- */

/* 0, or EAGAIN and the word to sleep on. */
static int look(const struct op *op, bool may_wait, uint32_t *ret_seen)
{
	mp_queue *q = op->q;
	enum mp__ends held;
	int err = 0;

	held = mp__ring_lock(q, MP__HEAD, op->site);
	if (unfinished(q)) {
		err = EAGAIN;
		if (may_wait)
			*ret_seen = mp__side_doze(&q->finished);
	} else {
		say(op, MP_HAPPENS, 0);
	}
	mp__ring_unlock(q, held);
	return err;
}

static int join(const struct op *op, double timeout)
{
	int64_t deadline = 0, ns;
	bool waited = false;
	uint32_t seen = 0;
	int err;

	for (;;) {
		err = look(op, timeout > 0, &seen);
		if (err != EAGAIN || !(timeout > 0))
			return err;
		if (!waited) {
			waited = true;
			deadline = mp__deadline(timeout);
			say(op, MP_WAITS, mp__limit(timeout));
		}
		ns = mp__nap(deadline, MP__RECHECK_NS);
		if (!ns)
			return ETIMEDOUT;
		mp__futex_wait(&op->q->finished.word, seen, ns);
	}
}

MP__TRACED int mp_queue_join(mp_queue *q, double timeout)
{
	struct op op = { q, MP_VERB_QUEUE_JOIN, MP__SITE() };
	int err;

	say(&op, MP_BEGINS, 0);
	err = q && !isnan(timeout) ? join(&op, timeout) : EINVAL;
	say(&op, MP_ENDS, err);
	return mp__result(err);
}

size_t mp_queue_unfinished(const mp_queue *q)
{
	return q ? unfinished(q) : 0;
}
