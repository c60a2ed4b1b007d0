/* SPDX-License-Identifier: MIT */
/* The file of a lesson that is being written. */
#include "app/preview.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support/check_main.h"
#include "support/procs.h"

static char folder[32], file[64], fresh[64];
static struct app_preview *preview;
static uv_loop_t loop;
static int saves;

/* As many editors do it: another file is renamed over it. */
static void save(const char *title)
{
	FILE *f = fopen(fresh, "w");

	ck_assert_ptr_nonnull(f);
	(void)fprintf(f,
		      "format: 1\nid: mine\ntitle: Mine\nabout: A\n"
		      "revision: 1\nminutes: 1\nsteps:\n"
		      "  - {id: one, %s, text: Some words.}\n",
		      title);
	ck_assert_int_eq(fclose(f), 0);
	ck_assert_int_eq(rename(fresh, file), 0);
}

static void open_it(void)
{
	struct err e = ERR_NONE;

	(void)strcpy(folder, "/tmp/preview-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(folder));
	(void)snprintf(file, sizeof(file), "%s/mine.yaml", folder);
	(void)snprintf(fresh, sizeof(fresh), "%s/mine.new", folder);
	save("title: As it was");
	ck_assert_int_eq(app_preview_open(file, &preview, &e), 0);
	ck_assert_int_eq(uv_loop_init(&loop), 0);
	saves = 0;
}

static void close_it(void)
{
	app_preview_watch(preview, NULL, NULL, NULL);
	(void)uv_run(&loop, UV_RUN_DEFAULT);
	ck_assert_int_eq(uv_loop_close(&loop), 0);
	app_preview_close(preview);
	procs_remove_tree(folder);
}

static void count_save(void *unused)
{
	(void)unused;
	saves++;
	uv_stop(&loop);
}

static void give_up(uv_timer_t *timer)
{
	uv_stop(timer->loop);
}

/* Let the file be looked at until a save is told, or for @ms. */
static void wait_save(uint64_t ms)
{
	uv_timer_t bound;

	(void)uv_timer_init(&loop, &bound);
	(void)uv_timer_start(&bound, give_up, ms, 0);
	(void)uv_run(&loop, UV_RUN_DEFAULT);
	uv_close((uv_handle_t *)&bound, NULL);
	(void)uv_run(&loop, UV_RUN_NOWAIT);
}

static void check_title(const char *want)
{
	ck_assert_str_eq(app_preview_lesson(preview)->steps[0].title, want);
}

START_TEST(a_save_before_it_is_watched_is_told)
{
	save("title: As it is now");
	app_preview_watch(preview, &loop, count_save, NULL);
	wait_save(20000);
	ck_assert_int_eq(saves, 1);
	check_title("As it was");
	ck_assert(app_preview_reload(preview, 0));
	check_title("As it is now");
}
END_TEST

START_TEST(what_was_read_is_not_told_again)
{
	app_preview_watch(preview, &loop, count_save, NULL);
	save("titel: With a mistake");
	wait_save(20000);
	ck_assert_int_eq(saves, 1);
	ck_assert(!app_preview_reload(preview, 0));
	check_title("As it was");
	ck_assert_ptr_nonnull(
		strstr(app_preview_problem(preview), "unknown key"));
	wait_save(700);
	ck_assert_int_eq(saves, 1);
}
END_TEST

START_TEST(a_file_that_is_away_for_a_while_is_waited_for)
{
	app_preview_watch(preview, &loop, count_save, NULL);
	ck_assert_int_eq(unlink(file), 0);
	wait_save(700);
	ck_assert_int_eq(saves, 0);
	save("title: Back");
	wait_save(20000);
	ck_assert_int_eq(saves, 1);
	ck_assert(app_preview_reload(preview, 0));
	check_title("Back");
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("app/preview");
	TCase *tc = tcase_create("preview");

	tcase_add_checked_fixture(tc, open_it, close_it);
	tcase_add_test(tc, a_save_before_it_is_watched_is_told);
	tcase_add_test(tc, what_was_read_is_not_told_again);
	tcase_add_test(tc, a_file_that_is_away_for_a_while_is_waited_for);
	suite_add_tcase(s, tc);
	return s;
}
