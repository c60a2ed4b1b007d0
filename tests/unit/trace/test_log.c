/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/check_main.h"
#include "trace/log.h"
#include "trace/texts.h"

static struct trace_log *new_log(size_t max_events, size_t count)
{
	struct trace_log *log = trace_log_new(max_events);

	for (size_t i = 0; i < count; i++)
		trace_log_append(log, &(struct trace_event){ .a = i });
	return log;
}

START_TEST(an_index_names_the_same_event_for_ever)
{
	enum { COUNT = 100000 };
	struct trace_log *log = new_log(0, 1);
	const struct trace_event *first = trace_log_at(log, 0);

	for (size_t i = 1; i < COUNT; i++)
		trace_log_append(log, &(struct trace_event){ .a = i });
	ck_assert_uint_eq(trace_log_first(log), 0);
	ck_assert_uint_eq(trace_log_end(log), COUNT);
	ck_assert_ptr_eq(trace_log_at(log, 0), first);
	for (size_t i = 0; i < COUNT; i++)
		ck_assert_uint_eq(trace_log_at(log, i)->a, i);
	trace_log_free(log);
}
END_TEST

START_TEST(a_full_log_drops_its_oldest_events)
{
	size_t maxima[] = { 1, 4096, 5000, 40000 };

	for (int m = 0; m < 4; m++) {
		size_t max = maxima[m], count = 200000;
		struct trace_log *log = new_log(max, count);
		size_t first = trace_log_first(log), end = trace_log_end(log);

		ck_assert_uint_eq(end, count);
		ck_assert_uint_ge(end - first, max);
		ck_assert_uint_le(end - first, max + 2 * 4096);
		for (size_t i = first; i < end; i++)
			ck_assert_uint_eq(trace_log_at(log, i)->a, i);
		trace_log_free(log);
	}
}
END_TEST

START_TEST(an_empty_log_has_no_events)
{
	struct trace_log *log = new_log(SIZE_MAX, 0);

	ck_assert_uint_eq(trace_log_first(log), 0);
	ck_assert_uint_eq(trace_log_end(log), 0);
	trace_log_free(log);
	trace_log_free(NULL);
}
END_TEST

START_TEST(a_log_without_a_limit_drops_nothing)
{
	struct trace_log *log = new_log(SIZE_MAX, 50000);

	ck_assert_uint_eq(trace_log_first(log), 0);
	ck_assert_uint_eq(trace_log_at(log, 0)->a, 0);
	trace_log_free(log);
}
END_TEST

START_TEST(the_same_bytes_have_the_same_number)
{
	enum { COUNT = 20000 };
	struct trace_log *log = trace_log_new(0);
	static uint32_t number[COUNT];
	char text[32];

	for (int i = 0; i < COUNT; i++) {
		int len = snprintf(text, sizeof(text), "text %d", i);

		number[i] = trace_log_intern(log, text, (size_t)len);
		ck_assert_uint_ne(number[i], 0);
		if (i)
			ck_assert_uint_ne(number[i], number[i - 1]);
	}
	for (int i = COUNT; i-- > 0;) {
		int len = snprintf(text, sizeof(text), "text %d", i);
		size_t got;

		ck_assert_uint_eq(trace_log_intern(log, text, (size_t)len),
				  number[i]);
		ck_assert_str_eq(trace_log_text(log, number[i], &got), text);
		ck_assert_uint_eq(got, (size_t)len);
	}
	trace_log_free(log);
}
END_TEST

START_TEST(a_text_may_hold_zeros)
{
	struct trace_log *log = trace_log_new(0);
	uint32_t a = trace_log_intern(log, "a\0b", 3),
		 b = trace_log_intern(log, "a\0c", 3),
		 c = trace_log_intern(log, "a\0c", 2);
	size_t len;

	ck_assert_uint_ne(a, b);
	ck_assert_uint_ne(b, c);
	ck_assert_int_eq(memcmp(trace_log_text(log, a, &len), "a\0b", 4), 0);
	ck_assert_uint_eq(len, 3);
	trace_log_free(log);
}
END_TEST

START_TEST(a_text_stays_where_it_is)
{
	size_t size = 300000, len;
	struct trace_log *log = trace_log_new(0);
	char *big = malloc(size);
	const char *text, *small;
	uint32_t number;

	ck_assert_ptr_nonnull(big);
	memset(big, 'b', size);
	small = trace_log_text(log, trace_log_intern(log, "small", 5), NULL);
	number = trace_log_intern(log, big, size);
	text = trace_log_text(log, number, &len);
	for (size_t i = 1; i < 1000; i++)
		(void)trace_log_intern(log, big, i);
	ck_assert_ptr_eq(trace_log_text(log, number, &len), text);
	ck_assert_uint_eq(len, size);
	ck_assert_int_eq(memcmp(text, big, size), 0);
	ck_assert_str_eq(small, "small");
	free(big);
	trace_log_free(log);
}
END_TEST

START_TEST(unknown_numbers_and_0_are_the_empty_text)
{
	struct trace_log *log = trace_log_new(0);
	size_t len = 9;

	ck_assert_uint_eq(trace_log_intern(log, "x", 0), 0);
	ck_assert_str_eq(trace_log_text(log, 0, &len), "");
	ck_assert_uint_eq(len, 0);
	ck_assert_str_eq(trace_log_text(log, UINT32_MAX, NULL), "");
	trace_log_free(log);
}
END_TEST

START_TEST(a_flood_of_texts_is_bounded)
{
	size_t size = (size_t)4 << 20;
	struct texts *t = texts_new();
	char *big = malloc(size);
	uint32_t first, full;

	ck_assert_ptr_nonnull(big);
	memset(big, 'b', size);
	first = texts_intern(t, "first", 5);
	for (size_t i = 0; i < TEXTS_MAX / size + 2; i++) {
		big[0] = (char)i;
		full = texts_intern(t, big, size);
	}
	ck_assert_str_eq(texts_get(t, full, NULL), TEXTS_NO_ROOM);
	big[1] = 'c';
	ck_assert_uint_eq(texts_intern(t, big, size), full);
	ck_assert_uint_eq(texts_intern(t, "first", 5), first);
	free(big);
	texts_free(t);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("trace log");
	TCase *c = tcase_create("log");

	tcase_set_timeout(c, 30);
	tcase_add_test(c, an_index_names_the_same_event_for_ever);
	tcase_add_test(c, a_full_log_drops_its_oldest_events);
	tcase_add_test(c, an_empty_log_has_no_events);
	tcase_add_test(c, a_log_without_a_limit_drops_nothing);
	tcase_add_test(c, the_same_bytes_have_the_same_number);
	tcase_add_test(c, a_text_may_hold_zeros);
	tcase_add_test(c, a_text_stays_where_it_is);
	tcase_add_test(c, unknown_numbers_and_0_are_the_empty_text);
	tcase_add_test(c, a_flood_of_texts_is_bounded);
	suite_add_tcase(s, c);
	return s;
}
