/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "support/check_main.h"
#include "trace/codec.h"

static struct codec *codec;
static struct trace_event *events, *back;
static unsigned char *bytes;
static uint64_t state;

static void open_codec(void)
{
	codec = codec_new();
	events = calloc(CODEC_EVENTS, sizeof(*events));
	back = calloc(CODEC_EVENTS, sizeof(*back));
	bytes = calloc(CODEC_EVENTS + 1, CODEC_EVENT_MAX);
	ck_assert(events && back && bytes);
	state = 88172645463325252ULL;
}

static void close_codec(void)
{
	codec_free(codec);
	free(events);
	free(back);
	free(bytes);
}

static uint64_t random_bits(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state * 0x2545F4914F6CDD1DULL;
}

/* Numbers of every size, from both ends of what a type can hold. */
static uint64_t any(void)
{
	uint64_t bits = random_bits();
	uint64_t value = random_bits() >> (bits & 63);

	return bits & 64 ? 0 - value : value;
}

static void check(size_t count)
{
	size_t len = codec_encode(codec, events, count, bytes);
	struct codec_block b = {
		.bytes = bytes,
		.len = len,
		.count = count,
		.time_ns = events[0].time_ns,
	};

	ck_assert_uint_le(len, count * CODEC_EVENT_MAX);
	ck_assert_int_eq(codec_decode(codec, &b, back), 0);
	for (size_t i = 0; i < count; i++)
		ck_assert_msg(memcmp(&events[i], &back[i], sizeof(*back)) == 0,
			      "event %zu of %zu", i, count);
}

static void make_any(struct trace_event *e, int64_t after_ns)
{
	uint64_t later = any() & INT64_MAX;

	if (later > (uint64_t)(INT64_MAX - after_ns))
		later = 0;
	*e = (struct trace_event){
		.time_ns = after_ns + (int64_t)later,
		.pid = (uint32_t)any(),
		.tid = (uint32_t)any(),
		.verb = (uint16_t)any(),
		.phase = (uint8_t)any(),
		.kind = (uint8_t)any(),
		.err = (int32_t)any(),
		.object = any(),
		.a = any(),
		.b = any(),
		.site = any(),
		.text = (uint32_t)any(),
		.aux = (uint32_t)any(),
	};
}

START_TEST(any_events_come_back_as_they_were)
{
	for (int round = 0; round < 200; round++) {
		size_t count = 1 + random_bits() % CODEC_EVENTS;
		int64_t time_ns = 0;

		for (size_t i = 0; i < count; i++) {
			/* Half of them alike, so that sorts are met again. */
			if (i && random_bits() & 1)
				events[i] = events[random_bits() % i];
			else
				make_any(&events[i], time_ns);
			if (events[i].time_ns < time_ns)
				events[i].time_ns = time_ns;
			time_ns = events[i].time_ns;
		}
		check(count);
	}
}
END_TEST

START_TEST(the_ends_of_every_type_come_back)
{
	memset(&events[0], 0, sizeof(events[0]));
	memset(&events[1], 0xff, sizeof(events[1]));
	events[1].time_ns = INT64_MAX;
	events[1].err = INT32_MIN;
	events[2] = events[1];
	events[2].err = INT32_MAX;
	events[3] = events[0];
	events[3].time_ns = INT64_MAX;
	check(4);
	ck_assert_uint_eq(codec_encode(codec, events, 0, bytes), 0);
}
END_TEST

static struct trace_event put_of(uint32_t pid, uint64_t n)
{
	return (struct trace_event){
		.time_ns = (int64_t)n * 5000,
		.pid = pid,
		.tid = pid,
		.verb = MP_VERB_PUT,
		.phase = (uint8_t)(n % 3 ? n % 3 + 1 : 0),
		.kind = MP_KIND_INT,
		.object = (uint64_t)pid << 32 | 1,
		.site = 0x555555555555,
		.a = n * 7 % 100,
		.b = n / 3,
		.aux = (uint32_t)(n % 4),
	};
}

START_TEST(what_a_process_does_over_and_over_takes_few_bytes)
{
	size_t len;

	for (size_t i = 0; i < CODEC_EVENTS; i++)
		events[i] = put_of(4711, i);
	len = codec_encode(codec, events, CODEC_EVENTS, bytes);
	ck_assert_uint_le(len, (size_t)CODEC_EVENTS * 8);
	check(CODEC_EVENTS);
}
END_TEST

START_TEST(verbs_are_taken_as_the_map_says)
{
	uint16_t ours[MP_VERB_PUT + 1] = { [MP_VERB_PUT] = MP_VERB_GET };
	struct codec_verbs verbs = { ours, MP_VERB_PUT + 1 };
	struct codec_block b = { .bytes = bytes, .count = 8, .verbs = &verbs };

	for (size_t i = 0; i < 8; i++)
		events[i] = put_of(4711 + i % 2, i);
	b.len = codec_encode(codec, events, 8, bytes);
	ck_assert_int_eq(codec_decode(codec, &b, back), 0);
	for (size_t i = 0; i < 8; i++) {
		ck_assert_uint_eq(back[i].verb, MP_VERB_GET);
		ck_assert_uint_eq(back[i].object, events[i].object);
		ck_assert_uint_eq(back[i].a, events[i].a);
	}
	verbs.count = MP_VERB_PUT;
	ck_assert_int_eq(codec_decode(codec, &b, back), 0);
	ck_assert_uint_eq(back[7].verb, MP_VERB_NONE);
	ck_assert_uint_eq(back[7].site, events[7].site);
}
END_TEST

START_TEST(a_block_that_is_cut_or_too_long_is_refused)
{
	struct codec_block b = { .bytes = bytes, .count = 30 };
	size_t len;

	for (size_t i = 0; i < 30; i++)
		events[i] = put_of(4711, i);
	len = codec_encode(codec, events, 30, bytes);
	for (b.len = 0; b.len < len; b.len++)
		ck_assert_int_eq(codec_decode(codec, &b, back), -EBADMSG);
	b.len = len + 1;
	ck_assert_int_eq(codec_decode(codec, &b, back), -EBADMSG);
	b.len = len;
	ck_assert_int_eq(codec_decode(codec, &b, back), 0);
	b.count = 29;
	ck_assert_int_eq(codec_decode(codec, &b, back), -EBADMSG);
	b.count = CODEC_EVENTS + 1;
	ck_assert_int_eq(codec_decode(codec, &b, back), -EBADMSG);
	b.count = 30;
	b.time_ns = -1;
	ck_assert_int_eq(codec_decode(codec, &b, back), -EBADMSG);
	b.time_ns = INT64_MAX;
	ck_assert_int_eq(codec_decode(codec, &b, back), -EBADMSG);
}
END_TEST

/* Each block in memory of its own size, so that a sanitizer sees the end. */
START_TEST(any_bytes_give_events_or_an_error)
{
	for (int round = 0; round < 20000; round++) {
		size_t len = random_bits() % 200;
		unsigned char *any_bytes = malloc(len + CODEC_PADDING);
		struct codec_block b = {
			.bytes = any_bytes,
			.len = len,
			.count = random_bits() % 40,
		};

		int64_t last = 0;

		ck_assert_ptr_nonnull(any_bytes);
		for (size_t i = 0; i < len; i++)
			any_bytes[i] = (unsigned char)(random_bits() >> 60 > 9
							       ? random_bits()
							       : i % 3);
		memset(any_bytes + len, 0xff, CODEC_PADDING);
		if (codec_decode(codec, &b, back) == 0) {
			for (size_t i = 0; i < b.count; i++) {
				ck_assert_int_ge(back[i].time_ns, last);
				last = back[i].time_ns;
			}
		}
		free(any_bytes);
	}
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("trace codec");
	TCase *c = tcase_create("codec");

	tcase_set_timeout(c, 30);
	tcase_add_checked_fixture(c, open_codec, close_codec);
	tcase_add_test(c, any_events_come_back_as_they_were);
	tcase_add_test(c, the_ends_of_every_type_come_back);
	tcase_add_test(c, what_a_process_does_over_and_over_takes_few_bytes);
	tcase_add_test(c, verbs_are_taken_as_the_map_says);
	tcase_add_test(c, a_block_that_is_cut_or_too_long_is_refused);
	tcase_add_test(c, any_bytes_give_events_or_an_error);
	suite_add_tcase(s, c);
	return s;
}
