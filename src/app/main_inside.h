/* SPDX-License-Identifier: MIT */
/*
 * What main.c (the modes) and main_run.c (a program that is run without a
 * lesson) share.
 */
#ifndef APP_MAIN_INSIDE_H
#define APP_MAIN_INSIDE_H

#include "app/options.h"
#include "app/paths.h"
#include "app/recorder.h"
#include "app/screen.h"
#include "app/settings.h"

struct app_main {
	struct app_options options;
	struct app_settings settings;
	struct app_paths paths;
	struct catalog catalog;
	struct progress *progress;
	struct err trouble;       /* with opening it */
	struct app_record record; /* of lessons; no path: they are not */
	int runs;                 /* recorded so far */
};

/* Say it on standard error; the exit status for wrong usage. */
int app_main_fail(const struct err *e);
/* On the screen, until it is left; @second (may be NULL) above @first. */
int app_main_play(struct app_main *p, struct app_screen *first,
		  struct app_screen *second);

/* run DEMO, watch PROGRAM. */
int app_main_run(struct app_main *p);
int app_main_watch(struct app_main *p);

#endif
