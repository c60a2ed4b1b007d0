/* SPDX-License-Identifier: MIT */
/*
 * What really happened in a run, as a lesson asks it: the answer to a question
 * whose key is computed, whether a condition of success is met, the moment of
 * a callout.
 *
 * A judge follows a log with a state of its own, so it can be asked at any
 * moment and of any run, live or recorded.  It never guesses: what a run cannot
 * tell is undecided, and it says why.
 */
#ifndef MODEL_JUDGE_H
#define MODEL_JUDGE_H

#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "lesson/fact.h"
#include "model/model.h"

struct judge;

/* The log is borrowed and must outlive the result. */
struct judge *judge_new(const struct trace_log *log);
void judge_free(struct judge *j);

/*
 * Watch for a fact, or a condition, from the first event on: call these before
 * the first judge_catch_up.  Both are borrowed.  Returns its number.
 */
size_t judge_watch(struct judge *j, const struct lesson_fact *fact);
size_t judge_watch_condition(struct judge *j, const struct lesson_condition *c);

/* Look at at most @max new events; returns at how many. */
size_t judge_catch_up(struct judge *j, size_t max);

/* A moment of the run: the events below @end make it; its time. */
struct judge_moment {
	size_t end;
	int64_t run_ns;
	double demo_s; /* the same by the demo's clock */
	uint32_t pid;  /* of whom it is the moment; 0: of nobody */
};

enum judge_verdict {
	JUDGE_UNDECIDED, /* see @why */
	JUDGE_NO,
	JUDGE_YES,
};

/*
 * The answer to what is watched for as @watch, in the words of lesson/fact.h,
 * of the run so far: final once judge_over.  JUDGE_YES: *@out is it;
 * JUDGE_UNDECIDED: *@why says why there is none, as a sentence ("The run was
 * ended before ...").  Both are cleared first.
 */
enum judge_verdict judge_answer(const struct judge *j, size_t watch,
				enum lesson_gives gives, struct str *out,
				struct str *why);

/*
 * The same of a run that is over, from its whole log, without a judge to keep.
 */
enum judge_verdict judge_run(const struct trace_log *log,
			     const struct lesson_answer_key *key,
			     struct str *out, struct str *why);

/* The event that is the reason for it; false: there is no one event. */
bool judge_moment(const struct judge *j, size_t watch,
		  struct judge_moment *ret);

/*
 * Whether a watched condition is met at the end of the run, and within its
 * time, which the demo's clock tells: whatever the speed is; JUDGE_UNDECIDED
 * while the run goes on and nothing has settled it yet.
 */
enum judge_verdict judge_condition(const struct judge *j, size_t watch,
				   struct str *why);
/*
 * For a callout: when the condition came to be so for the first time; false:
 * not so far.
 */
bool judge_came(const struct judge *j, size_t watch, struct judge_moment *ret);

/* All of @s; its conditions are watched as @all[0..] and @any[0..]. */
enum judge_verdict judge_success(const struct judge *j,
				 const struct lesson_success *s,
				 const size_t *all, const size_t *any,
				 struct str *why);

/* The run is over, and all its events were looked at. */
bool judge_over(const struct judge *j);

/*
 * Whether @given is the answer @right: the same text but for case and blanks,
 * or, both being numbers, not more than @tolerance apart.
 */
bool judge_same(const char *given, const char *right, double tolerance);

#endif
