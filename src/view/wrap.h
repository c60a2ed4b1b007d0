/* SPDX-License-Identifier: MIT */
/*
 * Plain text wrapped at words.
 */
#ifndef VIEW_WRAP_H
#define VIEW_WRAP_H

#include "ui/canvas.h"

/*
 * Draw @text, whose lines may end with \n, from row @row of @r on; a word that
 * is wider than @r is cut in two.  Returns the row after the last one, which
 * may lie below @r.  NULL for @c only counts.
 */
int view_wrap(struct ui_canvas *c, struct ui_rect r, int row, ui_style style,
	      const char *text);

#endif
