/* SPDX-License-Identifier: MIT */
#include "guard/wire.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

/*
 * A peer that closes with our words unread makes the next call fail with
 * ECONNRESET, once, before what it said itself has been read.
 */
static ssize_t receive(int fd, void *to, size_t size)
{
	int resets = 0;
	ssize_t n;

	do
		n = recv(fd, to, size, MSG_DONTWAIT);
	while (n < 0 && (errno == EINTR || (errno == ECONNRESET && !resets++)));
	return n;
}

int guard_take(struct guard_inbox *in, int fd, void *message, size_t size)
{
	if (size > sizeof(in->bytes) || in->have >= size)
		return -EINVAL;
	while (in->have < size) {
		ssize_t n = receive(fd, in->bytes + in->have, size - in->have);

		if (n < 0 && errno == EAGAIN)
			return 0;
		if (n < 0 && errno != ECONNRESET)
			return -errno;
		if (n <= 0)
			return -EPIPE;
		in->have += (size_t)n;
	}
	memcpy(message, in->bytes, size);
	in->have = 0;
	return 1;
}

/*
 * The kernel takes a message this small whole or not at all, on a stream
 * too: it is far below half of the smallest socket buffer.
 */
int guard_put(int fd, const void *message, size_t size)
{
	ssize_t n;

	do
		n = send(fd, message, size, MSG_DONTWAIT | MSG_NOSIGNAL);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return errno == ECONNRESET ? -EPIPE : -errno;
	return (size_t)n == size ? 0 : -EIO;
}
