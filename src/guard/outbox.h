/* SPDX-License-Identifier: MIT */
/*
 * Events on their way to a player that may be stopped or slow: the guard
 * never waits for it.
 */
#ifndef GUARD_OUTBOX_H
#define GUARD_OUTBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "guard/protocol.h"

/* All zero at first. */
struct guard_outbox {
	struct guard_event *at;
	size_t len, cap, sent;
	uint32_t lost; /* REAPED that did not fit */
};

/* Add the time and queue it.  Of REAPED only so many are kept. */
void guard_outbox_add(struct guard_outbox *o, struct guard_event e);

/* Send what the player takes now.  0, or -EPIPE if it has gone. */
int guard_outbox_flush(struct guard_outbox *o, int fd);

bool guard_outbox_is_empty(const struct guard_outbox *o);
void guard_outbox_release(struct guard_outbox *o);

#endif
