/* SPDX-License-Identifier: MIT */
/*
 * Panes with what a lesson rarely shows: large queues, many processes,
 * windows and events of any kind.
 */
#include <stdlib.h>
#include <string.h>

#include "support/check_main.h"
#include "unit/view/scene.h"

static struct scene s;

static void setup(void)
{
	scene_begin(&s, scene_queue);
}

static void teardown(void)
{
	scene_end(&s);
}

/* The text of the screen at this size; the caller releases it. */
static void dump(int rows, int cols, struct str *out)
{
	struct ui_canvas *c = ui_canvas_new(rows, cols);

	view_player_layout(&s.player, rows, cols);
	view_player_draw(&s.player, c);
	ui_canvas_dump(c, out);
	ui_canvas_free(c);
}

static bool shows(int rows, int cols, const char *text)
{
	SCOPED_STR all = STR_INIT;

	dump(rows, cols, &all);
	return strstr(all.buf, text) != NULL;
}

/* The row in which @text stands, or -1. */
static int row_of(int rows, int cols, const char *text)
{
	SCOPED_STR all = STR_INIT;
	const char *at;
	int row = 0;

	dump(rows, cols, &all);
	at = strstr(all.buf, text);
	if (!at)
		return -1;
	for (const char *c = all.buf; c < at; c++)
		row += *c == '\n';
	return row;
}

static void queue_new(uint64_t id, const char *name, uint64_t capacity)
{
	scene_tell(&s, (struct trace_event){ .pid = 4710,
					     .verb = MP_VERB_QUEUE_NEW,
					     .phase = MP_HAPPENS,
					     .object = id,
					     .text = scene_text(&s, name),
					     .a = capacity });
}

static void put(uint64_t id, uint64_t n, const char *text)
{
	struct trace_event e = { .pid = 4711,
				 .verb = MP_VERB_PUT,
				 .phase = MP_HAPPENS,
				 .object = id,
				 .kind = MP_KIND_INT,
				 .a = n,
				 .b = n };

	if (text) {
		e.kind = MP_KIND_TEXT;
		e.text = scene_text(&s, text);
	}
	scene_tell(&s, e);
}

static void wait_put(uint32_t pid)
{
	scene_tell(&s, (struct trace_event){ .pid = pid,
					     .verb = MP_VERB_PUT,
					     .phase = MP_WAITS,
					     .object = 9,
					     .kind = MP_KIND_INT,
					     .a = pid });
}

/* ---- queues ---- */

START_TEST(a_large_queue_says_how_much_it_does_not_draw)
{
	queue_new(9, "jobs", 100);
	for (uint64_t n = 1; n <= 40; n++)
		put(9, n, NULL);
	scene_show(&s);
	view_player_focus(&s.player, LESSON_PANE_QUEUE);
	scene_golden(&s, 24, 80, "queue-large");
	scene_golden(&s, 10, 40, "queue-large");
}
END_TEST

START_TEST(several_queues_stand_one_below_the_other)
{
	queue_new(9, "jobs", 3);
	queue_new(10, "results", 2);
	queue_new(11, "log", 0);
	put(9, 1, "resize");
	put(9, 2, "crop a large picture");
	put(10, 1, "");
	scene_show(&s);
	view_player_focus(&s.player, LESSON_PANE_QUEUE);
	scene_golden(&s, 24, 80, "queue-several");
	scene_golden(&s, 60, 200, "queue-several");
}
END_TEST

START_TEST(in_a_low_pane_several_queues_have_no_walls)
{
	queue_new(9, "jobs", 4);
	put(9, 1, NULL);
	put(9, 2, NULL);
	queue_new(10, "results", 2);
	scene_show(&s);
	ck_assert(shows(36, 120, "jobs  2/4"));
	s.player.zoomed = true;
	view_player_focus(&s.player, LESSON_PANE_QUEUE);
	scene_golden(&s, 10, 40, "queue-low");
	ck_assert(shows(10, 40, "jobs  2/4"));
	ck_assert(shows(10, 40, "results  0/2 EMPTY"));
}
END_TEST

START_TEST(who_waits_for_the_dead_is_told_so)
{
	struct scene_plot plot = scene_queue;

	scene_end(&s);
	plot.kill_ms = 500;
	scene_begin(&s, plot);
	scene_play(&s, 3000);
	ck_assert(!s.over);
	view_player_focus(&s.player, LESSON_PANE_QUEUE);
	ck_assert(shows(24, 80, "waits to put"));
	ck_assert(shows(24, 80, "all who got from it have ended"));
	/* Before that, it could still hope. */
	scene_back_to(&s, 450);
	ck_assert(!shows(24, 80, "have ended"));
}
END_TEST

START_TEST(more_who_wait_than_rows_are_counted)
{
	queue_new(9, "jobs", 1);
	put(9, 1, NULL);
	for (uint32_t pid = 5000; pid < 5020; pid++)
		wait_put(pid);
	scene_show(&s);
	ck_assert(shows(36, 120, "and 18 more"));
}
END_TEST

/* ---- processes ---- */

static void start_many(uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		scene_tell(&s, (struct trace_event){
				       .pid = 10000 + i,
				       .verb = MP_VERB_NAME,
				       .phase = MP_HAPPENS,
				       .text = scene_text(&s, "worker"),
				       .a = 4710 });
	scene_show(&s);
}

START_TEST(of_thousands_of_processes_only_the_visible_are_drawn)
{
	start_many(4000);
	view_player_focus(&s.player, LESSON_PANE_PROCESSES);
	ck_assert(shows(24, 80, "10000"));
	ck_assert(shows(24, 80, "4000 alive"));
	ck_assert(!shows(24, 80, "10007"));
	view_player_move_end(&s.player, true);
	ck_assert(shows(24, 80, "13999"));
	ck_assert(!shows(24, 80, "10000"));
	view_player_move(&s.player, -5);
	ck_assert_uint_eq(s.player.selected, 13994);
	ck_assert(shows(24, 80, "13994"));
	ck_assert(shows(36, 120, "13994"));
}
END_TEST

START_TEST(above_the_first_process_none_is_selected)
{
	start_many(3);
	view_player_focus(&s.player, LESSON_PANE_PROCESSES);
	view_player_move(&s.player, 1);
	ck_assert_uint_eq(s.player.selected, 10000);
	view_player_move(&s.player, -1);
	ck_assert_uint_eq(s.player.selected, 0);
}
END_TEST

START_TEST(a_sleep_that_is_slowed_down_says_so)
{
	double speed = 0.1;
	uint64_t bits;

	memcpy(&bits, &speed, sizeof(bits));
	scene_play(&s, 140);
	view_player_focus(&s.player, LESSON_PANE_PROCESSES);
	ck_assert(shows(24, 80, "sleep 0.2 s for 0.04 s"));
	scene_tell(&s, (struct trace_event){ .verb = MP_VERB_SPEED,
					     .phase = MP_HAPPENS,
					     .kind = MP_KIND_DOUBLE,
					     .a = bits });
	scene_show(&s);
	ck_assert(shows(24, 80, "sleep 0.2 s at 0.1x for 0.04 s"));
}
END_TEST

START_TEST(a_click_selects_and_focuses)
{
	start_many(3);
	ck_assert(view_player_click(&s.player, row_of(36, 120, "10001"), 5));
	ck_assert_uint_eq(s.player.selected, 10001);
	ck_assert_int_eq((int)s.player.focus, LESSON_PANE_PROCESSES);
	ck_assert(!view_player_click(&s.player, 0, 5));
}
END_TEST

static bool has(enum lesson_pane pane)
{
	return view_player_has(&s.player, pane);
}

START_TEST(a_click_on_a_tab_brings_its_pane_to_the_front)
{
	struct ui_rect r;
	bool seen[LESSON_PANE_COUNT] = { false };

	start_many(1);
	view_player_layout(&s.player, 24, 80);
	r = s.player.layout.slots[1].rect;
	for (int col = r.col; col < r.col + r.cols; col++) {
		ck_assert(view_player_click(&s.player, r.row, col));
		view_player_layout(&s.player, 24, 80);
		ck_assert(view_player_visible(&s.player, s.player.focus));
		seen[s.player.focus] = true;
	}
	for (int i = LESSON_PANE_TEXT + 1; i < LESSON_PANE_COUNT; i++)
		ck_assert_int_eq(seen[i], has((enum lesson_pane)i));
}
END_TEST

/* ---- focus and layout ---- */

static void go_round(int rows, int cols)
{
	bool seen[LESSON_PANE_COUNT] = { false };

	s.player.focus = LESSON_PANE_TEXT;
	view_player_layout(&s.player, rows, cols);
	for (int k = 0; k < LESSON_PANE_COUNT; k++) {
		if (!has((enum lesson_pane)k))
			continue;
		seen[s.player.focus] = true;
		view_player_layout(&s.player, rows, cols);
		ck_assert(view_player_visible(&s.player, s.player.focus));
		view_player_focus_next(&s.player, 1);
	}
	ck_assert_int_eq((int)s.player.focus, LESSON_PANE_TEXT);
	for (int k = 0; k < LESSON_PANE_COUNT; k++)
		ck_assert_int_eq(seen[k], has((enum lesson_pane)k));
	view_player_focus_next(&s.player, -1);
	view_player_focus_next(&s.player, 1);
	ck_assert_int_eq((int)s.player.focus, LESSON_PANE_TEXT);
}

START_TEST(the_focus_goes_round_all_panes_and_back)
{
	go_round(24, 80);
	go_round(36, 120);
	go_round(60, 200);
	go_round(10, 40);
}
END_TEST

START_TEST(nothing_moves_while_it_runs)
{
	struct view_layout before;

	s.player.run = VIEW_RUN_NONE;
	view_player_layout(&s.player, 36, 120);
	before = s.player.layout;
	for (int ms = 0; ms < 6000; ms += 500) {
		scene_play(&s, ms);
		view_player_layout(&s.player, 36, 120);
		ck_assert_uint_eq(s.player.layout.count, before.count);
		for (size_t i = 0; i < before.count; i++)
			ck_assert(!memcmp(&s.player.layout.slots[i].rect,
					  &before.slots[i].rect,
					  sizeof(struct ui_rect)));
	}
}
END_TEST

START_TEST(a_pane_scrolled_by_hand_stays_until_its_end_is_reached)
{
	scene_play(&s, 4000);
	view_player_focus(&s.player, LESSON_PANE_CONSOLE);
	view_player_layout(&s.player, 24, 80);
	ck_assert(!s.player.held[LESSON_PANE_CONSOLE]);
	view_player_move(&s.player, -5);
	ck_assert(s.player.held[LESSON_PANE_CONSOLE]);
	scene_play(&s, 4500);
	view_player_layout(&s.player, 24, 80);
	ck_assert_uint_gt(ui_list_below(&s.player.lists[LESSON_PANE_CONSOLE]),
			  0);
	view_player_move_end(&s.player, true);
	ck_assert(!s.player.held[LESSON_PANE_CONSOLE]);
}
END_TEST

START_TEST(zoom_gives_the_whole_screen)
{
	scene_play(&s, 2440);
	view_player_focus(&s.player, LESSON_PANE_TIMELINE);
	s.player.zoomed = true;
	scene_golden(&s, 24, 80, "zoomed");
	ck_assert_uint_eq(s.player.layout.count, 1);
}
END_TEST

START_TEST(a_long_run_scrolls_and_a_past_moment_is_in_sight)
{
	struct scene_plot plot = scene_queue;

	scene_end(&s);
	plot.items = 150;
	scene_begin(&s, plot);
	scene_play(&s, 25000);
	view_player_focus(&s.player, LESSON_PANE_TIMELINE);
	scene_golden(&s, 24, 80, "long");
	scene_back_to(&s, 4000);
	scene_golden(&s, 24, 80, "long-past");
}
END_TEST

START_TEST(the_other_language_has_marks_where_it_makes_the_same_call)
{
	scene_play(&s, 2440);
	s.player.language = UI_LANG_PYTHON;
	view_player_focus(&s.player, LESSON_PANE_SOURCE);
	scene_golden(&s, 24, 80, "python");
	scene_golden(&s, 36, 120, "python");
}
END_TEST

START_TEST(both_languages_stand_side_by_side_where_there_is_room)
{
	scene_play(&s, 2440);
	view_player_focus(&s.player, LESSON_PANE_SOURCE);
	view_player_layout(&s.player, 36, 120);
	ck_assert_ptr_null(view_player_next_language(&s.player));
	ck_assert_int_eq(s.player.language, UI_LANG_PYTHON);
	/* Not here, and it says so. */
	ck_assert_ptr_nonnull(view_player_next_language(&s.player));
	ck_assert(!s.player.side_by_side);
	ck_assert_ptr_null(view_player_next_language(&s.player));
	s.player.zoomed = true;
	view_player_layout(&s.player, 36, 120);
	ck_assert_ptr_null(view_player_next_language(&s.player));
	ck_assert(s.player.side_by_side);
	scene_golden(&s, 36, 120, "both");
	/* In a smaller window there is one. */
	scene_golden(&s, 24, 80, "both");
}
END_TEST

static const char nested_c[] = "static int take(void)\n"
			       "{\n"
			       "    return mp_queue_get(q, &i);\n"
			       "}\n"
			       "static int one(void)\n"
			       "{\n"
			       "    return take();\n"
			       "}\n"
			       "static int consume(void *arg)\n"
			       "{\n"
			       "    while (one() == 0)\n"
			       "        ;\n"
			       "}\n";

static struct model_place in_take(void *arg, const struct model_process *p)
{
	(void)arg;
	return (struct model_place){ .file = "/somewhere/producer_consumer.c",
				     .line = p->pid == 4710 ? 11 : 3 };
}

START_TEST(a_process_in_a_function_is_seen_where_that_was_called)
{
	ui_doc_release(&s.source[0]);
	ui_source(&s.source[0], UI_LANG_C, nested_c, sizeof(nested_c) - 1);
	s.player.place = in_take;
	scene_play(&s, 2440);
	view_player_focus(&s.player, LESSON_PANE_SOURCE);
	s.player.zoomed = true;
	scene_golden(&s, 24, 80, "nested");
}
END_TEST

START_TEST(notes_come_after_the_text)
{
	s.player.notes = true;
	s.player.zoomed = true;
	scene_golden(&s, 24, 80, "notes");
	view_player_layout(&s.player, 10, 40);
	view_player_move_end(&s.player, true);
	scene_golden(&s, 10, 40, "notes");
}
END_TEST

START_TEST(a_failure_is_told_where_the_reader_looks)
{
	s.player.run = VIEW_RUN_FAILED;
	s.player.model = NULL;
	s.player.failure = "The demo did not start: producer_consumer is not "
			   "executable.";
	scene_golden(&s, 24, 80, "failed");
}
END_TEST

START_TEST(what_is_lost_is_shown)
{
	scene_play(&s, 1000);
	s.player.lost = 12;
	s.player.stalls = 3;
	ck_assert(shows(24, 80, "12 events LOST"));
	ck_assert(shows(24, 80, "slowed 3 times"));
	s.player.message = "R runs it again.";
	ck_assert(shows(24, 80, "R runs it again."));
}
END_TEST

/* ---- any window, any events ---- */

static uint32_t seed;

static uint32_t any(uint32_t below)
{
	seed = seed * 1664525u + 1013904223u;
	return (seed >> 8) % below;
}

static void tell_anything(void)
{
	struct trace_event e = {
		.pid = any(12),
		.verb = (uint16_t)any(MP_VERB_COUNT + 2),
		.phase = (uint8_t)any(4),
		.kind = (uint8_t)any(5),
		.object = any(4),
		.a = any(30) ? any(40) : UINT64_MAX,
		.b = any(50),
		.site = any(10000),
		.text = any(6),
		.aux = any(3),
	};

	s.now_ms += (int)any(40);
	scene_tell(&s, e);
}

static void choose_anything(int rows, int cols)
{
	s.player.run = (enum view_run)any(7);
	if (s.player.run == VIEW_RUN_PAST)
		scene_back_to(&s, (int)any((uint32_t)s.now_ms + 1));
	s.player.selected = any(12);
	s.player.zoomed = !any(3);
	s.player.notes = any(2);
	s.player.language = any(2) ? UI_LANG_C : UI_LANG_PYTHON;
	s.player.step = any(3);
	view_player_focus_next(&s.player, any(2) ? 1 : -1);
	view_player_move(&s.player, (long)any(9) - 4);
	view_player_wheel(&s.player, rows / 2, cols / 2, 3);
	view_player_click(&s.player, rows / 3, cols / 3);
}

START_TEST(no_run_and_no_window_is_too_strange)
{
	struct ui_canvas *c = ui_canvas_new(0, 0);

	seed = 7;
	(void)scene_text(&s, "\x1b[31mred\xff\n\n\tx");
	(void)scene_text(&s, "e\xCC\x81\xE6\x97\xA5\xE6\x9C\xAC");
	for (int i = 0; i < 600; i++) {
		int rows = (int)any(70);
		int cols = (int)any(210);

		for (int k = 0; k < 20; k++)
			tell_anything();
		scene_show(&s);
		choose_anything(rows, cols);
		ui_canvas_resize(c, rows, cols);
		view_player_layout(&s.player, rows, cols);
		view_player_draw(&s.player, c);
	}
	ui_canvas_free(c);
}
END_TEST

START_TEST(what_is_wrong_at_the_end_stands_above_the_rest)
{
	int alone = 0;

	scene_play(&s, 60000);
	ck_assert(shows(36, 120, "Left as it was found"));
	s.player.wrong = "Left over: shared memory /x: rm /dev/shm/x removes "
			 "it.\nLeft over: message queue 5: ipcrm -q 5.";
	ck_assert_int_ge(row_of(36, 120, "Left over: shared"), 0);
	ck_assert_int_ge(row_of(36, 120, "ipcrm -q 5."), 0);
	ck_assert_int_gt(row_of(36, 120, "Left as it was found"),
			 row_of(36, 120, "ipcrm -q 5."));
	for (int rows = 10; rows <= 36; rows++) {
		bool wrong = shows(rows, 120, "Left over: shared");
		bool rest = shows(rows, 120, "Left as it was found");

		ck_assert(wrong || !rest);
		alone += wrong && !rest;
	}
	/* There is not always room for both. */
	ck_assert_int_gt(alone, 0);
}
END_TEST

static TCase *with_scene(const char *name)
{
	TCase *tc = tcase_create(name);

	tcase_add_checked_fixture(tc, setup, teardown);
	return tc;
}

Suite *suite(void)
{
	Suite *suite = suite_create("panes");
	TCase *tc = with_scene("queues");

	tcase_add_test(tc, a_large_queue_says_how_much_it_does_not_draw);
	tcase_add_test(tc, several_queues_stand_one_below_the_other);
	tcase_add_test(tc, in_a_low_pane_several_queues_have_no_walls);
	tcase_add_test(tc, who_waits_for_the_dead_is_told_so);
	tcase_add_test(tc, more_who_wait_than_rows_are_counted);
	suite_add_tcase(suite, tc);
	tc = with_scene("processes");
	tcase_add_test(tc,
		       of_thousands_of_processes_only_the_visible_are_drawn);
	tcase_add_test(tc, above_the_first_process_none_is_selected);
	tcase_add_test(tc, a_sleep_that_is_slowed_down_says_so);
	tcase_add_test(tc, a_click_selects_and_focuses);
	tcase_add_test(tc, a_click_on_a_tab_brings_its_pane_to_the_front);
	suite_add_tcase(suite, tc);
	tc = with_scene("layout");
	tcase_add_test(tc, the_focus_goes_round_all_panes_and_back);
	tcase_add_test(tc, nothing_moves_while_it_runs);
	tcase_add_test(tc,
		       a_pane_scrolled_by_hand_stays_until_its_end_is_reached);
	tcase_add_test(tc, zoom_gives_the_whole_screen);
	tcase_add_test(tc, a_long_run_scrolls_and_a_past_moment_is_in_sight);
	tcase_add_test(
		tc, the_other_language_has_marks_where_it_makes_the_same_call);
	tcase_add_test(tc,
		       both_languages_stand_side_by_side_where_there_is_room);
	tcase_add_test(tc,
		       a_process_in_a_function_is_seen_where_that_was_called);
	tcase_add_test(tc, notes_come_after_the_text);
	tcase_add_test(tc, a_failure_is_told_where_the_reader_looks);
	tcase_add_test(tc, what_is_lost_is_shown);
	tcase_add_test(tc, no_run_and_no_window_is_too_strange);
	tcase_add_test(tc, what_is_wrong_at_the_end_stands_above_the_rest);
	suite_add_tcase(suite, tc);
	return suite;
}
