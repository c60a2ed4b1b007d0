/* SPDX-License-Identifier: MIT */
/*
 * The command line.
 */
#ifndef APP_OPTIONS_H
#define APP_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/err.h"
#include "lesson/lesson.h"
#include "ui/source.h"
#include "ui/theme.h"

enum app_mode {
	APP_MODE_HOME,
	APP_MODE_LESSON,
	APP_MODE_LIST,
	APP_MODE_PATH,
	APP_MODE_GLOSSARY,
	APP_MODE_RUN,
	APP_MODE_WATCH,
	APP_MODE_REPLAY,
	APP_MODE_EXPORT,
	APP_MODE_KEYS,
	APP_MODE_LINT,
	APP_MODE_NEW,
	APP_MODE_PREVIEW,
	APP_MODE_SCHEMA,
	APP_MODE_EXPLAIN,
	APP_MODE_REVIEW,
	APP_MODE_REPORT,
	APP_MODE_PROGRESS,
	APP_MODE_HELP,
	APP_MODE_VERSION,
};

struct app_options {
	enum app_mode mode;
	const char *target;   /* lesson[:step], path, term, demo, program, file,
				 command,   what progress is to do */
	char **args;          /* name=value of run, what follows the program of
				 watch, files of lint, a name of new, a file
				 or lesson of progress; NULL at the end;
				 borrowed */
	char *seed;           /* "seed=N" from --seed, or NULL; owned */
	const char *schedule; /* of run; NULL: none; borrowed */
	char **lesson_dirs;   /* from --lessons and --course, and from
				 PROCESSION_LESSONS and PROCESSION_COURSE */
	size_t lesson_dir_count;
	bool other_course; /* these are all: the player's own is not shown */
	enum ui_theme theme;
	bool ascii, linear, json, no_color;
	bool present; /* for people who sit far away */
	double speed;
	/* What the settings say otherwise, unless it was given. */
	bool theme_given, speed_given;
	bool no_mouse;             /* from the settings alone */
	enum ui_language language; /* the same: the source shown first */
	const char *snapshots;     /* folder for them; NULL: the current one */
	const char *record;        /* FILE of --record; NULL: none */
	const char *format, *output; /* of export; NULL: not given */
	/* The panes of --show, the most important first; none: the usual. */
	enum lesson_pane show[LESSON_PANE_COUNT];
	size_t show_count;
	bool trust; /* --trust or PROCESSION_TRUST: the courses in lesson_dirs
		     */
	bool run, bank;      /* of lint */
	bool markdown;       /* of schema */
	int times;           /* of lint --run, of run; 0: not given */
	const char *outcome; /* of run: what is counted; NULL: not given */
	const char *learner; /* whose progress; NULL: nobody's in particular */
	const char *class_dir; /* of report; NULL: one's own */
	bool yes;              /* of progress reset: do not ask */
	bool routes;           /* of list: the paths */
	bool weak;             /* of review: what was answered wrongly */
	bool exam;             /* of review; and how long, how much: */
	int minutes, questions;
};

/*
 * Read the arguments.  -EINVAL and a message that says what to write instead
 * for anything wrong.  app_options_release in any case.
 */
int app_options_parse(struct app_options *o, int argc, char **argv,
		      struct err *e);
void app_options_release(struct app_options *o);

/* The help: all of it, or of one command.  -ENOENT if there is no such. */
int app_options_help(const char *command, FILE *out);

#endif
