/* SPDX-License-Identifier: MIT */
/*
 * Screens: what is on the terminal is a stack of them.
 *
 * The top one gets the commands.  An overlay (help, a dialog) leaves what is
 * below it visible.  A screen is made by its own function, belongs to the
 * stack once it is pushed, and is freed when it is popped.
 */
#ifndef APP_SCREEN_H
#define APP_SCREEN_H

#include <stdbool.h>
#include <uv.h>

#include "app/options.h"
#include "app/paths.h"
#include "app/settings.h"
#include "lesson/catalog.h"
#include "progress/progress.h"
#include "ui/canvas.h"
#include "ui/command.h"
#include "ui/term.h"

struct app_screen;
struct app_tui;

struct app_screen_ops {
	/* Letters of ui/commands.def that apply now. */
	const char *(*where)(const struct app_screen *s);
	/* Do it; false if it means nothing here. */
	bool (*command)(struct app_screen *s, enum ui_command c);
	/* A click or a turn of the wheel; NULL: ignored. */
	void (*mouse)(struct app_screen *s, struct ui_mouse m);
	void (*draw)(struct app_screen *s, struct ui_canvas *c);
	/* It is on top again, or for the first time.  NULL: nothing to do. */
	void (*shown)(struct app_screen *s);
	/* The player goes to the background (true) or comes back. */
	void (*suspend)(struct app_screen *s, bool away);
	/* What it shows, for the name of a file and for a title; NULL: ask the
	 * one below. */
	void (*name)(const struct app_screen *s, struct str *name,
		     struct str *title);
	/* Ctrl-C: end what runs; false if nothing does. */
	bool (*stop)(struct app_screen *s);
	/* Whether it changes by itself, with time. */
	bool (*moves)(const struct app_screen *s);
	void (*free)(struct app_screen *s);
};

struct app_screen {
	const struct app_screen_ops *ops;
	struct app_tui *tui;
	bool overlay;
	struct app_screen *below;
};

/* What every screen may use; it lives as long as the stack. */
struct app_context {
	const struct app_paths *paths;
	const struct catalog *catalog;
	struct progress *progress;
	const struct app_options *options;
	const struct app_settings *settings;
};

const struct app_context *app_tui_context(const struct app_tui *t);
uv_loop_t *app_tui_loop(struct app_tui *t);
void app_tui_push(struct app_tui *t, struct app_screen *s);
/* Pop the top one; with the last one the player ends. */
void app_tui_pop(struct app_tui *t);
/* Whether it is looked at from far away, and the presenter's timer. */
bool app_tui_presents(const struct app_tui *t);
int64_t app_tui_timer_ns(const struct app_tui *t);
/* Something has changed: draw within a frame. */
void app_tui_dirty(struct app_tui *t);

/* ---- the screens ---- */

/* @topic, @lesson: where to stand; NULL: where the student left off. */
struct app_screen *app_screen_home(const struct catalog_entry *at);

struct app_record;

struct app_screen_lesson_options {
	const char *topic_title;
	const struct lesson *lesson;
	size_t step;
	double speed;         /* to begin with */
	const char *schedule; /* of each run; NULL: none */
	char *const *command; /* instead of the demo: app/session.h */
	bool keep;            /* whether the visit goes into the progress */
	bool run;             /* start the demo at once */
	/* Record the first run so, others in files beside it; NULL: none. */
	const struct app_record *record;
};
struct app_screen *app_screen_lesson(const struct app_screen_lesson_options *o);

/* The recording @replay, which is that at o->target; takes it. */
struct app_replay;
struct app_screen *app_screen_replay(struct app_replay *replay,
				     const struct app_options *o);

/* @where: of the screen the help is for. */
struct app_screen *app_screen_help(const char *where);

/* Why what @player shows is stuck; it must outlive the screen. */
struct view_player;
struct app_screen *app_screen_why(const struct view_player *player);

struct lesson_demo;
struct lesson_parameter;
/*
 * @values: one for each of demo->vary; the dialog changes them, and calls
 * @apply when the student wants a run with them.  All borrowed.
 */
struct app_screen *app_screen_vary(const struct lesson_demo *demo,
				   struct lesson_parameter *values,
				   void (*apply)(void *arg), void *arg);

#endif
