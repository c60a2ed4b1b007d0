/* SPDX-License-Identifier: MIT */
/*
 * What screen_lesson.c (the steps, the screen) and lesson_run.c (what the keys
 * do to the run) share.
 */
#ifndef APP_LESSON_INSIDE_H
#define APP_LESSON_INSIDE_H

#include "app/screen.h"
#include "app/session.h"
#include "base/str.h"
#include "view/player.h"

struct lesson_screen {
	struct app_screen base;
	struct app_screen_lesson_options o;
	struct view_player view;
	struct app_session session;
	struct str message;
	int owed;             /* steps of a count that are still to be made */
	bool stepped;         /* one was made, and nothing has come of it yet */
	bool language_chosen; /* by key, so not by the settings */
	bool was_paused;      /* before it went to the background */
	bool begun;
};

/* Say something in the footer until the next key. */
void app_lesson_say(struct lesson_screen *l, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* Run the demo, from its beginning; @paused: stand before its first event. */
void app_lesson_start(struct lesson_screen *l, bool paused);
/* Make the next step of a count, if it can be made now. */
void app_lesson_pay_step(struct lesson_screen *l);
/* A speed as it was typed; false, and a message, if it is none. */
bool app_lesson_set_speed(struct lesson_screen *l, const char *argument,
			  struct err *e);
/* Do @c if it is about the run; false if it is not. */
bool app_lesson_run_command(struct lesson_screen *l, enum ui_command c);

#endif
