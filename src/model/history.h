/* SPDX-License-Identifier: MIT */
/*
 * A run in time: the log, the state at its head, any state before, and the
 * lanes of the timeline.
 *
 * Going back is folding forward from the nearest snapshot, of which one is
 * taken every few thousand events.  All times are run times (without pauses).
 */
#ifndef MODEL_HISTORY_H
#define MODEL_HISTORY_H

#include <stddef.h>
#include <stdint.h>

#include "model/model.h"
#include "trace/log.h"

struct history;

/* The log is borrowed and must outlive the result. */
struct history *history_new(const struct trace_log *log);
void history_free(struct history *h);

/* Fold at most @max new events; returns how many were folded. */
size_t history_catch_up(struct history *h, size_t max);

/* The state at the head: all events folded so far.  Borrowed. */
const struct model *history_head(const struct history *h);

/* The smallest and the greatest @end that history_at can give. */
size_t history_first(const struct history *h);
size_t history_end(const struct history *h);

/*
 * The state after the events below index @end (clamped to what can still be
 * had).  Borrowed, until the next call of this, catch_up or free.
 */
const struct model *history_at(struct history *h, size_t end);

/* The end index of the last event at or before this run time. */
size_t history_index_at(const struct history *h, int64_t run_ns);

/* A stretch of one process in one state. */
struct history_span {
	int64_t from_ns, to_ns; /* run time; to_ns INT64_MAX: still so */
	uint8_t state;          /* enum model_state */
	bool in_turns;          /* running, and ready for a part of it */
	uint16_t verb;          /* in what; MP_VERB_NONE unless it waits */
	uint64_t object;        /* of it; for a join the PID */
};

/*
 * The spans of one lane, in time order without gaps; lanes are numbered as
 * model->processes.  A state that took no time has none.  The last one has no
 * end.  Of a run with very many of them, those of a few milliseconds are put
 * together by state.  Borrowed, until the next catch_up.
 */
const struct history_span *history_lane(const struct history *h, size_t lane,
					size_t *ret_count);

/* What is told apart in time: the states, and sleep from other waiting. */
enum { HISTORY_ASLEEP = MODEL_STATE_COUNT, HISTORY_LOOKS };
unsigned history_look(const struct history_span *span);

/* Something that went from one process to another: a message, a lock, .... */
struct history_arrow {
	int64_t from_ns, to_ns; /* run time: given, taken */
	uint32_t from, to;      /* lanes */
	uint16_t verb;          /* by which it was taken, sent, started */
	uint64_t object;        /* 0: none */
};

/*
 * Those that ended at @from_ns or later, in that order, and how many.  Of very
 * many only the last ones are kept: *@ret_since, if not NULL, is the time from
 * which on none is missing.  Borrowed, until the next catch_up.
 */
const struct history_arrow *history_arrows(const struct history *h,
					   int64_t from_ns, size_t *ret_count,
					   int64_t *ret_since);

/* The values that a number had in a time; last: at its end. */
struct history_range {
	uint32_t least, most, last;
};

/*
 * How many processes had this look (enum model_state or HISTORY_ASLEEP), from
 * @from_ns until before @to_ns.  False: nothing is known of that time yet.
 */
bool history_count(const struct history *h, unsigned look, int64_t from_ns,
		   int64_t to_ns, struct history_range *ret);

/* How many items were in the queue number @queue of the model; the same. */
#define HISTORY_QUEUES 64 /* of more nothing is known */
bool history_length(const struct history *h, size_t queue, int64_t from_ns,
		    int64_t to_ns, struct history_range *ret);

#endif
