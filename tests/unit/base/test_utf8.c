/* SPDX-License-Identifier: MIT */
#include "base/utf8.h"

#include <string.h>

#include "support/check_main.h"

START_TEST(every_code_point_survives_the_round_trip)
{
	for (uint32_t rune = 0; rune <= 0x10FFFF; rune++) {
		char bytes[UTF8_MAX];
		uint32_t back;
		size_t n;

		if (rune >= 0xD800 && rune < 0xE000)
			continue;
		n = utf8_encode(bytes, rune);
		ck_assert_uint_eq(utf8_decode(bytes, n, &back), n);
		ck_assert_uint_eq(back, rune);
	}
}
END_TEST

START_TEST(bad_bytes_take_one_each)
{
	static const char *const bad[] = { "\x80", "\xC0\x80", "\xED\xA0\x80",
					   "\xF5\x80\x80\x80", "\xE2\x82" };
	uint32_t rune;

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		ck_assert_uint_eq(utf8_decode(bad[i], strlen(bad[i]), &rune),
				  1);
		ck_assert_uint_eq(rune, UTF8_BAD);
		ck_assert(!utf8_valid(bad[i], strlen(bad[i])));
	}
	ck_assert(utf8_valid("\xEF\xBF\xBD", 3));
}
END_TEST

START_TEST(width_counts_columns_not_bytes)
{
	ck_assert_int_eq(utf8_width("abc"), 3);
	ck_assert_int_eq(utf8_width("\xC3\xA9"), 1);
	ck_assert_int_eq(utf8_width("\xE6\x97\xA5"), 2);
	ck_assert_int_eq(utf8_width("e\xCC\x81"), 1);
}
END_TEST

START_TEST(fit_never_cuts_a_wide_character)
{
	const char *text = "a\xE6\x97\xA5z";

	ck_assert_uint_eq(utf8_fit(text, 5, 2), 1);
	ck_assert_uint_eq(utf8_fit(text, 5, 3), 4);
	ck_assert_uint_eq(utf8_fit(text, 5, 9), 5);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("utf8");
	TCase *tc = tcase_create("utf8");

	tcase_add_test(tc, every_code_point_survives_the_round_trip);
	tcase_add_test(tc, bad_bytes_take_one_each);
	tcase_add_test(tc, width_counts_columns_not_bytes);
	tcase_add_test(tc, fit_never_cuts_a_wide_character);
	suite_add_tcase(s, tc);
	return s;
}
