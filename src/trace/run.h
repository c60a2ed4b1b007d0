/* SPDX-License-Identifier: MIT */
/*
 * What the files of the player's side share: struct trace_arena.  Nobody else
 * includes this but tests and benchmarks.
 *
 * Everything the player acts on is in here, in its own memory; the shared
 * memory is only ever copied from, and checked after.
 */
#ifndef TRACE_RUN_H
#define TRACE_RUN_H

#include "trace/arena.h"
#include "trace/layout.h"
#include "trace/log.h"

/* How long an unfinished record may hold back the events of others. */
#define RUN_HOLD_NS 50000000

/* A slot as the reader sees it. */
struct run_ring {
	uint64_t owner; /* 0: free.  Only the reader changes it */
	struct arena_slot *slot;
	struct arena_record *records;
	uint64_t tail;         /* next index to read */
	uint64_t reserved;     /* next index to be reserved, at this sweep */
	uint64_t before;       /* the same at the sweep before */
	int64_t last_ns;       /* time of the last event read */
	uint64_t hole;         /* index + 1 of the unfinished record met last */
	int64_t hole_since;    /* when that was */
	int64_t hole_least;    /* its time is not below this */
	uint32_t lost, stalls; /* the slot's counters, as last read */
	uint32_t losses;       /* found in this sweep, not yet told */
	uint16_t reserved_events, events; /* reserved and read, modulo 2^16 */
	uint16_t given_up; /* events counted as torn while the owner lived */
	bool dead;         /* nobody writes here any more */
};

/* The next event of a ring: an entry of the heap. */
struct run_next {
	int64_t ns;
	struct run_ring *ring;
};

struct trace_arena {
	struct arena_header *shared;
	int fd;
	char path[48];
	enum arena_clock clock;
	uint64_t tick_zero, tick_ns;

	/* The demo's clock: the line in use while it runs. */
	int64_t base_real, base_demo;
	double speed;
	bool paused;

	struct run_ring *rings;   /* ARENA_SLOTS of them */
	struct run_ring **active; /* those that have an owner */
	size_t active_len;
	struct run_next *heap;
	size_t heap_len;
	size_t probed; /* which of active to ask next whether it lives */

	int64_t sweep_ns;  /* when the present sweep began */
	int64_t before_ns; /* and the one before */
	int64_t bound_ns;  /* what is at most this late is complete */
	bool finishing;
	int64_t last_ns; /* time of the last event appended */

	struct trace_event *posts; /* sorted by time; from post_first on */
	size_t post_first, post_len, post_cap;

	uint32_t unslotted; /* the header's counter of losses, as last read */
	struct trace_totals totals;
};

/* trace_arena_open with a clock of one's choice. */
int run_open(enum arena_clock clock, struct trace_arena **ret, struct err *e);

/* Take note of slots that were claimed since the last time. */
void run_adopt(struct trace_arena *a);

static inline pid_t run_ring_pid(const struct run_ring *r)
{
	return (pid_t)(r->owner >> 32);
}

static inline struct arena_record *run_record(const struct run_ring *r,
					      uint64_t index)
{
	return &r->records[index & (ARENA_RECORDS - 1)];
}

static inline bool run_whole(const struct run_ring *r, uint64_t index)
{
	/* Acquire: pairs with the release of the writer's commit. */
	return atomic_load_explicit(&run_record(r, index)->seq,
				    memory_order_acquire) == index + 1;
}

/* Let the writer have the room of what was read. */
static inline void run_publish(struct run_ring *r)
{
	/* Release: pairs with the writer's acquire when it looks for room. */
	if (atomic_load_explicit(&r->slot->tail, memory_order_relaxed) !=
	    r->tail)
		atomic_store_explicit(&r->slot->tail, r->tail,
				      memory_order_release);
}

/* ---- reader.c, for merge.c ---- */

/*
 * Whether @r has a whole event record at its tail; sets *@ret_ns to its time.
 * Steps over what will never be finished, and lowers a->bound_ns before what
 * may yet be.
 */
bool run_look(struct trace_arena *a, struct run_ring *r, int64_t *ret_ns);
/* Post an event of the reader's about @r, at its last event. */
void run_tell(struct trace_arena *a, const struct run_ring *r, uint16_t verb,
	      uint64_t count);

/* ---- event.c, for merge.c ---- */

/*
 * Take the event that run_look() has found, with time @ns, and append it to
 * @log.  False if it was damaged: then it is counted and nothing appended.
 */
bool run_take(struct trace_arena *a, struct run_ring *r, int64_t ns,
	      struct trace_log *log);

/* ---- merge.c, for reader.c ---- */

/*
 * Append in order what is not later than a->bound_ns, at most @max events.
 * Returns how many; sets *@ret_more if it stopped only because of @max.
 */
size_t run_merge(struct trace_arena *a, struct trace_log *log, size_t max,
		 bool *ret_more);

#endif
