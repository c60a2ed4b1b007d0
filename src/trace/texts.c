/* SPDX-License-Identifier: MIT */
/*
 * Bytes lie in blocks that are filled from the start and never moved; a table
 * of numbers with open addressing finds them by hash.
 */
#include "trace/texts.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define BLOCK ((size_t)64 << 10)

struct text {
	const char *bytes;
	size_t len;
	uint64_t hash;
};

struct texts {
	struct text *items; /* by number */
	size_t len, cap;
	uint32_t *table; /* numbers; 0: free */
	size_t slots;    /* a power of two, at least twice len */
	char **blocks;
	size_t block_len, block_cap;
	size_t room; /* left in the last block */
	char *at;    /* where it begins */
	size_t bytes;
};

/* Eight bytes at a time, multiplied and folded: short texts, few collisions. */
static uint64_t hash_of(const char *bytes, size_t len)
{
	const uint64_t prime = 0x9E3779B97F4A7C15ULL;
	uint64_t hash = len * prime;
	uint64_t word;

	for (; len >= sizeof(word); len -= sizeof(word)) {
		memcpy(&word, bytes, sizeof(word));
		hash = (hash ^ word) * prime;
		hash ^= hash >> 32;
		bytes += sizeof(word);
	}
	word = 0;
	memcpy(&word, bytes, len);
	hash = (hash ^ word) * prime;
	return hash ^ hash >> 29;
}

struct texts *texts_new(void)
{
	struct texts *t = mem_new(1, sizeof(*t));

	t->slots = 64;
	t->table = mem_new(t->slots, sizeof(*t->table));
	t->items = mem_grow(NULL, 0, &t->cap, sizeof(*t->items));
	t->items[0] = (struct text){ "", 0, 0 };
	t->len = 1;
	return t;
}

void texts_free(struct texts *t)
{
	if (!t)
		return;
	for (size_t i = 0; i < t->block_len; i++)
		free(t->blocks[i]);
	free(t->blocks);
	free(t->table);
	free(t->items);
	free(t);
}

static void rehash(struct texts *t)
{
	free(t->table);
	t->slots *= 2;
	t->table = mem_new(t->slots, sizeof(*t->table));
	for (size_t i = 1; i < t->len; i++) {
		size_t slot = t->items[i].hash & (t->slots - 1);

		while (t->table[slot])
			slot = (slot + 1) & (t->slots - 1);
		t->table[slot] = (uint32_t)i;
	}
}

/* A copy that stays where it is, with a terminator. */
static const char *keep(struct texts *t, const char *bytes, size_t len)
{
	char *copy;

	if (len + 1 > t->room) {
		t->room = len + 1 > BLOCK ? len + 1 : BLOCK;
		t->at = mem_new(t->room, 1);
		t->blocks = mem_grow(t->blocks, t->block_len, &t->block_cap,
				     sizeof(*t->blocks));
		t->blocks[t->block_len++] = t->at;
	}
	copy = t->at;
	memcpy(copy, bytes, len);
	copy[len] = '\0';
	t->at += len + 1;
	t->room -= len + 1;
	t->bytes += len + 1;
	return copy;
}

/* Where @text is in the table, or the free entry where it belongs. */
static size_t find(const struct texts *t, const struct text *text)
{
	size_t slot = text->hash & (t->slots - 1);

	for (; t->table[slot]; slot = (slot + 1) & (t->slots - 1)) {
		const struct text *other = &t->items[t->table[slot]];

		if (other->hash == text->hash && other->len == text->len &&
		    !memcmp(other->bytes, text->bytes, text->len))
			break;
	}
	return slot;
}

static uint32_t add(struct texts *t, size_t slot, struct text text)
{
	uint32_t number = (uint32_t)t->len;

	text.bytes = keep(t, text.bytes, text.len);
	t->items = mem_grow(t->items, t->len, &t->cap, sizeof(*t->items));
	t->items[t->len++] = text;
	t->table[slot] = number;
	if (t->len * 2 > t->slots)
		rehash(t);
	return number;
}

uint32_t texts_intern(struct texts *t, const char *bytes, size_t len)
{
	struct text text = { bytes, len, 0 };
	size_t slot;

	if (!len)
		return 0;
	text.hash = hash_of(bytes, len);
	slot = find(t, &text);
	if (t->table[slot])
		return t->table[slot];
	if (len < TEXTS_MAX && t->bytes < TEXTS_MAX - len)
		return add(t, slot, text);
	text = (struct text){ TEXTS_NO_ROOM, strlen(TEXTS_NO_ROOM), 0 };
	text.hash = hash_of(text.bytes, text.len);
	slot = find(t, &text);
	return t->table[slot] ? t->table[slot] : add(t, slot, text);
}

const char *texts_get(const struct texts *t, uint32_t number, size_t *ret_len)
{
	const struct text *text = &t->items[number < t->len ? number : 0];

	if (ret_len)
		*ret_len = text->len;
	return text->bytes;
}

uint32_t texts_count(const struct texts *t)
{
	return (uint32_t)t->len;
}
