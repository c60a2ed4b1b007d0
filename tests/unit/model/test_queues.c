/* SPDX-License-Identifier: MIT */
#include "base/clock.h"
#include "support/check_main.h"
#include "unit/model/story.h"

static struct story s;

static void setup(void)
{
	story_begin(&s);
	story_cast(&s, 10);
}

static void teardown(void)
{
	story_end(&s);
}

static void check_items(const char *expected)
{
	SCOPED_STR items = STR_INIT;

	story_items(&s, TASKS, &items);
	ck_assert_str_eq(items.buf, expected);
}

START_TEST(a_queue_is_as_it_was_made)
{
	const struct model_queue *q = story_queue(&s, TASKS);

	ck_assert_str_eq(trace_log_text(s.log, q->name, NULL), "tasks");
	ck_assert_uint_eq(q->maker, MAIN);
	ck_assert_uint_eq(q->capacity, 4);
	ck_assert_uint_eq(q->type, MP_KIND_INT | 4 << 8);
	ck_assert_int_eq(q->first_full_ns, -1);
	ck_assert_ptr_null(model_queue(s.m, 99));
}
END_TEST

START_TEST(what_is_done_is_what_is_no_longer_unfinished)
{
	for (int i = 1; i <= 3; i++)
		story_put(&s, 20 + i, (uint64_t)i, 100 + i);
	ck_assert_uint_eq(story_queue(&s, TASKS)->done, 0);
	story_get(&s, 30, 1, 101);
	TELL(&s, 31, CONSUMER, TASK_DONE, MP_BEGINS, .object = TASKS, .a = 3);
	ck_assert_uint_eq(story_queue(&s, TASKS)->done, 0);
	TELL(&s, 31, CONSUMER, TASK_DONE, MP_HAPPENS, .object = TASKS, .a = 2);
	ck_assert_uint_eq(story_queue(&s, TASKS)->done, 1);
	TELL(&s, 32, CONSUMER, TASK_DONE, MP_HAPPENS, .object = TASKS,
	     .a = UINT64_MAX);
	ck_assert_uint_eq(story_queue(&s, TASKS)->done, 0);
}
END_TEST

START_TEST(items_leave_in_the_order_in_which_they_came)
{
	for (int i = 1; i <= 4; i++)
		story_put(&s, 20 + i, (uint64_t)i, 100 + i);
	check_items("101 102 103 104");
	ck_assert_int_eq(story_queue(&s, TASKS)->first_full_ns, 24 * CLOCK_MS);
	ck_assert_uint_eq(model_queue_item(story_queue(&s, TASKS), 0)->by,
			  PRODUCER);
	/* Round and round the ring. */
	for (int i = 5; i <= 200; i++) {
		story_get(&s, 30 + i, (uint64_t)i - 4, 96 + i);
		story_put(&s, 30 + i, (uint64_t)i, 100 + i);
	}
	check_items("297 298 299 300");

	const struct model_queue *q = story_queue(&s, TASKS);
	ck_assert_uint_eq(q->puts, 200);
	ck_assert_uint_eq(q->gets, 196);
	ck_assert_uint_eq(q->greatest, 4);
	ck_assert_uint_eq(q->missed, 0);
	ck_assert_uint_eq(q->lost, 0);
}
END_TEST

START_TEST(a_ring_that_grows_while_it_wraps_keeps_the_order)
{
	SCOPED_STR expected = STR_INIT;
	uint64_t put = 0, got = 0;

	for (int i = 0; i < 7; i++, put++)
		story_put(&s, 20, put + 1, (int)put);
	for (int i = 0; i < 5; i++, got++)
		story_get(&s, 20, got + 1, (int)got);
	for (int i = 0; i < 100; i++, put++)
		story_put(&s, 20, put + 1, (int)put);
	for (uint64_t i = got; i < put; i++)
		str_addf(&expected, i == got ? "%d" : " %d", (int)i);
	check_items(expected.buf);
}
END_TEST

START_TEST(who_waits_longest_comes_first)
{
	size_t who[2] = { 9, 9 };
	const struct model_queue *q = story_queue(&s, TASKS);

	TELL(&s, 40, PRODUCER, GET, MP_WAITS, .object = TASKS);
	TELL(&s, 20, CONSUMER, GET, MP_WAITS, .object = TASKS);
	TELL(&s, 50, MAIN, GET, MP_WAITS, .object = TASKS);
	/* The log is in order; this one began its wait before all. */
	s.m->processes[2].wait_since_ns = 5;
	ck_assert_uint_eq(model_waiters(s.m, q, MP_VERB_GET, who, 2), 3);
	ck_assert_uint_eq(who[0], 2);
	ck_assert_uint_eq(who[1], 1);
	ck_assert_uint_eq(model_waiters(s.m, q, MP_VERB_PUT, who, 2), 0);
	TELL(&s, 60, CONSUMER, GET, MP_HAPPENS, .object = TASKS, .b = 1);
	ck_assert_uint_eq(model_waiters(s.m, q, MP_VERB_GET, who, 2), 2);
	ck_assert_uint_eq(who[0], 1);
	ck_assert_uint_eq(who[1], 0);
}
END_TEST

START_TEST(an_item_taken_by_one_who_was_killed_is_lost)
{
	for (int i = 1; i <= 4; i++)
		story_put(&s, 20, (uint64_t)i, i);
	TELL(&s, 30, CONSUMER, GET, MP_BEGINS, .object = TASKS);
	TELL(&s, 31, CONSUMER, EXITED, MP_HAPPENS, .a = 9);
	TELL(&s, 32, PRODUCER, REPAIR, MP_HAPPENS, .object = TASKS, .a = 4,
	     .b = 1);
	check_items("2 3 4");
	ck_assert_uint_eq(story_queue(&s, TASKS)->lost, 1);
	ck_assert_uint_eq(story_queue(&s, TASKS)->gets, 1);
}
END_TEST

START_TEST(an_item_announced_by_one_who_was_killed_never_came)
{
	story_put(&s, 20, 1, 1);
	TELL(&s, 30, PRODUCER, PUT, MP_HAPPENS, .object = TASKS,
	     .kind = MP_KIND_INT, .a = 2, .b = 2, .aux = 2);
	TELL(&s, 32, CONSUMER, REPAIR, MP_HAPPENS, .object = TASKS, .a = 1,
	     .b = 0);
	check_items("1");
	ck_assert_uint_eq(story_queue(&s, TASKS)->lost, 1);
	story_put(&s, 40, 2, 22);
	check_items("1 22");
	ck_assert_uint_eq(story_queue(&s, TASKS)->missed, 0);
}
END_TEST

START_TEST(an_item_put_by_one_who_could_not_say_so_is_unknown)
{
	TELL(&s, 32, CONSUMER, REPAIR, MP_HAPPENS, .object = TASKS, .a = 2,
	     .b = 0);
	check_items("? ?");
	ck_assert_uint_eq(story_queue(&s, TASKS)->lost, 0);
}
END_TEST

START_TEST(puts_that_no_event_told_of_stand_in_as_unknown)
{
	story_put(&s, 20, 1, 1);
	story_put(&s, 21, 4, 4);
	check_items("1 ? ? 4");
	ck_assert_uint_eq(story_queue(&s, TASKS)->missed, 2);
	/* One of them was only late. */
	story_put(&s, 22, 3, 33);
	check_items("1 ? 33 4");
	ck_assert_uint_eq(story_queue(&s, TASKS)->missed, 1);
	ck_assert_uint_eq(story_queue(&s, TASKS)->puts, 4);
}
END_TEST

START_TEST(gets_that_no_event_told_of_take_their_items_along)
{
	for (int i = 1; i <= 4; i++)
		story_put(&s, 20, (uint64_t)i, i);
	story_get(&s, 30, 3, 3);
	check_items("4");
	ck_assert_uint_eq(story_queue(&s, TASKS)->missed, 2);
	/* Told again, or late: nothing more leaves. */
	story_get(&s, 31, 2, 2);
	check_items("4");
}
END_TEST

START_TEST(a_get_whose_put_was_not_seen_counts_both)
{
	story_get(&s, 30, 1, 1);
	ck_assert_uint_eq(story_queue(&s, TASKS)->puts, 1);
	ck_assert_uint_eq(story_queue(&s, TASKS)->gets, 1);
	ck_assert_uint_eq(story_queue(&s, TASKS)->missed, 1);
	story_put(&s, 31, 2, 2);
	check_items("2");
}
END_TEST

START_TEST(wild_numbers_take_no_memory)
{
	TELL(&s, 20, MAIN, QUEUE_NEW, MP_HAPPENS, .object = 8, .a = 1ULL << 63,
	     .b = 1);
	TELL(&s, 21, MAIN, PUT, MP_HAPPENS, .object = 8, .b = UINT64_MAX);
	ck_assert_uint_le(story_queue(&s, 8)->count, 1025);
	TELL(&s, 22, MAIN, PUT, MP_HAPPENS, .object = 8, .b = 1);
	TELL(&s, 23, MAIN, REPAIR, MP_HAPPENS, .object = 8, .a = 5,
	     .b = UINT64_MAX);
	ck_assert_uint_eq(story_queue(&s, 8)->count, 0);
	TELL(&s, 24, MAIN, REPAIR, MP_HAPPENS, .object = 8, .a = UINT64_MAX - 1,
	     .b = 3);
	ck_assert_uint_le(story_queue(&s, 8)->count, 1025);
	TELL(&s, 25, MAIN, GET, MP_HAPPENS, .object = 8, .b = UINT64_MAX);
	ck_assert_uint_eq(story_queue(&s, 8)->count, 0);
}
END_TEST

START_TEST(a_queue_whose_making_was_not_seen_is_there_without_a_name)
{
	TELL(&s, 20, MAIN, PUT, MP_HAPPENS, .object = 9, .b = 1);
	ck_assert_uint_eq(story_queue(&s, 9)->name, 0);
	ck_assert_uint_eq(story_queue(&s, 9)->capacity, 0);
	ck_assert_uint_eq(s.m->queue_count, 2);
	TELL(&s, 20, MAIN, PUT, MP_HAPPENS, .object = 0, .b = 1);
	ck_assert_uint_eq(s.m->queue_count, 2);
}
END_TEST

START_TEST(an_id_that_is_used_again_is_another_queue)
{
	story_put(&s, 20, 1, 1);
	TELL(&s, 21, MAIN, QUEUE_NEW, MP_HAPPENS, .object = TASKS, .a = 2,
	     .b = 1);
	ck_assert_uint_eq(s.m->queue_count, 2);
	ck_assert_uint_eq(story_queue(&s, TASKS)->count, 0);
	ck_assert_uint_eq(s.m->queues[0].count, 1);
}
END_TEST

START_TEST(a_closed_queue_keeps_its_items)
{
	story_put(&s, 20, 1, 5);
	TELL(&s, 21, PRODUCER, QUEUE_CLOSE, MP_BEGINS, .object = TASKS);
	ck_assert(!story_queue(&s, TASKS)->closed);
	TELL(&s, 21, PRODUCER, QUEUE_CLOSE, MP_HAPPENS, .object = TASKS);
	ck_assert(story_queue(&s, TASKS)->closed);
	check_items("5");
}
END_TEST

START_TEST(a_put_that_fails_puts_nothing)
{
	TELL(&s, 20, PRODUCER, PUT, MP_BEGINS, .object = TASKS, .b = 1);
	TELL(&s, 20, PRODUCER, PUT, MP_WAITS, .object = TASKS, .b = 4);
	TELL(&s, 30, PRODUCER, PUT, MP_ENDS, .object = TASKS, .b = 1,
	     .err = 110);
	check_items("");
	ck_assert_int_eq(story_process(&s, PRODUCER)->state, MODEL_RUNNING);
}
END_TEST

START_TEST(who_uses_a_queue_is_known_from_the_first_wait_on)
{
	const struct model_queue *q = story_queue(&s, TASKS);

	ck_assert_uint_eq(q->putters.count + q->takers.count, 0);
	TELL(&s, 20, CONSUMER, GET, MP_WAITS, .object = TASKS);
	story_put(&s, 21, 1, 5);
	story_put(&s, 22, 2, 6);
	ck_assert_uint_eq(q->putters.count, 1);
	ck_assert_uint_eq(q->putters.pids[0], PRODUCER);
	ck_assert_uint_eq(q->takers.count, 1);
	ck_assert_uint_eq(q->takers.pids[0], CONSUMER);
	for (uint32_t pid = 1; pid <= MODEL_USERS_MAX; pid++)
		TELL(&s, 23, pid, GET, MP_WAITS, .object = TASKS);
	ck_assert_uint_eq(q->takers.count, MODEL_USERS_MAX);
	ck_assert(q->takers.more);
}
END_TEST

Suite *suite(void)
{
	Suite *suite = suite_create("queues");
	TCase *tc = tcase_create("queues");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, a_queue_is_as_it_was_made);
	tcase_add_test(tc, what_is_done_is_what_is_no_longer_unfinished);
	tcase_add_test(tc, items_leave_in_the_order_in_which_they_came);
	tcase_add_test(tc, a_ring_that_grows_while_it_wraps_keeps_the_order);
	tcase_add_test(tc, who_waits_longest_comes_first);
	tcase_add_test(tc, an_item_taken_by_one_who_was_killed_is_lost);
	tcase_add_test(tc, an_item_announced_by_one_who_was_killed_never_came);
	tcase_add_test(tc, an_item_put_by_one_who_could_not_say_so_is_unknown);
	tcase_add_test(tc, puts_that_no_event_told_of_stand_in_as_unknown);
	tcase_add_test(tc, gets_that_no_event_told_of_take_their_items_along);
	tcase_add_test(tc, a_get_whose_put_was_not_seen_counts_both);
	tcase_add_test(tc, wild_numbers_take_no_memory);
	tcase_add_test(
		tc, a_queue_whose_making_was_not_seen_is_there_without_a_name);
	tcase_add_test(tc, an_id_that_is_used_again_is_another_queue);
	tcase_add_test(tc, a_closed_queue_keeps_its_items);
	tcase_add_test(tc, a_put_that_fails_puts_nothing);
	tcase_add_test(tc, who_uses_a_queue_is_known_from_the_first_wait_on);
	suite_add_tcase(suite, tc);
	return suite;
}
