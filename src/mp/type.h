/* SPDX-License-Identifier: MIT */
/*
 * The types of items and values that processes share.
 *
 * A type says how many bytes an item has and how to show it.  Items are
 * copied; they must not contain pointers, which mean nothing in another
 * process.
 */
#ifndef MP_TYPE_H
#define MP_TYPE_H

#include <stdint.h>

/* A kind in the low 8 bits (enum mp_kind of probe.h), the size above. */
typedef uint32_t mp_type;

#define MP_INT    ((mp_type)(1U | (uint32_t)sizeof(int) << 8))
#define MP_LONG   ((mp_type)(1U | (uint32_t)sizeof(int64_t) << 8))
#define MP_DOUBLE ((mp_type)(2U | (uint32_t)sizeof(double) << 8))
/* Text of up to @n bytes with its terminator: char[n]; @n below 2^24. */
#define MP_TEXT(n) ((mp_type)(3U | (uint32_t)(n) << 8))
/* @n bytes of anything, for example a struct; @n below 2^24. */
#define MP_BYTES(n) ((mp_type)(4U | (uint32_t)(n) << 8))

/* Bytes of an item of type @t. */
static inline uint32_t mp_type_size(mp_type t)
{
	return t >> 8;
}

/*
 * Every wait of mp takes a time-out in seconds.  0 and less look once and do
 * not wait; this one never expires.
 */
#define MP_FOREVER (__builtin_inf())

#endif
