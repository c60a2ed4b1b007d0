/* SPDX-License-Identifier: MIT */
#include "ui/prompt.h"

#include <locale.h>
#include <string.h>

#include "support/check_main.h"
#include "ui/term.h"

static struct ui_prompt prompt;

static void start(const struct ui_history *h)
{
	(void)setlocale(LC_CTYPE, "C.UTF-8");
	ui_prompt_init(&prompt, h);
}

static void type(const uint32_t *keys)
{
	for (; *keys; keys++)
		(void)ui_prompt_key(&prompt, *keys);
}

#define TYPE(...) type((const uint32_t[]){ __VA_ARGS__, 0 })

START_TEST(what_is_typed_is_in_the_line)
{
	start(NULL);
	ck_assert_int_eq(ui_prompt_key(&prompt, 'a'), UI_PROMPT_CHANGED);
	TYPE(0xE9, 0x65E5, 'b');
	ck_assert_str_eq(prompt.text.buf, "aé日b");
	ck_assert_int_eq(ui_prompt_key(&prompt, '\n'), UI_PROMPT_ENTERED);
	ck_assert_int_eq(ui_prompt_key(&prompt, 0x1B), UI_PROMPT_LEFT);
	ck_assert_int_eq(ui_prompt_key(&prompt, 0x03), UI_PROMPT_IGNORED);
	ck_assert_int_eq(ui_prompt_key(&prompt, UI_KEY_F1), UI_PROMPT_IGNORED);
	ui_prompt_release(&prompt);
}
END_TEST

START_TEST(the_cursor_moves_by_characters)
{
	start(NULL);
	TYPE('a', 0x65E5, 'b', UI_KEY_LEFT, UI_KEY_LEFT, 'x');
	ck_assert_str_eq(prompt.text.buf, "ax日b");
	TYPE(UI_KEY_HOME, '1', UI_KEY_END, '2', UI_KEY_RIGHT, '3');
	ck_assert_str_eq(prompt.text.buf, "1ax日b23");
	TYPE(UI_KEY_HOME, UI_KEY_LEFT, UI_KEY_RIGHT, UI_KEY_DELETE);
	ck_assert_str_eq(prompt.text.buf, "1x日b23");
	ui_prompt_release(&prompt);
}
END_TEST

START_TEST(a_mark_goes_with_its_letter)
{
	start(NULL);
	/* e with an acute accent of its own */
	TYPE('a', 'e', 0x301, 'b', UI_KEY_LEFT, UI_KEY_LEFT, '-');
	ck_assert_str_eq(prompt.text.buf, "a-e\u0301b");
	TYPE(UI_KEY_RIGHT, UI_KEY_BACKSPACE);
	ck_assert_str_eq(prompt.text.buf, "a-b");
	ui_prompt_release(&prompt);
}
END_TEST

START_TEST(parts_are_deleted_at_once)
{
	start(NULL);
	ui_prompt_set(&prompt, "one two  three");
	TYPE(0x17); /* Ctrl-W */
	ck_assert_str_eq(prompt.text.buf, "one two  ");
	TYPE(0x17);
	ck_assert_str_eq(prompt.text.buf, "one ");
	ui_prompt_set(&prompt, "one two");
	TYPE(UI_KEY_LEFT, 0x15); /* Ctrl-U */
	ck_assert_str_eq(prompt.text.buf, "o");
	TYPE(UI_KEY_HOME, 0x0B); /* Ctrl-K */
	ck_assert_str_eq(prompt.text.buf, "");
	ck_assert_int_eq(ui_prompt_key(&prompt, UI_KEY_BACKSPACE),
			 UI_PROMPT_MOVED);
	ui_prompt_release(&prompt);
}
END_TEST

START_TEST(older_lines_come_back_and_the_new_one_too)
{
	struct ui_history h = { .count = 0 };

	ui_history_add(&h, "one");
	ui_history_add(&h, "two");
	ui_history_add(&h, "two");
	ui_history_add(&h, "");
	ck_assert_uint_eq(h.count, 2);
	start(&h);
	TYPE('n', UI_KEY_UP);
	ck_assert_str_eq(prompt.text.buf, "two");
	TYPE(UI_KEY_UP, UI_KEY_UP);
	ck_assert_str_eq(prompt.text.buf, "one");
	TYPE(UI_KEY_DOWN, UI_KEY_DOWN, UI_KEY_DOWN);
	ck_assert_str_eq(prompt.text.buf, "n");
	ui_prompt_release(&prompt);
	ui_history_release(&h);
}
END_TEST

START_TEST(the_oldest_lines_are_forgotten)
{
	struct ui_history h = { .count = 0 };
	char line[] = "a0";

	for (int i = 0; i < UI_HISTORY_MAX + 5; i++) {
		line[0] = (char)('A' + i);
		ui_history_add(&h, line);
	}
	ck_assert_uint_eq(h.count, UI_HISTORY_MAX);
	ck_assert_str_eq(h.lines[0], "F0");
	ui_history_release(&h);
}
END_TEST

START_TEST(a_long_line_shows_the_part_with_the_cursor)
{
	struct ui_canvas *c = ui_canvas_new(1, 20);
	SCOPED_STR text = STR_INIT;
	int row, col;

	start(NULL);
	ui_prompt_set(&prompt, "0123456789abcdefghijklmnop");
	ui_prompt_draw(&prompt, c, ui_canvas_rect(c), "/", "note");
	ui_canvas_dump(c, &text);
	ck_assert_str_eq(text.buf, " /9abcdefghijklmnop\n");
	ui_canvas_get_cursor(c, &row, &col);
	ck_assert_int_eq(row, 0);
	ck_assert_int_eq(col, 19);
	str_clear(&text);
	ui_prompt_set(&prompt, "ab");
	ui_prompt_draw(&prompt, c, ui_canvas_rect(c), "/", "note");
	ui_canvas_dump(c, &text);
	ck_assert_str_eq(text.buf, " /ab            note\n");
	ui_prompt_release(&prompt);
	ui_canvas_free(c);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("prompt");
	TCase *tc = tcase_create("prompt");

	tcase_add_test(tc, what_is_typed_is_in_the_line);
	tcase_add_test(tc, the_cursor_moves_by_characters);
	tcase_add_test(tc, a_mark_goes_with_its_letter);
	tcase_add_test(tc, parts_are_deleted_at_once);
	tcase_add_test(tc, older_lines_come_back_and_the_new_one_too);
	tcase_add_test(tc, the_oldest_lines_are_forgotten);
	tcase_add_test(tc, a_long_line_shows_the_part_with_the_cursor);
	suite_add_tcase(s, tc);
	return s;
}
