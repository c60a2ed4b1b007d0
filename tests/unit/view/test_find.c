/* SPDX-License-Identifier: MIT */
#include "view/find.h"

#include <string.h>

#include "support/check_main.h"
#include "unit/view/scene.h"
#include "view/palette.h"

START_TEST(small_letters_stand_for_large_ones)
{
	ck_assert(view_find_in("Queue tasks", "queue"));
	ck_assert(view_find_in("Queue tasks", "Queue"));
	ck_assert(!view_find_in("queue tasks", "Queue"));
	ck_assert(view_find_in("ÄRGER", "ärger"));
	ck_assert(view_find_in("Großer Ärger", "ärger"));
	ck_assert(view_find_in("un CAFÉ", "café"));
	ck_assert(!view_find_in("ärger", "Ärger"));
	ck_assert(!view_find_in("äußern, ä", "ärger"));
	ck_assert(!view_find_in("Queue", ""));
	ck_assert(!view_find_in("", "q"));
	ck_assert(!view_find_in("que", "queue"));
}
END_TEST

static void check_say(struct scene *s, enum view_find how, const char *words,
		      const char *want)
{
	SCOPED_STR say = STR_INIT;

	ck_assert(view_player_find(&s->player, how, words, &say));
	ck_assert_str_eq(say.buf, want);
	view_player_layout(&s->player, 24, 80);
}

START_TEST(a_search_goes_to_the_first_place_and_round)
{
	struct scene s;

	scene_begin(&s, scene_queue);
	scene_play(&s, 2400);
	view_player_layout(&s.player, 24, 80);
	view_player_focus(&s.player, LESSON_PANE_PROCESSES);
	view_player_layout(&s.player, 24, 80);
	check_say(&s, VIEW_FIND_BEGIN, "", "");
	/* main joins the producer. */
	check_say(&s, VIEW_FIND_FIRST, "er", "1 of 3");
	ck_assert_uint_eq(s.player.selected, s.player.model->processes[0].pid);
	check_say(&s, VIEW_FIND_NEXT, "er", "2 of 3");
	ck_assert_uint_eq(s.player.selected, s.player.model->processes[1].pid);
	check_say(&s, VIEW_FIND_NEXT, "er", "3 of 3");
	check_say(&s, VIEW_FIND_NEXT, "er", "1 of 3");
	check_say(&s, VIEW_FIND_BACK, "er", "3 of 3");
	check_say(&s, VIEW_FIND_FIRST, "nobody", "not found");
	ck_assert_uint_eq(s.player.selected, 0);
	check_say(&s, VIEW_FIND_CANCEL, "", "");
	ck_assert_str_eq(s.player.find, "");
	scene_end(&s);
}
END_TEST

static int marked(const struct ui_canvas *c)
{
	struct ui_rect all = ui_canvas_rect(c);
	int n = 0;

	for (int row = 0; row < all.rows; row++)
		for (int col = 0; col < all.cols; col++)
			n += (ui_canvas_at(c, row, col)->style &
			      UI_STYLE(UI_UNDERLINE)) != 0;
	return n;
}

START_TEST(all_that_is_found_is_marked)
{
	struct ui_canvas *c = ui_canvas_new(2, 20);

	(void)ui_text(c, ui_canvas_rect(c), 0, 0, UI_NORMAL, "a queue, Queue");
	(void)ui_text(c, ui_canvas_rect(c), 1, 3, UI_NORMAL, "日本 que");
	view_find_mark(c, ui_canvas_rect(c), "queue");
	ck_assert_int_eq(marked(c), 10);
	view_find_mark(c, ui_canvas_rect(c), "本");
	ck_assert_int_eq(marked(c), 11);
	view_find_mark(c, ui_canvas_rect(c), "");
	ck_assert_int_eq(marked(c), 11);
	ui_canvas_free(c);
}
END_TEST

START_TEST(panes_have_numbers_and_can_be_hidden)
{
	enum lesson_pane panes[LESSON_PANE_COUNT];
	struct view_player *p;
	struct scene s;
	size_t count;
	SCOPED_STR say = STR_INIT;

	scene_begin(&s, scene_queue);
	p = &s.player;
	count = view_player_panes(p, panes);
	ck_assert_uint_gt(count, 2);
	ck_assert_int_eq(panes[0], LESSON_PANE_TEXT);
	ck_assert_int_eq(view_player_number(p, panes[1]), 2);
	view_player_layout(p, 60, 200);
	for (size_t i = 0; i < count; i++) {
		view_player_focus(p, panes[i]);
		view_player_layout(p, 60, 200);
		str_clear(&say);
		view_player_toggle(p, panes[i], &say);
		view_player_layout(p, 60, 200);
		ck_assert_ptr_nonnull(strstr(
			say.buf, i + 1 < count ? "is hidden" : "last pane"));
		ck_assert_int_eq(view_player_hides(p, panes[i]), i + 1 < count);
	}
	str_clear(&say);
	view_player_toggle(p, LESSON_PANE_TEXT, &say);
	ck_assert(!view_player_hides(p, LESSON_PANE_TEXT));
	ck_assert_str_eq(say.buf, "");
	scene_end(&s);
}
END_TEST

static enum ui_command first_for(const char *typed, const char *where)
{
	struct view_palette p = { .typed = typed, .where = where, .words = "" };

	view_palette_update(&p);
	return p.command_count ? p.commands[0] : UI_CMD_NONE;
}

START_TEST(the_palette_has_first_what_begins_so_and_applies)
{
	ck_assert_int_eq(first_for("ste", "dl"), UI_CMD_STEP);
	ck_assert_int_eq(first_for("second", "dl"), UI_CMD_BACK_SECOND);
	ck_assert_int_eq(first_for("rsta", "dl"), UI_CMD_RESTART);
	ck_assert_int_eq(first_for("open", "h"), UI_CMD_OPEN);
	/* It does not apply, but it is there. */
	ck_assert_int_eq(first_for("slower", "h"), UI_CMD_SLOWER);
	ck_assert_int_eq(first_for("xyzzy", "dl"), UI_CMD_NONE);
}
END_TEST

START_TEST(the_palette_completes_commands_and_words)
{
	struct view_palette p = { .typed = "the", .where = "dl", .words = "" };
	SCOPED_STR line = STR_INIT;

	view_palette_update(&p);
	view_palette_complete(&p, &line);
	ck_assert_str_eq(line.buf, "theme");
	p.typed = "theme  co";
	p.words = "dark\nlight\ncontrast\nmono\n";
	view_palette_update(&p);
	str_clear(&line);
	view_palette_complete(&p, &line);
	ck_assert_str_eq(line.buf, "theme contrast");
	p.typed = "theme sepia";
	view_palette_update(&p);
	str_clear(&line);
	view_palette_complete(&p, &line);
	ck_assert_str_eq(line.buf, "");
	ck_assert_str_eq(view_palette_argument("speed  2"), "2");
	ck_assert_int_eq(view_palette_command("speed 2"), UI_CMD_SPEED);
	ck_assert_int_eq(view_palette_command("spee 2"), UI_CMD_NONE);
}
END_TEST

START_TEST(the_palette_is_drawn_at_any_size)
{
	for (int rows = 1; rows < 40; rows += 3)
		for (int cols = 1; cols < 130; cols += 16) {
			struct view_palette p = { .typed = "s",
						  .where = "dl",
						  .words = "" };
			struct ui_canvas *c = ui_canvas_new(rows, cols);

			view_palette_update(&p);
			view_palette_layout(&p, rows);
			view_palette_draw(&p, c);
			ui_canvas_free(c);
		}
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("find");
	TCase *tc = tcase_create("find");

	tcase_add_test(tc, small_letters_stand_for_large_ones);
	tcase_add_test(tc, a_search_goes_to_the_first_place_and_round);
	tcase_add_test(tc, all_that_is_found_is_marked);
	tcase_add_test(tc, panes_have_numbers_and_can_be_hidden);
	tcase_add_test(tc, the_palette_has_first_what_begins_so_and_applies);
	tcase_add_test(tc, the_palette_completes_commands_and_words);
	tcase_add_test(tc, the_palette_is_drawn_at_any_size);
	suite_add_tcase(s, tc);
	return s;
}
