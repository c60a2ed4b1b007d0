/* SPDX-License-Identifier: MIT */
/*
 * The gate and the demo's clock, from both sides.
 */
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "support/check_main.h"
#include "support/procs.h"
#include "unit/trace/rig.h"

#define HOUR (3600 * CLOCK_S)

static void begin(uint64_t a)
{
	trace_sink.emit(&(struct mp_probe_event){ .verb = MP_VERB_PUT,
						  .phase = MP_BEGINS,
						  .object = 77,
						  .a = a });
}

/* Begin three operations and end each. */
static int work(void *arg)
{
	(void)arg;
	for (uint64_t i = 0; i < 3; i++) {
		begin(i);
		trace_sink.emit(&(struct mp_probe_event){
			.verb = MP_VERB_PUT, .phase = MP_ENDS, .a = i });
	}
	return 0;
}

static bool parked(void *arg)
{
	return trace_arena_parked(rig.arena, *(pid_t *)arg);
}

static pid_t start(int (*body)(void *arg))
{
	pid_t pid = rig_fork(body, NULL);

	rig_wait(parked, &pid);
	return pid;
}

/* How many operations of @pid have begun and ended, as the log knows. */
static size_t seen(pid_t pid, uint8_t phase)
{
	size_t n = 0;

	rig_drain();
	for (size_t i = 0; i < rig_count(); i++)
		n += rig_at(i)->pid == (uint32_t)pid &&
		     rig_at(i)->phase == phase;
	return n;
}

START_TEST(a_pause_stops_who_begins_something_and_shows_what)
{
	pid_t pid;

	trace_arena_pause(rig.arena);
	pid = start(work);
	ck_assert_uint_eq(seen(pid, MP_BEGINS), 1);
	ck_assert_uint_eq(seen(pid, MP_ENDS), 0);
	ck_assert_uint_eq(atomic_load(&rig.arena->rings[0].slot->object), 77);
	ck_assert_uint_eq(atomic_load(&rig.arena->rings[0].slot->verb),
			  MP_VERB_PUT);
	trace_arena_resume(rig.arena);
	ck_assert(!trace_arena_parked(rig.arena, pid));
	ck_assert_int_eq(rig_reap(pid), 0);
	ck_assert_uint_eq(seen(pid, MP_ENDS), 3);
}
END_TEST

struct step {
	pid_t pid;
	size_t ends;
};

static bool has_stepped(void *arg)
{
	const struct step *s = arg;

	return seen(s->pid, MP_ENDS) == s->ends &&
	       seen(s->pid, MP_BEGINS) == s->ends + 1 &&
	       trace_arena_parked(rig.arena, s->pid);
}

START_TEST(a_step_lets_one_process_make_one_step)
{
	pid_t first, second;

	trace_arena_pause(rig.arena);
	first = start(work);
	second = start(work);
	ck_assert_int_eq(trace_arena_step(rig.arena, second), second);
	rig_wait(has_stepped, &(struct step){ second, 1 });
	ck_assert_uint_eq(seen(first, MP_ENDS), 0);
	/* Without a name, it is for who has stood there longest. */
	ck_assert_int_eq(trace_arena_step(rig.arena, 0), first);
	rig_wait(has_stepped, &(struct step){ first, 1 });
	ck_assert_int_eq(trace_arena_step(rig.arena, 0), second);
	rig_wait(has_stepped, &(struct step){ second, 2 });
	/* The last one is followed by nothing to begin. */
	ck_assert_int_eq(trace_arena_step(rig.arena, second), second);
	ck_assert_int_eq(rig_reap(second), 0);
	ck_assert_int_eq(trace_arena_step(rig.arena, second), 0);
	trace_arena_resume(rig.arena);
	ck_assert_int_eq(rig_reap(first), 0);
}
END_TEST

START_TEST(a_step_is_for_nobody_but_who_stands)
{
	pid_t pid;

	ck_assert_int_eq(trace_arena_step(rig.arena, 0), 0);
	trace_arena_pause(rig.arena);
	ck_assert_int_eq(trace_arena_step(rig.arena, 0), 0);
	ck_assert(!trace_arena_parked(rig.arena, getpid()));
	pid = start(work);
	/* Stopped, it cannot take the step: a second one is not for it. */
	ck_assert_int_eq(kill(pid, SIGSTOP), 0);
	ck_assert_int_eq(trace_arena_step(rig.arena, pid), pid);
	ck_assert_int_eq(trace_arena_step(rig.arena, pid), 0);
	ck_assert_int_eq(kill(pid, SIGCONT), 0);
	rig_wait(has_stepped, &(struct step){ pid, 1 });
	trace_arena_resume(rig.arena);
	ck_assert_int_eq(rig_reap(pid), 0);
}
END_TEST

START_TEST(a_step_not_taken_before_a_resume_is_void)
{
	pid_t pid;

	trace_arena_pause(rig.arena);
	pid = start(work);
	ck_assert_int_eq(kill(pid, SIGSTOP), 0);
	ck_assert_int_eq(trace_arena_step(rig.arena, pid), pid);
	trace_arena_resume(rig.arena);
	trace_arena_pause(rig.arena);
	ck_assert_int_eq(kill(pid, SIGCONT), 0);
	/* It goes on once: by the step or by the resume, not by both. */
	rig_wait(has_stepped, &(struct step){ pid, 1 });
	trace_arena_resume(rig.arena);
	ck_assert_int_eq(rig_reap(pid), 0);
}
END_TEST

static int work_in_many(void *arg)
{
	for (int i = 0; i < 8; i++) {
		if (!fork())
			_exit(work(arg));
	}
	for (int i = 0, status; i < 8; i++) {
		if (wait(&status) < 0 || status)
			return 1;
	}
	return 0;
}

static bool eight_stand(void *arg)
{
	size_t n = 0;

	(void)arg;
	for (size_t i = 0; i < 8; i++)
		n += atomic_load(&rig.arena->rings[i].slot->park) & 1;
	return n == 8;
}

START_TEST(a_resume_lets_everybody_go)
{
	pid_t pid;

	trace_arena_pause(rig.arena);
	pid = rig_fork(work_in_many, NULL);
	rig_wait(eight_stand, NULL);
	trace_arena_resume(rig.arena);
	ck_assert_int_eq(rig_reap(pid), 0);
	rig_drain();
	ck_assert_uint_eq(rig_count(), 8 * 6);
}
END_TEST

START_TEST(a_process_killed_at_the_gate_is_not_stepped)
{
	pid_t first, second;

	trace_arena_pause(rig.arena);
	first = start(work);
	second = start(work);
	ck_assert_int_eq(kill(first, SIGKILL), 0);
	(void)rig_reap(first);
	rig_drain();
	ck_assert(!trace_arena_parked(rig.arena, first));
	ck_assert_int_eq(trace_arena_step(rig.arena, 0), second);
	trace_arena_resume(rig.arena);
	ck_assert_int_eq(rig_reap(second), 0);
}
END_TEST

START_TEST(a_step_for_the_dead_is_not_for_who_has_their_slot_next)
{
	pid_t first, second;

	trace_arena_pause(rig.arena);
	first = start(work);
	ck_assert_int_eq(kill(first, SIGSTOP), 0);
	ck_assert_int_eq(trace_arena_step(rig.arena, first), first);
	ck_assert_int_eq(kill(first, SIGKILL), 0);
	(void)rig_reap(first);
	rig_drain();
	second = rig_fork(work, NULL);
	rig_wait(has_stepped, &(struct step){ second, 0 });
	ck_assert_uint_eq(atomic_load(&rig.arena->shared->used), 1);
	trace_arena_resume(rig.arena);
	ck_assert_int_eq(rig_reap(second), 0);
}
END_TEST

/* ---- the clock ---- */

/* The demo's clock runs @speed times as fast as the kernel's. */
static void check_speed(double speed)
{
	int64_t out0 = clock_now(), demo0 = trace_sink.now(), in0 = clock_now();
	int64_t in1, demo1, out1, elapsed;

	(void)usleep(2000);
	in1 = clock_now();
	demo1 = trace_sink.now();
	out1 = clock_now();
	elapsed = demo1 - demo0;
	/* Two ns: each of the two readings was rounded. */
	ck_assert_int_ge(elapsed + 2, (int64_t)((double)(in1 - in0) * speed));
	ck_assert_int_le(elapsed - 2, (int64_t)((double)(out1 - out0) * speed));
}

START_TEST(the_demos_clock_follows_the_speed)
{
	double speeds[] = { 1, 10, 0.1, 1000, 0.001 };

	for (int i = 0; i < 5; i++) {
		trace_arena_speed(rig.arena, speeds[i]);
		check_speed(speeds[i]);
	}
	trace_arena_speed(rig.arena, NAN);
	check_speed(0.001);
	trace_arena_speed(rig.arena, 1e9);
	check_speed(1000);
	trace_arena_speed(rig.arena, -1);
	check_speed(0.001);
}
END_TEST

START_TEST(the_demos_clock_stands_still_in_a_pause)
{
	int64_t now, real;

	trace_arena_speed(rig.arena, 3);
	trace_arena_pause(rig.arena);
	trace_arena_pause(rig.arena);
	now = trace_sink.now();
	check_speed(0);
	ck_assert_int_eq(trace_sink.now(), now);
	/* A speed that is set meanwhile is for later. */
	trace_arena_speed(rig.arena, 5);
	ck_assert_int_eq(trace_sink.now(), now);
	real = clock_now();
	trace_arena_resume(rig.arena);
	/* It goes on from where it stood. */
	now = trace_sink.now() - now;
	ck_assert_int_ge(now, 0);
	ck_assert_int_le(now, (clock_now() - real) * 5);
	check_speed(5);
}
END_TEST

START_TEST(how_long_to_sleep_is_real_time_and_bounded)
{
	int64_t ns;

	ck_assert_int_eq(trace_sink.until(trace_sink.now() + HOUR),
			 100 * CLOCK_MS);
	ck_assert_int_eq(trace_sink.until(INT64_MAX), 100 * CLOCK_MS);
	ck_assert_int_eq(trace_sink.until(0), 1);
	trace_arena_speed(rig.arena, 1000);
	ns = trace_sink.until(trace_sink.now() + CLOCK_S);
	ck_assert_int_ge(ns, 1);
	ck_assert_int_le(ns, CLOCK_MS + 1);
	trace_arena_speed(rig.arena, 0.001);
	ck_assert_int_eq(trace_sink.until(trace_sink.now() + CLOCK_MS),
			 100 * CLOCK_MS);
	trace_arena_pause(rig.arena);
	ck_assert_int_eq(trace_sink.until(trace_sink.now()), 100 * CLOCK_MS);
}
END_TEST

static int sleep_for_an_hour(void *arg)
{
	int64_t deadline = trace_sink.now() + HOUR;

	(void)arg;
	rig_say(1);
	trace_sink.sleep(deadline);
	rig_say((uint64_t)(trace_sink.now() >= deadline));
	return 0;
}

static bool first_stands(void *arg)
{
	(void)arg;
	return atomic_load(&rig.arena->rings[0].slot->park) & 1;
}

START_TEST(a_sleeper_follows_the_speed)
{
	pid_t pid = rig_fork(sleep_for_an_hour, NULL);

	rig_wait(first_stands, NULL);
	ck_assert(procs_wait_state(pid, "S", 20));
	/* 3.6 s; it must be told, for it means to sleep an hour. */
	trace_arena_speed(rig.arena, 1000);
	ck_assert_int_eq(rig_reap(pid), 0);
	rig_drain();
	ck_assert_uint_eq(rig_at(1)->a, 1);
}
END_TEST

START_TEST(a_sleeper_is_parked_by_a_pause_and_sleeps_on_after_it)
{
	pid_t pid = rig_fork(sleep_for_an_hour, NULL);

	rig_wait(first_stands, NULL);
	ck_assert(!trace_arena_parked(rig.arena, pid));
	trace_arena_speed(rig.arena, 1000);
	trace_arena_pause(rig.arena);
	ck_assert(trace_arena_parked(rig.arena, pid));
	trace_arena_resume(rig.arena);
	ck_assert_int_eq(rig_reap(pid), 0);
	rig_drain();
	ck_assert_uint_eq(rig_at(1)->a, 1);
}
END_TEST

static int begin_to_sleep(void *arg)
{
	(void)arg;
	trace_sink.emit(&(struct mp_probe_event){ .verb = MP_VERB_SLEEP,
						  .phase = MP_BEGINS });
	trace_sink.sleep(trace_sink.now() + HOUR);
	return 0;
}

START_TEST(one_step_is_a_whole_sleep)
{
	pid_t pid;

	trace_arena_pause(rig.arena);
	pid = start(begin_to_sleep);
	ck_assert_int_eq(trace_arena_step(rig.arena, pid), pid);
	ck_assert_int_eq(rig_reap(pid), 0);
}
END_TEST

START_TEST(a_step_ends_a_sleep)
{
	pid_t sleeper, worker;

	trace_arena_pause(rig.arena);
	sleeper = start(sleep_for_an_hour);
	worker = start(work);
	/* Who stands at the gate comes first, however long one sleeps. */
	ck_assert_int_eq(trace_arena_step(rig.arena, 0), worker);
	rig_wait(has_stepped, &(struct step){ worker, 1 });
	ck_assert_int_eq(kill(worker, SIGKILL), 0);
	(void)rig_reap(worker);
	ck_assert_int_eq(trace_arena_step(rig.arena, 0), sleeper);
	ck_assert_int_eq(rig_reap(sleeper), 0);
	rig_drain();
	/* It was not yet time. */
	ck_assert_uint_eq(rig_at(rig_count() - 1)->a, 0);
}
END_TEST

/* ---- handlers ---- */

static _Atomic int *handler_done;

static void begin_in_handler(int signal)
{
	(void)signal;
	begin(99);
	trace_sink.sleep(trace_sink.now());
	atomic_store(handler_done, 1);
}

static int work_with_handler(void *arg)
{
	(void)signal(SIGUSR1, begin_in_handler);
	return work(arg);
}

static bool is_done(void *arg)
{
	(void)arg;
	return atomic_load(handler_done);
}

START_TEST(a_handler_at_the_gate_stands_too_and_does_not_open_it)
{
	pid_t pid;

	handler_done = rig_shared(sizeof(*handler_done));
	trace_arena_pause(rig.arena);
	pid = start(work_with_handler);
	ck_assert_int_eq(kill(pid, SIGUSR1), 0);
	while (seen(pid, MP_BEGINS) != 2)
		(void)usleep(1000);
	ck_assert(trace_arena_parked(rig.arena, pid));
	trace_arena_resume(rig.arena);
	rig_wait(is_done, NULL);
	ck_assert_int_eq(rig_reap(pid), 0);
	ck_assert_uint_eq(seen(pid, MP_ENDS), 3);
}
END_TEST

static void add_clock_tests(Suite *s)
{
	TCase *c = tcase_create("clock");

	tcase_add_checked_fixture(c, rig_open, rig_close);
	tcase_set_timeout(c, 30);
	tcase_add_test(c, the_demos_clock_follows_the_speed);
	tcase_add_test(c, the_demos_clock_stands_still_in_a_pause);
	tcase_add_test(c, how_long_to_sleep_is_real_time_and_bounded);
	tcase_add_test(c, a_sleeper_follows_the_speed);
	tcase_add_test(c, one_step_is_a_whole_sleep);
	tcase_add_test(c,
		       a_sleeper_is_parked_by_a_pause_and_sleeps_on_after_it);
	tcase_add_test(c, a_step_ends_a_sleep);
	suite_add_tcase(s, c);
}

Suite *suite(void)
{
	Suite *s = suite_create("trace gate");
	TCase *c = tcase_create("gate");

	tcase_add_checked_fixture(c, rig_open, rig_close);
	tcase_set_timeout(c, 30);
	tcase_add_test(c, a_pause_stops_who_begins_something_and_shows_what);
	tcase_add_test(c, a_step_lets_one_process_make_one_step);
	tcase_add_test(c, a_step_is_for_nobody_but_who_stands);
	tcase_add_test(c, a_step_not_taken_before_a_resume_is_void);
	tcase_add_test(c, a_resume_lets_everybody_go);
	tcase_add_test(c, a_process_killed_at_the_gate_is_not_stepped);
	tcase_add_test(c,
		       a_step_for_the_dead_is_not_for_who_has_their_slot_next);
	tcase_add_test(c,
		       a_handler_at_the_gate_stands_too_and_does_not_open_it);
	suite_add_tcase(s, c);
	add_clock_tests(s);
	return s;
}
