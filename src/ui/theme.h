/* SPDX-License-Identifier: MIT */
/*
 * Themes: how each role looks, in direct colour, 256, 16, 8 colours and none.
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
	int fg, bg;          /* colour number for this many colours, 0xRRGGBB
				for direct ones; -1: the terminal's own */
	unsigned char attrs; /* enum ui_attr */
};

const char *ui_theme_name(enum ui_theme t);
/* 0 and *@ret, or -EINVAL. */
int ui_theme_find(const char *name, enum ui_theme *ret);

/* What a terminal has whose colours are not numbered. */
#define UI_THEME_DIRECT 0x1000000

/* @colors: what the terminal has (0, 8, 16, 256, UI_THEME_DIRECT). */
struct ui_look ui_theme_look(enum ui_theme t, enum ui_role role, int colors);
/* 0xRRGGBB that the colour @number of 256 usually stands for. */
uint32_t ui_theme_rgb(int number);
/* The terminal's own colours, where a picture must say which they are. */
void ui_theme_page(enum ui_theme t, uint32_t *ret_fg, uint32_t *ret_bg);

#endif
