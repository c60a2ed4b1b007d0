/* SPDX-License-Identifier: MIT */
/*
 * A bounded ring between processes as fast as C goes, to compare with: each
 * cell has a number that says whose turn it is (after Dmitry Vyukov), who finds
 * it full or empty offers the CPU a few times and then sleeps on a futex, and
 * is woken only if it does.  It survives no kill and keeps no count.
 */
#ifndef BENCH_BARE_RING_H
#define BENCH_BARE_RING_H

#include <stdint.h>

enum { BARE_BYTES = 64 }; /* of an item */

struct bare_ring;

/* @capacity: a power of two. */
struct bare_ring *bare_ring_new(uint64_t capacity);
void bare_ring_free(struct bare_ring *r);
void bare_ring_put(struct bare_ring *r, const void *item);
void bare_ring_get(struct bare_ring *r, void *item);

#endif
