/* SPDX-License-Identifier: MIT */
/*
 * The home screen: topics with their lessons, what is done, where to resume.
 *
 * A list of rows: every topic, and the lessons of the one topic that is open.
 * The caller fills the first part of struct view_home and keeps what it points
 * to alive; the second part belongs to the functions here.
 *
 *	struct view_home home = { .catalog = c, .progress = lessons };
 *	view_home_begin(&home, resume);		a lesson's number, or none
 *	view_home_layout(&home, rows, cols);	after each change or resize
 *	view_home_draw(&home, canvas);
 */
#ifndef VIEW_HOME_H
#define VIEW_HOME_H

#include <stdbool.h>
#include <stddef.h>

#include "lesson/catalog.h"
#include "progress/progress.h"
#include "ui/canvas.h"
#include "ui/command.h"
#include "view/find.h"

#define VIEW_NO_LESSON ((size_t)-1)

/* Beside struct progress_lesson. */
struct view_home_more {
	int solved;    /* of its questions */
	bool bookmark; /* at one of its steps */
};

/* Where the words that are looked for are in a lesson. */
enum view_home_in {
	VIEW_HOME_NOWHERE,
	VIEW_HOME_LESSON, /* title, about or topic: the whole lesson */
	VIEW_HOME_STEP,
	VIEW_HOME_TERM, /* of the glossary */
};

struct view_home_hit {
	enum view_home_in in;
	size_t at; /* index of the step or term */
};

struct view_home {
	const struct catalog *catalog;
	/*
	 * One for each lesson, numbered through all topics in catalog order,
	 * broken ones too.  NULL: nothing is known.
	 */
	const struct progress_lesson *progress;
	/* The same numbers; NULL: nothing is known. */
	const struct view_home_more *more;
	/* How many parts of each path are done; NULL: nothing is known. */
	const size_t *route_done;
	int due;             /* cards that are due */
	const char *problem; /* progress_problem(); "" or NULL: none */
	const char *message; /* transient; "" or NULL: none */

	/* Only what has these words is listed; "": all. */
	char filter[VIEW_FIND_MAX];
	struct view_home_hit *hits; /* one for each lesson; NULL: none yet */
	size_t began_open, began_cursor; /* before there were any */

	size_t resume;       /* number of the lesson to go on with */
	size_t open;         /* the topic whose lessons are listed */
	size_t cursor;       /* row */
	size_t scroll;       /* first row shown */
	struct ui_rect list; /* where rows are drawn */
	int rows, cols;      /* of the screen */
};

struct view_home_row {
	size_t topic;
	size_t entry;  /* in the topic; VIEW_NO_LESSON: the topic itself */
	size_t lesson; /* number through all topics; VIEW_NO_LESSON for a topic
			*/
};

/*
 * Open the topic of lesson number @resume and stand on it; VIEW_NO_LESSON:
 * on the first lesson there is.
 */
void view_home_begin(struct view_home *h, size_t resume);

size_t view_home_rows(const struct view_home *h);
/* @row must be below view_home_rows. */
struct view_home_row view_home_row(const struct view_home *h, size_t row);
/* The lesson under the cursor, which may be broken; NULL on a topic. */
const struct catalog_entry *view_home_entry(const struct view_home *h);
/* The number of an entry of the catalog, or VIEW_NO_LESSON. */
size_t view_home_number(const struct catalog *c,
			const struct catalog_entry *entry);

/* Whether @l says that it builds on @e. */
bool view_home_requires(const struct lesson *l, const struct catalog_entry *e);

/* Move the cursor by @by rows; stops at the ends. */
void view_home_move(struct view_home *h, long by);
/* With the cursor on a topic: list its lessons, or fold it again. */
void view_home_toggle(struct view_home *h);
/*
 * List only lessons that have @words in their title, in what they are about,
 * in a step or in their glossary, and topics that have such lessons; CANCEL:
 * all of them again, as before, NEXT and BACK: move.  @say gets how many there
 * are.
 */
void view_home_find(struct view_home *h, enum view_find how, const char *words,
		    struct str *say);
/* More is known of the lessons: look again for the words, if there are any. */
void view_home_again(struct view_home *h);
/* Where the words are in the lesson under the cursor. */
struct view_home_hit view_home_hit(const struct view_home *h);
/* The command whose key the footer has at this place, or UI_CMD_NONE. */
enum ui_command view_home_key_at(const struct view_home *h, int row, int col);
/* How many rows a page is. */
size_t view_home_page(const struct view_home *h);
/* Put the cursor on the row drawn at this place; false if there is none. */
bool view_home_click(struct view_home *h, int row, int col);

/* Find the places of everything on a screen of this size. */
void view_home_layout(struct view_home *h, int rows, int cols);
void view_home_draw(const struct view_home *h, struct ui_canvas *c);
/* Free what the functions here have made. */
void view_home_release(struct view_home *h);

#endif
