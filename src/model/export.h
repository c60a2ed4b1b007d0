/* SPDX-License-Identifier: MIT */
/*
 * Events in the formats of others.
 *
 * All functions add to a text; events are given in log order, each with the
 * state right after it.
 */
#ifndef MODEL_EXPORT_H
#define MODEL_EXPORT_H

#include "base/str.h"
#include "model/model.h"
#include "model/narrate.h"
#include "trace/log.h"

/*
 * Lines of comma-separated values (RFC 4180, but lines end with \n): the names
 * of the columns, then an event a line.  a, b and aux are the event's numbers,
 * see mp/verbs.def; bytes that are no text are in hexadecimal.
 */
void model_csv_head(struct str *out);
void model_csv_event(const struct model *m, const struct trace_log *log,
		     const struct trace_event *e, struct model_place place,
		     struct str *out);

/*
 * The JSON of Chrome's trace viewer, which Perfetto reads as well: a slice for
 * each operation and, in it, for the time that it waits; an arrow from a put to
 * its get; a counter for the length of each queue; marks for the rest.  Time is
 * run time in microseconds.
 */
struct model_chrome;

/* @log and @out are borrowed. */
struct model_chrome *model_chrome_new(const struct trace_log *log,
				      struct str *out);
void model_chrome_free(struct model_chrome *c);
void model_chrome_event(struct model_chrome *c, const struct model *m,
			const struct trace_event *e, struct model_place place);
/* After the last event; @name is that of the run. */
void model_chrome_end(struct model_chrome *c, const struct model *m,
		      const char *name);

#endif
