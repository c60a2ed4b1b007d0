/* SPDX-License-Identifier: MIT */
/* What is seen on a terminal of what was drawn. */
#include "ui/term.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include <vterm.h>

#include "base/utf8.h"
#include "support/check_main.h"
#include "unit/ui/vt.h"

/* ---- what is seen ---- */

static void show_samples(void)
{
	vt_open((struct ui_term_options){ 0 });
	vt_draw_samples();
	VT_MUST(ui_term_show(vt_canvas) > 0);
	vt_say("shown\n");
	VT_MUST(vt_await_key() == 'q');
	ui_term_close();
}

START_TEST(cells_are_seen_as_they_were_drawn)
{
	VTermScreenCell cell;

	vt_start(show_samples, "xterm-256color");
	vt_await_screen("┏▌Queue ━━━━━━━━━━━━━━━ 4/4 ━┓\n"
			"┃► running                   ┃\n"
			"┃日本語 e\u0301                    ┃\n"
			"┃selected                    ┃\n"
			"┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━┛\n"
			"\n"
			"\n"
			"                          last\n");
	(void)vterm_screen_get_cell(vt.screen, (VTermPos){ 2, 1 }, &cell);
	ck_assert(cell.attrs.bold);
	ck_assert(VTERM_COLOR_IS_INDEXED(&cell.fg));
	ck_assert_int_eq(cell.fg.indexed.idx, 222);
	vt_await_report("shown");
}
END_TEST

/* The colour of a cell that a direct colour was sent for; -1: a number was. */
static int direct_at(int row, int col)
{
	VTermScreenCell cell;

	(void)vterm_screen_get_cell(vt.screen, (VTermPos){ row, col }, &cell);
	if (!VTERM_COLOR_IS_RGB(&cell.fg))
		return -1;
	return cell.fg.rgb.red << 16 | cell.fg.rgb.green << 8 |
	       cell.fg.rgb.blue;
}

static void show_direct(void)
{
	(void)setenv("COLORTERM", "truecolor", 1);
	show_samples();
}

START_TEST(direct_colours_are_used_where_the_terminal_says_so)
{
	vt_start(show_direct, "xterm-256color");
	vt_await_report("shown");
	while (vt.high < 100)
		ck_assert(vt_pump(100));
	ck_assert_int_eq(direct_at(2, 1), 0xffd787);
}
END_TEST

/* A description whose colours are no numbers, as that of xterm-direct. */
static const char DIRECT[] =
	"procession-direct|for a test,\n"
	"\tRGB, colors#0x1000000, pairs#0x10000,\n"
	"\tsetaf=\\E[%?%p1%{8}%<%t3%p1%d%e38;2;%p1%{65536}%/%d;"
	"%p1%{256}%/%{255}%&%d;%p1%{255}%&%d%;m,\n"
	"\tsetab=\\E[%?%p1%{8}%<%t4%p1%d%e48;2;%p1%{65536}%/%d;"
	"%p1%{256}%/%{255}%&%d;%p1%{255}%&%d%;m,\n"
	"\tuse=xterm-256color,\n";

static void show_described(void)
{
	(void)setenv("TERMINFO", "tests/unit/ui/terminfo", 1);
	vt_open((struct ui_term_options){ 0 });
	VT_MUST(ui_term_colors() == UI_THEME_DIRECT);
	vt_draw_samples();
	VT_MUST(ui_term_show(vt_canvas) > 0);
	vt_say("shown\n");
	VT_MUST(vt_await_key() == 'q');
}

START_TEST(direct_colours_are_used_where_the_description_has_them)
{
	FILE *tic = popen("mkdir -p tests/unit/ui/terminfo && "
			  "tic -x -o tests/unit/ui/terminfo - 2>/dev/null",
			  "w");

	ck_assert(tic && fputs(DIRECT, tic) >= 0);
	if (pclose(tic))
		return; /* nothing compiles descriptions here */
	vt_start(show_described, "procession-direct");
	vt_await_report("shown");
	while (vt.high < 100)
		ck_assert(vt_pump(100));
	ck_assert_int_eq(direct_at(2, 1), 0xffd787);
}
END_TEST

static void change_the_theme(void)
{
	vt_open((struct ui_term_options){ .theme = UI_THEME_DARK });
	vt_draw_samples();
	(void)ui_term_show(vt_canvas);
	VT_MUST(vt_await_key() == 'l');
	ui_term_theme(UI_THEME_LIGHT);
	VT_MUST(ui_term_theme_now() == UI_THEME_LIGHT);
	VT_MUST(ui_term_show(vt_canvas) > 0);
	VT_MUST(ui_term_show(vt_canvas) == 0);
	VT_MUST(vt_await_key() == 'm');
	ui_term_theme(UI_THEME_MONO);
	VT_MUST(ui_term_show(vt_canvas) > 0);
	vt_say("shown\n");
	VT_MUST(vt_await_key() == 'q');
}

static bool number_at(int row, int col, int wanted)
{
	VTermScreenCell cell;

	(void)vterm_screen_get_cell(vt.screen, (VTermPos){ row, col }, &cell);
	if (VTERM_COLOR_IS_DEFAULT_FG(&cell.fg))
		return wanted < 0;
	return VTERM_COLOR_IS_INDEXED(&cell.fg) &&
	       cell.fg.indexed.idx == wanted;
}

START_TEST(the_theme_changes_while_it_is_shown)
{
	static const struct {
		const char *key;
		int number;
	} steps[] = { { "", 222 }, { "l", 130 }, { "m", -1 } };

	vt_start(change_the_theme, "xterm-256color");
	for (size_t i = 0; i < 3; i++) {
		time_t begin = time(NULL);

		vt_type(steps[i].key);
		while (!number_at(2, 1, steps[i].number) || vt.high < 100) {
			ck_assert(vt_in_time(begin));
			ck_assert(vt_pump(100));
		}
	}
	vt_await_report("shown");
}
END_TEST

/*
 * Texts whose characters take no column, or two, or go from right to left:
 * what stands after them does so in the column it was put in.
 */
static const char *const TEXTS[] = {
	"日本語 かな 한글",
	"e\u0301 o\u0308\u0304 x\u0327\u0301\u0302\u0303",
	"\U0001F469\u200D\U0001F4BB a\u200Db\u200Cc",
	"\u05E9\u05DC\u05D5\u05DD \u0633\u0644\u0627\u0645",
	"\u202Eright\u202C \u200Fleft\uFEFF",
	"tab\there \033[31mred",
};

static void show_texts(void)
{
	struct ui_rect all = { 0, 0, VT_ROWS, VT_COLS };

	vt_open((struct ui_term_options){ 0 });
	for (int i = 0; i < (int)(sizeof(TEXTS) / sizeof(*TEXTS)); i++) {
		int end = ui_text_fit(vt_canvas, all, i, 0, VT_COLS - 3,
				      UI_NORMAL, TEXTS[i]);

		VT_MUST(end == ui_text_width(TEXTS[i]));
		(void)ui_text(vt_canvas, all, i, end, UI_STRONG, "<");
		(void)ui_text(vt_canvas, all, i, VT_COLS - 2, UI_STRONG, "|");
	}
	VT_MUST(ui_term_show(vt_canvas) > 0);
	vt_say("shown\n");
	VT_MUST(vt_await_key() == 'q');
}

START_TEST(whatever_stands_before_it_a_column_is_where_it_was_put)
{
	time_t begin = time(NULL);

	vt_start(show_texts, "xterm-256color");
	vt_await_report("shown");
	for (int row = 0; row < (int)(sizeof(TEXTS) / sizeof(*TEXTS)); row++) {
		VTermScreenCell cell;
		int end = ui_text_width(TEXTS[row]);

		do {
			ck_assert_msg(vt_in_time(begin), "row %d", row);
			ck_assert(vt_pump(100));
			(void)vterm_screen_get_cell(
				vt.screen, (VTermPos){ row, VT_COLS - 2 },
				&cell);
		} while (cell.chars[0] != '|');
		(void)vterm_screen_get_cell(vt.screen, (VTermPos){ row, end },
					    &cell);
		ck_assert_msg(cell.chars[0] == '<', "row %d: U+%04X at %d", row,
			      cell.chars[0], end);
	}
}
END_TEST

static const char *const TERMS[] = {
	"linux",           "screen", "tmux-256color", "vt100", "xterm-mono",
	"screen-256color", "xterm",  "ansi",          "vt220", "rxvt",
};

static void show_samples_in_ascii(void)
{
	vt_open((struct ui_term_options){ .ascii = true });
	vt_draw_samples();
	VT_MUST(ui_term_show(vt_canvas) > 0);
	VT_MUST(vt_await_key() == 'q');
}

START_TEST(every_terminal_shows_them_in_ascii)
{
	vt_start(show_samples_in_ascii, TERMS[_i]);
	vt_await_screen("+|Queue =============== 4/4 =+\n"
			"#> running                   #\n"
			"#? ? ?  e                    #\n"
			"#selected                    #\n"
			"+============================+\n"
			"\n"
			"\n"
			"                          last\n");
	ck_assert_uint_eq(vt.high, 0);
}
END_TEST

static void show_in_c_locale(void)
{
	(void)setlocale(LC_ALL, "C");
	vt_open((struct ui_term_options){ 0 });
	(void)ui_text(vt_canvas, ui_canvas_rect(vt_canvas), 0, 0, UI_NORMAL,
		      "a \xe2\x86\x92 b");
	VT_MUST(ui_term_show(vt_canvas) > 0);
	VT_MUST(vt_await_key() == 'q');
}

START_TEST(without_utf_8_only_ascii_is_sent)
{
	vt_start(show_in_c_locale, "xterm-256color");
	vt_await_screen("a ? b\n\n\n\n\n\n\n\n");
	ck_assert_uint_eq(vt.high, 0);
}
END_TEST

static void show_without_colors(void)
{
	vt_open((struct ui_term_options){ .no_color = true });
	VT_MUST(ui_term_colors() == 0);
	vt_draw_samples();
	VT_MUST(ui_term_show(vt_canvas) > 0);
	VT_MUST(vt_await_key() == 'q');
}

START_TEST(without_colours_attributes_remain)
{
	VTermScreenCell cell;
	VTermPos at = { 3, 1 };
	time_t begin = time(NULL);

	vt_start(show_without_colors, "xterm-256color");
	do {
		ck_assert(vt_pump(100));
		(void)vterm_screen_get_cell(vt.screen, at, &cell);
	} while (cell.chars[0] != 's' && vt_in_time(begin));
	ck_assert(cell.attrs.reverse);
	ck_assert(!VTERM_COLOR_IS_INDEXED(&cell.fg) ||
		  VTERM_COLOR_IS_DEFAULT_FG(&cell.fg));
}
END_TEST

static void count_bytes(void)
{
	size_t all;

	vt_open((struct ui_term_options){ 0 });
	vt_draw_samples();
	all = ui_term_show(vt_canvas);
	VT_MUST(all > 100);
	VT_MUST(ui_term_show(vt_canvas) == 0);
	(void)ui_text(vt_canvas, ui_canvas_rect(vt_canvas), 6, 6, UI_NORMAL,
		      "x");
	VT_MUST(ui_term_show(vt_canvas) > 0);
	(void)ui_text(vt_canvas, ui_canvas_rect(vt_canvas), 6, 6, UI_NORMAL,
		      "y");
	VT_MUST(ui_term_show(vt_canvas) < 20);
	ui_canvas_cursor(vt_canvas, 3, 3);
	VT_MUST(ui_term_show(vt_canvas) > 0);
	VT_MUST(ui_term_show(vt_canvas) == 0);
	ui_term_redraw();
	VT_MUST(ui_term_show(vt_canvas) > 100);
	ui_term_suspend();
	VT_MUST(ui_term_show(vt_canvas) == 0);
	ui_term_resume();
	VT_MUST(ui_term_show(vt_canvas) > 100);
	vt_say("counted\n");
	VT_MUST(vt_await_key() == 'q');
}

START_TEST(only_what_differs_is_sent)
{
	VTermPos cursor;

	vt_start(count_bytes, "xterm-256color");
	vt_await_report("counted");
	vt_await_screen("┏▌Queue ━━━━━━━━━━━━━━━ 4/4 ━┓\n"
			"┃► running                   ┃\n"
			"┃日本語 e\u0301                    ┃\n"
			"┃selected                    ┃\n"
			"┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━┛\n"
			"\n"
			"      y\n"
			"                          last\n");
	vterm_state_get_cursorpos(vterm_obtain_state(vt.term), &cursor);
	ck_assert_int_eq(cursor.row, 3);
	ck_assert_int_eq(cursor.col, 3);
}
END_TEST

/* The same in the child and in the test: one random change after another. */
static void draw_random(struct ui_canvas *c)
{
	static const char *const words[] = { "日本", "abc", "e\u0301", "│",
					     "x語",  "  ",  "►" };
	/* libvterm puts a mark on the last column into the next row. */
	struct ui_rect all = { 0, 0, VT_ROWS, VT_COLS - 1 };

	for (int i = rand() % 6; i >= 0; i--) {
		ui_style style = (ui_style)(rand() % UI_ROLE_COUNT);

		(void)ui_text(c, all, rand() % VT_ROWS, rand() % VT_COLS, style,
			      words[rand() % 7]);
		ui_restyle(c,
			   (struct ui_rect){ rand() % VT_ROWS, rand() % VT_COLS,
					     2, rand() % 3 },
			   (ui_style)(rand() % UI_ROLE_COUNT));
	}
}

#define FRAMES 60

static void show_random(void)
{
	srand(29);
	vt_open((struct ui_term_options){ 0 });
	for (int i = 0; i < FRAMES; i++) {
		draw_random(vt_canvas);
		(void)ui_term_show(vt_canvas);
		VT_MUST(vt_await_key() == 'n');
	}
}

START_TEST(any_change_is_seen)
{
	struct ui_canvas *c = ui_canvas_new(VT_ROWS, VT_COLS);

	srand(29);
	vt_start(show_random, "xterm-256color");
	for (int i = 0; i < FRAMES; i++) {
		SCOPED_STR out = STR_INIT;

		draw_random(c);
		ui_canvas_dump(c, &out);
		vt_await_screen(out.buf);
		vt_type("n");
	}
	ui_canvas_free(c);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("term");
	TCase *tc = tcase_create("term");

	tcase_set_timeout(tc, 3 * VT_BOUND_S);
	tcase_add_checked_fixture(tc, NULL, vt_finish);
	tcase_add_test(tc, cells_are_seen_as_they_were_drawn);
	tcase_add_test(tc, direct_colours_are_used_where_the_terminal_says_so);
	tcase_add_test(tc,
		       direct_colours_are_used_where_the_description_has_them);
	tcase_add_test(tc,
		       whatever_stands_before_it_a_column_is_where_it_was_put);
	tcase_add_test(tc, the_theme_changes_while_it_is_shown);
	tcase_add_loop_test(tc, every_terminal_shows_them_in_ascii, 0,
			    (int)(sizeof(TERMS) / sizeof(TERMS[0])));
	tcase_add_test(tc, without_utf_8_only_ascii_is_sent);
	tcase_add_test(tc, without_colours_attributes_remain);
	tcase_add_test(tc, only_what_differs_is_sent);
	tcase_add_test(tc, any_change_is_seen);
	suite_add_tcase(s, tc);
	return s;
}
