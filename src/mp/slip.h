/* SPDX-License-Identifier: MIT */
/*
 * What a client and the server of a manager write to each other: a request or
 * an answer, and values one after the other.
 *
 *	request	struct mp__request, then its values
 *	answer	struct mp__answer, then its values
 *	value	struct mp__leaf_head, then len bytes, then up to 7 to make the
 *		whole a multiple of 8
 *
 * The bytes of a text are with its terminator; those of an object, in an
 * answer only, are a struct mp__card.  A slip is one message of wire.h, so that
 * it comes whole or not at all.  Who reads one believes nothing of it.
 */
#ifndef MP_SLIP_H
#define MP_SLIP_H

#include <stddef.h>

#include "mp/any.h"
#include "mp/impl.h"
#include "mp/object.h"

/* What a message is, in the type of its header. */
enum mp__paper {
	MP__PAPER_SLIP,
	/* With a descriptor: another line of the same client, or the line of
	 * a new one, which begins with the sender's references. */
	MP__PAPER_LINE,
	MP__PAPER_HEIR,
	/* The same of one that begins with one reference: the message is the
	 * number of the object; 0: with none. */
	MP__PAPER_GUEST,
	/* The sender gives up a reference; the message is its number. */
	MP__PAPER_DROP,
};

enum mp__op {
	MP__OP_HELLO,
	MP__OP_SHUTDOWN,
	MP__OP_NEW,  /* a: kind; b: identity; value: name */
	MP__OP_GET,  /* of a list a: index; else first value: key */
	MP__OP_SET,  /* + value */
	MP__OP_SWAP, /* + value, and expected one if a */
	MP__OP_ADD,  /* + value */
	MP__OP_DELETE,
	MP__OP_POP,
	MP__OP_HAS,
	MP__OP_LEN,
	MP__OP_CLEAR,
	MP__OP_COPY,   /* a: enum mp__copy; of a list a: from, b: to */
	MP__OP_APPEND, /* values */
	MP__OP_INSERT, /* a: index; value */
	MP__OP_REMOVE, /* value; so the next two */
	MP__OP_FIND,
	MP__OP_COUNT,
	MP__OP_SORT, /* a: descending */
	MP__OP_REVERSE,
	MP__OP_HOLD, /* one handle more */
	MP__OP_END,
};

enum mp__copy {
	MP__COPY_NAMES,
	MP__COPY_KEYS,
	MP__COPY_VALUES,
	MP__COPY_ITEMS
};

struct mp__request {
	uint32_t seq;
	uint16_t op;
	uint16_t unused;
	uint32_t pid;    /* of the client */
	uint32_t values; /* how many follow */
	uint64_t number; /* of the object */
	int64_t a, b;
};

struct mp__answer {
	uint32_t seq;
	int32_t err;
	uint64_t values; /* how many follow */
	int64_t n;
};

struct mp__leaf_head {
	uint32_t kind; /* enum mp_any_kind */
	uint32_t len;  /* bytes that follow */
	uint64_t bits; /* an integer, a double, the number of an object */
};

/* How a client comes to know an object. */
struct mp__card {
	uint64_t id;    /* in events */
	uint64_t image; /* where it is in the shared memory; 0: nowhere */
	char name[MP__NAME];
};

_Static_assert(sizeof(struct mp__request) == 40, "layout");
_Static_assert(sizeof(struct mp__answer) == 24, "layout");
_Static_assert(sizeof(struct mp__leaf_head) == 16, "layout");
_Static_assert(sizeof(struct mp__card) == 48, "layout");

/* A value that somebody else holds. */
struct mp__leaf {
	uint32_t kind;
	uint32_t len; /* of a text: with its terminator */
	uint64_t bits;
	const char *data; /* text or struct mp__card; NULL: none */
};

/* A slip that is being written. */
struct mp__slip {
	unsigned char *bytes;
	size_t len, room;
	bool failed; /* no memory: what was added is not there */
	_Alignas(8) unsigned char first[512];
};

/* One that is read. */
struct mp__reader {
	const unsigned char *at;
	size_t left;
};

#pragma GCC visibility push(hidden)

void mp__slip_init(struct mp__slip *s);
void mp__slip_fini(struct mp__slip *s);
void mp__slip_add(struct mp__slip *s, const void *bytes, size_t len);
void mp__slip_add_leaf(struct mp__slip *s, const struct mp__leaf *leaf);

/* The next value; false: there is none, or no good one. */
bool mp__slip_next(struct mp__reader *r, struct mp__leaf *ret);

static inline bool mp__is_object(uint32_t kind)
{
	return kind == MP_ANY_NAMESPACE || kind == MP_ANY_DICT ||
	       kind == MP_ANY_LIST;
}

static inline double mp__leaf_double(const struct mp__leaf *l)
{
	union {
		uint64_t bits;
		double real;
	} u = { .bits = l->bits };

	return u.real;
}

static inline uint64_t mp__double_bits(double real)
{
	union {
		double real;
		uint64_t bits;
	} u = { .real = real };

	return u.bits;
}

/* What a watcher is shown of an operation: "key = value". */
enum { MP__SHOWN = 240 };
struct mp__shown {
	char text[MP__SHOWN];
	uint32_t len;
};

/*
 * Write it; @key or @value may be NULL; a key in brackets if it is not the
 * name of an attribute (@plain).
 */
__attribute__((cold)) void mp__show(struct mp__shown *s, bool plain,
				    const struct mp__leaf *key,
				    const struct mp__leaf *value);

#pragma GCC visibility pop
#endif
