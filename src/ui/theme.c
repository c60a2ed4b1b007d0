/* SPDX-License-Identifier: MIT */
/*
 * A role has a hue in front and one behind, the same in every theme; a theme
 * says which colour number each hue is.  The hues are those of Okabe and Ito,
 * which people who see colours differently can tell apart, made darker for a
 * light background.  Where a hue behind has no number, and where there are no
 * colours, the attributes for mono say the same.
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
	HUE_COUNT
};

/* A colour number for 256, 16 and 8 colours; -1: the terminal's own. */
struct tint {
	short in_256, in_16, in_8;
};

static const struct tint DARK[HUE_COUNT] = {
	[OWN] = { -1, -1, -1 },    [GREY] = { 246, 8, -1 },
	[SKY] = { 74, 14, 6 },     [BLUE] = { 75, 12, 4 },
	[GREEN] = { 36, 10, 2 },   [YELLOW] = { 227, 11, 3 },
	[ORANGE] = { 214, 3, 3 },  [RED] = { 202, 9, 1 },
	[PURPLE] = { 175, 13, 5 }, [BRIGHT] = { 231, 15, 7 },
	[SHADE] = { 237, -1, -1 }, [CHOSEN] = { 24, 4, 4 },
};

static const struct tint LIGHT[HUE_COUNT] = {
	[OWN] = { -1, -1, -1 },    [GREY] = { 242, 8, -1 },
	[SKY] = { 31, 6, 6 },      [BLUE] = { 25, 4, 4 },
	[GREEN] = { 29, 2, 2 },    [YELLOW] = { 94, 3, 3 },
	[ORANGE] = { 130, 3, 3 },  [RED] = { 160, 1, 1 },
	[PURPLE] = { 132, 5, 5 },  [BRIGHT] = { 16, 0, 0 },
	[SHADE] = { 253, -1, -1 }, [CHOSEN] = { 153, 14, 6 },
};

static const struct tint CONTRAST[HUE_COUNT] = {
	[OWN] = { 231, 15, 7 },    [GREY] = { 252, 7, 7 },
	[SKY] = { 117, 14, 6 },    [BLUE] = { 117, 14, 6 },
	[GREEN] = { 49, 10, 2 },   [YELLOW] = { 227, 11, 3 },
	[ORANGE] = { 214, 11, 3 }, [RED] = { 209, 9, 1 },
	[PURPLE] = { 218, 13, 5 }, [BRIGHT] = { 16, 0, 0 },
	[SHADE] = { 238, -1, -1 }, [CHOSEN] = { 227, 15, 7 },
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
	[UI_ZOMBIE] = { RED, OWN, 0, UI_DIM | UI_UNDERLINE },
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

static short number(struct tint tint, int colors)
{
	if (colors >= 256)
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

	if (t == UI_THEME_MONO || colors < 8)
		return look;
	look.fg = number(tint[r->front], colors);
	if (t == UI_THEME_CONTRAST)
		look.bg = number(CONTRAST_BACK, colors);
	if (r->behind != OWN) {
		short bg = number(tint[r->behind], colors);

		if (bg < 0)
			return look;
		look.bg = bg;
	}
	look.attrs = r->attrs;
	if (look.fg < 0 && r->front != OWN)
		look.attrs |= r->mono;
	return look;
}
