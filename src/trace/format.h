/* SPDX-License-Identifier: MIT */
/*
 * The format of a recording, for its two sides.
 *
 *	offset	size
 *	0	8	FORMAT_MAGIC
 *	8	4	FORMAT_VERSION
 *	12	4	0
 *	16	...	frames, one behind the other
 *
 * A frame:
 *
 *	0	4	kind: four letters
 *	4	4	n: bytes of what it holds, FORMAT_FRAME_MAX at most
 *	8	4	CRC-32C of the 8 bytes before and of what it holds
 *	12	n	what it holds
 *
 * These numbers have their lowest byte first.  What a frame holds is made of
 * varints (trace/varint.h) and texts, which are a varint, their length, and so
 * many bytes:
 *
 *	FACT	key, value (two texts): of the run as a whole; any number
 *	VERB	texts: the names of the verbs 1, 2, ... of the events
 *	FILE	name, content (two texts): a source file; any number
 *	TEXT	number of the first, then texts: those that events name
 *	EVNT	index of the first, count, time of the first, then the block as
 *		in trace/codec.h
 *	LINE	image, address, file, function, line: what a site is; a file or
 *		a function that is not known is an empty text
 *	SUMS	events, lost, torn, stalls, late, threads: until now
 *	DONE	1 if the exit code is known, exit code (zigzag), PID of the
 *		first process, how many outlived it, problem (a text): the end
 *
 * Frames are only appended, so one that was cut off is the last: what comes
 * before it is good.  VERB, and what an EVNT needs, comes before that.  Kinds
 * that a reader does not know are passed over, and so is what follows the
 * known part in a frame; what changes the meaning of the rest takes another
 * version.  Verbs are known by their names, so their numbers may change.
 */
#ifndef TRACE_FORMAT_H
#define TRACE_FORMAT_H

#include <stdint.h>

#define FORMAT_MAGIC   "\211PRC\r\n\032\n" /* shows what mail and FTP do */
#define FORMAT_VERSION 1u

#define FORMAT_HEAD      16u
#define FORMAT_FRAME     12u
#define FORMAT_FRAME_MAX (1u << 20)

/* Texts that are longer are cut. */
#define FORMAT_TEXT_MAX (FORMAT_FRAME_MAX / 2)

#define FORMAT_KIND(a, b, c, d)                                                \
	((uint32_t)(a) | (uint32_t)(b) << 8 | (uint32_t)(c) << 16 |            \
	 (uint32_t)(d) << 24)
#define FORMAT_FACT FORMAT_KIND('F', 'A', 'C', 'T')
#define FORMAT_VERB FORMAT_KIND('V', 'E', 'R', 'B')
#define FORMAT_FILE FORMAT_KIND('F', 'I', 'L', 'E')
#define FORMAT_TEXT FORMAT_KIND('T', 'E', 'X', 'T')
#define FORMAT_EVNT FORMAT_KIND('E', 'V', 'N', 'T')
#define FORMAT_LINE FORMAT_KIND('L', 'I', 'N', 'E')
#define FORMAT_SUMS FORMAT_KIND('S', 'U', 'M', 'S')
#define FORMAT_DONE FORMAT_KIND('D', 'O', 'N', 'E')

static inline void format_put_u32(unsigned char *to, uint32_t value)
{
	for (int i = 0; i < 4; i++)
		to[i] = (unsigned char)(value >> 8 * i);
}

static inline uint32_t format_get_u32(const unsigned char *from)
{
	uint32_t value = 0;

	for (int i = 0; i < 4; i++)
		value |= (uint32_t)from[i] << 8 * i;
	return value;
}

#endif
