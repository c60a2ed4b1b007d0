/* SPDX-License-Identifier: MIT */
/*
 * Linear probing; a removal moves later entries of the run back, so there are
 * no tombstones and a lookup ends at the first free slot.
 */
#include "base/map.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* Fibonacci hashing: spreads PIDs, which come in runs. */
static size_t home(const struct map *m, uint64_t key)
{
	return (size_t)((key * 0x9E3779B97F4A7C15ULL) >> 32) & (m->cap - 1);
}

static struct map_slot *find(const struct map *m, uint64_t key)
{
	size_t i = home(m, key);

	while (m->slots[i].used && m->slots[i].key != key)
		i = (i + 1) & (m->cap - 1);
	return &m->slots[i];
}

bool map_get(const struct map *m, uint64_t key, uint64_t *ret_value)
{
	const struct map_slot *slot;

	if (!m->cap)
		return false;
	slot = find(m, key);
	if (!slot->used)
		return false;
	if (ret_value)
		*ret_value = slot->value;
	return true;
}

static void grow(struct map *m)
{
	struct map bigger = { NULL, m->cap ? m->cap * 2 : 16, m->len };

	bigger.slots = mem_new(bigger.cap, sizeof(*bigger.slots));
	for (size_t i = 0; i < m->cap; i++) {
		if (m->slots[i].used)
			*find(&bigger, m->slots[i].key) = m->slots[i];
	}
	free(m->slots);
	*m = bigger;
}

void map_set(struct map *m, uint64_t key, uint64_t value)
{
	struct map_slot *slot;

	if ((m->len + 1) * 4 > m->cap * 3)
		grow(m);
	slot = find(m, key);
	if (!slot->used)
		m->len++;
	*slot = (struct map_slot){ key, value, true };
}

void map_remove(struct map *m, uint64_t key)
{
	size_t hole, i;

	if (!m->cap || !find(m, key)->used)
		return;
	hole = i = (size_t)(find(m, key) - m->slots);
	for (;;) {
		i = (i + 1) & (m->cap - 1);
		if (!m->slots[i].used)
			break;
		/* May only move back if its home is not after the hole. */
		if (((i - home(m, m->slots[i].key)) & (m->cap - 1)) <
		    ((i - hole) & (m->cap - 1)))
			continue;
		m->slots[hole] = m->slots[i];
		hole = i;
	}
	m->slots[hole].used = false;
	m->len--;
}

void map_release(struct map *m)
{
	free(m->slots);
	*m = (struct map){ NULL, 0, 0 };
}

void map_copy(struct map *to, const struct map *from)
{
	*to = *from;
	if (!from->cap)
		return;
	to->slots = mem_new(from->cap, sizeof(*to->slots));
	memcpy(to->slots, from->slots, from->cap * sizeof(*to->slots));
}
