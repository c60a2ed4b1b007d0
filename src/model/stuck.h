/* SPDX-License-Identifier: MIT */
/*
 * Why is it stuck: who waits, for what, for whom, and whether that can end.
 *
 * A thread can move if it works or sleeps, if its wait has a time-out, or if
 * one that can move could end its wait.  Who could is:
 *
 *	of a lock	its holder, and only he; anybody if nobody holds it,
 *			or the holder is dead
 *	of a join	whoever belongs to that process
 *	of the rest	anybody at all: whoever runs may put, set, notify,
 *			release, arrive
 *
 * Whoever cannot move by that is in a deadlock.  A process that has threads
 * of which nothing was heard counts as one that can move, and so does one
 * that the kernel was not yet asked about, or calls runnable or stopped; and
 * if events were lost, everybody does: a deadlock is named late, or not at
 * all, rather than falsely.  What comes from outside the run (a key, a signal)
 * is not counted on.
 *
 * One thing no single moment can tell: a thread that was woken and has not
 * said so yet looks like one that waits.  So a deadlock is one that stays
 * while nothing happens (MP_VERB_DEADLOCK).
 */
#ifndef MODEL_STUCK_H
#define MODEL_STUCK_H

#include "base/str.h"
#include "model/model.h"

#define MODEL_NOBODY SIZE_MAX

/* A thread that waits. */
struct model_wait {
	uint32_t tid, pid;
	uint16_t verb;
	uint64_t object; /* 0: none */
	uint32_t target; /* PID that it wants to join; 0: none */
	int64_t since_ns;
	bool bounded;  /* it has a time-out */
	bool for_ever; /* it cannot end: a deadlock */
	/* The one thread or process alone that could end it; 0: not one. */
	uint32_t holder_tid, holder_pid;
	/* The wait of that one, if it waits itself; or MODEL_NOBODY. */
	size_t next;
};

struct model_stuck {
	struct model_wait *waits; /* the longest first */
	size_t count;
	size_t for_ever; /* how many of them cannot end */
	/*
	 * A circle of waits, each for the next, the last for the first:
	 * indices into waits.  Empty if nobody alone holds up the others.
	 */
	size_t *circle;
	size_t circle_len;
};

/* Release it with model_stuck_release. */
void model_stuck(const struct model *m, struct model_stuck *ret);
void model_stuck_release(struct model_stuck *s);

/*
 * In words, without a newline at the end: "DEADLOCK: ada (PID 4712) waits for
 * fork-B, which bob (PID 4713) holds; bob waits for fork-A, which ada holds."
 * or, without a circle, "DEADLOCK: all who could go on wait for each other:
 * ...".  Nothing if nobody waits for ever.
 */
void model_stuck_words(const struct model *m, const struct trace_log *log,
		       const struct model_stuck *s, struct str *out);

#endif
