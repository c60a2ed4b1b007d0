/* SPDX-License-Identifier: MIT */
/*
 * The player's side of the gate and of the demo's clock (layout.h).
 *
 * What a thread that stands still may look at is changed first, its futex word
 * after; then whoever has said that it stands is woken.
 */
#include <limits.h>
#include <linux/futex.h>
#include <math.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "trace/arena.h"
#include "trace/run.h"
#include "trace/stamp.h"

#define SPEED_LEAST 0.001
#define SPEED_MOST  1000.0

static void wake_all(_Atomic uint32_t *word)
{
	/* Returns how many were woken; nobody is fine. */
	(void)syscall(SYS_futex, word, FUTEX_WAKE, INT_MAX, NULL, NULL, 0);
}

static bool stands(const struct run_ring *r)
{
	return atomic_load(&r->slot->park) & 1;
}

static void nudge(const struct run_ring *r)
{
	/* In this order: pairs with the writer's park, then go. */
	atomic_fetch_add(&r->slot->go, 1);
	if (stands(r))
		wake_all(&r->slot->go);
}

static void nudge_everybody(struct trace_arena *a)
{
	run_adopt(a);
	for (size_t i = 0; i < a->active_len; i++)
		nudge(a->active[i]);
	atomic_fetch_add(&a->shared->epoch, 1);
	wake_all(&a->shared->epoch);
}

/* Go on from here at @rate. */
static void bend_line(struct trace_arena *a, double rate)
{
	struct arena_header *h = a->shared;
	uint32_t seq = atomic_load_explicit(&h->seq, memory_order_relaxed);
	struct arena_line *next = &h->copy[(seq + 1) & 1];
	int64_t real = stamp_real();

	if (!a->paused)
		a->base_demo +=
			(int64_t)((double)(real - a->base_real) * a->speed);
	a->base_real = real;
	atomic_store_explicit(&next->base_real, real, memory_order_relaxed);
	atomic_store_explicit(&next->base_demo, a->base_demo,
			      memory_order_relaxed);
	atomic_store_explicit(&next->rate, rate, memory_order_relaxed);
	/* Release: pairs with the acquire of a thread that reads the line. */
	atomic_store_explicit(&h->seq, seq + 1, memory_order_release);
}

void trace_arena_pause(struct trace_arena *a)
{
	if (a->paused)
		return;
	atomic_store(&a->shared->gate, ARENA_PAUSED);
	bend_line(a, 0);
	a->paused = true;
}

void trace_arena_resume(struct trace_arena *a)
{
	if (!a->paused)
		return;
	bend_line(a, a->speed);
	a->paused = false;
	atomic_store(&a->shared->gate, ARENA_RUNS);
	nudge_everybody(a);
}

void trace_arena_speed(struct trace_arena *a, double speed)
{
	if (isnan(speed))
		return;
	if (speed < SPEED_LEAST)
		speed = SPEED_LEAST;
	if (speed > SPEED_MOST)
		speed = SPEED_MOST;
	if (!a->paused)
		bend_line(a, speed);
	a->speed = speed;
	if (!a->paused)
		nudge_everybody(a);
}

/* Stands, and was not yet told to go on. */
static bool waits_for_step(const struct run_ring *r)
{
	uint32_t park = atomic_load(&r->slot->park);

	return park & 1 && park != atomic_load(&r->slot->pass);
}

/*
 * Whom a step is for rather: those at the gate before sleepers, then who has
 * stood there longest, or would wake first.
 */
static bool goes_before(const struct run_ring *r, const struct run_ring *other)
{
	bool asleep = atomic_load(&r->slot->standing) == ARENA_ASLEEP;
	bool other_asleep = atomic_load(&other->slot->standing) == ARENA_ASLEEP;

	if (asleep != other_asleep)
		return other_asleep;
	return asleep ? atomic_load(&r->slot->wakes) <
				atomic_load(&other->slot->wakes)
		      : atomic_load(&r->slot->since) <
				atomic_load(&other->slot->since);
}

/* NULL: nobody (of @pid, unless that is 0) stands, whom @may lets. */
static struct run_ring *next_in_line(struct trace_arena *a, pid_t pid,
				     bool (*may)(void *arg, pid_t pid),
				     void *arg)
{
	struct run_ring *best = NULL;

	if (!a->paused)
		return NULL;
	run_adopt(a);
	for (size_t i = 0; i < a->active_len; i++) {
		struct run_ring *r = a->active[i];

		if (r->dead || (pid && run_ring_pid(r) != pid) ||
		    !waits_for_step(r))
			continue;
		if ((!best || goes_before(r, best)) &&
		    (!may || may(arg, run_ring_pid(r))))
			best = r;
	}
	return best;
}

pid_t trace_arena_next(struct trace_arena *a, pid_t pid,
		       bool (*may)(void *arg, pid_t pid), void *arg)
{
	const struct run_ring *best = next_in_line(a, pid, may, arg);

	return best ? run_ring_pid(best) : 0;
}

pid_t trace_arena_step(struct trace_arena *a, pid_t pid)
{
	struct run_ring *best = next_in_line(a, pid, NULL, NULL);

	if (!best)
		return 0;
	atomic_store(&best->slot->pass, atomic_load(&best->slot->park));
	nudge(best);
	return run_ring_pid(best);
}

/* Those too that no drain has seen yet. */
static bool any(const struct trace_arena *a, pid_t pid, bool untold)
{
	uint32_t used = atomic_load(&a->shared->used);

	if (!a->paused)
		return false;
	for (uint32_t i = 0; i < used && i < ARENA_SLOTS; i++) {
		struct arena_slot *slot = arena_slot(a->shared, i);
		uint32_t park = atomic_load(&slot->park);

		if ((pid_t)(atomic_load(&slot->owner) >> 32) == pid &&
		    park & 1 && !(untold && park == atomic_load(&slot->pass)))
			return true;
	}
	return false;
}

bool trace_arena_parked(const struct trace_arena *a, pid_t pid)
{
	return any(a, pid, false);
}

bool trace_arena_can_step(const struct trace_arena *a, pid_t pid)
{
	return any(a, pid, true);
}
