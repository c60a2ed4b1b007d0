/* SPDX-License-Identifier: MIT */
/*
 * Who waits for whom, drawn: the pane and the answer to "Why is it stuck?".
 * Inside src/view only.
 *
 *	DEADLOCK for 2.31 s: each waits for the next, and the last for the
 *	first.
 *
 *	  ada 4712 ──waits for─▶ fork-B ──held by──╮
 *	   ▲                                       ▼
 *	   ╰──held by── fork-A ◀─waits for── bob 4713
 *
 *	printer is held by eve 4715, which sleeps
 *	├─ ‖ cy 4713   waits in acquire()              1.20 s
 *	│  └─ scanner, which it holds
 *	│     └─ ‖ dan 4714  waits in acquire()        0.31 s
 *	└─ ‖ fay 4716  waits in acquire()              0.90 s
 */
#ifndef VIEW_GRAPH_H
#define VIEW_GRAPH_H

#include "model/stuck.h"
#include "view/page.h"
#include "view/player.h"

struct view_graph {
	const struct view_player *player;
	const struct model_stuck *stuck; /* of the model that it shows */
	/* For a click: a row of the page, and where to say who is there. */
	int hit_row;
	uint32_t *hit; /* may be NULL */
};

/* All of it; @graph is a struct view_graph.  The player may have no model. */
void view_graph_fill(struct view_page *p, const void *graph);

/* ---- the parts ---- */

/* The circle, if there is one: lying where it fits, else upright. */
void view_graph_circle(const struct view_graph *g, struct view_page *p);

/*
 * Everybody who waits outside of the circle, below what they wait for: a tree
 * for each thing that is not held by one of them.
 */
void view_graph_trees(const struct view_graph *g, struct view_page *p);

/* "fork-B", or "the end of worker-1 4712". */
void view_graph_add_what(const struct view_graph *g, const struct model_wait *w,
			 struct str *out);
/*
 * The same as a sentence, with what would end the wait: "fork-B is held by bob
 * 4713, which sleeps", "tasks is empty, until somebody puts".
 */
void view_graph_add_reason(const struct view_graph *g,
			   const struct model_wait *w, struct str *out);
/*
 * How long it has waited, at the right of the line, if what stands there ends
 * early enough: before column @end.
 */
void view_graph_time(const struct view_graph *g, const struct view_page *p,
		     const struct model_wait *w, int end);
/* Note who is in the present line, for a click, and mark the selected one. */
void view_graph_who(const struct view_graph *g, const struct view_page *p,
		    uint32_t pid);

#endif
