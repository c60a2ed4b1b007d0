/* SPDX-License-Identifier: MIT */
/*
 * What a watcher sees of memory beside arrays: variables that processes show,
 * the entries of a manager's objects, messages under way, replaced workers.
 */
#include "base/clock.h"
#include "model/narrate.h"
#include "support/check_main.h"
#include "trace/object.h"
#include "unit/model/story.h"

enum { LINE = 21, TABLE, SQUARES, ADDRESS = 0x4010 };

static struct story s;

static void setup(void)
{
	story_begin(&s);
	story_cast(&s, 10);
}

static void teardown(void)
{
	ck_assert_str_eq(model_fault(s.m), "");
	story_end(&s);
}

static const struct model_object *object(uint64_t id)
{
	const struct model_object *o = model_object(s.m, id);

	ck_assert_msg(o != NULL, "there is no object %d", (int)id);
	return o;
}

/* ---- variables ---- */

static void show(int64_t ms, uint32_t pid, uint64_t value)
{
	TELL(&s, ms, pid, SHOW, MP_HAPPENS, .kind = MP_KIND_INT, .a = value,
	     .b = ADDRESS, .text = story_text(&s, "counter"));
}

START_TEST(two_processes_have_each_a_variable_of_one_name)
{
	show(20, MAIN, 5);
	show(30, PRODUCER, 5);
	show(40, PRODUCER, 6);
	show(50, MAIN, 5);
	ck_assert_uint_eq(s.m->variable_count, 2);
	ck_assert_uint_eq(s.m->variables[0].pid, MAIN);
	ck_assert_uint_eq(s.m->variables[0].value.bits, 5);
	ck_assert_uint_eq(s.m->variables[0].times, 2);
	ck_assert_int_eq(s.m->variables[0].changed_ns, -1);
	ck_assert_int_eq(s.m->variables[0].shown_ns, 50 * CLOCK_MS);
	ck_assert_uint_eq(s.m->variables[1].pid, PRODUCER);
	ck_assert_uint_eq(s.m->variables[1].value.bits, 6);
	ck_assert_int_eq(s.m->variables[1].changed_ns, 40 * CLOCK_MS);
	ck_assert_uint_eq(s.m->variables[1].address, s.m->variables[0].address);
}
END_TEST

START_TEST(what_is_shown_is_told_with_its_name)
{
	struct trace_event e = { .pid = PRODUCER,
				 .tid = PRODUCER,
				 .verb = MP_VERB_SHOW,
				 .phase = MP_HAPPENS,
				 .kind = MP_KIND_INT,
				 .a = 6,
				 .b = ADDRESS };
	SCOPED_STR words = STR_INIT;
	SCOPED_STR json = STR_INIT;

	e.text = story_text(&s, "counter");
	story_tell(&s, 20, e);
	ck_assert(model_narrate(s.m, s.log, &e, &words));
	ck_assert_str_eq(words.buf,
			 "0.020 s  producer (PID 4711) has counter = 6.");
	model_event_json(s.m, s.log, &e, (struct model_place){ 0 }, &json);
	ck_assert_ptr_nonnull(strstr(json.buf, "\"value\":6"));
	ck_assert_ptr_nonnull(strstr(json.buf, "\"text\":\"counter\""));
	ck_assert_ptr_nonnull(strstr(json.buf, "\"address\":16400"));
}
END_TEST

/* ---- entries ---- */

static void change(int64_t ms, enum mp_verb verb, const char *text,
		   uint32_t key, uint64_t count)
{
	story_tell(&s, ms,
		   (struct trace_event){ .pid = MAIN,
					 .tid = MAIN,
					 .verb = (uint16_t)verb,
					 .phase = MP_HAPPENS,
					 .kind = MP_KIND_TEXT,
					 .object = TABLE,
					 .text = story_text(&s, text),
					 .a = count,
					 .b = PRODUCER,
					 .aux = key });
}

START_TEST(an_entry_has_the_one_who_asked_for_it_as_its_writer)
{
	const struct model_object *o;
	SCOPED_STR text = STR_INIT;

	TELL(&s, 20, MAIN, DICT_NEW, MP_HAPPENS, .object = TABLE,
	     .text = story_text(&s, "table"));
	change(30, MP_VERB_ITEM_SET, "[\"a\"] = 1", 11, 1);
	change(40, MP_VERB_ITEM_SET, "[\"b\"] = 2", 13, 2);
	change(50, MP_VERB_ITEM_ADD, "[\"a\"] = 3", 11, 2);
	o = object(TABLE);
	ck_assert_uint_eq(o->cell_count, 2);
	ck_assert_uint_eq(o->managed.count, 2);
	ck_assert_uint_eq(o->cells[0].by, PRODUCER);
	ck_assert_uint_eq(o->cells[0].writes, 2);
	ck_assert_int_eq(o->cells[0].at_ns, 50 * CLOCK_MS);
	model_cell_text(s.log, o, &o->cells[0], &text);
	ck_assert_str_eq(text.buf, "[\"a\"] = 3");
	change(60, MP_VERB_ITEM_POP, "[\"a\"] = 3", 11, 1);
	ck_assert_uint_eq(object(TABLE)->cell_count, 1);
	ck_assert_uint_eq(object(TABLE)->cells[0].value.bits, 13);
}
END_TEST

START_TEST(after_a_change_of_several_no_entry_is_known)
{
	TELL(&s, 20, MAIN, DICT_NEW, MP_HAPPENS, .object = TABLE);
	change(30, MP_VERB_ITEM_SET, "[\"a\"] = 1", 11, 1);
	change(40, MP_VERB_ITEM_SET, "", 0, 3);
	ck_assert_uint_eq(object(TABLE)->cell_count, 0);
	ck_assert_uint_eq(object(TABLE)->managed.count, 3);
}
END_TEST

/* ---- messages ---- */

static void message(int64_t ms, uint32_t pid, enum mp_verb verb, uint32_t end,
		    uint64_t value)
{
	story_tell(&s, ms,
		   (struct trace_event){ .pid = pid,
					 .tid = pid,
					 .verb = (uint16_t)verb,
					 .phase = MP_HAPPENS,
					 .kind = MP_KIND_INT,
					 .object = LINE,
					 .a = value,
					 .b = 4,
					 .aux = end });
}

static uint64_t first_under_way(unsigned end)
{
	const struct model_sent *sent = model_message(object(LINE), end, 0);

	return sent ? sent->value.bits : 0;
}

START_TEST(what_is_under_way_is_what_was_sent_and_not_received)
{
	TELL(&s, 20, MAIN, PIPE_NEW, MP_HAPPENS, .object = LINE, .a = 1);
	for (uint64_t i = 1; i <= 3; i++)
		message(20 + (int64_t)i, PRODUCER, MP_VERB_SEND, 1, 10 * i);
	ck_assert_uint_eq(model_in_flight(object(LINE), 1), 3);
	ck_assert_uint_eq(model_in_flight(object(LINE), 0), 0);
	ck_assert_uint_eq(first_under_way(1), 10);
	ck_assert_uint_eq(model_message(object(LINE), 1, 2)->value.bits, 30);
	ck_assert_ptr_null(model_message(object(LINE), 1, 3));
	message(40, CONSUMER, MP_VERB_RECV, 0, 10);
	ck_assert_uint_eq(first_under_way(1), 20);
	message(41, CONSUMER, MP_VERB_SEND, 0, 7);
	ck_assert_uint_eq(first_under_way(0), 7);
	ck_assert_uint_eq(model_message(object(LINE), 0, 0)->by, CONSUMER);
	ck_assert_uint_eq(first_under_way(1), 20);
}
END_TEST

START_TEST(of_very_many_messages_the_last_are_known)
{
	TELL(&s, 20, MAIN, PIPE_NEW, MP_HAPPENS, .object = LINE);
	for (uint64_t i = 1; i <= MODEL_SENT_MAX + 2; i++)
		message(20 + (int64_t)i, PRODUCER, MP_VERB_SEND, 1, i);
	ck_assert_uint_eq(model_in_flight(object(LINE), 1), MODEL_SENT_MAX + 2);
	ck_assert_ptr_null(model_message(object(LINE), 1, 1));
	ck_assert_uint_eq(model_message(object(LINE), 1, 2)->value.bits, 3);
}
END_TEST

START_TEST(a_child_of_fork_has_both_ends_until_it_closes_one)
{
	enum { CHILD = 4720 };

	TELL(&s, 20, MAIN, PIPE_NEW, MP_HAPPENS, .object = LINE);
	ck_assert_uint_eq(
		model_ends(s.m, story_process(&s, MAIN), object(LINE)), 3);
	TELL(&s, 21, MAIN, START, MP_ENDS, .a = CHILD,
	     .text = story_text(&s, "child"));
	ck_assert_uint_eq(object(LINE)->pipe.open[0], 2);
	TELL(&s, 22, CHILD, CONN_CLOSE, MP_HAPPENS, .object = LINE, .aux = 0);
	ck_assert_uint_eq(
		model_ends(s.m, story_process(&s, CHILD), object(LINE)), 2);
	TELL(&s, 23, MAIN, CONN_CLOSE, MP_HAPPENS, .object = LINE, .aux = 1);
	ck_assert_uint_eq(object(LINE)->pipe.open[1], 1);
	TELL(&s, 24, CHILD, EXITED, MP_HAPPENS, .a = 0);
	ck_assert_uint_eq(object(LINE)->pipe.open[1], 0);
}
END_TEST

START_TEST(a_child_that_tells_before_its_parent_has_the_ends_too)
{
	enum { CHILD = 4720 };

	TELL(&s, 20, MAIN, PIPE_NEW, MP_HAPPENS, .object = LINE);
	TELL(&s, 21, CHILD, NAME, MP_HAPPENS, .a = MAIN,
	     .text = story_text(&s, "child"));
	TELL(&s, 22, CHILD, CONN_CLOSE, MP_HAPPENS, .object = LINE, .aux = 0);
	TELL(&s, 23, MAIN, START, MP_ENDS, .a = CHILD,
	     .text = story_text(&s, "child"));
	ck_assert_uint_eq(
		model_ends(s.m, story_process(&s, CHILD), object(LINE)), 2);
}
END_TEST

START_TEST(a_child_that_is_the_program_anew_has_nothing_of_it)
{
	enum { CHILD = 4720, SPAWN = 1 };

	TELL(&s, 20, MAIN, PIPE_NEW, MP_HAPPENS, .object = LINE);
	TELL(&s, 21, MAIN, START, MP_ENDS, .a = CHILD, .aux = SPAWN,
	     .text = story_text(&s, "child"));
	TELL(&s, 22, CHILD, ATTACH, MP_HAPPENS, .a = 0x1000, .b = 0x1000);
	TELL(&s, 23, CHILD, NAME, MP_HAPPENS, .a = MAIN);
	ck_assert_uint_eq(object(LINE)->pipe.open[0], 1);
	/* Unless it was given. */
	message(30, CHILD, MP_VERB_SEND, 1, 5);
	ck_assert_uint_eq(object(LINE)->pipe.open[1], 2);
}
END_TEST

START_TEST(a_child_of_fork_has_its_parents_pipes_of_the_kernel)
{
	const uint64_t pipe = trace_object_id(TRACE_OBJECT_PIPE, 7);

	TELL(&s, 20, MAIN, PIPE, MP_HAPPENS, .object = pipe, .a = 3, .b = 4);
	TELL(&s, 21, MAIN, START, MP_ENDS, .a = 4720,
	     .text = story_text(&s, "child"));
	ck_assert_uint_eq(object(pipe)->stream.writers, 2);
}
END_TEST

/* ---- pools ---- */

static void task(int64_t ms, uint32_t pid, enum mp_phase phase, uint64_t n)
{
	story_tell(&s, ms,
		   (struct trace_event){ .pid = pid,
					 .tid = pid,
					 .verb = MP_VERB_TASK,
					 .phase = (uint8_t)phase,
					 .object = SQUARES,
					 .a = n });
}

START_TEST(a_worker_that_replaces_another_is_known_with_its_place)
{
	const struct model_object *o;

	TELL(&s, 20, MAIN, POOL_NEW, MP_HAPPENS, .object = SQUARES, .a = 2);
	task(30, PRODUCER, MP_BEGINS, 1);
	TELL(&s, 40, MAIN, WORKER_LOST, MP_HAPPENS, .object = SQUARES,
	     .a = PRODUCER, .b = (uint64_t)-9, .aux = 1);
	TELL(&s, 41, MAIN, WORKER_NEW, MP_HAPPENS, .object = SQUARES,
	     .a = CONSUMER, .aux = 1);
	o = object(SQUARES);
	ck_assert_uint_eq(o->hold_count, 2);
	ck_assert(o->holds[0].lost);
	ck_assert_uint_eq(o->holds[0].died_in, 1);
	ck_assert_uint_eq(o->holds[0].place, 2);
	ck_assert_uint_eq(o->holds[1].pid, CONSUMER);
	ck_assert_uint_eq(o->holds[1].instead, PRODUCER);
	ck_assert(!o->holds[1].lost);
	TELL(&s, 50, MAIN, CANCEL, MP_HAPPENS, .object = SQUARES, .a = 4,
	     .b = 3);
	ck_assert_uint_eq(object(SQUARES)->pool.cancelled, 3);
}
END_TEST

START_TEST(throughput_is_of_the_last_seconds)
{
	int64_t ns;

	TELL(&s, 20, MAIN, POOL_NEW, MP_HAPPENS, .object = SQUARES, .a = 2);
	ck_assert_int_eq(object(SQUARES)->pool.first_ns, -1);
	for (uint64_t i = 0; i < 10; i++) {
		task(100 + (int64_t)i * 500, PRODUCER, MP_BEGINS, i + 1);
		task(500 + (int64_t)i * 500, PRODUCER, MP_ENDS, i + 1);
	}
	ck_assert_int_eq(object(SQUARES)->pool.first_ns, 100 * CLOCK_MS);
	ck_assert_int_eq(object(SQUARES)->pool.last_ns, 5000 * CLOCK_MS);
	/* 2.25 s to 5 s: those that ended at 2.5, 3.0, ... 5.0. */
	ck_assert_uint_eq(
		model_pool_recent(object(SQUARES), 5000 * CLOCK_MS, &ns), 6);
	ck_assert_int_eq(ns, 2750 * CLOCK_MS);
	ck_assert_uint_eq(
		model_pool_recent(object(SQUARES), 20000 * CLOCK_MS, &ns), 0);
}
END_TEST

START_TEST(throughput_at_the_start_is_of_what_has_passed)
{
	int64_t ns;

	TELL(&s, 20, MAIN, POOL_NEW, MP_HAPPENS, .object = SQUARES, .a = 2);
	task(1000, PRODUCER, MP_BEGINS, 1);
	task(1400, PRODUCER, MP_ENDS, 1);
	ck_assert_uint_eq(
		model_pool_recent(object(SQUARES), 1500 * CLOCK_MS, &ns), 1);
	ck_assert_int_eq(ns, 500 * CLOCK_MS);
}
END_TEST

Suite *suite(void)
{
	Suite *suite = suite_create("model/shown");
	TCase *tc = tcase_create("shown");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, two_processes_have_each_a_variable_of_one_name);
	tcase_add_test(tc, what_is_shown_is_told_with_its_name);
	tcase_add_test(tc, an_entry_has_the_one_who_asked_for_it_as_its_writer);
	tcase_add_test(tc, after_a_change_of_several_no_entry_is_known);
	tcase_add_test(tc, what_is_under_way_is_what_was_sent_and_not_received);
	tcase_add_test(tc, of_very_many_messages_the_last_are_known);
	tcase_add_test(tc, a_child_of_fork_has_both_ends_until_it_closes_one);
	tcase_add_test(tc,
		       a_child_that_tells_before_its_parent_has_the_ends_too);
	tcase_add_test(tc, a_child_that_is_the_program_anew_has_nothing_of_it);
	tcase_add_test(tc, a_child_of_fork_has_its_parents_pipes_of_the_kernel);
	tcase_add_test(tc,
		       a_worker_that_replaces_another_is_known_with_its_place);
	tcase_add_test(tc, throughput_is_of_the_last_seconds);
	tcase_add_test(tc, throughput_at_the_start_is_of_what_has_passed);
	suite_add_tcase(suite, tc);
	return suite;
}
