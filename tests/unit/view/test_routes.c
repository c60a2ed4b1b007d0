/* SPDX-License-Identifier: MIT */
#include "view/routes.h"

#include <string.h>

#include "base/str.h"
#include "support/check_main.h"
#include "unit/view/scene.h"
#include "view/home.h"

/* ---- two lessons, two paths ---- */

static char name_states[] = "states", name_queue[] = "queue",
	    name_broken[] = "broken", ipc[] = "ipc", processes[] = "processes";
static char step_full[] = "full", step_end[] = "end", empty[] = "";
static char title_states[] = "The states of a process",
	    title_queue[] = "Passing work through a queue",
	    title_full[] = "The queue fills", title_end[] = "How it ends",
	    about[] = "What the kernel calls what a process does.";
static struct lesson_step queue_steps[] = {
	{ .id = step_full, .title = title_full, .text = empty },
	{ .id = step_end, .title = title_end, .text = empty },
};
static struct lesson states = { .id = name_states,
				.title = title_states,
				.about = about,
				.minutes = 18 },
		     queue = { .id = name_queue,
			       .title = title_queue,
			       .about = about,
			       .minutes = 15,
			       .steps = queue_steps,
			       .step_count = 2 };
static struct catalog_entry entries[] = {
	{ .topic = processes, .name = name_states, .lesson = &states },
	{ .topic = ipc, .name = name_queue, .lesson = &queue },
	{ .topic = ipc, .name = name_broken },
};
static char *const some_steps[] = { step_full, step_end };
static struct catalog_part whole_parts[] = {
	{ .entry = &entries[0], .minutes = 18, .about = "" },
	{ .entry = &entries[1], .minutes = 15, .about = "" },
	{ .entry = &entries[2], .about = "" },
};
static struct catalog_part exam_parts[] = {
	{ .entry = &entries[1],
	  .steps = some_steps,
	  .step_count = 2,
	  .minutes = 5,
	  .about = "Where everybody errs" },
	{ .activity = LESSON_ACTIVITY_WEAK, .minutes = 15, .about = "" },
	{ .activity = LESSON_ACTIVITY_CARDS,
	  .minutes = 15,
	  .about = "What is due, and new ones" },
	{ .activity = LESSON_ACTIVITY_EXAM, .minutes = 20, .about = "" },
};
static struct catalog_route routes[] = {
	{ .id = "course",
	  .title = "The whole course",
	  .about = "Every topic from its beginning, in order",
	  .parts = whole_parts,
	  .count = 3,
	  .minutes = 580 },
	{ .id = "exam-tomorrow",
	  .title = "Exam tomorrow",
	  .about = "An evening; questions first, then what went wrong",
	  .parts = exam_parts,
	  .count = 4,
	  .minutes = 55 },
	{ .id = "from-python",
	  .title = "From Python",
	  .about = "For who has used multiprocessing",
	  .parts = whole_parts,
	  .count = 2,
	  .minutes = 60 },
};
static struct catalog course = { .routes = routes, .route_count = 3 };
static struct view_route_part whole[3], exam[4], python[2];
static struct view_route_part *all[] = { whole, exam, python };
static struct view_routes view;

static void setup(void)
{
	memset(whole, 0, sizeof(whole));
	memset(exam, 0, sizeof(exam));
	memset(python, 0, sizeof(python));
	whole[0] = (struct view_route_part){ true, true, "done" };
	whole[1] = (struct view_route_part){ true, false, "step 3 of 7" };
	exam[0] = (struct view_route_part){ true, true, "done" };
	exam[1] = (struct view_route_part){ true, false, "4 weak" };
	exam[2] = (struct view_route_part){ true, false, "3 due" };
	view = (struct view_routes){ .catalog = &course, .parts = all };
	view_routes_begin(&view, 0);
}

static void golden(int rows, int cols, const char *name)
{
	struct ui_canvas *c = ui_canvas_new(rows, cols);

	view_routes_layout(&view, rows, cols);
	view_routes_draw(&view, c);
	golden_check(c, name);
	ui_canvas_free(c);
}

START_TEST(each_path_says_its_time_and_what_is_done)
{
	golden(24, 80, "routes");
	golden(36, 120, "routes");
	golden(18, 60, "routes");
}
END_TEST

START_TEST(the_open_one_says_what_it_leads_through)
{
	view_routes_open(&view, 1);
	golden(24, 80, "routes-open");
	golden(36, 120, "routes-open");
	golden(60, 200, "routes-open");
	golden(18, 60, "routes-open");
	golden(10, 40, "routes-open");
	golden(5, 20, "routes-open");
	view_routes_move(&view, -1);
	golden(36, 120, "routes-steps");
}
END_TEST

START_TEST(a_lesson_that_cannot_be_opened_is_marked)
{
	view_routes_open(&view, 0);
	view_routes_move(&view, 1);
	golden(24, 80, "routes-broken");
}
END_TEST

START_TEST(what_is_wrong_with_a_file_is_said)
{
	static char path[] = "lessons/paths.yaml",
		    message[] = "there is no lesson ipc/zebra";
	struct lesson_diag diag = { .line = 7, .message = message };
	struct catalog_route_file file = {
		.diags = { .path = path, .items = &diag, .count = 1 }
	};

	course.route_files = &file;
	course.route_file_count = 1;
	golden(24, 80, "routes-wrong");
	golden(36, 120, "routes-wrong");
	course.route_file_count = 0;
}
END_TEST

START_TEST(a_course_without_lessons_has_none)
{
	static const struct catalog none;

	view.catalog = &none;
	view_routes_begin(&view, 0);
	view_routes_move(&view, 1);
	golden(24, 80, "routes-none");
}
END_TEST

START_TEST(opening_one_stands_on_what_comes_next)
{
	view_routes_move(&view, 1);
	view_routes_toggle(&view);
	ck_assert_uint_eq(view_routes_rows(&view), 3 + 4);
	ck_assert_uint_eq(view_routes_at(&view).route, 1);
	ck_assert_uint_eq(view_routes_at(&view).part, 1);
	/* A part is not folded, its path is. */
	view_routes_toggle(&view);
	ck_assert_uint_eq(view_routes_rows(&view), 3 + 4);
	view_routes_move(&view, -2);
	view_routes_toggle(&view);
	ck_assert_uint_eq(view_routes_rows(&view), 3);
	ck_assert_uint_eq(view_routes_at(&view).route, 1);
	ck_assert_uint_eq(view_routes_at(&view).part, VIEW_NO_ROUTE);
}
END_TEST

START_TEST(what_has_been_done_leads_on)
{
	view_routes_open(&view, 1);
	view_routes_go_on(&view);
	ck_assert_uint_eq(view_routes_at(&view).part, 1);
	exam[1].done = true;
	view_routes_go_on(&view);
	ck_assert_uint_eq(view_routes_at(&view).part, 2);
	for (int i = 0; i < 4; i++)
		exam[i].done = true;
	view_routes_go_on(&view);
	ck_assert_uint_eq(view_routes_at(&view).part, 0);
	ck_assert_uint_eq(view_route_next(&routes[1], exam), VIEW_NO_ROUTE);
	ck_assert_uint_eq(view_route_done(&routes[1], exam), 4);
}
END_TEST

START_TEST(the_cursor_stops_at_the_ends)
{
	view_routes_open(&view, 0);
	view_routes_move(&view, -100);
	ck_assert_uint_eq(view.cursor, 0);
	view_routes_move(&view, 100);
	ck_assert_uint_eq(view.cursor, 3 + 3 - 1);
	view_routes_layout(&view, 8, 60);
	ck_assert(!view_routes_click(&view, 0, 5));
	ck_assert(view_routes_click(&view, view.list.row, 5));
	ck_assert_uint_eq(view.cursor, view.scroll);
}
END_TEST

START_TEST(a_time_is_said_in_hours_and_minutes)
{
	static const struct {
		int minutes;
		const char *words;
	} times[] = { { 50, "50 min" },
		      { 60, "1 h" },
		      { 61, "1 h 1 min" },
		      { 580, "9 h 40 min" } };

	for (size_t i = 0; i < sizeof(times) / sizeof(*times); i++) {
		SCOPED_STR text = STR_INIT;

		view_route_time(times[i].minutes, &text);
		ck_assert_str_eq(text.buf, times[i].words);
	}
}
END_TEST

static void home_golden(int rows, int cols, const char *name)
{
	static struct catalog_topic topic = { .id = ipc,
					      .title = title_queue,
					      .about = about,
					      .entries = entries,
					      .count = 2 };
	static const size_t done[] = { 1, 1, 0 };
	struct ui_canvas *c = ui_canvas_new(rows, cols);
	struct view_home home = { .catalog = &course, .route_done = done };

	course.topics = &topic;
	course.count = 1;
	course.lessons = 2;
	view_home_begin(&home, VIEW_NO_LESSON);
	view_home_layout(&home, rows, cols);
	view_home_draw(&home, c);
	golden_check(c, name);
	ck_assert_int_eq(view_home_key_at(&home, rows - 2, 10),
			 rows >= 14 ? UI_CMD_PATHS : UI_CMD_NONE);
	ui_canvas_free(c);
	view_home_release(&home);
	course.count = course.lessons = 0;
}

START_TEST(the_home_screen_names_them)
{
	home_golden(24, 80, "home-routes");
	home_golden(36, 120, "home-routes");
	home_golden(60, 200, "home-routes");
	home_golden(18, 60, "home-routes");
	home_golden(10, 40, "home-routes");
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("routes");
	TCase *tc = tcase_create("routes");

	tcase_add_checked_fixture(tc, setup, NULL);
	tcase_add_test(tc, each_path_says_its_time_and_what_is_done);
	tcase_add_test(tc, the_open_one_says_what_it_leads_through);
	tcase_add_test(tc, a_lesson_that_cannot_be_opened_is_marked);
	tcase_add_test(tc, what_is_wrong_with_a_file_is_said);
	tcase_add_test(tc, a_course_without_lessons_has_none);
	tcase_add_test(tc, opening_one_stands_on_what_comes_next);
	tcase_add_test(tc, what_has_been_done_leads_on);
	tcase_add_test(tc, the_cursor_stops_at_the_ends);
	tcase_add_test(tc, a_time_is_said_in_hours_and_minutes);
	tcase_add_test(tc, the_home_screen_names_them);
	suite_add_tcase(s, tc);
	return s;
}
