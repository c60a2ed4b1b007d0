/* SPDX-License-Identifier: MIT */
/*
 * What the tests of trace share: an arena, a log, and this process as a
 * writer.  Children inherit the writer through fork(2), as those of a traced
 * program do.
 */
#ifndef UNIT_TRACE_RIG_H
#define UNIT_TRACE_RIG_H

#include <stdbool.h>
#include <sys/types.h>

#include "trace/log.h"
#include "trace/run.h"
#include "trace/sink.h"
#include "trace/writer.h"

struct rig {
	struct trace_arena *arena;
	struct trace_log *log;
};

extern struct rig rig;

/* A checked fixture. */
void rig_open(void);
void rig_close(void);

/* Emit a SLEEP that happens, with @a in it. */
void rig_say(uint64_t a);
void rig_say_text(uint64_t a, const char *text, size_t len);

/* Drain until nothing is left, all in order so far. */
void rig_drain(void);
/*
 * Drain until the log has @count events, or a bound of time has passed, which
 * fails the test.
 */
void rig_drain_until(size_t count);
/* The events of the log. */
size_t rig_count(void);
const struct trace_event *rig_at(size_t i);
struct trace_totals rig_totals(void);

/*
 * Fork a child that calls @body and ends.  A child must not use ck_assert: it
 * returns its exit code.
 */
pid_t rig_fork(int (*body)(void *arg), void *arg);
/* Wait for it (bounded), tell the reader, and return the wait status. */
int rig_reap(pid_t pid);
/* Wait while draining, for it may be waiting for room. */
int rig_reap_draining(pid_t pid);

/* Poll @done every millisecond, for a bounded time; fails the test. */
void rig_wait(bool (*done)(void *arg), void *arg);

/* Memory that is shared with children. */
void *rig_shared(size_t size);

#endif
