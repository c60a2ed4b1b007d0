/* SPDX-License-Identifier: MIT */
/*
 * Reading the rings (layout.h has the protocol): what is whole, what may yet
 * be, what never will.
 *
 * A sweep begins with the time, T.  Then it reads of each ring what is
 * reserved.  What is not reserved by then will be stamped later than T, so
 * whatever is whole and not later than T can be put in order for good: T is
 * the bound.  A record that is reserved and not yet whole lowers the bound to
 * the least time it can have; but a writer may have been stopped there, so
 * after RUN_HOLD_NS it holds back nobody any more, and is late if it comes.
 *
 * Nothing in the shared memory is believed.  An index that cannot be makes the
 * ring start anew where its writer says it is.
 */
#include <errno.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "trace/arena.h"
#include "trace/run.h"
#include "trace/stamp.h"
#include "trace/ticks.h"

#define PROBES 8 /* owners asked in a sweep whether they live */

/* ---- whose ring ---- */

static void adopt(struct trace_arena *a, struct run_ring *r, uint64_t owner)
{
	r->owner = owner;
	r->reserved = r->before = r->tail;
	r->last_ns = 0;
	r->hole = 0;
	r->given_up = 0;
	r->dead = false;
	a->active[a->active_len++] = r;
	a->totals.threads++;
}

void run_adopt(struct trace_arena *a)
{
	uint32_t used =
		atomic_load_explicit(&a->shared->used, memory_order_acquire);

	for (uint32_t i = 0; i < used && i < ARENA_SLOTS; i++) {
		struct run_ring *r = &a->rings[i];
		uint64_t owner;

		if (r->owner)
			continue;
		owner = atomic_load_explicit(&r->slot->owner,
					     memory_order_acquire);
		if (owner)
			adopt(a, r, owner);
	}
}

void trace_arena_ended(struct trace_arena *a, pid_t pid)
{
	run_adopt(a);
	for (size_t i = 0; i < a->active_len; i++) {
		if (run_ring_pid(a->active[i]) == pid)
			a->active[i]->dead = true;
	}
}

/*
 * Threads end without a word, and so do processes that are not children of
 * the player's: ask for a few in each sweep.
 */
static void probe_some(struct trace_arena *a)
{
	for (int n = 0; n < PROBES && a->active_len; n++) {
		struct run_ring *r;

		a->probed = (a->probed + 1) % a->active_len;
		r = a->active[a->probed];
		if (syscall(SYS_tgkill, run_ring_pid(r), (pid_t)r->owner, 0) &&
		    errno != EPERM)
			r->dead = true;
	}
}

void run_tell(struct trace_arena *a, const struct run_ring *r, uint16_t verb,
	      uint64_t count)
{
	struct trace_event e = {
		.time_ns = r->last_ns > 0 ? r->last_ns : a->sweep_ns,
		.pid = (uint32_t)run_ring_pid(r),
		.tid = (uint32_t)r->owner,
		.verb = verb,
		.phase = MP_HAPPENS,
		.kind = MP_KIND_INT,
		.a = count,
	};

	trace_arena_post(a, &e);
}

static void count_torn(struct trace_arena *a, const struct run_ring *r,
		       uint32_t count)
{
	if (!count)
		return;
	a->totals.torn += count;
	run_tell(a, r, MP_VERB_TORN, count);
}

/* Its owner is dead and all is read. */
static void release(struct trace_arena *a, struct run_ring *r)
{
	uint32_t torn = (uint16_t)(r->reserved_events - r->events);
	uint32_t park =
		atomic_load_explicit(&r->slot->park, memory_order_relaxed);

	/* What was given up while it lived has been told already. */
	if (torn > r->given_up && torn <= ARENA_RECORDS)
		count_torn(a, r, torn - r->given_up);
	r->events = r->reserved_events;
	atomic_store_explicit(&r->slot->park, (park | 1) + 1,
			      memory_order_relaxed);
	r->owner = 0;
	/* Release: pairs with the acquire of the claim. */
	atomic_store_explicit(&r->slot->owner, 0, memory_order_release);
}

/* ---- what is there ---- */

static int64_t time_of(struct trace_arena *a, const struct run_ring *r,
		       uint64_t stamp)
{
	uint64_t ticks = stamp - a->tick_zero;
	int64_t ns = (int64_t)ticks < 0 ? 0 : ticks_ns(ticks, a->tick_ns);

	/* Nobody has events of the future; of this sweep, if we slept in it. */
	if (ns > a->sweep_ns + ARENA_SLACK_NS && ns > trace_arena_now(a))
		ns = a->sweep_ns;
	/* A handler between a reserve and its stamp: a hair's breadth. */
	return ns < r->last_ns ? r->last_ns : ns;
}

/* The next whole record after the tail; r->reserved if there is none. */
static uint64_t next_whole(const struct run_ring *r)
{
	uint64_t index = r->tail + 1;

	while (index < r->reserved && !run_whole(r, index))
		index++;
	return index;
}

static void meet_hole(const struct trace_arena *a, struct run_ring *r)
{
	if (r->hole == r->tail + 1)
		return;
	r->hole = r->tail + 1;
	r->hole_since = a->sweep_ns;
	r->hole_least = r->last_ns;
	/* It was not reserved yet when the sweep before began. */
	if (r->tail >= r->before && a->before_ns > r->hole_least)
		r->hole_least = a->before_ns;
}

/* At an unfinished record: whether we have gone past it. */
static bool pass_hole(struct trace_arena *a, struct run_ring *r)
{
	uint64_t next;

	if (r->dead) {
		r->tail++;
		return true;
	}
	meet_hole(a, r);
	if (a->sweep_ns - r->hole_since <= RUN_HOLD_NS) {
		if (r->hole_least < a->bound_ns)
			a->bound_ns = r->hole_least;
		return false;
	}
	/* The writer went on elsewhere: a handler left by a jump. */
	next = next_whole(r);
	if (next >= r->reserved)
		return false;
	r->tail = next;
	r->given_up++;
	count_torn(a, r, 1);
	return true;
}

bool run_look(struct trace_arena *a, struct run_ring *r, int64_t *ret_ns)
{
	while (r->tail < r->reserved) {
		const struct arena_record *record = run_record(r, r->tail);

		if (!run_whole(r, r->tail)) {
			if (!pass_hole(a, r))
				return false;
		} else if (record->verb == ARENA_VERB_TEXT) {
			r->tail++; /* its event was torn */
		} else {
			*ret_ns = time_of(a, r, record->stamp);
			return true;
		}
	}
	return false;
}

/* ---- a sweep ---- */

/* How much a counter of the shared memory has grown. */
static uint32_t grown(const _Atomic uint32_t *counter, uint32_t *last)
{
	uint32_t now = atomic_load_explicit(counter, memory_order_relaxed);
	uint32_t more = now - *last;

	*last = now;
	return more;
}

static void read_reserved(struct run_ring *r)
{
	uint64_t word =
		atomic_load_explicit(&r->slot->reserved, memory_order_acquire);
	uint64_t index = word & ARENA_INDEX_MASK;

	r->before = r->reserved;
	r->reserved = index;
	r->reserved_events = (uint16_t)(word >> ARENA_INDEX_BITS);
	if (index - r->tail > ARENA_RECORDS) {
		/* The slot was scribbled on. */
		r->tail = r->before = index;
		r->events = r->reserved_events;
		r->losses++;
	}
}

/* Of threads that found no slot: whose they were is not known. */
static void tell_unslotted(struct trace_arena *a, uint32_t count)
{
	if (!count)
		return;
	a->totals.lost += count;
	trace_arena_post(a, &(struct trace_event){
				    .time_ns = a->sweep_ns,
				    .verb = MP_VERB_LOST,
				    .phase = MP_HAPPENS,
				    .kind = MP_KIND_INT,
				    .a = count,
			    });
}

static void begin_sweep(struct trace_arena *a)
{
	a->before_ns = a->sweep_ns;
	a->sweep_ns = trace_arena_now(a) - ARENA_SLACK_NS;
	a->bound_ns = a->sweep_ns;
	run_adopt(a);
	tell_unslotted(a, grown(&a->shared->lost, &a->unslotted));
	for (size_t i = 0; i < a->active_len; i++) {
		struct run_ring *r = a->active[i];

		read_reserved(r);
		r->losses += grown(&r->slot->lost, &r->lost);
		a->totals.stalls += grown(&r->slot->stalls, &r->stalls);
	}
}

static void end_sweep(struct trace_arena *a)
{
	size_t kept = 0;

	for (size_t i = 0; i < a->active_len; i++) {
		struct run_ring *r = a->active[i];

		run_publish(r);
		if (r->losses) {
			a->totals.lost += r->losses;
			run_tell(a, r, MP_VERB_LOST, r->losses);
			r->losses = 0;
		}
		if (r->dead && r->tail == r->reserved)
			release(a, r);
		else
			a->active[kept++] = r;
	}
	a->active_len = kept;
	probe_some(a);
}

size_t trace_arena_drain(struct trace_arena *a, struct trace_log *log,
			 size_t max, bool *ret_more)
{
	size_t n;

	begin_sweep(a);
	n = run_merge(a, log, max, ret_more);
	end_sweep(a);
	return n;
}

size_t trace_arena_finish(struct trace_arena *a, struct trace_log *log)
{
	bool more;
	size_t n;

	run_adopt(a);
	for (size_t i = 0; i < a->active_len; i++)
		a->active[i]->dead = true;
	begin_sweep(a);
	a->bound_ns = INT64_MAX;
	n = run_merge(a, log, SIZE_MAX, &more);
	end_sweep(a);
	/* What that found out about losses. */
	return n + run_merge(a, log, SIZE_MAX, &more);
}
