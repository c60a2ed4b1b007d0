/* SPDX-License-Identifier: MIT */
/*
 * Themes: how each role looks, in 256, 16, 8 colours and none.
 *
 * No meaning by colour alone: a theme only adds to words, marks and shapes.
 */
#ifndef UI_THEME_H
#define UI_THEME_H

#include "ui/canvas.h"

enum ui_theme {
	UI_THEME_DARK,
	UI_THEME_LIGHT,
	UI_THEME_CONTRAST,
	UI_THEME_MONO,
	UI_THEME_COUNT
};

struct ui_look {
	short fg, bg;        /* colour number for this many colours; -1: the
				terminal's own */
	unsigned char attrs; /* enum ui_attr */
};

const char *ui_theme_name(enum ui_theme t);
/* 0 and *@ret, or -EINVAL. */
int ui_theme_find(const char *name, enum ui_theme *ret);
/* @colors: what the terminal has (0, 8, 16, 256). */
struct ui_look ui_theme_look(enum ui_theme t, enum ui_role role, int colors);

#endif
