/* SPDX-License-Identifier: MIT */
/* One end of a pipe is given: its descriptor, and the memory of the pipe. */
#include <stdlib.h>

#include "mp/conn.h"
#include "mp/start_impl.h"

static const char *give_name(const void *c)
{
	return mp_conn_name(c);
}

static void give_pack(struct mp__parcel *p, const void *conn)
{
	const mp_conn *c = conn;
	int fd = atomic_load(&c->fd);

	if (fd < 0 && !p->err)
		p->err = EBADF;
	mp__pack(p, &c->end, sizeof(c->end));
	mp__pack(p, &c->readable, sizeof(c->readable));
	mp__pack(p, &c->writable, sizeof(c->writable));
	mp__object_pack(p, &c->pair->line->o);
	mp__pack_fd(p, fd);
}

/* One end; this process has no handle on the other. */
static void *give_unpack(struct mp__crate *crate)
{
	struct conn_pair *pair = calloc(1, sizeof(*pair));
	uint8_t end;
	mp_conn *c;

	if (!pair)
		return NULL;
	mp__unpack(crate, &end, sizeof(end));
	c = &pair->conn[end & 1];
	mp__unpack(crate, &c->readable, sizeof(c->readable));
	mp__unpack(crate, &c->writable, sizeof(c->writable));
	pair->line = mp__object_unpack(crate, sizeof(*pair->line));
	if (!pair->line) {
		free(pair);
		return NULL;
	}
	c->pair = pair;
	c->end = end & 1;
	atomic_store(&c->fd, mp__unpack_fd(crate));
	atomic_store(&pair->handles, 1);
	return c;
}

const struct mp__give_ops mp__give_conn = { give_name, give_pack, give_unpack };
