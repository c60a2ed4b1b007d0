/* SPDX-License-Identifier: MIT */
/* The two ends of a queue: who puts, who takes, and what they share. */
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <unistd.h>

#include "mp/process.h"
#include "mp/queue.h"
#include "mp/ring.h"
#include "unit/mp/crew.h"
#include "unit/mp/watch.h"

enum { SIDE = 4, ITEMS = 1500, MOST = 64 };

static struct shared {
	_Atomic uint8_t came[SIDE][ITEMS];
	atomic_int turn;
	atomic_int holds;
} * shared;

static mp_queue *q;
static int numbers[SIDE] = { 0, 1, 2, 3 };
static int items; /* that each producer puts */

static void setup(void)
{
	crew_setup();
	items = ITEMS;
	shared = shared_memory(sizeof(*shared));
}

static void make(size_t capacity)
{
	q = mp_queue_new("tasks", capacity, MP_INT);
	ck_assert_ptr_nonnull(q);
}

static void teardown(void)
{
	mp_queue_free(q);
	q = NULL;
}

/* ---- many at both ends ---- */

static int produce(void *number)
{
	int me = *(int *)number;

	for (int i = 0; i < items; i++) {
		int item = me * ITEMS + i;

		if (mp_queue_put(q, &item, MP_FOREVER))
			return 1;
	}
	return 0;
}

static int consume(void *unused)
{
	int last[SIDE] = { -1, -1, -1, -1 }, item;

	(void)unused;
	while (!mp_queue_get(q, &item, MP_FOREVER)) {
		int by = item / ITEMS, i = item % ITEMS;

		if (i <= last[by])
			return 1;
		last[by] = i;
		atomic_fetch_add(&shared->came[by][i], 1);
	}
	return errno != EPIPE;
}

static int produce_unwatched(void *number)
{
	mp_probe = NULL;
	return produce(number);
}

static int consume_unwatched(void *unused)
{
	mp_probe = NULL;
	return consume(unused);
}

/* All items of all producers, through the queue; half of them with @odd. */
static void pass(mp_process_fn *odd_produce, mp_process_fn *odd_consume)
{
	mp_process *producer[SIDE], *consumer[SIDE];

	for (int i = 0; i < SIDE; i++) {
		consumer[i] = started(i % 2 ? odd_consume : consume, NULL);
		producer[i] =
			started(i % 2 ? odd_produce : produce, &numbers[i]);
	}
	for (int i = 0; i < SIDE; i++)
		ck_assert_int_eq(ended_with(producer[i]), 0);
	ck_assert_int_eq(mp_queue_close(q), 0);
	for (int i = 0; i < SIDE; i++)
		ck_assert_int_eq(ended_with(consumer[i]), 0);
	for (int i = 0; i < SIDE; i++)
		for (int k = 0; k < items; k++)
			ck_assert_int_eq(atomic_load(&shared->came[i][k]), 1);
	ck_assert(mp_queue_empty(q));
}

static const size_t capacities[] = { 1, 2, 3, 5, 7, MOST };

/* So many that it cannot pass in time if sleepers are forgotten. */
START_TEST(every_item_comes_once_and_in_its_order)
{
	make(capacities[_i]);
	pass(produce, consume);
}
END_TEST

/* Of one verb: each number is greater than the last. */
static int ck_ascending(enum mp_verb verb)
{
	uint64_t last = 0;
	int n = 0;

	for (int i = 0; i < watch_len(); i++) {
		const struct mp_probe_event *e = &watch_at(i)->e;

		if (e->verb != verb || e->phase != MP_HAPPENS)
			continue;
		ck_assert_uint_gt(e->b, last);
		last = e->b;
		n++;
	}
	return n;
}

START_TEST(those_who_are_watched_and_those_who_are_not_use_it_together)
{
	items = 200;
	watch_start();
	make(capacities[_i]);
	pass(produce_unwatched, consume_unwatched);
	ck_assert_int_eq(ck_ascending(MP_VERB_PUT), 2 * items);
	(void)ck_ascending(MP_VERB_GET);
}
END_TEST

/* ---- what has been done is seen ---- */

static void await_turn(int turn)
{
	while (atomic_load(&shared->turn) != turn)
		(void)sched_yield();
}

static int take_at_once(void *unused)
{
	int item;

	(void)unused;
	for (int i = 0; i < ITEMS; i++) {
		await_turn(2 * i + 1);
		if (mp_queue_get_nowait(q, &item) || item != i)
			return 1;
		atomic_store(&shared->turn, 2 * i + 2);
	}
	return 0;
}

START_TEST(what_was_put_can_be_taken_and_what_was_taken_makes_room)
{
	mp_process *p;

	make(1);
	p = started(take_at_once, NULL);
	for (int i = 0; i < ITEMS; i++) {
		await_turn(2 * i);
		ck_assert_int_eq(mp_queue_put_nowait(q, &i), 0);
		atomic_store(&shared->turn, 2 * i + 1);
	}
	ck_assert_int_eq(ended_with(p), 0);
}
END_TEST

/* ---- whoever stands or dies at one end ---- */

static int hold(void *ends)
{
	(void)mp__ring_lock(q, *(enum mp__ends *)ends, NULL);
	atomic_store(&shared->holds, 1);
	return wait_for_ever(NULL);
}

static bool it_holds(void *unused)
{
	(void)unused;
	return atomic_load(&shared->holds);
}

static mp_process *holding(enum mp__ends *ends)
{
	mp_process *p = started(hold, ends);

	ck_assert(eventually(it_holds, NULL));
	return p;
}

static void finish_off(mp_process *p)
{
	ck_assert_int_eq(mp_process_kill(p), 0);
	ck_assert_int_eq(ended_with(p), -SIGKILL);
}

static void put(int item)
{
	ck_assert_int_eq(mp_queue_put(q, &item, MP_FOREVER), 0);
}

static int get(void)
{
	int item = -1;

	ck_assert_int_eq(mp_queue_get(q, &item, MP_FOREVER), 0);
	return item;
}

START_TEST(takers_do_not_wait_for_who_puts)
{
	enum mp__ends tail = MP__TAIL;
	mp_process *p;

	make(3);
	put(1);
	put(2);
	p = holding(&tail);
	ck_assert_int_eq(get(), 1);
	finish_off(p);
	put(3);
	ck_assert_int_eq(get(), 2);
	ck_assert_int_eq(get(), 3);
}
END_TEST

START_TEST(putters_do_not_wait_for_who_takes)
{
	enum mp__ends head = MP__HEAD;
	mp_process *p;

	make(3);
	put(1);
	p = holding(&head);
	put(2);
	put(3);
	ck_assert(mp_queue_full(q));
	finish_off(p);
	for (int i = 1; i <= 3; i++)
		ck_assert_int_eq(get(), i);
}
END_TEST

/* One lock is found orphaned by who needs only it, or by who takes both. */
START_TEST(a_death_is_found_at_the_end_where_it_was)
{
	enum mp__ends ends = (enum mp__ends)(_i + 1);

	make(3);
	put(1);
	finish_off(holding(&ends));
	watch_start();
	put(2);
	ck_assert_int_eq(watch_count(MP_VERB_REPAIR, MP_HAPPENS), 1);
	ck_assert_int_eq((int)watch_the(MP_VERB_REPAIR, MP_HAPPENS)->e.a, 1);
	ck_assert_int_eq((int)watch_the(MP_VERB_REPAIR, MP_HAPPENS)->e.b, 0);
	ck_assert_int_eq(get(), 1);
	ck_assert_int_eq(get(), 2);
	ck_assert_int_eq(watch_count(MP_VERB_REPAIR, MP_HAPPENS), 1);
}
END_TEST

/* ---- memory ---- */

START_TEST(an_item_of_up_to_a_line_lies_within_one)
{
	for (uint32_t size = 1; size <= 64; size++) {
		q = mp_queue_new(NULL, 5, MP_BYTES(size));
		ck_assert_ptr_nonnull(q);
		for (uint64_t n = 0; n < 20; n++) {
			uintptr_t at = (uintptr_t)mp__ring_slot(q, n);

			ck_assert_uint_eq(at / 64, (at + size - 1) / 64);
		}
		mp_queue_free(q);
	}
	q = NULL;
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("mp/queue_ends");
	TCase *t = tcase_create("queue_ends");
	int n = sizeof(capacities) / sizeof(*capacities);

	tcase_set_timeout(t, 60);
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_loop_test(t, every_item_comes_once_and_in_its_order, 0, n);
	tcase_add_loop_test(
		t, those_who_are_watched_and_those_who_are_not_use_it_together,
		0, n);
	tcase_add_test(t,
		       what_was_put_can_be_taken_and_what_was_taken_makes_room);
	tcase_add_test(t, takers_do_not_wait_for_who_puts);
	tcase_add_test(t, putters_do_not_wait_for_who_takes);
	tcase_add_loop_test(t, a_death_is_found_at_the_end_where_it_was, 0, 3);
	tcase_add_test(t, an_item_of_up_to_a_line_lies_within_one);
	suite_add_tcase(s, t);
	return s;
}
