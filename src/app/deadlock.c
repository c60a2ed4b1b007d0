/* SPDX-License-Identifier: MIT */
#include "app/deadlock.h"

#include "base/clock.h"
#include "model/stuck.h"

#define LOOK_EVERY_NS (100 * CLOCK_MS)
#define HOLDS_NS      (400 * CLOCK_MS)

static uint64_t mix(uint64_t h, uint64_t x)
{
	h ^= x + 0x9e3779b97f4a7c15ULL + (h << 6) + (h >> 2);
	return h;
}

/* The same for the same threads in the same waits; never 0. */
static uint64_t name_of(const struct model_stuck *s)
{
	uint64_t h = 1;

	for (size_t i = 0; i < s->count; i++) {
		if (!s->waits[i].for_ever)
			continue;
		h = mix(h, s->waits[i].tid);
		h = mix(h, s->waits[i].object);
		h = mix(h, (uint64_t)s->waits[i].since_ns);
	}
	return h ? h : 1;
}

bool app_deadlock_look(struct app_deadlock *d, const struct model *m,
		       struct trace_event *ret)
{
	int64_t now = clock_now();
	struct model_stuck s;
	uint64_t which;

	if (now < d->next_look)
		return false;
	d->next_look = now + LOOK_EVERY_NS;
	model_stuck(m, &s);
	which = s.for_ever ? name_of(&s) : 0;
	*ret = (struct trace_event){
		.verb = MP_VERB_DEADLOCK,
		.phase = MP_HAPPENS,
		.a = s.for_ever,
		.b = s.circle_len,
	};
	model_stuck_release(&s);
	if (which != d->which) {
		d->which = which;
		d->since = now;
	}
	/* The same again: for a moment one of them seemed to move. */
	if (!which || which == d->told || now - d->since < HOLDS_NS)
		return false;
	d->told = which;
	return true;
}
