/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/mem.h"
#include "support/check_main.h"
#include "unit/model/story.h"

/* xorshift: the same bytes on every machine. */
static void fill(uint8_t *bytes, size_t len, uint64_t seed)
{
	uint64_t x = seed * 0x9E3779B97F4A7C15ULL + 1;

	for (size_t i = 0; i < len; i++) {
		x ^= x << 13;
		x ^= x >> 7;
		x ^= x << 17;
		bytes[i] = (uint8_t)(x >> 32);
	}
}

START_TEST(any_events_in_any_order_make_a_sound_model)
{
	enum { LEN = 12 * 400 };
	uint8_t *bytes = mem_new(LEN, 1);

	for (uint64_t seed = 0; seed < 200; seed++) {
		fill(bytes, LEN, seed);
		ck_assert_msg(!*fold_bytes(bytes, LEN), "seed %u: %s",
			      (unsigned)seed, fold_bytes(bytes, LEN));
	}
	free(bytes);
}
END_TEST

START_TEST(a_long_run_is_the_same_from_every_snapshot)
{
	enum { LEN = 12 * 30000 };
	uint8_t *bytes = mem_new(LEN, 1);
	const char *fault;

	fill(bytes, LEN, 4711);
	fault = fold_bytes(bytes, LEN);
	ck_assert_str_eq(fault, "");
	free(bytes);
}
END_TEST

Suite *suite(void)
{
	Suite *suite = suite_create("random events");
	TCase *tc = tcase_create("random events");

	tcase_add_test(tc, any_events_in_any_order_make_a_sound_model);
	tcase_add_test(tc, a_long_run_is_the_same_from_every_snapshot);
	tcase_set_timeout(tc, 60);
	suite_add_tcase(suite, tc);
	return suite;
}
