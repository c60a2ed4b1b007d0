/* SPDX-License-Identifier: MIT */
/*
 * The processes pane, and the menu of what to do with one.
 */
#include <signal.h>
#include <string.h>

#include "support/check_main.h"
#include "unit/view/scene.h"
#include "view/act.h"

enum { MAIN = 4710, PRODUCER, FIRST, SECOND, THIRD, FOURTH };

static struct scene s;

/* Four consumers; what becomes of them the tests tell. */
static void setup(void)
{
	struct scene_plot plot = scene_queue;

	plot.consumers = 4;
	scene_begin(&s, plot);
	scene_play(&s, 1500);
	view_player_focus(&s.player, LESSON_PANE_PROCESSES);
	s.player.zoomed = true;
}

static void teardown(void)
{
	scene_end(&s);
}

#define TELL(who, what, ...)                                                   \
	scene_tell(&s, (struct trace_event){ .pid = (who),                     \
					     .tid = (who),                     \
					     .verb = MP_VERB_##what,           \
					     .phase = MP_HAPPENS,              \
					     __VA_ARGS__ })

static void sample(uint32_t pid, char letter, uint64_t cpu_ns)
{
	TELL(pid, SAMPLE, .object = (uint64_t)letter, .a = cpu_ns, .b = 90000,
	     .aux = 1 << 16);
}

/* One of each fate. */
static void tell_fates(void)
{
	s.now_ms = 1550; /* after what they told themselves */
	TELL(FIRST, SIGNAL, .a = SIGSTOP);
	sample(FIRST, 'T', 310000000);
	TELL(SECOND, SIGNAL, .a = SIGKILL);
	TELL(SECOND, EXITED, .a = SIGKILL);
	TELL(MAIN, REAP, .a = SECOND, .b = (uint64_t)-SIGKILL);
	TELL(MAIN, TERMINATE, .a = THIRD);
	TELL(THIRD, EXITED, .a = SIGTERM);
	TELL(FOURTH, RENICE, .a = 5);
	sample(FOURTH, 'R', 1700000000);
	sample(MAIN, 'S', 2000000);
	s.now_ms = 1700;
	scene_show(&s);
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

	dump(36, 120, &all);
	return strstr(all.buf, text) != NULL;
}

static void layout(void)
{
	view_player_layout(&s.player, 24, 80);
}

/* ---- the pane ---- */

START_TEST(every_fate_is_told_at_every_size)
{
	tell_fates();
	s.player.selected = FIRST;
	scene_golden_sizes(&s, "processes-fates");
}
END_TEST

START_TEST(a_tree_is_drawn_at_every_size)
{
	tell_fates();
	TELL(4720, NAME, .a = FIRST, .text = scene_text(&s, "helper"));
	TELL(4721, NAME, .a = 4720, .text = scene_text(&s, "grandchild"));
	scene_show(&s);
	s.player.order.tree = true;
	s.player.order.by = VIEW_SORT_SHARE;
	s.player.selected = 4721;
	scene_golden_sizes(&s, "processes-tree");
}
END_TEST

START_TEST(in_ascii_every_line_of_a_tree_has_its_like)
{
	struct ui_canvas *c = ui_canvas_new(18, 60);
	SCOPED_STR all = STR_INIT;

	tell_fates();
	s.player.order.tree = true;
	s.player.selected = PRODUCER;
	view_player_follow(&s.player);
	view_player_layout(&s.player, 18, 60);
	view_player_draw(&s.player, c);
	ui_canvas_to_ascii(c);
	ui_canvas_dump(c, &all);
	golden_check(c, "processes-ascii");
	ck_assert_ptr_nonnull(strstr(all.buf, ">4711  +- producer"));
	ui_canvas_free(c);
}
END_TEST

START_TEST(the_note_says_the_order)
{
	ck_assert(!shows(" by "));
	s.player.order.by = VIEW_SORT_NAME;
	ck_assert(shows("alive · by name"));
	s.player.order.tree = true;
	ck_assert(shows("alive · tree · by name"));
}
END_TEST

START_TEST(the_selection_moves_in_the_order_that_is_shown)
{
	s.player.order.by = VIEW_SORT_NAME; /* consumers, main, producer */
	layout();
	view_player_select_next(&s.player, 1);
	ck_assert_uint_eq(s.player.selected, FIRST);
	view_player_move(&s.player, 4);
	ck_assert_uint_eq(s.player.selected, MAIN);
	view_player_move_end(&s.player, true);
	ck_assert_uint_eq(s.player.selected, PRODUCER);
	layout();
	ck_assert_uint_eq(s.player.lists[LESSON_PANE_PROCESSES].cursor, 5);
	s.player.order.by = VIEW_SORT_PID;
	layout();
	ck_assert_uint_eq(s.player.lists[LESSON_PANE_PROCESSES].cursor, 1);
}
END_TEST

START_TEST(a_click_selects_who_is_in_the_row)
{
	s.player.order.by = VIEW_SORT_NAME;
	layout();
	/* Below the edge and the head: the fifth. */
	ck_assert(view_player_click(&s.player, 2 + 5, 10));
	ck_assert_uint_eq(s.player.selected, MAIN);
}
END_TEST

START_TEST(who_is_followed_stays_selected_until_another_is)
{
	s.player.selected = PRODUCER;
	view_player_follow(&s.player);
	ck_assert_uint_eq(s.player.followed, PRODUCER);
	s.player.held[LESSON_PANE_SOURCE] = true;
	layout();
	ck_assert(!s.player.held[LESSON_PANE_SOURCE]);
	/* Scrolled away, it is left there while the process stands. */
	s.player.held[LESSON_PANE_SOURCE] = true;
	layout();
	ck_assert(s.player.held[LESSON_PANE_SOURCE]);
	view_player_select_next(&s.player, 1);
	layout();
	ck_assert_uint_eq(s.player.followed, 0);
	ck_assert_uint_eq(s.player.selected, FIRST);
}
END_TEST

START_TEST(followed_twice_is_followed_no_more)
{
	s.player.selected = PRODUCER;
	view_player_follow(&s.player);
	ck_assert(shows("»4711"));
	view_player_follow(&s.player);
	ck_assert_uint_eq(s.player.followed, 0);
	ck_assert(shows("▌4711"));
}
END_TEST

/* ---- the menu ---- */

static void act_golden(struct view_act *a, int rows, int cols, const char *name)
{
	struct ui_canvas *c = ui_canvas_new(rows, cols);

	view_player_layout(&s.player, rows, cols);
	view_player_draw(&s.player, c);
	view_act_layout(a, rows, cols);
	view_act_draw(a, c);
	golden_check(c, name);
	ui_canvas_free(c);
}

static void act_golden_sizes(struct view_act *a, const char *name)
{
	act_golden(a, 24, 80, name);
	act_golden(a, 36, 120, name);
	act_golden(a, 18, 60, name);
	act_golden(a, 10, 40, name);
}

START_TEST(the_menu_says_what_can_be_done_and_why_not)
{
	struct view_act a = { .player = &s.player,
			      .nice_known = true,
			      .nice = 19,
			      .said = "You sent SIGSTOP to consumer (4712)" };

	tell_fates();
	s.player.selected = FIRST;
	view_act_point(&a, UI_CMD_ACT_CONTINUE);
	act_golden_sizes(&a, "act-stopped");
	s.player.selected = SECOND;
	a = (struct view_act){ .player = &s.player, .chosen = true };
	act_golden(&a, 24, 80, "act-ended");
	s.player.selected = THIRD;
	act_golden(&a, 24, 80, "act-zombie");
}
END_TEST

START_TEST(each_deed_has_its_own_reason_not_to_be)
{
	struct view_act a = { .player = &s.player };
	const char *(*why)(const struct view_act *, enum ui_command) =
		view_act_why_not;

	ck_assert_str_eq(why(&a, UI_CMD_ACT_KILL), "there is no process");
	s.player.selected = PRODUCER;
	ck_assert_ptr_null(why(&a, UI_CMD_ACT_KILL));
	ck_assert_str_eq(why(&a, UI_CMD_ACT_CONTINUE), "it is not stopped");
	ck_assert_ptr_nonnull(why(&a, UI_CMD_ACT_NICER));
	a.nice_known = true;
	a.nice = -20;
	ck_assert_ptr_null(why(&a, UI_CMD_ACT_NICER));
	ck_assert_ptr_nonnull(why(&a, UI_CMD_ACT_LESS_NICE));
	s.player.run = VIEW_RUN_RECORDING;
	ck_assert_str_eq(why(&a, UI_CMD_ACT_KILL), "this is a recording");
	ck_assert_ptr_null(why(&a, UI_CMD_ACT_FOLLOW));
	s.player.run = VIEW_RUN_ENDED;
	ck_assert_str_eq(why(&a, UI_CMD_ACT_STEP), "the run is over");
}
END_TEST

START_TEST(the_cursor_stops_at_the_ends_of_the_menu)
{
	struct view_act a = { .player = &s.player };

	view_act_move(&a, -1);
	ck_assert_int_eq(view_act_at_cursor(&a), UI_CMD_ACT_STOP);
	view_act_move(&a, 99);
	ck_assert_int_eq(view_act_at_cursor(&a), UI_CMD_ACT_FOLLOW);
}
END_TEST

START_TEST(neighbours_are_those_that_live)
{
	tell_fates();
	layout();
	ck_assert_uint_eq(view_act_neighbour(&s.player, 1), MAIN);
	ck_assert_uint_eq(view_act_neighbour(&s.player, -1), FOURTH);
	s.player.selected = FIRST;
	ck_assert_uint_eq(view_act_neighbour(&s.player, 1), FOURTH);
	s.player.selected = FOURTH;
	ck_assert_uint_eq(view_act_neighbour(&s.player, 1), MAIN);
}
END_TEST

Suite *suite(void)
{
	Suite *suite = suite_create("processes");
	TCase *tc = tcase_create("processes");

	suite_add_tcase(suite, tc);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, every_fate_is_told_at_every_size);
	tcase_add_test(tc, a_tree_is_drawn_at_every_size);
	tcase_add_test(tc, in_ascii_every_line_of_a_tree_has_its_like);
	tcase_add_test(tc, the_note_says_the_order);
	tcase_add_test(tc, the_selection_moves_in_the_order_that_is_shown);
	tcase_add_test(tc, a_click_selects_who_is_in_the_row);
	tcase_add_test(tc, who_is_followed_stays_selected_until_another_is);
	tcase_add_test(tc, followed_twice_is_followed_no_more);
	tcase_add_test(tc, the_menu_says_what_can_be_done_and_why_not);
	tcase_add_test(tc, each_deed_has_its_own_reason_not_to_be);
	tcase_add_test(tc, the_cursor_stops_at_the_ends_of_the_menu);
	tcase_add_test(tc, neighbours_are_those_that_live);
	return suite;
}
