/* SPDX-License-Identifier: MIT */
#include "guard/outbox.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "guard/wire.h"

/* One megabyte: a demo that makes orphans without end does not fill memory. */
#define MOST 16384

void guard_outbox_add(struct guard_outbox *o, struct guard_event e)
{
	if (e.type == GUARD_REAPED && !e.is_main && o->len - o->sent >= MOST) {
		o->lost++;
		return;
	}
	if (o->len == o->cap && o->sent) {
		memmove(o->at, o->at + o->sent,
			(o->len - o->sent) * sizeof(*o->at));
		o->len -= o->sent;
		o->sent = 0;
	}
	e.time_ns = clock_now();
	o->at = mem_grow(o->at, o->len, &o->cap, sizeof(*o->at));
	o->at[o->len++] = e;
}

int guard_outbox_flush(struct guard_outbox *o, int fd)
{
	while (o->sent < o->len) {
		int rc = guard_put(fd, &o->at[o->sent], sizeof(*o->at));

		if (rc == -EAGAIN || rc == -ENOBUFS || rc == -ENOMEM)
			return 0;
		if (rc < 0)
			return -EPIPE;
		o->sent++;
	}
	o->sent = o->len = 0;
	return 0;
}

bool guard_outbox_is_empty(const struct guard_outbox *o)
{
	return o->sent == o->len;
}

void guard_outbox_release(struct guard_outbox *o)
{
	free(o->at);
	*o = (struct guard_outbox){ 0 };
}
