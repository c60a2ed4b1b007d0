/* SPDX-License-Identifier: MIT */
/*
 * Looks as curses has them: attributes, and pairs of colours, which it numbers
 * as they are first asked for.  Curses keeps its colours in globals; so do we.
 */
#include "ui/paint.h"

#include <curses.h>
#include <stdlib.h>
#include <string.h>

#include "ui/wire.h"

/* Last: it defines macros with names like columns and lines. */
#include <term.h>

#define PAIRS 192 /* of colours; more than the themes have together */
#define ATTRS 32  /* combinations of enum ui_attr */

static struct {
	enum ui_theme theme;
	int colors;
	bool own_colors; /* -1 stands for the terminal's own */
	struct {
		int fg, bg;
	} pairs[PAIRS];
	short pair_count; /* pair 0 is the terminal's own */
	struct ui_paint looks[UI_ROLE_COUNT][ATTRS];
} paint;

/* ncurses gives flags, numbers and texts of its own names by a copy. */
static bool is_direct(void)
{
	char rgb[] = "RGB";

	return COLORS == UI_THEME_DIRECT &&
	       (tigetflag(rgb) > 0 || tigetnum(rgb) == 8);
}

static int depth(void)
{
	if (COLORS == 256 || is_direct())
		return COLORS;
	/* More than 256: the numbers are not an index, except the first 8. */
	if (COLORS >= 16 && COLORS < 256)
		return 16;
	return COLORS >= 8 ? 8 : 0;
}

/*
 * Whether colours can be sent as they are although the description of the
 * terminal does not say so: by what all such terminals set, and by how it
 * sends the number of one.
 */
static bool can_be_direct(void)
{
	const char *says = getenv("COLORTERM");
	const char *fg, *bg;

	if (paint.colors != 256 || !says ||
	    (strcmp(says, "truecolor") != 0 && strcmp(says, "24bit") != 0))
		return false;
	fg = tiparm(set_a_foreground, 75);
	if (!fg || strcmp(fg, "\033[38;5;75m") != 0)
		return false;
	bg = tiparm(set_a_background, 75);
	return bg && !strcmp(bg, "\033[48;5;75m");
}

void ui_paint_open(enum ui_theme theme, bool no_color)
{
	memset(&paint, 0, sizeof(paint));
	paint.theme = theme;
	paint.pair_count = 1;
	if (no_color || !has_colors() || start_color() == ERR)
		return;
	paint.own_colors = use_default_colors() == OK;
	paint.colors = depth();
	ui_wire_direct(can_be_direct());
}

int ui_paint_colors(void)
{
	return paint.colors;
}

void ui_paint_theme(enum ui_theme theme)
{
	paint.theme = theme;
	memset(paint.looks, 0, sizeof(paint.looks));
}

enum ui_theme ui_paint_theme_now(void)
{
	return paint.theme;
}

static short pair_of(int fg, int bg)
{
	if (!paint.own_colors) {
		if (fg < 0)
			fg = COLOR_WHITE;
		if (bg < 0)
			bg = COLOR_BLACK;
	} else if (fg < 0 && bg < 0) {
		return 0;
	}
	for (short i = 1; i < paint.pair_count; i++)
		if (paint.pairs[i].fg == fg && paint.pairs[i].bg == bg)
			return i;
	if (paint.pair_count >= PAIRS || paint.pair_count >= COLOR_PAIRS ||
	    init_extended_pair(paint.pair_count, fg, bg) == ERR)
		return 0;
	paint.pairs[paint.pair_count].fg = fg;
	paint.pairs[paint.pair_count].bg = bg;
	return paint.pair_count++;
}

static attr_t curses_attrs(unsigned attrs, bool colored)
{
	attr_t a = A_NORMAL;

	if (attrs & UI_BOLD)
		a |= A_BOLD;
	if (attrs & UI_DIM)
		a |= A_DIM;
	if (attrs & UI_UNDERLINE)
		a |= A_UNDERLINE;
	if (attrs & UI_REVERSE)
		a |= A_REVERSE;
	if (attrs & UI_ITALIC && enter_italics_mode)
		a |= A_ITALIC;
	else if (attrs & UI_ITALIC && !colored)
		a |= A_UNDERLINE; /* nothing else would tell */
	return a;
}

const struct ui_paint *ui_paint_of(ui_style style)
{
	unsigned role = style & 0xFF;
	unsigned attrs = style >> 8 & (ATTRS - 1);
	struct ui_paint *p;
	struct ui_look look;

	if (role >= UI_ROLE_COUNT)
		role = UI_NORMAL;
	p = &paint.looks[role][attrs];
	if (p->known)
		return p;
	look = ui_theme_look(paint.theme, (enum ui_role)role, paint.colors);
	if (paint.colors)
		p->pair = pair_of(look.fg, look.bg);
	p->attrs = curses_attrs(look.attrs | attrs, look.fg >= 0);
	p->known = true;
	return p;
}
