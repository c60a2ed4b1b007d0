/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <signal.h>

#include "base/clock.h"
#include "support/check_main.h"
#include "unit/model/story.h"

static struct story s;

static void setup(void)
{
	story_begin(&s);
	story_cast(&s, 10);
}

static void teardown(void)
{
	story_end(&s);
}

static void check_state(uint32_t pid, enum model_state state, int64_t since_ms)
{
	const struct model_process *p = story_process(&s, pid);

	ck_assert_str_eq(model_state_name(p->state), model_state_name(state));
	ck_assert_int_eq(p->since_ns, since_ms * CLOCK_MS);
}

START_TEST(a_child_has_its_name_its_parent_and_its_program)
{
	const struct model_process *p = story_process(&s, PRODUCER);

	ck_assert_str_eq(trace_log_text(s.log, p->name, NULL), "producer");
	ck_assert_uint_eq(p->ppid, MAIN);
	ck_assert_uint_eq(p->image, 0);
	ck_assert_int_eq(p->started_ns, 10 * CLOCK_MS);
	ck_assert_int_eq(p->ended_ns, -1);
	ck_assert_uint_eq(s.m->process_count, 3);
	ck_assert_uint_eq(model_alive(s.m), 3);
}
END_TEST

START_TEST(a_child_that_speaks_before_its_parent_is_the_same_child)
{
	TELL(&s, 20, 5000, NAME, MP_HAPPENS, .text = story_text(&s, "quick"),
	     .a = MAIN);
	TELL(&s, 21, MAIN, START, MP_ENDS, .text = story_text(&s, "x"),
	     .a = 5000);
	ck_assert_uint_eq(s.m->process_count, 4);
	ck_assert_str_eq(
		trace_log_text(s.log, story_process(&s, 5000)->name, NULL),
		"quick");
}
END_TEST

START_TEST(a_start_that_fails_makes_no_process)
{
	TELL(&s, 20, MAIN, START, MP_ENDS, .a = 5000, .err = 11);
	ck_assert_ptr_null(model_process(s.m, 5000));
}
END_TEST

START_TEST(it_waits_from_the_moment_at_which_it_found_that_it_must)
{
	TELL(&s, 20, PRODUCER, PUT, MP_BEGINS, .object = TASKS,
	     .kind = MP_KIND_INT, .a = 83, .site = 0x1234);
	check_state(PRODUCER, MODEL_RUNNING, 10);
	ck_assert(!story_process(&s, PRODUCER)->waits);
	TELL(&s, 25, PRODUCER, PUT, MP_WAITS, .object = TASKS);
	check_state(PRODUCER, MODEL_WAITING, 25);

	const struct model_process *p = story_process(&s, PRODUCER);
	ck_assert(p->waits);
	ck_assert_uint_eq(p->verb, MP_VERB_PUT);
	ck_assert_uint_eq(p->object, TASKS);
	ck_assert_int_eq(p->op_since_ns, 20 * CLOCK_MS);
	ck_assert_int_eq(p->wait_since_ns, 25 * CLOCK_MS);
	ck_assert_uint_eq(p->item.bits, 83);
	ck_assert_uint_eq(p->site, 0x1234);

	TELL(&s, 40, PRODUCER, PUT, MP_ENDS, .object = TASKS);
	check_state(PRODUCER, MODEL_RUNNING, 40);
	ck_assert_uint_eq(story_process(&s, PRODUCER)->verb, MP_VERB_NONE);
	ck_assert_uint_eq(story_process(&s, PRODUCER)->object, 0);
	ck_assert_uint_eq(story_process(&s, PRODUCER)->site, 0x1234);
}
END_TEST

START_TEST(a_wait_whose_beginning_was_lost_is_a_wait_all_the_same)
{
	TELL(&s, 25, CONSUMER, GET, MP_WAITS, .object = TASKS);
	check_state(CONSUMER, MODEL_WAITING, 25);
	ck_assert_uint_eq(story_process(&s, CONSUMER)->verb, MP_VERB_GET);
}
END_TEST

START_TEST(a_sleeper_waits_at_once)
{
	TELL(&s, 20, PRODUCER, SLEEP, MP_BEGINS, .kind = MP_KIND_INT,
	     .a = 100 * CLOCK_MS);
	check_state(PRODUCER, MODEL_WAITING, 20);
	TELL(&s, 120, PRODUCER, SLEEP, MP_ENDS, .err = 0);
	check_state(PRODUCER, MODEL_RUNNING, 120);
}
END_TEST

START_TEST(a_sample_tells_what_events_do_not)
{
	story_sample(&s, 50, PRODUCER, 'S');
	check_state(PRODUCER, MODEL_WAITING, 50);
	TELL(&s, 60, PRODUCER, SAMPLE, MP_HAPPENS, .object = 'R', .err = 1);
	check_state(PRODUCER, MODEL_READY, 60);
	story_sample(&s, 70, PRODUCER, 'R');
	check_state(PRODUCER, MODEL_RUNNING, 70);
	story_sample(&s, 80, PRODUCER, 'T');
	check_state(PRODUCER, MODEL_STOPPED, 80);
	ck_assert_int_eq(story_process(&s, PRODUCER)->letter, 'T');
	story_sample(&s, 90, PRODUCER, '?');
	check_state(PRODUCER, MODEL_STOPPED, 80);
}
END_TEST

START_TEST(the_same_state_again_does_not_begin_again)
{
	TELL(&s, 25, CONSUMER, GET, MP_WAITS, .object = TASKS);
	story_sample(&s, 50, CONSUMER, 'S');
	check_state(CONSUMER, MODEL_WAITING, 25);
}
END_TEST

START_TEST(a_sample_not_younger_than_an_event_changes_no_state)
{
	TELL(&s, 25, CONSUMER, GET, MP_WAITS, .object = TASKS);
	TELL(&s, 50, CONSUMER, GET, MP_ENDS, .object = TASKS);
	story_sample(&s, 50, CONSUMER, 'S');
	check_state(CONSUMER, MODEL_RUNNING, 50);
}
END_TEST

START_TEST(a_pause_makes_nobody_wait_at_the_gate)
{
	TELL(&s, 20, PRODUCER, PUT, MP_BEGINS, .object = TASKS);
	TELL(&s, 30, 0, PAUSE, MP_HAPPENS, .a = 0);
	story_sample(&s, 50, PRODUCER, 'S');
	check_state(PRODUCER, MODEL_RUNNING, 10);
	ck_assert_int_eq(story_process(&s, PRODUCER)->letter, 'S');
	/* One that is in no call of mp does wait. */
	story_sample(&s, 51, CONSUMER, 'S');
	check_state(CONSUMER, MODEL_WAITING, 30);
}
END_TEST

START_TEST(an_unknown_process_is_met_by_a_sample)
{
	story_sample(&s, 20, 6000, 'S');
	check_state(6000, MODEL_WAITING, 20);
	story_sample(&s, 20, 6001, 'X');
	ck_assert_ptr_null(model_process(s.m, 6001));
}
END_TEST

START_TEST(a_zombie_stays_one_until_it_is_reaped)
{
	TELL(&s, 20, PRODUCER, EXIT, MP_HAPPENS, .a = 3);
	TELL(&s, 21, PRODUCER, EXITED, MP_HAPPENS, .a = 3 << 8);
	check_state(PRODUCER, MODEL_ZOMBIE, 21);
	ck_assert_uint_eq(model_alive(s.m), 2);
	story_sample(&s, 30, PRODUCER, 'S');
	TELL(&s, 31, PRODUCER, PUT, MP_WAITS, .object = TASKS);
	check_state(PRODUCER, MODEL_ZOMBIE, 21);
	TELL(&s, 40, MAIN, REAP, MP_HAPPENS, .a = PRODUCER, .b = 3);
	check_state(PRODUCER, MODEL_ENDED, 40);

	const struct model_process *p = story_process(&s, PRODUCER);
	ck_assert(p->status_known);
	ck_assert_int_eq(p->exit_code, 3);
	ck_assert_int_eq(p->ended_ns, 21 * CLOCK_MS);
	ck_assert_int_eq(p->letter, 'X');
}
END_TEST

START_TEST(a_killed_process_does_nothing_any_more)
{
	TELL(&s, 20, PRODUCER, PUT, MP_BEGINS, .object = TASKS,
	     .kind = MP_KIND_INT, .a = 1);
	TELL(&s, 21, PRODUCER, PUT, MP_WAITS, .object = TASKS);
	TELL(&s, 29, PRODUCER, SIGNAL, MP_HAPPENS, .a = SIGKILL);
	TELL(&s, 30, PRODUCER, EXITED, MP_HAPPENS, .a = SIGKILL);

	const struct model_process *p = story_process(&s, PRODUCER);
	ck_assert_int_eq(p->exit_code, -SIGKILL);
	ck_assert_uint_eq(model_killer(p), MODEL_PLAYER);
	ck_assert_uint_eq(p->verb, MP_VERB_NONE);
	ck_assert(!p->waits);
	ck_assert_uint_eq(model_waiters(s.m, story_queue(&s, TASKS),
					MP_VERB_PUT, NULL, 0),
			  0);
}
END_TEST

static uint32_t killer_after(uint64_t status)
{
	TELL(&s, 90, PRODUCER, EXITED, MP_HAPPENS, .a = status);
	return model_killer(story_process(&s, PRODUCER));
}

START_TEST(only_who_sent_the_signal_that_killed_is_the_killer)
{
	TELL(&s, 20, PRODUCER, SIGNAL, MP_HAPPENS, .a = SIGSTOP);
	ck_assert_uint_eq(killer_after(SIGSEGV), 0);
}
END_TEST

START_TEST(the_last_who_sent_it_is_the_killer)
{
	TELL(&s, 20, PRODUCER, SIGNAL, MP_HAPPENS, .a = SIGTERM);
	TELL(&s, 21, MAIN, TERMINATE, MP_HAPPENS, .a = PRODUCER);
	ck_assert_uint_eq(killer_after(SIGTERM), MAIN);
}
END_TEST

START_TEST(a_signal_by_kill_has_a_sender_unless_it_failed)
{
	TELL(&s, 20, MAIN, SEND_SIGNAL, MP_BEGINS, .a = PRODUCER, .b = SIGUSR1);
	ck_assert_uint_eq(story_process(&s, PRODUCER)->sent_by, MAIN);
	TELL(&s, 21, MAIN, SEND_SIGNAL, MP_ENDS, .a = PRODUCER, .b = SIGUSR1,
	     .err = EPERM);
	ck_assert_uint_eq(killer_after(SIGUSR1), 0);
}
END_TEST

START_TEST(a_stopped_process_stands_at_the_gate_again_when_continued)
{
	TELL(&s, 20, 0, PAUSE, MP_HAPPENS, .a = 0);
	TELL(&s, 21, PRODUCER, PUT, MP_BEGINS, .object = TASKS);
	story_sample(&s, 22, PRODUCER, 'S');
	ck_assert_int_eq(story_process(&s, PRODUCER)->state, MODEL_RUNNING);
	story_sample(&s, 23, PRODUCER, 'T');
	ck_assert_int_eq(story_process(&s, PRODUCER)->state, MODEL_STOPPED);
	story_sample(&s, 24, PRODUCER, 'S');
	ck_assert_int_eq(story_process(&s, PRODUCER)->state, MODEL_RUNNING);
}
END_TEST

START_TEST(a_nice_value_is_known_once_it_was_changed)
{
	ck_assert(!story_process(&s, PRODUCER)->nice_known);
	TELL(&s, 20, PRODUCER, RENICE, MP_HAPPENS, .a = (uint64_t)-5);
	ck_assert_int_eq(story_process(&s, PRODUCER)->nice, -5);
	/* What no kernel says changes nothing. */
	TELL(&s, 21, PRODUCER, RENICE, MP_HAPPENS, .a = 99);
	ck_assert_int_eq(story_process(&s, PRODUCER)->nice, -5);
}
END_TEST

START_TEST(a_status_that_comes_late_is_taken)
{
	TELL(&s, 20, PRODUCER, EXITED, MP_HAPPENS, .err = 1, .a = 9);
	ck_assert(!story_process(&s, PRODUCER)->status_known);
	story_sample(&s, 21, PRODUCER, 'X');
	check_state(PRODUCER, MODEL_ENDED, 21);
	TELL(&s, 22, PRODUCER, EXITED, MP_HAPPENS, .a = 7 << 8);
	ck_assert_int_eq(story_process(&s, PRODUCER)->exit_code, 7);
	check_state(PRODUCER, MODEL_ENDED, 21);
	/* And then it is known. */
	TELL(&s, 23, PRODUCER, EXITED, MP_HAPPENS, .a = 8 << 8);
	ck_assert_int_eq(story_process(&s, PRODUCER)->exit_code, 7);
}
END_TEST

START_TEST(a_newcomer_with_an_old_pid_needs_no_start)
{
	TELL(&s, 30, MAIN, REAP, MP_HAPPENS, .a = PRODUCER, .b = 0);
	TELL(&s, 40, PRODUCER, NAME, MP_HAPPENS, .a = MAIN);
	ck_assert_uint_eq(s.m->process_count, 4);
	check_state(PRODUCER, MODEL_RUNNING, 40);
	/* A zombie that nobody was seen to reap is gone as well. */
	TELL(&s, 50, PRODUCER, EXITED, MP_HAPPENS, .a = 0);
	TELL(&s, 60, PRODUCER, ATTACH, MP_HAPPENS, .a = 1);
	ck_assert_uint_eq(s.m->process_count, 5);
	check_state(PRODUCER, MODEL_RUNNING, 60);
}
END_TEST

START_TEST(a_child_killed_before_it_spoke_has_its_parents_program)
{
	TELL(&s, 20, MAIN, START, MP_ENDS, .text = story_text(&s, "mute"),
	     .a = 5000);
	ck_assert_uint_eq(story_process(&s, 5000)->image, 0);
	TELL(&s, 21, 5000, EXITED, MP_HAPPENS, .a = SIGKILL);
	/* Its name may come late: it is still the same. */
	TELL(&s, 22, 5000, NAME, MP_HAPPENS, .a = MAIN);
	ck_assert_uint_eq(s.m->process_count, 4);
	check_state(5000, MODEL_ZOMBIE, 21);
}
END_TEST

START_TEST(time_never_goes_back)
{
	story_tell(&s, 5, (struct trace_event){ .pid = 0 });
	ck_assert_int_eq(model_run_time(s.m), 10 * CLOCK_MS);
	story_tell(&s, -5, (struct trace_event){ .pid = 0 });
	ck_assert_int_eq(model_run_time(s.m), 10 * CLOCK_MS);
}
END_TEST

START_TEST(a_pid_that_is_used_again_is_another_process)
{
	TELL(&s, 20, PRODUCER, PUT, MP_BEGINS, .object = TASKS);
	TELL(&s, 30, MAIN, REAP, MP_HAPPENS, .a = PRODUCER, .b = 0);
	TELL(&s, 40, MAIN, START, MP_ENDS, .text = story_text(&s, "second"),
	     .a = PRODUCER);
	TELL(&s, 41, PRODUCER, NAME, MP_HAPPENS,
	     .text = story_text(&s, "second"), .a = MAIN);
	ck_assert_uint_eq(s.m->process_count, 4);
	check_state(PRODUCER, MODEL_RUNNING, 40);
	ck_assert_ptr_eq(story_process(&s, PRODUCER), &s.m->processes[3]);
	ck_assert_int_eq(s.m->processes[1].state, MODEL_ENDED);
	ck_assert_uint_eq(s.m->processes[3].verb, MP_VERB_NONE);
	/* Its parent may join the first one once more. */
	TELL(&s, 50, MAIN, JOIN, MP_ENDS, .a = PRODUCER, .b = 0);
	check_state(PRODUCER, MODEL_RUNNING, 40);
}
END_TEST

START_TEST(late_words_of_the_dead_wake_nobody)
{
	TELL(&s, 30, MAIN, REAP, MP_HAPPENS, .a = PRODUCER, .b = 0);
	TELL(&s, 31, PRODUCER, PUT, MP_BEGINS, .object = TASKS);
	story_sample(&s, 32, PRODUCER, 'R');
	story_sample(&s, 33, PRODUCER, 'Z');
	check_state(PRODUCER, MODEL_ENDED, 30);
	ck_assert_uint_eq(s.m->process_count, 3);
}
END_TEST

START_TEST(a_program_in_place_of_another_begins_anew)
{
	TELL(&s, 20, PRODUCER, PUT, MP_BEGINS, .object = TASKS, .site = 99);
	TELL(&s, 30, PRODUCER, ATTACH, MP_HAPPENS,
	     .text = story_text(&s, "/bin/other"), .a = 1, .b = 2);
	ck_assert_uint_eq(s.m->process_count, 3);
	ck_assert_uint_eq(story_process(&s, PRODUCER)->image, 1);
	ck_assert_uint_eq(story_process(&s, PRODUCER)->site, 0);
	ck_assert_uint_eq(story_process(&s, PRODUCER)->verb, MP_VERB_NONE);
	ck_assert_uint_eq(story_process(&s, CONSUMER)->image, 0);
}
END_TEST

START_TEST(the_first_thread_is_shown_before_the_others)
{
	enum { HELPER = PRODUCER + 1000 };

	TELL(&s, 20, PRODUCER, GET, MP_BEGINS, .object = TASKS);
	TELL(&s, 21, PRODUCER, GET, MP_WAITS, .object = TASKS);
	story_tell(&s, 22,
		   (struct trace_event){ .pid = PRODUCER,
					 .tid = HELPER,
					 .verb = MP_VERB_SLEEP,
					 .phase = MP_BEGINS });
	story_tell(&s, 23,
		   (struct trace_event){ .pid = PRODUCER,
					 .tid = HELPER,
					 .verb = MP_VERB_SLEEP,
					 .phase = MP_ENDS });
	ck_assert_uint_eq(story_process(&s, PRODUCER)->verb, MP_VERB_GET);
	check_state(PRODUCER, MODEL_WAITING, 21);
}
END_TEST

START_TEST(a_cpu_share_is_measured_between_samples)
{
	const struct model_process *p;

	for (int i = 0; i <= 20; i++)
		TELL(&s, 100 + 50 * i, PRODUCER, SAMPLE, MP_HAPPENS,
		     .object = 'R', .a = (uint64_t)(i * 10 * CLOCK_MS),
		     .b = UINT64_MAX, .aux = 1);
	p = story_process(&s, PRODUCER);
	ck_assert_double_eq_tol(model_cpu_share(s.m, p), 0.2, 0.001);
	ck_assert_int_eq(p->cpu_ns, 200 * CLOCK_MS);
	ck_assert_int_eq(p->ready_ns, -1);
	ck_assert_int_eq(p->cpu, 1);
	/* It sleeps, so it is sampled no more; others are. */
	story_sample(&s, 1400, CONSUMER, 'S');
	ck_assert_double_lt(model_cpu_share(s.m, p), 0.15);
	story_sample(&s, 9000, CONSUMER, 'R');
	ck_assert_double_eq(model_cpu_share(s.m, p), 0);
	/* And works again: the long sleep is not counted in. */
	TELL(&s, 9050, PRODUCER, SAMPLE, MP_HAPPENS, .object = 'R',
	     .a = (uint64_t)(250 * CLOCK_MS), .b = UINT64_MAX);
	p = story_process(&s, PRODUCER);
	ck_assert_double_eq_tol(model_cpu_share(s.m, p), 0.1, 0.001);
}
END_TEST

START_TEST(run_time_leaves_pauses_out)
{
	TELL(&s, 100, 0, PAUSE, MP_HAPPENS, .a = 0);
	TELL(&s, 150, 0, PAUSE, MP_HAPPENS, .a = 0);
	TELL(&s, 300, PRODUCER, PUT, MP_BEGINS, .object = TASKS);
	ck_assert_int_eq(model_run_time(s.m), 100 * CLOCK_MS);
	TELL(&s, 400, 0, RESUME, MP_HAPPENS, .a = 0);
	ck_assert_int_eq(model_run_time(s.m), 100 * CLOCK_MS);
	TELL(&s, 450, PRODUCER, PUT, MP_WAITS, .object = TASKS);
	ck_assert_int_eq(model_run_time(s.m), 150 * CLOCK_MS);
	check_state(PRODUCER, MODEL_WAITING, 150);
	ck_assert_int_eq(s.m->paused_ns, 300 * CLOCK_MS);
}
END_TEST

START_TEST(the_run_knows_its_speed_its_losses_and_its_end)
{
	TELL(&s, 20, 0, SPEED, MP_HAPPENS, .a = 0x4000000000000000);
	ck_assert_double_eq(s.m->speed, 2);
	TELL(&s, 20, 0, SPEED, MP_HAPPENS, .a = 0x7ff8000000000000);
	TELL(&s, 20, 0, SPEED, MP_HAPPENS, .a = 0x7ff0000000000000);
	ck_assert_double_eq(s.m->speed, 2);
	TELL(&s, 21, PRODUCER, LOST, MP_HAPPENS, .a = 5);
	TELL(&s, 21, PRODUCER, LOST, MP_HAPPENS, .a = UINT64_MAX);
	ck_assert_uint_eq(s.m->lost, UINT64_MAX);
	TELL(&s, 22, PRODUCER, TORN, MP_HAPPENS, .a = 0);
	ck_assert_uint_eq(s.m->torn, 1);
	TELL(&s, 23, 0, END, MP_HAPPENS, .a = 1);
	ck_assert(s.m->over);
	ck_assert_int_eq(s.m->over_why, 1);
}
END_TEST

START_TEST(events_of_no_known_verb_change_nothing)
{
	struct model *before = model_clone(s.m);

	story_tell(&s, 10, (struct trace_event){ .pid = 1, .verb = 9999 });
	story_tell(&s, 10, (struct trace_event){ .pid = 1, .verb = 0 });
	before->events += 2;
	before->changed_count = 0;
	ck_assert_str_eq(model_difference(before, s.m), "");
	model_free(before);
}
END_TEST

START_TEST(processes_without_end_are_counted_and_not_kept)
{
	for (uint32_t pid = 1; pid <= MODEL_MAX_THINGS + 10; pid++)
		TELL(&s, 20, pid + 10000, NAME, MP_HAPPENS, .a = MAIN);
	ck_assert_uint_eq(s.m->process_count, MODEL_MAX_THINGS);
	ck_assert_uint_eq(s.m->beyond, 13);
}
END_TEST

START_TEST(a_clone_lives_its_own_life)
{
	struct model *copy;
	SCOPED_STR items = STR_INIT;

	for (int i = 1; i <= 3; i++)
		story_put(&s, 20 + i, (uint64_t)i, i);
	story_get(&s, 30, 1, 1);
	copy = model_clone(s.m);
	ck_assert_str_eq(model_difference(copy, s.m), "");
	story_get(&s, 31, 2, 2);
	TELL(&s, 32, MAIN, REAP, MP_HAPPENS, .a = PRODUCER, .b = 0);
	TELL(&s, 33, 7777, NAME, MP_HAPPENS, .a = MAIN);
	ck_assert_uint_eq(model_queue(copy, TASKS)->count, 2);
	ck_assert_int_eq(model_process(copy, PRODUCER)->state, MODEL_RUNNING);
	ck_assert_ptr_null(model_process(copy, 7777));
	ck_assert_str_eq(model_fault(copy), "");
	model_free(copy);
	story_items(&s, TASKS, &items);
	ck_assert_str_eq(items.buf, "3");
}
END_TEST

Suite *suite(void)
{
	Suite *suite = suite_create("processes");
	TCase *tc = tcase_create("processes");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, a_child_has_its_name_its_parent_and_its_program);
	tcase_add_test(tc,
		       a_child_that_speaks_before_its_parent_is_the_same_child);
	tcase_add_test(tc, a_start_that_fails_makes_no_process);
	tcase_add_test(tc,
		       it_waits_from_the_moment_at_which_it_found_that_it_must);
	tcase_add_test(tc,
		       a_wait_whose_beginning_was_lost_is_a_wait_all_the_same);
	tcase_add_test(tc, a_sleeper_waits_at_once);
	tcase_add_test(tc, a_sample_tells_what_events_do_not);
	tcase_add_test(tc, the_same_state_again_does_not_begin_again);
	tcase_add_test(tc, a_sample_not_younger_than_an_event_changes_no_state);
	tcase_add_test(tc, a_pause_makes_nobody_wait_at_the_gate);
	tcase_add_test(tc, an_unknown_process_is_met_by_a_sample);
	tcase_add_test(tc, a_zombie_stays_one_until_it_is_reaped);
	tcase_add_test(tc, a_killed_process_does_nothing_any_more);
	tcase_add_test(tc, only_who_sent_the_signal_that_killed_is_the_killer);
	tcase_add_test(tc, the_last_who_sent_it_is_the_killer);
	tcase_add_test(tc, a_signal_by_kill_has_a_sender_unless_it_failed);
	tcase_add_test(
		tc, a_stopped_process_stands_at_the_gate_again_when_continued);
	tcase_add_test(tc, a_nice_value_is_known_once_it_was_changed);
	tcase_add_test(tc, a_status_that_comes_late_is_taken);
	tcase_add_test(tc, a_pid_that_is_used_again_is_another_process);
	tcase_add_test(tc, a_newcomer_with_an_old_pid_needs_no_start);
	tcase_add_test(tc,
		       a_child_killed_before_it_spoke_has_its_parents_program);
	tcase_add_test(tc, time_never_goes_back);
	tcase_add_test(tc, late_words_of_the_dead_wake_nobody);
	tcase_add_test(tc, a_program_in_place_of_another_begins_anew);
	tcase_add_test(tc, the_first_thread_is_shown_before_the_others);
	tcase_add_test(tc, a_cpu_share_is_measured_between_samples);
	tcase_add_test(tc, run_time_leaves_pauses_out);
	tcase_add_test(tc, the_run_knows_its_speed_its_losses_and_its_end);
	tcase_add_test(tc, events_of_no_known_verb_change_nothing);
	tcase_add_test(tc, processes_without_end_are_counted_and_not_kept);
	tcase_add_test(tc, a_clone_lives_its_own_life);
	suite_add_tcase(suite, tc);
	return suite;
}
