/* SPDX-License-Identifier: MIT */
#include "model/lanes.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { KINDS = 3 }; /* told apart in one grain */

void lanes_release(struct lanes *l)
{
	for (size_t i = 0; i < l->count; i++)
		free(l->lanes[i].spans);
	free(l->lanes);
	*l = (struct lanes){ 0 };
}

static bool same(const struct history_span *a, const struct history_span *b)
{
	return a->state == b->state && a->in_turns == b->in_turns &&
	       a->verb == b->verb && a->object == b->object;
}

/* ---- putting together ---- */

/* The spans of one grain by kind, in the order of their first ones. */
struct grain {
	struct history_span kinds[KINDS];
	int64_t ns[KINDS];
	size_t count;
};

static size_t kind_of(struct grain *g, const struct history_span *span)
{
	for (size_t i = 0; i < g->count; i++) {
		if (same(&g->kinds[i], span))
			return i;
	}
	if (g->count < KINDS) {
		g->kinds[g->count] = *span;
		g->ns[g->count] = 0;
		return g->count++;
	}
	/* Another reason to wait counts as the one that is known. */
	for (size_t i = 0; i < g->count; i++) {
		if (g->kinds[i].state == span->state)
			return i;
	}
	return KINDS - 1;
}

/*
 * Put together in one grain what is in it as a whole, from the span @at on;
 * returns how many spans that were, and sets in @g what they are.
 */
static size_t gather(const struct lane *lane, size_t at, int64_t grain_ns,
		     struct grain *g)
{
	const struct history_span *spans = &lane->spans[lane->first];
	int64_t end_ns = (spans[at].from_ns / grain_ns + 1) * grain_ns;
	size_t n = 0;

	g->count = 0;
	for (; at + n < lane->count && spans[at + n].to_ns <= end_ns; n++) {
		const struct history_span *s = &spans[at + n];

		g->ns[kind_of(g, s)] += s->to_ns - s->from_ns;
	}
	return n;
}

static size_t write_grain(struct history_span *to, const struct grain *g,
			  int64_t from_ns)
{
	for (size_t i = 0; i < g->count; i++) {
		to[i] = g->kinds[i];
		to[i].from_ns = from_ns;
		to[i].to_ns = from_ns += g->ns[i];
	}
	return g->count;
}

static void shrink(struct lane *lane, int64_t grain_ns)
{
	struct history_span *spans = lane->spans;
	size_t to = 0;

	for (size_t i = 0; i < lane->count;) {
		struct grain g;
		size_t n = gather(lane, i, grain_ns, &g);

		if (n > g.count) {
			to += write_grain(&spans[to], &g,
					  spans[lane->first + i].from_ns);
		} else {
			n = n ? n : 1;
			memmove(&spans[to], &spans[lane->first + i],
				n * sizeof(*spans));
			to += n;
		}
		i += n;
	}
	lane->first = 0;
	lane->count = to;
	if (lane->cap > 2 * to + 16) {
		lane->cap = to + 16;
		lane->spans = mem_resize(spans, lane->cap, sizeof(*spans));
	}
}

static void put_together(struct lanes *l)
{
	l->grain_ns = l->grain_ns ? 2 * l->grain_ns : LANES_GRAIN;
	l->spans = 0;
	for (size_t i = 0; i < l->count; i++) {
		shrink(&l->lanes[i], l->grain_ns);
		l->spans += l->lanes[i].count;
	}
	/* Very many lanes, or long waits: what is left is needed. */
	l->most = l->spans > LANES_SPANS / 2 ? 2 * l->spans : LANES_SPANS;
}

/* ---- adding ---- */

static void add_span(struct lanes *l, struct lane *lane,
		     struct history_span span)
{
	struct history_span *last = NULL;

	if (lane->count)
		last = &lane->spans[lane->first + lane->count - 1];
	if (last && last->from_ns == span.from_ns && lane->count > 1 &&
	    !same(last, &span)) {
		/* It took no time: nothing that could be drawn. */
		lane->count--;
		l->spans--;
		last--;
	}
	if (last && same(last, &span)) {
		last->to_ns = INT64_MAX;
		return;
	}
	if (last)
		last->to_ns = span.from_ns;
	lane->spans = mem_grow(lane->spans, lane->first + lane->count,
			       &lane->cap, sizeof(*lane->spans));
	lane->spans[lane->first + lane->count++] = span;
	l->spans++;
}

void lanes_add(struct lanes *l, size_t lane, struct history_span span)
{
	while (l->count <= lane) {
		l->lanes = mem_grow(l->lanes, l->count, &l->cap,
				    sizeof(*l->lanes));
		l->lanes[l->count++] = (struct lane){ 0 };
	}
	if (!l->most)
		l->most = LANES_SPANS;
	if (l->spans >= l->most)
		put_together(l);
	add_span(l, &l->lanes[lane], span);
}

/* ---- dropping, asking ---- */

static size_t drop_old(struct lane *lane, int64_t ns)
{
	size_t before = lane->count;

	while (lane->count > 1 && lane->spans[lane->first].to_ns < ns) {
		lane->first++;
		lane->count--;
	}
	if (lane->first && lane->first >= lane->count) {
		memmove(lane->spans, lane->spans + lane->first,
			lane->count * sizeof(*lane->spans));
		lane->first = 0;
	}
	return before - lane->count;
}

void lanes_drop(struct lanes *l, int64_t ns)
{
	for (size_t i = 0; i < l->count; i++)
		l->spans -= drop_old(&l->lanes[i], ns);
}

const struct history_span *lanes_get(const struct lanes *l, size_t lane,
				     size_t *ret_count)
{
	*ret_count = 0;
	if (lane >= l->count)
		return NULL;
	*ret_count = l->lanes[lane].count;
	return l->lanes[lane].spans + l->lanes[lane].first;
}
