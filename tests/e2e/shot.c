/* SPDX-License-Identifier: MIT */
/*
 * A picture of a real screen, for the README: run a program in a terminal of
 * its own, press keys, wait for what must be there, and write the cells as
 * SVG.
 *
 *	shot OUT.svg ROWS COLS PROGRAM [ARG ...] -- [k:KEYS | w:TEXT] ...
 *
 * KEYS are as tty_send has them; w: waits until TEXT is on the screen.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "e2e/tty.h"

enum { CELL_W = 9, CELL_H = 19, MARGIN = 12 };

/* The first sixteen colours of xterm's palette. */
static const unsigned base_colors[16] = {
	0x000000, 0xcd3131, 0x0dbc79, 0xe5e510, 0x2472c8, 0xbc3fbc,
	0x11a8cd, 0xd0d0d0, 0x767676, 0xf14c4c, 0x23d18b, 0xf5f543,
	0x3b8eea, 0xd670d6, 0x29b8db, 0xffffff,
};

static unsigned color(int index, unsigned fallback)
{
	static const unsigned levels[6] = { 0, 95, 135, 175, 215, 255 };
	unsigned i = (unsigned)index;

	if (index < 0)
		return fallback;
	if (i < 16)
		return base_colors[i];
	if (i >= 232)
		return (8 + (i - 232) * 10) * 0x010101U;
	i -= 16;
	return levels[i / 36] << 16 | levels[i / 6 % 6] << 8 | levels[i % 6];
}

static void write_escaped(FILE *out, const char *text)
{
	for (; *text; text++) {
		if (*text == '<')
			(void)fputs("&lt;", out);
		else if (*text == '&')
			(void)fputs("&amp;", out);
		else
			(void)fputc(*text, out);
	}
}

static void write_cell(FILE *out, const struct tty_cell *cell, int row, int col)
{
	unsigned fg = color(cell->fg, 0xd0d0d0), bg = color(cell->bg, 0x16181d);
	int x = MARGIN + col * CELL_W, y = MARGIN + row * CELL_H;

	if (cell->reverse) {
		unsigned was = fg;

		fg = bg;
		bg = was;
	}
	if (bg != 0x16181d)
		(void)fprintf(out,
			      "<rect x=\"%d\" y=\"%d\" width=\"%d\" "
			      "height=\"%d\" fill=\"#%06x\"/>\n",
			      x, y, CELL_W, CELL_H, bg);
	if (!*cell->text || !strcmp(cell->text, " "))
		return;
	(void)fprintf(out, "<text x=\"%d\" y=\"%d\" fill=\"#%06x\"%s>", x,
		      y + 14, fg, cell->bold ? " font-weight=\"bold\"" : "");
	write_escaped(out, cell->text);
	(void)fputs("</text>\n", out);
}

static int write_svg(struct tty *t, const char *path, int rows, int cols)
{
	FILE *out = fopen(path, "w");
	int width = cols * CELL_W + 2 * MARGIN;
	int height = rows * CELL_H + 2 * MARGIN;

	if (!out)
		return -1;
	(void)fprintf(out,
		      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" "
		      "height=\"%d\" font-family=\"'DejaVu Sans Mono', Menlo, "
		      "Consolas, monospace\" font-size=\"15\" "
		      "xml:space=\"preserve\">\n"
		      "<rect width=\"100%%\" height=\"100%%\" rx=\"8\" "
		      "fill=\"#16181d\"/>\n",
		      width, height);
	for (int row = 0; row < rows; row++) {
		for (int col = 0; col < cols; col++) {
			struct tty_cell cell = tty_cell(t, row, col);

			write_cell(out, &cell, row, col);
		}
	}
	(void)fputs("</svg>\n", out);
	return fclose(out);
}

static int arg_count;
static char **args;

/* The terminal is made for tests and works inside of one only. */
START_TEST(take_the_picture)
{
	const char *program[32] = { NULL };
	int rows = atoi(args[2]), cols = atoi(args[3]), i;
	struct tty *t;

	for (i = 4; i < arg_count && i < 35 && strcmp(args[i], "--") != 0; i++)
		program[i - 4] = args[i];
	t = tty_spawn(&(struct tty_options){
		.argv = program, .rows = rows, .cols = cols });
	for (i++; i < arg_count; i++) {
		if (!strncmp(args[i], "k:", 2))
			tty_send(t, args[i] + 2);
		else if (!strncmp(args[i], "w:", 2))
			tty_wait_text(t, args[i] + 2);
	}
	ck_assert_int_eq(write_svg(t, args[1], rows, cols), 0);
	tty_close(t);
}
END_TEST

int main(int argc, char **argv)
{
	Suite *s = suite_create("shot");
	TCase *tc = tcase_create("shot");
	SRunner *runner;
	int failed;

	if (argc < 5) {
		(void)fputs("shot: OUT.svg ROWS COLS PROGRAM [ARG ...] -- "
			    "[k:KEYS | w:TEXT] ...\n",
			    stderr);
		return 2;
	}
	arg_count = argc;
	args = argv;
	tcase_add_test(tc, take_the_picture);
	tcase_set_timeout(tc, 60);
	suite_add_tcase(s, tc);
	runner = srunner_create(s);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
