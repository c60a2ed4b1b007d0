/* SPDX-License-Identifier: MIT */
/* What a history has of time: arrows from process to process, numbers. */
#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "model/arrows.h"
#include "model/narrate.h"
#include "model/tracks.h"
#include "support/check_main.h"
#include "unit/model/story.h"

enum { LOCK = 11, READY, LINE };

static struct story s;
static struct history *h;

static void setup(void)
{
	story_begin(&s);
	h = history_new(s.log);
	story_cast(&s, 10);
}

static void teardown(void)
{
	history_free(h);
	story_end(&s);
}

/* Arrow number @i, from the last start on. */
static struct history_arrow arrow(size_t i)
{
	const struct history_arrow *arrows;
	size_t count;

	(void)history_catch_up(h, SIZE_MAX);
	arrows = history_arrows(h, 11 * CLOCK_MS, &count, NULL);
	ck_assert_msg(i < count, "there are only %zu arrows", count);
	return arrows[i];
}

static size_t arrow_count(void)
{
	size_t count;

	(void)history_catch_up(h, SIZE_MAX);
	(void)history_arrows(h, 11 * CLOCK_MS, &count, NULL);
	return count;
}

static void check_arrow(size_t i, uint32_t from, int64_t from_ms, uint32_t to,
			int64_t to_ms)
{
	struct history_arrow a = arrow(i);
	const struct model_process *p = history_head(h)->processes;

	ck_assert_uint_eq(p[a.from].pid, from);
	ck_assert_uint_eq(p[a.to].pid, to);
	ck_assert_int_eq(a.from_ns, from_ms * CLOCK_MS);
	ck_assert_int_eq(a.to_ns, to_ms * CLOCK_MS);
}

static void make(uint64_t id, enum mp_verb verb, const char *name)
{
	story_tell(&s, 20,
		   (struct trace_event){ .pid = MAIN,
					 .tid = MAIN,
					 .verb = (uint16_t)verb,
					 .phase = MP_HAPPENS,
					 .object = id,
					 .text = story_text(&s, name) });
}

/* ---- arrows ---- */

START_TEST(a_start_is_an_arrow_to_the_child)
{
	size_t count;

	(void)history_catch_up(h, SIZE_MAX);
	(void)history_arrows(h, 0, &count, NULL);
	ck_assert_uint_eq(count, 2);
}
END_TEST

START_TEST(an_item_goes_from_who_put_it_to_who_took_it)
{
	story_put(&s, 30, 1, 83);
	story_put(&s, 40, 2, 12);
	story_get(&s, 50, 1, 83);
	story_get(&s, 60, 2, 12);
	check_arrow(0, PRODUCER, 30, CONSUMER, 50);
	check_arrow(1, PRODUCER, 40, CONSUMER, 60);
	ck_assert_uint_eq(arrow(0).object, TASKS);
}
END_TEST

START_TEST(of_an_item_nobody_saw_put_there_is_no_arrow)
{
	story_put(&s, 30, 2, 12);
	story_get(&s, 50, 1, 83);
	story_get(&s, 60, 2, 12);
	check_arrow(0, PRODUCER, 30, CONSUMER, 60);
	ck_assert_uint_eq(arrow_count(), 1);
}
END_TEST

START_TEST(a_lock_goes_to_who_waited_for_it)
{
	make(LOCK, MP_VERB_LOCK_NEW, "printer");
	TELL(&s, 30, PRODUCER, ACQUIRE, MP_HAPPENS, .object = LOCK, .a = 1);
	TELL(&s, 31, CONSUMER, ACQUIRE, MP_BEGINS, .object = LOCK);
	TELL(&s, 32, CONSUMER, ACQUIRE, MP_WAITS, .object = LOCK);
	TELL(&s, 40, PRODUCER, RELEASE, MP_HAPPENS, .object = LOCK);
	TELL(&s, 41, CONSUMER, ACQUIRE, MP_HAPPENS, .object = LOCK, .a = 1);
	TELL(&s, 50, CONSUMER, RELEASE, MP_HAPPENS, .object = LOCK);
	/* Free for long: nobody gave it. */
	TELL(&s, 60, PRODUCER, ACQUIRE, MP_BEGINS, .object = LOCK);
	TELL(&s, 60, PRODUCER, ACQUIRE, MP_HAPPENS, .object = LOCK, .a = 1);
	check_arrow(0, PRODUCER, 40, CONSUMER, 41);
	ck_assert_uint_eq(arrow_count(), 1);
}
END_TEST

START_TEST(who_sets_an_event_wakes_those_that_wait)
{
	make(READY, MP_VERB_EVENT_NEW, "ready");
	TELL(&s, 30, PRODUCER, WAIT, MP_BEGINS, .object = READY);
	TELL(&s, 30, PRODUCER, WAIT, MP_WAITS, .object = READY);
	TELL(&s, 40, MAIN, EVENT_SET, MP_HAPPENS, .object = READY, .a = 1);
	TELL(&s, 42, PRODUCER, WAIT, MP_ENDS, .object = READY);
	/* It does not wait: it is set already. */
	TELL(&s, 50, CONSUMER, WAIT, MP_BEGINS, .object = READY);
	TELL(&s, 50, CONSUMER, WAIT, MP_ENDS, .object = READY);
	check_arrow(0, MAIN, 40, PRODUCER, 42);
	ck_assert_uint_eq(arrow_count(), 1);
}
END_TEST

START_TEST(a_message_goes_from_one_end_of_a_pipe_to_the_other)
{
	make(LINE, MP_VERB_PIPE_NEW, "line");
	for (int i = 0; i < MODEL_SENT_MAX + 1; i++)
		TELL(&s, 30 + i, PRODUCER, SEND, MP_HAPPENS, .object = LINE);
	/* The first one is older than those that are remembered. */
	TELL(&s, 50, CONSUMER, RECV, MP_HAPPENS, .object = LINE, .aux = 1);
	TELL(&s, 51, CONSUMER, RECV, MP_HAPPENS, .object = LINE, .aux = 1);
	check_arrow(0, PRODUCER, 31, CONSUMER, 51);
	ck_assert_uint_eq(arrow_count(), 1);
}
END_TEST

START_TEST(a_signal_goes_to_its_process_unless_it_fails)
{
	TELL(&s, 30, MAIN, TERMINATE, MP_HAPPENS, .a = PRODUCER);
	TELL(&s, 40, MAIN, SEND_SIGNAL, MP_ENDS, .a = CONSUMER, .b = 10);
	TELL(&s, 50, MAIN, SEND_SIGNAL, MP_ENDS, .a = CONSUMER, .b = 10,
	     .err = 3);
	check_arrow(0, MAIN, 30, PRODUCER, 30);
	check_arrow(1, MAIN, 40, CONSUMER, 40);
	ck_assert_uint_eq(arrow_count(), 2);
}
END_TEST

START_TEST(of_very_many_arrows_the_last_ones_are_kept)
{
	struct arrows a = { 0 };

	for (size_t i = 0; i <= ARROWS_MAX; i++)
		arrows_add(&a, (struct history_arrow){ .to_ns = (int64_t)i });
	ck_assert_uint_eq(a.count, ARROWS_MAX / 2 + 1);
	ck_assert_int_eq(a.from_ns, ARROWS_MAX / 2);
	ck_assert_int_eq(a.arrows[0].to_ns, a.from_ns);
	arrows_release(&a);
}
END_TEST

/* ---- numbers in time ---- */

static struct history_range length(int64_t from_ms, int64_t to_ms)
{
	struct history_range r = { 0 };

	(void)history_catch_up(h, SIZE_MAX);
	ck_assert(
		history_length(h, 0, from_ms * CLOCK_MS, to_ms * CLOCK_MS, &r));
	return r;
}

START_TEST(the_length_of_a_queue_is_known_at_any_time)
{
	story_put(&s, 30, 1, 83);
	story_put(&s, 40, 2, 12);
	story_get(&s, 50, 1, 83);
	ck_assert_uint_eq(length(20, 30).most, 0);
	ck_assert_uint_eq(length(30, 40).last, 1);
	ck_assert_uint_eq(length(20, 60).most, 2);
	ck_assert_uint_eq(length(20, 60).least, 0);
	ck_assert_uint_eq(length(20, 60).last, 1);
	ck_assert_uint_eq(length(1000, 2000).last, 1);
}
END_TEST

START_TEST(processes_are_counted_by_what_they_do)
{
	struct history_range r;

	TELL(&s, 30, PRODUCER, SLEEP, MP_BEGINS, .a = 20);
	TELL(&s, 50, PRODUCER, SLEEP, MP_ENDS, .a = 20);
	(void)history_catch_up(h, SIZE_MAX);
	ck_assert(!history_count(h, HISTORY_ASLEEP, 0, CLOCK_MS, &r));
	ck_assert(history_count(h, HISTORY_ASLEEP, 30 * CLOCK_MS, 31 * CLOCK_MS,
				&r));
	ck_assert_uint_eq(r.last, 1);
	ck_assert(history_count(h, MODEL_RUNNING, 0, 31 * CLOCK_MS, &r));
	ck_assert_uint_eq(r.most, 3);
	ck_assert_uint_eq(r.last, 2);
	ck_assert(history_count(h, MODEL_RUNNING, 50 * CLOCK_MS, 60 * CLOCK_MS,
				&r));
	ck_assert_uint_eq(r.last, 3);
}
END_TEST

START_TEST(a_long_track_keeps_what_was_least_and_most)
{
	struct track t = { 0 };
	struct history_range r;

	for (int i = 0; i < 100000; i++)
		track_add(&t, i * CLOCK_MS, (uint32_t)(i % 10));
	ck_assert_uint_le(t.count, TRACK_STEPS);
	ck_assert(track_range(&t, CLOCK_S, 99 * CLOCK_S, &r));
	ck_assert_uint_eq(r.least, 0);
	ck_assert_uint_eq(r.most, 9);
	ck_assert(track_range(&t, INT64_MAX - 1, INT64_MAX, &r));
	ck_assert_uint_eq(r.last, 99999 % 10);
	track_release(&t);
}
END_TEST

/* ---- series ---- */

static uint64_t bits(double value)
{
	uint64_t bits;

	memcpy(&bits, &value, sizeof(bits));
	return bits;
}

static void measure(const char *name, double x, double y)
{
	TELL(&s, 30, MAIN, MEASURE, MP_HAPPENS, .text = story_text(&s, name),
	     .a = bits(x), .b = bits(y));
}

START_TEST(points_of_one_name_are_one_series)
{
	measure("speed-up", 1, 1);
	measure("ideal", 1, 1);
	measure("speed-up", 2, 1.9);
	measure("speed-up", NAN, 1);
	ck_assert_uint_eq(s.m->series_count, 2);
	ck_assert_uint_eq(s.m->series[0].count, 2);
	ck_assert_double_eq(s.m->series[0].points[1].y, 1.9);
	ck_assert_str_eq(trace_log_text(s.log, s.m->series[1].name, NULL),
			 "ideal");
	ck_assert_str_eq(model_fault(s.m), "");
}
END_TEST

START_TEST(a_series_without_end_is_thinned_evenly)
{
	for (int i = 0; i < 3 * MODEL_POINTS_MAX; i++)
		measure("outcome", i, i);
	ck_assert_uint_le(s.m->series[0].count, MODEL_POINTS_MAX);
	ck_assert_uint_eq(s.m->series[0].told, 3 * MODEL_POINTS_MAX);
	for (size_t i = 0; i < s.m->series[0].count; i++)
		ck_assert_double_eq(s.m->series[0].points[i].x,
				    (double)(i * s.m->series[0].each));
	for (int i = 0; i < 2 * MODEL_SERIES_MAX; i++) {
		char name[] = { (char)('a' + i), '\0' };

		measure(name, 1, 1);
	}
	ck_assert_uint_eq(s.m->series_count, MODEL_SERIES_MAX);
	ck_assert_uint_gt(s.m->beyond, 0);
	ck_assert_str_eq(model_fault(s.m), "");
}
END_TEST

START_TEST(a_measurement_is_a_sentence_and_json)
{
	SCOPED_STR words = STR_INIT;
	SCOPED_STR json = STR_INIT;
	const struct trace_event *e;

	measure("speed-up", 4, 3.9);
	e = trace_log_at(s.log, trace_log_end(s.log) - 1);
	ck_assert(model_narrate(s.m, s.log, e, &words));
	ck_assert_str_eq(words.buf,
			 "0.030 s  main (PID 4710) measures speed-up: 3.9 at "
			 "4.");
	model_event_json(s.m, s.log, e, (struct model_place){ 0 }, &json);
	ck_assert_ptr_nonnull(
		strstr(json.buf, "\"text\":\"speed-up\",\"x\":4,\"y\":3.9"));
}
END_TEST

Suite *suite(void)
{
	Suite *suite = suite_create("model/time");
	TCase *t = tcase_create("time");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, a_start_is_an_arrow_to_the_child);
	tcase_add_test(t, an_item_goes_from_who_put_it_to_who_took_it);
	tcase_add_test(t, of_an_item_nobody_saw_put_there_is_no_arrow);
	tcase_add_test(t, a_lock_goes_to_who_waited_for_it);
	tcase_add_test(t, who_sets_an_event_wakes_those_that_wait);
	tcase_add_test(t, a_message_goes_from_one_end_of_a_pipe_to_the_other);
	tcase_add_test(t, a_signal_goes_to_its_process_unless_it_fails);
	tcase_add_test(t, of_very_many_arrows_the_last_ones_are_kept);
	tcase_add_test(t, the_length_of_a_queue_is_known_at_any_time);
	tcase_add_test(t, processes_are_counted_by_what_they_do);
	tcase_add_test(t, a_long_track_keeps_what_was_least_and_most);
	tcase_add_test(t, points_of_one_name_are_one_series);
	tcase_add_test(t, a_series_without_end_is_thinned_evenly);
	tcase_add_test(t, a_measurement_is_a_sentence_and_json);
	suite_add_tcase(suite, t);
	return suite;
}
