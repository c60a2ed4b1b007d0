/* SPDX-License-Identifier: MIT */
#include "app/options.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "support/check_main.h"

enum { MAX_WORDS = 12 };

/* A command line split at spaces; kept until the test ends. */
static int parse(struct app_options *o, const char *line, struct err *e)
{
	static char copy[256];
	static char *argv[MAX_WORDS + 1];
	int argc = 0;

	(void)snprintf(copy, sizeof(copy), "procession %s", line);
	for (char *word = strtok(copy, " "); word && argc < MAX_WORDS;
	     word = strtok(NULL, " "))
		argv[argc++] = word;
	argv[argc] = NULL;
	return app_options_parse(o, argc, argv, e);
}

START_TEST(nothing_is_the_home_screen)
{
	struct app_options o;

	ck_assert_int_eq(parse(&o, "", NULL), 0);
	ck_assert_int_eq(o.mode, APP_MODE_HOME);
	app_options_release(&o);
}
END_TEST

START_TEST(panes_are_chosen_by_their_names)
{
	struct app_options o;
	struct err e = ERR_NONE;

	ck_assert_int_eq(parse(&o, "run forks --show queue,timeline,queue", &e),
			 0);
	ck_assert_uint_eq(o.show_count, 2);
	ck_assert_int_eq(o.show[0], LESSON_PANE_QUEUE);
	ck_assert_int_eq(o.show[1], LESSON_PANE_TIMELINE);
	app_options_release(&o);
	ck_assert_int_eq(parse(&o, "run forks --show queue,timelin", &e),
			 -EINVAL);
	ck_assert_ptr_nonnull(strstr(e.text, "did you mean timeline?"));
	app_options_release(&o);
	ck_assert_int_eq(parse(&o, "run forks --show ,", &e), -EINVAL);
	app_options_release(&o);
}
END_TEST

START_TEST(a_schedule_is_letters)
{
	struct app_options o;
	struct err e = ERR_NONE;

	ck_assert_int_eq(parse(&o, "run forks --schedule ABBAz", &e), 0);
	ck_assert_str_eq(o.schedule, "ABBAz");
	app_options_release(&o);
	ck_assert_int_eq(parse(&o, "run forks --schedule A1", &e), -EINVAL);
	ck_assert_ptr_nonnull(strstr(e.text, "A for the first"));
	app_options_release(&o);
}
END_TEST

START_TEST(a_recording_is_made_played_and_exported)
{
	struct app_options o;
	struct err e = ERR_NONE;

	ck_assert_int_eq(parse(&o, "run pc --record a.rec", &e), 0);
	ck_assert_str_eq(o.record, "a.rec");
	app_options_release(&o);
	ck_assert_int_eq(parse(&o, "replay --linear a.rec --speed 2", &e), 0);
	ck_assert_int_eq(o.mode, APP_MODE_REPLAY);
	ck_assert_str_eq(o.target, "a.rec");
	app_options_release(&o);
	ck_assert_int_eq(parse(&o, "export -o x a.rec --format csv", &e), 0);
	ck_assert_int_eq(o.mode, APP_MODE_EXPORT);
	ck_assert_str_eq(o.target, "a.rec");
	ck_assert_str_eq(o.format, "csv");
	ck_assert_str_eq(o.output, "x");
	app_options_release(&o);
	ck_assert_int_eq(parse(&o, "replay a.rec --record b", &e), -EINVAL);
	app_options_release(&o);
	ck_assert_int_eq(parse(&o, "run pc -o b", &e), -EINVAL);
	app_options_release(&o);
	ck_assert_int_eq(parse(&o, "export", &e), -EINVAL);
	ck_assert_ptr_nonnull(strstr(e.text, "which recording?"));
	app_options_release(&o);
}
END_TEST

START_TEST(a_path_may_be_named)
{
	struct app_options o;

	ck_assert_int_eq(parse(&o, "path", NULL), 0);
	ck_assert_int_eq(o.mode, APP_MODE_PATH);
	ck_assert_ptr_null(o.target);
	app_options_release(&o);
	ck_assert_int_eq(parse(&o, "path one-lecture --linear", NULL), 0);
	ck_assert_str_eq(o.target, "one-lecture");
	app_options_release(&o);
	ck_assert_int_eq(parse(&o, "glossary zombie", NULL), 0);
	ck_assert_int_eq(o.mode, APP_MODE_GLOSSARY);
	ck_assert_str_eq(o.target, "zombie");
	app_options_release(&o);
	ck_assert_int_eq(parse(&o, "list --paths", NULL), 0);
	ck_assert(o.routes);
	app_options_release(&o);
	ck_assert_int_eq(parse(&o, "review --weak", NULL), 0);
	ck_assert(o.weak && !o.exam);
	app_options_release(&o);
}
END_TEST

START_TEST(a_word_is_a_lesson)
{
	struct app_options o;

	ck_assert_int_eq(parse(&o, "ipc/queue:who-waits", NULL), 0);
	ck_assert_int_eq(o.mode, APP_MODE_LESSON);
	ck_assert_str_eq(o.target, "ipc/queue:who-waits");
	app_options_release(&o);
}
END_TEST

START_TEST(options_may_stand_behind_the_parameters_of_run)
{
	struct app_options o;

	ck_assert_int_eq(parse(&o, "run pc items=50 --json --seed 7 a=b", NULL),
			 0);
	ck_assert_int_eq(o.mode, APP_MODE_RUN);
	ck_assert(o.json);
	ck_assert_str_eq(o.seed, "seed=7");
	ck_assert_str_eq(o.target, "pc");
	ck_assert_str_eq(o.args[0], "items=50");
	ck_assert_str_eq(o.args[1], "a=b");
	ck_assert_ptr_null(o.args[2]);
	app_options_release(&o);
}
END_TEST

START_TEST(lesson_folders_come_from_options_and_the_environment)
{
	struct app_options o;

	ck_assert_int_eq(setenv("PROCESSION_LESSONS", "/a::/b", 1), 0);
	ck_assert_int_eq(parse(&o, "list --lessons /c --lessons /d", NULL), 0);
	ck_assert_uint_eq(o.lesson_dir_count, 4);
	ck_assert_str_eq(o.lesson_dirs[0], "/a");
	ck_assert_str_eq(o.lesson_dirs[1], "/b");
	ck_assert_str_eq(o.lesson_dirs[3], "/d");
	app_options_release(&o);
}
END_TEST

START_TEST(an_empty_no_color_means_nothing)
{
	struct app_options o;

	ck_assert_int_eq(setenv("NO_COLOR", "", 1), 0);
	ck_assert_int_eq(parse(&o, "", NULL), 0);
	ck_assert(!o.no_color);
	app_options_release(&o);
	ck_assert_int_eq(setenv("NO_COLOR", "1", 1), 0);
	ck_assert_int_eq(parse(&o, "", NULL), 0);
	ck_assert(o.no_color);
	app_options_release(&o);
}
END_TEST

static const struct {
	const char *line, *says;
} wrong[] = {
	{ "--jsn list", "did you mean --json" },
	{ "--zzz", "no such option" },
	{ "--theme", "needs a value" },
	{ "--theme pink", "dark, light, contrast or mono" },
	{ "run", "which demo" },
	{ "run pc items", "NAME=VALUE" },
	{ "run pc =5", "NAME=VALUE" },
	{ "run pc --speed 0", "from 0.1" },
	{ "run pc --speed nan", "from 0.1" },
	{ "run pc --speed 1x", "from 0.1" },
	{ "run pc --seed -1", "whole number" },
	{ "run pc --seed 99999999999999999999999", "whole number" },
	{ "list --speed 2", "does not apply" },
	{ "ipc/queue --json", "does not apply" },
	{ "ipc/queue other", "one thing too many" },
	{ "path short other", "one thing too many" },
	{ "path --json", "does not apply" },
	{ "review --weak --exam", "an exam asks about everything" },
};

START_TEST(what_is_wrong_is_said)
{
	struct err e = ERR_NONE;
	struct app_options o;

	ck_assert_int_eq(parse(&o, wrong[_i].line, &e), -EINVAL);
	ck_assert_msg(strstr(e.text, wrong[_i].says), "%s: says: %s",
		      wrong[_i].line, e.text);
	app_options_release(&o);
}
END_TEST

START_TEST(help_knows_every_command_and_no_other)
{
	struct app_options o;
	FILE *out = fopen("/dev/null", "w");

	ck_assert_int_eq(app_options_help(NULL, out), 0);
	ck_assert_int_eq(app_options_help("run", out), 0);
	ck_assert_int_eq(app_options_help("walk", out), -ENOENT);
	ck_assert_int_eq(parse(&o, "run --help", NULL), 0);
	ck_assert_int_eq(o.mode, APP_MODE_HELP);
	ck_assert_str_eq(o.target, "run");
	app_options_release(&o);
	(void)fclose(out);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("options");
	TCase *tc = tcase_create("options");

	tcase_add_test(tc, nothing_is_the_home_screen);
	tcase_add_test(tc, panes_are_chosen_by_their_names);
	tcase_add_test(tc, a_schedule_is_letters);
	tcase_add_test(tc, a_path_may_be_named);
	tcase_add_test(tc, a_word_is_a_lesson);
	tcase_add_test(tc, options_may_stand_behind_the_parameters_of_run);
	tcase_add_test(tc,
		       lesson_folders_come_from_options_and_the_environment);
	tcase_add_test(tc, an_empty_no_color_means_nothing);
	tcase_add_test(tc, a_recording_is_made_played_and_exported);
	tcase_add_loop_test(tc, what_is_wrong_is_said, 0,
			    sizeof(wrong) / sizeof(*wrong));
	tcase_add_test(tc, help_knows_every_command_and_no_other);
	suite_add_tcase(s, tc);
	return s;
}
