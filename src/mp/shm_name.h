/* SPDX-License-Identifier: MIT */
/*
 * Names of memory (shm.h says how they live and end).
 *
 * A process keeps a list of the names that it has made, each with the socket
 * that is the name and the descriptor of the memory.  A child of fork(2) lets
 * go of them: else the name would outlive its maker.
 *
 * What is found in a process must be what has the name now, not what is about
 * to get it or fail to: the seals on its size are the mark of it.
 */
#ifndef MP_SHM_NAME_H
#define MP_SHM_NAME_H

#include "mp/impl.h"

#pragma GCC visibility push(hidden)

/* 0, EINVAL, ENAMETOOLONG. */
int mp__shm_name_check(const char *name);
/*
 * Give the memory of @fd, which is taken over, the name.  0, EEXIST, or another
 * errno value; then @fd is closed.
 */
int mp__shm_name_make(const char *name, uint64_t id, int fd);
/*
 * A descriptor of the memory with that name, and the object's identity.  0,
 * ENOENT, or another errno value.
 */
int mp__shm_name_find(const char *name, int *ret_fd, uint64_t *ret_id);
/* 0 and the object's identity, ENOENT, EPERM. */
int mp__shm_name_drop(const char *name, uint64_t *ret_id);
/* What the memfd of an object is called. */
int mp__shm_memory(const char *name, uint64_t id);

#pragma GCC visibility pop

#endif
