/* SPDX-License-Identifier: MIT */
/*
 * Finding a deadlock while it is there: one that a moment seems to show must
 * hold for a while in which nothing happens, since a thread that was woken and
 * has not said so yet looks like one that waits for ever.
 */
#ifndef APP_DEADLOCK_H
#define APP_DEADLOCK_H

#include <stdint.h>

#include "model/model.h"

struct app_deadlock {
	int64_t next_look; /* clock_now */
	int64_t since;     /* clock_now: these threads have been stuck */
	uint64_t which;    /* what they are and wait for; 0: there are none */
	uint64_t told;     /* the last one that was told */
};

/*
 * Look at @m, the state right now; cheap to call often.  True when a deadlock
 * has been found that was not told yet: then *@ret is the event for it.
 */
bool app_deadlock_look(struct app_deadlock *d, const struct model *m,
		       struct trace_event *ret);

#endif
