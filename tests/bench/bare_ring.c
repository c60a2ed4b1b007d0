/* SPDX-License-Identifier: MIT */
#include "bench/bare_ring.h"

#include <limits.h>
#include <sched.h>
#include <stdalign.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>

#include "bench/bench.h"

enum { YIELDS = 8 };

/* Those who wait for an item, or for room. */
struct sleepers {
	alignas(64) _Atomic uint32_t word;
	atomic_bool any;
};

struct cell {
	alignas(64) _Atomic uint64_t turn;
	unsigned char item[BARE_BYTES];
};

struct bare_ring {
	uint64_t capacity;
	struct sleepers getters, putters;
	alignas(64) _Atomic uint64_t tail;
	alignas(64) _Atomic uint64_t head;
	struct cell cell[];
};

static size_t ring_bytes(uint64_t capacity)
{
	return sizeof(struct bare_ring) + capacity * sizeof(struct cell);
}

struct bare_ring *bare_ring_new(uint64_t capacity)
{
	struct bare_ring *r = bench_shared(ring_bytes(capacity));

	r->capacity = capacity;
	for (uint64_t i = 0; i < capacity; i++)
		atomic_init(&r->cell[i].turn, i);
	return r;
}

void bare_ring_free(struct bare_ring *r)
{
	(void)munmap(r, ring_bytes(r->capacity));
}

static void wake(struct sleepers *s)
{
	/* Pairs with the fence in await. */
	atomic_thread_fence(memory_order_seq_cst);
	if (!atomic_load_explicit(&s->any, memory_order_relaxed) ||
	    !atomic_exchange(&s->any, false))
		return;
	atomic_fetch_add(&s->word, 1);
	bench_wake(&s->word, INT_MAX);
}

/* Whether @c has come to @turn, or is past it. */
static bool has_come(struct cell *c, uint64_t turn)
{
	uint64_t t = atomic_load_explicit(&c->turn, memory_order_acquire);

	return (int64_t)(t - turn) >= 0;
}

static void await(struct sleepers *s, struct cell *c, uint64_t turn)
{
	uint32_t seen;

	for (int i = 0; i < YIELDS; i++) {
		(void)sched_yield();
		if (has_come(c, turn))
			return;
	}
	seen = atomic_load(&s->word);
	atomic_store(&s->any, true);
	/* Pairs with the fence in wake. */
	atomic_thread_fence(memory_order_seq_cst);
	if (!has_come(c, turn))
		bench_sleep(&s->word, seen);
}

/* The cell that is to be used next at *@at; @turn: beside its position. */
static struct cell *claim(struct bare_ring *r, _Atomic uint64_t *at,
			  uint64_t turn, struct sleepers *s, uint64_t *ret_pos)
{
	uint64_t pos = atomic_load_explicit(at, memory_order_relaxed);

	for (;;) {
		struct cell *c = &r->cell[pos & (r->capacity - 1)];
		uint64_t t =
			atomic_load_explicit(&c->turn, memory_order_acquire);

		if (t == pos + turn) {
			*ret_pos = pos;
			if (atomic_compare_exchange_weak_explicit(
				    at, &pos, pos + 1, memory_order_relaxed,
				    memory_order_relaxed))
				return c;
			continue;
		}
		if ((int64_t)(t - (pos + turn)) < 0)
			await(s, c, pos + turn);
		pos = atomic_load_explicit(at, memory_order_relaxed);
	}
}

void bare_ring_put(struct bare_ring *r, const void *item)
{
	uint64_t pos;
	struct cell *c = claim(r, &r->tail, 0, &r->putters, &pos);

	memcpy(c->item, item, BARE_BYTES);
	atomic_store_explicit(&c->turn, pos + 1, memory_order_release);
	wake(&r->getters);
}

void bare_ring_get(struct bare_ring *r, void *item)
{
	uint64_t pos;
	struct cell *c = claim(r, &r->head, 1, &r->getters, &pos);

	memcpy(item, c->item, BARE_BYTES);
	atomic_store_explicit(&c->turn, pos + r->capacity,
			      memory_order_release);
	wake(&r->putters);
}
