/* SPDX-License-Identifier: MIT */
/*
 * Events in few bytes: the form in which the log keeps them and a recording
 * stores them.
 *
 * A block is a run of events that can be decoded by itself.  An event has
 *
 *	which	(varint) n: of the n-th sort, from 0, that this block has met;
 *		one more than it has met so far: of a new sort, which follows.
 *		A sort is pid, tid, verb, phase and kind
 *	mask	(a byte) which of its other members are not as expected
 *	pid	(varint) for a new sort only; less that of the new sort before
 *	tid	(varint) less pid
 *	verb	(varint)
 *	phase	(a byte)
 *	kind	(a byte)
 *	time	(varint) ns since the event before
 *	...	(varint each) the members that the mask names, in the order of
 *		its bits: object, a, b, site, text, aux, err; less what was
 *		expected
 *
 * Expected is what the event before it of the same sort had; for a new sort,
 * the last one in the block with the same 4 verb + phase, modulo 256; else 0.
 *
 * "Less" is modulo 2^64 and a number with a sign, in zigzag: trace/varint.h.
 */
#ifndef TRACE_CODEC_H
#define TRACE_CODEC_H

#include <stddef.h>
#include <stdint.h>

#include "trace/log.h"

/* No more events than this are in a block. */
#define CODEC_EVENTS 2048
/* No event takes more bytes than this. */
#define CODEC_EVENT_MAX 96
/* Bytes behind what is decoded that may be read, and are not looked at. */
#define CODEC_PADDING CODEC_EVENT_MAX

/* Working memory, for one block after another. */
struct codec;

struct codec *codec_new(void);
void codec_free(struct codec *c);

/* What the verbs of a block are for us. */
struct codec_verbs {
	const uint16_t *ours; /* by the block's number */
	size_t count;         /* what is not below it is MP_VERB_NONE */
};

struct codec_block {
	const unsigned char *bytes; /* with CODEC_PADDING more */
	size_t len;
	size_t count;                    /* events, CODEC_EVENTS at most */
	int64_t time_ns;                 /* of the first event */
	const struct codec_verbs *verbs; /* NULL: they are ours */
};

/*
 * Write @count events, in time order, to @out, which has room for
 * CODEC_EVENT_MAX bytes for each.  Returns how many it took.
 */
size_t codec_encode(struct codec *c, const struct trace_event *events,
		    size_t count, unsigned char *out);

/*
 * The reverse.  Believes nothing: any bytes give @b->count events or -EBADMSG.
 */
int codec_decode(struct codec *c, const struct codec_block *b,
		 struct trace_event *ret);

#endif
