/* SPDX-License-Identifier: MIT */
/*
 * The charts of the chart pane; for it alone.
 */
#ifndef VIEW_CHART_H
#define VIEW_CHART_H

#include "view/player.h"

/* Columns left of a chart in time, for the numbers. */
#define CHART_LABEL_COLS 5

enum chart_of { CHART_MEASURED, CHART_QUEUES, CHART_PROCESSES, CHART_TASKS };

/* The word of a lesson. */
enum chart_of chart_of_word(const char *word);

/* Each draws in @in; @chart: what the lesson says, or NULL. */
void chart_measured(const struct view_player *p,
		    const struct lesson_chart *chart, struct ui_canvas *c,
		    struct ui_rect in);
void chart_queues(const struct view_player *p, const struct lesson_chart *chart,
		  struct ui_canvas *c, struct ui_rect in);
void chart_processes(const struct view_player *p,
		     const struct lesson_chart *chart, struct ui_canvas *c,
		     struct ui_rect in);
void chart_tasks(const struct view_player *p, const struct lesson_chart *chart,
		 struct ui_canvas *c, struct ui_rect in);

#endif
