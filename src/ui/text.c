/* SPDX-License-Identifier: MIT */
/*
 * Text in cells.
 *
 * Text goes through a pen: one row, the columns that may be touched, and
 * where the last character went, for combining marks to join it.
 */
#include "ui/canvas.h"

#include <string.h>
#include <wchar.h>

#include "base/utf8.h"
#include "ui/cells.h"
#include "ui/layout.h"

/* Shown in the place of a control character. */
#define CONTROL_MARK 0xB7U
#define ELLIPSIS     0x2026U

/* Make a space of one cell; what it belonged to keeps its style. */
static void blank(struct ui_cell *at)
{
	at->rune = ' ';
	at->mark[0] = at->mark[1] = 0;
}

struct pen {
	struct ui_canvas *canvas;
	int row;
	int left, right; /* may be touched: from left, up to before right */
	long at;         /* the next column */
	bool full;       /* something did not fit */
	ui_style style;
	struct ui_cell *last; /* what a combining mark joins */
};

static struct pen pen_at(struct ui_canvas *c, struct ui_rect clip, int row,
			 int col, ui_style style)
{
	struct ui_rect can = ui_rect_common(clip, ui_canvas_rect(c));
	struct pen pen = { .canvas = c, .style = style };
	long absolute = (long)clip.row + row;

	pen.at = (long)clip.col + col;
	pen.left = can.col;
	pen.right = can.col + can.cols;
	if (absolute < can.row || absolute >= (long)can.row + can.rows)
		pen.right = pen.left;
	else
		pen.row = (int)absolute;
	return pen;
}

/* Before (row, col) is written: let go of a wide character that covers it. */
static void release(struct ui_canvas *c, int row, int col)
{
	struct ui_cell *at = ui_cell_of(c, row, col);

	if (!at->rune)
		blank(at - 1);
	else if (col + 1 < c->cols && !at[1].rune)
		blank(at + 1);
}

static struct ui_cell *store(struct pen *pen, int col, uint32_t rune)
{
	struct ui_cell *at = ui_cell_of(pen->canvas, pen->row, col);

	*at = (struct ui_cell){ rune, { 0, 0 }, pen->style };
	return at;
}

static void pen_mark(struct pen *pen, uint32_t mark)
{
	if (!pen->last)
		return;
	if (!pen->last->mark[0])
		pen->last->mark[0] = mark;
	else if (!pen->last->mark[1])
		pen->last->mark[1] = mark;
}

static void pen_put(struct pen *pen, uint32_t rune)
{
	int width = utf8_rune_width(rune);
	int col = (int)pen->at;

	if (!width) {
		pen_mark(pen, rune);
		return;
	}
	if (pen->at + width > pen->right) {
		pen->full = true;
		return;
	}
	if (pen->at >= pen->left) {
		release(pen->canvas, pen->row, col);
		if (width == 2) {
			release(pen->canvas, pen->row, col + 1);
			(void)store(pen, col + 1, 0);
		}
		pen->last = store(pen, col, rune);
	}
	pen->at += width;
}

/* Characters that change the order or look of others and show nothing. */
static bool is_invisible(uint32_t rune)
{
	return (rune >= 0x200B && rune <= 0x200F) ||
	       (rune >= 0x202A && rune <= 0x202E) ||
	       (rune >= 0x2060 && rune <= 0x206F) ||
	       (rune >= 0xFE00 && rune <= 0xFE0F) || rune == 0xAD ||
	       rune == 0x61C || rune == 0x180E || rune == 0xFEFF ||
	       (rune >= 0xFFF9 && rune <= 0xFFFB) || rune >= 0xE0000;
}

/* The character that stands for @rune; 0 if nothing does. */
static uint32_t shown(uint32_t rune)
{
	if (rune < 0x20 || (rune >= 0x7F && rune < 0xA0))
		return CONTROL_MARK;
	if (rune < 0x7F)
		return rune;
	if (is_invisible(rune))
		return 0;
	return wcwidth((wchar_t)rune) < 0 ? UTF8_BAD : rune;
}

static void pen_text(struct pen *pen, const char *bytes, size_t len)
{
	size_t i = 0;

	while (i < len && !pen->full) {
		uint32_t rune;

		i += utf8_decode(bytes + i, len - i, &rune);
		rune = shown(rune);
		if (rune)
			pen_put(pen, rune);
	}
}

int ui_text_n(struct ui_canvas *c, struct ui_rect clip, int row, int col,
	      ui_style style, const char *bytes, size_t len)
{
	struct pen pen = pen_at(c, clip, row, col, style);

	pen_text(&pen, bytes, len);
	if (pen.full)
		return col > clip.cols ? col : clip.cols;
	return (int)(pen.at - clip.col);
}

int ui_text(struct ui_canvas *c, struct ui_rect clip, int row, int col,
	    ui_style style, const char *text)
{
	return ui_text_n(c, clip, row, col, style, text, strlen(text));
}

int ui_textf(struct ui_canvas *c, struct ui_rect clip, int row, int col,
	     ui_style style, const char *format, ...)
{
	SCOPED_STR text = STR_INIT;
	va_list args;

	va_start(args, format);
	str_addv(&text, format, args);
	va_end(args);
	return ui_text_n(c, clip, row, col, style, text.buf, text.len);
}

int ui_rune_width(uint32_t rune)
{
	rune = shown(rune);
	return rune ? utf8_rune_width(rune) : 0;
}

int ui_text_width(const char *text)
{
	size_t len = strlen(text);
	size_t i = 0;
	int width = 0;

	while (i < len) {
		uint32_t rune;

		i += utf8_decode(text + i, len - i, &rune);
		width += ui_rune_width(rune);
	}
	return width;
}

/* Skip the first @columns of @text. */
static const char *text_after(const char *text, int columns)
{
	size_t len = strlen(text);
	size_t i = 0;

	while (i < len) {
		uint32_t rune;
		size_t n = utf8_decode(text + i, len - i, &rune);
		int width = ui_rune_width(rune);

		if (columns <= 0 && width)
			break;
		columns -= width;
		i += n;
	}
	return text + i;
}

int ui_text_right(struct ui_canvas *c, struct ui_rect clip, int row,
		  ui_style style, const char *text)
{
	int width = ui_text_width(text);

	if (clip.cols <= 0)
		return 0;
	if (width > clip.cols) {
		text = text_after(text, width - (clip.cols - 1));
		width = ui_text_width(text);
		ui_repeat(c, clip, row, clip.cols - width - 1, 1, style,
			  ELLIPSIS);
	}
	return ui_text(c, clip, row, clip.cols - width, style, text);
}

int ui_text_fit(struct ui_canvas *c, struct ui_rect clip, int row, int col,
		int cols, ui_style style, const char *text)
{
	struct pen pen = pen_at(c, clip, row, col, style);
	int right = pen.right;
	long rest = (long)clip.cols - col;
	long room = cols < rest ? cols : rest;
	bool cut = ui_text_width(text) > room;
	long end = (long)clip.col + col + room - cut;

	if (room <= 0)
		return col;
	if (end < right)
		pen.right = (int)end;
	pen_text(&pen, text, strlen(text));
	if (cut) {
		pen.right = right;
		pen_put(&pen, ELLIPSIS);
	}
	return (int)(pen.at - clip.col);
}

void ui_repeat(struct ui_canvas *c, struct ui_rect clip, int row, int col,
	       int count, ui_style style, uint32_t rune)
{
	struct pen pen = pen_at(c, clip, row, col, style);

	rune = shown(rune);
	if (!rune || !utf8_rune_width(rune))
		return;
	for (int i = 0; i < count && !pen.full; i++)
		pen_put(&pen, rune);
}

void ui_fill(struct ui_canvas *c, struct ui_rect rect, ui_style style,
	     uint32_t rune)
{
	struct ui_rect can = ui_rect_common(rect, ui_canvas_rect(c));

	for (int row = 0; row < can.rows; row++)
		ui_repeat(c, can, row, 0, can.cols, style, rune);
}
