/* SPDX-License-Identifier: MIT */
/*
 * run --times: one demo, many times, and what came out of it how often.
 */
#ifndef APP_TIMES_H
#define APP_TIMES_H

#include <stdbool.h>

#include "app/paths.h"
#include "lesson/fact.h"

struct app_times {
	const struct app_paths *paths;
	const char *program; /* path */
	const char *name;
	char *const *args;
	const char *schedule; /* NULL: none */
	int times;
	const char *outcome; /* to look at: see lesson/outcome.h; NULL: */
	const struct lesson_answer_key *key; /* this; NULL: at what there is */
	const char *title;                   /* of the key */
	bool json;
};

/*
 * Run it and print tables: of what is to be looked at; else of how it ended, of
 * every shared value, and of the order in which the processes ended.  Blocks.
 * Returns the exit status of the player: 0; 1 it could not be run; 2 the
 * outcome is none; 128+n ended
 * by signal n, with what came until then printed.
 */
int app_times(const struct app_times *t);

#endif
