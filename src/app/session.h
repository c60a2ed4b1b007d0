/* SPDX-License-Identifier: MIT */
/*
 * The demo of one step as the student plays with it: its parameters, its
 * source, the run there is, and the moment of it that is looked at.
 */
#ifndef APP_SESSION_H
#define APP_SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <uv.h>

#include "app/kept.h"
#include "app/paths.h"
#include "app/run.h"
#include "app/vary.h"
#include "base/str.h"
#include "lesson/lesson.h"
#include "ui/source.h"
#include "view/console.h"
#include "view/player.h"

/* A source file of the user's. */
struct app_source {
	char *path;
	int error;         /* -errno: it cannot be read */
	struct ui_doc doc; /* else */
};

struct app_session {
	uv_loop_t *loop;
	const struct app_paths *paths;
	void (*changed)(void *arg);
	void *arg;

	const char *dir; /* of the demo */
	const struct lesson_demo *demo;
	/* What is passed: demo->with, as changed by the student. */
	struct lesson_parameter *values;
	size_t value_count;
	/* What can be changed; its values, one for each row. */
	struct app_vary vary;
	struct lesson_parameter *varied;

	const struct app_record *record; /* NULL: runs are not recorded */
	bool record_told;                /* that it failed */

	/*
	 * A program of the user's instead of the demo's: its arguments; the
	 * first is the program.  NULL: none.  Borrowed.
	 */
	char *const *command;

	struct app_run *run;          /* NULL: none yet */
	struct lesson_parameter *ran; /* what it was told; NULL: no run yet */
	size_t ran_count;
	struct app_kept kept;         /* the run before */
	struct lesson_parameter *own; /* values, while others are passed */
	size_t own_count;
	bool compare;       /* and it is seen beside this one */
	struct str failure; /* why it could not be started, or went wrong */
	double speed;
	const char *schedule; /* of each run; NULL: none */

	bool past;     /* a moment before the present is looked at */
	size_t at;     /* that moment: the end index in the log */
	int64_t at_ns; /* and its run time */

	struct view_console console;
	struct str ledger, wrong;
	char *source_path[2]; /* [UI_LANG_C], [UI_LANG_PYTHON]; NULL: none */
	struct ui_doc source[2];
	bool has_source[2];

	/* With a command: its source files, as they came to be shown. */
	struct app_source *user;
	size_t user_count, user_cap;
	size_t shown;         /* index + 1; 0: none yet */
	struct str no_source; /* why there is none */
};

/* Ready to run the demo; @s has loop, paths, changed, arg, speed set. */
void app_session_open(struct app_session *s, const char *dir,
		      const struct lesson_demo *demo);
/* Ends the run, if any, and waits for that. */
void app_session_close(struct app_session *s);

/* Start it, or start it again; @paused: stand before its first event. */
void app_session_start(struct app_session *s, bool paused);
/* There is a run and it has not ended. */
bool app_session_alive(const struct app_session *s);

/* Take the student's choices over into what is passed. */
void app_session_take_varied(struct app_session *s);
/* The next run has this fault of the demo's. */
void app_session_take_fault(struct app_session *s, const char *fault);
/* The next run has these values. */
void app_session_take(struct app_session *s,
		      const struct lesson_parameter *with, size_t count);

/*
 * The next run is as the demo's `compare` says; what it changes comes back with
 * app_session_take_back, which must follow.
 */
void app_session_take_other(struct app_session *s);
void app_session_take_back(struct app_session *s);

/* Look one event (that says something) or some ns earlier (-) or later. */
void app_session_seek_event(struct app_session *s, int by);
void app_session_seek_time(struct app_session *s, int64_t by_ns);
/* Look at this run time; at the present or later: live. */
void app_session_seek_to(struct app_session *s, int64_t ns);
void app_session_live(struct app_session *s);

/*
 * New events: bring console and ledger up to date.  True once, when the run
 * has ended.
 */
bool app_session_catch_up(struct app_session *s);
/* Once, why the recording of the run ends early; else NULL. */
const char *app_session_record_problem(struct app_session *s);
/* Let @v show it. */
void app_session_fill(struct app_session *s, struct view_player *v);

#endif
