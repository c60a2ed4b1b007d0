/* SPDX-License-Identifier: MIT */
/*
 * The lanes of the timeline: in which state each process was, when.  For the
 * history alone.
 *
 * Bounded: past LANES_SPANS spans together, what was shorter than a grain of
 * time is put together, so that of each grain only is known how long the
 * process was in each of its states, not in which order; with more yet the
 * grain doubles.
 */
#ifndef MODEL_LANES_H
#define MODEL_LANES_H

#include "model/history.h"

#define LANES_SPANS ((size_t)1 << 20)
#define LANES_GRAIN 5000000 /* ns, the first one */

struct lane {
	struct history_span *spans;
	size_t first, count, cap; /* the first ones may have been dropped */
};

struct lanes {
	struct lane *lanes;
	size_t count, cap;
	size_t spans, most; /* in all lanes; most: put together at that many */
	int64_t grain_ns;   /* 0: nothing was put together yet */
};

/* All zero is none. */
void lanes_release(struct lanes *l);

/* @span goes on in @lane, from its from_ns until something else is added. */
void lanes_add(struct lanes *l, size_t lane, struct history_span span);

/* Forget what was over before @ns. */
void lanes_drop(struct lanes *l, int64_t ns);

/* As history_lane. */
const struct history_span *lanes_get(const struct lanes *l, size_t lane,
				     size_t *ret_count);

#endif
