/* SPDX-License-Identifier: MIT */
/*
 * Writers that are killed or interrupted in the middle: what is read is whole,
 * and what is missing is counted.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/check_main.h"
#include "unit/trace/rig.h"

enum { KILLS = 250 };

/* Shared with the child that is killed. */
struct progress {
	_Atomic uint64_t started, finished;
};

static char alphabet[256];

static size_t text_len(uint64_t n)
{
	return n * 37 % 200;
}

static int say_without_end(void *arg)
{
	struct progress *p = arg;

	for (uint64_t n = 0; n < UINT64_MAX; n++) {
		atomic_store(&p->started, n + 1);
		rig_say_text(n, alphabet, text_len(n));
		atomic_store(&p->finished, n + 1);
	}
	return 0;
}

static bool has_started(void *arg)
{
	return atomic_load(&((struct progress *)arg)->started) > 0;
}

/* The events from @first on are 0, 1, 2, ... of @pid; how many there are. */
static uint64_t check_whole(size_t first, pid_t pid)
{
	uint64_t n = 0;

	for (size_t i = first; i < rig_count(); i++) {
		const struct trace_event *e = rig_at(i);
		const char *text;
		size_t len;

		ck_assert_int_eq((pid_t)e->pid, pid);
		if (e->verb == MP_VERB_TORN)
			continue;
		ck_assert_uint_eq(e->verb, MP_VERB_SLEEP);
		ck_assert_uint_eq(e->a, n);
		text = trace_log_text(rig.log, e->text, &len);
		ck_assert_uint_eq(len, text_len(n));
		ck_assert_int_eq(memcmp(text, alphabet, len), 0);
		n++;
	}
	return n;
}

static uint16_t events_reserved(void)
{
	return (uint16_t)(atomic_load(&arena_slot(rig.arena->shared, 0)
					       ->reserved) >>
			  ARENA_INDEX_BITS);
}

static void kill_one(struct progress *p)
{
	uint16_t before = events_reserved();
	uint64_t torn = rig_totals().torn, read;
	size_t first = rig_count();
	pid_t pid;

	*p = (struct progress){ 0 };
	pid = rig_fork(say_without_end, p);
	rig_wait(has_started, p);
	(void)usleep((useconds_t)(random() % 400));
	if (random() % 2)
		rig_drain();
	ck_assert_int_eq(kill(pid, SIGKILL), 0);
	ck_assert_int_eq(WTERMSIG(rig_reap(pid)), SIGKILL);
	rig_drain();
	rig_drain(); /* what the first found out about torn events */
	read = check_whole(first, pid);
	torn = rig_totals().torn - torn;
	ck_assert_uint_le(torn, 1);
	ck_assert_uint_ge(read, atomic_load(&p->finished));
	ck_assert_uint_le(read + torn, atomic_load(&p->started));
	ck_assert_uint_eq((uint16_t)(events_reserved() - before),
			  (uint16_t)(read + torn));
}

START_TEST(a_kill_in_mid_write_leaves_whole_events_only)
{
	struct progress *p = rig_shared(sizeof(*p));

	srandom(1);
	for (size_t i = 0; i < sizeof(alphabet); i++)
		alphabet[i] = (char)(i * 11);
	for (int i = 0; i < KILLS; i++)
		kill_one(p);
	ck_assert_uint_gt(rig_totals().torn, 0);
	ck_assert_uint_eq(rig_totals().lost, 0);
	ck_assert_uint_eq(rig_totals().late, 0);
}
END_TEST

/* Reserve as a writer does, and go no further. */
static uint64_t reserve(uint32_t records)
{
	return ARENA_INDEX_MASK &
	       atomic_fetch_add(&trace_writer_slot()->reserved,
				UINT64_C(1) << ARENA_INDEX_BITS | records);
}

static int die_while_writing_text(void *arg)
{
	struct arena_record *ring;
	uint64_t index;

	(void)arg;
	rig_say(1);
	index = reserve(4);
	ring = arena_ring(trace_writer_arena(), 0);
	for (uint32_t part = 1; part <= 2; part++) {
		struct arena_record *r = &ring[index + part];

		r->verb = ARENA_VERB_TEXT;
		r->text = part;
		atomic_store(&r->seq, index + part + 1);
	}
	return 0;
}

START_TEST(a_torn_event_with_text_counts_once)
{
	pid_t pid = rig_fork(die_while_writing_text, NULL);

	(void)rig_reap(pid);
	rig_drain();
	rig_drain();
	ck_assert_uint_eq(rig_totals().torn, 1);
	ck_assert_uint_eq(rig_count(), 2);
	ck_assert_uint_eq(rig_at(0)->a, 1);
	ck_assert_uint_eq(rig_at(1)->verb, MP_VERB_TORN);
	ck_assert_int_eq((pid_t)rig_at(1)->pid, pid);
}
END_TEST

static bool three_are_there(void *arg)
{
	(void)arg;
	rig_drain();
	return rig_totals().events >= 3;
}

START_TEST(an_event_that_is_never_finished_does_not_block_its_ring)
{
	rig_say(1);
	(void)reserve(3);
	rig_say(2);
	rig_say(3);
	rig_drain();
	ck_assert_uint_eq(rig_count(), 1);
	rig_wait(three_are_there, NULL);
	ck_assert_uint_eq(rig_totals().torn, 1);
	/* At its end it is not counted again, but another one is. */
	(void)reserve(1);
	trace_arena_ended(rig.arena, getpid());
	rig_drain();
	ck_assert_uint_eq(rig_totals().torn, 2);
}
END_TEST

static bool other_is_there(void *arg)
{
	(void)arg;
	rig_drain();
	return rig_totals().events >= 2;
}

static int say_two(void *arg)
{
	(void)arg;
	rig_say(2);
	return 0;
}

START_TEST(a_writer_stopped_in_mid_write_holds_back_others_not_for_ever)
{
	struct arena_record *r;
	uint64_t index;
	pid_t pid;

	rig_say(1);
	index = reserve(1);
	pid = rig_fork(say_two, NULL);
	(void)rig_reap(pid);
	rig_wait(other_is_there, NULL);
	/* It goes on: its event is older than what is in the log. */
	r = &arena_ring(trace_writer_arena(), 0)[index];
	r->verb = MP_VERB_SLEEP;
	r->phase = MP_HAPPENS;
	r->stamp = rig.arena->tick_zero;
	atomic_store(&r->seq, index + 1);
	rig_drain();
	ck_assert_uint_eq(rig_totals().events, 3);
	ck_assert_uint_eq(rig_totals().late, 1);
	ck_assert_uint_eq(rig_totals().torn, 0);
	ck_assert_int_ge(rig_at(2)->time_ns, rig_at(1)->time_ns);
}
END_TEST

/* ---- handlers ---- */

enum { NESTED = 400 };
#define OF_HANDLER (UINT64_C(1) << 63)

struct handled {
	_Atomic uint64_t count;
	_Atomic int stop;
	_Atomic uint64_t said;
};

static struct handled *handled;

static void say_in_handler(int signal)
{
	(void)signal;
	rig_say_text(OF_HANDLER | atomic_load(&handled->count), alphabet, 50);
	atomic_fetch_add(&handled->count, 1);
}

static int say_until_told(void *arg)
{
	(void)arg;
	(void)signal(SIGUSR1, say_in_handler);
	for (uint64_t n = 0; !atomic_load(&handled->stop); n++) {
		rig_say_text(n, alphabet, n % 90);
		atomic_store(&handled->said, n + 1);
	}
	return 0;
}

static bool has_said(void *arg)
{
	(void)arg;
	return atomic_load(&handled->said) > 0;
}

static bool has_handled(void *arg)
{
	rig_drain();
	return atomic_load(&handled->count) >= *(uint64_t *)arg;
}

START_TEST(handlers_that_interrupt_a_write_write_too)
{
	uint64_t next = 0, of_handler = 0;
	pid_t pid;

	handled = rig_shared(sizeof(*handled));
	pid = rig_fork(say_until_told, NULL);
	rig_wait(has_said, NULL);
	for (uint64_t n = 1; n <= NESTED; n++) {
		ck_assert_int_eq(kill(pid, SIGUSR1), 0);
		rig_wait(has_handled, &n);
	}
	atomic_store(&handled->stop, 1);
	ck_assert_int_eq(rig_reap_draining(pid), 0);
	rig_drain();
	for (size_t i = 0; i < rig_count(); i++) {
		uint64_t a = rig_at(i)->a;

		if (a & OF_HANDLER)
			ck_assert_uint_eq(a & ~OF_HANDLER, of_handler++);
		else
			ck_assert_uint_eq(a, next++);
	}
	ck_assert_uint_eq(of_handler, NESTED);
	ck_assert_uint_eq(next, atomic_load(&handled->said));
	ck_assert_uint_eq(rig_totals().torn, 0);
	ck_assert_uint_eq(rig_totals().lost, 0);
}
END_TEST

static void flood_in_handler(int signal)
{
	(void)signal;
	for (uint64_t i = 0; i < NESTED; i++)
		rig_say(OF_HANDLER | i);
	atomic_store(&handled->count, NESTED);
}

static int fill_the_ring(void *arg)
{
	(void)arg;
	(void)signal(SIGUSR1, flood_in_handler);
	for (uint64_t n = 0; n < 2 * ARENA_RECORDS; n++)
		rig_say(n);
	return 0;
}

static bool slot_0_stalls(void *arg)
{
	(void)arg;
	return atomic_load(&arena_slot(rig.arena->shared, 0)->stalls) > 0;
}

static bool handler_is_done(void *arg)
{
	(void)arg;
	return atomic_load(&handled->count) == NESTED;
}

START_TEST(a_handler_does_not_wait_for_the_write_it_interrupted)
{
	uint64_t next = 0, of_handler = 0, lost = 0;
	pid_t pid;

	handled = rig_shared(sizeof(*handled));
	pid = rig_fork(fill_the_ring, NULL);
	rig_wait(slot_0_stalls, NULL);
	ck_assert_int_eq(kill(pid, SIGUSR1), 0);
	/* Nothing is drained meanwhile. */
	rig_wait(handler_is_done, NULL);
	ck_assert_int_eq(rig_reap_draining(pid), 0);
	rig_drain();
	rig_drain();
	for (size_t i = 0; i < rig_count(); i++) {
		const struct trace_event *e = rig_at(i);

		if (e->verb == MP_VERB_LOST)
			lost += e->a;
		else if (e->a & OF_HANDLER)
			ck_assert_uint_eq(e->a & ~OF_HANDLER, of_handler++);
		else
			ck_assert_uint_eq(e->a, next++);
	}
	ck_assert_uint_eq(next, 2 * ARENA_RECORDS);
	ck_assert_uint_ge(of_handler, 4 * ARENA_EVENT_MAX);
	ck_assert_uint_eq(of_handler + lost, NESTED);
	ck_assert_uint_eq(lost, rig_totals().lost);
	ck_assert_uint_gt(lost, 0);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("trace kill");
	TCase *c = tcase_create("kill");

	tcase_add_checked_fixture(c, rig_open, rig_close);
	tcase_set_timeout(c, 60);
	tcase_add_test(c, a_kill_in_mid_write_leaves_whole_events_only);
	tcase_add_test(c, a_torn_event_with_text_counts_once);
	tcase_add_test(c,
		       an_event_that_is_never_finished_does_not_block_its_ring);
	tcase_add_test(
		c,
		a_writer_stopped_in_mid_write_holds_back_others_not_for_ever);
	tcase_add_test(c, handlers_that_interrupt_a_write_write_too);
	tcase_add_test(c, a_handler_does_not_wait_for_the_write_it_interrupted);
	suite_add_tcase(s, c);
	return s;
}
