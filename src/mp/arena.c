/* SPDX-License-Identifier: MIT */
#include "mp/arena.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/mman.h>

/* The memory of a freed block this large goes back to the system. */
#define LARGE (32ULL << 20)

static unsigned size_class(uint64_t bytes)
{
	return bytes <= 64 ? 0 : 58U - (unsigned)__builtin_clzll(bytes - 1);
}

int mp__arena_take(struct mp__arena *a, uint64_t bytes, uint64_t *ret_at)
{
	unsigned c = size_class(bytes);

	if (bytes > a->size)
		return ENOMEM;
	if (a->free[c].len) {
		*ret_at = a->free[c].at[--a->free[c].len];
		return 0;
	}
	if (a->size - a->used < 64ULL << c)
		return ENOMEM;
	*ret_at = a->used;
	a->used += 64ULL << c;
	return 0;
}

void mp__arena_give(struct mp__arena *a, uint64_t at, uint64_t bytes)
{
	unsigned c = size_class(bytes);
	uint32_t cap = a->free[c].cap;
	uint64_t *grown;

	if (bytes >= LARGE)
		(void)madvise(a->base + at, 64ULL << c, MADV_REMOVE);
	if (a->free[c].len == cap) {
		cap = cap ? 2 * cap : 16;
		grown = reallocarray(a->free[c].at, cap, sizeof(*grown));
		/* Without memory for the note, the block is lost to @a. */
		if (!grown)
			return;
		a->free[c].at = grown;
		a->free[c].cap = cap;
	}
	a->free[c].at[a->free[c].len++] = at;
}

void mp__arena_clear(struct mp__arena *a)
{
	for (int c = 0; c < MP__ARENA_SIZES; c++)
		free(a->free[c].at);
	*a = (struct mp__arena){ 0 };
}
