/* SPDX-License-Identifier: MIT */
/*
 * Every interleaving of the wake-up protocol of a queue (side.h, ring.h).
 *
 * A model of it, step by step: takers that look, doze, look again and sleep;
 * putters that put and notify.  Each store waits in a buffer of its CPU, first
 * in, first out, until a fence, an atomic operation or chance lets it out: the
 * one reordering that x86 has.  All states that can be reached are visited.  In
 * none of those in which nothing can happen any more may a taker sleep while
 * there is an item.
 *
 * And each part is needed: without one of the fences, or with the word read
 * after the ticket, there is a way to forget a sleeper.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "support/check_main.h"

enum { MOST = 5, BUFFER = 3, STATES = 1 << 20, TABLE = 2 * STATES };

enum { TAIL, HEAD, WORD, TICKET, HELD, VARIABLES };

struct store {
	uint8_t variable, value;
};

struct state;
struct actor;
typedef bool step_fn(struct state *s, struct actor *a);

struct actor {
	step_fn *step;   /* the next one */
	uint8_t seen;    /* of a taker the word, of a putter the ticket */
	uint8_t pending; /* stores in the buffer */
	bool mortal;     /* it may be killed in its sleep */
	struct store buffer[BUFFER];
	uint8_t unused[7];
};

_Static_assert(sizeof(struct actor) == 24, "compared as bytes");

struct state {
	uint8_t memory[VARIABLES];
	uint8_t tickets;
	uint8_t unused[2];
	struct actor actor[MOST];
};

/* What is left out, to see that it is needed. */
static struct {
	bool doze_fence, notify_fence, word_first;
} parts;

static int takers, actors;
static int favourite; /* whom a wake-up finds first */

static bool go(struct actor *a, step_fn *step)
{
	a->step = step;
	return true;
}

/* ---- memory ---- */

static uint8_t load(const struct state *s, const struct actor *a, int variable)
{
	for (int i = a->pending; i-- > 0;)
		if (a->buffer[i].variable == variable)
			return a->buffer[i].value;
	return s->memory[variable];
}

static void let_out(struct state *s, struct actor *a)
{
	s->memory[a->buffer[0].variable] = a->buffer[0].value;
	memmove(a->buffer, a->buffer + 1,
		sizeof(a->buffer) - sizeof(*a->buffer));
	a->buffer[BUFFER - 1] = (struct store){ 0, 0 };
	a->pending--;
}

static void fence(struct state *s, struct actor *a)
{
	while (a->pending)
		let_out(s, a);
}

static void store(struct state *s, struct actor *a, int variable, int value)
{
	if (a->pending == BUFFER)
		let_out(s, a);
	a->buffer[a->pending++] =
		(struct store){ (uint8_t)variable, (uint8_t)value };
}

/* ---- the steps of a taker; false: it cannot be done now ---- */

static step_fn lock, look, read_word, set_ticket, doze_fence, look_again, take,
	unlock_to_sleep, futex_wait, sleep_on, done;

static bool lock(struct state *s, struct actor *a)
{
	if (s->memory[HELD])
		return false;
	fence(s, a);
	s->memory[HELD] = 1;
	return go(a, look);
}

static bool is_there(const struct state *s, const struct actor *a)
{
	return load(s, a, TAIL) > load(s, a, HEAD);
}

static bool look(struct state *s, struct actor *a)
{
	return go(a, is_there(s, a)     ? take
		     : parts.word_first ? read_word
					: set_ticket);
}

static bool read_word(struct state *s, struct actor *a)
{
	a->seen = load(s, a, WORD);
	return go(a, parts.word_first ? set_ticket : look_again);
}

static bool set_ticket(struct state *s, struct actor *a)
{
	store(s, a, TICKET, ++s->tickets);
	return go(a, doze_fence);
}

static bool doze_fence(struct state *s, struct actor *a)
{
	if (parts.doze_fence)
		fence(s, a);
	return go(a, parts.word_first ? look_again : read_word);
}

static bool look_again(struct state *s, struct actor *a)
{
	return go(a, is_there(s, a) ? take : unlock_to_sleep);
}

static bool take(struct state *s, struct actor *a)
{
	store(s, a, HEAD, load(s, a, HEAD) + 1);
	store(s, a, HELD, 0);
	return go(a, done);
}

static bool unlock_to_sleep(struct state *s, struct actor *a)
{
	store(s, a, HELD, 0);
	return go(a, futex_wait);
}

static bool futex_wait(struct state *s, struct actor *a)
{
	fence(s, a);
	return go(a, s->memory[WORD] == a->seen ? sleep_on : lock);
}

/* Nothing but to be killed. */
static bool sleep_on(struct state *s, struct actor *a)
{
	(void)s;
	return a->mortal && go(a, done);
}

static bool done(struct state *s, struct actor *a)
{
	(void)s;
	(void)a;
	return false;
}

/* ---- the steps of a putter ---- */

static step_fn put, notify_fence, look_at_ticket, change_word, futex_wake,
	clear_ticket;

/* With the tail's lock, here in one step. */
static bool put(struct state *s, struct actor *a)
{
	for (int i = takers; i < actors; i++)
		fence(s, &s->actor[i]);
	store(s, a, TAIL, load(s, a, TAIL) + 1);
	return go(a, notify_fence);
}

static bool notify_fence(struct state *s, struct actor *a)
{
	if (parts.notify_fence)
		fence(s, a);
	return go(a, look_at_ticket);
}

static bool look_at_ticket(struct state *s, struct actor *a)
{
	a->seen = load(s, a, TICKET);
	return go(a, a->seen ? change_word : done);
}

static bool change_word(struct state *s, struct actor *a)
{
	fence(s, a);
	s->memory[WORD]++;
	return go(a, futex_wake);
}

/* Wakes the favourite, if it sleeps, or another one, if one does. */
static bool futex_wake(struct state *s, struct actor *a)
{
	for (int i = 0; i < takers; i++) {
		struct actor *t = &s->actor[(favourite + i) % takers];

		if (t->step == sleep_on)
			return go(t, lock) && go(a, done);
	}
	return go(a, clear_ticket);
}

static bool clear_ticket(struct state *s, struct actor *a)
{
	fence(s, a);
	if (s->memory[TICKET] == a->seen)
		s->memory[TICKET] = 0;
	return go(a, done);
}

/* ---- all states ---- */

static struct state *states; /* those that were met, in that order */
static uint32_t *table;      /* by their hash: index in states, and 1 */
static uint32_t met;

static uint32_t *place(const struct state *s)
{
	const unsigned char *byte = (const unsigned char *)s;
	uint64_t hash = 14695981039346656037ULL;
	size_t at;

	for (size_t i = 0; i < sizeof(*s); i++)
		hash = (hash ^ byte[i]) * 1099511628211ULL;
	at = (size_t)(hash ^ hash >> 32) % TABLE;
	while (table[at] && memcmp(&states[table[at] - 1], s, sizeof(*s)) != 0)
		at = (at + 1) % TABLE;
	return &table[at];
}

static void meet(const struct state *s)
{
	uint32_t *at = place(s);

	if (*at)
		return;
	ck_assert_uint_lt(met, STATES);
	states[met++] = *s;
	*at = met;
}

/* Whether something can happen in @s; meets what comes of it. */
static bool go_on(const struct state *s)
{
	bool any = false;

	for (int i = 0; i < actors; i++) {
		struct state next;

		for (favourite = 0; favourite < takers; favourite++) {
			next = *s;
			if (next.actor[i].step(&next, &next.actor[i])) {
				any = true;
				meet(&next);
			}
		}
		if (s->actor[i].pending) {
			next = *s;
			let_out(&next, &next.actor[i]);
			any = true;
			meet(&next);
		}
	}
	return any;
}

/* Whether somebody sleeps though there is an item for him. */
static bool forgets(const struct state *s)
{
	bool asleep = false;

	for (int i = 0; i < takers; i++)
		asleep |= s->actor[i].step == sleep_on;
	return asleep && s->memory[TAIL] > s->memory[HEAD];
}

/* Whether a sleeper is forgotten in some end of all this. */
static bool explore(int n_takers, int n_putters, int mortals)
{
	struct state s = { .tickets = 0 };
	bool forgotten = false;

	takers = n_takers;
	actors = n_takers + n_putters;
	for (int i = 0; i < actors; i++)
		s.actor[i].step = i < takers ? lock : put;
	for (int i = 0; i < mortals; i++)
		s.actor[i].mortal = true;
	table = calloc(TABLE, sizeof(*table));
	states = calloc(STATES, sizeof(*states));
	ck_assert(table && states);
	met = 0;
	meet(&s);
	for (uint32_t i = 0; i < met && !forgotten; i++) {
		s = states[i];
		forgotten = !go_on(&s) && forgets(&s);
	}
	free(table);
	free(states);
	return forgotten;
}

static void setup(void)
{
	parts.doze_fence = parts.notify_fence = parts.word_first = true;
}

static const struct {
	int takers, putters, mortals;
} crowds[] = {
	{ 1, 1, 0 },
	{ 1, 2, 0 },
	{ 2, 1, 0 },
	{ 1, 3, 0 },
	{ 2, 2, 0 },
	{ 3, 1, 0 },
	{ 2, 2, 1 },
	{ 3, 1, 1 },
	/* With PROCESSION_TEST_FULL. */
	{ 2, 3, 0 },
	{ 3, 2, 0 },
	{ 3, 2, 1 },
};

START_TEST(no_sleeper_is_forgotten)
{
	ck_assert(!explore(crowds[_i].takers, crowds[_i].putters,
			   crowds[_i].mortals));
	ck_assert_uint_gt(met, 50);
}
END_TEST

START_TEST(a_taker_needs_its_fence)
{
	parts.doze_fence = false;
	ck_assert(explore(1, 1, 0));
}
END_TEST

START_TEST(a_putter_needs_its_fence)
{
	parts.notify_fence = false;
	ck_assert(explore(1, 1, 0));
}
END_TEST

START_TEST(the_word_is_read_before_the_ticket_is_taken)
{
	parts.word_first = false;
	ck_assert(explore(2, 2, 0));
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("mp/side_model");
	int crowds_n = getenv("PROCESSION_TEST_FULL") ? 11 : 8;
	TCase *t = tcase_create("side_model");

	tcase_set_timeout(t, 120);
	tcase_add_checked_fixture(t, setup, NULL);
	tcase_add_loop_test(t, no_sleeper_is_forgotten, 0, crowds_n);
	tcase_add_test(t, a_taker_needs_its_fence);
	tcase_add_test(t, a_putter_needs_its_fence);
	tcase_add_test(t, the_word_is_read_before_the_ticket_is_taken);
	suite_add_tcase(s, t);
	return s;
}
