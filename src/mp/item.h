/* SPDX-License-Identifier: MIT */
/* Items of a type (mp/type.h): what they are and how a watcher sees them. */
#ifndef MP_ITEM_H
#define MP_ITEM_H

#include <string.h>

#include "mp/impl.h"

static inline enum mp_kind mp__kind_of(mp_type type)
{
	return (enum mp_kind)(type & 0xff);
}

/* Bytes of the text at @s with its terminator; @size + 1 if it has none. */
static inline uint32_t mp__text_bytes(const char *s, uint32_t size)
{
	return (uint32_t)strnlen(s, size) + 1;
}

#pragma GCC visibility push(hidden)

/* Whether it is one of mp/type.h and has a size. */
bool mp__type_is_good(mp_type type);
/* The integer of @size bytes at @item, as 64 bits. */
int64_t mp__item_int(const void *item, uint32_t size);
/* Put @item into @e, which borrows what does not fit. */
void mp__item_tell(struct mp_probe_event *e, mp_type type, const void *item);

#pragma GCC visibility pop

#endif
