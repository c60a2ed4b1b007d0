/* SPDX-License-Identifier: MIT */
/*
 * The traced process's side of the arena: what the preload library is made
 * of.  layout.h has the protocol.
 *
 * Once opened, every function may be called from any thread, from a signal
 * handler, in a child of fork(2), and while the process is being killed.  None
 * takes a lock, allocates, changes errno or is a cancellation point.
 *
 * A child made by vfork(2) shares its parent's memory until it executes a
 * program: until then its events are its parent's.
 */
#ifndef TRACE_WRITER_H
#define TRACE_WRITER_H

#include <stdbool.h>
#include <stdint.h>

#include "mp/probe.h"
#include "trace/layout.h"

/*
 * Map the arena at @path (trace_arena_path).  0, or a negative errno: -EPROTO
 * if it is of another version, whose reader is told so.  Keeps no descriptor.
 * Not to be called twice without a close between.
 */
int trace_writer_open(const char *path);
/* Only where no other thread writes. */
void trace_writer_close(void);

/*
 * Record @e.  Waits for room in the ring as long as a reader lives, except
 * where it has interrupted another call of itself.
 */
void trace_writer_emit(const struct mp_probe_event *e);

/* The arena; valid between open and close. */
struct arena_header *trace_writer_arena(void);
/*
 * This thread's slot, NULL if it has none.  A forked child has one of its own
 * once it has written an event.
 */
struct arena_slot *trace_writer_slot(void);
/*
 * Whether this process has been introduced to the reader; a child of fork(2)
 * has not.  trace_writer_is_new() is true once, and then it has.
 */
bool trace_writer_is_known(void);
bool trace_writer_is_new(void);
/* Asks the kernel: some microseconds. */
bool trace_writer_reader_lives(void);

/* Sleep for @ns. */
void trace_writer_nap(int64_t ns);

#endif
