/* SPDX-License-Identifier: MIT */
/*
 * Frames.  The focused one is heavy and has a bar before its title, so that
 * it is found without colour.  An edge that falls on a frame that is there
 * already joins its lines, so neighbours may share an edge.
 */
#include "ui/canvas.h"

#include <string.h>

#include "ui/box.h"
#include "ui/cells.h"
#include "ui/layout.h"

#define TITLE_LEAST 8 /* columns a note must leave to the title */

static bool is_frame(const struct ui_cell *at)
{
	int role = at->style & 0xFF;

	return role == UI_FRAME || role == UI_FRAME_FOCUS;
}

static void join(struct ui_canvas *c, int row, int col, struct ui_box arms)
{
	const struct ui_cell *at = ui_canvas_at(c, row, col);
	ui_style style = UI_FRAME;
	struct ui_box there;

	if (!at)
		return;
	if (is_frame(at) && ui_box_arms(at->rune, &there)) {
		arms = ui_box_join(arms, there);
		style = at->style;
	}
	if (arms.up > 1 || arms.right > 1 || arms.down > 1 || arms.left > 1)
		style = UI_FRAME_FOCUS;
	ui_repeat(c, ui_canvas_rect(c), row, col, 1, style, ui_box_rune(arms));
}

static void edges(struct ui_canvas *c, struct ui_rect r, unsigned char w)
{
	int right = r.col + r.cols - 1;
	int below = r.row + r.rows - 1;

	join(c, r.row, r.col, (struct ui_box){ 0, w, w, 0 });
	join(c, r.row, right, (struct ui_box){ 0, 0, w, w });
	join(c, below, r.col, (struct ui_box){ w, w, 0, 0 });
	join(c, below, right, (struct ui_box){ w, 0, 0, w });
	for (int col = r.col + 1; col < right; col++) {
		join(c, r.row, col, (struct ui_box){ 0, w, 0, w });
		join(c, below, col, (struct ui_box){ 0, w, 0, w });
	}
	for (int row = r.row + 1; row < below; row++) {
		join(c, row, r.col, (struct ui_box){ w, 0, w, 0 });
		join(c, row, right, (struct ui_box){ w, 0, w, 0 });
	}
}

/* " Title ---- note -": the note goes if the title needs its room. */
static void inscribe(struct ui_canvas *c, struct ui_rect edge, bool focused,
		     const char *title, const char *note)
{
	int title_cols = ui_text_width(title);
	int note_cols = ui_text_width(note);
	int room = edge.cols - 2; /* a blank at each side */
	ui_style style = UI_TITLE | (focused ? UI_STYLE(UI_BOLD) : 0);
	int end;

	if (note_cols) {
		int least = title_cols < TITLE_LEAST ? title_cols : TITLE_LEAST;

		if (room - note_cols - 4 >= least) {
			room -= note_cols + 4;
			end = edge.cols - 2 - note_cols;
			end = ui_text(c, edge, 0, end - 1, UI_FAINT, " ");
			end = ui_text(c, edge, 0, end, UI_FAINT, note);
			(void)ui_text(c, edge, 0, end, UI_FAINT, " ");
		}
	}
	if (!title_cols || room < 1)
		return;
	(void)ui_text(c, edge, 0, 0, focused ? UI_FRAME_FOCUS : style,
		      focused ? "▌" : " ");
	end = ui_text_fit(c, edge, 0, 1, room, style, title);
	(void)ui_text(c, edge, 0, end, style, " ");
}

struct ui_rect ui_frame(struct ui_canvas *c, struct ui_rect rect, bool focused,
			const char *title, const char *note)
{
	if (rect.rows < 2 || rect.cols < 2)
		return (struct ui_rect){ rect.row, rect.col, 0, 0 };
	edges(c, rect, focused ? 2 : 1);
	inscribe(c,
		 (struct ui_rect){ rect.row, rect.col + 1, 1, rect.cols - 2 },
		 focused, title ? title : "", note ? note : "");
	return ui_rect_inset(rect, 1, 1);
}
