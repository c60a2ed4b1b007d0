/* SPDX-License-Identifier: MIT */
/*
 * What flow.c (the order) and flow_tell.c (what is said and noted) share.
 */
#ifndef APP_FLOW_INSIDE_H
#define APP_FLOW_INSIDE_H

#include "app/flow.h"
#include "progress/answers.h"

/* The question the student is at; NULL: none. */
struct app_flow_ask *app_flow_current(struct app_flow *f);

/* The question the student is at waits for what the run brings. */
bool app_flow_waits(const struct app_flow *f);

/* What Enter does now. */
enum view_enter app_flow_enter(struct app_flow *f);

/* Judge a question that has been given, and note it. */
void app_flow_judge(struct app_flow *f, struct app_flow_ask *a);
/* The same of the fault that was picked, by how the run went. */
void app_flow_judge_pick(struct app_flow *f);
/* The run is over and what was seen is said: tell what happened. */
void app_flow_reveal(struct app_flow *f);
void app_flow_show_answer(struct app_flow *f, struct app_flow_ask *a);
/* Note how it ended. */
void app_flow_note(struct app_flow *f, struct app_flow_ask *a);
/* Note how the exercise itself ended. */
void app_flow_note_exercise(struct app_flow *f, enum progress_outcome outcome);
/* There is a hint that has not been given. */
bool app_flow_can_hint(struct app_flow *f);
/* What is said has changed. */
void app_flow_tell(struct app_flow *f);

#endif
