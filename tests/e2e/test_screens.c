/* SPDX-License-Identifier: MIT */
/*
 * What is drawn: the home screen, a lesson and its live panes at the sizes
 * people have, windows too small for anything, and terminals that can do less.
 */
#include "support/check_main.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "e2e/player.h"
#include "support/procs.h"

static const struct size {
	int rows, cols;
} sizes[] = { { 24, 80 }, { 36, 120 }, { 60, 200 } };

enum { SIZES = sizeof(sizes) / sizeof(*sizes) };

static struct tty *home(int rows, int cols)
{
	struct tty *t = player_open(
		&(struct player_options){ .rows = rows, .cols = cols });

	tty_wait_text(t, "Passing work through a queue");
	tty_wait_text(t, "quit");
	return t;
}

static struct tty *lesson(int rows, int cols)
{
	struct tty *t =
		player_open(&(struct player_options){ .rows = rows,
						      .cols = cols,
						      .args = {
							      "ipc/queue:full",
						      } });

	tty_wait_text(t, "No more room");
	tty_wait_text(t, "run");
	return t;
}

static bool is_one_of(struct tty *t, int row, int col, const char *set)
{
	struct tty_cell cell = tty_cell(t, row, col);

	return cell.text[0] && strstr(set, cell.text);
}

/* The panes fill all between the first row and the last, frames closed. */
static bool frames_closed(struct tty *t, void *arg)
{
	const struct size *size = arg;
	int right = size->cols - 1, bottom = size->rows - 2;

	if (!is_one_of(t, 1, 0, "╭┏") || !is_one_of(t, 1, right, "╮┓") ||
	    !is_one_of(t, bottom, 0, "╰┗") ||
	    !is_one_of(t, bottom, right, "╯┛"))
		return false;
	for (int row = 2; row < bottom; row++)
		if (!is_one_of(t, row, 0, "│┃├┢┡┣┝┠") ||
		    !is_one_of(t, row, right, "│┃┤┪┩┫┥┨▲▼█"))
			return false;
	return true;
}

static void check_frames(struct tty *t, int rows, int cols)
{
	struct size size = { rows, cols };

	tty_wait_until(t, frames_closed, &size, "closed frames");
}

START_TEST(home_lists_the_course)
{
	struct tty *t = home(sizes[_i].rows, sizes[_i].cols);

	ck_assert(tty_shows(t, "Procession"));
	ck_assert(tty_shows(t, "Talking"));
	ck_assert(tty_shows(t, "15 min"));
	player_quit(t);
}
END_TEST

START_TEST(enter_opens_the_lesson_under_the_cursor)
{
	struct tty *t = home(sizes[_i].rows, sizes[_i].cols);

	tty_send(t, "<Enter>");
	tty_wait_text(t, "step 1 of 8");
	ck_assert(tty_shows(t, "Why a queue"));
	tty_send(t, "<Right>");
	tty_wait_text(t, "step 2 of 8");
	tty_send(t, "<Left>");
	tty_wait_text(t, "step 1 of 8");
	tty_send(t, "<PgDn>");
	tty_wait_text(t, "step 2 of 8");
	tty_send(t, "q");
	tty_wait_text(t, "open");
	player_quit(t);
}
END_TEST

START_TEST(a_running_demo_is_seen_in_its_panes)
{
	struct tty *t = lesson(sizes[_i].rows, sizes[_i].cols);

	player_run(t);
	tty_wait_text(t, "FULL");
	ck_assert(tty_shows(t, "4/4"));
	check_frames(t, sizes[_i].rows, sizes[_i].cols);
	if (_i > 0) {
		ck_assert(tty_shows(t, "Queue tasks"));
		tty_wait_text(t, "producer");
		tty_wait_text(t, "consumer");
		tty_wait_text(t, "waiting");
		tty_wait_text(t, "put tasks");
		tty_wait_text(t, "mp_queue_put");
		ck_assert(tty_shows(t, "Timeline"));
	}
	tty_wait_text(t, "ENDED");
	player_quit(t);
}
END_TEST

START_TEST(at_80_columns_tab_brings_every_pane)
{
	struct tty *t = lesson(24, 80);

	player_run(t);
	tty_wait_text(t, "FULL");
	tty_send(t, "[[[[[["); /* or it is over before we have looked */
	tty_send(t, "<Tab><Tab>");
	tty_wait_text(t, "PID");
	tty_wait_text(t, "producer");
	tty_send(t, "<Tab>");
	tty_wait_text(t, "mp_queue");
	tty_send(t, "<Tab>");
	tty_wait_text(t, "main");
	tty_send(t, "<S-Tab>");
	tty_wait_text(t, "mp_queue");
	player_quit(t);
}
END_TEST

START_TEST(zoom_fills_the_screen_and_comes_back)
{
	struct tty *t = player_running(36, 120, "endless:fast");

	tty_wait_text(t, "FULL");
	ck_assert(tty_shows(t, "The queue fills and stays full"));
	tty_send(t, "<Tab>z");
	tty_wait_gone(t, "The queue fills and stays full");
	tty_send(t, "z");
	tty_wait_text(t, "The queue fills and stays full");
	player_quit(t);
}
END_TEST

START_TEST(the_source_changes_its_language)
{
	struct tty *t = lesson(36, 120);

	player_run(t);
	tty_wait_text(t, "producer_consumer.c");
	tty_send(t, "c");
	tty_wait_text(t, "[Python]");
	tty_wait_text(t, "tasks.get()");
	tty_send(t, "c");
	tty_wait_text(t, "[C]");
	player_quit(t);
}
END_TEST

START_TEST(help_tells_the_keys_of_the_place)
{
	struct tty *t = home(24, 80);

	tty_send(t, "?");
	tty_wait_text(t, "Open the lesson");
	tty_send(t, "q");
	tty_wait_gone(t, "Open the lesson");
	tty_send(t, "<Enter>n?");
	tty_wait_text(t, "The next step");
	tty_send(t, "<Esc>");
	tty_wait_gone(t, "The next step");
	player_quit(t);
}
END_TEST

START_TEST(a_tiny_window_says_what_it_needs_and_recovers)
{
	struct tty *t = home(24, 80);

	tty_resize(t, 5, 20);
	tty_wait_text(t, "40");
	ck_assert(!tty_shows(t, "Passing work"));
	tty_resize(t, 1, 1);
	tty_resize(t, 2, 3);
	tty_resize(t, 36, 120);
	tty_wait_text(t, "Passing work through a queue");
	tty_resize(t, 10, 40);
	tty_wait_text(t, "Passing work");
	player_quit(t);
}
END_TEST

START_TEST(one_that_starts_tiny_recovers_too)
{
	struct tty *t =
		player_open(&(struct player_options){ .rows = 5, .cols = 20 });

	tty_wait_text(t, "40");
	tty_resize(t, 24, 80);
	tty_wait_text(t, "Passing work through a queue");
	player_quit(t);
}
END_TEST

START_TEST(a_storm_of_sizes_does_no_harm)
{
	struct tty *t = player_running(24, 80, "endless:fast");
	unsigned int seed = 1;

	tty_wait_text(t, "FULL");
	for (int i = 0; i < 300; i++) {
		int rows = 1 + (int)(rand_r(&seed) % 70);
		int cols = 1 + (int)(rand_r(&seed) % 220);

		tty_resize(t, rows, cols);
		(void)tty_listen(t, i % 3);
	}
	tty_resize(t, 36, 120);
	tty_wait_text(t, "FULL");
	tty_wait_text(t, "PID");
	check_frames(t, 36, 120);
	player_quit(t);
}
END_TEST

/* -- terminals that can do less ------------------------------------------- */

static void check_ascii(struct tty *t)
{
	size_t len;
	const char *raw = tty_raw(t, &len);

	for (size_t i = 0; i < len; i++)
		if ((unsigned char)raw[i] >= 0x80)
			tty_fail(t, "byte %02x at %zu", (unsigned char)raw[i],
				 i);
}

START_TEST(without_utf_8_only_ascii_is_written)
{
	struct tty *t = player_open(
		&(struct player_options){ .rows = 36,
					  .cols = 120,
					  .args = { "trial/endless:fast" },
					  .env = { "LC_ALL=C" },
					  .trial = true });

	tty_wait_text(t, "Enter");
	player_run(t);
	tty_wait_text(t, "FULL");
	tty_wait_text(t, "waiting");
	check_ascii(t);
	player_quit(t);
}
END_TEST

START_TEST(ascii_can_be_asked_for)
{
	struct tty *t =
		player_open(&(struct player_options){ .args = { "--ascii" } });

	tty_wait_text(t, "Passing work through a queue");
	check_ascii(t);
	player_quit(t);
}
END_TEST

static bool has_colour(struct tty *t, int rows, int cols)
{
	for (int row = 0; row < rows; row++)
		for (int col = 0; col < cols; col++) {
			struct tty_cell cell = tty_cell(t, row, col);

			if (cell.fg != TTY_DEFAULT || cell.bg != TTY_DEFAULT)
				return true;
		}
	return false;
}

START_TEST(no_color_is_honoured)
{
	static const char *const ways[][2] = { { NULL, "NO_COLOR=1" },
					       { "--no-color", NULL },
					       { NULL, "TERM=vt100" } };
	struct tty *t = home(24, 80);

	ck_assert(has_colour(t, 24, 80));
	player_quit(t);
	for (size_t i = 0; i < 3; i++) {
		t = player_open(&(struct player_options){
			.args = { ways[i][0] }, .env = { ways[i][1] } });
		tty_wait_text(t, "Passing work through a queue");
		tty_wait_quiet(t, 100);
		if (has_colour(t, 24, 80))
			tty_fail(t, "colours in spite of %s",
				 ways[i][0] ? ways[i][0] : ways[i][1]);
		player_quit(t);
	}
}
END_TEST

START_TEST(an_unusable_TERM_is_named)
{
	static const char *const terms[] = { "TERM", "TERM=no-such-terminal" };
	struct tty *t;

	for (size_t i = 0; i < 2; i++) {
		t = player_open(
			&(struct player_options){ .env = { terms[i] } });
		(void)tty_wait_exit(t);
		ck_assert(tty_shows(t, "procession: "));
		ck_assert(tty_shows(t, "TERM"));
		player_ended(t, 2, 2);
	}
}
END_TEST

START_TEST(a_dumb_terminal_gets_lines)
{
	struct tty *t =
		player_open(&(struct player_options){ .env = { "TERM=dumb" } });
	const char *raw;
	size_t len;

	tty_wait_text(t, "Passing work through a queue");
	raw = tty_raw(t, &len);
	ck_assert_ptr_null(memchr(raw, 033, len));
	tty_send(t, "<C-d>");
	player_ended(t, 0, 2);
}
END_TEST

START_TEST(nothing_is_written_while_nothing_happens)
{
	struct tty *t = home(36, 120);
	double cpu;

	tty_wait_quiet(t, 300);
	cpu = procs_cpu(tty_pid(t));
	ck_assert_uint_eq(tty_listen(t, 1500), 0);
	/* Three ticks of the clock: an allowance, not a measure. */
	ck_assert(procs_cpu(tty_pid(t)) - cpu < 0.035);
	player_quit(t);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("screens");
	TCase *tc = tcase_create("screens");

	tcase_add_loop_test(tc, home_lists_the_course, 0, SIZES);
	tcase_add_loop_test(tc, enter_opens_the_lesson_under_the_cursor, 0,
			    SIZES);
	tcase_add_loop_test(tc, a_running_demo_is_seen_in_its_panes, 0, SIZES);
	tcase_add_test(tc, at_80_columns_tab_brings_every_pane);
	tcase_add_test(tc, zoom_fills_the_screen_and_comes_back);
	tcase_add_test(tc, the_source_changes_its_language);
	tcase_add_test(tc, help_tells_the_keys_of_the_place);
	tcase_add_test(tc, a_tiny_window_says_what_it_needs_and_recovers);
	tcase_add_test(tc, one_that_starts_tiny_recovers_too);
	tcase_add_test(tc, a_storm_of_sizes_does_no_harm);
	tcase_add_test(tc, without_utf_8_only_ascii_is_written);
	tcase_add_test(tc, ascii_can_be_asked_for);
	tcase_add_test(tc, no_color_is_honoured);
	tcase_add_test(tc, an_unusable_TERM_is_named);
	tcase_add_test(tc, a_dumb_terminal_gets_lines);
	tcase_add_test(tc, nothing_is_written_while_nothing_happens);
	suite_add_tcase(s, tc);
	return s;
}
