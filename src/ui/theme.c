/* SPDX-License-Identifier: MIT */
/*
 * A role has a hue in front and one behind, the same in every theme; a theme
 * says which colour number each hue is.  The hues of the states are chosen so
 * that people who see colours differently can tell them apart and everybody
 * can read them on the theme's background: tests/unit/ui/test_theme.c holds
 * them to it.  Where a hue has no number, and where there are no colours, the
 * attributes for mono say the same.
 *
 * Direct colours are those that the numbers of 256 usually stand for, so that
 * a palette of the user's own does not change them.
 */
#include "ui/theme.h"

#include <errno.h>
#include <string.h>

enum hue {
	OWN, /* of the terminal */
	GREY,
	SKY,
	BLUE,
	GREEN,
	YELLOW,
	ORANGE,
	RED,
	PURPLE,
	BRIGHT, /* on CHOSEN */
	SHADE,  /* behind a bar */
	CHOSEN, /* behind the line of the cursor */
	WHITE,
	BLACK,
	HUE_COUNT
};

/* A colour number for 256, 16 and 8 colours; -1: the terminal's own. */
struct tint {
	short in_256, in_16, in_8;
};

static const struct tint DARK[HUE_COUNT] = {
	[OWN] = { -1, -1, -1 },    [GREY] = { 248, -1, -1 },
	[SKY] = { 110, 14, 6 },    [BLUE] = { 75, 14, 6 },
	[GREEN] = { 40, 10, 2 },   [YELLOW] = { 227, 11, 3 },
	[ORANGE] = { 222, 3, 3 },  [RED] = { 210, 9, -1 },
	[PURPLE] = { 177, 13, 5 }, [BRIGHT] = { 231, 15, 7 },
	[SHADE] = { 237, -1, -1 }, [CHOSEN] = { 24, 4, 4 },
	[WHITE] = { 231, 15, 7 },  [BLACK] = { 16, 0, 0 },
};

/* Of the first eight only blue, red and magenta can be read on white. */
static const struct tint LIGHT[HUE_COUNT] = {
	[OWN] = { -1, -1, -1 },     [GREY] = { 240, -1, -1 },
	[SKY] = { 26, 4, 4 },       [BLUE] = { 25, 4, 4 },
	[GREEN] = { 29, -1, -1 },   [YELLOW] = { 94, 5, 5 },
	[ORANGE] = { 130, -1, -1 }, [RED] = { 88, 1, 1 },
	[PURPLE] = { 89, 5, 5 },    [BRIGHT] = { 16, 0, 0 },
	[SHADE] = { 253, -1, -1 },  [CHOSEN] = { 153, 14, 6 },
	[WHITE] = { 231, 15, 7 },   [BLACK] = { 16, 0, 0 },
};

static const struct tint CONTRAST[HUE_COUNT] = {
	[OWN] = { 231, 15, 7 },     [GREY] = { 252, 7, 7 },
	[SKY] = { 123, 14, 6 },     [BLUE] = { 117, 14, 6 },
	[GREEN] = { 40, 10, 2 },    [YELLOW] = { 227, 11, 3 },
	[ORANGE] = { 222, 11, 3 },  [RED] = { 203, 9, -1 },
	[PURPLE] = { 176, 13, -1 }, [BRIGHT] = { 16, 0, 0 },
	[SHADE] = { 238, -1, -1 },  [CHOSEN] = { 227, 15, 7 },
	[WHITE] = { 231, 15, 7 },   [BLACK] = { 16, 0, 0 },
};

#define CONTRAST_BACK ((struct tint){ 16, 0, 0 })

struct role {
	unsigned char front, behind; /* enum hue; OWN behind: nothing */
	unsigned char attrs;         /* with colours */
	unsigned char mono;          /* attributes without */
};

static const struct role ROLES[UI_ROLE_COUNT] = {
	[UI_NORMAL] = { OWN, OWN, 0, 0 },
	[UI_FAINT] = { GREY, OWN, 0, UI_DIM },
	[UI_STRONG] = { OWN, OWN, UI_BOLD, UI_BOLD },
	[UI_TITLE] = { OWN, OWN, UI_BOLD, UI_BOLD },
	[UI_FRAME] = { GREY, OWN, 0, 0 },
	[UI_FRAME_FOCUS] = { SKY, OWN, UI_BOLD, UI_BOLD },
	[UI_BAR] = { OWN, SHADE, UI_BOLD, UI_REVERSE },
	[UI_FOOTER] = { OWN, OWN, 0, 0 },
	[UI_KEY] = { SKY, OWN, UI_BOLD, UI_BOLD },
	[UI_SELECTED] = { BRIGHT, CHOSEN, UI_BOLD, UI_REVERSE },
	[UI_CHANGED] = { YELLOW, OWN, UI_BOLD, UI_BOLD | UI_UNDERLINE },
	[UI_HEADING] = { BLUE, OWN, UI_BOLD, UI_BOLD | UI_UNDERLINE },
	[UI_EMPHASIS] = { OWN, OWN, UI_ITALIC, UI_UNDERLINE },
	[UI_CODE] = { YELLOW, OWN, 0, UI_BOLD },
	[UI_LINK] = { BLUE, OWN, UI_UNDERLINE, UI_UNDERLINE },
	[UI_ERROR] = { RED, OWN, UI_BOLD, UI_BOLD | UI_REVERSE },
	[UI_NOTICE] = { YELLOW, OWN, UI_BOLD, UI_BOLD },
	[UI_GOOD] = { GREEN, OWN, 0, UI_BOLD },
	[UI_RUNNING] = { GREEN, OWN, UI_BOLD, UI_BOLD },
	[UI_READY] = { SKY, OWN, 0, 0 },
	[UI_WAITING] = { ORANGE, OWN, 0, UI_UNDERLINE },
	[UI_STOPPED] = { PURPLE, OWN, 0, UI_BOLD | UI_UNDERLINE },
	[UI_ZOMBIE] = { RED, OWN, UI_UNDERLINE, UI_DIM | UI_UNDERLINE },
	[UI_ENDED] = { GREY, OWN, 0, UI_DIM },
	[UI_KILLED] = { RED, OWN, UI_BOLD | UI_REVERSE, UI_REVERSE },
	[UI_ITEM] = { OWN, SHADE, UI_BOLD, UI_BOLD },
	[UI_SLOT] = { GREY, OWN, 0, 0 },
	[UI_MARKER] = { GREEN, OWN, UI_BOLD, UI_BOLD | UI_REVERSE },
	[UI_LINE_NUMBER] = { GREY, OWN, 0, UI_DIM },
	[UI_SYN_KEYWORD] = { BLUE, OWN, UI_BOLD, UI_BOLD },
	[UI_SYN_TYPE] = { SKY, OWN, 0, 0 },
	[UI_SYN_STRING] = { GREEN, OWN, 0, 0 },
	[UI_SYN_NUMBER] = { PURPLE, OWN, 0, 0 },
	[UI_SYN_COMMENT] = { GREY, OWN, UI_ITALIC, UI_DIM },
	[UI_SYN_PREPROC] = { ORANGE, OWN, 0, 0 },
	[UI_SYN_CALL] = { YELLOW, OWN, 0, 0 },
	[UI_BLACK] = { WHITE, BLACK, 0, 0 },
};

static const char *const NAMES[UI_THEME_COUNT] = {
	[UI_THEME_DARK] = "dark",
	[UI_THEME_LIGHT] = "light",
	[UI_THEME_CONTRAST] = "contrast",
	[UI_THEME_MONO] = "mono",
};

const char *ui_theme_name(enum ui_theme t)
{
	return NAMES[t];
}

int ui_theme_find(const char *name, enum ui_theme *ret)
{
	for (int i = 0; i < UI_THEME_COUNT; i++) {
		if (strcmp(NAMES[i], name) != 0)
			continue;
		*ret = (enum ui_theme)i;
		return 0;
	}
	return -EINVAL;
}

uint32_t ui_theme_rgb(int number)
{
	static const uint32_t first[16] = {
		0x000000, 0xcd3131, 0x0dbc79, 0xe5e510, 0x2472c8, 0xbc3fbc,
		0x11a8cd, 0xd0d0d0, 0x767676, 0xf14c4c, 0x23d18b, 0xf5f543,
		0x3b8eea, 0xd670d6, 0x29b8db, 0xffffff,
	};
	static const uint32_t levels[6] = { 0, 95, 135, 175, 215, 255 };
	unsigned i = (unsigned)number & 0xFF;

	if (i < 16)
		return first[i];
	if (i >= 232)
		return (8 + (i - 232) * 10) * 0x010101U;
	i -= 16;
	return levels[i / 36] << 16 | levels[i / 6 % 6] << 8 | levels[i % 6];
}

void ui_theme_page(enum ui_theme t, uint32_t *ret_fg, uint32_t *ret_bg)
{
	*ret_fg = 0xd0d0d0;
	*ret_bg = 0x16181d;
	if (t == UI_THEME_LIGHT) {
		*ret_fg = 0x1a1a1a;
		*ret_bg = 0xffffff;
	} else if (t == UI_THEME_CONTRAST) {
		*ret_fg = 0xffffff;
		*ret_bg = 0x000000;
	}
}

static int number(struct tint tint, int colors)
{
	if (colors > 256)
		return tint.in_256 < 0 ? -1 : (int)ui_theme_rgb(tint.in_256);
	if (colors == 256)
		return tint.in_256;
	return colors >= 16 ? tint.in_16 : tint.in_8;
}

static const struct tint *tints(enum ui_theme t)
{
	switch (t) {
	case UI_THEME_LIGHT:
		return LIGHT;
	case UI_THEME_CONTRAST:
		return CONTRAST;
	case UI_THEME_DARK:
	case UI_THEME_MONO:
	case UI_THEME_COUNT:
		break;
	}
	return DARK;
}

struct ui_look ui_theme_look(enum ui_theme t, enum ui_role role, int colors)
{
	const struct role *r = &ROLES[role];
	const struct tint *tint = tints(t);
	struct ui_look look = { -1, -1, r->mono };
	int fg, bg;

	if (t == UI_THEME_MONO || colors < 8)
		return look;
	fg = number(tint[r->front], colors);
	bg = number(tint[r->behind], colors);
	if (bg >= 0 || r->behind == OWN)
		look.attrs = r->attrs;
	if (fg < 0 && r->front != OWN)
		look.attrs |= r->mono;
	/* This theme has a background of its own, so nothing is left open. */
	if (t == UI_THEME_CONTRAST && fg < 0)
		fg = number(tint[OWN], colors);
	if (t == UI_THEME_CONTRAST && (bg < 0 || r->behind == OWN))
		bg = number(CONTRAST_BACK, colors);
	look.fg = fg;
	look.bg = bg;
	return look;
}
