/* SPDX-License-Identifier: MIT */
/* The panes of conditions, events and barriers. */
#include <errno.h>

#include "support/check_main.h"
#include "unit/view/scene.h"

enum { MAIN = 4710, ADA, BOB, CY, DAN };
enum { LOCK = 21, READY, GUN, FINISH, GATE };

static struct scene s;

static void setup_condition(void)
{
	scene_begin_pane(&s, LESSON_PANE_CONDITION);
}

static void setup_event(void)
{
	scene_begin_pane(&s, LESSON_PANE_EVENT);
}

static void setup_barrier(void)
{
	scene_begin_pane(&s, LESSON_PANE_BARRIER);
}

static void teardown(void)
{
	scene_end(&s);
}

static void tell(uint32_t who, enum mp_verb verb, enum mp_phase phase,
		 uint64_t object, uint64_t a, uint64_t b)
{
	struct trace_event e = scene_event(who, verb, phase, object, a);

	e.b = b;
	e.aux = verb == MP_VERB_ARRIVE ? 4 : 0;
	scene_tell(&s, e);
}

static void make(uint64_t id, enum mp_verb verb, const char *name, uint64_t a,
		 uint64_t b)
{
	scene_make(
		&s,
		(struct trace_event){
			.verb = (uint16_t)verb, .object = id, .a = a, .b = b },
		name);
}

static void wait_for(uint32_t who, uint64_t object)
{
	tell(who, MP_VERB_WAIT, MP_BEGINS, object, 0, 0);
	tell(who, MP_VERB_WAIT, MP_WAITS, object, 1, 0);
}

/* ---- conditions ---- */

static void make_condition(void)
{
	make(LOCK, MP_VERB_LOCK_NEW, "ready", 0, 0);
	make(READY, MP_VERB_CONDITION_NEW, "ready", 0, LOCK);
	tell(ADA, MP_VERB_NOTIFY, MP_HAPPENS, READY, 1, 0);
	s.now_ms += 700;
	wait_for(BOB, READY);
	s.now_ms += 50;
	wait_for(CY, READY);
	s.now_ms += 50;
	wait_for(DAN, READY);
	tell(ADA, MP_VERB_ACQUIRE, MP_HAPPENS, LOCK, 1, ADA);
	tell(ADA, MP_VERB_ACQUIRE, MP_ENDS, LOCK, 0, 0);
	tell(ADA, MP_VERB_NOTIFY, MP_HAPPENS, READY, 1, 3);
	tell(ADA, MP_VERB_NOTIFY, MP_ENDS, READY, 0, 0);
	s.now_ms += 200;
}

START_TEST(conditions_fit_every_size)
{
	make_condition();
	scene_golden_pane(&s, "condition");
}
END_TEST

START_TEST(who_was_called_stands_apart_from_who_waits)
{
	make_condition();
	scene_shows(&s, "called   ‖ consumer-1 4712");
	scene_shows(&s, "1st      ‖ consumer-2 4713");
	scene_shows(&s, "2nd      ‖ consumer-3 4714");
	/* It has the lock again. */
	tell(ADA, MP_VERB_RELEASE, MP_HAPPENS, LOCK, 0, ADA);
	tell(BOB, MP_VERB_ACQUIRE, MP_HAPPENS, LOCK, 1, BOB);
	scene_hides(&s, "on its way back");
	scene_shows(&s, "locked   ‖ consumer-1 4712");
}
END_TEST

START_TEST(a_call_that_nobody_heard_is_shown)
{
	make_condition();
	scene_shows(&s, "1 of 2 calls found nobody, the last at 0.90 s");
}
END_TEST

START_TEST(a_lock_that_is_free_or_unknown_says_so)
{
	make(LOCK, MP_VERB_LOCK_NEW, "ready", 0, 0);
	make(READY, MP_VERB_CONDITION_NEW, "ready", 0, LOCK);
	scene_shows(&s, "its lock is free");
	make(READY + 100, MP_VERB_CONDITION_NEW, "other", 0, 0);
	scene_shows(&s, "its lock is not known");
}
END_TEST

/* ---- events ---- */

static void make_events(void)
{
	make(GUN, MP_VERB_EVENT_NEW, "gun", 0, 0);
	make(FINISH, MP_VERB_EVENT_NEW, "finish", 0, 0);
	wait_for(ADA, FINISH);
	s.now_ms += 120;
	wait_for(BOB, FINISH);
	tell(MAIN, MP_VERB_EVENT_SET, MP_HAPPENS, GUN, 1, 0);
	tell(MAIN, MP_VERB_EVENT_SET, MP_ENDS, GUN, 0, 0);
	s.now_ms += 800;
}

START_TEST(events_fit_every_size)
{
	make_events();
	scene_golden_pane(&s, "event");
}
END_TEST

START_TEST(an_event_says_who_set_and_who_cleared_it)
{
	make_events();
	scene_shows(&s, "● SET for 0.80 s, by main 4710");
	tell(CY, MP_VERB_EVENT_CLEAR, MP_HAPPENS, GUN, 1, 0);
	scene_shows(&s, "○ not set for 0.00 s, cleared by consumer-2 4713");
	scene_shows(&s, "○ not set, never was");
}
END_TEST

/* ---- barriers ---- */

static void arrive(uint32_t who, uint64_t round, uint64_t before)
{
	tell(who, MP_VERB_ARRIVE, MP_BEGINS, GATE, 0, 0);
	tell(who, MP_VERB_ARRIVE, MP_HAPPENS, GATE, before, round);
	tell(who, MP_VERB_ARRIVE, MP_WAITS, GATE, before, 0);
}

static void go_on(uint32_t who)
{
	tell(who, MP_VERB_ARRIVE, MP_ENDS, GATE, 0, 0);
}

static void play_round(uint64_t round, int ms)
{
	for (uint32_t i = 0; i < 4; i++) {
		s.now_ms += ms;
		arrive(ADA + (i + (uint32_t)round) % 4, round, i);
	}
	tell(ADA, MP_VERB_PASS, MP_HAPPENS, GATE, round, 0);
	for (uint32_t i = 0; i < 4; i++)
		go_on(ADA + i);
}

static void make_barrier(void)
{
	make(GATE, MP_VERB_BARRIER_NEW, "end-of-phase", 4, 0);
	play_round(0, 200);
	play_round(1, 300);
	s.now_ms += 200;
	arrive(BOB, 2, 0);
	s.now_ms += 500;
	arrive(DAN, 2, 1);
	s.now_ms += 100;
	arrive(ADA, 2, 2);
}

START_TEST(barriers_fit_every_size)
{
	make_barrier();
	scene_golden_pane(&s, "barrier");
}
END_TEST

START_TEST(who_has_come_has_a_place_and_who_is_missing_a_name)
{
	make_barrier();
	scene_shows(&s, "phase 3: 3 of 4 here, 1 missing");
	scene_shows(&s, "1st      ‖ consumer-1 4712    0.60 s");
	scene_shows(&s, "3rd      ‖ producer 4711      0.00 s");
	scene_shows(&s, "missing  ► consumer-2 4713");
}
END_TEST

START_TEST(phases_that_are_over_are_bars)
{
	make_barrier();
	scene_shows(&s, "0.80 s  last came consumer-3 4714");
	scene_shows(&s, "1.20 s  last came producer 4711");
}
END_TEST

START_TEST(in_the_first_phase_only_the_number_is_known)
{
	make(GATE, MP_VERB_BARRIER_NEW, "end-of-phase", 4, 0);
	scene_shows(&s, "4 missing, not known who");
	arrive(BOB, 0, 0);
	scene_shows(&s, "3 missing, not known who");
}
END_TEST

START_TEST(who_has_ended_will_not_come)
{
	make_barrier();
	tell(CY, MP_VERB_EXITED, MP_HAPPENS, 0, 9, 0);
	scene_shows(&s, "gone     † consumer-2 4713");
}
END_TEST

START_TEST(when_all_have_ended_nobody_is_missing)
{
	make_barrier();
	arrive(CY, 2, 3);
	tell(CY, MP_VERB_PASS, MP_HAPPENS, GATE, 2, 0);
	for (uint32_t who = ADA; who <= DAN; who++)
		tell(who, MP_VERB_EXITED, MP_HAPPENS, 0, 0, 0);
	scene_shows(&s, "3 phases are over");
	scene_hides(&s, "gone");
	scene_hides(&s, "to come");
}
END_TEST

START_TEST(a_broken_barrier_says_why)
{
	make_barrier();
	tell(DAN, MP_VERB_BREAK, MP_HAPPENS, GATE, 2, ETIMEDOUT);
	scene_shows(&s, "BROKEN: one waited too long");
	scene_shows(&s, "broken: one waited too long");
	scene_hides(&s, "missing");
}
END_TEST

START_TEST(a_phase_that_broke_is_tried_again)
{
	make_barrier();
	tell(DAN, MP_VERB_BREAK, MP_HAPPENS, GATE, 2, ETIMEDOUT);
	tell(DAN, MP_VERB_RESET, MP_HAPPENS, GATE, 3, 0);
	arrive(ADA, 4, 0);
	scene_shows(&s, "phase 3: 1 of 4 here");
	for (uint32_t who = BOB; who <= DAN; who++)
		arrive(who, 4, who - ADA);
	tell(DAN, MP_VERB_PASS, MP_HAPPENS, GATE, 4, 0);
	for (uint32_t who = ADA; who <= DAN; who++)
		tell(who, MP_VERB_EXITED, MP_HAPPENS, 0, 0, 0);
	scene_shows(&s, "3 phases are over, it broke 1 time");
}
END_TEST

START_TEST(a_release_is_said)
{
	make_barrier();
	s.now_ms += 10;
	arrive(CY, 2, 3);
	tell(CY, MP_VERB_PASS, MP_HAPPENS, GATE, 2, 0);
	scene_shows(&s, "phase 4: 0 of 4 here, phase 3 is over");
	scene_shows(&s, "to come");
	s.now_ms += 600;
	scene_hides(&s, "is over");
}
END_TEST

START_TEST(nothing_made_is_said)
{
	scene_shows(&s, "No barrier has been made yet.");
}
END_TEST

Suite *suite(void)
{
	Suite *suite = suite_create("meetings");
	TCase *condition = tcase_create("condition");
	TCase *event = tcase_create("event");
	TCase *barrier = tcase_create("barrier");

	tcase_add_checked_fixture(condition, setup_condition, teardown);
	tcase_add_test(condition, conditions_fit_every_size);
	tcase_add_test(condition, who_was_called_stands_apart_from_who_waits);
	tcase_add_test(condition, a_call_that_nobody_heard_is_shown);
	tcase_add_test(condition, a_lock_that_is_free_or_unknown_says_so);
	suite_add_tcase(suite, condition);
	tcase_add_checked_fixture(event, setup_event, teardown);
	tcase_add_test(event, events_fit_every_size);
	tcase_add_test(event, an_event_says_who_set_and_who_cleared_it);
	suite_add_tcase(suite, event);
	tcase_add_checked_fixture(barrier, setup_barrier, teardown);
	tcase_add_test(barrier, barriers_fit_every_size);
	tcase_add_test(barrier,
		       who_has_come_has_a_place_and_who_is_missing_a_name);
	tcase_add_test(barrier, phases_that_are_over_are_bars);
	tcase_add_test(barrier, in_the_first_phase_only_the_number_is_known);
	tcase_add_test(barrier, who_has_ended_will_not_come);
	tcase_add_test(barrier, when_all_have_ended_nobody_is_missing);
	tcase_add_test(barrier, a_broken_barrier_says_why);
	tcase_add_test(barrier, a_phase_that_broke_is_tried_again);
	tcase_add_test(barrier, a_release_is_said);
	tcase_add_test(barrier, nothing_made_is_said);
	suite_add_tcase(suite, barrier);
	return suite;
}
