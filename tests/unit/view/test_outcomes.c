/* SPDX-License-Identifier: MIT */
/* The pane of what came out of many runs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "lesson/lesson.h"
#include "support/check_main.h"
#include "ui/canvas.h"
#include "unit/view/scene.h"

static struct scene s;
static struct outcomes outcomes;
static char about[] = "the balance at the end", empty[] = "";
static struct lesson_repeat repeat = { .about = about,
				       .times = 50,
				       .fault = empty };

static void setup(void)
{
	scene_begin_beside(&s, LESSON_PANE_OUTCOMES);
	s.player.focus = LESSON_PANE_OUTCOMES;
	outcomes_init(&outcomes);
	s.player.repeat = (struct view_repeat){ .what = &repeat,
						.outcomes = &outcomes,
						.guess = "",
						.problem = "" };
}

static void teardown(void)
{
	outcomes_release(&outcomes);
	scene_end(&s);
}

/* So many runs whose outcomes are around @from. */
static void add_runs(int runs, int from)
{
	for (int i = 0; i < runs; i++) {
		char text[16];

		(void)snprintf(text, sizeof(text), "%d",
			       from + (i * i * 977) % 60000);
		outcomes_add(&outcomes, text);
	}
}

static bool shows(const char *words)
{
	struct ui_canvas *c = ui_canvas_new(24, 80);
	SCOPED_STR text = STR_INIT;

	s.player.zoomed = true;
	view_player_layout(&s.player, 24, 80);
	view_player_draw(&s.player, c);
	ui_canvas_dump(c, &text);
	ui_canvas_free(c);
	return strstr(text.buf, words) != NULL;
}

START_TEST(before_the_runs_it_says_how_they_begin_and_what_they_show)
{
	ck_assert(shows("M runs the demo 50 times: the balance at the end."));
	s.player.repeat.running = true;
	ck_assert(shows("The first of 50 runs"));
}
END_TEST

START_TEST(a_step_without_many_runs_says_so)
{
	s.player.repeat.what = NULL;
	ck_assert(shows("The demo of this step is not run many times."));
}
END_TEST

START_TEST(why_it_cannot_be_run_is_said)
{
	s.player.repeat.problem = "no such program";
	ck_assert(shows("It cannot be run: no such program"));
}
END_TEST

START_TEST(while_it_goes_on_it_says_how_many_of_them_have_been)
{
	add_runs(17, 100000);
	s.player.repeat.running = true;
	ck_assert(shows("17 of 50 runs"));
	add_runs(33, 100000);
	s.player.repeat.running = false;
	ck_assert(shows(" 50 runs "));
}
END_TEST

START_TEST(the_guess_is_marked_where_it_falls)
{
	add_runs(40, 100000);
	s.player.repeat.guess = "120001";
	ck_assert(shows("▸ 120000 to 124999"));
	ck_assert(shows("▸ your guess: 120001 "));
}
END_TEST

START_TEST(a_guess_that_came_out_in_no_run_is_told)
{
	add_runs(40, 100000);
	s.player.repeat.guess = "200000";
	s.player.repeat.running = true;
	ck_assert(shows("▸ your guess: 200000, not seen so far"));
	s.player.repeat.running = false;
	ck_assert(shows("▸ your guess: 200000, which did not come out"));
}
END_TEST

START_TEST(runs_that_told_nothing_are_counted)
{
	add_runs(3, 7);
	outcomes_add_untold(&outcomes, "The run was ended.");
	ck_assert(shows("1 told nothing: The run was ended."));
}
END_TEST

START_TEST(it_looks_as_agreed_at_every_size)
{
	add_runs(40, 100000);
	outcomes_add(&outcomes, "200000");
	s.player.repeat.guess = "200000";
	scene_golden_sizes(&s, "outcomes");
}
END_TEST

START_TEST(words_are_bars_too)
{
	for (int i = 0; i < 20; i++)
		outcomes_add(&outcomes, i % 7 ? "no" : "yes");
	s.player.repeat.guess = "no";
	s.player.zoomed = true;
	scene_golden(&s, 24, 80, "outcomes-words");
}
END_TEST

Suite *suite(void)
{
	Suite *all = suite_create("outcomes");
	TCase *t = tcase_create("pane");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(
		t, before_the_runs_it_says_how_they_begin_and_what_they_show);
	tcase_add_test(t, a_step_without_many_runs_says_so);
	tcase_add_test(t, why_it_cannot_be_run_is_said);
	tcase_add_test(t, while_it_goes_on_it_says_how_many_of_them_have_been);
	tcase_add_test(t, the_guess_is_marked_where_it_falls);
	tcase_add_test(t, a_guess_that_came_out_in_no_run_is_told);
	tcase_add_test(t, runs_that_told_nothing_are_counted);
	tcase_add_test(t, it_looks_as_agreed_at_every_size);
	tcase_add_test(t, words_are_bars_too);
	suite_add_tcase(all, t);
	return all;
}
