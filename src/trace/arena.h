/* SPDX-License-Identifier: MIT */
/*
 * The arena: the shared memory through which traced processes talk to the
 * player.  One a run.  (This is the player's side of it; layout.h has the
 * format, which the preload library shares.)
 */
#ifndef TRACE_ARENA_H
#define TRACE_ARENA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/err.h"

struct trace_arena;
struct trace_log;
struct trace_event;

/* Make one.  Its clock starts now: time 0 of the run. */
int trace_arena_open(struct trace_arena **ret, struct err *e);
/* Tell writers that the reader is gone (none waits any more) and unmap. */
void trace_arena_close(struct trace_arena *a);

/*
 * What a traced program needs in its environment: the arena's path, for
 * PROCESSION_ARENA.  Borrowed.
 */
const char *trace_arena_path(const struct trace_arena *a);

/*
 * The pipes that are the standard output and error of the run: what is written
 * there is not told as written to a pipe.  To be called before anything is
 * started.
 */
void trace_arena_console(struct trace_arena *a, int out, int err);

/* ns since the run began, on the clock that stamps the events. */
int64_t trace_arena_now(const struct trace_arena *a);

/* ---- the gate ---- */
void trace_arena_pause(struct trace_arena *a);
void trace_arena_resume(struct trace_arena *a);
/* The demo's clock runs @speed times as fast (0.1 to 10, or 0 < x <= 1000). */
void trace_arena_speed(struct trace_arena *a, double speed);
/*
 * While paused, let one thread make one step: go through the gate, or end its
 * sleep.  @pid 0: the one that has been standing at the gate longest.
 * Returns the PID that was let through, or 0 if nobody (of @pid) stands there.
 */
pid_t trace_arena_step(struct trace_arena *a, pid_t pid);
/* Whom that would let through now; @may, unless NULL, can say no to one. */
pid_t trace_arena_next(struct trace_arena *a, pid_t pid,
		       bool (*may)(void *arg, pid_t pid), void *arg);
/* Whether @pid has a thread standing at the gate or asleep while paused. */
bool trace_arena_parked(const struct trace_arena *a, pid_t pid);
/* The same, and it was not told to go on: a step of @pid would succeed. */
bool trace_arena_can_step(const struct trace_arena *a, pid_t pid);

/* ---- the reader ---- */
struct trace_totals {
	uint64_t events;  /* taken from rings */
	uint64_t lost;    /* dropped by writers that could not wait */
	uint64_t torn;    /* cut off by a kill in mid-write */
	uint64_t stalls;  /* times a writer waited for room */
	uint64_t late;    /* merged out of order: held back too long */
	uint32_t threads; /* rings claimed so far */
};

/*
 * Take what the rings hold, at most about @max events, merge it by time, and
 * append to @log what is certain to be in order.  Returns how many events
 * were appended; sets *@ret_more if there is more to take at once.
 * Never blocks.
 */
size_t trace_arena_drain(struct trace_arena *a, struct trace_log *log,
			 size_t max, bool *ret_more);
/*
 * The same for the very end: nobody writes any more, hold nothing back.
 */
size_t trace_arena_finish(struct trace_arena *a, struct trace_log *log);

/*
 * An event of the player's own.  Its time, if 0, is now; it is merged with the
 * others at the next drain.  Texts are interned in @log first.
 */
void trace_arena_post(struct trace_arena *a, const struct trace_event *e);

/*
 * Tell the reader that process @pid has ended (all its threads): its rings are
 * drained, what it left half-written is counted as torn, its slots reused.
 */
void trace_arena_ended(struct trace_arena *a, pid_t pid);

void trace_arena_totals(const struct trace_arena *a, struct trace_totals *ret);

#endif
