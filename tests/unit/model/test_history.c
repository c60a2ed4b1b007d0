/* SPDX-License-Identifier: MIT */
#include "base/clock.h"
#include "support/check_main.h"
#include "unit/model/story.h"

static struct story s;
static struct history *h;

static void setup(void)
{
	story_begin(&s);
	h = history_new(s.log);
}

static void teardown(void)
{
	history_free(h);
	story_end(&s);
}

/* @n puts and gets, 10 ms each, from 1 s on. */
static void play(int n)
{
	story_cast(&s, 10);
	for (int i = 1; i <= n; i++) {
		story_put(&s, 1000 + 10 * i, (uint64_t)i, i);
		story_get(&s, 1005 + 10 * i, (uint64_t)i, i);
	}
}

static void check_same_at(size_t end)
{
	struct model *m = model_new();

	for (size_t i = 0; i < end; i++)
		model_apply(m, trace_log_at(s.log, i));
	ck_assert_str_eq(model_difference(history_at(h, end), m), "");
	model_free(m);
}

START_TEST(it_takes_no_more_events_than_it_is_asked_to)
{
	play(10);
	ck_assert_uint_eq(history_catch_up(h, 5), 5);
	ck_assert_uint_eq(history_head(h)->events, 5);
	ck_assert_uint_eq(history_end(h), 5);
	ck_assert_uint_eq(history_catch_up(h, SIZE_MAX),
			  trace_log_end(s.log) - 5);
	ck_assert_uint_eq(history_catch_up(h, SIZE_MAX), 0);
	ck_assert_str_eq(model_difference(history_head(h), s.m), "");
}
END_TEST

START_TEST(any_past_can_be_had_in_any_order)
{
	size_t end;

	play(3000);
	(void)history_catch_up(h, SIZE_MAX);
	end = trace_log_end(s.log);
	ck_assert_uint_gt(end, 3 * 4096);
	check_same_at(end);
	check_same_at(0);
	check_same_at(1);
	for (size_t at = 4090; at < 4100; at++)
		check_same_at(at);
	check_same_at(end - 1);
	check_same_at(4097);
	check_same_at(4096);
	ck_assert_ptr_eq(history_at(h, SIZE_MAX), history_head(h));
}
END_TEST

START_TEST(the_past_stays_as_it_was_while_the_run_goes_on)
{
	play(100);
	(void)history_catch_up(h, SIZE_MAX);
	check_same_at(50);
	story_put(&s, 9000, 101, 1);
	(void)history_catch_up(h, SIZE_MAX);
	check_same_at(50);
	check_same_at(trace_log_end(s.log));
}
END_TEST

START_TEST(an_index_is_found_by_run_time)
{
	size_t cast, at;

	story_cast(&s, 10);
	cast = trace_log_end(s.log);
	TELL(&s, 100, 0, PAUSE, MP_HAPPENS, .a = 0);
	TELL(&s, 300, PRODUCER, PUT, MP_BEGINS, .object = TASKS);
	TELL(&s, 500, 0, RESUME, MP_HAPPENS, .a = 0);
	TELL(&s, 550, PRODUCER, PUT, MP_WAITS, .object = TASKS);
	TELL(&s, 600, PRODUCER, PUT, MP_ENDS, .object = TASKS);
	(void)history_catch_up(h, SIZE_MAX);
	ck_assert_uint_eq(history_index_at(h, -1), 0);
	ck_assert_uint_eq(history_index_at(h, 9 * CLOCK_MS), 0);
	ck_assert_uint_eq(history_index_at(h, 10 * CLOCK_MS), cast);
	ck_assert_uint_eq(history_index_at(h, 99 * CLOCK_MS), cast);
	/* All that happened while time stood still. */
	ck_assert_uint_eq(history_index_at(h, 100 * CLOCK_MS), cast + 3);
	ck_assert_uint_eq(history_index_at(h, 149 * CLOCK_MS), cast + 3);
	at = history_index_at(h, 150 * CLOCK_MS);
	ck_assert_uint_eq(at, cast + 4);
	ck_assert_int_eq(model_run_time(history_at(h, at)), 150 * CLOCK_MS);
	ck_assert_uint_eq(history_index_at(h, INT64_MAX), trace_log_end(s.log));
	/* Paused again, and still. */
	TELL(&s, 700, 0, PAUSE, MP_HAPPENS, .a = 0);
	TELL(&s, 900, PRODUCER, PUT, MP_BEGINS, .object = TASKS);
	(void)history_catch_up(h, SIZE_MAX);
	ck_assert_uint_eq(history_index_at(h, 299 * CLOCK_MS), cast + 5);
	ck_assert_uint_eq(history_index_at(h, 300 * CLOCK_MS), cast + 7);
}
END_TEST

static void check_span(const struct history_span *span, int64_t from_ms,
		       int64_t to_ms, enum model_state state, uint16_t verb)
{
	ck_assert_int_eq(span->from_ns, from_ms * CLOCK_MS);
	ck_assert_int_eq(span->to_ns, to_ms < 0 ? INT64_MAX : to_ms * CLOCK_MS);
	ck_assert_int_eq(span->state, state);
	ck_assert_uint_eq(span->verb, verb);
}

START_TEST(a_lane_tells_the_life_of_a_process)
{
	const struct history_span *spans;
	size_t n;

	story_cast(&s, 10);
	TELL(&s, 20, PRODUCER, PUT, MP_BEGINS, .object = TASKS);
	TELL(&s, 30, PRODUCER, PUT, MP_WAITS, .object = TASKS);
	TELL(&s, 50, PRODUCER, PUT, MP_ENDS, .object = TASKS);
	TELL(&s, 60, PRODUCER, EXITED, MP_HAPPENS, .a = 0);
	TELL(&s, 70, MAIN, REAP, MP_HAPPENS, .a = PRODUCER);
	(void)history_catch_up(h, SIZE_MAX);
	spans = history_lane(h, 1, &n);
	ck_assert_uint_eq(n, 5);
	check_span(&spans[0], 10, 30, MODEL_RUNNING, MP_VERB_NONE);
	check_span(&spans[1], 30, 50, MODEL_WAITING, MP_VERB_PUT);
	ck_assert_uint_eq(spans[1].object, TASKS);
	check_span(&spans[2], 50, 60, MODEL_RUNNING, MP_VERB_NONE);
	check_span(&spans[3], 60, 70, MODEL_ZOMBIE, MP_VERB_NONE);
	check_span(&spans[4], 70, -1, MODEL_ENDED, MP_VERB_NONE);
	ck_assert_ptr_null(history_lane(h, 3, &n));
	ck_assert_uint_eq(n, 0);
}
END_TEST

/* @ran, @lacked: ms on a CPU and without one, since its start. */
static void look(int64_t ms, uint64_t ran, uint64_t lacked)
{
	TELL(&s, ms, PRODUCER, SAMPLE, MP_HAPPENS, .object = 'R',
	     .a = ran * CLOCK_MS, .b = lacked * CLOCK_MS);
}

START_TEST(a_lane_tells_who_has_a_cpu_in_turns)
{
	const struct history_span *spans;
	size_t n;

	story_cast(&s, 10);
	look(100, 50, 0);
	look(150, 75, 25);
	look(200, 85, 65);
	look(250, 130, 70);
	(void)history_catch_up(h, SIZE_MAX);
	spans = history_lane(h, 1, &n);
	ck_assert_uint_eq(n, 3);
	check_span(&spans[0], 10, 150, MODEL_RUNNING, MP_VERB_NONE);
	ck_assert(!spans[0].in_turns);
	check_span(&spans[1], 150, 250, MODEL_RUNNING, MP_VERB_NONE);
	ck_assert(spans[1].in_turns);
	check_span(&spans[2], 250, -1, MODEL_RUNNING, MP_VERB_NONE);
	ck_assert(!spans[2].in_turns);
}
END_TEST

START_TEST(a_state_that_took_no_time_leaves_no_span)
{
	const struct history_span *spans;
	size_t n;

	story_cast(&s, 10);
	TELL(&s, 20, PRODUCER, PUT, MP_WAITS, .object = TASKS);
	TELL(&s, 30, PRODUCER, PUT, MP_ENDS, .object = TASKS);
	TELL(&s, 30, PRODUCER, PUT, MP_WAITS, .object = TASKS);
	(void)history_catch_up(h, SIZE_MAX);
	spans = history_lane(h, 1, &n);
	ck_assert_uint_eq(n, 2);
	check_span(&spans[1], 20, -1, MODEL_WAITING, MP_VERB_PUT);
}
END_TEST

START_TEST(what_the_log_has_dropped_is_past_recall)
{
	struct trace_log *log = trace_log_new(10000);
	struct history *short_one = history_new(log);
	size_t first;

	play(5000);
	for (size_t i = 0; i < trace_log_end(s.log); i++) {
		trace_log_append(log, trace_log_at(s.log, i));
		if (i % 1000 == 0)
			(void)history_catch_up(short_one, SIZE_MAX);
	}
	(void)history_catch_up(short_one, SIZE_MAX);
	ck_assert_str_eq(model_difference(history_head(short_one), s.m), "");
	first = history_first(short_one);
	ck_assert_uint_ge(first, trace_log_first(log));
	ck_assert_uint_lt(first, trace_log_first(log) + 4096);
	ck_assert_uint_eq(history_at(short_one, 0)->events, first);
	ck_assert_uint_eq(history_at(short_one, first + 1)->events, first + 1);
	ck_assert_uint_ge(history_index_at(short_one, 0), first);
	/* And when more is dropped before the next catch_up. */
	(void)history_at(short_one, first);
	for (size_t i = 0; i < 5000; i++)
		trace_log_append(log, trace_log_at(s.log, 0));
	ck_assert_uint_gt(history_first(short_one), first);
	ck_assert_uint_lt(history_first(short_one), history_end(short_one));
	ck_assert_uint_eq(history_at(short_one, first)->events,
			  history_first(short_one));
	history_free(short_one);
	trace_log_free(log);
}
END_TEST

START_TEST(spans_go_with_the_events_that_made_them)
{
	struct trace_log *log = trace_log_new(100);
	struct history *short_one = history_new(log);
	const struct history_span *spans;
	size_t n;

	story_cast(&s, 1);
	for (int i = 0; i < 1000; i++) {
		TELL(&s, 10 + 2 * i, PRODUCER, PUT, MP_WAITS, .object = TASKS);
		TELL(&s, 11 + 2 * i, PRODUCER, PUT, MP_ENDS, .object = TASKS);
	}
	for (size_t i = 0; i < trace_log_end(s.log); i++) {
		trace_log_append(log, trace_log_at(s.log, i));
		(void)history_catch_up(short_one, SIZE_MAX);
	}
	spans = history_lane(short_one, 1, &n);
	ck_assert_uint_ge(n, 100);
	ck_assert_uint_le(n, 102);
	ck_assert_int_ge(spans[0].from_ns, 1900 * CLOCK_MS);
	ck_assert_int_eq(spans[n - 1].to_ns, INT64_MAX);
	history_free(short_one);
	trace_log_free(log);
}
END_TEST

START_TEST(events_dropped_unseen_count_as_lost)
{
	struct trace_log *log = trace_log_new(100);
	struct history *late = history_new(log);

	play(100);
	for (size_t i = 0; i < trace_log_end(s.log); i++)
		trace_log_append(log, trace_log_at(s.log, i));
	ck_assert_uint_eq(history_catch_up(late, SIZE_MAX), 100);
	ck_assert_uint_eq(history_head(late)->lost, trace_log_end(s.log) - 100);
	ck_assert_uint_eq(history_first(late), trace_log_first(log));
	ck_assert_uint_eq(history_at(late, 0)->lost,
			  trace_log_end(s.log) - 100);
	history_free(late);
	trace_log_free(log);
}
END_TEST

Suite *suite(void)
{
	Suite *suite = suite_create("history");
	TCase *tc = tcase_create("history");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, it_takes_no_more_events_than_it_is_asked_to);
	tcase_add_test(tc, any_past_can_be_had_in_any_order);
	tcase_add_test(tc, the_past_stays_as_it_was_while_the_run_goes_on);
	tcase_add_test(tc, an_index_is_found_by_run_time);
	tcase_add_test(tc, a_lane_tells_the_life_of_a_process);
	tcase_add_test(tc, a_lane_tells_who_has_a_cpu_in_turns);
	tcase_add_test(tc, a_state_that_took_no_time_leaves_no_span);
	tcase_add_test(tc, what_the_log_has_dropped_is_past_recall);
	tcase_add_test(tc, spans_go_with_the_events_that_made_them);
	tcase_add_test(tc, events_dropped_unseen_count_as_lost);
	suite_add_tcase(suite, tc);
	return suite;
}
