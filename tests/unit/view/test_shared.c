/* SPDX-License-Identifier: MIT */
/* The pane of everything that is shared. */
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "lesson/lesson.h"
#include "support/check_main.h"
#include "ui/canvas.h"
#include "unit/view/scene.h"

enum { MAIN = 4710, ADA, BOB, PRINTER = 21, GATE, BALANCE, SQUARES };

static struct scene s;

static void setup(void)
{
	scene_begin_beside(&s, LESSON_PANE_SHARED);
}

static void teardown(void)
{
	scene_end(&s);
}

static void tell(uint32_t who, enum mp_verb verb, enum mp_phase phase,
		 uint64_t object, uint64_t a)
{
	struct trace_event e = scene_event(who, verb, phase, object, a);

	e.aux = verb == MP_VERB_ARRIVE ? 3 : 0;
	e.kind = verb == MP_VERB_VALUE_SET ? MP_KIND_INT : 0;
	scene_tell(&s, e);
}

static void make(uint64_t id, enum mp_verb verb, const char *name, uint64_t a)
{
	scene_make(&s,
		   (struct trace_event){
			   .verb = (uint16_t)verb, .object = id, .a = a },
		   name);
}

static void make_all(void)
{
	make(PRINTER, MP_VERB_LOCK_NEW, "printer", 0);
	make(GATE, MP_VERB_BARRIER_NEW, "gate", 3);
	make(BALANCE, MP_VERB_VALUE_NEW, "balance", 1);
	make(SQUARES, MP_VERB_POOL_NEW, "squares", 2);
	tell(ADA, MP_VERB_ACQUIRE, MP_HAPPENS, PRINTER, 1);
	tell(BOB, MP_VERB_ACQUIRE, MP_BEGINS, PRINTER, 0);
	tell(BOB, MP_VERB_ACQUIRE, MP_WAITS, PRINTER, 0);
	tell(MAIN, MP_VERB_ARRIVE, MP_HAPPENS, GATE, 0);
	tell(ADA, MP_VERB_VALUE_SET, MP_HAPPENS, BALANCE, 107);
	tell(ADA, MP_VERB_TASK, MP_BEGINS, SQUARES, 7);
}

START_TEST(each_thing_is_there_with_its_state)
{
	make_all();
	scene_shows(&s, "queue tasks");
	scene_shows(&s, "lock printer");
	scene_shows(&s, "held by producer 4711");
	scene_shows(&s, "‖ consumer 4712 waits in acquire");
	scene_shows(&s, "1 of 3 there, phase 1");
	scene_shows(&s, "107, written last by producer 4711");
	scene_shows(&s, "producer 4711 on task 7");
}
END_TEST

START_TEST(a_lock_of_a_dead_holder_says_so)
{
	make_all();
	tell(ADA, MP_VERB_EXITED, MP_HAPPENS, 0, 9);
	scene_shows(&s, "left locked by the dead producer 4711");
}
END_TEST

START_TEST(it_fits_every_size)
{
	make_all();
	scene_show(&s);
	scene_golden_sizes(&s, "shared");
}
END_TEST

START_TEST(nothing_shared_is_said)
{
	struct model *none = model_new();

	s.player.model = none;
	ck_assert(!view_player_has(&s.player, LESSON_PANE_QUEUE));
	ck_assert(view_player_has(&s.player, LESSON_PANE_SHARED));
	view_player_layout(&s.player, 60, 200);
	struct ui_canvas *c = ui_canvas_new(60, 200);
	SCOPED_STR text = STR_INIT;

	view_player_draw(&s.player, c);
	ui_canvas_dump(c, &text);
	ck_assert_ptr_nonnull(strstr(text.buf, "Nothing is shared yet."));
	ui_canvas_free(c);
	model_free(none);
}
END_TEST

Suite *suite(void)
{
	Suite *suite = suite_create("shared");
	TCase *tc = tcase_create("shared");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, each_thing_is_there_with_its_state);
	tcase_add_test(tc, a_lock_of_a_dead_holder_says_so);
	tcase_add_test(tc, it_fits_every_size);
	tcase_add_test(tc, nothing_shared_is_said);
	suite_add_tcase(suite, tc);
	return suite;
}
