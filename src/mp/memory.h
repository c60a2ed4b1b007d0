/* SPDX-License-Identifier: MIT */
/*
 * Memory that processes share.  Every shared object lives in one piece of it.
 *
 * A piece is anonymous, and then only children of fork(2) have it; or it is a
 * memfd, whose descriptor can be given to any process (start.h).  Which of the
 * two is decided here and nowhere else, when the piece is made; in either case
 * it ends with the last process that has it, and has no name that could be
 * left behind.
 */
#ifndef MP_MEMORY_H
#define MP_MEMORY_H

#include <stddef.h>

#include "mp/impl.h"

#pragma GCC visibility push(hidden)

/* Whether pieces are made from now on so that they can be given. */
void mp__memory_set_givable(bool givable);
bool mp__memory_is_givable(void);

/*
 * Map a piece of @bytes zeros.  NULL and errno: ENOMEM, and if it is to be
 * givable EMFILE, ENFILE.
 */
void *mp__memory_map(size_t bytes);
/*
 * Map the piece that was given as @fd, which is taken over.  NULL and errno:
 * ENOMEM, EPROTO (it is smaller than @bytes).
 */
void *mp__memory_adopt(int fd, size_t bytes);
void mp__memory_unmap(void *at, size_t bytes);

/* The descriptor of the piece at @at; -1: it has none, and cannot be given. */
int mp__memory_fd(const void *at);

/* Around a fork: so that the child finds the list of pieces whole. */
void mp__memory_before_fork(void);
void mp__memory_after_fork(void);

#pragma GCC visibility pop

#endif
