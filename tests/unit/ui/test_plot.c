/* SPDX-License-Identifier: MIT */
#include "ui/plot.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "support/check_main.h"

static struct ui_canvas *canvas;

static void setup(void)
{
	canvas = ui_canvas_new(12, 40);
}

static void teardown(void)
{
	ui_canvas_free(canvas);
}

static void check_ticks(struct ui_axis a, size_t most, const char *wanted)
{
	double ticks[UI_TICKS_MAX];
	size_t n = ui_axis_ticks(&a, most, ticks);
	SCOPED_STR text = STR_INIT;

	for (size_t i = 0; i < n; i++) {
		str_add(&text, i ? " " : "");
		ui_plot_number(ticks[i], &text);
	}
	ck_assert_str_eq(text.buf, wanted);
}

START_TEST(ticks_are_round)
{
	check_ticks((struct ui_axis){ .min = 0, .max = 10 }, 6, "0 2 4 6 8 10");
	check_ticks((struct ui_axis){ .min = 0, .max = 0.7 }, 5,
		    "0 0.2 0.4 0.6");
	check_ticks((struct ui_axis){ .min = -3, .max = 3 }, 4, "-2 0 2");
	check_ticks((struct ui_axis){ .min = 1, .max = 3, .whole = true }, 20,
		    "1 2 3");
	check_ticks((struct ui_axis){ .min = 0, .max = 25000 }, 4, "0 10k 20k");
	check_ticks((struct ui_axis){ .min = 5, .max = 5 }, 4, "");
}
END_TEST

START_TEST(ticks_of_a_log_axis_are_powers_of_ten)
{
	check_ticks((struct ui_axis){ .min = 1e-8, .max = 2e-3, .log = true },
		    10, "10n 100n 1\u00b5 10\u00b5 100\u00b5 0.001");
	check_ticks((struct ui_axis){ .min = 1, .max = 1e6, .log = true }, 4,
		    "1 100 10k 1M");
	check_ticks((struct ui_axis){ .min = 0, .max = 10, .log = true }, 4,
		    "");
}
END_TEST

START_TEST(an_axis_ends_at_round_values)
{
	struct ui_axis a = { .min = 0, .max = 3.87 };
	struct ui_axis b = { .min = 3e-8, .max = 2e-6, .log = true };

	ui_axis_round(&a, 5);
	ck_assert_double_eq(a.max, 4);
	ui_axis_round(&b, 5);
	ck_assert_double_eq_tol(b.min, 1e-8, 1e-12);
	ck_assert_double_eq_tol(b.max, 1e-5, 1e-9);
	ck_assert_double_eq(ui_axis_part(&a, 1), 0.25);
	ck_assert_double_eq_tol(ui_axis_part(&b, 1e-7), 1.0 / 3, 1e-9);
	ck_assert_double_lt(ui_axis_part(&b, 0), 0);
}
END_TEST

START_TEST(numbers_are_short)
{
	static const struct {
		double value;
		const char *text;
	} all[] = {
		{ 0, "0" },         { 0.5, "0.5" },     { 3.875, "3.88" },
		{ 1234, "1234" },   { 20000, "20k" },   { 1.5e6, "1.5M" },
		{ 2.5e-7, "250n" }, { 0.001, "0.001" }, { 0.0005, "500\u00b5" },
		{ -12, "-12" }
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		SCOPED_STR text = STR_INIT;

		ui_plot_number(all[i].value, &text);
		ck_assert_str_eq(text.buf, all[i].text);
	}
}
END_TEST

static void check_canvas(const char *wanted)
{
	SCOPED_STR text = STR_INIT;

	ui_canvas_dump(canvas, &text);
	if (strcmp(text.buf, wanted))
		(void)fputs(text.buf, stderr);
	ck_assert_msg(!strcmp(text.buf, wanted), "it is drawn otherwise");
}

static const struct ui_point measured[] = {
	{ 1, 1 }, { 2, 1.9 }, { 4, 3.2 }, { 8, 4.1 }
};
static const struct ui_point ideal[] = { { 1, 1 }, { 8, 8 } };

static void draw_lines(struct ui_rect in)
{
	const struct ui_series series[] = {
		{ "measured", measured, 4, false, 0 },
		{ "ideal", ideal, 2, true, 0 },
	};

	ui_plot_lines(
		&(struct ui_lines){ .x = { "workers", 1, 8, false, true },
				    .y = { "speed-up", 0, 8, false, true },
				    .series = series,
				    .count = 2 },
		canvas, in);
}

START_TEST(lines_have_axes_points_and_a_legend)
{
	draw_lines((struct ui_rect){ 0, 0, 12, 40 });
	check_canvas("speed-up           ● measured  ○ ideal\n"
		     "8┤                                   ╌╌○\n"
		     " │                              ╌╌╌╌╌\n"
		     "6┤                        ╌╌╌╌╌╌\n"
		     " │                   ╌╌╌╌╌\n"
		     "4┤              ╌╌╌╌╌        ··········●\n"
		     " │        ╌╌╌·····●··········\n"
		     "2┤   ··●·····\n"
		     " │●··\n"
		     "0┤\n"
		     " └─────┬──────────┬─────────┬──────────┬\n"
		     "       2          4         6    workers\n");
}
END_TEST

START_TEST(a_small_chart_has_no_axes)
{
	draw_lines((struct ui_rect){ 0, 0, 4, 20 });
	check_canvas("speed-up  ● measured\n"
		     "               ╌╌╌╌○\n"
		     "     ╌··●··········●\n"
		     "●··●··\n\n\n\n\n\n\n\n\n");
}
END_TEST

START_TEST(nothing_is_drawn_outside)
{
	for (int rows = 0; rows < 12; rows++) {
		for (int cols = 0; cols < 40; cols++) {
			ui_canvas_clear(canvas);
			draw_lines((struct ui_rect){ 0, 0, rows, cols });
			for (int row = 0; row < 12; row++)
				for (int col = 0; col < 40; col++)
					ck_assert((row < rows && col < cols) ||
						  ui_canvas_at(canvas, row, col)
								  ->rune ==
							  ' ');
		}
	}
}
END_TEST

START_TEST(bars_tell_eighths_apart_and_mark_what_is_expected)
{
	const struct ui_bar bars[] = {
		{ .name = "worker-1", .value = 16, .role = UI_ITEM },
		{ .name = "worker-2",
		  .value = 7.75,
		  .has_expected = true,
		  .expected = 12,
		  .role = UI_ITEM },
		{ .name = "worker-3", .value = 0, .role = UI_ITEM },
	};

	ui_plot_bars(&(struct ui_axis){ .label = "tasks", .max = 16 }, bars, 3,
		     canvas, (struct ui_rect){ 0, 0, 5, 40 });
	check_canvas("worker-1 ███████████████████████ 16\n"
		     "worker-2 ███████████▏     ┃ 7.75\n"
		     "worker-3  0\n"
		     "         ╵0            ╵10         tasks\n"
		     "\n\n\n\n\n\n\n\n");
}
END_TEST

START_TEST(an_area_is_full_to_the_least_and_shaded_to_the_most)
{
	const struct ui_column columns[] = { { true, false, 0, 0 },
					     { true, false, 1, 1 },
					     { true, false, 2, 4 },
					     { true, false, 4, 4 },
					     { false, false, 0, 0 } };

	ui_plot_area(&(struct ui_area){ .name = "items in tasks",
					.y = { .max = 4 },
					.columns = columns,
					.count = 5,
					.role = UI_ITEM,
					.label_cols = 3,
					.line = 4,
					.line_name = "full" },
		     canvas, (struct ui_rect){ 0, 0, 3, 12 });
	check_canvas("items infull\n"
		     " 4 ╌╌░█╌╌╌╌╌\n"
		     " 0 ·▄██\n\n\n\n\n\n\n\n\n\n");
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("ui/plot");
	TCase *t = tcase_create("plot");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, ticks_are_round);
	tcase_add_test(t, ticks_of_a_log_axis_are_powers_of_ten);
	tcase_add_test(t, an_axis_ends_at_round_values);
	tcase_add_test(t, numbers_are_short);
	tcase_add_test(t, lines_have_axes_points_and_a_legend);
	tcase_add_test(t, a_small_chart_has_no_axes);
	tcase_add_test(t, nothing_is_drawn_outside);
	tcase_add_test(t, bars_tell_eighths_apart_and_mark_what_is_expected);
	tcase_add_test(t, an_area_is_full_to_the_least_and_shaded_to_the_most);
	suite_add_tcase(s, t);
	return s;
}
