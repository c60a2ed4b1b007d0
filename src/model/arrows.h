/* SPDX-License-Identifier: MIT */
/*
 * What went from process to process, when: the arrows of the timeline.  For
 * the history alone.
 *
 * Bounded: past ARROWS_MAX the older half is dropped.
 */
#ifndef MODEL_ARROWS_H
#define MODEL_ARROWS_H

#include "model/history.h"

#define ARROWS_MAX ((size_t)1 << 18)

struct arrows {
	struct history_arrow *arrows; /* in the order of their ends */
	size_t count, cap;
	int64_t from_ns; /* what ended before it may have been dropped */
};

/* All zero is none. */
void arrows_release(struct arrows *a);
void arrows_add(struct arrows *a, struct history_arrow arrow);

#endif
