/* SPDX-License-Identifier: MIT */
#include "ui/command.h"

#include <stdio.h>
#include <string.h>

#include "support/check_main.h"
#include "ui/term.h"

static void check_keys(const struct ui_command_info *info)
{
	const char *list = info->keys;
	char word[16], buf[16];

	while (ui_command_next_key(&list, word)) {
		uint32_t key = ui_key_parse(word);

		ck_assert_msg(key != UI_KEY_NONE, "%s has no such key: '%s'",
			      info->id, word);
		ck_assert_str_eq(ui_key_name(key, buf), word);
	}
}

START_TEST(every_command_has_a_name_keys_that_parse_and_help)
{
	for (int i = 1; i < UI_CMD_COUNT; i++) {
		const struct ui_command_info *info =
			ui_command_info((enum ui_command)i);

		ck_assert_msg(*info->name && *info->help && *info->where,
			      "%s lacks something", info->id);
		ck_assert_msg(strlen(info->name) <= 14,
			      "the name of %s is too long", info->id);
		ck_assert_uint_lt(strlen(info->keys), UI_KEYS_MAX);
		check_keys(info);
		for (const char *at = info->where; *at; at++)
			ck_assert_msg(*ui_place_words(*at) || *at == '#',
				      "%s is at an unknown place", info->id);
	}
}
END_TEST

START_TEST(no_two_commands_share_a_name)
{
	for (int i = 1; i < UI_CMD_COUNT; i++)
		ck_assert_int_eq(
			ui_command_find(
				ui_command_info((enum ui_command)i)->name),
			i);
	ck_assert_int_eq(ui_command_find("rewind"), UI_CMD_NONE);
	ck_assert_int_eq(ui_command_find(""), UI_CMD_NONE);
}
END_TEST

/* Whether two commands of the list apply at once; '*' comes last, so a place
 * may take a key of it for itself. */
static bool clash(enum ui_command a, enum ui_command b)
{
	const char *one = ui_command_info(a)->where;
	const char *two = ui_command_info(b)->where;

	return strpbrk(one, two) || (ui_command_meet(a, b) &&
				     !strchr(one, '*') && !strchr(two, '*'));
}

static void check_alone(enum ui_command one)
{
	const char *list = ui_command_info(one)->keys;
	char word[16];

	while (ui_command_next_key(&list, word))
		for (int b = (int)one + 1; b < UI_CMD_COUNT; b++) {
			enum ui_command two = (enum ui_command)b;

			ck_assert_msg(!clash(one, two) ||
					      !ui_command_has_key(
						      two, ui_key_parse(word)),
				      "%s and %s are both on %s",
				      ui_command_info(one)->id,
				      ui_command_info(two)->id, word);
		}
}

START_TEST(no_two_commands_share_a_key_at_a_place)
{
	for (int i = 1; i < UI_CMD_COUNT; i++)
		check_alone((enum ui_command)i);
}
END_TEST

START_TEST(commands_meet_where_both_apply)
{
	ck_assert(ui_command_meet(UI_CMD_NEXT, UI_CMD_PREVIOUS));
	ck_assert(ui_command_meet(UI_CMD_RUN, UI_CMD_NEXT));
	ck_assert(ui_command_meet(UI_CMD_QUIT, UI_CMD_LESS));
	ck_assert(!ui_command_meet(UI_CMD_OPEN, UI_CMD_NEXT));
	ck_assert(!ui_command_meet(UI_CMD_APPLY, UI_CMD_RUN));
}
END_TEST

START_TEST(a_command_can_be_put_on_other_keys)
{
	char buf[16];

	ui_command_bind(UI_CMD_PAUSE, "F5 P");
	ck_assert_str_eq(ui_command_keys(UI_CMD_PAUSE), "F5 P");
	ck_assert_str_eq(ui_command_key(UI_CMD_PAUSE, buf), "F5");
	ck_assert(ui_command_is_bound(UI_CMD_PAUSE));
	ck_assert_int_eq(ui_command_for(UI_KEY_F1 + 4, "dl"), UI_CMD_PAUSE);
	ck_assert_int_eq(ui_command_for('P', "dl"), UI_CMD_PAUSE);
	ck_assert_int_eq(ui_command_for(' ', "dl"), UI_CMD_NONE);
	ui_command_bind(UI_CMD_PAUSE, NULL);
	ck_assert(!ui_command_is_bound(UI_CMD_PAUSE));
	ck_assert_int_eq(ui_command_for(' ', "dl"), UI_CMD_PAUSE);
}
END_TEST

START_TEST(a_command_without_a_key_is_shown_by_its_name)
{
	char buf[16];

	ui_command_bind(UI_CMD_FORWARD_SECOND, "");
	ck_assert_str_eq(ui_command_keys(UI_CMD_FORWARD_SECOND), "");
	ck_assert_str_eq(ui_command_key(UI_CMD_FORWARD_SECOND, buf),
			 ":forward-second");
	ck_assert_int_eq(ui_command_for('}', "dl"), UI_CMD_NONE);
	ui_command_bind(UI_CMD_FORWARD_SECOND, NULL);
}
END_TEST

START_TEST(numbers_repeat_only_what_can_be_repeated)
{
	ck_assert(ui_command_info(UI_CMD_NEXT)->counted);
	ck_assert(ui_command_info(UI_CMD_FORWARD)->counted);
	ck_assert(!ui_command_info(UI_CMD_PAUSE)->counted);
	ck_assert(!ui_command_info(UI_CMD_QUIT)->counted);
}
END_TEST

START_TEST(a_key_by_another_name_is_understood_in_the_advice)
{
	char buf[16];

	ck_assert_str_eq(ui_key_near("space", buf), "Space");
	ck_assert_str_eq(ui_key_near("Esc", buf), "Escape");
	ck_assert_str_eq(ui_key_near("pagedown", buf), "PgDn");
	ck_assert_str_eq(ui_key_near("ctrl-l", buf), "Ctrl-L");
	ck_assert_str_eq(ui_key_near("Ctrl+q", buf), "Ctrl-Q");
	ck_assert_ptr_null(ui_key_near("Hyperspace-drive", buf));
}
END_TEST

START_TEST(the_first_place_that_knows_the_key_decides)
{
	ck_assert_int_eq(ui_command_for('\n', "h"), UI_CMD_OPEN);
	ck_assert_int_eq(ui_command_for('\n', "dl"), UI_CMD_RUN);
	ck_assert_int_eq(ui_command_for('\n', "vdl"), UI_CMD_APPLY);
	ck_assert_int_eq(ui_command_for('\n', "l"), UI_CMD_NONE);
	ck_assert_int_eq(ui_command_for(UI_KEY_LEFT, "vdl"), UI_CMD_LESS);
	ck_assert_int_eq(ui_command_for(UI_KEY_LEFT, "dl"), UI_CMD_PREVIOUS);
	ck_assert_int_eq(ui_command_for('q', "vdl"), UI_CMD_QUIT);
	ck_assert_int_eq(ui_command_for('q', ""), UI_CMD_QUIT);
	ck_assert_int_eq(ui_command_for(3, "h"), UI_CMD_STOP);
	ck_assert_int_eq(ui_command_for(UI_KEY_NONE, "hld?v"), UI_CMD_NONE);
	ck_assert_int_eq(ui_command_for('~', "hld?v"), UI_CMD_NONE);
}
END_TEST

START_TEST(a_command_applies_at_its_places_and_everywhere)
{
	ck_assert(ui_command_applies(UI_CMD_RUN, "ld"));
	ck_assert(!ui_command_applies(UI_CMD_RUN, "l"));
	ck_assert(ui_command_applies(UI_CMD_QUIT, "h"));
	ck_assert(!ui_command_applies(UI_CMD_NONE, "hld?v"));
}
END_TEST

START_TEST(the_first_key_is_shown)
{
	char buf[16];

	ck_assert_str_eq(ui_command_key(UI_CMD_PAUSE, buf), "Space");
	ck_assert_str_eq(ui_command_key(UI_CMD_NEXT, buf), "n");
	ck_assert_str_eq(ui_command_key(UI_CMD_NONE, buf), "");
}
END_TEST

START_TEST(every_key_has_a_name_and_comes_back_by_it)
{
	char buf[16];

	for (uint32_t key = 1; key < UI_KEY_RESIZE; key++) {
		const char *name = ui_key_name(key, buf);
		bool half = key >= 0xD800 && key < 0xE000;

		if (*name && key != '\r' && !half)
			ck_assert_uint_eq(ui_key_parse(name), key);
	}
	ck_assert_str_eq(ui_key_name(12, buf), "Ctrl-L");
	ck_assert_str_eq(ui_key_name(0xE9, buf), "é");
	ck_assert_str_eq(ui_key_name(UI_KEY_NONE, buf), "");
	ck_assert_str_eq(ui_key_name(UI_KEY_MOUSE, buf), "");
	ck_assert_uint_eq(ui_key_parse(""), UI_KEY_NONE);
	ck_assert_uint_eq(ui_key_parse("PageUp"), UI_KEY_NONE);
	ck_assert_uint_eq(ui_key_parse("Ctrl-5"), UI_KEY_NONE);
	ck_assert_uint_eq(ui_key_parse("\xff"), UI_KEY_NONE);
	ck_assert_uint_eq(ui_key_parse("F12"), UI_KEY_F12);
	ck_assert_uint_eq(ui_key_parse("F13"), UI_KEY_NONE);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("command");
	TCase *tc = tcase_create("command");

	tcase_add_test(tc, every_command_has_a_name_keys_that_parse_and_help);
	tcase_add_test(tc, no_two_commands_share_a_key_at_a_place);
	tcase_add_test(tc, no_two_commands_share_a_name);
	tcase_add_test(tc, commands_meet_where_both_apply);
	tcase_add_test(tc, a_command_can_be_put_on_other_keys);
	tcase_add_test(tc, a_command_without_a_key_is_shown_by_its_name);
	tcase_add_test(tc, numbers_repeat_only_what_can_be_repeated);
	tcase_add_test(tc, a_key_by_another_name_is_understood_in_the_advice);
	tcase_add_test(tc, the_first_place_that_knows_the_key_decides);
	tcase_add_test(tc, a_command_applies_at_its_places_and_everywhere);
	tcase_add_test(tc, the_first_key_is_shown);
	tcase_add_test(tc, every_key_has_a_name_and_comes_back_by_it);
	suite_add_tcase(s, tc);
	return s;
}
