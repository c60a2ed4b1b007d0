/* SPDX-License-Identifier: MIT */
/*
 * A process does the same few things over and over, at the same few places:
 * an event is mostly like the one of its sort before it.  Both sides keep, for
 * each sort, the index of its last event in the block; the events themselves
 * are there already.
 *
 * The decoder looks twice an event whether it has run past the end: the padding
 * is for what it may have read too much by then, at most seven varints.
 */
#include "trace/codec.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "trace/varint.h"

#define NEARS 256
#define SLOTS ((size_t)4096) /* twice the sorts that can be */

/* The mask. */
enum {
	HAS_OBJECT = 1 << 0,
	HAS_A = 1 << 1,
	HAS_B = 1 << 2,
	HAS_SITE = 1 << 3,
	HAS_TEXT = 1 << 4,
	HAS_AUX = 1 << 5,
	HAS_ERR = 1 << 6,
};

struct codec {
	uint16_t last[CODEC_EVENTS]; /* by sort: index of its last event */
	uint8_t place[CODEC_EVENTS]; /* by sort: where it is in near */
	uint16_t near[NEARS];        /* index + 1; 0: none */
	uint16_t slots[SLOTS];       /* encoding: sort + 1, by hash */
	size_t sorts;
	uint32_t pid; /* of the newest sort */
};

_Static_assert(SLOTS / 2 >= CODEC_EVENTS, "free ones are found soon");

static const struct trace_event nothing;

struct codec *codec_new(void)
{
	return mem_new(1, sizeof(struct codec));
}

void codec_free(struct codec *c)
{
	free(c);
}

static void begin(struct codec *c)
{
	memset(c->near, 0, sizeof(c->near));
	c->sorts = 0;
	c->pid = 0;
}

static uint8_t near_at(uint64_t verb, uint8_t phase)
{
	return (uint8_t)(verb * 4 + phase);
}

static const struct trace_event *
near_of(const struct codec *c, const struct trace_event *events, size_t sort)
{
	uint16_t near = c->near[c->place[sort]];

	return near ? &events[near - 1] : &nothing;
}

/* The event with index @i was of this sort. */
static void note(struct codec *c, size_t sort, size_t i)
{
	c->last[sort] = (uint16_t)i;
	c->near[c->place[sort]] = (uint16_t)(i + 1);
}

/* ---- writing ---- */

static unsigned char *put_less(unsigned char *out, uint64_t value,
			       uint64_t expected)
{
	return varint_put(out, varint_zigzag(value - expected));
}

static bool same_sort(const struct trace_event *a, const struct trace_event *b)
{
	return a->tid == b->tid && a->verb == b->verb && a->phase == b->phase &&
	       a->kind == b->kind && a->pid == b->pid;
}

/* The slot of the sort of @e, or the free one where it belongs. */
static uint16_t *slot_of(struct codec *c, const struct trace_event *events,
			 const struct trace_event *e)
{
	uint64_t key = (uint64_t)e->tid << 32 | (uint64_t)e->verb << 16 |
		       (uint64_t)e->phase << 8 | e->kind;
	size_t at = (key ^ e->pid) * 0x9E3779B97F4A7C15ULL >> 52;

	while (c->slots[at] &&
	       !same_sort(&events[c->last[c->slots[at] - 1]], e))
		at = (at + 1) % SLOTS;
	return &c->slots[at];
}

static unsigned char *put_sort(struct codec *c, const struct trace_event *e,
			       unsigned char *out)
{
	out = put_less(out, e->pid, c->pid);
	out = put_less(out, e->tid, e->pid);
	out = varint_put(out, e->verb);
	*out++ = e->phase;
	*out++ = e->kind;
	c->pid = e->pid;
	c->place[c->sorts++] = near_at(e->verb, e->phase);
	return out;
}

static unsigned char *put_rest(const struct trace_event *e,
			       const struct trace_event *expected,
			       unsigned char *mask, unsigned char *out)
{
	unsigned has = 0;

#define PUT(bit, member)                                                       \
	if (e->member != expected->member) {                                   \
		has |= (bit);                                                  \
		out = put_less(out, (uint64_t)e->member,                       \
			       (uint64_t)expected->member);                    \
	}
	PUT(HAS_OBJECT, object)
	PUT(HAS_A, a)
	PUT(HAS_B, b)
	PUT(HAS_SITE, site)
	PUT(HAS_TEXT, text)
	PUT(HAS_AUX, aux)
	PUT(HAS_ERR, err)
#undef PUT
	*mask = (unsigned char)has;
	return out;
}

size_t codec_encode(struct codec *c, const struct trace_event *events,
		    size_t count, unsigned char *out)
{
	unsigned char *start = out, *mask;
	int64_t time_ns = count ? events[0].time_ns : 0;

	begin(c);
	memset(c->slots, 0, sizeof(c->slots));
	for (size_t i = 0; i < count; i++) {
		const struct trace_event *e = &events[i], *expected;
		uint16_t *slot = slot_of(c, events, e);
		size_t sort = *slot ? *slot - 1u : c->sorts;

		out = varint_put(out, sort);
		mask = out++;
		if (*slot) {
			expected = &events[c->last[sort]];
		} else {
			out = put_sort(c, e, out);
			expected = near_of(c, events, sort);
			*slot = (uint16_t)c->sorts;
		}
		out = varint_put(out, (uint64_t)e->time_ns - (uint64_t)time_ns);
		out = put_rest(e, expected, mask, out);
		time_ns = e->time_ns;
		note(c, sort, i);
	}
	return (size_t)(out - start);
}

/* ---- reading ---- */

static const unsigned char *get_less(const unsigned char *in, uint64_t expected,
				     uint64_t *ret)
{
	uint64_t value;

	in = varint_get(in, &value);
	*ret = expected + varint_unzigzag(value);
	return in;
}

static uint16_t our_verb(const struct codec_verbs *verbs, uint64_t verb)
{
	if (!verbs)
		return (uint16_t)verb;
	return verb < verbs->count ? verbs->ours[verb] : MP_VERB_NONE;
}

/* A new sort, and in @e what is expected of its event. */
static const unsigned char *
get_sort(struct codec *c, const struct codec_block *b, const unsigned char *in,
	 const struct trace_event *events, struct trace_event *e)
{
	uint64_t pid, tid, verb;
	uint8_t phase, kind;

	in = get_less(in, c->pid, &pid);
	in = get_less(in, (uint32_t)pid, &tid);
	in = varint_get(in, &verb);
	phase = *in++;
	kind = *in++;
	c->place[c->sorts] = near_at(verb, phase);
	*e = *near_of(c, events, c->sorts);
	e->pid = c->pid = (uint32_t)pid;
	e->tid = (uint32_t)tid;
	e->verb = our_verb(b->verbs, verb);
	e->phase = phase;
	e->kind = kind;
	c->sorts++;
	return in;
}

static const unsigned char *get_rest(const unsigned char *in, unsigned has,
				     struct trace_event *e)
{
	uint64_t value;

#define GET(bit, member, type)                                                 \
	if (has & (bit)) {                                                     \
		in = get_less(in, (uint64_t)e->member, &value);                \
		e->member = (type)value;                                       \
	}
	GET(HAS_OBJECT, object, uint64_t)
	GET(HAS_A, a, uint64_t)
	GET(HAS_B, b, uint64_t)
	GET(HAS_SITE, site, uint64_t)
	GET(HAS_TEXT, text, uint32_t)
	GET(HAS_AUX, aux, uint32_t)
	GET(HAS_ERR, err, int32_t)
#undef GET
	return in;
}

int codec_decode(struct codec *c, const struct codec_block *b,
		 struct trace_event *ret)
{
	const unsigned char *in = b->bytes, *end = in + b->len;
	int64_t time_ns = b->time_ns;

	if (b->count > CODEC_EVENTS || time_ns < 0)
		return -EBADMSG;
	begin(c);
	for (size_t i = 0; i < b->count; i++) {
		struct trace_event *e = &ret[i];
		uint64_t sort, after;
		unsigned has;

		in = varint_get(in, &sort);
		has = *in++;
		if (sort > c->sorts)
			return -EBADMSG;
		if (sort == c->sorts)
			in = get_sort(c, b, in, ret, e);
		else
			*e = ret[c->last[sort]];
		in = varint_get(in, &after);
		if (in > end || after > (uint64_t)(INT64_MAX - time_ns))
			return -EBADMSG;
		e->time_ns = time_ns += (int64_t)after;
		in = get_rest(in, has, e);
		if (in > end)
			return -EBADMSG;
		note(c, sort, i);
	}
	return in == end ? 0 : -EBADMSG;
}
