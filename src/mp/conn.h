/* SPDX-License-Identifier: MIT */
/*
 * What the calls on a connection share: its handle, and one call in progress.
 */
#ifndef MP_CONN_H
#define MP_CONN_H

#include <pthread.h>

#include "mp/connection.h"
#include "mp/object.h"
#include "mp/wire.h"

/* What comes in at an end. */
struct conn_end {
	pthread_mutex_t lock; /* robust; of whoever receives */
	_Atomic uint64_t
		promise; /* no message is of another kind (conn_io.c) */
};

/* What the processes share. */
struct conn_line {
	struct mp__object o;
	struct conn_end end[2];
};

struct conn_pair;

struct mp_conn {
	struct conn_pair *pair;
	atomic_int fd; /* -1: closed */
	uint8_t end;   /* 0 or 1 */
	bool readable, writable;
};

/* Both handles of this process. */
struct conn_pair {
	struct conn_line *line;
	atomic_int handles; /* not yet freed */
	struct mp_conn conn[2];
};

/* One call. */
struct conn_op {
	mp_conn *c;
	enum mp_verb verb;
	struct wire_packet packet; /* to be sent */
	bool typed;                /* receive an item of this type */
	mp_type type;
	void *to;
	size_t size; /* bytes there; then of what was received */
	int *fd;     /* receive a descriptor */
	double timeout;
	const void *site;
};

#pragma GCC visibility push(hidden)

/* Whether the call can be made at all: 0 or an errno value. */
int mp__conn_check(const struct conn_op *op);
/* Send or receive, waiting as long as @op may: 0 or an errno value. */
int mp__conn_perform(struct conn_op *op);

/* Emit @e, completed by what @op says. */
__attribute__((cold, noinline)) void mp__conn_say(const struct conn_op *op,
						  struct mp_probe_event e);
/* With the message of @type at @data. */
__attribute__((cold, noinline)) void
mp__conn_say_message(const struct conn_op *op, enum mp_phase phase,
		     mp_type type, const void *data, size_t len);

#pragma GCC visibility pop

#define SAY(op, ...)                                                           \
	do {                                                                   \
		if (mp__watched())                                             \
			mp__conn_say((op),                                     \
				     (struct mp_probe_event){ __VA_ARGS__ });  \
	} while (0)

#endif
