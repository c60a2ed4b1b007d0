/* SPDX-License-Identifier: MIT */
/* What dicts of a manager do. */
#include "mp/dict.h"

#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mp/list.h"
#include "mp/namespace.h"
#include "unit/mp/crew.h"
#include "unit/mp/watch.h"

static mp_manager *m;
static mp_dict *d;

static void setup(void)
{
	(void)signal(SIGTERM, SIG_DFL);
	m = mp_manager_new(NULL, NULL);
	d = mp_dict_new(m, "words");
	ck_assert_ptr_nonnull(d);
}

static void teardown(void)
{
	mp_dict_free(d);
	mp_manager_free(m);
}

static int64_t get_int(struct mp_any key)
{
	int64_t n = INT64_MIN;

	SUCCEEDS_WITH(0, mp_dict_get_int(d, key, &n));
	return n;
}

/* conforms: 104 */
START_TEST(keys_are_texts_and_numbers)
{
	int64_t n;

	SUCCEEDS_WITH(0, mp_dict_set(d, MP_ANY("1"), MP_ANY(1)));
	SUCCEEDS_WITH(0, mp_dict_set(d, MP_ANY(1), MP_ANY(2)));
	SUCCEEDS_WITH(0, mp_dict_set(d, MP_ANY(1.5), MP_ANY(3)));
	SUCCEEDS_WITH(0, mp_dict_set(d, MP_ANY(""), MP_ANY(4)));
	SUCCEEDS_WITH(0, mp_dict_set(d, MP_ANY(INFINITY), MP_ANY(5)));
	ck_assert_int_eq(get_int(MP_ANY("1")), 1);
	ck_assert_int_eq(get_int(MP_ANY(1)), 2);
	ck_assert_int_eq(get_int(MP_ANY(1.0)), 2);
	ck_assert_int_eq(get_int(MP_ANY(1.5)), 3);
	ck_assert_int_eq(get_int(MP_ANY("")), 4);
	ck_assert_int_eq(get_int(MP_ANY(INFINITY)), 5);
	SUCCEEDS_WITH(0, mp_dict_set(d, MP_ANY(1.0), MP_ANY(6)));
	ck_assert_int_eq(get_int(MP_ANY(1)), 6);
	ck_assert_int_eq(mp_dict_len(d), 5);
	FAILS_WITH(EPROTOTYPE, mp_dict_set(d, MP_NONE, MP_ANY(1)));
	FAILS_WITH(EPROTOTYPE, mp_dict_set(d, MP_ANY(d), MP_ANY(1)));
	FAILS_WITH(EPROTOTYPE, mp_dict_set(d, MP_ANY(NAN), MP_ANY(1)));
	FAILS_WITH(ENOENT, mp_dict_get_int(d, MP_ANY("2"), &n));
}
END_TEST

/* conforms: 104 */
START_TEST(a_key_can_be_set_deleted_popped_and_set_again)
{
	struct mp_any v;

	for (int round = 0; round < 50; round++) {
		SUCCEEDS_WITH(0, mp_dict_set(d, MP_ANY(round), MP_ANY(round)));
		SUCCEEDS_WITH(0, mp_dict_set(d, MP_ANY("x"), MP_ANY(round)));
		ck_assert_int_eq(mp_dict_has(d, MP_ANY("x")), 1);
		SUCCEEDS_WITH(0, mp_dict_delete(d, MP_ANY("x")));
		ck_assert_int_eq(mp_dict_has(d, MP_ANY("x")), 0);
		FAILS_WITH(ENOENT, mp_dict_delete(d, MP_ANY("x")));
	}
	FAILS_WITH(ENOENT, mp_dict_pop(d, MP_ANY("x"), &v));
	SUCCEEDS_WITH(0, mp_dict_pop(d, MP_ANY(49), &v));
	ck_assert_int_eq(v.integer, 49);
	ck_assert_int_eq(mp_dict_len(d), 49);
	SUCCEEDS_WITH(0, mp_dict_clear(d));
	ck_assert_int_eq(mp_dict_len(d), 0);
	FAILS_WITH(ENOENT, mp_dict_pop(d, MP_ANY(1), &v));
}
END_TEST

/* conforms: 104 */
START_TEST(keys_values_and_items_are_copies_in_order)
{
	struct mp_any *keys, *values, *items;

	SUCCEEDS_WITH(0, mp_dict_set(d, MP_ANY("b"), MP_ANY(1)));
	SUCCEEDS_WITH(0, mp_dict_set(d, MP_ANY("a"), MP_ANY("two")));
	SUCCEEDS_WITH(0, mp_dict_set(d, MP_ANY(7), MP_ANY(0.5)));
	SUCCEEDS_WITH(0, mp_dict_set(d, MP_ANY("b"), MP_ANY(9)));
	ck_assert_int_eq(mp_dict_keys(d, &keys), 3);
	ck_assert_int_eq(mp_dict_values(d, &values), 3);
	ck_assert_int_eq(mp_dict_items(d, &items), 6);
	SUCCEEDS_WITH(0, mp_dict_clear(d));
	ck_assert_str_eq(keys[0].text, "b");
	ck_assert_str_eq(keys[1].text, "a");
	ck_assert_int_eq(keys[2].integer, 7);
	ck_assert_int_eq(values[0].integer, 9);
	ck_assert_str_eq(values[1].text, "two");
	ck_assert_str_eq(items[2].text, "a");
	ck_assert_str_eq(items[3].text, "two");
	ck_assert_double_eq(items[5].real, 0.5);
	mp_any_free(keys, 3);
	mp_any_free(values, 3);
	mp_any_free(items, 6);
	ck_assert_int_eq(mp_dict_keys(d, &keys), 0);
	mp_any_free(keys, 0);
}
END_TEST

START_TEST(an_update_happens_only_as_expected)
{
	struct mp_any one = MP_ANY(1), two = MP_ANY(2);

	FAILS_WITH(ECANCELED, mp_dict_update_if(d, MP_ANY("x"), &one, two));
	SUCCEEDS_WITH(0, mp_dict_update_if(d, MP_ANY("x"), NULL, one));
	FAILS_WITH(ECANCELED, mp_dict_update_if(d, MP_ANY("x"), NULL, two));
	FAILS_WITH(ECANCELED, mp_dict_update_if(d, MP_ANY("x"), &two, two));
	ck_assert_int_eq(get_int(MP_ANY("x")), 1);
	SUCCEEDS_WITH(0, mp_dict_update_if(d, MP_ANY("x"), &one, two));
	ck_assert_int_eq(get_int(MP_ANY("x")), 2);
}
END_TEST

static int add_both_ways(void *times)
{
	for (int i = 0; i < *(int *)times; i++) {
		struct mp_any before, after;

		if (mp_dict_add(d, MP_ANY("n"), MP_ANY(1), NULL))
			return errno;
		do {
			if (mp_dict_get(d, MP_ANY("m"), &before))
				return errno;
			after = MP_ANY(before.integer + 1);
		} while (mp_dict_update_if(d, MP_ANY("m"), &before, after));
	}
	return 0;
}

/* conforms: 107 */
START_TEST(neither_an_add_nor_an_update_loses_anything)
{
	mp_process *p[4];
	int times = 100;

	SUCCEEDS_WITH(0, mp_dict_set(d, MP_ANY("n"), MP_ANY(0)));
	SUCCEEDS_WITH(0, mp_dict_set(d, MP_ANY("m"), MP_ANY(0)));
	for (int i = 0; i < 4; i++)
		p[i] = started(add_both_ways, &times);
	for (int i = 0; i < 4; i++)
		ck_assert_int_eq(ended_with(p[i]), 0);
	ck_assert_int_eq(get_int(MP_ANY("n")), 4 * times);
	ck_assert_int_eq(get_int(MP_ANY("m")), 4 * times);
	FAILS_WITH(ENOENT, mp_dict_add(d, MP_ANY("k"), MP_ANY(1), NULL));
	FAILS_WITH(EPROTOTYPE, mp_dict_add(d, MP_ANY("n"), MP_NONE, NULL));
}
END_TEST

/* conforms: 106 */
START_TEST(a_dict_in_a_dict_is_the_same_dict)
{
	mp_dict *inner = mp_dict_new(m, NULL);
	struct mp_any v, *all;

	SUCCEEDS_WITH(0, mp_dict_set(d, MP_ANY("in"), MP_ANY(inner)));
	SUCCEEDS_WITH(0, mp_dict_set(inner, MP_ANY("x"), MP_ANY(1)));
	SUCCEEDS_WITH(0, mp_dict_get(d, MP_ANY("in"), &v));
	ck_assert_int_eq(v.kind, MP_ANY_DICT);
	SUCCEEDS_WITH(0, mp_dict_add(v.dict, MP_ANY("x"), MP_ANY(1), NULL));
	mp_any_clear(&v);
	SUCCEEDS_WITH(0, mp_dict_get(inner, MP_ANY("x"), &v));
	ck_assert_int_eq(v.integer, 2);
	mp_dict_free(inner);
	ck_assert_int_eq(mp_dict_values(d, &all), 1);
	SUCCEEDS_WITH(0, mp_dict_pop(d, MP_ANY("in"), &v));
	ck_assert_int_eq(mp_dict_has(all[0].dict, MP_ANY("x")), 1);
	mp_any_free(all, 1);
	ck_assert_int_eq(mp_dict_has(v.dict, MP_ANY("x")), 1);
	mp_any_clear(&v);
}
END_TEST

START_TEST(objects_of_all_kinds_nest_deeply_and_end)
{
	enum { DEEP = 5000 };
	mp_dict *at = mp_dict_new(m, NULL);

	SUCCEEDS_WITH(0, mp_dict_set(d, MP_ANY("in"), MP_ANY(at)));
	for (int i = 0; i < DEEP; i++) {
		mp_dict *next = mp_dict_new(m, NULL);

		SUCCEEDS_WITH(0, mp_dict_set(at, MP_ANY("in"), MP_ANY(next)));
		mp_dict_free(at);
		at = next;
	}
	mp_dict_free(at);
	SUCCEEDS_WITH(0, mp_dict_delete(d, MP_ANY("in")));
	ck_assert_int_eq(mp_dict_len(d), 0);
}
END_TEST

START_TEST(texts_have_a_length_and_a_form)
{
	char *text = malloc(MP_ANY_LONGEST + 2);
	struct mp_any v;

	memset(text, 'x', MP_ANY_LONGEST + 1);
	text[MP_ANY_LONGEST + 1] = '\0';
	FAILS_WITH(EMSGSIZE, mp_dict_set(d, MP_ANY("x"), MP_ANY(text)));
	FAILS_WITH(EMSGSIZE, mp_dict_set(d, MP_ANY(text), MP_ANY(1)));
	text[MP_ANY_LONGEST] = '\0';
	SUCCEEDS_WITH(0, mp_dict_set(d, MP_ANY(text), MP_ANY(text)));
	SUCCEEDS_WITH(0, mp_dict_get(d, MP_ANY(text), &v));
	ck_assert_str_eq(v.text, text);
	mp_any_clear(&v);
	free(text);
	FAILS_WITH(EILSEQ, mp_dict_set(d, MP_ANY("x"), MP_ANY("\xc3")));
	FAILS_WITH(EILSEQ, mp_dict_set(d, MP_ANY("\xc0\x80"), MP_ANY(1)));
	FAILS_WITH(EILSEQ, mp_dict_set(d, MP_ANY("x"), MP_ANY("\xed\xa0\x80")));
	FAILS_WITH(EILSEQ,
		   mp_dict_set(d, MP_ANY("x"), MP_ANY("\xf5\x80\x80\x80")));
	SUCCEEDS_WITH(0, mp_dict_set(d, MP_ANY("\xf0\x9f\x90\x8d"),
				     MP_ANY("\xe2\x82\xac")));
}
END_TEST

/* conforms: 107 */
START_TEST(what_is_not_possible_is_refused)
{
	mp_manager *other = mp_manager_new(NULL, NULL);
	mp_dict *foreign = mp_dict_new(other, NULL);
	struct mp_any v;
	int64_t n;

	FAILS_WITH(EINVAL, mp_dict_set(NULL, MP_ANY(1), MP_ANY(1)));
	FAILS_WITH(EINVAL, mp_dict_set(d, mp_any_text(NULL), MP_ANY(1)));
	FAILS_WITH(EINVAL, mp_dict_set(d, MP_ANY(1), MP_ANY(foreign)));
	FAILS_WITH(EINVAL, mp_dict_get(d, MP_ANY(1), NULL));
	FAILS_WITH(EINVAL, mp_dict_pop(d, MP_ANY(1), NULL));
	FAILS_WITH(EINVAL, mp_dict_has(NULL, MP_ANY(1)));
	FAILS_WITH(EINVAL, (int)mp_dict_keys(d, NULL));
	FAILS_WITH(EINVAL, (int)mp_dict_len(NULL));
	SUCCEEDS_WITH(0, mp_dict_set(d, MP_ANY(1), MP_ANY(0.5)));
	FAILS_WITH(EPROTOTYPE, mp_dict_get_int(d, MP_ANY(1), &n));
	FAILS_WITH(EINVAL, mp_dict_get_int(d, MP_ANY(1), NULL));
	SUCCEEDS_WITH(0, mp_dict_get(d, MP_ANY(1), &v));
	ck_assert_ptr_null(mp_dict_new(NULL, NULL));
	ck_assert_int_eq(errno, EINVAL);
	mp_dict_free(NULL);
	ck_assert_ptr_null(mp_dict_name(NULL));
	ck_assert_str_eq(mp_dict_name(foreign), "Dict-1");
	mp_dict_free(foreign);
	mp_manager_free(other);
}
END_TEST

START_TEST(each_call_tells_of_the_key_and_the_value)
{
	mp_list *l;
	int64_t n;

	teardown();
	watch_start();
	setup();
	l = mp_list_new(m, "inner");
	SUCCEEDS_WITH(0, mp_dict_set(d, MP_ANY("x"), MP_ANY(5)));
	SUCCEEDS_WITH(0, mp_dict_set(d, MP_ANY("l"), MP_ANY(l)));
	SUCCEEDS_WITH(0, mp_dict_get_int(d, MP_ANY("x"), &n));
	SUCCEEDS_WITH(0, mp_dict_add(d, MP_ANY("x"), MP_ANY(2.5), NULL));
	ck_assert_str_eq(watch_nth(MP_VERB_ITEM_SET, MP_BEGINS, 0)->text,
			 "[\"x\"] = 5");
	ck_assert_str_eq(watch_nth(MP_VERB_ITEM_SET, MP_HAPPENS, 1)->text,
			 "[\"l\"] = inner");
	ck_assert_str_eq(watch_nth(MP_VERB_ITEM_GET, MP_BEGINS, 0)->text,
			 "[\"x\"]");
	ck_assert_str_eq(watch_nth(MP_VERB_ITEM_GET, MP_HAPPENS, 0)->text,
			 "[\"x\"] = 5");
	ck_assert_str_eq(watch_nth(MP_VERB_ITEM_ADD, MP_HAPPENS, 0)->text,
			 "[\"x\"] = 7.5");
	ck_assert_int_eq(watch_count(MP_VERB_ITEM_SET, MP_ENDS), 2);
	mp_list_free(l);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("mp/dict");
	TCase *t = tcase_create("dict");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, keys_are_texts_and_numbers);
	tcase_add_test(t, a_key_can_be_set_deleted_popped_and_set_again);
	tcase_add_test(t, keys_values_and_items_are_copies_in_order);
	tcase_add_test(t, an_update_happens_only_as_expected);
	tcase_add_test(t, neither_an_add_nor_an_update_loses_anything);
	tcase_add_test(t, a_dict_in_a_dict_is_the_same_dict);
	tcase_add_test(t, objects_of_all_kinds_nest_deeply_and_end);
	tcase_add_test(t, texts_have_a_length_and_a_form);
	tcase_add_test(t, what_is_not_possible_is_refused);
	tcase_add_test(t, each_call_tells_of_the_key_and_the_value);
	tcase_set_timeout(t, 60);
	suite_add_tcase(s, t);
	return s;
}
