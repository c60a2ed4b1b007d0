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

struct lesson_parameter {
	char *name;
	char *value; /* passed to the demo as name=value */
};

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

struct lesson_demo {
	char *program; /* name, without folder and ending */
	struct lesson_parameter *with;
	size_t with_count;
	struct lesson_vary *vary;
	size_t vary_count;
	enum lesson_pane show[LESSON_PANE_COUNT];
	size_t show_count;
	struct lesson_chart *chart; /* NULL: none */
};

struct lesson_step {
	char *id;
	char *title;
	char *text;               /* Markdown */
	char *notes;              /* Markdown, for the instructor */
	struct lesson_demo *demo; /* NULL: a step to read */
	int line;                 /* where it begins in the file */
};

struct lesson_objective {
	char *id, *text;
};

struct lesson {
	char *path;  /* of the file */
	char *dir;   /* of its demos */
	char *topic; /* id of the topic: the folder without its number */
	char *id;
	char *title;
	char *about; /* one line */
	int revision;
	int minutes;
	char **requires; /* topic/lesson ids */
	size_t requires_count;
	struct lesson_objective *objectives;
	size_t objective_count;
	struct lesson_step *steps;
	size_t step_count;
};

void lesson_free(struct lesson *l);

/* The index of the step with this id, or -1. */
int lesson_find_step(const struct lesson *l, const char *id);

#endif
