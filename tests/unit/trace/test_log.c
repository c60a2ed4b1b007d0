/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support/check_main.h"
#include "trace/codec.h"
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

	for (size_t i = 1; i < COUNT; i++)
		trace_log_append(log, &(struct trace_event){ .a = i });
	ck_assert_uint_eq(trace_log_first(log), 0);
	ck_assert_uint_eq(trace_log_end(log), COUNT);
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

START_TEST(spans_go_over_all_events_without_a_gap)
{
	enum { COUNT = 3 * CODEC_EVENTS + 100 };
	struct trace_log *log = trace_log_new(0);
	size_t count, i = 0;

	for (size_t k = 0; k < COUNT; k++) {
		trace_log_append(log, &(struct trace_event){ .a = k });
		if (k == 77)
			trace_log_seal(log);
	}
	while (i < COUNT) {
		const struct trace_event *e = trace_log_span(log, i, &count);

		ck_assert_uint_ge(count, 1);
		ck_assert_uint_le(i + count, COUNT);
		for (size_t k = 0; k < count; k++)
			ck_assert_uint_eq(e[k].a, i + k);
		i += count;
	}
	trace_log_free(log);
}
END_TEST

START_TEST(events_are_read_in_any_order)
{
	enum { COUNT = 40 * CODEC_EVENTS };
	struct trace_log *log = new_log(0, COUNT);

	for (size_t i = 0; i < COUNT; i++) {
		size_t at = i * 7919 * CODEC_EVENTS % COUNT + i % CODEC_EVENTS;

		ck_assert_uint_eq(trace_log_at(log, at)->a, at);
		ck_assert_uint_eq(trace_log_at(log, COUNT - 1 - i)->a,
				  COUNT - 1 - i);
	}
	trace_log_free(log);
}
END_TEST

/* Two events each 10 ns, the first ones at 10. */
START_TEST(an_event_is_found_by_its_time)
{
	enum { COUNT = 5 * CODEC_EVENTS };
	struct trace_log *log = trace_log_new(2 * CODEC_EVENTS);
	size_t first;

	ck_assert_uint_eq(trace_log_after(log, 5), 0);
	for (size_t i = 0; i < COUNT; i++) {
		trace_log_append(log,
				 &(struct trace_event){
					 .time_ns = 10 + (int64_t)i / 2 * 10 });
		if (i == 100) {
			ck_assert_uint_eq(trace_log_after(log, 9), 0);
			ck_assert_uint_eq(trace_log_after(log, 10), 2);
			ck_assert_uint_eq(trace_log_after(log, 5000), 101);
		}
	}
	first = trace_log_first(log);
	ck_assert_uint_gt(first, 0);
	ck_assert_uint_eq(trace_log_after(log, 0), first);
	for (size_t i = first + 2; i < COUNT; i += 2) {
		int64_t time_ns = 10 + (int64_t)i / 2 * 10;

		ck_assert_uint_eq(trace_log_after(log, time_ns), i + 2);
		ck_assert_uint_eq(trace_log_after(log, time_ns - 1), i);
	}
	ck_assert_uint_eq(trace_log_after(log, INT64_MAX), COUNT);
	trace_log_free(log);
}
END_TEST

static void copy_blocks(struct trace_log *to, const struct trace_log *from)
{
	struct trace_block b;

	while (trace_log_block(from, trace_log_end(to), &b))
		ck_assert_int_eq(trace_log_add_block(to, &b, NULL), 0);
}

START_TEST(whole_blocks_can_be_given_to_another_log)
{
	struct trace_log *log = new_log(0, 5000), *copy = trace_log_new(0);
	struct trace_block b;

	copy_blocks(copy, log);
	ck_assert_uint_eq(trace_log_end(copy), 2 * CODEC_EVENTS);
	ck_assert(!trace_log_block(log, 2 * CODEC_EVENTS, &b));
	trace_log_seal(log);
	trace_log_seal(log);
	copy_blocks(copy, log);
	ck_assert_uint_eq(trace_log_end(copy), 5000);
	for (size_t i = 0; i < 5000; i++)
		ck_assert_uint_eq(trace_log_at(copy, i)->a, i);
	ck_assert(trace_log_block(copy, 4999, &b));
	ck_assert_uint_eq(b.first, 2 * CODEC_EVENTS);
	ck_assert_uint_eq(b.first + b.count, 5000);
	ck_assert(!trace_log_block(copy, 5000, &b));
	trace_log_free(log);
	trace_log_free(copy);
}
END_TEST

START_TEST(a_block_that_is_none_is_not_appended)
{
	struct trace_log *log = trace_log_new(0), *copy = trace_log_new(0);
	struct trace_block b;

	trace_log_append(log, &(struct trace_event){ .time_ns = 50, .a = 9 });
	trace_log_seal(log);
	ck_assert(trace_log_block(log, 0, &b));
	b.count++;
	ck_assert_int_eq(trace_log_add_block(copy, &b, NULL), -EBADMSG);
	b.count = 0;
	ck_assert_int_eq(trace_log_add_block(copy, &b, NULL), -EBADMSG);
	ck_assert_uint_eq(trace_log_end(copy), 0);
	b.count = 1;
	ck_assert_int_eq(trace_log_add_block(copy, &b, NULL), 0);
	b.time_ns = 49;
	ck_assert_int_eq(trace_log_add_block(copy, &b, NULL), -EBADMSG);
	ck_assert_uint_eq(trace_log_end(copy), 1);
	/* It goes on as if nothing had been. */
	trace_log_append(copy, &(struct trace_event){ .time_ns = 51, .a = 8 });
	ck_assert_uint_eq(trace_log_at(copy, 0)->a, 9);
	ck_assert_uint_eq(trace_log_at(copy, 1)->a, 8);
	trace_log_free(log);
	trace_log_free(copy);
}
END_TEST

START_TEST(blocks_with_other_verbs_become_ours)
{
	uint16_t ours[3] = { 0, MP_VERB_GET, MP_VERB_PUT };
	struct codec_verbs verbs = { ours, 3 };
	struct trace_log *log = trace_log_new(0), *copy = trace_log_new(0);
	struct trace_block b;

	for (uint16_t verb = 0; verb < 4; verb++)
		trace_log_append(log, &(struct trace_event){ .verb = verb });
	trace_log_seal(log);
	ck_assert(trace_log_block(log, 0, &b));
	ck_assert_int_eq(trace_log_add_block(copy, &b, &verbs), 0);
	/* Push what is decoded out of the cache. */
	for (size_t i = 0; i < 20 * CODEC_EVENTS; i++)
		trace_log_append(copy, &(struct trace_event){ .a = i });
	for (size_t i = 0; i < 20 * CODEC_EVENTS; i++)
		ck_assert_uint_eq(trace_log_at(copy, 4 + i)->a, i);
	ck_assert_uint_eq(trace_log_at(copy, 1)->verb, MP_VERB_GET);
	ck_assert_uint_eq(trace_log_at(copy, 2)->verb, MP_VERB_PUT);
	ck_assert_uint_eq(trace_log_at(copy, 3)->verb, MP_VERB_NONE);
	trace_log_free(log);
	trace_log_free(copy);
}
END_TEST

/* Events that do not become small: the limit of a log without a number. */
static void append_large(struct trace_log *log, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		uint64_t n = trace_log_end(log);

		trace_log_append(log,
				 &(struct trace_event){
					 .pid = (uint32_t)(n * 2654435761u),
					 .verb = MP_VERB_PUT,
					 .object = n * 0x9E3779B97F4A7C15ULL,
					 .a = n,
					 .b = n * 0xBF58476D1CE4E5B9ULL,
					 .site = n * 0x94D049BB133111EBULL,
				 });
	}
}

START_TEST(past_its_limit_a_log_drops_blocks_or_reads_them_from_a_file)
{
	enum { COUNT = 5000 * 1000 };
	struct trace_log *log = trace_log_new(0);
	FILE *file = tmpfile();
	struct trace_block b;
	int64_t offset = 0;
	size_t first;

	ck_assert_ptr_nonnull(file);
	append_large(log, CODEC_EVENTS);
	while (trace_log_end(log) < COUNT) {
		append_large(log, CODEC_EVENTS);
		first = trace_log_end(log) - CODEC_EVENTS;
		ck_assert(trace_log_block(log, first, &b));
		ck_assert_uint_eq(fwrite(b.bytes, 1, b.len, file), b.len);
		trace_log_stored(log, first, fileno(file), offset);
		offset += (int64_t)b.len;
	}
	ck_assert_int_eq(fflush(file), 0);
	ck_assert_int_gt(offset, (int64_t)TRACE_LOG_BYTES);
	/* All but the very first block, which had no place. */
	first = trace_log_first(log);
	ck_assert_uint_eq(first, CODEC_EVENTS);
	ck_assert_uint_le(trace_log_size(log),
			  TRACE_LOG_BYTES + TRACE_LOG_BYTES / 8);
	for (size_t i = first; i < trace_log_end(log); i += 999)
		ck_assert_uint_eq(trace_log_at(log, i)->a, i);
	ck_assert(trace_log_block(log, first, &b));
	ck_assert_ptr_null(b.bytes);
	/* A file that was cut: events that say nothing. */
	ck_assert_int_eq(ftruncate(fileno(file), 10), 0);
	ck_assert_uint_eq(trace_log_at(log, first + CODEC_EVENTS)->a, 0);
	trace_log_free(log);
	(void)fclose(file);
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
	tcase_add_test(c, spans_go_over_all_events_without_a_gap);
	tcase_add_test(c, events_are_read_in_any_order);
	tcase_add_test(c, an_event_is_found_by_its_time);
	tcase_add_test(c, whole_blocks_can_be_given_to_another_log);
	tcase_add_test(c, a_block_that_is_none_is_not_appended);
	tcase_add_test(c, blocks_with_other_verbs_become_ours);
	tcase_add_test(
		c, past_its_limit_a_log_drops_blocks_or_reads_them_from_a_file);
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
