/* SPDX-License-Identifier: MIT */
/* The wait-for graph. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "support/check_main.h"
#include "unit/view/scene.h"
#include "view/pane.h"

enum { MAIN = 4710, ADA, BOB, CY, DAN };
enum { FORK_A = 21, FORK_B, FORK_C, FORK_D, GATE, BELL };

static struct scene s;

static void setup(void)
{
	scene_begin_pane(&s, LESSON_PANE_GRAPH);
}

static void teardown(void)
{
	scene_end(&s);
}

static void tell(uint32_t who, enum mp_verb verb, enum mp_phase phase,
		 uint64_t object, uint64_t a)
{
	struct trace_event e = scene_event(who, verb, phase, object, a);

	e.aux = verb == MP_VERB_SAMPLE   ? 1 << 16
		: verb == MP_VERB_ARRIVE ? 3
					 : 0;
	scene_tell(&s, e);
}

static void make(uint64_t id, enum mp_verb verb, const char *name, uint64_t a)
{
	scene_make(&s,
		   (struct trace_event){
			   .verb = (uint16_t)verb, .object = id, .a = a },
		   name);
}

static void make_forks(void)
{
	make(FORK_A, MP_VERB_LOCK_NEW, "fork-A", 0);
	make(FORK_B, MP_VERB_LOCK_NEW, "fork-B", 0);
	make(FORK_C, MP_VERB_LOCK_NEW, "fork-C", 0);
	make(FORK_D, MP_VERB_LOCK_NEW, "fork-D", 0);
}

static void take(uint32_t who, uint64_t lock)
{
	scene_take(&s, who, lock);
}

static void want(uint32_t who, uint64_t lock)
{
	scene_want(&s, who, lock);
	s.now_ms += 100;
}

/* With a time-out. */
static void want_for_a_while(uint32_t who, uint64_t lock)
{
	struct trace_event e =
		scene_event(who, MP_VERB_ACQUIRE, MP_WAITS, lock, 0);

	e.err = ETIMEDOUT;
	scene_tell(&s, e);
}

static void sample_all(void)
{
	for (uint32_t who = MAIN; who <= DAN; who++)
		tell(who, MP_VERB_SAMPLE, MP_HAPPENS, 'S', 0);
}

static void ring_of(const uint32_t *who, unsigned count)
{
	make_forks();
	for (unsigned i = 0; i < count; i++)
		take(who[i], FORK_A + i);
	for (unsigned i = 0; i < count; i++)
		want(who[i], FORK_A + (i + 1) % count);
}

static void deadlock(void)
{
	sample_all();
	tell(0, MP_VERB_DEADLOCK, MP_HAPPENS, 0, 2);
	s.now_ms += 2000;
}

START_TEST(a_circle_of_two_fits_every_size)
{
	ring_of((const uint32_t[]){ ADA, BOB }, 2);
	want(DAN, FORK_A);
	make(BELL, MP_VERB_EVENT_NEW, "bell", 0);
	tell(CY, MP_VERB_WAIT, MP_WAITS, BELL, 0);
	deadlock();
	scene_golden_pane(&s, "graph-two");
}
END_TEST

START_TEST(a_circle_of_four_lies_only_where_there_is_room)
{
	ring_of((const uint32_t[]){ ADA, BOB, CY, DAN }, 4);
	deadlock();
	scene_golden_pane(&s, "graph-four");
}
END_TEST

START_TEST(a_circle_is_a_deadlock_only_once_it_holds)
{
	ring_of((const uint32_t[]){ ADA, BOB }, 2);
	sample_all();
	scene_shows(&s, "A circle of waits. It may end yet");
	scene_shows(&s, "─held by──");
	tell(0, MP_VERB_DEADLOCK, MP_HAPPENS, 0, 2);
	scene_shows(&s, "DEADLOCK for 0.10 s: each waits for the next");
}
END_TEST

START_TEST(who_waits_for_himself_is_a_circle_of_one)
{
	make_forks();
	take(ADA, FORK_A);
	want(ADA, FORK_A);
	deadlock();
	scene_shows(&s, "it waits for itself");
	scene_shows(&s, "producer 4711 ──waits for──╮");
	scene_shows(&s, "── fork-A");
}
END_TEST

/* Ada works; Bob waits for her, and Cy and Dan for him. */
static void chain(void)
{
	make_forks();
	take(ADA, FORK_A);
	take(BOB, FORK_B);
	take(CY, FORK_C);
	want(BOB, FORK_A);
	want(CY, FORK_B);
	want(DAN, FORK_B);
	make(GATE, MP_VERB_BARRIER_NEW, "gate", 3);
	tell(MAIN, MP_VERB_ARRIVE, MP_HAPPENS, GATE, 0);
	tell(MAIN, MP_VERB_ARRIVE, MP_WAITS, GATE, 0);
	s.now_ms += 40;
}

START_TEST(waits_hang_from_who_holds_them_up)
{
	chain();
	scene_golden_pane(&s, "graph-chain");
}
END_TEST

START_TEST(many_who_wait_for_one_thing_are_grouped)
{
	make_forks();
	take(ADA, FORK_A);
	for (uint32_t i = 0; i < 40; i++)
		want(5000 + i, FORK_A);
	scene_golden_pane(&s, "graph-many");
	scene_shows(&s, "and 35 more wait");
}
END_TEST

START_TEST(a_circle_of_bounded_waits_is_drawn_once_and_ends)
{
	make_forks();
	take(ADA, FORK_A);
	take(BOB, FORK_B);
	want_for_a_while(ADA, FORK_B);
	want_for_a_while(BOB, FORK_A);
	scene_shows(&s,
		    "fork-B is held by consumer-1 4712, which waits itself");
	scene_shows(&s, "waits in acquire(), not for ever");
}
END_TEST

START_TEST(a_long_chain_is_cut_by_depth)
{
	for (uint32_t i = 0; i < 30; i++) {
		char name[16];

		(void)snprintf(name, sizeof(name), "lock-%u", i);
		make(100 + i, MP_VERB_LOCK_NEW, name, 0);
		take(5000 + i, 100 + i);
		if (i)
			want(5000 + i, 100 + i - 1);
	}
	scene_shows(&s, "and 1 wait");
}
END_TEST

START_TEST(nobody_waits_is_said)
{
	for (uint32_t who = MAIN; who <= DAN; who++)
		tell(who, MP_VERB_SLEEP, MP_BEGINS, 0, 1);
	scene_shows(&s, "Nobody waits for another");
}
END_TEST

START_TEST(a_click_selects_who_waits_there)
{
	chain();
	scene_show(&s);
	view_player_layout(&s.player, 24, 80);
	ck_assert(view_player_click(&s.player, 5, 20));
	ck_assert_uint_eq(s.player.selected, BOB);
	scene_shows(&s, "▌└─ ‖ consumer-1");
}
END_TEST

START_TEST(each_line_can_be_searched)
{
	SCOPED_STR text = STR_INIT;

	chain();
	scene_show(&s);
	view_player_layout(&s.player, 24, 80);
	view_pane(LESSON_PANE_GRAPH)->line(&s.player, 4, &text);
	ck_assert_msg(strstr(text.buf, "fork-B, which it holds") != NULL, "%s",
		      text.buf);
}
END_TEST

Suite *suite(void)
{
	Suite *suite = suite_create("graph");
	TCase *tc = tcase_create("graph");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, a_circle_of_two_fits_every_size);
	tcase_add_test(tc, a_circle_of_four_lies_only_where_there_is_room);
	tcase_add_test(tc, a_circle_is_a_deadlock_only_once_it_holds);
	tcase_add_test(tc, who_waits_for_himself_is_a_circle_of_one);
	tcase_add_test(tc, waits_hang_from_who_holds_them_up);
	tcase_add_test(tc, many_who_wait_for_one_thing_are_grouped);
	tcase_add_test(tc, a_circle_of_bounded_waits_is_drawn_once_and_ends);
	tcase_add_test(tc, a_long_chain_is_cut_by_depth);
	tcase_add_test(tc, nobody_waits_is_said);
	tcase_add_test(tc, a_click_selects_who_waits_there);
	tcase_add_test(tc, each_line_can_be_searched);
	suite_add_tcase(suite, tc);
	return suite;
}
