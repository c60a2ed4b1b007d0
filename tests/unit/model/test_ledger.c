/* SPDX-License-Identifier: MIT */
/*
 * What a run made, and what is left of it.
 */
#include <errno.h>
#include <string.h>

#include "model/ledger.h"
#include "model/narrate.h"
#include "support/check_main.h"
#include "trace/object.h"
#include "unit/model/story.h"

#define SYSV(kind, id) trace_object_id(TRACE_OBJECT_##kind, id)
#define FILE_OF(kind)  trace_object_file(TRACE_OBJECT_##kind, 26, 1234)

static struct story s;
static struct model_ledger ledger;
static struct str text;

static void setup(void)
{
	story_begin(&s);
	story_cast(&s, 10);
	text = STR_INIT;
}

static void teardown(void)
{
	story_end(&s);
	str_release(&text);
}

static void reap(uint32_t pid)
{
	TELL(&s, 80, pid, EXITED, MP_HAPPENS, .a = 0);
	TELL(&s, 81, pid, SAMPLE, MP_HAPPENS, .object = 'X', .a = UINT64_MAX,
	     .b = UINT64_MAX);
}

/* All have ended; the run is over. */
static void end(uint64_t stalls)
{
	reap(CONSUMER);
	reap(PRODUCER);
	reap(MAIN);
	TELL(&s, 90, 0, END, MP_HAPPENS, .b = stalls);
}

static void left(uint64_t object, const char *name, uint64_t amount,
		 enum trace_left whose)
{
	TELL(&s, 85, 0, LEFT, MP_HAPPENS, .object = object, .a = amount,
	     .text = *name ? story_text(&s, name) : 0, .aux = whose);
}

static void count(void)
{
	model_ledger(s.m, NULL, &ledger);
}

static const char *words(void)
{
	count();
	str_clear(&text);
	model_ledger_words(s.m, s.log, &ledger, &text);
	return text.buf;
}

static const char *problems(void)
{
	count();
	str_clear(&text);
	model_ledger_problems(s.m, s.log, &ledger, &text);
	return text.buf;
}

static void says(const char *all, const char *part)
{
	ck_assert_msg(strstr(all, part) != NULL, "no \"%s\" in: %s", part, all);
}

START_TEST(a_run_that_left_nothing_is_good_news_with_every_counter)
{
	end(0);
	ck_assert_str_eq(problems(), "");
	ck_assert_str_eq(words(),
			 "Left as it was found: 3 processes started, 3 reaped "
			 "\u00b7 1 queue made, gone with them \u00b7 0 left "
			 "over, 0 descriptors open \u00b7 16 events, 0 lost, "
			 "0 waits for room");
}
END_TEST

START_TEST(stalls_are_those_of_the_end_and_losses_those_of_the_events)
{
	TELL(&s, 30, PRODUCER, LOST, MP_HAPPENS, .a = 5);
	TELL(&s, 31, PRODUCER, TORN, MP_HAPPENS, .a = 1);
	end(7);
	says(words(), "6 lost, 7 waits for room");
	ck_assert_ptr_null(strstr(words(), "as it was found"));
	ck_assert_str_eq(problems(),
			 "6 events were lost: what is shown is not all.");
	/* Who counted knows of one more. */
	model_ledger(s.m, &(struct trace_totals){ .lost = 6, .torn = 1 },
		     &ledger);
	ck_assert_uint_eq(ledger.lost, 6);
	ck_assert_uint_eq(ledger.stalls, 7);
}
END_TEST

START_TEST(a_zombie_at_the_end_was_never_reaped)
{
	reap(PRODUCER);
	reap(MAIN);
	TELL(&s, 82, CONSUMER, EXITED, MP_HAPPENS, .a = 0);
	TELL(&s, 90, 0, END, MP_HAPPENS, .b = 0);
	count();
	ck_assert_uint_eq(ledger.reaped, 2);
	ck_assert_uint_eq(ledger.zombies, 1);
	ck_assert_str_eq(problems(), "1 process was never reaped.");
}
END_TEST

START_TEST(nothing_is_said_to_be_over_before_the_end)
{
	count();
	ck_assert(!ledger.over);
	ck_assert_uint_eq(ledger.living, 3);
	ck_assert_str_eq(problems(), "");
	ck_assert_ptr_eq(strstr(words(), "Up to here: 3 processes"), text.buf);
	ck_assert_ptr_null(strstr(text.buf, "gone"));
	ck_assert_ptr_null(strstr(text.buf, "left over"));
}
END_TEST

START_TEST(what_has_a_name_is_removed_unless_the_kernel_still_has_it)
{
	TELL(&s, 20, MAIN, SHM_NEW, MP_HAPPENS, .object = FILE_OF(MEMORY),
	     .text = story_text(&s, "/kept"));
	TELL(&s, 20, MAIN, SHM_NEW, MP_HAPPENS, .object = SYSV(SHM, 4),
	     .a = 100);
	left(FILE_OF(MEMORY), "/kept", 4096, TRACE_LEFT_MADE);
	end(0);
	says(words(), "2 pieces of shared memory made, 1 removed");
	says(words(), "1 left over");
	ck_assert_str_eq(problems(),
			 "Left over: shared memory /kept, 4096 bytes, made by "
			 "main (PID 4710): rm /dev/shm/kept removes it.");
}
END_TEST

START_TEST(each_kind_has_a_command_that_removes_it)
{
	left(FILE_OF(SEM), "/s", 0, TRACE_LEFT_MADE);
	left(FILE_OF(FIFO), "-f", 0, TRACE_LEFT_MADE);
	left(FILE_OF(MQ), "/q", 2, TRACE_LEFT_MADE);
	left(SYSV(MSG, 65), "", 1, TRACE_LEFT_MADE);
	left(trace_object_sem(66, 0), "", 3, TRACE_LEFT_MADE);
	left(SYSV(SHM, 67), "", 1, TRACE_LEFT_MADE);
	end(0);
	ck_assert_str_eq(
		problems(),
		"Left over: named semaphore /s: rm /dev/shm/sem.s removes it.\n"
		"Left over: FIFO -f: rm ./-f removes it.\n"
		"Left over: message queue /q, 2 messages: mq_unlink(\"/q\") "
		"removes it.\n"
		"Left over: message queue 65, 1 message: ipcrm -q 65 removes "
		"it.\n"
		"Left over: semaphore set 66 of 3: ipcrm -s 66 removes it.\n"
		"Left over: shared memory 67, 1 byte: ipcrm -m 67 removes it.");
}
END_TEST

START_TEST(a_name_is_given_so_that_a_shell_takes_it_for_one_word)
{
	left(FILE_OF(MEMORY), "/a b;c\033[2J", 1, TRACE_LEFT_MADE);
	says(problems(), ": rm '/dev/shm/a b;c\\e[2J' removes it.");
}
END_TEST

START_TEST(what_nobody_was_seen_to_make_is_left_perhaps)
{
	left(SYSV(SHM, 9), "", 64, TRACE_LEFT_PERHAPS);
	ck_assert(model_narrate(s.m, s.log,
				trace_log_at(s.log, trace_log_end(s.log) - 1),
				&text));
	ck_assert_str_eq(text.buf, "0.085 s  All have ended, and the system "
				   "still has shared memory 9, 64 bytes, made "
				   "during the run, perhaps by it.");
	says(problems(), "made during the run, perhaps by it");
}
END_TEST

START_TEST(what_was_there_before_is_neither_made_nor_left)
{
	TELL(&s, 20, MAIN, SEMAPHORE_NEW, MP_HAPPENS, .object = FILE_OF(SEM),
	     .text = story_text(&s, "/old"));
	left(FILE_OF(SEM), "/old", 0, TRACE_LEFT_FOUND);
	end(0);
	ck_assert_str_eq(problems(), "");
	count();
	ck_assert_uint_eq(ledger.tallies[MODEL_ASSET_NAMED_SEMAPHORE].made, 0);
}
END_TEST

START_TEST(one_that_two_open_is_one)
{
	TELL(&s, 20, MAIN, SEMAPHORE_NEW, MP_HAPPENS, .object = FILE_OF(SEM),
	     .text = story_text(&s, "/two"));
	TELL(&s, 21, PRODUCER, SEMAPHORE_NEW, MP_HAPPENS,
	     .object = FILE_OF(SEM), .text = story_text(&s, "/two"));
	end(0);
	says(words(), "1 named semaphore made, 1 removed");
}
END_TEST

START_TEST(a_set_of_semaphores_is_one_thing)
{
	for (unsigned i = 0; i < 3; i++)
		TELL(&s, 20, MAIN, SEMAPHORE_NEW, MP_HAPPENS,
		     .object = trace_object_sem(5, i));
	end(0);
	says(words(), "1 semaphore set made, 1 removed");
}
END_TEST

START_TEST(a_lock_of_the_dead_is_still_locked)
{
	TELL(&s, 20, MAIN, LOCK_NEW, MP_HAPPENS, .object = 50,
	     .text = story_text(&s, "printer"));
	TELL(&s, 21, CONSUMER, ACQUIRE, MP_HAPPENS, .object = 50, .a = 1,
	     .b = CONSUMER);
	ck_assert_str_eq(problems(), "");
	end(0);
	ck_assert_str_eq(problems(), "Still locked: printer, by consumer (PID "
				     "4712), which has ended.");
	ck_assert_uint_eq(ledger.locked, 1);
}
END_TEST

START_TEST(a_lock_that_was_recovered_is_not)
{
	TELL(&s, 20, MAIN, LOCK_NEW, MP_HAPPENS, .object = 50);
	TELL(&s, 21, CONSUMER, ACQUIRE, MP_HAPPENS, .object = 50, .a = 1,
	     .b = CONSUMER);
	reap(CONSUMER);
	TELL(&s, 83, PRODUCER, RECOVER, MP_HAPPENS, .object = 50, .a = CONSUMER,
	     .b = 1);
	end(0);
	ck_assert_str_eq(problems(), "");
}
END_TEST

START_TEST(what_nobody_took_is_counted)
{
	story_put(&s, 20, 1, 83);
	story_put(&s, 21, 2, 12);
	TELL(&s, 22, MAIN, PIPE, MP_HAPPENS, .object = SYSV(PIPE, 77), .a = 3,
	     .b = 4);
	TELL(&s, 23, MAIN, WRITE, MP_BEGINS, .object = SYSV(PIPE, 77), .a = 6,
	     .b = 4);
	TELL(&s, 23, MAIN, WRITE, MP_ENDS, .object = SYSV(PIPE, 77), .a = 6,
	     .b = 4);
	TELL(&s, 24, MAIN, PIPE_NEW, MP_HAPPENS, .object = 60);
	TELL(&s, 25, MAIN, SEND, MP_HAPPENS, .object = 60, .aux = 1);
	end(0);
	says(words(), "2 items, 1 message, 6 bytes never taken");
	says(words(), "1 queue, 2 pipes made, gone with them");
}
END_TEST

START_TEST(bytes_are_not_called_unread_where_a_reader_tells_nothing)
{
	TELL(&s, 22, MAIN, PIPE, MP_HAPPENS, .object = SYSV(PIPE, 77), .a = 3,
	     .b = 4);
	TELL(&s, 23, MAIN, WRITE, MP_BEGINS, .object = SYSV(PIPE, 77), .a = 6,
	     .b = 4);
	TELL(&s, 24, 0, UNTRACED, MP_HAPPENS, .a = CONSUMER, .b = 1);
	end(0);
	ck_assert_ptr_null(strstr(words(), "taken"));
}
END_TEST

START_TEST(many_leftovers_are_named_in_part_and_counted)
{
	for (unsigned i = 0; i < 9; i++)
		left(SYSV(SHM, i), "", 1, TRACE_LEFT_MADE);
	end(0);
	says(problems(), "ipcrm -m 5 removes it.\nAnd 3 more.");
}
END_TEST

START_TEST(the_last_event_has_the_ledger_as_json)
{
	left(SYSV(SHM, 9), "", 64, TRACE_LEFT_MADE);
	model_event_json(s.m, s.log,
			 trace_log_at(s.log, trace_log_end(s.log) - 1),
			 (struct model_place){ .file = NULL }, &text);
	says(text.buf, "\"verb\":\"left\"");
	says(text.buf, "\"kind\":\"shared memory\"");
	says(text.buf, "\"remove\":\"ipcrm -m 9\"");
	end(2);
	str_clear(&text);
	model_event_json(s.m, s.log,
			 trace_log_at(s.log, trace_log_end(s.log) - 1),
			 (struct model_place){ .file = NULL }, &text);
	says(text.buf, "\"started\":3,\"reaped\":3,\"zombies\":0,\"made\":1,"
		       "\"removed\":0,\"left\":1,\"descriptors\":0,"
		       "\"locked\":0,");
	says(text.buf, "\"lost\":0,\"torn\":0,\"stalls\":2}");
}
END_TEST

Suite *suite(void)
{
	Suite *all = suite_create("ledger");
	TCase *tc = tcase_create("ledger");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc,
		       a_run_that_left_nothing_is_good_news_with_every_counter);
	tcase_add_test(
		tc, stalls_are_those_of_the_end_and_losses_those_of_the_events);
	tcase_add_test(tc, a_zombie_at_the_end_was_never_reaped);
	tcase_add_test(tc, nothing_is_said_to_be_over_before_the_end);
	tcase_add_test(
		tc, what_has_a_name_is_removed_unless_the_kernel_still_has_it);
	tcase_add_test(tc, each_kind_has_a_command_that_removes_it);
	tcase_add_test(tc,
		       a_name_is_given_so_that_a_shell_takes_it_for_one_word);
	tcase_add_test(tc, what_nobody_was_seen_to_make_is_left_perhaps);
	tcase_add_test(tc, what_was_there_before_is_neither_made_nor_left);
	tcase_add_test(tc, one_that_two_open_is_one);
	tcase_add_test(tc, a_set_of_semaphores_is_one_thing);
	tcase_add_test(tc, a_lock_of_the_dead_is_still_locked);
	tcase_add_test(tc, a_lock_that_was_recovered_is_not);
	tcase_add_test(tc, what_nobody_took_is_counted);
	tcase_add_test(
		tc, bytes_are_not_called_unread_where_a_reader_tells_nothing);
	tcase_add_test(tc, many_leftovers_are_named_in_part_and_counted);
	tcase_add_test(tc, the_last_event_has_the_ledger_as_json);
	suite_add_tcase(all, tc);
	return all;
}
