/* SPDX-License-Identifier: MIT */
#include "ui/svg.h"

#include <string.h>

#include "support/check_main.h"

static struct ui_canvas *c;
static struct str out;

static void open_canvas(void)
{
	c = ui_canvas_new(4, 20);
	out = STR_INIT;
}

static void close_canvas(void)
{
	ui_canvas_free(c);
	str_release(&out);
}

static void make(enum ui_theme theme)
{
	str_clear(&out);
	ui_svg(c,
	       &(struct ui_svg){ .theme = theme,
				 .title = "a < b",
				 .about = "words & \"more\"" },
	       &out);
}

static bool has(const char *text)
{
	return strstr(out.buf, text) != NULL;
}

START_TEST(text_is_text_and_as_wide_as_its_columns)
{
	struct ui_rect all = ui_canvas_rect(c);

	(void)ui_text(c, all, 0, 2, UI_NORMAL, "a<b &c  d");
	(void)ui_text(c, all, 1, 0, UI_STRONG, "日本 e\u0301");
	make(UI_THEME_DARK);
	ck_assert(has("<title id=\"title\">a &lt; b</title>"));
	ck_assert(has("words &amp; &quot;more&quot;</desc>"));
	/* Six columns at nine, and what comes after two blanks alone. */
	ck_assert(has("<text x=\"30\" y=\"26\" textLength=\"54\""));
	ck_assert(has(">a&lt;b &amp;c</text>"));
	ck_assert(has(">d</text>"));
	/* Two wide ones, a blank and a letter with its mark. */
	ck_assert(has("textLength=\"54\""));
	ck_assert(has(">日本 e\u0301</text>"));
	ck_assert(has("font-weight=\"bold\""));
}
END_TEST

START_TEST(lines_and_blocks_are_shapes)
{
	struct ui_rect all = ui_canvas_rect(c);

	(void)ui_frame(c, all, false, NULL, NULL);
	(void)ui_text(c, all, 1, 2, UI_RUNNING, "█▂▌▐▀╌");
	make(UI_THEME_DARK);
	ck_assert(!has("─"));
	ck_assert(!has("█"));
	ck_assert(has("<path d=\"M"));
	ck_assert(has("<rect x=\"30\" y=\"31\" width=\"9\" height=\"19\""));
	/* Of dashes a font knows better. */
	ck_assert(has(">╌</text>"));
}
END_TEST

START_TEST(a_theme_has_its_colours)
{
	struct ui_rect all = ui_canvas_rect(c);

	(void)ui_text(c, all, 0, 0, UI_WAITING, "waiting");
	(void)ui_text(c, all, 1, 0, UI_SELECTED, "chosen");
	make(UI_THEME_DARK);
	ck_assert(has("fill=\"#16181d\""));
	ck_assert(has("fill=\"#ffd787\""));
	make(UI_THEME_LIGHT);
	ck_assert(has("fill=\"#ffffff\""));
	ck_assert(has("fill=\"#af5f00\""));
	make(UI_THEME_MONO);
	ck_assert(has("text-decoration=\"underline\""));
	/* Reversed: the colours have changed their places. */
	ck_assert(has("fill=\"#d0d0d0\"/>"));
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("svg");
	TCase *tc = tcase_create("svg");

	tcase_add_checked_fixture(tc, open_canvas, close_canvas);
	tcase_add_test(tc, text_is_text_and_as_wide_as_its_columns);
	tcase_add_test(tc, lines_and_blocks_are_shapes);
	tcase_add_test(tc, a_theme_has_its_colours);
	suite_add_tcase(s, tc);
	return s;
}
