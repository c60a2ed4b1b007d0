/* SPDX-License-Identifier: MIT */
/*
 * Which panes show a run that no lesson has chosen them for.
 */
#ifndef APP_PANES_H
#define APP_PANES_H

#include "app/options.h"
#include "lesson/lesson.h"

/*
 * Those of --show; else those that @demo has; else the usual ones, which show
 * something of whatever a program does.
 */
void app_panes(const struct app_options *o, struct lesson_demo *demo);

#endif
