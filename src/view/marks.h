/* SPDX-License-Identifier: MIT */
/*
 * Where the live processes are in the source, and where the functions were
 * called that they are in.
 *
 * Inside src/view only.
 */
#ifndef VIEW_MARKS_H
#define VIEW_MARKS_H

#include "view/pane.h"

struct view_mark {
	int line;   /* from 1 */
	int inside; /* index of the function it is in, called here; -1: here */
	const struct model_process *process;
};

struct view_marks {
	struct view_mark *items;
	size_t count, cap;
};

/* Those of the text @side, by line; the caller frees the items. */
struct view_marks view_marks(const struct view_player *p,
			     enum ui_language side);

/* The line of @process in the text @side, or 0. */
int view_marks_line(const struct view_player *p, enum ui_language side,
		    const struct model_process *process);

#endif
