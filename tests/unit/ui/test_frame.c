/* SPDX-License-Identifier: MIT */
#include "support/check_main.h"
#include "ui/ascii.h"
#include "ui/box.h"
#include "ui/canvas.h"

static void check(struct ui_canvas *c, const char *golden)
{
	SCOPED_STR out = STR_INIT;

	ui_canvas_dump(c, &out);
	ck_assert_str_eq(out.buf, golden);
}

START_TEST(a_frame_has_a_title_a_note_and_round_corners)
{
	struct ui_canvas *c = ui_canvas_new(3, 30);
	struct ui_rect in = ui_frame(c, ui_canvas_rect(c), false, "Queue tasks",
				     "4/4 FULL");

	ck_assert_int_eq(in.row, 1);
	ck_assert_int_eq(in.cols, 28);
	check(c, "╭ Queue tasks ──── 4/4 FULL ─╮\n"
		 "│                            │\n"
		 "╰────────────────────────────╯\n");
	ui_canvas_free(c);
}
END_TEST

START_TEST(the_focused_frame_has_another_shape)
{
	struct ui_canvas *c = ui_canvas_new(3, 20);

	(void)ui_frame(c, ui_canvas_rect(c), true, "Timeline", NULL);
	check(c, "┏▌Timeline ━━━━━━━━┓\n"
		 "┃                  ┃\n"
		 "┗━━━━━━━━━━━━━━━━━━┛\n");
	ui_canvas_to_ascii(c);
	check(c, "+|Timeline ========+\n"
		 "#                  #\n"
		 "+==================+\n");
	ui_canvas_free(c);
}
END_TEST

START_TEST(what_is_too_long_gives_way)
{
	struct ui_canvas *c = ui_canvas_new(2, 20);

	(void)ui_frame(c, ui_canvas_rect(c), false, "Producer and consumer",
		       "4/4");
	check(c, "╭ Producer… ─ 4/4 ─╮\n"
		 "╰──────────────────╯\n");
	ui_canvas_clear(c);
	(void)ui_frame(c, ui_canvas_rect(c), false, "Producer and consumer",
		       "C | Python");
	check(c, "╭ Producer and co… ╮\n"
		 "╰──────────────────╯\n");
	ui_canvas_free(c);
}
END_TEST

START_TEST(neighbours_share_an_edge)
{
	struct ui_canvas *c = ui_canvas_new(5, 9);

	(void)ui_frame(c, (struct ui_rect){ 0, 0, 3, 5 }, false, NULL, NULL);
	(void)ui_frame(c, (struct ui_rect){ 0, 4, 5, 5 }, false, NULL, NULL);
	(void)ui_frame(c, (struct ui_rect){ 2, 0, 3, 5 }, true, "a", NULL);
	check(c, "╭───┬───╮\n"
		 "│   │   │\n"
		 "┢▌a ┪   │\n"
		 "┃   ┃   │\n"
		 "┗━━━┹───╯\n");
	ui_canvas_free(c);
}
END_TEST

START_TEST(too_small_a_rectangle_has_no_inside)
{
	struct ui_canvas *c = ui_canvas_new(4, 9);

	for (int rows = -1; rows < 5; rows++) {
		for (int cols = -1; cols < 10; cols++) {
			struct ui_rect r = { 0, 0, rows, cols };
			struct ui_rect in = ui_frame(c, r, true, "x", "y");
			bool fits = rows >= 2 && cols >= 2;

			ck_assert_int_eq(in.rows, fits ? rows - 2 : 0);
			if (!fits)
				check(c, "\n\n\n\n");
			ui_canvas_clear(c);
		}
	}
	ui_canvas_free(c);
}
END_TEST

/* Lines that ui_box_rune writes in another way. */
static bool has_a_like(uint32_t rune)
{
	return (rune >= 0x2504 && rune <= 0x250B) || rune == 0x250C ||
	       rune == 0x2510 || rune == 0x2514 || rune == 0x2518 ||
	       (rune >= 0x254C && rune <= 0x256C) ||
	       (rune >= 0x2571 && rune <= 0x2573);
}

START_TEST(every_line_comes_back_from_its_arms)
{
	struct ui_box arms;

	for (uint32_t rune = 0x2500; rune < 0x2580; rune++) {
		ck_assert(ui_box_arms(rune, &arms));
		if (!has_a_like(rune))
			ck_assert_uint_eq(ui_box_rune(arms), rune);
	}
	ck_assert(ui_box_arms(0x250C, &arms));
	ck_assert_uint_eq(ui_box_rune(arms), 0x256D);
	ck_assert_uint_eq(ui_box_rune((struct ui_box){ 0, 0, 0, 0 }), ' ');
	ck_assert(!ui_box_arms('+', &arms));
}
END_TEST

START_TEST(ascii_keeps_widths_and_tells_the_states_apart)
{
	struct ui_canvas *c = ui_canvas_new(3, 24);

	(void)ui_text(c, ui_canvas_rect(c), 0, 0, UI_NORMAL,
		      "► ▷ ‖ ■ † ✓ ✗ ▰▱ ▁▄▆█");
	(void)ui_text(c, ui_canvas_rect(c), 1, 0, UI_NORMAL,
		      "“Café” – 日本 e\u0301…");
	(void)ui_text(c, ui_canvas_rect(c), 2, 0, UI_NORMAL,
		      "a › b → c • d · e − f");
	ui_canvas_to_ascii(c);
	check(c, "> . - = + v x #. _:=#\n"
		 "\"Cafe\" - ? ?  e~\n"
		 "a > b > c * d . e - f\n");
	ui_canvas_free(c);
}
END_TEST

START_TEST(ascii_of_everything_can_be_printed)
{
	for (uint32_t rune = ' '; rune < 0x20000; rune++)
		if (rune < 0x7F || rune >= 0xA0)
			ck_assert_msg(ui_ascii(rune) >= ' ' &&
					      ui_ascii(rune) < 0x7F,
				      "U+%04X", rune);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("frame");
	TCase *tc = tcase_create("frame");

	tcase_add_test(tc, a_frame_has_a_title_a_note_and_round_corners);
	tcase_add_test(tc, the_focused_frame_has_another_shape);
	tcase_add_test(tc, what_is_too_long_gives_way);
	tcase_add_test(tc, neighbours_share_an_edge);
	tcase_add_test(tc, too_small_a_rectangle_has_no_inside);
	tcase_add_test(tc, every_line_comes_back_from_its_arms);
	tcase_add_test(tc, ascii_keeps_widths_and_tells_the_states_apart);
	tcase_add_test(tc, ascii_of_everything_can_be_printed);
	suite_add_tcase(s, tc);
	return s;
}
