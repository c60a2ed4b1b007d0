/* SPDX-License-Identifier: MIT */
/*
 * Memory for the player: these never return NULL.  When memory runs out the
 * handler that app has set runs (it restores the terminal and ends the demo)
 * and the process exits.  mp does not use them.
 */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>

/* Zeroed; free() releases it.  A product that overflows counts as no memory. */
void *mem_new(size_t count, size_t size)
	__attribute__((malloc, returns_nonnull, alloc_size(1, 2)));
void *mem_resize(void *p, size_t count, size_t size)
	__attribute__((returns_nonnull, alloc_size(2, 3)));
char *mem_text(const char *text) __attribute__((malloc, returns_nonnull));
char *mem_text_n(const char *text, size_t len)
	__attribute__((malloc, returns_nonnull));

/*
 * Make room for one more item in the array @p of *@cap items of @size bytes,
 * of which @len are used; returns where it is now.
 */
void *mem_grow(void *p, size_t len, size_t *cap, size_t size)
	__attribute__((returns_nonnull));

/* Called once before the exit.  NULL: a line on stderr. */
void mem_set_handler(void (*handler)(void));

#endif
