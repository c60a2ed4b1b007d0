/* SPDX-License-Identifier: MIT */
/*
 * One writer, one reader: what is written is read, once, in order.
 */
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/check_main.h"
#include "unit/trace/rig.h"

START_TEST(an_event_comes_out_as_it_went_in)
{
	const struct trace_event *e;

	trace_sink.emit(&(struct mp_probe_event){
		.verb = MP_VERB_PUT,
		.phase = MP_ENDS,
		.kind = MP_KIND_DOUBLE,
		.err = 110,
		.aux = 0xfffffff1,
		.object = UINT64_MAX - 1,
		.a = UINT64_MAX - 2,
		.b = UINT64_MAX - 3,
		.site = (const void *)(uintptr_t)0x123456789abcULL,
	});
	rig_drain();
	ck_assert_uint_eq(rig_count(), 1);
	e = rig_at(0);
	ck_assert_uint_eq(e->verb, MP_VERB_PUT);
	ck_assert_uint_eq(e->phase, MP_ENDS);
	ck_assert_uint_eq(e->kind, MP_KIND_DOUBLE);
	ck_assert_int_eq(e->err, 110);
	ck_assert_uint_eq(e->aux, 0xfffffff1);
	ck_assert_uint_eq(e->object, UINT64_MAX - 1);
	ck_assert_uint_eq(e->a, UINT64_MAX - 2);
	ck_assert_uint_eq(e->b, UINT64_MAX - 3);
	ck_assert_uint_eq(e->site, 0x123456789abcULL);
	ck_assert_uint_eq(e->text, 0);
	ck_assert_int_eq((pid_t)e->pid, getpid());
	ck_assert_int_eq((pid_t)e->tid, gettid());
	ck_assert_int_gt(e->time_ns, 0);
	ck_assert_int_le(e->time_ns, trace_arena_now(rig.arena));
}
END_TEST

START_TEST(a_ring_goes_round_and_round)
{
	uint64_t count = 5 * ARENA_RECORDS + 77;

	for (uint64_t i = 0; i < count; i++) {
		rig_say(i);
		if (i % 1000 == 999)
			rig_drain();
	}
	rig_drain();
	ck_assert_uint_eq(rig_count(), count);
	for (uint64_t i = 0; i < count; i++)
		ck_assert_uint_eq(rig_at(i)->a, i);
	ck_assert_uint_eq(rig_totals().events, count);
	ck_assert_uint_eq(rig_totals().lost, 0);
	ck_assert_uint_eq(rig_totals().stalls, 0);
}
END_TEST

START_TEST(texts_of_every_length_come_out_whole)
{
	char text[ARENA_TEXT_MAX];

	for (size_t i = 0; i < sizeof(text); i++)
		text[i] = (char)(i * 7);
	for (size_t len = 0; len <= sizeof(text); len++) {
		const char *got;
		size_t got_len;

		rig_say_text(len, text, len);
		rig_drain();
		ck_assert_uint_eq(rig_count(), len + 1);
		ck_assert_uint_eq(rig_at(len)->a, len);
		got = trace_log_text(rig.log, rig_at(len)->text, &got_len);
		ck_assert_uint_eq(got_len, len);
		ck_assert_int_eq(memcmp(got, text, len), 0);
	}
	ck_assert_uint_eq(rig_totals().lost, 0);
}
END_TEST

static const char *say_and_get(const char *text, uint8_t kind, size_t *ret_len)
{
	trace_sink.emit(&(struct mp_probe_event){
		.verb = MP_VERB_NAME,
		.phase = MP_HAPPENS,
		.kind = kind,
		.text = text,
		.text_len = (uint32_t)strlen(text),
	});
	rig_drain();
	return trace_log_text(rig.log, rig_at(rig_count() - 1)->text, ret_len);
}

START_TEST(a_text_that_is_too_long_is_cut_and_marked)
{
	static const char mark[] = "\xe2\x80\xa6";
	char text[ARENA_TEXT_MAX + 100] = "";
	const char *got;
	size_t len;

	memset(text, 'x', sizeof(text) - 1);
	got = say_and_get(text, MP_KIND_TEXT, &len);
	ck_assert_uint_eq(len, ARENA_TEXT_MAX + strlen(mark));
	ck_assert_str_eq(got + ARENA_TEXT_MAX, mark);

	/* A character across the cut goes whole. */
	memcpy(text + ARENA_TEXT_MAX - 2, "\xe2\x82\xac", 3);
	got = say_and_get(text, MP_KIND_TEXT, &len);
	ck_assert_uint_eq(len, ARENA_TEXT_MAX - 2 + strlen(mark));
	ck_assert_str_eq(got + ARENA_TEXT_MAX - 2, mark);

	/* One that ends there stays. */
	memcpy(text + ARENA_TEXT_MAX - 3, "\xe2\x82\xac", 3);
	got = say_and_get(text, MP_KIND_TEXT, &len);
	ck_assert_uint_eq(len, ARENA_TEXT_MAX + strlen(mark));

	(void)say_and_get(text, MP_KIND_BYTES, &len);
	ck_assert_uint_eq(len, ARENA_TEXT_MAX);
}
END_TEST

enum { THREADS = 16, PER_THREAD = 3000 };

static void *say_many(void *arg)
{
	uint64_t me = (uint64_t)(uintptr_t)arg;

	for (uint64_t i = 0; i < PER_THREAD; i++)
		rig_say(me << 32 | i);
	return NULL;
}

START_TEST(every_thread_has_a_ring_of_its_own)
{
	pthread_t threads[THREADS];
	uint64_t next[THREADS] = { 0 };
	uint32_t tids[THREADS] = { 0 };

	for (uintptr_t i = 0; i < THREADS; i++)
		ck_assert_int_eq(
			pthread_create(&threads[i], NULL, say_many, (void *)i),
			0);
	rig_drain_until(THREADS * PER_THREAD);
	for (int i = 0; i < THREADS; i++)
		ck_assert_int_eq(pthread_join(threads[i], NULL), 0);
	for (size_t i = 0; i < rig_count(); i++) {
		const struct trace_event *e = rig_at(i);
		uint64_t who = e->a >> 32;

		ck_assert_uint_lt(who, THREADS);
		ck_assert_uint_eq(e->a & UINT32_MAX, next[who]++);
		if (!tids[who])
			tids[who] = e->tid;
		ck_assert_uint_eq(e->tid, tids[who]);
		ck_assert_int_eq((pid_t)e->pid, getpid());
		if (i)
			ck_assert_int_ge(e->time_ns, rig_at(i - 1)->time_ns);
	}
	ck_assert_uint_eq(rig_totals().threads, THREADS);
	ck_assert_uint_eq(rig_totals().lost, 0);
	ck_assert_uint_eq(rig_totals().late, 0);
}
END_TEST

static int say_in_family(void *arg)
{
	uint64_t me = *(uint64_t *)arg;
	pid_t grandchild;
	int status;

	rig_say(me);
	grandchild = fork();
	if (grandchild < 0)
		return 1;
	rig_say(me + 1);
	if (!grandchild)
		_exit(0);
	return waitpid(grandchild, &status, 0) == grandchild ? status : 1;
}

START_TEST(forked_children_do_not_write_to_their_parents_ring)
{
	pid_t pid[3];
	size_t seen = 0;

	rig_say(1);
	for (int i = 0; i < 3; i++)
		pid[i] = rig_fork(say_in_family, &(uint64_t){ 10 });
	for (int i = 0; i < 3; i++)
		ck_assert_int_eq(rig_reap(pid[i]), 0);
	rig_say(2);
	rig_drain();
	ck_assert_uint_eq(rig_count(), 2 + 3 * 3);
	ck_assert_uint_eq(rig_totals().threads, 1 + 3 * 2);
	for (size_t i = 0; i < rig_count(); i++) {
		const struct trace_event *e = rig_at(i);

		ck_assert_uint_eq(e->pid, e->tid);
		if (e->a <= 2)
			ck_assert_int_eq((pid_t)e->pid, getpid());
		for (int k = 0; k < 3; k++)
			seen += e->pid == (uint32_t)pid[k];
	}
	/* The other three are of grandchildren. */
	ck_assert_uint_eq(seen, 3 * 2);
}
END_TEST

static int say_once(void *arg)
{
	rig_say(*(uint64_t *)arg);
	return 0;
}

START_TEST(slots_are_used_again)
{
	uint64_t count = ARENA_SLOTS + 200;

	for (uint64_t i = 0; i < count; i++) {
		(void)rig_reap(rig_fork(say_once, &i));
		if (i % 64 == 0)
			rig_drain();
	}
	rig_drain();
	ck_assert_uint_eq(rig_count(), count);
	for (uint64_t i = 0; i < count; i++)
		ck_assert_uint_eq(rig_at(i)->a, i);
	ck_assert_uint_eq(rig_totals().threads, count);
	ck_assert_uint_eq(rig_totals().torn, 0);
	ck_assert_uint_le(atomic_load(&rig.arena->shared->used), 128);
}
END_TEST

static bool slots_are_free(void *arg)
{
	(void)arg;
	rig_drain();
	return rig.arena->active_len == 0;
}

START_TEST(slots_of_ended_threads_are_found)
{
	for (uintptr_t i = 0; i < 3; i++) {
		pthread_t thread;

		ck_assert_int_eq(
			pthread_create(&thread, NULL, say_many, (void *)i), 0);
		ck_assert_int_eq(pthread_join(thread, NULL), 0);
	}
	rig_wait(slots_are_free, NULL);
	ck_assert_uint_eq(rig_count(), 3 * PER_THREAD);
}
END_TEST

START_TEST(the_writer_keeps_no_descriptor)
{
	int before = dup(0), after;

	(void)close(before);
	trace_writer_close();
	ck_assert_int_eq(trace_writer_open(trace_arena_path(rig.arena)), 0);
	rig_say(1);
	after = dup(0);
	(void)close(after);
	ck_assert_int_eq(before, after);
}
END_TEST

START_TEST(an_arena_of_another_version_is_refused_and_told)
{
	trace_writer_close();
	rig.arena->shared->version++;
	ck_assert_int_eq(trace_writer_open(trace_arena_path(rig.arena)),
			 -EPROTO);
	ck_assert_uint_eq(atomic_load(&rig.arena->shared->refused), 1);
	ck_assert_int_eq(trace_writer_open("/dev/null"), -EPROTO);
	ck_assert_int_eq(trace_writer_open("/proc/no/such"), -ENOENT);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("trace ring");
	TCase *c = tcase_create("ring");

	tcase_add_checked_fixture(c, rig_open, rig_close);
	tcase_set_timeout(c, 30);
	tcase_add_test(c, an_event_comes_out_as_it_went_in);
	tcase_add_test(c, a_ring_goes_round_and_round);
	tcase_add_test(c, texts_of_every_length_come_out_whole);
	tcase_add_test(c, a_text_that_is_too_long_is_cut_and_marked);
	tcase_add_test(c, every_thread_has_a_ring_of_its_own);
	tcase_add_test(c, forked_children_do_not_write_to_their_parents_ring);
	tcase_add_test(c, slots_are_used_again);
	tcase_add_test(c, slots_of_ended_threads_are_found);
	tcase_add_test(c, the_writer_keeps_no_descriptor);
	tcase_add_test(c, an_arena_of_another_version_is_refused_and_told);
	suite_add_tcase(s, c);
	return s;
}
