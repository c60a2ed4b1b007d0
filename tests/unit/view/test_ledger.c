/* SPDX-License-Identifier: MIT */
/* The pane of what a run has made. */
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "lesson/lesson.h"
#include "support/check_main.h"
#include "ui/canvas.h"
#include "unit/view/scene.h"

enum { MAIN = 4710, PRODUCER, LOCK = 31, BOX };

static struct scene s;

static void setup(void)
{
	scene_begin_beside(&s, LESSON_PANE_LEDGER);
	s.player.focus = LESSON_PANE_LEDGER;
}

static void teardown(void)
{
	scene_end(&s);
}

static void tell(enum mp_verb verb, uint64_t object, const char *name)
{
	scene_tell(&s, (struct trace_event){ .pid = PRODUCER,
					     .tid = PRODUCER,
					     .verb = (uint16_t)verb,
					     .phase = MP_HAPPENS,
					     .object = object,
					     .a = 64,
					     .text = scene_text(&s, name) });
	scene_show(&s);
}

static void dump(int rows, int cols, struct str *out)
{
	struct ui_canvas *c = ui_canvas_new(rows, cols);

	s.player.zoomed = true;
	view_player_layout(&s.player, rows, cols);
	view_player_draw(&s.player, c);
	ui_canvas_dump(c, out);
	ui_canvas_free(c);
}

static bool shows(const char *words)
{
	SCOPED_STR text = STR_INIT;
	bool found;

	dump(60, 200, &text);
	found = strstr(text.buf, words) != NULL;
	if (!found)
		(void)fprintf(stderr, "no \"%s\" in\n%s", words, text.buf);
	return found;
}

START_TEST(it_counts_while_the_run_goes_on)
{
	tell(MP_VERB_LOCK_NEW, LOCK, "printer");
	ck_assert(shows("Up to here: 3 processes started, 0 reaped"));
	ck_assert(shows("process               3      0      3"));
	ck_assert(shows("lock                  1      0      1"));
	ck_assert(shows("lock printer, by producer 4711: there"));
	ck_assert(shows("queue tasks, by main 4710: there"));
	ck_assert(shows("process producer 4711, by main 4710: lives"));
}
END_TEST

START_TEST(at_the_end_it_says_what_the_run_says)
{
	scene_play(&s, 1000000);
	ck_assert(shows("Left as it was found: 3 processes started, 3 reaped"));
	ck_assert(shows("214 events, 0 lost"));
	ck_assert(shows("process               3      3      0"));
	ck_assert(shows("queue                 1      1      0"));
	ck_assert(shows("producer 4711, by main 4710: ended 0 at"));
}
END_TEST

START_TEST(what_is_left_comes_first_and_how_to_be_rid_of_it)
{
	tell(MP_VERB_SHM_NEW, UINT64_C(0x8800000000000007), "/box");
	tell(MP_VERB_LEFT, UINT64_C(0x8800000000000007), "/box");
	ck_assert(shows("Left over: shared memory"));
	ck_assert(shows("rm /dev/shm/box"));
}
END_TEST

START_TEST(a_past_moment_counts_what_there_was)
{
	scene_play(&s, 1000000);
	s.player.ledger = "";
	scene_back_to(&s, 300);
	ck_assert(shows("Up to here: 3 processes started, 0 reaped"));
}
END_TEST

START_TEST(it_fits_every_size)
{
	tell(MP_VERB_LOCK_NEW, LOCK, "printer");
	scene_golden_sizes(&s, "ledger");
	scene_play(&s, 1000000);
	s.player.zoomed = true;
	scene_golden(&s, 24, 80, "ledger-ended");
	scene_golden(&s, 18, 60, "ledger-ended");
}
END_TEST

Suite *suite(void)
{
	Suite *suite = suite_create("ledger");
	TCase *tc = tcase_create("ledger");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, it_counts_while_the_run_goes_on);
	tcase_add_test(tc, at_the_end_it_says_what_the_run_says);
	tcase_add_test(tc, what_is_left_comes_first_and_how_to_be_rid_of_it);
	tcase_add_test(tc, a_past_moment_counts_what_there_was);
	tcase_add_test(tc, it_fits_every_size);
	suite_add_tcase(suite, tc);
	return suite;
}
