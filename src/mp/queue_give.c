/* SPDX-License-Identifier: MIT */
/* A queue is given as the one piece of memory that it is. */
#include "mp/ring.h"
#include "mp/start_impl.h"

static const char *give_name(const void *q)
{
	return mp_queue_name(q);
}

static void give_pack(struct mp__parcel *p, const void *queue)
{
	const mp_queue *q = queue;

	mp__pack_memory(p, q, q->map_bytes);
}

static void *give_unpack(struct mp__crate *c)
{
	return mp__unpack_memory(c, sizeof(mp_queue));
}

const struct mp__give_ops mp__give_queue = { give_name, give_pack,
					     give_unpack };
