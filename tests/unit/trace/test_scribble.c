/* SPDX-License-Identifier: MIT */
/*
 * An arena that anybody has written anything to: the reader must survive, and
 * what it puts into the log must be well-formed.
 */
#include <pthread.h>
#include <string.h>
#include <unistd.h>

#include "support/check_main.h"
#include "unit/trace/rig.h"

enum { ROUNDS = 400, SLOTS = 24 };

static uint64_t state = 88172645463325252ULL;

static uint64_t any(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

static void fill(void *p, size_t size)
{
	unsigned char *bytes = p;

	for (size_t i = 0; i < size; i++)
		bytes[i] = (unsigned char)any();
}

/* Everything that a player may call meanwhile. */
static void play(void)
{
	bool more;

	(void)trace_arena_drain(rig.arena, rig.log, 1 + any() % 5000, &more);
	trace_arena_pause(rig.arena);
	(void)trace_arena_parked(rig.arena, (pid_t)any());
	(void)trace_arena_step(rig.arena, 0);
	trace_arena_speed(rig.arena, (double)(any() % 100));
	trace_arena_resume(rig.arena);
	trace_arena_ended(rig.arena, (pid_t)(any() % 64));
	(void)trace_arena_drain(rig.arena, rig.log, SIZE_MAX, &more);
}

static void check_log(void)
{
	int64_t last = 0;

	for (size_t i = trace_log_first(rig.log); i < rig_count(); i++) {
		const struct trace_event *e = rig_at(i);
		size_t len;

		ck_assert_int_ge(e->time_ns, last);
		last = e->time_ns;
		ck_assert_uint_gt(e->verb, MP_VERB_NONE);
		ck_assert_uint_lt(e->verb, MP_VERB_COUNT);
		ck_assert_uint_le(e->phase, MP_ENDS);
		ck_assert_uint_le(e->kind, MP_KIND_BYTES);
		(void)trace_log_text(rig.log, e->text, &len);
		ck_assert_uint_le(len, ARENA_TEXT_MAX + 3);
	}
	/* Nobody can forge what the player says. */
	for (size_t i = trace_log_first(rig.log); i < rig_count(); i++)
		ck_assert_uint_ne(rig_at(i)->verb, MP_VERB_EXITED);
	ck_assert_int_le(last, trace_arena_now(rig.arena));
}

static void close_and_open(void)
{
	rig_close();
	rig_open();
	trace_writer_close();
}

START_TEST(random_bytes_as_arena)
{
	trace_writer_close();
	for (int round = 0; round < ROUNDS / 8; round++) {
		fill(rig.arena->shared, ARENA_SLOTS_AT);
		fill(arena_slot(rig.arena->shared, 0),
		     SLOTS * sizeof(struct arena_slot));
		fill(arena_ring(rig.arena->shared, 0), ARENA_RING_SIZE);
		play();
		play();
	}
	(void)trace_arena_finish(rig.arena, rig.log);
	check_log();
	ck_assert_uint_gt(rig_totals().lost, 0);
}
END_TEST

/* A record that passes for whole, with one thing or another wrong in it. */
static void forge_record(struct arena_record *r, uint64_t index)
{
	fill(r, sizeof(*r));
	r->verb = any() % 3 ? (uint16_t)(any() % (MP_VERB_COUNT + 2))
			    : ARENA_VERB_TEXT;
	r->phase = (uint8_t)(any() % 5);
	r->kind = (uint8_t)(any() % 6);
	r->text = (uint32_t)(any() % 4 ? any() % 60 : any());
	if (any() % 2)
		r->stamp = rig.arena->tick_zero + any() % 1000000000;
	atomic_store(&r->seq, any() % 20 ? index + 1 : any());
}

static void forge_slot(uint32_t i)
{
	struct arena_slot *slot = arena_slot(rig.arena->shared, i);
	struct arena_record *ring = arena_ring(rig.arena->shared, i);
	uint64_t tail = rig.arena->rings[i].tail, count = any() % 300;

	for (uint64_t k = 0; k < count; k++)
		forge_record(&ring[(tail + k) & (ARENA_RECORDS - 1)], tail + k);
	atomic_store(&slot->reserved,
		     any() << ARENA_INDEX_BITS |
			     ((tail + count) & ARENA_INDEX_MASK));
	atomic_store(&slot->owner, any());
	atomic_store(&slot->park, (uint32_t)any());
}

START_TEST(plausible_lies)
{
	trace_writer_close();
	for (int round = 0; round < ROUNDS; round++) {
		for (uint32_t i = 0; i < SLOTS; i++)
			forge_slot(i);
		atomic_store(&rig.arena->shared->used,
			     (uint32_t)(any() % 8 ? SLOTS : any()));
		play();
		if (round % 50 == 49) {
			(void)trace_arena_finish(rig.arena, rig.log);
			check_log();
			close_and_open();
		}
	}
}
END_TEST

START_TEST(a_text_longer_than_any_is_refused)
{
	enum { PARTS = 50 };
	struct arena_record *ring = arena_ring(rig.arena->shared, 0);

	rig_say(1);
	for (uint64_t i = 1; i <= 1 + PARTS; i++) {
		ring[i] = (struct arena_record){ .verb = ARENA_VERB_TEXT,
						 .text = (uint32_t)i - 1 };
		atomic_store(&ring[i].seq, i + 1);
	}
	/* All its parts are there: only its length is wrong. */
	ring[1].verb = MP_VERB_SLEEP;
	ring[1].text = PARTS * ARENA_CHUNK;
	atomic_fetch_add(&trace_writer_slot()->reserved,
			 UINT64_C(1) << ARENA_INDEX_BITS | (1 + PARTS));
	rig_drain();
	ck_assert_uint_eq(rig_totals().events, 1);
	ck_assert_uint_eq(rig_totals().lost, 1);
	rig_say(2);
	rig_drain();
	ck_assert_uint_eq(rig_totals().events, 2);
}
END_TEST

START_TEST(the_reader_mends_what_it_owns)
{
	struct arena_slot *slot;

	rig_say(1);
	slot = trace_writer_slot();
	rig_drain();
	atomic_store(&slot->tail, any());
	rig_drain();
	for (uint64_t i = 2; i < 100; i++)
		rig_say(i);
	atomic_store(&slot->reserved, any());
	rig_drain();
	rig_say(100);
	rig_drain();
	ck_assert_uint_eq(rig_at(rig_count() - 1)->a, 100);
	check_log();
}
END_TEST

static _Atomic int stop;

static void *say_on(void *arg)
{
	(void)arg;
	while (!atomic_load(&stop))
		rig_say_text(1, "abcdefghijklmnopqrstuvwxyz", 26);
	return NULL;
}

START_TEST(scribbling_while_writers_write)
{
	pthread_t threads[2];

	for (int i = 0; i < 2; i++)
		ck_assert_int_eq(
			pthread_create(&threads[i], NULL, say_on, NULL), 0);
	for (int round = 0; round < ROUNDS; round++) {
		/* Anywhere but at the word that says that we live. */
		char *at = (char *)rig.arena->shared + ARENA_SLOTS_AT +
			   any() % (2 * sizeof(struct arena_slot));

		*at = (char)any();
		play();
	}
	atomic_store(&stop, 1);
	/* Whoever waits for room in a ring that is no more is let go. */
	atomic_store(&rig.arena->shared->alive, ARENA_READER_GONE);
	for (int i = 0; i < 2; i++)
		ck_assert_int_eq(pthread_join(threads[i], NULL), 0);
	(void)trace_arena_finish(rig.arena, rig.log);
	check_log();
}
END_TEST

START_TEST(a_demo_cannot_speak_for_the_player)
{
	uint16_t verbs[] = { MP_VERB_SAMPLE, MP_VERB_EXITED, MP_VERB_END,
			     MP_VERB_LOST,   MP_VERB_TORN,   MP_VERB_COUNT };

	for (int i = 0; i < 6; i++)
		trace_sink.emit(&(struct mp_probe_event){
			.verb = verbs[i], .phase = MP_HAPPENS, .a = 5 });
	rig_drain();
	ck_assert_uint_eq(rig_totals().events, 0);
	ck_assert_uint_eq(rig_totals().lost, 6);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("trace scribble");
	TCase *c = tcase_create("scribble");

	tcase_add_checked_fixture(c, rig_open, rig_close);
	tcase_set_timeout(c, 60);
	tcase_add_test(c, random_bytes_as_arena);
	tcase_add_test(c, plausible_lies);
	tcase_add_test(c, a_text_longer_than_any_is_refused);
	tcase_add_test(c, the_reader_mends_what_it_owns);
	tcase_add_test(c, scribbling_while_writers_write);
	tcase_add_test(c, a_demo_cannot_speak_for_the_player);
	suite_add_tcase(s, c);
	return s;
}
