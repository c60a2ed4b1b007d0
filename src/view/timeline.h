/* SPDX-License-Identifier: MIT */
/*
 * The parts of the timeline pane: lines, of which each is a lane or a heading,
 * with gutters between them in which arrows go from lane to lane.
 */
#ifndef VIEW_TIMELINE_H
#define VIEW_TIMELINE_H

#include "view/window.h"

#define TIMELINE_GUTTERS 4 /* rows between two lanes, at most */

/* A run in the timeline: the present one, or the one beside it. */
struct timeline_run {
	const struct history *history;
	const struct trace_log *log;
	size_t lanes;
	size_t first; /* line of its first lane, among all lines */
	bool other;
};

struct timeline {
	struct view_window w;
	struct timeline_run runs[2];
	size_t run_count;
	size_t lines;   /* lanes and headings */
	bool headings;  /* a line above the lanes of each run */
	int gutter;     /* rows between lines */
	int label_cols; /* names, at the left */
	int lane_rows;  /* for lines and gutters */
	int legend;     /* rows for it: 0 or 1 */
	struct ui_rect in;
};

/* How it is laid out in @in; there is a history. */
struct timeline timeline_of(const struct view_player *p, struct ui_rect in);

/* The run and the lane of line @line; NULL: it is a heading, or none. */
const struct timeline_run *timeline_lane(const struct timeline *t, size_t line,
					 size_t *ret_lane);

/* How many arrows were drawn and not, and whether there were too many. */
struct timeline_arrows {
	size_t drawn, hidden;
	bool too_many;
};

/* Draw those of @run between the visible lines, from @first on. */
void timeline_arrows(const struct timeline *t, const struct timeline_run *run,
		     size_t first, struct ui_canvas *c,
		     struct timeline_arrows *ret);

#endif
