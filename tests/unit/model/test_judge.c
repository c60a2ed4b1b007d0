/* SPDX-License-Identifier: MIT */
#include "model/judge.h"

#include <stdlib.h>
#include <string.h>

#include "support/check_main.h"
#include "trace/object.h"
#include "unit/model/story.h"

static struct story s;
static struct judge *j;

static void setup(void)
{
	story_begin(&s);
	j = NULL;
}

static void teardown(void)
{
	judge_free(j);
	story_end(&s);
}

#define HAPPENING(l, w, object, process)                                       \
	happening(LESSON_LOOK_##l, LESSON_HAPPENING_##w, object, process)

static struct lesson_fact happening(enum lesson_look look,
				    enum lesson_happening what,
				    const char *object, const char *process)
{
	return (struct lesson_fact){
		.look = look, .what = what, .object = object, .process = process
	};
}

static struct lesson_fact fact(enum lesson_look look, const char *object,
			       const char *process)
{
	return happening(look, LESSON_HAPPENING_NONE, object, process);
}

static void finish(int64_t ms, int why)
{
	TELL(&s, ms, 0, END, MP_HAPPENS, .a = (uint64_t)why);
}

/* What is answered of the whole story; "? why" if it is undecided. */
static const char *answer_in(struct lesson_fact fact, enum lesson_gives gives)
{
	static struct str out, why;
	size_t watch;

	judge_free(j);
	str_release(&out);
	str_release(&why);
	out = why = STR_INIT;
	j = judge_new(s.log);
	watch = judge_watch(j, &fact);
	(void)judge_catch_up(j, SIZE_MAX);
	if (judge_answer(j, watch, gives, &out, &why) == JUDGE_YES)
		return out.buf;
	str_clear(&out);
	str_addf(&out, "? %s", why.buf);
	return out.buf;
}

static const char *answer(struct lesson_fact fact)
{
	return answer_in(fact, LESSON_GIVES_NONE);
}

/* Four items fill the queue; the producer waits; two are taken. */
static void play_queue(void)
{
	story_cast(&s, 0);
	for (int i = 1; i <= 4; i++)
		story_put(&s, 10 * i, (uint64_t)i, i);
	TELL(&s, 50, PRODUCER, PUT, MP_BEGINS, .object = TASKS);
	TELL(&s, 51, PRODUCER, PUT, MP_WAITS, .object = TASKS);
	story_get(&s, 60, 1, 1);
	story_get(&s, 70, 2, 2);
}

static void leave(uint32_t pid, int64_t ms, int status)
{
	TELL(&s, ms, pid, EXITED, MP_HAPPENS, .a = (uint64_t)status);
}

START_TEST(who_is_first_is_told_by_name)
{
	story_cast(&s, 0);
	/* A join is no wait of the kind that is meant. */
	TELL(&s, 1, MAIN, JOIN, MP_BEGINS, .a = PRODUCER);
	TELL(&s, 2, MAIN, JOIN, MP_WAITS, .a = PRODUCER);
	ck_assert_str_eq(answer(HAPPENING(FIRST, WAITS, "", "")),
			 "? The run is not over.");
	TELL(&s, 5, CONSUMER, GET, MP_BEGINS, .object = TASKS);
	TELL(&s, 6, CONSUMER, GET, MP_WAITS, .object = TASKS);
	ck_assert_str_eq(answer(HAPPENING(FIRST, WAITS, "", "")), "consumer");
	ck_assert_str_eq(
		answer_in(HAPPENING(FIRST, WAITS, "", ""), LESSON_GIVES_OBJECT),
		"tasks");
	ck_assert_str_eq(answer(HAPPENING(FIRST, WAITS, "", "producer")),
			 "? The run is not over.");
	finish(10, 0);
	ck_assert_str_eq(answer(HAPPENING(FIRST, WAITS, "", "producer")),
			 "none");
	ck_assert_str_eq(answer(HAPPENING(FIRST, WAITS, "others", "")), "none");
	ck_assert_str_eq(answer(HAPPENING(LAST, WAITS, "", "")), "consumer");
}
END_TEST

START_TEST(order_is_that_of_the_first_time)
{
	play_queue();
	leave(CONSUMER, 80, 0);
	leave(PRODUCER, 90, 3 << 8);
	leave(MAIN, 100, 9);
	ck_assert_str_eq(answer(HAPPENING(ORDER, EXITS, "", "")),
			 "? The run is not over.");
	finish(110, 0);
	ck_assert_str_eq(answer(HAPPENING(ORDER, EXITS, "", "")),
			 "consumer, producer, main");
	ck_assert_str_eq(answer(HAPPENING(LAST, EXITS, "", "")), "main");
	ck_assert_str_eq(answer(HAPPENING(FIRST, FAILS, "", "")), "producer");
	ck_assert_str_eq(answer(HAPPENING(FIRST, KILLED, "", "")), "main");
	ck_assert_str_eq(answer(HAPPENING(ORDER, PUTS, "", "")), "producer");
	ck_assert_str_eq(answer(HAPPENING(ORDER, BREAKS, "", "")), "none");
	ck_assert_str_eq(answer(fact(LESSON_LOOK_EXIT, "", "producer")), "3");
	ck_assert_str_eq(answer(fact(LESSON_LOOK_EXIT, "", "main")), "-9");
	ck_assert_str_eq(answer(fact(LESSON_LOOK_EXIT, "", "helper")),
			 "? No process was called helper in this run.");
}
END_TEST

START_TEST(what_happens_is_counted)
{
	play_queue();
	finish(100, 0);
	ck_assert_str_eq(answer(HAPPENING(COUNT, PUTS, "", "")), "4");
	ck_assert_str_eq(answer(HAPPENING(COUNT, GETS, "", "consumer")), "2");
	ck_assert_str_eq(answer(HAPPENING(COUNT, GETS, "", "producer")), "0");
	ck_assert_str_eq(answer(HAPPENING(COUNT, FULL, "tasks", "")), "1");
	ck_assert_str_eq(answer(HAPPENING(HAPPENS, WAITS, "", "")), "yes");
	ck_assert_str_eq(answer(HAPPENING(NEVER, WAITS, "", "")), "no");
	ck_assert_str_eq(answer(HAPPENING(HAPPENS, DEADLOCK, "", "")), "no");
	ck_assert_str_eq(answer(HAPPENING(NEVER, DEADLOCK, "", "")), "yes");
}
END_TEST

START_TEST(lengths_are_those_of_their_moment)
{
	struct lesson_fact f = fact(LESSON_LOOK_LENGTH, "tasks", "");

	play_queue();
	leave(CONSUMER, 80, 0);
	finish(100, 0);
	ck_assert_str_eq(answer(f), "2");
	f.at = LESSON_MOMENT_FIRST_FULL;
	ck_assert_str_eq(answer(f), "4");
	f.at = LESSON_MOMENT_FIRST_WAIT;
	ck_assert_str_eq(answer(f), "4");
	f.at = LESSON_MOMENT_FIRST_EXIT;
	ck_assert_str_eq(answer(f), "2");
	f.at = LESSON_MOMENT_DEADLOCK;
	ck_assert_str_eq(answer(f), "? That moment did not come in this run.");
	f.look = LESSON_LOOK_GREATEST;
	ck_assert_str_eq(answer(f), "4");
	f.object = "others";
	ck_assert_str_eq(answer(f),
			 "? There was nothing called others in this run.");
}
END_TEST

START_TEST(what_a_run_cannot_tell_is_undecided)
{
	play_queue();
	finish(100, 1);
	ck_assert_str_eq(answer(HAPPENING(COUNT, PUTS, "", "")),
			 "? The run was ended before it was over.");
	ck_assert_str_eq(answer(HAPPENING(NEVER, DEADLOCK, "", "")),
			 "? The run was ended before it was over.");
	/* What was seen was seen. */
	ck_assert_str_eq(answer(HAPPENING(HAPPENS, WAITS, "", "")), "yes");
	ck_assert_str_eq(answer(HAPPENING(FIRST, WAITS, "", "")), "producer");
}
END_TEST

START_TEST(lost_events_are_no_proof)
{
	play_queue();
	TELL(&s, 90, PRODUCER, LOST, MP_HAPPENS, .a = 12);
	finish(100, 0);
	ck_assert_str_eq(answer(HAPPENING(FIRST, WAITS, "", "")),
			 "? 12 events were lost, so this run cannot tell.");
	ck_assert_str_eq(answer(HAPPENING(HAPPENS, WAITS, "", "")), "yes");
	ck_assert_str_eq(answer(HAPPENING(HAPPENS, BREAKS, "", "")),
			 "? 12 events were lost, so this run cannot tell.");
}
END_TEST

/* ---- values ---- */

enum { BALANCE = 9 };

static void cell(int64_t ms, uint32_t pid, uint16_t verb, int64_t value)
{
	story_tell(&s, ms,
		   (struct trace_event){ .pid = pid,
					 .tid = pid,
					 .verb = verb,
					 .phase = MP_HAPPENS,
					 .object = BALANCE,
					 .kind = MP_KIND_INT,
					 .a = (uint64_t)value });
}

START_TEST(an_update_is_lost_when_another_came_between)
{
	struct lesson_fact value = fact(LESSON_LOOK_VALUE, "balance", "");

	story_cast(&s, 0);
	TELL(&s, 1, MAIN, VALUE_NEW, MP_HAPPENS, .object = BALANCE, .a = 1,
	     .text = story_text(&s, "balance"));
	cell(2, MAIN, MP_VERB_VALUE_SET, 0);
	cell(3, PRODUCER, MP_VERB_VALUE_GET, 0);
	cell(4, PRODUCER, MP_VERB_VALUE_SET, 1);
	cell(5, PRODUCER, MP_VERB_VALUE_GET, 1);
	cell(6, CONSUMER, MP_VERB_VALUE_GET, 1);
	cell(7, PRODUCER, MP_VERB_VALUE_SET, 2);
	cell(8, CONSUMER, MP_VERB_VALUE_SET, 2); /* on what it read before */
	cell(9, CONSUMER, MP_VERB_VALUE_ADD, 3);
	finish(10, 0);
	ck_assert_str_eq(answer(HAPPENING(COUNT, LOSES, "", "")), "1");
	ck_assert_str_eq(answer(HAPPENING(FIRST, LOSES, "", "")), "consumer");
	ck_assert_str_eq(answer(HAPPENING(COUNT, SETS, "balance", "")), "4");
	ck_assert_str_eq(answer(value), "3");
	value.index = 4;
	ck_assert_str_eq(answer(value), "? Nobody has read or written it.");
}
END_TEST

static void show(int64_t ms, uint32_t pid, int value)
{
	TELL(&s, ms, pid, SHOW, MP_HAPPENS, .kind = MP_KIND_INT,
	     .a = (uint64_t)value, .b = 4096,
	     .text = story_text(&s, "balance"));
}

START_TEST(a_variable_is_that_of_the_process_that_shows_it)
{
	story_cast(&s, 0);
	show(1, MAIN, 100);
	show(2, PRODUCER, 70);
	show(3, PRODUCER, 60);
	finish(10, 0);
	ck_assert_str_eq(answer(fact(LESSON_LOOK_VALUE, "balance", "main")),
			 "100");
	ck_assert_str_eq(answer(fact(LESSON_LOOK_VALUE, "balance", "producer")),
			 "60");
	ck_assert_str_eq(answer(fact(LESSON_LOOK_VALUE, "balance", "")), "100");
	ck_assert_str_eq(answer(fact(LESSON_LOOK_VALUE, "balance", "consumer")),
			 "? There was nothing called balance in this run.");
}
END_TEST

START_TEST(a_process_is_stopped_and_goes_on_and_is_ready)
{
	story_cast(&s, 0);
	story_sample(&s, 1, PRODUCER, 'T');
	story_sample(&s, 2, PRODUCER, 'T');
	story_sample(&s, 3, PRODUCER, 'R');
	story_sample(&s, 4, CONSUMER, 'T');
	leave(CONSUMER, 5, 9);
	TELL(&s, 6, PRODUCER, SAMPLE, MP_HAPPENS, .object = 'R', .err = 1);
	finish(10, 0);
	ck_assert_str_eq(answer(HAPPENING(COUNT, STOPS, "", "producer")), "1");
	ck_assert_str_eq(answer(HAPPENING(LAST, STOPS, "", "")), "consumer");
	ck_assert_str_eq(answer(HAPPENING(ORDER, CONTINUES, "", "")),
			 "producer");
	ck_assert_str_eq(answer(HAPPENING(COUNT, CONTINUES, "", "")), "1");
	ck_assert_str_eq(answer(HAPPENING(ORDER, READY, "", "")), "producer");
}
END_TEST

/* ---- time ---- */

START_TEST(work_is_running_and_sleeping)
{
	struct lesson_fact f = fact(LESSON_LOOK_RATIO, "", "");
	double ratio;

	f.ratio = LESSON_RATIO_SPEED_UP;
	story_cast(&s, 0);
	TELL(&s, 0, MAIN, JOIN, MP_BEGINS, .a = PRODUCER);
	TELL(&s, 0, MAIN, JOIN, MP_WAITS, .a = PRODUCER);
	TELL(&s, 0, PRODUCER, SLEEP, MP_BEGINS, .a = 1000000000);
	TELL(&s, 1000, PRODUCER, SLEEP, MP_ENDS, .err = 0);
	/* The consumer runs all the time. */
	leave(PRODUCER, 1000, 0);
	leave(CONSUMER, 1000, 0);
	leave(MAIN, 1000, 0);
	finish(1000, 0);
	ratio = strtod(answer(f), NULL);
	ck_assert_msg(ratio > 1.99 && ratio < 2.01, "%s", answer(f));
	f.ratio = LESSON_RATIO_ELAPSED;
	ratio = strtod(answer(f), NULL);
	ck_assert_msg(ratio > 0.49 && ratio < 0.51, "%s", answer(f));
}
END_TEST

/* ---- conditions ---- */

static struct lesson_condition
condition(struct lesson_fact fact, enum lesson_test test, const char *value)
{
	return (struct lesson_condition){ .fact = fact,
					  .test = test,
					  .value = value,
					  .number = strtod(value, NULL) };
}

static enum judge_verdict judge_it(const struct lesson_condition *c)
{
	SCOPED_STR why = STR_INIT;
	size_t watch;

	judge_free(j);
	j = judge_new(s.log);
	watch = judge_watch_condition(j, c);
	(void)judge_catch_up(j, SIZE_MAX);
	return judge_condition(j, watch, &why);
}

START_TEST(conditions_compare)
{
	struct lesson_condition c = condition(HAPPENING(COUNT, PUTS, "", ""),
					      LESSON_TEST_AT_LEAST, "4");

	play_queue();
	finish(100, 0);
	ck_assert_int_eq(judge_it(&c), JUDGE_YES);
	c = condition(HAPPENING(COUNT, PUTS, "", ""), LESSON_TEST_AT_LEAST,
		      "5");
	ck_assert_int_eq(judge_it(&c), JUDGE_NO);
	c = condition(HAPPENING(COUNT, PUTS, "", ""), LESSON_TEST_AT_MOST, "3");
	ck_assert_int_eq(judge_it(&c), JUDGE_NO);
	c = condition(HAPPENING(FIRST, WAITS, "", ""), LESSON_TEST_IS,
		      "Producer");
	ck_assert_int_eq(judge_it(&c), JUDGE_YES);
	c = condition(HAPPENING(FIRST, WAITS, "", ""), LESSON_TEST_IS_NOT,
		      "producer");
	ck_assert_int_eq(judge_it(&c), JUDGE_NO);
}
END_TEST

START_TEST(a_count_that_is_enough_stays_so)
{
	struct lesson_condition c = condition(HAPPENING(COUNT, PUTS, "", ""),
					      LESSON_TEST_AT_LEAST, "4");

	story_cast(&s, 0);
	story_put(&s, 10, 1, 1);
	ck_assert_int_eq(judge_it(&c), JUDGE_UNDECIDED);
	for (int i = 2; i <= 4; i++)
		story_put(&s, 10 * i, (uint64_t)i, i);
	ck_assert_int_eq(judge_it(&c), JUDGE_YES);
	finish(100, 1);
	ck_assert_int_eq(judge_it(&c), JUDGE_YES);
	c.within_s = 0.02;
	ck_assert_int_eq(judge_it(&c), JUDGE_NO);
}
END_TEST

/* A plain read or write only says that it begins. */
START_TEST(who_finds_a_pipe_full_or_empty_waits)
{
	uint64_t pipe = trace_object_id(TRACE_OBJECT_PIPE, 7);

	story_cast(&s, 0);
	TELL(&s, 5, MAIN, PIPE, MP_HAPPENS, .object = pipe, .a = 3, .b = 4);
	TELL(&s, 10, PRODUCER, WRITE, MP_BEGINS, .object = pipe, .a = 65536);
	TELL(&s, 11, PRODUCER, WRITE, MP_ENDS, .object = pipe, .a = 65536);
	ck_assert_str_eq(answer(HAPPENING(FIRST, WAITS, "", "")),
			 "? "
			 "The run is not over.");
	TELL(&s, 20, PRODUCER, WRITE, MP_BEGINS, .object = pipe, .a = 1);
	ck_assert_str_eq(answer(HAPPENING(FIRST, WAITS, "", "")), "producer");
	ck_assert_str_eq(answer(HAPPENING(HAPPENS, WAITS, "", "consumer")),
			 "? The run is not over.");
	TELL(&s, 30, CONSUMER, READ, MP_BEGINS, .object = pipe, .a = 65537);
	TELL(&s, 31, CONSUMER, READ, MP_ENDS, .object = pipe, .a = 65537);
	TELL(&s, 32, PRODUCER, WRITE, MP_ENDS, .object = pipe, .a = 1);
	TELL(&s, 33, CONSUMER, READ, MP_BEGINS, .object = pipe, .a = 1);
	finish(100, 0);
	ck_assert_str_eq(answer(HAPPENING(COUNT, WAITS, "", "")), "2");
}
END_TEST

START_TEST(a_deadlock_counts_as_soon_as_it_is_found)
{
	struct lesson_condition c = condition(
		HAPPENING(HAPPENS, DEADLOCK, "", ""), LESSON_TEST_TRUE, "");
	struct lesson_condition never = condition(
		HAPPENING(NEVER, DEADLOCK, "", ""), LESSON_TEST_TRUE, "");

	c.within_s = 2;
	play_queue();
	ck_assert_int_eq(judge_it(&c), JUDGE_UNDECIDED);
	ck_assert_int_eq(judge_it(&never), JUDGE_UNDECIDED);
	TELL(&s, 1500, 0, DEADLOCK, MP_HAPPENS, .a = 2);
	ck_assert_int_eq(judge_it(&c), JUDGE_YES);
	ck_assert_int_eq(judge_it(&never), JUDGE_NO);
	c.within_s = 1;
	ck_assert_int_eq(judge_it(&c), JUDGE_NO);
	finish(2000, 1);
	c.within_s = 0;
	ck_assert_int_eq(judge_it(&c), JUDGE_YES);
}
END_TEST

/* 10 times as fast, for 0.1 s, then half as fast, paused for 5 s in between. */
START_TEST(in_time_is_by_the_clock_of_the_demo)
{
	struct lesson_condition c = condition(HAPPENING(COUNT, PUTS, "", ""),
					      LESSON_TEST_AT_LEAST, "1");

	story_cast(&s, 0);
	TELL(&s, 0, 0, SPEED, MP_HAPPENS, .a = 0x4024000000000000);
	TELL(&s, 100, 0, SPEED, MP_HAPPENS, .a = 0x3fe0000000000000);
	TELL(&s, 200, 0, PAUSE, MP_HAPPENS, .a = 0);
	TELL(&s, 5200, 0, RESUME, MP_HAPPENS, .a = 0);
	story_put(&s, 5300, 1, 1);
	finish(6000, 0);
	c.within_s = 1.11;
	ck_assert_int_eq(judge_it(&c), JUDGE_YES);
	c.within_s = 1.09;
	ck_assert_int_eq(judge_it(&c), JUDGE_NO);
}
END_TEST

START_TEST(a_callout_comes_at_its_event)
{
	struct lesson_condition full = condition(
		HAPPENING(HAPPENS, FULL, "tasks", ""), LESSON_TEST_TRUE, "");
	struct lesson_condition three =
		condition(fact(LESSON_LOOK_LENGTH, "tasks", ""),
			  LESSON_TEST_AT_LEAST, "3");
	struct lesson_condition starts =
		condition(HAPPENING(HAPPENS, STARTS, "", "producer"),
			  LESSON_TEST_TRUE, "");
	struct judge_moment moment;
	size_t a, b, c;

	play_queue();
	j = judge_new(s.log);
	a = judge_watch_condition(j, &full);
	b = judge_watch_condition(j, &three);
	c = judge_watch_condition(j, &starts);
	(void)judge_catch_up(j, SIZE_MAX);
	ck_assert(judge_came(j, c, &moment));
	ck_assert_uint_eq(moment.pid, PRODUCER); /* who is told by main */
	ck_assert(judge_came(j, a, &moment));
	ck_assert_int_eq(moment.run_ns, 40000000);
	ck_assert_uint_eq(moment.pid, PRODUCER);
	ck_assert(judge_moment(j, a, &moment));
	ck_assert_int_eq(moment.run_ns, 40000000);
	ck_assert(judge_came(j, b, &moment));
	ck_assert_int_eq(moment.run_ns, 30000000);
	ck_assert_int_eq(trace_log_at(s.log, moment.end - 1)->verb,
			 MP_VERB_PUT);
}
END_TEST

START_TEST(a_callout_comes_when_a_variable_is_shown)
{
	struct lesson_condition c =
		condition(fact(LESSON_LOOK_VALUE, "balance", "producer"),
			  LESSON_TEST_AT_MOST, "70");
	struct judge_moment moment;
	size_t at;

	story_cast(&s, 0);
	show(1, PRODUCER, 100);
	show(2, CONSUMER, 10);
	show(3, PRODUCER, 70);
	j = judge_new(s.log);
	at = judge_watch_condition(j, &c);
	(void)judge_catch_up(j, SIZE_MAX);
	ck_assert(judge_came(j, at, &moment));
	ck_assert_int_eq(moment.run_ns, 3000000);
}
END_TEST

START_TEST(success_is_all_and_any)
{
	struct lesson_condition all[] = {
		condition(HAPPENING(HAPPENS, FULL, "", ""), LESSON_TEST_TRUE,
			  ""),
	};
	struct lesson_condition any[] = {
		condition(HAPPENING(HAPPENS, BREAKS, "", ""), LESSON_TEST_TRUE,
			  ""),
		condition(HAPPENING(COUNT, GETS, "", ""), LESSON_TEST_IS, "2"),
	};
	struct lesson_success success = { all, 1, any, 2 };
	SCOPED_STR why = STR_INIT;
	size_t all_at[1], any_at[2];

	play_queue();
	j = judge_new(s.log);
	all_at[0] = judge_watch_condition(j, &all[0]);
	any_at[0] = judge_watch_condition(j, &any[0]);
	any_at[1] = judge_watch_condition(j, &any[1]);
	(void)judge_catch_up(j, SIZE_MAX);
	ck_assert_int_eq(judge_success(j, &success, all_at, any_at, &why),
			 JUDGE_UNDECIDED);
	ck_assert_str_eq(why.buf, "The run is not over.");
	finish(100, 0);
	(void)judge_catch_up(j, SIZE_MAX);
	ck_assert_int_eq(judge_success(j, &success, all_at, any_at, &why),
			 JUDGE_YES);
	any[1].value = "3";
	ck_assert_int_eq(judge_success(j, &success, all_at, any_at, &why),
			 JUDGE_NO);
	ck_assert_str_eq(why.buf, "");
}
END_TEST

START_TEST(names_that_are_numbered_are_all_of_them)
{
	story_cast(&s, 0);
	TELL(&s, 1, 4720, NAME, MP_HAPPENS, .a = MAIN,
	     .text = story_text(&s, "worker-1"));
	TELL(&s, 1, 4721, NAME, MP_HAPPENS, .a = MAIN,
	     .text = story_text(&s, "worker-12"));
	TELL(&s, 1, 4722, NAME, MP_HAPPENS, .a = MAIN,
	     .text = story_text(&s, "worker-x"));
	leave(4721, 2, 0);
	leave(4720, 3, 0);
	leave(4722, 4, 1 << 8);
	finish(5, 0);
	ck_assert_str_eq(answer(HAPPENING(ORDER, EXITS, "", "worker")),
			 "worker-12, worker-1");
	ck_assert_str_eq(answer(fact(LESSON_LOOK_EXIT, "", "worker")), "0");
}
END_TEST

START_TEST(answers_in_another_form_are_the_same)
{
	ck_assert(judge_same(" The Producer.", "producer", 0));
	ck_assert(judge_same("neither", "none", 0));
	ck_assert(judge_same("4.0", "4", 0));
	ck_assert(judge_same("2.4", "2.5", 0.1));
	ck_assert(!judge_same("2.3", "2.5", 0.1));
	ck_assert(judge_same("a,  b\tc", "a, b c", 0));
	ck_assert(!judge_same("ab", "a b", 0));
	ck_assert(!judge_same("", "producer", 0));
	ck_assert(!judge_same("4 items", "4", 0));
}
END_TEST

Suite *suite(void)
{
	Suite *suite = suite_create("judge");
	TCase *tc = tcase_create("judge");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, who_is_first_is_told_by_name);
	tcase_add_test(tc, order_is_that_of_the_first_time);
	tcase_add_test(tc, what_happens_is_counted);
	tcase_add_test(tc, lengths_are_those_of_their_moment);
	tcase_add_test(tc, what_a_run_cannot_tell_is_undecided);
	tcase_add_test(tc, lost_events_are_no_proof);
	tcase_add_test(tc, an_update_is_lost_when_another_came_between);
	tcase_add_test(tc, a_variable_is_that_of_the_process_that_shows_it);
	tcase_add_test(tc, a_process_is_stopped_and_goes_on_and_is_ready);
	tcase_add_test(tc, a_callout_comes_when_a_variable_is_shown);
	tcase_add_test(tc, work_is_running_and_sleeping);
	tcase_add_test(tc, conditions_compare);
	tcase_add_test(tc, a_count_that_is_enough_stays_so);
	tcase_add_test(tc, who_finds_a_pipe_full_or_empty_waits);
	tcase_add_test(tc, a_deadlock_counts_as_soon_as_it_is_found);
	tcase_add_test(tc, in_time_is_by_the_clock_of_the_demo);
	tcase_add_test(tc, a_callout_comes_at_its_event);
	tcase_add_test(tc, success_is_all_and_any);
	tcase_add_test(tc, names_that_are_numbered_are_all_of_them);
	tcase_add_test(tc, answers_in_another_form_are_the_same);
	suite_add_tcase(suite, tc);
	return suite;
}
