/* SPDX-License-Identifier: MIT */
/*
 * One process in one line, for the processes pane.
 *
 * Which columns there are and how wide they are depends on the room, the way of
 * showing and the greatest PID alone, so a line never shifts while it is read;
 * only what a process is doing changes within its column.
 */
#ifndef VIEW_PROCESS_ROW_H
#define VIEW_PROCESS_ROW_H

#include "view/pane.h"

enum view_column {
	VIEW_COLUMN_PID,
	VIEW_COLUMN_NAME,
	VIEW_COLUMN_STATE,
	VIEW_COLUMN_CPU,
	VIEW_COLUMN_SINCE,
	VIEW_COLUMN_PARENT,
	VIEW_COLUMN_TIME,
	VIEW_COLUMN_QUEUED,
	VIEW_COLUMN_THREADS,
	VIEW_COLUMN_NICE,
	VIEW_COLUMN_DOING,
	VIEW_COLUMN_COUNT
};

struct view_columns {
	int at[VIEW_COLUMN_COUNT];
	int cols[VIEW_COLUMN_COUNT]; /* 0: not shown */
	int generations;             /* of a tree, that the name has room for */
};

struct view_columns view_process_columns(const struct view_order *o, int cols);
/* The line that names them; that of the sort is marked. */
void view_process_head(const struct view_player *p, struct ui_canvas *c,
		       struct ui_rect row, const struct view_columns *at);
/* The process in row @i of p->order. */
void view_process_row(const struct view_player *p, struct ui_canvas *c,
		      struct ui_rect row, const struct view_columns *at,
		      size_t i);

/*
 * What it does, waits for or was ended by, with since when as far as @cols has
 * room for that.
 */
void view_process_doing(const struct view_player *p,
			const struct model_process *process, int cols,
			struct str *out);

/* All of it that a reader would look for, without columns. */
void view_process_words(const struct view_player *p,
			const struct model_process *process, struct str *out);

#endif
