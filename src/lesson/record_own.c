/* SPDX-License-Identifier: MIT */
/*
 * Who owns what in a record, by the table of keys: freeing and copying.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lesson/record.h"

static void *at(void *record, size_t offset)
{
	return (char *)record + offset;
}

static const void *in(const void *record, size_t offset)
{
	return (const char *)record + offset;
}

/* Values that are no pointers. */
static bool is_flat(const struct lesson_key *key)
{
	return key->field == LESSON_KEY_NOWHERE ||
	       key->type == LESSON_KEY_PANE ||
	       (key->many == LESSON_KEY_ONE && key->type != LESSON_KEY_RECORD &&
		!lesson_key_is_text(key->type));
}

/* A map from names to values: two texts each. */
static bool is_pair(const struct lesson_key *key)
{
	return key->type != LESSON_KEY_RECORD && lesson_key_is_named(key);
}

static void release_item(const struct lesson_key *key, void *item)
{
	if (key->type == LESSON_KEY_RECORD)
		lesson_record_release(key->of, item);
	if (key->type != LESSON_KEY_RECORD || lesson_key_is_named(key))
		free(*(char **)item);
	if (is_pair(key))
		free(((struct lesson_parameter *)item)->value);
}

static void release_key(const struct lesson_key *key, void *record)
{
	char *part = *(char **)at(record, key->field);

	if (key->many == LESSON_KEY_ONE) {
		if (part && key->type == LESSON_KEY_RECORD)
			lesson_record_release(key->of, part);
	} else {
		size_t count = *(size_t *)at(record, key->count_field);

		for (size_t i = 0; i < count; i++)
			release_item(key, part + i * lesson_key_item_size(key));
	}
	free(part);
}

void lesson_record_release(enum lesson_shape_id shape, void *record)
{
	const struct lesson_key *key = NULL;

	while ((key = lesson_key_next(shape, key)))
		if (!is_flat(key))
			release_key(key, record);
}

static void copy_item(const struct lesson_key *key, const void *from, void *to)
{
	if (key->type == LESSON_KEY_RECORD)
		lesson_record_copy(key->of, from, to);
	if (key->type != LESSON_KEY_RECORD || lesson_key_is_named(key))
		*(char **)to = mem_text(*(char *const *)from);
	if (is_pair(key))
		((struct lesson_parameter *)to)->value = mem_text(
			((const struct lesson_parameter *)from)->value);
}

/* The pointer at @key of @to is the one of @from: make it one of its own. */
static void copy_key(const struct lesson_key *key, const void *from, void *to)
{
	const char *part = *(char *const *)in(from, key->field);
	char **copy = at(to, key->field);
	bool one = key->many == LESSON_KEY_ONE;
	size_t size = lesson_key_item_size(key);
	size_t count = one ? 1 : *(const size_t *)in(from, key->count_field);

	if (one && lesson_key_is_text(key->type)) {
		*copy = mem_text(part);
		return;
	}
	*copy = part && count ? mem_new(count, size) : NULL;
	for (size_t i = 0; *copy && i < count; i++) {
		if (one)
			lesson_record_copy(key->of, part, *copy);
		else
			copy_item(key, part + i * size, *copy + i * size);
	}
}

void lesson_record_copy(enum lesson_shape_id shape, const void *from, void *to)
{
	const struct lesson_key *key = NULL;

	memcpy(to, from, lesson_shapes[shape].size);
	while ((key = lesson_key_next(shape, key)))
		if (!is_flat(key))
			copy_key(key, from, to);
}

void lesson_record_copy_key(enum lesson_shape_id shape, const char *name,
			    const void *from, void *to)
{
	const struct lesson_key *key = lesson_key_find(shape, name);

	if (key->type == LESSON_KEY_PANE) {
		memcpy(at(to, key->field), in(from, key->field),
		       LESSON_PANE_COUNT * sizeof(enum lesson_pane));
	} else {
		release_key(key, to);
		copy_key(key, from, to);
	}
	if (key->many != LESSON_KEY_ONE)
		*(size_t *)at(to, key->count_field) =
			*(const size_t *)in(from, key->count_field);
}
