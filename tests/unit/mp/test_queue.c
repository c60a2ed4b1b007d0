/* SPDX-License-Identifier: MIT */
/* What a queue does in one process. */
#include "mp/queue.h"

#include <errno.h>
#include <math.h>
#include <stdint.h>

#include "mp/type.h"
#include "unit/mp/crew.h"
#include "unit/mp/tasks.h"

/* conforms: 56 */
START_TEST(a_new_queue_is_empty)
{
	ck_assert_str_eq(mp_queue_name(q), "tasks");
	ck_assert_uint_eq(mp_queue_capacity(q), 3);
	ck_assert_uint_eq(mp_queue_size(q), 0);
	ck_assert(mp_queue_empty(q));
	ck_assert(!mp_queue_full(q));
}
END_TEST

START_TEST(names_are_numbered_or_cut)
{
	mp_queue *a = mp_queue_new(NULL, 1, MP_INT);
	mp_queue *b = mp_queue_new(NULL, 1, MP_INT);
	mp_queue *c =
		mp_queue_new("012345678901234567890123456789ä", 1, MP_INT);
	mp_queue *d =
		mp_queue_new("0123456789012345678901234567890", 1, MP_INT);

	ck_assert_str_eq(mp_queue_name(a), "Queue-1");
	ck_assert_str_eq(mp_queue_name(b), "Queue-2");
	ck_assert_str_eq(mp_queue_name(c), "012345678901234567890123456789");
	ck_assert_str_eq(mp_queue_name(d), "0123456789012345678901234567890");
	mp_queue_free(a);
	mp_queue_free(b);
	mp_queue_free(c);
	mp_queue_free(d);
}
END_TEST

/* conforms: 55 */
START_TEST(the_first_in_is_the_first_out)
{
	for (int i = 0; i < 100; i++) {
		put(2 * i);
		put(2 * i + 1);
		ck_assert_uint_eq(mp_queue_size(q), 2);
		ck_assert_int_eq(get(), 2 * i);
		ck_assert_int_eq(get(), 2 * i + 1);
	}
}
END_TEST

/* conforms: 53 */
START_TEST(it_holds_its_capacity_and_no_more)
{
	int item = 9;

	for (int i = 0; i < 3; i++) {
		ck_assert(!mp_queue_full(q));
		put(i);
	}
	ck_assert(mp_queue_full(q));
	FAILS_WITH(EAGAIN, mp_queue_put_nowait(q, &item));
	FAILS_WITH(EAGAIN, mp_queue_put(q, &item, 0));
	FAILS_WITH(EAGAIN, mp_queue_put(q, &item, -1));
	FAILS_WITH(EAGAIN, mp_queue_put(q, &item, -INFINITY));
	FAILS_WITH(ETIMEDOUT, mp_queue_put(q, &item, 0.01));
	ck_assert_uint_eq(mp_queue_size(q), 3);
	for (int i = 0; i < 3; i++)
		ck_assert_int_eq(get(), i);
}
END_TEST

/* conforms: 54 */
START_TEST(an_empty_one_gives_nothing)
{
	int item = 77;

	FAILS_WITH(EAGAIN, mp_queue_get_nowait(q, &item));
	FAILS_WITH(EAGAIN, mp_queue_get(q, &item, 0));
	FAILS_WITH(EAGAIN, mp_queue_get(q, &item, -1));
	FAILS_WITH(ETIMEDOUT, mp_queue_get(q, &item, 0.01));
	ck_assert_int_eq(item, 77);
	put(5);
	ck_assert_int_eq(mp_queue_get_nowait(q, &item), 0);
	ck_assert_int_eq(item, 5);
	ck_assert_int_eq(mp_queue_put_nowait(q, &item), 0);
	ck_assert_int_eq(get(), 5);
}
END_TEST

static const mp_type no_types[] = {
	0,
	MP_TEXT(0),
	MP_BYTES(0),
	4U << 8,       /* no kind */
	1U | 3U << 8,  /* an int of 3 bytes */
	1U,            /* of none */
	1U | 16U << 8, /* of 16 */
	2U | 4U << 8,  /* a double of 4 */
	5U | 4U << 8,  /* no such kind */
	200U | 4U << 8,
};

START_TEST(a_type_that_is_none_is_refused)
{
	errno = 0;
	ck_assert_ptr_null(mp_queue_new("x", 1, no_types[_i]));
	ck_assert_int_eq(errno, EINVAL);
}
END_TEST

/* conforms: 57 */
START_TEST(a_capacity_must_be_possible)
{
	static const struct {
		size_t capacity;
		mp_type type;
		int err;
	} bad[] = {
		{ 0, MP_INT, EINVAL },
		{ SIZE_MAX, MP_INT, EOVERFLOW },
		{ SIZE_MAX / 8 + 1, MP_LONG, EOVERFLOW },
		{ (1U << 30) / 8 + 1, MP_LONG, EOVERFLOW },
		{ 1025, MP_BYTES(1 << 20), EOVERFLOW },
	};

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		errno = 0;
		ck_assert_ptr_null(
			mp_queue_new("x", bad[i].capacity, bad[i].type));
		ck_assert_int_eq(errno, bad[i].err);
	}
}
END_TEST

START_TEST(null_and_nan_are_refused)
{
	int item = 1;

	FAILS_WITH(EINVAL, mp_queue_put(NULL, &item, 0));
	FAILS_WITH(EINVAL, mp_queue_get(NULL, &item, 0));
	FAILS_WITH(EINVAL, mp_queue_put(q, NULL, 0));
	FAILS_WITH(EINVAL, mp_queue_get(q, NULL, 0));
	FAILS_WITH(EINVAL, mp_queue_put(q, &item, NAN));
	FAILS_WITH(EINVAL, mp_queue_get(q, &item, NAN));
	FAILS_WITH(EINVAL, mp_queue_put_nowait(q, NULL));
	FAILS_WITH(EINVAL, mp_queue_get_nowait(NULL, &item));
	FAILS_WITH(EINVAL, mp_queue_close(NULL));
	mp_queue_free(NULL);
	ck_assert_uint_eq(mp_queue_size(NULL), 0);
	ck_assert(mp_queue_empty(NULL));
	ck_assert(!mp_queue_full(NULL));
	ck_assert_uint_eq(mp_queue_capacity(NULL), 0);
	ck_assert_ptr_null(mp_queue_name(NULL));
	ck_assert_uint_eq(mp_queue_size(q), 0);
}
END_TEST

/* conforms: 59 */
START_TEST(texts_are_read_and_written_up_to_their_end)
{
	mp_queue *t = mp_queue_new(NULL, 2, MP_TEXT(8));
	char out[8] = "#######";

	/* Shorter in memory than the type says. */
	ck_assert_int_eq(mp_queue_put(t, "ab", 0), 0);
	ck_assert_int_eq(mp_queue_put(t, "1234567", 0), 0);
	ck_assert_int_eq(mp_queue_get(t, out, 0), 0);
	ck_assert_mem_eq(out, "ab\0####", 8);
	ck_assert_int_eq(mp_queue_get(t, out, 0), 0);
	ck_assert_str_eq(out, "1234567");
	FAILS_WITH(EMSGSIZE, mp_queue_put(t, "12345678", MP_FOREVER));
	ck_assert(mp_queue_empty(t));
	ck_assert_int_eq(mp_queue_put(t, "", 0), 0);
	ck_assert_int_eq(mp_queue_get(t, out, 0), 0);
	ck_assert_str_eq(out, "");
	mp_queue_free(t);
}
END_TEST

/* conforms: 62 */
START_TEST(items_of_every_type_come_out_as_they_went_in)
{
	struct odd {
		char c[13];
	} in = { "thirteen byte" }, out;
	mp_queue *b = mp_queue_new(NULL, 5, MP_BYTES(sizeof(in)));
	mp_queue *d = mp_queue_new(NULL, 1, MP_DOUBLE);
	mp_queue *l = mp_queue_new(NULL, 1, MP_LONG);
	double half = 0.5, x = 0;
	int64_t least = INT64_MIN, y = 0;

	for (int i = 0; i < 12; i++) {
		in.c[0] = (char)i;
		ck_assert_int_eq(mp_queue_put(b, &in, 0), 0);
		ck_assert_int_eq(mp_queue_get(b, &out, 0), 0);
		ck_assert_mem_eq(&in, &out, sizeof(in));
	}
	ck_assert_int_eq(mp_queue_put(d, &half, 0), 0);
	ck_assert_int_eq(mp_queue_get(d, &x, 0), 0);
	ck_assert_double_eq(x, half);
	ck_assert_int_eq(mp_queue_put(l, &least, 0), 0);
	ck_assert_int_eq(mp_queue_get(l, &y, 0), 0);
	ck_assert_int_eq(y, least);
	mp_queue_free(b);
	mp_queue_free(d);
	mp_queue_free(l);
}
END_TEST

/* conforms: 60 */
START_TEST(a_closed_queue_takes_nothing_and_gives_what_is_left)
{
	int item = 3;

	put(1);
	put(2);
	ck_assert_int_eq(mp_queue_close(q), 0);
	ck_assert_int_eq(mp_queue_close(q), 0);
	FAILS_WITH(EPIPE, mp_queue_put(q, &item, MP_FOREVER));
	FAILS_WITH(EPIPE, mp_queue_put_nowait(q, &item));
	ck_assert_int_eq(get(), 1);
	ck_assert_int_eq(get(), 2);
	FAILS_WITH(EPIPE, mp_queue_get(q, &item, MP_FOREVER));
	FAILS_WITH(EPIPE, mp_queue_get_nowait(q, &item));
	ck_assert_int_eq(item, 3);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("mp/queue");
	TCase *t = tcase_create("queue");

	tcase_set_timeout(t, 60);
	tcase_add_checked_fixture(t, tasks_setup, tasks_teardown);
	tcase_add_test(t, a_new_queue_is_empty);
	tcase_add_test(t, names_are_numbered_or_cut);
	tcase_add_test(t, the_first_in_is_the_first_out);
	tcase_add_test(t, it_holds_its_capacity_and_no_more);
	tcase_add_test(t, an_empty_one_gives_nothing);
	tcase_add_loop_test(t, a_type_that_is_none_is_refused, 0,
			    sizeof(no_types) / sizeof(*no_types));
	tcase_add_test(t, a_capacity_must_be_possible);
	tcase_add_test(t, null_and_nan_are_refused);
	tcase_add_test(t, texts_are_read_and_written_up_to_their_end);
	tcase_add_test(t, items_of_every_type_come_out_as_they_went_in);
	tcase_add_test(t, a_closed_queue_takes_nothing_and_gives_what_is_left);
	suite_add_tcase(s, t);
	return s;
}
