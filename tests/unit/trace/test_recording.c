/* SPDX-License-Identifier: MIT */
#include "trace/recording.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/check_main.h"
#include "trace/crc.h"
#include "trace/format.h"

enum { EVENTS = 5000 };

/* A file in memory: thousands of small ones are written. */
static char path[32];
static int file = -1;
static struct trace_log *live, *played;
static struct trace_recorder *recorder;
static struct trace_recording *recording;
static struct str bytes;

static void open_all(void)
{
	file = memfd_create("recording", MFD_CLOEXEC);
	ck_assert_int_ge(file, 0);
	(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", file);
	live = trace_log_new(0);
	played = trace_log_new(0);
	recorder = trace_recorder_new(live);
	bytes = STR_INIT;
}

static void close_all(void)
{
	trace_recording_close(recording);
	trace_recorder_free(recorder);
	trace_log_free(live);
	trace_log_free(played);
	str_release(&bytes);
	(void)close(file);
}

static void save(const char *content, size_t len)
{
	ck_assert_int_eq(ftruncate(file, 0), 0);
	ck_assert_int_eq(pwrite(file, content, len, 0), (ssize_t)len);
}

static int open_at(const char *where, struct err *e)
{
	trace_recording_close(recording);
	recording = NULL;
	trace_log_free(played);
	played = trace_log_new(0);
	return trace_recording_open(where, played, &recording, e);
}

static int open_saved(struct err *e)
{
	return open_at(path, e);
}

/* Read all of @len bytes; how it went is in recording. */
static void play(const char *content, size_t len)
{
	struct err e = ERR_NONE;

	save(content, len);
	ck_assert_msg(open_saved(&e) == 0, "%s", e.text);
	while (trace_recording_read(recording, 100))
		;
}

static struct trace_event event_number(size_t i)
{
	char text[32];
	int len = snprintf(text, sizeof(text), "text %zu", i % 300);

	return (struct trace_event){
		.time_ns = (int64_t)i * 1000,
		.pid = 100 + (uint32_t)i % 7,
		.tid = 100 + (uint32_t)i % 7,
		.verb = (uint16_t)(1 + i % (MP_VERB_COUNT - 1)),
		.phase = i % 4,
		.object = i % 5,
		.a = i * i,
		.site = 0x400000 + i % 9,
		.text = i % 3 ? 0 : trace_log_intern(live, text, (size_t)len),
	};
}

/* A whole run, in parts as they come. */
static void record_run(size_t events)
{
	trace_recorder_fact(recorder, "name", "queue");
	trace_recorder_fact(recorder, "argument", "items=3");
	trace_recorder_fact(recorder, "argument", "seed=1");
	trace_recorder_file(recorder, "queue.c", "int main(void)\n", 15);
	for (size_t i = 0; i < events; i++) {
		struct trace_event e = event_number(i);

		trace_log_append(live, &e);
		if (i % 777 == 5) {
			trace_recorder_line(recorder,
					    &(struct trace_line){
						    .image = (uint32_t)i,
						    .address = i * 3,
						    .file = "queue.c",
						    .line = (int)i,
					    });
			trace_log_seal(live);
			trace_recorder_events(recorder);
			trace_recorder_take(recorder, &bytes);
		}
	}
	trace_log_seal(live);
	trace_recorder_events(recorder);
	trace_recorder_sums(recorder,
			    &(struct trace_totals){ events, 1, 2, 3, 4, 5 });
	trace_recorder_end(recorder, &(struct trace_ending){
					     .exit_code_known = true,
					     .exit_code = -9,
					     .pid = 4711,
					     .outlived = 2,
					     .problem = "why",
				     });
	trace_recorder_take(recorder, &bytes);
}

/* The events of played are the first ones of live. */
static void check_events(void)
{
	size_t count = trace_log_end(played);

	ck_assert_uint_le(count, trace_log_end(live));
	for (size_t i = 0; i < count; i++) {
		struct trace_event a = *trace_log_at(live, i);
		const struct trace_event *b = trace_log_at(played, i);

		ck_assert_int_eq(memcmp(&a, b, sizeof(a)), 0);
		ck_assert_str_eq(trace_log_text(live, a.text, NULL),
				 trace_log_text(played, b->text, NULL));
	}
}

START_TEST(a_checksum_is_that_of_the_standard)
{
	const char text[] = "123456789 and more, to the end of some words";

	ck_assert_uint_eq(crc_add(0, "123456789", 9), 0xe3069283);
	ck_assert_uint_eq(crc_table(0, "123456789", 9), 0xe3069283);
	for (size_t len = 0; len < sizeof(text); len++) {
		uint32_t crc = crc_add(0, text, len);

		ck_assert_uint_eq(crc, crc_table(0, text, len));
		ck_assert_uint_eq(crc, crc_add(crc_add(0, text, len / 2),
					       text + len / 2, len - len / 2));
	}
}
END_TEST

START_TEST(all_that_was_recorded_is_read)
{
	struct trace_line line;
	size_t len;

	record_run(EVENTS);
	play(bytes.buf, bytes.len);
	ck_assert_str_eq(trace_recording_problem(recording), "");
	ck_assert_uint_eq(trace_log_end(played), EVENTS);
	check_events();
	ck_assert_str_eq(trace_recording_fact(recording, "name"), "queue");
	ck_assert_str_eq(trace_recording_fact(recording, "nothing"), "");
	ck_assert_str_eq(trace_recording_fact_at(recording, "argument", 1),
			 "seed=1");
	ck_assert_ptr_null(trace_recording_fact_at(recording, "argument", 2));
	ck_assert_str_eq(trace_recording_file(recording, "queue.c", &len),
			 "int main(void)\n");
	ck_assert_uint_eq(len, 15);
	ck_assert_str_eq(trace_recording_file_name(recording, 0), "queue.c");
	ck_assert_ptr_null(trace_recording_file_name(recording, 1));
	ck_assert(trace_recording_line(recording, 782, 2346, &line));
	ck_assert_str_eq(line.file, "queue.c");
	ck_assert_ptr_null(line.function);
	ck_assert_int_eq(line.line, 782);
	ck_assert(!trace_recording_line(recording, 783, 2346, &line));
	ck_assert_uint_eq(trace_recording_totals(recording)->torn, 2);
	ck_assert_int_eq(trace_recording_ending(recording)->exit_code, -9);
	ck_assert_str_eq(trace_recording_ending(recording)->problem, "why");
	ck_assert_double_eq(trace_recording_progress(recording), 1);
}
END_TEST

START_TEST(a_recording_that_is_cut_anywhere_is_a_shorter_run)
{
	size_t before = 0;

	record_run(40);
	for (size_t len = FORMAT_HEAD; len < bytes.len; len++) {
		play(bytes.buf, len);
		check_events();
		ck_assert_uint_ge(trace_log_end(played), before);
		before = trace_log_end(played);
		ck_assert_str_ne(trace_recording_problem(recording), "");
		ck_assert_ptr_null(trace_recording_ending(recording));
	}
	ck_assert_uint_eq(before, 40);
	play(bytes.buf, bytes.len);
	ck_assert_str_eq(trace_recording_problem(recording), "");
}
END_TEST

START_TEST(a_byte_that_has_changed_is_noticed)
{
	record_run(40);
	for (size_t at = FORMAT_HEAD; at < bytes.len; at++) {
		bytes.buf[at] = (char)(bytes.buf[at] ^ 0x10);
		play(bytes.buf, bytes.len);
		check_events();
		ck_assert_ptr_nonnull(strstr(trace_recording_problem(recording),
					     "ends early"));
		bytes.buf[at] = (char)(bytes.buf[at] ^ 0x10);
	}
}
END_TEST

START_TEST(what_is_no_recording_is_refused)
{
	static const char other[] = "recording.test";
	struct err e = ERR_NONE;

	save("", 0);
	ck_assert_int_eq(open_saved(&e), -EINVAL);
	ck_assert_ptr_nonnull(strstr(e.text, "is not a recording"));
	save("#!/bin/sh\nexit 0\n# and so on\n", 28);
	ck_assert_int_eq(open_saved(&e), -EINVAL);
	record_run(1);
	bytes.buf[8]++;
	save(bytes.buf, bytes.len);
	ck_assert_int_eq(open_saved(&e), -ENOTSUP);
	ck_assert_ptr_nonnull(strstr(e.text, "newer version"));
	(void)unlink(other);
	ck_assert_int_eq(open_at(other, &e), -ENOENT);
	ck_assert_int_eq(mkfifo(other, 0600), 0);
	ck_assert_int_eq(open_at(other, &e), -EINVAL);
	ck_assert_ptr_nonnull(strstr(e.text, "is not a file"));
	ck_assert_int_eq(unlink(other), 0);
	ck_assert_int_eq(mkdir(other, 0700), 0);
	ck_assert_int_eq(open_at(other, &e), -EINVAL);
	ck_assert_int_eq(rmdir(other), 0);
}
END_TEST

/* ---- files made by hand ---- */

static struct str hand;

static void begin_by_hand(void)
{
	unsigned char head[FORMAT_HEAD] = { 0 };

	hand = STR_INIT;
	memcpy(head, FORMAT_MAGIC, 8);
	format_put_u32(head + 8, FORMAT_VERSION);
	str_add_n(&hand, (const char *)head, sizeof(head));
}

static void frame_by_hand(uint32_t kind, const char *held, size_t len)
{
	unsigned char head[FORMAT_FRAME];

	format_put_u32(head, kind);
	format_put_u32(head + 4, (uint32_t)len);
	format_put_u32(head + 8, crc_add(crc_add(0, head, 8), held, len));
	str_add_n(&hand, (const char *)head, sizeof(head));
	str_add_n(&hand, held, len);
}

/* 2 events, verbs 1 and 3, as the codec writes them. */
static const char two[] = "\0\2\5"
			  "\0\0\x0e\0\1\0\0\0"
			  "\1\0\0\0\3\0\0\0";

START_TEST(verbs_are_known_by_their_names)
{
	begin_by_hand();
	frame_by_hand(FORMAT_VERB, "\3get\6zapped\3put", 16);
	frame_by_hand(FORMAT_KIND('N', 'E', 'W', 'S'), "what?", 5);
	frame_by_hand(FORMAT_EVNT, two, sizeof(two) - 1);
	play(hand.buf, hand.len);
	ck_assert_str_eq(trace_recording_problem(recording),
			 "the recording ends early: it was not written to its "
			 "end (was the player killed, or the disk full?)");
	ck_assert_uint_eq(trace_log_end(played), 2);
	ck_assert_uint_eq(trace_log_at(played, 0)->verb, MP_VERB_GET);
	ck_assert_uint_eq(trace_log_at(played, 0)->pid, 7);
	ck_assert_uint_eq(trace_log_at(played, 1)->verb, MP_VERB_PUT);
	str_release(&hand);
}
END_TEST

static void refuse_frame(uint32_t kind, const char *held, size_t len)
{
	struct str before = hand;

	hand = STR_INIT;
	str_add_n(&hand, before.buf, before.len);
	frame_by_hand(kind, held, len);
	play(hand.buf, hand.len);
	ck_assert_str_eq(trace_recording_problem(recording),
			 "the recording ends early: block 3 is damaged");
	str_release(&hand);
	hand = before;
}

START_TEST(what_no_recorder_writes_is_refused)
{
	begin_by_hand();
	frame_by_hand(FORMAT_VERB, "\3get\3put", 8);
	frame_by_hand(FORMAT_EVNT, two, sizeof(two) - 1);
	/* Events that do not go on where those before ended. */
	refuse_frame(FORMAT_EVNT, two, sizeof(two) - 1);
	refuse_frame(FORMAT_EVNT, "\2", 1);
	refuse_frame(FORMAT_EVNT, "\2\1\5\377\377", 5);
	/* Time that goes back. */
	refuse_frame(FORMAT_EVNT, "\2\1\4\0\0\2\0\1\0\0\0", 11);
	/* Texts with another number, twice the same, longer than they are. */
	refuse_frame(FORMAT_TEXT, "\2\3abc", 5);
	refuse_frame(FORMAT_TEXT, "\1\1a\1a", 5);
	refuse_frame(FORMAT_TEXT, "\1\4abc", 5);
	refuse_frame(FORMAT_FACT, "\3abc\377\377\377\377\377\377\377\377\377\1",
		     14);
	refuse_frame(FORMAT_LINE, "\1\2\1", 3);
	refuse_frame(FORMAT_SUMS, "", 0);
	refuse_frame(FORMAT_DONE, "\1", 1);
	str_release(&hand);
}
END_TEST

START_TEST(whole_frames_are_known)
{
	record_run(40);
	for (size_t len = 0; len <= bytes.len; len++) {
		size_t whole = trace_recorder_whole(bytes.buf, len);

		ck_assert_uint_le(whole, len);
		if (whole < FORMAT_HEAD)
			continue;
		play(bytes.buf, whole);
		ck_assert_msg(
			!strstr(trace_recording_problem(recording), "block"),
			"%zu of %zu: %s", whole, len,
			trace_recording_problem(recording));
	}
	ck_assert_uint_eq(trace_recorder_whole(bytes.buf, bytes.len),
			  bytes.len);
}
END_TEST

/* Once stored, blocks of a log are found in the file by their place. */
START_TEST(the_log_is_told_where_its_blocks_are)
{
	struct trace_block b;

	record_run(EVENTS);
	save(bytes.buf, bytes.len);
	trace_recorder_stored(recorder, file, bytes.len);
	for (size_t i = 0; trace_log_block(live, i, &b); i += b.count) {
		char *from_file = malloc(b.len);

		ck_assert_ptr_nonnull(from_file);
		ck_assert_int_gt(b.offset, 0);
		ck_assert_int_eq(pread(file, from_file, b.len, b.offset),
				 (ssize_t)b.len);
		ck_assert_int_eq(memcmp(from_file, b.bytes, b.len), 0);
		free(from_file);
	}
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("recording");
	TCase *c = tcase_create("recording");

	tcase_set_timeout(c, 60);
	tcase_add_checked_fixture(c, open_all, close_all);
	tcase_add_test(c, a_checksum_is_that_of_the_standard);
	tcase_add_test(c, all_that_was_recorded_is_read);
	tcase_add_test(c, a_recording_that_is_cut_anywhere_is_a_shorter_run);
	tcase_add_test(c, a_byte_that_has_changed_is_noticed);
	tcase_add_test(c, what_is_no_recording_is_refused);
	tcase_add_test(c, verbs_are_known_by_their_names);
	tcase_add_test(c, what_no_recorder_writes_is_refused);
	tcase_add_test(c, whole_frames_are_known);
	tcase_add_test(c, the_log_is_told_where_its_blocks_are);
	suite_add_tcase(s, c);
	return s;
}
