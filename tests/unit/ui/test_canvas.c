/* SPDX-License-Identifier: MIT */
#include "ui/canvas.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "support/check_main.h"
#include "ui/big.h"

static struct ui_canvas *canvas;
static struct ui_rect all;

static void check(const char *golden)
{
	SCOPED_STR out = STR_INIT;

	ui_canvas_dump(canvas, &out);
	ck_assert_str_eq(out.buf, golden);
}

static void make(int rows, int cols)
{
	canvas = ui_canvas_new(rows, cols);
	all = ui_canvas_rect(canvas);
}

static void drop(void)
{
	ui_canvas_free(canvas);
	canvas = NULL;
}

START_TEST(text_is_cut_at_the_clip_on_both_sides)
{
	struct ui_rect clip = { 0, 2, 1, 4 };

	make(2, 8);
	ck_assert_int_eq(ui_text(canvas, clip, 0, -1, UI_NORMAL, "abcdefgh"),
			 4);
	ck_assert_int_eq(ui_text(canvas, clip, 1, 0, UI_NORMAL, "below"), 4);
	ck_assert_int_eq(ui_text(canvas, all, 1, 1, UI_NORMAL, "xy"), 3);
	check("  bcde\n"
	      " xy\n");
}
END_TEST

START_TEST(a_wide_character_is_never_drawn_in_half)
{
	make(2, 5);
	ck_assert_int_eq(ui_text(canvas, all, 0, 0, UI_NORMAL, "日本語"), 5);
	(void)ui_text(canvas, all, 1, -1, UI_NORMAL, "日本");
	check("日本\n"
	      " 本\n");
	ck_assert_uint_eq(ui_canvas_at(canvas, 0, 1)->rune, 0);
	ck_assert_uint_eq(ui_canvas_at(canvas, 0, 4)->rune, ' ');
}
END_TEST

START_TEST(writing_half_of_a_wide_character_blanks_the_other)
{
	make(1, 6);
	(void)ui_text(canvas, all, 0, 0, UI_NORMAL, "日本語");
	(void)ui_text(canvas, all, 0, 1, UI_NORMAL, "x");
	(void)ui_text(canvas, all, 0, 4, UI_NORMAL, "y");
	check(" x本y\n");
	(void)ui_text(canvas, all, 0, 1, UI_NORMAL, "語");
	check(" 語 y\n");
}
END_TEST

START_TEST(combining_marks_join_their_character)
{
	make(2, 4);
	ck_assert_int_eq(ui_text(canvas, all, 0, 0, UI_NORMAL,
				 "\u0301e\u0301\u0302\u0303x"),
			 2);
	(void)ui_text(canvas, all, 1, 3, UI_NORMAL, "日\u0301");
	check("e\u0301\u0302x\n"
	      "\n");
	ck_assert_int_eq(ui_text_width("e\u0301x"), 2);
}
END_TEST

START_TEST(control_characters_become_dots_and_invisible_ones_nothing)
{
	make(1, 12);
	ck_assert_int_eq(ui_text(canvas, all, 0, 0, UI_NORMAL,
				 "a\x1b[1m\tb\x7f\u202e\u200bc\xff\xc2\x85"),
			 11);
	check("a·[1m·b·c\uFFFD·\n");
	(void)ui_text(canvas, all, 0, 0, UI_NORMAL, "\u0378");
	ck_assert_uint_eq(ui_canvas_at(canvas, 0, 0)->rune, UTF8_BAD);
	ck_assert_int_eq(ui_text_width("a\x1b[1m\tb"), 7);
}
END_TEST

START_TEST(fitting_and_right_aligned_text_show_that_they_are_cut)
{
	struct ui_rect clip = { 0, 1, 4, 6 };

	make(4, 8);
	ck_assert_int_eq(ui_text_fit(canvas, clip, 0, 0, 4, UI_NORMAL, "abcd"),
			 4);
	ck_assert_int_eq(ui_text_fit(canvas, clip, 0, 4, 9, UI_NORMAL, "efgh"),
			 6);
	ck_assert_int_eq(
		ui_text_fit(canvas, clip, 1, 0, 4, UI_NORMAL, "a日本x"), 4);
	(void)ui_text_right(canvas, clip, 2, UI_NORMAL, "abc");
	(void)ui_text_right(canvas, clip, 3, UI_NORMAL, "ab日本語");
	check(" abcde…\n"
	      " a日…\n"
	      "    abc\n"
	      "  …本語\n");
	ck_assert_int_eq(ui_text_fit(canvas, clip, 0, 3, 0, UI_NORMAL, "abc"),
			 3);
	ck_assert_int_eq(ui_text_fit(canvas, clip, 0, 9, 4, UI_NORMAL, "abc"),
			 9);
}
END_TEST

START_TEST(fill_repeat_and_restyle_stay_in_their_rectangle)
{
	struct ui_rect r = { 1, 1, 2, 3 };
	int row, col;

	make(4, 5);
	ui_fill(canvas, r, UI_ERROR, '.');
	ui_repeat(canvas, r, 0, 2, 9, UI_NORMAL, 0x2500);
	ui_repeat(canvas, all, 3, 0, 5, UI_NORMAL, 0x65E5);
	ui_restyle(canvas, (struct ui_rect){ 2, 0, 1, 99 },
		   UI_GOOD | UI_STYLE(UI_BOLD));
	check("\n"
	      " ..─\n"
	      " ...\n"
	      "日日\n");
	ck_assert_uint_eq(ui_canvas_at(canvas, 1, 1)->style, UI_ERROR);
	ck_assert_uint_eq(ui_canvas_at(canvas, 2, 1)->style,
			  UI_GOOD | UI_STYLE(UI_BOLD));
	ck_assert_ptr_null(ui_canvas_at(canvas, 4, 0));
	ck_assert_ptr_null(ui_canvas_at(canvas, 0, -1));
	ui_canvas_cursor(canvas, 2, 4);
	ui_canvas_get_cursor(canvas, &row, &col);
	ck_assert_int_eq(row * 10 + col, 24);
	ui_canvas_cursor(canvas, 2, 5);
	ui_canvas_get_cursor(canvas, &row, &col);
	ck_assert_int_eq(row, -1);
}
END_TEST

START_TEST(a_canvas_may_have_no_cells)
{
	make(0, 7);
	(void)ui_text(canvas, all, 0, 0, UI_NORMAL, "abc");
	(void)ui_frame(canvas, (struct ui_rect){ 0, 0, 5, 5 }, true, "a", "b");
	ui_canvas_resize(canvas, -1, -1);
	ui_fill(canvas, (struct ui_rect){ 0, 0, 3, 3 }, UI_NORMAL, 'x');
	check("");
}
END_TEST

/* A coordinate near the edges, and now and then one far out. */
static int anywhere(int size)
{
	switch (rand() % 20) {
	case 0:
		return INT_MAX;
	case 1:
		return INT_MIN;
	default:
		return rand() % (size + 8) - 4;
	}
}

static int length(int size)
{
	return rand() % 20 ? rand() % (size + 6) - 2 : INT_MAX;
}

static void draw_anything(int rows, int cols)
{
	static const char *const words[] = {
		"abc",     "日本語",   "e\u0301a", "\u0301",
		"x日y本z", "\x1b\xff", "",
	};
	struct ui_rect r = { anywhere(rows), anywhere(cols), length(rows),
			     length(cols) };
	const char *word = words[rand() % 7];
	int row = anywhere(rows);
	int col = anywhere(cols);

	switch (rand() % 7) {
	case 0:
		(void)ui_text(canvas, r, row, col, UI_ERROR, word);
		break;
	case 1:
		(void)ui_text_right(canvas, r, row, UI_ERROR, word);
		break;
	case 2:
		(void)ui_text_fit(canvas, r, row, col, length(cols), UI_ERROR,
				  word);
		break;
	case 3:
		ui_repeat(canvas, r, row, col, rand() % 9, UI_ERROR,
			  rand() % 2 ? 0x65E5 : 'r');
		break;
	case 4:
		r = (struct ui_rect){ rand() % 9 - 2, rand() % 9 - 2,
				      rand() % 6, rand() % 6 };
		ui_fill(canvas, r, UI_ERROR, rand() % 2 ? 0x65E5 : '.');
		break;
	case 5:
		r = (struct ui_rect){ rand() % 9 - 2, rand() % 9 - 2,
				      rand() % 6, rand() % 6 };
		(void)ui_frame(canvas, r, rand() % 2, word, word);
		break;
	case 6:
		ui_restyle(canvas, r, UI_GOOD);
		break;
	}
}

static void check_halves(int rows, int cols)
{
	for (int row = 0; row < rows; row++) {
		bool wide = false;

		for (int col = 0; col < cols; col++) {
			const struct ui_cell *at =
				ui_canvas_at(canvas, row, col);

			ck_assert_int_eq(!at->rune, wide);
			wide = at->rune && utf8_rune_width(at->rune) == 2;
		}
		ck_assert(!wide);
	}
}

START_TEST(whatever_is_drawn_the_halves_stay_together)
{
	srand(11);
	make(5, 9);
	for (int i = 0; i < 30000; i++) {
		draw_anything(5, 9);
		check_halves(5, 9);
	}
}
END_TEST

START_TEST(whatever_is_drawn_in_a_clip_stays_in_it)
{
	struct ui_rect clip = { 1, 2, 3, 5 };

	srand(13);
	make(5, 9);
	for (int i = 0; i < 5000; i++) {
		ui_canvas_clear(canvas);
		(void)ui_text(canvas, clip, anywhere(5), anywhere(9), UI_ERROR,
			      "x日y本z");
		(void)ui_text_fit(canvas, clip, anywhere(5), anywhere(9),
				  length(9), UI_ERROR, "日本ab語");
		(void)ui_text_right(canvas, clip, anywhere(5), UI_ERROR,
				    "日a本b");
		for (int row = 0; row < 5; row++)
			for (int col = 0; col < 9; col++)
				ck_assert_int_eq(
					ui_canvas_at(canvas, row, col)->style &&
						(row < 1 || row > 3 ||
						 col < 2 || col > 6),
					0);
	}
}
END_TEST

START_TEST(large_letters_are_made_of_dots)
{
	static const char every[] = "ABCXYZ abcxyz 0123456789 -.:/_+,%=!?><'()";
	struct ui_rect r = { 0, 0, 3, 20 };

	make(3, 20);
	ck_assert_int_eq(ui_big_width("", 3), 0);
	ck_assert_int_eq(ui_big_width("ab", 3), 7);
	ck_assert_int_eq(ui_big_width("ab", 5), 14);
	ck_assert_int_gt(ui_big_width(every, 3), 0);
	ck_assert_int_eq(ui_big_width("\xe6\x97\xa5", 3), -1);
	ck_assert_int_eq(ui_big(canvas, r, 2, 3, UI_NORMAL, "\xe6\x97\xa5"), 2);
	ck_assert_int_eq(ui_big(canvas, r, 0, 3, UI_NORMAL, "h1"), 7);
	ck_assert_uint_eq(ui_canvas_at(canvas, 0, 0)->rune, U'█');
	ck_assert_uint_eq(ui_canvas_at(canvas, 0, 1)->rune, ' ');
	ck_assert_uint_eq(ui_canvas_at(canvas, 1, 1)->rune, U'▀');
	ck_assert_uint_eq(ui_canvas_at(canvas, 2, 2)->rune, U'▀');
	/* What has no room is cut. */
	(void)ui_big(canvas, (struct ui_rect){ 0, 0, 2, 2 }, 0, 5, UI_NORMAL,
		     "MMMM");
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("canvas");
	TCase *tc = tcase_create("canvas");

	tcase_add_checked_fixture(tc, NULL, drop);
	tcase_add_test(tc, text_is_cut_at_the_clip_on_both_sides);
	tcase_add_test(tc, a_wide_character_is_never_drawn_in_half);
	tcase_add_test(tc, writing_half_of_a_wide_character_blanks_the_other);
	tcase_add_test(tc, combining_marks_join_their_character);
	tcase_add_test(
		tc, control_characters_become_dots_and_invisible_ones_nothing);
	tcase_add_test(tc,
		       fitting_and_right_aligned_text_show_that_they_are_cut);
	tcase_add_test(tc, fill_repeat_and_restyle_stay_in_their_rectangle);
	tcase_add_test(tc, a_canvas_may_have_no_cells);
	tcase_add_test(tc, large_letters_are_made_of_dots);
	tcase_add_test(tc, whatever_is_drawn_the_halves_stay_together);
	tcase_add_test(tc, whatever_is_drawn_in_a_clip_stays_in_it);
	suite_add_tcase(s, tc);
	return s;
}
