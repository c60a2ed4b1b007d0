/* SPDX-License-Identifier: MIT */
/*
 * Messages on a socket that keeps packets whole (SOCK_SEQPACKET).
 *
 * One message is one packet, always: a header and the message, or of a large
 * one the header, its first bytes, and a descriptor of memory that holds the
 * rest.  The kernel takes a packet whole or not at all, so that a sender that
 * dies leaves nothing half-sent; and memory that nobody refers to any more
 * ends by itself.  The first bytes are there because the kernel counts bytes:
 * without them hundreds of large messages would be on their way before a
 * sender has to wait.
 *
 * A receiver that may not have room looks first and takes then, which must not
 * be interrupted by another receiver: the caller holds the lock of that end.  A
 * large message is copied before it is taken, from a second descriptor of the
 * same memory.
 */
#ifndef MP_WIRE_H
#define MP_WIRE_H

#include <stddef.h>

#include "mp/impl.h"

enum { WIRE_FIRST = 32752 }; /* most bytes of a message in its packet */

/*
 * The type of a message that is a descriptor and nothing else: no kind that
 * items have.
 */
#define WIRE_FD ((mp_type)0xff)

struct wire_header {
	uint64_t len;   /* bytes of the message */
	mp_type type;   /* what it was sent as; 0: bytes */
	uint32_t magic; /* WIRE_MAGIC */
};

_Static_assert(sizeof(struct wire_header) == 16, "layout");

/* A message that is ready to be sent. */
struct wire_packet {
	struct wire_header header;
	const void *data;
	int rest; /* descriptor of the rest; -1: there is none */
};

#pragma GCC visibility push(hidden)

/* Make the packet of @len bytes.  0 or an errno value. */
int mp__wire_pack(struct wire_packet *p, mp_type type, const void *data,
		  size_t len);
void mp__wire_unpack(struct wire_packet *p);
/* Make the packet of the descriptor @fd, which stays the caller's. */
void mp__wire_pack_fd(struct wire_packet *p, int fd);
/* Send it without waiting: 0, EAGAIN, EPIPE, or another errno value. */
int mp__wire_send(int fd, const struct wire_packet *p);

/*
 * Look at the header of the next message: 0, EAGAIN, EPIPE (end of file), or
 * EBADMSG (there was something else; it is gone).
 */
int mp__wire_look(int fd, struct wire_header *ret_h);
/* Take the message with header @h into @buf, which has room for it. */
int mp__wire_take(int fd, const struct wire_header *h, void *buf);
/*
 * Both at once, where whatever comes is known to be whole in its packet and to
 * fit into the @size bytes at @buf.  As mp__wire_look.
 */
int mp__wire_receive(int fd, struct wire_header *ret_h, void *buf, size_t size);
/* Take the message, a descriptor: 0, EMFILE, or another errno value. */
int mp__wire_take_fd(int fd, int *ret_fd);

/*
 * Look and take at once, where nobody else receives: the header, up to
 * WIRE_FIRST bytes into @first, and the descriptor that came with them (-1:
 * none).  @wait: sleep until there is one.  As mp__wire_look; or EMFILE: it is
 * taken, but there was no descriptor to be had for it here.
 */
int mp__wire_accept(int fd, bool wait, struct wire_header *ret_h, void *first,
		    int *ret_fd);
/* The bytes of a message with header @h that are not in its packet. */
int mp__wire_rest(int rest, const struct wire_header *h, void *buf);

#pragma GCC visibility pop

#endif
