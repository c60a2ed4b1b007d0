/* SPDX-License-Identifier: MIT */
/*
 * What panes show of time: arrows, the cursor, charts, two runs beside each
 * other.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "support/check_main.h"
#include "ui/canvas.h"
#include "unit/view/scene.h"

static struct scene s, before;
static struct view_other other;

static void setup(void)
{
	scene_begin(&s, scene_queue);
}

static void teardown(void)
{
	scene_end(&s);
}

/* Only @pane, on the whole screen. */
static void show(enum lesson_pane pane)
{
	struct lesson_demo *d = s.lesson->steps[1].demo;

	d->show[0] = pane;
	d->show_count = 1;
	view_player_focus(&s.player, pane);
	s.player.zoomed = true;
}

static void dump(int rows, int cols, struct str *out)
{
	struct ui_canvas *c = ui_canvas_new(rows, cols);

	view_player_layout(&s.player, rows, cols);
	view_player_draw(&s.player, c);
	ui_canvas_dump(c, out);
	ui_canvas_free(c);
}

static bool shows(const char *text)
{
	SCOPED_STR all = STR_INIT;

	dump(24, 80, &all);
	return strstr(all.buf, text) != NULL;
}

/* ---- the timeline ---- */

START_TEST(arrows_go_where_there_is_room)
{
	scene_play(&s, 2400);
	show(LESSON_PANE_TIMELINE);
	scene_golden_sizes(&s, "arrows");
}
END_TEST

START_TEST(time_can_be_looked_at_more_closely)
{
	scene_play(&s, 2400);
	show(LESSON_PANE_TIMELINE);
	view_player_zoom_time(&s.player, 1);
	scene_golden(&s, 24, 80, "closer");
	view_player_zoom_time(&s.player, -3);
	scene_golden(&s, 24, 80, "wider");
	for (int i = 0; i < 100; i++) {
		view_player_zoom_time(&s.player, i < 50 ? 1 : -1);
		ck_assert(shows("producer"));
	}
}
END_TEST

START_TEST(a_moment_stays_where_it_is_while_the_cursor_moves)
{
	SCOPED_STR one = STR_INIT;

	s.plot.use_ms = 900;
	scene_play(&s, 30000);
	show(LESSON_PANE_TIMELINE);
	view_player_zoom_time(&s.player, 3);
	scene_back_to(&s, 9000);
	scene_golden(&s, 24, 80, "cursor");
	dump(24, 80, &one);
	scene_back_to(&s, 9100);
	scene_golden(&s, 24, 80, "cursor-moved");
}
END_TEST

START_TEST(a_click_finds_the_moment_that_is_there)
{
	int64_t ns, before_ns = -1;
	int found = 0;

	scene_play(&s, 2400);
	show(LESSON_PANE_TIMELINE);
	(void)shows("");
	view_player_layout(&s.player, 24, 80);
	for (int col = 0; col < 80; col++) {
		if (!view_player_time_at(&s.player, 3, col, &ns))
			continue;
		ck_assert_int_gt(ns, before_ns);
		if (found++)
			ck_assert_int_eq(ns - before_ns,
					 view_player_interval(&s.player));
		before_ns = ns;
	}
	ck_assert_int_gt(found, 40);
	ck_assert(!view_player_time_at(&s.player, 23, 40, &ns));
}
END_TEST

START_TEST(keys_of_time_apply_where_time_is_shown)
{
	scene_play(&s, 100);
	ck_assert_ptr_null(strchr(view_player_where(&s.player), 't'));
	ck_assert_ptr_nonnull(strchr(view_player_where(&s.player), 'V'));
	show(LESSON_PANE_TIMELINE);
	ck_assert_ptr_nonnull(strchr(view_player_where(&s.player), 't'));
	s.lesson->steps[1].demo->vary_count = 0;
	ck_assert_ptr_null(strchr(view_player_where(&s.player), 'V'));
	s.lesson->steps[1].demo->vary_count = 1;
}
END_TEST

/* ---- charts ---- */

static struct lesson_chart chart;
static char *none[1];

static void draw_chart(const char *kind, const char *of)
{
	static char empty[] = "";
	static char kinds[20], ofs[20];

	(void)snprintf(kinds, sizeof(kinds), "%s", kind);
	(void)snprintf(ofs, sizeof(ofs), "%s", of);
	chart = (struct lesson_chart){ .kind = kinds,
				       .of = ofs,
				       .title = empty,
				       .x = empty,
				       .y = empty,
				       .log = none };
	s.lesson->steps[1].demo->chart = &chart;
	show(LESSON_PANE_CHART);
}

static void measure(const char *name, double x, double y)
{
	struct trace_event e = { .pid = 4710,
				 .verb = MP_VERB_MEASURE,
				 .phase = MP_HAPPENS,
				 .text = scene_text(&s, name) };

	memcpy(&e.a, &x, sizeof(x));
	memcpy(&e.b, &y, sizeof(y));
	scene_tell(&s, e);
}

START_TEST(processes_and_queues_are_drawn_in_time)
{
	scene_play(&s, 2400);
	show(LESSON_PANE_CHART);
	scene_golden_sizes(&s, "chart-processes");
	draw_chart("", "queues");
	scene_golden_sizes(&s, "chart-queues");
	scene_back_to(&s, 1200);
	scene_golden(&s, 24, 80, "chart-queues-past");
	s.lesson->steps[1].demo->chart = NULL;
}
END_TEST

START_TEST(what_was_measured_stands_beside_what_should_come_out)
{
	scene_play(&s, 100);
	for (int i = 1; i <= 8; i *= 2) {
		measure("measured", i, i - 0.12 * i * i / 2);
		measure("ideal", i, i);
	}
	scene_show(&s);
	show(LESSON_PANE_CHART);
	scene_golden_sizes(&s, "chart-lines");
}
END_TEST

START_TEST(costs_are_bars_on_a_log_axis)
{
	static char y[] = "y", label[] = "seconds each";
	char *axes[] = { y };

	scene_play(&s, 100);
	measure("lock", 0, 25e-9);
	measure("queue", 0, 400e-9);
	measure("pipe", 0, 2.5e-6);
	measure("process", 0, 180e-6);
	scene_show(&s);
	draw_chart("bars", "");
	chart.log = axes;
	chart.log_count = 1;
	chart.y = label;
	scene_golden(&s, 24, 80, "chart-bars");
	scene_golden(&s, 18, 60, "chart-bars");
	s.lesson->steps[1].demo->chart = NULL;
}
END_TEST

START_TEST(outcomes_are_counted_in_a_histogram)
{
	scene_play(&s, 100);
	for (int i = 0; i < 60; i++)
		measure("final value", i, 150000 + (i * 7919 % 50) * 1000);
	scene_show(&s);
	draw_chart("histogram", "");
	scene_golden(&s, 24, 80, "chart-histogram");
	s.lesson->steps[1].demo->chart = NULL;
}
END_TEST

START_TEST(an_empty_chart_says_so)
{
	scene_play(&s, 100);
	draw_chart("lines", "");
	ck_assert(shows("Nothing has been measured yet."));
	draw_chart("", "tasks");
	ck_assert(shows("No worker has done a task yet."));
	s.lesson->steps[1].demo->chart = NULL;
}
END_TEST

/* ---- two runs ---- */

START_TEST(two_runs_stand_above_one_axis)
{
	static char name[] = "capacity", four[] = "4", sixteen[] = "16";
	struct lesson_parameter old = { name, four }, new = { name, sixteen };

	scene_begin(&before, scene_queue);
	scene_play(&before, 10000);
	s.plot.capacity = 16;
	scene_play(&s, 1800);
	other = (struct view_other){ before.history, before.log, &old, 1 };
	s.player.other = &other;
	s.player.values = &new;
	s.player.value_count = 1;
	show(LESSON_PANE_TIMELINE);
	scene_golden_sizes(&s, "compare");
	draw_chart("", "queues");
	scene_golden(&s, 24, 80, "compare-queues");
	show(LESSON_PANE_CHART);
	s.lesson->steps[1].demo->chart = NULL;
	scene_golden(&s, 36, 120, "compare-processes");
	s.player.values = NULL;
	s.player.value_count = 0;
	scene_end(&before);
}
END_TEST

Suite *suite(void)
{
	Suite *suite = suite_create("in_time");
	TCase *t = tcase_create("in_time");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, arrows_go_where_there_is_room);
	tcase_add_test(t, time_can_be_looked_at_more_closely);
	tcase_add_test(t, a_moment_stays_where_it_is_while_the_cursor_moves);
	tcase_add_test(t, a_click_finds_the_moment_that_is_there);
	tcase_add_test(t, keys_of_time_apply_where_time_is_shown);
	tcase_add_test(t, processes_and_queues_are_drawn_in_time);
	tcase_add_test(t, what_was_measured_stands_beside_what_should_come_out);
	tcase_add_test(t, costs_are_bars_on_a_log_axis);
	tcase_add_test(t, outcomes_are_counted_in_a_histogram);
	tcase_add_test(t, an_empty_chart_says_so);
	tcase_add_test(t, two_runs_stand_above_one_axis);
	suite_add_tcase(suite, t);
	return suite;
}
