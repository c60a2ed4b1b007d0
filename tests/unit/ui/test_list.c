/* SPDX-License-Identifier: MIT */
#include "ui/list.h"

#include <limits.h>
#include <stdlib.h>

#include "base/str.h"
#include "support/check_main.h"

static void check_invariant(const struct ui_list *l)
{
	ck_assert(!l->first || l->first + l->page <= l->count);
	ck_assert(l->cursor < l->count || !l->cursor);
	if (l->page && l->count)
		ck_assert(ui_list_shows(l, l->cursor));
}

START_TEST(the_view_follows_the_cursor)
{
	struct ui_list l = { 0 };

	ui_list_resize(&l, 20, 5);
	ui_list_move(&l, 4);
	ck_assert_uint_eq(l.first, 0);
	ui_list_move(&l, 1);
	ck_assert_uint_eq(l.first, 1);
	ck_assert_uint_eq(l.cursor, 5);
	ui_list_select(&l, 99);
	ck_assert_uint_eq(l.cursor, 19);
	ck_assert_uint_eq(l.first, 15);
	ui_list_move(&l, LONG_MIN);
	ck_assert_uint_eq(l.cursor, 0);
	ck_assert_uint_eq(l.first, 0);
}
END_TEST

START_TEST(the_cursor_follows_the_view)
{
	struct ui_list l = { 0 };

	ui_list_resize(&l, 20, 5);
	ui_list_scroll(&l, 3);
	ck_assert_uint_eq(l.cursor, 3);
	ui_list_scroll(&l, 100);
	ck_assert_uint_eq(l.first, 15);
	ck_assert_uint_eq(l.cursor, 15);
	ck_assert_uint_eq(ui_list_above(&l), 15);
	ck_assert_uint_eq(ui_list_below(&l), 0);
}
END_TEST

START_TEST(a_list_that_shrinks_shows_its_end)
{
	struct ui_list l = { 0 };

	ui_list_resize(&l, 20, 5);
	ui_list_select(&l, 19);
	ui_list_resize(&l, 7, 5);
	ck_assert_uint_eq(l.first, 2);
	ck_assert_uint_eq(l.cursor, 6);
	ui_list_resize(&l, 0, 5);
	ck_assert_uint_eq(l.cursor, 0);
	ck_assert_uint_eq(ui_list_below(&l), 0);
}
END_TEST

START_TEST(the_invariant_survives_any_order_of_calls)
{
	struct ui_list l = { 0 };

	srand(7);
	for (int i = 0; i < 20000; i++) {
		switch (rand() % 4) {
		case 0:
			ui_list_resize(&l, (size_t)rand() % 30,
				       (size_t)rand() % 12);
			break;
		case 1:
			ui_list_move(&l, rand() % 41 - 20);
			break;
		case 2:
			ui_list_scroll(&l, rand() % 41 - 20);
			break;
		case 3:
			ui_list_select(&l, (size_t)rand() % 40);
			break;
		}
		check_invariant(&l);
	}
}
END_TEST

START_TEST(marks_and_note_say_that_there_is_more)
{
	struct ui_list l = { 0 };
	struct ui_canvas *c = ui_canvas_new(4, 6);
	SCOPED_STR out = STR_INIT;
	char buf[48];

	ui_list_resize(&l, 2, 2);
	ck_assert_str_eq(ui_list_note(&l, buf), "");
	ui_list_resize(&l, 9, 2);
	ui_list_scroll(&l, 3);
	ck_assert_str_eq(ui_list_note(&l, buf), "4-5 of 9");
	(void)ui_frame(c, ui_canvas_rect(c), false, NULL, NULL);
	ui_list_marks(&l, c, ui_canvas_rect(c));
	ui_canvas_dump(c, &out);
	ck_assert_str_eq(out.buf, "╭────╮\n"
				  "│    ▲\n"
				  "│    ▼\n"
				  "╰────╯\n");
	ui_canvas_free(c);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("list");
	TCase *tc = tcase_create("list");

	tcase_add_test(tc, the_view_follows_the_cursor);
	tcase_add_test(tc, the_cursor_follows_the_view);
	tcase_add_test(tc, a_list_that_shrinks_shows_its_end);
	tcase_add_test(tc, the_invariant_survives_any_order_of_calls);
	tcase_add_test(tc, marks_and_note_say_that_there_is_more);
	suite_add_tcase(s, tc);
	return s;
}
