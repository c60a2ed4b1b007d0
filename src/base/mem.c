/* SPDX-License-Identifier: MIT */
#include "base/mem.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void (*on_no_memory)(void);

void mem_set_handler(void (*handler)(void))
{
	on_no_memory = handler;
}

static _Noreturn void no_memory(void)
{
	if (on_no_memory)
		on_no_memory();
	(void)fputs("procession: out of memory\n", stderr);
	exit(EXIT_FAILURE);
}

void *mem_new(size_t count, size_t size)
{
	void *p = calloc(count ? count : 1, size ? size : 1);

	if (!p)
		no_memory();
	return p;
}

void *mem_resize(void *p, size_t count, size_t size)
{
	void *bigger;

	if (size && count > SIZE_MAX / size)
		no_memory();
	bigger = realloc(p, count && size ? count * size : 1);
	if (!bigger)
		no_memory();
	return bigger;
}

char *mem_text_n(const char *text, size_t len)
{
	char *copy = mem_resize(NULL, len + 1, 1);

	if (len)
		memcpy(copy, text, len);
	copy[len] = '\0';
	return copy;
}

char *mem_text(const char *text)
{
	return mem_text_n(text, strlen(text));
}

void *mem_grow(void *p, size_t len, size_t *cap, size_t size)
{
	if (p && len < *cap)
		return p;
	*cap = *cap ? *cap * 2 : 8;
	if (*cap <= len)
		*cap = len + 1;
	return mem_resize(p, *cap, size);
}
