/* SPDX-License-Identifier: MIT */
#include "view/player.h"

#include <string.h>

#include "support/check_main.h"
#include "unit/view/scene.h"

START_TEST(a_step_to_read_is_a_page)
{
	struct scene s;

	scene_begin(&s, scene_queue);
	s.player.step = 0;
	s.player.run = VIEW_RUN_NONE;
	view_player_step_changed(&s.player);
	scene_golden_sizes(&s, "read");
	scene_end(&s);
}
END_TEST

START_TEST(before_the_run_the_key_is_told)
{
	struct scene s;

	scene_begin(&s, scene_queue);
	s.player.run = VIEW_RUN_NONE;
	s.player.model = NULL;
	scene_golden_sizes(&s, "before");
	scene_end(&s);
}
END_TEST

START_TEST(while_it_runs_every_pane_tells_the_same)
{
	struct scene s;

	scene_begin(&s, scene_queue);
	scene_play(&s, 2440);
	scene_golden_sizes(&s, "live");
	scene_end(&s);
}
END_TEST

static void golden_of_pane(enum lesson_pane pane, const char *name)
{
	struct scene s;

	scene_begin(&s, scene_queue);
	scene_play(&s, 2440);
	view_player_focus(&s.player, pane);
	scene_golden(&s, 24, 80, name);
	scene_golden(&s, 18, 60, name);
	scene_golden(&s, 10, 40, name);
	scene_end(&s);
}

START_TEST(each_pane_can_be_had_in_any_window)
{
	golden_of_pane(LESSON_PANE_SOURCE, "source");
	golden_of_pane(LESSON_PANE_PROCESSES, "processes");
	golden_of_pane(LESSON_PANE_QUEUE, "queue");
	golden_of_pane(LESSON_PANE_TIMELINE, "timeline");
	golden_of_pane(LESSON_PANE_CONSOLE, "console");
}
END_TEST

START_TEST(what_has_ended_stays)
{
	struct scene s;
	struct scene_plot plot = scene_queue;

	plot.consumers = 2;
	plot.kill_ms = 1500;
	scene_begin(&s, plot);
	scene_play(&s, 60000);
	ck_assert(s.over);
	scene_golden(&s, 36, 120, "ended");
	view_player_focus(&s.player, LESSON_PANE_PROCESSES);
	scene_golden(&s, 24, 80, "ended");
	scene_end(&s);
}
END_TEST

START_TEST(paused_processes_say_what_is_next)
{
	struct scene s;

	scene_begin(&s, scene_queue);
	scene_play(&s, 500);
	scene_pause(&s);
	/* Its sleep ends; now it stands before its next call. */
	s.actors[1].until_ms = s.now_ms;
	scene_tell(&s, (struct trace_event){ .pid = 4711,
					     .verb = MP_VERB_SLEEP,
					     .phase = MP_ENDS });
	scene_tell(&s, (struct trace_event){ .pid = 4711,
					     .verb = MP_VERB_PUT,
					     .phase = MP_BEGINS,
					     .kind = MP_KIND_INT,
					     .a = 61,
					     .object = 7 });
	scene_show(&s);
	s.player.selected = 4711;
	scene_golden(&s, 36, 120, "paused");
	scene_end(&s);
}
END_TEST

START_TEST(a_past_moment_has_a_cursor)
{
	struct scene s;

	scene_begin(&s, scene_queue);
	scene_play(&s, 2440);
	scene_back_to(&s, 1200);
	scene_golden(&s, 36, 120, "past");
	scene_end(&s);
}
END_TEST

/* ---- which pane is where ---- */

static const struct view_slot *slot_of(const struct scene *s,
				       enum lesson_pane pane)
{
	for (size_t i = 0; i < s->player.layout.count; i++)
		for (size_t k = 0; k < s->player.layout.slots[i].count; k++)
			if (s->player.layout.slots[i].panes[k] == pane)
				return &s->player.layout.slots[i];
	return NULL;
}

/* Between the first row and the last; neighbours share an edge. */
static void check_slots(const struct view_player *p, int rows, int cols)
{
	for (size_t i = 0; i < p->layout.count; i++) {
		struct ui_rect r = p->layout.slots[i].rect;

		ck_assert_int_ge(r.row, 1);
		ck_assert_int_ge(r.col, 0);
		ck_assert_int_le(r.row + r.rows, rows - 1);
		ck_assert_int_le(r.col + r.cols, cols);
		ck_assert_int_ge(r.rows, 4);
		ck_assert_int_ge(r.cols, 20);
		ck_assert(view_player_visible(p, p->layout.slots[i].front));
	}
}

START_TEST(in_every_window_every_pane_has_one_place)
{
	struct scene s;

	scene_begin(&s, scene_queue);
	scene_play(&s, 2440);
	for (int rows = 10; rows < 70; rows += 3)
		for (int cols = 40; cols < 240; cols += 7) {
			int seen[LESSON_PANE_COUNT] = { 0 };

			view_player_layout(&s.player, rows, cols);
			check_slots(&s.player, rows, cols);
			for (size_t i = 0; i < s.player.layout.count; i++) {
				const struct view_slot *slot =
					&s.player.layout.slots[i];

				for (size_t k = 0; k < slot->count; k++)
					seen[slot->panes[k]]++;
			}
			for (int i = 0; i < LESSON_PANE_COUNT; i++)
				ck_assert_int_eq(
					seen[i],
					view_player_has(&s.player,
							(enum lesson_pane)i));
		}
	scene_end(&s);
}
END_TEST

START_TEST(what_is_put_away_leaves_its_room_and_the_focus)
{
	struct scene s;
	int rows;

	scene_begin(&s, scene_queue);
	scene_play(&s, 2440);
	view_player_focus(&s.player, LESSON_PANE_SOURCE);
	view_player_layout(&s.player, 36, 120);
	rows = slot_of(&s, LESSON_PANE_QUEUE)->rect.rows;
	s.player.hidden = 1U << LESSON_PANE_SOURCE;
	view_player_layout(&s.player, 36, 120);
	ck_assert_ptr_null(slot_of(&s, LESSON_PANE_SOURCE));
	ck_assert_int_ne(s.player.focus, LESSON_PANE_SOURCE);
	ck_assert_int_gt(slot_of(&s, LESSON_PANE_QUEUE)->rect.rows, rows);
	/* Something is always there. */
	s.player.hidden = ~0U;
	view_player_layout(&s.player, 36, 120);
	ck_assert_uint_eq(s.player.layout.count, 1);
	ck_assert_int_eq(s.player.focus, LESSON_PANE_TEXT);
	scene_end(&s);
}
END_TEST

START_TEST(a_stack_keeps_what_was_looked_at_last_in_front)
{
	struct scene s;

	scene_begin(&s, scene_queue);
	view_player_focus(&s.player, LESSON_PANE_CONSOLE);
	view_player_layout(&s.player, 36, 120);
	view_player_focus(&s.player, LESSON_PANE_QUEUE);
	view_player_layout(&s.player, 36, 120);
	ck_assert(view_player_visible(&s.player, LESSON_PANE_CONSOLE));
	ck_assert(!view_player_visible(&s.player, LESSON_PANE_PROCESSES));
	view_player_layout(&s.player, 24, 80);
	ck_assert(view_player_visible(&s.player, LESSON_PANE_QUEUE));
	view_player_layout(&s.player, 36, 120);
	ck_assert(view_player_visible(&s.player, LESSON_PANE_CONSOLE));
	scene_end(&s);
}
END_TEST

/* Which of them is in front at 80x24, where one is; COUNT: none. */
static enum lesson_pane front_of(struct scene *s)
{
	static const enum lesson_pane panes[] = {
		LESSON_PANE_SOURCE, LESSON_PANE_PROCESSES, LESSON_PANE_QUEUE,
		LESSON_PANE_TIMELINE, LESSON_PANE_CONSOLE
	};

	view_player_layout(&s->player, 24, 80);
	for (size_t i = 0; i < 5; i++)
		if (view_player_visible(&s->player, panes[i]))
			return panes[i];
	return LESSON_PANE_COUNT;
}

START_TEST(what_a_callout_speaks_of_comes_to_the_front)
{
	struct scene s;

	scene_begin(&s, scene_queue);
	ck_assert_int_ne(front_of(&s), LESSON_PANE_QUEUE);
	view_player_turn_to(&s.player, LESSON_PANE_QUEUE, false);
	ck_assert_int_eq(front_of(&s), LESSON_PANE_QUEUE);
	ck_assert_int_eq(s.player.focus, LESSON_PANE_TEXT);
	/* Before the first frame, too. */
	s.player.layout.count = 0;
	view_player_turn_to(&s.player, LESSON_PANE_TIMELINE, false);
	ck_assert_int_eq(front_of(&s), LESSON_PANE_TIMELINE);
	/* One that speaks of nothing changes nothing. */
	view_player_turn_to(&s.player, LESSON_PANE_COUNT, true);
	view_player_turn_to(&s.player, LESSON_PANE_BARRIER, true);
	ck_assert_int_eq(front_of(&s), LESSON_PANE_TIMELINE);
	scene_end(&s);
}
END_TEST

START_TEST(what_the_reader_looks_at_gives_way_to_a_pause_only)
{
	struct scene s;

	scene_begin(&s, scene_queue);
	view_player_focus(&s.player, LESSON_PANE_SOURCE);
	(void)front_of(&s);
	view_player_turn_to(&s.player, LESSON_PANE_QUEUE, false);
	ck_assert_int_eq(front_of(&s), LESSON_PANE_SOURCE);
	view_player_turn_to(&s.player, LESSON_PANE_QUEUE, true);
	ck_assert_int_eq(front_of(&s), LESSON_PANE_QUEUE);
	ck_assert_int_eq(s.player.focus, LESSON_PANE_QUEUE);
	/* What was put away stays away. */
	s.player.hidden = 1U << LESSON_PANE_TIMELINE;
	view_player_turn_to(&s.player, LESSON_PANE_TIMELINE, true);
	ck_assert_int_eq(front_of(&s), LESSON_PANE_QUEUE);
	scene_end(&s);
}
END_TEST

START_TEST(one_pane_at_a_time_stays_but_for_a_presenter)
{
	struct scene s;

	scene_begin(&s, scene_queue);
	view_player_focus(&s.player, LESSON_PANE_SOURCE);
	s.player.zoomed = true;
	(void)front_of(&s);
	view_player_turn_to(&s.player, LESSON_PANE_QUEUE, true);
	ck_assert_int_eq(front_of(&s), LESSON_PANE_SOURCE);
	s.player.zoomed = false;
	s.player.present = true;
	(void)front_of(&s);
	view_player_turn_to(&s.player, LESSON_PANE_QUEUE, false);
	ck_assert_int_eq(front_of(&s), LESSON_PANE_SOURCE);
	view_player_turn_to(&s.player, LESSON_PANE_QUEUE, true);
	ck_assert_int_eq(front_of(&s), LESSON_PANE_QUEUE);
	scene_end(&s);
}
END_TEST

START_TEST(another_size_keeps_focus_selection_and_place)
{
	static const int sizes[][2] = { { 36, 120 }, { 18, 60 }, { 60, 200 },
					{ 5, 20 },   { 12, 44 }, { 24, 80 } };
	struct scene s;
	size_t first;

	scene_begin(&s, scene_queue);
	scene_play(&s, 2440);
	view_player_layout(&s.player, 11, 78);
	view_player_move(&s.player, 3);
	s.player.selected = 4711;
	view_player_layout(&s.player, 11, 78);
	first = s.player.lists[LESSON_PANE_TEXT].first;
	ck_assert_uint_ge(first, 2);
	/* The same words are further down where lines are shorter. */
	view_player_layout(&s.player, 11, 40);
	ck_assert_uint_gt(s.player.lists[LESSON_PANE_TEXT].first, first);
	view_player_focus(&s.player, LESSON_PANE_TIMELINE);
	for (size_t i = 0; i < 6; i++) {
		view_player_layout(&s.player, sizes[i][0], sizes[i][1]);
		ck_assert_int_eq(s.player.focus, LESSON_PANE_TIMELINE);
		ck_assert_uint_eq(s.player.selected, 4711);
		if (!s.player.layout.too_small)
			ck_assert(view_player_visible(&s.player,
						      LESSON_PANE_TIMELINE));
	}
	scene_end(&s);
}
END_TEST

static void cursor_at(struct scene *s, int *row, int *col)
{
	struct ui_canvas *c = ui_canvas_new(36, 120);

	view_player_layout(&s->player, 36, 120);
	view_player_draw(&s->player, c);
	ui_canvas_get_cursor(c, row, col);
	ui_canvas_free(c);
}

START_TEST(the_cursor_stands_where_the_attention_is)
{
	struct scene s;
	int row, col, at;

	scene_begin(&s, scene_queue);
	scene_play(&s, 2440);
	cursor_at(&s, &row, &col);
	ck_assert_int_eq(row, 1);
	ck_assert_int_eq(col, 1);
	view_player_focus(&s.player, LESSON_PANE_PROCESSES);
	cursor_at(&s, &at, &col);
	ck_assert_int_eq(at, slot_of(&s, LESSON_PANE_PROCESSES)->rect.row);
	view_player_select_next(&s.player, 1);
	cursor_at(&s, &row, &col);
	ck_assert_int_gt(row, at);
	view_player_select_next(&s.player, 1);
	cursor_at(&s, &at, &col);
	ck_assert_int_eq(at, row + 1);
	scene_end(&s);
}
END_TEST

START_TEST(a_callout_stands_beside_the_name_of_its_pane)
{
	static const struct view_callout full = {
		LESSON_PANE_QUEUE, "Full: the producer waits inside put()"
	};
	struct scene s;

	scene_begin(&s, scene_queue);
	scene_play(&s, 2440);
	s.player.callout = &full;
	scene_golden(&s, 36, 120, "callout");
	scene_golden(&s, 24, 80, "callout");
	view_player_focus(&s.player, LESSON_PANE_QUEUE);
	scene_golden(&s, 18, 60, "callout");
	scene_end(&s);
}
END_TEST

START_TEST(what_a_callout_says_has_no_marks)
{
	static const struct view_callout marked = {
		LESSON_PANE_QUEUE, "**Full:** the producer is in `put()`"
	};
	struct scene s;

	scene_begin(&s, scene_queue);
	scene_play(&s, 2440);
	s.player.callout = &marked;
	scene_shows(&s, "► Full: the producer is in put()");
	scene_shows(&s, "◄ Full: the producer is in put()");
	scene_hides(&s, "**");
	s.player.present = true;
	scene_shows(&s, "Full: the producer is in put()");
	scene_hides(&s, "**");
	scene_end(&s);
}
END_TEST

static void golden_presented(struct scene *s, enum lesson_pane pane,
			     const char *name)
{
	view_player_focus(&s->player, pane);
	scene_golden(s, 18, 60, name);
	scene_golden(s, 24, 80, name);
	scene_golden(s, 36, 120, name);
}

START_TEST(for_those_far_away_a_pane_fills_the_screen)
{
	struct scene s;

	scene_begin(&s, scene_queue);
	scene_play(&s, 2440);
	s.player.present = true;
	s.player.timer_ns = 754000000000LL;
	golden_presented(&s, LESSON_PANE_TEXT, "present-text");
	golden_presented(&s, LESSON_PANE_PROCESSES, "present-processes");
	golden_presented(&s, LESSON_PANE_QUEUE, "present-queue");
	golden_presented(&s, LESSON_PANE_TIMELINE, "present-timeline");
	scene_pause(&s);
	s.player.selected = 4711;
	s.player.message = "producer made one step";
	scene_golden(&s, 18, 60, "present-paused");
	scene_end(&s);
}
END_TEST

START_TEST(in_ascii_every_mark_has_its_like)
{
	struct scene s;
	struct ui_canvas *c = ui_canvas_new(60, 200);
	struct ui_canvas *ascii = ui_canvas_new(60, 200);
	struct scene_plot plot = scene_queue;

	plot.kill_ms = 1500;
	scene_begin(&s, plot);
	scene_play(&s, 2440);
	s.player.selected = 4711;
	view_player_layout(&s.player, 60, 200);
	view_player_draw(&s.player, c);
	view_player_draw(&s.player, ascii);
	ui_canvas_to_ascii(ascii);
	for (int row = 0; row < 60; row++)
		for (int col = 0; col < 200; col++)
			if (ui_canvas_at(ascii, row, col)->rune == '?')
				ck_assert_uint_eq(
					ui_canvas_at(c, row, col)->rune, '?');
	golden_check(ascii, "ascii");
	ui_canvas_free(c);
	ui_canvas_free(ascii);
	scene_end(&s);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("player");
	TCase *tc = tcase_create("player");

	tcase_add_test(tc, a_step_to_read_is_a_page);
	tcase_add_test(tc, before_the_run_the_key_is_told);
	tcase_add_test(tc, while_it_runs_every_pane_tells_the_same);
	tcase_add_test(tc, each_pane_can_be_had_in_any_window);
	tcase_add_test(tc, what_has_ended_stays);
	tcase_add_test(tc, paused_processes_say_what_is_next);
	tcase_add_test(tc, a_past_moment_has_a_cursor);
	tcase_add_test(tc, in_every_window_every_pane_has_one_place);
	tcase_add_test(tc, what_is_put_away_leaves_its_room_and_the_focus);
	tcase_add_test(tc, a_stack_keeps_what_was_looked_at_last_in_front);
	tcase_add_test(tc, what_a_callout_speaks_of_comes_to_the_front);
	tcase_add_test(tc, what_the_reader_looks_at_gives_way_to_a_pause_only);
	tcase_add_test(tc, one_pane_at_a_time_stays_but_for_a_presenter);
	tcase_add_test(tc, another_size_keeps_focus_selection_and_place);
	tcase_add_test(tc, the_cursor_stands_where_the_attention_is);
	tcase_add_test(tc, a_callout_stands_beside_the_name_of_its_pane);
	tcase_add_test(tc, what_a_callout_says_has_no_marks);
	tcase_add_test(tc, for_those_far_away_a_pane_fills_the_screen);
	tcase_add_test(tc, in_ascii_every_mark_has_its_like);
	suite_add_tcase(s, tc);
	return s;
}
