/* SPDX-License-Identifier: MIT */
/*
 * Numbers in few bytes.  A varint has seven bits a byte, the lowest first; all
 * but the last byte have bit 7 set.  Zigzag makes of a number with a sign one
 * without: 0, -1, 1, -2, ... are 0, 1, 2, 3, ....
 */
#ifndef TRACE_VARINT_H
#define TRACE_VARINT_H

#include <stdint.h>

#define VARINT_MAX 10 /* bytes of the longest */

static inline unsigned char *varint_put(unsigned char *out, uint64_t value)
{
	for (; value >= 0x80; value >>= 7)
		*out++ = (unsigned char)(value | 0x80);
	*out++ = (unsigned char)value;
	return out;
}

/* Reads VARINT_MAX bytes at most, whatever they are. */
static inline const unsigned char *varint_get(const unsigned char *in,
					      uint64_t *ret)
{
	uint64_t value = *in & 0x7f;

	for (unsigned shift = 7; *in++ & 0x80 && shift < 64; shift += 7)
		value |= (uint64_t)(*in & 0x7f) << shift;
	*ret = value;
	return in;
}

static inline uint64_t varint_zigzag(uint64_t value)
{
	return value << 1 ^ (0 - (value >> 63));
}

static inline uint64_t varint_unzigzag(uint64_t value)
{
	return value >> 1 ^ (0 - (value & 1));
}

#endif
