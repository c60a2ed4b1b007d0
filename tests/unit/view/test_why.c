/* SPDX-License-Identifier: MIT */
#include "view/why.h"

#include <string.h>

#include "support/check_main.h"
#include "unit/view/scene.h"

enum { MAIN = 4710, ADA, BOB, FORK_A = 21, FORK_B, GATE };

static const int sizes[][2] = {
	{ 24, 80 }, { 36, 120 }, { 18, 60 }, { 10, 40 }
};

static struct scene s;

static void tell(uint32_t who, enum mp_verb verb, enum mp_phase phase,
		 uint64_t object, uint64_t a)
{
	struct trace_event e = scene_event(who, verb, phase, object, a);

	e.aux = verb == MP_VERB_SAMPLE ? 1 << 16 : 0;
	scene_tell(&s, e);
}

static void sample(uint32_t who)
{
	tell(who, MP_VERB_SAMPLE, MP_HAPPENS, 'S', 0);
}

static void make_lock(uint64_t id, const char *name)
{
	scene_make(
		&s,
		(struct trace_event){ .verb = MP_VERB_LOCK_NEW, .object = id },
		name);
}

static void take(uint32_t who, uint64_t lock)
{
	scene_take(&s, who, lock);
}

static void want(uint32_t who, uint64_t lock)
{
	scene_want(&s, who, lock);
}

static void setup(void)
{
	scene_begin(&s, scene_queue);
	scene_play(&s, 900);
}

static void teardown(void)
{
	scene_end(&s);
}

static void golden(const char *name)
{
	struct view_why w = { .player = &s.player };

	scene_show(&s);
	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		struct ui_canvas *c = ui_canvas_new(sizes[i][0], sizes[i][1]);

		view_player_layout(&s.player, sizes[i][0], sizes[i][1]);
		view_player_draw(&s.player, c);
		view_why_layout(&w, sizes[i][0], sizes[i][1]);
		view_why_draw(&w, c);
		golden_check(c, name);
		ui_canvas_free(c);
	}
}

static void shows(const char *words)
{
	struct ui_canvas *c = ui_canvas_new(40, 90);
	struct view_why w = { .player = &s.player };
	SCOPED_STR text = STR_INIT;

	scene_show(&s);
	view_why_layout(&w, 40, 90);
	view_why_draw(&w, c);
	ui_canvas_dump(c, &text);
	ck_assert_msg(strstr(text.buf, words) != NULL, "no \"%s\" in\n%s",
		      words, text.buf);
	ui_canvas_free(c);
}

/* Each of two has one fork and wants the other's; main waits for one. */
static void cross(void)
{
	make_lock(FORK_A, "fork-A");
	make_lock(FORK_B, "fork-B");
	take(ADA, FORK_A);
	take(BOB, FORK_B);
	want(ADA, FORK_B);
	want(BOB, FORK_A);
	tell(MAIN, MP_VERB_JOIN, MP_WAITS, 0, ADA);
	sample(MAIN);
	sample(ADA);
	sample(BOB);
}

START_TEST(a_wait_is_shown_with_what_would_end_it)
{
	golden("why-waits");
}
END_TEST

START_TEST(a_deadlock_is_drawn_as_a_circle)
{
	cross();
	tell(0, MP_VERB_DEADLOCK, MP_HAPPENS, 0, 3);
	golden("why-circle");
}
END_TEST

START_TEST(a_circle_is_called_a_deadlock_only_once_it_holds)
{
	cross();
	shows("may end");
	tell(0, MP_VERB_DEADLOCK, MP_HAPPENS, 0, 3);
	shows("DEADLOCK");
	/* Somebody gave up. */
	tell(ADA, MP_VERB_ACQUIRE, MP_ENDS, FORK_B, 0);
	shows("can go on");
}
END_TEST

START_TEST(who_is_at_a_barrier_is_named)
{
	scene_tell(&s, (struct trace_event){ .pid = MAIN,
					     .tid = MAIN,
					     .verb = MP_VERB_BARRIER_NEW,
					     .phase = MP_HAPPENS,
					     .object = GATE,
					     .a = 3,
					     .text = scene_text(&s, "gate") });
	scene_tell(&s, (struct trace_event){ .pid = ADA,
					     .tid = ADA,
					     .verb = MP_VERB_ARRIVE,
					     .phase = MP_HAPPENS,
					     .object = GATE,
					     .aux = 3 });
	tell(ADA, MP_VERB_ARRIVE, MP_WAITS, GATE, 0);
	shows("1 of 3 have come: producer 4711");
}
END_TEST

START_TEST(without_a_run_nobody_waits)
{
	s.player.model = NULL;
	struct ui_canvas *c = ui_canvas_new(24, 80);
	struct view_why w = { .player = &s.player };
	SCOPED_STR text = STR_INIT;

	view_why_draw(&w, c);
	ui_canvas_dump(c, &text);
	ck_assert_ptr_nonnull(strstr(text.buf, "no run yet"));
	ui_canvas_free(c);
}
END_TEST

Suite *suite(void)
{
	Suite *suite = suite_create("why");
	TCase *tc = tcase_create("why");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, a_wait_is_shown_with_what_would_end_it);
	tcase_add_test(tc, a_deadlock_is_drawn_as_a_circle);
	tcase_add_test(tc, a_circle_is_called_a_deadlock_only_once_it_holds);
	tcase_add_test(tc, who_is_at_a_barrier_is_named);
	tcase_add_test(tc, without_a_run_nobody_waits);
	suite_add_tcase(suite, tc);
	return suite;
}
