/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <signal.h>
#include <string.h>

#include "base/clock.h"
#include "model/narrate.h"
#include "support/check_main.h"
#include "trace/object.h"
#include "unit/model/story.h"

static struct story s;
static struct str out;

static void setup(void)
{
	story_begin(&s);
	story_cast(&s, 10);
	out = STR_INIT;
}

static void teardown(void)
{
	str_release(&out);
	story_end(&s);
}

static const struct trace_event *last(void)
{
	return trace_log_at(s.log, trace_log_end(s.log) - 1);
}

/* What is told of the last event; "" if nothing. */
static const char *told(void)
{
	str_clear(&out);
	ck_assert_int_eq(model_narrate(s.m, s.log, last(), &out), out.len > 0);
	return out.buf;
}

static const char *json(void)
{
	str_clear(&out);
	model_event_json(s.m, s.log, last(),
			 (struct model_place){ .file = NULL }, &out);
	return out.buf;
}

static const char *doing(uint32_t pid)
{
	str_clear(&out);
	model_doing(s.m, s.log, story_process(&s, pid), &out);
	return out.buf;
}

START_TEST(a_start_is_told_by_the_child)
{
	ck_assert_str_eq(told(), "0.010 s  consumer (PID 4712) starts, a "
				 "child of main (PID 4710).");
	TELL(&s, 20, MAIN, START, MP_ENDS, .text = story_text(&s, "extra"),
	     .err = EAGAIN);
	ck_assert_str_eq(told(), "0.020 s  main (PID 4710) cannot start "
				 "extra: Resource temporarily unavailable.");
	TELL(&s, 20, 6000, ATTACH, MP_HAPPENS,
	     .text = story_text(&s, "/usr/bin/python3"));
	ck_assert_str_eq(told(), "0.020 s  python3 (PID 6000) runs the program "
				 "python3.");
}
END_TEST

START_TEST(what_is_sampled_is_told_as_such)
{
	TELL(&s, 20, 6000, SAMPLE, MP_HAPPENS, .object = 'S');
	ck_assert_str_eq(doing(6000), "its own work");
	TELL(&s, 21, 6000, BLOCKED, MP_HAPPENS, .a = 7,
	     .text = story_text(&s, "poll"));
	ck_assert_str_eq(told(), "0.021 s  process 6000 seems to be in poll, "
				 "as the kernel says.");
	ck_assert_ptr_nonnull(strstr(json(), "\"sampled\":true,\"call\":7"));
	ck_assert_str_eq(doing(6000), "seems to be in poll");
	TELL(&s, 22, 6000, BLOCKED, MP_HAPPENS, .a = UINT64_MAX,
	     .object = trace_object_id(TRACE_OBJECT_PIPE, 5),
	     .text = story_text(&s, "read"));
	ck_assert_str_eq(doing(6000), "seems to be in read(a pipe)");
	ck_assert_ptr_null(strstr(json(), "\"call\""));
	/* It is over when it runs. */
	TELL(&s, 23, 6000, SAMPLE, MP_HAPPENS, .object = 'R');
	ck_assert_str_eq(doing(6000), "its own work");
	TELL(&s, 24, 6000, SAMPLE, MP_HAPPENS, .object = 'S');
	ck_assert_str_eq(doing(6000), "its own work");
}
END_TEST

START_TEST(what_a_process_says_itself_goes_before_a_sample)
{
	TELL(&s, 20, PRODUCER, SAMPLE, MP_HAPPENS, .object = 'S');
	TELL(&s, 21, PRODUCER, BLOCKED, MP_HAPPENS,
	     .text = story_text(&s, "poll"));
	ck_assert_str_eq(doing(PRODUCER), "seems to be in poll");
	/* Of one that tells something, no sentence. */
	ck_assert_str_eq(told(), "");
	TELL(&s, 22, PRODUCER, PUT, MP_BEGINS, .object = TASKS,
	     .kind = MP_KIND_INT, .a = 3);
	ck_assert_str_eq(doing(PRODUCER), "put tasks 3");
	TELL(&s, 23, PRODUCER, BLOCKED, MP_HAPPENS,
	     .text = story_text(&s, "futex"));
	ck_assert_str_eq(doing(PRODUCER), "put tasks 3");
	TELL(&s, 24, PRODUCER, PUT, MP_ENDS, .object = TASKS);
	TELL(&s, 24, PRODUCER, SAMPLE, MP_HAPPENS, .object = 'S');
	ck_assert_str_eq(doing(PRODUCER), "its own work");
}
END_TEST

START_TEST(a_wait_says_why)
{
	for (int i = 1; i <= 4; i++)
		story_put(&s, 100 * i, (uint64_t)i, i);
	TELL(&s, 412, PRODUCER, PUT, MP_WAITS, .object = TASKS, .b = 4);
	ck_assert_str_eq(told(), "0.412 s  producer (PID 4711) waits in "
				 "put(tasks): the queue is full, 4 of 4.");
	story_get(&s, 500, 1, 1);
	TELL(&s, 500, PRODUCER, PUT, MP_WAITS, .object = TASKS, .b = 4);
	ck_assert_str_eq(told(), "0.500 s  producer (PID 4711) waits in "
				 "put(tasks): the queue was full.");
	TELL(&s, 501, CONSUMER, GET, MP_WAITS, .object = TASKS);
	ck_assert_str_eq(told(), "0.501 s  consumer (PID 4712) waits in "
				 "get(tasks): the queue was empty.");
	for (int i = 2; i <= 4; i++)
		story_get(&s, 510, (uint64_t)i, i);
	TELL(&s, 600, CONSUMER, GET, MP_WAITS, .object = TASKS);
	ck_assert_str_eq(told(), "0.600 s  consumer (PID 4712) waits in "
				 "get(tasks): the queue is empty.");
	TELL(&s, 700, MAIN, JOIN, MP_WAITS, .a = PRODUCER);
	ck_assert_str_eq(told(), "0.700 s  main (PID 4710) waits in "
				 "join(producer): PID 4711 has not ended.");
	TELL(&s, 701, PRODUCER, SLEEP, MP_BEGINS, .kind = MP_KIND_INT,
	     .a = 250 * CLOCK_MS);
	ck_assert_str_eq(told(),
			 "0.701 s  producer (PID 4711) sleeps for 0.25 s.");
}
END_TEST

START_TEST(what_happens_to_items_is_told)
{
	TELL(&s, 20, PRODUCER, PUT, MP_BEGINS, .object = TASKS);
	ck_assert_str_eq(told(), "");
	TELL(&s, 20, PRODUCER, PUT, MP_HAPPENS, .object = TASKS,
	     .kind = MP_KIND_INT, .a = (uint64_t)-83, .b = 1, .aux = 1);
	ck_assert_str_eq(told(), "0.020 s  producer (PID 4711) puts -83 into "
				 "tasks: 1 of 4.");
	TELL(&s, 20, PRODUCER, PUT, MP_ENDS, .object = TASKS);
	ck_assert_str_eq(told(), "");
	TELL(&s, 30, CONSUMER, GET, MP_HAPPENS, .object = TASKS,
	     .kind = MP_KIND_INT, .a = (uint64_t)-83, .b = 1, .aux = 0);
	ck_assert_str_eq(told(), "0.030 s  consumer (PID 4712) takes -83 from "
				 "tasks: 0 of 4.");
	TELL(&s, 40, CONSUMER, GET, MP_ENDS, .object = TASKS, .err = ETIMEDOUT);
	ck_assert_str_eq(told(), "0.040 s  consumer (PID 4712) gives up "
				 "get(tasks): the queue stayed empty and the "
				 "time is up.");
	TELL(&s, 40, CONSUMER, GET, MP_ENDS, .object = TASKS, .err = EPIPE);
	ck_assert_str_eq(told(), "0.040 s  consumer (PID 4712) gives up "
				 "get(tasks): the queue is closed and empty.");
	TELL(&s, 40, MAIN, QUEUE_CLOSE, MP_HAPPENS, .object = TASKS);
	ck_assert_str_eq(told(),
			 "0.040 s  main (PID 4710) closes the queue tasks.");
	TELL(&s, 41, MAIN, QUEUE_NEW, MP_HAPPENS, .object = 8, .a = 2,
	     .text = story_text(&s, "done"));
	ck_assert_str_eq(told(), "0.041 s  main (PID 4710) makes the queue "
				 "done with room for 2.");
}
END_TEST

START_TEST(a_death_is_told_once)
{
	TELL(&s, 20, PRODUCER, EXITED, MP_HAPPENS, .a = 0);
	ck_assert_str_eq(told(),
			 "0.020 s  producer (PID 4711) has ended with "
			 "exit status 0: a zombie until main (PID 4710) "
			 "reaps it.");
	TELL(&s, 21, MAIN, REAP, MP_HAPPENS, .a = PRODUCER);
	ck_assert_str_eq(told(), "0.021 s  main (PID 4710) reaps producer "
				 "(PID 4711), which has ended with exit status "
				 "0.");
	TELL(&s, 22, PRODUCER, EXITED, MP_HAPPENS, .a = 0);
	ck_assert_str_eq(told(), "");
	story_sample(&s, 22, PRODUCER, 'X');
	ck_assert_str_eq(told(), "");
	story_sample(&s, 22, CONSUMER, 'S');
	ck_assert_str_eq(told(), "");
	TELL(&s, 23, MAIN, EXITED, MP_HAPPENS, .a = 1 << 8);
	ck_assert_str_eq(
		told(),
		"0.023 s  main (PID 4710) has ended with exit status 1.");
}
END_TEST

START_TEST(a_death_is_told_when_it_is_known_how)
{
	TELL(&s, 20, PRODUCER, EXITED, MP_HAPPENS, .err = 1);
	ck_assert_str_eq(told(), "");
	TELL(&s, 21, PRODUCER, EXITED, MP_HAPPENS, .a = 2 << 8);
	ck_assert_str_eq(told(),
			 "0.021 s  producer (PID 4711) has ended with "
			 "exit status 2: a zombie until main (PID 4710) "
			 "reaps it.");
	/* Nobody ever knew how: then when it is gone. */
	TELL(&s, 22, CONSUMER, EXITED, MP_HAPPENS, .err = 1);
	ck_assert_str_eq(told(), "");
	story_sample(&s, 23, CONSUMER, 'X');
	ck_assert_str_eq(told(), "0.023 s  consumer (PID 4712) has ended.");
	story_sample(&s, 24, CONSUMER, 'X');
	ck_assert_str_eq(told(), "");
}
END_TEST

START_TEST(a_killer_has_a_name)
{
	TELL(&s, 19, MAIN, KILL, MP_HAPPENS, .a = CONSUMER);
	ck_assert_str_eq(told(), "0.019 s  main (PID 4710) sends SIGKILL to "
				 "consumer (PID 4712).");
	TELL(&s, 19, CONSUMER, EXITED, MP_HAPPENS, .a = SIGKILL);
	ck_assert_str_eq(told(), "0.019 s  consumer (PID 4712) was killed by "
				 "SIGKILL, which main (PID 4710) sent: a "
				 "zombie until main (PID 4710) reaps it.");
	TELL(&s, 20, PRODUCER, SIGNAL, MP_HAPPENS, .a = SIGKILL);
	ck_assert_str_eq(told(),
			 "0.020 s  You send SIGKILL to producer (PID 4711).");
	TELL(&s, 21, MAIN, REAP, MP_HAPPENS, .a = PRODUCER,
	     .b = (uint64_t)-SIGKILL);
	ck_assert_str_eq(told(), "0.021 s  main (PID 4710) reaps producer "
				 "(PID 4711), which was killed by SIGKILL, "
				 "which you sent.");
	story_put(&s, 22, 1, 1);
	TELL(&s, 23, MAIN, REPAIR, MP_HAPPENS, .object = TASKS, .a = 1, .b = 1);
	ck_assert_str_eq(told(), "0.023 s  main (PID 4710) repairs the queue "
				 "tasks, in which a process was killed: 0 of "
				 "4, lost so far: 1.");
}
END_TEST

START_TEST(a_nice_value_is_told_with_what_the_kernel_made_of_it)
{
	TELL(&s, 19, CONSUMER, RENICE, MP_HAPPENS, .a = 5);
	ck_assert_str_eq(told(), "0.019 s  You ask for another nice value of "
				 "consumer (PID 4712): it was 0 and is 5.");
	TELL(&s, 20, CONSUMER, RENICE, MP_HAPPENS, .a = 5, .b = 5,
	     .err = EACCES);
	ck_assert_str_eq(told(),
			 "0.020 s  You ask for another nice value of "
			 "consumer (PID 4712), but it stays 5: only root may "
			 "raise a priority, which is what a smaller nice "
			 "value does.");
}
END_TEST

START_TEST(the_run_is_told)
{
	TELL(&s, 1000, 0, SPEED, MP_HAPPENS, .a = 0x3fe0000000000000);
	ck_assert_str_eq(told(), "1.000 s  The speed is 0.5x.");
	TELL(&s, 1500, 0, PAUSE, MP_HAPPENS, .a = 0);
	ck_assert_str_eq(told(), "1.500 s  Paused.");
	TELL(&s, 1700, PRODUCER, STEP, MP_HAPPENS, .a = 0);
	ck_assert_str_eq(told(),
			 "1.500 s  producer (PID 4711) makes one step.");
	TELL(&s, 1800, 0, RESUME, MP_HAPPENS, .a = 0);
	ck_assert_str_eq(told(), "1.500 s  Going on.");
	TELL(&s, 1900, PRODUCER, LOST, MP_HAPPENS, .a = 12);
	ck_assert_str_eq(told(),
			 "1.600 s  Events lost: 12, of producer (PID 4711).");
	TELL(&s, 1900, PRODUCER, TORN, MP_HAPPENS, .a = 0);
	ck_assert_str_eq(told(), "1.600 s  producer (PID 4711) was killed "
				 "while it told of an event, which is not "
				 "known therefore.");
	TELL(&s, 2000, 0, END, MP_HAPPENS, .a = 2,
	     .text = story_text(&s, "more than 64 processes"));
	ck_assert_str_eq(told(), "1.700 s  The run is over: it was cut short: "
				 "more than 64 processes.");
}
END_TEST

START_TEST(output_has_a_line_for_each_line)
{
	TELL(&s, 20, 0, OUTPUT, MP_HAPPENS, .a = 1,
	     .text = story_text(&s, "one\ntwo\n"));
	ck_assert_str_eq(told(), "0.020 s  the demo prints: one\n"
				 "0.020 s  the demo prints: two");
	TELL(&s, 20, PRODUCER, OUTPUT, MP_HAPPENS, .a = 2, .aux = 1,
	     .text = story_text(&s, "bad"));
	ck_assert_str_eq(told(), "0.020 s  producer (PID 4711) prints "
				 "(error): bad [more, which is not kept]");
}
END_TEST

START_TEST(no_escape_sequence_gets_through)
{
	TELL(&s, 20, 0, OUTPUT, MP_HAPPENS, .a = 1,
	     .text = story_text(&s, "\033[2J\a\xff\x7f\xc2\x9b"
				    "\u202e caf\u00e9\t"));
	ck_assert_str_eq(told(), "0.020 s  the demo prints: \\e[2J\\x07\\xff"
				 "\\x7f\\u009b\\u202e caf\u00e9\\t");
	TELL(&s, 20, 9, NAME, MP_HAPPENS, .text = story_text(&s, "\033]0;x\n"));
	ck_assert_str_eq(told(), "0.020 s  \\e]0;x\\n (PID 9) starts.");
}
END_TEST

START_TEST(values_are_shown_as_what_they_are)
{
	static const struct {
		struct model_value value;
		const char *text;
	} cases[] = {
		{ { .kind = MP_KIND_INT, .bits = 83 }, "83" },
		{ { .kind = MP_KIND_INT, .bits = UINT64_MAX }, "-1" },
		{ { .kind = MP_KIND_DOUBLE, .bits = 0x3fe0000000000000 },
		  "0.5" },
		{ { .kind = MP_KIND_DOUBLE, .bits = 0x3fb999999999999a },
		  "0.1" },
		{ { .kind = MP_KIND_DOUBLE, .bits = 0x3fd3333333333334 },
		  "0.30000000000000004" },
		{ { .kind = MP_KIND_NONE }, "?" },
	};
	struct model_value v = { .kind = MP_KIND_BYTES };

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		str_clear(&out);
		model_value_text(s.log, cases[i].value, &out);
		ck_assert_str_eq(out.buf, cases[i].text);
	}
	v.text = story_text(&s, "abc");
	str_clear(&out);
	model_value_text(s.log, v, &out);
	ck_assert_str_eq(out.buf, "3 bytes");
	v.kind = MP_KIND_TEXT;
	str_clear(&out);
	model_value_text(s.log, v, &out);
	ck_assert_str_eq(out.buf, "\"abc\"");
}
END_TEST

static const char *text_of(const char *bytes, size_t len)
{
	struct model_value v = { .kind = MP_KIND_TEXT,
				 .text = trace_log_intern(s.log, bytes, len) };

	str_clear(&out);
	model_value_text(s.log, v, &out);
	return out.buf;
}

START_TEST(a_text_that_is_numbers_is_shown_byte_by_byte)
{
	ck_assert_str_eq(text_of("\0\0\1\2nails", 9), "00 00 01 02 \"nails\"");
	ck_assert_str_eq(text_of("\2\1\0\0", 4), "02 01 00 00");
	ck_assert_str_eq(text_of("\0abc", 4), "00 61 62 63");
	ck_assert_str_eq(text_of("abc\0\0", 5), "\"abc\"");
	ck_assert_str_eq(text_of("4   ", 4), "\"4   \"");
	ck_assert_str_eq(text_of("a\n", 2), "\"a\\n\"");
}
END_TEST

START_TEST(who_has_no_name_is_joined_by_pid)
{
	TELL(&s, 10, MAIN, JOIN, MP_BEGINS, .kind = MP_KIND_INT, .a = 9825);
	ck_assert_str_eq(doing(MAIN), "join 9825");
}
END_TEST

START_TEST(what_a_process_does_is_a_few_words)
{
	ck_assert_str_eq(doing(PRODUCER), "its own work");
	TELL(&s, 20, PRODUCER, PUT, MP_BEGINS, .object = TASKS,
	     .kind = MP_KIND_INT, .a = 83);
	ck_assert_str_eq(doing(PRODUCER), "put tasks 83");
	TELL(&s, 20, CONSUMER, GET, MP_BEGINS, .object = TASKS);
	ck_assert_str_eq(doing(CONSUMER), "get tasks");
	TELL(&s, 20, CONSUMER, SLEEP, MP_BEGINS, .kind = MP_KIND_INT,
	     .a = 100 * CLOCK_MS);
	ck_assert_str_eq(doing(CONSUMER), "sleep 0.1 s");
	TELL(&s, 20, MAIN, JOIN, MP_BEGINS, .kind = MP_KIND_INT, .a = PRODUCER);
	ck_assert_str_eq(doing(MAIN), "join producer");
	TELL(&s, 20, MAIN, START, MP_BEGINS, .kind = MP_KIND_TEXT,
	     .text = story_text(&s, "worker"));
	ck_assert_str_eq(doing(MAIN), "start worker");
	TELL(&s, 21, CONSUMER, EXIT, MP_HAPPENS, .kind = MP_KIND_INT, .a = 0);
	ck_assert_str_eq(doing(CONSUMER), "exit");
	TELL(&s, 30, PRODUCER, EXITED, MP_HAPPENS, .a = 9);
	ck_assert_str_eq(doing(PRODUCER), "");
}
END_TEST

START_TEST(json_has_the_keys_that_apply)
{
	TELL(&s, 20, PRODUCER, PUT, MP_HAPPENS, .object = TASKS,
	     .kind = MP_KIND_INT, .a = 83, .b = 1, .aux = 1);
	ck_assert_str_eq(json(), "{\"time\":0.020000000,\"pid\":4711,"
				 "\"process\":\"producer\",\"verb\":\"put\","
				 "\"phase\":\"happens\",\"object\":\"tasks\","
				 "\"kind\":\"int\",\"value\":83,"
				 "\"sequence\":1,\"length\":1}\n");
	TELL(&s, 30, PRODUCER, PUT, MP_WAITS, .object = TASKS);
	ck_assert_str_eq(json(), "{\"time\":0.030000000,\"pid\":4711,"
				 "\"process\":\"producer\",\"verb\":\"put\","
				 "\"phase\":\"waits\",\"object\":\"tasks\","
				 "\"state\":\"waiting\"}\n");
	TELL(&s, 40, PRODUCER, PUT, MP_ENDS, .object = TASKS, .err = ETIMEDOUT);
	ck_assert_str_eq(json(), "{\"time\":0.040000000,\"pid\":4711,"
				 "\"process\":\"producer\",\"verb\":\"put\","
				 "\"phase\":\"ends\",\"object\":\"tasks\","
				 "\"error\":\"ETIMEDOUT\","
				 "\"state\":\"running\"}\n");
	TELL(&s, 50, MAIN, REAP, MP_HAPPENS, .a = PRODUCER, .b = (uint64_t)-9);
	ck_assert_str_eq(json(), "{\"time\":0.050000000,\"pid\":4710,"
				 "\"process\":\"main\",\"verb\":\"reap\","
				 "\"phase\":\"happens\",\"target\":4711,"
				 "\"status\":-9}\n");
	TELL(&s, 60, 0, OUTPUT, MP_HAPPENS, .a = 2,
	     .text = story_text(&s, "a \"b\"\n\033"));
	ck_assert_str_eq(json(), "{\"time\":0.060000000,\"verb\":\"output\","
				 "\"phase\":\"happens\","
				 "\"text\":\"a \\\"b\\\"\\n\\u001b\","
				 "\"stream\":\"stderr\"}\n");
	TELL(&s, 70, CONSUMER, EXITED, MP_HAPPENS, .a = 3 << 8);
	ck_assert_str_eq(json(), "{\"time\":0.070000000,\"pid\":4712,"
				 "\"process\":\"consumer\","
				 "\"verb\":\"exited\",\"phase\":\"happens\","
				 "\"status\":3,\"state\":\"zombie\"}\n");
}
END_TEST

START_TEST(json_says_where_if_it_is_known)
{
	TELL(&s, 20, MAIN, SLEEP, MP_BEGINS, .kind = MP_KIND_DOUBLE,
	     .a = 0x7ff8000000000000);
	model_event_json(s.m, s.log, last(),
			 (struct model_place){ .file = "a.c", .line = 14 },
			 &out);
	ck_assert_str_eq(out.buf, "{\"time\":0.020000000,\"pid\":4710,"
				  "\"process\":\"main\",\"verb\":\"sleep\","
				  "\"phase\":\"begins\",\"kind\":\"double\","
				  "\"value\":\"nan\",\"file\":\"a.c\","
				  "\"line\":14,\"state\":\"waiting\"}\n");
}
END_TEST

Suite *suite(void)
{
	Suite *suite = suite_create("narrate");
	TCase *tc = tcase_create("narrate");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, a_start_is_told_by_the_child);
	tcase_add_test(tc, a_wait_says_why);
	tcase_add_test(tc, what_is_sampled_is_told_as_such);
	tcase_add_test(tc, what_a_process_says_itself_goes_before_a_sample);
	tcase_add_test(tc, what_happens_to_items_is_told);
	tcase_add_test(tc, a_death_is_told_once);
	tcase_add_test(tc, a_death_is_told_when_it_is_known_how);
	tcase_add_test(tc, a_killer_has_a_name);
	tcase_add_test(tc,
		       a_nice_value_is_told_with_what_the_kernel_made_of_it);
	tcase_add_test(tc, the_run_is_told);
	tcase_add_test(tc, output_has_a_line_for_each_line);
	tcase_add_test(tc, no_escape_sequence_gets_through);
	tcase_add_test(tc, values_are_shown_as_what_they_are);
	tcase_add_test(tc, a_text_that_is_numbers_is_shown_byte_by_byte);
	tcase_add_test(tc, what_a_process_does_is_a_few_words);
	tcase_add_test(tc, who_has_no_name_is_joined_by_pid);
	tcase_add_test(tc, json_has_the_keys_that_apply);
	tcase_add_test(tc, json_says_where_if_it_is_known);
	suite_add_tcase(suite, tc);
	return suite;
}
