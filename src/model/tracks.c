/* SPDX-License-Identifier: MIT */
#include "model/tracks.h"

#include <stdlib.h>

#include "base/mem.h"

void track_release(struct track *t)
{
	free(t->steps);
	*t = (struct track){ 0 };
}

static void widen(struct track_step *to, uint32_t value)
{
	if (value < to->least)
		to->least = value;
	if (value > to->most)
		to->most = value;
}

static void join(struct track_step *to, const struct track_step *from)
{
	widen(to, from->least);
	widen(to, from->most);
	to->last = from->last;
}

static bool same_grain(const struct track *t, int64_t a, int64_t b)
{
	return t->grain_ns ? a / t->grain_ns == b / t->grain_ns : a == b;
}

static void put_together(struct track *t)
{
	size_t to = 0;

	t->grain_ns = t->grain_ns ? 2 * t->grain_ns : TRACK_GRAIN;
	for (size_t i = 1; i < t->count; i++) {
		if (same_grain(t, t->steps[to].from_ns, t->steps[i].from_ns))
			join(&t->steps[to], &t->steps[i]);
		else
			t->steps[++to] = t->steps[i];
	}
	t->count = to + 1;
}

void track_add(struct track *t, int64_t ns, uint32_t value)
{
	struct track_step *last = t->count ? &t->steps[t->count - 1] : NULL;
	struct track_step step = { ns, value, value, value };

	if (last && last->last == value)
		return;
	/* What took no time is still a greatest or a least value. */
	if (last && same_grain(t, last->from_ns, ns)) {
		join(last, &step);
		return;
	}
	while (t->count >= TRACK_STEPS)
		put_together(t);
	t->steps = mem_grow(t->steps, t->count, &t->cap, sizeof(*t->steps));
	t->steps[t->count++] = step;
}

/* How many steps begin before @ns. */
static size_t steps_before(const struct track *t, int64_t ns)
{
	size_t low = 0, high = t->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (t->steps[middle].from_ns < ns)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

bool track_range(const struct track *t, int64_t from, int64_t to,
		 struct history_range *ret)
{
	size_t at = steps_before(t, from), end = steps_before(t, to);
	bool known = false;

	if (at) {
		uint32_t value = t->steps[at - 1].last;

		*ret = (struct history_range){ value, value, value };
		known = true;
	}
	for (; at < end; at++) {
		const struct track_step *s = &t->steps[at];

		if (!known)
			*ret = (struct history_range){ s->least, s->most,
						       s->last };
		known = true;
		ret->least = s->least < ret->least ? s->least : ret->least;
		ret->most = s->most > ret->most ? s->most : ret->most;
		ret->last = s->last;
	}
	return known;
}
