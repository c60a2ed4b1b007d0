/* SPDX-License-Identifier: MIT */
/*
 * What a pane is: a table of what the lesson screen asks of each.
 *
 * Inside src/view only.  A pane gets the inside of its frame and draws const
 * state to it; what it keeps between frames is its struct ui_list.
 */
#ifndef VIEW_PANE_H
#define VIEW_PANE_H

#include "view/player.h"
#include "view/state.h"

struct view_pane {
	const char *tab; /* its word among other tabs */
	/* With its frame, what it needs to show what it is about; 0: as much as
	 * others of its group. */
	int rows;
	/* Its title in front, if that says more than the tab; else NULL. */
	void (*title)(const struct view_player *p, struct str *out);
	/* At the right of the upper edge; @cols is the inner width. */
	void (*note)(const struct view_player *p, int cols, struct str *out);
	/*
	 * Tell p->lists[] how many lines there are and how many fit in @in,
	 * and follow what is new unless it is held.
	 */
	void (*measure)(struct view_player *p, struct ui_rect in);
	void (*draw)(const struct view_player *p, struct ui_canvas *c,
		     struct ui_rect in);
	/*
	 * What line @i of p->lists[] says, also where it is not on the screen:
	 * for `/`.  Add all of its words to @out, as they are drawn.  NULL:
	 * there is nothing to search.
	 */
	void (*line)(const struct view_player *p, size_t i, struct str *out);
	/*
	 * Make line @i, which was found, the one that is looked at.  NULL: it
	 * is scrolled to.
	 */
	void (*reach)(struct view_player *p, size_t i);
	/* The process drawn in this row of @in; 0: none.  May be NULL. */
	uint32_t (*pid_at)(const struct view_player *p, struct ui_rect in,
			   int row);
	/* The run time in this column of @in; negative: none.  May be NULL. */
	int64_t (*ns_at)(const struct view_player *p, struct ui_rect in,
			 int col);
};

#define LESSON_PANE(id, word, group, about)                                    \
	extern const struct view_pane view_pane_##word;
#include "lesson/panes.def"
#undef LESSON_PANE

const struct view_pane *view_pane(enum lesson_pane pane);

/* Draw what a live pane says while there is no run; true if there is none. */
bool view_pane_idle(const struct view_player *p, struct ui_canvas *c,
		    struct ui_rect in);

/*
 * What changed at @at_ns (run time; negative: never) is marked (UI_CHANGED) for
 * this long.  Run time: while the run stands still, the mark stays.
 */
#define VIEW_FRESH_NS 500000000LL
bool view_pane_fresh(const struct view_player *p, int64_t at_ns);

/* The name of a process as the log has it, or "pid 4711". */
void view_pane_name(const struct view_player *p, const struct model *m,
		    uint32_t pid, struct str *out);

/* "ada 4712", or "pid 4712" of one without a name. */
void view_pane_who(const struct view_player *p, uint32_t pid, struct str *out);

/* " for 2.40 s", since that run time; nothing of what lies ahead. */
void view_pane_add_time(const struct view_player *p, int64_t since_ns,
			struct str *out);

/* The process that `selected` names, or NULL. */
const struct model_process *view_pane_selected(const struct view_player *p);

/*
 * Whether @p stands at the gate: the run is paused and what it is about to do
 * has not begun.
 */
bool view_pane_parked(const struct model *m, const struct model_process *p);

/* Its look, or that of one held while the run is paused. */
struct view_state view_pane_state(const struct model *m,
				  const struct model_process *p);

/* Columns of the text pane's measure, at most; set by the lesson format. */
#define VIEW_MEASURE 76

/* Rows that the step's text needs at this width, with its notes and hint. */
int view_text_rows(struct view_player *p, int cols);

/* Find the slots for a screen of this size. */
void view_layout_slots(struct view_player *p, int rows, int cols);
/* The slot that holds @pane, or NULL. */
const struct view_slot *view_layout_slot(const struct view_player *p,
					 enum lesson_pane pane);
/* The tab of slot->panes[@i] in the upper edge; empty if it has no tabs. */
struct ui_rect view_layout_tab(const struct view_slot *slot, size_t i);
/* Draw the frame of @slot with its tabs; returns the inside. */
struct ui_rect view_layout_frame(const struct view_player *p,
				 struct ui_canvas *c,
				 const struct view_slot *slot);

/* The top and bottom lines. */
void view_bars_top(const struct view_player *p, struct ui_canvas *c);
void view_bars_footer(const struct view_player *p, struct ui_canvas *c);

#endif
