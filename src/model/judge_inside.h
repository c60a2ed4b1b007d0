/* SPDX-License-Identifier: MIT */
/*
 * A judge from the inside: what it follows (judge.c) and what it answers from
 * that (judge_answer.c).
 */
#ifndef MODEL_JUDGE_INSIDE_H
#define MODEL_JUDGE_INSIDE_H

#include "base/map.h"
#include "model/happening.h"
#include "model/judge.h"

/* What happened to one process. */
struct judge_tally {
	uint32_t pid;
	uint64_t count;
	uint64_t first_object, last_object;
	struct judge_moment first, last;
};

struct judge_watch {
	const struct lesson_fact *fact;
	const struct lesson_condition *condition; /* NULL: only the fact */
	struct judge_tally *tallies; /* in the order of the first time */
	size_t tally_count, tally_cap, last;
	bool beyond;  /* there were more processes than are told apart */
	bool touched; /* by the last event */

	bool at_known; /* of a length at a moment: it has come */
	struct judge_moment at;
	uint64_t length;

	bool came; /* the condition is so, or was */
	struct judge_moment came_at;
};

/* Whether a process works, and since when. */
struct judge_clock {
	bool works;
	int64_t since_ns;
};

struct judge {
	const struct trace_log *log;
	struct model *m;
	size_t from, end; /* the events that were looked at */
	uint64_t missed;  /* that the log had dropped by then */
	struct judge_watch *watches;
	size_t watch_count, watch_cap;
	struct map reads;
	struct judge_clock *clocks; /* of each process of the model */
	size_t clock_count, clock_cap;
	int64_t work_ns; /* of all processes together, up to their clocks */
};

struct judge_moment judge_now(const struct judge *j, uint32_t pid);

/* @name is @wanted, or with @one_of: WANTED-1, WANTED-2, .... */
bool judge_is_named(const char *name, const char *wanted, bool one_of);
/* Whether all of @text is a number. */
bool judge_number(const char *text, double *ret);
const char *judge_object_name(const struct judge *j, uint64_t id);
/* The queue called so; NULL: there is none. */
const struct model_queue *judge_queue(const struct judge *j, const char *name);

/* Whether the condition of @w is so at this moment. */
bool judge_is_so_now(const struct judge *j, const struct judge_watch *w);

#endif
