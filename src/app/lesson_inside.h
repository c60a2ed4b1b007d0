/* SPDX-License-Identifier: MIT */
/*
 * What screen_lesson.c (the steps, the screen), lesson_run.c (what the keys do
 * to the run) and lesson_ask.c (what is asked) share.
 */
#ifndef APP_LESSON_INSIDE_H
#define APP_LESSON_INSIDE_H

#include "app/flow.h"
#include "app/repeat.h"
#include "app/screen.h"
#include "app/session.h"
#include "base/str.h"
#include "model/outcomes.h"
#include "view/player.h"

struct lesson_screen {
	struct app_screen base;
	struct app_screen_lesson_options o;
	struct view_player view;
	struct app_session session;
	struct app_flow flow;
	struct str message;
	int owed;             /* steps of a count that are still to be made */
	bool stepped;         /* one was made, and nothing has come of it yet */
	bool language_chosen; /* by key, so not by the settings */
	bool notes_chosen;    /* by key, so not by the path */
	bool was_paused;      /* before it went to the background */
	bool begun;
	/* Once the student has said yes to its program. */
	bool start_paused, start_many;
	struct app_repeat *repeat; /* many runs that go on; NULL: none */
	struct outcomes outcomes;  /* what came out of them, in this step */
	struct str repeat_problem; /* why they cannot be run */
};

/* Say something in the footer until the next key. */
void app_lesson_say(struct lesson_screen *l, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* Run the demo, from its beginning; @paused: stand before its first event. */
void app_lesson_start(struct lesson_screen *l, bool paused);
void app_lesson_go_to(struct lesson_screen *l, size_t step);
/* Do @c if it leads elsewhere; false if it does not. */
bool app_lesson_place_command(struct lesson_screen *l, enum ui_command c);
/* To the next step (1) or the one before (-1). */
void app_lesson_turn_page(struct lesson_screen *l, int by);
/* Make the next step of a count, if it can be made now. */
void app_lesson_pay_step(struct lesson_screen *l);
/* A speed as it was typed; false, and a message, if it is none. */
bool app_lesson_set_speed(struct lesson_screen *l, const char *argument,
			  struct err *e);
/* Run the demo as the lesson wants it to be compared with the run before. */
void app_lesson_run_other(struct lesson_screen *l);
/* Do @c if it is about the run; false if it is not. */
bool app_lesson_run_command(struct lesson_screen *l, enum ui_command c);

/* Run the demo many times; while that goes on: no more of them. */
void app_lesson_repeat(struct lesson_screen *l);
/* Nothing is run many times any more, and nothing came out so far. */
void app_lesson_repeat_close(struct lesson_screen *l);
void app_lesson_repeat_fill(struct lesson_screen *l);
/* Whether the program may run; if not, the student is asked first. */
bool app_lesson_trusts(struct lesson_screen *l);

/* The step that is shown now asks from its beginning. */
void app_lesson_ask_open(struct lesson_screen *l);
/* A run was begun, or could not be. */
void app_lesson_ask_run(struct lesson_screen *l);
/* New events. */
void app_lesson_ask_follow(struct lesson_screen *l);
/* Do @c if it is about the question; false if it is not. */
bool app_lesson_ask_command(struct lesson_screen *l, enum ui_command c);
/* The same for a key that is typed in, or chooses. */
bool app_lesson_ask_key(struct lesson_screen *l, uint32_t key);
void app_lesson_ask_click(struct lesson_screen *l, struct ui_mouse m);

#endif
