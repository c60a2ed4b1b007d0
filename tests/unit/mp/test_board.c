/* SPDX-License-Identifier: MIT */
/* Which workers are woken for what is posted on a board. */
#include "mp/board.h"

#include <pthread.h>
#include <sched.h>
#include <string.h>

#include "support/check_main.h"

enum { WORKERS = 3 };

static struct mp__board *b;

static void setup(void)
{
	uint64_t memory = 1 << 20;

	b = mp__board_map(WORKERS, &memory);
	ck_assert_ptr_nonnull(b);
}

static void teardown(void)
{
	mp__board_unmap(b);
}

/* A job of @chunks, as its owner posts it. */
static void post(uint32_t chunks)
{
	uint64_t pos = atomic_load(&b->tail);
	struct mp__job *job = &b->job[pos % MP__JOBS];

	for (uint32_t i = 0; i < chunks; i++)
		atomic_store(&b->word[100 * pos + i],
			     MP__POS(pos) | MP__PENDING);
	atomic_store(&job->words, (uint32_t)(100 * pos));
	atomic_store(&job->chunks, chunks);
	atomic_store(&job->next, MP__NEXT(pos, 0));
	atomic_store(&job->seq, pos);
	atomic_store(&b->tail, pos + 1);
}

static void lay_to_rest(unsigned w)
{
	atomic_fetch_or(&b->resting[0], 1ULL << w);
}

static bool is_woken(unsigned w)
{
	return atomic_load(&b->desk[w].wake);
}

START_TEST(as_many_are_woken_as_there_are_chunks)
{
	lay_to_rest(0);
	lay_to_rest(1);
	lay_to_rest(2);
	mp__board_rouse(b, 2);
	ck_assert(is_woken(0) && is_woken(1) && !is_woken(2));
	mp__board_rouse(b, 2);
	ck_assert(is_woken(2));
}
END_TEST

START_TEST(nobody_is_woken_for_what_a_seeker_will_find)
{
	atomic_store(&b->seeking[0], 1);
	lay_to_rest(1);
	lay_to_rest(2);
	mp__board_rouse(b, 1);
	ck_assert(!is_woken(1) && !is_woken(2));
	mp__board_rouse(b, 2);
	ck_assert(is_woken(1) && !is_woken(2));
	/* It died. */
	mp__board_forget(b, 0);
	mp__board_rouse(b, 1);
	ck_assert(is_woken(2));
}
END_TEST

START_TEST(a_seeker_that_finds_the_last_chunk_wakes_nobody)
{
	struct mp__claim c;

	lay_to_rest(1);
	post(1);
	ck_assert(mp__board_seek(b, 0, &c));
	ck_assert_uint_eq(c.index, 0);
	ck_assert_uint_eq(atomic_load(&b->seeking[0]), 0);
	ck_assert(!is_woken(1));
}
END_TEST

/* The second chunk is of the same job, or of the next. */
START_TEST(a_seeker_that_finds_work_passes_on_what_is_left)
{
	struct mp__claim c;

	lay_to_rest(1);
	lay_to_rest(2);
	post(_i ? 1 : 2);
	if (_i)
		post(1);
	ck_assert(mp__board_seek(b, 0, &c));
	ck_assert(is_woken(1) && !is_woken(2));
}
END_TEST

static void *seek_as_1(void *ret)
{
	return mp__board_seek(b, 1, ret) ? ret : NULL;
}

/* More may have been left to the seeker that has woken it than one chunk. */
START_TEST(who_is_woken_passes_on_what_is_left)
{
	struct mp__claim c;
	pthread_t thread;
	void *found;

	ck_assert_int_eq(pthread_create(&thread, NULL, seek_as_1, &c), 0);
	while (!(atomic_load(&b->resting[0]) & 1ULL << 1))
		(void)sched_yield();
	lay_to_rest(2);
	post(2);
	mp__board_rouse(b, 1);
	ck_assert_int_eq(pthread_join(thread, &found), 0);
	ck_assert_ptr_nonnull(found);
	ck_assert_uint_eq(c.index, 0);
	ck_assert(is_woken(2));
}
END_TEST

START_TEST(a_seeker_leaves_a_closed_board)
{
	struct mp__claim c;

	atomic_store(&b->closed, 1);
	ck_assert(!mp__board_seek(b, 0, &c));
	ck_assert_uint_eq(atomic_load(&b->seeking[0]), 0);
	ck_assert_uint_eq(atomic_load(&b->resting[0]), 0);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("mp/board");
	TCase *t = tcase_create("board");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, as_many_are_woken_as_there_are_chunks);
	tcase_add_test(t, nobody_is_woken_for_what_a_seeker_will_find);
	tcase_add_test(t, a_seeker_that_finds_the_last_chunk_wakes_nobody);
	tcase_add_loop_test(t, a_seeker_that_finds_work_passes_on_what_is_left,
			    0, 2);
	tcase_add_test(t, who_is_woken_passes_on_what_is_left);
	tcase_add_test(t, a_seeker_leaves_a_closed_board);
	suite_add_tcase(s, t);
	return s;
}
