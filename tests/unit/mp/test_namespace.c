/* SPDX-License-Identifier: MIT */
/* What namespaces of a manager do. */
#include "mp/namespace.h"

#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "mp/dict.h"
#include "unit/mp/crew.h"
#include "unit/mp/watch.h"

static mp_manager *m;
static mp_namespace *ns;

static void setup(void)
{
	(void)signal(SIGTERM, SIG_DFL);
	m = mp_manager_new(NULL, NULL);
	ns = mp_namespace_new(m, "settings");
	ck_assert_ptr_nonnull(ns);
}

static void teardown(void)
{
	mp_namespace_free(ns);
	mp_manager_free(m);
}

static int64_t get_int(const char *name)
{
	int64_t n = INT64_MIN;

	SUCCEEDS_WITH(0, mp_namespace_get_int(ns, name, &n));
	return n;
}

/* conforms: 103 */
START_TEST(attributes_come_out_as_they_went_in)
{
	struct mp_any v;
	double real = 0;
	int64_t n;
	char text[16];

	SUCCEEDS_WITH(0, mp_namespace_set(ns, "x", MP_ANY(10)));
	SUCCEEDS_WITH(0, mp_namespace_set(ns, "y", MP_ANY(0.25)));
	SUCCEEDS_WITH(0, mp_namespace_set(ns, "text", MP_ANY("größer")));
	SUCCEEDS_WITH(0, mp_namespace_set(ns, "none", MP_NONE));
	ck_assert_int_eq(get_int("x"), 10);
	SUCCEEDS_WITH(0, mp_namespace_get_double(ns, "y", &real));
	ck_assert_double_eq(real, 0.25);
	SUCCEEDS_WITH(0, mp_namespace_get_double(ns, "x", &real));
	ck_assert_double_eq(real, 10);
	SUCCEEDS_WITH(0, mp_namespace_get_text(ns, "text", text, sizeof(text)));
	ck_assert_str_eq(text, "größer");
	SUCCEEDS_WITH(0, mp_namespace_get(ns, "none", &v));
	ck_assert_int_eq(v.kind, MP_ANY_NONE);
	SUCCEEDS_WITH(0, mp_namespace_get(ns, "text", &v));
	ck_assert_str_eq(v.text, "größer");
	mp_any_clear(&v);
	FAILS_WITH(EPROTOTYPE, mp_namespace_get_int(ns, "y", &n));
	FAILS_WITH(EPROTOTYPE, mp_namespace_get_text(ns, "x", text, 16));
	FAILS_WITH(ENOSPC, mp_namespace_get_text(ns, "text", text, 8));
	SUCCEEDS_WITH(0, mp_namespace_set(ns, "x", MP_ANY("now a text")));
	SUCCEEDS_WITH(0, mp_namespace_get_text(ns, "x", text, sizeof(text)));
	ck_assert_str_eq(text, "now a text");
}
END_TEST

/* conforms: 103 */
START_TEST(an_attribute_that_is_not_there_is_an_error)
{
	int64_t n;

	FAILS_WITH(ENOENT, mp_namespace_get_int(ns, "x", &n));
	FAILS_WITH(ENOENT, mp_namespace_delete(ns, "x"));
	FAILS_WITH(ENOENT, mp_namespace_add(ns, "x", MP_ANY(1), NULL));
	for (int i = 0; i < 100; i++) {
		SUCCEEDS_WITH(0, mp_namespace_set(ns, "x", MP_ANY(i)));
		ck_assert_int_eq(get_int("x"), i);
		SUCCEEDS_WITH(0, mp_namespace_delete(ns, "x"));
		FAILS_WITH(ENOENT, mp_namespace_get_int(ns, "x", &n));
	}
}
END_TEST

/* conforms: 103 */
START_TEST(names_are_listed_but_for_hidden_ones)
{
	struct mp_any *names;

	SUCCEEDS_WITH(0, mp_namespace_set(ns, "b", MP_ANY(1)));
	SUCCEEDS_WITH(0, mp_namespace_set(ns, "_hidden", MP_ANY(2)));
	SUCCEEDS_WITH(0, mp_namespace_set(ns, "a", MP_ANY(3)));
	ck_assert_int_eq(mp_namespace_names(ns, &names), 2);
	ck_assert_str_eq(names[0].text, "b");
	ck_assert_str_eq(names[1].text, "a");
	mp_any_free(names, 2);
	ck_assert_int_eq(get_int("_hidden"), 2);
}
END_TEST

START_TEST(many_attributes_come_and_go)
{
	char name[32];
	int64_t n;

	for (int round = 0; round < 4; round++) {
		for (int i = 0; i < 500; i++) {
			(void)snprintf(name, sizeof(name), "attribute_%d", i);
			SUCCEEDS_WITH(0, mp_namespace_set(ns, name,
							  MP_ANY(round + i)));
		}
		for (int i = 0; i < 500; i++) {
			(void)snprintf(name, sizeof(name), "attribute_%d", i);
			ck_assert_int_eq(get_int(name), round + i);
			if (i % 3 != round)
				continue;
			SUCCEEDS_WITH(0, mp_namespace_delete(ns, name));
			FAILS_WITH(ENOENT, mp_namespace_get_int(ns, name, &n));
		}
	}
	for (int i = 0; i < 3000; i++) {
		(void)snprintf(name, sizeof(name), "new_%d", i);
		SUCCEEDS_WITH(0, mp_namespace_set(ns, name, MP_ANY(i)));
		ck_assert_int_eq(get_int(name), i);
		SUCCEEDS_WITH(0, mp_namespace_delete(ns, name));
	}
}
END_TEST

START_TEST(what_does_not_fit_into_the_shared_memory_is_there_too)
{
	enum { LONG = 60000, MANY = 400 };
	static char text[LONG + 1], copy[LONG + 1];
	char name[32];

	memset(text, 'x', LONG);
	for (int i = 0; i < MANY; i++) {
		(void)snprintf(name, sizeof(name), "long_%d", i);
		text[0] = (char)('a' + i % 26);
		SUCCEEDS_WITH(0, mp_namespace_set(ns, name, MP_ANY(text)));
	}
	for (int i = 0; i < MANY; i++) {
		(void)snprintf(name, sizeof(name), "long_%d", i);
		SUCCEEDS_WITH(
			0, mp_namespace_get_text(ns, name, copy, sizeof(copy)));
		ck_assert_int_eq(copy[0], 'a' + i % 26);
		ck_assert_int_eq((int)strlen(copy), LONG);
	}
}
END_TEST

START_TEST(a_full_image_is_not_the_end)
{
	enum { MANY = 30000 };
	char name[300];
	int64_t n = 0;

	(void)memset(name, 'n', 200);
	for (int i = 0; i < MANY; i++) {
		(void)sprintf(name + 200, "%d", i);
		SUCCEEDS_WITH(0, mp_namespace_set(ns, name, MP_ANY(i)));
	}
	for (int i = 0; i < MANY; i += 97) {
		(void)sprintf(name + 200, "%d", i);
		SUCCEEDS_WITH(0, mp_namespace_get_int(ns, name, &n));
		ck_assert_int_eq(n, i);
	}
}
END_TEST

static int add_both_ways(void *times)
{
	int64_t x;

	for (int i = 0; i < *(int *)times; i++)
		if (mp_namespace_get_int(ns, "x", &x) ||
		    mp_namespace_set(ns, "x", MP_ANY(x + 1)) ||
		    mp_namespace_add(ns, "y", MP_ANY(1), NULL))
			return errno;
	return 0;
}

/* conforms: 107 */
START_TEST(an_add_loses_nothing_where_a_get_and_a_set_may)
{
	mp_process *p[4];
	struct mp_any sum;
	int times = 200;

	SUCCEEDS_WITH(0, mp_namespace_set(ns, "x", MP_ANY(0)));
	SUCCEEDS_WITH(0, mp_namespace_set(ns, "y", MP_ANY(0)));
	for (int i = 0; i < 4; i++)
		p[i] = started(add_both_ways, &times);
	for (int i = 0; i < 4; i++)
		ck_assert_int_eq(ended_with(p[i]), 0);
	ck_assert_int_le(get_int("x"), 4 * times);
	ck_assert_int_eq(get_int("y"), 4 * times);
	SUCCEEDS_WITH(0, mp_namespace_add(ns, "y", MP_ANY(0.5), &sum));
	ck_assert_int_eq(sum.kind, MP_ANY_DOUBLE);
	FAILS_WITH(EPROTOTYPE, mp_namespace_add(ns, "y", MP_ANY("1"), NULL));
}
END_TEST

/* ---- readers beside a writer ---- */

static atomic_bool *stop;

/* All attributes of a round are one text, of a length of its own. */
static int read_all(void *unused)
{
	char text[600];
	int64_t last = 0, n;

	(void)unused;
	while (!atomic_load(stop)) {
		if (mp_namespace_get_text(ns, "text", text, sizeof(text)))
			return errno;
		for (size_t i = 1; text[i]; i++)
			if (text[i] != text[0])
				return 1;
		if (strlen(text) != 1 + (size_t)(text[0] - 'a') * 20)
			return 2;
		if (mp_namespace_get_int(ns, "n", &n))
			return errno;
		if (n < last)
			return 3;
		last = n;
	}
	return 0;
}

START_TEST(readers_beside_a_writer_see_whole_values_in_order)
{
	mp_process *p[2];
	char text[600], name[32];

	stop = shared_memory(sizeof(*stop));
	SUCCEEDS_WITH(0, mp_namespace_set(ns, "text", MP_ANY("a")));
	SUCCEEDS_WITH(0, mp_namespace_set(ns, "n", MP_ANY(0)));
	for (int i = 0; i < 2; i++)
		p[i] = started(read_all, NULL);
	for (int i = 0; i < 3000; i++) {
		size_t len = 1 + (size_t)(i % 26) * 20;

		memset(text, 'a' + i % 26, len);
		text[len] = '\0';
		SUCCEEDS_WITH(0, mp_namespace_set(ns, "text", MP_ANY(text)));
		SUCCEEDS_WITH(0, mp_namespace_set(ns, "n", MP_ANY(i)));
		(void)snprintf(name, sizeof(name), "other_%d", i % 100);
		SUCCEEDS_WITH(0, mp_namespace_set(ns, name, MP_ANY(i)));
		if (i % 10 == 9)
			SUCCEEDS_WITH(0, mp_namespace_delete(ns, name));
	}
	atomic_store(stop, true);
	for (int i = 0; i < 2; i++)
		ck_assert_int_eq(ended_with(p[i]), 0);
}
END_TEST

static int set_x(void *n)
{
	return mp_namespace_set(ns, "x", MP_ANY(*(int *)n)) ? errno : 0;
}

START_TEST(what_another_has_set_is_there_at_once)
{
	for (int i = 0; i < 20; i++) {
		ck_assert_int_eq(ended_with(started(set_x, &i)), 0);
		ck_assert_int_eq(get_int("x"), i);
	}
}
END_TEST

/* conforms: 106 */
START_TEST(an_attribute_may_be_an_object)
{
	mp_dict *d = mp_dict_new(m, "inner");
	struct mp_any v;
	int64_t n;

	SUCCEEDS_WITH(0, mp_namespace_set(ns, "d", MP_ANY(d)));
	SUCCEEDS_WITH(0, mp_dict_set(d, MP_ANY("x"), MP_ANY(5)));
	mp_dict_free(d);
	SUCCEEDS_WITH(0, mp_namespace_get(ns, "d", &v));
	ck_assert_int_eq(v.kind, MP_ANY_DICT);
	SUCCEEDS_WITH(0, mp_dict_get_int(v.dict, MP_ANY("x"), &n));
	ck_assert_int_eq(n, 5);
	mp_any_clear(&v);
	FAILS_WITH(EPROTOTYPE, mp_namespace_get_int(ns, "d", &n));
	/* It may be the namespace itself. */
	SUCCEEDS_WITH(0, mp_namespace_set(ns, "self", MP_ANY(ns)));
	SUCCEEDS_WITH(0, mp_namespace_set(ns, "d", MP_ANY(3)));
	ck_assert_int_eq(get_int("d"), 3);
}
END_TEST

START_TEST(what_is_not_possible_is_refused)
{
	char name[258];
	int64_t n;

	memset(name, 'n', sizeof(name));
	name[256] = '\0';
	FAILS_WITH(EMSGSIZE, mp_namespace_set(ns, name, MP_ANY(1)));
	FAILS_WITH(EMSGSIZE, mp_namespace_get_int(ns, name, &n));
	name[255] = '\0';
	SUCCEEDS_WITH(0, mp_namespace_set(ns, name, MP_ANY(1)));
	ck_assert_int_eq(get_int(name), 1);
	FAILS_WITH(EINVAL, mp_namespace_set(ns, "", MP_ANY(1)));
	FAILS_WITH(EINVAL, mp_namespace_set(ns, NULL, MP_ANY(1)));
	FAILS_WITH(EINVAL, mp_namespace_set(NULL, "x", MP_ANY(1)));
	FAILS_WITH(EINVAL, mp_namespace_get(ns, "x", NULL));
	FAILS_WITH(EINVAL, mp_namespace_get_int(ns, "", &n));
	FAILS_WITH(EINVAL, mp_namespace_get_int(ns, NULL, &n));
	FAILS_WITH(EINVAL, mp_namespace_get_int(NULL, "x", &n));
	FAILS_WITH(EINVAL, mp_namespace_delete(NULL, "x"));
	FAILS_WITH(EINVAL, (int)mp_namespace_names(ns, NULL));
	FAILS_WITH(EILSEQ, mp_namespace_set(ns, "\x80", MP_ANY(1)));
	mp_namespace_free(NULL);
	ck_assert_ptr_null(mp_namespace_name(NULL));
	ck_assert_str_eq(mp_namespace_name(ns), "settings");
}
END_TEST

START_TEST(each_call_tells_of_the_attribute)
{
	const struct seen *s;
	int64_t n;
	pid_t me = mp_process_pid(mp_current_process());

	teardown();
	watch_start();
	setup();
	SUCCEEDS_WITH(0, mp_namespace_set(ns, "x", MP_ANY(5)));
	SUCCEEDS_WITH(0, mp_namespace_get_int(ns, "x", &n));
	FAILS_WITH(ENOENT, mp_namespace_get_int(ns, "y", &n));
	s = watch_nth(MP_VERB_ITEM_SET, MP_HAPPENS, 0);
	ck_assert_str_eq(s->text, "x = 5");
	ck_assert_int_eq(s->pid, mp_manager_pid(m));
	ck_assert_str_eq(watch_nth(MP_VERB_ITEM_GET, MP_BEGINS, 0)->text, "x");
	s = watch_nth(MP_VERB_ITEM_GET, MP_HAPPENS, 0);
	ck_assert_str_eq(s->text, "x = 5");
	ck_assert_int_eq(s->pid, me);
	ck_assert_int_eq(watch_count(MP_VERB_ITEM_GET, MP_BEGINS), 2);
	ck_assert_int_eq(watch_count(MP_VERB_ITEM_GET, MP_HAPPENS), 1);
	ck_assert_int_eq(watch_nth(MP_VERB_ITEM_GET, MP_ENDS, 1)->e.err,
			 ENOENT);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("mp/namespace");
	TCase *t = tcase_create("namespace");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, attributes_come_out_as_they_went_in);
	tcase_add_test(t, an_attribute_that_is_not_there_is_an_error);
	tcase_add_test(t, names_are_listed_but_for_hidden_ones);
	tcase_add_test(t, many_attributes_come_and_go);
	tcase_add_test(t,
		       what_does_not_fit_into_the_shared_memory_is_there_too);
	tcase_add_test(t, a_full_image_is_not_the_end);
	tcase_add_test(t, an_add_loses_nothing_where_a_get_and_a_set_may);
	tcase_add_test(t, readers_beside_a_writer_see_whole_values_in_order);
	tcase_add_test(t, what_another_has_set_is_there_at_once);
	tcase_add_test(t, an_attribute_may_be_an_object);
	tcase_add_test(t, what_is_not_possible_is_refused);
	tcase_add_test(t, each_call_tells_of_the_attribute);
	tcase_set_timeout(t, 60);
	suite_add_tcase(s, t);
	return s;
}
