/* SPDX-License-Identifier: MIT */
#include "mp/image.h"

#include <sched.h>
#include <string.h>

enum { FEWEST = 8, TRIES = 64, YIELDS = 8 };

/* All words of an image: seq orders them. */
#define LOAD(word) atomic_load_explicit(&(word), memory_order_relaxed)
#define STORE(word, value)                                                     \
	atomic_store_explicit(&(word), (value), memory_order_relaxed)

static struct mp__image *image_at(const struct mp__images *is, uint64_t at)
{
	return (struct mp__image *)(void *)(is->hall->memory + at);
}

static struct mp__spot *spots_of(const struct mp__images *is,
				 const struct mp__image *i)
{
	return (struct mp__spot *)(void *)(is->hall->memory + LOAD(i->table));
}

/* ---- the writer ---- */

static void begin(struct mp__image *i)
{
	STORE(i->seq, LOAD(i->seq) + 1);
	/* Pairs with the reader's second fence: who sees what follows sees
	 * the odd number. */
	atomic_thread_fence(memory_order_release);
}

static void end(struct mp__image *i)
{
	/* Pairs with the reader's first load. */
	atomic_store_explicit(&i->seq, LOAD(i->seq) + 1, memory_order_release);
}

void mp__images_init(struct mp__images *is, struct mp__hall *hall)
{
	*is = (struct mp__images){ .hall = hall };
	is->arena.base = hall->memory;
	is->arena.size = sizeof(hall->memory);
	/* Offset 0 means nowhere. */
	is->arena.used = 64;
}

static uint64_t table_bytes(uint32_t mask)
{
	return ((uint64_t)mask + 1) * sizeof(struct mp__spot);
}

static bool take_table(struct mp__images *is, uint32_t mask, uint64_t *ret_at)
{
	if (mp__arena_take(&is->arena, table_bytes(mask), ret_at))
		return false;
	memset(is->hall->memory + *ret_at, 0, table_bytes(mask));
	return true;
}

uint64_t mp__image_new(struct mp__images *is, uint64_t number)
{
	uint64_t at, table;
	struct mp__image *i;

	if (mp__arena_take(&is->arena, sizeof(*i), &at))
		return 0;
	if (!take_table(is, FEWEST - 1, &table)) {
		mp__arena_give(&is->arena, at, sizeof(*i));
		return 0;
	}
	i = image_at(is, at);
	/* The block may have been anything. */
	STORE(i->seq, (LOAD(i->seq) | 1) + 1);
	begin(i);
	STORE(i->mask, FEWEST - 1);
	STORE(i->filled, 0);
	STORE(i->too_many, 0);
	STORE(i->number, number);
	STORE(i->table, table);
	end(i);
	return at;
}

/* Copy @len bytes to a block of their own; 0: there is no room. */
static uint64_t keep(struct mp__images *is, const char *bytes, uint32_t len)
{
	uint64_t at, word;
	_Atomic uint64_t *to;

	if (mp__arena_take(&is->arena, len + 8ULL, &at))
		return 0;
	to = (_Atomic uint64_t *)(void *)(is->hall->memory + at);
	for (uint32_t i = 0; i < len; i += 8) {
		word = 0;
		memcpy(&word, bytes + i, len - i < 8 ? len - i : 8);
		STORE(to[i / 8], word);
	}
	return at;
}

static void drop_value(struct mp__images *is, struct mp__spot *s)
{
	if (LOAD(s->kind) == MP_ANY_TEXT)
		mp__arena_give(&is->arena, LOAD(s->bits), LOAD(s->len) + 8ULL);
	STORE(s->kind, MP__GAP);
}

static void give_up(struct mp__images *is, struct mp__image *i)
{
	struct mp__spot *s = spots_of(is, i);
	uint32_t mask = LOAD(i->mask);

	if (!LOAD(i->table))
		return;
	for (uint32_t k = 0; k <= mask; k++) {
		if (!LOAD(s[k].hash))
			continue;
		drop_value(is, &s[k]);
		mp__arena_give(&is->arena, LOAD(s[k].name),
			       LOAD(s[k].name_len) + 8ULL);
	}
	mp__arena_give(&is->arena, LOAD(i->table), table_bytes(mask));
	STORE(i->table, 0);
	STORE(i->filled, 0);
}

void mp__image_free(struct mp__images *is, uint64_t at)
{
	struct mp__image *i = image_at(is, at);

	begin(i);
	give_up(is, i);
	STORE(i->number, 0);
	end(i);
	mp__arena_give(&is->arena, at, sizeof(*i));
}

/* Where the spot of a name is, or should be. */
static struct mp__spot *spot_of(const struct mp__images *is,
				const struct mp__image *i,
				const struct mp__entry *e)
{
	struct mp__spot *s = spots_of(is, i);
	uint64_t hash = e->hash | 1;
	uint32_t mask = LOAD(i->mask), k = (uint32_t)(hash >> 1) & mask;

	while (LOAD(s[k].hash) && (LOAD(s[k].hash) != hash ||
				   LOAD(s[k].name_len) != e->key.len - 1 ||
				   memcmp(is->hall->memory + LOAD(s[k].name),
					  e->key.text, e->key.len - 1) != 0))
		k = (k + 1) & mask;
	return &s[k];
}

static void set_value(struct mp__images *is, struct mp__spot *s,
		      const struct mp__cell *c)
{
	uint32_t kind = c->kind;
	uint64_t bits = c->bits;

	if (kind == MP_ANY_TEXT) {
		bits = c->len <= MP__IMAGE_TEXT ? keep(is, c->text, c->len) : 0;
		kind = bits ? kind : MP__ASK;
	} else if (mp__is_object(kind)) {
		kind = MP__ASK;
	}
	STORE(s->bits, bits);
	STORE(s->len, c->len);
	STORE(s->kind, kind);
}

/* Whether there was room. */
static bool set(struct mp__images *is, struct mp__image *i,
		const struct mp__entry *e)
{
	struct mp__spot *s = spot_of(is, i, e);
	uint64_t name;

	if (LOAD(s->hash)) {
		drop_value(is, s);
	} else {
		name = keep(is, e->key.text, e->key.len - 1);
		if (!name)
			return false;
		STORE(s->name, name);
		STORE(s->name_len, e->key.len - 1);
		STORE(s->hash, e->hash | 1);
		STORE(i->filled, LOAD(i->filled) + 1);
	}
	set_value(is, s, &e->value);
	return true;
}

/* A new table with all that @t has, and room for as much again. */
static void rebuild(struct mp__images *is, const struct mp__thing *t,
		    struct mp__image *i)
{
	uint32_t mask = FEWEST - 1;
	uint64_t table;

	while (mask < 4 * t->hash.live)
		mask = 2 * mask + 1;
	give_up(is, i);
	STORE(i->too_many, t->hash.live);
	if (!take_table(is, mask, &table))
		return;
	STORE(i->mask, mask);
	STORE(i->table, table);
	for (uint32_t k = 0; k < t->hash.used; k++) {
		const struct mp__entry *e = &t->hash.entry[k];

		if (e->key.kind != MP__GAP && !set(is, i, e)) {
			give_up(is, i);
			return;
		}
	}
}

void mp__image_set(struct mp__images *is, const struct mp__thing *t,
		   const struct mp__entry *e)
{
	struct mp__image *i;

	if (!t->card.image)
		return;
	i = image_at(is, t->card.image);
	/* There was no room for it all; not before half of it is gone. */
	if (!LOAD(i->table) && t->hash.live > LOAD(i->too_many) / 2)
		return;
	begin(i);
	/* Names that were deleted fill spots too. */
	if (!LOAD(i->table) || LOAD(i->filled) > LOAD(i->mask) / 2 ||
	    !set(is, i, e))
		rebuild(is, t, i);
	end(i);
}

void mp__image_delete(struct mp__images *is, const struct mp__thing *t,
		      const struct mp__entry *e)
{
	struct mp__image *i;

	if (!t->card.image)
		return;
	i = image_at(is, t->card.image);
	begin(i);
	if (LOAD(i->table))
		drop_value(is, spot_of(is, i, e));
	end(i);
}

/* ---- readers ---- */

/* Whether @len bytes from @at, rounded up to words, are in the memory. */
static bool is_inside(uint64_t at, uint64_t len)
{
	return !(at & 7) && at < MP__HALL_MEMORY &&
	       len + 8 <= MP__HALL_MEMORY - at;
}

static uint64_t word_at(const struct mp__hall *h, uint64_t at)
{
	return LOAD(*(const _Atomic uint64_t *)(const void *)(h->memory + at));
}

static bool is_name(const struct mp__hall *h, const struct mp__spot *s,
		    const struct mp__glance *g)
{
	uint64_t at = LOAD(s->name), word;

	if (LOAD(s->name_len) != g->len || !is_inside(at, g->len))
		return false;
	for (size_t i = 0; i < g->len; i += 8) {
		word = 0;
		memcpy(&word, g->name + i, g->len - i < 8 ? g->len - i : 8);
		if (word != word_at(h, at + i))
			return false;
	}
	return true;
}

static int read_value(const struct mp__hall *h, const struct mp__spot *s,
		      struct mp__glance *g)
{
	uint64_t bits = LOAD(s->bits);
	uint32_t kind = LOAD(s->kind), len = LOAD(s->len);

	g->leaf = (struct mp__leaf){ .kind = kind, .bits = bits };
	if (kind == MP__GAP)
		return ENOENT;
	if (kind == MP__ASK)
		return EAGAIN;
	if (kind != MP_ANY_TEXT)
		return 0;
	if (len > sizeof(g->text) || !is_inside(bits, len))
		return EAGAIN;
	for (uint32_t i = 0; i < len; i += 8) {
		uint64_t word = word_at(h, bits + i);

		memcpy(g->text + i, &word, sizeof(word));
	}
	g->leaf.bits = 0;
	g->leaf.len = len;
	g->leaf.data = g->text;
	return 0;
}

/* Whatever this finds counts only if nobody has written meanwhile. */
static int look(const struct mp__hall *h, const struct mp__image *i,
		uint64_t hash, struct mp__glance *g)
{
	uint64_t table = LOAD(i->table);
	uint32_t mask = LOAD(i->mask), k = (uint32_t)(hash >> 1) & mask;
	const struct mp__spot *s;

	if (!table || LOAD(i->number) != g->number ||
	    !is_inside(table, table_bytes(mask)))
		return EAGAIN;
	s = (const struct mp__spot *)(const void *)(h->memory + table);
	for (uint32_t n = 0; n <= mask; n++, k = (k + 1) & mask) {
		uint64_t other = LOAD(s[k].hash);

		if (!other)
			return ENOENT;
		if (other == hash && is_name(h, &s[k], g))
			return read_value(h, &s[k], g);
	}
	return EAGAIN;
}

int mp__image_get(const struct mp__hall *h, struct mp__glance *g)
{
	const struct mp__image *i =
		(const struct mp__image *)(const void *)(h->memory + g->at);
	uint64_t hash = mp__hash_text(g->name, g->len) | 1;
	uint32_t seq;
	int err;

	for (int n = 0; n < TRIES; n++) {
		/* Acquire: pairs with the writer's end. */
		seq = atomic_load_explicit(&i->seq, memory_order_acquire);
		if (!(seq & 1)) {
			err = look(h, i, hash, g);
			/* Pairs with the writer's fence. */
			atomic_thread_fence(memory_order_acquire);
			if (LOAD(i->seq) == seq)
				return err;
		}
		/* Perhaps it writes on this very CPU. */
		if (n % YIELDS == YIELDS - 1)
			(void)sched_yield();
	}
	return EAGAIN;
}
