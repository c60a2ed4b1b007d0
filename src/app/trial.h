/* SPDX-License-Identifier: MIT */
/*
 * One run of a demo that nobody looks at, from its start to its end, to see
 * what happens in it.
 */
#ifndef APP_TRIAL_H
#define APP_TRIAL_H

#include "app/paths.h"
#include "app/run.h"
#include "base/str.h"
#include "lesson/question.h"

struct app_trial {
	const struct app_paths *paths;
	const char *program;  /* path */
	char *const *args;    /* name=value, NULL at the end */
	const char *schedule; /* NULL: none */
	const char *kill;     /* the process to kill, soon after it began */
	const struct lesson_act *acts; /* to do while it runs, in this order */
	size_t act_count;
	double speed; /* of the demo's clock; 1 until the acts are done */
	int seconds;  /* of real time; then it is ended */
};

/*
 * Run it, and call @judge when it is over and its log complete.  A deadlock is
 * the end, too.  Blocks.  Returns 0, or -1 when it could not be run, with why
 * in @problem.
 */
int app_trial_run(const struct app_trial *t,
		  void (*judge)(void *arg, const struct app_run *run),
		  void *arg, struct str *problem);

#endif
