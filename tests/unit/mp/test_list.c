/* SPDX-License-Identifier: MIT */
/* What lists of a manager do. */
#include "mp/list.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mp/dict.h"
#include "unit/mp/crew.h"
#include "unit/mp/watch.h"

static mp_manager *m;
static mp_list *l;

static void setup(void)
{
	(void)signal(SIGTERM, SIG_DFL);
	m = mp_manager_new(NULL, NULL);
	l = mp_list_new(m, "tale");
	ck_assert_ptr_nonnull(l);
}

static void teardown(void)
{
	mp_list_free(l);
	mp_manager_free(m);
}

/* All of it, as one would write it. */
static const char *contents(void)
{
	static char text[400];
	struct mp_any *all;
	ssize_t n = mp_list_slice(l, 0, INT64_MAX, &all);

	ck_assert_int_ge(n, 0);
	text[0] = '\0';
	for (ssize_t i = 0; i < n; i++) {
		char *end = text + strlen(text);

		if (all[i].kind == MP_ANY_INT)
			(void)sprintf(end, "%s%d", i ? " " : "",
				      (int)all[i].integer);
		else if (all[i].kind == MP_ANY_DOUBLE)
			(void)sprintf(end, "%s%.1f", i ? " " : "", all[i].real);
		else if (all[i].kind == MP_ANY_TEXT)
			(void)sprintf(end, "%s%s", i ? " " : "", all[i].text);
		else
			(void)sprintf(end, "%s?", i ? " " : "");
	}
	mp_any_free(all, (size_t)n);
	return text;
}

#define HOLDS(expected) ck_assert_str_eq(contents(), (expected))

static void fill(int n)
{
	SUCCEEDS_WITH(0, mp_list_clear(l));
	for (int i = 0; i < n; i++)
		SUCCEEDS_WITH(0, mp_list_append(l, MP_ANY(i)));
}

/* conforms: 104 */
START_TEST(values_come_out_as_they_went_in)
{
	struct mp_any v;
	int64_t n = 0;
	double d = 0;
	char text[8];

	SUCCEEDS_WITH(0, mp_list_append(l, MP_ANY(INT64_MIN)));
	SUCCEEDS_WITH(0, mp_list_append(l, MP_ANY(-0.125)));
	SUCCEEDS_WITH(0, mp_list_append(l, MP_ANY("größer")));
	SUCCEEDS_WITH(0, mp_list_append(l, MP_NONE));
	SUCCEEDS_WITH(0, mp_list_get_int(l, 0, &n));
	ck_assert_int_eq(n, INT64_MIN);
	SUCCEEDS_WITH(0, mp_list_get_double(l, 1, &d));
	ck_assert_double_eq(d, -0.125);
	SUCCEEDS_WITH(0, mp_list_get(l, 2, &v));
	ck_assert_int_eq(v.kind, MP_ANY_TEXT);
	ck_assert_str_eq(v.text, "größer");
	mp_any_clear(&v);
	SUCCEEDS_WITH(0, mp_list_get(l, -1, &v));
	ck_assert_int_eq(v.kind, MP_ANY_NONE);
	FAILS_WITH(EPROTOTYPE, mp_list_get_int(l, 1, &n));
	FAILS_WITH(EPROTOTYPE, mp_list_get_text(l, 0, text, sizeof(text)));
	FAILS_WITH(ENOSPC, mp_list_get_text(l, 2, text, sizeof(text)));
	SUCCEEDS_WITH(0, mp_list_set(l, 2, MP_ANY("seven b")));
	SUCCEEDS_WITH(0, mp_list_get_text(l, 2, text, sizeof(text)));
	ck_assert_str_eq(text, "seven b");
}
END_TEST

/* conforms: 104 107 */
START_TEST(an_index_counts_from_either_end_and_no_further)
{
	struct mp_any v;
	int64_t n = 0;

	fill(3);
	SUCCEEDS_WITH(0, mp_list_get_int(l, -3, &n));
	ck_assert_int_eq(n, 0);
	FAILS_WITH(ERANGE, mp_list_get_int(l, 3, &n));
	FAILS_WITH(ERANGE, mp_list_get_int(l, -4, &n));
	FAILS_WITH(ERANGE, mp_list_get_int(l, INT64_MIN, &n));
	FAILS_WITH(ERANGE, mp_list_set(l, 3, MP_ANY(1)));
	FAILS_WITH(ERANGE, mp_list_add(l, 3, MP_ANY(1), NULL));
	FAILS_WITH(ERANGE, mp_list_delete(l, -4));
	FAILS_WITH(ERANGE, mp_list_pop(l, 3, &v));
	HOLDS("0 1 2");
	SUCCEEDS_WITH(0, mp_list_pop(l, -1, &v));
	ck_assert_int_eq(v.integer, 2);
	SUCCEEDS_WITH(0, mp_list_delete(l, 0));
	HOLDS("1");
	SUCCEEDS_WITH(0, mp_list_pop(l, 0, &v));
	FAILS_WITH(ERANGE, mp_list_pop(l, -1, &v));
	ck_assert_int_eq(mp_list_len(l), 0);
}
END_TEST

/* conforms: 104 */
START_TEST(insert_and_extend_put_values_in_their_places)
{
	struct mp_any more[] = { MP_ANY("a"), MP_NONE, MP_ANY(0.5) };

	fill(2);
	SUCCEEDS_WITH(0, mp_list_insert(l, 1, MP_ANY(9)));
	SUCCEEDS_WITH(0, mp_list_insert(l, -1, MP_ANY(8)));
	SUCCEEDS_WITH(0, mp_list_insert(l, 100, MP_ANY(7)));
	SUCCEEDS_WITH(0, mp_list_insert(l, -100, MP_ANY(6)));
	HOLDS("6 0 9 8 1 7");
	SUCCEEDS_WITH(0, mp_list_extend(l, more, 3));
	SUCCEEDS_WITH(0, mp_list_extend(l, NULL, 0));
	HOLDS("6 0 9 8 1 7 a ? 0.5");
	FAILS_WITH(EINVAL, mp_list_extend(l, NULL, 1));
	more[2] = mp_any_text("\xff");
	FAILS_WITH(EILSEQ, mp_list_extend(l, more, 3));
	ck_assert_int_eq(mp_list_len(l), 9);
}
END_TEST

/* conforms: 104 */
START_TEST(a_slice_is_cut_to_what_there_is)
{
	static const struct {
		int64_t from, to;
		int n, first;
	} cases[] = {
		{ 1, 3, 2, 1 },  { -2, INT64_MAX, 2, 3 }, { 3, 1, 0, 0 },
		{ 0, -1, 4, 0 }, { -99, 99, 5, 0 },       { 5, 9, 0, 0 },
	};

	fill(5);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct mp_any *all;
		ssize_t n = mp_list_slice(l, cases[i].from, cases[i].to, &all);

		ck_assert_int_eq(n, cases[i].n);
		if (n)
			ck_assert_int_eq(all[0].integer, cases[i].first);
		mp_any_free(all, (size_t)n);
	}
}
END_TEST

/* conforms: 104 */
START_TEST(equal_values_are_found_counted_and_removed)
{
	fill(3);
	SUCCEEDS_WITH(0, mp_list_append(l, MP_ANY(1.0)));
	SUCCEEDS_WITH(0, mp_list_append(l, MP_ANY("1")));
	SUCCEEDS_WITH(0, mp_list_append(l, MP_NONE));
	ck_assert_int_eq(mp_list_find(l, MP_ANY(1)), 1);
	ck_assert_int_eq(mp_list_count(l, MP_ANY(1)), 2);
	ck_assert_int_eq(mp_list_find(l, MP_ANY("1")), 4);
	ck_assert_int_eq(mp_list_find(l, MP_NONE), 5);
	ck_assert_int_eq(mp_list_count(l, MP_ANY("2")), 0);
	FAILS_WITH(ENOENT, (int)mp_list_find(l, MP_ANY("2")));
	FAILS_WITH(ENOENT, mp_list_remove(l, MP_ANY(7)));
	SUCCEEDS_WITH(0, mp_list_remove(l, MP_ANY(1)));
	HOLDS("0 2 1.0 1 ?");
}
END_TEST

/* conforms: 104 */
START_TEST(sorting_orders_numbers_or_texts_and_no_mixture)
{
	static const int given[] = { 5, 3, 9, 3, -1, 0, 7 };

	for (int i = 0; i < 7; i++)
		SUCCEEDS_WITH(0, mp_list_append(l, MP_ANY(given[i])));
	SUCCEEDS_WITH(0, mp_list_append(l, MP_ANY(3.0)));
	SUCCEEDS_WITH(0, mp_list_sort(l, false));
	HOLDS("-1 0 3 3 3.0 5 7 9");
	SUCCEEDS_WITH(0, mp_list_sort(l, true));
	HOLDS("9 7 5 3 3 3.0 0 -1");
	SUCCEEDS_WITH(0, mp_list_reverse(l));
	HOLDS("-1 0 3.0 3 3 5 7 9");
	SUCCEEDS_WITH(0, mp_list_append(l, MP_ANY("b")));
	FAILS_WITH(EPROTOTYPE, mp_list_sort(l, false));
	SUCCEEDS_WITH(0, mp_list_clear(l));
	SUCCEEDS_WITH(0, mp_list_sort(l, false));
	for (const char *c = "edacb"; *c; c++) {
		char text[] = { *c, 0 };

		SUCCEEDS_WITH(0, mp_list_append(l, MP_ANY(text)));
	}
	SUCCEEDS_WITH(0, mp_list_sort(l, false));
	HOLDS("a b c d e");
}
END_TEST

START_TEST(a_large_list_is_copied_in_one_go)
{
	enum { MANY = 20000 };
	struct mp_any *all = calloc(MANY, sizeof(*all)), *copy;

	for (int i = 0; i < MANY; i++)
		all[i] = i % 3 ? MP_ANY(MANY - i) : MP_ANY(0.5 - i);
	SUCCEEDS_WITH(0, mp_list_extend(l, all, MANY));
	SUCCEEDS_WITH(0, mp_list_sort(l, false));
	ck_assert_int_eq(mp_list_slice(l, 0, INT64_MAX, &copy), MANY);
	for (int i = 1; i < MANY; i++) {
		double a = copy[i - 1].kind == MP_ANY_INT
				   ? (double)copy[i - 1].integer
				   : copy[i - 1].real;
		double b = copy[i].kind == MP_ANY_INT ? (double)copy[i].integer
						      : copy[i].real;

		ck_assert_double_le(a, b);
	}
	mp_any_free(copy, MANY);
	free(all);
}
END_TEST

static int add_ones(void *times)
{
	for (int i = 0; i < *(int *)times; i++)
		if (mp_list_add(l, 0, MP_ANY(1), NULL))
			return errno;
	return 0;
}

START_TEST(an_add_is_one_step)
{
	mp_process *p[4];
	struct mp_any sum;
	int times = 200;

	SUCCEEDS_WITH(0, mp_list_append(l, MP_ANY(0)));
	SUCCEEDS_WITH(0, mp_list_append(l, MP_ANY(INT64_MAX)));
	for (int i = 0; i < 4; i++)
		p[i] = started(add_ones, &times);
	for (int i = 0; i < 4; i++)
		ck_assert_int_eq(ended_with(p[i]), 0);
	SUCCEEDS_WITH(0, mp_list_add(l, 0, MP_ANY(0.5), &sum));
	ck_assert_int_eq(sum.kind, MP_ANY_DOUBLE);
	ck_assert_double_eq(sum.real, 4 * times + 0.5);
	FAILS_WITH(EOVERFLOW, mp_list_add(l, 1, MP_ANY(1), NULL));
	FAILS_WITH(EPROTOTYPE, mp_list_add(l, 1, MP_ANY("1"), NULL));
	ck_assert_int_eq(mp_list_find(l, MP_ANY(INT64_MAX)), 1);
}
END_TEST

/* conforms: 106 */
START_TEST(a_list_in_a_list_is_the_same_list)
{
	mp_list *inner = mp_list_new(m, "inner");
	struct mp_any v;

	SUCCEEDS_WITH(0, mp_list_append(l, MP_ANY(inner)));
	SUCCEEDS_WITH(0, mp_list_append(inner, MP_ANY(1)));
	ck_assert_int_eq(mp_list_find(l, MP_ANY(inner)), 0);
	mp_list_free(inner);
	SUCCEEDS_WITH(0, mp_list_get(l, 0, &v));
	ck_assert_int_eq(v.kind, MP_ANY_LIST);
	ck_assert_str_eq(mp_list_name(v.list), "inner");
	ck_assert_int_eq(mp_list_len(v.list), 1);
	/* Also when the list that it was got from has it no more. */
	SUCCEEDS_WITH(0, mp_list_clear(l));
	SUCCEEDS_WITH(0, mp_list_append(v.list, MP_ANY(2)));
	ck_assert_int_eq(mp_list_len(v.list), 2);
	/* It may hold itself, which ends with the manager. */
	SUCCEEDS_WITH(0, mp_list_append(v.list, v));
	mp_any_clear(&v);
}
END_TEST

START_TEST(what_is_not_possible_is_refused)
{
	struct mp_any v, *all;
	int64_t n;

	FAILS_WITH(EINVAL, mp_list_append(NULL, MP_ANY(1)));
	FAILS_WITH(EINVAL, mp_list_append(l, mp_any_text(NULL)));
	FAILS_WITH(EINVAL, mp_list_append(l, mp_any_list(NULL)));
	FAILS_WITH(EINVAL, mp_list_get(NULL, 0, &v));
	FAILS_WITH(EINVAL, mp_list_get(l, 0, NULL));
	FAILS_WITH(EINVAL, mp_list_pop(l, 0, NULL));
	FAILS_WITH(EINVAL, (int)mp_list_slice(l, 0, 1, NULL));
	FAILS_WITH(EINVAL, (int)mp_list_slice(NULL, 0, 1, &all));
	FAILS_WITH(EINVAL, (int)mp_list_len(NULL));
	FAILS_WITH(EINVAL, mp_list_clear(NULL));
	FAILS_WITH(EINVAL, mp_list_sort(NULL, false));
	SUCCEEDS_WITH(0, mp_list_append(l, MP_ANY(1)));
	FAILS_WITH(EINVAL, mp_list_get_int(l, 0, NULL));
	FAILS_WITH(EINVAL, mp_list_get_text(l, 0, NULL, 4));
	SUCCEEDS_WITH(0, mp_list_get_int(l, 0, &n));
	mp_list_free(NULL);
	ck_assert_ptr_null(mp_list_name(NULL));
	ck_assert_str_eq(mp_list_name(l), "tale");
}
END_TEST

START_TEST(each_call_tells_of_the_value_and_its_place)
{
	const struct seen *s;

	teardown();
	watch_start();
	setup();
	s = watch_nth(MP_VERB_LIST_NEW, MP_HAPPENS, 0);
	ck_assert_str_eq(s->text, "tale");
	SUCCEEDS_WITH(0, mp_list_append(l, MP_ANY("hello")));
	FAILS_WITH(ERANGE, mp_list_delete(l, 1));
	s = watch_nth(MP_VERB_ITEM_INSERT, MP_BEGINS, 0);
	ck_assert_str_eq(s->text, "\"hello\"");
	ck_assert_int_eq(s->pid, mp_process_pid(mp_current_process()));
	s = watch_nth(MP_VERB_ITEM_INSERT, MP_HAPPENS, 0);
	ck_assert_str_eq(s->text, "[0] = \"hello\"");
	ck_assert_int_eq(s->pid, mp_manager_pid(m));
	ck_assert_uint_eq(s->e.a, 1);
	ck_assert_uint_eq(s->e.b,
			  (uint64_t)mp_process_pid(mp_current_process()));
	ck_assert_int_eq(watch_count(MP_VERB_ITEM_INSERT, MP_ENDS), 1);
	ck_assert_int_eq(watch_count(MP_VERB_ITEM_DELETE, MP_HAPPENS), 0);
	s = watch_nth(MP_VERB_ITEM_DELETE, MP_ENDS, 0);
	ck_assert_int_eq(s->e.err, ERANGE);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("mp/list");
	TCase *t = tcase_create("list");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, values_come_out_as_they_went_in);
	tcase_add_test(t, an_index_counts_from_either_end_and_no_further);
	tcase_add_test(t, insert_and_extend_put_values_in_their_places);
	tcase_add_test(t, a_slice_is_cut_to_what_there_is);
	tcase_add_test(t, equal_values_are_found_counted_and_removed);
	tcase_add_test(t, sorting_orders_numbers_or_texts_and_no_mixture);
	tcase_add_test(t, a_large_list_is_copied_in_one_go);
	tcase_add_test(t, an_add_is_one_step);
	tcase_add_test(t, a_list_in_a_list_is_the_same_list);
	tcase_add_test(t, what_is_not_possible_is_refused);
	tcase_add_test(t, each_call_tells_of_the_value_and_its_place);
	tcase_set_timeout(t, 60);
	suite_add_tcase(s, t);
	return s;
}
