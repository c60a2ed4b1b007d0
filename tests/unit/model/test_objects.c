/* SPDX-License-Identifier: MIT */
#include <errno.h>

#include "base/clock.h"
#include "support/check_main.h"
#include "unit/model/story.h"

enum { LOCK = 11, SLOTS, READY, GATE, CELLS, SQUARES, CONDITION };

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

static const struct model_object *object(uint64_t id)
{
	const struct model_object *o = model_object(s.m, id);

	ck_assert_msg(o != NULL, "there is no object %d", (int)id);
	return o;
}

static void make(uint64_t id, enum mp_verb verb, const char *name, uint64_t a,
		 uint64_t b)
{
	story_tell(&s, 20,
		   (struct trace_event){ .pid = MAIN,
					 .tid = MAIN,
					 .verb = (uint16_t)verb,
					 .phase = MP_HAPPENS,
					 .object = id,
					 .text = story_text(&s, name),
					 .a = a,
					 .b = b });
}

START_TEST(a_lock_has_the_holder_that_took_it_last)
{
	make(LOCK, MP_VERB_LOCK_NEW, "printer", 1, 0);
	ck_assert_str_eq(trace_log_text(s.log, object(LOCK)->name, NULL),
			 "printer");
	ck_assert_int_eq(object(LOCK)->kind, MODEL_LOCK);
	ck_assert(object(LOCK)->lock.recursive);
	TELL(&s, 30, PRODUCER, ACQUIRE, MP_HAPPENS, .object = LOCK, .a = 1,
	     .b = PRODUCER);
	TELL(&s, 31, PRODUCER, ACQUIRE, MP_HAPPENS, .object = LOCK, .a = 2,
	     .b = PRODUCER);
	ck_assert_uint_eq(object(LOCK)->hold_count, 1);
	ck_assert_uint_eq(object(LOCK)->holds[0].pid, PRODUCER);
	ck_assert_uint_eq(object(LOCK)->holds[0].units, 2);
	ck_assert_int_eq(object(LOCK)->holds[0].since_ns, 30 * CLOCK_MS);
	TELL(&s, 32, PRODUCER, RELEASE, MP_HAPPENS, .object = LOCK, .a = 1,
	     .b = PRODUCER);
	ck_assert_uint_eq(model_held(object(LOCK)), 1);
	TELL(&s, 33, PRODUCER, RELEASE, MP_HAPPENS, .object = LOCK, .a = 0,
	     .b = PRODUCER);
	ck_assert_uint_eq(object(LOCK)->hold_count, 0);
}
END_TEST

START_TEST(the_lock_of_a_dead_holder_goes_to_the_next)
{
	make(LOCK, MP_VERB_LOCK_NEW, "printer", 0, 0);
	TELL(&s, 30, PRODUCER, ACQUIRE, MP_HAPPENS, .object = LOCK, .a = 1,
	     .b = PRODUCER);
	TELL(&s, 40, PRODUCER, EXITED, MP_HAPPENS, .a = 9);
	/* Its, until somebody finds out. */
	ck_assert_uint_eq(object(LOCK)->holds[0].pid, PRODUCER);
	TELL(&s, 50, CONSUMER, ACQUIRE, MP_HAPPENS, .object = LOCK, .a = 1,
	     .b = CONSUMER, .aux = 1);
	ck_assert_uint_eq(object(LOCK)->hold_count, 1);
	ck_assert_uint_eq(object(LOCK)->holds[0].pid, CONSUMER);
	ck_assert_uint_eq(object(LOCK)->lock.deaths, 1);
}
END_TEST

START_TEST(a_semaphore_knows_who_has_how_much_of_it)
{
	make(SLOTS, MP_VERB_SEMAPHORE_NEW, "slots", 3, 3);
	TELL(&s, 30, PRODUCER, ACQUIRE, MP_HAPPENS, .object = SLOTS, .a = 2,
	     .b = PRODUCER);
	TELL(&s, 31, CONSUMER, ACQUIRE, MP_HAPPENS, .object = SLOTS, .a = 1,
	     .b = CONSUMER);
	TELL(&s, 32, PRODUCER, ACQUIRE, MP_HAPPENS, .object = SLOTS, .a = 0,
	     .b = PRODUCER);
	ck_assert_uint_eq(object(SLOTS)->semaphore.value, 0);
	ck_assert_uint_eq(object(SLOTS)->hold_count, 2);
	ck_assert_uint_eq(object(SLOTS)->holds[0].units, 2);
	ck_assert_uint_eq(model_held(object(SLOTS)), 3);
	TELL(&s, 33, CONSUMER, RELEASE, MP_HAPPENS, .object = SLOTS, .a = 1,
	     .b = CONSUMER);
	ck_assert_uint_eq(object(SLOTS)->hold_count, 1);
	/* Given by one who has none: a signal. */
	TELL(&s, 34, CONSUMER, RELEASE, MP_HAPPENS, .object = SLOTS, .a = 2,
	     .b = CONSUMER);
	ck_assert_uint_eq(object(SLOTS)->semaphore.value, 2);
	TELL(&s, 40, PRODUCER, EXITED, MP_HAPPENS, .a = 9);
	TELL(&s, 50, CONSUMER, RECOVER, MP_HAPPENS, .object = SLOTS,
	     .a = PRODUCER, .b = 2);
	ck_assert_uint_eq(object(SLOTS)->hold_count, 0);
	ck_assert_uint_eq(object(SLOTS)->semaphore.value, 4);
	ck_assert_uint_eq(object(SLOTS)->semaphore.recovered, 2);
}
END_TEST

START_TEST(an_event_is_set_and_cleared)
{
	make(READY, MP_VERB_EVENT_NEW, "ready", 0, 0);
	ck_assert(!object(READY)->event.set);
	TELL(&s, 30, MAIN, EVENT_SET, MP_HAPPENS, .object = READY, .a = 1);
	ck_assert(object(READY)->event.set);
	TELL(&s, 31, MAIN, EVENT_CLEAR, MP_HAPPENS, .object = READY);
	ck_assert(!object(READY)->event.set);
	ck_assert_uint_eq(object(READY)->event.times, 1);
}
END_TEST

START_TEST(a_barrier_counts_who_has_come_in_this_round)
{
	make(GATE, MP_VERB_BARRIER_NEW, "gate", 2, 0);
	TELL(&s, 30, CONSUMER, ARRIVE, MP_HAPPENS, .object = GATE, .aux = 2);
	ck_assert_uint_eq(object(GATE)->hold_count, 1);
	TELL(&s, 31, PRODUCER, ARRIVE, MP_HAPPENS, .object = GATE, .a = 1,
	     .aux = 2);
	ck_assert_uint_eq(object(GATE)->holds[0].pid, CONSUMER);
	ck_assert_uint_eq(object(GATE)->holds[1].pid, PRODUCER);
	TELL(&s, 31, PRODUCER, PASS, MP_HAPPENS, .object = GATE);
	ck_assert_uint_eq(object(GATE)->hold_count, 0);
	ck_assert_uint_eq(object(GATE)->barrier.round, 1);
	TELL(&s, 32, PRODUCER, ARRIVE, MP_HAPPENS, .object = GATE, .b = 1,
	     .aux = 2);
	TELL(&s, 33, PRODUCER, BREAK, MP_HAPPENS, .object = GATE, .a = 1,
	     .b = 110);
	ck_assert_int_eq(object(GATE)->barrier.broken, 110);
	ck_assert_uint_eq(object(GATE)->hold_count, 0);
	TELL(&s, 34, MAIN, RESET, MP_HAPPENS, .object = GATE, .a = 2);
	ck_assert_int_eq(object(GATE)->barrier.broken, 0);
}
END_TEST

START_TEST(a_cell_has_its_last_writer)
{
	make(CELLS, MP_VERB_VALUE_NEW, "balance", 2, MP_KIND_INT | 8 << 8);
	TELL(&s, 30, PRODUCER, VALUE_SET, MP_HAPPENS, .object = CELLS,
	     .kind = MP_KIND_INT, .a = 100, .b = 1);
	ck_assert_uint_eq(object(CELLS)->cell_count, 2);
	ck_assert_int_eq(object(CELLS)->cells[0].value.kind, MP_KIND_NONE);
	ck_assert_uint_eq(object(CELLS)->cells[1].value.bits, 100);
	ck_assert_uint_eq(object(CELLS)->cells[1].by, PRODUCER);
	TELL(&s, 31, CONSUMER, VALUE_GET, MP_HAPPENS, .object = CELLS,
	     .kind = MP_KIND_INT, .a = 100, .b = 1);
	ck_assert_uint_eq(object(CELLS)->cells[1].by, PRODUCER);
	/* Found, and nobody said that he wrote it. */
	TELL(&s, 32, CONSUMER, VALUE_GET, MP_HAPPENS, .object = CELLS,
	     .kind = MP_KIND_INT, .a = 7, .b = 1);
	ck_assert_uint_eq(object(CELLS)->cells[1].by, 0);
	ck_assert_uint_eq(object(CELLS)->cells[1].value.bits, 7);
	TELL(&s, 33, CONSUMER, VALUE_SET, MP_HAPPENS, .object = CELLS,
	     .kind = MP_KIND_INT, .a = 1, .b = UINT64_MAX);
	ck_assert_uint_eq(object(CELLS)->cell_count, 2);
}
END_TEST

static enum model_task task(uint64_t number)
{
	return model_pool_task(object(SQUARES), number);
}

START_TEST(a_pool_knows_which_worker_has_which_task)
{
	make(SQUARES, MP_VERB_POOL_NEW, "squares", 2, 0);
	TELL(&s, 30, MAIN, SUBMIT, MP_ENDS, .object = SQUARES, .b = 3);
	TELL(&s, 31, PRODUCER, TASK, MP_BEGINS, .object = SQUARES, .a = 1);
	TELL(&s, 32, CONSUMER, TASK, MP_BEGINS, .object = SQUARES, .a = 2);
	ck_assert_uint_eq(object(SQUARES)->hold_count, 2);
	ck_assert_uint_eq(object(SQUARES)->holds[1].task, 2);
	TELL(&s, 33, PRODUCER, TASK, MP_ENDS, .object = SQUARES, .a = 0);
	ck_assert_uint_eq(object(SQUARES)->holds[0].task, 0);
	ck_assert_uint_eq(object(SQUARES)->holds[0].units, 1);
	TELL(&s, 34, CONSUMER, EXITED, MP_HAPPENS, .a = 9);
	/* Its pool has not told: who made it may have ended, too. */
	ck_assert_uint_eq(object(SQUARES)->holds[1].task, 0);
	ck_assert_uint_eq(object(SQUARES)->holds[1].died_in, 2);
	ck_assert_int_eq(task(2), MODEL_TASK_FAILED);
	TELL(&s, 35, MAIN, WORKER_LOST, MP_HAPPENS, .object = SQUARES,
	     .a = CONSUMER, .b = (uint64_t)-9);
	ck_assert_uint_eq(object(SQUARES)->holds[1].task, 0);
	ck_assert_uint_eq(object(SQUARES)->holds[1].died_in, 2);
	ck_assert_uint_eq(object(SQUARES)->pool.submitted, 3);
	ck_assert_uint_eq(object(SQUARES)->pool.ended, 1);
	ck_assert_uint_eq(object(SQUARES)->pool.lost, 1);
}
END_TEST

START_TEST(a_pool_knows_how_each_of_its_first_tasks_stands)
{
	make(SQUARES, MP_VERB_POOL_NEW, "squares", 2, 0);
	TELL(&s, 30, MAIN, SUBMIT, MP_ENDS, .object = SQUARES, .a = 1, .b = 6);
	TELL(&s, 31, PRODUCER, TASK, MP_BEGINS, .object = SQUARES, .a = 1);
	TELL(&s, 31, CONSUMER, TASK, MP_BEGINS, .object = SQUARES, .a = 2);
	TELL(&s, 32, PRODUCER, TASK, MP_ENDS, .object = SQUARES, .a = 1);
	TELL(&s, 33, PRODUCER, TASK, MP_BEGINS, .object = SQUARES, .a = 3);
	TELL(&s, 34, PRODUCER, TASK, MP_ENDS, .object = SQUARES, .a = 3,
	     .err = 1);
	TELL(&s, 35, PRODUCER, TASK, MP_BEGINS, .object = SQUARES, .a = 4);
	TELL(&s, 36, MAIN, WORKER_LOST, MP_HAPPENS, .object = SQUARES,
	     .a = CONSUMER);
	TELL(&s, 37, MAIN, CANCEL, MP_HAPPENS, .object = SQUARES, .a = 6,
	     .b = 1);
	ck_assert_int_eq(task(1), MODEL_TASK_DONE);
	ck_assert_int_eq(task(2), MODEL_TASK_FAILED);
	ck_assert_int_eq(task(3), MODEL_TASK_FAILED);
	ck_assert_int_eq(task(4), MODEL_TASK_RUNNING);
	ck_assert_int_eq(task(5), MODEL_TASK_PENDING);
	ck_assert_int_eq(task(6), MODEL_TASK_CANCELLED);
	/* More than are known one by one, and numbers that nobody gives. */
	TELL(&s, 38, MAIN, CANCEL, MP_HAPPENS, .object = SQUARES,
	     .a = MODEL_TASKS_MAX, .b = UINT64_MAX);
	ck_assert_int_eq(task(MODEL_TASKS_MAX), MODEL_TASK_CANCELLED);
	ck_assert_int_eq(task(MODEL_TASKS_MAX + 1), MODEL_TASK_PENDING);
	ck_assert_int_eq(task(0), MODEL_TASK_PENDING);
}
END_TEST

START_TEST(a_wait_on_a_condition_outlasts_letting_its_lock_go)
{
	make(LOCK, MP_VERB_LOCK_NEW, "lock", 0, 0);
	make(CONDITION, MP_VERB_CONDITION_NEW, "full", 0, LOCK);
	TELL(&s, 30, CONSUMER, WAIT, MP_BEGINS, .object = CONDITION);
	TELL(&s, 30, CONSUMER, WAIT, MP_WAITS, .object = CONDITION, .a = 1);
	TELL(&s, 30, CONSUMER, RELEASE, MP_HAPPENS, .object = LOCK,
	     .b = CONSUMER);
	ck_assert(story_process(&s, CONSUMER)->waits);
	ck_assert_int_eq(story_process(&s, CONSUMER)->state, MODEL_WAITING);
	ck_assert(model_thread(s.m, CONSUMER)->waits);
	ck_assert_uint_eq(object(CONDITION)->condition.lock, LOCK);
	TELL(&s, 40, CONSUMER, WAIT, MP_ENDS, .object = CONDITION);
	ck_assert(!story_process(&s, CONSUMER)->waits);
	ck_assert(!model_thread(s.m, CONSUMER)->waits);
}
END_TEST

START_TEST(a_lock_adds_up_how_long_it_was_held)
{
	make(LOCK, MP_VERB_LOCK_NEW, "printer", 0, 0);
	TELL(&s, 30, PRODUCER, ACQUIRE, MP_HAPPENS, .object = LOCK, .a = 1,
	     .b = PRODUCER, .site = 0x1234);
	ck_assert_uint_eq(object(LOCK)->holds[0].site, 0x1234);
	TELL(&s, 35, PRODUCER, RELEASE, MP_HAPPENS, .object = LOCK,
	     .b = PRODUCER);
	TELL(&s, 40, CONSUMER, ACQUIRE, MP_HAPPENS, .object = LOCK, .a = 1,
	     .b = CONSUMER);
	/* Its release was not seen. */
	TELL(&s, 42, PRODUCER, ACQUIRE, MP_HAPPENS, .object = LOCK, .a = 1,
	     .b = PRODUCER);
	ck_assert_uint_eq(object(LOCK)->lock.taken, 3);
	ck_assert_int_eq(object(LOCK)->lock.held_ns, 7 * CLOCK_MS);
	ck_assert_int_eq(object(LOCK)->changed_ns, 42 * CLOCK_MS);
	ck_assert_uint_eq(object(LOCK)->changed_by, PRODUCER);
}
END_TEST

START_TEST(a_unit_that_nobody_took_is_a_signal)
{
	make(SLOTS, MP_VERB_SEMAPHORE_NEW, "ready", 0, 0);
	TELL(&s, 30, PRODUCER, RELEASE, MP_HAPPENS, .object = SLOTS, .a = 1);
	TELL(&s, 31, CONSUMER, ACQUIRE, MP_HAPPENS, .object = SLOTS, .a = 0,
	     .b = CONSUMER);
	ck_assert_uint_eq(object(SLOTS)->semaphore.signals, 1);
	TELL(&s, 32, CONSUMER, RELEASE, MP_HAPPENS, .object = SLOTS, .a = 1,
	     .b = CONSUMER);
	ck_assert_uint_eq(object(SLOTS)->semaphore.signals, 1);
	ck_assert_uint_eq(object(SLOTS)->semaphore.taken, 1);
	ck_assert_uint_eq(object(SLOTS)->semaphore.given, 2);
	ck_assert_uint_eq(object(SLOTS)->hold_count, 0);
}
END_TEST

static void arrive(int64_t ms, uint32_t who, uint64_t round)
{
	TELL(&s, ms, who, ARRIVE, MP_HAPPENS, .object = GATE, .b = round,
	     .aux = 2);
}

START_TEST(a_barrier_remembers_its_rounds_and_who_came)
{
	const struct model_meeting *meeting;

	make(GATE, MP_VERB_BARRIER_NEW, "gate", 2, 0);
	ck_assert_ptr_null(object(GATE)->barrier.meeting);
	arrive(30, PRODUCER, 0);
	arrive(50, CONSUMER, 0);
	TELL(&s, 50, CONSUMER, PASS, MP_HAPPENS, .object = GATE, .a = 0);
	arrive(60, CONSUMER, 1);
	meeting = object(GATE)->barrier.meeting;
	ck_assert_uint_eq(meeting->round_count, 1);
	ck_assert_int_eq(meeting->rounds[0].from_ns, 20 * CLOCK_MS);
	ck_assert_int_eq(meeting->rounds[0].to_ns, 50 * CLOCK_MS);
	ck_assert_uint_eq(meeting->rounds[0].last, CONSUMER);
	ck_assert_int_eq(meeting->from_ns, 50 * CLOCK_MS);
	ck_assert_uint_eq(meeting->party_count, 2);
	ck_assert_uint_eq(meeting->parties[0], PRODUCER);
	TELL(&s, 70, CONSUMER, BREAK, MP_HAPPENS, .object = GATE, .a = 1,
	     .b = ETIMEDOUT);
	ck_assert_int_eq(meeting->rounds[1].broken, ETIMEDOUT);
	/* Nobody was there: that is no round. */
	TELL(&s, 80, MAIN, RESET, MP_HAPPENS, .object = GATE, .a = 2);
	ck_assert_uint_eq(meeting->round_count, 2);
	ck_assert_int_eq(object(GATE)->barrier.broken, 0);
	/* The phase that broke is tried again. */
	arrive(90, PRODUCER, 3);
	arrive(91, CONSUMER, 3);
	TELL(&s, 91, CONSUMER, PASS, MP_HAPPENS, .object = GATE, .a = 3);
	ck_assert_uint_eq(meeting->rounds[1].phase, 1);
	ck_assert_uint_eq(meeting->rounds[2].phase, 1);
	ck_assert_uint_eq(meeting->opened, 2);
	ck_assert_uint_eq(meeting->broken, 1);
}
END_TEST

START_TEST(of_many_rounds_the_last_are_kept)
{
	const struct model_meeting *meeting;

	make(GATE, MP_VERB_BARRIER_NEW, "gate", 2, 0);
	for (unsigned i = 0; i < 40; i++)
		arrive(30 + i, PRODUCER + i % 2, i);
	meeting = object(GATE)->barrier.meeting;
	ck_assert_uint_eq(meeting->round_count, MODEL_ROUNDS_MAX);
	ck_assert_uint_eq(meeting->rounds[MODEL_ROUNDS_MAX - 1].phase, 38);
	ck_assert_str_eq(model_fault(s.m), "");
}
END_TEST

static void wait_at(int64_t ms, uint32_t who)
{
	TELL(&s, ms, who, WAIT, MP_BEGINS, .object = CONDITION);
	TELL(&s, ms, who, WAIT, MP_WAITS, .object = CONDITION, .a = 1);
	TELL(&s, ms, who, RELEASE, MP_HAPPENS, .object = LOCK, .b = who);
}

START_TEST(who_waits_longest_at_a_condition_is_called_first)
{
	make(LOCK, MP_VERB_LOCK_NEW, "lock", 0, 0);
	make(CONDITION, MP_VERB_CONDITION_NEW, "full", 0, LOCK);
	wait_at(30, CONSUMER);
	wait_at(31, PRODUCER);
	TELL(&s, 40, MAIN, NOTIFY, MP_HAPPENS, .object = CONDITION, .a = 1,
	     .b = 2);
	ck_assert(model_thread(s.m, CONSUMER)->called);
	ck_assert(model_thread(s.m, CONSUMER)->waits);
	ck_assert(!model_thread(s.m, PRODUCER)->called);
	/* Another lock is none of its business. */
	TELL(&s, 41, CONSUMER, ACQUIRE, MP_HAPPENS, .object = SLOTS, .a = 1);
	ck_assert(model_thread(s.m, CONSUMER)->called);
	TELL(&s, 42, CONSUMER, ACQUIRE, MP_HAPPENS, .object = LOCK, .a = 1,
	     .b = CONSUMER);
	ck_assert(!model_thread(s.m, CONSUMER)->waits);
	ck_assert(!model_thread(s.m, CONSUMER)->called);
	TELL(&s, 43, MAIN, NOTIFY, MP_HAPPENS, .object = CONDITION,
	     .a = UINT32_MAX, .b = 1);
	ck_assert(model_thread(s.m, PRODUCER)->called);
	ck_assert_uint_eq(object(CONDITION)->condition.called, 2);
	ck_assert_uint_eq(object(CONDITION)->condition.lost, 0);
}
END_TEST

START_TEST(the_lock_of_a_condition_is_learned_from_a_wait)
{
	make(LOCK, MP_VERB_LOCK_NEW, "lock", 0, 0);
	make(SLOTS, MP_VERB_LOCK_NEW, "other", 0, 0);
	make(CONDITION, MP_VERB_CONDITION_NEW, "full", 0, 0);
	TELL(&s, 29, CONSUMER, RELEASE, MP_HAPPENS, .object = SLOTS);
	TELL(&s, 30, CONSUMER, WAIT, MP_BEGINS, .object = CONDITION);
	TELL(&s, 30, CONSUMER, RELEASE, MP_HAPPENS, .object = LOCK);
	ck_assert_uint_eq(object(CONDITION)->condition.lock, LOCK);
}
END_TEST

START_TEST(a_call_that_nobody_waits_for_is_lost)
{
	make(CONDITION, MP_VERB_CONDITION_NEW, "full", 0, LOCK);
	TELL(&s, 40, MAIN, NOTIFY, MP_HAPPENS, .object = CONDITION, .a = 1,
	     .b = 0);
	ck_assert_uint_eq(object(CONDITION)->condition.lost, 1);
	ck_assert_int_eq(object(CONDITION)->condition.lost_ns, 40 * CLOCK_MS);
	/* Others wait, who are not seen. */
	TELL(&s, 41, MAIN, NOTIFY, MP_HAPPENS, .object = CONDITION, .a = 1,
	     .b = 1);
	ck_assert_uint_eq(object(CONDITION)->condition.lost, 1);
	ck_assert_uint_eq(object(CONDITION)->condition.notified, 2);
}
END_TEST

START_TEST(a_thread_is_forgotten_with_its_process)
{
	TELL(&s, 30, CONSUMER, SLEEP, MP_BEGINS, .a = 1);
	ck_assert_ptr_nonnull(model_thread(s.m, CONSUMER));
	TELL(&s, 40, CONSUMER, EXITED, MP_HAPPENS, .a = 0);
	ck_assert_ptr_null(model_thread(s.m, CONSUMER));
	/* Its TID belongs to another now. */
	story_tell(&s, 50,
		   (struct trace_event){ .pid = PRODUCER,
					 .tid = CONSUMER,
					 .verb = MP_VERB_SLEEP });
	ck_assert_uint_eq(model_thread(s.m, CONSUMER)->pid, PRODUCER);
}
END_TEST

Suite *suite(void)
{
	Suite *suite = suite_create("objects");
	TCase *tc = tcase_create("objects");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, a_lock_has_the_holder_that_took_it_last);
	tcase_add_test(tc, the_lock_of_a_dead_holder_goes_to_the_next);
	tcase_add_test(tc, a_semaphore_knows_who_has_how_much_of_it);
	tcase_add_test(tc, an_event_is_set_and_cleared);
	tcase_add_test(tc, a_barrier_counts_who_has_come_in_this_round);
	tcase_add_test(tc, a_cell_has_its_last_writer);
	tcase_add_test(tc, a_pool_knows_which_worker_has_which_task);
	tcase_add_test(tc, a_pool_knows_how_each_of_its_first_tasks_stands);
	tcase_add_test(tc, a_wait_on_a_condition_outlasts_letting_its_lock_go);
	tcase_add_test(tc, a_lock_adds_up_how_long_it_was_held);
	tcase_add_test(tc, a_unit_that_nobody_took_is_a_signal);
	tcase_add_test(tc, a_barrier_remembers_its_rounds_and_who_came);
	tcase_add_test(tc, of_many_rounds_the_last_are_kept);
	tcase_add_test(tc, who_waits_longest_at_a_condition_is_called_first);
	tcase_add_test(tc, the_lock_of_a_condition_is_learned_from_a_wait);
	tcase_add_test(tc, a_call_that_nobody_waits_for_is_lost);
	tcase_add_test(tc, a_thread_is_forgotten_with_its_process);
	suite_add_tcase(suite, tc);
	return suite;
}
