/* SPDX-License-Identifier: MIT */
/*
 * A letter is three dots wide and five high, a row of dots a digit of an octal
 * number.  In letters of three rows a row of cells is two rows of dots, in
 * those of five a dot is two cells.
 */
#include "ui/big.h"

#include <string.h>

#include "base/utf8.h"

#define DOTS_HIGH 5
#define DOTS_WIDE 3
#define MINUS     0x2212U

static const unsigned short letters[26] = {
	025755, 065656, 034443, 065556, 074647, 074644, 034553, 055755, 072227,
	011152, 055655, 044447, 057755, 065555, 025552, 065644, 025563, 065655,
	034216, 072222, 055557, 055552, 055575, 055255, 055222, 071247,
};

static const unsigned short digits[10] = {
	075557, 026227, 061247, 061216, 055711,
	074616, 034757, 071222, 075757, 075716,
};

static const struct {
	char sign;
	unsigned short dots;
} signs[] = {
	{ ' ', 000000 }, { '-', 000700 }, { '.', 000002 },  { ':', 002020 },
	{ '/', 011244 }, { '_', 000007 }, { '+', 002720 },  { ',', 000024 },
	{ '%', 051245 }, { '=', 007070 }, { '!', 022202 },  { '?', 061202 },
	{ '>', 042124 }, { '<', 012421 }, { '\'', 022000 }, { '(', 012221 },
	{ ')', 042224 },
};

static int dots_of(uint32_t rune)
{
	if (rune >= 'a' && rune <= 'z')
		return letters[rune - 'a'];
	if (rune >= 'A' && rune <= 'Z')
		return letters[rune - 'A'];
	if (rune >= '0' && rune <= '9')
		return digits[rune - '0'];
	if (rune == MINUS)
		rune = '-';
	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++)
		if ((unsigned char)signs[i].sign == rune)
			return signs[i].dots;
	return -1;
}

/* Columns from one letter to the next. */
static int advance(int rows)
{
	return rows >= UI_HUGE_ROWS ? 8 : 4;
}

int ui_big_width(const char *text, int rows)
{
	size_t len = strlen(text), i = 0;
	int width = 0;

	while (i < len) {
		uint32_t rune;

		i += utf8_decode(text + i, len - i, &rune);
		if (dots_of(rune) < 0)
			return -1;
		width += advance(rows);
	}
	return width ? width - advance(rows) / 4 : 0;
}

static bool dot(int dots, int row, int col)
{
	int shift = DOTS_WIDE * (DOTS_HIGH - 1 - row) + DOTS_WIDE - 1 - col;

	return row < DOTS_HIGH && dots >> shift & 1;
}

static void big_letter(struct ui_canvas *c, struct ui_rect clip, int row,
		       int col, ui_style style, int dots)
{
	for (int y = 0; y < UI_BIG_ROWS; y++)
		for (int x = 0; x < DOTS_WIDE; x++) {
			bool upper = dot(dots, 2 * y, x);
			bool lower = dot(dots, 2 * y + 1, x);
			uint32_t rune = upper && lower ? U'█'
					: upper        ? U'▀'
						       : U'▄';

			if (upper || lower)
				ui_repeat(c, clip, row + y, col + x, 1, style,
					  rune);
		}
}

static void huge_letter(struct ui_canvas *c, struct ui_rect clip, int row,
			int col, ui_style style, int dots)
{
	for (int y = 0; y < DOTS_HIGH; y++)
		for (int x = 0; x < DOTS_WIDE; x++)
			if (dot(dots, y, x))
				ui_repeat(c, clip, row + y, col + 2 * x, 2,
					  style, U'█');
}

int ui_big(struct ui_canvas *c, struct ui_rect clip, int col, int rows,
	   ui_style style, const char *text)
{
	size_t len = strlen(text), i = 0;
	int row = (clip.rows - rows) / 2;

	if (ui_big_width(text, rows) <= 0)
		return col;
	while (i < len) {
		uint32_t rune;

		i += utf8_decode(text + i, len - i, &rune);
		if (rows >= UI_HUGE_ROWS)
			huge_letter(c, clip, row, col, style, dots_of(rune));
		else
			big_letter(c, clip, row, col, style, dots_of(rune));
		col += advance(rows);
	}
	return col - advance(rows) / 4;
}
