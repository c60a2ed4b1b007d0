/* SPDX-License-Identifier: MIT */
#include "ui/command.h"

#include <stdio.h>
#include <string.h>

#include "support/check_main.h"
#include "ui/term.h"

static const char PLACES[] = "hld?vwp*";

START_TEST(every_command_has_a_name_keys_that_parse_and_help)
{
	for (int i = 1; i < UI_CMD_COUNT; i++) {
		const struct ui_command_info *info =
			ui_command_info((enum ui_command)i);
		char keys[64];
		char *rest = keys;

		ck_assert_msg(*info->name && *info->help && *info->where,
			      "%s lacks something", info->id);
		ck_assert_uint_lt(strlen(info->keys), sizeof(keys));
		strcpy(keys, info->keys);
		for (char *k; (k = strsep(&rest, " "));) {
			char buf[16];
			uint32_t key = ui_key_parse(k);

			ck_assert_msg(key != UI_KEY_NONE,
				      "%s has no such key: '%s'", info->id, k);
			ck_assert_str_eq(ui_key_name(key, buf), k);
		}
		ck_assert_msg(strspn(info->where, PLACES) ==
				      strlen(info->where),
			      "%s is at an unknown place", info->id);
	}
}
END_TEST

static bool knows(const struct ui_command_info *info, uint32_t key)
{
	char keys[64];
	char *rest = keys;

	strcpy(keys, info->keys);
	for (char *k; (k = strsep(&rest, " "));)
		if (ui_key_parse(k) == key)
			return true;
	return false;
}

START_TEST(no_two_commands_share_a_key_at_a_place)
{
	for (int a = 1; a < UI_CMD_COUNT; a++) {
		const struct ui_command_info *one =
			ui_command_info((enum ui_command)a);

		for (int b = a + 1; b < UI_CMD_COUNT; b++) {
			const struct ui_command_info *two =
				ui_command_info((enum ui_command)b);
			char keys[64];
			char *rest = keys;

			if (!strpbrk(one->where, two->where))
				continue;
			strcpy(keys, one->keys);
			for (char *k; (k = strsep(&rest, " "));)
				ck_assert_msg(!knows(two, ui_key_parse(k)),
					      "%s and %s are both on %s",
					      one->id, two->id, k);
		}
	}
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
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("command");
	TCase *tc = tcase_create("command");

	tcase_add_test(tc, every_command_has_a_name_keys_that_parse_and_help);
	tcase_add_test(tc, no_two_commands_share_a_key_at_a_place);
	tcase_add_test(tc, the_first_place_that_knows_the_key_decides);
	tcase_add_test(tc, a_command_applies_at_its_places_and_everywhere);
	tcase_add_test(tc, the_first_key_is_shown);
	tcase_add_test(tc, every_key_has_a_name_and_comes_back_by_it);
	suite_add_tcase(s, tc);
	return s;
}
