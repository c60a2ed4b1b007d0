/* SPDX-License-Identifier: MIT */
/*
 * A chosen interleaving: a string of letters, one for each step.  A is the
 * first process of the run, B the second to appear, up to Z, then a to z.
 *
 * A step is made only once the run is quiet: every process stands at the gate,
 * waits for another, or has ended, and for a moment nothing has been told.
 * So each step begins from the same state every time, and the same string
 * gives the same run; or it says at which letter that could not be.
 *
 * Processes appear in the same order each time because nobody starts one but
 * in a step of his own.
 */
#ifndef APP_SCHEDULE_H
#define APP_SCHEDULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "model/model.h"

enum app_schedule_state {
	APP_SCHEDULE_NONE, /* there is none, or the user has taken over */
	APP_SCHEDULE_RUNS,
	APP_SCHEDULE_DONE,     /* every letter had its step */
	APP_SCHEDULE_DIVERGED, /* letter `at` (from 0) could not have one */
};

struct app_schedule {
	enum app_schedule_state state;
	const char *letters; /* borrowed */
	size_t at;           /* the letter whose turn it is */
	size_t told;         /* events, when the last one came */
	int64_t since;       /* clock_now of that */
	unsigned looks;      /* since then */
	struct str why;      /* DIVERGED: in words */
};

/* The PID of a process that can make a step, and is asked by its letter. */
typedef bool app_schedule_stands_fn(void *arg, uint32_t pid);

/* Whether @letters can be a schedule: not empty, and letters only. */
bool app_schedule_is_one(const char *letters);

/* Begin with @letters (NULL: there is none). */
void app_schedule_begin(struct app_schedule *s, const char *letters);
void app_schedule_release(struct app_schedule *s);

/*
 * Whose step it is: a PID, or 0 if it is nobody's yet or the state has changed.
 * @m is the present, @told how many events there were that tell of the demo,
 * not of the kernel; @now as clock_now gives it.
 * Call it until it gives a PID, let that one make its step, and go on.
 */
uint32_t app_schedule_next(struct app_schedule *s, const struct model *m,
			   size_t told, int64_t now,
			   app_schedule_stands_fn *stands, void *arg);

#endif
