/* SPDX-License-Identifier: MIT */
/*
 * The log of a run: every event, merged, in order, with its texts.
 *
 * Append-only.  An index, once given, names the same event for ever; texts are
 * interned and named by a number.  Bounded: past max_events the oldest block
 * is dropped and counted in `dropped`, so first() moves up.
 */
#ifndef TRACE_LOG_H
#define TRACE_LOG_H

#include <stddef.h>
#include <stdint.h>

#include "mp/probe.h"

struct trace_event {
	int64_t time_ns; /* real time since the run began */
	uint32_t pid;
	uint32_t tid;
	uint16_t verb; /* enum mp_verb */
	uint8_t phase; /* enum mp_phase */
	uint8_t kind;  /* enum mp_kind */
	int32_t err;
	uint64_t object;
	uint64_t a, b;
	uint64_t site; /* return address in the process; 0: none */
	uint32_t text; /* text number; 0: none */
	uint32_t aux;
};

_Static_assert(sizeof(struct trace_event) == 64, "one cache line");

struct trace_log;

/* 0 for @max_events: 4 Mi events.  Exits when memory runs out (app policy). */
struct trace_log *trace_log_new(size_t max_events);
void trace_log_free(struct trace_log *log);

/* Append a copy of @e.  Its time must not be below that of the last one. */
void trace_log_append(struct trace_log *log, const struct trace_event *e);

/* Indices first() <= i < end() can be had. */
size_t trace_log_first(const struct trace_log *log);
size_t trace_log_end(const struct trace_log *log);
/* Borrowed until the event is dropped. */
const struct trace_event *trace_log_at(const struct trace_log *log, size_t i);

/* Intern @len bytes (may hold zeros); the same bytes give the same number. */
uint32_t trace_log_intern(struct trace_log *log, const char *text, size_t len);
/* Terminated; @ret_len may be NULL.  Number 0 is "". Valid as long as @log. */
const char *trace_log_text(const struct trace_log *log, uint32_t text,
			   size_t *ret_len);

#endif
