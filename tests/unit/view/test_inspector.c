/* SPDX-License-Identifier: MIT */
/* The control block of one process, as it is drawn. */
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "lesson/lesson.h"
#include "support/check_main.h"
#include "ui/canvas.h"
#include "unit/view/scene.h"
#include "view/find.h"

enum { PRODUCER = 4711, CONSUMER };

static struct scene s;

static const char now_text[] =
	"state S\ncall futex(a lock, or another thread)\n"
	"pc@610000000 7f12b3a4c5d6 w - syscall libc.so.6\n"
	"cpu 1\nuser 20\nsystem 10\nrun 31500000\nready 1200000\n"
	"switches@610000000 212 3\nfaults 131 0\nmemory 1945\n"
	"private 126\nshared 1819\nat6 120 400\n";
static const char have_text[] =
	"comm producer\nprogram /demos/producer_consumer\nparent 4710\n"
	"threads 1\npriority 20\nnice 0\npolicy other\n"
	"blocked@850000000 200\npending 0\nignored 1000\ncaught 4002\n"
	"files 6\nfd0 r device /dev/null\nfd1 w console\nfd2 w error\n"
	"fd3 w pipe 9321\nfd4 rw memory box\nfd6@850000000 rw file /tmp/x\n"
	"maps 23\nsize 2871\n"
	"map5581a000 12 r-xp text producer_consumer\n"
	"map5581b000 4 rw-p data producer_consumer\n"
	"map5582b000 132 rw-p heap\n"
	"map7f12a0000000 1024 rw-s shared procession-arena\n"
	"map7f12a1000000@850000000 4 rw-s shared /box\n"
	"map7f12b3900000 1900 r-xp library libc.so.6\n"
	"map7ffd1000 132 rw-p stack\n";

static void setup(void)
{
	scene_begin_beside(&s, LESSON_PANE_INSPECTOR);
	s.player.selected = PRODUCER;
}

static void teardown(void)
{
	scene_end(&s);
}

static void inspect(uint32_t part, const char *text)
{
	scene_tell(&s, (struct trace_event){ .pid = PRODUCER,
					     .tid = PRODUCER,
					     .verb = MP_VERB_INSPECT,
					     .phase = MP_HAPPENS,
					     .aux = part,
					     .text = scene_text(&s, text) });
}

static void look(void)
{
	inspect(0, now_text);
	inspect(1, have_text);
	scene_show(&s);
}

static struct ui_canvas *drawn(int rows, int cols)
{
	struct ui_canvas *c = ui_canvas_new(rows, cols);

	s.player.focus = LESSON_PANE_INSPECTOR;
	s.player.zoomed = true;
	view_player_layout(&s.player, rows, cols);
	view_player_draw(&s.player, c);
	return c;
}

static bool shows(const char *words)
{
	struct ui_canvas *c = drawn(60, 200);
	SCOPED_STR text = STR_INIT;
	bool found;

	ui_canvas_dump(c, &text);
	found = strstr(text.buf, words) != NULL;
	if (!found)
		(void)fprintf(stderr, "no \"%s\" in\n%s", words, text.buf);
	ui_canvas_free(c);
	return found;
}

/* The role of the line with @words. */
static enum ui_role role_of(const char *words)
{
	struct ui_canvas *c = drawn(60, 200);
	enum ui_role role = UI_ROLE_COUNT;

	for (int row = 0; row < 60 && role == UI_ROLE_COUNT; row++) {
		for (int col = 0; col < 200; col++) {
			size_t n = 0;

			while (words[n] && ui_canvas_at(c, row, col + (int)n) &&
			       ui_canvas_at(c, row, col + (int)n)->rune ==
				       (unsigned char)words[n])
				n++;
			if (!words[n])
				role = (enum ui_role)(
					ui_canvas_at(c, row, col)->style &
					0xff);
		}
	}
	ui_canvas_free(c);
	return role;
}

START_TEST(it_fits_every_size)
{
	look();
	s.player.focus = LESSON_PANE_INSPECTOR;
	scene_golden_sizes(&s, "inspector");
	s.player.zoomed = true;
	scene_golden(&s, 36, 120, "inspector-zoomed");
	scene_golden(&s, 24, 80, "inspector-zoomed");
}
END_TEST

START_TEST(everything_that_was_read_is_said)
{
	look();
	ck_assert(shows("process   4711 producer, /demos/producer_consumer"));
	ck_assert(shows("0x7f12b3a4c5d6 syscall in libc.so.6"));
	ck_assert(shows("stands still there, since 0.61 s"));
	ck_assert(shows("31.5 ms on a CPU, 1.2 ms in the run queue"));
	ck_assert(shows("user 20 ms, system 10 ms"));
	ck_assert(shows("212 of its own will, 3 forced"));
	ck_assert(shows("131 of pages in memory, 0 read from disk"));
	ck_assert(shows("1.9 MiB: 126 KiB its own, 1.8 MiB shared"));
	ck_assert(shows("nice 0, priority 20, policy other · last on CPU 1"));
	ck_assert(shows("blocked   USR1"));
	ck_assert(shows("caught    INT, TERM"));
	ck_assert(shows("6 both  file /tmp/x, at 120 of 400 bytes"));
	ck_assert(shows("3 write pipe 9321"));
	ck_assert(shows("4 both  shared memory box"));
	ck_assert(shows("12 KiB r-x text of producer_consumer at 5581a000"));
	ck_assert(
		shows("shared memory procession-arena, where its events go,"));
	ck_assert(shows("4 KiB rw- shared memory /box at 7f12a1000000"));
}
END_TEST

START_TEST(what_has_just_changed_is_marked)
{
	look();
	ck_assert_int_eq(role_of("USR1"), UI_CHANGED);
	ck_assert_int_eq(role_of("  6 both  file"), UI_CHANGED);
	ck_assert_int_eq(role_of("4 KiB rw- shared memory /box"), UI_CHANGED);
	ck_assert_int_eq(role_of("0 read  /dev/null"), UI_NORMAL);
	ck_assert_int_eq(role_of("INT, TERM"), UI_NORMAL);
	scene_play(&s, 1500);
	ck_assert_int_eq(role_of("USR1"), UI_NORMAL);
}
END_TEST

START_TEST(what_was_not_looked_at_is_said)
{
	scene_show(&s);
	ck_assert(shows("not looked at"));
	ck_assert(shows("process   4711 producer"));
}
END_TEST

START_TEST(what_may_not_be_read_is_said)
{
	inspect(0, "state S\n");
	inspect(1, "comm x\ndenied-files -\ndenied-maps -\n"
		   "denied-counter -\n");
	scene_show(&s);
	ck_assert(shows("the system does not let it be seen"));
	ck_assert(shows("unknown: they may not be read"));
}
END_TEST

START_TEST(when_nobody_looks_any_more_it_says_of_when_it_is)
{
	look();
	inspect(2, "");
	scene_play(&s, 1500);
	ck_assert(shows("as of 0.90 s"));
}
END_TEST

START_TEST(a_past_moment_has_what_was_so_then)
{
	look();
	scene_play(&s, 1500);
	inspect(1, "files 1\nfd0 r device /dev/then\nblocked 0\n");
	scene_show(&s);
	ck_assert(shows("/dev/then"));
	scene_back_to(&s, 1200);
	ck_assert(shows("file /tmp/x"));
	scene_back_to(&s, 600);
	ck_assert(shows("not looked at"));
}
END_TEST

START_TEST(without_a_selection_it_shows_whom_a_callout_spoke_of)
{
	s.player.selected = 0;
	s.player.turned_to = CONSUMER;
	scene_show(&s);
	ck_assert(shows("process   4712 consumer"));
	s.player.selected = PRODUCER;
	ck_assert(shows("process   4711 producer"));
}
END_TEST

START_TEST(else_it_shows_the_first_child_that_lives)
{
	s.player.selected = s.player.turned_to = 0;
	scene_show(&s);
	ck_assert(shows("process   4711 producer"));
}
END_TEST

/* The row of the pane that begins with @label; -1: none. */
static int row_of(const char *label)
{
	struct ui_canvas *c = drawn(60, 90);
	SCOPED_STR text = STR_INIT;
	const char *at;
	int row = 0;

	ui_canvas_dump(c, &text);
	ui_canvas_free(c);
	at = strstr(text.buf, label);
	if (!at)
		return -1;
	for (const char *p = text.buf; p < at; p++)
		row += *p == '\n';
	return row;
}

START_TEST(a_signal_that_is_pending_comes_to_the_top)
{
	inspect(0, now_text);
	inspect(1, "blocked 200\npending 0\n");
	scene_show(&s);
	ck_assert_int_gt(row_of("pending"), row_of("memory "));
	inspect(1, "blocked 200\npending 200\n");
	scene_show(&s);
	ck_assert_int_gt(row_of("pending"), 0);
	ck_assert_int_lt(row_of("pending"), row_of("counter"));
}
END_TEST

START_TEST(a_callout_goes_to_the_row_that_it_names)
{
	static const struct view_callout files = {
		LESSON_PANE_INSPECTOR, "A new line under files, maps follow"
	};
	struct ui_list *l = &s.player.lists[LESSON_PANE_INSPECTOR];
	size_t at;

	look();
	ui_canvas_free(drawn(18, 60));
	ck_assert_uint_eq(l->first, 0);
	s.player.callout = &files;
	ui_canvas_free(drawn(18, 60));
	at = l->first;
	ck_assert_uint_gt(at, 0);
	/* Then the reader may go elsewhere. */
	ui_list_scroll(l, -2);
	ui_canvas_free(drawn(18, 60));
	ck_assert_uint_eq(l->first, at - 2);
}
END_TEST

START_TEST(a_word_below_the_edge_is_searched_for)
{
	const struct ui_list *l = &s.player.lists[LESSON_PANE_INSPECTOR];
	SCOPED_STR say = STR_INIT;

	look();
	view_player_focus(&s.player, LESSON_PANE_INSPECTOR);
	ui_canvas_free(drawn(24, 80));
	ck_assert_uint_gt(l->count, l->page);
	ck_assert(view_player_find(&s.player, VIEW_FIND_BEGIN, "", &say));
	ck_assert(view_player_find(&s.player, VIEW_FIND_FIRST, "/tmp/x", &say));
	ck_assert_str_eq(say.buf, "1 of 1");
	ck_assert(!strstr(now_text, "/tmp/x"));
	ui_canvas_free(drawn(24, 80));
	ck_assert_uint_gt(l->first, 0);
}
END_TEST

Suite *suite(void)
{
	Suite *suite = suite_create("inspector");
	TCase *tc = tcase_create("inspector");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, it_fits_every_size);
	tcase_add_test(tc, everything_that_was_read_is_said);
	tcase_add_test(tc, what_has_just_changed_is_marked);
	tcase_add_test(tc, what_was_not_looked_at_is_said);
	tcase_add_test(tc, what_may_not_be_read_is_said);
	tcase_add_test(tc, when_nobody_looks_any_more_it_says_of_when_it_is);
	tcase_add_test(tc, a_past_moment_has_what_was_so_then);
	tcase_add_test(tc,
		       without_a_selection_it_shows_whom_a_callout_spoke_of);
	tcase_add_test(tc, else_it_shows_the_first_child_that_lives);
	tcase_add_test(tc, a_signal_that_is_pending_comes_to_the_top);
	tcase_add_test(tc, a_callout_goes_to_the_row_that_it_names);
	tcase_add_test(tc, a_word_below_the_edge_is_searched_for);
	suite_add_tcase(suite, tc);
	return suite;
}
