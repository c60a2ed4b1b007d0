/* SPDX-License-Identifier: MIT */
/*
 * What the processes of a manager share: whether the server lives, and the
 * attributes of its namespaces, which the server alone writes and all read.
 *
 *	struct mp__hall	offset	0	its name
 *				64	alive	the server holds it for ever
 *				128	memory, from where offsets count
 *	struct mp__image	0	seq	odd: it is being changed
 *				4	mask	of places in the table
 *				8	number	of the namespace
 *				16	table	where its spots are; 0: ask the
 *server 24	filled	spots that have a name
 *	struct mp__spot		0	hash	of the name; 0: nobody's
 *				8	name	where it is
 *				16	bits	the value, or where its text is
 *				24	name_len
 *				28	kind	enum mp_any_kind, MP__GAP:
 *deleted, MP__ASK: ask the server 32	len	of a text with its terminator
 *
 * A writer makes seq odd, writes, and makes it even again.  A reader takes seq,
 * reads, and believes what it has read only if seq was even and still is what
 * it was; until then it must be ready to find anything, and looks at nothing
 * outside the memory.  A block is freed only while seq is odd.  When the server
 * is killed in the middle seq stays odd, and the reader, which does not wait
 * for long, asks the server and learns of its end.
 *
 * Names and texts are zeros up to the next multiple of 8.
 */
#ifndef MP_IMAGE_H
#define MP_IMAGE_H

#include <pthread.h>
#include <stdalign.h>

#include "mp/arena.h"
#include "mp/slip.h"
#include "mp/store.h"

enum {
	MP__ATTRIBUTE = 255,  /* most bytes of a name */
	MP__IMAGE_TEXT = 512, /* most of a text that has an image */
	MP__HALL_MEMORY = 16 << 20,
};

#define MP__ASK (UINT32_MAX - 1)

struct mp__hall {
	struct mp__object object;
	alignas(64) pthread_mutex_t alive;
	alignas(64) unsigned char memory[MP__HALL_MEMORY];
};

_Static_assert(offsetof(struct mp__hall, alive) == 64, "layout");
_Static_assert(offsetof(struct mp__hall, memory) == 128, "layout");

struct mp__image {
	_Atomic uint32_t seq;
	_Atomic uint32_t mask;
	_Atomic uint64_t number;
	_Atomic uint64_t table;
	_Atomic uint32_t filled;
	_Atomic uint32_t too_many;
};

struct mp__spot {
	_Atomic uint64_t hash, name, bits;
	_Atomic uint32_t name_len, kind, len, unused;
};

_Static_assert(offsetof(struct mp__image, table) == 16, "layout");
_Static_assert(sizeof(struct mp__spot) == 40, "layout");

/* The server's side. */
struct mp__images {
	struct mp__hall *hall;
	struct mp__arena arena;
};

#pragma GCC visibility push(hidden)

void mp__images_init(struct mp__images *is, struct mp__hall *hall);

/* An image for a namespace: where it is; 0: there is no room. */
uint64_t mp__image_new(struct mp__images *is, uint64_t number);
void mp__image_free(struct mp__images *is, uint64_t at);

/* Entry @e of namespace @t was set, or is about to be deleted. */
void mp__image_set(struct mp__images *is, const struct mp__thing *t,
		   const struct mp__entry *e);
void mp__image_delete(struct mp__images *is, const struct mp__thing *t,
		      const struct mp__entry *e);

/* What a reader asks for. */
struct mp__glance {
	uint64_t at, number;
	const char *name;
	size_t len;
	struct mp__leaf leaf; /* its text is in: */
	alignas(8) char text[MP__IMAGE_TEXT];
};

/* 0, ENOENT, or EAGAIN: ask the server. */
int mp__image_get(const struct mp__hall *hall, struct mp__glance *g);

#pragma GCC visibility pop
#endif
