/* SPDX-License-Identifier: MIT */
#include "base/bulk.h"

#include <stdalign.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/*
 * The address sanitizer knows of blocks only: with it each thing has its own,
 * so that not one byte beyond it is read unnoticed.
 */
#ifdef __SANITIZE_ADDRESS__
enum { BLOCK = 0 };
#else
enum { BLOCK = 32 * 1024 };
#endif

struct bulk_block {
	struct bulk_block *next;
	alignas(max_align_t) char bytes[];
};

static void add_block(struct bulk *b, size_t size)
{
	struct bulk_block *block;

	if (size < BLOCK)
		size = BLOCK;
	if (size > SIZE_MAX - sizeof(*block))
		size = SIZE_MAX - sizeof(*block); /* for which there is none */
	block = mem_new(1, sizeof(*block) + size);
	block->next = b->blocks;
	b->blocks = block;
	b->at = block->bytes;
	b->left = size;
}

static void *take(struct bulk *b, size_t size, size_t align)
{
	size_t pad = -(uintptr_t)b->at & (align - 1);
	void *p;

	if (pad > b->left || size > b->left - pad) {
		add_block(b, size);
		pad = 0;
	}
	p = b->at + pad;
	b->at += pad + size;
	b->left -= pad + size;
	return p;
}

void *bulk_new(struct bulk *b, size_t count, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(count, size, &bytes))
		bytes = SIZE_MAX;
	return take(b, bytes, alignof(max_align_t));
}

char *bulk_text_n(struct bulk *b, const char *text, size_t len)
{
	char *copy = take(b, len + 1, 1);

	if (len)
		memcpy(copy, text, len);
	return copy;
}

void *bulk_grow(struct bulk *b, void *p, size_t len, size_t *cap, size_t size)
{
	void *bigger;

	if (p && len < *cap)
		return p;
	*cap = *cap ? *cap * 2 : 4;
	if (*cap <= len)
		*cap = len + 1;
	bigger = bulk_new(b, *cap, size);
	if (len)
		memcpy(bigger, p, len * size);
	return bigger;
}

void bulk_release(struct bulk *b)
{
	while (b->blocks) {
		struct bulk_block *block = b->blocks;

		b->blocks = block->next;
		free(block);
	}
	*b = BULK_INIT;
}
