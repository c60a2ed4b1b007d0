/* SPDX-License-Identifier: MIT */
#include "app/settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support/check_main.h"
#include "ui/command.h"
#include "ui/term.h"

static struct app_settings settings;

static void parse(const char *text)
{
	app_settings_parse(&settings, "/u/ada/config.yaml", text, strlen(text));
}

/* Everything in the list's own order again. */
static void done(void)
{
	app_settings_release(&settings);
	for (int i = UI_CMD_NONE + 1; i < UI_CMD_COUNT; i++)
		ui_command_bind((enum ui_command)i, NULL);
}

static void check_problem(size_t i, const char *want)
{
	SCOPED_STR line = STR_INIT;

	ck_assert_uint_lt(i, settings.problems.count);
	app_settings_problem(&settings, i, &line);
	ck_assert_str_eq(line.buf, want);
}

static void check_only(const char *text, const char *want)
{
	parse(text);
	check_problem(0, want);
	ck_assert_uint_eq(settings.problems.count, 1);
}

START_TEST(a_file_without_mistakes_says_all)
{
	parse("# mine\ntheme: light\nspeed: 0.5\nascii: on\nmouse: off\n"
	      "language: python\nkeys: {pause: [Space, F5], step: e, "
	      "notes: []}\n");
	ck_assert_uint_eq(settings.problems.count, 0);
	ck_assert(settings.has_theme);
	ck_assert_int_eq(settings.theme, UI_THEME_LIGHT);
	ck_assert_double_eq(settings.speed, 0.5);
	ck_assert(settings.ascii && settings.no_mouse);
	ck_assert_int_eq(settings.language, UI_LANG_PYTHON);
	ck_assert_str_eq(ui_command_keys(UI_CMD_PAUSE), "Space F5");
	ck_assert_str_eq(ui_command_keys(UI_CMD_STEP), "e");
	ck_assert_str_eq(ui_command_keys(UI_CMD_NOTES), "");
	ck_assert_str_eq(ui_command_keys(UI_CMD_NEXT), "n Right PgDn");
	done();
}
END_TEST

START_TEST(nothing_but_comments_says_nothing)
{
	parse("# theme: light\n");
	ck_assert_uint_eq(settings.problems.count, 0);
	ck_assert(!settings.has_theme && !settings.ascii && !settings.no_mouse);
	ck_assert_double_eq(settings.speed, 0);
	done();
	parse("");
	ck_assert_uint_eq(settings.problems.count, 0);
	done();
}
END_TEST

static const struct {
	const char *text, *problem;
} mistakes[] = {
	{ "theme: ligth\n", "config.yaml:1:8: theme cannot be \"ligth\": write "
			    "dark, light, contrast or mono" },
	{ "theme: [dark]\n", "config.yaml:1:8: theme must be one word: write "
			     "dark, light, contrast or mono" },
	{ "speed: 11\n", "config.yaml:1:8: speed cannot be \"11\": write a "
			 "number from 0.1 to 10" },
	{ "speed: nan\n", "config.yaml:1:8: speed cannot be \"nan\": write a "
			  "number from 0.1 to 10" },
	{ "speed: fast\n", "config.yaml:1:8: speed cannot be \"fast\": write "
			   "a number from 0.1 to 10" },
	{ "ascii: maybe\n", "config.yaml:1:8: ascii cannot be \"maybe\": "
			    "write on or off" },
	{ "mouse: 1\n", "config.yaml:1:8: mouse cannot be \"1\": write on or "
			"off" },
	{ "language: perl\n", "config.yaml:1:11: language cannot be \"perl\": "
			      "write c or python" },
	{ "sped: 2\n", "config.yaml:1:1: there is no setting \"sped\": did "
		       "you mean speed?" },
	{ "fontsize: 2\n",
	  "config.yaml:1:1: there is no setting \"fontsize\": there are theme, "
	  "speed, ascii, mouse, snapshots, language and keys" },
	{ "- theme\n", "config.yaml:1:1: this is no map of settings: write "
		       "lines such as theme: light" },
	{ "keys: [s]\n", "config.yaml:1:7: keys must be a map: write {pause: "
			 "[Space, F5]}" },
	{ "keys:\n  puase: F5\n", "config.yaml:2:3: there is no command "
				  "\"puase\": did you mean pause?" },
	{ "keys:\n  xyzzyx: F5\n",
	  "config.yaml:2:3: there is no command \"xyzzyx\": procession keys "
	  "lists the commands" },
	{ "keys:\n  pause: Spcae\n", "config.yaml:2:10: there is no key "
				     "\"Spcae\": did you mean Space?" },
	{ "keys:\n  pause: PageDown\n", "config.yaml:2:10: there is no key "
					"\"PageDown\": did you mean PgDn?" },
	{ "keys:\n  pause: hyperdrive\n",
	  "config.yaml:2:10: there is no key \"hyperdrive\": write a "
	  "character, or a name such as Space, PgDn, F5, Ctrl-L" },
	{ "keys:\n  pause: {a: b}\n", "config.yaml:2:10: the keys of pause "
				      "must be a word or a list" },
	{ "keys:\n  pause: [[a]]\n", "config.yaml:2:11: a key must be a word" },
	{ "keys:\n  pause: 5\n", "config.yaml:2:10: 5 cannot be a key: "
				 "digits repeat the next key, as in 5n" },
	{ "keys:\n  pause: s\n",
	  "config.yaml:2:10: pause and step are both on s: pause keeps Space; "
	  "put step on another key first" },
	{ "keys:\n  run: n\n",
	  "config.yaml:2:8: run and next are both on n: run keeps Enter; put "
	  "next on another key first" },
	{ "keys:\n  pause: F5\n  step: F5\n",
	  "config.yaml:2:10: pause and step are both on F5: both keep their "
	  "own keys: Space and s" },
	{ "keys:\n  quit: Q\n",
	  "config.yaml:2:9: quit must stay on q, so that there is a way out: "
	  "write [q, Q]" },
	{ "keys:\n  stop: []\n",
	  "config.yaml:2:9: stop must stay on Ctrl-C, so that there is a way "
	  "out: write [Ctrl-C, ...]" },
	{ "keys:\n  pause: q\n",
	  "config.yaml:2:10: pause and quit are both on q: pause keeps Space; "
	  "put quit on another key first" },
};

START_TEST(each_mistake_is_told_with_its_place)
{
	check_only(mistakes[_i].text, mistakes[_i].problem);
	ck_assert_str_eq(ui_command_keys(UI_CMD_PAUSE), "Space");
	ck_assert_str_eq(ui_command_keys(UI_CMD_STEP), "s");
	ck_assert_str_eq(ui_command_keys(UI_CMD_QUIT), "q Escape");
	ck_assert_str_eq(ui_command_keys(UI_CMD_STOP), "Ctrl-C");
	ck_assert(!settings.has_theme && settings.speed <= 0);
	done();
}
END_TEST

START_TEST(what_is_no_yaml_is_told_and_changes_nothing)
{
	parse("theme: \"light\nspeed: 2\n");
	ck_assert_uint_gt(settings.problems.count, 0);
	ck_assert(!settings.has_theme);
	done();
	app_settings_parse(&settings, "config.yaml", "a\0b", 3);
	ck_assert_uint_gt(settings.problems.count, 0);
	done();
}
END_TEST

START_TEST(the_rest_of_the_file_counts_all_the_same)
{
	parse("theme: ligth\nspeed: 2\nkeys: {puase: s, step: e}\n");
	ck_assert_uint_eq(settings.problems.count, 2);
	ck_assert_double_eq(settings.speed, 2);
	ck_assert_str_eq(ui_command_keys(UI_CMD_STEP), "e");
	done();
}
END_TEST

START_TEST(two_commands_may_change_places)
{
	parse("keys: {pause: s, step: Space}\n");
	ck_assert_uint_eq(settings.problems.count, 0);
	ck_assert_int_eq(ui_command_for(' ', "dl"), UI_CMD_STEP);
	ck_assert_int_eq(ui_command_for('s', "dl"), UI_CMD_PAUSE);
	done();
}
END_TEST

START_TEST(who_loses_its_key_makes_others_lose_theirs)
{
	/* step cannot have Space once pause has it back. */
	parse("keys: {pause: n, step: Space}\n");
	ck_assert_uint_eq(settings.problems.count, 2);
	ck_assert(!ui_command_is_bound(UI_CMD_PAUSE));
	ck_assert(!ui_command_is_bound(UI_CMD_STEP));
	done();
}
END_TEST

START_TEST(the_same_key_at_different_places_is_no_clash)
{
	parse("keys: {open: n, reset: n}\n");
	ck_assert_uint_eq(settings.problems.count, 0);
	done();
}
END_TEST

START_TEST(a_way_out_may_get_more_keys)
{
	parse("keys: {quit: [q, Q]}\n");
	ck_assert_uint_eq(settings.problems.count, 0);
	ck_assert_int_eq(ui_command_for('Q', "h"), UI_CMD_QUIT);
	done();
}
END_TEST

START_TEST(the_command_line_beats_the_file)
{
	struct app_options o = { .speed = 1 };

	parse("theme: light\nspeed: 2\n");
	app_settings_apply(&settings, &o);
	ck_assert_int_eq(o.theme, UI_THEME_LIGHT);
	ck_assert_double_eq(o.speed, 2);
	o = (struct app_options){ .speed = 5,
				  .speed_given = true,
				  .theme = UI_THEME_MONO,
				  .theme_given = true };
	app_settings_apply(&settings, &o);
	ck_assert_int_eq(o.theme, UI_THEME_MONO);
	ck_assert_double_eq(o.speed, 5);
	done();
}
END_TEST

START_TEST(no_file_is_no_problem_but_an_unreadable_one_is)
{
	SCOPED_STR notice = STR_INIT;

	app_settings_load(&settings, "no/such/config.yaml");
	ck_assert(!settings.there);
	ck_assert_uint_eq(settings.problems.count, 0);
	app_settings_notice(&settings, &notice);
	ck_assert_str_eq(notice.buf, "");
	done();
	app_settings_load(&settings, "/");
	ck_assert(settings.there);
	ck_assert_uint_eq(settings.problems.count, 1);
	app_settings_notice(&settings, &notice);
	ck_assert_ptr_nonnull(strstr(notice.buf, "cannot be read"));
	done();
}
END_TEST

START_TEST(a_notice_says_how_many_there_are)
{
	SCOPED_STR notice = STR_INIT;

	parse("theme: ligth\nsped: 2\n");
	app_settings_notice(&settings, &notice);
	ck_assert_str_eq(notice.buf,
			 "2 problems (procession keys tells them): "
			 "config.yaml:1:8: theme cannot be \"ligth\": write "
			 "dark, light, contrast or mono");
	done();
}
END_TEST

START_TEST(the_file_is_where_the_base_directories_say)
{
	char *path;

	(void)setenv("HOME", "/u/ada", 1);
	(void)unsetenv("XDG_CONFIG_HOME");
	path = app_settings_path();
	ck_assert_str_eq(path, "/u/ada/.config/procession/config.yaml");
	free(path);
	(void)setenv("XDG_CONFIG_HOME", "/etc/ada", 1);
	path = app_settings_path();
	ck_assert_str_eq(path, "/etc/ada/procession/config.yaml");
	free(path);
	/* One that is not absolute does not count. */
	(void)setenv("XDG_CONFIG_HOME", "ada", 1);
	path = app_settings_path();
	ck_assert_str_eq(path, "/u/ada/.config/procession/config.yaml");
	free(path);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("settings");
	TCase *tc = tcase_create("settings");

	tcase_add_test(tc, a_file_without_mistakes_says_all);
	tcase_add_test(tc, nothing_but_comments_says_nothing);
	tcase_add_loop_test(tc, each_mistake_is_told_with_its_place, 0,
			    sizeof(mistakes) / sizeof(*mistakes));
	tcase_add_test(tc, what_is_no_yaml_is_told_and_changes_nothing);
	tcase_add_test(tc, the_rest_of_the_file_counts_all_the_same);
	tcase_add_test(tc, two_commands_may_change_places);
	tcase_add_test(tc, who_loses_its_key_makes_others_lose_theirs);
	tcase_add_test(tc, the_same_key_at_different_places_is_no_clash);
	tcase_add_test(tc, a_way_out_may_get_more_keys);
	tcase_add_test(tc, the_command_line_beats_the_file);
	tcase_add_test(tc, no_file_is_no_problem_but_an_unreadable_one_is);
	tcase_add_test(tc, a_notice_says_how_many_there_are);
	tcase_add_test(tc, the_file_is_where_the_base_directories_say);
	suite_add_tcase(s, tc);
	return s;
}
