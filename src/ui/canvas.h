/* SPDX-License-Identifier: MIT */
/*
 * The canvas: a grid of cells that everything is drawn to.
 *
 * Panes never see the terminal.  A cell has a character of one or two columns,
 * up to two combining marks, a role (what it is, from which the theme makes
 * colours) and attributes.  Every drawing function clips to the rectangle it
 * is given and to the canvas; nothing can be drawn outside.
 */
#ifndef UI_CANVAS_H
#define UI_CANVAS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

struct ui_rect {
	int row, col, rows, cols;
};

/* What a cell is; theme.c says how each role looks. */
enum ui_role {
#define UI_ROLE(id, name) UI_##id,
#include "ui/roles.def"
#undef UI_ROLE
	UI_ROLE_COUNT
};

enum ui_attr {
	UI_BOLD = 1 << 0,
	UI_DIM = 1 << 1,
	UI_UNDERLINE = 1 << 2,
	UI_REVERSE = 1 << 3,
	UI_ITALIC = 1 << 4,
};

/* A role and attributes: UI_ERROR | UI_STYLE(UI_BOLD). */
typedef uint32_t ui_style;
#define UI_STYLE(attrs) ((ui_style)((attrs) << 8))

struct ui_cell {
	uint32_t rune;    /* 0: the right half of a wide character */
	uint32_t mark[2]; /* combining; 0: none */
	ui_style style;
};

struct ui_canvas;

struct ui_canvas *ui_canvas_new(int rows, int cols);
void ui_canvas_free(struct ui_canvas *c);
/* The content is lost. */
void ui_canvas_resize(struct ui_canvas *c, int rows, int cols);
struct ui_rect ui_canvas_rect(const struct ui_canvas *c);
void ui_canvas_clear(struct ui_canvas *c);
/* NULL outside. */
const struct ui_cell *ui_canvas_at(const struct ui_canvas *c, int row, int col);

/* Put a whole cell; the right half of a wide character goes with its left. */
void ui_canvas_put(struct ui_canvas *c, int row, int col,
		   const struct ui_cell *cell);

/* What both have room for. */
void ui_canvas_copy(struct ui_canvas *to, const struct ui_canvas *from);

/* Where the hardware cursor stands (for screen readers); row -1: hidden. */
void ui_canvas_cursor(struct ui_canvas *c, int row, int col);
void ui_canvas_get_cursor(const struct ui_canvas *c, int *ret_row,
			  int *ret_col);

/*
 * Draw @text at (@row, @col) inside @clip (coordinates are relative to it).
 * Control characters are shown as a middle dot; what does not fit is cut, a
 * wide character never in half.  Returns the column after the last one.
 */
int ui_text(struct ui_canvas *c, struct ui_rect clip, int row, int col,
	    ui_style style, const char *text);
int ui_text_n(struct ui_canvas *c, struct ui_rect clip, int row, int col,
	      ui_style style, const char *bytes, size_t len);
int ui_textf(struct ui_canvas *c, struct ui_rect clip, int row, int col,
	     ui_style style, const char *format, ...)
	__attribute__((format(printf, 6, 7)));
/* Columns that ui_text needs for a character, and for @text. */
int ui_rune_width(uint32_t rune);
int ui_text_width(const char *text);
/* Ends at the right edge; "…" in front if it must be cut. */
int ui_text_right(struct ui_canvas *c, struct ui_rect clip, int row,
		  ui_style style, const char *text);
/* Cut to @cols with "…" at the end. */
int ui_text_fit(struct ui_canvas *c, struct ui_rect clip, int row, int col,
		int cols, ui_style style, const char *text);
/* @count times the same character. */
void ui_repeat(struct ui_canvas *c, struct ui_rect clip, int row, int col,
	       int count, ui_style style, uint32_t rune);
void ui_fill(struct ui_canvas *c, struct ui_rect rect, ui_style style,
	     uint32_t rune);
/* Change only the style of what is there. */
void ui_restyle(struct ui_canvas *c, struct ui_rect rect, ui_style style);
/*
 * A frame with a title in its upper edge and a note at the right of it; either
 * may be NULL.  The focused one is heavy.  Where the edge falls on the edge of
 * another frame the lines join, so neighbours may share an edge: draw from top
 * to bottom.  A dialog over other panes does ui_fill first.  Returns the
 * inside, which is empty if there is no room for a frame.
 */
struct ui_rect ui_frame(struct ui_canvas *c, struct ui_rect rect, bool focused,
			const char *title, const char *note);

/*
 * Replace what is not ASCII by ASCII that means the same (frames, marks,
 * arrows, quotes; any other letter becomes '?').  Widths stay.
 */
void ui_canvas_to_ascii(struct ui_canvas *c);

/* The text of the canvas, a line a row, trailing spaces cut: for tests. */
void ui_canvas_dump(const struct ui_canvas *c, struct str *out);

#endif
