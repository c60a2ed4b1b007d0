/* SPDX-License-Identifier: MIT */
/*
 * The glossary of a course: each term once, and its place in a text.
 */
#include "lesson/terms.h"

#include <string.h>

#include "support/check_main.h"

static char ipc[] = "ipc", full[] = "full", why[] = "why", title[] = "T";
static char plain[] = "A zombie is dead.",
	    bold[] = "Who has ended is a **zombie** until it is reaped.";
static struct lesson_step steps[] = {
	{ .id = why, .title = title, .text = plain },
	{ .id = full, .title = title, .text = bold },
};
static char zombie[] = "zombie", large[] = "Zombie", ended[] = "has ended",
	    other[] = "has been ended", apple[] = "apple";
static struct lesson_term of_first[] = { { zombie, ended } }, of_second[] = {
	{ large, ended }, { large, other }, { apple, ended }
};
static struct lesson first = { .id = ipc,
			       .steps = steps,
			       .step_count = 2,
			       .glossary = of_first,
			       .glossary_count = 1 },
		     second = { .id = why,
				.steps = steps,
				.step_count = 1,
				.glossary = of_second,
				.glossary_count = 3 };
static struct catalog_entry entries[] = { { .lesson = &first },
					  { .lesson = NULL },
					  { .lesson = &second } };
static struct catalog_topic topic = { .entries = entries, .count = 3 };
static const struct catalog course = { .topics = &topic, .count = 1 };

START_TEST(a_term_is_there_once_with_the_step_that_explains_it)
{
	struct lesson_terms t;

	lesson_terms_collect(&course, &t);
	ck_assert_uint_eq(t.count, 3);
	ck_assert_str_eq(t.items[0].term->name, "apple");
	ck_assert_str_eq(t.items[0].step, "");
	ck_assert_ptr_eq(t.items[1].lesson, &first);
	ck_assert_str_eq(t.items[1].step, "full");
	/* Explained in other words, it is another one. */
	ck_assert_str_eq(t.items[2].term->text, other);
	lesson_terms_release(&t);
	ck_assert_uint_eq(t.count, 0);
}
END_TEST

static const struct {
	const char *name, *text;
	int at; /* -1: nowhere */
	bool bold;
} places[] = {
	{ "queue", "A queue", 2, false },
	{ "queue", "Queues wait", 0, false },
	{ "queue", "A queue, then a **queue**", 18, true },
	{ "queue", "message_queue, queued, `queue`", -1, false },
	{ "process", "all processes", 4, false },
	{ "to hold", "it holds the lock", 3, false },
	{ "run", "they run", -1, false },
	{ "run", "they **run**", 7, true },
	{ "PID", "its PID", 4, false },
	{ "lost update", "no lost updates", 3, false },
	{ "pipe", "", -1, false },
};

START_TEST(a_term_is_found_as_a_word_of_its_own)
{
	bool is_bold;
	const char *at =
		lesson_term_in(places[_i].name, places[_i].text, &is_bold);

	ck_assert_int_eq(at ? (int)(at - places[_i].text) : -1, places[_i].at);
	ck_assert_int_eq(is_bold, places[_i].bold);
	ck_assert_ptr_eq(lesson_term_in(places[_i].name, places[_i].text, NULL),
			 at);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("terms");
	TCase *tc = tcase_create("terms");

	tcase_add_test(tc, a_term_is_there_once_with_the_step_that_explains_it);
	tcase_add_loop_test(tc, a_term_is_found_as_a_word_of_its_own, 0,
			    sizeof(places) / sizeof(*places));
	suite_add_tcase(s, tc);
	return s;
}
