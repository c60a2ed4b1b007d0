/* SPDX-License-Identifier: MIT */
#include "ui/layout.h"

#include "support/check_main.h"

START_TEST(the_rest_is_shared_by_weight)
{
	const struct ui_part parts[] = { { 2, 1 }, { 0, 3 }, { 5, 0 } };
	int sizes[3];

	ui_split(27, parts, 3, sizes);
	ck_assert_int_eq(sizes[0], 7);
	ck_assert_int_eq(sizes[1], 15);
	ck_assert_int_eq(sizes[2], 5);
}
END_TEST

START_TEST(the_last_parts_go_without_when_there_is_too_little)
{
	const struct ui_part parts[] = { { 10, 1 }, { 10, 1 }, { 10, 1 } };
	int sizes[3];

	ui_split(14, parts, 3, sizes);
	ck_assert_int_eq(sizes[0], 10);
	ck_assert_int_eq(sizes[1], 4);
	ck_assert_int_eq(sizes[2], 0);
	ui_split(-3, parts, 3, sizes);
	ck_assert_int_eq(sizes[0], 0);
}
END_TEST

START_TEST(sizes_add_up_to_the_total)
{
	const struct ui_part parts[] = { { 1, 1 }, { 0, 1 }, { 2, 1 },
					 { 0, 7 }, { 3, 2 }, { 0, 1 } };
	int sizes[6];

	for (int total = 0; total < 300; total++) {
		int sum = 0;

		ui_split(total, parts, 6, sizes);
		for (int i = 0; i < 6; i++) {
			ck_assert_int_ge(sizes[i], 0);
			sum += sizes[i];
		}
		ck_assert_int_eq(sum, total);
	}
}
END_TEST

START_TEST(rows_and_columns_lie_side_by_side)
{
	const struct ui_part parts[] = { { 0, 1 }, { 0, 1 } };
	struct ui_rect r[2];

	ui_split_rows((struct ui_rect){ 3, 4, 11, 20 }, parts, 2, r);
	ck_assert_int_eq(r[0].row, 3);
	ck_assert_int_eq(r[0].rows, 5);
	ck_assert_int_eq(r[1].row, 8);
	ck_assert_int_eq(r[1].rows, 6);
	ck_assert_int_eq(r[1].cols, 20);
	ui_split_cols((struct ui_rect){ 3, 4, 11, 20 }, parts, 2, r);
	ck_assert_int_eq(r[1].col, 14);
	ck_assert_int_eq(r[1].cols, 10);
	ck_assert_int_eq(r[1].rows, 11);
}
END_TEST

START_TEST(no_rectangle_is_smaller_than_nothing)
{
	struct ui_rect small = { 1, 1, 1, 3 };

	ck_assert(ui_rect_empty(ui_rect_inset(small, 1, 1)));
	ck_assert_int_eq(ui_rect_inset(small, 0, 1).cols, 1);
	ck_assert(ui_rect_empty(
		ui_rect_common(small, (struct ui_rect){ 1, 4, 9, 9 })));
	ck_assert_int_eq(
		ui_rect_common(small, (struct ui_rect){ 0, 3, 9, 9 }).cols, 1);
	ck_assert_int_eq(
		ui_rect_common(small, (struct ui_rect){ 9, 9, 9, 9 }).cols, 0);
	ck_assert_int_eq(ui_rect_centre(small, 9, 1).rows, 1);
	ck_assert_int_eq(ui_rect_centre(small, 9, 1).col, 2);
	ck_assert(ui_rect_has(small, 1, 3));
	ck_assert(!ui_rect_has(small, 1, 4));
	ck_assert(!ui_rect_has(small, 2, 3));
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("layout");
	TCase *tc = tcase_create("layout");

	tcase_add_test(tc, the_rest_is_shared_by_weight);
	tcase_add_test(tc, the_last_parts_go_without_when_there_is_too_little);
	tcase_add_test(tc, sizes_add_up_to_the_total);
	tcase_add_test(tc, rows_and_columns_lie_side_by_side);
	tcase_add_test(tc, no_rectangle_is_smaller_than_nothing);
	suite_add_tcase(s, tc);
	return s;
}
