/* SPDX-License-Identifier: MIT */
#include "model/lanes.h"

#include <stdlib.h>

#include "support/check_main.h"

static struct lanes lanes;

static void open_lanes(void)
{
	lanes = (struct lanes){ 0 };
}

static void close_lanes(void)
{
	lanes_release(&lanes);
}

static struct history_span in(enum model_state state, int64_t from_ns,
			      uint64_t object)
{
	return (struct history_span){
		.from_ns = from_ns,
		.to_ns = INT64_MAX,
		.state = (uint8_t)state,
		.verb = state == MODEL_WAITING ? MP_VERB_PUT : MP_VERB_NONE,
		.object = object,
	};
}

/* How long in @state between the two, by the spans of lane 0. */
static int64_t time_in(enum model_state state, int64_t from_ns, int64_t to_ns)
{
	size_t count;
	const struct history_span *spans = lanes_get(&lanes, 0, &count);
	int64_t sum = 0;

	for (size_t i = 0; i < count; i++) {
		int64_t from = spans[i].from_ns, to = spans[i].to_ns;

		if (from < from_ns)
			from = from_ns;
		if (to > to_ns)
			to = to_ns;
		if (spans[i].state == state && to > from)
			sum += to - from;
	}
	return sum;
}

static void check_no_gaps(void)
{
	size_t count;
	const struct history_span *spans = lanes_get(&lanes, 0, &count);

	ck_assert_uint_gt(count, 0);
	for (size_t i = 0; i + 1 < count; i++) {
		ck_assert_int_lt(spans[i].from_ns, spans[i].to_ns);
		ck_assert_int_eq(spans[i].to_ns, spans[i + 1].from_ns);
	}
	ck_assert_int_eq(spans[count - 1].to_ns, INT64_MAX);
}

/* Works 300 ns, waits 700 ns, and so on: three million spans. */
START_TEST(very_many_spans_are_put_together_by_state)
{
	const int64_t end_ns = INT64_C(1500000) * 1000;
	const int64_t whole = 40 * LANES_GRAIN;
	size_t most = 0;

	for (int64_t ns = 0; ns < end_ns; ns += 1000) {
		lanes_add(&lanes, 0, in(MODEL_RUNNING, ns, 0));
		lanes_add(&lanes, 0, in(MODEL_WAITING, ns + 300, 7));
		if (lanes.spans > most)
			most = lanes.spans;
	}
	check_no_gaps();
	ck_assert_uint_le(most, LANES_SPANS);
	ck_assert_int_gt(lanes.grain_ns, 0);
	for (int64_t ns = 0; ns + whole < end_ns; ns += whole) {
		ck_assert_int_eq(time_in(MODEL_RUNNING, ns, ns + whole),
				 whole / 1000 * 300);
		ck_assert_int_eq(time_in(MODEL_WAITING, ns, ns + whole),
				 whole / 1000 * 700);
	}
}
END_TEST

START_TEST(more_reasons_to_wait_than_are_told_apart_count_as_waiting)
{
	const int64_t end_ns = INT64_C(300000) * 5000;
	int64_t ns = 0;

	while (ns < end_ns) {
		lanes_add(&lanes, 0, in(MODEL_RUNNING, ns, 0));
		for (uint64_t object = 1; object < 5; object++)
			lanes_add(&lanes, 0,
				  in(MODEL_WAITING, ns + (int64_t)object * 1000,
				     object));
		ns += 5000;
	}
	check_no_gaps();
	ck_assert_int_gt(lanes.grain_ns, 0);
	ck_assert_int_eq(time_in(MODEL_RUNNING, 0, 100 * LANES_GRAIN),
			 100 * LANES_GRAIN / 5);
}
END_TEST

START_TEST(what_is_long_stays_as_it_is)
{
	size_t before, after;
	const struct history_span *spans;

	lanes_add(&lanes, 0, in(MODEL_RUNNING, 0, 0));
	lanes_add(&lanes, 0, in(MODEL_WAITING, 20 * LANES_GRAIN, 7));
	lanes_add(&lanes, 0, in(MODEL_RUNNING, 31 * LANES_GRAIN, 0));
	(void)lanes_get(&lanes, 0, &before);
	for (int64_t i = 0; lanes.grain_ns == 0; i++)
		lanes_add(&lanes, 1,
			  in(i % 2 ? MODEL_RUNNING : MODEL_WAITING, i, 0));
	spans = lanes_get(&lanes, 0, &after);
	ck_assert_uint_eq(before, after);
	ck_assert_int_eq(spans[1].from_ns, 20 * LANES_GRAIN);
	ck_assert_int_eq(spans[1].to_ns, 31 * LANES_GRAIN);
	ck_assert_uint_eq(spans[1].object, 7);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("lanes");
	TCase *tc = tcase_create("lanes");

	tcase_add_checked_fixture(tc, open_lanes, close_lanes);
	tcase_set_timeout(tc, 30);
	tcase_add_test(tc, very_many_spans_are_put_together_by_state);
	tcase_add_test(
		tc, more_reasons_to_wait_than_are_told_apart_count_as_waiting);
	tcase_add_test(tc, what_is_long_stays_as_it_is);
	suite_add_tcase(s, tc);
	return s;
}
