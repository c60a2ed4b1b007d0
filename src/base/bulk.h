/* SPDX-License-Identifier: MIT */
/*
 * Memory for many small things that are let go all at once.  Like base/mem.h
 * these never return NULL.
 */
#ifndef BASE_BULK_H
#define BASE_BULK_H

#include <stddef.h>

struct bulk {
	struct bulk_block *blocks; /* the newest first */
	char *at;                  /* what is free in it */
	size_t left;
};

#define BULK_INIT ((struct bulk){ NULL, NULL, 0 })

/* Zeroed, for any type.  A product that overflows counts as no memory. */
void *bulk_new(struct bulk *b, size_t count, size_t size)
	__attribute__((malloc, returns_nonnull, alloc_size(2, 3)));

/* A copy of @len bytes with a 0 behind them. */
char *bulk_text_n(struct bulk *b, const char *text, size_t len)
	__attribute__((malloc, returns_nonnull));

/*
 * mem_grow() for an array in @b.  Where it was before stays taken until the
 * release.
 */
void *bulk_grow(struct bulk *b, void *p, size_t len, size_t *cap, size_t size)
	__attribute__((returns_nonnull));

/* Everything is gone; @b can be used again. */
void bulk_release(struct bulk *b);

#endif
