/* SPDX-License-Identifier: MIT */
/*
 * Events in words and as JSON.
 *
 * Both are told with the state right after the event has been applied.  The
 * place in the source is the caller's to find (it needs debug information).
 */
#ifndef MODEL_NARRATE_H
#define MODEL_NARRATE_H

#include <stdbool.h>

#include "base/str.h"
#include "model/model.h"
#include "trace/log.h"

struct model_place {
	const char *file; /* NULL: not known */
	int line;
};

/*
 * Add one sentence without a newline at its end (output of several lines gives
 * as many), "0.412 s  producer (PID 4711) waits in
 * put(tasks): the queue is full, 4 of 4.", and return true; or false if the
 * event is nothing to tell a reader (a sample, the begin of a call that then
 * does not wait).
 */
bool model_narrate(const struct model *m, const struct trace_log *log,
		   const struct trace_event *e, struct str *out);

/*
 * Add one JSON object on one line, with a newline: time (run time in s), pid,
 * process, verb, phase, object, kind, value, text, file, line, state; further
 * target (the PID that is started, joined, reaped or signalled), status (an
 * exit code or -signal), sequence and length (of puts and gets), capacity,
 * signal, error.  Keys that do not apply are left out; state is there if the
 * event changed the state of process pid.
 */
void model_event_json(const struct model *m, const struct trace_log *log,
		      const struct trace_event *e, struct model_place place,
		      struct str *out);

/* "put tasks 83", "join 4711", "sleep 0.1 s", "its own work". */
void model_doing(const struct model *m, const struct trace_log *log,
		 const struct model_process *p, struct str *out);

/* "83", "0.5", "\"abc\"", "3 bytes". */
void model_value_text(const struct trace_log *log, struct model_value v,
		      struct str *out);

/* Its name, or "process 4711" if it has none. */
void model_process_name(const struct model *m, const struct trace_log *log,
			uint32_t pid, struct str *out);

#endif
