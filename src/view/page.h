/* SPDX-License-Identifier: MIT */
/*
 * Lines one below the other, of which a part is seen; and a box of them over
 * whatever is drawn.
 *
 * Counting the lines and drawing them is one walk, so the two cannot disagree:
 * a function that fills a page is called with a canvas or without, and what is
 * scrolled out falls outside of the area and is clipped.
 */
#ifndef VIEW_PAGE_H
#define VIEW_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ui/canvas.h"

struct view_page {
	struct ui_canvas *canvas; /* NULL: the lines are only counted */
	struct ui_rect area;
	int row; /* of the present line, relative to the area */
};

/* Whether anything drawn on the present line is seen. */
bool view_page_sees(const struct view_page *p);
/* Text on the present line, cut with "…"; the line is not ended. */
void view_page_text(const struct view_page *p, int col, ui_style style,
		    const char *text);
/* The same at the right edge, one blank from it. */
void view_page_right(const struct view_page *p, ui_style style,
		     const char *text);
/* End the present line. */
void view_page_next(struct view_page *p);
/* Words in as many lines as they need; these are ended. */
void view_page_words(struct view_page *p, int indent, ui_style style,
		     const char *words);

typedef void view_page_fill(struct view_page *p, const void *arg);

/* A box in the middle of the screen, as high as it must be. */
struct view_box_page {
	const char *title;
	int cols; /* at most */
	view_page_fill *fill;
	const void *arg;
	const char *leave; /* how to leave it: the last line */
};

/* Lines that @b has on a screen that is @cols wide. */
size_t view_box_page_lines(const struct view_box_page *b, int cols);
/* @first, kept in range for a screen of this size. */
size_t view_box_page_first(const struct view_box_page *b, int rows, int cols,
			   size_t first);
/* Draw it as seen from line @first on. */
void view_box_page_draw(const struct view_box_page *b, struct ui_canvas *c,
			size_t first);

#endif
