/* SPDX-License-Identifier: MIT */
/* The panes of locks and semaphores. */
#include <stdio.h>
#include <string.h>

#include "support/check_main.h"
#include "unit/view/scene.h"
#include "view/pane.h"

enum { MAIN = 4710, ADA, BOB, CY, DAN };
enum { FORK_A = 21, FORK_B, PRINTER, PLACES, BELL };

static struct scene s;

static void setup_lock(void)
{
	scene_begin_pane(&s, LESSON_PANE_LOCK);
}

static void setup_semaphore(void)
{
	scene_begin_pane(&s, LESSON_PANE_SEMAPHORE);
}

static void teardown(void)
{
	scene_end(&s);
}

static void tell(uint32_t who, enum mp_verb verb, enum mp_phase phase,
		 uint64_t object, uint64_t a)
{
	struct trace_event e = scene_event(who, verb, phase, object, a);

	e.site = verb == MP_VERB_ACQUIRE ? 0x1001 : 0;
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

static void take(uint32_t who, uint64_t lock, uint64_t a)
{
	tell(who, MP_VERB_ACQUIRE, MP_BEGINS, lock, 0);
	tell(who, MP_VERB_ACQUIRE, MP_HAPPENS, lock, a);
	tell(who, MP_VERB_ACQUIRE, MP_ENDS, lock, 0);
}

static void give(uint32_t who, uint64_t lock, uint64_t a)
{
	tell(who, MP_VERB_RELEASE, MP_BEGINS, lock, 0);
	tell(who, MP_VERB_RELEASE, MP_HAPPENS, lock, a);
	tell(who, MP_VERB_RELEASE, MP_ENDS, lock, 0);
}

static void want(uint32_t who, uint64_t lock)
{
	tell(who, MP_VERB_ACQUIRE, MP_BEGINS, lock, 0);
	tell(who, MP_VERB_ACQUIRE, MP_WAITS, lock, 0);
}

/* ---- locks ---- */

static void make_locks(void)
{
	make(FORK_A, MP_VERB_LOCK_NEW, "fork-A", 0, 0);
	make(FORK_B, MP_VERB_LOCK_NEW, "fork-B", 0, 0);
	make(PRINTER, MP_VERB_LOCK_NEW, "printer", 1, 0);
	s.now_ms += 100;
	take(CY, PRINTER, 1);
	s.now_ms += 100;
	give(CY, PRINTER, 0);
	take(ADA, FORK_A, 1);
	take(BOB, FORK_B, 1);
	s.now_ms += 100;
	want(ADA, FORK_B);
	s.now_ms += 200;
	want(BOB, FORK_A);
	s.now_ms += 50;
	want(DAN, FORK_A);
	s.now_ms += 300;
}

START_TEST(locks_fit_every_size)
{
	make_locks();
	scene_golden_pane(&s, "lock");
}
END_TEST

START_TEST(far_away_a_lock_is_a_box)
{
	make_locks();
	scene_show(&s);
	s.player.present = true;
	s.player.timer_ns = -1;
	view_player_focus(&s.player, LESSON_PANE_LOCK);
	scene_golden(&s, 18, 60, "present-lock");
	scene_golden(&s, 36, 120, "present-lock");
}
END_TEST

START_TEST(waiters_stand_in_the_order_in_which_they_came)
{
	make_locks();
	scene_shows(&s, "1st     ‖ consumer-1 4712    0.35 s");
	scene_shows(&s, "2nd     ‖ consumer-3 4714    0.30 s");
}
END_TEST

START_TEST(a_free_lock_says_how_much_it_was_used)
{
	make_locks();
	scene_shows(&s, "free for 0.65 s");
	scene_shows(&s, "taken 1x, held 12 %");
}
END_TEST

START_TEST(use_is_not_told_when_events_were_lost)
{
	make_locks();
	tell(0, MP_VERB_LOST, MP_HAPPENS, 0, 3);
	scene_hides(&s, "taken 1x");
}
END_TEST

START_TEST(how_deep_and_from_where_is_told)
{
	make_locks();
	take(CY, PRINTER, 1);
	take(CY, PRINTER, 2);
	scene_shows(&s, "2 deep");
	scene_shows(&s, "taken at line 11");
}
END_TEST

START_TEST(how_deep_stands_before_what_the_holder_does)
{
	make_locks();
	take(CY, PRINTER, 1);
	take(CY, PRINTER, 2);
	tell(CY, MP_VERB_SLEEP, MP_BEGINS, 0, 600000000);
	s.now_ms += 100;
	scene_shows(&s, "2 deep · sleep");
}
END_TEST

START_TEST(a_dead_holder_has_left_it_locked)
{
	make_locks();
	tell(BOB, MP_VERB_EXITED, MP_HAPPENS, 0, 9);
	scene_shows(&s, "left by † consumer-1 4712");
}
END_TEST

START_TEST(a_click_selects_who_is_in_the_row)
{
	make_locks();
	scene_show(&s);
	view_player_layout(&s.player, 24, 80);
	ck_assert(view_player_click(&s.player, 3, 30));
	ck_assert_uint_eq(s.player.selected, BOB);
	/* An empty row. */
	ck_assert(view_player_click(&s.player, 5, 30));
	ck_assert_uint_eq(s.player.selected, BOB);
	scene_shows(&s, "▌1st     ‖ consumer-1");
}
END_TEST

START_TEST(many_locks_are_scrolled)
{
	char name[16];

	for (unsigned i = 0; i < 60; i++) {
		(void)snprintf(name, sizeof(name), "lock-%02u", i);
		make(100 + i, MP_VERB_LOCK_NEW, name, 0, 0);
	}
	scene_show(&s);
	view_player_layout(&s.player, 24, 80);
	view_player_move(&s.player, 20);
	scene_golden_pane(&s, "lock-many");
}
END_TEST

START_TEST(of_many_who_wait_the_rest_is_counted)
{
	make(PRINTER, MP_VERB_LOCK_NEW, "printer", 0, 0);
	take(MAIN, PRINTER, 1);
	for (uint32_t i = 0; i < 20; i++)
		want(5000 + i, PRINTER);
	scene_shows(&s, "7th     ‖ pid 5006");
	scene_shows(&s, "and 13 more wait");
}
END_TEST

START_TEST(each_line_can_be_searched_wherever_it_is)
{
	SCOPED_STR text = STR_INIT;

	make_locks();
	scene_show(&s);
	view_player_layout(&s.player, 10, 40);
	view_pane(LESSON_PANE_LOCK)->line(&s.player, 2, &text);
	ck_assert_msg(strstr(text.buf, "2nd     ‖ consumer-3 4714") != NULL,
		      "%s", text.buf);
	str_clear(&text);
	view_pane(LESSON_PANE_LOCK)->line(&s.player, 5, &text);
	ck_assert_msg(strstr(text.buf, "printer") != NULL, "%s", text.buf);
}
END_TEST

/* ---- semaphores ---- */

static void make_semaphores(void)
{
	make(PLACES, MP_VERB_SEMAPHORE_NEW, "places", 3, 3);
	make(BELL, MP_VERB_SEMAPHORE_NEW, "bell", 0, 0);
	take(ADA, PLACES, 2);
	take(ADA, PLACES, 1);
	s.now_ms += 300;
	take(BOB, PLACES, 0);
	s.now_ms += 100;
	want(CY, PLACES);
	give(DAN, BELL, 1);
	give(DAN, BELL, 2);
	take(CY, BELL, 1);
	want(CY, PLACES);
	s.now_ms += 700;
	want(MAIN, BELL);
}

START_TEST(semaphores_fit_every_size)
{
	make_semaphores();
	scene_golden_pane(&s, "semaphore");
}
END_TEST

START_TEST(places_are_boxes_and_their_holders_are_named)
{
	make_semaphores();
	scene_shows(&s, "[■][■][■]  0 of 3 free");
	scene_shows(&s, "has 2   ► producer 4711");
	give(ADA, PLACES, 1);
	scene_shows(&s, "[■][■][ ]  1 of 3 free");
}
END_TEST

START_TEST(a_signal_has_no_holders)
{
	make_semaphores();
	scene_shows(&s, "●  1 given and not taken");
	scene_shows(&s, "given 2, taken 1");
	scene_hides(&s, "has     ‖ consumer-2");
}
END_TEST

START_TEST(more_may_be_in_than_a_bounded_one_has_places)
{
	make(PLACES, MP_VERB_SEMAPHORE_NEW, "places", 1, 1);
	take(ADA, PLACES, 0);
	give(DAN, PLACES, 1);
	scene_shows(&s, "[ ]  1 of 1 free");
	take(BOB, PLACES, 0);
	scene_shows(&s, "[■]  0 of 1 free");
	scene_shows(&s, "has     ► producer 4711");
	scene_shows(&s, "has     ► consumer-1 4712");
}
END_TEST

START_TEST(too_many_places_for_boxes_are_a_number)
{
	make(PLACES, MP_VERB_SEMAPHORE_NEW, "places", 1000, 0);
	scene_shows(&s, "1000 of 1000 free");
	scene_hides(&s, "[ ][ ]");
}
END_TEST

Suite *suite(void)
{
	Suite *suite = suite_create("locks");
	TCase *lock = tcase_create("lock");
	TCase *semaphore = tcase_create("semaphore");

	tcase_add_checked_fixture(lock, setup_lock, teardown);
	tcase_add_test(lock, locks_fit_every_size);
	tcase_add_test(lock, far_away_a_lock_is_a_box);
	tcase_add_test(lock, waiters_stand_in_the_order_in_which_they_came);
	tcase_add_test(lock, a_free_lock_says_how_much_it_was_used);
	tcase_add_test(lock, use_is_not_told_when_events_were_lost);
	tcase_add_test(lock, how_deep_and_from_where_is_told);
	tcase_add_test(lock, how_deep_stands_before_what_the_holder_does);
	tcase_add_test(lock, a_dead_holder_has_left_it_locked);
	tcase_add_test(lock, a_click_selects_who_is_in_the_row);
	tcase_add_test(lock, many_locks_are_scrolled);
	tcase_add_test(lock, of_many_who_wait_the_rest_is_counted);
	tcase_add_test(lock, each_line_can_be_searched_wherever_it_is);
	suite_add_tcase(suite, lock);
	tcase_add_checked_fixture(semaphore, setup_semaphore, teardown);
	tcase_add_test(semaphore, semaphores_fit_every_size);
	tcase_add_test(semaphore, places_are_boxes_and_their_holders_are_named);
	tcase_add_test(semaphore, a_signal_has_no_holders);
	tcase_add_test(semaphore, more_may_be_in_than_a_bounded_one_has_places);
	tcase_add_test(semaphore, too_many_places_for_boxes_are_a_number);
	suite_add_tcase(suite, semaphore);
	return suite;
}
