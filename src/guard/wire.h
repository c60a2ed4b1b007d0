/* SPDX-License-Identifier: MIT */
/*
 * Messages of a fixed size over a local socket, for both sides.
 */
#ifndef GUARD_WIRE_H
#define GUARD_WIRE_H

#include <stddef.h>

enum {
	GUARD_WIRE_MAX = 512,
};

/* What has come of a message that is not whole yet.  All zero at first. */
struct guard_inbox {
	size_t have;
	unsigned char bytes[GUARD_WIRE_MAX];
};

/*
 * Take the next message of @size bytes, without blocking.
 * Returns 1; 0 if there is none yet; -EPIPE once the other side has gone and
 * all it said has been taken; or another -errno.
 */
int guard_take(struct guard_inbox *in, int fd, void *message, size_t size);

/*
 * Send a message, without blocking and without SIGPIPE.
 * Returns 0; -EAGAIN if the other side does not read; -EPIPE if it has gone.
 */
int guard_put(int fd, const void *message, size_t size);

#endif
