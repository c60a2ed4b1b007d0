/* SPDX-License-Identifier: MIT */
/*
 * What a student has done, on the command line: taken elsewhere, forgotten,
 * told.
 */
#include "support/check_main.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "e2e/command.h"
#include "e2e/json.h"
#include "e2e/player.h"
#include "e2e/sandbox.h"

static struct sandbox sandbox;

static void setup(void)
{
	sandbox_init(&sandbox, NULL);
}

static void teardown(void)
{
	sandbox_fini(&sandbox);
}

static const struct command plain = { .home = sandbox.home };

#define RUN(...) PLAYER_COMMAND(&plain, __VA_ARGS__)

static void check(struct result r, int status, const char *out, const char *err)
{
	if (r.status != status || !strstr(r.out, out) || !strstr(r.err, err))
		ck_abort_msg("status %d: %s%s", r.status, r.out, r.err);
	command_release(&r);
}

static const char *path_of(const char *name)
{
	static char path[700];

	(void)snprintf(path, sizeof(path), "%s/%s", sandbox.home, name);
	return path;
}

static void write_text(const char *name, const char *text)
{
	FILE *f = fopen(path_of(name), "we");

	ck_assert_ptr_nonnull(f);
	(void)fputs(text, f);
	ck_assert_int_eq(fclose(f), 0);
}

/* One answer, as an export has it. */
static void write_export(const char *name, const char *learner, int at,
			 int outcome)
{
	char text[900];

	(void)snprintf(text, sizeof(text),
		       "{\"format\":\"procession-progress\",\"version\":1,"
		       "\"learner\":\"%s\",\"made\":1700000000000,"
		       "\"lessons\":[{\"topic\":\"ipc\",\"id\":\"queue\","
		       "\"step\":\"full\",\"revision\":1,\"done\":1,"
		       "\"visited\":1}],\"steps\":[{\"topic\":\"ipc\","
		       "\"lesson\":\"queue\",\"id\":\"full\"}],"
		       "\"answers\":[{\"topic\":\"ipc\",\"lesson\":\"queue\","
		       "\"step\":\"full\",\"question\":\"predict\",\"at\":%d,"
		       "\"objective\":\"bounded-blocks\",\"revision\":1,"
		       "\"outcome\":%d,\"mode\":0,\"sure\":3,\"hints\":0,"
		       "\"given\":\"the producer\",\"exam\":0}]}\n",
		       learner, at, outcome);
	write_text(name, text);
}

START_TEST(what_is_exported_can_be_imported_elsewhere)
{
	char file[700];

	write_export("in.json", "Ana", 5, 1);
	check(RUN("progress", "import", path_of("in.json")), 0,
	      "1 answer that was not known here, of Ana", "");
	check(RUN("progress", "import", path_of("in.json")), 0, "0 answers",
	      "");
	(void)snprintf(file, sizeof(file), "%s", path_of("out.json"));
	check(RUN("progress", "export", file, "--learner", "Ben"), 0, "", "");
	check(RUN("progress", "export", file), 0, "", "");
	check(RUN("progress", "import", file, "--learner", "Ben"), 0,
	      "1 answer that", "");
	check(RUN("report", "--learner", "Ben"), 0, "1 of the last 1 right",
	      "");
	/* Nothing is left beside it. */
	check(RUN("progress", "export", "-"), 0, "the producer", "");
}
END_TEST

START_TEST(nothing_is_forgotten_without_a_yes)
{
	write_export("in.json", "", 5, 1);
	check(RUN("progress", "import", path_of("in.json")), 0, "1 answer", "");
	check(RUN("progress", "reset"), 1, "", "--yes");
	check(RUN("progress", "reset", "ipc/queeu", "--yes"), 2, "", "queue");
	check(RUN("report"), 0, "1 of the last 1 right", "");
	check(RUN("progress", "reset", "queue", "--yes"), 0,
	      "Forgotten: ipc/queue", "");
	check(RUN("report"), 0, "0 known", "");
}
END_TEST

START_TEST(reset_asks_on_a_terminal)
{
	struct tty *t;

	write_export("in.json", "", 5, 1);
	check(RUN("progress", "import", path_of("in.json")), 0, "1 answer", "");
	t = player_open(&(struct player_options){
		.args = { "progress", "reset" }, .home = sandbox.home });
	tty_wait_text(t, "y/n");
	tty_send(t, "n<Enter>");
	tty_wait_text(t, "Nothing was forgotten");
	ck_assert_int_ne(tty_wait_exit(t), 0);
	tty_close(t);
	t = player_open(&(struct player_options){
		.args = { "progress", "reset" }, .home = sandbox.home });
	tty_wait_text(t, "y/n");
	tty_send(t, "y<Enter>");
	tty_wait_text(t, "Forgotten");
	ck_assert_int_eq(tty_wait_exit(t), 0);
	tty_close(t);
	check(RUN("report"), 0, "0 known", "");
}
END_TEST

START_TEST(a_report_says_where_to_look_again)
{
	struct result r;

	write_export("in.json", "", 5, 0);
	check(RUN("progress", "import", path_of("in.json")), 0, "1 answer", "");
	check(RUN("report"), 0, "look again: procession ipc/queue:full", "");
	check(RUN("report"), 0, "1 wrong though certain", "");
	r = RUN("report", "--json");
	ck_assert(json_valid(r.out));
	check(r, 0, "\"standing\":\"weak\"", "");
}
END_TEST

START_TEST(a_class_is_a_table_of_the_files_that_can_be_read)
{
	struct result r;

	ck_assert_int_eq(mkdir(path_of("class"), 0700), 0);
	write_export("class/a.json", "Ana", 5, 1);
	write_export("class/a2.json", "Ana", 6, 0);
	write_export("class/carl.json", "", 7, 0);
	write_text("class/bad.json", "{\"format\":");
	write_text("class/notes.txt", "no export");
	r = RUN("report", "--class", path_of("class"));
	ck_assert_ptr_nonnull(strstr(r.out, "1/1"));
	ck_assert_ptr_nonnull(strstr(r.out, "\ncarl"));
	ck_assert_ptr_null(strstr(r.err, "notes"));
	check(r, 2, "2 learners from 3 files; 1 could not be read",
	      "bad.json: it is not what");
	r = RUN("report", "--class", path_of("class"), "--json");
	ck_assert(json_valid(r.out));
	check(r, 2, "{\"learner\":\"Ana\",\"files\":2,\"lessons_done\":1,", "");
	check(RUN("report", "--class", path_of("none")), 2, "", "none");
}
END_TEST

START_TEST(wrong_words_say_what_to_write)
{
	check(RUN("progress"), 2, "", "export, import or reset");
	check(RUN("progress", "exprot"), 2, "", "did you mean export?");
	check(RUN("progress", "import"), 2, "", "which file?");
	check(RUN("progress", "reset", "a", "b"), 2, "", "b: one thing");
	check(RUN("report", "--learner", "../x"), 2, "", "--learner ../x");
	check(RUN("progress", "import", "/nowhere.json"), 2, "",
	      "/nowhere.json");
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("progress");
	TCase *t = tcase_create("commands");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_set_timeout(t, 60);
	tcase_add_test(t, what_is_exported_can_be_imported_elsewhere);
	tcase_add_test(t, nothing_is_forgotten_without_a_yes);
	tcase_add_test(t, reset_asks_on_a_terminal);
	tcase_add_test(t, a_report_says_where_to_look_again);
	tcase_add_test(t, a_class_is_a_table_of_the_files_that_can_be_read);
	tcase_add_test(t, wrong_words_say_what_to_write);
	suite_add_tcase(s, t);
	return s;
}
