/* SPDX-License-Identifier: MIT */
/*
 * Numbers in time: the length of a queue, how many processes run.  For the
 * history alone.
 *
 * Bounded: past TRACK_STEPS steps, those within a grain of time are put
 * together, of which then the least, the greatest and the last value are
 * known; with more yet the grain doubles.
 */
#ifndef MODEL_TRACKS_H
#define MODEL_TRACKS_H

#include "model/history.h"

#define TRACK_STEPS 4096
#define TRACK_GRAIN 1000000 /* ns, the first one */

/* From @from_ns on, until the next one; least and most only at its begin. */
struct track_step {
	int64_t from_ns;
	uint32_t least, most, last;
};

struct track {
	struct track_step *steps;
	size_t count, cap;
	int64_t grain_ns; /* 0: nothing was put together yet */
};

/* All zero is one without a value yet. */
void track_release(struct track *t);
/* It is @value from @ns on, which is not before the last one. */
void track_add(struct track *t, int64_t ns, uint32_t value);
/* As history_count: between @from and @to, without the end. */
bool track_range(const struct track *t, int64_t from, int64_t to,
		 struct history_range *ret);

#endif
