/* SPDX-License-Identifier: MIT */
/*
 * What makes one course of many lessons: one set of terms, paths through it.
 */
#include <ctype.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/mem.h"
#include "base/scope.h"
#include "base/str.h"
#include "lesson/bank.h"
#include "lesson/file.h"
#include "lesson/terms.h"
#include "support/check_main.h"

static struct catalog catalog;
static struct str faults;

static void load_course(void)
{
	const char *top = getenv("top_srcdir");
	SCOPED_FREE char *dir = fs_join(top ? top : ".", "lessons");
	struct err e = ERR_NONE;

	ck_assert_msg(catalog_load(&catalog, &dir, 1, &e) == 0, "%s", e.text);
	faults = STR_INIT;
}

static void release_course(void)
{
	catalog_release(&catalog);
	str_release(&faults);
}

/* ---- terms ---- */

/* "Zombies" is "zombie", "back-off" is "back off". */
static void plain(const char *name, char out[64])
{
	size_t n = 0;

	for (; *name && n < 63; name++)
		if (isalnum((unsigned char)*name) || *name == '_')
			out[n++] = (char)tolower((unsigned char)*name);
	n -= n > 1 && out[n - 1] == 's';
	out[n] = '\0';
}

START_TEST(a_term_is_explained_in_the_same_words_everywhere)
{
	struct lesson_terms t;

	lesson_terms_collect(&catalog, &t);
	ck_assert_uint_gt(t.count, 100);
	for (size_t i = 0; i < t.count; i++)
		for (size_t k = i + 1; k < t.count; k++) {
			const struct lesson_term_place *a = &t.items[i];
			const struct lesson_term_place *b = &t.items[k];
			char x[64], y[64];

			plain(a->term->name, x);
			plain(b->term->name, y);
			if (strcmp(x, y) != 0)
				continue;
			str_addf(&faults, "%s in %s/%s: %s\n%s in %s/%s: %s\n",
				 a->term->name, a->lesson->topic, a->lesson->id,
				 a->term->text, b->term->name, b->lesson->topic,
				 b->lesson->id, b->term->text);
		}
	lesson_terms_release(&t);
	ck_assert_msg(!faults.len, "\n%s", faults.buf);
}
END_TEST

/* ---- words ---- */

/*
 * What CONTRIBUTING.md has in the right column of its table, and what it says
 * is never written.  "Blocks" is written once, "terminate" and "spawn" are
 * terms of their own, so these are not looked for.
 */
static const char avoided[] =
	"\\<(slaves?|minions?|the main process|the master|creates?|created|"
	"runnable|on CPU|suspended|defunct|dies|died|return codes?|the OS|"
	"operating system|contends?|contention|bug|"
	"error injection|timeouts?|serializ[a-z]*|behaviors?|colors?|simply|"
	"obviously|of course|as we all know|[0-9]+(ms|kB|KB|MB))\\>";

/*
 * Without code, where the words are the program's, and what is quoted; what
 * stands between two asterisks stays.
 */
static char *without_code(const char *text)
{
	char *copy = mem_text(text);
	char inside = '\0';

	for (char *c = copy; *c; c++) {
		if (*c == '`' || *c == '"' || *c == '*')
			inside = inside == *c ? '\0' : inside ? inside : *c;
		else if (inside)
			*c = '_';
	}
	return copy;
}

/* What is known by its id keeps it. */
static bool is_name(const char *key)
{
	return !strcmp(key, "id") || !strcmp(key, "run") ||
	       !strcmp(key, "objective") || !strcmp(key, "objectives");
}

static void look_for_words(const regex_t *words, const struct lesson_node *node,
			   const char *path)
{
	SCOPED_FREE char *text =
		node->kind == LESSON_SCALAR ? without_code(node->text) : NULL;
	regmatch_t at;

	if (text && regexec(words, text, 1, &at, 0) == 0)
		str_addf(&faults, "%s:%d: %.*s\n", path, node->at.line,
			 (int)(at.rm_eo - at.rm_so), text + at.rm_so);
	for (size_t i = 0; i < node->count; i++)
		if (node->kind != LESSON_MAP || !is_name(node->keys[i]->text))
			look_for_words(words, node->items[i], path);
}

START_TEST(what_is_not_said_is_not_said)
{
	regex_t words;

	ck_assert_int_eq(regcomp(&words, avoided, REG_EXTENDED | REG_ICASE), 0);
	for (size_t t = 0; t < catalog.count; t++)
		for (size_t i = 0; i < catalog.topics[t].count; i++) {
			const char *path = catalog.topics[t].entries[i].path;
			struct lesson_diags diags;
			struct lesson_file f;

			ck_assert_int_eq(lesson_file_open(&f, path, &diags), 0);
			look_for_words(&words, f.root,
				       strstr(path, "lessons/"));
			lesson_file_close(&f);
			lesson_diags_release(&diags);
		}
	regfree(&words);
	ck_assert_msg(!faults.len, "\n%s", faults.buf);
}
END_TEST

/* ---- questions ---- */

enum { QUESTIONS_MIN = 300, EXAM_MIN = 200 };

START_TEST(there_are_questions_enough_and_a_third_is_new_each_time)
{
	struct lesson_bank b = { 0 };

	lesson_bank_count(&b, &catalog);
	ck_assert_uint_ge(b.questions, QUESTIONS_MIN);
	ck_assert_uint_ge(b.quiz, EXAM_MIN);
	ck_assert_msg((b.drawn + b.computed) * 3 >= b.questions,
		      "%zu of %zu are new each time", b.drawn + b.computed,
		      b.questions);
	ck_assert_uint_eq(b.thin, 0);
}
END_TEST

/* Three standard deviations: one course in a thousand, without a habit. */
START_TEST(whoever_guesses_does_not_do_better_than_dice)
{
	struct lesson_bank b = { 0 };

	lesson_bank_count(&b, &catalog);
	ck_assert_uint_gt(b.one, 100);
	for (int i = 0; i < LESSON_GUESSES; i++) {
		enum lesson_guess g = (enum lesson_guess)i;

		ck_assert_msg(lesson_bank_bias(&b, g) < 3,
			      "who always takes %s finds %.0f %% (dice: %.0f "
			      "%%): procession lint --bank",
			      lesson_guess_name(g),
			      100 * b.right[g] / (double)b.one,
			      100 * b.chance / (double)b.one);
	}
}
END_TEST

static void look_at_questions(const struct lesson *l,
			      const struct lesson_question *q, size_t n)
{
	for (size_t i = 0; q && i < n; i++) {
		const char *fault = lesson_bank_fault(&q[i]);

		if (fault)
			str_addf(&faults, "%s/%s: %s: %s\n", l->topic, l->id,
				 q[i].ask, fault);
	}
}

START_TEST(no_question_gives_its_answer_away)
{
	for (size_t t = 0; t < catalog.count; t++)
		for (size_t i = 0; i < catalog.topics[t].count; i++) {
			const struct lesson *l =
				catalog.topics[t].entries[i].lesson;

			for (size_t k = 0; k < l->step_count; k++) {
				const struct lesson_step *s = &l->steps[k];

				look_at_questions(l, s->predict, 1);
				look_at_questions(l, s->observe, 1);
				look_at_questions(l, s->quiz, s->quiz_count);
				if (s->exercise)
					look_at_questions(
						l, s->exercise->questions,
						s->exercise->question_count);
			}
		}
	ck_assert_msg(!faults.len, "\n%s", faults.buf);
}
END_TEST

/* ---- paths ---- */

static const struct catalog_route *route(const char *id)
{
	const struct catalog_route *r;
	struct err e = ERR_NONE;

	ck_assert_msg(catalog_find_route(&catalog, id, &r, &e) == 0, "%s",
		      e.text);
	return r;
}

START_TEST(every_path_leads_somewhere)
{
	ck_assert_uint_eq(catalog.route_file_count, 1);
	lesson_diags_format(&catalog.route_files[0].diags, &faults);
	ck_assert_msg(!faults.len, "\n%s", faults.buf);
	ck_assert_uint_eq(catalog.route_count, 5);
	ck_assert_uint_eq(route("course")->count, catalog.lessons);
}
END_TEST

START_TEST(one_lecture_is_six_lessons_in_fifty_minutes)
{
	const struct catalog_route *r = route("one-lecture");

	ck_assert(r->present);
	ck_assert_uint_eq(r->count, 6);
	ck_assert_int_eq(r->minutes, 50);
	for (size_t i = 0; i < r->count; i++) {
		const struct catalog_part *p = &r->parts[i];
		const struct lesson *l = p->entry->lesson;

		ck_assert_uint_gt(p->step_count, 0);
		for (size_t k = 0; k < p->step_count; k++) {
			int step = lesson_find_step(l, p->steps[k]);

			ck_assert_msg(*l->steps[step].notes,
				      "%s:%s has no notes", l->id, p->steps[k]);
			ck_assert_msg(l->steps[step].demo,
				      "%s:%s has nothing to see", l->id,
				      p->steps[k]);
		}
	}
}
END_TEST

START_TEST(before_an_exam_one_is_asked)
{
	const struct catalog_route *r = route("exam-tomorrow");
	bool does[4] = { false };

	for (size_t i = 0; i < r->count; i++) {
		const struct catalog_part *p = &r->parts[i];
		const struct lesson *l = p->entry ? p->entry->lesson : NULL;

		does[p->activity] = true;
		if (l)
			ck_assert_msg(l->steps[lesson_find_step(l, p->steps[0])]
					      .quiz_count,
				      "%s asks nothing there", l->id);
	}
	ck_assert(does[LESSON_ACTIVITY_WEAK]);
	ck_assert(does[LESSON_ACTIVITY_CARDS]);
	ck_assert(does[LESSON_ACTIVITY_EXAM]);
	ck_assert_int_eq(r->parts[r->count - 1].activity, LESSON_ACTIVITY_EXAM);
}
END_TEST

static bool is_on_a_path(const struct catalog_entry *entry)
{
	for (size_t i = 1; i < catalog.route_count; i++)
		for (size_t k = 0; k < catalog.routes[i].count; k++)
			if (catalog.routes[i].parts[k].entry == entry)
				return true;
	return false;
}

/* A lesson need not be on any path but the one through all; who reads this
 * decides. */
START_TEST(lessons_on_no_path_are_named)
{
	size_t count = 0;

	for (size_t t = 0; t < catalog.count; t++)
		for (size_t i = 0; i < catalog.topics[t].count; i++) {
			const struct catalog_entry *e =
				&catalog.topics[t].entries[i];

			if (is_on_a_path(e))
				continue;
			(void)printf("%s%s/%s", count ? ", " : "", e->topic,
				     e->name);
			count++;
		}
	(void)printf("%son no path but the whole course: %zu of %zu\n",
		     count ? " are " : "", count, catalog.lessons);
	(void)fflush(stdout);
	ck_assert_uint_lt(count, catalog.lessons);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("whole");
	TCase *tc = tcase_create("whole");

	tcase_add_checked_fixture(tc, load_course, release_course);
	tcase_add_test(tc, a_term_is_explained_in_the_same_words_everywhere);
	tcase_add_test(tc, what_is_not_said_is_not_said);
	tcase_add_test(tc,
		       there_are_questions_enough_and_a_third_is_new_each_time);
	tcase_add_test(tc, whoever_guesses_does_not_do_better_than_dice);
	tcase_add_test(tc, no_question_gives_its_answer_away);
	tcase_add_test(tc, every_path_leads_somewhere);
	tcase_add_test(tc, one_lecture_is_six_lessons_in_fifty_minutes);
	tcase_add_test(tc, before_an_exam_one_is_asked);
	tcase_add_test(tc, lessons_on_no_path_are_named);
	suite_add_tcase(s, tc);
	return s;
}
