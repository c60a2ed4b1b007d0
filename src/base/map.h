/* SPDX-License-Identifier: MIT */
/*
 * A map from 64-bit keys (PIDs, object ids, addresses) to 64-bit values.
 * Open addressing; all zero is an empty map, and any key may be stored.
 */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct map_slot {
	uint64_t key, value;
	bool used;
};

struct map {
	struct map_slot *slots;
	size_t cap; /* a power of two, or 0 */
	size_t len;
};

/* Sets *@ret_value (may be NULL) and returns true if @key is there. */
bool map_get(const struct map *m, uint64_t key, uint64_t *ret_value);
void map_set(struct map *m, uint64_t key, uint64_t value);
void map_remove(struct map *m, uint64_t key);
void map_release(struct map *m);
/* @to must be empty. */
void map_copy(struct map *to, const struct map *from);

#endif
