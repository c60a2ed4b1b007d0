/* SPDX-License-Identifier: MIT */
/*
 * What the server of a manager keeps values in: cells, and cells by key in the
 * order in which the keys came.
 *
 * Entries lie one after the other; a deleted one stays as a gap until there is
 * no room for the next.  index says where the entry of a key is: a number one
 * higher than its place, at the first free place from the key's hash.
 */
#ifndef MP_HASH_H
#define MP_HASH_H

#include "mp/slip.h"

struct mp__thing;

struct mp__cell {
	uint32_t kind; /* enum mp_any_kind, or MP__GAP */
	uint32_t len;  /* of a text: with its terminator */
	union {
		int64_t integer;
		double real;
		char *text;
		struct mp__thing *thing;
		uint64_t bits;
	};
};

_Static_assert(sizeof(struct mp__cell) == 16, "layout");

#define MP__GAP UINT32_MAX

struct mp__entry {
	uint64_t hash;
	struct mp__cell key, value;
};

struct mp__hash {
	struct mp__entry *entry;
	uint32_t used, live, room;
	uint32_t *index;
	uint32_t mask; /* of places in index */
};

#pragma GCC visibility push(hidden)

/* Whether @l, of another place or a cell, is what @c is. */
bool mp__cell_equals(const struct mp__cell *c, const struct mp__leaf *l);
/* Below 0, 0, above 0; both are numbers, or both are texts. */
int mp__cell_compare(const struct mp__cell *a, const struct mp__cell *b);

static inline bool mp__is_number(uint32_t kind)
{
	return kind == MP_ANY_INT || kind == MP_ANY_DOUBLE;
}

/* Of a text of @len bytes. */
uint64_t mp__hash_text(const char *text, size_t len);

/* The entry of @key, or NULL. */
struct mp__entry *mp__hash_find(const struct mp__hash *h,
				const struct mp__leaf *key);
/*
 * A new entry for @key, which has none; the caller fills in both cells.  NULL:
 * no memory.  Entries may move.
 */
struct mp__entry *mp__hash_add(struct mp__hash *h, const struct mp__leaf *key);
/* @e, whose cells were dropped, is a gap now. */
void mp__hash_remove(struct mp__hash *h, struct mp__entry *e);
/* Free it; all cells were dropped. */
void mp__hash_clear(struct mp__hash *h);

#pragma GCC visibility pop
#endif
