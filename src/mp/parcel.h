/* SPDX-License-Identifier: MIT */
/*
 * A parcel: what a child that inherits nothing is sent: bytes, in a memfd, and
 * descriptors, in one message on a socket.
 *
 * Packing and unpacking are called like writing and reading a file, and like
 * there an error is kept until it is asked for: nothing more is packed, and
 * what is unpacked is zeros.  Numbers and texts are as they are in memory;
 * who sends and who receives are the same program.  The reader checks all the
 * same that it never leaves the bytes it was sent.
 */
#ifndef MP_PARCEL_H
#define MP_PARCEL_H

#include <stddef.h>

#include "mp/impl.h"

enum { MP__PARCEL_FDS = 250 }; /* SCM_MAX_FD of the kernel is 253 */

typedef void mp__close_fn(int fd);

/* Being packed. */
struct mp__parcel {
	unsigned char *data;
	size_t len, cap;
	int fd[MP__PARCEL_FDS];
	/* What closes it; NULL: it is borrowed. */
	mp__close_fn *let_go[MP__PARCEL_FDS];
	unsigned fds;
	int err;
};

/* Being unpacked.  It has a mapping and descriptors of its own. */
struct mp__crate {
	unsigned char *data;
	size_t len, at;
	int fd[MP__PARCEL_FDS]; /* -1: taken */
	unsigned fds, next;
	int err;
};

#pragma GCC visibility push(hidden)

void mp__pack(struct mp__parcel *p, const void *data, size_t len);
/* NULL is packed as NULL. */
void mp__pack_text(struct mp__parcel *p, const char *text);
void mp__pack_fd(struct mp__parcel *p, int fd);
/* The same of one that is the parcel's from now on, to be closed by @let_go. */
void mp__pack_own_fd(struct mp__parcel *p, int fd, mp__close_fn *let_go);
/* @from's descriptors, with those that are its own. */
void mp__pack_fds_of(struct mp__parcel *p, struct mp__parcel *from);
/* The piece of shared memory (memory.h) at @at: EINVAL if it has no fd. */
void mp__pack_memory(struct mp__parcel *p, const void *at, size_t bytes);
/* Bytes of nothing until the next multiple of 16. */
void mp__pack_align(struct mp__parcel *p);
/* Send it: 0 or an errno value. */
int mp__parcel_send(const struct mp__parcel *p, int socket);
void mp__parcel_fini(struct mp__parcel *p);

/*
 * Receive one: 0, EPIPE (nobody will send any more), EPROTO (that was not
 * one), EMFILE and the like.  The bytes are mapped, private and writable, and
 * stay so.
 */
int mp__crate_receive(struct mp__crate *c, int socket);
void mp__unpack(struct mp__crate *c, void *data, size_t len);
/* Where @len bytes are, or NULL. */
void *mp__unpack_some(struct mp__crate *c, size_t len);
/* Within the bytes; NULL if NULL was packed, "" after an error. */
const char *mp__unpack_text(struct mp__crate *c);
/* The caller's from now on; -1 after an error. */
int mp__unpack_fd(struct mp__crate *c);
/* Map a piece of at least @least bytes.  NULL and errno. */
void *mp__unpack_memory(struct mp__crate *c, size_t least);
void mp__unpack_align(struct mp__crate *c);
/* Close what was not taken, unmap the bytes. */
void mp__crate_fini(struct mp__crate *c);

#pragma GCC visibility pop

#endif
