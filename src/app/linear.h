/* SPDX-License-Identifier: MIT */
/*
 * Procession without a screen: append-only lines, no cursor movement.
 */
#ifndef APP_LINEAR_H
#define APP_LINEAR_H

#include <stdbool.h>

#include "app/options.h"
#include "app/paths.h"
#include "lesson/catalog.h"
#include "progress/progress.h"

struct app_flow;
struct app_record;
struct history;
struct trace_log;

struct app_linear_run {
	const struct app_paths *paths;
	const char *program; /* path */
	const char *name;
	char *const *args;
	double speed;
	const char *schedule; /* NULL: none */
	bool json;
	bool inspect; /* look at control blocks: they are asked for */
	bool watch;   /* a program of the user's: it gets standard input */
	const struct app_record *record; /* NULL: it is not recorded */
	bool paused;                     /* it stands before its first event */
	/*
	 * Of a lesson: what it asks, which follows the run; and, set by the
	 * run, the events it leaves, to be freed.  NULL: none.
	 */
	struct app_flow *flow;
	struct trace_log **log;
	struct history **history;
	bool *quit; /* set if whoever typed wants to leave; NULL: the end */
};

/*
 * Run a demo, a line an event, until it ends.  At a terminal, lines that are
 * typed meanwhile are commands ("help" lists them).  Returns the exit status of
 * the player: 0; 1 the demo failed; 128+n ended by signal n.
 */
int app_linear_run(const struct app_linear_run *o);

/*
 * What `run' prints, from the recording at @path.  Returns the exit status: 2
 * if it cannot be read, 1 if it ends early.
 */
int app_linear_replay(const char *path, bool json);

/* The ledger, behind an empty line. */
struct model;
struct trace_totals;
void app_linear_ledger(const struct model *m, const struct trace_log *log,
		       const struct trace_totals *t);

/* A lesson as it is opened. */
struct app_linear_visit {
	const struct app_paths *paths;
	const struct catalog *catalog; /* whose glossary there is; NULL: none */
	const struct lesson *lesson;
	int step;           /* index to begin with; -1: the first */
	char *const *steps; /* ids of those a path leads through; none: all */
	size_t step_count;
	bool notes; /* the instructor's are said with each step */
};

/*
 * A lesson in words: steps, demos.  Reads commands, a line each, from standard
 * input.  Returns the exit status.  @progress NULL: the visit is not kept.
 */
int app_linear_lesson(const struct app_linear_visit *v,
		      struct progress *progress);

/*
 * The terms of a course with @words in their names, or all ("").  False: there
 * is none.
 */
bool app_linear_glossary(const struct catalog *c, const char *words);

/* The catalog as a numbered list to choose from. */
struct app_student;
int app_linear_home(const struct app_student *s);

#endif
