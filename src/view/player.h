/* SPDX-License-Identifier: MIT */
/*
 * The lesson screen: the text of a step and, with a demo, the live panes.
 *
 * The caller fills the first part of struct view_player with const state and
 * keeps it alive for the draw; the second part (focus, scroll, layout) is kept
 * by the functions here.  Before each draw:
 *
 *	view_player_layout(&p, rows, cols);
 *	view_player_draw(&p, canvas);
 *
 * The layout depends on the size, the step, the focus and the zoom, never on
 * what the demo does, so nothing moves while it runs; only which pane of a
 * stack is in front changes when the lesson speaks of one.
 */
#ifndef VIEW_PLAYER_H
#define VIEW_PLAYER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lesson/lesson.h"
#include "model/history.h"
#include "model/model.h"
#include "model/narrate.h"
#include "model/outcomes.h"
#include "ui/calls.h"
#include "ui/canvas.h"
#include "ui/command.h"
#include "ui/list.h"
#include "ui/source.h"
#include "view/ask.h"
#include "view/console.h"
#include "view/order.h"

/* How it stands with the demo of this step. */
enum view_run {
	VIEW_RUN_NONE,     /* not yet run, or no demo */
	VIEW_RUN_STARTING, /* asked for, no event yet */
	VIEW_RUN_LIVE,
	VIEW_RUN_PAUSED,
	VIEW_RUN_PAST, /* looked at an earlier moment; it may go on */
	VIEW_RUN_ENDED,
	VIEW_RUN_FAILED,    /* could not be run: see `failure` */
	VIEW_RUN_PLAYING,   /* a recording goes on */
	VIEW_RUN_RECORDING, /* a moment of a recording is looked at */
};

/* The source of the demo in one language, as app loaded it. */
struct view_source {
	const char *path;         /* of the file; NULL: there is none */
	const struct ui_doc *doc; /* NULL: could not be read */
	const char *why; /* there is no doc, in words; NULL or "": unknown */
};

/* A stack of panes in one place, of which one is in front. */
struct view_slot {
	struct ui_rect rect; /* with its frame */
	enum lesson_pane panes[LESSON_PANE_COUNT];
	size_t count;
	enum lesson_pane front;
};

struct view_layout {
	bool too_small; /* only a notice can be shown */
	struct ui_rect top, footer;
	struct view_slot slots[LESSON_PANE_COUNT];
	size_t count;
};

/* What a lesson says while the demo runs, and of which pane. */
struct view_callout {
	enum lesson_pane pane;
	const char *text; /* one line or some words more; never NULL */
};

/* Where a search began, to go back to. */
struct view_began {
	enum lesson_pane pane;
	struct ui_list list;
	bool held;
	uint32_t selected;
};
#define VIEW_FIND_MAX 128 /* bytes */

/* A run that is over, kept to be looked at beside the present one. */
struct view_other {
	const struct history *history;
	const struct trace_log *log;
	const struct lesson_parameter *values;
	size_t value_count;
};

/* The demo run many times. */
struct view_repeat {
	const struct lesson_repeat *what; /* NULL: the demo has none */
	const struct outcomes *outcomes;
	bool running;
	const char *guess;   /* what the student said will come out; "" */
	const char *problem; /* why it cannot be run; "" */
};

/* What Enter does where something is asked. */
enum view_enter {
	VIEW_ENTER_ANSWERS,
	VIEW_ENTER_AGAIN,    /* the answer was wrong: another one */
	VIEW_ENTER_QUESTION, /* to the next one */
	VIEW_ENTER_MOMENT,   /* to the moment that is the reason */
	VIEW_ENTER_RUNS,     /* the demo */
	VIEW_ENTER_COMPARE,  /* the demo, beside the run before */
	VIEW_ENTER_STEP,     /* to the next one */
};

/*
 * Something below the step's text: a question, or what there is to do.  It
 * changes only together with view_player's asked_serial.
 */
struct view_asked {
	const struct view_ask *ask; /* NULL: only @text */
	const char *lead;           /* before the question; "" */
	const char *text;           /* Markdown, without a question; "" */
	bool active;                /* keys are its own */
	enum view_enter enter;      /* what Enter does then */
	bool hint, show, skip;      /* what else can be had */
};

struct view_player {
	/* --- filled by the caller --- */
	const char *topic; /* title */
	const struct lesson *lesson;
	size_t step; /* index into lesson->steps, 0 for the first */
	const struct lesson_parameter *values; /* of this run; may be NULL */
	size_t value_count;
	bool notes; /* show the instructor's notes */
	/* The last one is what the student is at. */
	const struct view_asked *asked;
	size_t asked_count;
	unsigned asked_serial;
	bool page;        /* only the text for now: the demo has not been run */
	bool present;     /* for people who sit far away: one pane, large */
	int64_t timer_ns; /* shown while presenting; negative: not */
	unsigned hidden;  /* 1U << pane for each that the student put away */
	const struct view_callout *callout; /* NULL: none now */
	uint32_t turned_to; /* whom a callout has the inspector show; or 0 */
	const char *row_of; /* callout whose row the inspector has gone to */
	bool numbers;       /* show the numbers of the panes */
	bool faults;        /* one of the demo's can be chosen */

	enum view_run run;
	/* FAILED: what happened, in words; ENDED: how, if not well; "": well */
	const char *failure;
	const struct trace_log *log; /* NULL: no run yet, then so are: */
	const struct history *history;
	const struct model *model; /* what is shown; may be a past one */
	int64_t now_ns; /* run time of what is shown, paused time not counted */
	size_t log_end; /* events below this index are part of what is shown */
	const struct view_other *other; /* compare with it; NULL: nothing */
	struct view_repeat repeat;
	double speed;
	uint64_t stalls;    /* writers that had to wait for us, so far */
	uint64_t lost;      /* events lost */
	const char *ledger; /* after the end; lines with \n; "" or NULL: none */
	const char *wrong;  /* of it, what is wrong; the same */
	const struct view_console *console; /* NULL: nothing written */

	struct view_source source[2]; /* [UI_LANG_C], [UI_LANG_PYTHON] */
	enum ui_language language;    /* which of them is shown */
	bool side_by_side;            /* both, where there is room */
	/* Where a process is, for the markers; NULL: unknown. */
	struct model_place (*place)(void *arg, const struct model_process *p);
	void *place_arg;
	const char *message; /* transient, one line; "" or NULL: none */

	/* --- kept by the functions here; zero at first --- */
	enum lesson_pane focus;
	bool zoomed;
	uint32_t selected;       /* PID; 0: none */
	uint32_t followed;       /* PID that stays selected; 0: none */
	uint64_t followed_site;  /* where the source pane went with it */
	struct view_order order; /* of the processes */
	bool console_only;       /* of the console, only what that one wrote */
	struct ui_list lists[LESSON_PANE_COUNT]; /* what of each is visible */
	bool held[LESSON_PANE_COUNT]; /* scrolled by hand: does not follow */
	unsigned looked[LESSON_PANE_COUNT]; /* greater: focused later */
	unsigned looks;
	bool spaced;              /* presenting: rows are set apart */
	char find[VIEW_FIND_MAX]; /* what is marked; "": nothing */
	enum lesson_pane find_in; /* where */
	size_t find_at;           /* the line of it that was gone to */
	struct view_began find_began;
	int time_zoom; /* closer than what fits by itself; negative: wider */
	long time_first[LESSON_PANE_COUNT]; /* the first column, of panes in
					       time; see view/window.h */
	struct view_layout layout;
	struct ui_doc text, note_text; /* laid out for the text pane */
	const char *text_of, *note_of; /* what they were made from */
	struct ui_doc ask_doc;         /* the questions, below the text */
	unsigned ask_of;               /* their serial; 0: none of the step */
	bool ask_moved; /* another one: its cursor is to be seen */
	struct view_ask_rows ask_rows; /* lines of ask_doc, of the last one */
	struct ui_calls calls[2];      /* of each source */
	const struct ui_line *calls_of[2]; /* the same */
};

/* Free what the functions here made; the rest is the caller's. */
void view_player_release(struct view_player *p);

/*
 * Another step is shown: the text from its start, the focus on the text.
 * Call it after `step` has changed.
 */
void view_player_step_changed(struct view_player *p);
/* Another run begins: live panes from their start, nothing selected. */
void view_player_run_changed(struct view_player *p);

/*
 * Find the place of every pane on a screen of this size, lay the text out and
 * keep scrolls in range; a pane that is not held follows what is new.
 */
void view_player_layout(struct view_player *p, int rows, int cols);
/* Everything.  The layout must be for the canvas's size. */
void view_player_draw(const struct view_player *p, struct ui_canvas *c);

/*
 * The PIDs of the processes that are on the screen, the selected one first: at
 * most @max.  Returns how many.
 */
size_t view_player_processes(const struct view_player *p, uint32_t *ret,
			     size_t max);

/*
 * The process that the inspector shows: the selected one, or else the one that
 * a callout spoke of, or the first child that lives, or the first of all; 0:
 * there is none.
 */
uint32_t view_player_inspected(const struct view_player *p);

/* The step's demo, or NULL. */
const struct lesson_demo *view_player_demo(const struct view_player *p);
/* Where commands apply: "l", "dl" when the step has a demo, "Vdl" when it has
 * something to vary, with a t in the timeline and in charts; "p" in a
 * recording. */
const char *view_player_where(const struct view_player *p);
/* Whether @pane can be had on this step (it may be behind another). */
bool view_player_has(const struct view_player *p, enum lesson_pane pane);
/* Whether the step's `show:` has it. */
bool view_player_asks(const struct view_player *p, enum lesson_pane pane);
/* Whether @pane was put away. */
bool view_player_hides(const struct view_player *p, enum lesson_pane pane);
/*
 * The panes of the step in the order of their numbers, of which the first is
 * 1: the text, then as the step lists them.  Returns how many.
 */
size_t view_player_panes(const struct view_player *p,
			 enum lesson_pane ret[LESSON_PANE_COUNT]);
/* Its number, or 0 if the step does not have it. */
int view_player_number(const struct view_player *p, enum lesson_pane pane);
/* Whether @pane is in front somewhere. */
bool view_player_visible(const struct view_player *p, enum lesson_pane pane);

/* --- what keys and the mouse do; each is followed by a layout --- */

/* Focus the next (+1) or the one before (-1); brings it to the front. */
void view_player_focus_next(struct view_player *p, int by);
/* Focus @pane if the step has it. */
void view_player_focus(struct view_player *p, enum lesson_pane pane);
/*
 * A callout speaks of @pane: bring it to the front, but not what was put away.
 * The focus stays where it is, and so does a pane that has it in the same
 * place: of the other the tab is marked.  @firmly: the focus then goes along,
 * but for who sees one pane at a time and does not present.
 */
void view_player_turn_to(struct view_player *p, enum lesson_pane pane,
			 bool firmly);
/*
 * Show @pane, in front, or hide it if it is in front: never the last one that
 * is left.  @say gets what was done and how to undo it, or why not.
 */
void view_player_toggle(struct view_player *p, enum lesson_pane pane,
			struct str *say);
/* What that would do: "hide Queue", "show Queue". */
void view_player_toggle_words(const struct view_player *p,
			      enum lesson_pane pane, struct str *out);
/* Move in the focused pane by @by lines; among processes: the selection. */
void view_player_move(struct view_player *p, long by);
/* To the first or the last line; at the last one a pane follows again. */
void view_player_move_end(struct view_player *p, bool last);
/* The inner height of the focused pane: a page. */
int view_player_page(const struct view_player *p);
/*
 * The source in C, in Python, in both beside each other, and so on.  NULL, or
 * why it is as it was, in words.
 */
const char *view_player_next_language(struct view_player *p);
/* Keep the selected process selected, with the source at it; and no longer. */
void view_player_follow(struct view_player *p);
/*
 * Of the console only what the selected process wrote, and everything again;
 * brings it to the front.
 */
void view_player_console_only(struct view_player *p);
/* Select the next or the previous process in the list. */
void view_player_select_next(struct view_player *p, int by);
/*
 * A click: focus the pane there (also by its tab), select the process in its
 * line.  False if nothing is there.
 */
bool view_player_click(struct view_player *p, int row, int col);
/* The command whose key the footer has at this place, or UI_CMD_NONE. */
enum ui_command view_bars_key_at(const struct view_player *p, int row, int col);
/* Whether a moment of the run is at (@row, @col), and which: run time. */
bool view_player_time_at(const struct view_player *p, int row, int col,
			 int64_t *ret_ns);
/* Show less (+1) or more (-1) time in a column. */
void view_player_zoom_time(struct view_player *p, int by);
/* What a column of the timeline stands for, ns; 0: it is not there. */
int64_t view_player_interval(const struct view_player *p);
/* Whether the student can change something of the demo now. */
bool view_player_varies(const struct view_player *p);
/* Whether a question is open and keys are its own (see view/ask.h). */
bool view_player_is_asked(const struct view_player *p);
/* Whether the answers lie in a run that there has not been yet. */
bool view_player_asks_of_run(const struct view_player *p);
/*
 * The line of the open question (of its document, see view_ask_click) at this
 * place; -1: none.
 */
long view_player_ask_line(const struct view_player *p, int row, int col);
/* The wheel over (@row, @col): scroll that pane without focusing it. */
bool view_player_wheel(struct view_player *p, int row, int col, int by);

#endif
