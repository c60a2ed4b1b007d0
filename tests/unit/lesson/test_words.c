/* SPDX-License-Identifier: MIT */
/*
 * The tables and the small helpers: codes, keys, near words, numbers.
 */
#include <stdio.h>
#include <string.h>

#include "base/near.h"
#include "lesson/errors.h"
#include "lesson/keys.h"
#include "lesson/number.h"
#include "support/check_main.h"

static const char *near(const char *word, const char *const *offers)
{
	struct near n = NEAR(word);

	for (; *offers; offers++)
		near_offer(&n, *offers);
	return n.best;
}

START_TEST(the_nearest_word_is_found)
{
	static const char *const offers[] = { "title", "text", "notes",
					      "demo",  "id",   NULL };

	ck_assert_str_eq(near("titel", offers), "title");
	ck_assert_str_eq(near("Text", offers), "text");
	ck_assert_str_eq(near("note", offers), "notes");
	ck_assert_str_eq(near("dmeo", offers), "demo");
	ck_assert_str_eq(near("di", offers), "id");
	ck_assert_ptr_null(near("zebra", offers));
	ck_assert_ptr_null(near("", offers));
	ck_assert_ptr_null(near("xy", offers));
}
END_TEST

START_TEST(a_very_long_word_is_near_to_nothing)
{
	char word[1000];
	const char *offers[] = { "title", NULL };

	memset(word, 't', sizeof(word) - 1);
	word[sizeof(word) - 1] = '\0';
	ck_assert_ptr_null(near(word, offers));
}
END_TEST

START_TEST(numbers_are_what_people_write)
{
	static const char *const good[] = { "0",    "12",   "-3",
					    "0.25", "-0.5", "123456789012345" };
	static const char *const not [] = { "",
					    "-",
					    ".5",
					    "1.",
					    "1e3",
					    "0x1",
					    "+1",
					    "01",
					    "1 ",
					    "inf",
					    "1_000",
					    "nan",
					    "1234567890123456" };

	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++)
		ck_assert_msg(lesson_word_kind(good[i]) == LESSON_WORD_NUMBER,
			      "%s", good[i]);
	for (size_t i = 0; i < sizeof(not ) / sizeof(*not ); i++)
		ck_assert_msg(lesson_word_kind(not [i]) != LESSON_WORD_NUMBER,
			      "%s", not [i]);
}
END_TEST

START_TEST(numbers_have_their_value)
{
	bool whole;

	ck_assert_double_eq(lesson_number("-0.05", &whole), -0.05);
	ck_assert(!whole);
	ck_assert_double_eq(lesson_number("1000000", &whole), 1e6);
	ck_assert(whole);
}
END_TEST

START_TEST(words_that_yaml_reads_otherwise)
{
	ck_assert_int_eq(lesson_word_kind("NO"), LESSON_WORD_TRUTH);
	ck_assert_int_eq(lesson_word_kind("y"), LESSON_WORD_TRUTH);
	ck_assert_int_eq(lesson_word_kind("Null"), LESSON_WORD_NOTHING);
	ck_assert_int_eq(lesson_word_kind("-017"), LESSON_WORD_OCTAL);
	ck_assert_int_eq(lesson_word_kind("12:30:45"), LESSON_WORD_SIXTY);
	ck_assert_int_eq(lesson_word_kind("12:300"), LESSON_WORD_NUMBERISH);
	ck_assert_int_eq(lesson_word_kind(".inf"), LESSON_WORD_NUMBERISH);
	ck_assert_int_eq(lesson_word_kind("1 of 2"), LESSON_WORD_TEXT);
	ck_assert_int_eq(lesson_word_kind("nobody"), LESSON_WORD_TEXT);
}
END_TEST

START_TEST(every_error_has_a_title_and_a_text)
{
	int count = 0;

	for (int i = 0; i < 1000; i++) {
		char code[8];
		const struct lesson_error_info *info;

		(void)snprintf(code, sizeof(code), "E%03d", i);
		info = lesson_error_find(code);
		if (!info)
			continue;
		count++;
		ck_assert_uint_gt(strlen(info->title), 3);
		ck_assert_uint_lt(strlen(info->title), 60);
		ck_assert_uint_gt(strlen(info->text), 30);
		ck_assert_int_eq(info->text[strlen(info->text) - 1], '.');
	}
	ck_assert_int_gt(count, 35);
	ck_assert_ptr_eq(lesson_error_find("20"), lesson_error_find("e020"));
	ck_assert_ptr_null(lesson_error_find("E20x"));
	ck_assert_ptr_null(lesson_error_find(""));
}
END_TEST

START_TEST(every_key_says_what_it_is_for)
{
	for (int i = 0; i < LESSON_SHAPE_COUNT; i++) {
		const struct lesson_key *key = NULL;
		enum lesson_shape_id shape = (enum lesson_shape_id)i;

		ck_assert_uint_gt(lesson_shapes[i].size, 0);
		while ((key = lesson_key_next(shape, key))) {
			ck_assert_ptr_eq(lesson_key_find(shape, key->name),
					 key);
			ck_assert_uint_gt(strlen(key->about), 8);
			ck_assert_int_le(key->min, key->max);
			ck_assert_uint_gt(strlen(lesson_key_wants(key)), 3);
			if (key->field != LESSON_KEY_NOWHERE)
				ck_assert_uint_lt(key->field,
						  lesson_shapes[i].size);
		}
	}
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("words");
	TCase *tc = tcase_create("words");

	tcase_add_test(tc, the_nearest_word_is_found);
	tcase_add_test(tc, a_very_long_word_is_near_to_nothing);
	tcase_add_test(tc, numbers_are_what_people_write);
	tcase_add_test(tc, numbers_have_their_value);
	tcase_add_test(tc, words_that_yaml_reads_otherwise);
	tcase_add_test(tc, every_error_has_a_title_and_a_text);
	tcase_add_test(tc, every_key_says_what_it_is_for);
	suite_add_tcase(s, tc);
	return s;
}
