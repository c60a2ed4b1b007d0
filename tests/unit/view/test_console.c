/* SPDX-License-Identifier: MIT */
#include "view/console.h"

#include <string.h>

#include "support/check_main.h"
#include "unit/view/scene.h"

static struct trace_log *events;
static struct view_console console;

static void setup(void)
{
	events = trace_log_new(0);
	console = (struct view_console){ 0 };
}

static void teardown(void)
{
	view_console_release(&console);
	trace_log_free(events);
}

/* Returns the index of the event. */
static size_t says(uint64_t stream, const char *bytes)
{
	uint32_t text = trace_log_intern(events, bytes, strlen(bytes));
	struct trace_event e = { .verb = MP_VERB_OUTPUT,
				 .phase = MP_HAPPENS,
				 .a = stream,
				 .text = text };

	trace_log_append(events, &e);
	(void)view_console_catch_up(&console, events, SIZE_MAX);
	return trace_log_end(events) - 1;
}

static const char *line(size_t i)
{
	ck_assert_uint_lt(i, console.count);
	return console.lines[i].text.buf;
}

START_TEST(parts_of_a_line_are_joined)
{
	(void)says(1, "one\ntw");
	(void)says(1, "o\nthree\n");
	ck_assert_uint_eq(console.count, 3);
	ck_assert_str_eq(line(0), "one");
	ck_assert_str_eq(line(1), "two");
	ck_assert_str_eq(line(2), "three");
}
END_TEST

START_TEST(output_and_error_are_joined_apart)
{
	(void)says(1, "out");
	(void)says(2, "err");
	(void)says(1, "put\n");
	(void)says(2, "or\n");
	ck_assert_uint_eq(console.count, 2);
	ck_assert_str_eq(line(0), "output");
	ck_assert_str_eq(line(1), "error");
	ck_assert(!console.lines[0].error);
	ck_assert(console.lines[1].error);
}
END_TEST

START_TEST(of_a_past_moment_only_what_was_written_is_there)
{
	size_t first = says(1, "one\ntw");
	size_t second = says(1, "o\n");

	ck_assert_uint_eq(view_console_lines_at(&console, first), 0);
	ck_assert_uint_eq(view_console_lines_at(&console, second), 2);
	ck_assert_uint_eq(view_console_text_at(&console.lines[1], second), 2);
	ck_assert_uint_eq(view_console_text_at(&console.lines[1], second + 1),
			  3);
}
END_TEST

START_TEST(escape_sequences_are_left_out_and_controls_marked)
{
	(void)says(1, "\x1b[31mred\x1b[0m\a \x1b]0;title\a!\t|\x7f\r\n");
	ck_assert_str_eq(line(0), "red\xC2\xB7 !    |\xC2\xB7");
	(void)says(1, "\x1b");
	(void)says(1, "\x1b[\n");
	ck_assert_str_eq(line(1), "");
	(void)says(1, "\xff\n");
	ck_assert_str_eq(line(2), "\xEF\xBF\xBD");
}
END_TEST

START_TEST(a_flood_is_bounded_and_says_so)
{
	const struct view_console_line *last;

	for (int i = 0; i < 3000; i++)
		(void)says(1, i % 2 ? "a\n" : "b\n");
	ck_assert_uint_le(console.count, 2000);
	ck_assert_uint_eq(console.count + console.dropped, 3000);
	for (int i = 0; i < 2000; i++)
		(void)says(2, "a long line that never ends ");
	last = &console.lines[console.count - 1];
	ck_assert_uint_le(last->text.len, 1100);
	ck_assert(last->cut);
	ck_assert_uint_le(last->part_count, 100);
}
END_TEST

START_TEST(catching_up_goes_on_where_it_stopped)
{
	uint32_t text = trace_log_intern(events, "x\n", 2);
	struct trace_event e = { .verb = MP_VERB_OUTPUT,
				 .phase = MP_HAPPENS,
				 .a = 1,
				 .text = text };

	for (int i = 0; i < 10; i++)
		trace_log_append(events, &e);
	ck_assert_uint_eq(view_console_catch_up(&console, events, 4), 4);
	ck_assert_uint_eq(console.count, 4);
	ck_assert_uint_eq(view_console_catch_up(&console, events, 100), 6);
	ck_assert_uint_eq(view_console_catch_up(&console, events, 100), 0);
	ck_assert_uint_eq(console.count, 10);
}
END_TEST

/* ---- the pane ---- */

static struct scene s;

static void wrote(uint32_t pid, uint64_t stream, const char *text)
{
	scene_tell(&s, (struct trace_event){ .verb = MP_VERB_OUTPUT,
					     .phase = MP_HAPPENS,
					     .pid = pid,
					     .text = scene_text(&s, text),
					     .a = stream });
	scene_show(&s);
}

static void open_scene(void)
{
	scene_begin(&s, scene_queue);
	scene_play(&s, 300);
	s.player.focus = LESSON_PANE_CONSOLE;
	s.player.zoomed = true;
	wrote(4711, 1, "of the producer\n");
	wrote(4712, 2, "of the consumer\n");
	wrote(0, 1, "of nobody\n");
}

static void close_scene(void)
{
	scene_end(&s);
}

static bool shows(const char *words)
{
	struct ui_canvas *c = ui_canvas_new(24, 80);
	SCOPED_STR text = STR_INIT;
	bool found;

	view_player_layout(&s.player, 24, 80);
	view_player_draw(&s.player, c);
	ui_canvas_dump(c, &text);
	found = strstr(text.buf, words) != NULL;
	ui_canvas_free(c);
	return found;
}

START_TEST(a_line_is_of_who_wrote_it)
{
	ck_assert(shows("producer 4711    of the producer"));
	ck_assert(shows("consumer 4712    error of the consumer"));
	ck_assert(shows("unknown          of nobody"));
	scene_golden(&s, 24, 80, "console-whose");
	scene_golden(&s, 18, 60, "console-whose");
	scene_golden(&s, 36, 120, "console-whose");
}
END_TEST

START_TEST(the_lines_of_one_process_can_be_seen_alone)
{
	s.player.selected = 4712;
	view_player_console_only(&s.player);
	ck_assert(shows("only 4712: 1 line"));
	ck_assert(shows("error of the consumer"));
	ck_assert(!shows("of the producer"));
	ck_assert(!shows("of nobody"));
	s.player.selected = 4710;
	ck_assert(shows("main 4710 has written nothing yet."));
	s.player.selected = 0;
	ck_assert(shows("all: none selected"));
	ck_assert(shows("of the producer"));
	view_player_console_only(&s.player);
	ck_assert(!shows("all: none selected"));
	ck_assert(shows("of the producer"));
}
END_TEST

Suite *suite(void)
{
	Suite *suite = suite_create("console");
	TCase *tc = tcase_create("console");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, parts_of_a_line_are_joined);
	tcase_add_test(tc, output_and_error_are_joined_apart);
	tcase_add_test(tc, of_a_past_moment_only_what_was_written_is_there);
	tcase_add_test(tc, escape_sequences_are_left_out_and_controls_marked);
	tcase_add_test(tc, a_flood_is_bounded_and_says_so);
	tcase_add_test(tc, catching_up_goes_on_where_it_stopped);
	suite_add_tcase(suite, tc);
	tc = tcase_create("pane");
	tcase_add_checked_fixture(tc, open_scene, close_scene);
	tcase_add_test(tc, a_line_is_of_who_wrote_it);
	tcase_add_test(tc, the_lines_of_one_process_can_be_seen_alone);
	suite_add_tcase(suite, tc);
	return suite;
}
