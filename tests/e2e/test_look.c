/* SPDX-License-Identifier: MIT */
/*
 * How it looks: with the colours that a terminal has, in each theme, at the
 * sizes people have; before an audience; and saved as a picture.
 */
#include "support/check_main.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "e2e/player.h"

static const int sizes[][2] = {
	{ 24, 80 }, { 18, 60 }, { 36, 120 }, { 60, 200 }
};

enum { SIZES = 4 };

/* What of colours may be on the screen. */
enum kind { NONE, NUMBERS, DIRECT };

static const struct way {
	const char *arg, *value, *env;
	enum kind kind;
	int most; /* the greatest number, for NUMBERS */
	bool ascii;
} ways[] = {
	{ NULL, NULL, NULL, NUMBERS, 255, false },
	{ NULL, NULL, "TERM=xterm", NUMBERS, 7, false },
	{ NULL, NULL, "COLORTERM=truecolor", DIRECT, 15, false },
	{ NULL, NULL, "NO_COLOR=1", NONE, 0, false },
	{ "--theme", "mono", NULL, NONE, 0, false },
	{ "--theme", "light", NULL, NUMBERS, 255, false },
	{ "--theme", "contrast", "TERM=xterm", NUMBERS, 7, false },
	{ "--ascii", NULL, NULL, NUMBERS, 255, true },
	{ NULL, NULL, "LC_ALL=C", NUMBERS, 255, true },
};

enum { WAYS = sizeof(ways) / sizeof(*ways) };

static bool fits(int color, const struct way *w)
{
	if (color == TTY_DEFAULT)
		return true;
	if (color == TTY_RGB)
		return w->kind == DIRECT;
	return w->kind != NONE && color <= w->most;
}

static void check_cells(struct tty *t, const struct way *w, const int size[2])
{
	int colored = 0;

	for (int row = 0; row < size[0]; row++)
		for (int col = 0; col < size[1]; col++) {
			struct tty_cell cell = tty_cell(t, row, col);

			if (!fits(cell.fg, w) || !fits(cell.bg, w))
				tty_fail(t, "colours %d and %d at %d, %d",
					 cell.fg, cell.bg, row, col);
			if (w->ascii && (cell.text[0] & 0x80))
				tty_fail(t, "%s at %d, %d", cell.text, row,
					 col);
			colored += cell.fg != TTY_DEFAULT;
		}
	if ((colored > 0) != (w->kind != NONE))
		tty_fail(t, "%d cells are coloured", colored);
}

START_TEST(every_terminal_has_what_it_can_show)
{
	const struct way *w = &ways[_i];
	struct tty *t = player_open(&(struct player_options){
		.args = { "trial/endless:fast", w->arg, w->value },
		.env = { w->env },
		.trial = true });

	tty_wait_text(t, "Enter");
	player_run(t);
	for (int i = 0; i < SIZES; i++) {
		tty_resize(t, sizes[i][0], sizes[i][1]);
		tty_wait_text(t, "LIVE");
		tty_wait_text(t, "FULL");
		check_cells(t, w, sizes[i]);
	}
	player_quit(t);
}
END_TEST

START_TEST(while_nothing_happens_nothing_is_written)
{
	struct tty *t = player_open(
		&(struct player_options){ .args = { "trial/endless:fast" },
					  .rows = 36,
					  .cols = 120,
					  .trial = true });

	tty_wait_text(t, "Enter");
	tty_wait_quiet(t, 200);
	ck_assert_uint_eq(tty_listen(t, 1000), 0);
	player_quit(t);
}
END_TEST

/* ---- before an audience ---- */

START_TEST(one_pane_is_large_for_those_far_away)
{
	struct tty *t = player_running(36, 120, "endless:fast");

	tty_wait_text(t, "FULL");
	tty_send(t, "P");
	tty_wait_gone(t, "LIVE");
	tty_wait_text(t, "0:0");
	tty_send(t, "<Tab>");
	tty_wait_text(t, "██");
	/* Its own colours, on black. */
	ck_assert_int_eq(tty_cell(t, 20, 1).bg, 16);
	tty_send(t, "<Space>");
	tty_wait_text(t, "PAUSED");
	tty_send(t, "P");
	tty_wait_text(t, "1.0x");
	tty_wait_gone(t, "██  ██");
	ck_assert_int_eq(tty_cell(t, 34, 60).bg, TTY_DEFAULT);
	player_quit(t);
}
END_TEST

START_TEST(it_can_begin_so)
{
	struct tty *t = player_open(&(struct player_options){
		.args = { "trial/endless:fast", "--present" }, .trial = true });

	tty_wait_text(t, "0:00");
	ck_assert(!tty_shows(t, "help"));
	tty_wait_text(t, "0:02");
	tty_send(t, "T");
	tty_wait_text(t, "0:00");
	player_quit(t);
}
END_TEST

START_TEST(the_picture_stands_still_while_the_run_goes_on)
{
	struct tty *t = player_running(24, 80, "endless:fast");
	long in = 0, out, later;

	(void)player_wait_put(t, 5);
	tty_send(t, "f");
	tty_wait_text(t, "FROZEN");
	ck_assert(player_totals(t, &in, &out));
	/* What nobody sees is not acted on. */
	tty_send(t, "<Space>q");
	ck_assert_uint_eq(tty_listen(t, 500), 0);
	tty_send(t, "f");
	tty_wait_gone(t, "FROZEN");
	ck_assert(player_totals(t, &later, &out));
	ck_assert_int_gt(later, in);
	ck_assert(tty_shows(t, "LIVE"));
	player_quit(t);
}
END_TEST

static bool is_black(struct tty *t, void *arg)
{
	(void)arg;
	for (int row = 0; row < 24; row++)
		for (int col = 0; col < 80; col++) {
			struct tty_cell cell = tty_cell(t, row, col);

			if (cell.bg != 16 ||
			    (cell.text[0] && strcmp(cell.text, " ") != 0))
				return false;
		}
	return true;
}

START_TEST(a_black_screen_goes_with_any_key)
{
	struct tty *t = player_running(24, 80, "endless:fast");

	tty_send(t, "B");
	tty_wait_until(t, is_black, NULL, "a black screen");
	/* The key does nothing else. */
	tty_send(t, "q");
	tty_wait_text(t, "LIVE");
	player_quit(t);
}
END_TEST

/* ---- pictures ---- */

static char shots[512], file[256];

static void make_home(const char *setting)
{
	char path[600];
	FILE *f;

	ck_assert_ptr_nonnull(getcwd(shots, sizeof(shots) - 16));
	(void)strncat(shots, "/home-XXXXXX", 15);
	ck_assert_ptr_nonnull(mkdtemp(shots));
	(void)snprintf(path, sizeof(path), "%s/config", shots);
	(void)mkdir(path, 0700);
	(void)snprintf(path, sizeof(path), "%s/config/procession", shots);
	(void)mkdir(path, 0700);
	(void)snprintf(path, sizeof(path), "%s/config/procession/config.yaml",
		       shots);
	f = fopen(path, "we");
	ck_assert_ptr_nonnull(f);
	(void)fprintf(f, "snapshots: %s\n", setting);
	ck_assert_int_eq(fclose(f), 0);
}

/* The only file with this ending in the folder of pictures. */
static char *read_shot(const char *ending)
{
	char path[sizeof(shots) + sizeof(file) + 2];
	char *text = calloc(1, 1 << 20);
	struct dirent *e;
	DIR *dir = opendir(shots);
	FILE *f;
	int found = 0;

	ck_assert(dir && text);
	while ((e = readdir(dir))) {
		const char *dot = strrchr(e->d_name, '.');

		if (strncmp(e->d_name, "procession-", 11) != 0 || !dot ||
		    strcmp(dot, ending) != 0)
			continue;
		(void)snprintf(file, sizeof(file), "%s", e->d_name);
		found++;
	}
	(void)closedir(dir);
	ck_assert_int_eq(found, 1);
	(void)snprintf(path, sizeof(path), "%s/%s", shots, file);
	f = fopen(path, "re");
	ck_assert(f && fread(text, 1, (1 << 20) - 1, f) > 0);
	(void)fclose(f);
	return text;
}

START_TEST(the_screen_is_saved_as_text_and_as_a_picture)
{
	struct tty *t;
	char *text, *svg;

	make_home("~/");
	t = player_open(
		&(struct player_options){ .args = { "trial/endless:fast" },
					  .home = shots,
					  .trial = true });
	tty_wait_text(t, "Enter");
	tty_send(t, "S");
	tty_wait_text(t, "Saved ");
	text = read_shot(".txt");
	ck_assert(!strncmp(file, "procession-endless-fast-", 24));
	svg = read_shot(".svg");
	ck_assert_ptr_nonnull(strstr(text, "The queue fills and stays full"));
	ck_assert_ptr_null(strstr(text, "Saved"));
	ck_assert_ptr_nonnull(strstr(svg, "<svg "));
	ck_assert_ptr_nonnull(strstr(svg, "The queue fills"));
	free(text);
	free(svg);
	player_quit(t);
}
END_TEST

START_TEST(a_picture_that_cannot_be_saved_is_told)
{
	struct tty *t;

	make_home("/proc/no/such/folder");
	t = player_open(
		&(struct player_options){ .args = { "trial/endless:fast" },
					  .rows = 24,
					  .cols = 120,
					  .home = shots,
					  .trial = true });
	tty_wait_text(t, "Enter");
	tty_send(t, "S");
	tty_wait_text(t, "could not be saved: No such file or directory");
	tty_send(t, "<Down>");
	tty_wait_gone(t, "could not be saved");
	player_quit(t);
}
END_TEST

static void remove_home(void)
{
	char command[600];

	if (!*shots)
		return;
	(void)snprintf(command, sizeof(command), "rm -rf '%s'", shots);
	(void)!system(command);
}

Suite *suite(void)
{
	Suite *s = suite_create("look");
	TCase *tc = tcase_create("look");

	tcase_set_timeout(tc, 90);
	tcase_add_checked_fixture(tc, NULL, remove_home);
	tcase_add_loop_test(tc, every_terminal_has_what_it_can_show, 0, WAYS);
	tcase_add_test(tc, while_nothing_happens_nothing_is_written);
	tcase_add_test(tc, one_pane_is_large_for_those_far_away);
	tcase_add_test(tc, it_can_begin_so);
	tcase_add_test(tc, the_picture_stands_still_while_the_run_goes_on);
	tcase_add_test(tc, a_black_screen_goes_with_any_key);
	tcase_add_test(tc, the_screen_is_saved_as_text_and_as_a_picture);
	tcase_add_test(tc, a_picture_that_cannot_be_saved_is_told);
	suite_add_tcase(s, tc);
	return s;
}
