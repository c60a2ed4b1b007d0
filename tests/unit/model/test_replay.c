/* SPDX-License-Identifier: MIT */
/*
 * fold(live) = fold(replay): the model of a run and that of its recording are
 * the same in every field, after each of its events.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "support/check_main.h"
#include "trace/recorder.h"
#include "trace/recording.h"
#include "unit/model/story.h"

static struct trace_log *played;
static struct trace_recording *recording;
static int file;

static void open_all(void)
{
	played = trace_log_new(0);
	recording = NULL;
	file = memfd_create("recording", MFD_CLOEXEC);
	ck_assert_int_ge(file, 0);
}

static void close_all(void)
{
	trace_recording_close(recording);
	trace_log_free(played);
	(void)close(file);
}

/* Record @live, in parts of @part events, and read it into played. */
static void through_a_file(struct trace_log *live, size_t part)
{
	struct trace_log *copy = trace_log_new(0);
	struct trace_recorder *r = trace_recorder_new(copy);
	struct err e = ERR_NONE;
	SCOPED_STR bytes = STR_INIT;
	char path[32];

	for (uint32_t i = 1; i < trace_log_text_count(live); i++) {
		size_t len;
		const char *text = trace_log_text(live, i, &len);

		ck_assert_uint_eq(trace_log_intern(copy, text, len), i);
	}
	for (size_t i = 0; i < trace_log_end(live); i++) {
		trace_log_append(copy, trace_log_at(live, i));
		if (i % part == 0)
			trace_log_seal(copy);
		trace_recorder_events(r);
	}
	trace_log_seal(copy);
	trace_recorder_events(r);
	trace_recorder_end(r, &(struct trace_ending){ .problem = "" });
	trace_recorder_take(r, &bytes);
	ck_assert_int_eq(write(file, bytes.buf, bytes.len), (ssize_t)bytes.len);
	trace_recorder_free(r);
	trace_log_free(copy);
	(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", file);
	ck_assert_msg(trace_recording_open(path, played, &recording, &e) == 0,
		      "%s", e.text);
	while (trace_recording_read(recording, 100))
		;
	ck_assert_str_eq(trace_recording_problem(recording), "");
}

static void check_same(struct trace_log *live)
{
	struct model *a = model_new(), *b = model_new();
	struct history *h = history_new(played);
	size_t end = trace_log_end(live);

	ck_assert_uint_eq(trace_log_end(played), end);
	while (history_catch_up(h, 1000))
		;
	for (size_t i = 0; i < end; i++) {
		model_apply(a, trace_log_at(live, i));
		model_apply(b, trace_log_at(played, i));
		if (i % 7 == 0)
			ck_assert_str_eq(model_difference(a, b), "");
		if (i % 97 == 0)
			ck_assert_str_eq(
				model_difference(a, history_at(h, i + 1)), "");
	}
	ck_assert_str_eq(model_difference(a, history_head(h)), "");
	history_free(h);
	model_free(a);
	model_free(b);
}

START_TEST(a_story_is_the_same_replayed)
{
	struct story s;

	story_begin(&s);
	story_cast(&s, 10);
	for (int i = 0; i < 500; i++) {
		story_put(&s, 20 + i * 10, (uint64_t)i + 1, i * i);
		story_sample(&s, 21 + i * 10, PRODUCER, i % 2 ? 'S' : 'R');
		story_get(&s, 22 + i * 10, (uint64_t)i + 1, i * i);
	}
	through_a_file(s.log, 100);
	check_same(s.log);
	story_end(&s);
}
END_TEST

/* Every verb, every phase, and numbers of any size. */
static void tell_anything(struct trace_log *log, size_t count)
{
	uint64_t x = 4711;
	int64_t time_ns = 0;

	(void)trace_log_intern(log, "main", 4);
	(void)trace_log_intern(log, "tasks", 5);
	for (size_t i = 0; i < count; i++) {
		struct trace_event e = { 0 };

		x ^= x << 13;
		x ^= x >> 7;
		x ^= x << 17;
		time_ns += (int64_t)(x % 2000000);
		e.time_ns = time_ns;
		e.pid = 1 + (uint32_t)(x >> 8) % 9;
		e.tid = e.pid + (x >> 12) % 2;
		e.verb = (uint16_t)(1 + (x >> 16) % (MP_VERB_COUNT - 1));
		e.phase = (x >> 24) & 3;
		e.kind = (uint8_t)((x >> 26) % (MP_KIND_BYTES + 1));
		e.err = (x >> 30) % 8 ? 0 : (int32_t)(x >> 32) % 100;
		e.object = (x >> 33) % 12;
		e.a = (x >> 37) % 5 ? (x >> 40) % 12 : x;
		e.b = (x >> 41) % 5 ? (x >> 44) % 12 : ~x;
		e.text = (uint32_t)(x >> 48) % 3;
		e.aux = (uint32_t)(x >> 50) % 9;
		e.site = 0x400000 + (x >> 54) % 5;
		trace_log_append(log, &e);
	}
}

START_TEST(anything_is_the_same_replayed)
{
	struct trace_log *live = trace_log_new(0);

	tell_anything(live, 30000);
	through_a_file(live, 3000);
	check_same(live);
	trace_log_free(live);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("replay");
	TCase *tc = tcase_create("replay");

	tcase_add_checked_fixture(tc, open_all, close_all);
	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, a_story_is_the_same_replayed);
	tcase_add_test(tc, anything_is_the_same_replayed);
	suite_add_tcase(s, tc);
	return s;
}
