/* SPDX-License-Identifier: MIT */
/*
 * How a style looks on this terminal, for term.c.
 */
#ifndef UI_PAINT_H
#define UI_PAINT_H

#include <stdbool.h>

#include "ui/theme.h"

struct ui_paint {
	bool known;
	unsigned attrs; /* of curses */
	short pair;
};

/* After curses has started: learn what colours there are. */
void ui_paint_open(enum ui_theme theme, bool no_color);
/* 0, 8, 16, 256 or UI_THEME_DIRECT. */
int ui_paint_colors(void);
/* Another theme for what is asked from now on. */
void ui_paint_theme(enum ui_theme theme);
enum ui_theme ui_paint_theme_now(void);
const struct ui_paint *ui_paint_of(ui_style style);

#endif
