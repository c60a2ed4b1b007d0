/* SPDX-License-Identifier: MIT */
/*
 * A writer whose ring is full waits as long as a reader lives, and no longer.
 */
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/check_main.h"
#include "support/procs.h"
#include "unit/trace/rig.h"

enum { MANY = 5 * ARENA_RECORDS };

static int say_many(void *arg)
{
	(void)arg;
	for (uint64_t n = 0; n < MANY; n++)
		rig_say(n);
	return 0;
}

static bool slot_0_stalls(void *arg)
{
	(void)arg;
	return atomic_load(&arena_slot(rig.arena->shared, 0)->stalls) > 0;
}

START_TEST(a_full_ring_makes_its_writer_wait_and_nothing_is_lost)
{
	pid_t pid = rig_fork(say_many, NULL);

	rig_wait(slot_0_stalls, NULL);
	ck_assert_int_eq(rig_reap_draining(pid), 0);
	rig_drain();
	ck_assert_uint_eq(rig_count(), MANY);
	for (uint64_t n = 0; n < MANY; n++)
		ck_assert_uint_eq(rig_at(n)->a, n);
	ck_assert_uint_ge(rig_totals().stalls, 1);
	ck_assert_uint_eq(rig_totals().lost, 0);
}
END_TEST

START_TEST(closing_the_arena_frees_its_writers)
{
	pid_t pid = rig_fork(say_many, NULL);

	rig_wait(slot_0_stalls, NULL);
	trace_writer_close();
	trace_arena_close(rig.arena);
	rig.arena = NULL;
	ck_assert_int_eq(waitpid(pid, NULL, 0), pid);
}
END_TEST

/* ---- a reader that is killed ---- */

/* Shared by the reader, its writer and the test. */
struct scene {
	char path[64];
	bool pause;
	_Atomic int ready;    /* the reader: the arena can be opened */
	_Atomic int attached; /* the writer: slot 0 is mine */
};

static int be_reader(void *arg)
{
	struct scene *s = arg;
	struct trace_arena *arena;
	struct err e;

	if (trace_arena_open(&arena, &e))
		return 1;
	if (s->pause)
		trace_arena_pause(arena);
	(void)strcpy(s->path, trace_arena_path(arena));
	atomic_store(&s->ready, 1);
	for (;;)
		(void)pause();
}

static bool is_ready(void *arg)
{
	return atomic_load(&((struct scene *)arg)->ready);
}

static void begin_something(void)
{
	trace_sink.emit(&(struct mp_probe_event){ .verb = MP_VERB_PUT,
						  .phase = MP_BEGINS });
}

static void wait_for_a_time_out(void)
{
	int64_t deadline = trace_sink.now() + 1000000;

	while (trace_sink.now() < deadline)
		trace_writer_nap(trace_sink.until(deadline));
}

static void fill_the_ring(void)
{
	(void)say_many(NULL);
}

/* What the next writer does; it cannot end while its reader lives. */
static void (*stuck)(void);

static int be_writer(void *arg)
{
	struct scene *s = arg;

	if (trace_writer_open(s->path))
		return 1;
	atomic_store(&s->attached, 1);
	stuck();
	return 0;
}

static bool is_attached(void *arg)
{
	return atomic_load(&((struct scene *)arg)->attached);
}

static bool is_asleep(void *arg)
{
	return procs_state(*(pid_t *)arg) == 'S';
}

static void kill_the_reader_of(void (*what)(void), bool paused)
{
	struct scene *s = rig_shared(sizeof(*s));
	pid_t reader, writer;
	int status;

	stuck = what;
	s->pause = paused;
	reader = rig_fork(be_reader, s);
	rig_wait(is_ready, s);
	writer = rig_fork(be_writer, s);
	rig_wait(is_attached, s);
	rig_wait(is_asleep, &writer);
	ck_assert_int_eq(waitpid(writer, &status, WNOHANG), 0);
	ck_assert_int_eq(kill(reader, SIGKILL), 0);
	/* It is a zombie, whose PID still answers. */
	ck_assert(procs_wait_state(writer, "Z", 20));
	ck_assert_int_eq(waitpid(writer, &status, 0), writer);
	ck_assert_int_eq(status, 0);
	ck_assert_int_eq(waitpid(reader, &status, 0), reader);
}

START_TEST(a_killed_reader_frees_who_waits_for_room)
{
	kill_the_reader_of(fill_the_ring, false);
}
END_TEST

START_TEST(a_killed_reader_frees_who_stands_at_the_gate)
{
	kill_the_reader_of(begin_something, true);
}
END_TEST

START_TEST(a_killed_reader_ends_the_pause_for_a_time_out)
{
	kill_the_reader_of(wait_for_a_time_out, true);
}
END_TEST

static void sleep_in_a_pause(void)
{
	trace_sink.sleep(trace_sink.now() + 1);
}

START_TEST(a_killed_reader_frees_who_sleeps_in_a_pause)
{
	kill_the_reader_of(sleep_in_a_pause, true);
}
END_TEST

START_TEST(a_stopped_reader_still_counts_as_one)
{
	struct scene *s = rig_shared(sizeof(*s));
	pid_t reader;

	reader = rig_fork(be_reader, s);
	rig_wait(is_ready, s);
	ck_assert_int_eq(kill(reader, SIGSTOP), 0);
	ck_assert(procs_wait_state(reader, "T", 20));
	ck_assert_int_eq(trace_writer_open(s->path), 0);
	ck_assert(trace_writer_reader_lives());
	trace_writer_close();
	ck_assert_int_eq(kill(reader, SIGKILL), 0);
	ck_assert_int_eq(waitpid(reader, NULL, 0), reader);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("trace wait");
	TCase *c = tcase_create("room");
	TCase *death = tcase_create("death");

	tcase_add_checked_fixture(c, rig_open, rig_close);
	tcase_set_timeout(c, 30);
	tcase_add_test(c,
		       a_full_ring_makes_its_writer_wait_and_nothing_is_lost);
	tcase_add_test(c, closing_the_arena_frees_its_writers);
	suite_add_tcase(s, c);
	tcase_set_timeout(death, 60);
	tcase_add_test(death, a_killed_reader_frees_who_waits_for_room);
	tcase_add_test(death, a_killed_reader_frees_who_stands_at_the_gate);
	tcase_add_test(death, a_killed_reader_ends_the_pause_for_a_time_out);
	tcase_add_test(death, a_killed_reader_frees_who_sleeps_in_a_pause);
	tcase_add_test(death, a_stopped_reader_still_counts_as_one);
	suite_add_tcase(s, death);
	return s;
}
