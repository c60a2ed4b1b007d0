/* SPDX-License-Identifier: MIT */
#include "view/home.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "lesson/load.h"
#include "support/check_main.h"
#include "unit/view/scene.h"

/* ---- a course ---- */

static struct catalog course;
static struct progress_lesson progress[9];
static struct view_home_more more[9];
static struct view_home home;

static void add_lesson(struct catalog_topic *t, const char *id,
		       const char *title, int steps)
{
	SCOPED_STR yaml = STR_INIT;
	struct catalog_entry *e = &t->entries[t->count++];

	str_addf(&yaml,
		 "format: 1\nid: %s\ntitle: %s\nabout: About %s.\n"
		 "revision: 1\nminutes: 12\n%sobjectives:\n"
		 "  - {id: one, text: Say what a process is.}\nsteps:\n",
		 id, title, title,
		 strcmp(id, "messages")
			 ? ""
			 : "requires: [ipc/why, ipc/queue, pools/pool]\n");
	for (int i = 0; i < steps; i++)
		str_addf(
			&yaml,
			"  - {id: s%d, title: A step, text: Words of %s %d.}\n",
			i, id, i);
	if (steps)
		str_addf(&yaml,
			 "  - {id: q, title: Asked, quiz: [{id: a, ask: Who?, "
			 "choices: [{text: I, right: true}, {text: You}]}]}\n"
			 "glossary: {%s term: what it means}\n",
			 id);
	e->topic = mem_text(t->id);
	e->name = mem_text(id);
	e->path = mem_text("queue.yaml");
	(void)lesson_parse("lessons/20-ipc/broken.yaml", yaml.buf, yaml.len,
			   &e->lesson, &e->diags);
	course.lessons++;
	course.broken += !e->lesson;
}

static struct catalog_topic *add_topic(const char *id, const char *title)
{
	struct catalog_topic *t = &course.topics[course.count++];

	t->id = mem_text(id);
	t->dir = mem_text(id);
	t->title = mem_text(title);
	t->about = mem_text("How real parallel work begins and ends");
	t->entries = mem_new(4, sizeof(*t->entries));
	return t;
}

static void setup(void)
{
	struct catalog_topic *t;

	course = (struct catalog){ .topics = mem_new(3, sizeof(*t)) };
	t = add_topic("processes", "Processes");
	add_lesson(t, "spawning", "Starting and joining", 4);
	add_lesson(t, "states", "The states of a process", 4);
	t = add_topic("ipc", "Talking");
	add_lesson(t, "why", "Why processes must talk", 4);
	add_lesson(t, "queue", "Passing work through a queue", 7);
	add_lesson(t, "broken", "No steps at all: a colon", 0);
	add_lesson(t, "messages", "Message queues that outlive you", 5);
	t = add_topic("pools", "Pools");
	add_lesson(t, "pool", "A pool of workers", 5);
	memset(progress, 0, sizeof(progress));
	progress[0] = (struct progress_lesson){ .begun = true, .done = true };
	progress[2] = (struct progress_lesson){ .begun = true, .done = true };
	progress[3] = (struct progress_lesson){ .begun = true, .step = "s2" };
	memset(more, 0, sizeof(more));
	more[2].solved = 1;
	more[3].bookmark = true;
	home = (struct view_home){
		.catalog = &course, .progress = progress, .more = more, .due = 3
	};
}

static void teardown(void)
{
	view_home_release(&home);
	for (size_t i = 0; i < course.count; i++) {
		struct catalog_topic *t = &course.topics[i];

		for (size_t k = 0; k < t->count; k++) {
			free(t->entries[k].topic);
			free(t->entries[k].name);
			free(t->entries[k].path);
			lesson_free(t->entries[k].lesson);
			lesson_diags_release(&t->entries[k].diags);
		}
		free(t->entries);
		free(t->id);
		free(t->dir);
		free(t->title);
		free(t->about);
	}
	free(course.topics);
}

static void golden(int rows, int cols, const char *name)
{
	struct ui_canvas *c = ui_canvas_new(rows, cols);

	view_home_layout(&home, rows, cols);
	view_home_draw(&home, c);
	golden_check(c, name);
	ui_canvas_free(c);
}

/* ---- tests ---- */

START_TEST(the_cursor_begins_at_the_lesson_to_resume)
{
	view_home_begin(&home, 3);
	ck_assert_str_eq(view_home_entry(&home)->name, "queue");
	golden(24, 80, "home");
	golden(36, 120, "home");
	golden(60, 200, "home");
	golden(18, 60, "home");
	golden(10, 40, "home");
	golden(5, 20, "home");
}
END_TEST

START_TEST(without_progress_it_begins_at_the_first_lesson)
{
	home.progress = NULL;
	view_home_begin(&home, VIEW_NO_LESSON);
	ck_assert_str_eq(view_home_entry(&home)->name, "spawning");
}
END_TEST

START_TEST(a_broken_lesson_is_listed_with_its_error)
{
	view_home_begin(&home, 4);
	ck_assert_ptr_null(view_home_entry(&home)->lesson);
	golden(24, 80, "home-broken");
	golden(36, 120, "home-broken");
}
END_TEST

START_TEST(a_problem_is_said_and_stays)
{
	view_home_begin(&home, 3);
	home.problem = "Progress is not kept: the folder is read-only.";
	golden(24, 80, "home-problem");
	golden(10, 40, "home-problem");
}
END_TEST

START_TEST(an_empty_course_says_what_to_do)
{
	struct catalog none = { 0 };

	home.catalog = &none;
	view_home_begin(&home, VIEW_NO_LESSON);
	view_home_move(&home, 1);
	view_home_toggle(&home);
	ck_assert_ptr_null(view_home_entry(&home));
	golden(24, 80, "home-empty");
}
END_TEST

START_TEST(every_row_is_a_topic_or_a_lesson_of_the_open_one)
{
	view_home_begin(&home, 3);
	ck_assert_uint_eq(view_home_rows(&home), 3 + 4);
	ck_assert_uint_eq(view_home_row(&home, 1).entry, VIEW_NO_LESSON);
	ck_assert_uint_eq(view_home_row(&home, 2).lesson, 2);
	ck_assert_uint_eq(view_home_row(&home, 5).lesson, 5);
	ck_assert_uint_eq(view_home_row(&home, 6).topic, 2);
	for (size_t i = 0; i < course.count; i++) {
		const struct catalog_topic *t = &course.topics[i];

		for (size_t k = 0; k < t->count; k++) {
			size_t n = view_home_number(&course, &t->entries[k]);

			view_home_begin(&home, n);
			ck_assert_ptr_eq(view_home_entry(&home),
					 &t->entries[k]);
		}
	}
}
END_TEST

START_TEST(the_cursor_stops_at_the_ends)
{
	view_home_begin(&home, 3);
	view_home_move(&home, -100);
	ck_assert_uint_eq(home.cursor, 0);
	view_home_move(&home, 100);
	ck_assert_uint_eq(home.cursor, 6);
	view_home_toggle(&home); /* opens the last topic */
	ck_assert_uint_eq(view_home_rows(&home), 3 + 1);
	ck_assert_uint_eq(home.cursor, 2);
	view_home_toggle(&home);
	ck_assert_uint_eq(view_home_rows(&home), 3);
}
END_TEST

START_TEST(a_small_list_scrolls_with_the_cursor)
{
	view_home_begin(&home, 3);
	view_home_layout(&home, 10, 40);
	view_home_move(&home, 100);
	view_home_layout(&home, 10, 40);
	ck_assert_uint_eq(home.scroll + (size_t)home.list.rows,
			  view_home_rows(&home));
	ck_assert(view_home_click(&home, home.list.row, 5));
	ck_assert_uint_eq(home.cursor, home.scroll);
	ck_assert(!view_home_click(&home, 0, 5));
}
END_TEST

START_TEST(a_lesson_that_is_done_is_not_to_be_resumed)
{
	progress[3].done = true;
	view_home_begin(&home, 3);
	home.resume = 3;
	golden(24, 80, "home-done");
}
END_TEST

START_TEST(what_has_changed_since_it_was_done_is_said)
{
	progress[2].revision = 7;
	view_home_begin(&home, 2);
	golden(24, 80, "home-changed");
	golden(36, 120, "home-changed");
}
END_TEST

START_TEST(what_a_lesson_builds_on_is_said_while_it_is_not_done)
{
	view_home_begin(&home, 5);
	golden(24, 80, "home-requires");
	golden(36, 120, "home-requires");
}
END_TEST

/* Types @words and says how many lessons have them. */
static const char *find(const char *words)
{
	static char said[64];
	SCOPED_STR say = STR_INIT;

	view_home_find(&home, VIEW_FIND_FIRST, words, &say);
	(void)snprintf(said, sizeof(said), "%s", say.buf);
	return said;
}

START_TEST(words_are_found_in_steps_and_in_the_glossary)
{
	view_home_begin(&home, 3);
	ck_assert_str_eq(find("words OF QUEUE 4"), "0 lessons");
	ck_assert_str_eq(find("words of"), "6 lessons");
	ck_assert_str_eq(find("words of queue 4"), "1 lesson");
	ck_assert_int_eq(view_home_hit(&home).in, VIEW_HOME_STEP);
	ck_assert_uint_eq(view_home_hit(&home).at, 4);
	golden(24, 80, "home-found-step");
	golden(36, 120, "home-found-step");
	ck_assert_str_eq(find("pool term"), "1 lesson");
	ck_assert_int_eq(view_home_hit(&home).in, VIEW_HOME_TERM);
	golden(24, 80, "home-found-term");
	ck_assert_str_eq(find("outlive"), "1 lesson");
	ck_assert_int_eq(view_home_hit(&home).in, VIEW_HOME_LESSON);
	view_home_find(&home, VIEW_FIND_CANCEL, "", NULL);
	ck_assert_int_eq(view_home_hit(&home).in, VIEW_HOME_NOWHERE);
	ck_assert_uint_eq(view_home_rows(&home), 3 + 4);
}
END_TEST

START_TEST(words_that_are_more_exact_look_again)
{
	view_home_begin(&home, 3);
	ck_assert_str_eq(find("passing"), "1 lesson");
	ck_assert_str_eq(find("passing w"), "1 lesson");
	ck_assert_str_eq(find("passing W"), "0 lessons");
	ck_assert_str_eq(find("passing"), "1 lesson");
	ck_assert_str_eq(find("p"), "7 lessons");
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("home");
	TCase *tc = tcase_create("home");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, the_cursor_begins_at_the_lesson_to_resume);
	tcase_add_test(tc, without_progress_it_begins_at_the_first_lesson);
	tcase_add_test(tc, a_broken_lesson_is_listed_with_its_error);
	tcase_add_test(tc, a_problem_is_said_and_stays);
	tcase_add_test(tc, an_empty_course_says_what_to_do);
	tcase_add_test(tc, every_row_is_a_topic_or_a_lesson_of_the_open_one);
	tcase_add_test(tc, the_cursor_stops_at_the_ends);
	tcase_add_test(tc, a_small_list_scrolls_with_the_cursor);
	tcase_add_test(tc, a_lesson_that_is_done_is_not_to_be_resumed);
	tcase_add_test(tc, what_has_changed_since_it_was_done_is_said);
	tcase_add_test(tc,
		       what_a_lesson_builds_on_is_said_while_it_is_not_done);
	tcase_add_test(tc, words_are_found_in_steps_and_in_the_glossary);
	tcase_add_test(tc, words_that_are_more_exact_look_again);
	suite_add_tcase(s, tc);
	return s;
}
