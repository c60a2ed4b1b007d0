/* SPDX-License-Identifier: MIT */
/*
 * Pipes and message queues of the kernel's, and who has which end open.
 */
#include "base/scope.h"
#include "base/str.h"
#include "model/narrate.h"
#include "support/check_main.h"
#include "trace/object.h"
#include "unit/model/story.h"

#include <errno.h>
#include <string.h>

enum { SHELL = 100, LEFT = 101, RIGHT = 102 };

#define PIPE  trace_object_id(TRACE_OBJECT_PIPE, 7)
#define QUEUE trace_object_id(TRACE_OBJECT_MQ, 8)

static struct story s;

static void setup(void)
{
	story_begin(&s);
	TELL(&s, 1, SHELL, ATTACH, MP_HAPPENS, .text = story_text(&s, "/b/sh"),
	     .a = 4096, .b = 4096);
	TELL(&s, 2, SHELL, PIPE, MP_HAPPENS, .object = PIPE, .a = 3, .b = 4);
}

static void teardown(void)
{
	ck_assert_str_eq(model_fault(s.m), "");
	story_end(&s);
}

static const struct model_stream *pipe_now(void)
{
	const struct model_object *o = model_object(s.m, PIPE);

	ck_assert_ptr_nonnull(o);
	ck_assert_int_eq(o->kind, MODEL_STREAM);
	return &o->stream;
}

static void fork_child(int64_t ms, uint32_t child)
{
	TELL(&s, ms, SHELL, FORK, MP_BEGINS, .b = TRACE_FORK_FORK);
	TELL(&s, ms, SHELL, FORK, MP_ENDS, .a = child);
}

static void check_ends(uint32_t readers, uint32_t writers)
{
	ck_assert_uint_eq(pipe_now()->readers, readers);
	ck_assert_uint_eq(pipe_now()->writers, writers);
}

static void write_text(int64_t ms, uint32_t pid, const char *text)
{
	TELL(&s, ms, pid, WRITE, MP_BEGINS, .object = PIPE,
	     .kind = MP_KIND_TEXT, .text = story_text(&s, text),
	     .a = strlen(text), .b = 4);
	TELL(&s, ms, pid, WRITE, MP_ENDS, .object = PIPE, .a = strlen(text),
	     .b = 4);
}

static void read_bytes(int64_t ms, uint32_t pid, uint64_t bytes)
{
	TELL(&s, ms, pid, READ, MP_BEGINS, .object = PIPE, .a = 4096, .b = 3);
	TELL(&s, ms, pid, READ, MP_ENDS, .object = PIPE, .a = bytes, .b = 3);
}

START_TEST(a_child_has_what_its_parent_had_when_it_forked)
{
	fork_child(3, LEFT);
	check_ends(2, 2);
	TELL(&s, 4, SHELL, CLOSE, MP_HAPPENS, .object = PIPE, .a = 4,
	     .aux = TRACE_END_WRITE);
	/* The child speaks late, when its parent has closed an end. */
	TELL(&s, 5, LEFT, FORK, MP_HAPPENS, .a = SHELL);
	check_ends(2, 1);
	ck_assert_uint_eq(story_process(&s, LEFT)->ppid, SHELL);
	ck_assert_uint_eq(model_ends(s.m, story_process(&s, LEFT),
				     model_object(s.m, PIPE)),
			  TRACE_END_READ | TRACE_END_WRITE);
}
END_TEST

START_TEST(dup_exec_and_death_change_who_has_which_end)
{
	fork_child(3, LEFT);
	TELL(&s, 4, LEFT, DUP, MP_HAPPENS, .object = PIPE, .a = 4, .b = 1,
	     .aux = TRACE_END_WRITE);
	check_ends(2, 3);
	/* The new program tells what it has kept. */
	TELL(&s, 5, LEFT, ATTACH, MP_HAPPENS, .text = story_text(&s, "/b/l"));
	check_ends(1, 1);
	TELL(&s, 6, LEFT, HOLD, MP_HAPPENS, .object = PIPE, .a = 1,
	     .aux = TRACE_END_WRITE);
	check_ends(1, 2);
	TELL(&s, 7, LEFT, EXITED, MP_HAPPENS, .a = 0);
	check_ends(1, 1);
}
END_TEST

START_TEST(what_is_written_is_in_it_until_it_is_read)
{
	write_text(3, SHELL, "one\n");
	write_text(4, SHELL, "three\n");
	ck_assert_uint_eq(pipe_now()->bytes, 10);
	ck_assert_uint_eq(pipe_now()->chunk_count, 2);
	read_bytes(5, SHELL, 4);
	ck_assert_uint_eq(pipe_now()->bytes, 6);
	ck_assert_str_eq(
		trace_log_text(s.log, pipe_now()->chunks[0].text, NULL),
		"three\n");
	/* Part of it: what is left is not known by its beginning. */
	read_bytes(6, SHELL, 2);
	ck_assert_uint_eq(pipe_now()->bytes, 4);
	ck_assert_uint_eq(pipe_now()->chunks[0].text, 0);
	ck_assert_uint_eq(pipe_now()->written, 10);
	ck_assert_uint_eq(pipe_now()->read, 6);
}
END_TEST

START_TEST(what_was_not_written_after_all_is_taken_out)
{
	TELL(&s, 3, SHELL, WRITE, MP_BEGINS, .object = PIPE, .a = 100, .b = 4);
	ck_assert_uint_eq(pipe_now()->bytes, 100);
	TELL(&s, 4, SHELL, WRITE, MP_ENDS, .object = PIPE, .a = 30, .b = 4);
	ck_assert_uint_eq(pipe_now()->bytes, 30);
	TELL(&s, 5, SHELL, WRITE, MP_BEGINS, .object = PIPE, .a = 9, .b = 4);
	TELL(&s, 6, SHELL, WRITE, MP_ENDS, .object = PIPE, .b = 4,
	     .err = EPIPE);
	ck_assert_uint_eq(pipe_now()->bytes, 30);
	ck_assert_uint_eq(pipe_now()->written, 30);
}
END_TEST

START_TEST(a_read_that_is_told_before_its_write_leaves_nothing)
{
	fork_child(3, LEFT);
	read_bytes(4, LEFT, 5);
	ck_assert_uint_eq(pipe_now()->bytes, 0);
	write_text(5, SHELL, "early");
	ck_assert_uint_eq(pipe_now()->bytes, 0);
	write_text(6, SHELL, "then");
	ck_assert_uint_eq(pipe_now()->bytes, 4);
}
END_TEST

START_TEST(a_reader_of_an_empty_pipe_waits_and_a_writer_to_a_full_one)
{
	SCOPED_STR out = STR_INIT;

	fork_child(3, RIGHT);
	TELL(&s, 4, RIGHT, READ, MP_BEGINS, .object = PIPE, .a = 99, .b = 3);
	ck_assert(story_process(&s, RIGHT)->waits);
	ck_assert_int_eq(story_process(&s, RIGHT)->state, MODEL_WAITING);
	write_text(5, SHELL, "x");
	TELL(&s, 6, RIGHT, READ, MP_ENDS, .object = PIPE, .a = 1, .b = 3);
	ck_assert(!story_process(&s, RIGHT)->waits);
	TELL(&s, 7, SHELL, WRITE, MP_BEGINS, .object = PIPE, .a = 65536,
	     .b = 4);
	ck_assert(!story_process(&s, SHELL)->waits);
	TELL(&s, 8, SHELL, WRITE, MP_ENDS, .object = PIPE, .a = 65536, .b = 4);
	TELL(&s, 9, SHELL, WRITE, MP_BEGINS, .object = PIPE, .a = 1, .b = 4);
	ck_assert(story_process(&s, SHELL)->waits);
	ck_assert(model_narrate(s.m, s.log,
				trace_log_at(s.log, trace_log_end(s.log) - 1),
				&out));
	ck_assert_msg(strstr(out.buf, "it is full, 65536 bytes."), "%s",
		      out.buf);
}
END_TEST

START_TEST(who_will_not_wait_for_a_pipe_does_not)
{
	fork_child(3, RIGHT);
	TELL(&s, 4, RIGHT, READ, MP_BEGINS, .object = PIPE, .a = 99, .b = 3,
	     .err = EAGAIN);
	ck_assert(!story_process(&s, RIGHT)->waits);
	TELL(&s, 5, SHELL, WRITE, MP_BEGINS, .object = PIPE, .a = 65536,
	     .b = 4);
	TELL(&s, 6, SHELL, WRITE, MP_ENDS, .object = PIPE, .a = 65536, .b = 4);
	TELL(&s, 7, SHELL, WRITE, MP_BEGINS, .object = PIPE, .a = 1, .b = 4,
	     .err = EAGAIN);
	ck_assert(!story_process(&s, SHELL)->waits);
}
END_TEST

START_TEST(many_chunks_are_put_together_and_none_is_forgotten)
{
	for (int i = 0; i < 3 * MODEL_CHUNKS_MAX; i++)
		write_text(3 + i, SHELL, "ten bytes\n");
	ck_assert_uint_eq(pipe_now()->chunk_count, MODEL_CHUNKS_MAX);
	ck_assert_uint_eq(pipe_now()->bytes, 30 * MODEL_CHUNKS_MAX);
	read_bytes(90, SHELL, 30 * MODEL_CHUNKS_MAX);
	ck_assert_uint_eq(pipe_now()->bytes, 0);
	ck_assert_uint_eq(pipe_now()->chunk_count, 0);
}
END_TEST

START_TEST(memory_is_mapped_by_a_child_of_fork_too)
{
	const uint64_t id = trace_object_id(TRACE_OBJECT_MEMORY, 9);
	const struct model_object *o;

	/* A name alone maps nothing. */
	TELL(&s, 3, SHELL, SHM_NEW, MP_HAPPENS, .object = id, .aux = 1);
	ck_assert_uint_eq(model_object(s.m, id)->hold_count, 0);
	TELL(&s, 4, SHELL, SHM_ATTACH, MP_HAPPENS, .object = id, .a = 4096);
	fork_child(5, LEFT);
	fork_child(6, RIGHT);
	o = model_object(s.m, id);
	ck_assert_uint_eq(o->hold_count, 3);
	ck_assert_uint_eq(o->memory.bytes, 4096);
	TELL(&s, 7, LEFT, SHM_CLOSE, MP_HAPPENS, .object = id);
	TELL(&s, 8, RIGHT, EXITED, MP_HAPPENS, .a = 0);
	ck_assert_uint_eq(model_object(s.m, id)->hold_count, 1);
	ck_assert_uint_eq(model_object(s.m, id)->holds[0].pid, SHELL);
}
END_TEST

/* An unlink tells the name alone. */
START_TEST(what_is_unlinked_is_removed_and_still_mapped)
{
	const uint64_t old = trace_object_id(TRACE_OBJECT_MEMORY, 9);
	const uint64_t other = trace_object_id(TRACE_OBJECT_MEMORY, 8);
	const uint32_t name = story_text(&s, "/board");

	TELL(&s, 3, SHELL, SHM_NEW, MP_HAPPENS, .object = old, .text = name);
	TELL(&s, 3, SHELL, SHM_NEW, MP_HAPPENS, .object = other,
	     .text = story_text(&s, "/x"));
	TELL(&s, 3, SHELL, MSG_OPEN, MP_HAPPENS, .object = QUEUE, .text = name,
	     .b = 4, .aux = 1);
	TELL(&s, 4, SHELL, SHM_UNLINK, MP_HAPPENS, .text = name);
	ck_assert(model_object(s.m, old)->removed);
	ck_assert_uint_eq(model_object(s.m, old)->hold_count, 1);
	ck_assert(!model_object(s.m, other)->removed);
	ck_assert(!model_object(s.m, QUEUE)->removed);
	TELL(&s, 5, SHELL, REMOVE, MP_HAPPENS, .text = name);
	ck_assert(model_object(s.m, QUEUE)->removed);
}
END_TEST

START_TEST(messages_are_taken_whole_and_by_their_priority)
{
	const struct model_stream *q;

	TELL(&s, 3, SHELL, MSG_OPEN, MP_HAPPENS, .object = QUEUE,
	     .text = story_text(&s, "/q"), .b = 4, .aux = 1);
	for (uint64_t i = 1; i <= 2; i++) {
		TELL(&s, 4, SHELL, MSG_SEND, MP_BEGINS, .object = QUEUE, .a = 5,
		     .b = i);
		TELL(&s, 4, SHELL, MSG_SEND, MP_ENDS, .object = QUEUE, .a = 5,
		     .b = i);
	}
	TELL(&s, 5, SHELL, MSG_RECEIVE, MP_BEGINS, .object = QUEUE);
	TELL(&s, 6, SHELL, MSG_RECEIVE, MP_ENDS, .object = QUEUE, .a = 5,
	     .b = 2);
	q = &model_object(s.m, QUEUE)->stream;
	ck_assert_uint_eq(q->chunk_count, 1);
	ck_assert_uint_eq(q->chunks[0].tag, 1);
	ck_assert_uint_eq(q->capacity, 4);
}
END_TEST

START_TEST(a_message_whose_sender_waits_is_not_in_the_queue)
{
	const struct model_object *q;

	TELL(&s, 3, SHELL, MSG_OPEN, MP_HAPPENS, .object = QUEUE,
	     .text = story_text(&s, "/q"), .b = 1, .aux = 1);
	TELL(&s, 4, SHELL, MSG_SEND, MP_BEGINS, .object = QUEUE, .a = 5,
	     .b = 1);
	TELL(&s, 4, SHELL, MSG_SEND, MP_ENDS, .object = QUEUE, .a = 5, .b = 1);
	fork_child(5, LEFT);
	TELL(&s, 6, LEFT, MSG_SEND, MP_BEGINS, .object = QUEUE, .a = 6, .b = 9);
	TELL(&s, 7, LEFT, MSG_SEND, MP_WAITS, .object = QUEUE);
	q = model_object(s.m, QUEUE);
	ck_assert_uint_eq(model_messages_in(q), 1);
	TELL(&s, 8, SHELL, MSG_RECEIVE, MP_ENDS, .object = QUEUE, .a = 5,
	     .b = 1);
	ck_assert_uint_eq(model_messages_in(q), 0);
	TELL(&s, 9, LEFT, MSG_SEND, MP_ENDS, .object = QUEUE, .a = 6, .b = 9);
	ck_assert_uint_eq(model_messages_in(q), 1);
	ck_assert_uint_eq(q->stream.chunks[0].tag, 9);
}
END_TEST

Suite *suite(void)
{
	Suite *suite = suite_create("streams");
	TCase *t = tcase_create("streams");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, a_child_has_what_its_parent_had_when_it_forked);
	tcase_add_test(t, dup_exec_and_death_change_who_has_which_end);
	tcase_add_test(t, what_is_written_is_in_it_until_it_is_read);
	tcase_add_test(t, what_was_not_written_after_all_is_taken_out);
	tcase_add_test(t, a_read_that_is_told_before_its_write_leaves_nothing);
	tcase_add_test(
		t, a_reader_of_an_empty_pipe_waits_and_a_writer_to_a_full_one);
	tcase_add_test(t, who_will_not_wait_for_a_pipe_does_not);
	tcase_add_test(t, many_chunks_are_put_together_and_none_is_forgotten);
	tcase_add_test(t, memory_is_mapped_by_a_child_of_fork_too);
	tcase_add_test(t, what_is_unlinked_is_removed_and_still_mapped);
	tcase_add_test(t, messages_are_taken_whole_and_by_their_priority);
	tcase_add_test(t, a_message_whose_sender_waits_is_not_in_the_queue);
	suite_add_tcase(suite, t);
	return suite;
}
