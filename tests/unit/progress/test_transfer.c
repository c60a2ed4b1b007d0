/* SPDX-License-Identifier: MIT */
#include "progress/transfer.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "progress/answers.h"
#include "progress/cards.h"
#include "progress/marks.h"
#include "support/check_main.h"
#include "unit/progress/home.h"

static void answer(struct progress *p, const char *lesson, int64_t at,
		   enum progress_outcome outcome)
{
	struct progress_answer a = { .topic = "ipc",
				     .lesson = lesson,
				     .step = "check",
				     .question = "full",
				     .objective = "blocks",
				     .outcome = outcome,
				     .given = "\"quoted\"\n\\ and ü",
				     .at = at };

	ck_assert_int_eq(progress_answer(p, &a), 0);
}

/* One of everything. */
static void fill(struct progress *p)
{
	struct progress_exam e = { .began = 77, .seconds = 60 };

	(void)progress_visit(p, "ipc", "pipe", "ends", 1);
	(void)progress_visit(p, "ipc", "queue", "full", 2);
	(void)progress_done(p, "ipc", "pipe");
	answer(p, "queue", 1000, PROGRESS_WRONG);
	answer(p, "pipe", 2000, PROGRESS_RIGHT);
	(void)progress_review(p, "ipc", "queue", "bound", FSRS_GOOD, 5000,
			      NULL);
	(void)progress_bookmark(p, "ipc", "queue", "full", true, 6000);
	(void)progress_exam_begin(p, &e);
}

static void export_it(struct progress *p, struct str *out)
{
	str_clear(out);
	ck_assert_int_eq(progress_export(p, "ada", 123456, out), 0);
}

START_TEST(what_is_exported_comes_back_the_same)
{
	struct progress *p = open_it(), *q = progress_open_memory();
	SCOPED_STR first = STR_INIT, second = STR_INIT;
	struct progress_imported got;
	struct err e = ERR_NONE;

	fill(p);
	export_it(p, &first);
	ck_assert_msg(progress_import(q, first.buf, &got, &e) == 0, "%s",
		      e.text);
	ck_assert_str_eq(got.learner, "ada");
	ck_assert_int_eq(got.made, 123456);
	ck_assert_int_eq(got.answers, 2);
	export_it(q, &second);
	ck_assert_str_eq(first.buf, second.buf);
	/* Once more changes nothing. */
	ck_assert_int_eq(progress_import(q, first.buf, &got, &e), 0);
	ck_assert_int_eq(got.answers, 0);
	export_it(q, &second);
	ck_assert_str_eq(first.buf, second.buf);
	progress_close(q);
	progress_close(p);
}
END_TEST

START_TEST(two_records_are_joined)
{
	struct progress *p = open_it(), *q = progress_open_memory();
	SCOPED_STR out = STR_INIT;
	struct progress_imported got;
	struct progress_lesson l;
	struct progress_card c;
	struct err e = ERR_NONE;

	fill(p);
	(void)progress_visit(q, "ipc", "queue", "why", 1);
	(void)progress_done(q, "ipc", "queue");
	answer(q, "queue", 900, PROGRESS_RIGHT);
	(void)progress_review(q, "ipc", "queue", "bound", FSRS_AGAIN, 9000,
			      NULL);
	export_it(p, &out);
	ck_assert_int_eq(progress_import(q, out.buf, &got, &e), 0);
	progress_lesson(q, "ipc", "queue", &l);
	ck_assert(l.done);
	ck_assert_int_eq(l.seen, 2);
	ck_assert_str_eq(l.step, "full"); /* visited later there */
	progress_lesson(q, "ipc", "pipe", &l);
	ck_assert(l.done);
	progress_card(q, "ipc", "queue", "bound", &c);
	ck_assert_int_eq(c.reviewed, 9000); /* here later */
	progress_close(q);
	progress_close(p);
}
END_TEST

START_TEST(what_is_wrong_changes_nothing)
{
	static const struct {
		const char *json, *says;
		int code;
	} bad[] = {
		{ "", "not what", -EINVAL },
		{ "{", "not what", -EINVAL },
		{ "[]", "not what", -EINVAL },
		{ "{\"format\": \"other\", \"version\": 1}", "not what",
		  -EINVAL },
		{ "{\"format\": \"procession-progress\", \"version\": 2}",
		  "newer", -ENOTSUP },
		{ "{\"format\": \"procession-progress\", \"version\": 1, "
		  "\"steps\": [{\"topic\": \"new\", \"lesson\": \"l\", "
		  "\"id\": \"s\"}], \"answers\": [{\"topic\": \"a\"}]}",
		  "record", -EINVAL },
		{ "{\"format\": \"procession-progress\", \"version\": 1, "
		  "\"cards\": [{\"topic\": \"a\", \"lesson\": \"b\", "
		  "\"id\": \"c\", \"stability\": \"long\"}]}",
		  "number", -EINVAL },
		{ "{\"format\": \"procession-progress\", \"version\": 1, "
		  "\"cards\": [{\"topic\": \"a\", \"lesson\": \"b\", "
		  "\"id\": \"c\", \"stability\": 1, \"difficulty\": 2, "
		  "\"reviewed\": -9223372036854775808, \"due\": 1, "
		  "\"reviews\": 1, \"lapses\": 0}]}",
		  "$.cards[0].reviewed", -EINVAL },
		{ "{\"format\": \"procession-progress\", \"version\": 1, "
		  "\"cards\": [{\"topic\": \"a\", \"lesson\": \"b\", "
		  "\"id\": \"c\", \"stability\": 1, \"difficulty\": 2, "
		  "\"reviewed\": 1, \"due\": 1, "
		  "\"reviews\": 1, \"lapses\": 2147483647}]}",
		  "$.cards[0].lapses", -EINVAL },
	};
	struct progress *p = open_it();
	SCOPED_STR before = STR_INIT, after = STR_INIT;
	struct progress_imported got;

	fill(p);
	export_it(p, &before);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct err e = ERR_NONE;

		ck_assert_int_eq(progress_import(p, bad[i].json, &got, &e),
				 bad[i].code);
		ck_assert_msg(strstr(e.text, bad[i].says), "%s", e.text);
		export_it(p, &after);
		ck_assert_str_eq(before.buf, after.buf);
	}
	ck_assert_str_eq(progress_problem(p), "");
	progress_close(p);
}
END_TEST

START_TEST(a_lesson_is_forgotten_and_the_others_are_not)
{
	struct progress *p = open_it();
	struct progress_lesson l;

	fill(p);
	(void)progress_trust(p, "/course", 1);
	ck_assert_int_eq(progress_reset(p, "ipc", "queue"), 0);
	progress_lesson(p, "ipc", "queue", &l);
	ck_assert(!l.begun && !l.done);
	ck_assert_int_eq(progress_due_count(p, INT64_MAX), 0);
	progress_lesson(p, "ipc", "pipe", &l);
	ck_assert(l.done);
	ck_assert_int_eq(progress_solved(p, "ipc", "pipe"), 1);
	ck_assert_int_eq(progress_reset(p, NULL, NULL), 0);
	ck_assert_int_eq(progress_solved(p, "ipc", "pipe"), 0);
	ck_assert_int_eq(progress_exams(p, &(struct progress_exam){ 0 }, 1), 0);
	ck_assert(progress_is_trusted(p, "/course"));
	progress_close(p);
}
END_TEST

START_TEST(what_an_older_version_wrote_is_taken_over)
{
	struct progress *p = open_it();
	struct progress_lesson l;

	(void)progress_visit(p, "ipc", "queue", "full", 3);
	(void)progress_done(p, "ipc", "queue");
	progress_close(p);
	/* As schema 1 was. */
	change("DROP TABLE answer; DROP TABLE exam; DROP TABLE card;"
	       "DROP TABLE review; DROP TABLE bookmark; DROP TABLE trust;"
	       "PRAGMA user_version = 1");
	p = open_it();
	progress_lesson(p, "ipc", "queue", &l);
	ck_assert(l.done);
	ck_assert_str_eq(l.step, "full");
	answer(p, "queue", 1, PROGRESS_RIGHT);
	ck_assert_str_eq(progress_problem(p), "");
	ck_assert_int_eq(progress_solved(p, "ipc", "queue"), 1);
	progress_close(p);
	ck_assert(!is_there(".damaged-1"));
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("transfer");
	TCase *tc = tcase_create("transfer");

	tcase_add_checked_fixture(tc, home_setup, home_teardown);
	tcase_add_test(tc, what_is_exported_comes_back_the_same);
	tcase_add_test(tc, two_records_are_joined);
	tcase_add_test(tc, what_is_wrong_changes_nothing);
	tcase_add_test(tc, a_lesson_is_forgotten_and_the_others_are_not);
	tcase_add_test(tc, what_an_older_version_wrote_is_taken_over);
	suite_add_tcase(s, tc);
	return s;
}
