/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "support/check_main.h"
#include "ui/command.h"
#include "unit/view/scene.h"
#include "view/help.h"
#include "view/message.h"
#include "view/vary.h"
#include "view/wrap.h"

static const int sizes[][2] = {
	{ 24, 80 }, { 36, 120 }, { 18, 60 }, { 10, 40 }
};
#define SIZES (sizeof(sizes) / sizeof(*sizes))

/* Of a place with few commands: those of a lesson become more and more. */
START_TEST(help_is_a_box_that_scrolls)
{
	for (size_t i = 0; i < SIZES; i++) {
		struct ui_canvas *c = ui_canvas_new(sizes[i][0], sizes[i][1]);
		struct view_help h = { .where = "v" };

		view_help_layout(&h, sizes[i][0], sizes[i][1]);
		view_help_draw(&h, c);
		golden_check(c, "help");
		h.scroll = 1000;
		view_help_layout(&h, sizes[i][0], sizes[i][1]);
		view_help_draw(&h, c);
		golden_check(c, "help-end");
		ui_canvas_free(c);
	}
}
END_TEST

START_TEST(help_has_the_words_of_the_command_list)
{
	struct ui_canvas *c = ui_canvas_new(150, 100);
	struct view_help h = { .where = "dl" };
	SCOPED_STR text = STR_INIT;

	view_help_layout(&h, 150, 100);
	view_help_draw(&h, c);
	ui_canvas_dump(c, &text);
	for (int i = UI_CMD_NONE + 1; i < UI_CMD_COUNT; i++) {
		enum ui_command command = (enum ui_command)i;
		char start[40] = "";

		strncat(start, ui_command_info(command)->help, 39);
		ck_assert_int_eq(ui_command_applies(command, "dl"),
				 strstr(text.buf, start) != NULL);
	}
	ui_canvas_free(c);
}
END_TEST

static void vary_golden(struct scene *s, int rows, int cols)
{
	struct ui_canvas *c = ui_canvas_new(rows, cols);
	struct lesson_parameter values[] = { { NULL, NULL } };
	const struct lesson_demo *demo = s->lesson->steps[1].demo;
	struct view_vary v = { .demo = demo,
			       .rows = { demo->vary, demo->vary_count, NULL },
			       .values = values };
	char seven[] = "7";

	values[0].name = v.demo->vary[0].name;
	values[0].value = seven;
	view_player_layout(&s->player, rows, cols);
	view_player_draw(&s->player, c);
	view_vary_layout(&v, rows, cols);
	view_vary_draw(&v, c);
	golden_check(c, "vary");
	ui_canvas_free(c);
}

START_TEST(vary_shows_range_value_and_meaning)
{
	struct scene s;

	scene_begin(&s, scene_queue);
	s.player.run = VIEW_RUN_NONE;
	s.player.model = NULL;
	for (size_t i = 0; i < SIZES; i++)
		vary_golden(&s, sizes[i][0], sizes[i][1]);
	scene_end(&s);
}
END_TEST

/* Box and all, at @cols columns. */
static void vary_text(struct view_vary *v, int cols, struct str *out)
{
	struct ui_canvas *c = ui_canvas_new(24, cols);

	str_clear(out);
	view_vary_layout(v, 24, cols);
	view_vary_draw(v, c);
	ui_canvas_dump(c, out);
	ui_canvas_free(c);
}

START_TEST(a_fault_is_a_row_with_the_words_of_the_demo)
{
	char name[] = "fault", none[] = "none", end[] = "no-end";
	char end_too[] = "two-ends-are-one-too-many-for-a-narrow-window";
	char *choices[] = { none, end, end_too };
	char sound[] = "nothing", open_[] = "it waits", twice[] = "it is late";
	char *words[] = { sound, open_, twice };
	struct lesson_vary row = { .name = name,
				   .choices = choices,
				   .choice_count = 3 };
	struct lesson_parameter value = { name, none }, ran = { name, end };
	struct lesson_demo demo = { .vary_count = 0 };
	struct view_vary v = { .demo = &demo,
			       .rows = { &row, 1, words },
			       .values = &value };
	SCOPED_STR text = STR_INIT;

	ck_assert_str_eq(view_vary_own(&demo, &row), none);
	row.choice_count = 2;
	vary_text(&v, 80, &text);
	ck_assert(strstr(text.buf, "fault           [none] no-end "));
	ck_assert(strstr(text.buf, "nothing"));
	value.value = end;
	v.ran = &ran;
	v.ran_count = 1;
	vary_text(&v, 80, &text);
	ck_assert(strstr(text.buf, "none [no-end]"));
	ck_assert(strstr(text.buf, "it waits"));
	ck_assert_ptr_null(strstr(text.buf, "last run"));
	value.value = none;
	vary_text(&v, 80, &text);
	ck_assert(strstr(text.buf, "last run no-end"));
	row.choice_count = 3;
	value.value = end_too;
	vary_text(&v, 80, &text);
	ck_assert(strstr(text.buf, "[two-ends-are-one-too-many"));
	ck_assert_ptr_null(strstr(text.buf, "none"));
	ck_assert(strstr(text.buf, "it is late"));
}
END_TEST

START_TEST(a_word_that_is_typed_is_one_of_the_choices)
{
	char name[] = "how", fork_[] = "fork", spawn[] = "spawn";
	char *choices[] = { fork_, spawn };
	struct lesson_vary row = { .name = name,
				   .choices = choices,
				   .choice_count = 2 };
	SCOPED_STR out = STR_INIT;
	SCOPED_STR wrong = STR_INIT;

	ck_assert_int_eq(view_vary_typed(&row, "spawn", &out, &wrong), 0);
	ck_assert_str_eq(out.buf, "spawn");
	ck_assert_int_lt(view_vary_typed(&row, "thread", &out, &wrong), 0);
	ck_assert_str_eq(wrong.buf, "how is one of: fork, spawn");
}
END_TEST

static void check_change(const struct lesson_vary *v, const char *from, int by,
			 const char *to)
{
	SCOPED_STR out = STR_INIT;

	view_vary_changed(v, from, by, &out);
	ck_assert_str_eq(out.buf, to);
}

START_TEST(values_move_by_steps_within_their_range)
{
	struct lesson_vary whole = {
		.min = 1, .max = 16, .step = 1, .whole = true
	};
	struct lesson_vary part = { .min = 0, .max = 0.5, .step = 0.05 };

	check_change(&whole, "4", 1, "5");
	check_change(&whole, "16", 1, "16");
	check_change(&whole, "1", -1, "1");
	check_change(&whole, "nonsense", 1, "2");
	check_change(&whole, "nan", 0, "1");
	check_change(&part, "0.1", 1, "0.15");
	check_change(&part, "0.15", 3, "0.3");
	check_change(&part, "0.05", -1, "0");
	check_change(&part, "1e300", 1, "0.5");
}
END_TEST

START_TEST(words_move_through_the_choices)
{
	char fork_[] = "fork", spawn[] = "spawn";
	char *choices[] = { fork_, spawn };
	struct lesson_vary v = { .choices = choices, .choice_count = 2 };

	check_change(&v, "fork", 1, "spawn");
	check_change(&v, "spawn", 1, "spawn");
	check_change(&v, "neither", -1, "fork");
}
END_TEST

START_TEST(a_notice_fits_any_window)
{
	for (int rows = 0; rows < 14; rows++)
		for (int cols = 0; cols < 90; cols += 3) {
			struct ui_canvas *c = ui_canvas_new(rows, cols);

			view_notice_draw(c, "Cannot run",
					 "A long sentence "
					 "that has to be wrapped.\nAnd one.",
					 "Enter goes on");
			view_too_small_draw(c);
			ui_canvas_free(c);
		}
}
END_TEST

START_TEST(a_notice_is_a_box_in_the_middle)
{
	struct ui_canvas *c = ui_canvas_new(24, 80);

	view_notice_draw(c, "The demo did not start",
			 "producer_consumer could not be run: it is not "
			 "executable.\nlessons/20-ipc/producer_consumer",
			 "Enter goes on");
	golden_check(c, "notice");
	ui_canvas_free(c);
}
END_TEST

START_TEST(wrapping_breaks_at_words_and_cuts_only_long_ones)
{
	struct ui_canvas *c = ui_canvas_new(6, 8);
	struct ui_rect r = ui_canvas_rect(c);
	SCOPED_STR text = STR_INIT;

	ck_assert_int_eq(view_wrap(c, r, 0, 0, "to be or\nabcdefghijk  x"), 3);
	ui_canvas_dump(c, &text);
	ck_assert_msg(!strncmp(text.buf, "to be or\nabcdefgh\nijk  x\n", 25),
		      "%s", text.buf);
	ck_assert_int_eq(view_wrap(NULL, r, 0, 0, ""), 0);
	ui_canvas_free(c);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("dialogs");
	TCase *tc = tcase_create("dialogs");

	tcase_add_test(tc, help_is_a_box_that_scrolls);
	tcase_add_test(tc, help_has_the_words_of_the_command_list);
	tcase_add_test(tc, vary_shows_range_value_and_meaning);
	tcase_add_test(tc, a_fault_is_a_row_with_the_words_of_the_demo);
	tcase_add_test(tc, a_word_that_is_typed_is_one_of_the_choices);
	tcase_add_test(tc, values_move_by_steps_within_their_range);
	tcase_add_test(tc, words_move_through_the_choices);
	tcase_add_test(tc, a_notice_fits_any_window);
	tcase_add_test(tc, a_notice_is_a_box_in_the_middle);
	tcase_add_test(tc, wrapping_breaks_at_words_and_cuts_only_long_ones);
	suite_add_tcase(s, tc);
	return s;
}
