/* SPDX-License-Identifier: MIT */
/*
 * The review and the exam: a card or a question after the other, and at the
 * end what came of it.
 */
#ifndef VIEW_REVIEW_H
#define VIEW_REVIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ui/canvas.h"
#include "ui/command.h"
#include "view/ask.h"

enum view_review_state {
	VIEW_REVIEW_FRONT, /* of a card */
	VIEW_REVIEW_BACK,  /* and its back */
	VIEW_REVIEW_ASK,   /* a question */
	VIEW_REVIEW_END,
};

enum { VIEW_REVIEW_GRADES = 4 };

/* Filled by whoever asks; every text is borrowed, and "" for none. */
struct view_review {
	enum view_review_state state;
	size_t at, count;                 /* which of how many, from 0 */
	size_t kept;                      /* answers that are on the disk */
	const char *lesson;               /* title */
	const char *front, *back;         /* Markdown */
	bool has_demo;                    /* that shows it */
	char due[VIEW_REVIEW_GRADES][16]; /* after each grade: "10 min" */
	const struct view_ask *ask;
	bool exam;
	int64_t left_s;        /* of the exam */
	const char *summary;   /* at the end; Markdown */
	const char *problem;   /* why nothing is kept */
	const char *message;   /* until the next key */
	size_t first;          /* line shown first */
	struct ui_rect screen; /* it was drawn on */
};

/* Letters of ui/commands.def that apply. */
const char *view_review_where(const struct view_review *r);
/* Scroll by @by lines on a screen of this size. */
void view_review_scroll(struct view_review *r, long by, int rows, int cols);
/* The command whose key is drawn there. */
enum ui_command view_review_key_at(const struct view_review *r, int rows,
				   int cols, int row, int col);
/* Which choice of the question is drawn there, as view_ask_click has lines. */
bool view_review_line_at(const struct view_review *r, struct ui_rect all,
			 int row, struct view_ask_rows *rows, size_t *line);
void view_review_draw(const struct view_review *r, struct ui_canvas *c);

#endif
