/* SPDX-License-Identifier: MIT */
#include "view/places.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "support/check_main.h"
#include "unit/view/scene.h"

static char none[] = "", why[] = " 1  Why a queue", full[] = " 2  No more room",
	    check[] = " 3  What you know now", demo[] = "demo",
	    asked[] = "questions", bounded[] = "bounded queue",
	    sentinel[] = "sentinel", lesson[] = "Passing work through a queue",
	    holds[] = "A queue that holds at most a fixed number of items; who "
		      "puts into a full one waits.",
	    last[] = "An item that means: there is no more.";

static const struct view_place steps[] = {
	{ .marks = "✓◆", .text = why, .note = none, .about = none },
	{ .marks = "✓", .text = full, .note = demo, .about = none },
	{ .marks = "", .text = check, .note = asked, .about = none },
};

static const struct view_place terms[] = {
	{ .marks = "", .text = bounded, .note = lesson, .about = holds },
	{ .marks = "", .text = sentinel, .note = lesson, .about = last },
};

static struct view_places places;

static void teardown(void)
{
	view_places_release(&places);
}

static void begin(const char *title, const struct view_place *all, size_t n)
{
	places = (struct view_places){ .title = title,
				       .none = "There is nothing.",
				       .places = all,
				       .count = n };
	view_places_begin(&places, 1);
	view_places_layout(&places, 24, 80);
}

static void golden(int rows, int cols, const char *name)
{
	struct ui_canvas *c = ui_canvas_new(rows, cols);

	view_places_layout(&places, rows, cols);
	view_places_draw(&places, c);
	golden_check(c, name);
	ui_canvas_free(c);
}

START_TEST(steps_are_listed_with_their_marks)
{
	begin("Contents", steps, 3);
	ck_assert_uint_eq(view_places_at(&places), 1);
	golden(24, 80, "places-steps");
	golden(18, 60, "places-steps");
	golden(36, 120, "places-steps");
	golden(60, 200, "places-steps");
}
END_TEST

START_TEST(terms_are_explained_below_the_list)
{
	begin("Glossary", terms, 2);
	golden(24, 80, "places-terms");
	golden(18, 60, "places-terms");
	golden(12, 40, "places-terms");
}
END_TEST

START_TEST(words_leave_only_what_has_them)
{
	SCOPED_STR say = STR_INIT;

	begin("Glossary", terms, 2);
	view_places_find(&places, VIEW_FIND_FIRST, "full one", &say);
	ck_assert_str_eq(say.buf, "1 of 2");
	ck_assert_uint_eq(view_places_at(&places), 0);
	view_places_find(&places, VIEW_FIND_FIRST, "full one x", &say);
	ck_assert_uint_eq(view_places_at(&places), places.count);
	golden(24, 80, "places-nothing");
	view_places_find(&places, VIEW_FIND_CANCEL, "", &say);
	ck_assert_uint_eq(places.shown_count, 2);
}
END_TEST

START_TEST(a_click_chooses_a_line)
{
	begin("Contents", steps, 3);
	ck_assert(view_places_click(&places, places.lines.row + 2,
				    places.lines.col + 1));
	ck_assert_uint_eq(view_places_at(&places), 2);
	ck_assert(!view_places_click(&places, places.lines.row + 3, 40));
	ck_assert(!view_places_click(&places, 0, 0));
}
END_TEST

START_TEST(an_empty_list_says_so)
{
	begin("Bookmarks", NULL, 0);
	ck_assert_uint_eq(view_places_at(&places), 0);
	golden(24, 80, "places-none");
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("places");
	TCase *tc = tcase_create("places");

	tcase_add_checked_fixture(tc, NULL, teardown);
	tcase_add_test(tc, steps_are_listed_with_their_marks);
	tcase_add_test(tc, terms_are_explained_below_the_list);
	tcase_add_test(tc, words_leave_only_what_has_them);
	tcase_add_test(tc, a_click_chooses_a_line);
	tcase_add_test(tc, an_empty_list_says_so);
	suite_add_tcase(s, tc);
	return s;
}
