/* SPDX-License-Identifier: MIT */
#include "mp/hash.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mp/store.h"

enum { FEWEST = 8, MOST = 1 << 29 };

/* ---- equality ---- */

/* Exact for all 64-bit integers: it has as many bits of mantissa or more. */
static long double number(uint32_t kind, int64_t integer, double real)
{
	return kind == MP_ANY_INT ? (long double)integer : (long double)real;
}

static long double cell_number(const struct mp__cell *c)
{
	return number(c->kind, c->integer, c->real);
}

static long double leaf_number(const struct mp__leaf *l)
{
	return number(l->kind, (int64_t)l->bits, mp__leaf_double(l));
}

bool mp__cell_equals(const struct mp__cell *c, const struct mp__leaf *l)
{
	if (mp__is_number(c->kind) && mp__is_number(l->kind))
		return !islessgreater(cell_number(c), leaf_number(l)) &&
		       !isunordered(cell_number(c), leaf_number(l));
	if (c->kind != l->kind)
		return false;
	if (c->kind == MP_ANY_TEXT)
		return c->len == l->len && !memcmp(c->text, l->data, l->len);
	return c->kind == MP_ANY_NONE || c->thing->number == l->bits;
}

int mp__cell_compare(const struct mp__cell *a, const struct mp__cell *b)
{
	if (a->kind == MP_ANY_TEXT)
		return strcmp(a->text, b->text);
	return (cell_number(a) > cell_number(b)) -
	       (cell_number(a) < cell_number(b));
}

/* ---- hashes ---- */

static uint64_t mix(uint64_t x)
{
	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
	x = (x ^ x >> 27) * 0x94d049bb133111ebu;
	return x ^ x >> 31;
}

/* FNV-1a. */
uint64_t mp__hash_text(const char *text, size_t len)
{
	uint64_t h = 0xcbf29ce484222325u;

	for (size_t i = 0; i < len; i++)
		h = (h ^ (unsigned char)text[i]) * 0x100000001b3u;
	return mix(h);
}

/* Equal numbers have equal hashes. */
static uint64_t hash_of(const struct mp__leaf *key)
{
	double real;

	if (key->kind == MP_ANY_TEXT)
		return mp__hash_text(key->data, key->len - 1);
	if (key->kind == MP_ANY_INT)
		return mix(key->bits);
	real = mp__leaf_double(key);
	if (real >= -0x1p63 && real < 0x1p63 &&
	    !islessgreater((double)(int64_t)real, real))
		return mix((uint64_t)(int64_t)real);
	return mix(key->bits);
}

/* ---- entries ---- */

struct mp__entry *mp__hash_find(const struct mp__hash *h,
				const struct mp__leaf *key)
{
	uint64_t hash;

	if (!h->live)
		return NULL;
	hash = hash_of(key);
	for (uint32_t i = (uint32_t)hash & h->mask; h->index[i];
	     i = (i + 1) & h->mask) {
		struct mp__entry *e = &h->entry[h->index[i] - 1];

		if (e->hash == hash && mp__cell_equals(&e->key, key))
			return e;
	}
	return NULL;
}

static void enter(struct mp__hash *h, uint32_t place)
{
	uint32_t i = (uint32_t)h->entry[place].hash & h->mask;

	while (h->index[i])
		i = (i + 1) & h->mask;
	h->index[i] = place + 1;
}

/* Leave the gaps out, and make room for as many again. */
static bool rebuild(struct mp__hash *h)
{
	uint32_t room = FEWEST, n = 0;
	struct mp__hash new = *h;

	if (h->live >= MOST)
		return false;
	while (room < 2 * h->live)
		room *= 2;
	new.entry = reallocarray(NULL, room, sizeof(*new.entry));
	new.index = calloc(2UL * room, sizeof(*new.index));
	if (!new.entry || !new.index) {
		free(new.entry);
		free(new.index);
		return false;
	}
	new.room = room;
	new.mask = 2 * room - 1;
	for (uint32_t i = 0; i < h->used; i++) {
		if (h->entry[i].key.kind == MP__GAP)
			continue;
		new.entry[n] = h->entry[i];
		enter(&new, n++);
	}
	new.used = n;
	mp__hash_clear(h);
	*h = new;
	return true;
}

struct mp__entry *mp__hash_add(struct mp__hash *h, const struct mp__leaf *key)
{
	struct mp__entry *e;

	if (h->used == h->room && !rebuild(h))
		return NULL;
	e = &h->entry[h->used];
	e->hash = hash_of(key);
	enter(h, h->used++);
	h->live++;
	return e;
}

void mp__hash_remove(struct mp__hash *h, struct mp__entry *e)
{
	e->key = (struct mp__cell){ .kind = MP__GAP };
	e->value = e->key;
	h->live--;
}

void mp__hash_clear(struct mp__hash *h)
{
	free(h->entry);
	free(h->index);
	*h = (struct mp__hash){ .used = 0 };
}
