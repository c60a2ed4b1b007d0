/* SPDX-License-Identifier: MIT */
/*
 * Going from one moment of a run to another: moments are end indices in its
 * log, as of history_at.
 */
#ifndef APP_MOMENT_H
#define APP_MOMENT_H

#include "model/history.h"

/* @by events that say something later (or earlier) than @from. */
size_t app_moment_event(const struct trace_log *log, size_t from, int by);

/* The moment at run time @ns: at least the first event has happened. */
size_t app_moment_time(const struct history *h, const struct trace_log *log,
		       int64_t ns);

#endif
