/* SPDX-License-Identifier: MIT */
/*
 * Whatever is drawn can be drawn in ASCII: every character in a literal of the
 * files that draw has its like.
 */
#include "ui/ascii.h"

#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/scope.h"
#include "base/utf8.h"
#include "support/check_main.h"
#include "ui/canvas.h"

#define FILE_MAX (1 << 20)

/* Blank what is in comments. */
static void drop_comments(char *text)
{
	char *at = text;

	while ((at = strstr(at, "/*"))) {
		char *end = strstr(at, "*/");

		ck_assert_ptr_nonnull(end);
		memset(at, ' ', (size_t)(end - at));
		at = end;
	}
}

static int check_file(const char *dir, const char *name)
{
	SCOPED_FREE char *path = fs_join(dir, name);
	SCOPED_FREE char *text = NULL;
	struct err e = ERR_NONE;
	size_t len, i = 0;
	int seen = 0;

	ck_assert_int_ge(fs_read(path, FILE_MAX, &text, &len, &e), 0);
	drop_comments(text);
	len = strlen(text);
	while (i < len) {
		uint32_t rune;

		i += utf8_decode(text + i, len - i, &rune);
		seen += rune >= 0x80;
		ck_assert_msg(rune < 0x80 || ui_ascii(rune) != '?',
			      "%s: U+%04X has no like in ui/ascii.c", path,
			      rune);
	}
	return seen;
}

START_TEST(every_mark_of_a_file_that_draws_has_its_like)
{
	static const char *const dirs[] = { "src/view", "src/ui" };
	const char *top = getenv("top_srcdir");
	int seen = 0;

	for (size_t d = 0; d < 2; d++) {
		SCOPED_FREE char *dir = fs_join(top ? top : ".", dirs[d]);
		struct err e = ERR_NONE;
		char **names;
		size_t count;

		ck_assert_int_ge(fs_list(dir, &names, &count, &e), 0);
		for (size_t i = 0; i < count; i++) {
			const char *dot = strrchr(names[i], '.');

			if (dot && (!strcmp(dot, ".c") || !strcmp(dot, ".def")))
				seen += check_file(dir, names[i]);
		}
		fs_list_free(names, count);
	}
	ck_assert_int_gt(seen, 100);
}
END_TEST

/* A state, a frame: what must be told apart still is. */
START_TEST(what_differs_in_meaning_differs_in_ascii)
{
	static const uint32_t marks[] = { U'►', U'▷', U'‖', U'■',
					  U'†', U'✓', U'✗' };

	for (size_t a = 0; a < sizeof(marks) / sizeof(*marks); a++)
		for (size_t b = 0; b < a; b++)
			ck_assert_msg(ui_ascii(marks[a]) != ui_ascii(marks[b]),
				      "U+%04X and U+%04X", marks[a], marks[b]);
	ck_assert_int_ne(ui_ascii(U'━'), ui_ascii(U'─'));
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("ascii");
	TCase *tc = tcase_create("ascii");

	tcase_add_test(tc, every_mark_of_a_file_that_draws_has_its_like);
	tcase_add_test(tc, what_differs_in_meaning_differs_in_ascii);
	suite_add_tcase(s, tc);
	return s;
}
