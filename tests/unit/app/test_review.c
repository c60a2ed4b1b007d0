/* SPDX-License-Identifier: MIT */
/*
 * An exam against the clock, and what is asked anew in each.
 */
#include "app/review.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lesson/catalog.h"
#include "progress/answers.h"
#include "support/check_main.h"
#include "support/procs.h"

static const char lesson_text[] =
	"format: 1\nid: quiz\ntitle: Quiz\nabout: Questions.\nrevision: 1\n"
	"minutes: 1\nobjectives: [{id: all, text: All of it.}]\nsteps:\n"
	"  - id: check\n    title: Check\n    quiz:\n"
	"      - {id: a, ask: \"Of {items}?\", draw: {items: {min: 10, max: "
	"99}}, key: {product: [items, 2]}, objective: all}\n"
	"      - {id: b, ask: And three?, key: 3, objective: all}\n"
	"      - {id: c, ask: And four?, key: 4, objective: all}\n";

enum { MINUTE = 60000 };

static char home[] = "/tmp/review.XXXXXX";
static struct catalog catalog;
static struct progress *progress;
static struct app_review review;
static int64_t now;

static int64_t clock_now_ms(void)
{
	return now;
}

static void path_of(const char *name, char out[200])
{
	(void)snprintf(out, 200, "%s/%s", home, name);
}

static void setup(void)
{
	struct err e = ERR_NONE;
	char *dir = home;
	char file[200];
	FILE *f;

	strcpy(home, "/tmp/review.XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(home));
	path_of("10-topic", file);
	ck_assert_int_eq(mkdir(file, 0700), 0);
	path_of("10-topic/quiz.yaml", file);
	f = fopen(file, "we");
	ck_assert_ptr_nonnull(f);
	(void)fputs(lesson_text, f);
	ck_assert_int_eq(fclose(f), 0);
	ck_assert_int_eq(catalog_load(&catalog, &dir, 1, &e), 0);
	ck_assert_uint_eq(catalog.broken, 0);
	progress = progress_open_memory();
	now = 1700000000000;
}

static void teardown(void)
{
	app_review_close(&review);
	progress_close(progress);
	catalog_release(&catalog);
	procs_remove_tree(home);
}

static void begin(int minutes, uint64_t seed)
{
	app_review_open(&review,
			&(struct app_review_options){ .catalog = &catalog,
						      .progress = progress,
						      .clock = clock_now_ms,
						      .exam = true,
						      .minutes = minutes,
						      .questions = 10,
						      .seed = seed });
}

/* Give what is right. */
static void answer(void)
{
	const char *is = review.ask.q->key->is;

	for (; *is; is++)
		(void)view_ask_key(&review.ask, (uint32_t)*is);
	ck_assert(app_review_give(&review));
}

START_TEST(what_was_answered_counts_when_the_time_is_up)
{
	begin(1, 5);
	ck_assert_uint_eq(review.count, 3);
	ck_assert_int_eq((int)review.view.left_s, 60);
	answer();
	now += MINUTE - 1;
	ck_assert(!app_review_tick(&review));
	ck_assert_int_eq((int)review.view.left_s, 1);
	now += 1;
	ck_assert(app_review_tick(&review));
	ck_assert_int_eq(review.view.state, VIEW_REVIEW_END);
	ck_assert_ptr_nonnull(strstr(review.summary.buf, "1 of 3 right"));
	ck_assert_ptr_nonnull(strstr(review.summary.buf, "2 not answered"));
	ck_assert_ptr_nonnull(strstr(review.summary.buf, "The time was up."));
	ck_assert_ptr_null(app_review_item(&review));
}
END_TEST

START_TEST(an_answer_that_comes_too_late_is_none)
{
	begin(1, 5);
	for (const char *c = review.ask.q->key->is; *c; c++)
		(void)view_ask_key(&review.ask, (uint32_t)*c);
	now += MINUTE;
	(void)app_review_give(&review);
	ck_assert_int_eq(review.view.state, VIEW_REVIEW_END);
	ck_assert_ptr_nonnull(strstr(review.summary.buf, "0 of 3 right"));
	/* Nor is a skip, and the end stays. */
	app_review_skip(&review);
	ck_assert_uint_eq(review.skipped, 0);
	ck_assert(!app_review_tick(&review));
}
END_TEST

START_TEST(with_all_answered_there_is_time_left)
{
	begin(2, 5);
	for (int i = 0; i < 3; i++)
		answer();
	ck_assert_int_eq(review.view.state, VIEW_REVIEW_END);
	ck_assert_ptr_nonnull(strstr(review.summary.buf, "3 of 3 right"));
	ck_assert_ptr_null(strstr(review.summary.buf, "The time was up."));
}
END_TEST

/* What is asked of the drawn one in the exam with this seed. */
static int number_in(uint64_t seed)
{
	int n = 0;

	app_review_close(&review);
	begin(2, seed);
	while (review.view.state != VIEW_REVIEW_END &&
	       sscanf(review.ask.q->ask, "Of %d?", &n) != 1)
		app_review_skip(&review);
	ck_assert_int_ge(n, 10);
	ck_assert_int_le(n, 99);
	ck_assert_int_eq(atoi(review.ask.q->key->is), 2 * n);
	return n;
}

START_TEST(each_exam_has_numbers_of_its_own)
{
	int first = number_in(1), others = 0;

	ck_assert_int_eq(number_in(1), first);
	for (uint64_t seed = 2; seed < 12; seed++)
		others += number_in(seed) != first;
	ck_assert_int_ge(others, 8);
}
END_TEST

static void begin_weak(void)
{
	app_review_close(&review);
	app_review_open(&review,
			&(struct app_review_options){ .catalog = &catalog,
						      .progress = progress,
						      .clock = clock_now_ms,
						      .weak = true,
						      .seed = 5 });
}

START_TEST(weak_spots_are_what_was_answered_wrongly)
{
	size_t asked;

	begin_weak();
	ck_assert_int_eq(review.view.state, VIEW_REVIEW_END);
	ck_assert_ptr_nonnull(strstr(review.summary.buf, "No weak spots"));
	ck_assert_uint_eq(app_review_weak(&catalog, progress, &asked), 0);
	ck_assert_uint_eq(asked, 0);
	app_review_close(&review);
	begin(2, 5);
	(void)view_ask_key(&review.ask, '0');
	ck_assert(app_review_give(&review));
	ck_assert_uint_eq(app_review_weak(&catalog, progress, &asked), 1);
	ck_assert_uint_eq(asked, 1);
	begin_weak();
	ck_assert_uint_eq(review.count, 3);
	for (int i = 0; i < 3; i++) {
		answer();
		ck_assert(app_review_give(&review)); /* read the verdict */
	}
	ck_assert_int_eq(review.view.state, VIEW_REVIEW_END);
	/* Three of four are right: still not four of five. */
	ck_assert_uint_eq(app_review_weak(&catalog, progress, &asked), 1);
	begin_weak();
	for (int i = 0; i < 3; i++) {
		answer();
		ck_assert(app_review_give(&review));
	}
	ck_assert_uint_eq(app_review_weak(&catalog, progress, &asked), 0);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("review");
	TCase *tc = tcase_create("exam");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, what_was_answered_counts_when_the_time_is_up);
	tcase_add_test(tc, an_answer_that_comes_too_late_is_none);
	tcase_add_test(tc, with_all_answered_there_is_time_left);
	tcase_add_test(tc, weak_spots_are_what_was_answered_wrongly);
	tcase_add_test(tc, each_exam_has_numbers_of_its_own);
	suite_add_tcase(s, tc);
	return s;
}
