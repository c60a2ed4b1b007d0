/* SPDX-License-Identifier: MIT */
#include "base/map.h"

#include <stdlib.h>

#include "support/check_main.h"

START_TEST(an_empty_map_has_nothing)
{
	struct map m = { 0 };

	ck_assert(!map_get(&m, 0, NULL));
	map_remove(&m, 7);
	map_release(&m);
}
END_TEST

START_TEST(it_agrees_with_an_array_under_random_use)
{
	enum { KEYS = 300 };
	bool here[KEYS] = { false };
	uint64_t value[KEYS] = { 0 };
	struct map m = { 0 };
	size_t len = 0;

	srand(1);
	for (int i = 0; i < 20000; i++) {
		size_t k = (size_t)rand() % KEYS;

		if (rand() % 3) {
			len += !here[k];
			here[k] = true;
			value[k] = (uint64_t)i;
			map_set(&m, k, value[k]);
		} else {
			len -= here[k];
			here[k] = false;
			map_remove(&m, k);
		}
		ck_assert_uint_eq(m.len, len);
		k = (size_t)rand() % KEYS;
		uint64_t got = 0;
		ck_assert_int_eq(map_get(&m, k, &got), here[k]);
		if (here[k])
			ck_assert_uint_eq(got, value[k]);
	}
	map_release(&m);
}
END_TEST

START_TEST(a_copy_is_its_own)
{
	struct map m = { 0 }, copy;

	map_set(&m, 1, 10);
	map_copy(&copy, &m);
	map_set(&m, 1, 20);
	uint64_t got = 0;
	ck_assert(map_get(&copy, 1, &got));
	ck_assert_uint_eq(got, 10);
	map_release(&m);
	map_release(&copy);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("map");
	TCase *tc = tcase_create("map");

	tcase_add_test(tc, an_empty_map_has_nothing);
	tcase_add_test(tc, it_agrees_with_an_array_under_random_use);
	tcase_add_test(tc, a_copy_is_its_own);
	suite_add_tcase(s, tc);
	return s;
}
