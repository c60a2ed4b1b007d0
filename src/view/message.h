/* SPDX-License-Identifier: MIT */
/*
 * Boxes with a message in the middle of the screen.
 */
#ifndef VIEW_MESSAGE_H
#define VIEW_MESSAGE_H

#include <stdbool.h>

#include "ui/canvas.h"

/* The least window that anything useful fits in. */
#define VIEW_MIN_ROWS 10
#define VIEW_MIN_COLS 40

bool view_too_small(int rows, int cols);
/* How large the window must be; fits in any. */
void view_too_small_draw(struct ui_canvas *c);

/*
 * A box with a title, @text (lines with \n, wrapped to fit) and a line that
 * says what to press ("" for none).
 */
void view_notice_draw(struct ui_canvas *c, const char *title, const char *text,
		      const char *hint);

/* In a corner: the picture stands still, and @key lets it go on. */
void view_still_draw(struct ui_canvas *c, const char *key);

/* Clear a box of at most this size in the middle, frame it; its inside. */
struct ui_rect view_box(struct ui_canvas *c, int rows, int cols,
			const char *title, const char *note);

#endif
