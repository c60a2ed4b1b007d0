/* SPDX-License-Identifier: MIT */
/*
 * Files made to hurt, and files broken at random: each is refused with errors
 * or loaded, soon, and nothing else happens.
 */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "lesson/load.h"
#include "support/check_main.h"
#include "unit/lesson/good.h"

/* Parse; whatever comes out must be whole.  Returns the number of errors. */
static size_t parse(const char *text, size_t len)
{
	struct lesson_diags diags;
	struct lesson *lesson;
	SCOPED_STR out = STR_INIT;
	int r = lesson_parse("t.yaml", text, len, &lesson, &diags);
	size_t count = diags.count;

	ck_assert_int_eq(r == 0, lesson != NULL);
	ck_assert_int_eq(r == 0, count == 0);
	for (size_t i = 0; i < count; i++)
		lesson_diag_format(&diags, i, &out);
	ck_assert_uint_lt(out.len, 100000);
	ck_assert(utf8_valid(out.buf, out.len));
	for (size_t i = 0; i < out.len; i++)
		ck_assert(out.buf[i] == '\n' ||
			  (unsigned char)out.buf[i] >= 0x20);
	lesson_free(lesson);
	lesson_diags_release(&diags);
	return count;
}

/* @part, @times times. */
static struct str many(const char *part, int times)
{
	struct str text = STR_INIT;

	for (int i = 0; i < times; i++)
		str_add(&text, part);
	return text;
}

static const struct {
	const char *part;
	int times;
} bombs[] = {
	{ "[", 1 << 20 },
	{ "{", 1 << 20 },
	{ "- ", 1 << 19 },
	{ "a: {", 1 << 18 },
	{ "? ", 1 << 19 },
	{ "\"", 1 << 20 },
	{ "'", 1 << 20 },
	{ "a", 1 << 20 },
	{ "\n", 1 << 20 },
	{ "&a ", 1 << 18 },
	{ "*a ", 1 << 18 },
	{ "!a ", 1 << 18 },
	{ "- a\n", 1 << 18 },
	{ "- [a]\n", 1 << 17 },
	{ "---\n", 1 << 18 },
	{ "%A\n", 1 << 18 },
	{ "\t\n", 1 << 19 },
	{ "\xff", 1 << 20 },
	{ "\xff\n", 1 << 19 },
	{ "\xe2\x80\xae", 1 << 18 },
	{ "\xcc\x81", 1 << 19 },
	{ "a: |\n a\n", 1 << 16 },
	{ "\"\\e\": 1\n", 1 << 16 },
	{ "# \n", 1 << 18 },
	{ "a:\n", 1 << 18 },
	{ ": ", 1 << 19 },
	{ "[a, ", 1 << 18 },
	{ "\r", 1 << 20 },
};

START_TEST(a_bomb_is_refused)
{
	SCOPED_STR text = many(bombs[_i].part, bombs[_i].times / 4);

	ck_assert_uint_gt(parse(text.buf, text.len), 0);
}
END_TEST

START_TEST(a_bomb_inside_a_lesson_is_refused)
{
	SCOPED_STR text = STR_INIT;
	SCOPED_STR bomb = many(bombs[_i].part, bombs[_i].times / 8);

	str_add(&text, "format: 1\nsteps:\n  - id: a\n    text: ");
	str_add_n(&text, bomb.buf, bomb.len);
	ck_assert_uint_gt(parse(text.buf, text.len), 0);
}
END_TEST

/* The code of the first error of @text, for as long as the next call. */
static const char *first_code(const char *text)
{
	static char code[8];
	struct lesson_diags diags;
	struct lesson *lesson;

	ck_assert_int_lt(
		lesson_parse("t.yaml", text, strlen(text), &lesson, &diags), 0);
	memcpy(code, diags.items[0].code, sizeof(code));
	lesson_diags_release(&diags);
	return code;
}

START_TEST(thirteen_levels_are_too_many)
{
	ck_assert_str_ne(first_code("a: [[[[[[[[[[[]]]]]]]]]]]\n"), "E016");
	ck_assert_str_eq(first_code("a: [[[[[[[[[[[[]]]]]]]]]]]]\n"), "E016");
}
END_TEST

START_TEST(a_list_of_more_than_500_is_too_long)
{
	SCOPED_STR fits = many("- a\n", 500);
	SCOPED_STR text = many("- a\n", 501);

	ck_assert_str_ne(first_code(fits.buf), "E017");
	ck_assert_str_eq(first_code(text.buf), "E017");
}
END_TEST

START_TEST(more_than_20000_values_are_too_many)
{
	SCOPED_STR list = many("a, ", 200);
	SCOPED_STR text = STR_INIT;

	for (int i = 0; i < 101; i++)
		str_addf(&text, "- [%s]\n", list.buf);
	ck_assert_str_eq(first_code(text.buf), "E017");
}
END_TEST

START_TEST(different_keys_by_the_thousand_are_refused)
{
	SCOPED_STR text = STR_INIT;

	for (int i = 0; i < 100000; i++)
		str_addf(&text, "k%d: 1\n", i);
	ck_assert_uint_gt(parse(text.buf, text.len), 0);
}
END_TEST

START_TEST(laughter_by_the_billion_is_not_expanded)
{
	SCOPED_STR text = STR_INIT;

	str_add(&text, "a0: &a0 [x]\n");
	for (int i = 1; i < 60; i++)
		str_addf(&text, "a%d: &a%d [*a%d, *a%d, *a%d]\n", i, i, i - 1,
			 i - 1, i - 1);
	ck_assert_uint_eq(parse(text.buf, text.len), 101);
}
END_TEST

/* A generator of its own, so that a failure can be repeated everywhere. */
static unsigned next_random(unsigned *state)
{
	*state = *state * 1664525U + 1013904223U;
	return *state >> 8;
}

static void mutate(struct str *text, unsigned *state)
{
	static const char *const parts[] = {
		"\n",    ":",   "- ",  "  ",   "[",     "]",    "{",    "}",
		"\"",    "'",   "|",   "&a ",  "*a",    "!t ",  "\t",   "#",
		"---\n", "yes", "010", "1:30", "? ",    "<<: ", "\\e",  "\x1b",
		"\xff",  "%",   "@",   "`",    "```\n", ",",    "\r\n", ">",
	};
	size_t at = next_random(state) % (text->len + 1);
	size_t cut = next_random(state) % 12;
	struct str made = STR_INIT;

	str_add_n(&made, text->buf, at);
	if (next_random(state) % 3)
		str_add(&made, parts[next_random(state) %
				     (sizeof(parts) / sizeof(*parts))]);
	else
		str_add_char(&made, (char)(1 + next_random(state) % 255));
	if (at + cut < text->len && next_random(state) % 2)
		at += cut;
	str_add_n(&made, text->buf + at, text->len - at);
	str_release(text);
	*text = made;
}

START_TEST(a_lesson_broken_at_random_does_no_harm)
{
	unsigned state = (unsigned)_i * 7919U + 1;
	size_t refused = 0;

	for (int round = 0; round < 400; round++) {
		SCOPED_STR text = STR_INIT;
		unsigned slips = 1 + next_random(&state) % 6;

		str_add(&text, good_lesson);
		while (slips--)
			mutate(&text, &state);
		refused += parse(text.buf, text.len) > 0;
	}
	ck_assert_uint_gt(refused, 200);
}
END_TEST

START_TEST(a_lesson_cut_anywhere_does_no_harm)
{
	for (size_t len = 0; len < strlen(good_lesson); len++)
		(void)parse(good_lesson, len);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("hostile");
	TCase *tc = tcase_create("hostile");
	int bomb_count = sizeof(bombs) / sizeof(*bombs);

	tcase_set_timeout(tc, 30);
	tcase_add_loop_test(tc, a_bomb_is_refused, 0, bomb_count);
	tcase_add_loop_test(tc, a_bomb_inside_a_lesson_is_refused, 0,
			    bomb_count);
	tcase_add_test(tc, thirteen_levels_are_too_many);
	tcase_add_test(tc, a_list_of_more_than_500_is_too_long);
	tcase_add_test(tc, more_than_20000_values_are_too_many);
	tcase_add_test(tc, different_keys_by_the_thousand_are_refused);
	tcase_add_test(tc, laughter_by_the_billion_is_not_expanded);
	tcase_add_loop_test(tc, a_lesson_broken_at_random_does_no_harm, 0, 10);
	tcase_add_test(tc, a_lesson_cut_anywhere_does_no_harm);
	suite_add_tcase(s, tc);
	return s;
}
