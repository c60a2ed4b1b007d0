/* SPDX-License-Identifier: MIT */
/*
 * What flow.c (the order) and flow_tell.c (what is said and noted) share.
 */
#ifndef APP_FLOW_INSIDE_H
#define APP_FLOW_INSIDE_H

#include "app/flow.h"

/* The question the student is at; NULL: none. */
struct app_flow_ask *app_flow_current(struct app_flow *f);

/* Judge a question that has been given, and note it. */
void app_flow_judge(struct app_flow *f, struct app_flow_ask *a);
/* The same of the fault that was picked, by how the run went. */
void app_flow_judge_pick(struct app_flow *f);
/* The run is over and what was seen is said: tell what happened. */
void app_flow_reveal(struct app_flow *f);
void app_flow_show_answer(struct app_flow *f, struct app_flow_ask *a);
/* Note how it ended. */
void app_flow_note(struct app_flow *f, struct app_flow_ask *a);
/* What is said has changed. */
void app_flow_tell(struct app_flow *f);

#endif
