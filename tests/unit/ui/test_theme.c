/* SPDX-License-Identifier: MIT */
#include "ui/theme.h"

#include <errno.h>
#include <string.h>

#include "support/check_main.h"

static const int DEPTHS[] = { 0, 8, 16, 256 };

static bool same(struct ui_look a, struct ui_look b)
{
	return a.fg == b.fg && a.bg == b.bg && a.attrs == b.attrs;
}

START_TEST(themes_are_found_by_their_names)
{
	enum ui_theme found = UI_THEME_COUNT;

	for (int i = 0; i < UI_THEME_COUNT; i++) {
		enum ui_theme t = (enum ui_theme)i;

		ck_assert_int_eq(ui_theme_find(ui_theme_name(t), &found), 0);
		ck_assert_int_eq(found, t);
	}
	ck_assert_int_eq(ui_theme_find("pink", &found), -EINVAL);
}
END_TEST

/* Every depth of every theme; _i counts them. */
#define EACH_THEME (UI_THEME_COUNT * 4)

START_TEST(every_role_has_a_look_that_these_colours_can_show)
{
	enum ui_theme t = (enum ui_theme)(_i / 4);
	int colors = DEPTHS[_i % 4];

	for (int i = 0; i < UI_ROLE_COUNT; i++) {
		struct ui_look look = ui_theme_look(t, (enum ui_role)i, colors);

		ck_assert_int_lt(look.fg, colors ? colors : 1);
		ck_assert_int_lt(look.bg, colors ? colors : 1);
		ck_assert_msg(look.fg < 0 || look.fg != look.bg,
			      "role %d cannot be read", i);
		if (!colors || t == UI_THEME_MONO)
			ck_assert_int_eq(look.fg & look.bg, -1);
	}
}
END_TEST

START_TEST(no_two_states_look_alike)
{
	enum ui_theme t = (enum ui_theme)(_i / 4);
	int colors = DEPTHS[_i % 4];

	for (int a = UI_RUNNING; a <= UI_KILLED; a++)
		for (int b = a + 1; b <= UI_KILLED; b++)
			ck_assert_msg(
				!same(ui_theme_look(t, (enum ui_role)a, colors),
				      ui_theme_look(t, (enum ui_role)b,
						    colors)),
				"roles %d and %d", a, b);
}
END_TEST

START_TEST(what_must_stand_out_does)
{
	static const enum ui_role loud[] = {
		UI_BAR,     UI_SELECTED, UI_ERROR,  UI_NOTICE,
		UI_KEY,     UI_HEADING,  UI_LINK,   UI_EMPHASIS,
		UI_CHANGED, UI_STRONG,   UI_MARKER,
	};
	enum ui_theme t = (enum ui_theme)(_i / 4);
	int colors = DEPTHS[_i % 4];
	struct ui_look plain = ui_theme_look(t, UI_NORMAL, colors);

	for (size_t i = 0; i < sizeof(loud) / sizeof(loud[0]); i++)
		ck_assert_msg(!same(ui_theme_look(t, loud[i], colors), plain),
			      "role %d", (int)loud[i]);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("theme");
	TCase *tc = tcase_create("theme");

	tcase_add_test(tc, themes_are_found_by_their_names);
	tcase_add_loop_test(tc,
			    every_role_has_a_look_that_these_colours_can_show,
			    0, EACH_THEME);
	tcase_add_loop_test(tc, no_two_states_look_alike, 0, EACH_THEME);
	tcase_add_loop_test(tc, what_must_stand_out_does, 0, EACH_THEME);
	suite_add_tcase(s, tc);
	return s;
}
