/* SPDX-License-Identifier: MIT */
/*
 * What a run has left in the system, told as events (MP_VERB_LEFT): the system
 * is looked at before the run and when all its processes have ended.  Nothing
 * is removed: it may be another's, and it is what a student must see.
 */
#ifndef APP_LEFTOVERS_H
#define APP_LEFTOVERS_H

#include <stdint.h>

#include "model/model.h"
#include "proc/leftovers.h"
#include "trace/arena.h"
#include "trace/log.h"

struct app_leftovers {
	struct proc_leftovers before;
	int64_t since_s; /* CLOCK_REALTIME */
};

/* Before the first process. */
void app_leftovers_begin(struct app_leftovers *l);
void app_leftovers_release(struct app_leftovers *l);

/* All have ended, which @m knows. */
void app_leftovers_tell(const struct app_leftovers *l, const struct model *m,
			struct trace_arena *arena, struct trace_log *log);

#endif
