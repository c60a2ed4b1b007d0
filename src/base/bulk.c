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
#ifdef __has_feature
#define EACH_ALONE __has_feature(address_sanitizer)
#elif defined(__SANITIZE_ADDRESS__)
#define EACH_ALONE 1
#else
#define EACH_ALONE 0
#endif

enum { BLOCK = EACH_ALONE ? 0 : 32 * 1024 };

struct bulk_block {
	struct bulk_block *next;
	alignas(max_align_t) char bytes[];
};

static void add_block(struct bulk *b, size_t size)
{
	const size_t least = BLOCK;
	struct bulk_block *block;

	if (size < least)
		size = least;
	if (size > SIZE_MAX - sizeof(*block))
		size = SIZE_MAX - sizeof(*block); /* for which there is none */
	block = mem_resize(NULL, 1, sizeof(*block) + size);
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
	return memset(take(b, bytes, alignof(max_align_t)), 0, bytes);
}

char *bulk_text_n(struct bulk *b, const char *text, size_t len)
{
	char *copy = take(b, len + 1, 1);

	if (len)
		memcpy(copy, text, len);
	copy[len] = '\0';
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
