/* SPDX-License-Identifier: MIT */
/*
 * A box clears what is under it; in a window too small for a box its text is
 * drawn alone.
 */
#include "view/message.h"

#include "base/str.h"
#include "ui/layout.h"
#include "view/wrap.h"

#define NOTICE_COLS 64

bool view_too_small(int rows, int cols)
{
	return rows < VIEW_MIN_ROWS || cols < VIEW_MIN_COLS;
}

void view_too_small_draw(struct ui_canvas *c)
{
	struct ui_rect r = ui_canvas_rect(c);
	SCOPED_STR text = STR_INIT;

	ui_canvas_clear(c);
	if (r.cols * r.rows >= 120)
		str_add(&text, "This window is too small for Procession.\n");
	str_addf(&text, "It is %dx%d, needs %dx%d.", r.cols, r.rows,
		 VIEW_MIN_COLS, VIEW_MIN_ROWS);
	view_wrap(c, r, 0, UI_NOTICE, text.buf);
}

void view_still_draw(struct ui_canvas *c, const char *key)
{
	struct ui_rect line = ui_canvas_rect(c);
	SCOPED_STR text = STR_INIT;

	str_addf(&text, " ‖ FROZEN: %s goes on ", key);
	line.rows = 1;
	ui_text_right(c, line, 0, UI_SELECTED, text.buf);
}

struct ui_rect view_box(struct ui_canvas *c, int rows, int cols,
			const char *title, const char *note)
{
	struct ui_rect r = ui_rect_centre(ui_canvas_rect(c), rows, cols);

	ui_fill(c, r, UI_NORMAL, ' ');
	ui_canvas_cursor(c, -1, -1); /* it was for what is below */
	return ui_frame(c, r, true, title, note);
}

void view_notice_draw(struct ui_canvas *c, const char *title, const char *text,
		      const char *hint)
{
	struct ui_rect all = ui_canvas_rect(c);
	int cols = all.cols < NOTICE_COLS + 4 ? all.cols : NOTICE_COLS + 4;
	struct ui_rect in = { 0, 0, all.rows, cols - 4 };
	int row = view_wrap(NULL, in, 0, 0, text);

	in = view_box(c, row + (*hint ? 4 : 2), cols, title, "");
	in = ui_rect_inset(in, 0, 1);
	if (*hint && in.rows > 1) {
		ui_text(c, in, in.rows - 1, 0, UI_KEY, hint);
		in.rows--;
	}
	view_wrap(c, in, 0, UI_NORMAL, text);
}
