/* SPDX-License-Identifier: MIT */
/*
 * A recording that is played: its events folded as those of a live run are.
 */
#ifndef APP_REPLAY_H
#define APP_REPLAY_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"
#include "model/history.h"
#include "model/narrate.h"
#include "trace/recording.h"

struct app_replay;

/* Fails as trace_recording_open.  What comes before the events is read. */
int app_replay_open(const char *path, struct app_replay **ret, struct err *e);
void app_replay_close(struct app_replay *r);

/* Read and fold about @max events; returns whether there may be more. */
bool app_replay_read(struct app_replay *r, size_t max);

/* Called with each event, after it was folded; false: that is enough. */
typedef bool app_replay_fn(void *arg, const struct model *m,
			   const struct trace_event *e);
/* Read all of it that was not read yet. */
void app_replay_each(struct app_replay *r, app_replay_fn *fn, void *arg);

const struct trace_recording *app_replay_recording(const struct app_replay *r);
const struct trace_log *app_replay_log(const struct app_replay *r);
struct history *app_replay_history(struct app_replay *r);

/* Where @site is in the image of process @p, or of the one with @pid. */
struct model_place app_replay_place(const struct app_replay *r,
				    const struct model_process *p,
				    uint64_t site);

/* "2026-11-21 11:40", in local time; "" if it is not known. */
void app_replay_when(const struct app_replay *r, struct str *out);

#endif
