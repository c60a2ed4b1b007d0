/* SPDX-License-Identifier: MIT */
/*
 * What the files of linear mode share.
 */
#ifndef APP_LINEAR_INSIDE_H
#define APP_LINEAR_INSIDE_H

#include <stdbool.h>
#include <stddef.h>
#include <uv.h>

#include "app/flow.h"
#include "app/linear.h"
#include "app/run.h"
#include "app/session.h"
#include "base/str.h"

/* ---- a run: linear_run.c, and what is typed during it: linear_typed.c ---- */

struct app_linear_live {
	struct app_run *run;
	const struct app_linear_run *o;
	uv_loop_t loop;
	uv_signal_t signals[3];
	int signal; /* that ended it; 0: none */
	bool stdout_gone;
	struct str line;

	/* Commands, where a terminal is to type them at. */
	uv_poll_t input;
	int input_fd; /* -1: nothing is read */
	struct str typed;
	bool asked_to_end;

	bool *said; /* of the callouts of a lesson's demo */
	bool told_stuck;
};

/* Read commands from now on, if standard input is a terminal of ours. */
void app_linear_typed_open(struct app_linear_live *l);
void app_linear_typed_close(struct app_linear_live *l);
/* Whether somebody can type. */
bool app_linear_typed_reads(const struct app_linear_live *l);

/* ---- lines ---- */

/* The next line of input without its newline; NULL at the end. */
char *app_linear_line(const char *prompt);
/* Markdown as lines. */
void app_linear_markdown(const char *text);

/* ---- a lesson: linear_lesson.c, what it asks: linear_ask.c ---- */

struct app_linear_told {
	bool asked; /* the question was said */
	enum view_ask_state state;
	int tries, hints;
};

struct app_linear_lesson {
	const struct app_paths *paths;
	const struct lesson *lesson;
	struct progress *progress;
	const struct app_linear_visit *visit;
	size_t step;
	struct app_flow flow;
	struct app_session demo; /* its parameters; its demo NULL: none */
	char *schedule;          /* of the next run; NULL: none */

	/* What the last run left. */
	struct trace_log *log;
	struct history *history;

	/* What was said already. */
	struct app_linear_told told[APP_FLOW_MAX];
	int told_hints;
	bool told_solved, told_solution, told_unsolved, told_other;

	bool quit; /* was typed during a run */
};

/* Run the demo; @paused: it stands before its first event. */
void app_linear_lesson_run(struct app_linear_lesson *l, bool paused);

/* What the last run left is looked at no more. */
void app_linear_lesson_forget(struct app_linear_lesson *l);

/* What is typed about the demo: linear_demo.c. */
void app_linear_demo_run(struct app_linear_lesson *l, const char *argument);
void app_linear_demo_step(struct app_linear_lesson *l, const char *argument);
void app_linear_demo_vary(struct app_linear_lesson *l, const char *argument);
void app_linear_demo_compare(struct app_linear_lesson *l, const char *argument);
void app_linear_demo_repeat(struct app_linear_lesson *l, const char *argument);
void app_linear_demo_schedule(struct app_linear_lesson *l,
			      const char *argument);
void app_linear_demo_source(struct app_linear_lesson *l, const char *argument);

/* Nothing of the step has been said yet. */
void app_linear_ask_open(struct app_linear_lesson *l);
/* Say what has come up: verdicts, hints, the next question. */
void app_linear_ask_say(struct app_linear_lesson *l);
/* What a line may be now, for the prompt; "" when nothing is asked. */
const char *app_linear_ask_wants(struct app_linear_lesson *l);
/* Whether a line is text, so that commands begin with a colon. */
bool app_linear_ask_types(struct app_linear_lesson *l);
/* The line is the answer. */
void app_linear_ask_answer(struct app_linear_lesson *l, const char *line);
void app_linear_ask_skip(struct app_linear_lesson *l);
void app_linear_ask_hint(struct app_linear_lesson *l);
void app_linear_ask_show(struct app_linear_lesson *l);

#endif
