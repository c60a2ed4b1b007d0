/* SPDX-License-Identifier: MIT */
/*
 * Blocks of a region of shared memory, handed out by one process.
 *
 * All that is known about the blocks is in the private memory of that
 * process, so the death of another cannot harm it.  Blocks come in powers of
 * two from 64 bytes; a freed block waits for the next of its size.  The caller
 * serialises the calls.
 */
#ifndef MP_ARENA_H
#define MP_ARENA_H

#include <stddef.h>
#include <stdint.h>

enum { MP__ARENA_SIZES = 40 };

struct mp__arena {
	unsigned char *base;
	uint64_t size, used;
	struct {
		uint64_t *at;
		uint32_t len, cap;
	} free[MP__ARENA_SIZES];
};

#pragma GCC visibility push(hidden)

/* A block of @bytes; its offset in *@ret_at.  0 or ENOMEM. */
int mp__arena_take(struct mp__arena *a, uint64_t bytes, uint64_t *ret_at);
/* Give back the block of @bytes at @at. */
void mp__arena_give(struct mp__arena *a, uint64_t at, uint64_t bytes);
/* Free what is known; the region is the caller's. */
void mp__arena_clear(struct mp__arena *a);

#pragma GCC visibility pop
#endif
