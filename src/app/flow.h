/* SPDX-License-Identifier: MIT */
/*
 * What a step asks, and in which order: predict, run, say what you saw, be told
 * what happened; the questions of a quiz one by one; an exercise until the run
 * meets its conditions.
 *
 * The screen and the linear lesson drive it: they tell it of keys and of runs,
 * and do what it returns.  Everything that is answered is noted in the progress
 * at once.
 */
#ifndef APP_FLOW_H
#define APP_FLOW_H

#include "lesson/lesson.h"
#include "model/history.h"
#include "model/judge.h"
#include "progress/progress.h"
#include "view/ask.h"
#include "view/player.h"

#define APP_FLOW_MAX        32 /* questions of a step; by the lesson format */
#define APP_FLOW_CONDITIONS 10

/* What an answer leads to. */
enum app_flow_does {
	APP_FLOW_NOTHING,
	APP_FLOW_RUN,     /* the demo, with app_flow_fault */
	APP_FLOW_SEEK,    /* to the moment `moment`, which is the reason */
	APP_FLOW_COMPARE, /* run it as the lesson compares it */
	APP_FLOW_NEXT,    /* to the next step */
};

/* What the run has brought. */
enum {
	APP_FLOW_CALLED = 1, /* a callout: it is `callout` now */
	APP_FLOW_PAUSE = 2,  /* and the run is to pause there */
	APP_FLOW_ASKS = 4,   /* a question has opened, or was answered */
};

enum app_flow_part {
	APP_FLOW_PREDICT,
	APP_FLOW_OBSERVE,
	APP_FLOW_PICK, /* the fault, of an exercise */
	APP_FLOW_QUESTION,
};

struct app_flow_ask {
	enum app_flow_part part;
	struct view_ask ask;
	struct lesson_question *drawn; /* what it asks, if numbers are drawn */
	size_t watch; /* of the judge, where the key is computed */
	bool noted;   /* how it ended is in the progress */
};

struct app_flow {
	const struct lesson *lesson;
	const struct lesson_step *step; /* NULL: not open */
	struct progress *progress;      /* NULL: nothing is noted */
	int64_t (*clock)(void);         /* ms since 1970 */

	struct app_flow_ask asks[APP_FLOW_MAX];
	size_t count, at; /* at: the one the student is at */
	struct lesson_question pick;
	struct lesson_choice pick_choices[APP_FLOW_MAX];
	char *fault; /* of the next run; NULL: none */

	struct judge *judge;
	const struct trace_log *log;
	struct history *history;
	bool over;   /* the run is, or nothing can happen in it; was judged */
	bool sought; /* the student has been at `moment` */
	bool other, next_other; /* this run, the next, is to be compared */
	bool compared;          /* there was one */
	size_t *callout_watches;
	bool *called;
	struct view_callout callout;
	uint32_t turned_to; /* by one that speaks of the inspector; 0: none */
	size_t all[APP_FLOW_CONDITIONS], any[APP_FLOW_CONDITIONS];
	enum judge_verdict success; /* of the exercise, so far */
	struct str why;             /* it is undecided */
	bool solved, shown;         /* the exercise */
	bool tried;                 /* by what the student chose or did */
	size_t looked;              /* events of the run seen for that */
	bool passed;                /* the student has gone past it */
	int exercise_hints;
	struct judge_moment moment;
	bool has_moment;

	struct str text; /* of the exercise or checkpoint, in Markdown */
	struct str lead, score, beside;
	struct view_asked asked[5];
	size_t asked_count;
	unsigned serial;
};

/* The step's questions from the start.  All is borrowed.  @seed: for orders. */
void app_flow_open(struct app_flow *f, const struct lesson *lesson, size_t step,
		   uint64_t seed);
void app_flow_close(struct app_flow *f);

/* Nothing but the text is to be shown: a prediction comes before the run. */
bool app_flow_is_page(const struct app_flow *f);
/* The question keys go to; NULL: none. */
struct view_ask *app_flow_asked(struct app_flow *f);

/* Whether something has to be done in a run first, then come questions. */
bool app_flow_is_later(const struct app_flow *f);

/* Whether a run that goes on is to be begun again for APP_FLOW_RUN. */
bool app_flow_is_anew(const struct app_flow *f);

/* A run begins; judge it. */
void app_flow_run(struct app_flow *f, const struct trace_log *log,
		  struct history *history);
/*
 * Whether a run of the demo can be compared now as the lesson wants it: there
 * was one, and what is asked of it has been said.  False: @why (may be NULL)
 * says what comes first.
 */
bool app_flow_can_compare(const struct app_flow *f, const char **why);
/*
 * The next run is that: what was asked is not asked of it, and what was told
 * of the run before stays.  False: the next run is like any other.
 */
void app_flow_compare(struct app_flow *f, bool next);
/*
 * The next run is by values that the student has chosen.  That something was
 * done to the run is seen in its events.
 */
void app_flow_chosen(struct app_flow *f);
/*
 * Whether a run that did not solve the exercise is told of: not one that only
 * answered a prediction.
 */
bool app_flow_is_tried(const struct app_flow *f);
/*
 * Whether the student may choose one of the demo's faults now: what is asked of
 * the demo as it is has been said, and no exercise asks for a fault.
 */
bool app_flow_offers_faults(const struct app_flow *f);
/* There is no run any more. */
void app_flow_no_run(struct app_flow *f);
/* New events; @over: the run has ended.  Returns APP_FLOW_* together. */
unsigned app_flow_catch_up(struct app_flow *f, bool over);

/* The open question was changed from outside, by the mouse. */
void app_flow_changed(struct app_flow *f);

/* A key of the open question's; false: it is none. */
bool app_flow_key(struct app_flow *f, uint32_t key);
enum app_flow_does app_flow_give(struct app_flow *f);
enum app_flow_does app_flow_skip(struct app_flow *f);
/* False: there is no hint left. */
bool app_flow_hint(struct app_flow *f);
enum app_flow_does app_flow_show(struct app_flow *f);

/* What it says, for the view.  Borrowed. */
void app_flow_fill(struct app_flow *f, struct view_player *v);

#endif
