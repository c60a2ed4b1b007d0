/* SPDX-License-Identifier: MIT */
/*
 * Every slip gives its own error, at its place, with advice, and no other.
 */
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/scope.h"
#include "lesson/load.h"
#include "support/check_main.h"
#include "unit/lesson/good.h"

struct slip {
	const char *from, *to, *want;
};

#define WRONG(from, to, want) { from, to, want },
static const struct slip wrong[] = {
#include "unit/lesson/wrong.def"
};
static const struct slip wrong_rich[] = {
#include "unit/lesson/wrong_rich.def"
};
#undef WRONG

enum {
	WRONG_COUNT = sizeof(wrong) / sizeof(*wrong),
	RICH_COUNT = sizeof(wrong_rich) / sizeof(*wrong_rich)
};

/* rich.yaml, which has every key; the caller frees it. */
static char *read_rich(void)
{
	const char *top = getenv("top_srcdir");
	SCOPED_FREE char *path =
		fs_join(top ? top : ".", "tests/unit/lesson/rich.yaml");
	char *text;
	size_t len;

	ck_assert_int_eq(fs_read(path, 100000, &text, &len, NULL), 0);
	return text;
}

/* The good lesson with @from replaced, once. */
static struct str broken(const char *good, const char *from, const char *to)
{
	const char *at = strstr(good, from);
	struct str text = STR_INIT;

	ck_assert_msg(at != NULL, "not in the good lesson: %s", from);
	str_add_n(&text, good, (size_t)(at - good));
	str_add(&text, to);
	str_add(&text, at + strlen(from));
	return text;
}

static struct str told(const struct lesson_diags *d)
{
	struct str all = STR_INIT;

	for (size_t i = 0; i < d->count; i++) {
		const struct lesson_diag *item = &d->items[i];

		str_addf(&all, "%s%d:%d %s %s", i ? "\n" : "", item->line,
			 item->column, item->code, item->message);
		if (*item->advice)
			str_addf(&all, " => %s", item->advice);
	}
	return all;
}

/* @want as it is, or, with a * at its end, what begins so. */
static void check_told(const char *got, const char *want)
{
	size_t len = strlen(want);

	if (len && want[len - 1] == '*')
		ck_assert_msg(strncmp(got, want, len - 1) == 0, "%s\nnot\n%s",
			      got, want);
	else
		ck_assert_str_eq(got, want);
}

static void check_slip(const char *good, const struct slip *slip)
{
	SCOPED_STR text = broken(good, slip->from, slip->to);
	struct lesson_diags diags;
	struct lesson *lesson;
	int r = lesson_parse("t.yaml", text.buf, text.len, &lesson, &diags);
	SCOPED_STR all = told(&diags);

	check_told(all.buf, slip->want);
	ck_assert_int_lt(r, 0);
	ck_assert_ptr_null(lesson);
	lesson_diags_release(&diags);
}

START_TEST(each_slip_gives_its_error)
{
	check_slip(good_lesson, &wrong[_i]);
}
END_TEST

START_TEST(each_slip_in_a_lesson_with_every_key_gives_its_error)
{
	SCOPED_FREE char *rich = read_rich();

	check_slip(rich, &wrong_rich[_i]);
}
END_TEST

START_TEST(the_good_lesson_gives_none)
{
	struct lesson_diags diags;
	struct lesson *lesson;
	int r = lesson_parse("t.yaml", good_lesson, strlen(good_lesson),
			     &lesson, &diags);
	SCOPED_STR all = told(&diags);

	ck_assert_str_eq(all.buf, "");
	ck_assert_int_eq(r, 0);
	lesson_free(lesson);
	lesson_diags_release(&diags);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("wrong");
	TCase *tc = tcase_create("wrong");

	tcase_add_test(tc, the_good_lesson_gives_none);
	tcase_add_loop_test(tc, each_slip_gives_its_error, 0, WRONG_COUNT);
	tcase_add_loop_test(
		tc, each_slip_in_a_lesson_with_every_key_gives_its_error, 0,
		RICH_COUNT);
	suite_add_tcase(s, tc);
	return s;
}
