/* SPDX-License-Identifier: MIT */
/* What a watcher is told. */
#include <errno.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "mp.h"
#include "unit/mp/crew.h"
#include "unit/mp/watch.h"

/* Equal as numbers of 64 bits, whatever their sign. */
#define ck_same(a, b) ck_assert_int_eq((int64_t)(a), (int64_t)(b))

static void setup(void)
{
	(void)signal(SIGTERM, SIG_DFL);
	watch_start();
}

static void join(mp_process *p)
{
	ck_assert_int_eq(mp_process_join(p, MP_FOREVER), 0);
}

static void mostly_nothing(void *unused)
{
	(void)unused;
	(void)mp_sleep(0);
	exit(300);
}

START_TEST(a_program_begins_with_its_name_and_ends_with_its_exit)
{
	pid_t pid = program(mostly_nothing, NULL);

	ck_assert_int_eq(program_end(pid), 44);
	ck_assert_int_eq(watch_len(), 4);
	ck_assert_int_eq(watch_at(0)->e.verb, MP_VERB_NAME);
	ck_assert_int_eq(watch_at(0)->e.phase, MP_HAPPENS);
	ck_assert_int_eq(watch_at(0)->e.kind, MP_KIND_TEXT);
	ck_assert_int_eq(watch_at(0)->e.text_len, 4);
	ck_assert_str_eq(watch_at(0)->text, "main");
	ck_same(watch_at(0)->e.a, getpid());
	ck_assert_int_eq(watch_at(0)->pid, pid);
	ck_assert_int_eq(watch_at(3)->e.verb, MP_VERB_EXIT);
	ck_assert_int_eq(watch_at(3)->e.phase, MP_HAPPENS);
	ck_same(watch_at(3)->e.a, 44);
}
END_TEST

START_TEST(a_child_begins_with_its_name_and_ends_with_its_exit)
{
	int code = 300;
	mp_process *p = started_as("worker", give, &code);
	pid_t pid = mp_process_pid(p);
	const struct seen *first = NULL, *last = NULL;

	join(p);
	for (int i = 0; i < watch_len(); i++) {
		if (watch_at(i)->pid != pid)
			continue;
		last = watch_at(i);
		first = first ? first : last;
	}
	ck_assert_ptr_nonnull(first);
	ck_assert_int_eq(first->e.verb, MP_VERB_NAME);
	ck_assert_str_eq(first->text, "worker");
	ck_same(first->e.a, getpid());
	ck_assert_int_eq(last->e.verb, MP_VERB_EXIT);
	ck_same(last->e.a, 44);
	mp_process_free(p);
}
END_TEST

START_TEST(start_tells_the_name_and_then_the_pid)
{
	int code = 0;
	mp_process *p = started_as("worker", give, &code);

	ck_assert_str_eq(watch_the(MP_VERB_START, MP_BEGINS)->text, "worker");
	ck_assert_str_eq(watch_the(MP_VERB_START, MP_ENDS)->text, "worker");
	ck_same(watch_the(MP_VERB_START, MP_ENDS)->e.a, mp_process_pid(p));
	ck_assert_int_eq(watch_the(MP_VERB_START, MP_ENDS)->e.err, 0);
	ck_assert_int_eq(mp_process_start(p), -1);
	ck_assert_int_eq(watch_nth(MP_VERB_START, MP_ENDS, 1)->e.err, EALREADY);
	join(p);
	mp_process_free(p);
}
END_TEST

static int three_when_told(void *fds)
{
	return wait_for_byte(fds) ? 1 : 3;
}

START_TEST(join_waits_reaps_and_tells_the_exit_code)
{
	int fds[2];
	pid_t pid;
	mp_process *p;

	ck_assert_int_eq(pipe(fds), 0);
	p = started_as("worker", three_when_told, fds);
	pid = mp_process_pid(p);
	ck_assert_int_eq(mp_process_join(p, 0.001), -1);
	ck_same(watch_the(MP_VERB_JOIN, MP_BEGINS)->e.a, pid);
	ck_same(watch_the(MP_VERB_JOIN, MP_WAITS)->e.a, pid);
	ck_assert_int_eq(watch_the(MP_VERB_JOIN, MP_ENDS)->e.err, ETIMEDOUT);
	ck_assert_int_eq(watch_count(MP_VERB_REAP, MP_HAPPENS), 0);
	ck_assert_int_eq(write(fds[1], "x", 1), 1);
	join(p);
	ck_same(watch_the(MP_VERB_REAP, MP_HAPPENS)->e.a, pid);
	ck_same(watch_the(MP_VERB_REAP, MP_HAPPENS)->e.b, 3);
	ck_assert_int_eq(watch_nth(MP_VERB_JOIN, MP_ENDS, 1)->e.err, 0);
	ck_same(watch_nth(MP_VERB_JOIN, MP_ENDS, 1)->e.b, 3);
	ck_assert_int_eq(watch_at(watch_len() - 1)->e.verb, MP_VERB_JOIN);
	join(p);
	ck_assert_int_eq(watch_count(MP_VERB_REAP, MP_HAPPENS), 1);
	mp_process_free(p);
}
END_TEST

START_TEST(signals_are_told_and_so_is_what_they_did)
{
	int fds[2];
	pid_t pid;
	mp_process *p;

	ck_assert_int_eq(pipe(fds), 0);
	p = started_as("worker", three_when_told, fds);
	pid = mp_process_pid(p);
	ck_assert_int_eq(mp_process_terminate(p), 0);
	join(p);
	ck_assert_int_eq(mp_process_kill(p), 0);
	ck_same(watch_the(MP_VERB_TERMINATE, MP_HAPPENS)->e.a, pid);
	ck_same(watch_the(MP_VERB_KILL, MP_HAPPENS)->e.a, pid);
	ck_same(watch_the(MP_VERB_REAP, MP_HAPPENS)->e.b, -SIGTERM);
	mp_process_free(p);
}
END_TEST

START_TEST(sleep_tells_how_long)
{
	ck_assert_int_eq(mp_sleep(0.0015), 0);
	ck_same(watch_the(MP_VERB_SLEEP, MP_BEGINS)->e.a, 1500000);
	ck_assert_int_eq(watch_the(MP_VERB_SLEEP, MP_BEGINS)->e.kind,
			 MP_KIND_INT);
	ck_same(watch_the(MP_VERB_SLEEP, MP_ENDS)->e.a, 1500000);
}
END_TEST

START_TEST(a_new_queue_tells_all_about_itself)
{
	mp_queue *a = mp_queue_new("tasks", 5, MP_TEXT(9));
	mp_queue *b = mp_queue_new("more", 1, MP_INT);
	const struct seen *s = watch_the(MP_VERB_QUEUE_NEW, MP_HAPPENS);

	ck_assert_str_eq(s->text, "tasks");
	ck_same(s->e.a, 5);
	ck_same(s->e.b, MP_TEXT(9));
	ck_same(s->e.object >> 32, getpid());
	ck_assert_uint_ne(
		s->e.object,
		watch_nth(MP_VERB_QUEUE_NEW, MP_HAPPENS, 1)->e.object);
	mp_queue_free(a);
	mp_queue_free(b);
}
END_TEST

/* Compares the verb and phase of the events from @from on. */
static void ck_phases(int from, enum mp_verb verb, const char *phases)
{
	static const char letter[] = { [MP_BEGINS] = 'b',
				       [MP_WAITS] = 'w',
				       [MP_HAPPENS] = 'h',
				       [MP_ENDS] = 'e' };
	char got[16] = "";

	for (int i = from; i < watch_len(); i++) {
		ck_assert_int_eq(watch_at(i)->e.verb, verb);
		got[i - from] = letter[watch_at(i)->e.phase];
	}
	ck_assert_str_eq(got, phases);
}

START_TEST(a_put_and_a_get_begin_happen_and_end)
{
	mp_queue *q = mp_queue_new("tasks", 2, MP_INT);
	int item = -5, from = watch_len();
	const struct seen *s;

	ck_assert_int_eq(mp_queue_put(q, &item, MP_FOREVER), 0);
	ck_phases(from, MP_VERB_PUT, "bhe");
	ck_same(watch_at(from)->e.a, -5);
	s = watch_the(MP_VERB_PUT, MP_HAPPENS);
	ck_same(s->e.a, -5);
	ck_assert_int_eq(s->e.kind, MP_KIND_INT);
	ck_same(s->e.b, 1);
	ck_assert_int_eq(s->e.aux, 1);
	ck_same(s->e.object,
		watch_the(MP_VERB_QUEUE_NEW, MP_HAPPENS)->e.object);
	from = watch_len();
	ck_assert_int_eq(mp_queue_get(q, &item, MP_FOREVER), 0);
	ck_phases(from, MP_VERB_GET, "bhe");
	s = watch_the(MP_VERB_GET, MP_HAPPENS);
	ck_same(s->e.a, -5);
	ck_same(s->e.b, 1);
	ck_assert_int_eq(s->e.aux, 0);
	mp_queue_free(q);
}
END_TEST

START_TEST(a_call_that_fails_still_begins_and_ends)
{
	mp_queue *q = mp_queue_new("tasks", 1, MP_TEXT(4));
	char out[4];
	int from = watch_len();

	ck_assert_int_eq(mp_queue_get(q, out, 0), -1);
	ck_phases(from, MP_VERB_GET, "be");
	ck_assert_int_eq(watch_at(from + 1)->e.err, EAGAIN);
	from = watch_len();
	ck_assert_int_eq(mp_queue_get(q, out, 0.001), -1);
	ck_phases(from, MP_VERB_GET, "bwe");
	ck_assert_int_eq(watch_at(from + 2)->e.err, ETIMEDOUT);
	from = watch_len();
	ck_assert_int_eq(mp_queue_put(q, "long", 0), -1);
	ck_phases(from, MP_VERB_PUT, "be");
	ck_assert_int_eq(watch_at(from)->e.text_len, 4);
	ck_assert_int_eq(watch_at(from + 1)->e.err, EMSGSIZE);
	from = watch_len();
	ck_assert_int_eq(mp_queue_put(NULL, "x", 0), -1);
	ck_assert_int_eq(mp_queue_put(q, NULL, 0), -1);
	ck_assert_int_eq(mp_queue_put(q, "x", NAN), -1);
	ck_phases(from, MP_VERB_PUT, "bebebe");
	mp_queue_free(q);
}
END_TEST

START_TEST(items_are_told_by_their_type)
{
	mp_queue *t = mp_queue_new("t", 1, MP_TEXT(16));
	mp_queue *d = mp_queue_new("d", 1, MP_DOUBLE);
	mp_queue *b = mp_queue_new("b", 1, MP_BYTES(3));
	double half = 0.5, bits;
	char out[16];
	const struct seen *s;

	ck_assert_int_eq(mp_queue_put(t, "hello", 0), 0);
	ck_assert_int_eq(mp_queue_get(t, out, 0), 0);
	s = watch_the(MP_VERB_GET, MP_HAPPENS);
	ck_assert_int_eq(s->e.kind, MP_KIND_TEXT);
	ck_assert_int_eq(s->e.text_len, 5);
	ck_assert_str_eq(s->text, "hello");
	ck_assert_int_eq(mp_queue_put(d, &half, 0), 0);
	s = watch_nth(MP_VERB_PUT, MP_HAPPENS, 1);
	ck_assert_int_eq(s->e.kind, MP_KIND_DOUBLE);
	memcpy(&bits, &s->e.a, sizeof(bits));
	ck_assert_double_eq(bits, half);
	ck_assert_int_eq(mp_queue_put(b, "a\0c", 0), 0);
	s = watch_nth(MP_VERB_PUT, MP_HAPPENS, 2);
	ck_assert_int_eq(s->e.kind, MP_KIND_BYTES);
	ck_assert_int_eq(s->e.text_len, 3);
	ck_assert_mem_eq(s->text, "a\0c", 3);
	mp_queue_free(t);
	mp_queue_free(d);
	mp_queue_free(b);
}
END_TEST

START_TEST(close_happens_once)
{
	mp_queue *q = mp_queue_new("tasks", 1, MP_INT);
	int from = watch_len();

	ck_assert_int_eq(mp_queue_close(q), 0);
	ck_assert_int_eq(mp_queue_close(q), 0);
	ck_phases(from, MP_VERB_QUEUE_CLOSE, "bhebe");
	mp_queue_free(q);
}
END_TEST

static mp_queue *shared;

static int put_many(void *unused)
{
	(void)unused;
	for (int i = 0; i < 300; i++)
		if (mp_queue_put(shared, &i, MP_FOREVER))
			return 1;
	return 0;
}

static int get_many(void *unused)
{
	int item;

	(void)unused;
	for (int i = 0; i < 300; i++)
		if (mp_queue_get(shared, &item, MP_FOREVER))
			return 1;
	return 0;
}

/* Replays the events on a model of the queue; fails where they disagree. */
static void ck_replay(void)
{
	uint64_t item[1000], put = 0, got = 0;

	for (int i = 0; i < watch_len(); i++) {
		const struct mp_probe_event *e = &watch_at(i)->e;

		if (e->phase != MP_HAPPENS)
			continue;
		if (e->verb == MP_VERB_PUT) {
			item[put++] = e->a;
			ck_same(e->b, put);
			ck_same(e->aux, put - got);
			ck_assert_uint_le(put - got, 3);
		} else if (e->verb == MP_VERB_GET) {
			ck_assert_uint_lt(got, put);
			ck_same(e->a, item[got++]);
			ck_same(e->b, got);
			ck_same(e->aux, put - got);
		}
	}
	ck_same(put, 600);
	ck_same(got, 600);
}

START_TEST(the_order_of_the_events_is_the_order_of_the_effects)
{
	mp_process *p[4];

	shared = mp_queue_new("tasks", 3, MP_INT);
	for (int i = 0; i < 4; i++)
		p[i] = started_as(NULL, i % 2 ? put_many : get_many, NULL);
	for (int i = 0; i < 4; i++) {
		join(p[i]);
		ck_assert_int_eq(mp_process_exitcode(p[i]), 0);
		mp_process_free(p[i]);
	}
	ck_replay();
	mp_queue_free(shared);
}
END_TEST

/* Two calls from this function: their sites are inside it. */
__attribute__((noinline)) static void call_from_here(mp_queue *q)
{
	int item = 1;

	ck_assert_int_eq(mp_queue_put_nowait(q, &item), 0);
	ck_assert_int_eq(mp_queue_get_nowait(q, &item), 0);
}

static void ck_site(const struct seen *s, uintptr_t function)
{
	uintptr_t site = (uintptr_t)s->e.site;

	ck_assert_uint_gt(site, function);
	ck_assert_uint_lt(site, function + 4096);
}

START_TEST(the_site_is_in_the_caller)
{
	mp_queue *q = mp_queue_new("tasks", 1, MP_INT);
	uintptr_t here = (uintptr_t)call_from_here;

	call_from_here(q);
	ck_site(watch_the(MP_VERB_PUT, MP_BEGINS), here);
	ck_site(watch_the(MP_VERB_PUT, MP_HAPPENS), here);
	ck_site(watch_the(MP_VERB_GET, MP_ENDS), here);
	ck_assert_ptr_ne(watch_the(MP_VERB_GET, MP_BEGINS)->e.site,
			 watch_the(MP_VERB_PUT, MP_BEGINS)->e.site);
	mp_queue_free(q);
}
END_TEST

static int sleep_for_a_minute(void *unused)
{
	(void)unused;
	return mp_sleep(60);
}

START_TEST(a_measurement_is_told_with_its_numbers)
{
	double x = 4, y = 3.9;
	const struct seen *seen;

	ck_assert_int_eq(mp_measure("speed-up", x, y), 0);
	seen = watch_the(MP_VERB_MEASURE, MP_HAPPENS);
	ck_assert_str_eq(seen->text, "speed-up");
	ck_assert_int_eq(memcmp(&seen->e.a, &x, sizeof(x)), 0);
	ck_assert_int_eq(memcmp(&seen->e.b, &y, sizeof(y)), 0);
	ck_assert_int_eq(
		mp_measure("a name that is longer than anybody reads", x, y),
		0);
	ck_assert_int_eq(mp_measure(NULL, x, y), -1);
	ck_assert_int_eq(errno, EINVAL);
	ck_assert_int_eq(mp_measure("", x, y), -1);
	ck_assert_int_eq(mp_measure("speed-up", x, INFINITY), -1);
	ck_assert_int_eq(mp_measure("speed-up", NAN, y), -1);
	ck_assert_int_eq(watch_count(MP_VERB_MEASURE, MP_HAPPENS), 2);
}
END_TEST

START_TEST(sleep_goes_by_the_watchers_clock)
{
	mp_process *p;

	watch_start_with_clock();
	ck_assert_double_eq(mp_now(), 0);
	p = started_as(NULL, sleep_for_a_minute, NULL);
	watch_wait(MP_VERB_SLEEP, MP_BEGINS, 1);
	watch_set_clock(59999999999);
	ck_assert_int_eq(mp_process_join(p, 0), -1);
	/* Enough even if it fell asleep only after the first move. */
	watch_set_clock(120000000000);
	join(p);
	ck_assert_double_eq(mp_now(), 120);
	mp_process_free(p);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("mp/events");
	TCase *t = tcase_create("events");

	tcase_set_timeout(t, 60);
	tcase_add_checked_fixture(t, setup, NULL);
	tcase_add_test(t,
		       a_program_begins_with_its_name_and_ends_with_its_exit);
	tcase_add_test(t, a_child_begins_with_its_name_and_ends_with_its_exit);
	tcase_add_test(t, start_tells_the_name_and_then_the_pid);
	tcase_add_test(t, join_waits_reaps_and_tells_the_exit_code);
	tcase_add_test(t, signals_are_told_and_so_is_what_they_did);
	tcase_add_test(t, sleep_tells_how_long);
	tcase_add_test(t, a_new_queue_tells_all_about_itself);
	tcase_add_test(t, a_put_and_a_get_begin_happen_and_end);
	tcase_add_test(t, a_call_that_fails_still_begins_and_ends);
	tcase_add_test(t, items_are_told_by_their_type);
	tcase_add_test(t, close_happens_once);
	tcase_add_test(t, the_order_of_the_events_is_the_order_of_the_effects);
	tcase_add_test(t, the_site_is_in_the_caller);
	tcase_add_test(t, a_measurement_is_told_with_its_numbers);
	tcase_add_test(t, sleep_goes_by_the_watchers_clock);
	suite_add_tcase(s, t);
	return s;
}
