/* SPDX-License-Identifier: MIT */
/*
 * The objects that the server of a manager keeps, in its private memory.
 *
 * An object is kept while somebody refers to it: a client, once for each of its
 * handles, or a cell of an object.  Clients are counted one by one, so that all
 * that a client refers to can be given up when it ends, however that comes.
 */
#ifndef MP_STORE_H
#define MP_STORE_H

#include "mp/hash.h"

/* A namespace, a dict, a list. */
struct mp__thing {
	uint64_t number; /* its place and how often that was used */
	uint64_t refs;
	uint32_t kind;
	struct mp__card card;
	struct mp__hash hash;  /* of a namespace or dict */
	struct mp__cell *item; /* of a list */
	uint64_t len, room;
	struct mp__thing *next; /* in the line of those to be freed */
};

/* How many handles a client has, by the place of the object, in order. */
struct mp__holdings {
	struct mp__holding {
		uint32_t place, count;
	} * at;
	uint32_t len, room;
};

struct mp__store {
	struct mp__place {
		struct mp__thing *thing; /* NULL: free */
		uint32_t used;           /* how often */
		uint32_t next;           /* the next free one; 0: none */
	} * place;
	uint32_t len, room, free; /* place 0 is not used */
	struct mp__thing *dead;
	struct mp__images *images;
};

#pragma GCC visibility push(hidden)

int mp__store_init(struct mp__store *s);

/* Where an object is kept. */
static inline uint32_t mp__place_of(uint64_t number)
{
	return (uint32_t)number;
}

/*
 * A new object with one reference, which is @h's.  0, ENOMEM.  @name is copied.
 */
int mp__store_new(struct mp__store *s, struct mp__holdings *h, uint32_t kind,
		  uint64_t id, const char *name, struct mp__thing **ret);
/* The object of that number, or NULL. */
struct mp__thing *mp__store_find(const struct mp__store *s, uint64_t number);

/* Copy a value into a cell.  0, ENOMEM, ESTALE. */
int mp__cell_set(struct mp__store *s, struct mp__cell *c,
		 const struct mp__leaf *l);
/* Give up what a cell holds. */
void mp__cell_drop(struct mp__store *s, struct mp__cell *c);
/* What a cell holds, as a leaf that borrows from it. */
struct mp__leaf mp__cell_leaf(const struct mp__cell *c);

/* A handle more, or less, of @h.  0, ENOMEM. */
int mp__holdings_add(struct mp__store *s, struct mp__holdings *h,
		     struct mp__thing *t);
void mp__holdings_drop(struct mp__store *s, struct mp__holdings *h,
		       uint64_t number);
/* All that @from has, for a client that has nothing.  0, ENOMEM. */
int mp__holdings_copy(struct mp__store *s, struct mp__holdings *to,
		      const struct mp__holdings *from);
/* Give up all. */
void mp__holdings_clear(struct mp__store *s, struct mp__holdings *h);

/* Free what nobody refers to. */
void mp__store_sweep(struct mp__store *s);

/* Delete all that @t holds. */
void mp__thing_clear(struct mp__store *s, struct mp__thing *t);

#pragma GCC visibility pop
#endif
