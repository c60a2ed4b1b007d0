/* SPDX-License-Identifier: MIT */
/*
 * A lesson as the player has it: the checked content of one YAML file.
 *
 * Everything in a lesson belongs to it and lives until lesson_free; texts are
 * never NULL ("" where the file says nothing).
 */
#ifndef LESSON_LESSON_H
#define LESSON_LESSON_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "lesson/question.h"

/* Panes a step may ask for: lesson/panes.def. */
enum lesson_pane {
#define LESSON_PANE(id, word, group, about) LESSON_PANE_##id,
#include "lesson/panes.def"
#undef LESSON_PANE
	LESSON_PANE_COUNT
};

enum lesson_pane_group {
	LESSON_PANES_TEXT,
	LESSON_PANES_SOURCE,
	LESSON_PANES_WHO,
	LESSON_PANES_WHAT,
	LESSON_PANES_WHEN,
	LESSON_PANES_SAID,
};

/* "text", "source", ...: the words of `show:`. */
const char *lesson_pane_name(enum lesson_pane pane);
/* One line about it. */
const char *lesson_pane_about(enum lesson_pane pane);
enum lesson_pane_group lesson_pane_group(enum lesson_pane pane);

/* What the student may change with `v`. */
struct lesson_vary {
	char *name;
	char *about;     /* one line */
	double min, max; /* for numbers */
	double step;     /* how much one key changes it */
	bool whole;      /* only whole numbers */
	char **choices;  /* for words; NULL for numbers */
	size_t choice_count;
};

/* What should come out, in a chart. */
struct lesson_expected {
	char *name;
	char **x, **y; /* numbers; none: reported by the demo */
	size_t x_count, y_count;
};

/* What the pane chart draws; "": it chooses. */
struct lesson_chart {
	char *kind; /* lines, bars, histogram */
	char *of;   /* measured, queues, processes, tasks */
	char *title, *x, *y;
	char **log; /* "x", "y" */
	size_t log_count;
	struct lesson_expected *expected;
	size_t expected_count;
};

/* Said at the moment when something really happens. */
struct lesson_callout {
	struct lesson_condition *when;
	char *say;             /* Markdown */
	bool pause;            /* the run, there */
	enum lesson_pane pane; /* to look at; LESSON_PANE_COUNT: none */
};

/* A second run of the demo, to be seen beside the first. */
struct lesson_compare {
	char *about; /* one line: what it is */
	struct lesson_parameter *with;
	size_t with_count;
	char *fault; /* id; "" */
};

/* Many runs of the demo, of which only what came out is looked at. */
struct lesson_repeat {
	char *about; /* one line: what comes out of a run */
	int times;
	struct lesson_answer_key *of; /* computed; never NULL */
	struct lesson_parameter *with;
	size_t with_count;
	char *fault; /* id; "" */
};

struct lesson_demo {
	/*
	 * Id of the step whose demo this is again; "": none.  All it has and
	 * this one does not say itself has been copied.
	 */
	char *same;
	char *program; /* name, without folder and ending */
	char *dir;     /* where it lies: with the lesson, or in another topic */
	struct lesson_parameter *with;
	size_t with_count;
	struct lesson_vary *vary;
	size_t vary_count;
	char **faults; /* passed as fault=NAME; the first run has none */
	size_t fault_count;
	enum lesson_pane show[LESSON_PANE_COUNT];
	size_t show_count;
	struct lesson_chart *chart; /* NULL: none */
	struct lesson_callout *callouts;
	size_t callout_count;
	struct lesson_compare *compare; /* NULL: none */
	struct lesson_repeat *repeat;   /* NULL: none */
};

enum lesson_step_kind {
	LESSON_STEP_TEXT,
	LESSON_STEP_DEMO,     /* perhaps with predict and observe */
	LESSON_STEP_EXERCISE, /* perhaps with a demo */
	LESSON_STEP_QUIZ,
	LESSON_STEP_CHECKPOINT,
};

/* Whether it shows @pane; @d may be NULL. */
bool lesson_demo_shows(const struct lesson_demo *d, enum lesson_pane pane);

struct lesson_step {
	char *id;
	enum lesson_step_kind kind;
	char *title;
	char *text;                       /* Markdown */
	char *notes;                      /* Markdown, for the instructor */
	struct lesson_demo *demo;         /* NULL: nothing to run */
	struct lesson_question *predict;  /* before the run; NULL: none */
	struct lesson_question *observe;  /* after it; NULL: none */
	struct lesson_exercise *exercise; /* NULL: none */
	struct lesson_question *quiz;
	size_t quiz_count;
	struct lesson_checkpoint *checkpoint; /* NULL: none */
	int line;                             /* where it begins in the file */
};

struct lesson_objective {
	char *id, *text;
};

struct lesson {
	char *path;  /* of the file */
	char *dir;   /* where it lies, and most of its demos */
	char *topic; /* id of the topic: the folder without its number */
	char *id;
	char *title;
	char *about; /* one line */
	int revision;
	int minutes;
	char *notes;     /* Markdown, for the instructor */
	char **requires; /* topic/lesson ids */
	size_t requires_count;
	struct lesson_objective *objectives;
	size_t objective_count;
	struct lesson_step *steps;
	size_t step_count;
	struct lesson_card *cards;
	size_t card_count;
	struct lesson_term *glossary;
	size_t glossary_count;
	char **retired; /* ids that were used once: never again */
	size_t retired_count;
};

void lesson_free(struct lesson *l);

/*
 * How many questions a student is asked in it: what progress_solved counts,
 * if all of them are.  Finding the fault of an exercise is one.
 */
int lesson_question_count(const struct lesson *l);

/* The index of the step with this id, or -1. */
int lesson_find_step(const struct lesson *l, const char *id);

/*
 * The same, where a student asks for it: fails with -ENOENT and what @id could
 * have meant.  @name is the lesson's in the message.
 */
int lesson_ask_step(const struct lesson *l, const char *name, const char *id,
		    struct err *e);

#endif
