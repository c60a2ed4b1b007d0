/* SPDX-License-Identifier: MIT */
/*
 * In which order the processes are shown: as they started or sorted, as a list
 * or as a tree.
 *
 * A row is a place in that order, an index one in model->processes.  The order
 * is found once and kept until something that it depends on has changed, so a
 * frame costs what is visible.  What it depends on changes all the time where
 * it is a state or CPU time: while a run goes on such an order is found anew
 * only every VIEW_ORDER_NS, also for the reader's sake.
 */
#ifndef VIEW_ORDER_H
#define VIEW_ORDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "model/model.h"

enum view_sort {
	VIEW_SORT_START,
	VIEW_SORT_PID,
	VIEW_SORT_STATE,
	VIEW_SORT_SHARE,
	VIEW_SORT_TIME,
	VIEW_SORT_NAME,
	VIEW_SORT_COUNT
};

/* "start", "PID", "state", "CPU", "CPU time", "name". */
const char *view_sort_name(enum view_sort by);

#define VIEW_ORDER_NS   1000000000LL
#define VIEW_ORDER_DEEP 32 /* generations that are drawn, at most */

struct view_order {
	/* --- what the student has chosen --- */
	bool tree;
	enum view_sort by;

	/* --- kept by the functions here; zero at first --- */
	size_t count;     /* rows */
	uint32_t *at;     /* index of each row; NULL: the row itself */
	uint32_t *row_of; /* of each index; NULL: the same */
	uint32_t *parent; /* of a tree: row + 1 of each row's parent, or 0 */
	bool *last;       /* of a tree: the last child of its parent */
	size_t cap;
	uint32_t greatest; /* PID so far */
	size_t seen;       /* processes that has been asked of */
	struct view_order_of {
		bool tree;
		enum view_sort by;
		size_t count;
		uint64_t family, events;
	} of; /* what it was found for */
	int64_t found_ns;
};

void view_order_release(struct view_order *o);
/* Another run: what was chosen stays. */
void view_order_forget(struct view_order *o);

/*
 * Bring it up to date with @m (NULL: there is nobody) as of run time @now_ns.
 * @calm: the run goes on, so do not hurry.
 */
void view_order_update(struct view_order *o, const struct model *m,
		       const struct trace_log *log, int64_t now_ns, bool calm);

/*
 * Index of a row, row of an index.  What is not below count, a process that is
 * newer than the order, is itself.
 */
size_t view_order_process(const struct view_order *o, size_t row);
size_t view_order_row(const struct view_order *o, size_t index);

/* How many rows of the tree lead to @row from above; 0 for a root. */
int view_order_depth(const struct view_order *o, size_t row);
/*
 * Add the lines of the tree before the name in @row: "│  ├─ ", three columns a
 * generation.  Of more than @most generations the nearest, behind "…  ".
 */
void view_order_branch(const struct view_order *o, size_t row, int most,
		       struct str *out);

#endif
